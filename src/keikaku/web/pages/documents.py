"""The pages of source documents: every line that something was read from, and what was read from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from keikaku.graph.description import recognition_iri
from keikaku.graph.nquads import DCT, KEI, PROV, RDF
from keikaku.web.pages.layout import Text
from keikaku.web.pages.things import Facts, Ref, Things, value, values
from keikaku.web.pages.words import Span, worded


class Read(NamedTuple):
    """A fact or part that was read from a place: its IRI and what it is."""

    iri: str
    what: Text


class Owner(NamedTuple):
    """A thing, with what of it was read from a place."""

    ref: Ref
    reads: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A place in a document, with what was read from it."""

    iri: str
    place: Span
    owners: tuple[Owner, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a document, or a place whose lines are not at hand.

    Attributes:
        line: Its number, counted from 1, or 0.
        text: The line itself, or None where it is not at hand.
        is_read: Whether something was read from it.
        fragments: The places that begin here.
    """

    line: int
    text: str | None
    is_read: bool
    fragments: tuple[Fragment, ...]


def values_of(things: Things, sources: Mapping[str, Sequence[str]], iri: str, about: Facts) -> dict[str, Any]:
    """Return what the page of a document shows besides what all pages show."""
    described = (_fragment(things, one) for one in things.subjects(f"{DCT}isPartOf", iri))
    fragments = [one for one in described if one.owners]
    fragments.sort(key=lambda one: (one.place.first, one.place.last, one.iri))
    key = (things.dataset.addresses.local(iri) or "").removeprefix("document/")
    graph = things.graphs.get(iri, "")
    return {
        "entries": _entries(fragments, sources.get(key, ())),
        "has_text": key in sources,
        "title_printed": value(about, f"{DCT}title"),
        "fragment_count": len(fragments),
        "graph": things.ref(graph) if graph else None,
        "graph_facts": {name: value(things.about(graph), KEI + name) for name in _GRAPH_FACTS}
        if graph
        else {},
        "recognised": _recognised(things, graph),
        "invisible": sum(
            bool(value(things.about(one), f"{KEI}invisibleCharacters"))
            for one in things.subjects(f"{DCT}isPartOf", iri)
        ),
    }


def _recognised(things: Things, graph: str) -> list[str]:
    """Return with what the text of a document's pictures was recognised, one text for each set of engines and settings."""
    found: list[str] = []
    while graph and (how := things.about(recognition_iri(graph, len(found) + 1))):
        named = [things.about(one) for one in values(how, f"{PROV}wasAssociatedWith")]
        engines = [f"{value(one, f'{DCT}title')} {value(one, f'{KEI}engineVersion')}" for one in named]
        found.append(", ".join([*engines, f"{value(how, f'{KEI}resolution')} dpi"]))
    return found


_GRAPH_FACTS = ("loader", "loaderVersion", "softwareVersion")


def _entries(fragments: list[Fragment], lines: Sequence[str]) -> list[Entry]:
    starts: defaultdict[int, list[Fragment]] = defaultdict(list)
    for one in fragments:
        starts[one.place.first].append(one)
    if not lines:
        return [Entry(first, None, True, tuple(starts[first])) for first in sorted(starts)]
    covered = {
        number
        for one in fragments
        if (one.place.first, one.place.last) != (1, len(lines))  # a plan that no line names
        for number in range(one.place.first, min(one.place.last, len(lines)) + 1)
    }
    found = [
        Entry(number, text, number in covered, tuple(starts.pop(number, ())))
        for number, text in enumerate(lines, 1)
    ]
    return [*found, *(Entry(first, None, True, tuple(starts[first])) for first in sorted(starts))]


def _fragment(things: Things, iri: str) -> Fragment:
    return Fragment(iri, things.span(iri), owners(things, things.subjects(f"{KEI}place", iri)))


def owners(things: Things, iris: Iterable[str]) -> tuple[Owner, ...]:
    """Return the things that some facts and parts are of, in the order of the documents.

    Args:
        things: Reads the dataset.
        iris: The facts and parts, such as those that were read from one place.
    """
    reads: defaultdict[Ref, list[Read]] = defaultdict(list)
    for one in iris:
        ref, what = _read(things, one)
        reads[ref].append(Read(one, what))
    found = (Owner(ref, tuple(sorted(reads[ref], key=_order))) for ref in reads)
    return tuple(sorted(found, key=lambda owner: owner.ref.order))


def _order(read: Read) -> tuple[bool, str, str]:
    return read.what != _NAME, read.what.en, read.iri


def _read(things: Things, iri: str) -> tuple[Ref, Text]:
    """Return the thing that something read is or belongs to, and what of the thing it is."""
    about = things.about(iri)
    subject = value(about, f"{RDF}subject")
    ref, part = things.whole(subject or iri)
    if not subject:
        return ref, part if part.en else _NAME
    predicate = things.terms[value(about, f"{RDF}predicate")]
    return ref, Text(f"{part.ja} {predicate.ja}".strip(), f"{part.en} {predicate.en}".strip())


_NAME = worded("pages.name")
