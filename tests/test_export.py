"""Exports: the same bytes every time, and the same graph in every format."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import to_canonical_graph

from keikaku.graph.nquads import VOCABULARY
from keikaku.store import export
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.support import ROOT

# rdflib warns of what it does itself when it parses.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def store(examples: Store) -> Store:
    return examples


def exported(store: Store, name: str) -> bytes:
    return b"".join(export.FORMATS[name](store))


def same(one: Graph, other: Graph) -> bool:
    return set(to_canonical_graph(one)) == set(to_canonical_graph(other))


@pytest.fixture(scope="module")
def dataset(store: Store) -> Dataset:
    found = Dataset(default_union=True)
    found.parse(data=exported(store, "nquads"), format="nquads")
    return found


@pytest.fixture(scope="module")
def graph(dataset: Dataset) -> Graph:
    merged = Graph()
    for subject, predicate, value, _graph in dataset.quads():
        merged.add((subject, predicate, value))
    return merged


def test_nquads_are_sorted_within_each_document(store: Store) -> None:
    for data in export.nquads(store):
        lines = data.split(b"\n")[:-1]
        assert lines == sorted(set(lines))


@pytest.mark.parametrize(("name", "syntax"), [("turtle", "turtle"), ("jsonld", "json-ld")])
def test_a_merged_format_holds_the_same_triples(store: Store, graph: Graph, name: str, syntax: str) -> None:
    again = Graph()
    again.parse(data=exported(store, name), format=syntax)
    assert len(again) == len(graph) > 3000
    assert same(again, graph)


def test_trig_holds_the_same_named_graphs(store: Store, dataset: Dataset) -> None:
    again = Dataset()
    again.parse(data=exported(store, "trig"), format="trig")
    names = {named.identifier for named in dataset.graphs() if len(named)}
    assert {named.identifier for named in again.graphs() if len(named)} == names
    (shared,) = {name for name in names if "/graph/shared/" in name}
    assert names - {shared, URIRef(f"{VOCABULARY}codes")} == {
        URIRef(entry.graph) for entry in store.documents.values()
    }
    for name in names:
        assert same(again.graph(name), dataset.graph(name))


def test_jsonld_speaks_the_terms_of_the_context(store: Store) -> None:
    value = json.loads(exported(store, "jsonld"))
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert value["@context"] == context
    project = next(thing for thing in value["@graph"] if "Project" in thing.get("type", ()))
    assert {"id", "contributesTo", "inPlan", "readingConfidence"} <= set(project)
    assert not [key for thing in value["@graph"] for key in thing if key.startswith("http")]


@pytest.mark.parametrize("name", export.FORMATS)
def test_another_process_writes_the_same_bytes(store: Store, name: str) -> None:
    command: list[str | Path] = [sys.executable, "-m", "keikaku", "export", "-f", name, "--store", store.path]
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, capture_output=True, check=True, env=environment)
        assert done.stdout == exported(store, name)


def test_a_file_is_written_whole(store: Store, keikaku: Keikaku, tmp_path: Path) -> None:
    assert keikaku("export", "--store", store.path, "-f", "turtle", "-o", "plans.ttl").exit_code == 0
    assert (tmp_path / "plans.ttl").read_bytes() == exported(store, "turtle")
    assert [file.name for file in tmp_path.iterdir()] == ["plans.ttl"]


def test_a_link_is_followed_and_a_device_stays_one(store: Store, keikaku: Keikaku, tmp_path: Path) -> None:
    (tmp_path / "here.nq").symlink_to(tmp_path / "there.nq")
    assert keikaku("export", "--store", store.path, "-o", "here.nq").exit_code == 0
    assert (tmp_path / "here.nq").is_symlink()
    assert (tmp_path / "there.nq").read_bytes() == exported(store, "nquads")
    assert keikaku("export", "--store", store.path, "-o", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()


def test_a_damaged_store_leaves_the_old_file(store: Store, keikaku: Keikaku, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "_bytes", lambda self, key: (_ for _ in ()).throw(OSError(5, "I/O error")))
        (tmp_path / "old.nq").write_text("old")
        assert keikaku("export", "--store", store.path, "-o", "old.nq").exit_code == 2
    assert (tmp_path / "old.nq").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["old.nq"]


def test_an_unknown_format_names_the_known(store: Store, keikaku: Keikaku) -> None:
    result = keikaku("export", "--store", store.path, "-f", "pdf")
    assert result.exit_code == 2
    assert "one of nquads, nquads12, trig, turtle, jsonld, graphml" in result.stderr


@pytest.mark.parametrize("command", [["export"], ["trace", "図書館"]])
def test_an_empty_store_says_so(keikaku: Keikaku, command: list[str]) -> None:
    for language, sentence in (
        ("en", "the store holds no document yet; `keikaku build PATH` puts some in."),
        ("ja", "ストアにまだ文書がありません。`keikaku build パス` で追加してください。"),
    ):
        result = keikaku(*command, "--lang", language)
        assert result.exit_code == 2
        assert sentence in result.stderr
        assert result.stdout == ""
