"""Clients that are slow or go away, work that is too much, mistakes of the server's own."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from keikaku.web.server import busy
from keikaku.web.server.bounds import Bounds
from keikaku.web.server.served import Served
from tests.serving.support import PROJECT, client_of, settings

EN = {"Accept-Language": "en"}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def scope(method: str, path: str) -> dict[str, Any]:
    """Return the scope of a request as a server would make it."""
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"plans.example")],
        "client": ("192.0.2.7", 50000),
        "server": ("plans.example", 80),
    }


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    sent: list[Message] = []

    async def reads(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (await receive()).get("more_body"):
            pass

    async def drips() -> Message:
        await asyncio.sleep(0.03)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Bounds(reads, body_seconds=0.2)(scope("POST", "/sparql"), drips, send))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in [(name.lower(), value) for name, value in sent[0]["headers"]]


def test_a_client_that_goes_away_ends_its_question(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.asking.query_files.Query.bound", lambda _query, _values: SLOW)
    with client_of(settings(store)) as client:

        async def leave() -> None:
            messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

            async def receive() -> Message:
                if messages:
                    return messages.pop()
                await asyncio.sleep(0.3)
                return {"type": "http.disconnect"}

            async def send(_message: Message) -> None: ...

            await client.app(scope("GET", "/api/queries/plans"), receive, send)

        assert client.portal
        client.portal.call(leave)  # comes back long before the query's own limit
        assert (
            client.get("/sparql?query=ASK%7B%7D").json()["boolean"] is True
        )  # the only worker is free again


def test_too_much_work_is_refused_for_now(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy, "MOST_WAITING", 0)
    for address in ("/api/lineage?iri=sdg:3&format=dot", "/audit?as-of=2031-01-01"):
        answer = client.get(address, headers=EN)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "try again" in answer.text


def test_a_mistake_of_the_server_is_said_in_the_log_alone(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_served: Served, _name: str) -> None:
        raise RuntimeError("a-secret")

    monkeypatch.setattr(Served, "file", fail)
    monkeypatch.setattr(Served, "kept", lambda _served, _name: None)
    with caplog.at_level(logging.ERROR):
        answer = client.get(f"/doc/{PROJECT}.nt", headers=EN)
    assert answer.status_code == 500
    assert "Something went wrong in the server" in answer.text
    assert "a-secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_many_at_once_get_the_same(client: TestClient) -> None:
    """Pages are made by several threads; each client gets the whole of its own."""

    async def ask(path: str) -> tuple[int, bytes]:
        found: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            found.append(message)

        await client.app(scope("GET", path), receive, send)
        return found[0]["status"], found[1]["body"]

    async def together() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(ask(path) for path in paths))

    paths = [f"/doc/{PROJECT}{suffix}" for suffix in (".html", ".en.html", ".ttl", ".nt")] * 10
    assert client.portal
    answers = client.portal.call(together)
    assert {status for status, _body in answers} == {200}
    assert len({body for _status, body in answers}) == 4
