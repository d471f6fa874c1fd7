"""Graphs to a SPARQL server and back: the SPARQL 1.1 Graph Store protocol, or Update where a server lacks it.

A graph on a server carries one statement more than at home: ``kei:contentSha256``, the hash of the rest. It
arrives with the graph, in its last piece, so a graph whose hash and size are right has arrived whole and is not
sent again. On the way back the statement is taken away and what arrived is measured against it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from keikaku import __version__
from keikaku.asking import sparql
from keikaku.errors import (
    BrokenAnswerError,
    DifferentGraphError,
    KeikakuError,
    NothingToPullError,
    RefusedError,
    ServerError,
    StoppedPushError,
)
from keikaku.files import write_whole
from keikaku.manifest import REPLACED
from keikaku.servers.endpoint import Endpoint
from keikaku.servers.parcels import (
    HASH,
    Parcel,
    abandoned,
    hashed,
    parcel,
    parcels,
    refuse_losing,
    restored,
)
from keikaku.servers.places import Places
from keikaku.servers.wire import Client, Limits
from keikaku.shared import once
from keikaku.store import Store
from keikaku.vocab import KEI

Step = Callable[[str, int, int], None]
"""Called before each graph with its IRI, how many came before it, and how many there are."""

__all__ = ["Parcel", "Sent", "parcel", "parcels", "pull", "push", "send", "states"]

_LACKS = (400, 404, 405, 501)
_PIECE = 2000
_MAPPINGS = "https://w3id.org/sssom/MappingSet"
_STATES = f"""SELECT ?graph ?hash (COUNT(*) AS ?size) WHERE {{
    GRAPH ?graph {{ ?graph <{HASH}> ?hash . ?s ?p ?o }}
}} GROUP BY ?graph ?hash"""
_DOCUMENTS = f"""SELECT ?graph (COUNT(*) AS ?size) ?kind WHERE {{
    GRAPH ?graph {{ ?graph a ?kind . ?s ?p ?o }}
    FILTER(?kind IN (<{KEI.DocumentGraph}>, <{_MAPPINGS}>, <{KEI.SharedGraph}>, <{KEI.ReplacementGraph}>))
}} GROUP BY ?graph ?kind ORDER BY ?graph"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a push did.

    Attributes:
        graphs: The graphs that were sent.
        unchanged: The graphs that were there already.
        triples: How many triples were sent.
    """

    graphs: tuple[str, ...]
    unchanged: tuple[str, ...]
    triples: int


# ---------------------------------------------------------------- push


def push(
    store: Store,
    places: Places,
    limits: Limits | None = None,
    step: Step = lambda *_: None,
    *,
    vocabularies: bool = True,
    everything: bool = False,
) -> Sent:
    """Send a store's graphs to a server, each in the place of what was there.

    Args:
        store: The store.
        places: The server's addresses.
        limits: How long to wait, and for how much.
        step: Told of each graph.
        vocabularies: Whether the ontology and the code lists go too.
        everything: Whether to send also what is there already.

    Raises:
        ServerError: The server cannot be reached, or refuses; nothing was sent.
        StoppedPushError: The push ended half-way; the same call sends the rest.
    """
    there = states(places.query, limits)
    waiting = parcels(store, vocabularies=vocabularies)
    sent = send(waiting, places, limits, step, everything=everything, there=there)
    _drop(abandoned(store, there), places, limits)
    return sent


def _drop(graphs: Sequence[str], places: Places, limits: Limits | None) -> None:
    if graphs:
        sender = _Sender(places, limits)
        try:
            for graph in graphs:
                sender.drop(graph)
        finally:
            sender.close()


def send(
    waiting: Sequence[Parcel],
    places: Places,
    limits: Limits | None = None,
    step: Step = lambda *_: None,
    *,
    everything: bool = False,
    there: Mapping[str, tuple[str, int]] | None = None,
) -> Sent:
    """Send graphs to a server; as :func:`push`, for graphs that are in no store.

    Args:
        waiting: The graphs.
        places: The server's addresses.
        limits: How long to wait, and for how much.
        step: Told of each graph.
        everything: Whether to send also what is there already.
        there: What is there already (:func:`states`); the server is asked where None.

    Raises:
        ServerError: As :func:`push`.
    """
    known = {} if everything else states(places.query, limits) if there is None else there
    todo = [one for one in waiting if known.get(one.graph) != (one.sha256, one.size + 1)]
    sender = _Sender(places, limits)
    done = 0
    try:
        for done, parcel in enumerate(todo):
            step(parcel.graph, done, len(todo))
            sender.send(parcel)
    except (ServerError, KeyboardInterrupt) as error:
        if isinstance(error, ServerError) and not done:
            raise
        raise _stopped(places.url, done, len(todo), error) from error
    finally:
        sender.close()
    step("", len(todo), len(todo))
    sent = {parcel.graph for parcel in todo}
    return Sent(
        graphs=tuple(parcel.graph for parcel in todo),
        unchanged=tuple(parcel.graph for parcel in waiting if parcel.graph not in sent),
        triples=sum(parcel.size for parcel in todo),
    )


def _stopped(url: str, done: int, total: int, error: BaseException) -> StoppedPushError:
    if isinstance(error, KeikakuError):
        why, why_ja = error.message("en"), error.message("ja")
    else:
        why, why_ja = "interrupted.", "中断されました。"
    return StoppedPushError(url=url, done=done, total=total, why=why, why_ja=why_ja)


def states(url: str, limits: Limits | None = None) -> dict[str, tuple[str, int]]:
    """Return hash and size of each graph on a server that was pushed there.

    Args:
        url: Address of its query service.
        limits: How long to wait, and for how much.

    Raises:
        ServerError: The server cannot be reached, or refuses.
    """
    endpoint = Endpoint(url, limits)
    try:
        rows = [tuple(_text(cell) for cell in row) for row in endpoint.select(_STATES, union=False)]
    finally:
        endpoint.close()
    twice = {graph for graph, _hash, _size in rows if sum(graph == other[0] for other in rows) > 1}
    return {graph: (digest, int(size)) for graph, digest, size in rows if graph not in twice}


def _text(cell: object) -> str:
    return cell.value if isinstance(cell, ox.Literal | ox.NamedNode) else ""


class _Sender:
    """Puts graphs on a server, by the Graph Store protocol as long as the server knows it."""

    def __init__(self, places: Places, limits: Limits | None) -> None:
        self._places = places
        self._stores = bool(places.store)
        self._client = Client(places.store or places.update, limits)

    def close(self) -> None:
        self._client.close()

    def send(self, parcel: Parcel) -> None:
        triples = parcel.triples()
        if self._stores:
            try:
                self._put(parcel, triples)
            except RefusedError as error:
                if error.values["status"] not in _LACKS or not self._places.update:
                    raise
                self._stores = False
            else:
                return
        self.drop(parcel.graph)
        for piece in pieces(parcel, triples):
            self._update(piece)

    def drop(self, graph: str) -> None:
        """Take a graph off the server, if it is there."""
        if self._places.update:
            self._update(f"DROP SILENT GRAPH <{sparql.iri(graph).value}>")
        else:
            self._client.send("DELETE", self._places.store, params={"graph": graph}).close()

    def _put(self, parcel: Parcel, triples: bytes) -> None:
        self._client.send(
            "PUT",
            self._places.store,
            params={"graph": parcel.graph},
            data=triples + parcel.fact,
            headers={"Content-Type": "application/n-triples"},
        ).close()

    def _update(self, text: str) -> None:
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        self._client.send("POST", self._places.update, data=text.encode(), headers=headers).close()


def pieces(parcel: Parcel, triples: bytes) -> Iterator[str]:
    r"""Yield the updates that fill a graph, the hash in the last one.

    Some engines read ``\u0022`` as a quote before they look for strings; a text with a backslash before a "u" is
    therefore put together by the server.
    """
    plain: list[str] = []
    tail = f"<{sparql.iri(parcel.graph).value}>"
    for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES):
        line = str(quad.triple)
        if "\\\\u" in line or "\\\\U" in line:
            yield _composed(quad.triple, tail)
            continue
        plain.append(line)
        if len(plain) == _PIECE:
            yield _insert(plain, tail)
            plain.clear()
    yield _insert([*plain, parcel.fact.decode().removesuffix(" .\n")], tail)


def _insert(lines: Iterable[str], graph: str) -> str:
    return f"INSERT DATA {{ GRAPH {graph} {{\n" + " .\n".join(lines) + "\n} }"


def _composed(triple: ox.Triple, graph: str) -> str:
    value = triple.object
    if not isinstance(value, ox.Literal):
        raise TypeError(str(triple))
    made = sparql.binding("text", ox.Literal(value.value))
    typed = f'STRLANG(?text, "{value.language}")' if value.language else f"STRDT(?text, {value.datatype})"
    return (
        f"INSERT {{ GRAPH {graph} {{ {triple.subject} {triple.predicate} ?value }} }} "
        f"WHERE {{ {made} BIND({typed} AS ?value) }}"
    )


# ---------------------------------------------------------------- pull


def _graph_row(row: Iterable[object], url: str) -> tuple[str, int, str]:
    """Return a graph, its size and what it is; a server may answer anything."""
    try:
        graph, size, kind = map(_text, row)
        return graph, int(size), kind
    except ValueError:
        raise BrokenAnswerError(url=url, why="a row that is not a graph, its size and its class") from None


def pull(
    places: Places,
    target: Store | Path,
    limits: Limits | None = None,
    step: Step = lambda *_: None,
    *,
    changed: bool = False,
) -> list[str]:
    """Fetch the document graphs of a server into a store or a file of N-Quads, all of them or none.

    Args:
        places: The server's addresses.
        target: The store, or the file.
        limits: How long to wait, and for how much.
        step: Told of each graph.
        changed: Whether to take also graphs that are not as they were pushed.

    Returns:
        The graphs that arrived.

    Raises:
        NothingToPullError: The server has no document graph.
        DifferentGraphError: A graph is not as it was pushed.
        LostDecisionsError: People decided about links here, and what arrives does not know of it.
        ServerError: The server cannot be reached, or refuses.
    """
    endpoint = Endpoint(places.query, limits)
    try:
        rows = [_graph_row(row, places.url) for row in endpoint.select(_DOCUMENTS, union=False)]
    finally:
        endpoint.close()
    shared = {graph: size for graph, size, kind in rows if kind == str(KEI.SharedGraph)}
    sizes = {graph: size for graph, size, _kind in rows if graph not in shared}
    if not sizes:
        raise NothingToPullError(url=places.url)
    arriving = _arriving(places, shared, sizes, limits, step, changed=changed)
    if isinstance(target, Path):
        files = ((graph, "".join(f"{line}\n" for line in lines).encode()) for graph, lines in arriving)
        write_whole(target, once(files))
    else:
        with target.writing() as writer:
            for graph, lines in arriving:
                refuse_losing(target, _key(graph), lines)
                writer.put(_key(graph), lines, **_about(graph, lines))
    return list(sizes)


def _arriving(
    places: Places,
    shared: Mapping[str, int],
    sizes: Mapping[str, int],
    limits: Limits | None,
    step: Step,
    *,
    changed: bool,
) -> Iterator[tuple[str, list[str]]]:
    fetcher, total = _Fetcher(places, limits), len(shared) + len(sizes)
    fetched: dict[str, list[str]] = {}
    try:
        for done, (graph, size) in enumerate([*shared.items(), *sizes.items()]):
            step(graph, done, total)
            triples = fetcher.fetch(graph, size, changed=changed)
            if graph in shared:
                fetched[graph] = triples
                continue
            lines, is_whole = restored(graph, triples, fetched)
            if not is_whole and not changed:
                why = "it shares statements that are not there"
                raise DifferentGraphError(url=places.url, graph=graph, why=why)
            yield graph, lines
        step("", total, total)
    finally:
        fetcher.close()


class _Fetcher:
    """Gets graphs from a server, by the Graph Store protocol or else by CONSTRUCT."""

    def __init__(self, places: Places, limits: Limits | None) -> None:
        self._places = places
        self._client = Client(places.store or places.query, limits)
        self._endpoint = Endpoint(places.query, limits)

    def close(self) -> None:
        self._client.close()
        self._endpoint.close()

    def fetch(self, graph: str, size: int, *, changed: bool) -> list[str]:
        """Return the sorted triples of a graph, checked against its hash."""
        triples = (ox.serialize(self._triples(graph), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        found = {line.removesuffix(" .") for line in triples.split("\n")[:-1]}
        facts = {line for line in found if line.startswith(f"<{graph}> <{HASH}> ")}
        stated = {line.split('"')[1] for line in facts if '"' in line}
        lines = sorted(found - facts)
        if len(found) < size:
            why = f"{size} triples announced, {len(found)} arrived"
            raise BrokenAnswerError(url=self._places.url, why=why)
        digest = hashed(graph, lines)
        if stated and stated != {digest} and not changed:
            raise DifferentGraphError(
                url=self._places.url, graph=graph, why=f"SHA-256 {digest[:12]}…, stated {min(stated)[:12]}…"
            )
        return lines

    def _triples(self, graph: str) -> Iterator[ox.Triple]:
        if not self._places.store:
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{sparql.iri(graph).value}> {{ ?s ?p ?o }} }}"
            return self._endpoint.construct(text, union=False)
        body = self._client.send(
            "GET",
            self._places.store,
            params={"graph": graph},
            headers={"Accept": "application/n-triples, text/turtle;q=0.9"},
        )
        return self._endpoint.triples(body)


def _key(graph: str) -> str:
    """Return the key of a document by its graph's IRI, which comes from a server and becomes a file's name."""
    name = graph.rpartition("/graph/")[2]
    if re.fullmatch(r"\w[\w.@+-]*", name):
        return name
    return f"graph-{hashlib.sha256(graph.encode()).hexdigest()[:16]}"


def _about(graph: str, lines: list[str]) -> dict[str, str]:
    """Return what a store's manifest says of a graph, read from the graph's description of itself."""
    about_itself = [line for line in lines if line.startswith(f"<{graph}> ")]
    for own_kind, name in ((_MAPPINGS, "mappings"), (str(KEI.ReplacementGraph), REPLACED)):
        if not any(f"<{own_kind}>" in line for line in about_itself):
            continue
        software = dict.fromkeys(("loader_version", "software"), __version__)
        code = _key(graph).rpartition("-")[2]
        return {
            "graph": graph,
            "source": "-",
            "source_sha256": "-",
            "loader": name,
            "municipality": code,
            "kind": name,
            **software,
        }
    memory = ox.Store()
    memory.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)

    def value(subject: ox.NamedNode | None, name: str) -> ox.NamedNode | ox.Literal | None:
        predicate = ox.NamedNode(name if "://" in name else str(KEI[name]))
        found = sorted(memory.quads_for_pattern(subject, predicate, None), key=str)
        term = found[0].object if found else None
        return term if isinstance(term, ox.NamedNode | ox.Literal) else None

    node = ox.NamedNode(graph)
    origin = value(node, "http://www.w3.org/ns/prov#wasDerivedFrom")
    document = origin if isinstance(origin, ox.NamedNode) else node
    known = {
        "source": value(document, "fileName"),
        "source_sha256": value(document, "sha256"),
        "loader": value(node, "loader"),
        "loader_version": value(node, "loaderVersion"),
        "software": value(node, "softwareVersion"),
    }
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    bodies = memory.quads_for_pattern(None, kind, ox.NamedNode(str(KEI.Municipality)))
    codes = sorted(str(quad.subject).strip("<>").rpartition("/")[2] for quad in bodies)
    about = {name: term.value if term else "" for name, term in known.items()}
    return {"graph": graph, "municipality": codes[0] if codes else "", **about}
