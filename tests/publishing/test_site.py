"""A whole site, walked: every link leads somewhere, every file says what the store says, twice the same."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from keikaku.graph.addresses import file_stem
from keikaku.graph.formats import FORMATS
from keikaku.graph.nquads import VOCABULARY
from keikaku.store.dataset import Dataset
from keikaku.store.memory import is_vocabulary
from keikaku.web.site.deltas import ADDED, REMOVED
from keikaku.web.site.folder import MARK, mark_of
from keikaku.web.site.publishing import publish
from keikaku.web.site.sitemap import MOST, sitemaps
from tests.publishing.conftest import BASE, Site, settings
from tests.publishing.walking import broken, doubled, pages
from tests.support import ROOT

pytestmark = pytest.mark.xdist_group("site")
SYNTAX = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "nt": ox.RdfFormat.N_TRIPLES}


@pytest.fixture(scope="module")
def dataset(site: Site) -> Dataset:
    """The store under the site's IRIs, loaded without what publishing made of it."""
    return Dataset(site.store, site.settings.addresses(site.store))


def ours(dataset: Dataset) -> set[ox.Quad]:
    return {quad for quad in dataset.memory if not str(quad.graph_name).startswith(f"<{VOCABULARY}")}


def unpacked(file: Path) -> bytes:
    return gzip.decompress(file.read_bytes())


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


# ---------------------------------------------------------------- pages


def test_every_link_leads_to_a_file_and_to_a_place_on_it(site: Site) -> None:
    assert list(broken(site.folder, BASE)) == []


def test_no_page_has_a_place_twice(site: Site) -> None:
    assert list(doubled(site.folder)) == []


def test_every_page_is_there_in_both_languages(site: Site) -> None:
    names = {page.relative_to(site.folder).as_posix() for page in pages(site.folder)}
    english = {name for name in names if name.endswith(".en.html")}
    assert {name.replace(".en.html", ".html") for name in english} == names - english
    assert len(names) == site.written.pages


def test_every_document_has_a_page(site: Site, dataset: Dataset) -> None:
    for document in dataset.documents:
        for suffix in (".html", ".en.html"):
            assert (site.folder / f"doc/{file_stem(document)}{suffix}").is_file()


def test_every_page_is_in_the_sitemap(site: Site) -> None:
    tree = ElementTree.fromstring((site.folder / "sitemap.xml").read_bytes())  # noqa: S314 - our own file
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    addresses = [str(one.text) for one in tree.findall("s:url/s:loc", space)]
    files = {unquote(one.removeprefix(BASE)) for one in addresses}
    assert len(files) == len(addresses)
    assert files | {"404.html", "404.en.html"} == {
        page.relative_to(site.folder).as_posix() for page in pages(site.folder)
    }
    assert f"Sitemap: {BASE}sitemap.xml" in (site.folder / "robots.txt").read_text()


def test_a_large_sitemap_is_parted() -> None:
    found = dict(sitemaps(settings(), [f"doc/{number}" for number in range(MOST)]))
    assert list(found) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml", "robots.txt"]
    assert f"<loc>{BASE}sitemap-2.xml</loc>".encode() in found["sitemap.xml"]
    assert found["sitemap-1.xml"].count(b"<url>") == found["sitemap-2.xml"].count(b"<url>") == MOST


def test_lines_of_the_documents_stand_on_their_pages(site: Site) -> None:
    assert len(site.written.with_sources) == 5
    pages = [site.folder / f"doc/document/{key}.html" for key in site.written.with_sources]
    lines = [page.read_text(encoding="utf-8").count('id="line=') for page in pages]
    assert min(lines) > 30
    assert sum(lines) > 250


# ---------------------------------------------------------------- RDF


def test_every_rdf_file_says_what_the_store_says_of_its_things(site: Site, dataset: Dataset) -> None:
    for document in dataset.documents:
        wanted = set(dataset.description(document))
        for name, one in FORMATS.items():
            file = site.folder / f"doc/{file_stem(document)}{one.suffix}"
            assert {quad.triple for quad in ox.parse(path=file, format=SYNTAX[name])} == wanted
    written = {
        file for suffix in ("ttl", "jsonld", "nt") for file in (site.folder / "doc").rglob(f"*.{suffix}")
    }
    assert len(written) == 3 * len(dataset.documents) == 3 * site.written.documents


def test_the_files_together_say_what_the_store_says(site: Site, dataset: Dataset) -> None:
    said = {
        quad.triple
        for file in (site.folder / "doc").rglob("*.nt")
        for quad in ox.parse(path=file, format=ox.RdfFormat.N_TRIPLES)
    }
    stored = {quad.triple for quad in ours(dataset)}
    others = {triple for triple in stored if dataset.addresses.local(triple.subject.value) is None}  # type: ignore[union-attr]
    history = {  # how the municipalities came to be, which the vocabulary tells
        quad.triple
        for quad in dataset.memory
        if is_vocabulary(quad) and dataset.addresses.local(quad.subject.value) is not None
    }
    assert said == (stored - others) | history
    assert {str(triple.subject).partition("#")[0] for triple in others} <= {
        "<https://w3id.org/keikaku/ns",
        "<https://w3id.org/keikaku/software>",
    }


