"""Figures of towns that are one now: the rows of the question as the pages take them, on the fixture of invented towns."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest

from keikaku.asking.predecessors import Converted, Method, Why, converted
from tests.queries import support

ID = "https://w3id.org/keikaku/id/"
DCT, KEI, XSD = (
    "http://purl.org/dc/terms/",
    "https://w3id.org/keikaku/ns#",
    "http://www.w3.org/2001/XMLSchema#",
)


@pytest.fixture
def memory() -> ox.Store:
    """A copy of the fixture, which a test may change."""
    store = ox.Store()
    store.extend(support.memory())
    return store


def of(memory: ox.Store, name: str, year: int) -> Converted:
    (one,) = [one for one in converted(memory, f"{ID}99995") if (one.name, one.year) == (name, str(year))]
    return one


def test_amounts_are_added_in_one_unit_and_shares_weighted(memory: ox.Store) -> None:
    people = of(memory, "来館者", 2017)  # 300人 and 0.5千人
    assert (people.value, people.unit, people.method, people.reasons) == (Decimal(800), "人", Method.SUM, ())
    rate = of(memory, "健診受診率", 2017)  # 40 % of 4,000 and 50 % of 12,000
    assert (rate.value, rate.method, rate.reasons) == (Decimal("47.5"), Method.MEAN, (Why.SHARE,))
    assert of(memory, "交通事故死傷者", 2017).reasons == (), "per head of the population: that is the weight"


def test_what_may_not_be_converted_says_why(memory: ox.Store) -> None:
    found = {
        name: of(memory, name, year)
        for name, year in (
            ("特産品の売上", 2017),
            ("平均待ち時間", 2017),
            ("登録団体", 2018),
            ("朝市の出店数", 2018),
        )
    }
    assert {name: one.reasons for name, one in found.items()} == {
        "特産品の売上": (Why.UNITS,),
        "平均待ち時間": (Why.KIND, Why.MEAN),
        "登録団体": (Why.BOUND,),
        "朝市の出店数": (Why.LACKING,),  # what the town prints after the merger may be of the whole
    }
    assert [one.value for one in found.values()] == [None] * 4


def _statistic(memory: ox.Store, code: str, kind: str) -> list[ox.Quad]:
    nodes = {
        quad.subject
        for quad in memory.quads_for_pattern(
            None, ox.NamedNode(f"{KEI}statisticKind"), ox.NamedNode(KEI + kind)
        )
    }
    town = ox.NamedNode(f"{KEI}statisticOf"), ox.NamedNode(ID + code)
    return [
        quad
        for node in nodes
        if list(memory.quads_for_pattern(node, *town))
        for quad in memory.quads_for_pattern(node, None, None)
    ]


def test_without_the_register_the_census_weighs_and_without_both_nothing_does(memory: ox.Store) -> None:
    for quad in _statistic(memory, "99994", "RegisteredPopulation"):
        memory.remove(quad)
    rate = of(memory, "健診受診率", 2017)
    assert (rate.value, rate.reasons) == (Decimal("47.5"), (Why.SHARE, Why.YEAR))  # 4,100 and 12,300 in 2015
    for quad in _statistic(memory, "99995", "CensusPopulation"):
        memory.remove(quad)
    rate = of(memory, "健診受診率", 2017)
    assert (rate.value, rate.method, rate.reasons) == (None, None, (Why.POPULATION,))


def test_a_town_that_was_divided_gives_nothing(memory: ox.Store) -> None:
    org = "http://www.w3.org/ns/org#"
    event, graph = ox.NamedNode(f"{ID}municipality-change/2019-04-01-99996"), ox.NamedNode(f"{ID}graph/gone")
    for predicate, value in (
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", ox.NamedNode(f"{org}ChangeEvent")),
        (f"{DCT}date", ox.Literal("2019-04-01", datatype=ox.NamedNode(f"{XSD}date"))),
        (f"{org}originalOrganization", ox.NamedNode(f"{ID}99994")),
        (f"{org}resultingOrganization", ox.NamedNode(f"{ID}99996")),
    ):
        memory.add(ox.Quad(event, ox.NamedNode(predicate), value, graph))
    one = of(memory, "来館者", 2017)
    assert (one.value, one.reasons) == (None, (Why.DIVIDED,))


def test_two_figures_of_one_town_are_not_chosen_between(memory: ox.Store) -> None:
    figure = ox.NamedNode(f"{ID}99994/plan/indicator/来館者/baseline/2017")
    memory.add(
        ox.Quad(
            figure,
            ox.NamedNode(f"{KEI}value"),
            ox.Literal("310", datatype=ox.NamedNode(f"{XSD}integer")),
            ox.NamedNode(f"{ID}graph/gone"),
        )
    )
    one = of(memory, "来館者", 2017)
    assert (one.value, one.reasons) == (None, (Why.SEVERAL,))
