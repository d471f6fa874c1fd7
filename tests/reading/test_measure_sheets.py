"""Measure sheets, on the made-up plan: what the family holds, and how a sheet may be printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.model import Confidence, Fact, Kind, Role
from keikaku.reading.records import Reading
from tests.claims import claims, reported, unreported
from tests.support import ROOT, document, load_text, series
from tests.waiting import steps

NAME = "examples/measure-sheets"
TEXT = (ROOT / NAME / "plan.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return series(NAME).load(document(ROOT / NAME / "plan.txt"))


def test_nothing_is_left_over(reading: Reading) -> None:
    assert reading.account().unread == ()
    assert [(one.rule, one.severity) for one in reading.findings] == [("figure-size-near", Severity.INFO)]
    assert {one.confidence for one in reading.records()} == {Confidence.CERTAIN}


def test_elements(reading: Reading) -> None:
    counts = {kind.value: sum(one.kind is kind for one in reading.elements) for kind in Kind}
    assert {kind: count for kind, count in counts.items() if count} == {
        "Goal": 1,
        "Field": 2,
        "Perspective": 2,
        "Measure": 3,
        "Action": 9,
    }
    ways = {one.label: getattr(one.parent, "label", "") for one in reading.elements}
    assert ways["川に下りる道の手入れ"] == "川辺の再生"
    assert ways["薪の配達"] == "木を使う"
    assert ways["森の手入れ"] == "水辺とみどり"
    assert ways["朝市の復活"] == "小さな商い"
    assert ways["小さな商い"] == ways["ためす"] == "川とともに暮らす町"


def test_figures(reading: Reading) -> None:
    found = {
        (one.label, one.unit): [
            (o.role.value, o.fiscal_year, o.value, o.comparator) for o in one.observations
        ]
        for one in reading.indicators
    }
    assert found["山に残された間伐材の量", "t"] == [
        ("Baseline", 2023, Decimal(320), ""),
        ("Target", 2030, Decimal(100), "lt"),
    ]
    assert found["「川が前よりきれいになった」と答えた町民の割合", "％"][1] == (
        "Target",
        2030,
        Decimal("60.0"),
        "ge",
    )
    assert found["教室で開く水の観察会", "回"] == [("Target", 2030, Decimal(9), "")]


def test_what_hangs_on_an_element(reading: Reading) -> None:
    said = {(e.label, one.fact, one.value) for e in reading.elements for one in e.statements}
    assert ("森の手入れ", Fact.STRATEGY_GOAL, "森で働く人をふやす") in said
    assert {("木を使う", Fact.DEPARTMENT, name) for name in ("農林課", "建設課")} <= said
    roles = [one for e in reading.elements for one in e.statements if one.stakeholder == "事業者"]
    assert len(roles) == 4
    assert [one.fact for i in reading.indicators for one in i.statements] == [Fact.NOTE]


def test_plan(reading: Reading) -> None:
    plan = reading.plans["town-plan"]
    assert (plan.start, plan.end, plan.lines) == (2025, 2030, [1, 2])


SAME: dict[str, Callable[[str], str]] = {
    "lost characters behind marks": lambda text: text.replace("○ ", "○\ufffd").replace("★ ", "★ \ufffd"),
    "letters of a head set apart": lambda text: text.replace("■ ありたい姿", "■ あ り た い 姿"),
    "half-width": lambda text: text.replace("（令和12年度）", "(R12)").replace("（人）", "(人 )"),
    "a gap inside a text": lambda text: text.replace("終わりまで通れ\n", "終わりまで通れ\n\n"),
    "a gap behind a name": lambda text: text.replace("作業道づくり\n", "作業道づくり\n\n"),
    "a head again at the top of a page": lambda text: text.replace(
        "\f項目 内容\n", "\f取組シート1-2 森の手入れ\n\n項目 内容\n"
    ),
    "an item again at the top of a page": lambda text: text.replace(
        "○ 三つの組合", "○ 三つの組合で使う丸太置き場\n\f項目 内容\n\n機械の共同利用\n○ 三つの組合"
    ),
    "a field's head inside a sheet": lambda text: text.replace("分野Ｂ 小さな商い\n", "").replace(
        "取組シート2-1 朝市の復活\n", "取組シート2-1 朝市の復活\n分野Ｂ 小さな商い\n"
    ),
    "no gaps between rows": lambda text: text.replace("1,800\n\n", "1,800\n"),
}


@pytest.mark.parametrize("change", SAME)
def test_another_print_of_the_same(change: str, reading: Reading, tmp_path: Path) -> None:
    after = load_text(NAME, SAME[change](TEXT), tmp_path)
    assert SAME[change](TEXT) != TEXT
    assert set(claims(reading)) <= set(claims(after)) or "half" in change
    assert reported(after) == set()
    assert {one.label for one in reading.elements} == {one.label for one in after.elements}


def test_names_above_the_title_of_a_box_are_read_from_the_bottom(reading: Reading, tmp_path: Path) -> None:
    text = re.sub(r"大切にする２つの視点\n\nつなぐ\n", "つなぐ ", TEXT)
    text = text.replace("ためす\n", "").replace("柱1 川", "ためす\n\n大切にする２つの視点\n\n柱1 川")
    after = load_text(NAME, text, tmp_path)
    assert set(claims(after)) == set(claims(reading))
    repaired = [
        one.value for e in after.elements for one in e.statements if one.confidence is Confidence.REPAIRED
    ]
    assert len(repaired) == 2
    assert reported(after) == set()


DAMAGES: dict[str, Callable[[str], str]] = {
    "digits split": lambda text: text.replace("1,240", "1, 240"),
    "a figure too many": lambda text: text.replace(" 1,800", " 1,800 1,900"),
    "a year that is none": lambda text: text.replace("41.5(R5)", "41.5(R)"),
    "a baseline after its target": lambda text: text.replace("41.5(R5)", "41.5(R15)"),
    "an era that has no such year": lambda text: text.replace("目標値(令和12年度)", "目標値(平成52年度)", 1),
    "two years of the targets": lambda text: text.replace("目標値(令和12年度)", "目標値(令和11年度)", 1),
    "a unit lost": lambda text: text.replace("（店） 14", "（店 14"),
    "a measure's head lost": lambda text: text.replace("取組シート1-2 森の手入れ\n", ""),
    "a number twice": lambda text: text.replace("取組シート1-2", "取組シート1-1"),
    "a group lost": lambda text: text.replace("[2] 木を使う 担当:農林課及び建設課\n", ""),
    "a field lost": lambda text: text.replace("分野Ａ 水辺とみどり\n", ""),
    "a name between contents lost": lambda text: text.replace("機械の共同利用\n", ""),
    "a row of the roles lost": lambda text: text.replace("町　民 薪の注文を秋のうちに済ませます\n", ""),
    "another count of perspectives": lambda text: text.replace("２つの視点", "３つの視点"),
    "an indicator twice": lambda text: text.replace(
        "草刈り隊の活動回数（回/年）", "教室で開く水の観察会（回）"
    ),
    "a text that ends too early": lambda text: text.replace("を、小さな", "小さな").replace(
        "なくなっています。\n", ""
    ),
    "a period that contradicts the targets": lambda text: text.replace("～令和12年度", "～令和13年度"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str, reading: Reading, tmp_path: Path) -> None:
    after = load_text(NAME, DAMAGES[damage](TEXT), tmp_path)
    assert reported(after)
    worst = {one.severity for one in after.findings}
    wrong = [claim for claim in unreported(reading, after) if claim[0] == "observation"]
    assert wrong == [] or Severity.VIOLATION in worst or after.account().unread  # kept out: `unread: 0`


def test_targets_stand_for_the_year_in_the_head(tmp_path: Path) -> None:
    text = TEXT.replace("令和12年度", "令和14年度")
    after = load_text(NAME, text, tmp_path)
    targets = {o.fiscal_year for i in after.indicators for o in i.observations if o.role is Role.TARGET}
    assert targets == {2032}
    assert reported(after) == set()


def test_the_time_is_linear_in_the_length(tmp_path: Path) -> None:
    """Sheets repeated under new numbers: ten times the lines take about ten times the work."""

    def repeated(times: int) -> str:
        parts = re.split(r"(?<=取組シート)([12])(?=-)", "\n".join([TEXT] * times))
        parts[1::2] = [f"{number}{at // 3}" for at, number in enumerate(parts[1::2])]
        return "".join(parts)

    def work(times: int) -> float:
        path = tmp_path / "long.txt"
        path.write_text(repeated(times), encoding="utf-8")
        long = document(path)
        series(NAME).load(long)
        return steps(lambda: series(NAME).load(long).account().unread) / times

    assert work(40) < 1.5 * work(4)
