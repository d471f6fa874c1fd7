"""The named things of a loaded store: what each is called, and the places it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad, Store

from keikaku.documents import places
from keikaku.ground.vocab import KEI, SDGO
from keikaku.reading.model import KINDS

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABELS = (
    NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
)
_NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_PLACE = NamedNode(str(KEI.place))
_PUBLISHER = NamedNode("http://purl.org/dc/terms/publisher")
_UNIT_OF = NamedNode("http://www.w3.org/ns/org#unitOf")
_KINDS = {
    str(KEI[name]): name
    for name in ("Plan", *KINDS, "Indicator", "Department", "StrategyCode", "Municipality")
} | {str(SDGO.Goal): "SDG"}


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A named thing of the graph.

    Attributes:
        label: Its Japanese label.
        kind: Local name of its class, or "SDG".
        number: The number as printed, or "".
        iri: Its IRI.
    """

    label: str
    kind: str
    number: str
    iri: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number, self.label, f"<{self.iri}>") if part)


class Reader:
    """Reads things, their names and their places out of a loaded store.

    Args:
        memory: What :meth:`keikaku.store.folder.Store.load` returns.
    """

    def __init__(self, memory: Store) -> None:
        self._memory = memory

    def thing(self, iri: str) -> Thing:
        """Return a thing by its IRI; what the graph does not describe is named by its IRI."""
        subject = NamedNode(iri)
        kinds = sorted(_KINDS[t] for t in self._objects(subject, _TYPE) if t in _KINDS)
        labels = [label for predicate in _LABELS for label in self._japanese(subject, predicate)]
        numbers = sorted(self._objects(subject, _NOTATION))
        return Thing(
            label=labels[0] if labels else iri,
            kind=kinds[0] if kinds else "",
            number=numbers[0] if numbers else "",
            iri=iri,
        )

    def municipality(self, iri: str) -> str:
        """Return the name of the municipality that a thing belongs to, or ""."""
        subject = NamedNode(iri)
        plans = self._named(subject, NamedNode(str(KEI.inPlan))) | {subject}
        bodies = {body for plan in plans for body in self._named(plan, _PUBLISHER)}
        bodies |= self._named(subject, _UNIT_OF)
        ordered = sorted(bodies, key=lambda body: body.value)
        labels = [label for body in ordered for label in self._japanese(body, _LABELS[0])]
        return labels[0] if labels else ""

    def is_a(self, iri: str, name: str) -> bool:
        """Tell whether a thing has a class of the ontology."""
        return str(KEI[name]) in self._objects(NamedNode(iri), _TYPE)

    def values(self, iri: str, name: str) -> list[str]:
        """Return the values of a property of the ontology, sorted."""
        return sorted(self._objects(NamedNode(iri), NamedNode(str(KEI[name]))))

    def objects(self, iri: str, predicate: str) -> list[str]:
        """Return the values of any property, by its IRI, sorted."""
        return sorted(self._objects(NamedNode(iri), NamedNode(predicate)))

    def subjects(self, name: str, iri: str) -> list[str]:
        """Return what has a thing as the value of a property of the ontology, sorted."""
        return self.having(str(KEI[name]), iri)

    def having(self, predicate: str, iri: str) -> list[str]:
        """Return what has a thing as the value of any property, by its IRI, sorted."""
        quads = self._quads(None, NamedNode(predicate), NamedNode(iri))
        return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})

    def sources(self, iri: str) -> list[str]:
        """Return where a thing was read: "file:12-15", "file.pdf#page=3&…" (:func:`keikaku.documents.places.shown`)."""
        return places.sources(self._objects(NamedNode(iri), _PLACE), self._files)

    def things(self) -> list[Thing]:
        """Return everything that has one of the classes that people ask for, sorted by label."""
        return self._of(_KINDS)

    def of_kind(self, name: str) -> list[Thing]:
        """Return everything of one class of the ontology, sorted by label."""
        return self._of([str(KEI[name])])

    def _of(self, classes: Iterable[str]) -> list[Thing]:
        quads = (quad for kind in classes for quad in self._quads(None, _TYPE, NamedNode(kind)))
        iris: set[str] = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        return sorted(self.thing(iri) for iri in iris)

    @cached_property
    def _files(self) -> dict[str, str]:
        quads = self._quads(None, NamedNode(str(KEI.fileName)), None)
        return {
            quad.subject.value: quad.object.value
            for quad in quads
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }

    def _quads(self, s: NamedNode | None, p: NamedNode, o: NamedNode | None) -> Iterable[Quad]:
        return self._memory.quads_for_pattern(s, p, o, None)

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> set[str]:
        quads = self._quads(subject, predicate, None)
        return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)}

    def _named(self, subject: NamedNode, predicate: NamedNode) -> set[NamedNode]:
        """Return the things that a property names; a text in the place of one names none."""
        objects = {quad.object for quad in self._quads(subject, predicate, None)}
        return {one for one in objects if isinstance(one, NamedNode)}

    def _japanese(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        """Return the labels, Japanese ones first."""
        labels = [quad.object for quad in self._quads(subject, predicate, None)]
        texts = [label for label in labels if isinstance(label, Literal)]
        return [value for _foreign, value in sorted((text.language != "ja", text.value) for text in texts)]