def test_the_dumps_are_the_store(site: Site, dataset: Dataset) -> None:
    folder = site.folder / "dumps" / "latest"
    stored = {quad for data in dataset.nquads() for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)}
    assert {one for one in stored if not str(one.graph_name).startswith(f"<{VOCABULARY}")} == ours(dataset)
    whole = set(ox.parse(unpacked(folder / "keikaku.nq.gz"), format=ox.RdfFormat.N_QUADS))
    assert whole == stored
    parts = [
        set(ox.parse(unpacked(file), format=ox.RdfFormat.N_QUADS)) for file in folder.glob("documents/*")
    ]
    assert len(parts) == len(site.store.documents)
    assert set().union(*parts) == stored
    turtle = ox.parse(unpacked(folder / "keikaku.ttl.gz"), format=ox.RdfFormat.TURTLE)
    assert {quad.triple for quad in turtle} == {quad.triple for quad in stored}
    vocabulary = set(ox.parse(unpacked(folder / "vocabulary.nq.gz"), format=ox.RdfFormat.N_QUADS))
    assert vocabulary == set(dataset.memory) - ours(dataset)
    assert len({quad.triple for quad in stored | vocabulary}) == len(stored | vocabulary)


def test_the_hashes_of_the_dumps_are_right(site: Site) -> None:
    index = json.loads((site.folder / "dumps" / "index.json").read_text())
    assert index["latest"] == site.written.dumps == "2026-11-20"
    for folder in ("latest", index["latest"]):
        place = site.folder / "dumps" / folder
        sums = dict(line.split("  ")[::-1] for line in (place / "SHA256SUMS").read_text().splitlines())
        assert set(sums) == {
            file.relative_to(place).as_posix()
            for file in place.rglob("*.*")
            if file.name not in (ADDED, REMOVED)
        }
        for path, sha256 in sums.items():
            assert hashlib.sha256((place / path).read_bytes()).hexdigest() == sha256
    listed = {one["path"]: one for one in index["versions"][0]["files"]}
    assert {path: one["sha256"] for path, one in listed.items()} == sums
    for path, one in listed.items():
        assert one["bytes"] == (place / path).stat().st_size


def test_the_vocabulary_is_published_as_it_is(site: Site) -> None:
    assert (site.folder / "ns.ttl").read_bytes() == (ROOT / "ontology" / "keikaku.ttl").read_bytes()
    for folder, suffix in (("shapes", "ttl"), ("queries", "rq"), ("ontology", "ttl")):
        for file in (ROOT / folder).glob(f"*.{suffix}"):
            assert (site.folder / folder / file.name).read_bytes() == file.read_bytes()


# ---------------------------------------------------------------- the same again


def test_a_site_counts_what_it_holds(site: Site) -> None:
    files = contents(site.folder)
    assert len(files) == site.written.files
    assert sum(map(len, files.values())) == site.written.size
    assert (mark_of(site.folder) or {})["files"] == len(files)


def test_published_again_the_bytes_are_the_same(site: Site, tmp_path: Path) -> None:
    """By several processes, in which sets have other orders."""
    if site.settings.style == "hash":
        pytest.skip("once is enough")
    command = [
        sys.executable,
        "-m",
        "keikaku",
        "publish",
        tmp_path / "again",
        "--base",
        BASE,
        "--store",
        site.store.path,
    ]
    command += [
        "--licence",
        site.settings.licence,
        "--date",
        "2026-11-20",
        "--publisher",
        site.settings.publisher,
    ]
    command += ["--iris", site.settings.style, "--sources", site.settings.sources[0], "--jobs", "2"]
    environment = {**os.environ, "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}
    subprocess.run([str(part) for part in command], check=True, env=environment, stdout=subprocess.DEVNULL)
    one, other = contents(site.folder), contents(tmp_path / "again")
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


@pytest.mark.usefixtures("few_pages")
def test_without_a_date_the_dumps_are_named_by_what_they_hold(small_site: Site, tmp_path: Path) -> None:
    first = publish(small_site.store, tmp_path / "one", settings(day=None))
    second = publish(small_site.store, tmp_path / "two", settings(day=None))
    assert first.dumps == second.dumps
    assert len(first.dumps) == 16
    assert (tmp_path / "one" / "dumps" / first.dumps / "keikaku.nq.gz").is_file()
    assert "2026" not in (tmp_path / "one" / "catalog.ttl").read_text()


@pytest.mark.usefixtures("few_pages")
def test_the_dumps_of_before_are_kept(small_site: Site, tmp_path: Path) -> None:
    from datetime import date

    folder = tmp_path / "site"
    publish(small_site.store, folder, settings(day=date(2026, 4, 1)))
    old = contents(folder / "dumps" / "2026-04-01")
    publish(small_site.store, folder, settings())
    assert contents(folder / "dumps" / "2026-04-01") == old
    index = json.loads((folder / "dumps" / "index.json").read_text())
    assert [one["version"] for one in index["versions"]] == ["2026-11-20", "2026-04-01"]
    assert index["latest"] == "2026-11-20"
    publish(small_site.store, folder, settings(old_dumps=False))
    assert not (folder / "dumps" / "2026-04-01").exists()


def test_a_site_says_what_it_is(small_site: Site) -> None:
    about = json.loads((small_site.folder / MARK).read_text())
    assert about["base"] == BASE
    assert about["iris"] == "slash"
