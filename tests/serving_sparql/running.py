"""The endpoint on a port of its own, over data made for the tests."""

from __future__ import annotations

import asyncio
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import uvicorn

from keikaku.web.server.guard.limits import Limits
from keikaku.web.server.guard.pool import Guard
from keikaku.web.server.protocol import sparql_app
from keikaku.web.server.protocol.endpoint import App
from keikaku.web.server.protocol.responses import Receive, Scope, Send
from tests.waiting import PATIENCE
from tests.waiting import wait_until as wait_for

W3C = "http://kasei.us/2009/09/sparql/data/"
MANY = "https://example.org/graph/many"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a"
DEEP = "ASK { FILTER(" + "!" * 60_000 + "1) }"
LIMITS = Limits(
    seconds=1.5, memory_mib=48, rows=100, answer_mib=1, workers=4, long=3, patience=0.4, queue=6, wait=3
)


def load() -> ox.Store:
    """Return the store of the tests: what W3C's tests ask for, and a graph that is larger than the limits."""
    store = ox.Store()
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    document = ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
    for number in range(4):
        graph = ox.NamedNode(f"{W3C}data{number}.rdf")
        store.add(ox.Quad(graph, kind, document, graph))
    many, label = ox.NamedNode(MANY), ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    nasty = ('},{"', '"}},{"', "a,b\r\n", "<result>", "\\", "計画\t", "]}}", "</result><!--")
    store.extend(
        ox.Quad(
            ox.NamedNode(f"https://example.org/{number:05}"),
            label,
            ox.Literal(f"{number} {nasty[number % 8]}"),
            many,
        )
        for number in range(5000)
    )
    return store


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0]


@dataclass(slots=True)
class Endpoint:
    """A running endpoint."""

    guard: Guard
    port: int = 0
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def send(
        self, method: str, path: str = "/sparql", headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Reply:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body=body or None, headers=headers or {})
            answer = line.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, named, answer.read())
        finally:
            line.close()

    def ask(self, query: str, accept: str = "*/*", language: str = "en", **parameters: str) -> Reply:
        """Ask by GET."""
        path = "/sparql?" + urlencode({"query": query, **parameters}, quote_via=quote)
        return self.send("GET", path, {"Accept": accept, "Accept-Language": language})

    def run(self, what: Any) -> Any:
        """Run a coroutine in the server's loop."""
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(30)


def with_lifespan(app: App, guard: Guard) -> App:
    """Return an application that starts and stops the guard with the server."""

    async def whole(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        await receive()
        await guard.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await guard.stop()
        await send({"type": "lifespan.shutdown.complete"})

    return whole


@contextmanager
def running(guard: Guard, **options: Any) -> Iterator[Endpoint]:
    """Run an endpoint in a thread."""
    endpoint = Endpoint(guard)
    config = uvicorn.Config(
        with_lifespan(sparql_app(guard, **options), guard),
        port=0,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    server = uvicorn.Server(config)

    def serve() -> None:
        endpoint.loop.run_until_complete(server.serve())
        endpoint.loop.run_until_complete(endpoint.loop.shutdown_default_executor())
        endpoint.loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        wait_for(lambda: server.started or not thread.is_alive())
        assert server.started
        endpoint.port = server.servers[0].sockets[0].getsockname()[1]
        yield endpoint
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
