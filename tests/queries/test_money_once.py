"""No yen twice, whatever the path: two plans of a town print the same work, and each sum holds it once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pyoxigraph as ox
import pytest

from keikaku.asking.columns.index import Index
from keikaku.asking.columns.index import answer as answer_indexed
from keikaku.asking.questions import Solutions, find_query, run
from keikaku.store.folder import Store
from tests.queries.support import texts
from tests.queries.towns import CODES_TWICE, twice
from tests.support import put

HERE = "https://w3id.org/keikaku/id/99994"
TALKS, MOVED, ALONE = 900_000, 200_000, 500_000
"""What counts: what was settled, and what only the implementation plan prints."""
PLANNED_MOVED = 300_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = put(Store(tmp_path_factory.mktemp("twice") / "store"), twice(), CODES_TWICE)
    Index(made).make()
    return made


@pytest.fixture(scope="module", params=["store", "index"])
def ask(store: Store, request: pytest.FixtureRequest) -> Iterator[object]:
    """Return a function that answers a question: its rows as texts by column."""
    memory: ox.Store = store.load()
    with closing(Index(store).connect()) as base:

        def answer(name: str, **values: str) -> list[dict[str, str]]:
            query = find_query(name)
            found = (
                run(memory, query, values)
                if request.param == "store"
                else answer_indexed(base, query, values)
            )
            assert isinstance(found, Solutions)
            return [dict(zip(found.variables, row, strict=True)) for row in texts(query, found)]

        yield answer


def totals(rows: list[dict[str, str]], column: str = "total") -> dict[str, int]:
    return {row["groupLabel"]: int(float(row[column])) for row in rows}


def test_departments(ask) -> None:  # type: ignore[no-untyped-def]
    rows = ask("money-by-department")
    # the sheet names another department for 移動図書館: each sum holds what its own plan prints
    assert totals(rows) == {"教育課": TALKS + ALONE + PLANNED_MOVED, "総務課": MOVED}
    assert sum(totals(rows, "share").values()) == TALKS + ALONE + MOVED, "shares add up, each yen once"


@pytest.mark.parametrize(
    ("name", "yen"),
    [
        ("money-by-sdg", TALKS + ALONE + PLANNED_MOVED),
        ("money-by-strategy-goal", TALKS),
        ("money-by-strategy-code", TALKS),
    ],
)
def test_groups(ask, name: str, yen: int) -> None:  # type: ignore[no-untyped-def]
    rows = ask(name)
    assert {int(row["total"]) for row in rows} == {yen}
    assert sum(int(float(row["share"])) for row in rows) == yen


def test_goals_are_those_of_one_plan(ask) -> None:  # type: ignore[no-untyped-def]
    rows = {row["group"].split("/")[-3]: int(row["total"]) for row in ask("money-by-goal")}
    assert rows == {"works": 1_000_000 + PLANNED_MOVED + ALONE, "sheets": TALKS + MOVED}


def test_sdgs_of_a_town_and_of_one_plan(ask) -> None:  # type: ignore[no-untyped-def]
    (row,) = ask("sdg-totals")
    assert int(row["yen"]) == TALKS + ALONE + PLANNED_MOVED
    (row,) = ask("sdg-totals", plan=f"{HERE}/works")
    assert int(row["yen"]) == 1_000_000 + ALONE + PLANNED_MOVED, "asked of one plan, all that it prints"
    (row,) = [row for row in ask("sdg-coverage") if row["sdg"].endswith("/4")]
    # stated by the project itself in the sheet, inherited from the measure in the implementation plan
    assert (int(row["yen"]), int(row["yenInherited"])) == (TALKS, ALONE + PLANNED_MOVED)


def test_projects_that_cost_most(store: Store) -> None:
    query = find_query("largest-projects")
    rows = texts(query, run(store.load(), query, {}))
    assert [int(row[4]) for row in rows] == [TALKS, ALONE, MOVED]
