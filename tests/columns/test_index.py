"""The index: its answers are those of SPARQL, term by term; a change of the store makes it stale."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from country import towns

from keikaku.asking.columns import kept
from keikaku.asking.columns.index import Index, answer, answers
from keikaku.asking.questions import Query, find_query, queries, run
from keikaku.ground.vocab import KEI
from keikaku.store.folder import Store
from tests.off_track import CASES
from tests.queries import towns as two_plans
from tests.support import ROOT, plan_texts, put, raises, stored

TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
INDEXED = [name for name, query in queries().items() if answers(query)]
WORDS = ("図書館", "人", "支援", 'say "x" \\ ', "%", "_", "'")


def fixture(folder: Path) -> Store:
    """Return the graphs on which every query of the library is tested, with a label that needs escapes."""
    memory = ox.Store()
    memory.load(path=ROOT / "tests" / "queries" / "fixture.trig", format=ox.RdfFormat.TRIG)
    measure = things(memory, "Measure")[0]
    escaped = str(ox.Literal('a "quoted" \\ path\twith\nlines', language="ja"))
    graphs: dict[str, list[str]] = {}
    for quad in memory:
        named = quad.subject == ox.NamedNode(measure) and quad.predicate == LABEL
        line = f"<{measure}> {LABEL} {escaped} {quad.graph_name} ." if named else f"{quad} ."
        graphs.setdefault(str(quad.graph_name).rsplit("/", 1)[-1][:-1], []).append(line)
    return put(Store(folder), graphs)


def real(folder: Path) -> Store:
    return stored(Store(folder), plan_texts())


def made_up(folder: Path) -> Store:
    return put(Store(folder), {f"town-{number}": lines for number, lines in enumerate(towns(6))})


def judged(folder: Path) -> Store:
    graph = "<https://w3id.org/keikaku/id/graph/off-track>"
    lines = {f"{line} {graph} ." for case in CASES for line in case.lines()}
    return put(Store(folder), {"off-track": sorted(lines)})


def twice(folder: Path) -> Store:
    return put(Store(folder), two_plans.twice(), two_plans.CODES_TWICE)


STORES = {"twice": twice, "judged": judged, "fixture": fixture, "real": real, "made-up": made_up}


ASKED = [
    (store, name)
    for store in sorted(STORES)
    for name in INDEXED
    if not find_query(name).within or store in ("fixture", "twice")  # the others' SPARQL was asked as it is
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[ox.Store, Index]]:
    """Return what makes a store in memory and its index, each once: pytest makes a parametrized fixture anew for each pair."""

    @cache
    def make(name: str) -> tuple[ox.Store, Index]:
        store = STORES[name](tmp_path_factory.mktemp("store") / "store")
        index = Index(store)
        index.make(memory="256MiB")
        return store.load(), index

    return make


@pytest.fixture
def both(
    request: pytest.FixtureRequest, made: Callable[[str], tuple[ox.Store, Index]]
) -> tuple[ox.Store, Index]:
    """Return a store in memory and its index."""
    return made(request.param)


def values(memory: ox.Store, query: Query) -> list[dict[str, str]]:
    """Return sets of parameters of a query: its own things, words with and without answers."""
    names = {one.name for one in query.parameters}
    needed: list[dict[str, str]] = [{}]
    if "word" in names:
        needed = [{"word": word} for word in WORDS]
    if "measure" in names:
        needed = [{"measure": iri} for iri in things(memory, "Measure")[:3]]
    for name, kind in (("plan", "Plan"), ("municipality", "Municipality")):
        if name in names:
            needed += [
                needed[0] | {name: iri} for iri in (*things(memory, kind)[:3], "https://example.org/none")
            ]
    return needed


def things(memory: ox.Store, kind: str) -> list[str]:
    found = memory.quads_for_pattern(None, TYPE, ox.NamedNode(str(KEI[kind])), None)
    return sorted({quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)})


@pytest.mark.parametrize(("both", "name"), ASKED, indirect=["both"])
def test_the_rows_are_those_of_sparql(both: tuple[ox.Store, Index], name: str) -> None:
    memory, index = both
    query = find_query(name)
    with contextlib.closing(index.connect()) as base:
        for chosen in values(memory, query):
            expected, found = run(memory, query, chosen), answer(base, query, chosen)
            assert found.variables == expected.variables
            assert list(found) == list(expected), chosen


def test_the_index_knows_the_questions_that_go_over_a_country() -> None:
    asked = {
        "money-by-goal", "money-by-measure", "money-by-department", "money-by-sdg", "money-by-strategy-goal",
        "measures-without-indicator", "measures-without-project", "measures-without-department",
        "measures-without-sdg", "indicators-off-track", "indicators-by-subject", "similar-measures",
        "sdg-matrix", "sdg-coverage", "sdg-totals", "sdg-cells", "sdgs-without-measures", "what-plans-say",
        "indicators-that-disagree", "restated-figures", "measures-not-carried-out", "strategy-goals-without-projects",
        "departments-not-named-later", "money-that-disagrees", "projects-never-settled", "plans-with-two-periods",
        "rated-lowest-and-money-unchanged", "money-grew-indicator-fell", "plans-not-loaded",
    }  # fmt: skip
    assert asked <= set(INDEXED)


def test_answers_of_towns_that_are_asked_apart_are_those_of_all_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = two_plans.town() | two_plans.twice()
    store = put(Store(tmp_path / "store"), documents, two_plans.CODES | two_plans.CODES_TWICE)
    one = Index(store, tmp_path / "one.duckdb")
    one.make(memory="256MiB", threads=1)
    monkeypatch.setattr(kept, "_ENOUGH", 1)  # each town alone
    assert len(list(kept.batches(store))) > 1
    other = Index(store, tmp_path / "other.duckdb")
    other.make(memory="256MiB", threads=1)
    with contextlib.closing(one.connect()) as base, contextlib.closing(other.connect()) as apart:
        for query in kept.kept():
            assert list(answer(apart, query)) == list(answer(base, query))
        assert list(answer(base, find_query("money-that-disagrees")))


def test_a_change_of_the_store_makes_the_index_stale(tmp_path: Path) -> None:
    store = fixture(tmp_path / "store")
    index = Index(store)
    assert not index.fresh
    with raises("store.stale-index", match="keikaku index"):
        index.connect()
    index.make()
    assert index.fresh
    with store.writing() as writer:
        writer.remove("other")
    assert not index.fresh
    index.make()
    assert index.fresh


def test_a_broken_index_is_stale_and_is_made_again(tmp_path: Path) -> None:
    index = Index(fixture(tmp_path / "store"))
    index.path.write_bytes(b"no database")
    assert not index.fresh
    index.make()
    assert index.fresh


def test_parameters_are_checked_as_sparql_checks_them(tmp_path: Path) -> None:
    index = Index(fixture(tmp_path / "store"))
    index.make()
    with contextlib.closing(index.connect()) as base:
        with raises("asking.missing-parameter"):
            answer(base, find_query("what-plans-say"), {})
        with raises("asking.unknown-parameter"):
            answer(base, find_query("what-plans-say"), {"word": "x", "town": "y"})


def test_parquet_files_hold_what_the_store_holds_and_are_the_same_twice(tmp_path: Path) -> None:
    import polars as pl

    store = real(tmp_path / "store")
    index = Index(store)
    index.make()
    files = index.write_parquet(tmp_path / "one")
    index.make(threads=1)
    again = index.write_parquet(tmp_path / "two")
    assert [file.name for file in files] == [file.name for file in again]
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    memory = store.load()
    elements = pl.read_parquet(tmp_path / "one" / "elements.parquet")
    for kind in ("Measure", "Project", "Goal", "Action"):
        named = set(elements.filter(pl.col("class") == kind)["element"])
        assert named == set(things(memory, kind))
    budgets = pl.read_parquet(tmp_path / "one" / "budgets.parquet")
    assert budgets.height == 27
    assert (budgets["total"] == budgets["specific"] + budgets["general"]).all()
