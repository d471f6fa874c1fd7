"""What describes the dataset for machines: VoID, DCAT, the list of open data."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import Graph

from keikaku.graph.nquads import VOCABULARY
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.site.catalogued import plan_documents
from keikaku.web.site.open_data_list import COLUMNS
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.publishing.conftest import BASE, DAY, LICENCE, Site, settings, small_lines
from tests.support import put

pytestmark = pytest.mark.xdist_group("site")
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX void: <http://rdfs.org/ns/void#> PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
"""
SHAPES = Path(__file__).with_name("dcat-ap.ttl")


def rows(data: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = data.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(term.value if term else "" for term in row) for row in found)


def loaded(file: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=file, format=ox.RdfFormat.TURTLE)
    return store


def conforms(file: Path, shapes: Path) -> tuple[bool, str]:
    """Validate a catalogue as the profile's own validator does: without inference."""
    data, rules = Graph().parse(file, format="turtle"), Graph().parse(shapes, format="turtle")
    good, _report, text = validate(data, shacl_graph=rules, inference="none")
    return good, text


# ---------------------------------------------------------------- VoID


def graphs(dataset: Dataset) -> ox.Store:
    """Return a store without the vocabularies, to count by other means than the code under test."""
    found = ox.Store()
    found.extend(quad for quad in dataset.memory if not str(quad.graph_name).startswith(f"<{VOCABULARY}"))
    return found


def test_void_counts_what_sparql_counts(site: Site) -> None:
    dataset = Dataset(site.store, site.settings.addresses(site.store))
    memory, void = ox.Store(), loaded(site.folder / "void.ttl")
    memory.extend(ox.Quad(*quad.triple) for quad in graphs(dataset))
    [(triples, entities)] = rows(memory, "SELECT (COUNT(*) AS ?t) (COUNT(DISTINCT ?s) AS ?e) {?s ?p ?o}")
    assert rows(void, f"SELECT ?t ?e {{<{BASE}#dataset> void:triples ?t; void:entities ?e}}") == [(triples, entities)]  # fmt: skip
    classes = rows(memory, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {?s a ?c} GROUP BY ?c")
    assert rows(void, f"SELECT ?c ?n {{<{BASE}#dataset> void:classPartition [void:class ?c; void:entities ?n]}}") == classes  # fmt: skip
    properties = rows(memory, "SELECT ?p (COUNT(*) AS ?n) {?s ?p ?o} GROUP BY ?p")
    assert rows(void, f"SELECT ?p ?n {{<{BASE}#dataset> void:propertyPartition [void:property ?p; void:triples ?n]}}") == properties  # fmt: skip


def test_void_counts_each_document(site: Site) -> None:
    dataset = Dataset(site.store, site.settings.addresses(site.store))
    void = loaded(site.folder / "void.ttl")
    counted = rows(graphs(dataset), "SELECT ?g (COUNT(*) AS ?n) {GRAPH ?g {?s ?p ?o}} GROUP BY ?g")
    assert rows(void, f"SELECT ?g ?n {{<{BASE}#dataset> void:subset ?g. ?g void:triples ?n. FILTER NOT EXISTS {{?g a void:Linkset}}}}") == counted  # fmt: skip
    assert len(counted) == len(site.store.documents) + 1  # what the documents of one town share
    parts = "SELECT ?g ?c (COUNT(DISTINCT ?s) AS ?n) {GRAPH ?g {?s a ?c}} GROUP BY ?g ?c"
    assert rows(void, f"SELECT ?g ?c ?n {{?g void:classPartition [void:class ?c; void:entities ?n] FILTER(?g != <{BASE}#dataset>)}}") == rows(graphs(dataset), parts)  # fmt: skip


def test_void_links_to_the_sdgs_and_to_the_areas(site: Site) -> None:
    void = loaded(site.folder / "void.ttl")
    links = rows(void, "SELECT DISTINCT ?t {?l a void:Linkset; void:objectsTarget ?t; void:subjectsTarget ?d; void:linkPredicate ?p; void:triples ?n}")  # fmt: skip
    assert links == [("http://data.e-stat.go.jp/lod",), ("http://metadata.un.org/sdg",)]
    for (dump,) in rows(void, "SELECT ?d {?s void:dataDump ?d}"):
        assert (site.folder / dump.removeprefix(BASE)).is_file()
    memory = Dataset(site.store, site.settings.addresses(site.store)).memory
    for (example,) in rows(void, "SELECT ?e {?s void:exampleResource ?e}"):
        assert list(memory.quads_for_pattern(ox.NamedNode(example), None, None, None))
    assert (site.folder / ".well-known/void").read_bytes() == (site.folder / "void.ttl").read_bytes()


# ---------------------------------------------------------------- DCAT


def test_the_catalogue_conforms_to_dcat_ap(site: Site) -> None:
    """The profile's own file is in no package registry; who has it names it, and it counts beside our shapes."""
    given = os.environ.get("KEIKAKU_DCAT_AP_SHAPES")
    for shapes in (SHAPES, *([Path(given)] if given else [])):
        good, text = conforms(site.folder / "catalog.ttl", shapes)
        assert good, text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a foaf:Agent", "a foaf:Person"),
        ("dcat:accessURL", "dcat:endpointURL"),
        ("dcterms:publisher", "dcterms:contributor"),
        ("xsd:hexBinary", "xsd:string"),
        ("skos:prefLabel", "skos:altLabel"),
        ("a dcterms:PeriodOfTime", "a dcterms:Location"),
    ],
)
def test_our_shapes_find_what_is_wrong(small_site: Site, tmp_path: Path, old: str, new: str) -> None:
    text = (small_site.folder / "catalog.ttl").read_text()
    assert old in text
    (tmp_path / "catalog.ttl").write_text(text.replace(old, new))
    assert not conforms(tmp_path / "catalog.ttl", SHAPES)[0]


