"""One interface for whatever answers SPARQL: the store in memory, and servers elsewhere through SPARQLWrapper.

Both answer with pyoxigraph's own results, so that whoever shows, writes or counts them need not know where they
come from, and both see all named graphs as one, whatever the server takes for its default graph.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import IO, Protocol, cast

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from keikaku.asking.questions import Query, Solutions, check_syntax
from keikaku.asking.sources.wire import Body, Client, Limits
from keikaku.graph.nesting import check_results, parse, parse_lines
from keikaku.ground.errors import ServerError
from keikaku.ground.vocab import KEI

# The comments before a query. SPARQLWrapper leaves every second line of them in when it looks for the form of a query, and
# takes one that speaks of a "loader" for a LOAD.
_HEADER = re.compile(r"\A(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))+")
_IN_MEMORY = 16 * 2**20
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}
_IN_DEFAULT = f"ASK {{ ?graph a <{KEI.DocumentGraph}> }}"
_IN_GRAPHS = f"ASK {{ GRAPH ?graph {{ ?graph a <{KEI.DocumentGraph}> }} }}"
_GRAPHS = "SELECT DISTINCT ?graph { GRAPH ?graph { ?thing a ?class } }"
_UNIONS: tuple[Mapping[str, str], ...] = (
    {"union-default-graph": "true"},  # Oxigraph
    {"default-graph-uri": "urn:x-arq:UnionGraph"},  # Jena
)

Parameters = Mapping[str, str | list[str]]


class Source(Protocol):
    """What answers queries; each is complete SPARQL text, its parameters bound in it."""

    @property
    def name(self) -> str:
        """What it is called where the rows of several are shown."""

    def select(self, text: str) -> ox.QuerySolutions:
        """Return the rows of a SELECT as they come."""

    def ask(self, text: str) -> ox.QueryBoolean:
        """Return the truth of an ASK."""

    def construct(self, text: str) -> Iterator[ox.Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE as they come."""


