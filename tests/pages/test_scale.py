"""What a page costs does not grow with the dataset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from country import towns

from keikaku.graph.addresses import Addresses
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages.all_pages import Pages
from keikaku.web.pages.layout import Layout
from keikaku.web.pages.resources import Resources
from tests.pages.conftest import BASE, TITLE
from tests.pages.odd import ORIGIN
from tests.support import put


class Counting:
    """A store in memory that counts the quads that it was asked for."""

    def __init__(self, memory: ox.Store) -> None:
        self._memory = memory
        self.read = 0

    def quads_for_pattern(self, *pattern: Any) -> Iterator[ox.Quad]:
        for quad in self._memory.quads_for_pattern(*pattern):
            self.read += 1
            yield quad

    def __getattr__(self, name: str) -> Any:
        return getattr(self._memory, name)


class Country:
    """The pages of a made-up country."""

    def __init__(self, store: Store, count: int) -> None:
        put(store, {f"town-{number}": lines for number, lines in enumerate(towns(count))})
        dataset = Dataset(store, Addresses(BASE, ORIGIN))
        dataset.memory = self.memory = Counting(dataset.memory)  # type: ignore[assignment]
        self.pages = Pages(Layout(dataset, TITLE))
        for path in ("index", "coverage", "departments"):
            self.pages.html(path, "ja")  # counts the dataset

    def cost(self, path: str) -> int:
        """Return how many quads a page reads when everything that it names was named before."""
        self.pages.html(path, "ja")
        resources = self.pages.resources
        resources._shown.cache_clear()  # what was read for the other language
        resources._things.about.cache_clear()
        before = self.memory.read
        self.pages.html(path, "en")
        return self.memory.read - before


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Country:
    return Country(Store(tmp_path_factory.mktemp("country") / "small"), 1)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Country:
    return Country(Store(tmp_path_factory.mktemp("country") / "large"), 5)


def test_a_page_of_a_larger_country_reads_no_more(small: Country, large: Country) -> None:
    resources = next(section for section in small.pages.sections if isinstance(section, Resources))
    paths = [path for path in resources.paths() if path.startswith("doc/90000")]
    kinds = {path.split("/")[-2]: path for path in paths}
    assert {"project", "measure", "indicator", "department", "goal"} <= set(kinds)
    for path in (*kinds.values(), "doc/90000", "doc/90000/jisshi-keikaku"):
        assert small.cost(path) == large.cost(path) > 0, path


def test_pages_about_all_are_counted_once(large: Country) -> None:
    for path in ("index", "coverage", "departments", "municipalities", "plans"):
        assert large.cost(path) == 0, path
