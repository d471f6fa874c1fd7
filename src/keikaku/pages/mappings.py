"""Links that no document prints: suggested by a program, or decided by a person."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.pages.layout import Text
from keikaku.pages.things import Things, value
from keikaku.vocab import PREFIXES

_SOURCE, _TARGET = (f"{PREFIXES['owl']}annotated{name}" for name in ("Source", "Target"))
_AUTHOR = f"{PREFIXES['sssom']}author_label"
_MODIFIER = f"{PREFIXES['sssom']}predicate_modifier"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A link.

    Attributes:
        source: IRI of what is linked.
        target: IRI of what it is linked to.
        name: Of the target.
        status: Whether it is suggested, confirmed or rejected.
        by: Who decided, or "".
    """

    source: str
    target: str
    name: Text
    status: Text
    by: str


def mappings_of(things: Things, iri: str) -> list[Mapping]:
    """Return the links from a thing, each once: a decision takes the place of the suggestion."""
    return _mappings(things, things.subjects(_SOURCE, iri))


def mappings_to(things: Things, iri: str) -> list[Mapping]:
    """Return the links to a thing, each once."""
    return _mappings(things, things.subjects(_TARGET, iri))


def _mappings(things: Things, axioms: list[str]) -> list[Mapping]:
    found: dict[tuple[str, str], Mapping] = {}
    for axiom in axioms:
        about = things.about(axiom)
        by = value(about, _AUTHOR)
        ends = value(about, _SOURCE), value(about, _TARGET)
        if all(ends) and (by or ends not in found):
            rejected = _MODIFIER in about
            decided = Text("否定", "rejected") if rejected else Text("確認済み", "confirmed")
            status = decided if by else Text("推定", "suggested")
            found[ends] = Mapping(*ends, things.terms[ends[1]], status, by)
    return [found[ends] for ends in sorted(found)]
