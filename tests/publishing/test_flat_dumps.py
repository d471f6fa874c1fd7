"""What the dumps of a site take of the memory: a document at a time, however many there are."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from keikaku.asking.opendata import rows
from keikaku.graph.nquads import KEI, LABEL, TYPE
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.site import deltas, dumps, graph_dumps
from keikaku.web.site.folder import Writer
from tests.publishing.conftest import settings
from tests.support import ORIGIN, put

FEW, MANY = 2, 6  # towns; fewer than take processes of their own, whose memory is not seen here
EACH = 600  # lines of a document that are its own, and a fifth of that again which its town's two documents share


def towns(count: int, edition: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the documents of some towns, two each, and whose they are."""
    documents, codes = dict[str, list[str]](), dict[str, str]()
    for number in range(count):
        code = f"{90000 + number}"
        shared = [f'<{ORIGIN}{code}/x/{one}> {LABEL} "{edition}の施策{one}"@ja' for one in range(EACH // 5)]
        for part in "ab":
            plan = f"{ORIGIN}{code}/{part}"
            own = [f'<{plan}/m/{one}> {LABEL} "{edition}の事業{one}"@ja' for one in range(EACH)]
            documents[f"{part}{code}"] = [f"<{plan}> {TYPE} <{KEI}Plan>", *shared, *own]
            codes[f"{part}{code}"] = code
    return documents, codes


def peak(store: Store, folder: Path, day: date, old: Path | None = None) -> int:
    """Return the most bytes that Python held while the dumps were written, beside the data that the pages need."""
    given = settings(day=day)
    dataset = Dataset(store, given.addresses(store))
    tracemalloc.start()
    try:
        dumps.write_dumps(Writer(folder), dataset, given, old)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the first time, nor where every document changed: three times the documents add their names and hashes.

    The vocabulary, as large for one document as for all, is left out: it would hide what grows.
    """

    def no_vocabulary(_dataset: Dataset) -> Iterator[bytes]:
        return iter(())

    monkeypatch.setattr(dumps, "_vocabulary", no_vocabulary)
    first, second = [], []
    for count in (FEW, MANY):
        store = put(Store(tmp_path / f"store-{count}"), *towns(count, "旧版"))
        site, new = tmp_path / f"site-{count}", tmp_path / f"new-{count}"
        first.append(peak(store, site, date(2026, 4, 1)))
        second.append(peak(put(store, *towns(count, "新版")), new, date(2026, 5, 1), site))
    assert first[1] < 1.3 * first[0], first
    assert second[1] < 1.3 * second[0], second


def test_the_whole_holds_each_quad_once(tmp_path: Path) -> None:
    documents, codes = towns(FEW, "版")
    peak(put(Store(tmp_path / "store"), documents, codes), tmp_path / "site", date(2026, 4, 1))
    latest = tmp_path / "site/dumps/latest"
    whole = gzip.decompress((latest / "keikaku.nq.gz").read_bytes()).splitlines()
    each = [set(gzip.decompress(file.read_bytes()).splitlines()) for file in latest.glob("documents/*")]
    assert len(each) == 2 * FEW
    assert len(whole) == len(set(whole))
    assert set(whole) == set.union(*each)
    assert sum(map(len, each)) > len(whole)


def test_any_number_of_processes_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a version in which every document changed: its graphs, tables and deltas."""
    store, first = Store(tmp_path / "store"), tmp_path / "first"
    peak(put(store, *towns(FEW, "旧版")), first, date(2026, 4, 1))
    put(store, *towns(FEW, "新版"))
    given, found = settings(day=date(2026, 5, 1)), []
    for module in (graph_dumps, rows, deltas):
        monkeypatch.setattr(module, "_FEW", 0)
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        dumps.write_dumps(Writer(folder), Dataset(store, given.addresses(store)), given, first, jobs)
        files = (one for one in sorted(folder.rglob("*")) if one.is_file())
        found.append({str(one.relative_to(folder)): one.read_bytes() for one in files})
    assert found[0] == found[1]
    assert "dumps/2026-05-01/delta-added.nq.gz" in found[1]