class Memory:
    """The store in memory as a source.

    Args:
        memory: What :meth:`keikaku.store.folder.Store.load` returns.
        name: What to call it.
    """

    def __init__(self, memory: ox.Store, name: str = "store") -> None:
        self.name = name
        self._memory = memory

    def select(self, text: str) -> ox.QuerySolutions:
        """Return the rows of a SELECT as they come."""
        raw = self._memory.query(text, use_default_graph_as_union=True)
        return raw if isinstance(raw, ox.QuerySolutions) else _no_rows()

    def ask(self, text: str) -> ox.QueryBoolean:
        """Return the truth of an ASK."""
        raw = self._memory.query(text, use_default_graph_as_union=True)
        return raw if isinstance(raw, ox.QueryBoolean) else _truth(bool(raw))

    def construct(self, text: str) -> Iterator[ox.Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE as they come."""
        raw = self._memory.query(text, use_default_graph_as_union=True)
        if isinstance(raw, ox.QueryTriples):
            yield from raw


class Endpoint:
    """A SPARQL server elsewhere as a source.

    A server whose default graph does not hold the named graphs is asked in a way that makes it so: the first
    of Oxigraph's parameter, Jena's, or the list of all its graphs under which it finds a document graph.

    Args:
        url: Address of its query service.
        limits: How long to wait, and for how much.

    Raises:
        ServerError: It is no http(s) address, or it carries a password.
    """

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        self.client = Client(url, limits)
        self.name = self.client.url

    def select(self, text: str, *, union: bool = True) -> ox.QuerySolutions:
        """Return the rows of a SELECT, when all have arrived.

        Args:
            text: The query.
            union: Whether its default graph is to be all graphs; a query that names graphs needs no such thing.

        Raises:
            ServerError: The server cannot be reached, refuses, is slow, or answers something else.
        """
        raw = self._results(text, self._union if union else {})
        if isinstance(raw, ox.QuerySolutions):
            return raw
        raise ServerError("servers.broken-answer", url=self.name, why="yes or no where rows were asked")

    def ask(self, text: str) -> ox.QueryBoolean:
        """Return the truth of an ASK.

        Raises:
            ServerError: As :meth:`select`.
        """
        return self._ask(text, self._union)

    def construct(self, text: str, *, union: bool = True) -> Iterator[ox.Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE as they come.

        Args:
            text: The query.
            union: As in :meth:`select`.

        Raises:
            ServerError: As :meth:`select`.
        """
        yield from self.triples(self._post(text, self._union if union else {}, graph=True))

    def triples(self, body: Body) -> Iterator[ox.Triple]:
        """Yield the triples of an answer as they come.

        Raises:
            ServerError: The answer is no RDF, or breaks off.
        """
        self._check_whole(body)
        syntax = _TRIPLES.get(body.type)
        if syntax is None:
            body.close()
            raise ServerError(
                "servers.wrong-answer", url=self.name, found=body.type or "nameless", wanted="RDF"
            )
        try:
            for quad in self._quads(body, syntax):
                yield quad.triple
        except (SyntaxError, ValueError) as error:
            raise ServerError("servers.broken-answer", url=self.name, why=_short(error)) from None
        finally:
            body.close()

    @staticmethod
    def _quads(body: Body, syntax: ox.RdfFormat) -> Iterator[ox.Quad]:
        if syntax == ox.RdfFormat.N_TRIPLES:
            return parse_lines(cast("IO[bytes]", body))
        return parse(_Whole(body).file().read().decode(), syntax)  # its terms may go on over lines

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()

    @cached_property
    def _union(self) -> Parameters:
        """What to send along so that the default graph is all graphs."""
        if self._ask(_IN_DEFAULT, {}) or not self._ask(_IN_GRAPHS, {}):
            return {}
        for parameters in _UNIONS:
            if self._ask(_IN_DEFAULT, parameters):
                return parameters
        rows = self.select(_GRAPHS, union=False)
        graphs = [row[0].value for row in rows if isinstance(row[0], ox.NamedNode)]
        return {"default-graph-uri": graphs, "named-graph-uri": graphs}

    def _ask(self, text: str, parameters: Parameters) -> ox.QueryBoolean:
        raw = self._results(text, parameters)
        if isinstance(raw, ox.QueryBoolean):
            return raw
        raise ServerError("servers.broken-answer", url=self.name, why="rows where yes or no was asked")

    def _results(self, text: str, parameters: Parameters) -> ox.QuerySolutions | ox.QueryBoolean:
        body = self._post(text, parameters, graph=False)
        syntax = _RESULTS.get(body.type)
        if syntax is None:
            body.close()
            raise ServerError(
                "servers.wrong-answer", url=self.name, found=body.type or "nameless", wanted="SPARQL results"
            )
        self._check_whole(body)
        whole = _Whole(body)
        try:
            if syntax == ox.QueryResultsFormat.JSON:
                check_results(whole.file())
            for _row in _iterate(ox.parse_query_results(whole.file(), format=syntax)):
                pass
        except (SyntaxError, ValueError) as error:
            raise ServerError("servers.broken-answer", url=self.name, why=_short(error)) from None
        return ox.parse_query_results(whole.file(), format=syntax)

    def _check_whole(self, body: Body) -> None:
        """Refuse an answer that the server says it cut: in headers, and with status 200, as Virtuoso and keikaku do."""
        headers = body.response.headers
        why = f"at {rows} rows" if (rows := headers.get("X-SPARQL-MaxRows")) else ""
        why = headers.get("Keikaku-Limit", why)
        if headers.get("X-SQL-State") == "S1TAT":
            why = headers.get("X-SQL-Message", "its time was up")
        if why:
            body.close()
            raise ServerError("servers.cut-answer", url=self.name, why=why)

    def _post(self, text: str, parameters: Parameters, *, graph: bool) -> Body:
        wrapper = _Wrapper(self.client, self.name)
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setReturnFormat(TURTLE if graph else JSON)
        if graph:
            wrapper.addCustomHttpHeader("Accept", "application/n-triples, text/turtle;q=0.9")
        for name, values in parameters.items():
            for value in [values] if isinstance(values, str) else values:
                wrapper.addParameter(name, value)
        wrapper.setQuery(_HEADER.sub(lambda header: "\n" * header.group().count("\n"), text))
        return wrapper.send()


class _Whole:
    """An answer that has arrived, on disk where it is long: nobody is shown the half of a broken one.

    Args:
        body: The answer as it comes.
    """

    def __init__(self, body: Body) -> None:
        self._file = tempfile.SpooledTemporaryFile[bytes](max_size=_IN_MEMORY)
        try:
            while data := body.read(2**16):
                self._file.write(data)
        finally:
            body.close()

    def __del__(self) -> None:
        self._file.close()

    def file(self) -> IO[bytes]:
        """Return it as a file to read from its beginning."""
        self._file.seek(0)
        return cast("IO[bytes]", self)

    def read(self, size: int = -1) -> bytes:
        """Return some bytes."""
        return self._file.read(size)


def _iterate(raw: ox.QuerySolutions | ox.QueryBoolean) -> Iterator[object]:
    yield from raw if isinstance(raw, ox.QuerySolutions) else ()


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper that makes the requests and leaves sending them to the client."""

    def __init__(self, client: Client, url: str) -> None:
        super().__init__(url)
        self._client = client

    def send(self) -> Body:
        """Send the request and return the answer."""
        request = self._createRequest()
        data = request.data if isinstance(request.data, bytes) else None
        return self._client.send(
            request.get_method(), request.full_url, data=data, headers=dict(request.header_items())
        )


def answer(source: Source, query: Query, values: Mapping[str, str] | None = None) -> Solutions:
    """Return a source's answer to a query of the library or of a file.

    Args:
        source: The store in memory or a server.
        query: The query.
        values: Its parameters, as text.

    Raises:
        QuestionError: A parameter is missing, unknown or of the wrong type; the query is no SPARQL.
        ServerError: The server cannot be reached, refuses, is slow, or answers something else.
    """
    check_syntax(query)
    text = query.bound(values or {})
    if query.form == "SELECT":
        return Solutions(query.form, source.select(text))
    if query.form == "ASK":
        return Solutions(query.form, source.ask(text))
    return Solutions(query.form, as_answer(source.construct(text)))


def as_answer(triples: Iterator[ox.Triple]) -> ox.QueryTriples:
    """Return triples as the answer to a CONSTRUCT, each once."""
    memory = ox.Store()
    memory.extend(ox.Quad(*triple) for triple in triples)
    raw = memory.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    if not isinstance(raw, ox.QueryTriples):
        raise TypeError(type(raw).__name__)
    return raw


def _truth(value: bool) -> ox.QueryBoolean:
    raw = ox.Store().query(f"ASK {{ FILTER({str(value).lower()}) }}")
    if not isinstance(raw, ox.QueryBoolean):
        raise TypeError(type(raw).__name__)
    return raw


def _no_rows() -> ox.QuerySolutions:
    raw = ox.Store().query("SELECT * { ?s ?p ?o }")
    if not isinstance(raw, ox.QuerySolutions):
        raise TypeError(type(raw).__name__)
    return raw


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
