"""Words that are part of the language and not of one document (words.yml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from keikaku.ground.text.folding import fold
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.model import Direction


@cache
def words() -> dict[str, Any]:
    """Return what words.yml says."""
    _node, raw = read_yaml(Path(__file__).with_name("words.yml"))
    return raw if isinstance(raw, dict) else {}


def direction_of(text: str) -> Direction | None:
    """Return where an arrow or a word says that an indicator should go, None where it says nothing of the kind.

    >>> direction_of("↗"), direction_of("維持"), direction_of("B")
    (<Direction.INCREASE: 'Increase'>, <Direction.MAINTAIN: 'Maintain'>, None)
    """
    plain = fold(text).strip()
    return next((Direction(name) for name, prints in words()["directions"].items() if plain in prints), None)


def value_status(printed: str) -> str:
    """Return what words in the place of a figure mean, by the local name of the ontology's concept; "" where they are none such.

    >>> value_status("（未調査）"), value_status("増加")
    ('NotYetSurveyed', '')
    """
    plain = fold(printed).strip().strip("()")
    return next((name for name, prints in words()["value_statuses"].items() if plain in prints), "")
