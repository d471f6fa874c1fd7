"""``keikaku population``: figures of official statistics in a store, on its pages, on servers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store as Memory

from keikaku.ground.vocab import PREFIXES
from keikaku.reading.statistics import read_statistics
from keikaku.store.folder import Store
from keikaku.store.statistics import keep
from tests.conftest import Keikaku
from tests.queries import towns
from tests.reading.test_statistics import HEAD, SYSTEM, line
from tests.support import put

TABLE = SYSTEM.replace("99999", "99995").replace("架空町", "食違町")
QUERY = """SELECT ?kind ?year ?value ?printed ?row ?title WHERE {
    ?one a kei:TownStatistic ; kei:statisticKind ?kind ; kei:statisticYear ?year ; kei:statisticValue ?value ;
        kei:asPrinted ?printed ; kei:firstRow ?row ; prov:wasDerivedFrom ?file . ?file dcterms:title ?title
} ORDER BY ?kind ?year"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return put(Store(tmp_path / "store"), towns.town(), towns.CODES)


def figures(memory: Memory) -> list[tuple[str, ...]]:
    found = memory.query(QUERY, prefixes=PREFIXES, use_default_graph_as_union=True)
    return [tuple(cell.value.rpartition("#")[2] for cell in row) for row in found]  # type: ignore[union-attr]


def test_figures_stand_in_the_graph_with_source_year_and_row(
    store: Store, tmp_path: Path, keikaku: Keikaku
) -> None:
    file = tmp_path / "FEI_CITY.csv"
    file.write_bytes(TABLE.encode("cp932"))
    shown = keikaku("population", file, "--store", store.path, "--lang", "en")
    assert "12,345" in shown.stdout
    assert "4 figures are new, 0 changed, 0 stood there already" in shown.stderr
    assert "left out: 1 rows of other areas" in shown.stderr
    assert figures(Store(store.path).load())[0] == (
        "CensusPopulation",
        "2020",
        "12345",
        "12,345 人",
        "7",
        "社会・人口統計体系",
    )
    again = keikaku("population", file, "--store", store.path, "--lang", "en")
    assert "0 figures are new, 0 changed, 4 stood there already" in again.stderr


def test_a_later_file_takes_the_place_of_a_figure_and_says_so(
    store: Store, tmp_path: Path, keikaku: Keikaku
) -> None:
    for name, count in (("first.csv", "12,345"), ("second.csv", "12,300")):
        file = tmp_path / name
        row = line("2020100000", "2020年度", "99995", "食違町", "", count, "", "", "", "", "", "", "")
        file.write_text(HEAD + row, encoding="utf-8")
        shown = keikaku("population", file, "--store", store.path, "--lang", "en", "--source", "国勢調査")
    assert "99995 population (census) 2020: 12345 before, now 12,300 人" in shown.stderr
    assert [row[2] for row in figures(Store(store.path).load())] == ["12300"]
    held = "\n".join(Store(store.path).lines("statistics-99995"))
    assert "second.csv" in held
    assert "first.csv" not in held, "no figure is of the first file any more"


def test_a_trial_takes_nothing(store: Store, tmp_path: Path, keikaku: Keikaku) -> None:
    file = tmp_path / "table.csv"
    file.write_text(TABLE, encoding="utf-8")
    shown = keikaku("population", file, "--store", store.path, "--dry-run", "--lang", "ja")
    assert "4 件の値が取り込まれます" in shown.stderr
    assert not figures(Store(store.path).load())


def test_a_document_that_is_built_anew_leaves_the_figures(store: Store) -> None:
    table = read_statistics(TABLE.encode(), "t.csv", {"99995"})
    keep(store, table.statistics, "t.csv", "0" * 64, table.title)
    put(store, towns.town(), towns.CODES)
    assert len(figures(store.load())) == 4
