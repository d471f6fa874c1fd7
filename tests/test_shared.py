"""What several documents of a town say stands once, whatever the order in which they were built."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from keikaku.building.pipeline import Options, build
from keikaku.store.folder import Store
from keikaku.store.shared import once, restored, shared_graph
from tests.support import ROOT, shared

TOWN = "https://example.org/id/99999"
DOCUMENTS = sorted(file for file in (ROOT / "examples").rglob("*.txt"))
ABOUT = {
    "source": "a.txt",
    "source_sha256": "0" * 64,
    "loader": "a",
    "loader_version": "1",
    "software": "0",
    "municipality": "99999",
}
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
ALT = "<http://www.w3.org/2004/02/skos/core#altLabel>"


def files(store: Store) -> dict[str, bytes]:
    return {key: (store.path / entry.file).read_bytes() for key, entry in Store(store.path).documents.items()}


def put(store: Store, **documents: list[str]) -> None:
    """Put documents into a store; a line is a triple."""
    with store.writing() as writer:
        for key, triples in documents.items():
            graph = f"https://example.org/id/graph/{key}"
            writer.put(key, sorted(f"{one} <{graph}> ." for one in triples), graph=graph, **ABOUT)


def department(*names: str, predicates: tuple[str, ...] = (LABEL, ALT, ALT)) -> list[str]:
    node = f"<{TOWN}/department/高齢課>"
    return [f'{node} {predicate} "{name}"@ja' for predicate, name in zip(predicates, names, strict=False)]


def labels(store: Store) -> dict[str, list[str]]:
    quads = list(store.load(vocabularies=False))
    return {
        name: sorted(str(quad.object).split('"')[1] for quad in quads if str(quad.predicate) == name)
        for name in (LABEL, ALT)
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("whole") / "store")
    reports = build(DOCUMENTS, store)
    assert [report.changed for report in reports] == [True] * len(DOCUMENTS)
    return store


def test_no_triple_stands_in_two_graphs(whole: Store, tmp_path: Path) -> None:
    plans = Store(tmp_path / "plans")
    build(shared("plans"), plans)
    for store in (whole, plans):
        memory = store.load()
        assert len({quad.triple for quad in memory}) == len(memory)
    graphs = {str(one) for one in whole.load().named_graphs()}
    assert "<https://w3id.org/keikaku/id/graph/shared/99999>" in graphs
    assert not [
        one for one in plans.load().named_graphs() if "/shared/" in str(one)
    ]  # a town with one document


def test_each_file_holds_what_its_document_says(whole: Store, tmp_path: Path) -> None:
    for path in DOCUMENTS:
        alone = Store(tmp_path / path.parent.name)
        build(path, alone)
        ((key, data),) = files(alone).items()
        entry = whole.documents[key]
        said = restored(files(whole)[key], entry.graph, shared_graph(entry))
        assert said == data
        assert hashlib.sha256(said).hexdigest() == entry.said_sha256


def test_the_order_and_the_number_of_builds_do_not_matter(whole: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    for path in reversed(DOCUMENTS):
        build(path, other)
    assert files(other) == files(whole)
    assert other.documents == whole.documents
    assert [one.changed for one in build(DOCUMENTS, other)] == [False] * len(DOCUMENTS)
    again = build(DOCUMENTS, other, Options(force=True))
    assert [one.changed for one in again] == [False] * len(DOCUMENTS)
    assert files(other) == files(whole)
    assert len(list((other.path / "graphs").iterdir())) == len(DOCUMENTS)


def test_what_only_one_document_is_left_to_say_is_its_own_again(tmp_path: Path) -> None:
    first, both = Store(tmp_path / "first"), Store(tmp_path / "both")
    build(DOCUMENTS[0], first)
    build(DOCUMENTS[:2], both)
    (key,) = first.documents
    (other,) = set(both.documents) - {key}
    assert files(both)[key] != files(first)[key]
    with both.writing() as writer:
        writer.remove(other)
    assert files(both) == files(first)
    assert both.documents == first.documents


def test_a_town_calls_a_department_by_the_name_that_most_documents_print(tmp_path: Path) -> None:
    prints = {"a": "髙齢課", "b": "高齢課", "c": "高齢課"}
    for order in itertools.permutations(prints):
        store = Store(tmp_path / "".join(order))
        for key in order:
            put(store, **{key: department(prints[key])})
        assert labels(store) == {LABEL: ["高齢課"], ALT: ["髙齢課"]}
        with store.writing() as writer:
            writer.remove("b")
        assert labels(store) == {LABEL: ["高齢課"], ALT: ["髙齢課"]}  # as many: by code point
        with store.writing() as writer:
            writer.remove("c")
        assert labels(store) == {LABEL: ["髙齢課"], ALT: []}


def test_a_name_that_one_document_prints_in_two_ways_is_counted_in_both(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    put(store, a=department("髙齢課", "高齢課"), b=department("高齢課"))
    assert labels(store) == {LABEL: ["高齢課"], ALT: ["髙齢課"]}
    memory = store.load(vocabularies=False)
    assert len({quad.triple for quad in memory}) == len(memory)


def test_a_literal_that_looks_like_the_end_of_a_quad_stays(tmp_path: Path) -> None:
    text = f'<{TOWN}/x> <https://example.org/p> "a <https://example.org/id/graph/a> ."@ja'
    store = Store(tmp_path / "store")
    put(store, a=[text, *department("高齢課")], b=[text])
    # The text, the label, what the graph says of itself; of no year said, neither comes after the other.
    assert len(store.load(vocabularies=False)) == 1 + 1 + 3
    assert store.lines("b")[0].startswith(text)


def test_a_stream_holds_each_quad_once(whole: Store) -> None:
    graphs = [entry.graph for entry in whole.documents.values()]
    lines = b"".join(once(zip(graphs, whole.nquads(), strict=True))).splitlines()
    assert len(lines) == len(set(lines))
    assert set(lines) == {line for data in files(whole).values() for line in data.splitlines()}


def test_queries_see_all_graphs_as_one_unless_they_name_some(whole: Store) -> None:
    memory: Any = whole.load()
    graph = next(iter(whole.documents.values())).graph

    def count(dataset: str = "", **how: Any) -> int:
        (row,) = memory.query(f"SELECT (COUNT(*) AS ?n) {dataset} {{ ?s ?p ?o }}", **how)
        return int(row[0].value)

    everything = count()
    named = len(list(memory.quads_for_pattern(None, None, None, ox.NamedNode(graph))))
    assert everything == len(memory) > named
    assert count(f"FROM <{graph}>") == named
    assert count(default_graph=[ox.NamedNode(graph)]) == named
    assert count(use_default_graph_as_union=False) == 0