def test_the_catalogue_is_the_same_in_json_ld(site: Site) -> None:
    one = set(ox.parse(path=site.folder / "catalog.ttl", format=ox.RdfFormat.TURTLE))
    other = set(ox.parse(path=site.folder / "catalog.jsonld", format=ox.RdfFormat.JSON_LD))
    assert one == other


def test_the_catalogue_names_each_file_with_its_size_and_hash(site: Site) -> None:
    found = rows(
        loaded(site.folder / "catalog.ttl"),
        "SELECT ?u ?n ?h {?d dcat:downloadURL ?u; dcat:byteSize ?n; spdx:checksum/spdx:checksumValue ?h}",
    )
    assert len(found) == len(site.store.documents) + 2 + 4  # the whole, and its tables
    for address, size, sha256 in found:
        data = (site.folder / address.removeprefix(BASE)).read_bytes()
        assert (str(len(data)), hashlib.sha256(data).hexdigest()) == (size, sha256)


def test_a_landing_page_is_there(site: Site) -> None:
    for (address,) in rows(loaded(site.folder / "catalog.ttl"), "SELECT ?p {?d dcat:landingPage ?p}"):
        assert (site.folder / (address.removeprefix(BASE) or "index.html")).is_file()


def test_a_document_covers_the_years_of_its_plans(small_site: Site) -> None:
    found = rows(
        loaded(small_site.folder / "catalog.ttl"),
        "SELECT ?a ?z {?d a dcat:Dataset; dcterms:temporal [dcat:startDate ?a; dcat:endDate ?z]}",
    )
    assert set(found) == {("2024-04-01", "2028-03-31")}


