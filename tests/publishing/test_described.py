"""One description, every catalogue: each is accepted by who made its format, and says what all others say."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import to_canonical_graph

from keikaku.asking.opendata.rows import store_rows
from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Language
from keikaku.reading.statistics import read_statistics
from keikaku.store import export
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.store.statistics import keep
from keikaku.web.pages.all_pages import Pages
from keikaku.web.pages.layout import LANGUAGES, Layout, Text
from keikaku.web.site.catalogued import plan_documents
from keikaku.web.site.catalogues import CATALOGUES, DESCRIBED_BY, left_out
from keikaku.web.site.described import lacking, whole
from keikaku.web.site.folder import Writer
from keikaku.web.site.in_schema_org import light, on_pages, schema_org
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import write_rest
from tests.publishing.conftest import BASE, DAY, LICENCE, settings
from tests.reading.test_statistics import SYSTEM
from tests.support import ROOT

FILES = ("elements.csv", "figures.csv", "keikaku.nq.gz", "keikaku.ttl.gz", "money.csv", "statistics.csv")


def written(store: Store, folder: Path, given: Publication, old: Path | None = None) -> Path:
    """Write all of a site but its pages, after an old one."""
    dataset = Dataset(store, given.addresses(store))
    write_rest(Writer(folder), Pages(Layout(dataset, given.title)), given, old)
    return folder


@pytest.fixture(scope="module")
def counted(examples: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The examples, with figures of official statistics."""
    store = Store(shutil.copytree(examples.path, tmp_path_factory.mktemp("counted") / "store"))
    table = read_statistics(SYSTEM.encode(), "towns.csv", {"99999"})
    keep(store, table.statistics, "towns.csv", "0" * 64, table.title)
    return store


