"""A query answered, inside a worker."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import IO, cast

import pyoxigraph as ox

from keikaku.graph.sparql import examine, unescaped
from keikaku.ground.errors import (
    EndpointError,
)
from keikaku.web.server.guard.cutting import Full, Sink, cut_rows, write_triples
from keikaku.web.server.guard.formats import GRAPHS, ROWS
from keikaku.web.server.guard.limits import Limits
from keikaku.web.server.guard.reviewing import review
from keikaku.web.server.guard.wire import Answer, Question

_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<detail>.*)", re.DOTALL)
_CHARACTERS = re.compile(r",\s*\[['_].*", re.DOTALL)  # the parser's classes of characters, which help nobody
_LONGEST_DETAIL = 300

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True, slots=True)
class Library:
    """What queries are asked of.

    Attributes:
        store: The store in memory; nothing writes to it.
        graphs: IRIs of its named graphs, with the number of their triples.
        limits: The limits.
        services: IRIs that SERVICE may name.
        base: What relative IRIs in queries are relative to.
    """

    store: ox.Store
    graphs: dict[str, int]
    limits: Limits
    services: Collection[str]
    base: str


def answer(library: Library, question: Question) -> Answer:
    """Answer a query.

    Raises:
        EndpointError: The query is refused, is no SPARQL, or hits a limit.
    """
    try:
        results = _results(library, question)
        if isinstance(results, ox.QueryTriples):
            media_type = _wanted(question, question.graph, tuple(GRAPHS))
            body, limit = write_triples(results, media_type, library.limits)
        else:
            media_type = _wanted(question, question.rows, tuple(ROWS))
            body, limit = _rows(results, media_type, library.limits)
    except MemoryError:
        raise EndpointError("endpoint.memory-limit", mib=library.limits.memory_mib) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise EndpointError("endpoint.evaluation", why=_short(str(error))) from None
    return Answer(media_type, body, limit)


def _results(library: Library, question: Question) -> Results:
    text = unescaped(question.text)
    own_dataset = review(text, library.graphs, library.services, library.base)
    given = (*(question.default_graphs or ()), *question.named_graphs)
    for graph in given:
        if graph not in library.graphs:
            raise EndpointError("endpoint.unknown-graph", graph=graph)
    try:
        if question.default_graphs is not None:
            return library.store.query(
                text,
                base_iri=library.base,
                default_graph=[ox.NamedNode(graph) for graph in question.default_graphs],
                named_graphs=[ox.NamedNode(graph) for graph in question.named_graphs],
            )
        return library.store.query(text, base_iri=library.base, use_default_graph_as_union=not own_dataset)
    except SyntaxError as error:
        if examine(text).form == "UPDATE":
            raise EndpointError("endpoint.update-refused") from None
        raise _no_sparql(text, str(error)) from None


def _rows(results: ox.QuerySolutions | ox.QueryBoolean, media_type: str, limits: Limits) -> tuple[bytes, str]:
    if isinstance(results, ox.QueryBoolean):
        return cast("bytes", results.serialize(format=ROWS[media_type])), ""
    sink, full = Sink(limits.answer_mib * 2**20), False
    try:
        results.serialize(cast("IO[bytes]", sink), format=ROWS[media_type])
    except Full:
        full = True
    return cut_rows(bytes(sink.data), media_type, limits, full=full)


def _wanted(question: Question, media_type: str | None, offered: tuple[str, ...]) -> str:
    if media_type is None:
        raise EndpointError("endpoint.no-format", offered=", ".join(offered), accept=question.accept)
    return media_type


def _no_sparql(text: str, message: str) -> EndpointError:
    """Return the error for what the parser says, its long list of what it expected made short."""
    place = _PLACE.match(message)
    line, column, detail = (int(place[1]), int(place[2]), place[3]) if place else (1, 1, message)
    detail = _CHARACTERS.sub("", detail)
    lines = text.splitlines()
    shown = lines[line - 1] if line <= len(lines) else ""
    return EndpointError(
        "endpoint.bad-query", line=line, column=column, detail=_short(detail), text=_short(shown)
    )


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST_DETAIL else f"{one_line[:_LONGEST_DETAIL]} …"
