"""What the tests of the server share."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from keikaku.web.server.app import application
from keikaku.web.server.guard.limits import Limits
from keikaku.web.server.settings import Settings
from keikaku.web.site.publication import Publication
from tests import support
from tests.waiting import PATIENCE, comes

BASE = "http://plans.example/"
PLAN = "99999/sankanen-jisshi-keikaku"
PROJECT = f"{PLAN}/project/工房めぐりの日-6d0f0d"
HTML, TURTLE, JSON_LD, N_TRIPLES = "text/html", "text/turtle", "application/ld+json", "application/n-triples"
_FEW = Limits(workers=1, long=1, seconds=5, rows=50)


def settings(store: Path, **values: Any) -> Settings:
    """Return settings for tests; those of the publication are taken out of the others."""
    publication = Publication(
        base=values.pop("base", BASE),
        style=values.pop("style", "slash"),
        licence="https://creativecommons.org/licenses/by/4.0/",
    )
    return Settings(store=store, publication=publication, limits=_FEW, **values)


def client_of(chosen: Settings) -> TestClient:
    """Return a client of a server; it starts where a ``with`` block begins."""
    host = re.sub(r"(?<=[a-z])/.*", "", chosen.publication.base)
    return TestClient(application(chosen), host, raise_server_exceptions=False, follow_redirects=False)


@dataclass(frozen=True)
class Process:
    """A server in a process of its own.

    Attributes:
        popen: The process.
        port: Where it listens.
        said: The file of what it says.
    """

    popen: subprocess.Popen[bytes]
    port: int
    said: Path

    def raw(self, data: bytes, seconds: float = PATIENCE) -> bytes:
        """Send bytes and return all that comes until the connection ends."""
        with socket.create_connection(("127.0.0.1", self.port), seconds) as line:
            line.sendall(data)
            found = b""
            while piece := line.recv(65536):
                found += piece
        return found

    def get(
        self, target: bytes, *headers: bytes, method: bytes = b"GET"
    ) -> tuple[int, dict[str, str], bytes]:
        """Send a request with a target as it stands; return status, headers and body."""
        head = b"".join(one + b"\r\n" for one in (b"Host: plans.example", b"Connection: close", *headers))
        answer = self.raw(method + b" " + target + b" HTTP/1.1\r\n" + head + b"\r\n")
        start, _, body = answer.partition(b"\r\n\r\n")
        status, *lines = start.decode("latin-1").split("\r\n")
        found = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return int(status.split()[1]), found, body


def command(*arguments: object) -> list[str]:
    """Return a ``keikaku serve`` command line."""
    return [sys.executable, "-m", "keikaku", "serve", *map(str, arguments)]


@contextmanager
def running(folder: Path, *arguments: object, ctrl_c: bool = True) -> Iterator[Process]:
    """Run a server until the block ends, and check that Ctrl-C, or SIGTERM, ends it with all that it started."""
    said = folder / "said.txt"
    with said.open("wb") as output:
        popen = subprocess.Popen(
            command("--port", 0, "--lang", "en", *arguments),
            stdout=output,
            stderr=output,
            cwd=support.ROOT,
            start_new_session=True,
        )
    try:
        yield Process(popen, _port(said, popen), said)
        if ctrl_c:
            os.killpg(popen.pid, signal.SIGINT)  # as a terminal does it: everybody gets it
        else:
            popen.terminate()
        assert popen.wait(PATIENCE) in ((0,) if ctrl_c else (0, -signal.SIGTERM))
        told = said.read_text(encoding="utf-8")
        assert told.endswith("Stopped.\n") or not ctrl_c, told
        assert "Traceback" not in told
        assert not _left(popen.pid)
    finally:
        for pid in members(popen.pid):
            os.kill(pid, signal.SIGKILL)
        popen.wait(PATIENCE)


def _port(said: Path, popen: subprocess.Popen[bytes]) -> int:
    def port() -> re.Match[str] | None:
        return re.search(r"Serving at http://127\.0\.0\.1:(\d+)/", said.read_text(encoding="utf-8"))

    comes(lambda: port() or popen.poll() is not None)
    found = port()
    assert found, said.read_text(encoding="utf-8")
    return int(found[1])


def _left(session: int) -> list[str]:
    """Return the commands of what still runs of a session, a moment after it was ended."""
    comes(lambda: not members(session))
    return [
        Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
        for pid in members(session)
    ]


def members(session: int) -> list[int]:
    """Return the processes of a session."""
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(file.parent.name))
    return found
