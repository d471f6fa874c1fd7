"""A desk in this process with an example on it, and somebody who was let in."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from keikaku.building.review import Review
from keikaku.web.desk.desk_app import application
from keikaku.web.desk.gate import Gate
from keikaku.web.desk.opened import Opened
from tests.support import ROOT

HOST = "127.0.0.1:8711"
HERE = {"Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}
BY = {"id": "t-mita", "role": "企画課"}


WAITS = math.inf
"""Patience of a desk whose tests must not depend on how quick a reading is: a request waits for it."""


@dataclass
class Clock:
    """Seconds that a test moves on."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """A desk, and the browser of somebody who was let in."""

    opened: Opened
    gate: Gate
    client: TestClient
    folder: Path
    clock: Clock = field(default_factory=Clock)

    def get(self, path: str, **asked: Any) -> Any:
        answer = self.client.get(f"/api/{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, **asked: Any) -> Any:
        answer = self.client.post(f"/api/{path}", json=asked, headers=HERE)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path: str, **asked: Any) -> tuple[int, str]:
        answer = self.client.post(f"/api/{path}", json=asked, headers=HERE)
        return answer.status_code, answer.json()["detail"]

    def enter(self) -> Desk:
        """Open the address that the command prints."""
        assert self.client.get("/", params={"key": self.gate.key}).status_code == 303
        return self


def desk_of(document: Path) -> Desk:
    """Return a desk with a document on it, to which nobody was let in yet."""
    clock = Clock()
    opened = Opened(Review(document), patience=WAITS)
    app, gate = application(opened, HOST, clock)
    client = TestClient(
        app,
        base_url=f"http://{HOST}",
        follow_redirects=False,
        headers={"Accept-Language": "en", "Accept": "application/json"},
    )
    return Desk(opened, gate, client, document.parent, clock)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of an example's document, with its plan.yml beside it."""
    folder = tmp_path / "town"
    shutil.copytree(ROOT / "examples" / "measure-tables", folder)
    return folder / "plan.txt"


@pytest.fixture
def desk(example: Path) -> Iterator[Desk]:
    """A desk that one may write on."""
    found = desk_of(example).enter()
    with found.client:
        yield found
