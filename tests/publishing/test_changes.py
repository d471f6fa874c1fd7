"""What changed from one publication to the next, on a page and in a feed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

from keikaku.graph.addresses import Addresses
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages.layout import Layout
from keikaku.web.site.changes import change_files, changes
from keikaku.web.site.publication import TITLE
from tests.publishing.conftest import BASE, settings, small_lines
from tests.publishing.test_deltas import FIRST, SECOND, THIRD, changed
from tests.publishing.test_described import written
from tests.support import ORIGIN, put

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_page_and_a_feed_say_what_each_publication_brought(tmp_path: Path) -> None:
    store = put(Store(tmp_path / "store"), small_lines(), {"small": "07205"})
    first = written(store, tmp_path / "1", settings(day=FIRST))
    second = written(changed(store), tmp_path / "2", settings(day=SECOND), first)
    site = written(store, tmp_path / "3", settings(day=THIRD), second)
    for file, sentence, nothing in (
        ("changes.html", "文書: 新規1、変更1、削除0。", "文書に変わりはありません。"),
        ("changes.en.html", "Documents: 1 new, 1 changed, 0 gone.", "No document changed."),
    ):
        page = (site / file).read_text(encoding="utf-8")
        assert page.count(sentence) == page.count(nothing) == 1
        assert page.index('id="2026-06-01"') < page.index(nothing) < page.index('id="2026-05-01"')
    feed = ElementTree.parse(site / "changes.atom").getroot()  # noqa: S314 - what this test wrote
    assert feed.findtext(f"{ATOM}id") == f"{BASE}changes.atom"
    assert feed.findtext(f"{ATOM}updated") == "2026-06-01T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [one.findtext(f"{ATOM}title") for one in entries] == ["2026-06-01", "2026-05-01", "2026-04-01"]
    assert entries[1].findtext(f"{ATOM}content") == "+ other\n* small"
    assert len({one.findtext(f"{ATOM}id") for one in entries}) == 3
    assert f"<loc>{BASE}changes.html</loc>" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_site_without_a_day_has_a_page_and_no_feed(tmp_path: Path) -> None:
    store = put(Store(tmp_path / "store"), small_lines(), {"small": "07205"})
    site = written(store, tmp_path / "site", settings(day=None))
    assert (site / "changes.html").is_file()
    assert not (site / "changes.atom").exists()


def test_a_feed_of_many_versions_is_small_and_leads_to_archives_that_stay(tmp_path: Path) -> None:
    store = put(Store(tmp_path / "store"), small_lines(), {"small": "07205"})
    layout = Layout(Dataset(store, Addresses(BASE, ORIGIN)), TITLE)
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(130)]

    def feeds(count: int) -> dict[str, bytes]:
        versions = [{"version": str(day), "files": []} for day in days[:count]]
        index = {"latest": str(days[count - 1]), "versions": versions}
        return {
            path: data
            for path, data in change_files(layout, changes(index), frozenset())
            if path.endswith(".atom")
        }

    assert set(feeds(50)) == {"changes.atom"}
    before, written = feeds(110), feeds(130)
    assert set(written) == {"changes.atom", "changes-1.atom", "changes-2.atom"}
    assert before["changes-1.atom"] == written["changes-1.atom"]
    path, seen = "changes.atom", []
    while path:
        feed = ElementTree.fromstring(written[path])  # noqa: S314 - what this test wrote
        entries = [one.findtext(f"{ATOM}title") or "" for one in feed.findall(f"{ATOM}entry")]
        assert len(entries) == 50
        seen += entries
        links = {one.get("rel"): one.get("href", "") for one in feed.findall(f"{ATOM}link")}
        assert (links.get("current") == f"{BASE}changes.atom") == (path != "changes.atom")
        assert (feed.find("{http://purl.org/syndication/history/1.0}archive") is not None) == (
            "current" in links
        )
        path = links.get("prev-archive", "").removeprefix(BASE)
    assert set(seen) == {str(day) for day in days}


def test_a_document_that_is_gone_is_named() -> None:
    def entry(version: str, **files: str) -> dict[str, object]:
        return {
            "version": version,
            "files": [{"path": f"documents/{name}.nq.gz", "sha256": one} for name, one in files.items()],
        }

    told = {
        "latest": "2026-05-01",
        "versions": [entry("2026-04-01", a="1", b="2"), entry("2026-05-01", a="1")],
    }
    newest, first = changes(told)
    assert (newest.version, newest.since, newest.new, newest.changed, newest.gone) == (
        "2026-05-01",
        "2026-04-01",
        (),
        (),
        ("b",),
    )
    assert (first.since, first.new) == ("", ("a", "b"))
