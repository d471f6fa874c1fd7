"""A site is written part by part, from disk where memory would not hold it, and only what changed again."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from weakref import WeakSet

import pytest

from keikaku.graph.addresses import Addresses
from keikaku.graph.nquads import KEI, LABEL, TYPE
from keikaku.ground.collector import paused
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages.all_pages import Pages
from keikaku.web.pages.search_entries import Entry
from keikaku.web.site import publishing
from keikaku.web.site.found import Found
from keikaku.web.site.parts import Parts, batches
from keikaku.web.site.publishing import publish
from tests.publishing.conftest import BASE, settings, small_lines
from tests.support import ORIGIN, put

TOWN, NEIGHBOUR, FORMER = "07205", "07203", "01584"
SECTION = "総務課"


def everything(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def town(code: str, name: str, related: str = "") -> list[str]:
    """Return what a document says: a plan, a department, and a plan of others that it names."""
    plan = f"<{ORIGIN}{code}/plan>"
    lines = [
        f"<{ORIGIN}{code}> {TYPE} <{KEI}Municipality>",
        f'<{ORIGIN}{code}> <http://purl.org/dc/terms/identifier> "{code}"',
        f'<{ORIGIN}{code}> {LABEL} "{name}"@ja',
        f"{plan} {TYPE} <{KEI}Plan>",
        f'{plan} {LABEL} "{name}総合計画"@ja',
        f"{plan} <http://purl.org/dc/terms/publisher> <{ORIGIN}{code}>",
        f"<{ORIGIN}{code}/department/{SECTION}> {TYPE} <{KEI}Department>",
        f'<{ORIGIN}{code}/department/{SECTION}> {LABEL} "{SECTION}"@ja',
        f"<{ORIGIN}document/d{code}> {TYPE} <{KEI}SourceDocument>",
        f"<{ORIGIN}graph/d{code}> {TYPE} <{KEI}DocumentGraph>",
    ]
    return [*lines, *([f"{plan} <{KEI}relatedPlan> <{ORIGIN}{related}/plan>"] if related else [])]


CODES = ("04100", NEIGHBOUR, "13101")


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three towns by themselves, and one whose plan names that of a neighbour."""
    documents = small_lines() | {f"d{code}": town(code, f"町{code}") for code in CODES}
    documents["d20201"] = town("20201", "隣町", related=NEIGHBOUR)
    keys = {"small": TOWN, "d20201": "20201", **{f"d{code}": code for code in CODES}}
    return put(Store(tmp_path_factory.mktemp("towns") / "store"), documents, keys)


@pytest.fixture(autouse=True)
def few_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out most pages that tell of many things, and write those of things as a country's are."""
    monkeypatch.setattr(Pages, "few", lambda _self: ["index", "plans", "municipalities", "departments"])
    monkeypatch.setattr(publishing, "_FEW", 0)


def test_documents_that_name_each_others_things_are_one_part(towns: Store) -> None:
    parts = Parts(towns)
    assert [one.keys for one in parts.all] == [("d04100",), ("d07203", "d20201"), ("d13101",), ("small",)]
    for document in Dataset(towns, settings().addresses(towns)).documents:
        assert parts.of(document) is not None, document
    assert parts.of("99999/plan") is None
    quads = [part.quads for part in parts.all]
    together = list(batches(parts.all, 1))
    assert [key for keys in together for key in keys] == [key for part in parts.all for key in part.keys]
    assert len(together) == 2, quads  # half of all is enough for one
    assert len(list(batches(parts.all, 8))) == 4


def test_a_body_that_a_merger_links_is_of_one_part(tmp_path: Path) -> None:
    documents = {"old": town(FORMER, "旧町"), "new": town("01572", "新町"), "other": town("13101", "区")}
    store = put(Store(tmp_path / "store"), documents, {"old": FORMER, "new": "01572", "other": "13101"})
    assert [one.keys for one in Parts(store).all] == [("new", "old"), ("other",)]


def test_quads_on_disk_are_those_in_memory(towns: Store, tmp_path: Path) -> None:
    memory = Dataset(towns, settings().addresses(towns))
    Dataset(towns, settings().addresses(towns), tmp_path / "data")
    disk = Dataset(
        towns, settings().addresses(towns), tmp_path / "data"
    )  # another process reads what is there
    assert dict(disk.documents) == memory.documents
    assert list(disk.documents) == list(memory.documents)
    assert dict(disk.stems) == dict(memory.stems)
    assert len(disk.documents) == len(memory.documents)
    assert "13101/plan" in disk.documents
    assert "13101/none" not in disk.documents
    with pytest.raises(KeyError):
        disk.documents["13101/none"]
    assert all(disk.description(name) == memory.description(name) for name in memory.documents)
    assert set(disk.memory) == set(memory.memory)


