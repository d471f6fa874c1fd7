"""Several documents on one desk: what is open on each, one queue across them, and one that cannot be read."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from keikaku.building.inputs import find_documents
from keikaku.building.review import Review, Wanted
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.open_items import Kind
from keikaku.reading.decisions.register import Register
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.web.desk.desk_app import application
from keikaku.web.desk.opened import Opened
from keikaku.web.desk.room import Room
from tests.desk.conftest import BY, HERE, HOST, WAITS
from tests.support import ROOT

EXAMPLES = ("bulleted-outlines", "measure-tables", "project-tables")


class Shelf:
    """A desk with several documents, of several loaders."""

    def __init__(self, folder: Path, held: int) -> None:
        self.read: Counter[str] = Counter()
        self.documents = [one for one in find_documents(folder) if isinstance(one, Path)]
        self.room = Room(self.documents, self._opened, held=held)
        app, gate = application(self.room, HOST)
        self.client = TestClient(app, base_url=f"http://{HOST}", headers={"Accept-Language": "en"})
        self.client.get("/", params={"key": gate.key})

    def _opened(self, path: Path) -> Opened:
        self.read[path.parent.name] += 1
        return Opened(Review(path), patience=WAITS)

    def get(self, path: str, **asked: Any) -> Any:
        answer = self.client.get(f"/api/{path}", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def decide(self, document: int, **asked: Any) -> Any:
        answer = self.client.post(
            "/api/decide", params={"document": document}, json={"by": BY, **asked}, headers=HERE
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in EXAMPLES:
        shutil.copytree(ROOT / "examples" / name, tmp_path / "towns" / name)
    found = tmp_path / "towns"
    (found / "z.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    plan = found / "project-tables" / "plan.txt"
    plan.write_text(plan.read_text("utf-8") + "\nその他の取組を 325 件実施します。\n", "utf-8")
    return found


def test_every_document_is_listed_with_what_is_open_on_it(folder: Path) -> None:
    shelf = Shelf(folder, held=2)
    listed = shelf.get("documents")["documents"]
    assert [one["name"] for one in listed] == [*(f"{name}/plan.txt" for name in EXAMPLES), "z.pdf"]
    assert not any("state" in one for one in listed)  # nothing was read to say this
    shelf.room.read_all()
    listed = shelf.get("documents")["documents"]
    assert [one.get("state") for one in listed] == ["Declared"] * 3 + [None]
    assert "z.pdf" in listed[-1]["error"][1]
    assert listed[2]["first"] == "unread_figure"
    assert all(one["open"] > 0 for one in listed[:3])
    assert shelf.read == Counter([*EXAMPLES, "towns"])
    shelf.room.read_all()
    assert shelf.read == Counter(
        [*EXAMPLES, "towns"]
    )  # what is known of one that is not held any more is kept


def test_one_queue_goes_across_all_documents_what_pays_most_first(folder: Path) -> None:
    shelf = Shelf(folder, held=2)
    shelf.room.read_all()
    whole = shelf.get("work")["whole"]
    assert whole == sum(one.get("open", 0) for one in shelf.get("documents")["documents"])
    items = [
        item for at in range(0, whole, 7) for item in shelf.get("work", **{"from": at, "to": at + 7})["items"]
    ]
    assert len(items) == whole
    assert (items[0]["kind"], items[0]["document"]) == ("unread_figure", 3)
    assert len({(item["document"], item["key"], item["kind"]) for item in items}) == whole
    own = shelf.get("queue", document=3)["items"]
    assert [item["key"] for item in items if item["document"] == 3][: len(own)] == [one["key"] for one in own]
    shelf.decide(3, act="reject", keys=[items[0]["key"]])
    now = shelf.get("work")
    assert now["whole"] == whole - 1
    assert now["items"][0]["key"] != items[0]["key"]
    assert [one.act for one in Register(folder / "project-tables").read()] == ["reject"]
    assert not Register(folder / "measure-tables").read()


def test_what_others_decide_of_a_document_that_is_not_held_is_seen(folder: Path) -> None:
    shelf = Shelf(folder, held=1)
    shelf.room.read_all()
    open_ = shelf.get("documents")["documents"][0]["open"]
    other = Review(folder / "bulleted-outlines" / "plan.txt")
    [first, *_rest] = other.open([Kind.SAMPLE])
    other.decide(Reviewer("k-yamada", "監査"), [Wanted(Act.RIGHT, first.key)])
    assert (
        "open" not in shelf.get("documents")["documents"][0]
    )  # it is read anew before anything is said of it
    shelf.room.read_all()
    assert shelf.get("documents")["documents"][0]["open"] == open_ - 1


@pytest.mark.parametrize("asked", ["0", "9", "x", "-1", "99999999999"])
def test_a_document_that_is_not_there_is_said(folder: Path, asked: str) -> None:
    assert Shelf(folder, held=2).client.get("/api/state", params={"document": asked}).status_code == 404
