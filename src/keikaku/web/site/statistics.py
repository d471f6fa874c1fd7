"""How much of what the data holds: counted once, for VoID, the catalogue and the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from keikaku.graph.nquads import KEI, RDF, VOCABULARY
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

    def add(self, triple: ox.Triple) -> None:
        """Count a triple that was not counted before."""
        predicate = triple.predicate.value
        self.triples += 1
        self.properties[predicate] += 1
        if not isinstance(triple.object, ox.NamedNode):
            return
        if predicate == _TYPE:
            self.classes[triple.object.value] += 1
        for begin, target in TARGETS.items():
            if triple.object.value.startswith(begin):
                self.links[target, predicate] += 1


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
    whole, things = Counts(), set[str]()
    kinds = dataset.memory.quads_for_pattern(None, ox.NamedNode(_TYPE), _SHARED, None)
    found = Statistics(whole, {}, {quad.subject.value for quad in kinds if quad.subject == quad.graph_name})  # type: ignore[union-attr]
    for graph in sorted(_graphs(dataset), key=str):
        counts, theirs = Counts(), set[str]()
        for quad in dataset.memory.quads_for_pattern(None, None, None, graph):
            counts.add(quad.triple)
            whole.add(quad.triple)
            theirs.add(str(quad.subject))
        counts.entities = len(theirs)
        things |= theirs
        found.graphs[graph.value] = counts
    whole.entities = len(things)
    return found


def _graphs(dataset: Dataset) -> Iterator[ox.NamedNode]:
    for graph in dataset.memory.named_graphs():
        if isinstance(graph, ox.NamedNode) and not graph.value.startswith(VOCABULARY):
            yield graph
