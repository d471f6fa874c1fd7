"""The plan's documents, built and published with their print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from keikaku import build
from keikaku.building.model import Options
from keikaku.store.folder import Store
from keikaku.web.pages.all_pages import Pages
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import Published, publish
from tests.evidence.made import CC_BY, HALF, as_html, as_pdf, as_workbook, plan_yml

BASE = "https://data.example.jp/plans/"
NAME = "[55, 260, 200, 284]"
"""A box around the first promise, as plan.yml writes it."""


@dataclass(frozen=True)
class Town:
    """A document, its folder and its store."""

    folder: Path
    document: Path
    store: Store

    def publish(self, target: Path, **decided: object) -> Published:
        """Publish the store; what is decided besides base and sources is given."""
        settings = {"base": BASE, "sources": (self.folder,), **decided}
        with few_pages():
            return publish(self.store, target, Publication(**settings))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Site:
    """A published site and what it was published of."""

    folder: Path
    town: Town
    written: Published


def town(folder: Path, document: Path, **decided: str) -> Town:
    """Build a document with a plan.yml beside it."""
    plan_yml(folder / "plan.yml", **decided)
    store = Store(folder.parent / "store")
    [report] = build(document, store, Options(jobs=0))
    assert report.error is None, report.error
    return Town(folder, document, store)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEIKAKU_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@contextmanager
def few_pages() -> Iterator[None]:
    """Publish things and leaves alone: the other pages say nothing of the print."""
    every = Pages.few
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pages, "few", lambda self: [one for one in every(self) if one.startswith("print/")])
        yield


def _folder(factory: pytest.TempPathFactory, name: str) -> Path:
    folder = factory.mktemp(name) / "documents"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A PDF under CC BY, of which a box on page 1 is withheld."""
    folder = _folder(tmp_path_factory, "printed")
    withheld = f"[{{page: 1, box: {NAME}, because: a name}}]"
    return town(folder, as_pdf(folder / "plan.pdf"), licence=CC_BY, withheld=withheld)


@pytest.fixture(scope="session")
def unlicensed(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The same PDF, without a word on its licence."""
    folder = _folder(tmp_path_factory, "unlicensed")
    return town(folder, as_pdf(folder / "plan.pdf"))


@pytest.fixture(scope="session")
def site(printed: Town, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site") / "site"
    return Site(folder, printed, printed.publish(folder))


@pytest.fixture(scope="session")
def workbook_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = _folder(tmp_path_factory, "workbook")
    withheld = "[{sheet: 中期計画, cells: 'B9', because: a name}]"
    made = town(folder, as_workbook(folder / "plan.xlsx"), licence=CC_BY, withheld=withheld)
    target = folder.parent / "site"
    return Site(target, made, made.publish(target))


@pytest.fixture(scope="session")
def archive_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The plan in two files of an archive: its beginning as a PDF, of which a box is withheld, and the rest as HTML."""
    folder = _folder(tmp_path_factory, "archive")
    with ZipFile(folder / "plan.zip", "w") as archive:
        archive.write(as_pdf(folder.parent / "1.pdf", end=HALF), "1前半.pdf")
        archive.write(as_html(folder.parent / "2.html", start=HALF), "2後半.html")
    withheld = f"[{{file: 1前半.pdf, page: 1, box: {NAME}, because: a name}}]"
    made = town(folder, folder / "plan.zip", licence=CC_BY, withheld=withheld)
    target = folder.parent / "site"
    return Site(target, made, made.publish(target))
