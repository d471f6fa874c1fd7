"""Layouts that the one reader took the place of: a plan.yml that names one is read by the grammar of its example."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from keikaku.ground import content
from keikaku.ground.messages import say
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.grammar import Grammar
from keikaku.reading.records import Reading

__all__ = ["NAMES", "in_place", "tell"]

NAMES = ("bulleted-outlines", "evaluation-sheets", "measure-sheets", "measure-tables", "project-tables")
"""Layouts that are gone, each with the example that printed for it and has the grammar now."""


def in_place(raw: object) -> tuple[object, str]:
    """Return what a plan.yml says with the grammar that took the place of its layout, and the layout's name.

    As it is, and "", where it names none that is gone.
    """
    name = raw.get("layout") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or name not in NAMES:
        return raw, ""
    _node, example = read_yaml(content.folder("examples") / str(name) / "plan.yml")
    grammar = {"family", *Grammar.model_fields}
    read = {key: value for key, value in dict(cast(Mapping[str, Any], example)).items() if key in grammar}
    return {**read, **{key: raw[key] for key in raw if key not in ("layout", "settings")}}, str(name)


def tell(reading: Reading, layout: str, family: str) -> None:
    """Report that a document was read by another grammar than its plan.yml names."""
    reading.report(
        say("rules.retired-layout", layout=layout, family=family),
    )
