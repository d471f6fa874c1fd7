"""Links that no document prints: suggested by a program, or decided by a person."""

from __future__ import annotations

from collections.abc import Mapping as Names
from dataclasses import dataclass

from keikaku.graph.states import Status
from keikaku.ground.vocab import PREFIXES
from keikaku.web.pages.layout import Text
from keikaku.web.pages.things import Things, value

_SOURCE, _TARGET = (f"{PREFIXES['owl']}annotated{name}" for name in ("Source", "Target"))
_JUSTIFICATION = f"{PREFIXES['sssom']}mapping_justification"
_MANUAL = f"{PREFIXES['semapv']}ManualMappingCuration"
_CREATOR, _ID = (f"{PREFIXES['dcterms']}{name}" for name in ("creator", "identifier"))
_ROLE = f"{PREFIXES['kei']}reviewerRole"
_MODIFIER = f"{PREFIXES['sssom']}predicate_modifier"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A link.

    Attributes:
        source: IRI of what is linked.
        target: IRI of what it is linked to.
        name: Of the target.
        status: Whether it is suggested, confirmed or rejected.
        by: Id and role of who decided, and the name where names are shown; "" where nobody did.
    """

    source: str
    target: str
    name: Text
    status: Status
    by: str


def mappings_of(things: Things, iri: str, names: Names[str, str]) -> list[Mapping]:
    """Return the links from a thing, each once: a decision takes the place of the suggestion.

    Args:
        things: What the pages are about.
        iri: The thing.
        names: Of the reviewers, by their ids; empty where none are shown.
    """
    return _mappings(things, things.subjects(_SOURCE, iri), names)


def mappings_to(things: Things, iri: str) -> list[Mapping]:
    """Return the links to a thing, each once."""
    return _mappings(things, things.subjects(_TARGET, iri), {})


def _mappings(things: Things, axioms: list[str], names: Names[str, str]) -> list[Mapping]:
    found: dict[tuple[str, str], Mapping] = {}
    for axiom in axioms:
        about = things.about(axiom)
        is_decided = value(about, _JUSTIFICATION) == _MANUAL
        ends = value(about, _SOURCE), value(about, _TARGET)
        if all(ends) and (is_decided or ends not in found):
            decided = Status.REJECTED if _MODIFIER in about else Status.CONFIRMED
            status = decided if is_decided else Status.SUGGESTED
            by = _by(things, value(about, _CREATOR), names)
            found[ends] = Mapping(*ends, things.terms[ends[1]], status, by)
    return [found[ends] for ends in sorted(found)]


def _by(things: Things, reviewer: str, names: Names[str, str]) -> str:
    about = things.about(reviewer) if reviewer else {}
    name = value(about, _ID)
    parts = (name, names.get(name, ""), value(about, _ROLE))
    return ", ".join(part for part in parts if part)
