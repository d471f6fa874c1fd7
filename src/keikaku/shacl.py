"""SHACL: what of a graph does not conform, in words and with its source lines.

pyshacl is the reference validator. It sees one document's graph together with the ontology, the code lists
and the SDGs; the municipalities stay out, since each document describes its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

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
    graph = Graph()
    for file in sorted(content.folder("shapes").glob("*.ttl")):
        graph.parse(file)
    return graph


@cache
def _vocabularies() -> Graph:
    graph = Graph()
    for name in _VOCABULARIES:
        graph.parse(content.folder("ontology") / f"{name}.ttl")
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
    sources = graph
    data = graph + _vocabularies()
    _conforms, report, _text = pyshacl.validate(
        data, shacl_graph=shapes(), inference="none", inplace=True, advanced=False, allow_infos=True
    )
    found = [_finding(report, result, sources) for result in report.subjects(RDF.type, SH.ValidationResult)]
    order = list(Severity)
    return sorted(found, key=lambda f: (order.index(f.severity), f.lines, f.rule, f.focus, f.en))


def _finding(report: Graph, result: Node, sources: Graph) -> Finding:
    focus = report.value(result, SH.focusNode)
    shape = report.value(result, SH.sourceShape)
    severity = str(report.value(result, SH.resultSeverity)).rsplit("#", 1)[-1]
    value = report.value(result, SH.value)
    shown = f" [{value}]" if isinstance(value, Literal) else ""
    return Finding(
        rule=_local(shape)
        if isinstance(shape, URIRef)
        else _local(report.value(result, SH.sourceConstraintComponent)),
        severity=Severity(severity),
        en=_message(report, result, "en") + shown,
        ja=_message(report, result, "ja") + shown,
        lines=source_lines(sources, focus),
        focus=str(focus),
    )


def _message(report: Graph, result: Node, language: Language) -> str:
    messages = [m for m in report.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    chosen = [str(m) for m in messages if m.language == language] or [str(m) for m in messages]
    return min(chosen, default="")


def _local(node: Node | None) -> str:
    return str(node).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def source_lines(graph: Graph, node: Node | None) -> tuple[int, ...]:
    """Return the numbers of the lines that a node was read from."""
    numbers: set[int] = set()
    for fragment in graph.objects(node, PROV.wasDerivedFrom):
        first, last = graph.value(fragment, KEI.firstLine), graph.value(fragment, KEI.lastLine)
        if isinstance(first, Literal) and isinstance(last, Literal):
            numbers.update(range(int(first), int(last) + 1))
    return tuple(sorted(numbers))
