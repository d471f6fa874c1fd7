"""Validation reports as SHACL defines them (section 3.6): results as a graph, and a graph as results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from keikaku.ground.vocab import PREFIXES
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.lexical import XSD
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.paths import read_path
from keikaku.validation.shacl.terms import SH, TYPE, is_blank, language, lexical, literal, sh, to_oxigraph

Triple = tuple[str, str, str]

_PARTS = {
    "focus": "focusNode",
    "path": "resultPath",
    "value": "value",
    "component": "sourceConstraintComponent",
    "shape": "sourceShape",
    "severity": "resultSeverity",
    "constraint": "sourceConstraint",
}


def turtle(results: Iterable[Result], shapes: Graph) -> str:
    """Return results as a validation report in Turtle, the same for the same results.

    Args:
        results: The results.
        shapes: The shapes graph, for paths that are more than a predicate.
    """
    said = list(triples(results, shapes))
    quads = [ox.Triple(*map(to_oxigraph, triple)) for triple in said]  # type: ignore[arg-type]
    terms = {term for triple in said for term in triple}
    prefixes = {
        name: space
        for name, space in {**PREFIXES, "sh": SH}.items()
        if any(term.startswith(f"<{space}") for term in terms)
    }
    lines = (
        (ox.serialize(quads, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode().splitlines(True)
    )
    count = len(prefixes)  # their order is pyoxigraph's, and not the same each time
    return "".join(sorted(lines[:count]) + lines[count:])


def triples(results: Iterable[Result], shapes: Graph) -> Iterator[Triple]:
    """Yield the triples of a validation report."""
    ordered = sorted(results, key=lambda one: tuple(map(str, one)))
    conforms = literal("false" if ordered else "true", f"<{XSD}boolean>")
    yield "_:report", TYPE, sh("ValidationReport")
    yield "_:report", sh("conforms"), conforms
    nodes = [f"_:result{number}" for number in range(len(ordered))]
    for node in nodes:
        yield "_:report", sh("result"), node
    for node, result in zip(nodes, ordered, strict=True):
        yield node, TYPE, sh("ValidationResult")
        for name, predicate in _PARTS.items():
            term = getattr(result, name)
            if term is not None:
                yield node, sh(predicate), term
        for message in result.messages:
            yield node, sh("resultMessage"), message
    described = {result.path for result in ordered if result.path and is_blank(result.path)}
    for path in sorted(described):
        yield from _below(shapes, path)


def _below(shapes: Graph, node: str) -> Iterator[Triple]:
    """Yield what a shapes graph says of a blank node and of those below it."""
    queue, seen = [node], {node}
    while queue:
        here = queue.pop()
        for predicate, column in shapes.columns.items():
            for one in column.get(here, ()):
                yield here, predicate, one
                if is_blank(one) and one not in seen:
                    seen.add(one)
                    queue.append(one)


def results_of(report: Graph, shapes: Graph) -> list[Result]:
    """Return the results of a report that another validator made.

    Paths and messages are put back as the shapes have them: validators copy the blank nodes of a path, and
    some lose the language of a message.

    Args:
        report: The report.
        shapes: The shapes graph.
    """
    said = {
        lexical(one): one
        for column in shapes.column(sh("message")).values()
        for one in column
        if language(one)
    }
    nodes = {node for found in report.column(sh("result")).values() for node in found}
    return [_result(report, shapes, node, said) for node in sorted(nodes)]


def _own_path(report: Graph, shapes: Graph, path: str, shape: str) -> str:
    """Return the node that the shapes have for a path of a report: that of its shape, or one that says the same."""
    own = shapes.objects(shape, sh("path"))
    if own:
        return own[0]
    said = read_path(report, path, shape).sparql()
    nodes = {node for column in shapes.column(sh("path")).values() for node in column if is_blank(node)}
    return min((node for node in nodes if read_path(shapes, node, shape).sparql() == said), default=path)


def _result(report: Graph, shapes: Graph, node: str, said: dict[str, str]) -> Result:
    parts = {
        name: next(iter(report.objects(node, sh(predicate))), None) for name, predicate in _PARTS.items()
    }
    path, shape = parts["path"], parts["shape"] or ""
    if path and is_blank(path):
        path = _own_path(report, shapes, path, shape)
    messages = tuple(sorted(said.get(lexical(one), one) for one in report.objects(node, sh("resultMessage"))))
    return Result(
        focus=parts["focus"] or "",
        path=path,
        value=parts["value"],
        component=parts["component"] or "",
        shape=shape,
        severity=parts["severity"] or sh("Violation"),
        messages=messages,
        constraint=parts["constraint"],
    )
