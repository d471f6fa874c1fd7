"""How much of what the data holds: counted once, for VoID, the catalogue and the summary."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from keikaku.graph.nquads import KEI, RDF, VOCABULARY
from keikaku.graph.triples import subjects_of
from keikaku.store.dataset import Dataset

_TYPE = f"{RDF}type"
_SHARED = ox.NamedNode(f"{KEI}SharedGraph")
TARGETS = {
    "http://metadata.un.org/sdg/": "http://metadata.un.org/sdg",
    "http://data.e-stat.go.jp/lod/": "http://data.e-stat.go.jp/lod",
}
"""Datasets elsewhere that the data links to: where their IRIs begin, and what they are called by."""


@dataclass
class Counts:
    """What a set of triples holds.

    Attributes:
        triples: How many there are.
        entities: How many things they are about.
        properties: How many triples have each property.
        classes: How many things are of each class.
        links: How many triples lead to a dataset elsewhere, by dataset and property.
    """

    triples: int = 0
    entities: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Count what others are that were not counted before; of things, who counts knows which are the same."""
        self.triples += other.triples
        self.properties += other.properties
        self.classes += other.classes
        self.links += other.links


@dataclass
class Statistics:
    """What a dataset holds.

    Attributes:
        whole: Of all documents together.
        graphs: Of each graph, by its published IRI: of each document's own, and of what those of a town share.
        shared: The graphs of what those of a town share.
    """

    whole: Counts
    graphs: dict[str, Counts]
    shared: set[str]


def statistics(dataset: Dataset) -> Statistics:
    """Count what the documents' graphs hold, and those of what they share."""
    whole, things = Counts(), _Distinct()
    kinds = dataset.memory.quads_for_pattern(None, ox.NamedNode(_TYPE), _SHARED, None)
    found = Statistics(whole, {}, {quad.subject.value for quad in kinds if quad.subject == quad.graph_name})  # type: ignore[union-attr]
    for graph in sorted(_graphs(dataset), key=str):
        counts = _counted(dataset.memory, graph)
        for subject in subjects_of(dataset.memory, graph):
            counts.entities += 1
            things.add(str(subject))
        whole.add(counts)
        found.graphs[graph.value] = counts
    whole.entities = len(things)
    return found


def _counted(memory: ox.Store, graph: ox.NamedNode) -> Counts:
    """Count a graph's triples where it is stored; of things, the caller knows which they are."""

    def counter(query: str) -> Counter[str]:
        rows = memory.query(query, default_graph=graph)
        return Counter({row["of"].value: int(row["n"].value) for row in rows if row["of"]})  # type: ignore[union-attr]

    properties = counter("SELECT ?of (COUNT(*) AS ?n) WHERE { ?s ?of ?o } GROUP BY ?of")
    links = Counter[tuple[str, str]]()
    for begin, target in TARGETS.items():
        for predicate, number in counter(_LINKS % begin).items():
            links[target, predicate] += number
    return Counts(properties.total(), 0, properties, counter(_CLASSES), links)


_CLASSES = f"SELECT ?of (COUNT(*) AS ?n) WHERE {{ ?s <{_TYPE}> ?of FILTER(isIRI(?of)) }} GROUP BY ?of"
_LINKS = "SELECT ?of (COUNT(*) AS ?n) WHERE { ?s ?of ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), '%s')) } GROUP BY ?of"


class _Distinct:
    """Counts different texts in eight bytes each: of a country there are nine million names, too many to hold."""

    def __init__(self) -> None:
        self._parts = [array("q") for _number in range(256)]

    def add(self, text: str) -> None:
        digest = hash(text)
        self._parts[digest & 255].append(digest)

    def __len__(self) -> int:
        return sum(len(set(part)) for part in self._parts)


def _graphs(dataset: Dataset) -> Iterator[ox.NamedNode]:
    for graph in dataset.memory.named_graphs():
        if isinstance(graph, ox.NamedNode) and not graph.value.startswith(VOCABULARY):
            yield graph
