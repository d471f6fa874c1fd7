"""Every question about time, asked of the made-up municipality of twelve years: its rows are those of the table of truth."""

from __future__ import annotations

import contextlib
from collections import defaultdict

import pyoxigraph as ox
import pytest

from keikaku.asking.columns.index import Index, answer
from keikaku.asking.questions import find_query, run
from keikaku.audit.rules_of_audit import CONSISTENCY_RULES
from keikaku.store.folder import Store
from tests import history
from tests.history import FIELD_OFFICES, FIELDS, IDLE, UNLOADED, Actual, Story, Truth

Row = dict[str, str]
STAGES = {"計画額": "planned", "当初予算": "initial", "決算": "settled"}
RELATIONS = {"kei:continues": "continues", "kei:splitFrom": "split from", "kei:mergedFrom": "merged from"}
CODE = "99910"
PROJECTS = {"jisshi-keikaku-5": (2015, 2020), "jisshi-keikaku-6": (2021, 2026)}


@pytest.fixture(scope="module")
def truth() -> Truth:
    return history.truth(troubles=True)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The municipality with everything that people look for, its links between editions decided as they are true."""
    return Store(history.decided(tmp_path_factory)).load()


def ask(memory: ox.Store, name: str) -> list[Row]:
    answer = run(memory, find_query(name)).records()
    return [{column: "" if value is None else str(value) for column, value in row.items()} for row in answer]


def story(truth: Truth) -> Story:
    return Story("1", CODE, truth.name, 12, troubles=True)


def last(iri: str) -> str:
    return iri.rpartition("/")[2]


def standing(truth: Truth) -> dict[tuple[str, str, int], Actual]:
    """The actuals that hold: of two prints the later, and none that is not surveyed."""
    found: dict[tuple[str, str, int], Actual] = {}
    for one in truth.actuals:
        if one.value is not None:
            found[one.document.partition("/")[0], one.indicator, one.year] = one
    return found


def money(truth: Truth) -> dict[tuple[str, str, str, int], int]:
    """Yen by series, project, stage and year; each stage of a year is printed once."""
    return {
        (one.document.partition("/")[0], one.project, one.stage, one.year): one.amount for one in truth.money
    }


def test_actuals_stand_in_one_series_whichever_sheet_printed_them(memory: ox.Store, truth: Truth) -> None:
    rows = ask(memory, "actuals-by-year")
    assert all(row["file"] and row["line"] for row in rows)
    found = {
        (row["indicator"].split("/")[6], row["indicatorLabel"], int(row["year"])): int(row["value"])
        for row in rows
    }
    assert found == {key: one.value for key, one in standing(truth).items()}
    assert len(rows) == len(found)


def test_restated_and_missing_figures_are_told(memory: ox.Store, truth: Truth) -> None:
    restated = {
        (row["indicatorLabel"], int(row["year"]), int(row["before"]), int(row["now"]))
        for row in ask(memory, "restated-figures")
    }
    assert restated == {(one.indicator, one.year, one.value, now.value) for one, now in truth.restated()}
    missing = {
        (row["indicatorLabel"], int(row["year"]), row["print"]) for row in ask(memory, "figures-not-there")
    }
    assert missing == {(one.indicator, one.year, one.print) for one in truth.actuals if one.value is None}


def test_interim_targets_and_sums_over_years(memory: ox.Store, truth: Truth) -> None:
    sums = {
        (row["indicator"].split("/")[6], row["indicatorLabel"], int(row["value"]))
        for row in ask(memory, "sums-over-periods")
    }
    assert sums == {(one.plan, one.indicator, one.target) for one in truth.wanted if one.over}
    rows = ask(memory, "targets-on-the-way")
    interim = {(last(row["indicator"].partition("/indicator/")[0]), row["indicatorLabel"], int(row["year"]), int(row["value"])) for row in rows if row["kind"] == "interim"}  # fmt: skip
    assert interim == {
        (f"sogo-keikaku-{plan}", one.indicator.label, *one.indicator.interim)
        for plan, measures in story(truth).plans.items()
        for one in measures
        if one.indicator.interim
    }


def test_evaluations_are_those_of_the_sheets(memory: ox.Store, truth: Truth) -> None:
    found = {(row["measureLabel"], int(row["year"]), row["progress"]) for row in ask(memory, "evaluations")}
    assert found == {(one.measure, one.year, one.mark) for one in truth.ratings}


def test_what_was_budgeted_settled_and_never_settled(memory: ox.Store, truth: Truth) -> None:
    yen = money(truth)
    found = {
        (
            row["projectLabel"],
            int(row["year"]),
            int(row["budgeted"]),
            int(row["settled"]),
            int(row["unspent"]),
        )
        for row in ask(memory, "executed-share")
        if row["stage"] == "initial"
    }
    assert found == {
        (project, year, initial, settled, initial - settled)
        for (series, project, stage, year), initial in yen.items()
        if stage == "当初予算" and (settled := yen.get((series, project, "決算", year)))
    }
    never = {(row["projectLabel"], int(row["year"])) for row in ask(memory, "projects-never-settled")}
    assert never == {tuple(one) for one in truth.unsettled}


def _steps(truth: Truth) -> dict[tuple[str, str], dict[tuple[str, int], int]]:
    """Yen by series and measure, then by stage and year."""
    found: dict[tuple[str, str], dict[tuple[str, int], int]] = defaultdict(lambda: defaultdict(int))
    for one in truth.money:
        found[one.document.partition("/")[0], one.measure][one.stage, one.year] += one.amount
    return found


def test_rated_lowest_and_the_money_stays(memory: ox.Store, truth: Truth) -> None:
    found = {
        (row["measureLabel"], int(row["year"]), int(row["money"]))
        for row in ask(memory, "rated-lowest-and-money-unchanged")
    }
    assert found == {
        (rating.measure, rating.year, yen)
        for rating in truth.ratings
        if rating.mark == "D"
        for (_series, measure), amounts in _steps(truth).items()
        if measure == rating.measure
        for (stage, year), yen in amounts.items()
        if year == rating.year and amounts.get((stage, year + 1)) == yen
    }
    assert len({measure for measure, _year, _yen in found}) == 1, "the one that the story lets stand still"


def test_money_grew_while_the_indicator_fell(memory: ox.Store, truth: Truth) -> None:
    rows = ask(memory, "money-grew-indicator-fell")
    found = {
        (row["indicatorLabel"], int(row["year"]), int(row["nextYear"]), int(row["money"]), int(row["next"]))
        for row in rows
    }
    holds = standing(truth)
    assert found == {
        (one.indicator, one.year, later.year, yen, more)
        for (series, _name, _year), one in holds.items()
        for (other, name, _next), later in holds.items()
        if (series, one.indicator) == (other, name) and one.year < later.year
        and int(later.value or 0) < int(one.value or 0)
        for (_series, measure), amounts in _steps(truth).items()
        if measure == one.measure
        for (stage, year), yen in amounts.items()
        if year == one.year and (more := amounts.get((stage, later.year), 0)) > yen
    }  # fmt: skip
    assert found


def test_editions_of_plans_and_documents_follow_each_other(memory: ox.Store, truth: Truth) -> None:
    (row,) = ask(memory, "editions-of-plans")
    assert (last(row["old"]), last(row["plan"])) == ("sogo-keikaku-5", "sogo-keikaku-6")
    rows = ask(memory, "editions-of-documents")
    found = {(last(row["document"]).rpartition("-")[0], row["oldFile"], row["documentFile"]) for row in rows}
    series: dict[str, list[str]] = defaultdict(list)
    for path in truth.documents:
        if path.startswith(("hyoka", "jisshi")):
            series[path.partition("/")[0]].append(path.partition("/")[2])
    assert found == {
        (name, one, after)
        for name, files in series.items()
        for one, after in zip(sorted(files), sorted(files)[1:], strict=False)
    }


def test_what_was_decided_of_elements_targets_and_departments(memory: ox.Store, truth: Truth) -> None:
    rows = ask(memory, "continued-elements")
    found = {(row["oldLabel"], row["relation"], row["label"]) for row in rows}
    wanted = {
        (one.old, RELATIONS[history.LINKS[one.relation]], one.new)
        for one in truth.elements
        if one.old and one.new
    }
    assert found == wanted
    gone = {
        (row["became"], row["label"])
        for row in ask(memory, "dropped-and-new")
        if "/measure/" in row["element"]
    }
    assert gone == {
        ("new", one.new) if one.new else ("dropped", one.old)
        for one in truth.elements
        if not (one.old and one.new)
    }
    aims = {
        (row["indicatorLabel"], row["change"], int(row["oldValue"]), int(row["oldYear"]), int(row["value"]), int(row["year"]))
        for row in ask(memory, "targets-over-editions")
    }  # fmt: skip
    assert aims == {
        (one.indicator, one.change, one.old_value, one.old_year, one.new_value, one.new_year)
        for one in truth.aims
    }
    offices = {
        (row["oldDepartmentLabel"], row["departmentLabel"])
        for row in ask(memory, "departments-over-editions")
    }
    before, after = ({one.label: one.office for one in story(truth).plans[at]} for at in (5, 6))
    assert offices == {(before[one.old], after[one.new]) for one in truth.elements if one.old and one.new}, (
        "who answers now for what a department had"
    )


def test_plans_are_held_against_each_other(memory: ox.Store, truth: Truth) -> None:
    found = {
        (row["indicatorLabel"], last(row["plan"]), last(row["otherPlan"]), row["what"])
        for row in ask(memory, "indicators-that-disagree")
    }
    assert found == set(history.disagreements(truth))
    carried = {row["measureLabel"] for row in ask(memory, "measures-not-carried-out")}
    assert carried >= {f"{topic}の環境を守る取組" for topic in FIELDS}, "no project of the plan of one field"
    strategy, goal = IDLE
    idle = [
        (last(row["goal"]), row["goal"].split("/")[6])
        for row in ask(memory, "strategy-goals-without-projects")
    ]
    assert idle == [(history.GOALS_OF_STRATEGY[goal - 1], f"sogo-senryaku-{strategy}")]
    (unloaded,) = ask(memory, "plans-not-loaded")
    assert unloaded["planLabel"] == f"{truth.name}{UNLOADED}"
    later = {
        (last(row["plan"]), row["departmentLabel"]) for row in ask(memory, "departments-not-named-later")
    }
    offices = {one.office for one in story(truth).plans[5]} - set(FIELD_OFFICES)
    assert later == {(f"{series}-5", office) for series in ("sogo-keikaku", "hyoka", "jisshi-keikaku") for office in offices}  # fmt: skip


def test_the_inventory_names_every_plan(memory: ox.Store, truth: Truth) -> None:
    rows = ask(memory, "plans-and-what-is-known")
    loaded = {
        last(row["plan"]): (int(row["start"]), int(row["end"])) for row in rows if row["state"] == "loaded"
    }
    assert loaded == truth.periods | PROJECTS | {"sogo-keikaku-4": (2011, 2020)}
    assert {row["planLabel"] for row in rows if row["state"] != "loaded"} == {f"{truth.name}{UNLOADED}"}


def test_the_neighbour_that_was_taken_in(memory: ox.Store, truth: Truth) -> None:
    (row,) = ask(memory, "plans-of-predecessors")
    assert (last(row["old"]), last(row["municipality"]), row["dissolved"]) == tuple(truth.merger)
    rows = ask(memory, "figures-of-predecessors")
    summed = [
        (row["name"], int(row["year"]), int(row["converted"])) for row in rows if row["method"] == "sum"
    ]
    assert summed == truth.converted
    assert {row["reasons"] for row in rows if not row["method"]} == {"no figure of a town; "}


def test_figures_of_the_two_towns_beside_each_other(memory: ox.Store, truth: Truth) -> None:
    """Both towns have an indicator of one name: its last targets are compared, in their units, with what forbids or has to be kept in mind."""
    ((name, _year, _sum),) = truth.converted
    rows = ask(memory, "comparable-figures")
    assert rows
    assert {row["indicatorLabel"] for row in rows} == {name}
    wanted = {(one.unit, one.target_year, one.target) for one in truth.wanted if one.indicator == name}
    targets = [row for row in rows if row["role"] == "target"]
    assert {(row["unit"], int(row["year"]), int(row["value"])) for row in targets} <= wanted
    for row in targets:
        verdict = (
            "not comparable"
            if "units that cannot" in row["reasons"]
            else "with note"
            if row["reasons"]
            else "comparable"
        )
        assert row["verdict"] == verdict


def test_money_of_a_year_counts_once(memory: ox.Store, truth: Truth) -> None:
    order = list(STAGES)
    final: dict[tuple[str, str, int], int] = {}
    for one in sorted(truth.money, key=lambda one: order.index(one.stage)):
        final[one.document.partition("/")[0], one.project, one.year] = one.amount
    wanted: dict[int, int] = defaultdict(int)
    for (_series, _project, year), yen in final.items():
        wanted[year] += yen
    found = {int(row["year"]): int(row["total"]) for row in ask(memory, "money-by-year")}
    assert found == wanted


def test_the_index_answers_as_sparql_does(tmp_path_factory: pytest.TempPathFactory, memory: ox.Store) -> None:
    index = Index(Store(history.decided(tmp_path_factory)), tmp_path_factory.mktemp("index") / "index.duckdb")
    index.make(memory="256MiB", threads=1)
    with contextlib.closing(index.connect()) as base:
        for name in sorted({rule.query for rule in CONSISTENCY_RULES}):
            query = find_query(name)
            assert list(answer(base, query)) == list(run(memory, query)), name