def test_parts_from_disk_have_the_bytes_of_the_whole(
    towns: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_FEW", 10_000)
    publish(towns, tmp_path / "whole", settings())
    monkeypatch.setattr(publishing, "_FEW", 0)
    monkeypatch.setattr(publishing, "MOST_IN_MEMORY", 0)
    written = publish(towns, tmp_path / "parts", settings(), jobs=2)
    whole, parts = everything(tmp_path / "whole"), everything(tmp_path / "parts")
    assert sorted(whole) == sorted(parts)
    assert [name for name in whole if whole[name] != parts[name]] == [
        "keikaku-site.json"
    ]  # it names the parts
    assert len(parts) == written.files
    assert [one.name for one in tmp_path.iterdir() if ".part-" in one.name] == []


def test_a_part_is_let_go_before_the_next_is_loaded(
    towns: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, most = WeakSet[Dataset](), 0

    class Noted(Dataset):
        def __init__(self, store: Store, addresses: Addresses, folder: Path | None = None) -> None:
            nonlocal most
            super().__init__(store, addresses, folder)
            if folder is None:
                loaded.add(self)
                most = max(most, len(loaded))

    monkeypatch.setattr(publishing, "_FEW", 0)
    monkeypatch.setattr(publishing, "MOST_IN_MEMORY", 0)
    monkeypatch.setattr(publishing, "Dataset", Noted)
    with paused():
        publish(towns, tmp_path / "site", settings(), jobs=1)
    assert most == 1


def test_what_did_not_change_is_not_written_again(towns: Store, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    store = put(
        Store(tmp_path / "store"),
        {key: sorted(towns.lines(key)) for key in towns.documents},
        {key: entry.municipality for key, entry in towns.documents.items()},
    )
    publish(store, folder, settings())
    same, touched, changed = (folder / f"doc/{code}/plan.html" for code in ("04100", NEIGHBOUR, "13101"))
    before = {file: file.stat().st_ino for file in (same, touched, changed)}
    right = touched.read_bytes()
    touched.write_text("by hand")
    os.utime(touched, ns=(2 * 10**18, 2 * 10**18))
    put(store, {"d13101": town("13101", "改名区")}, {"d13101": "13101"})
    later = replace(settings(), day=date(2026, 12, 1))
    publish(store, folder, later)
    assert same.stat().st_ino == before[same]
    assert changed.stat().st_ino != before[changed]
    assert touched.read_bytes() == right
    publish(store, tmp_path / "afresh", later, jobs=1)
    fresh, renewed = everything(tmp_path / "afresh"), everything(folder)
    pages = [name for name in fresh if name.startswith("doc/")]
    assert [name for name in pages if fresh[name] != renewed.get(name)] == []
    assert sorted(name for name in renewed if name.startswith("doc/")) == sorted(pages)


def test_another_base_writes_everything_again(towns: Store, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert publish(towns, folder, settings()).base_before == ""
    assert publish(towns, folder, settings(base="https://data.example.jp/other/")).base_before == BASE
    page = (folder / "doc/04100/plan.html").read_text()
    assert "https://data.example.jp/other/" in page
    assert BASE not in page


def test_what_a_search_finds_comes_back_from_its_file_as_it_was_in_order(tmp_path: Path) -> None:
    """By code points, as Python sorts: a character beyond the first 65,536 after a fullwidth one."""
    given = [
        Entry(
            kind="Plan", label="計画", municipality="20209", path="doc/b", facets={"year": ("2020", "2021")}
        ),
        Entry(
            kind="Measure", label="𠮷野の道", municipality="07205", path="doc/c", passages=('"道" <b>', "二")
        ),
        Entry(kind="Measure", label="ｰ道", municipality="07205", path="doc/d", more=("みち",)),
        Entry(kind="Plan", label="計画", number="1", municipality="07205", plan="doc/p", path="doc/a"),
        Entry(kind="Term", label="語", english="term", path="ns#Term"),
    ]
    found = Found(tmp_path / "found.sqlite", given)
    assert list(found) == list(found) == sorted(given, key=lambda one: one.order)
