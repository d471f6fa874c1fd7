"""What changed from one version of the dumps to the next, as quads and as an event stream of static files."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from keikaku.graph.nquads import LABEL, TYPE
from keikaku.store.folder import Store
from keikaku.web.site.deltas import ADDED, REMOVED
from tests.publishing.conftest import BASE, settings, small_lines
from tests.publishing.test_described import written
from tests.support import ORIGIN, put

FIRST, SECOND, THIRD = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
_LDES = "PREFIX ldes: <https://w3id.org/ldes#> PREFIX tree: <https://w3id.org/tree#> PREFIX dcterms: <http://purl.org/dc/terms/>"


def again(store: Store, site: Path, day: date) -> Path:
    """Publish over a site, as a publisher does."""
    from keikaku.store.dataset import Dataset
    from keikaku.web.pages.all_pages import Pages
    from keikaku.web.pages.layout import Layout
    from keikaku.web.site.folder import Writer
    from keikaku.web.site.publishing import write_rest

    given = settings(day=day)
    dataset = Dataset(store, given.addresses(store))
    new = site.with_name(f"{site.name}-new")
    write_rest(Writer(new), Pages(Layout(dataset, given.title)), given, site)
    shutil.rmtree(site)
    return new.rename(site)


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
    site = written(store, tmp_path / "site", settings(day=FIRST))
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
    site = again(store, written(store, tmp_path / "site", settings(day=FIRST)), SECOND)
    said = index(site)["2026-05-01"]["delta"]
    assert (said["added"]["quads"], said["removed"]["quads"]) == (0, 0)


@pytest.mark.parametrize("harm", ["gone", "cut", "other"])
def test_a_delta_against_a_version_that_is_gone_is_told(store: Store, tmp_path: Path, harm: str) -> None:
    site = written(store, tmp_path / "site", settings(day=FIRST))
    dump = site / "dumps/2026-04-01/keikaku.nq.gz"
    if harm == "gone":
        dump.unlink()
    else:
        dump.write_bytes(
            dump.read_bytes()[:-9] if harm == "cut" else gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n")
        )
    site = again(changed(store), site, SECOND)
    assert index(site)["2026-05-01"]["delta"] == {"from": "2026-04-01", "gone": True}
    assert not (site / "dumps/2026-05-01" / ADDED).exists()


def test_a_delta_stays_and_says_when_its_beginning_has_gone(store: Store, tmp_path: Path) -> None:
    site = written(store, tmp_path / "site", settings(day=FIRST))
    site = again(changed(store), site, SECOND)
    kept = index(site)["2026-05-01"]["delta"]
    site = again(store, site, THIRD)
    assert index(site)["2026-05-01"]["delta"] == kept
    shutil.rmtree(site / "dumps/2026-04-01")
    site = again(store, site, date(2026, 7, 1))
    assert index(site)["2026-05-01"]["delta"] == {**kept, "gone": True}
    assert "gone" not in index(site)["2026-07-01"]["delta"]


def test_the_stream_leads_from_version_to_version(store: Store, tmp_path: Path) -> None:
    site = written(store, tmp_path / "site", settings(day=FIRST))
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
