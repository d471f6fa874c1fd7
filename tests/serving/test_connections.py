"""What a connection may carry and how it ends, over real sockets: hosts, chunks, trailers, bodies, hang-ups."""

from __future__ import annotations

import contextlib
import json
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.server import bounds, lingering
from keikaku.web.server.scopes import Scopes
from tests.serving.support import PLAN, Process, members, settings
from tests.support import raises
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.xdist_group("process")  # all of them ask one server

CHUNKED = b"POST /sparql HTTP/1.1\r\nHost: plans.example\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"


@contextlib.contextmanager
def connected(process: Process) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", process.port), PATIENCE) as line:
        yield line


def rest(line: socket.socket) -> bytes:
    """Return all that comes until the connection ends."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := line.recv(65536):
            found += piece
    return found


# ---------------------------------------------------------------- hosts


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: plans.example\r\n", 200),
        (b"GET /healthz HTTP/1.1\r\nHost: [::1]:8000\r\n", 200),
        (b"GET /healthz HTTP/1.1\r\nhOsT:\r\n", 200),
        (b"GET /healthz HTTP/1.0\r\n", 200),
        (b"GET /healthz HTTP/1.1\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: y\r\nhost: a\r\n", 400),
        (b"GET /healthz HTTP/1.0\r\nHost: a\r\nHost: b\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a/b\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: a b\r\n", 400),
    ],
)
def test_a_request_names_one_host(process: Process, head: bytes, status: int) -> None:
    answer = process.raw(head + b"Connection: close\r\n\r\n", PATIENCE)
    assert answer.startswith(b"HTTP/1.1 %d " % status), answer
    if status == 400:
        assert b"Host header" in answer


# ---------------------------------------------------------------- what stands around a body


def memory(process: Process) -> int:
    """Return the bytes that all processes of a server hold."""
    total = 0
    for pid in members(process.popen.pid):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
    return total


ENDLESS = {
    "trailers": (b"3\r\nASK\r\n0\r\n", b"x-y: z\r\n" * 8192),
    "one trailer": (b"3\r\nASK\r\n0\r\nx-y: ", b"z" * 65536),
    "one name": (b"3\r\nASK\r\n0\r\n", b"z" * 65536),
    "extensions": (b"", b"1;" + b"e" * 65530 + b"\r\n \r\n"),
    "one extension": (b"1;a=", b"e" * 65536),
}


@pytest.mark.skipif(sys.platform != "linux", reason="looks at memory as Linux shows it")
@pytest.mark.parametrize("kind", ENDLESS)
def test_what_stands_around_a_body_is_bounded(process: Process, kind: str) -> None:
    begin, more = ENDLESS[kind]
    before, sent = memory(process), 0
    most = bounds.LARGEST_ARRIVAL + lingering.MOST
    with connected(process) as line, contextlib.suppress(ConnectionError):
        line.sendall(CHUNKED + begin)
        while sent < 4 * most:
            line.sendall(more)
            sent += len(more)
    assert sent < 3 * most  # what the system's buffers hold comes on top
    assert memory(process) - before < 32 * 2**20
    assert process.get(b"/healthz")[0] == 200


def test_trailers_and_extensions_that_are_few_disturb_nobody(process: Process) -> None:
    body = b"6;why=none\r\nASK {}\r\n0;last\r\nHost: b\r\nX-Checksum: 1\r\n\r\n"
    with connected(process) as line:
        for _twice in range(2):
            line.sendall(CHUNKED + body)
            answer = b""
            while b"true" not in answer:
                piece = line.recv(65536)
                assert piece, answer
                answer += piece
            assert answer.startswith(b"HTTP/1.1 200 ")


# ---------------------------------------------------------------- bodies that are too long


@pytest.mark.parametrize("times", [1, 4])
@pytest.mark.parametrize("path", [b"/sparql", b"/healthz"])
def test_who_sends_too_much_reads_why(process: Process, path: bytes, times: int) -> None:
    size = bounds.LARGEST_BODY * times + 1
    head = (
        b"POST "
        + path
        + b" HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: %d\r\n\r\n"
    )
    for _often in range(5):  # a reset does not always overtake the answer
        with connected(process) as line:
            line.sendall(head % size + b" " * size)
            answer = rest(line)
        assert answer.startswith(b"HTTP/1.1 413 "), answer
        assert str(bounds.LARGEST_BODY // 2**10).encode() in answer


def test_a_body_without_an_end_is_not_taken_for_ever(process: Process) -> None:
    sent, piece = 0, b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
    most = bounds.LARGEST_ARRIVAL + lingering.MOST
    with connected(process) as line, contextlib.suppress(ConnectionError):
        line.sendall(CHUNKED)
        while sent < 4 * most:
            line.sendall(piece)
            sent += len(piece)
    assert sent < 3 * most


# ---------------------------------------------------------------- audits


def statuses(process: Process, path: str) -> list[int]:
    lines = (process.said.parent / "access.log").read_text(encoding="utf-8").splitlines()
    return [found["status"] for line in lines if (found := json.loads(line))["path"] == path]


def test_an_audit_ends_with_its_client(process: Process) -> None:
    path, before = "/audit.en.html", len(statuses(process, "/audit.en.html"))
    lines = [socket.create_connection(("127.0.0.1", process.port), PATIENCE) for _number in range(20)]
    for number, line in enumerate(lines):
        line.sendall(
            f"GET {path}?plan={'' if number % 2 else PLAN.split('/')[1]}&as-of=202{4 + number % 3}-05-01 HTTP/1.1\r\nHost: a\r\n\r\n".encode()
        )
    for line in lines:
        line.close()
    wait_until(lambda: len(statuses(process, path)) == before + 20)
    assert statuses(process, path)[before:].count(499) > 10
    assert process.get(b"/audit.en.html")[0] == 200


def test_an_audit_has_one_form_of_each_scope(client: TestClient) -> None:
    first, *others = (
        client.get(f"/audit.en.html?plan={plan}&municipality={town}&as-of={day}")
        for plan, town, day in (
            ("sankanen-jisshi-keikaku", "99999", "2026-04-01"),
            (f"http://plans.example/id/{PLAN}", "999999", "2026-12-24"),
            ("sankanen-jisshi-keikaku", "99999", "20270331"),
        )
    )
    assert first.status_code == 200
    assert {one.headers["etag"] for one in others} == {first.headers["etag"]}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"plan": "nowhere"}, "audit.unknown-plan"),
        ({"municipality": "架空市"}, "audit.unknown-municipality"),
        ({"as_of": "2026-02-30"}, "audit.no-date"),
        ({"as_of": "1999-01-01"}, "audit.outside-period"),
        ({"as_of": "9999-12-31"}, "audit.outside-period"),
    ],
)
def test_no_work_is_done_for_a_scope_that_is_none(store: Path, values: dict[str, str], error: str) -> None:
    scopes = Scopes(Dataset(Store(store), settings(store).publication.addresses(Store(store))))
    with raises(error):
        scopes.scope(**{"plan": "", "municipality": "", "as_of": "", **values})
