"""Fixtures: documents that do to the process which reads them what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import Keikaku

PLAN = """
family: jisshi-keikaku
municipality: {code: "99999", name: 架空町, invented: true}
document:
  title: 架空町の覚え書き
  recognise: ['^覚え書き [0-9]+$']
  edition: '^覚え書き (?P<edition>[0-9]+)$'
plans:
  - {id: notes, kind: 個別計画, title: 覚え書き}
expect:
  Goal: {min: 1, max: 1}
"""
PROCEDURE = """
import os, signal, sys, time
from pathlib import Path

from keikaku.reading.model import Kind
from keikaku.reading.records import Reading


def read(reading: Reading, settings: object) -> None:
    print("what a loader prints disturbs nobody")
    name, does = (line.text for line in reading.lines())
    with Path(__file__).with_name("log").open("a") as log:
        log.write(name + "\\n")
    once = Path(__file__).with_name("once")
    if does == "hangs":
        while True:
            time.sleep(0.01)
    if does == "dies" or (does == "dies once" and not once.exists()):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if does == "takes memory":
        whole = [bytes(2**20) for _ in range(2**14)]
    if does == "aborts":
        os.abort()
    if does == "leaves":
        os._exit(5)
    if does == "fails":
        raise ValueError("no such chapter")
    if does == "ends":
        sys.exit(3)
    if does.startswith("takes "):
        time.sleep(float(does.removeprefix("takes ")))
    plan = reading.plan("notes", 1)
    reading.element(Kind.GOAL, name, under=plan, lines=[2])
"""


@dataclass
class Notes:
    """A folder with documents, the loader that reads them, and a store beside it."""

    folder: Path
    keikaku: Keikaku
    said: str = field(default="", init=False)

    @property
    def store(self) -> Path:
        return self.folder / "notes.store"

    @property
    def documents(self) -> Path:
        return self.folder / "documents"

    @property
    def loaders(self) -> Path:
        return self.folder / "loaders" / "notes"

    def write(self, *does: str) -> None:
        """Write documents that do something, numbered from 1."""
        for number, what in enumerate(does, start=1):
            self.put(number, what)

    def put(self, number: int, does: str) -> Path:
        file = self.documents / f"{number:03}.txt"
        file.write_text(f"覚え書き {number}\n{does}\n", encoding="utf-8")
        return file

    def read(self) -> list[int]:
        """Return which documents were read since this was last asked, sorted."""
        log = self.loaders / "log"
        lines = log.read_text().splitlines() if log.exists() else []
        log.write_text("")
        return sorted(int(line.split()[1]) for line in lines)

    def start(self, *options: object) -> subprocess.Popen[str]:
        """Start `keikaku build` in a process of its own."""
        command = ["build", self.documents, "--loaders", self.loaders, "--store", self.store, *options]
        return subprocess.Popen(
            [sys.executable, "-m", "keikaku", *map(str, command)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "KEIKAKU_LANG": "en"},
        )

    def build(self, *options: object, jobs: int = 0) -> int:
        """Build, keep what is said, and return the exit status."""
        command = ["build", self.documents, "--loaders", self.loaders, "--store", self.store, "--jobs", jobs]
        result = self.keikaku(*command, *options)
        self.said = result.stdout + result.stderr
        return result.exit_code


@pytest.fixture
def notes(tmp_path: Path, keikaku: Keikaku) -> Notes:
    made = Notes(tmp_path, keikaku)
    made.documents.mkdir()
    made.loaders.mkdir(parents=True)
    (made.loaders / "plan.yml").write_text(PLAN, encoding="utf-8")
    (made.loaders / "load.py").write_text(PROCEDURE, encoding="utf-8")
    return made
