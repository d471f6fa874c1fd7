"""A store as files in the formats that other tools read; the same store gives the same bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import pyoxigraph
from rdflib import Graph

from keikaku.graph.rdf12 import to_triple_terms
from keikaku.ground import content, vocab
from keikaku.store.folder import Store
from keikaku.store.shared import once, shared_graph


def nquads(store: Store) -> Iterator[bytes]:
    """Yield the store as N-Quads, document by document, each quad once."""
    entries = store.documents.values()
    graphs = (entry.graph for entry in entries)
    yield from once(zip(graphs, store.nquads(), strict=False), [shared_graph(entry) for entry in entries])


def nquads12(store: Store) -> Iterator[bytes]:
    """Yield the store as N-Quads of RDF 1.2, document by document: statements as triple terms."""
    for data in nquads(store):
        quads = to_triple_terms(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_QUADS))
        yield "".join(f"{quad} .\n" for quad in quads).encode()


def turtle(store: Store) -> Iterator[bytes]:
    """Yield the store as Turtle; the graphs are merged, since Turtle has none."""
    yield _bytes(_triples(store), pyoxigraph.RdfFormat.TURTLE)


def trig(store: Store) -> Iterator[bytes]:
    """Yield the store as TriG, a named graph a document."""
    memory = store.load(vocabularies=False)
    quads = sorted(memory, key=lambda quad: (str(quad.graph_name), str(quad)))
    yield _bytes(quads, pyoxigraph.RdfFormat.TRIG)


def jsonld(store: Store) -> Iterator[bytes]:
    """Yield the store as JSON-LD in the terms of ``ontology/context.jsonld``; the graphs are merged."""
    graph = Graph()
    graph.parse(
        data=pyoxigraph.serialize(_triples(store), format=pyoxigraph.RdfFormat.N_TRIPLES), format="nt"
    )
    text = (content.folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    context = json.loads(text)["@context"]
    things = json.loads(graph.serialize(format="json-ld", context=context))["@graph"]
    document = {"@context": context, "@graph": _sorted(things)}
    yield (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _triples(store: Store) -> list[pyoxigraph.Triple]:
    return sorted({quad.triple for quad in store.load(vocabularies=False)}, key=str)


def _bytes(
    statements: Iterable[pyoxigraph.Triple] | Iterable[pyoxigraph.Quad], syntax: pyoxigraph.RdfFormat
) -> bytes:
    """Return statements in a syntax with prefixes; pyoxigraph writes those in an order of its own each time."""
    buffer = io.BytesIO()
    pyoxigraph.serialize(statements, buffer, format=syntax, prefixes=dict(vocab.PREFIXES))
    lines = buffer.getvalue().split(b"\n")
    count = len(vocab.PREFIXES)
    return b"\n".join([*sorted(lines[:count]), *lines[count:]])


def _sorted(value: Any) -> Any:
    """Return JSON with its keys and its lists in one order: in a graph no list has an order of its own."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=partial(json.dumps, ensure_ascii=False))
    return value


FORMATS: dict[str, Callable[[Store], Iterator[bytes]]] = {
    "nquads": nquads,
    "nquads12": nquads12,
    "trig": trig,
    "turtle": turtle,
    "jsonld": jsonld,
}
"""What ``keikaku export --format`` knows."""
