"""No connection leaves on behalf of a request: a socket listens, and hears nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from keikaku.web.server.guard.pool import Guard
from tests.serving_sparql.running import LIMITS, Endpoint, load, running
from tests.waiting import PATIENCE

ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\nContent-Length: 67\r\n"
    b'Connection: close\r\n\r\n{"head":{"vars":["s"]},"results":{"bindings":[{}]}}                '
)


@dataclass(slots=True)
class Ear:
    """A socket that listens, and what it heard."""

    line: socket.socket
    heard: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.line.getsockname()[1]}/"

    def listen(self) -> None:
        while True:
            try:
                connection, _ = self.line.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(PATIENCE)
                self.heard.append(connection.recv(4096))
                connection.sendall(ANSWER)


@pytest.fixture
def ear() -> Iterator[Ear]:
    with socket.create_server(("127.0.0.1", 0)) as line:
        found = Ear(line)
        thread = threading.Thread(target=found.listen)
        thread.start()
        yield found
        line.shutdown(socket.SHUT_RDWR)
    thread.join(PATIENCE)


@pytest.fixture(params=["network cut", "network there"])
def place(request: pytest.FixtureRequest, ear: Ear) -> Iterator[Endpoint]:
    """An endpoint as it comes, and one whose workers have a network because one service is allowed."""
    services = () if request.param == "network cut" else (f"{ear.url}allowed",)
    with running(Guard(load, limits=LIMITS, services=services)) as endpoint:
        if services:
            assert not endpoint.guard.network_cut
        yield endpoint


QUERIES = (
    "ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "ASK {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "ASK {{ BIND(<{url}> AS ?w) SERVICE ?w {{ ?s ?p ?o }} }}",
    "ASK {{ VALUES ?w {{ <{url}> }} SERVICE ?w {{ ?s ?p ?o }} }}",
    "ASK {{ {{ SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }}",
    "ASK {{ FILTER EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "PREFIX w: <{url}> ASK {{ SERVICE w: {{ ?s ?p ?o }} }}",
    "BASE <{url}> ASK {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "ASK {{ ?s ?p trueSERVICE<{url}>{{ ?s ?p ?o }} }}",
    "ASK {{ S\\u0045RVICE <{url}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "ASK FROM <{url}> {{ ?s ?p ?o }}",
    "ASK FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ASK {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{url}>",
    "LOAD <{url}>",
    "LOAD SILENT <{url}> INTO GRAPH <a:b>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT (<{url}>(1) AS ?x) {{}}",
    "ASK {{ FILTER(CONTAINS(STR(<{url}redirect>), 'a')) }}",
)


def test_nothing_leaves_for_a_query(place: Endpoint, ear: Ear) -> None:
    for query in (text.format(url=ear.url) for text in QUERIES):
        for reply in (
            place.ask(query),
            place.send("POST", headers={"Content-Type": "application/sparql-query"}, body=query.encode()),
        ):
            assert reply.status in (200, 400, 422), query
    assert not ear.heard


def test_nothing_leaves_for_the_rest_of_a_request(place: Endpoint, ear: Ear) -> None:
    url = quote(ear.url, safe="")
    for name in ("default-graph-uri", "named-graph-uri", "using-graph-uri", "query", "context", "format"):
        assert place.send("GET", f"/sparql?query=ASK%7B%7D&{name}={url}").status in (200, 400, 406)
    headers = {
        "Referer": ear.url,
        "Origin": ear.url,
        "Host": ear.url.removeprefix("http://").rstrip("/"),
        "X-Forwarded-Host": ear.url,
        "Link": f'<{ear.url}>; rel="http://www.w3.org/ns/json-ld#context"',
        "Accept": f'application/ld+json;profile="{ear.url}"',
        "Content-Location": ear.url,
    }
    assert place.send("GET", "/sparql", headers).status == 200
    assert place.send("GET", "/sparql?query=DESCRIBE%20%3Ca%3Ab%3E", headers).status == 200
    assert not ear.heard


def test_no_document_is_read(place: Endpoint, ear: Ear) -> None:
    """Contexts of JSON-LD and entities of RDF/XML are fetched by who reads such documents; nobody here does."""
    documents = {
        "application/ld+json": f'{{"@context": "{ear.url}", "@id": "a:b"}}',
        "application/rdf+xml": f'<!DOCTYPE r [<!ENTITY e SYSTEM "{ear.url}">]><r>&e;</r>',
        "application/xml": f'<?xml-stylesheet href="{ear.url}"?><r/>',
        "application/sparql-update": f"LOAD <{ear.url}>",
        "multipart/form-data; boundary=x": f"--x\r\n\r\n{ear.url}\r\n--x--",
    }
    for media_type, text in documents.items():
        for method in ("POST", "PUT"):
            reply = place.send(method, headers={"Content-Type": media_type}, body=text.encode())
            assert reply.status in (400, 405, 415)
    assert not ear.heard


def test_the_ear_would_hear(ear: Ear) -> None:
    """What the operator allows does connect, so that the silence above means something."""
    url = f"{ear.url}allowed"
    with running(Guard(load, limits=LIMITS, services=(url,))) as endpoint:
        reply = endpoint.ask(f"SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")
        assert len(ear.heard) == 1
        assert ear.heard[0].startswith(b"POST /allowed ")
        assert reply.status == 200
        assert endpoint.ask(f"SELECT ?s {{ SERVICE <{ear.url}> {{ ?s ?p ?o }} }}").status == 400
    assert len(ear.heard) == 1


def test_an_allowed_service_that_does_not_answer_is_no_error_of_ours() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with running(Guard(load, limits=LIMITS, services=(url,))) as endpoint:
            reply = endpoint.ask(f"ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")
            assert reply.status == 422
            assert "could not be evaluated" in reply.text
