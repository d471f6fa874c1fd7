"""Finding things by what people call them, lineages, and their drawings."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import networkx as nx
import pytest

from keikaku.asking.lineage.drawings import FORMATS
from keikaku.asking.lineage.trace import find, lineage
from tests.queries.support import memory
from tests.support import raises

BASE = "https://w3id.org/keikaku/id/"
MEASURE = f"{BASE}99999/basic-plan/measure/図書館の利用促進"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("図書館の利用促進", "図書館の利用促進"),
        ("1-2文化財の保存", "文化財の保存"),
        ("１－１図書館の利用促進", "図書館の利用促進"),
        (MEASURE, "図書館の利用促進"),
        ("架空市 施策1-1", "図書館の利用促進"),
        ("架空市 目標2", "支えあうまち"),
        ("架空市 第2目標", "支えあうまち"),
        ("虚構町 金ヶ崎", "金ケ崎地区の活性化"),
        ("虚構町 図書館 施策", "図書館利用の促進"),
        ("夜間開館", "図書館の夜間開館"),
        ("取組1", "開館時間の見直し"),
        ("sdg:4", "質の高い教育をみんなに"),
        ("SDGs認知度", "ＳＤＧｓ認知度"),
        ("財政課", "財政課"),
        ("Ⅲ(4)", "Ⅲ(4)"),
    ],
)
def test_a_name_finds_one_thing(name: str, label: str) -> None:
    assert find(memory(), name).label == label


@pytest.mark.parametrize(
    "name", ["", " ", "どこにもない", "架空市 施策99", "https://example.com/none", "sdg:99", "()"]
)
def test_a_name_that_nothing_has(name: str) -> None:
    with raises("asking.no-match"):
        find(memory(), name)


def test_a_near_name_is_named() -> None:
    with raises("asking.no-match", match="文化財の保存"):
        find(memory(), "文化財の保全")


def test_several_things_are_a_choice_with_their_towns() -> None:
    with raises("asking.several-matches") as raised:
        find(memory(), "生涯学習課")
    assert "架空市 Department 生涯学習課" in str(raised.value)
    assert "虚構町 Department 生涯学習課" in str(raised.value)


def _lineage(name: str) -> nx.DiGraph[str]:
    return lineage(memory(), find(memory(), name).iri)


def test_a_lineage_has_figures_money_ratings_and_sources() -> None:
    nodes = {node["label"]: node for node in _lineage("図書館の利用促進").nodes.values()}
    assert nodes["図書館の利用促進"]["ratings"] == "2023 B 予定どおり/II"
    assert nodes["図書館の来館者数"]["figures"].startswith("baseline 2020 1000人 → actual 2021 1250人")
    assert nodes["図書館の夜間開館"]["figures"] == "2022 ¥1,000,000; 2023 ¥500,000"
    assert nodes["図書館の利用促進"]["sources"] == "basic.txt:5; basic.txt:6"
    assert not any(node["defect"] for node in nodes.values())


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("孤立した施策", "no way up"),
        ("二股の取組", "several ways up"),
        ("輪の一", "cycle"),
        ("図書館の利用促進", ""),
    ],
)
def test_a_broken_way_is_named(name: str, defect: str) -> None:
    assert _lineage(name).nodes[find(memory(), name).iri]["defect"] == defect


def test_an_end_that_nothing_describes_is_named() -> None:
    nodes = _lineage("行き先のない取組").nodes
    assert nodes[f"{BASE}99998/basic-plan/measure/記述のない施策"]["defect"] == "not described"


def test_a_cycle_ends() -> None:
    assert set(_lineage("輪の一")) >= {find(memory(), name).iri for name in ("輪の一", "輪の二")}


# ---------------------------------------------------------------- drawings

NASTY = 'a"b\\c<d>&e#;`[x]{y}|%%\nz--> "] click n0'


def _nasty() -> nx.DiGraph[str]:
    graph = _lineage("図書館の利用促進")
    graph.nodes[MEASURE]["label"] = NASTY
    return graph


@pytest.mark.parametrize("name", FORMATS)
def test_a_drawing_is_the_same_each_time(name: str) -> None:
    assert FORMATS[name](_lineage("図書館の利用促進")) == FORMATS[name](_lineage("図書館の利用促進"))


@pytest.mark.parametrize("name", FORMATS)
def test_a_cycle_can_be_drawn(name: str) -> None:
    assert "cycle" in FORMATS[name](_lineage("輪の一"))


def test_json_and_graphml_read_back() -> None:
    graph = _nasty()
    assert nx.node_link_graph(json.loads(FORMATS["json"](graph)), edges="edges").nodes == graph.nodes
    assert nx.parse_graphml(FORMATS["graphml"](graph)).nodes == graph.nodes


def test_svg_is_well_formed_and_links_every_thing() -> None:
    graph = _nasty()
    root = ElementTree.fromstring(FORMATS["svg"](graph))  # noqa: S314 - our own
    links = [link.get("href") for link in root.iter("{http://www.w3.org/2000/svg}a")]
    assert sorted(filter(None, links)) == sorted(graph)
    boxes = {(box.get("x"), box.get("y")) for box in root.iter("{http://www.w3.org/2000/svg}rect")}
    assert len(boxes) == len(graph)


def test_dot_has_a_statement_a_line() -> None:
    graph = _nasty()
    statement = r'  n\d+( -> n\d+)? \[(\w+="(?:[^"\\\n]|\\.)*"(, )?)+\];'
    lines = FORMATS["dot"](graph).splitlines()
    assert len(lines) == 4 + len(graph) + graph.number_of_edges()
    assert all(re.fullmatch(statement, line) for line in lines[3:-1])


def test_mermaid_has_a_statement_a_line() -> None:
    graph = _nasty()
    statement = r'  n\d+(\["(?:[^"<>`\[\]{}|\\]|<br>)*"\]| (-->|-\. \w+ \.->) n\d+)'
    lines = FORMATS["mermaid"](graph).splitlines()
    assert len(lines) == 1 + len(graph) + graph.number_of_edges()
    assert all(re.fullmatch(statement, line) for line in lines[1:])