@pytest.mark.usefixtures("few_pages")
def test_without_publisher_licence_or_day_the_catalogue_names_none(small: Store, tmp_path: Path) -> None:
    publish(small, tmp_path / "site", Publication(base=BASE))
    catalogue = loaded(tmp_path / "site" / "catalog.ttl")
    assert rows(catalogue, "SELECT ?l {?d dcterms:license ?l}") == []
    assert rows(catalogue, "SELECT ?l {?d dcterms:issued ?l}") == []
    assert rows(catalogue, f"SELECT ?n {{<{BASE}#publisher> foaf:name ?n}}") == [("data.example.jp",)]


@pytest.mark.usefixtures("few_pages")
def test_an_endpoint_is_a_service_of_the_catalogue(small: Store, tmp_path: Path) -> None:
    endpoint = "https://data.example.jp/sparql"
    publish(small, tmp_path / "site", settings(sparql=endpoint))
    file = tmp_path / "site" / "catalog.ttl"
    served = rows(loaded(file), "SELECT ?u ?d {?c dcat:service ?s. ?s dcat:endpointURL ?u; dcat:servesDataset ?d}")  # fmt: skip
    assert served == [(endpoint, f"{BASE}#dataset")]
    assert conforms(file, SHAPES)[0]
    found = rows(loaded(tmp_path / "site" / "void.ttl"), "SELECT ?e {?d void:sparqlEndpoint ?e}")
    assert found == [(endpoint,)]


# ---------------------------------------------------------------- the list of open data


def listed(folder: Path) -> list[dict[str, str]]:
    data = (folder / "open-data-list.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_list_of_open_data_names_every_file(site: Site) -> None:
    found = listed(site.folder)
    assert tuple(found[0]) == COLUMNS
    assert len(found) == len(site.store.documents) + 2
    for row in found:
        file = site.folder / row["ファイル_ダウンロードURL"].removeprefix(BASE)
        assert file.stat().st_size == int(row["ファイル_サイズ"])
        assert row["データセット_公開日"] == row["ファイル_最終更新日"] == DAY.isoformat()
        page = row["データセット_URL"].removeprefix(BASE) or "index.html"
        assert (site.folder / page).is_file()


def test_the_list_names_the_municipality_by_its_six_digit_code(site: Site) -> None:
    codes = {row["全国地方公共団体コード"]: row["地方公共団体名"] for row in listed(site.folder)}
    plans = {
        "033812": "金ケ崎町",
        "072052": "白河市",
        "032131": "二戸市",
        "202070": "須坂市",
        "084433": "阿見町",
    }
    there = {
        name for name in plans.values() if any(name in row["地方公共団体名"] for row in listed(site.folder))
    }
    assert codes == {"": "架空県", "99999": "架空町"} | {
        code: name for code, name in plans.items() if name in there
    }
    assert len(there) == (5 if site.settings.style == "slash" else 1)


def test_no_cell_of_the_list_is_a_formula(small_site: Site) -> None:
    found = listed(small_site.folder)
    assert found[0]["地方公共団体名"] == "'=架空市"
    assert not [cell for row in found for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]
    assert {row["ファイル_ライセンス"] for row in found} == {"CC BY 4.0"}
    assert {row["ファイル_利用規約"] for row in found} == {LICENCE}


@pytest.mark.usefixtures("few_pages")
def test_links_that_people_decided_about_are_no_document_of_a_municipality(tmp_path: Path) -> None:
    store = put(Store(tmp_path / "store"), small_lines(), {"small": "07205"})
    with store.writing() as writer:
        about = dict.fromkeys(("source", "source_sha256", "loader", "loader_version", "software"), "made-up")
        line = f"<{BASE}a> <{BASE}b> <{BASE}c> <https://w3id.org/keikaku/id/graph/mappings> ."
        graph = "https://w3id.org/keikaku/id/graph/mappings"
        writer.put("mappings", [line], graph=graph, municipality="", kind="mappings", **about)
    dataset = Dataset(store, settings().addresses(store))
    assert [plan.key for plan in plan_documents(dataset)] == ["small"]
    publish(store, tmp_path / "site", settings())
    assert (tmp_path / "site" / "dumps/latest/documents/mappings.nq.gz").is_file()
