"""Real servers on loopback, each with a process and a folder of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from keikaku.asking import transfer
from keikaku.asking.sources.services import Places, find_places
from tests.support import missing
from tests.waiting import PATIENCE, comes

VIRTUOSO_USER = VIRTUOSO_PASSWORD = "dba"  # noqa: S105 - what a fresh Virtuoso has
INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
; with more than one, Virtuoso 7.2.5 returns wrong groups and says nothing
ThreadsPerQuery = 1
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs.

    Attributes:
        name: ``"oxigraph"`` or ``"virtuoso"``.
        places: Its addresses.
    """

    name: str
    places: Places

    def clear(self) -> None:
        """Empty every graph that was pushed."""
        for graph in transfer.states(self.places.query):
            auth = requests.auth.HTTPDigestAuth(VIRTUOSO_USER, VIRTUOSO_PASSWORD)
            answer = requests.delete(
                self.places.store,
                params={"graph": graph},
                auth=auth if self.name == "virtuoso" else None,
                timeout=PATIENCE,
            )
            assert answer.status_code < 300


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Run Oxigraph's server, its default graph apart from the named ones, as it comes."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        missing("the oxigraph package", "pip install oxigraph")
    port = free_port()
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}"]
    with _running(command, folder, f"http://127.0.0.1:{port}/"):
        yield Server("oxigraph", find_places(f"http://127.0.0.1:{port}"))


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[Server]:
    """Run Virtuoso from an empty folder."""
    program = shutil.which("virtuoso-t")
    if not program:
        missing("Virtuoso", "apt-get install virtuoso-opensource")
    http = free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(INI.format(folder=folder, sql=free_port(), http=http, rows=rows), encoding="utf-8")
    url = f"http://127.0.0.1:{http}/sparql"
    with _running([str(program), "+foreground", "+configfile", str(ini)], folder, url):
        yield Server("virtuoso", find_places(url))


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """Start a program, wait until it answers, and end it, whatever happens."""
    log = folder / "output.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        _wait(process, url, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    def answers() -> bool:
        assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            requests.get(url, timeout=PATIENCE)
        except requests.exceptions.RequestException:
            return False
        return True

    assert comes(answers), f"{url} does not answer: {log.read_text(encoding='utf-8', errors='replace')}"
