"""What can be suggested a link: measures, strategy goals and indicators, with every text that speaks of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode, Store

from keikaku.ground.vocab import KEI, PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_LABEL = NamedNode(PREFIXES["rdfs"] + "label")
_PLACE = NamedNode(str(KEI.place))
_STATED_OF = NamedNode(PREFIXES["rdf"] + "subject")
_STATED_PROPERTY = NamedNode(PREFIXES["rdf"] + "predicate")
_STATED = NamedNode(PREFIXES["rdf"] + "object")
_UP = NamedNode(str(KEI.contributesTo))
_MEASURES = NamedNode(str(KEI.indicatorOf))
_IN_PLAN = NamedNode(str(KEI.inPlan))
_TOPS = {str(KEI.Plan), str(KEI.Vision)}


class Place(StrEnum):
    """Where a text stands, seen from the element that it speaks of."""

    LABEL = "label"
    ABOVE = "above"
    BELOW = "below"
    INDICATOR = "indicator"
    TEXT = "text"


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A text that speaks of an element.

    Attributes:
        place: Where it stands.
        property: The property that holds it, as a CURIE.
        text: As the store has it.
        sources: IRIs of the source fragments that it was read from.
    """

    place: Place
    property: str
    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """An element that a link is suggested for.

    Attributes:
        iri: Its IRI.
        label: Its label.
        plan: IRI of its plan.
        passages: All that speaks of it: its label first.
    """

    iri: str
    label: str
    plan: str
    passages: tuple[Passage, ...]


def subjects(memory: Store, kind: str) -> list[Subject]:
    """Return the elements of a class of the ontology, sorted by IRI.

    Args:
        memory: A loaded store.
        kind: Local name of the class, ``"Measure"``.
    """
    reader = _Reader(memory)
    found = {quad.subject for quad in memory.quads_for_pattern(None, _TYPE, NamedNode(str(KEI[kind])))}
    return [reader.subject(iri) for iri in sorted(found, key=str) if isinstance(iri, NamedNode)]


class _Reader:
    def __init__(self, memory: Store) -> None:
        self._memory = memory

    def subject(self, node: NamedNode) -> Subject:
        own = self._labels(node, Place.LABEL)
        below = list(self._below(node))
        passages = [
            *own,
            *(passage for up in self._above(node) for passage in self._labels(up, Place.ABOVE)),
            *(passage for down in below for passage in self._labels(down, Place.BELOW)),
            *(passage for each in (node, *below) for passage in self._indicators(each)),
            *(passage for each in (node, *below) for passage in self._texts(each)),
        ]
        plan = next(iter(self._nodes(node, _IN_PLAN)), node)
        label = own[0].text if own else node.value
        return Subject(node.value, label, plan.value, tuple(dict.fromkeys(passages)))

    def _above(self, node: NamedNode) -> Iterator[NamedNode]:
        seen = {node}
        queue = [node]
        while queue:
            here = queue.pop(0)
            for up in (*self._nodes(here, _UP), *self._nodes(here, _MEASURES)):
                if up not in seen and not self._types(up) & _TOPS:
                    seen.add(up)
                    queue.append(up)
                    yield up

    def _below(self, node: NamedNode) -> Iterator[NamedNode]:
        seen = {node}
        queue = [node]
        while queue:
            for down in self._holders(_UP, queue.pop(0)):
                if down not in seen:
                    seen.add(down)
                    queue.append(down)
                    yield down

    def _labels(self, node: NamedNode, place: Place) -> list[Passage]:
        sources = self._sources(node)
        return [Passage(place, "rdfs:label", text, sources) for text in self._words(node, _LABEL)]

    def _indicators(self, node: NamedNode) -> Iterator[Passage]:
        for indicator in self._holders(_MEASURES, node):
            yield from self._labels(indicator, Place.INDICATOR)

    def _texts(self, node: NamedNode) -> Iterator[Passage]:
        """Yield the texts of an element, each with the lines of its own statement."""
        found = []
        for statement in self._holders(_STATED_OF, node):
            for predicate in self._nodes(statement, _STATED_PROPERTY):
                for text in self._words(statement, _STATED):
                    passage = Passage(Place.TEXT, _curie(predicate.value), text, self._sources(statement))
                    found.append(passage)
        yield from sorted(found)

    # -- the store

    def _types(self, node: NamedNode) -> set[str]:
        return {kind.value for kind in self._nodes(node, _TYPE)}

    def _sources(self, node: NamedNode) -> tuple[str, ...]:
        return tuple(source.value for source in self._nodes(node, _PLACE))

    def _nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        return _sorted(quad.object for quad in self._memory.quads_for_pattern(subject, predicate, None, None))

    def _holders(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        return _sorted(quad.subject for quad in self._memory.quads_for_pattern(None, predicate, value, None))

    def _words(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        quads = self._memory.quads_for_pattern(subject, predicate, None, None)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})


def _sorted(terms: Iterable[object]) -> list[NamedNode]:
    return sorted({term for term in terms if isinstance(term, NamedNode)}, key=lambda node: node.value)


def _curie(iri: str) -> str:
    prefix = next(name for name, space in PREFIXES.items() if iri.startswith(space))
    return f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}"
