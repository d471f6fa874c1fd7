"""Names, numbers and words, and what stands where."""

from __future__ import annotations

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.model import Confidence, Fact, Kind
from tests.checks.readings import department, element, found, indicator, plan, reading, rules

V, W, I = Severity.VIOLATION, Severity.WARNING, Severity.INFO  # noqa: E741


def with_departments(*names: str) -> set[tuple[str, Severity]]:
    made = reading()
    measure = element(made, "道路")
    for name in names:
        department(made, measure, name)
    return found(made)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("企画政策課", "企画政策課", "企両政策課"), {("department-twin", W)}),
        (("企画政策課", "企両政策課"), {("department-twin", W)}),
        (("企画政策課", "企画政策課", "企画政筴課"), {("department-near", I)}),
        (("総務課", "総務課", "税務課"), set()),
        (("第一保育園", "第一保育園", "第二保育園"), set()),
        (("企画政策課", "企画政策課", "企両政策課経営推進室"), {("department-twin", W)}),
        (("企画政策課", "企画政策課", "企画政策課経営推進室"), set()),
        (("1,234",), {("department-number", V)}),
        (("Ⅲ(4)",), {("department-number", V)}),
        (("道路を直します。",), {("department-kind", W)}),
        (("こども家庭センター", "全課"), set()),
    ],
)
def test_departments(names: tuple[str, ...], told: set[tuple[str, Severity]]) -> None:
    assert with_departments(*names) == told


@pytest.mark.parametrize(("line", "told"), [("道路の整備 市 民課", True), ("道路の整備 民課", False)])
def test_a_single_character_apart_before_a_department_may_be_of_its_name(line: str, told: bool) -> None:
    made = reading(line)
    department(made, element(made, "道路の整備"), "民課")
    assert (("department-cut", W) in found(made)) is told


@pytest.mark.parametrize(
    ("figures", "told"), [(("1", "2"), True), ((), False)], ids=["one with figures", "none"]
)
def test_an_indicator_whose_name_is_printed_again_without_a_figure_is_told(
    figures: tuple[str, ...], told: bool
) -> None:
    made = reading()
    indicator(made, "将来人口", *figures)
    indicator(made, "将来人口")
    assert (("element-twice", W) in found(made)) is told


def test_names_that_look_alike_are_doubtful() -> None:
    made = reading()
    one, other = element(made, "企画政策の推進"), element(made, "企両政策の推進")
    element(made, "人口の推計")
    assert found(made) == {("name-twin", W)}
    assert one.confidence is other.confidence is Confidence.DOUBTFUL


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("道路を直します。", {("label-sentence", W)}),
        ("16,759", {("label-number", V)}),
        ("▲ 道路の修繕", {("label-mark", W)}),
        ("道路の修繕/", {("label-mark", W)}),
        ("道路の修繕を支援する", {("label-verb", I)}),
        ("道路を直したこと", {("label-verb", I)}),
        ("道路の修繕", set()),
        ("道 路の修繕", {("label-space", I)}),
        ("道路の修繕 橋の修繕", set()),
        ("LED A の修繕", set()),
    ],
)
def test_a_name_unlike_the_others(label: str, told: set[tuple[str, Severity]]) -> None:
    made = reading()
    for other in ("橋の点検", "川の清掃", "山の手入れ", "里の見守り"):
        element(made, other, kind=Kind.PROJECT)
    element(made, label, kind=Kind.PROJECT)
    assert found(made) == told


def numbered(*numbers: str) -> set[str]:
    made = reading()
    for number, name in zip(numbers, ("道路", "橋", "河川", "山林"), strict=False):
        element(made, name, number)
    return rules(made)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (("1", "2", "3"), set()),
        (("35", "36", "37"), set()),
        (("①", "②", "③"), set()),
        (("Ⅰ", "Ⅱ", "Ⅲ"), set()),
        (("第1施策", "第2施策"), set()),
        (("7-1", "7-2", "7-4"), {"number-gap"}),
        (("①", "②", "④"), {"number-gap"}),
        (("1", "3", "2"), {"number-order"}),
        (("1", "2", "2", "3"), {"number-twice"}),
        (("★", "★"), set()),
    ],
)
def test_numbers_in_order(numbers: tuple[str, ...], told: set[str]) -> None:
    assert numbered(*numbers) == told


