"""The vocabularies that come from elsewhere: counts, links, and that the tool makes the committed bytes."""

from __future__ import annotations

import re
from functools import cache

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from keikaku.ground import content, vocab
from keikaku.ground.vocab import KEI, SDG, SDGO
from keikaku.ground.vocab.facts import read_blocks, read_facts
from tests.ontology.support import load_tool
from tests.support import shared

STRATEGY = "https://w3id.org/keikaku/id/national-strategy/"


@cache
def graph(name: str) -> Graph:
    return Graph().parse(content.folder("ontology") / name)


def test_one_body_is_the_same_whether_the_whole_list_is_read_or_its_block() -> None:
    for name in ("municipalities.ttl", "municipality-changes.ttl"):
        whole = read_facts(name)
        bodies = {iri: facts for iri, facts in whole.items() if str(DCTERMS.date) not in facts}
        assert len(bodies) > 1700
        for iri, facts in bodies.items():
            code = iri.rpartition("/")[2]
            assert read_blocks(name, [f"id:{code}"]) == {iri: facts}


@pytest.mark.parametrize("name", ["municipalities.ttl", "national-strategies.ttl", "sdg.ttl"])
def test_tool_makes_the_committed_file(name: str) -> None:
    made = load_tool("make_vocabularies").FILES[name](shared("vocab"))
    assert made.encode() == (content.folder("ontology") / name).read_bytes()


def test_sdgs_are_those_of_the_un() -> None:
    kinds = {kind: len(set(graph("sdg.ttl").subjects(RDF.type, kind))) for kind in (SDGO.Goal, SDGO.Target)}
    assert kinds == {SDGO.Goal: 17, SDGO.Target: 169}
    goal = SDG["11"]
    labels = {
        str(label) for label in graph("sdg.ttl").objects(goal, SKOS.prefLabel) if isinstance(label, Literal)
    }
    assert "住み続けられるまちづくりを" in labels
    assert (SDG["11.3"], SKOS.broader, goal) in graph("sdg.ttl")
    assert (SDG["C110301"], SKOS.broader, SDG["11.3"]) in graph("sdg.ttl")


def test_every_goal_is_named_in_both_languages() -> None:
    for number in range(1, 18):
        labels = list(graph("sdg.ttl").objects(SDG[str(number)], SKOS.prefLabel))
        assert sorted(label.language or "" for label in labels if isinstance(label, Literal)) == ["en", "ja"]


def test_national_strategies_match_from_period_to_period() -> None:
    strategies = graph("national-strategies.ttl")
    schemes = {
        str(scheme).removeprefix(STRATEGY) for scheme in strategies.subjects(RDF.type, SKOS.ConceptScheme)
    }
    assert schemes == {"mhs1", "mhs2", "dd"}
    matches = set(strategies.subject_objects(SKOS.closeMatch))
    assert len(matches) == 16
    assert {(other, one) for one, other in matches} == matches
    assert (URIRef(STRATEGY + "mhs1/3"), URIRef(STRATEGY + "mhs2/3")) in matches
    assert str(strategies.value(URIRef(STRATEGY + "mhs2"), KEI.startFiscalYear)) == "2020"


def test_every_local_government_is_there() -> None:
    bodies = graph("municipalities.ttl")
    assert len(set(bodies.subjects(RDF.type, KEI.Municipality))) == 1741
    assert len(set(bodies.subjects(RDF.type, KEI.Prefecture))) == 47
    nagano = URIRef(vocab.DEFAULT_BASE + "20000")
    assert (URIRef(vocab.DEFAULT_BASE + "20207"), DCTERMS.isPartOf, nagano) in bodies
    assert str(bodies.value(nagano, KEI.localGovernmentCode)) == "200000"


def test_municipality_by_code() -> None:
    suzaka = vocab.Municipality(
        code="20207",
        name="須坂市",
        kana="すざかし",
        prefecture="長野県",
        estat="http://data.e-stat.go.jp/lod/sac/C20207",
        lg_code="202070",
    )
    assert vocab.municipality("20207") == suzaka
    assert vocab.municipality("202070") == suzaka


@pytest.mark.parametrize("code", ["99999", "202071", "20000", "2020", ""])
def test_no_municipality_has_the_code(code: str) -> None:
    assert vocab.municipality(code) is None


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("須坂市", ["20207"]),
        ("すざかし", ["20207"]),
        ("長野県須坂市", ["20207"]),
        ("金ヶ崎町", ["03381"]),
        ("金ケ崎町", ["03381"]),
        ("府中市", ["13206", "34208"]),
        ("どこにもない町", []),
    ],
)
def test_municipalities_by_name(name: str, codes: list[str]) -> None:
    assert [found.code for found in vocab.find_municipalities(name)] == codes


def test_plan_kinds_are_found_by_their_printed_names() -> None:
    for name in ("基本構想", "基本計画", "実施計画", "総合戦略", "評価", "個別計画"):
        found = vocab.plan_kind(name)
        assert found is not None
        assert re.fullmatch(r"https://w3id\.org/keikaku/ns#[A-Z]\w+", found)
    assert vocab.plan_kind("日記") is None


def test_codes_are_found_by_label_and_notation() -> None:
    assert vocab.common_rating(2) == str(KEI.CommonRating2)
    assert vocab.project_status("継続") == str(KEI.Continuing)
    assert vocab.indicator_kind("市民意識指標") == str(KEI.AttitudeIndicator)
    assert vocab.concept("directions", "increase") == str(KEI.Increase)
    with pytest.raises(KeyError, match="PlanKinds"):
        vocab.concept("PlanKinds", "基本計画")