@pytest.fixture(scope="module")
def rest(counted: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(counted, tmp_path_factory.mktemp("rest") / "site", settings())


@pytest.fixture
def quiet() -> Iterator[None]:
    """Let other people's packages warn of what they do themselves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def said(rest: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((rest / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.usefixtures("quiet")
def test_frictionless_takes_the_data_package_and_every_row(rest: Path) -> None:
    import frictionless

    report = frictionless.Package(str(rest / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    names = {task.name: task.stats["rows"] for task in report.tasks if "rows" in task.stats}
    assert {name: rows for name, rows in names.items() if name.endswith(".csv")} == {
        "elements.csv": 120,
        "figures.csv": 25,
        "money.csv": 6,
        "statistics.csv": 4,
    }


@pytest.mark.usefixtures("quiet")
def test_frictionless_finds_what_is_wrong_in_a_row(rest: Path, tmp_path: Path) -> None:
    import frictionless

    package = said(rest, "datapackage.json")
    (one,) = [one for one in package["resources"] if one["name"] == "money.csv"]
    text = (
        (rest / one["path"])
        .read_text(encoding="utf-8")
        .replace(",34000000,", ",a lot,")
        .replace("Certain", "Sure")
    )
    (tmp_path / "money.csv").write_text(text, encoding="utf-8")
    one = {key: value for key, value in one.items() if key not in ("bytes", "hash")} | {"path": "money.csv"}
    (tmp_path / "datapackage.json").write_text(json.dumps(package | {"resources": [one]}))
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert {kind for (kind,) in report.flatten(["type"])} == {"type-error", "constraint-error"}


@pytest.mark.usefixtures("quiet")
def test_rocrate_takes_the_crate(rest: Path) -> None:
    from rocrate.rocrate import ROCrate

    crate = ROCrate(str(rest))
    assert crate.root_dataset["datePublished"] == DAY.isoformat()
    assert crate.license.id == LICENCE
    assert {one.id for one in crate.data_entities} == {f"dumps/latest/{name}" for name in FILES}
    for one in crate.data_entities:
        assert one["sha256"] == hashlib.sha256((rest / one.id).read_bytes()).hexdigest()
    named = {one["@id"] for one in said(rest, "ro-crate-metadata.json")["@graph"]}
    links = {value["@id"] for one in said(rest, "ro-crate-metadata.json")["@graph"] for value in _links(one)}
    assert links <= named | {"https://w3id.org/ro/crate/1.2", BASE}


def _links(value: Any) -> Iterator[dict[str, str]]:
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(one, dict) and set(one) == {"@id"}:
            yield one
        else:
            yield from _links(one)


@pytest.mark.usefixtures("quiet")
def test_mlcroissant_takes_the_description_and_reads_the_records(
    rest: Path, tmp_path: Path, examples: Store
) -> None:
    import absl.logging
    import mlcroissant

    # It came with mlcroissant, and closes its stream where logging is set up anew: that must not be the one of pytest.
    absl.logging.get_absl_handler().python_handler.stream = sys.__stderr__
    described = said(rest, "croissant.json")
    for one in described["distribution"]:  # the site is not on the web yet
        one["contentUrl"] = str(rest / one["contentUrl"].removeprefix(BASE))
    (tmp_path / "croissant.json").write_text(json.dumps(described))
    dataset = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    assert not dataset.metadata.ctx.issues.errors
    assert not dataset.metadata.ctx.issues.warnings
    yen = [record["money/total_yen"] for record in dataset.records("money")]
    assert yen == [row["total_yen"] for name, row in store_rows(examples) if name == "money"]


def test_csvw_describes_each_column_of_each_table(rest: Path) -> None:
    described = said(rest, "csvw.json")
    assert [table["url"] for table in described["tables"]] == [
        f"dumps/latest/{one}" for one in FILES if one.endswith("csv")
    ]
    for table in described["tables"]:
        text = (rest / table["url"]).read_text(encoding="utf-8-sig")
        heads, *rows = csv.reader(io.StringIO(text))
        columns = table["tableSchema"]["columns"]
        assert heads == [column["titles"]["ja"] for column in columns]
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
            assert all(cells) or not column.get("required"), column["name"]
            base = column["datatype"]
            if "|" in base.get("format", "") and base["base"] == "string" and "separator" not in column:
                assert set(cells) - {""} <= set(base["format"].split("|"))


def test_all_catalogues_name_the_same_files_with_the_same_hashes(rest: Path) -> None:
    wanted = {
        f"dumps/latest/{name}": hashlib.sha256((rest / "dumps/latest" / name).read_bytes()).hexdigest()
        for name in FILES
    }
    package = {
        one["path"]: one["hash"].removeprefix("sha256:")
        for one in said(rest, "datapackage.json")["resources"]
    }
    croissant = {
        one["contentUrl"].removeprefix(BASE): one["sha256"]
        for one in said(rest, "croissant.json")["distribution"]
    }
    crate = {
        one["@id"]: one["sha256"]
        for one in said(rest, "ro-crate-metadata.json")["@graph"]
        if one["@type"] == "File"
    }
    memory = ox.Store()
    memory.bulk_load(path=str(rest / "catalog.ttl"), format=ox.RdfFormat.TURTLE)
    rows = memory.query(
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#> SELECT ?u ?h "
        f"{{ <{BASE}#dataset> dcat:distribution ?d . ?d dcat:downloadURL ?u ; spdx:checksum/spdx:checksumValue ?h }}"
    )
    dcat = {row["u"].value.removeprefix(BASE): row["h"].value for row in rows}  # type: ignore[union-attr]
    sums = dict(
        line.split("  ")[::-1] for line in (rest / "dumps/latest/SHA256SUMS").read_text().splitlines()
    )
    assert package == croissant == crate == dcat == wanted
    assert {name: sums[name] for name in FILES} == {name: wanted[f"dumps/latest/{name}"] for name in FILES}


def test_all_catalogues_say_the_same(rest: Path) -> None:
    title, day = said(rest, "datapackage.json")["title"], DAY.isoformat()
    root = next(one for one in said(rest, "ro-crate-metadata.json")["@graph"] if one["@id"] == "./")
    croissant, datacite = said(rest, "croissant.json"), said(rest, "datacite.json")
    assert title == root["name"] == croissant["name"] == datacite["titles"][0]["title"]
    assert day == root["datePublished"] == croissant["datePublished"] == datacite["dates"][0]["date"]
    assert LICENCE == root["license"]["@id"] == croissant["license"] == datacite["rightsList"][0]["rightsUri"]
    assert said(rest, "datapackage.json")["licenses"] == [{"path": LICENCE}]
    assert root["temporalCoverage"] == croissant["temporalCoverage"] == "2022-04-01/2034-03-31"
    assert datacite["publicationYear"] == "2026"


def test_the_linkset_leads_to_every_file_and_every_description(rest: Path) -> None:
    first, *items = said(rest, "linkset.json")["linkset"]
    assert first["cite-as"] == [{"href": BASE}]
    assert first["license"] == [{"href": LICENCE}]
    assert {one["href"] for one in first["item"]} == {f"{BASE}dumps/latest/{name}" for name in FILES}
    assert [one["collection"][0]["href"] for one in items] == [BASE] * len(FILES)
    for one in first["describedby"]:
        assert (rest / one["href"].removeprefix(BASE)).is_file(), one
    assert len(first["describedby"]) == len(DESCRIBED_BY)


@pytest.mark.parametrize("missing", ["licence", "publisher", "day"])
def test_what_a_catalogue_must_have_is_never_made_up(examples: Store, tmp_path: Path, missing: str) -> None:
    lacks: dict[str, Any] = {missing: None if missing == "day" else ""}
    given = settings(**lacks)
    folder = written(examples, tmp_path / "site", given)
    there = {name for name in CATALOGUES if (folder / name).is_file()}
    assert there == {"datapackage.json", "csvw.json", "linkset.json"}
    described = whole(given, _no_dumps(), [], {})
    assert (
        left_out(described.lacks)
        == left_out(lacking(given))
        == dict.fromkeys(("croissant.json", "ro-crate-metadata.json", "datacite.json"), (missing,))
    )
    hrefs = [one["href"] for one in said(folder, "linkset.json")["linkset"][0]["describedby"]]
    assert not [one for one in hrefs if one.endswith(("croissant.json", "datacite.json"))]


def _no_dumps() -> Any:
    from keikaku.web.site.dumps import Dumps

    return Dumps("x", (), {})


def test_the_same_store_gives_the_same_bytes(counted: Store, rest: Path, tmp_path: Path) -> None:
    other = written(counted, tmp_path / "site", settings())
    for name in (*CATALOGUES, "catalog.ttl", "void.ttl", *(f"dumps/latest/{one}" for one in FILES)):
        assert (other / name).read_bytes() == (rest / name).read_bytes(), name


def test_the_ontologys_properties_are_named_by_the_columns(rest: Path) -> None:
    fields = [
        one
        for part in said(rest, "datapackage.json")["resources"]
        for one in part.get("schema", {}).get("fields", [])
    ]
    assert {one["rdfType"] for one in fields if "rdfType" in one} >= {f"{KEI}value", f"{KEI}totalAmount"}


@pytest.mark.usefixtures("quiet")
def test_jsonld_js_reads_what_rdflib_reads(examples: Store, rest: Path) -> None:
    """Our context is served from the site's files, under the address that a published site has."""
    node = shutil.which("node")
    if node is None or not (ROOT / "web" / "node_modules" / "jsonld").is_dir():
        pytest.skip("node or the npm package jsonld is missing: `make web`")
    whole = b"".join(export.FORMATS["jsonld"](examples)).decode()
    context = f"{BASE}context.jsonld"
    documents = {
        "the store": whole,
        "the store, by the context's address": json.dumps({**json.loads(whole), "@context": context}),
        "the catalogue": (rest / "catalog.jsonld").read_text(encoding="utf-8"),
        "Croissant": (rest / "croissant.json").read_text(encoding="utf-8"),
    }
    given = {
        "documents": documents,
        "contexts": {context: (rest / "context.jsonld").read_text(encoding="utf-8")},
    }
    done = subprocess.run(
        [node, Path(__file__).with_name("to_rdf.mjs")],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = {name: Graph().parse(data=quads, format="nt") for name, quads in json.loads(done.stdout).items()}
    for name in ("the store", "the catalogue", "Croissant"):
        wanted = Graph().parse(data=documents[name], format="json-ld", base=BASE)
        assert set(to_canonical_graph(found[name])) == set(to_canonical_graph(wanted)), name
        assert len(wanted) > 50
    assert set(found["the store"]) == set(found["the store, by the context's address"])
    kept = {quad.triple for quad in examples.load(vocabularies=False)}
    assert len(found["the store"]) == len(kept)


def test_pages_carry_the_signposts_of_the_linkset(examples: Store, rest: Path) -> None:
    given = settings()
    dataset = Dataset(examples, given.addresses(examples))
    told = on_pages(given, dataset)
    pages = Pages(Layout(dataset, given.title, licence=given.licence, described=told))
    found = _signposts(pages.html("index", "ja"))
    (first, *_items) = said(rest, "linkset.json")["linkset"]
    for relation in ("cite-as", "license", "item", "type"):
        wanted = {(one["href"], one.get("type", "")) for one in first[relation]}
        assert {(href, kind) for name, href, kind in found if name == relation} == wanted, relation
    assert ("linkset", f"{BASE}linkset.json", "application/linkset+json") in found
    path = next(one for one in pages.paths() if "/measure/" in one)
    thing = _signposts(pages.html(path, "ja"))
    assert [name for name, _href, _kind in thing] == ["cite-as", "type", "license"]
    assert thing[0][1].startswith(f"{BASE}id/99999/")


def _signposts(page: bytes) -> list[tuple[str, str, str]]:
    from selectolax.lexbor import LexborHTMLParser

    kept = ("cite-as", "type", "license", "item", "linkset")
    links = (node.attributes for node in LexborHTMLParser(page).css("head link"))
    return [
        (str(one["rel"]), str(one["href"]), one.get("type") or "") for one in links if one.get("rel") in kept
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_tell_search_engines_what_the_catalogues_say(
    examples: Store, rest: Path, language: Language
) -> None:
    given = settings()
    dataset = Dataset(examples, given.addresses(examples))
    pages = Pages(Layout(dataset, given.title, described=on_pages(given, dataset)))
    croissant = said(rest, "croissant.json")
    nodes = _nodes(pages.html("data", language))
    [whole] = nodes[f"{BASE}#catalog"]["dataset"]
    same = ("@id", "url", "license", "datePublished", "publisher", "spatialCoverage", "temporalCoverage")
    assert {name: whole.get(name) for name in same} == {name: croissant.get(name) for name in same}
    assert whole["license"] == LICENCE
    assert {whole["name"], whole["alternateName"]} == {croissant["name"], croissant["alternateName"]}
    assert (whole["name"] == croissant["name"]) == (language == "ja")
    files = {(one["contentUrl"], one["encodingFormat"]) for one in whole["distribution"]}
    assert files == {(one["contentUrl"], one["encodingFormat"]) for one in croissant["distribution"]}
    plan = plan_documents(dataset)[0]
    one = _nodes(pages.html(f"doc/graph/{plan.stem}", language))[plan.graph]
    memory = ox.Store()
    memory.bulk_load(path=str(rest / "catalog.ttl"), format=ox.RdfFormat.TURTLE)
    found = memory.query(
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        f"SELECT ?title ?file {{ <{plan.graph}> dcterms:title ?title ; dcat:distribution/dcat:downloadURL ?file }}"
    )
    assert [(one["name"], file["contentUrl"]) for file in one["distribution"]] == [
        (row["title"].value, row["file"].value)
        for row in found  # type: ignore[union-attr]
    ]


def test_a_page_does_not_carry_the_names_of_a_country() -> None:
    few = whole(settings(), _no_dumps(), [], {})
    names = [f"架空{number}町" for number in range(1741)]
    places = tuple((f"http://data.e-stat.go.jp/lod/sac/C{number}", name) for number, name in enumerate(names))
    many = replace(few, spatial=places, keywords=(*few.keywords, *(Text(name, name) for name in names)))
    assert light(few) == few
    page, catalogue = (len(json.dumps(schema_org(one))) for one in (light(many), many))
    assert page < 2000 < 200_000 < catalogue


def _nodes(page: bytes) -> dict[str, dict[str, Any]]:
    from selectolax.lexbor import LexborHTMLParser

    [script] = LexborHTMLParser(page).css('script[type="application/ld+json"]')
    return {node["@id"]: node for node in json.loads(script.text())["@graph"]}
