"""Printed sums against their parts."""

from __future__ import annotations

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.model import Budget, Element, Kind
from keikaku.reading.records import Reading
from tests.checks.readings import element, found, plan, reading

W, I = Severity.WARNING, Severity.INFO  # noqa: E741


def project(made: Reading, name: str, under: Element, *amounts: int | None, year: int = 2024) -> Budget:
    """Add a project with the money of a year: all of it, from specific sources, from general revenue."""
    of = element(made, name, kind=Kind.PROJECT, under=under)
    total, specific, general = (*amounts, None, None)[:3]
    return made.budget(of, year, total, specific, general, [2])


@pytest.fixture
def made() -> Reading:
    return reading("第1章 架空", "事業", "計")


@pytest.fixture
def goal(made: Reading) -> Element:
    """Return a goal with two measures that have three projects."""
    goal = element(made, "水辺のまち", kind=Kind.GOAL)
    one, other = (element(made, name, under=goal) for name in ("川をきれいにする", "橋を守る"))
    project(made, "清掃", one, 5_300_000, 300_000, 5_000_000)
    project(made, "植樹", one, 1_200_000, 0, 1_200_000)
    project(made, "点検", other, 2_500_000, 2_000_000, 500_000)
    return goal


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ((9_000_000, 2_300_000, 6_700_000), set()),
        ((9_000_000, None, None), set()),
        ((9_900_000, 2_300_000, 6_700_000), {("sum", W)}),
        ((9_000_000, 2_300_000, 6_100_000), {("sum", W)}),
        ((8_100_000, None, None), {("sum", W)}),
        ((9_001_000, None, None), {("sum-rounded", I)}),
    ],
)
def test_the_sum_of_a_goal_by_source(
    made: Reading, goal: Element, printed: tuple[int | None, ...], told: set[tuple[str, Severity]]
) -> None:
    total, specific, general = printed
    made.total(goal, 2024, [3], total=total, specific=specific, general=general)
    assert found(made) == told


def test_the_sum_of_a_plan_holds_all_its_projects_and_that_of_a_measure_its_own(
    made: Reading, goal: Element
) -> None:
    made.total(plan(made), 2024, [3], total=9_000_000)
    made.total(made.elements[1], 2024, [3], total=6_500_000)
    made.total(made.elements[2], 2024, [3], total=6_500_000)
    assert found(made) == {("sum", W)}
    (told,) = made.findings
    assert "橋を守る" in told.ja
    assert "2,500,000" in told.ja
    assert 3 in told.lines


def test_a_part_sum_adds_up_its_own_rows(made: Reading, goal: Element) -> None:
    first, second, third = made.budgets
    made.total(goal, 2024, [3], total=6_500_000, parts=[first, second])
    assert found(made) == set()
    made.total(goal, 2024, [3], total=6_500_000, parts=[second, third])
    assert found(made) == {("sum", W)}


@pytest.mark.parametrize(("printed", "told"), [(16_300_000, set()), (16_800_000, {("sum", W)})])
def test_the_sum_of_all_years(made: Reading, printed: int, told: set[tuple[str, Severity]]) -> None:
    goal = element(made, "水辺のまち", kind=Kind.GOAL)
    budget = project(made, "清掃", goal, 5_300_000)
    made.budget(budget.of, 2025, 5_400_000, None, None, [2])
    made.budget(budget.of, 2026, 5_600_000, None, None, [2])
    made.total(budget.of, None, [3], total=printed)
    assert found(made) == told


def test_years_are_added_up_apart(made: Reading, goal: Element) -> None:
    project(made, "測量", goal, 700_000, year=2025)
    made.total(goal, 2024, [3], total=9_000_000)
    made.total(goal, 2025, [3], total=700_000)
    assert found(made) == set()


def test_sources_that_a_part_does_not_print_are_not_added_up(made: Reading, goal: Element) -> None:
    project(made, "測量", goal, 700_000)
    made.total(goal, 2024, [3], total=9_700_000, general=9_999_000)
    assert found(made) == set()


def test_money_in_yen_is_not_rounded(made: Reading) -> None:
    goal = element(made, "水辺のまち", kind=Kind.GOAL)
    project(made, "清掃", goal, 5_300_001)
    project(made, "植樹", goal, 1_200_000)
    made.total(goal, 2024, [3], total=6_500_002)
    assert found(made) == {("sum", W)}


def test_a_sum_is_read_but_no_money_of_its_own(made: Reading, goal: Element) -> None:
    made.total(goal, 2024, [3], total=9_000_000)
    assert 3 not in made.account().unread
    assert [budget.of for budget in made.budgets if budget.of is goal] == []
