"""The digest of Kanegasaki's eleventh plan."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.model import Confidence, Fact, Kind
from keikaku.reading.records import Reading
from tests.claims import Claim, claims, replaced, reported, unreported
from tests.sectioned import Lines, counts, furniture_share, is_below_yield, not_in_its_lines, said_by_plan_yml
from tests.support import load_plan, load_text, plan_text, quads, score

NAME = "kanegasaki-11th-plan-digest"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_plan(NAME)


@pytest.fixture(scope="module")
def lines() -> Lines:
    return Lines(plan_text(NAME))


# -- what is read


def test_score(reading: Reading) -> None:
    for category, (f1, missing, extra) in score(quads(reading, NAME), "kanegasaki").items():
        assert f1 == 1.0, (category, missing, extra)


def test_every_line_is_accounted_for(reading: Reading) -> None:
    account = reading.account()
    assert account.unread == ()
    assert account.read + account.structure + account.furniture + account.blank == account.total
    assert furniture_share(NAME, reading) <= 0.15
    assert reading.findings == []


def test_yield(reading: Reading) -> None:
    assert counts(reading) == {
        "Vision": 1,
        "Goal": 4,
        "Field": 19,
        "Measure": 59,
        "StrategyGoal": 3,
        "Action": 12,
        "Perspective": 3,
        "Indicator": 1,
        "Observation": 2,
    }


def test_plans(reading: Reading) -> None:
    assert [(plan.kind, plan.start, plan.end) for plan in reading.plans.values()] == [
        ("基本構想", 2021, 2030),
        ("基本計画", 2021, 2025),
        ("総合戦略", 2021, 2025),
    ]


def test_headings_printed_twice_are_one_element(reading: Reading) -> None:
    twice = [one for one in reading.elements if one.kind in {Kind.VISION, Kind.GOAL, Kind.PERSPECTIVE}]
    assert all(len(one.lines) >= 2 for one in twice)
    assert [one.number for one in twice if one.kind is Kind.GOAL] == ["(1)", "(2)", "(3)", "(4)"]
    goals = [one for one in twice if one.kind is Kind.GOAL]
    assert {one.parent for one in goals} == {one for one in twice if one.kind is Kind.VISION}
    numbered = [one for one in reading.elements if one.kind is Kind.MEASURE and one.number]
    assert len(numbered) == 10
    assert all(len(one.lines) == 2 for one in numbered)


def test_population_targets(reading: Reading) -> None:
    (indicator,) = reading.indicators
    assert (indicator.label, indicator.kinds, indicator.unit) == ("人口目標", ["人口目標"], "人")
    assert [(one.fiscal_year, one.value) for one in indicator.observations] == [
        (2025, Decimal(15294)),
        (2030, Decimal(15075)),
    ]


def test_bullets_whose_marks_are_lost(reading: Reading) -> None:
    by_label = {one.label: one for one in reading.elements if one.kind is Kind.MEASURE}
    found = {
        label: len(by_label[label].statements)
        for label in ("観光資源の活用", "財政基盤・経営力の強化", "所得の向上")
    }
    assert found == {"観光資源の活用": 2, "財政基盤・経営力の強化": 5, "所得の向上": 10}
    assert (
        len([s for one in reading.elements for s in one.statements if s.fact is Fact.POLICY_DIRECTION]) == 135
    )


def test_confidence(reading: Reading) -> None:
    sure = [one for one in reading.records() if one.confidence is Confidence.CERTAIN]
    repaired = [one for one in reading.records() if one.confidence is Confidence.REPAIRED]
    doubtful = [one for one in reading.records() if one.confidence is Confidence.DOUBTFUL]
    assert (len(repaired), len(doubtful)) == (
        1,
        5,
    )  # a doubtful text on the SDGs is stated twice, also as commitment
    assert "グローバルや" in repaired[0].as_printed
    assert len(sure) + 6 == len(list(reading.records()))


def test_what_is_read_stands_in_its_lines(reading: Reading) -> None:
    assert not_in_its_lines(reading) == []


def test_plan_yml_says_how_to_read_and_not_what(reading: Reading) -> None:
    assert said_by_plan_yml(NAME, reading) == []


def test_furniture_holds_no_fact(reading: Reading) -> None:
    left = set(range(1, len(reading.document.lines) + 1)) - {line.number for line in reading.lines()}
    assert not left & {number for one in reading.records() for number in one.lines}


# -- what is printed is what is read


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("広報", "宣伝"),
        ("環境", "景観"),
        ("公共交通", "路線バス"),
        ("生涯", "終生"),
        ("若者", "青年"),
        ("地域", "地区"),
    ],
)
def test_words_replaced_throughout(old: str, new: str, reading: Reading, tmp_path: Path) -> None:
    changed = load_text(NAME, plan_text(NAME).replace(old, new), tmp_path)
    assert set(claims(changed)) == replaced(claims(reading), lambda text: text.replace(old, new))
    assert not reported(changed)


def test_figures_replaced_throughout(reading: Reading, tmp_path: Path) -> None:
    text = plan_text(NAME).replace("15,294", "15,394").replace("15,075", "14,975")
    changed = load_text(NAME, text, tmp_path)
    assert [one.value for one in changed.indicators[0].observations] == [15394, 14975]
    assert not reported(changed)


def without(said: dict[Claim, set[int]], *names: str) -> set[Claim]:
    return {claim for claim in said if not set(names) & set(map(str, claim))}


def test_a_measure_moved(reading: Reading, lines: Lines, tmp_path: Path) -> None:
    moved = load_text(NAME, lines.moved("消防\t", 1, before="雇用・就労支援\t"), tmp_path)
    before = next(one for one in reading.elements if one.label == "消防")
    after = next(one for one in moved.elements if one.label == "消防")
    assert (after.parent, after.plan.id) == (
        next(e for e in moved.elements if e.label == "雇用"),
        "basic-plan",
    )
    assert [one.value for one in after.statements] == [one.value for one in before.statements]
    assert without(claims(moved), "消防") == without(claims(reading), "消防")
    assert not reported(moved)


def test_a_field_moved(reading: Reading, lines: Lines, tmp_path: Path) -> None:
    moved = load_text(NAME, lines.moved("雇用", 7, before="歴史・文化"), tmp_path)
    field = next(one for one in moved.elements if one.label == "雇用")
    assert field.parent is next(
        one for one in moved.elements if one.number == "(4)" and one.kind is Kind.GOAL
    )
    assert without(claims(moved), "雇用") == without(claims(reading), "雇用")
    assert not reported(moved)


@pytest.mark.parametrize("measure", ["道路", "こころの健康", "所得の向上", "スマート自治体"])
def test_a_measure_dropped(measure: str, reading: Reading, lines: Lines, tmp_path: Path) -> None:
    text = Lines(lines.without(f"{measure}\t"))
    in_row = f" ④{measure}" if measure == "スマート自治体" else ""
    dropped = load_text(
        NAME, text.edited("- ①財政基盤", in_row, "") if in_row else "\n".join(text.lines), tmp_path
    )
    assert set(claims(dropped)) == without(claims(reading), measure)
    assert not reported(dropped)
    assert not is_below_yield(NAME, dropped)


# -- damages: reported or read right, never wrong in silence

ROAD = "道路\t"
DAMAGES: dict[str, Callable[[Lines], str]] = {
    "digits split": lambda it: it.edited("令和7年（2025年） **", "15,294", "15, 294"),
    "digits split in the middle": lambda it: it.edited("令和7年（2025年） **", "15,294", "15,2 94"),
    "a first digit lost": lambda it: it.edited("令和7年（2025年） **", "15,294", "5,294"),
    "a figure doubled": lambda it: it.edited("令和7年（2025年） **", "15,294人", "15,294人15,294人"),
    "a digit read as a letter": lambda it: it.edited("令和7年（2025年） **", "15,294", "l5,294"),
    "a unit lost": lambda it: it.edited("令和7年（2025年） **", "人", ""),
    "a second unit": lambda it: it.edited("令和7年（2025年） **", "15,294人", "15,294戸"),
    "years that contradict each other": lambda it: it.edited("令和7年（2025年） **", "2025", "2052"),
    "one year with two figures": lambda it: it.edited(
        "令和12年（2030年） **", "令和12年（2030年）", "令和7年（2025年）"
    ),
    "a period that contradicts the cover": lambda it: it.edited(
        "基本計画 (", "令和7年度(2025年度)", "令和8年度(2026年度)"
    ),
    "the era's year garbled": lambda it: it.edited("基本計画 (", "令和3年度", "令和5年度"),
    "the heading of the targets lost": lambda it: it.without("人口目標"),
    "a goal's heading lost": lambda it: it.without("II "),
    "the last goal's heading lost": lambda it: it.without("IV "),
    "a goal lost where it is announced": lambda it: it.without("(3) 産業"),
    "a goal's text under another one": lambda it: it.swapped("防災力を", "(2) 健康福祉"),
    "a plan's heading lost": lambda it: it.without("基本計画 ("),
    "a section's heading lost": lambda it: it.without("将来像実現"),
    "half the vision lost": lambda it: it.without("～笑顔で", 1),
    "a field's name lost": lambda it: it.without("居住環境"),
    "a field's text lost": lambda it: it.without("資源循環型"),
    "a table's head lost": lambda it: it.without("施策\t", 1),
    "a perspective's name lost": lambda it: it.without("行政経営"),
    "a row of announced measures lost": lambda it: it.without("- ①財政基盤"),
    "a row of an announced measure lost": lambda it: it.without("国際理解\t"),
    "two measures glued": lambda it: it.glued(ROAD, "公共交通\t"),
    "two measures glued by a tab": lambda it: it.glued(ROAD, "公共交通\t", "\t"),
    "a cell lost": lambda it: "\n".join(
        line.split("\t")[0] if line.startswith(ROAD) else line for line in it.lines
    ),
    "a row's tab lost": lambda it: it.edited(ROAD, "\t", " "),
    "a cell cut off": lambda it: it.edited(ROAD, "道路の維持、整備 ・ 物流", "道路の維持、 ・ 物流"),
    "mark-up broken": lambda it: it.edited(ROAD, '">', '"'),
    "a row doubled": lambda it: it.doubled(ROAD),
    "a strategy goal's number lost": lambda it: it.without("2"),
    "a strategy goal's name lost": lambda it: it.without("女性にとって魅力的なまちを創る"),
    "an action lost": lambda it: it.without("- ② 町内外"),
    "two actions glued": lambda it: it.glued("- ③ 出会い", "- ④ 安心して"),
    "an action before its heading": lambda it: it.swapped("<方策>", "- ① やりがい"),
    "a character lost": lambda it: it.edited("都市基盤", "市", "\ufffd"),
    "a character lost in a row": lambda it: it.edited(ROAD, "道路\t", "道\ufffd\t"),
    "the signature lost": lambda it: it.without("金ヶ崎町長"),
    "half the file gone": lambda it: "\n".join(it.lines[: len(it.lines) // 2]),
    "the first half gone": lambda it: "\n".join(it.lines[len(it.lines) // 2 :]),
}


def figures(reading: Reading) -> set[tuple[object, ...]]:
    return {(one.fiscal_year, one.value) for i in reading.indicators for one in i.observations}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str, reading: Reading, lines: Lines, tmp_path: Path) -> None:
    damaged = DAMAGES[damage](lines)
    after = load_text(NAME, damaged, tmp_path)
    assert unreported(reading, after) == []
    same = claims(after).keys() == claims(reading).keys()
    assert reported(after) or same or is_below_yield(NAME, after)
    assert figures(after) <= figures(reading) or "digit" in damage or "figures" in damage


def test_what_is_lost_of_a_goal_stops_the_store(lines: Lines, tmp_path: Path) -> None:
    after = load_text(NAME, lines.without("II "), tmp_path)
    assert any(one.severity is Severity.VIOLATION for one in after.findings)
