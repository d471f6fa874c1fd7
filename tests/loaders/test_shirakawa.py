"""The implementation plan of Shirakawa, goal 7."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.ground.text.folding import key
from keikaku.reading.model import Confidence, Kind
from keikaku.reading.records import Reading
from tests.claims import claims, replaced, reported, unreported
from tests.loaders.edits import swapped, without
from tests.support import ROOT, load_plan, load_text, plan_text, quads, score, series

NAME = "shirakawa-implementation-plan-goal7"
YML = ROOT / "loaders" / NAME / "plan.yml"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_plan(NAME)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return plan_text(NAME).splitlines()


def load(lines: list[str], folder: Path) -> Reading:
    return load_text(NAME, "\n".join(lines), folder)


def line_of(lines: list[str], start: str) -> int:
    """Return the index of the line that starts with a text."""
    return next(at for at, line in enumerate(lines) if line.startswith(start))


def yields_enough(reading: Reading) -> bool:
    """Tell whether a reading reaches the floors of plan.yml."""
    floors = series(NAME).settings.expect
    counts = {kind: sum(one.kind is kind for one in reading.elements) for kind in Kind}
    return (
        counts[Kind.MEASURE] >= floors["Measure"].min
        and counts[Kind.PROJECT] >= floors["Project"].min
        and len(reading.budgets) >= floors["Budget"].min
    )


# -- what is read


def test_score(reading: Reading) -> None:
    for category, (f1, missing, extra) in score(quads(reading, NAME), "shirakawa").items():
        assert f1 == 1.0, (category, missing, extra)


def test_every_line_is_accounted_for(reading: Reading) -> None:
    account = reading.account()
    parts = account.read + account.structure + account.furniture + account.blank
    assert account.unread == ()
    assert account.furniture == 0
    assert parts == account.total


def test_the_one_finding_is_the_title_page(reading: Reading) -> None:
    assert [(one.rule, one.severity) for one in reading.findings] == [("spelling", Severity.INFO)]


def test_yield(reading: Reading) -> None:
    counts = {kind: sum(one.kind is kind for one in reading.elements) for kind in Kind}
    assert {kind.value: count for kind, count in counts.items() if count} == {
        "Goal": 1,
        "Measure": 6,
        "Project": 33,
    }
    assert len(reading.budgets) == 27
    assert all(one.confidence is Confidence.CERTAIN for one in reading.records())


def test_plans(reading: Reading) -> None:
    found = [(one.kind, one.title, one.start, one.end) for one in reading.plans.values()]
    assert found == [
        ("実施計画", "白河市総合計画 実施計画", 2020, 2022),
        ("総合戦略", "第2期白河市みらい創造総合戦略", None, None),
    ]


def test_labels_stand_in_their_lines(reading: Reading) -> None:
    numerals = str.maketrans({"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III"})
    texts = [(one.label, one.lines) for one in reading.elements]
    texts += [(one.value, one.lines) for element in reading.elements for one in element.statements]
    for text, lines in texts:
        print_ = key("".join(reading.line(number).printed for number in lines))
        assert key(text.translate(numerals)) in print_, text


def test_amounts_stand_in_their_lines(reading: Reading) -> None:
    for budget in reading.budgets:
        cells = [cell for number in budget.lines for cell in reading.line(number).cells]
        for amount in (budget.total, budget.specific, budget.general):
            assert amount is not None
            assert f"{amount // 1000:,}" in cells
        assert any(cell.startswith("R2") for cell in cells)


def test_plan_yml_says_how_to_read_and_not_what(reading: Reading) -> None:
    text = key(YML.read_text(encoding="utf-8"))
    labels = {one.label for one in reading.elements} | {
        one.value for e in reading.elements for one in e.statements
    }
    titles = {one.title for one in reading.plans.values() if one.kind == "総合戦略"}
    amounts = {f"{one.total // 1000}" for one in reading.budgets if one.total and one.total >= 1_000_000}
    for word in {one for one in labels | titles if len(one) >= 4} | {one for one in amounts if len(one) > 3}:
        assert key(word) not in text, word


# -- what is printed is what is read


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("広報", "宣伝"),
        ("地域", "区域"),
        ("企画政策課", "政策企画課"),
        ("Ⅲ(4)", "Ⅳ(1)"),
        ("みらい", "あした"),
    ],
)
def test_words_replaced_throughout(printed: str, other: str, reading: Reading, tmp_path: Path) -> None:
    changed = load_text(NAME, plan_text(NAME).replace(printed, other), tmp_path)
    expected = replaced(claims(reading), lambda text: text.replace(printed, other))
    if printed == "Ⅲ(4)":  # two rows print it in other letters
        kept = {one for one in claims(reading) if one[:2] == ("statement", "strategyCode") and "Ⅲ(4)" in one}
        assert len(set(claims(changed)) - expected) == 2
        assert len(kept) == 7
        return
    assert set(claims(changed)) == expected


def test_figures_replaced_throughout(reading: Reading, tmp_path: Path) -> None:
    text = plan_text(NAME).replace("5,300", "6,300").replace("16,7", "18,7").replace("\t324\t", "\t326\t")
    changed = load_text(NAME, text, tmp_path)
    new = {
        "地域おこし協力隊活用事業": 18_759_000,
        "地域づくり活性化支援事業(4地域)": 6_300_000,
        "男女共同参画推進事業": 326_000,
    }
    totals = {one.of.label: one.total for one in changed.budgets}
    assert totals == {one.of.label: one.total for one in reading.budgets} | new
    assert not reported(changed)


def measures(lines: list[str]) -> list[list[str]]:
    """Return the lines before the first measure's page head, and those of each measure."""
    starts = [at for at, line in enumerate(lines) if line.startswith("基本目標7 ")]
    return [lines[start:end] for start, end in zip([0, *starts], [*starts, len(lines)], strict=True)]


