"""What is pointed at becomes a line of plan.yml that is found by what it says, and nothing else of the file changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from keikaku.building.review import Review
from keikaku.ground.errors import KeikakuError, ReviewError
from keikaku.reading.gestures.plan_text import PlanText
from keikaku.reading.gestures.pointing import edit
from tests.review.conftest import GRAMMAR
from tests.support import ROOT

PLAN_FILES = sorted((ROOT / "loaders").glob("*/plan.yml"))


@pytest.mark.parametrize(
    ("gesture", "values", "added"),
    [
        ("heading", {"lines": ["第1章 子育て", "第2章　道路"], "kind": "Field"}, "第[0-9]+章"),
        ("heading", {"lines": ["■子育て", "■道路"], "kind": "Action"}, r"■\s*(?P<label>"),
        ("heading", {"lines": ["【子育て】"], "kind": "Action", "text": "content"}, "text: content"),
        ("heading", {"lines": ["地域医療"], "kind": "Vision"}, "(?P<label>地域医療)"),
        ("furniture", {"lines": ["- 3 -", "- 4 -"]}, r"\-\s*[0-9]+\s*\-"),
        ("outside", {"start": "はじめに", "end": "基本目標1"}, "start: はじめに"),
        (
            "column",
            {"table": "indicators", "head": "目標値(R10)", "role": "target", "year": 2028},
            "years: {target: 2028}",
        ),
        ("column", {"table": "costs", "head": "金額", "role": "total", "rows": "Project"}, "costs:"),
        ("field", {"label": "担 当 課", "says": "leadDepartment"}, "担当課: leadDepartment"),
        ("block", {"head": "◆課題", "says": "issue", "marks": "・"}, "marks: ・"),
        ("block", {"head": "◆担当課", "says": "department"}, "is: department"),
        ("legend", {"head": "進捗の評価基準", "rates": "progress"}, "(?P<legend>.*)"),
        ("repair", {"printed": "1S0人", "reading": "150人", "because": "p. 3"}, "print: 1S0人"),
        ("doubt", {"printed": "与與", "because": "p. 3"}, "print: 与與"),
        ("period", {"line": "計画期間 令和6年度~令和10年度", "years": "令和6年度~令和10年度"}, "(?P<period>"),
        ("family", {"name": "sogo-senryaku"}, "family: sogo-senryaku"),
        ("join", {"lines": ["施策1-2 見守りの", "充実"]}, "below: 充実"),
        ("split", {"line": "施策1-3 道 施策1-4 橋", "at": "施策1-4"}, "at: 施策1-4"),
        ("continues", {"line": "消防団員数\t120\t150"}, "continues:"),
    ],
)
def test_a_gesture_adds_what_it_says_and_keeps_the_comments(
    gesture: str, values: dict[str, Any], added: str
) -> None:
    made = edit(GRAMMAR, gesture, values)
    assert added in made.text
    assert "# 潮見町の総合戦略" in made.text
    assert "# 一番上" in made.text
    assert added in "".join(
        line[1:] for line in made.difference.splitlines(keepends=True) if line.startswith("+")
    )
    removed = [
        line for line in made.difference.splitlines() if line.startswith("-") and not line.startswith("---")
    ]
    assert len(removed) <= 1


def test_a_heading_that_was_pointed_at_is_read_and_the_change_is_told(review: Review, folder: Path) -> None:
    path = folder / "plan.txt"
    path.write_text(
        path.read_text(encoding="utf-8") + "施策の柱1 若者の定住\n施策の柱2 移住の促進\n", encoding="utf-8"
    )
    review = Review(path)
    before = len(review.reading.account().unread)
    made = review.point("heading", {"lines": ["施策の柱1 若者の定住"], "kind": "Action"})
    change = review.save(made.text)
    assert change.counts == {"Action": 2}
    assert change.unread == len(review.reading.account().unread) - before < 0
    assert "+2" in change.en


@pytest.mark.parametrize("file", PLAN_FILES, ids=lambda file: file.parent.name)
def test_every_plan_yml_at_hand_can_be_pointed_at(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    made = edit(text, "furniture", {"lines": ["12ページ"], "because": "a page's foot"})
    assert yaml.safe_load(made.text)["furniture"][-1]["pattern"] == "[0-9]+ページ"
    kept = [line for line in text.splitlines() if line.strip()]
    assert [line for line in made.text.splitlines() if line in kept] == kept
    again = edit(made.text, "furniture", {"lines": ["13ページ"]})
    assert again.difference == ""


def test_plan_yml_is_not_written_wrongly_or_over_what_somebody_else_wrote(
    review: Review, folder: Path
) -> None:
    file = folder / "plan.yml"
    for text in ("levels: [", GRAMMAR.replace("is: Goal", "is: Gaol"), ""):
        with pytest.raises(KeikakuError):
            review.save(text)
    assert file.read_text(encoding="utf-8") == GRAMMAR
    assert review.plan_text == GRAMMAR
    file.write_text(f"{GRAMMAR}# seen\n", encoding="utf-8")
    with pytest.raises(ReviewError, match="changed by something else"):
        review.save(GRAMMAR.replace("unread: 9", "unread: 8"))
    assert file.read_text(encoding="utf-8").endswith("# seen\n")


@pytest.mark.parametrize(
    ("gesture", "values"),
    [
        ("erase", {}),
        ("heading", {"lines": ["x"], "kind": "Thing"}),
        ("heading", {"lines": [], "kind": "Goal"}),
        ("heading", {"kind": "Goal"}),
        ("heading", {"lines": [3], "kind": "Goal"}),
        ("heading", {"lines": ["x"], "kind": "Goal", "plan": "y"}),
        ("furniture", {"lines": ["道路"], "because": 7}),
        ("column", {"table": "none", "head": "x", "role": "target"}),
        ("column", {"table": "indicators", "head": "x", "role": "target", "year": 99}),
        ("period", {"line": "計画期間", "years": "令和6年度"}),
    ],
)
def test_what_is_no_gesture_is_refused(gesture: str, values: dict[str, Any]) -> None:
    with pytest.raises(KeikakuError):
        edit(GRAMMAR, gesture, values)


def test_an_alias_is_not_broken() -> None:
    text = "a: &x {b: 1}\nc: *x\n"
    with pytest.raises(ReviewError):
        PlanText(text).set(["c", "b"], 2)
    assert PlanText(text).set(["d"], 3).raw == {"a": {"b": 1}, "c": {"b": 1}, "d": 3}


def test_text_is_kept_around_any_change() -> None:
    text = "# head\na:\n  # of b\n  b: 1  # one\n\n  c: {d: [1, 2]}   # two\n# end\nlist:\n- x: 1\n  y: 2\n# last\n"
    for keys, value in (
        (["a", "b"], "é: #"),
        (["a", "c", "d"], [3]),
        (["a", "new"], {"k": None}),
        (["z"], [1]),
    ):
        changed = PlanText(text).set(keys, value).text
        for remark in ("# head", "# of b", "# one", "# two", "# end", "# last"):
            assert remark in changed or (keys == ["a", "b"] and remark == "# one")
    assert PlanText(text).append(["list"], {"x": 3}).text.endswith("- x: 1\n  y: 2\n- {x: 3}\n# last\n")
    assert PlanText(text).append(["a", "c", "d"], 3).raw["a"]["c"]["d"] == [1, 2, 3]
