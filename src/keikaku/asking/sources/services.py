"""Where a SPARQL server has its services: for queries, for updates, for graphs.

One address is given; the others follow from what the server says it is (its ``Server`` header), from the
address, or are given too.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from keikaku.asking.sources.wire import Client, Limits, origin
from keikaku.ground.errors import ServerError
from keikaku.ground.messages import say

_ANY = tuple(range(300, 600))


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The addresses of a server.

    Attributes:
        url: As it was given.
        query: Of its query service.
        update: Of its update service, or "".
        store: Of its Graph Store protocol, or "".
    """

    url: str
    query: str
    update: str = ""
    store: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of server: its services below the address of its data."""

    query: str
    update: str
    store: str

    def at(self, url: str) -> Places:
        parts = urlsplit(url)
        base = parts.path.rstrip("/")
        for service in sorted({self.query, self.update, self.store}, key=len, reverse=True):
            if service and base.endswith(service):
                base = base.removesuffix(service)
                break

        def address(service: str) -> str:
            return urlunsplit((parts.scheme, parts.netloc, base + service or "/", "", ""))

        return Places(
            url=url,
            query=address(self.query),
            update=address(self.update),
            store=address(self.store),
        )


_KINDS = {
    "oxigraph": _Kind(
        query="/query", update="/update", store="/store"
    ),
    "virtuoso": _Kind(query="/sparql", update="/sparql-auth", store="/sparql-graph-crud-auth"),
    "fuseki": _Kind(query="/query", update="/update", store="/data"),
    "repositories": _Kind(query="", update="/statements", store="/rdf-graphs/service"),
}  # fmt: skip


def find_places(url: str, limits: Limits | None = None, *, update: str = "", store: str = "") -> Places:
    """Return a server's addresses.

    Args:
        url: One of them, or the one they have in common.
        limits: How long to wait for the server to say what it is.
        update: The address of its update service, where it is known.
        store: The address of its Graph Store protocol, where it is known.

    Raises:
        ServerError: An address is none, or two are of different servers.
        ServerError: The server cannot be reached.
    """
    client = Client(url, limits)
    try:
        for other in filter(None, (update, store)):
            if origin(other) != origin(client.url):
                why = say("servers.another-server-than", url=client.url)
                raise ServerError("servers.address", url=other, why=why)
        if update or store:
            return Places(url=client.url, query=client.url, update=update, store=store)
        body = client.send("GET", client.url, headers={"Accept": "*/*"}, accept=_ANY)
        said = body.response.headers.get("Server", "").lower()
        body.close()
    finally:
        client.close()
    return _kind(said, urlsplit(client.url).path).at(client.url)


def _kind(said: str, path: str) -> _Kind:
    for name in ("oxigraph", "virtuoso", "fuseki"):
        if name in said:
            return _KINDS[name]
    if "/repositories/" in path:  # RDF4J, GraphDB
        return _KINDS["repositories"]
    if path.rstrip("/").endswith("/sparql"):
        return _Kind(query="/sparql", update="/update", store="/data")
    return _KINDS["fuseki"]
