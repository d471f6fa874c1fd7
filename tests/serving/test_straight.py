"""Plain queries by GET, which are answered straight from the connection: as all others, over real sockets."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serving.support import BASE, Process, running
from tests.waiting import PATIENCE, comes

pytestmark = pytest.mark.xdist_group("process")  # all of them ask one server

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
WAY_ROUND = b'If-None-Match: "other"\r\n'
"""Takes a request through the layers that a plain one does not need."""


def request(query: str, *headers: bytes, last: bool = False) -> bytes:
    head = (b"Host: plans.example", *headers, *([b"Connection: close"] if last else []))
    return (
        f"GET /sparql?query={quote(query)} HTTP/1.1\r\n".encode()
        + b"".join(one + b"\r\n" for one in head)
        + b"\r\n"
    )


def answers(data: bytes) -> Iterator[tuple[bytes, dict[bytes, bytes], bytes]]:
    """Yield status line, headers and body of each answer."""
    while data:
        head, _, data = data.partition(b"\r\n\r\n")
        status, *lines = head.split(b"\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in lines)
        size = int(headers.get(b"content-length", 0))
        headers = {name: value for name, value in headers.items() if name not in (b"date", b"connection")}
        yield status, headers, data[:size]
        data = data[size:]


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 3", (b"Accept: text/csv",), b"200 OK"),
        ("ASK { ?s ?p ?o }", (), b"200 OK"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", (b"Accept: application/ld+json",), b"200 OK"),
        ("SELECT ?計画 { ?計画 ?p ?o } LIMIT 1 # %", (b"Accept: text/html", b"Accept: */*;q=0.1"), b"200 OK"),
        ("SELECT * {", (b"Accept-Language: ja",), b"400 Bad Request"),
        ("SELECT * {", (b"Accept: application/problem+json",), b"400 Bad Request"),
        ("DELETE WHERE { ?s ?p ?o }", (), b"400 Bad Request"),
        ("SELECT * { ?s ?p ?o }", (b"Accept: image/png",), b"406 Not Acceptable"),
        ("SELECT * { ?s ?p ?o }&query=ASK{}", (), b"400 Bad Request"),
        ("ASK {}&format=pdf", (), b"406 Not Acceptable"),
    ],
)
def test_they_are_answered_as_all_others(
    process: Process, query: str, headers: tuple[bytes, ...], status: bytes
) -> None:
    plain = request(query, *headers).replace(b"%26", b"&").replace(b"%3D", b"=")
    around = plain.replace(b"\r\n\r\n", b"\r\n" + WAY_ROUND + b"\r\n")
    new, again, other, last = answers(process.raw(plain + plain + around + request("ASK {}", last=True)))
    assert new[0] == b"HTTP/1.1 " + status
    assert new == again == other
    assert last[0] == b"HTTP/1.1 200 OK"


def test_those_that_come_together_are_answered_in_their_order(process: Process) -> None:
    queries = [f"SELECT (COUNT(*) AS ?n{number}) {{ ?s ?p ?o }}" for number in range(6)]
    data = process.raw(b"".join(map(request, queries)) + request("ASK {}", last=True))
    names = [json.loads(body)["head"].get("vars") for _status, _headers, body in answers(data)]
    assert names == [*([f"n{number}"] for number in range(6)), None]


def test_one_that_nobody_waits_for_ends_and_is_noted(store: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    options = ("--query-workers", 1, "--query-seconds", 60, "--base", BASE, "--log", log, "--log-queries")

    def lines() -> list[dict[str, object]]:
        return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]

    with running(tmp_path, "--store", store, *options) as process:
        with socket.create_connection(("127.0.0.1", process.port), PATIENCE) as line:
            line.sendall(request("ASK {}"))
            assert line.recv(65536).startswith(b"HTTP/1.1 200 OK")
            line.sendall(request(ENDLESS))
        comes(lambda: len(lines()) == 2)
        assert process.raw(request("ASK { ?s ?p ?o }", last=True)).startswith(b"HTTP/1.1 200 OK")
        comes(lambda: len(lines()) == 3)
    assert [(line["status"], line["path"], line["method"]) for line in lines()] == [
        (200, "/sparql", "GET"),
        (499, "/sparql", "GET"),
        (200, "/sparql", "GET"),
    ]
    first, gone, _last = lines()
    assert first["type"] == "application/sparql-results+json"
    assert first["bytes"] == len(b'{"head":{},"boolean":true}')
    assert gone["query"] == f"query={quote(ENDLESS)}"
