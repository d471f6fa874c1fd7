"""Sending: each graph in the place of what was there, only where it is not there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from keikaku.asking.sources.endpoint import Endpoint
from keikaku.asking.sources.services import Places
from keikaku.asking.sources.wire import Client, Limits
from keikaku.asking.transfer.decisions import difference
from keikaku.asking.transfer.parcels import HASH, Parcel, Step, abandoned, parcels, text_of
from keikaku.asking.transfer.pulling import MAPPINGS_KIND, decisions_of
from keikaku.graph import sparql
from keikaku.ground.errors import KeikakuError, MappingsError, RefusedError, ServerError
from keikaku.ground.messages import Message, say
from keikaku.store.folder import Store

_LACKS = (400, 404, 405, 501)
_PIECE = 2000
_STATES = f"""SELECT ?graph ?hash (COUNT(*) AS ?size) WHERE {{
    GRAPH ?graph {{ ?graph <{HASH}> ?hash . ?s ?p ?o }}
}} GROUP BY ?graph ?hash"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a push did.

    Attributes:
        graphs: The graphs that were sent.
        unchanged: The graphs that were there already.
        triples: How many triples were sent.
        superseded: How many decisions of the server later ones of the store took the place of.
    """

    graphs: tuple[str, ...]
    unchanged: tuple[str, ...]
    triples: int
    superseded: int = 0


def push(
    store: Store,
    places: Places,
    limits: Limits | None = None,
    step: Step = lambda *_: None,
    *,
    vocabularies: bool = True,
    everything: bool = False,
    replace_decisions: bool = False,
) -> Sent:
    """Send a store's graphs to a server, each in the place of what was there.

    Args:
        store: The store.
        places: The server's addresses.
        limits: How long to wait, and for how much.
        step: Told of each graph.
        vocabularies: Whether the ontology and the code lists go too.
        everything: Whether to send also what is there already.
        replace_decisions: Whether decisions about links that stand on the server alone may be lost.

    Raises:
        ServerError: The server cannot be reached, or refuses; nothing was sent.
        MappingsError: Somebody decided about links on the server, and the store does not know; nothing was sent.
        ServerError: The push ended half-way; the same call sends the rest.
    """
    there = states(places.query, limits)
    waiting = parcels(store, vocabularies=vocabularies)
    known = {} if everything else there
    changed = {one.graph for one in waiting if _is_missing(one, known)}
    superseded = 0 if replace_decisions else _superseded(store, places, limits, changed)
    sent = send(waiting, places, limits, step, everything=everything, there=there)
    _drop(abandoned(store, there), places, limits)
    return replace(sent, superseded=superseded)


def _superseded(store: Store, places: Places, limits: Limits | None, changed: set[str]) -> int:
    """Return how many decisions on a server later ones of the store take the place of.

    Raises:
        MappingsError: The store lacks others.
    """
    keys = {
        entry.graph: key
        for key, entry in store.documents.items()
        if entry.kind == MAPPINGS_KIND and entry.graph in changed
    }
    if not keys:
        return 0
    lost: list[str] = []
    superseded = 0
    for graph, there in decisions_of(places, keys.__contains__, limits):
        found = difference(store.lines(keys[graph]), there)
        lost += [*found.only_there, *found.later_there, *found.same_day]
        superseded += len(found.later_here)
    if lost:
        raise MappingsError("mappings.decided-there", url=places.url, path=store.path, count=len(lost))
    return superseded


def _is_missing(parcel: Parcel, there: Mapping[str, tuple[str, int]]) -> bool:
    """Tell whether a graph is not on a server as it is here; its hash there is a statement more."""
    return there.get(parcel.graph) != (parcel.sha256, parcel.size + 1)


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
    todo = [one for one in waiting if _is_missing(one, known)]
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


def _stopped(url: str, done: int, total: int, error: BaseException) -> ServerError:
    if isinstance(error, KeikakuError):
        why: object = Message(error.id, error.values)
    else:
        why = say("servers.interrupted")
    return ServerError("servers.stopped-push", url=url, done=done, total=total, why=why)


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
        rows = [tuple(text_of(cell) for cell in row) for row in endpoint.select(_STATES, union=False)]
    finally:
        endpoint.close()
    twice = {graph for graph, _hash, _size in rows if sum(graph == other[0] for other in rows) > 1}
    return {graph: (digest, int(size)) for graph, digest, size in rows if graph not in twice}


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
