"""Figures beside each other, and their years."""

from __future__ import annotations

from decimal import Decimal

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.model import Confidence, Kind, Role
from tests.checks.readings import element, found, indicator, reading, rules

V, W, I = Severity.VIOLATION, Severity.WARNING, Severity.INFO  # noqa: E741


@pytest.mark.parametrize(
    ("figures", "unit", "told"),
    [
        (("183595", "200.000"), "人", {("figure-comma", V), ("figure-size", W)}),
        (("1.240", "1800"), "人", {("figure-comma", V), ("figure-size", W)}),
        (("86.5", "900"), "％", {("figure-point-lost", V), ("figure-size", W)}),
        (("0.581", "590"), "", {("figure-point-lost", V), ("figure-size", W)}),
        (("13.3", "200"), "件", {("figure-point", W), ("figure-size", W)}),
        (("46", "200"), "業務", {("figure-size-near", I)}),
        (("186", "33600"), "人", {("figure-size", W)}),
        (("100", "110", "1050"), "人", {("figure-size-near", I)}),
    ],
)
def test_figures_that_cannot_both_be(
    figures: tuple[str, ...], unit: str, told: set[tuple[str, Severity]]
) -> None:
    made = reading()
    indicator(made, "窓口の来庁者数", *figures, unit=unit)
    assert found(made) == told


@pytest.mark.parametrize(
    ("figures", "unit"),
    [
        (("0.581", "0.590"), ""),
        (("99.2", "100"), "％"),
        (("29.8", "74", "100"), "％"),
        (("0", "120"), "件"),
        (("1", "5"), "件"),
        (("22", "30"), "件"),
        (("4597752", "5000000"), "人"),
        (("-3.2", "1.5"), "％"),
        (("1234.567", ""), "km"),
        (("101.5", "120"), "％"),
    ],
)
def test_figures_that_can(figures: tuple[str, ...], unit: str) -> None:
    made = reading()
    indicator(made, "進み具合", *figures, unit=unit)
    assert rules(made) <= {"figure-size"}
    assert not [one for one in made.findings if one.severity is not I]


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (("9560.5", "10000"), True),
        (("9560", "10000.5"), True),
        (("41.5", "60", "43.2", "44"), False),
        (("1.45", "2"), False),
        (("120.5", "130.5"), False),
    ],
)
def test_decimals_on_what_is_counted(figures: tuple[str, ...], told: bool) -> None:
    made = reading()
    indicator(made, "来庁者数", *figures)
    assert ("figure-decimals" in rules(made)) is told


@pytest.mark.parametrize(("actuals", "told"), [(("41.5", "43.2", "44"), True), (("41", "43", "44"), False)])
def test_the_decimals_of_a_row(actuals: tuple[str, ...], told: bool) -> None:
    made = reading()
    one = indicator(made, "満足度", "40", "60", unit="％")
    for year, actual in enumerate(actuals, 2021):
        made.observe(one, Role.ACTUAL, year, Decimal(actual), [1])
    assert ("figure-decimals" in rules(made)) is told


def test_a_share_ends_at_100() -> None:
    made = reading()
    one = indicator(made, "広報を読んでいる人の割合", "865", "", unit="％")
    indicator(made, "目標の達成率", "130", "", unit="％")
    assert found(made) == {("figure-percent", V)}
    assert one.observations[0].confidence is Confidence.DOUBTFUL


def test_copied_figures() -> None:
    made = reading()
    indicator(made, "来庁者数", "41.5", "60.0")
    indicator(made, "出店数", "41.5", "60.0")
    indicator(made, "率", "80", "100")
    indicator(made, "割", "80", "100")
    assert [one.rule for one in made.findings] == []
    assert found(made) == {("figures-copied", W)}
    (told,) = made.findings
    assert "来庁者数" in told.ja


def test_money_of_two_years() -> None:
    made = reading()
    project = element(made, "集会所の整備", kind=Kind.PROJECT)
    for year, total in ((2021, 5_300_000), (2022, 5_300), (2023, 6_000_000)):
        made.budget(project, year, total, None, None, [1])
    assert found(made) == {("budget-size", W)}


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ((2019, 2025), set()),
        ((2019, 2026), set()),
        ((2025, 2025), {("target-before-baseline", V)}),
        ((2026, 2025), {("target-before-baseline", V), ("plan-before-baselines", W)}),
        ((2019, 2028), {("target-outside-plan", W)}),
        ((2001, 2020), {("target-outside-plan", W), ("plan-before-baselines", W)}),
    ],
)
def test_years_of_a_figure(years: tuple[int, int], told: set[tuple[str, Severity]]) -> None:
    made = reading()
    indicator(made, "来庁者数", "100", "110", years=years)
    assert found(made) == told


def test_a_baseline_off_all_others() -> None:
    made = reading()
    for number in range(4):
        indicator(made, f"指標{number}", f"{100 + number}", f"{110 + number}")
    indicator(made, "古い指標", "50", "60", years=(2013, 2025))
    indicator(made, "少し新しい指標", "70", "80", years=(2020, 2025))
    assert found(made) == {("baseline-year-odd", W)}
    assert [one.ja[:6] for one in made.findings] == ["「古い指標」"]


@pytest.mark.parametrize(
    ("line", "told"), [("12O", True), ("16,76S", True), ("5S活動 120", False), ("120人", False)]
)
def test_a_letter_in_a_figure(line: str, told: bool) -> None:
    made = reading(f"来庁者数 100（2019） {line}")
    indicator(made, "来庁者数", "100", "120")
    assert found(made) == ({("word-letters", W)} if told else set())
