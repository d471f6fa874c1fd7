"""What changed from one version of the dumps to the next, as quads and as an event stream of static files."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from keikaku.graph.nquads import LABEL, TYPE
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.site.deltas import ADDED, REMOVED
from keikaku.web.site.dumps import Dumps, write_dumps
from keikaku.web.site.folder import Writer, write_mark
from tests.publishing.conftest import BASE, settings, small_lines
from tests.support import ORIGIN, put

FIRST, SECOND, THIRD = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
_LDES = (
    "PREFIX ldes: <https://w3id.org/ldes#> PREFIX tree: <https://w3id.org/tree#> PREFIX dcterms: <http://purl.org/dc/terms/> "
    "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>"
)


def dumped(store: Store, folder: Path, day: date, old: Path | None = None, base: str = BASE) -> Path:
    """Write the dumps of a site."""
    given = settings(day=day, base=base)
    write_dumps(Writer(folder), Dataset(store, given.addresses(store)), given, old)
    return folder


def again(store: Store, site: Path, day: date) -> Path:
    """Write the dumps over those of a site, as a publisher does."""
    new = dumped(store, site.with_name(f"{site.name}-new"), day, site)
    shutil.rmtree(site)
    return new.rename(site)


def second(store: Store, folder: Path) -> Path:
    """Return a site with a second version, in which something changed."""
    site = dumped(store, folder / "site", FIRST)
    return again(changed(store), site, SECOND)


def changed(store: Store) -> Store:
    """Take a line out of a document, put one in, and add a document."""
    (lines,) = small_lines().values()
    plan = f"<{ORIGIN}07205/keikaku>"
    lines = [line for line in lines if "endFiscalYear" not in line]
    lines += [f'{plan} <{ORIGIN}note> "新しい"@ja']
    other = [
        f"<{ORIGIN}07205/other> {TYPE} <https://w3id.org/keikaku/ns#Plan>",
        f'<{ORIGIN}07205/other> {LABEL} "別の計画"@ja',
    ]
    return put(store, {"small": lines, "other": other}, {"small": "07205", "other": "07205"})


def quads(path: Path) -> set[bytes]:
    return set(gzip.decompress(path.read_bytes()).splitlines())


def index(site: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((site / "dumps/index.json").read_text(encoding="utf-8"))
    return {one["version"]: one for one in found["versions"]}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return put(Store(tmp_path / "store"), small_lines(), {"small": "07205"})


def test_a_version_is_the_one_before_with_its_delta(store: Store, tmp_path: Path) -> None:
    site = dumped(store, tmp_path / "site", FIRST)
    assert "delta" not in index(site)["2026-04-01"]
    site = again(changed(store), site, SECOND)
    dumps = site / "dumps"
    added, removed = quads(dumps / "2026-05-01" / ADDED), quads(dumps / "2026-05-01" / REMOVED)
    assert added
    assert removed
    old, new = (quads(dumps / day / "keikaku.nq.gz") for day in ("2026-04-01", "2026-05-01"))
    assert (old - removed) | added == new
    assert not added & old
    assert removed <= old - new
    said = index(site)["2026-05-01"]["delta"]
    assert (said["from"], said["added"]["quads"], said["removed"]["quads"]) == (
        "2026-04-01",
        len(added),
        len(removed),
    )
    assert not (dumps / "latest" / ADDED).exists()


def test_nothing_changed_is_a_delta_of_nothing(store: Store, tmp_path: Path) -> None:
    site = again(store, dumped(store, tmp_path / "site", FIRST), SECOND)
    said = index(site)["2026-05-01"]["delta"]
    assert (said["added"]["quads"], said["removed"]["quads"]) == (0, 0)


@pytest.mark.parametrize("harm", ["gone", "cut", "other"])
@pytest.mark.parametrize("file", ["keikaku", "documents/small"])
def test_a_delta_against_a_version_that_is_gone_is_told(
    store: Store, tmp_path: Path, harm: str, file: str
) -> None:
    site = dumped(store, tmp_path / "site", FIRST)
    dump = site / f"dumps/2026-04-01/{file}.nq.gz"
    if harm == "gone":
        dump.unlink()
    else:
        dump.write_bytes(
            dump.read_bytes()[:-9] if harm == "cut" else gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n")
        )
    site = again(changed(store), site, SECOND)
    assert index(site)["2026-05-01"]["delta"] == {"from": "2026-04-01", "gone": True}
    assert not (site / "dumps/2026-05-01" / ADDED).exists()
    told = json.loads((site / "dumps/index.json").read_text(encoding="utf-8"))
    assert Dumps("2026-05-01", (), {}, told).no_delta_from == "2026-04-01"


def test_a_delta_stays_and_says_when_its_beginning_has_gone(store: Store, tmp_path: Path) -> None:
    site = dumped(store, tmp_path / "site", FIRST)
    site = again(changed(store), site, SECOND)
    kept = index(site)["2026-05-01"]["delta"]
    site = again(store, site, THIRD)
    assert index(site)["2026-05-01"]["delta"] == kept
    shutil.rmtree(site / "dumps/2026-04-01")
    site = again(store, site, date(2026, 7, 1))
    assert index(site)["2026-05-01"]["delta"] == {**kept, "gone": True}
    assert "gone" not in index(site)["2026-07-01"]["delta"]


def test_what_documents_share_is_added_and_removed_once(store: Store, tmp_path: Path) -> None:
    """What another document said before is not added, what another says still is not removed."""
    (lines,) = small_lines().values()
    town = [line for line in lines if line.startswith(f"<{ORIGIN}07205> ")]
    towns = {"small": "07205", "second": "07205", "third": "07205"}
    store = put(store, {"small": lines, "second": town}, towns)
    site = dumped(store, tmp_path / "site", FIRST)
    with store.writing() as writer:
        writer.remove("second")
    site = again(put(store, {"third": town}, towns), site, SECOND)
    dumps = site / "dumps"
    added, removed = quads(dumps / "2026-05-01" / ADDED), quads(dumps / "2026-05-01" / REMOVED)
    old, new = (quads(dumps / day / "keikaku.nq.gz") for day in ("2026-04-01", "2026-05-01"))
    assert (old - removed) | added == new
    assert (added, removed) == (new - old, old - new)
    assert len(quads(dumps / "2026-05-01/documents/third.nq.gz")) > 0


def stream(site: Path) -> ox.Store:
    memory = ox.Store()
    for file in (site / "ldes").glob("*.ttl"):
        memory.load(path=str(file), format=ox.RdfFormat.TURTLE)
    return memory


def rows(memory: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = memory.query(f"{_LDES} SELECT {query}")
    return [tuple(term.value for term in row) for row in found]  # type: ignore[union-attr]


def test_a_document_that_went_is_a_deletion_in_the_stream(store: Store, tmp_path: Path) -> None:
    site = second(store, tmp_path)
    with store.writing() as writer:
        writer.remove("other")
    site = again(store, site, THIRD)
    memory = stream(site)
    [(path, kind)] = rows(
        memory, "?path ?kind { ?s ldes:versionDeletePath ?path ; ldes:versionDeleteObject ?kind }"
    )
    gone = f"?of ?key ?when ?member {{ ?s tree:member ?member . ?member <{path}> <{kind}> ; dcterms:isVersionOf ?of ; dcterms:identifier ?key ; "
    [(of, key, when, member)] = rows(memory, gone + "<http://www.w3.org/ns/prov#generatedAtTime> ?when }")
    assert (of, key, when) == (f"{BASE}id/graph/other", "other", "2026-06-01T00:00:00Z")
    assert member.startswith(f"{BASE}ldes/2026-06-01.ttl#")
    # and it is told once: the version after knows of no document that went
    memory = stream(again(store, site, date(2026, 7, 1)))
    assert len(rows(memory, gone + "<http://www.w3.org/ns/prov#generatedAtTime> ?when }")) == 1


def test_the_stream_names_the_files_of_what_was_added_and_removed(store: Store, tmp_path: Path) -> None:
    site = second(store, tmp_path)
    whole = (
        "?version ?file ?bytes ?sum { ?s tree:member ?m . ?m dcterms:isVersionOf <%s#dataset> ; dcat:version ?version ; "
        "dcat:distribution ?d . ?d dcat:downloadURL ?file ; dcat:byteSize ?bytes ; spdx:checksum/spdx:checksumValue ?sum } ORDER BY ?file"
    )
    found = rows(stream(site), whole % BASE)
    wanted = [
        "2026-04-01/keikaku.nq.gz",
        f"2026-05-01/{ADDED}",
        f"2026-05-01/{REMOVED}",
        "2026-05-01/keikaku.nq.gz",
    ]
    assert [file for _version, file, _bytes, _sum in found] == [f"{BASE}dumps/{one}" for one in wanted]
    for _version, file, size, digest in found:
        data = (site / file.removeprefix(BASE)).read_bytes()
        assert (int(size), digest) == (len(data), hashlib.sha256(data).hexdigest())


def test_a_stream_whose_old_page_is_harmed_goes_on(store: Store, tmp_path: Path) -> None:
    site = second(store, tmp_path)
    (site / "ldes/2026-05-01.ttl").write_text("<not> turtle")
    with store.writing() as writer:
        writer.remove("other")
    site = again(store, site, THIRD)
    (site / "ldes/2026-05-01.ttl").unlink()
    assert not rows(stream(site), "?member { ?member a <https://www.w3.org/ns/activitystreams#Delete> }")
    assert (site / "ldes/2026-06-01.ttl").is_file()


def test_the_stream_leads_from_version_to_version(store: Store, tmp_path: Path) -> None:
    site = dumped(store, tmp_path / "site", FIRST)
    site = again(changed(store), site, SECOND)
    memory = ox.Store()
    for file in (site / "ldes").glob("*.ttl"):
        memory.load(path=str(file), format=ox.RdfFormat.TURTLE)
    way, here = [], f"{BASE}ldes/index.ttl"
    while True:
        rows = list(memory.query(f"{_LDES} SELECT ?next {{ <{here}> tree:relation/tree:node ?next }}"))  # type: ignore[arg-type]
        if not rows:
            break
        here = rows[0]["next"].value
        assert (site / here.removeprefix(BASE)).is_file()
        way.append(here.removeprefix(f"{BASE}ldes/"))
    assert way == ["2026-05-01.ttl", "2026-04-01.ttl"]
    members = memory.query(
        f"{_LDES} SELECT ?member ?of ?file {{ ?stream a ldes:EventStream ; tree:member ?member . ?member dcterms:isVersionOf ?of ; "
        "<http://www.w3.org/ns/dcat#downloadURL> ?file } ORDER BY ?file"
    )
    found = [(row["of"].value, row["file"].value) for row in members]  # type: ignore[union-attr]
    graphs = [f"{BASE}id/graph/{name}" for name in ("small", "other", "small")]
    assert [one for one, _file in found] == graphs
    for _of, file in found:
        assert (site / file.removeprefix(BASE)).is_file()


def test_old_pages_of_the_stream_name_where_they_lie_after_the_base_changed(
    store: Store, tmp_path: Path
) -> None:
    base = "https://other.example.jp/"
    first = dumped(store, tmp_path / "1", FIRST)
    write_mark(Writer(first), {"base": BASE})
    site = dumped(changed(store), tmp_path / "2", SECOND, first, base)
    page = (site / "ldes/2026-04-01.ttl").read_text(encoding="utf-8")
    assert f"<{BASE}ldes/" not in page
    assert f"<{BASE}dumps/" not in page
    memory = ox.Store()
    memory.load(page.encode(), format=ox.RdfFormat.TURTLE)
    files = [file for (file,) in rows(memory, "?file { ?m <http://www.w3.org/ns/dcat#downloadURL> ?file }")]
    assert files
    assert all((site / file.removeprefix(base)).is_file() for file in files)
    named = rows(memory, "?graph { ?m dcterms:isVersionOf ?graph }")
    assert (f"{BASE}id/graph/small",) in named, "graphs are called as in the files of that version"
    memory.load(path=str(site / "ldes/2026-05-01.ttl"), format=ox.RdfFormat.TURTLE)
    assert rows(memory, "?node { ?r tree:node ?node }") == [(f"{base}ldes/2026-04-01.ttl",)]
