"""SHACL: what of a graph does not conform, in words and with its source lines.

pyshacl is the reference validator. It sees one document's graph together with the ontology, the code lists
and the SDGs; the municipalities stay out, since each document describes its own. It fetches nothing and
infers nothing: only what SHACL Core and SHACL-SPARQL say of the graph as it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyshacl
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import PROV
from rdflib.term import Node

from keikaku import content
from keikaku.errors import Language
from keikaku.model import Finding, Severity
from keikaku.vocab import KEI

_VOCABULARIES = ("keikaku", "codes", "sdg", "national-strategies")


@cache
def shapes() -> Graph:
    """Return the shapes of ``shapes/`` as one graph."""
    return _parsed(content.folder("shapes").glob("*.ttl"))


@cache
def _vocabularies() -> Graph:
    return _parsed(content.folder("ontology") / f"{name}.ttl" for name in _VOCABULARIES)


def _parsed(files: Iterable[Path]) -> Graph:
    graph = Graph()
    for file in sorted(files):
        graph.parse(file)
    return graph


def as_graph(lines: Iterable[str]) -> Graph:
    """Return N-Quads lines as one graph, whatever graph they name."""
    graph = Graph()
    triples = (f"{line[: line.rindex(' <')]} ." for line in lines)
    graph.parse(data="\n".join(triples), format="nt")
    return graph


def validate(lines: Iterable[str]) -> list[Finding]:
    """Validate one document's graph against the shapes of ``shapes/``.

    Args:
        lines: Its N-Quads lines.

    Returns:
        What does not conform, worst first, each with the source lines of its focus node.
    """
    graph = as_graph(lines)
    data = graph + _vocabularies()
    _conforms, report, _text = pyshacl.validate(
        data,
        shacl_graph=shapes(),
        inplace=True,  # the data is made for this call
        inference="none",
        advanced=False,
        meta_shacl=False,
        do_owl_imports=False,
    )
    found = [_finding(report, result, graph) for result in report.subjects(RDF.type, SH.ValidationResult)]
    order = list(Severity)
    return sorted(found, key=lambda f: (order.index(f.severity), f.lines, f.rule, f.focus, f.en, f.ja))


def _finding(report: Graph, result: Node, graph: Graph) -> Finding:
    focus = report.value(result, SH.focusNode)
    path = report.value(result, SH.resultPath)
    shape = report.value(result, SH.sourceShape)
    severity = str(report.value(result, SH.resultSeverity)).rsplit("#", 1)[-1]
    value = report.value(result, SH.value)
    shown = f" [{value}]" if isinstance(value, Literal) else ""
    component = report.value(result, SH.sourceConstraintComponent)
    return Finding(
        rule=_local(shape if isinstance(shape, URIRef) else component),
        severity=Severity(severity),
        en=_message(report, result, "en") + shown,
        ja=_message(report, result, "ja") + shown,
        lines=source_lines(graph, focus, path, value),
        focus=str(focus),
    )


def _message(report: Graph, result: Node, language: Language) -> str:
    messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    chosen = [str(m) for m in messages if (m.language or _languages().get(str(m))) == language]
    return min(chosen or map(str, messages), default="")


@cache
def _languages() -> dict[str, str]:
    """Return the language of each sentence of the shapes: pyshacl drops it where a constraint is a query."""
    return {
        str(m): m.language
        for m in shapes().objects(None, SH.message)
        if isinstance(m, Literal) and m.language
    }


def _local(node: Node | None) -> str:
    return str(node).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def source_lines(
    graph: Graph, focus: Node | None, path: Node | None = None, value: Node | None = None
) -> tuple[int, ...]:
    """Return the numbers of the lines that a finding is about.

    Those of the statement that gives the value, or of the thing that a query found, where they have some;
    else those of the focus node; else those of what points at it (a department has no lines, what names it
    has).

    Args:
        graph: The document's graph.
        focus: What does not conform.
        path: The property that does not.
        value: The value that does not.
    """
    stated = [
        statement
        for statement in (graph.subjects(RDF.object, value) if path and value else ())
        if (statement, RDF.subject, focus) in graph and (statement, RDF.predicate, path) in graph
    ]
    found = [value] if value and not path else []
    for nodes in (stated, found, [focus], graph.subjects(None, focus)):
        numbers = {number for node in nodes for number in _lines_of(graph, node)}
        if numbers:
            return tuple(sorted(numbers))
    return ()


def _lines_of(graph: Graph, node: Node | None) -> Iterator[int]:
    for fragment in (node, *graph.objects(node, PROV.wasDerivedFrom)):
        first, last = graph.value(fragment, KEI.firstLine), graph.value(fragment, KEI.lastLine)
        if isinstance(first, Literal) and isinstance(last, Literal):
            yield from range(int(first), int(last) + 1)
