"""The two ways to it, with the SDK's client, and clients that send too much or do not end."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from starlette.testclient import TestClient

from keikaku.store.folder import Store
from tests.serving.support import BASE, Process, client_of, running, settings
from tests.support import ROOT
from tests.waiting import PATIENCE

HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def call(tool: str, **values: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": tool, "arguments": values}}


@pytest.fixture(scope="module")
def client(examples: Store) -> Iterator[TestClient]:
    with client_of(settings(examples.path)) as found:
        yield found


def test_the_sdks_client_asks_over_http(examples: Store, tmp_path: Path) -> None:
    async def ask(process: Process) -> None:
        for mode in ("auto", "legacy"):
            async with Client(f"http://127.0.0.1:{process.port}/mcp", mode=mode) as client:
                told = (await client.call_tool("money-by-goal")).structured_content
                assert [row["total"] for row in told["answer"]["rows"]] == [55250000, 9505000]

    with running(tmp_path, "--store", examples.path, "--query-workers", 1, "--base", BASE) as process:
        asyncio.run(ask(process))


def test_http_refuses_what_is_too_large_strange_or_would_stay_open(client: TestClient) -> None:
    assert client.post("/mcp", json=PING, headers=HEADERS).json()["result"] == {}
    large = client.post("/mcp", content=b'{"x":"' + b"a" * 10 * 2**20 + b'"}', headers=HEADERS)
    assert large.status_code == 413
    endless = client.post("/mcp", content=(b" " * 2**16 for _piece in range(160)), headers=HEADERS)
    assert endless.status_code == 413, "10 MB that do not say how much they are"
    for method in ("GET", "DELETE", "PUT"):
        assert client.request(method, "/mcp", headers=HEADERS).status_code == 405
    elsewhere = client.post("/mcp", json=PING, headers=HEADERS | {"Origin": "http://evil.example"})
    assert elsewhere.status_code == 403
    assert client.post("/mcp", json=PING, headers=HEADERS | {"Origin": BASE.rstrip("/")}).status_code == 200
    for wrong in (b"", b"[", b"[1]", b'{"jsonrpc": "2.0"}', b"[" * 100_000):
        assert client.post("/mcp", content=wrong, headers=HEADERS).status_code == 400
    told = client.post("/mcp", json=call("sparql", query="CLEAR ALL"), headers=HEADERS).json()["result"]
    assert told["isError"]
    assert client.post("/mcp", json=PING, headers=HEADERS).json()["result"] == {}, "it goes on"


def command(store: Path) -> list[str]:
    return [sys.executable, "-m", "keikaku", "mcp", "--store", str(store), "--lang", "en"]


def test_the_sdks_client_asks_over_standard_input(examples: Store) -> None:
    program, *arguments = command(examples.path)

    async def ask() -> None:
        server = StdioServerParameters(command=program, args=arguments, cwd=ROOT, env={"PYTHONPATH": "src"})
        async with Client(server) as client:
            told = (await client.call_tool("find", {"name": "川のきれいな水を守る"})).structured_content
            assert told["answer"]["things"][0]["iri"].startswith(
                "https://w3id.org/keikaku/id/99999/review-sheets/"
            )

    asyncio.run(ask())


def test_lines_too_large_are_refused_by_their_ids_and_lines_without_end_dropped(examples: Store) -> None:
    start = {
        "jsonrpc": "2.0",
        "id": 0,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    lines = [start, {"jsonrpc": "2.0", "method": "notifications/initialized"}]
    lines += [call("find", name="あ" * 4_000_000) | {"id": "big"}, {**PING, "id": 2}]
    sent = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in lines)
    popen = subprocess.Popen(
        command(examples.path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert popen.stdin is not None
    assert popen.stdout is not None
    try:
        popen.stdin.write(sent)
        popen.stdin.flush()
        answers: dict[Any, dict[str, Any]] = {}
        while set(answers) != {0, "big", 2}:
            answer = json.loads(popen.stdout.readline())
            answers[answer["id"]] = answer
        assert answers["big"]["error"]["message"] == "The message is larger than 512 KiB."
        assert answers[2]["result"] == {}
        for _ in range(20):
            popen.stdin.write(b"x" * 2**20)  # a line that does not end
        peak = (
            Path(f"/proc/{popen.pid}/status").read_text(encoding="utf-8") if sys.platform == "linux" else ""
        )
        held = [int(one.split()[1]) for one in peak.splitlines() if one.startswith("VmHWM")]
        assert all(kib < 700_000 for kib in held)
        popen.stdin.close()
        assert popen.wait(PATIENCE) == 0
        assert b"Traceback" not in (popen.stderr.read() if popen.stderr else b"")
    finally:
        popen.kill()
        popen.wait(PATIENCE)
        for pipe in (popen.stdout, popen.stderr):
            if pipe:
                pipe.close()
