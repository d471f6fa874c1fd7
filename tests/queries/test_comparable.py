"""What stands on no line from baseline to target is compared with nothing: bounds, ranges, sums over a period."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from keikaku.asking.questions import find_query, run
from keikaku.web.pages.progress import BETTER, Progress, direction, judge
from tests.off_track import BASE, CASES

HEAD = """
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX kei: <https://w3id.org/keikaku/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <https://example.org/>
:town rdfs:label "架空町"@ja . :plan rdfs:label "計画"@ja ; dcterms:publisher :town .
:i a kei:Indicator ; rdfs:label "来園者数"@ja ; kei:inPlan :plan ; kei:desiredDirection kei:Increase ;
    kei:observation :b , :t , :a .
"""
PLAIN = {
    "b": 'a kei:Baseline ; kei:fiscalYear "2019"^^xsd:gYear ; kei:value 10.0',
    "t": 'a kei:Target ; kei:fiscalYear "2025"^^xsd:gYear ; kei:value 20.0',
    "a": 'a kei:Actual ; kei:fiscalYear "2022"^^xsd:gYear ; kei:value 12.0',
}


def rows(query: str, **more: str) -> list[dict[str, str]]:
    """Ask of one indicator, of whose figures more is said."""
    text = HEAD + "".join(f":{name} {said}{more.get(name, '')} .\n" for name, said in PLAIN.items())
    memory = ox.Store()
    memory.load(text.encode(), format=ox.RdfFormat.TURTLE)
    found = run(memory, find_query(query))
    return [
        {name: "" if term is None else str(term) for name, term in zip(found.variables, row, strict=True)}
        for row in found
    ]


def test_figures_that_are_values_are_compared() -> None:
    assert len(rows("indicators-off-track")) == 1
    assert rows("indicator-progress")[0]["share"]
    at_least = rows("indicators-off-track", t=' ; kei:comparator "ge"')
    assert len(at_least) == 1


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("a", ' ; kei:comparator "ge"'),
        ("b", ' ; kei:comparator "lt"'),
        ("t", " ; kei:accumulation kei:Cumulative"),
        ("a", " ; kei:accumulation kei:Cumulative"),
    ],
)
def test_bounds_and_sums_are_not(figure: str, said: str) -> None:
    assert rows("indicators-off-track", **{figure: said}) == []
    assert [row["share"] for row in rows("indicator-progress", **{figure: said})] == [""]


def test_the_query_and_the_pages_have_one_rule() -> None:
    """Which way is better: as printed, else by the target's bound, else from baseline to target."""
    memory = ox.Store()
    text = "".join(f"{line} .\n" for case in CASES for line in case.lines())
    memory.load(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    found = run(memory, find_query("indicators-off-track"))
    place = {name: found.variables.index(name) for name in ("indicator", "direction")}
    listed = {row[place["indicator"]].value: row[place["direction"]].value for row in found}  # type: ignore[union-attr]
    assert listed == {f"{BASE}{case.name}": case.direction for case in CASES if case.off}
    for case in CASES:
        judged = judge(case.figures(), case.printed)
        assert (judged.progress is Progress.BEHIND) is case.off, (case.name, judged)
        assert direction(case.figures(), case.printed) == BETTER.get(case.direction), case.name
