"""From a figure to its print in one click: in place, by keyboard, without a script, on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from keikaku.web.pages.all_pages import Pages
from tests.browser.conftest import hosted
from tests.browser.driving import Driver, Visitor, wait_for
from tests.evidence.conftest import town
from tests.evidence.made import CC_BY, as_pdf

pytestmark = pytest.mark.xdist_group("site")

INDICATOR = "doc/99999/mid-plan/indicator/冬の路線バス利用者数-f9797b"
SEEN = """
const box = document.querySelector(".here rect, g:target rect").getBoundingClientRect();
const image = document.querySelector("figure.print img");
const sheet = document.querySelector(".sheet").getBoundingClientRect();
return {
  inside: box.top >= Math.max(sheet.top, 0) && box.bottom <= Math.min(sheet.bottom, innerHeight)
    && box.left >= sheet.left && box.right <= sheet.right,
  whole: image.complete && image.naturalWidth === 1000,
  wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
};
"""


@pytest.fixture(scope="module")
def printed_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish a PDF of an invented town with its print."""
    folder = tmp_path_factory.mktemp("printed") / "documents"
    folder.mkdir()
    every = Pages.few
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KEIKAKU_CACHE", str(folder.parent / "cache"))
        patch.setattr(Pages, "few", lambda self: [one for one in every(self) if one.startswith("print/")])
        made = town(folder, as_pdf(folder / "plan.pdf"), licence=CC_BY)
        with hosted(made.store, folder.parent / "host", folder) as address:
            yield address


@pytest.fixture
def visitor(driver: Driver, printed_base: str) -> Iterator[Visitor]:
    """Somebody who looks at that site; afterwards nothing was complained of."""
    made = Visitor(driver, printed_base)
    made.plain()
    made.complaints()
    made.requested()
    yield made
    made.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert made.complaints() == []


def seen(visitor: Visitor) -> dict[str, Any]:
    """Return what is to be seen of the print once its picture is there."""
    wait_for(lambda: visitor.run("return document.querySelector('figure.print img')?.complete"))
    found: dict[str, Any] = visitor.run(SEEN)
    return found


@pytest.mark.parametrize(("width", "scheme", "suffix"), [(1280, "light", ".html"), (390, "dark", ".en.html")])
def test_one_click_opens_the_printed_place_and_nothing_was_loaded_before(
    visitor: Visitor, width: int, scheme: str, suffix: str
) -> None:
    visitor.width(width)
    visitor.scheme(scheme)
    visitor.open(INDICATOR + suffix)
    assert not [url for url in visitor.requested() if url.endswith(".webp")]
    visitor.one("a.print").click()
    wait_for(lambda: visitor.all("dialog[open] img"))

    assert seen(visitor) == {"inside": True, "whole": True, "wide": False}
    assert "CC BY 4.0" in visitor.text("dialog figcaption")
    assert visitor.obstacles() == []
    assert {url.startswith(visitor.base) for url in visitor.requested()} == {True}


def test_the_print_is_opened_and_left_by_keyboard(visitor: Visitor) -> None:
    visitor.open(f"{INDICATOR}.html")
    link = visitor.one("a.print")
    assert "p. 3" in str(link.get_attribute("aria-label"))
    visitor.run("arguments[0].focus()", link)
    ActionChains(visitor.driver).send_keys(Keys.ENTER).perform()
    wait_for(lambda: visitor.all("dialog[open] img"))
    ActionChains(visitor.driver).send_keys(Keys.ESCAPE).perform()
    wait_for(lambda: not visitor.all("dialog"))

    assert visitor.driver.switch_to.active_element == link


@pytest.mark.parametrize("width", [1280, 390])
def test_without_a_script_the_link_leads_to_a_page_with_the_place_in_view(
    visitor: Visitor, width: int
) -> None:
    visitor.width(width)
    visitor.open(f"{INDICATOR}.html")
    link = visitor.one("a.print")
    visitor.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    link.click()
    wait_for(lambda: "/print/" in visitor.driver.current_url)
    visitor.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    assert seen(visitor) == {"inside": True, "whole": True, "wide": False}
    assert visitor.driver.find_elements(By.CSS_SELECTOR, "dialog") == []
    assert visitor.obstacles() == []