@pytest.mark.parametrize("order", [(0, 2, 1, 3, 4, 5, 6), (0, 6, 5, 4, 3, 2, 1), (0, 1, 3, 4, 5, 6, 2)])
def test_measures_moved(order: tuple[int, ...], reading: Reading, lines: list[str], tmp_path: Path) -> None:
    parts = measures(lines)
    moved = load([line for at in order for line in parts[at]], tmp_path)
    assert claims(moved).keys() == claims(reading).keys()
    assert not reported(moved, besides="number-order")
    assert "number-order" in {one.rule for one in moved.findings}


@pytest.mark.parametrize("dropped", range(1, 7))
def test_a_measure_dropped(dropped: int, reading: Reading, lines: list[str], tmp_path: Path) -> None:
    parts = measures(lines)
    left = load([line for at, part in enumerate(parts) if at != dropped for line in part], tmp_path)
    gone = {one for one in claims(reading) if f"7-{dropped}" in one}
    assert claims(left).keys() == claims(reading).keys() - gone
    assert yields_enough(left)


# -- damages: reported or read right, never wrong in silence


def edited(lines: list[str], start: str, old: str, new: str) -> list[str]:
    at = line_of(lines, start)
    assert old in lines[at]
    return [*lines[:at], lines[at].replace(old, new, 1), *lines[at + 1 :]]