def test_numbers_that_run_through_several_places() -> None:
    for numbers, told in (((35, 36, 37, 38), set()), ((35, 36, 38, 37), {"number-order", "number-gap"})):
        made = reading()
        fields = [element(made, name, kind=Kind.FIELD) for name in ("行政", "暮らし")]
        for at, number in enumerate(numbers):
            element(made, f"施策{number}号", str(number), under=fields[at // 3])
        assert rules(made) == told


def test_a_number_that_names_another_place() -> None:
    made = reading()
    goals = [element(made, name, number, Kind.GOAL) for name, number in (("暮らし", "6"), ("行政", "7"))]
    for number, goal in (("6-1", 0), ("6-2", 0), ("7-1", 1), ("7-2", 1)):
        element(made, f"施策{number}号", number, under=goals[goal])
    assert found(made) == set()
    element(made, "施策7-3号", "7-3", under=goals[0])
    assert ("number-place", V) in found(made)


def test_a_run_that_does_not_begin_with_1() -> None:
    made = reading()
    for name, first in (("暮らし", 1), ("行政", 1), ("産業", 2)):
        goal = element(made, name, kind=Kind.GOAL)
        for number in (first, first + 1):
            element(made, f"{name}{number}号", str(number), under=goal)
    assert found(made) == {("number-gap", W)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1CTの活用", True),
        ("I0Tの活用", True),
        ("ＡＩ導入とA1研修", True),
        ("ИТの活用", False),
        ("IСТの活用", True),
        ("5Gの整備とSociety5.0", False),
        ("CO2の削減、3R、PM2.5", False),
        ("1LDKの住宅、5GHz、A4判", False),
        ("R2年度のH30決算", False),
        ("μmとβ版", False),
    ],
)
def test_words_in_latin_letters(text: str, told: bool) -> None:
    made = reading(text)
    made.state(element(made, "情報化"), Fact.CONTENT, text, [1])
    assert found(made) == ({("word-letters", W)} if told else set())


def test_the_same_word_elsewhere_gives_a_digit_away() -> None:
    made = reading("LINEの運用", "L1NEの運用", "SN5とSNS")
    measure = element(made, "広報")
    for line in (1, 2, 3):
        made.state(measure, Fact.CONTENT, made.line(line).text, [line])
    assert found(made) == {("word-letters", W)}
    assert [one.lines for one in made.findings] == [(2,), (3,)]


def test_headings_named_under_each_other() -> None:
    def headings(first: str, second: str) -> set[str]:
        made = reading()
        for heading, below in ((first, "観光資源の活用"), (second, "商業の支援")):
            element(made, below, under=element(made, heading, kind=Kind.FIELD))
        return rules(made)

    assert headings("観光", "商業") == set()
    assert headings("商業", "観光") == {"headings-exchanged"}
    assert headings("雇用", "工業") == set()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("4本の柱", False),
        ("5本の柱", True),
        ("3つの視点", False),
        ("２つの基本目標", True),
        ("4つの柱状節理", False),
    ],
)
def test_what_is_announced(line: str, told: bool) -> None:
    made = reading(line)
    for number in range(4):
        element(made, f"柱の{number}番", kind=Kind.GOAL)
    assert rules(made) == ({"announced-total"} if told else set())
    assert plan(made).confidence is Confidence.CERTAIN


def test_an_indicator_is_named_too() -> None:
    made = reading()
    indicator(made, "12", "100", "110")
    assert ("label-number", V) in found(made)
