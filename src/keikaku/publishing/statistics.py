"""How much of what the data holds: counted once, for VoID, the catalogue and the summary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from keikaku.nquads import RDF
from keikaku.resources.dataset import VOCABULARY, Dataset

_TYPE = f"{RDF}type"
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
        whole: Of all documents together; what two of them say counts once.
        graphs: Of each document's graph, by its published IRI.
    """

    whole: Counts
    graphs: dict[str, Counts]


def statistics(dataset: Dataset) -> Statistics:
    """Count what the documents' graphs hold."""
    graphs = sorted(_graphs(dataset), key=str)
    homes: defaultdict[str, set[int]] = defaultdict(set)
    for number, graph in enumerate(graphs):
        for quad in dataset.memory.quads_for_pattern(None, None, None, graph):
            homes[str(quad.subject)].add(number)
    shared = {subject for subject, numbers in homes.items() if len(numbers) > 1}
    entities = Counter(number for numbers in homes.values() for number in numbers)
    whole, seen = Counts(entities=len(homes)), set[ox.Triple]()
    found = Statistics(whole, {})
    for number, graph in enumerate(graphs):
        counts = Counts(entities=entities[number])
        for quad in dataset.memory.quads_for_pattern(None, None, None, graph):
            counts.add(quad.triple)
            if str(quad.subject) in shared:
                if quad.triple in seen:
                    continue
                seen.add(quad.triple)
            whole.add(quad.triple)
        found.graphs[graph.value] = counts
    return found


def _graphs(dataset: Dataset) -> Iterator[ox.NamedNode]:
    for graph in dataset.memory.named_graphs():
        if isinstance(graph, ox.NamedNode) and not graph.value.startswith(VOCABULARY):
            yield graph
