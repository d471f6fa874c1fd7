"""Towns side by side and themes in a browser: what is chosen stands in the address; axe finds nothing in anybody's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from keikaku.audit.suggestions.proposals import suggestions
from keikaku.audit.suggestions.recorded import record
from keikaku.store.folder import Store
from keikaku.web.pages.comparisons import path_of
from tests.browser.conftest import hosted
from tests.browser.driving import Driver, Visitor
from tests.pages import compared
from tests.support import put

PAGE = f"{path_of('来館者数')}.html"


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish the site of four towns with their themes, and return its base."""
    folder = Path(tmp_path_factory.mktemp("side-by-side"))
    (folder / "none").mkdir()
    store = put(Store(folder / "store"), compared.documents(), compared.CODES)
    record(suggestions(store.load(), about=["themes"]), store, about="themes")
    with hosted(store, folder / "host", folder / "none") as address:
        yield address


@pytest.fixture
def visitor(driver: Driver, towns: str) -> Visitor:
    return Visitor(driver, towns)


def shown(visitor: Visitor) -> list[str]:
    rows = visitor.all("tr[data-town]")
    return [row.get_attribute("data-town") or "" for row in rows if row.is_displayed()]


def test_the_address_says_which_towns_are_shown(visitor: Visitor) -> None:
    visitor.open(PAGE, "?town=99991&town=99993")
    assert shown(visitor) == ["99991", "99993"]
    assert [one.text for one in visitor.all("[data-pair]") if one.is_displayed()] == [
        "西町 – 北町：注意すれば比べられる （年度が違う）"
    ]
    assert len([one for one in visitor.all("[data-group]") if one.is_displayed()]) == 1
    visitor.one("input[value='99992']").click()
    assert shown(visitor) == ["99991", "99992", "99993"]
    assert visitor.driver.current_url.endswith("?town=99991&town=99992&town=99993")


@pytest.mark.parametrize("query", ["", "?town=99991", "?town=00000&town=<b>"])
def test_an_address_that_names_too_few_or_unknown_towns_shows_all_and_says_so(
    visitor: Visitor, query: str
) -> None:
    visitor.open(PAGE, query)
    assert len(shown(visitor)) == 4
    said = visitor.text("form[data-compare] [role=status]")
    assert bool(said) == bool(query)
    assert ("00000" in said) == ("00000" in query)


@pytest.mark.parametrize(
    "path", [PAGE, "compare/index.en.html", "theme/lifelong-learning.html", "theme/index.html"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_anybodys_way(visitor: Visitor, path: str, scheme: str) -> None:
    visitor.scheme(scheme)
    visitor.open(path)
    assert visitor.obstacles() == []
    visitor.width(390)
    assert visitor.run("return document.documentElement.scrollWidth") <= 390
