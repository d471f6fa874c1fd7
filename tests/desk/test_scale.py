"""Documents that take long to read: what is in view is read first, the rest beside the requests; what is sent does not grow with them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from keikaku.building.review import Review
from keikaku.reading.decisions.register import Register
from keikaku.web.desk.beside import Beside, IsOld, Task
from keikaku.web.desk.desk_app import application
from keikaku.web.desk.excerpts import LINES
from keikaku.web.desk.opened import Opened
from tests.desk.conftest import BY, HERE, HOST, Desk
from tests.desk.made_up import document
from tests.waiting import wait_until

PAGES = 30
"""Pages of a made-up document: some more than are read first."""
SLICE = {"from": 0, "to": 100}


class Later(Beside):
    """Does what is ordered when a test says so."""

    def order(self, task: Task, work: Callable[[IsOld], None]) -> None:
        self._waiting[task] = work

    def run(self) -> None:
        while self._waiting:
            task = min(self._waiting)
            self._waiting.pop(task)(lambda: False)


def opened_desk(folder: Path, pages: int, patience: float) -> Desk:
    folder.mkdir()
    opened = Opened(Review(document(folder, pages)), patience=patience)
    app, gate = application(opened, HOST)
    client = TestClient(
        app, base_url=f"http://{HOST}", follow_redirects=False, headers={"Accept-Language": "en"}
    )
    return Desk(opened, gate, client, folder).enter()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    made = Later()
    monkeypatch.setattr("keikaku.web.desk.opened.Beside", lambda: made)
    return made


@pytest.fixture
def desk(later: Later, tmp_path: Path) -> Iterator[Desk]:
    """A desk whose document nobody waits for."""
    found = opened_desk(tmp_path / "town", PAGES, patience=0)
    with found.client:
        yield found


def changed(desk: Desk, leaf: int, *, keep: bool) -> dict[str, Any]:
    """Change plan.yml so that measures of one figure alone are read."""
    text = desk.get("plan")["text"]
    other = text.replace("[0-9]+-[0-9]+)", "[0-9]+-[0-9])")
    assert other != text
    answer: dict[str, Any] = desk.post("plan", text=other, before=text, leaf=leaf, keep=keep)
    return answer


def more(effect: list[dict[str, Any]], name: str) -> int:
    return int(next(one["by"] for one in effect if one["name"] == name))


def states(desk: Desk, leaf: int) -> list[str]:
    return [line["state"] for line in desk.get(f"leaf/{leaf}")["lines"]]


def test_a_change_is_told_around_the_leaf_in_view_before_the_whole_is_known(desk: Desk, later: Later) -> None:
    plan = desk.folder / "plan.yml"
    before = plan.read_text("utf-8")
    tried = changed(desk, 15, keep=False)
    assert tried["partial"]
    assert plan.read_text("utf-8") == before
    assert desk.get("tried", of=tried["trial"]) == {"ready": False}
    later.run()
    whole = desk.get("tried", of=tried["trial"])
    assert whole["ready"]
    assert more(whole["effect"], "Measure") == -8 * PAGES  # 10 to 17 of each page
    assert -8 * PAGES < more(tried["effect"], "Measure") <= -8
    assert more(tried["effect"], "Measure") == -more(tried["effect"], "unread")


def test_a_part_is_read_alone_and_says_of_its_lines_what_the_whole_says(desk: Desk) -> None:
    text, whole = desk.get("plan")["text"], desk.opened.current
    part = desk.opened.part(text, 15)
    shown = whole.leaves[14]
    assert len(part.document.lines) < shown.last - shown.first + LINES + 10 < len(whole.document.lines) // 3
    for number in range(shown.first, shown.last + 1):
        line, place = whole.document.lines[number - 1], part.part[number] if part.part else 0
        assert (part.document.lines[place - 1].text, part.document.lines[place - 1].page) == (line.text, 15)
        assert part.tint(number).state == whole.tint(number).state
        above = [row.parent.claim.value for row in part.tint(number).rows if row.parent]
        assert above == [row.parent.claim.value for row in whole.tint(number).rows if row.parent]
    assert not part.holds(1)


def test_what_is_in_view_is_shown_at_once_and_the_rest_when_it_is_read(desk: Desk, later: Later) -> None:
    old = {leaf: states(desk, leaf) for leaf in (1, 15)}
    whole = desk.get("state")["rows"]
    kept = changed(desk, 15, keep=True)
    assert "[0-9]+-[0-9])" in (desk.folder / "plan.yml").read_text("utf-8")
    assert desk.get("version")["reading"]
    assert states(desk, 15) != old[15]
    assert not any(line["rows"] for line in desk.get("leaf/15")["lines"])  # they are not known yet
    assert states(desk, 1) == old[1]
    assert desk.get("state")["rows"] == whole
    shown = desk.get("version")["version"]
    first = states(desk, 15)
    later.run()
    now = desk.get("version")
    assert not now["reading"]
    assert now["version"] != shown
    assert more(now["effect"], "Measure") == -8 * PAGES < more(kept["effect"], "Measure")
    assert states(desk, 15) == first
    assert states(desk, 1) != old[1]
    assert any(line["rows"] for line in desk.get("leaf/15")["lines"])


def test_what_is_decided_while_the_document_is_read_again_stays_decided(desk: Desk, later: Later) -> None:
    changed(desk, 15, keep=True)
    first, second, *_rest = desk.get("queue", **SLICE)["items"]
    running = desk.opened.is_reading
    assert running
    assert desk.post("decide", by=BY, act="reject", keys=[first["key"]])["made"] == 1
    before = desk.get("queue", **SLICE)
    assert first["key"] not in {one["key"] for one in before["items"]}
    later.run()
    assert first["key"] not in {one["key"] for one in desk.get("queue", **SLICE)["items"]}
    assert desk.post("decide", by=BY, act="reject", keys=[second["key"]])["made"] == 1
    assert not desk.opened.is_reading  # nobody is interrupted by every decision
    desk.get("state")
    assert desk.opened.is_reading
    later.run()
    now = {one["key"] for one in desk.get("queue", **SLICE)["items"]}
    assert not now & {first["key"], second["key"]}
    assert len(Register(desk.folder).read()) == 2
    assert not desk.opened.made  # the reading knows them all


def test_decisions_and_changes_are_taken_back_without_waiting(desk: Desk, later: Later) -> None:
    [first, *_rest] = desk.get("queue", **SLICE)["items"]
    whole = desk.get("state")["rows"]
    desk.post("decide", by=BY, act="reject", keys=[first["key"]])
    assert desk.post("undo", by=BY)["undone"] == 1
    assert desk.get("queue", **SLICE)["items"][0]["key"] == first["key"]
    later.run()
    assert desk.get("queue", **SLICE)["items"][0]["key"] == first["key"]
    changed(desk, 1, keep=True)
    later.run()
    assert desk.get("state")["rows"] < whole
    assert desk.post("undo", by=BY)["plan"] is True
    later.run()
    assert desk.get("state")["rows"] == whole


def test_the_document_is_accepted_when_it_was_read_again(desk: Desk, later: Later) -> None:
    desk.post("accept", by=BY)
    desk.get("state")
    later.run()
    missing = [en for _ja, en in desk.get("state")["missing"]]
    assert "nobody has accepted it yet" not in missing


def test_a_plan_yml_that_was_broken_elsewhere_is_told_and_mended(desk: Desk, later: Later) -> None:
    rows = desk.get("state")["rows"]
    plan = desk.folder / "plan.yml"
    whole = plan.read_text("utf-8")
    plan.write_text(f"{whole}levels: [\n", "utf-8")
    desk.get("version")
    later.run()
    assert "plan.yml" in desk.get("state")["error"]["says"][1]
    plan.write_text(whole, "utf-8")
    desk.get("version")
    assert desk.opened.is_reading  # nobody waits for it although what is broken was read in no time
    later.run()
    state = desk.get("state")
    assert "error" not in state
    assert state["rows"] == rows


def test_a_thread_does_what_is_ordered_and_drops_what_is_old(tmp_path: Path) -> None:
    desk = opened_desk(tmp_path / "town", 3, patience=0)
    changed(desk, 1, keep=True)
    wait_until(lambda: not desk.get("version")["reading"])
    assert more(desk.get("version")["effect"], "Measure") == -8 * 3
    done: list[str] = []
    beside = Beside()

    def first(is_old: IsOld) -> None:
        beside.order(Task.READING, lambda _is_old: done.append("third"))
        beside.order(Task.TRIAL, lambda _is_old: done.append("trial"))
        done.append("old" if is_old() else "new")

    beside.order(Task.READING, first)
    wait_until(lambda: not beside.does(Task.READING) and not beside.does(Task.TRIAL))
    assert done == ["old", "third", "trial"]


# -- what is asked for, and how many bytes


def sent(desk: Desk, path: str, **asked: Any) -> int:
    answer = desk.client.get(f"/api/{path}", params=asked)
    return len(gzip.compress(answer.content, 6))


def test_what_is_sent_does_not_grow_with_the_document(tmp_path: Path) -> None:
    """Of a first page the list of leaves alone does; 600 pages with 10,000 items are bounded by what a page adds."""
    first: dict[int, int] = {}
    item: dict[int, int] = {}
    decided: dict[int, int] = {}
    for pages in (10, 30):
        desk = opened_desk(tmp_path / str(pages), pages, patience=60)
        first[pages] = sent(desk, "state") + sent(desk, "leaf/1") + sent(desk, "queue", **SLICE)
        item[pages] = sent(desk, f"leaf/{pages // 2}") + sent(desk, "queue", **{"from": 100, "to": 200})
        key = desk.get("queue", **SLICE)["items"][0]["key"]
        body = {"by": BY, "act": "reject", "keys": [key]}
        assert len(json.dumps(body)) < 500
        decided[pages] = len(desk.client.post("/api/decide", json=body, headers=HERE).content)
    a_page = (first[30] - first[10]) / 20
    assert first[30] + 570 * a_page < 30_000
    assert item[30] < min(1.2 * item[10], 8_000)
    assert decided[30] < min(1.2 * decided[10], 1_500)
