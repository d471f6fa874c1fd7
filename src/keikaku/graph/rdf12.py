"""RDF 1.2: statements as triple terms in the place of RDF 1.1's reification, with the same IRIs, there and back.

What is kept stays RDF 1.1. A statement ``s`` of ``rdf:subject``, ``rdf:predicate`` and ``rdf:object`` becomes ``s rdf:reifies
<<( subject predicate object )>>`` (RDF 1.2 Concepts, 1.5); everything else that is said of it stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from keikaku.graph.nquads import RDF

_TYPE = ox.NamedNode(f"{RDF}type")
_STATEMENT = ox.NamedNode(f"{RDF}Statement")
_REIFIES = ox.NamedNode(f"{RDF}reifies")
_PARTS = tuple(ox.NamedNode(f"{RDF}{name}") for name in ("subject", "predicate", "object"))


def to_triple_terms(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads of a graph with each whole statement as a triple term, sorted.

    A statement that lacks a part, or has two of one, stays as it is.
    """
    held = list(quads)
    parts: defaultdict[tuple[object, object], dict[object, set[object]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for quad in held:
        if quad.predicate in _PARTS:
            parts[quad.subject, quad.graph_name][quad.predicate].add(quad.object)
    statements = {
        (quad.subject, quad.graph_name)
        for quad in held
        if quad.predicate == _TYPE and quad.object == _STATEMENT
    }
    whole = {key: found for key in statements if (found := _triple(parts[key])) is not None}
    kept = [quad for quad in held if (quad.subject, quad.graph_name) not in whole or not _is_part(quad)]
    made = [ox.Quad(subject, _REIFIES, triple, graph) for (subject, graph), triple in whole.items()]
    return sorted([*kept, *made], key=str)


def to_reification(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads of a graph with each triple term as a statement of RDF 1.1, sorted."""
    return sorted({one for quad in quads for one in _reified(quad)}, key=str)


def _reified(quad: ox.Quad) -> Iterator[ox.Quad]:
    if quad.predicate != _REIFIES or not isinstance(quad.object, ox.Triple):
        yield quad
        return
    yield ox.Quad(quad.subject, _TYPE, _STATEMENT, quad.graph_name)
    for predicate, term in zip(_PARTS, quad.object, strict=True):
        yield ox.Quad(quad.subject, predicate, term, quad.graph_name)


def _is_part(quad: ox.Quad) -> bool:
    return quad.predicate in _PARTS or (quad.predicate == _TYPE and quad.object == _STATEMENT)


def _triple(parts: dict[object, set[object]]) -> ox.Triple | None:
    """Return the triple that a statement's parts make, None where they make none or several."""
    held = [parts[name] for name in _PARTS]
    if any(len(one) != 1 for one in held):
        return None
    subject, predicate, thing = (next(iter(one)) for one in held)
    if not isinstance(subject, ox.NamedNode | ox.BlankNode) or not isinstance(predicate, ox.NamedNode):
        return None
    return ox.Triple(subject, predicate, thing)  # type: ignore[arg-type]  # any term may be an object


def has_triple_terms(quads: Iterable[ox.Quad | ox.Triple]) -> bool:
    """Tell whether anything is said of a triple: then it is RDF 1.2, which RDF 1.1 cannot hold."""
    return any(isinstance(quad.object, ox.Triple) for quad in quads)
