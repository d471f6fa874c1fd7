"""Results of a validation as findings: in words, with the source lines that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from keikaku.ground.messages import Language, Words, say
from keikaku.ground.rules import Severity
from keikaku.ground.vocab import PREFIXES
from keikaku.reading.model import Finding
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.terms import RDF, is_iri, is_literal, language, lexical

_DERIVED = f"<{PREFIXES['prov']}wasDerivedFrom>"
_FIRST, _LAST = f"<{PREFIXES['kei']}firstLine>", f"<{PREFIXES['kei']}lastLine>"
_SUBJECT, _PREDICATE, _OBJECT = (f"<{RDF}{name}>" for name in ("subject", "predicate", "object"))
_LINE = re.compile("[0-9]{1,9}").fullmatch
_MOST_LINES = 100_000  # of one thing; more than any document has


def findings(results: Iterable[Result], graph: Graph) -> list[Finding]:
    """Return results as findings, worst first.

    Args:
        results: The results.
        graph: The document's graph, without vocabularies.
    """
    order = list(Severity)
    found = [_finding(result, graph) for result in results]
    return sorted(found, key=lambda f: (order.index(f.severity), f.lines, f.rule, f.focus, f.en, f.ja))


def _finding(result: Result, graph: Graph) -> Finding:
    shown = f" [{lexical(result.value)}]" if result.value and is_literal(result.value) else ""
    return Finding(
        rule=local_name(result.shape if is_iri(result.shape) else result.component),
        severity=severity_of(result),
        said=Words(message_of(result, "en") + shown, message_of(result, "ja") + shown),
        lines=source_lines(graph, result.focus, result.path, result.value),
        focus=lexical(result.focus),
    )


def severity_of(result: Result) -> Severity:
    """Return the severity of a result; one that shapes made up counts as a violation."""
    name = local_name(result.severity)
    return Severity(name) if name in set(Severity) else Severity.VIOLATION


def message_of(result: Result, wanted: Language) -> str:
    """Return what the shapes say of a result in a language, or else in whatever language they say it.

    Where they say nothing, the rule that is broken is named.
    """
    if not result.messages:
        broken = local_name(result.component).removesuffix("ConstraintComponent")
        place = f" ({local_name(result.path)})" if result.path and is_iri(result.path) else ""
        return say("validating.not-satisfied", constraint=broken, place=place).text(wanted)
    chosen = [lexical(one) for one in result.messages if language(one) == wanted]
    return min(chosen or map(lexical, result.messages), default="")


def local_name(term: str) -> str:
    """Return the last part of an IRI."""
    return lexical(term).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def source_lines(
    graph: Graph, focus: str, path: str | None = None, value: str | None = None
) -> tuple[int, ...]:
    """Return the numbers of the lines that a result is about.

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
        for statement in (graph.subjects(_OBJECT, value) if path and value else ())
        if focus in graph.objects(statement, _SUBJECT) and path in graph.objects(statement, _PREDICATE)
    ]
    found = [value] if value and not path else []
    for nodes in (stated, found, [focus]):
        numbers = {number for node in nodes for number in _lines_of(graph, node)}
        if numbers:
            return tuple(sorted(numbers))
    return tuple(sorted({number for node in graph.pointing_at(focus) for number in _lines_of(graph, node)}))


def _lines_of(graph: Graph, node: str) -> Iterator[int]:
    for fragment in (node, *graph.objects(node, _DERIVED)):
        first, last = graph.objects(fragment, _FIRST), graph.objects(fragment, _LAST)
        ends = [lexical(one) for one in (*first[:1], *last[:1]) if is_literal(one)]
        if len(ends) == 2 and all(map(_LINE, ends)):  # a file of others may say anything here
            yield from range(int(ends[0]), min(int(ends[1]), int(ends[0]) + _MOST_LINES) + 1)
