"""Pages of the real plans, of the examples, and of an invented document that says what could mislead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from keikaku.graph.addresses import Addresses, Style
from keikaku.ground.messages import Language
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages.all_pages import Pages
from keikaku.web.pages.layout import LANGUAGES, SUFFIXES, Layout, Text
from keikaku.web.site.in_schema_org import on_pages
from keikaku.web.site.publication import Publication
from tests import support
from tests.pages.html import Page
from tests.pages.odd import ORIGIN, odd_lines

BASE = "https://data.example.jp/plans/"
TITLE = Text("計画のデータ", "Plan data")


@dataclass
class Site:
    """The pages of a store, each read once."""

    dataset: Dataset
    pages: Pages
    _read: dict[tuple[str, Language], Page] = field(default_factory=dict)

    def page(self, path: str, language: Language = "ja") -> Page:
        """Return a page by its path without suffix."""
        key = (path, language)
        if key not in self._read:
            self._read[key] = Page(self.pages.html(path, language))
        return self._read[key]

    def of(self, local: str, language: Language = "ja") -> Page:
        """Return the page of a resource by its local name."""
        return self.page(f"doc/{local}", language)

    def files(self) -> Iterator[tuple[str, Page]]:
        """Yield the name and content of every file that a site would have."""
        for path in self.pages.paths():
            for language in LANGUAGES:
                yield path + SUFFIXES[language], self.page(path, language)


def site_of(store: Store, style: Style = "slash", sources: Mapping[str, list[str]] | None = None) -> Site:
    """Return the pages of a store."""
    dataset = Dataset(store, Addresses(BASE, ORIGIN, style))
    licence = "https://creativecommons.org/licenses/by/4.0/"
    described = on_pages(Publication(base=BASE, licence=licence), dataset)
    layout = Layout(dataset, TITLE, licence=licence, sources=sources or {}, described=described)
    return Site(dataset, Pages(layout))


@pytest.fixture(scope="session")
def example_site(examples: Store) -> Site:
    """The pages of the examples."""
    return site_of(examples)


@pytest.fixture(scope="session", params=["slash", "hash"])
def either_site(request: pytest.FixtureRequest, example_site: Site, examples: Store) -> Site:
    """The pages of the examples, in both styles of IRIs, where the style makes a difference."""
    return example_site if request.param == "slash" else site_of(examples, request.param)


@pytest.fixture(scope="session")
def plan_site(plans: Store) -> Site:
    """The pages of the real plans."""
    return site_of(plans)


@pytest.fixture(scope="session")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages of the invented document."""
    store = support.put(Store(tmp_path_factory.mktemp("odd") / "store"), {"odd": odd_lines()})
    return site_of(store, sources={"odd": ["<b>一行目</b>", "二行目", "三行目"]})
