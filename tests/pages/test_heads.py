"""Money per head on pages: one rule with the query, year and source beside every figure, two bases on no axis together."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.asking.comparable import Figure, Reason, Unit, Verdict, judge
from keikaku.asking.per_head import per_head, taken
from keikaku.asking.questions import run
from keikaku.reading.statistics import read_statistics
from keikaku.store.folder import Store
from keikaku.store.statistics import keep
from keikaku.web.pages.comparisons import INDEX, PER_HEAD
from tests.pages.conftest import Site, site_of
from tests.queries import support, towns
from tests.reading.test_statistics import line
from tests.support import put

TABLE = (
    line(
        "地域 コード",
        "地域",
        "調査年",
        "A1101_総人口【人】",
        "A2301_住民基本台帳人口（総数）【人】",
        "D3203_歳出決算総額（市町村財政）【千円】",
    )
    + line("99995", "食違町", "2020年度", "12,345", "12,500", "9,876,543")
    + line("99995", "食違町", "2023年度", "***", "12,100", "9,900,000")
    + line("99994", "二重町", "2020年度", "8,000", "***", "***")
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the pages of two towns with money and statistics."""
    store = put(
        Store(Path(tmp_path_factory.mktemp("heads")) / "store"),
        towns.town() | towns.twice(),
        towns.CODES | towns.CODES_TWICE,
    )
    table = read_statistics(TABLE.encode(), "FEI_CITY.csv", {"99995", "99994"}, "社会・人口統計体系")
    keep(store, table.statistics, "FEI_CITY.csv", "ab" * 32, table.title)
    return site_of(Store(store.path))


def test_the_pages_and_the_query_have_one_rule() -> None:
    memory = support.memory()
    answer = run(memory, support.library()["money-per-head"])
    told = support.texts(support.library()["money-per-head"], answer)
    money: defaultdict[str, dict[str, int]] = defaultdict(dict)
    asked = []
    for (
        town,
        _name,
        theme,
        _label,
        year,
        total,
        base,
        _people,
        when,
        _src,
        head,
        _all,
        spent,
        _of,
        share,
        _n,
    ) in told:
        if not theme:
            money[town][year] = int(total)
            asked.append((town, year, base.rpartition("#")[2], when, head, spent, float(share or 0)))
    found = [
        (
            town,
            one.year,
            one.population.kind if one.population else "",
            str(one.population.year) if one.population else "",
            str(one.amount or ""),
            str(one.expenditure.year) if one.expenditure else "",
            float(one.percent or 0),
        )
        for town, years in money.items()
        for one in per_head(years, taken(memory, town))
    ]
    assert sorted(found) == sorted(asked)
    assert len({row[2] for row in found}) == 2


def test_year_and_source_stand_beside_every_figure_of_a_town(site: Site) -> None:
    text = site.of("99995", "en").text
    assert "population (census) 2020: 12,345 persons (社会・人口統計体系)" in text
    assert "population (register) 2023: 12,100 persons (社会・人口統計体系)" in text
    assert "population of 2020, money of 2023" in text
    assert "settled accounts of 2023, money of 2024" in text
    assert "FEI_CITY.csv, row 3, A2301_住民基本台帳人口(総数)" in text
    assert "人口は2020年、事業費は2023年度" in site.of("99995").text


def test_towns_share_an_axis_by_one_base_only(site: Site) -> None:
    page = site.page(PER_HEAD, "en")
    assert "another population base" in page.text
    assert "a population of another year than the money" in page.text
    assert "population (census) 2020: 8,000 persons (社会・人口統計体系)" in page.text
    assert "This stands beside no other" in page.text
    assert "Money per head" in site.page(INDEX, "en").text


def test_the_gate_knows_population_bases() -> None:
    def figure(town: str, base: str, year: str, base_year: str) -> Figure:
        return Figure(
            town, town, "actual", year, Decimal(1), Unit("円", "yen", known=True), "", "", base, base_year
        )

    census = figure("a", "CensusPopulation", "2023", "2023")
    assert judge(census, figure("b", "CensusPopulation", "2023", "2023")) == (Verdict.COMPARABLE, ())
    assert judge(census, figure("b", "CensusPopulation", "2023", "2020")) == (
        Verdict.NOTE,
        (Reason.BASE_YEAR,),
    )
    assert judge(census, figure("b", "RegisteredPopulation", "2023", "2023"))[0] is Verdict.NOT
