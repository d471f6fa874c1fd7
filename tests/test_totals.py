"""One and the same question of totals has one answer, whichever way it is asked.

The servers are asked in ``tests/servers/test_totals.py``.
"""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from keikaku.asking.columns.index import Index
from keikaku.asking.columns.index import answer as answers_of
from keikaku.asking.questions import find_query
from keikaku.cli import app
from keikaku.graph.addresses import Addresses
from keikaku.ground.vocab import DEFAULT_BASE
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.server.guard.answering import Library, answer
from keikaku.web.server.guard.limits import Limits
from keikaku.web.server.guard.wire import question as asked
from tests.totals import QUESTIONS, Totals, expected, totals


@pytest.fixture(scope="module")
def store(everything: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of one town with five documents, and of five with one."""
    return Store(shutil.copytree(everything.path, tmp_path_factory.mktemp("totals") / "store"))


@pytest.fixture(scope="module")
def right(store: Store) -> dict[str, Totals]:
    return expected(store)


def rows(found: object) -> list[tuple[str, str]]:
    assert isinstance(found, ox.QuerySolutions)
    return [(row[0].value, row[1].value) for row in found]


def test_the_questions_ask_something(right: dict[str, Totals]) -> None:
    assert len(QUESTIONS) == 30
    assert all(right.values())
    assert right["SUM(?v) yen of a town"]["架空町"] > 0


def test_the_library_and_its_default(store: Store, right: dict[str, Totals]) -> None:
    memory = store.load()
    assert {name: totals(rows(memory.query(text))) for name, text in QUESTIONS.items()} == right


def test_the_command(
    store: Store, right: dict[str, Totals], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = store.load()
    monkeypatch.setattr(Store, "load", lambda self: memory)  # once for all thirty
    for name, text in QUESTIONS.items():
        file = tmp_path / "own.rq"
        file.write_text(text, encoding="utf-8")
        result = CliRunner().invoke(app, ["query", str(file), "--store", str(store.path), "--format", "csv"])
        assert result.exit_code == 0, result.output
        lines = list(csv.reader(io.StringIO(result.stdout)))[1:]
        assert totals((line[0], line[1]) for line in lines) == right[name]


def test_the_endpoint(store: Store, right: dict[str, Totals]) -> None:
    memory = Dataset(store, Addresses(DEFAULT_BASE, DEFAULT_BASE, "slash")).memory
    graphs = {str(one)[1:-1]: 1 for one in memory.named_graphs()}
    library = Library(memory, graphs, Limits(), (), DEFAULT_BASE)
    for name, text in QUESTIONS.items():
        body = answer(library, asked(text, (), (), "text/tab-separated-values")).body
        found = ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV)
        assert totals(rows(found)) == right[name]


@pytest.mark.parametrize(
    ("query", "group", "question"),
    [
        ("money-by-year", "planLabel", "SUM(?v) yen of a plan"),
        ("money-by-department", "groupLabel", "SUM(?v) yen of a department"),
    ],
)
def test_the_index_where_it_answers_the_same(
    store: Store, right: dict[str, Totals], query: str, group: str, question: str
) -> None:
    index = Index(store)
    index.make(memory="256MiB")
    with contextlib.closing(index.connect()) as base:
        records = list(answers_of(base, find_query(query)).records())
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for one in records:  # one a fiscal year
        found[str(one[group])] += Decimal(str(one["total"]))
    assert totals((name, str(total)) for name, total in found.items()) == right[question]


@pytest.mark.parametrize("published", [DEFAULT_BASE, "https://plans.example.jp/"])
def test_the_dumps_hold_each_triple_once(store: Store, published: str) -> None:
    """What the browser loads, and who takes the dumps: data and vocabularies in one."""
    memory = Dataset(store, Addresses(published, DEFAULT_BASE, "slash")).memory
    assert len({quad.triple for quad in memory}) == len(memory)
