"""What people wrote for other documents of a town helps the draft of its next: their plan.yml is tried as a family is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from keikaku.ground.yamlfile import read_yaml
from keikaku.reading import families
from keikaku.reading.grammar import Grammar
from keikaku.reading.series import Series

_GRAMMAR = frozenset(Grammar.model_fields) - {"periods", "titles", "joined", "split", "continues", "outside"}
"""What a plan.yml says of all that its town prints so; the rest is of one document: its years, its lines."""


def of_town(loaders: Iterable[Series], municipality: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what the loaders of a municipality say, by their names; those that a draft made are nobody's word.

    Args:
        loaders: All that are known.
        municipality: Its code and name, as plan.yml says them.
    """
    found: dict[str, dict[str, Any]] = {}
    for series in loaders:
        whose = series.settings.municipality
        named = not whose.invented or whose.name == municipality.get("name")
        if whose.code == municipality["code"] and named and not series.proposed:
            _node, said = read_yaml(series.path)
            if isinstance(said, dict):
                found[series.id] = said
    return found


def starts(
    settings: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]], without: Iterable[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the grammars of reviewed loaders for plans of the same kind, as what a draft may depart from, with their names.

    Args:
        settings: What the draft says of the document itself.
        known: What reviewed loaders say, by their names.
        without: Names of families that may not be used.
    """
    kinds = _kinds(settings["plans"])
    for name, said in known.items():
        family = said.get("family")
        if (
            family in families.names()
            and family not in set(without)
            and kinds & _kinds(said.get("plans", []))
        ):
            grammar = {part: of_it for part, of_it in said.items() if part in _GRAMMAR}
            yield name, {**settings, **grammar, "family": family}


def _kinds(plans: Sequence[Mapping[str, Any]]) -> set[str]:
    return {plan["kind"] for plan in plans}
