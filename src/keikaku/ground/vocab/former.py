"""Municipalities in time: those that are gone, since when one is there, and what became of which.

From e-Stat's list of mergers, foundings and renamings since 1970 (``ontology/municipality-changes.ttl``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import pyoxigraph as ox

from keikaku.ground.defaults import DEFAULT_BASE
from keikaku.ground.vocab.facts import Facts, first, read_blocks, read_facts, turtle
from keikaku.ground.vocab.municipalities import municipality
from keikaku.ground.vocab.names import PREFIXES

_FILE = "municipality-changes.ttl"
_IDENTIFIER = PREFIXES["dcterms"] + "identifier"
_LABEL = PREFIXES["rdfs"] + "label"
_OLD, _NEW = (PREFIXES["org"] + f"{name}Organization" for name in ("original", "resulting"))
_FOUNDED, _DISSOLVED = (PREFIXES["schema"] + f"{name}Date" for name in ("founding", "dissolution"))
_DATE = PREFIXES["dcterms"] + "date"


@dataclass(frozen=True, slots=True)
class Former:
    """A municipality that is gone.

    Attributes:
        code: Its five-digit standard area code.
        name: Its name.
        dissolved: The day from which it was no more.
        founded: The day on which it began, None where that was before 1970.
    """

    code: str
    name: str
    dissolved: date
    founded: date | None


@cache
def _facts() -> dict[str, Facts]:
    return read_facts(_FILE)


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]


def _day(facts: Facts, name: str) -> date | None:
    return date.fromisoformat(first(facts, name)) if name in facts else None


@cache
def _told(code: str) -> Facts:
    """Return what the list of changes says of a municipality itself; the whole is not read for it."""
    return next(iter(read_blocks(_FILE, (f"id:{code}",)).values()), {})


def _has_changes(code: str) -> bool:
    """Tell whether any change is about a municipality: most had none since 1970, and the whole is not read for them."""
    return f"id:{code}" in turtle(_FILE)


def former(code: str) -> Former | None:
    """Return the municipality of a code that is gone, None where there is none or it is there still.

    >>> former("01572").name, former("01572").dissolved.isoformat(), former("01584")
    ('虻田町', '2006-03-27', None)
    """
    facts = _told(code)
    dissolved = _day(facts, _DISSOLVED)
    if dissolved is None:
        return None
    return Former(code, first(facts, _LABEL), dissolved, _day(facts, _FOUNDED))


def founded(code: str) -> date | None:
    """Return the day on which a municipality began, None where that was before 1970 or nobody says.

    >>> founded("01584").isoformat()
    '2006-03-27'
    """
    return _day(_told(code), _FOUNDED)


@cache
def _became() -> dict[str, set[str]]:
    """What each body became part of, by codes; what goes on under its own code is left out."""
    found: dict[str, set[str]] = {}
    for facts in sorted(
        (one for one in _facts().values() if _DATE in one), key=lambda one: first(one, _DATE)
    ):
        after = {_code(one.value) for one in facts[_NEW]}
        for one in facts[_OLD]:
            code = _code(one.value)
            if code not in after:
                found.setdefault(code, set()).update(after)
    return found


def history(codes: Iterable[str]) -> dict[str, Facts]:
    """Return what is known of how municipalities came to be, and what became of those that are gone.

    Args:
        codes: Codes of municipalities.

    Returns:
        Facts by the local names of the bodies and changes: the predecessors of each, over any number of mergers and
        renamings; of one that is gone, its successors too.

    >>> sorted(history(["01572"]))
    ['01572', '01584', 'municipality-change/2006-03-27-01584']
    """
    wanted, found = [code for code in codes if _has_changes(code)], dict[str, Facts]()
    if not wanted:
        return found
    for way, other in ((_NEW, _OLD), (_OLD, _NEW)):  # back to the predecessors, on to the successors
        seen, waiting = set(wanted), list(wanted)
        while waiting:
            code = waiting.pop()
            for local, facts in _events_by(way).get(code, ()):
                found[local] = facts
                bodies = {_code(one.value) for one in facts[other]} - seen
                seen |= bodies
                waiting += bodies
    named = {_code(one.value) for facts in found.values() for way in (_OLD, _NEW) for one in facts[way]}
    return found | {code: _body(code) for code in sorted(named | {code for code in wanted if _told(code)})}


@cache
def _events_by(way: str) -> dict[str, list[tuple[str, Facts]]]:
    """Return the changes by the codes of the bodies on one of their sides, with their local names."""
    found: dict[str, list[tuple[str, Facts]]] = {}
    for iri, facts in _facts().items():
        for one in facts.get(way, ()):
            found.setdefault(_code(one.value), []).append((iri.removeprefix(DEFAULT_BASE), facts))
    return found


def _body(code: str) -> Facts:
    """Return what is known of a body: of one that is there still, its name and kind from the list of all."""
    facts, known = dict(_told(code)), municipality(code)
    if known:
        facts[PREFIXES["rdf"] + "type"] = [
            ox.NamedNode(PREFIXES["kei"] + "Municipality"),
            ox.NamedNode(PREFIXES["org"] + "FormalOrganization"),
        ]
        facts[_LABEL] = [ox.Literal(known.name, language="ja")]
        facts[_IDENTIFIER] = [ox.Literal(code)]
    return facts


def successors(code: str) -> tuple[str, ...]:
    """Return the codes of today's municipalities that a gone one became, or became part of.

    >>> successors("01572")
    ('01584',)
    """
    found: set[str] = set()
    seen, waiting = {code}, [code] if _has_changes(code) else []
    while waiting:
        for one in _became().get(waiting.pop(), ()):
            if one not in seen:
                seen.add(one)
                if municipality(one):
                    found.add(one)
                else:
                    waiting.append(one)
    return tuple(sorted(found))
