"""A store as files in the formats that other tools read; the same store gives the same bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph
from rdflib import Graph

from keikaku import content, vocab
from keikaku.store import Store


def nquads(store: Store) -> Iterator[bytes]:
    """Yield the store as N-Quads, document by document."""
    yield from store.nquads()


def turtle(store: Store) -> Iterator[bytes]:
    """Yield the store as Turtle; the graphs are merged, since Turtle has none."""
    memory = store.load(vocabularies=False)
    triples = sorted({quad.triple for quad in memory}, key=str)
    yield _bytes(triples, pyoxigraph.RdfFormat.TURTLE)


def trig(store: Store) -> Iterator[bytes]:
    """Yield the store as TriG, a named graph a document."""
    memory = store.load(vocabularies=False)
    quads = sorted(memory, key=lambda quad: (str(quad.graph_name), str(quad)))
    yield _bytes(quads, pyoxigraph.RdfFormat.TRIG)


def jsonld(store: Store) -> Iterator[bytes]:
    """Yield the store as JSON-LD in the terms of ``ontology/context.jsonld``."""
    graph = Graph()
    for data in turtle(store):
        graph.parse(data=data, format="turtle")
    context = json.loads((content.folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    text = graph.serialize(format="json-ld", context=context["@context"], indent=1, sort_keys=True)
    yield (text + "\n").encode()


def _bytes(
    statements: Iterable[pyoxigraph.Triple] | Iterable[pyoxigraph.Quad], syntax: pyoxigraph.RdfFormat
) -> bytes:
    buffer = io.BytesIO()
    pyoxigraph.serialize(statements, buffer, format=syntax, prefixes=dict(vocab.PREFIXES))
    return buffer.getvalue()


FORMATS: dict[str, Callable[[Store], Iterator[bytes]]] = {
    "nquads": nquads,
    "trig": trig,
    "turtle": turtle,
    "jsonld": jsonld,
}
"""What ``keikaku export --format`` knows."""
