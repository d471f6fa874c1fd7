"""A plan's period against everything that the document says of it."""

from __future__ import annotations

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.checks.usual import usual
from keikaku.reading.planfile import PlanSettings
from tests.checks.readings import found, plan, reading

V, W = Severity.VIOLATION, Severity.WARNING


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["基本計画 令和3年度～令和7年度"], set()),
        (["基本計画", "(令和3年度～令和7年度)"], set()),
        (["基本計画 令和3年度～令和7年度", "本文", "基本計画（令和8年度～令和12年度）の準備"], set()),
        (["基本計画 令和3年度～令和7年度", "基本計画（令和3年度～令和9年度）"], {("period-printed", V)}),
        (["基本計画", "", "（平成3年度～令和7年度）"], {("period-printed", V)}),
        (["令和3年度～令和5年度の推移"], set()),
        (["出生率は令和3年度(2020年度)に上がった"], {("year-calendars-aside", W)}),
        (["令和3年度(2021年度)と令和4年度"], set()),
        (["相談件数は2030（令和5年度）から"], set()),
        (["令和5年度（1937）"], set()),
    ],
)
def test_other_prints_of_the_period(lines: list[str], told: set[tuple[str, Severity]]) -> None:
    made = reading(*lines)
    plan(made).lines = []
    assert found(made) == told


def test_two_calendars_where_a_plan_is_read_from_them() -> None:
    assert found(reading("基本計画 令和3年度(2020年度)～令和7年度(2025年度)")) >= {("year-calendars", V)}


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (("基本構想", 2016, 2025), set()),
        (("基本構想", 1996, 2025), {("plan-length", W)}),
        (("基本計画", 2021, 2025), set()),
        (("基本計画", 1991, 2025), {("plan-length", W)}),
        (("実施計画", 2020, 2022), set()),
        (("実施計画", 2020, 2030), {("plan-length", W)}),
        (("総合戦略", 2019, 2028), {("plan-length", W)}),
        (("個別計画", 2000, 2039), set()),
        (("基本計画", None, None), set()),
    ],
)
def test_the_length_of_a_plan(
    period: tuple[str, int | None, int | None], told: set[tuple[str, Severity]]
) -> None:
    assert found(reading(it=period)) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [("basic_plan_2021", set()), ("basic_plan_2020", set()), ("basic_plan_2012", {("plan-named-year", V)}),
     ("sheets_r6", set()), ("sheets_h30", {("plan-named-year", V)})],
)  # fmt: skip
def test_the_year_in_an_id(name: str, told: set[tuple[str, Severity]]) -> None:
    assert found(reading(**{name: ("基本計画", 2021, 2025)})) == told


def test_the_year_in_a_title() -> None:
    made = reading()
    plan(made).title = "架空町 令和3年度版 基本計画"
    assert found(made) == set()
    plan(made).title = "架空町 平成18年度版 基本計画"
    assert found(made) == {("plan-named-year", V)}


def test_a_part_lies_within_its_whole() -> None:
    outside, beyond = "plan-outside-whole", "plan-beyond-whole"
    for start, end, told in (
        (2016, 2025, set()),
        (2022, 2031, {(beyond, W)}),  # a concept that was renewed while its plan runs
        (2026, 2035, {(outside, V)}),
        (2022, 2025, {(outside, V)}),  # shorter than what is part of it
    ):
        made = reading(concept=("基本構想", start, end), late=("基本計画", 2021, 2025))
        made.plans["late"].part_of = "concept"
        assert {one for one in found(made) if one[0] in (outside, beyond)} == told


def test_every_bound_has_a_reason_and_a_kind() -> None:
    kinds = PlanSettings.model_json_schema()["properties"]["kind"]["enum"]
    assert {length.kind for length in usual().years} <= set(kinds)
    for length in usual().years:
        assert length.because
        assert 1 <= length.least <= length.most
