"""The matrix: every number of it equals a query's, and the whole of it a second way's."""

from __future__ import annotations

from collections import Counter

import pytest

from keikaku.audit.links import goal_of
from keikaku.audit.model import GOALS, Audit, MunicipalityAudit
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.graph.states import Status
from keikaku.store.folder import Store
from tests.audit.support import by_hand, goal_number, matrix_of, rows_of

SURE = (Status.DECLARED, Status.INHERITED)


def of(made: Audit, name: str) -> MunicipalityAudit:
    return next(one for one in made.municipalities if name in (one.ref.label, one.code))


@pytest.fixture(params=["towns", "plans", "examples"])
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(request.param)
    return found


def test_the_matrix_by_a_second_way(store: Store) -> None:
    assert matrix_of(audit(store)) == by_hand(store)


def test_every_cell_is_what_the_query_finds(store: Store) -> None:
    found = {
        (row["measure"], goal_number(row["sdg"])): tuple(row[name] for name in COLUMNS)
        for row in rows_of(store, "sdg-cells")
    }
    cells = {
        (row.ref.iri, goal): (cell.status.value, str(cell.projects), str(cell.indicators), str(cell.yen))
        for row in audit(store).measures
        for goal, cell in row.cells.items()
    }
    assert cells == found


COLUMNS = ("status", "projects", "indicators", "yen")


def test_every_total_is_what_the_query_finds(store: Store) -> None:
    found = {(row["municipality"], goal_number(row["sdg"])): row for row in rows_of(store, "sdg-totals")}
    for one in audit(store).municipalities:
        for goal, tally in one.tallies.items():
            row = found.get((one.ref.iri, goal), {})
            counts = (tally.measures.get(Status.DECLARED, 0), tally.measures.get(Status.INHERITED, 0))
            assert counts == (int(row.get("declared", 0)), int(row.get("inherited", 0)))
            numbers = (tally.projects, tally.indicators, tally.yen)
            assert numbers == tuple(int(row.get(name, 0)) for name in ("projects", "indicators", "yen"))


def test_every_total_of_a_plan_is_what_the_query_finds(store: Store) -> None:
    for plan in audit(store).plans:
        found = {goal_number(row["sdg"]): row for row in rows_of(store, "sdg-totals", plan=plan.ref.iri)}
        for goal in GOALS:
            tally, row = plan.tallies[goal], found.get(goal, {})
            numbers = (tally.projects, tally.indicators, tally.yen)
            assert numbers == tuple(int(row.get(name, 0)) for name in ("projects", "indicators", "yen"))


def test_money_divided_evenly_adds_up_to_the_money_that_is_linked(store: Store) -> None:
    made = audit(store)
    assert sum(tally.share for tally in made.tallies.values()) == made.linked_yen


def test_all_money_is_that_of_the_query(store: Store) -> None:
    assert audit(store).yen == sum(int(row["total"]) for row in rows_of(store, "money-by-year"))


def test_goals_money_is_that_of_the_query(store: Store) -> None:
    found: Counter[int] = Counter()
    for row in rows_of(store, "money-by-sdg"):
        found[goal_number(row["group"])] += int(row["total"])
    assert {goal: tally.yen for goal, tally in audit(store).tallies.items() if tally.yen} == found


def test_many_municipalities_in_processes_are_what_they_are_in_one(
    monkeypatch: pytest.MonkeyPatch, towns: Store, town_audit: Audit
) -> None:
    monkeypatch.setattr("keikaku.audit.run._FEW", 1)
    assert audit(towns, processes=2) == town_audit


def test_ami_declares_some_and_the_rest_cannot_be_read(plan_audit: Audit) -> None:
    rows = {row.number: row for row in of(plan_audit, "08443").measures}
    assert {goal for goal in GOALS if rows["第3施策"].at(goal) is Status.DECLARED} == {11, 17}
    assert {goal for goal in GOALS if rows["第5施策"].at(goal) is Status.DECLARED} == {17}
    assert {rows[name].status for name in ("第1施策", "第2施策", "第4施策")} == {Status.UNREADABLE}
    assert not [row for row in rows.values() if row.status is Status.ABSENT]
    rules = Counter(one.rule for one in of(plan_audit, "08443").findings)
    assert rules["sdg-unreadable"] == 4  # three sheets and the chapter
    assert rules["measure-without-sdg"] == 0


def test_shirakawa_links_projects_to_its_strategy(plan_audit: Audit, plans: Store) -> None:
    town = of(plan_audit, "07205")
    codes = [row for row in town.strategy if row.links]
    assert sum(row.links for row in codes) == 20
    graph_projects = {
        line.split(" ", 1)[0]
        for key, entry in plans.documents.items()
        if entry.municipality == "07205"
        for line in plans.lines(key)
        if "#strategyCode>" in line.split(" ", 2)[1]
    }
    assert len(graph_projects) == 19
    assert all(row.links == row.projects for row in codes)
    found: Counter[str] = Counter()
    for row in rows_of(plans, "money-by-strategy-code"):
        if "/07205/" in row["group"]:
            found[row["group"]] += int(row["total"])
    assert {row.ref.iri: row.yen for row in codes if row.yen} == found
    printed = sum(_printed(plans, project) for project in graph_projects)
    assert sum(row.share for row in codes) == printed


def _printed(plans: Store, project: str) -> int:
    """Return the money that the sheet prints for a project, straight from the lines of the graph."""
    lines = [line.split(" ", 2) for key in plans.documents for line in plans.lines(key)]
    budgets = {
        rest.split(" ")[0] for one, name, rest in lines if one == project and name.endswith("#budget>")
    }
    return sum(
        int(rest.split('"')[1])
        for one, name, rest in lines
        if one in budgets and name.endswith("#totalAmount>")
    )


def test_plans_without_links_have_a_full_paper(plan_audit: Audit) -> None:
    for code in ("03381", "03213", "20207", "07205"):
        town = of(plan_audit, code)
        assert town.measures
        general = code in ("03381", "03213")  # a section, and a perspective, on the SDGs as a whole
        status = Status.GENERAL if general else Status.ABSENT
        assert {row.status for row in town.measures} == {status}
        rule = "measure-with-general-sdg" if general else "measure-without-sdg"
        assert [one.rule for one in town.findings if one.query == "measures-without-sdg"] == [rule]


@pytest.mark.parametrize(
    ("name", "goal"),
    [("11", 11), ("11.3", 11), ("C110301", 11), ("4.a", 4), ("18", None), ("0", None), ("ontology", None)],
)
def test_goals_of_what_is_stated(name: str, goal: int | None) -> None:
    assert goal_of(f"http://metadata.un.org/sdg/{name}") == goal


def test_scope_of_one_plan(towns: Store) -> None:
    made = audit(towns, Scope(plan="架空市基本計画"))
    assert [plan.ref.label for plan in made.plans] == ["架空市基本計画"]
    assert {row.plan for row in made.measures} == {made.plans[0].ref.iri}
    assert made.yen == 3_500_000, "projects of another plan that stand below it count"


@pytest.mark.parametrize("name", ["99998", "999989"])
def test_scope_of_one_municipality(towns: Store, name: str) -> None:
    assert [one.code for one in audit(towns, Scope(municipality=name)).municipalities] == ["99998"]


def test_scope_of_a_date(towns: Store) -> None:
    def titles(date: str) -> set[str]:
        return {plan.ref.label for plan in audit(towns, Scope(as_of=date)).plans}

    assert titles("2025-03-31") == titles("2024-04-01") >= {"模擬村評価シート"}
    assert "模擬村評価シート" not in titles("2025-04-01")
