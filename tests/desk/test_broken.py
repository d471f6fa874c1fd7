"""What is wrong around a desk: it opens, says what and where, keeps everything, and goes on when that is mended."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from keikaku.building.review import PRINTED_AT, Review
from keikaku.ground.errors import RecognitionError
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.register import Register
from keikaku.web.server.bounds import LARGEST_BODY
from tests.desk.conftest import BY, HERE, Desk, desk_of
from tests.support import ROOT, shared


def target(desk: Desk) -> dict[str, Any]:
    rows: list[dict[str, Any]] = desk.get("rows")["rows"]
    return next(one for one in rows if one["name"] == "Target")


def correct(desk: Desk, row: dict[str, Any], after: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = desk.post("decide", by=BY, act="correct", keys=[row["key"]], after=after, **more)
    return found


def test_a_desk_opens_on_a_broken_plan_yml_and_the_text_is_mended_there(example: Path) -> None:
    plan = example.with_name("plan.yml")
    whole = plan.read_text("utf-8")
    correct(first := desk_of(example).enter(), target(first), "12")
    lines = whole.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("levels:"))
    broken = "\n".join([*lines[:at], "levles:", *lines[at + 1 :]]) + "\n"
    plan.write_text(broken, "utf-8")
    desk = desk_of(example).enter()
    state = desk.get("state")
    assert "levles" in state["error"]["says"][1]
    assert state["error"]["line"] == at + 1
    assert state["lines"]["unread"] == len(
        example.read_text("utf-8").splitlines()
    )  # the print is there to be seen
    assert desk.get("plan")["text"] == broken
    assert desk.get("queue")["items"][0]["says"][1] == state["error"]["says"][1]
    status, said = desk.refused("decide", by=BY, act="accept", keys=[desk.get("queue")["items"][0]["key"]])
    assert (status, "levles" in said) == (400, True)
    assert desk.refused("accept", by=BY)[0] == 400
    still = desk.post("plan", text=broken + "# more\n", before=broken, keep=False)
    assert "levles" in still["error"][1]
    desk.post("plan", text=whole, before=broken, keep=True)
    state = desk.get("state")
    assert "error" not in state
    assert target(desk)["after"] == "12"  # what was decided before is kept
    plan.write_text("{", "utf-8")  # and broken again, by an editor elsewhere
    assert "plan.yml" in desk.get("state")["error"]["says"][1]
    plan.write_bytes(b"family: \xff\xfe\n")
    assert "UTF-8" in desk.get("state")["error"]["says"][1]
    plan.write_text(whole, "utf-8")
    assert target(desk)["after"] == "12"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda line: line.replace("\t12\t", "\t13\t"), "changed after it was written"),
        (lambda line: line.rsplit("\t", 1)[0], "columns"),
        (lambda line: f"<<<<<<< HEAD\n{line}", "conflict"),
    ],
)
def test_a_decision_that_was_edited_by_hand_is_told_with_its_line_and_nothing_is_lost(
    change: Any, said: str, example: Path
) -> None:
    first = desk_of(example).enter()
    correct(first, target(first), "12")
    file = Register(example.parent).path
    head, line = file.read_text("utf-8").splitlines()
    hurt = f"{head}\n{change(line)}\n"
    file.write_text(hurt, "utf-8")
    desk = desk_of(example).enter()  # a desk that is opened on it, and one that it was changed under
    for one in (desk, first):
        error = one.get("state")["error"]["says"][1]
        assert said in error
        assert "decisions.tsv:2" in error
        assert one.refused("decide", by=BY, act="accept", keys=["x"])[0] == 400
    assert file.read_text("utf-8") == hurt
    file.write_text(f"{head}\n{line}\n", "utf-8")
    assert target(desk)["after"] == target(first)["after"] == "12"


def test_a_decision_on_another_passage_is_asked_again_and_not_done(example: Path) -> None:
    desk = desk_of(example).enter()
    row = target(desk)
    correct(desk, row, "12")
    [line] = row["lines"]
    text = example.read_text("utf-8").splitlines()
    text[line - 1] += " ※"
    example.write_text("\n".join(text), "utf-8")
    assert "after" not in target(desk)
    again = [one for one in desk.get("queue")["items"] if one["kind"] == "again"]
    assert [one["key"] for one in again] == [row["key"]]
    assert "12" in again[0]["says"][1]


def test_a_document_that_changes_under_the_desk_is_read_anew_and_nothing_is_decided_unseen(
    desk: Desk,
) -> None:
    document, seen = desk.folder / "plan.txt", desk.get("state")
    row = target(desk)
    document.write_text(document.read_text("utf-8") + "\nその他 325 件を実施します。\n", "utf-8")
    for path, asked in (
        ("decide", {"act": "accept", "keys": [row["key"]]}),
        ("accept", {}),
    ):
        status, said = desk.refused(path, by=BY, print=seen["print"], **asked)
        assert (status, "another file" in said) == (409, True)
    assert not Register(desk.folder).path.exists()
    now = desk.get("state")
    assert (now["print"] != seen["print"], now["lines"]["unread"]) == (True, 1)
    assert desk.post("decide", by=BY, act="accept", keys=[row["key"]], print=now["print"])["made"] == 1
    document.write_bytes(b"")  # as when somebody is about to write it
    answer = desk.client.get("/api/state")
    assert answer.status_code >= 400
    assert "plan.txt" in answer.json()["detail"]
    assert len(Register(desk.folder).read()) == 1


def test_a_page_without_a_picture_and_a_word_too_long_are_said(desk: Desk) -> None:
    answer = desk.client.get("/api/picture/1")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/json")
    key = target(desk)["key"]
    assert (
        "20,000" in desk.refused("decide", by=BY, act="correct", keys=[key], after="1" * 20_001, note="n")[1]
    )
    body = b'{"after": "' + b"1" * LARGEST_BODY + b'"}'
    sent = desk.client.post("/api/decide", content=body, headers={**HERE, "Content-Type": "application/json"})
    assert sent.status_code == 413
    assert not Register(desk.folder).path.exists()


def test_a_text_that_is_html_stays_text(desk: Desk) -> None:
    row = next(one for one in desk.get("rows")["rows"] if one["name"] == "Indicator")
    evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
    correct(desk, row, evil)
    now = next(one for one in desk.get("rows")["rows"] if one["key"] == row["key"])
    assert now["after"] == evil
    for path in ("/api/rows", "/api/queue", "/api/state"):
        answer = desk.client.get(path, headers={"Accept": "text/html"})
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "onerror" not in desk.client.get("/").text


@pytest.mark.parametrize(
    "by", [None, {}, {"id": "", "role": "課"}, {"id": "山田", "role": "課"}, {"id": "t-mita"}]
)
def test_who_does_not_say_who_they_are_decides_nothing(desk: Desk, by: Any) -> None:
    status, said = desk.refused("decide", by=by, act="accept", keys=[target(desk)["key"]])
    assert status == 400
    assert "id" in said
    assert not Register(desk.folder).path.exists()


def test_the_right_value_can_be_another_box(desk: Desk) -> None:
    row = target(desk)
    other = next(
        line
        for line in desk.get("leaf/1")["lines"]
        if line["number"] not in row["lines"] and any(char.isdigit() for char in line["text"])
    )
    correct(desk, row, "15", box=[other["number"], None])
    [made] = Register(desk.folder).read()
    assert made.note == f"{PRINTED_AT}line {other['number']}"
    assert made.place != made.note.removeprefix(PRINTED_AT)
    for box in ([0, None], [99_999, None], ["1", 2], [1], "1", [True, None]):
        assert desk.refused("decide", by=BY, act="correct", keys=[row["key"]], after="1", box=box)[0] == 400


def test_what_says_nothing_of_any_row_is_refused_in_a_sentence(desk: Desk) -> None:
    known = desk.get("known")
    [*_some, table] = known["tables"]
    values = {"table": table, "says": "projectStatus", "value": "継続"}
    assert "no kind of tables" in desk.refused("point", gesture="rows", values={**values, "table": "none"})[1]
    text = desk.get("plan")["text"]
    for name in known["tables"]:
        status, said = desk.refused(
            "point", gesture="rows", values={**values, "table": name, "value": "なにか"}
        )
        assert status == 400
        assert "code list" in said or "elements" in said
    added = (
        f"{text}\ntables:\n  never: {{rows: Project, heads: [total]}}\n" if "\ntables:" not in text else text
    )
    if added != text:
        desk.post("plan", text=added, before=text, keep=True)
        said = desk.refused("point", gesture="rows", values={**values, "table": "never"})[1]
        assert "no row of this document" in said


def test_whose_plan_it_is_is_asked_at_the_desk_and_found_by_name(tmp_path: Path) -> None:
    document = Path(shutil.copy(shared("documents", "mihiraki.pdf"), tmp_path))
    desk = desk_of(document).enter()
    state = desk.get("state")
    assert state["error"]["whose"]
    assert state["lines"]["read"] == 0
    assert [one[2] for one in desk.get("towns", q="音威子")["towns"]] == ["音威子府村"]
    assert [one[2] for one in desk.get("towns", q="おといねっぷ")["towns"]] == ["音威子府村"]
    assert len(desk.get("towns", q="市")["towns"]) == 20
    assert desk.get("towns", q="星野市") == {"towns": [], "exact": False}
    assert "there is" in desk.refused("point", gesture="municipality", values={"name": "須坂市"})[1]
    assert desk.refused("point", gesture="municipality", values={"code": "12999"})[0] == 400
    real = desk.post("point", gesture="municipality", values={"code": "01470"})
    assert any("01470" in text for mark, text in real["difference"] if mark == "+")
    assert {one["name"]: one["by"] for one in real["effect"]}["Measure"] == 3
    assert not (tmp_path / "plan.yml").exists()
    tried = desk.post("point", gesture="municipality", values={"name": "星野市"})
    desk.post("plan", text=tried["text"], before=tried["before"], keep=True)
    state = desk.get("state")
    assert ("error" in state, state["lines"]["unread"]) == (False, 0)
    assert "invented: true" in (tmp_path / "plan.yml").read_text("utf-8")


def test_what_is_no_plan_is_still_said_before_a_desk_is_opened(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("前略\nお元気ですか。\n草々\n", "utf-8")
    with pytest.raises(RecognitionError):
        Review(letter)


def test_a_fact_that_the_extraction_lost_is_assigned(tmp_path: Path) -> None:
    document = Path(shutil.copytree(ROOT / "examples" / "evaluation-sheets", tmp_path / "town")) / "plan.txt"
    desk = desk_of(document).enter()
    lost = [
        one for one in desk.get("queue")["items"] if one.get("name") == "sdg" and one["kind"] == "doubtful"
    ]
    assert [one["value"] for one in lost] == ["", ""]
    goal, measure = (one["key"] for one in lost)
    assert "SDG" in desk.refused("decide", by=BY, act="correct", keys=[goal], after="3、99")[1]
    desk.post("decide", by=BY, act="correct", keys=[goal], after="3、17")
    desk.post("decide", by=BY, act="reject", keys=[measure])  # no field of that name is printed there
    assert [(made.act, made.after) for made in Register(document.parent).read()] == [
        (Act.ASSIGN, "3、17"),
        (Act.REJECT, ""),
    ]
    lines = Review(document).loaded.lines
    said = {
        line.split(" ")[2] for line in lines if line.split(" ")[1].endswith("ns#sdg>") and "/goal/" in line
    }
    assert {one.rsplit("/", 1)[-1].rstrip(">") for one in said} == {"3", "17"}
    assert not any("unreadableProperty" in line and "ns#sdg>" in line for line in lines)
