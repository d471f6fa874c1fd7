"""An endpoint's answers from the index: the same bytes as SPARQL gives, under any base; all else is SPARQL's."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from keikaku.asking.columns import indexed as module
from keikaku.asking.columns.index import Index, answers
from keikaku.asking.columns.indexed import indexed
from keikaku.asking.questions import find_query, queries
from keikaku.graph.addresses import Addresses
from keikaku.ground.vocab import DEFAULT_BASE
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from tests.columns.test_index import STORES, values

INDEXED = [name for name, query in queries().items() if answers(query)]
OWN = Addresses(DEFAULT_BASE.removesuffix("id/"), DEFAULT_BASE)
ELSEWHERE = Addresses("http://127.0.0.1:8000/", DEFAULT_BASE)
HASHED = Addresses("https://data.example.jp/", DEFAULT_BASE, "hash")


@pytest.fixture(scope="module", params=["fixture", "twice"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store with its index."""
    made = STORES[request.param](tmp_path_factory.mktemp("store") / "store")
    Index(made).make(memory="256MiB")
    return made


def rows(memory: ox.Store, text: str) -> Any:
    found = memory.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=ox.QueryResultsFormat.JSON)


def test_rows_are_those_of_sparql_to_the_byte(store: Store) -> None:
    memory = Dataset(store, ELSEWHERE).memory
    quick = indexed(memory, Index(store), ELSEWHERE, 128)
    assert quick is not memory
    for name in INDEXED:
        query = find_query(name)
        for chosen in values(memory, query)[:3]:
            text = query.bound(chosen)
            assert rows(quick, text) == rows(memory, text), (name, chosen)


class Silent:
    """A store that nobody is to ask."""

    def query(self, _query: str, **_how: Any) -> ox.QuerySolutions:
        raise AssertionError("asked")


@pytest.fixture
def silent(store: Store) -> Any:
    """Return what answers from the index and else fails."""
    return indexed(Silent(), Index(store), ELSEWHERE, 128)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["sdg-totals", "sdg-cells", "money-that-disagrees"])
def test_a_question_is_known_by_its_lines(silent: Any, name: str) -> None:
    query = find_query(name)
    town = {"municipality": "http://127.0.0.1:8000/id/99999"}
    for text in (query.text, query.bound(town)):
        for same in (
            text,
            text.replace("\n", "\r\n"),
            text.replace("    ", "\t"),
            re.sub("^#.*\n", "\n", text, flags=re.MULTILINE),
        ):
            assert rows(silent, same)


def test_a_text_as_a_parameter_is_read_out_of_the_question(silent: Any) -> None:
    query = find_query("what-plans-say")
    for word in ("図書館", 'say "x" \\ ', "a\tb", "} VALUES ?word { 1 }"):
        assert rows(silent, query.bound({"word": word}))


CELLS = find_query("sdg-cells")


@pytest.mark.parametrize(
    "other",
    [
        CELLS.text.replace("DISTINCT ?plan", "?plan"),
        CELLS.text.replace("contributesTo+", "contributesTo*"),
        CELLS.text + " LIMIT 1",
        CELLS.text.replace("/sdg/[0-9]+", "/sdg/ [0-9]+"),
        CELLS.text.replace("WHERE {", "WHERE { VALUES ?plan { <http://127.0.0.1:8000/id/x> }"),
        CELLS.bound({"plan": DEFAULT_BASE + "99999/basic-plan"}),  # the store's IRI, which is nothing's here
        "SELECT * { ?s ?p ?o }",
        CELLS.text[:200],
    ],
)
def test_whatever_is_no_question_of_the_library_is_sparqls(silent: Any, other: str) -> None:
    with pytest.raises(AssertionError, match="asked"):
        rows(silent, other)


def test_a_dataset_of_the_request_is_sparqls(silent: Any) -> None:
    with pytest.raises(AssertionError, match="asked"):
        silent.query(CELLS.text, default_graph=[ox.NamedNode("http://127.0.0.1:8000/id/graph/other")])


def test_a_base_that_could_change_the_order_of_rows_leaves_them_to_sparql(store: Store) -> None:
    quick = indexed(Silent(), Index(store), HASHED, 128)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="asked"):
        rows(quick, CELLS.text)


def test_a_column_of_ours_and_of_others_is_sparqls(silent: Any) -> None:
    ours, other = f"<{DEFAULT_BASE}1>", "<http://metadata.un.org/sdg/1>"
    assert silent._keep_their_order(f"?a\t?b\n{ours}\t{other}\n{ours}\t\n")
    assert not silent._keep_their_order(f"?a\t?b\n{ours}\t{other}\n{other}\t\n")


def test_an_index_that_is_stale_gone_or_too_large_for_memory_leaves_the_question_to_sparql(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Store(shutil.copytree(store.path, tmp_path / "copy"))
    memory = copy.load()
    expected = rows(memory, CELLS.text)
    quick = indexed(memory, Index(copy), OWN, 128)
    assert quick is not memory
    assert rows(quick, CELLS.text) == expected
    assert rows(indexed(memory, Index(copy), OWN, 1), CELLS.text) == expected
    with copy.writing() as writer:
        writer.remove(next(iter(copy.documents)))
    Index(copy).make(memory="256MiB")  # of another state than what is held in memory
    asked = []
    monkeypatch.setattr(module, "written", lambda *given: asked.append(given))
    assert rows(quick, CELLS.text) == expected
    Index(copy).path.unlink()
    assert rows(quick, CELLS.text) == expected
    assert not asked
    assert indexed(memory, Index(copy), OWN, 128) is memory
