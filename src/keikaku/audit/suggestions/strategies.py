"""The goals of the national strategy that was in force when a municipality's plan began."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Store

from keikaku.audit.suggestions.subjects import Subject
from keikaku.ground.vocab import KEI, PREFIXES
from keikaku.ground.vocab.schemes import STRATEGY, shipped

THEMES = {"1": "work", "2": "flow", "3": "family", "4": "place"}
THEMES |= {"横断1": "people", "横断2": "digital", "基礎": "digital"}
"""What each goal of a national strategy is about, by its number: the four themes are those of all periods."""

_START = NamedNode(str(KEI.startFiscalYear))
_END = NamedNode(str(KEI.endFiscalYear))
_NAMES_GOAL = NamedNode(str(KEI.strategyGoal))
_IN_PLAN = NamedNode(str(KEI.inPlan))
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_SCHEME = NamedNode(PREFIXES["skos"] + "ConceptScheme")
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
_NOTATION = NamedNode(PREFIXES["skos"] + "notation")
_CLOSE = NamedNode(PREFIXES["skos"] + "closeMatch")
_FOLLOWS = NamedNode(PREFIXES["dcterms"] + "conformsTo")
_STRATEGIES = "https://w3id.org/keikaku/id/national-strategy/"


def goals_in_force(memory: Store, subject: Subject) -> dict[str, str]:
    """Return the goals of the national strategy of a strategy goal's period: theme to IRI.

    It is the one that had begun last in the first year of the plan and had not ended. A strategy that prints no
    year has the first year of the plan whose elements name the goal; without any year there is no period.
    """
    year = _first_year(memory, subject)
    strategy = _named(memory, subject) or (_in_force(memory, year) if year else None)
    if strategy is None:
        return {}
    return {
        theme: goal.value
        for goal in _subjects(memory, _IN_SCHEME, strategy)
        if (theme := _theme(memory, strategy, goal))
    }


def _named(memory: Store, subject: Subject) -> NamedNode | None:
    """Return the strategy that the plan says it follows."""
    quads = memory.quads_for_pattern(NamedNode(subject.plan), _FOLLOWS, None, None)
    found = [one.object for one in quads if isinstance(one.object, NamedNode)]
    return next((one for one in found if one.value.startswith(_STRATEGIES)), None)


def _theme(memory: Store, strategy: NamedNode, goal: NamedNode) -> str | None:
    """Return the theme of a goal: by its number in the shipped strategies, in one that was added by what it is close to."""
    numbered = {one.iri for one in shipped() if one.kind == STRATEGY}
    if strategy.value in numbered:
        return next(filter(None, map(THEMES.get, _texts(memory, goal, _NOTATION))), None)
    quads = memory.quads_for_pattern(goal, _CLOSE, None, None)
    near = [one.object for one in quads if isinstance(one.object, NamedNode)]
    known = [one for one in near if one.value.rpartition("/")[0] in numbered]
    return next((theme for one in known if (theme := THEMES.get(one.value.rpartition("/")[2]))), None)


def _first_year(memory: Store, subject: Subject) -> int:
    plans = [NamedNode(subject.plan)]
    for element in _subjects(memory, _NAMES_GOAL, NamedNode(subject.iri)):
        quads = memory.quads_for_pattern(element, _IN_PLAN, None, None)
        plans += [quad.object for quad in quads if isinstance(quad.object, NamedNode)]
    own, *naming = [_years(memory, plan, _START) for plan in plans]
    return min(own or [year for years in naming for year in years], default=0)


def _in_force(memory: Store, year: int) -> NamedNode | None:
    found = []
    for scheme in _subjects(memory, _TYPE, _SCHEME):
        if scheme.value.startswith(_STRATEGIES):
            found += [
                (start, scheme.value)
                for start in _years(memory, scheme, _START)
                if start <= year <= max(_years(memory, scheme, _END), default=year)
            ]
    return NamedNode(max(found)[1]) if found else None


def _subjects(memory: Store, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
    quads = memory.quads_for_pattern(None, predicate, value, None)
    found = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    return sorted(found, key=lambda node: node.value)


def _texts(memory: Store, subject: NamedNode, predicate: NamedNode) -> list[str]:
    quads = memory.quads_for_pattern(subject, predicate, None, None)
    return sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))


def _years(memory: Store, subject: NamedNode, predicate: NamedNode) -> list[int]:
    return [int(text) for text in _texts(memory, subject, predicate) if text.isdigit()]
