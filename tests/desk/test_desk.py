"""What the desk sends of a document, and what it writes."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from keikaku.building.review import Review
from keikaku.reading.decisions.register import Register
from keikaku.web.desk.desk_answers import MOST_ROWS
from tests.desk.conftest import BY, HERE, Desk, desk_of


def all_rows(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.get("rows", **{"from": 0, "to": MOST_ROWS})["rows"]
    return found


def test_every_line_stands_on_a_leaf_with_what_became_of_it(desk: Desk) -> None:
    state = desk.get("state")
    lines = [
        line for number in range(1, len(state["leaves"]) + 1) for line in desk.get(f"leaf/{number}")["lines"]
    ]
    text = (desk.folder / "plan.txt").read_text("utf-8").splitlines()
    assert [line["number"] for line in lines] == list(range(1, len(text) + 1))
    assert sum(state["lines"].values()) == len(text)
    assert not state["lines"]["unread"]
    rows = {row["number"]: row for row in all_rows(desk)}
    for line in lines:
        for number in line["rows"]:
            assert line["number"] in rows[number]["lines"]


def test_the_tree_holds_what_the_tables_hold(desk: Desk) -> None:
    rows = all_rows(desk)
    assert rows[0]["name"] == "Plan"
    assert {one["name"] for one in rows if not one["depth"]} == {"Plan"}
    tables = desk.get("tables")["tables"]
    indicators = next(one for one in tables if one["name"] == "Indicator")
    held = desk.get("table/Indicator")["rows"]
    assert len(held) == indicators["whole"] == sum(row["name"] == "Indicator" for row in rows)
    assert all(len(row) == len(indicators["columns"]) for row in held)
    assert {row["name"] for row in rows} >= {"Measure", "Target"}


def test_a_line_that_nothing_reads_and_a_figure_that_no_record_tells_come_first(example: Path) -> None:
    text = example.read_text("utf-8").splitlines()
    example.write_text(
        "\n".join([*text, "その他の取組を 325 件実施します。<script>alert(1)</script>"]), "utf-8"
    )
    desk = desk_of(example).enter()
    state = desk.get("state")
    assert state["lines"]["unread"] == 1
    assert state["leaves"][-1][4] == 1
    [first, *_rest] = desk.get("queue")["items"]
    assert first["kind"] == "unread_figure"
    assert first["lines"] == [len(text) + 1]
    answer = desk.client.get(f"/api/leaf/{first['leaf']}")
    assert answer.headers["content-type"] == "application/json"
    assert "<script>" in answer.json()["lines"][-1]["text"]  # text in JSON, which the page puts in as text
    assert "<script>" not in desk.client.get("/").text.replace("<script defer", "")


def test_a_decision_is_on_the_disk_before_it_is_answered_and_undone_by_a_line(desk: Desk) -> None:
    row = next(one for one in all_rows(desk) if one["name"] == "Target")
    done = desk.post("decide", by=BY, act="correct", keys=[row["key"]], after="12")
    assert done["made"] == 1
    [kept] = Register(desk.folder).read()
    assert (kept.reviewer, kept.role, kept.before, kept.after) == ("t-mita", "企画課", row["value"], "12")
    now = next(one for one in all_rows(desk) if one["key"] == row["key"])
    assert now["decided"] in ("correct", "sampled-wrong")  # of a fact of the random sample it says so
    assert (now["after"], now["by"]) == ("12", "t-mita")
    assert now["value"] == row["value"]  # what was read stays beside it
    assert desk.post("undo", by=BY)["undone"] == 1
    assert "decided" not in next(one for one in all_rows(desk) if one["key"] == row["key"])
    assert len(Register(desk.folder).read()) == 2
    assert desk.post("undo", by=BY)["undone"] == 0


def test_what_is_sure_is_accepted_together_and_taken_back_together(desk: Desk) -> None:
    names = Counter(str(one["name"]) for one in all_rows(desk))
    row = next(one for one in all_rows(desk) if one["name"] == names.most_common(1)[0][0])
    groups = {name: one["count"] for name, one in desk.get("groups", key=row["key"])["groups"].items()}
    assert 1 < groups["alike"] < groups["page"]
    before = desk.get("state")["open"]
    done = desk.post("decide", by=BY, act="accept", group="alike", key=row["key"])
    assert done["made"] == groups["alike"]
    assert done["open"] <= before
    assert desk.post("undo", by=BY)["undone"] == groups["alike"]


def test_a_decision_that_says_nothing_is_refused_in_a_sentence(desk: Desk) -> None:
    key = all_rows(desk)[0]["key"]
    assert "id" in desk.refused("decide", act="accept", keys=[key])[1]
    for asked in (
        {"act": "destroy", "keys": [key]},
        {"act": "accept", "keys": []},
        {"act": "accept", "keys": [key], "after": "12"},
        {"act": "correct", "keys": [key]},
        {"act": "accept", "keys": ["no-such-fact"]},
        {"act": "correct", "keys": [key], "after": "x" * 30_000},
    ):
        status, detail = desk.refused("decide", by=BY, **asked)
        assert status == 400
        assert detail
    assert (
        desk.client.post(
            "/api/decide", content=b"[", headers={**HERE, "Content-Type": "application/json"}
        ).status_code
        == 400
    )
    assert desk.client.post("/api/decide", json=[1], headers=HERE).status_code == 400
    assert Register(desk.folder).read() == []


def test_plan_yml_is_tried_before_it_is_kept_and_comes_back(desk: Desk) -> None:
    plan = desk.folder / "plan.yml"
    before = desk.get("plan")["text"]
    line = next(one["text"] for one in desk.get("leaf/1")["lines"] if len(one["rows"]) > 1)
    tried = desk.post("point", gesture="furniture", values={"lines": [line]})
    assert plan.read_text("utf-8") == before
    assert any(mark == "+" and "pattern" in text for mark, text in tried["difference"])
    assert tried["effect"]
    kept = desk.post("plan", text=tried["text"], before=tried["before"], keep=True)
    assert kept["effect"] == tried["effect"]
    assert plan.read_text("utf-8") == tried["text"] != before
    undone = desk.post("undo", by=BY)
    assert undone["plan"]
    assert plan.read_text("utf-8") == before


def test_a_plan_yml_that_says_nothing_is_shown_with_its_line_and_never_kept(desk: Desk) -> None:
    before = desk.get("plan")["text"]
    tried = desk.post("plan", text=f"{before}\nnonsense: [1\n", before=before, keep=False)
    assert "plan.yml" in tried["error"][1]
    assert desk.refused("plan", text=f"{before}\nnonsense: [1\n", before=before, keep=True)[0] == 400
    assert (desk.folder / "plan.yml").read_text("utf-8") == before


def test_two_people_see_each_other_and_neither_overwrites(desk: Desk) -> None:
    other = desk_of(desk.folder / "plan.txt").enter()
    version = other.get("version")["version"]
    row = next(one for one in all_rows(desk) if one["name"] == "Target")
    desk.post("decide", by=BY, act="correct", keys=[row["key"]], after="12")
    assert other.get("version")["version"] != version
    seen = next(one for one in all_rows(other) if one["key"] == row["key"])
    assert (seen["after"], seen["by"]) == ("12", "t-mita")
    other.post("decide", by={"id": "k-yamada", "role": "監査"}, act="correct", keys=[row["key"]], after="13")
    assert [one.after for one in Register(desk.folder).read()] == ["12", "13"]
    assert "disagreement" in {item["kind"] for item in desk.get("queue")["items"]}
    text = desk.get("plan")["text"]
    desk.post("plan", text=f"{text}\n# one\n", before=text, keep=True)
    status, detail = other.refused("plan", text=f"{text}\n# other\n", before=text, keep=True)
    assert status == 409
    assert "nothing was overwritten" in detail
    assert other.get("plan")["text"].endswith("# one\n")


def test_a_document_is_accepted_when_nothing_is_missing(desk: Desk) -> None:
    assert desk.post("accept", by=BY)["state"] == "Declared"
    for _round in range(200):
        items = desk.get("queue")["items"]
        if not items:
            break
        one = items[0]
        desk.post("decide", by=BY, act="accept", keys=[one["key"]], sampled=one["kind"] == "sample")
    done = desk.post("accept", by=BY)
    assert (done["state"], done["open"], done["missing"]) == ("Accepted", 0, [])
    assert {one.act for one in Register(desk.folder).read()} >= {"sampled-right"}
    facts, checked, wrong, low, high = done["rate"]
    assert (checked > 0, wrong) == (True, 0)
    assert 0 <= low < high < 1 or checked == facts
    assert str(Review(desk.folder / "plan.txt").acceptance.state) == "Accepted"


def test_what_reads_several_documents_is_not_held_to_what_one_of_them_gives(desk: Desk) -> None:
    before = desk.get("plan")["text"]
    (desk.folder / "another.txt").write_text("別の文書\n", "utf-8")
    while items := desk.get("queue")["items"]:
        asked = {"act": "accept", "keys": [items[0]["key"]], "sampled": items[0]["kind"] == "sample"}
        desk.post("decide", by=BY, **asked)
    assert desk.post("accept", by=BY)["state"] == "Accepted"
    assert desk.get("plan")["text"] == before


def test_where_everything_was_accepted_nothing_is_left_to_be_sampled(desk: Desk) -> None:
    for row in all_rows(desk):
        if not row["depth"]:
            desk.client.post(
                "/api/decide",
                json={"by": BY, "act": "accept", "group": "below", "key": row["key"]},
                headers=HERE,
            )
    while items := desk.get("queue")["items"]:
        desk.post("decide", by=BY, act="accept", keys=[items[0]["key"]])
    assert desk.post("accept", by=BY)["state"] == "Accepted"
    review = Review(desk.folder / "plan.txt")
    given = review.loaded.series.settings.expect
    assert given
    assert all(one.min == one.max == review.report.elements[name] for name, one in given.items())
    assert desk.post("undo", by=BY)["undone"] == 1  # the acceptance, not what follows from it
    assert str(Review(desk.folder / "plan.txt").acceptance.state) == "Declared"
    lines = (desk.folder / "plan.txt").read_text("utf-8").splitlines()
    at = review.reading.indicators[-1].lines[0]
    (desk.folder / "plan.txt").write_text("\n".join([*lines[: at - 1], *lines[at:]]), "utf-8")
    less = Review(desk.folder / "plan.txt").report.error
    assert less is not None
    assert less.id == "reading.below-yield"


def test_a_search_leads_to_what_was_read_and_else_to_the_line(desk: Desk) -> None:
    row = next(one for one in all_rows(desk) if one["name"] == "Indicator")
    found = desk.get("search", q=row["value"])
    assert found["row"] is not None
    assert row["value"] in all_rows(desk)[found["row"]]["value"]
    assert desk.get("search", q="こんな言葉はない")["count"] == 0


@pytest.mark.parametrize("asked", ["leaf/0", "leaf/999", "table/None", "none"])
def test_what_is_not_there_is_said(desk: Desk, asked: str) -> None:
    answer = desk.client.get(f"/api/{asked}")
    assert answer.status_code == 404
    assert json.loads(answer.content)["detail"]