DAMAGES: dict[str, Callable[[list[str]], list[str]]] = {
    "a source row removed": lambda lines: without(lines, line_of(lines, "2\tまちづくり") + 1),
    "the last source row removed": lambda lines: without(lines, line_of(lines, "5\tふるさと") + 1),
    "a project's first row removed": lambda lines: without(lines, line_of(lines, "3\t国際交流協会")),
    "a project removed": lambda lines: without(lines, line_of(lines, "3\t職員研修"), 3),
    "two projects' rows swapped": lambda lines: swapped(
        lines, line_of(lines, "5\t町内会"), line_of(lines, "6\t地域の底力")
    ),
    "two figures of two projects swapped": lambda lines: swapped(
        lines, line_of(lines, "1\t三市") + 2, line_of(lines, "2\t埼玉") + 2
    ),
    "a figure before its project": lambda lines: swapped(
        lines, line_of(lines, "1\t男女"), line_of(lines, "1\t男女") + 1
    ),
    "a figure's digits split": lambda lines: edited(lines, "5\t宅地", "25,638", "25, 638"),
    "a figure split over cells": lambda lines: edited(lines, "5\t宅地", "25,638", "25\t638"),
    "a figure doubled": lambda lines: edited(lines, "7\t来て", "12,800", "12,800\t12,800"),
    "a digit lost": lambda lines: edited(lines, "7\t来て", "12,800", "12,80"),
    "a digit read as a letter": lambda lines: edited(lines, "8\t農業", "32,000", "32,00O"),
    "a measure's heading lost": lambda lines: without(lines, line_of(lines, "施策 7-2")),
    "two measures glued": lambda lines: without(lines, line_of(lines, "施策 7-3") - 2, 7),
    "a text's heading lost": lambda lines: without(lines, line_of(lines, "施策 7-4") + 2),
    "a goal's number changed": lambda lines: [
        line.replace("基本目標7 ", "基本目標1 ") if at == line_of(lines, "施策 7-4") - 2 else line
        for at, line in enumerate(lines)
    ],
    "a measure's number changed": lambda lines: edited(lines, "施策 7-5", "7-5", "8-5"),
    "a measure's number doubled": lambda lines: edited(lines, "施策 7-5", "7-5", "7-4"),
    "a table's head lost": lambda lines: without(lines, line_of(lines, "施策 7-6") + 6, 2),
    "half a table's head lost": lambda lines: without(lines, line_of(lines, "施策 7-6") + 7),
    "the sources of a head swapped": lambda lines: swapped(
        lines, line_of(lines, "9\t") - 2, line_of(lines, "9\t") - 1
    ),
    "a head of another year": lambda lines: [
        line.replace("R2事業費", "R3事業費") if at == line_of(lines, "1\t広報") - 2 else line
        for at, line in enumerate(lines)
    ],
    "a cell lost": lambda lines: edited(lines, "6\t定住", "\t1,632", ""),
    "a status garbled": lambda lines: edited(lines, "4\t情報", "新規", "新視"),
    "a code that is no code": lambda lines: edited(lines, "5\t図柄", "Ⅲ(3)", "皿(3)"),
    "a department garbled": lambda lines: edited(lines, "2\t行政", "推進室", "推進"),
    "a character lost": lambda lines: edited(lines, "2\t行政", "改革", "改\ufffd"),
    "a project's number garbled": lambda lines: edited(lines, "4\tFIT", "4\t", "A\t"),
    "a project's row doubled": lambda lines: [
        *lines[: line_of(lines, "2\tふるさと")],
        lines[line_of(lines, "2\tふるさと")],
        *lines[line_of(lines, "2\tふるさと") :],
    ],
    "half the file gone": lambda lines: lines[: len(lines) // 2],
    "the first half gone": lambda lines: lines[len(lines) // 2 :],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str, reading: Reading, lines: list[str], tmp_path: Path) -> None:
    damaged = DAMAGES[damage](lines)
    assert damaged != lines
    after = load(damaged, tmp_path)
    assert unreported(reading, after) == []
    assert reported(after) or not yields_enough(after)


def test_every_figure_damaged_is_reported(reading: Reading, lines: list[str], tmp_path: Path) -> None:
    """Every third row with a figure: its first figure loses its first digit, or is doubled where it has one."""
    for at in [at for at, line in enumerate(lines) if re.search(r"\t[0-9][0-9,]*\t", line)][::3]:
        figure = re.search(r"\t([0-9][0-9,]*)\t", lines[at])
        assert figure
        worse = figure[1][1:].lstrip(",") or figure[1] * 2
        row = lines[at][: figure.start(1)] + worse + lines[at][figure.end(1) :]
        after = load([*lines[:at], row, *lines[at + 1 :]], tmp_path)
        assert unreported(reading, after) == []
        assert reported(after), at + 1
