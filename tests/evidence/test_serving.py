"""The server shows the print as the site does, and draws a page when it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.documents import page_images as module
from keikaku.web.server.served import Served
from keikaku.web.server.settings import Settings
from keikaku.web.site.publication import Publication
from tests.evidence.conftest import BASE, Site, Town
from tests.support import raises

pytestmark = pytest.mark.xdist_group("evidence")  # all of them ask for the same four sites


def served(town: Town, **decided: object) -> Served:
    settings = {"base": BASE, "sources": (town.folder,), **decided}
    return Served(Settings(store=town.store.path, publication=Publication(**settings)))  # type: ignore[arg-type]


def test_the_server_answers_with_the_picture_of_the_site(site: Site) -> None:
    [file] = site.folder.glob("print/*/1.webp")
    found = served(site.town).file(file.relative_to(site.folder).as_posix())

    assert found is not None
    assert (found.media_type, found.body) == ("image/webp", file.read_bytes())


def test_no_page_is_drawn_before_it_is_asked_for(
    printed: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEIKAKU_CACHE", str(tmp_path / "empty"))
    monkeypatch.setattr(module, "each_apart", lambda *_given, **_limits: pytest.fail("drawn"))
    there = served(printed)

    assert list(there.variants("print/documents/3")) == [
        "print/documents/3.html",
        "print/documents/3.en.html",
    ]
    assert there.has("print/documents/3.webp")
    assert not there.has("print/documents/9.webp")
    assert not there.has("print/documents/3")


def test_a_page_that_cannot_be_drawn_is_not_there_and_its_list_is(
    printed: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEIKAKU_CACHE", str(tmp_path / "empty"))
    monkeypatch.setattr(module, "each_apart", lambda *_given, **_limits: iter(["page 3: damaged"]))
    there = served(printed)
    leaf = there.file("print/documents/3.en.html")

    with raises("serving.nothing-here"):
        there.file("print/documents/3.webp")
    assert leaf is not None
    assert b"No picture of this page could be made" in leaf.body
    assert b'class="marks"' in leaf.body


def test_the_server_shows_nothing_that_no_licence_and_nobody_allows(unlicensed: Town) -> None:
    assert not served(unlicensed).has("print/documents/3.html")
    assert served(unlicensed, evidence=True).has("print/documents/3.html")
