"""Twenty made-up municipalities with three editions of their plan: what is said of all of them, beside the truth."""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from typing import NamedTuple

import pytest
from made_up.history import country
from made_up.history_truth import Truth

from keikaku.asking.columns.index import Index, answer
from keikaku.asking.editions.changes import Difference, difference
from keikaku.asking.editions.choosing import plans, successions
from keikaku.asking.editions.elements import edition
from keikaku.asking.predecessors import Method, Why, converted
from keikaku.asking.questions import Solutions, find_query, run
from keikaku.audit.rules_of_audit import CONSISTENCY_RULES
from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.store.folder import Store
from keikaku.store.memory import load, united
from tests import history

TOWNS, MEASURES, YEARS = 20, 6, (2017, 2018)
"""Six measures, and the yearly prints of two years, hold every fate, a restated figure and a project never settled."""
TARGETS = ("target-raised", "target-lowered", "target-postponed")
Row = dict[str, str]


class Told(NamedTuple):
    """What is true of the municipalities, and what is said of them."""

    truths: list[Truth]
    store: Store
    pairs: list[Difference]
    rows: dict[str, list[Row]]
    money: list[Row]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The municipalities, their pairs of editions, and the answers of the index to each question about consistency."""
    folder = tmp_path_factory.mktemp("country")
    truths = list(country(folder / "documents", TOWNS, MEASURES, YEARS))
    store = Store(folder / "store")
    for report in build([folder / "documents"], store, Options(jobs=0)):
        assert not report.error, report.error
    memory = united(load(store.nquads(), vocabularies=False))
    pairs = [
        difference(edition(memory, old), edition(memory, new))
        for old, new in successions(memory, plans(memory))
    ]
    money = _rows(run(memory, find_query("money-by-year")))
    return Told(truths, store, pairs, _answers(store), money)


def _rows(answer: Solutions) -> list[Row]:
    return [{column: str(value) for column, value in row.items()} for row in answer.records()]


def _answers(store: Store) -> dict[str, list[Row]]:
    index = Index(store)
    index.make(memory="256MiB", threads=1)
    found = {}
    with contextlib.closing(index.connect()) as base:
        for name in sorted({rule.query for rule in CONSISTENCY_RULES}):
            found[name] = _rows(answer(base, find_query(name)))
    return found


def _code(iri: str) -> str:
    return iri.split("/id/")[1].partition("/")[0]


def test_every_pair_of_editions_is_compared_with_the_truth(told: Told) -> None:
    assert len(told.truths) == TOWNS
    pairs = [one for one in told.pairs if "sogo-keikaku" in one.new.plan.iri]
    assert len(pairs) == 2 * TOWNS
    assert len(told.pairs) - len(pairs) == 2 * TOWNS  # and the strategies
    there = {
        (truth.code, one.old, one.new)
        for truth in told.truths
        for one in [*truth.elements, *truth.later]
        if one.old and one.new
    }
    met = {
        (_code(each.new.plan.iri), step.element.old.label, step.element.new.label)
        for each in pairs
        for step in each.steps
        if step.element.old and step.element.new and step.element.part.kind == "Measure"
    }
    right = len(met & there)
    assert right / len(met) >= 0.9
    assert 2 * right / (len(met) + len(there)) >= 0.9


def test_targets_of_the_editions_are_those_of_the_truth(told: Told) -> None:
    """Of measures that were found again, each change of a target is said with both figures, and no other is."""
    wanted = {(truth.code, one.indicator, one.change, one.old_value, one.new_value) for truth in told.truths for one in truth.aims}  # fmt: skip
    found = {
        (_code(each.new.plan.iri), change.of, change.what.value.removeprefix("target-"), before, after)
        for each in told.pairs
        if each.new.plan.iri.endswith("/sogo-keikaku-6")
        for step in each.steps
        for change in step.changes
        if change.what in TARGETS
        for before, after in [(_figure(change.before), _figure(change.after))]
    }
    raised_or_lowered = {one for one in found if one[2] != "postponed"}
    assert raised_or_lowered <= wanted
    assert len(raised_or_lowered) >= 0.9 * sum(one[2] != "postponed" for one in wanted)


def _figure(told: str) -> int:
    return int("".join(letter for letter in told.partition(" (")[0] if letter.isdigit()))


def _named(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_indicators_disagree_where_the_prints_do(told: Told) -> None:
    wanted = {(truth.code, *one) for truth in told.truths for one in history.disagreements(truth)}
    rows = told.rows["indicators-that-disagree"]
    found = {
        (_code(row["municipality"]), row["indicatorLabel"], _named(row["plan"]), _named(row["otherPlan"]), row["what"])
        for row in rows
    }  # fmt: skip
    assert len(rows) == len(found)
    assert found == wanted
    assert len(wanted) > 10 * TOWNS
    assert all(row["file"] and row["line"] for row in rows)


def test_projects_are_never_settled_where_accounts_print_none(told: Told) -> None:
    wanted = {(truth.code, one.project, str(one.year)) for truth in told.truths for one in truth.unsettled}
    rows = told.rows["projects-never-settled"]
    assert {(_code(row["municipality"]), row["projectLabel"], row["year"]) for row in rows} == wanted
    assert len(rows) == len(wanted) == TOWNS


def test_restated_figures_are_those_that_two_sheets_print(told: Told) -> None:
    wanted = Counter(
        (truth.code, before.indicator, str(before.year), str(before.value), str(now.value), "restated")
        for truth in told.truths
        for before, now in truth.restated()
    )
    found = Counter(
        (_code(row["indicator"]), row["indicatorLabel"], row["year"], row["before"], row["now"], row["relation"])
        for row in told.rows["restated-figures"]
    )  # fmt: skip
    assert found == wanted
    assert wanted


def test_nothing_is_said_that_the_prints_do_not_bear_out(told: Told) -> None:
    """What the later editions name stands in no project, since no 実施計画 of their years is there; all else agrees."""
    assert {name for name, rows in told.rows.items() if rows} == {
        "indicators-that-disagree", "measures-not-carried-out", "projects-never-settled", "restated-figures",
    }  # fmt: skip
    rows = told.rows["measures-not-carried-out"]
    assert {_named(row["plan"]) for row in rows} == {"sogo-keikaku-6", "sogo-keikaku-7"}


def test_money_of_a_year_counts_once_whichever_prints_give_it(told: Told) -> None:
    """The accounts of a year stand in the next print, the plan in the one before: the sums hold the last of the three."""
    order = ("計画額", "当初予算", "決算")
    wanted: dict[tuple[str, str], int] = defaultdict(int)
    for truth in told.truths:
        last = {}
        for one in sorted(truth.money, key=lambda one: order.index(one.stage)):
            last[one.project, one.measure, one.year] = one.amount
        for (_project, _measure, year), yen in last.items():
            wanted[truth.code, str(year)] += yen
    assert {(_code(row["plan"]), row["year"]): int(row["total"]) for row in told.money} == wanted


def test_stages_of_other_prints_are_undone_with_them(told: Told) -> None:
    """Without the print of the accounts, the budget counts again."""

    def replaced() -> list[str]:
        keys = [key for key in told.store.documents if key.startswith("0000-jisshi")]
        return [line for key in keys for line in told.store.lines(key) if "isReplacedBy" in line]

    assert any(
        "/budget/2017/InitialBudget> <http://purl.org/dc/terms/isReplacedBy>" in one for one in replaced()
    )
    with told.store.writing() as writer:
        writer.remove("0000-jisshi-keikaku-5-平成30")
    assert not replaced()


def test_figures_from_before_the_merger_are_those_of_the_two_towns(told: Told) -> None:
    """Baselines that both towns printed add up; what one of them alone printed is not converted, and says why."""
    memory = united(load(told.store.nquads()))
    for truth in told.truths:
        town = f"https://w3id.org/keikaku/id/{truth.code}"
        found = converted(memory, town)
        summed = [(one.name, int(one.year), int(one.value or 0)) for one in found if one.method is Method.SUM]
        assert summed == truth.converted
        lacking = {one.name: one.reasons for one in found if one.method is None}
        assert lacking == {"藻場の面積": (Why.LACKING,), "朝市の来場者数": (Why.LACKING,)}
