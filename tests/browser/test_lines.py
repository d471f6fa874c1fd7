"""The line behind a fact: where a click on its mark arrives, and the line's text read in place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from keikaku.documents.numbered_lines import read_document
from keikaku.graph.addresses import Addresses
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from tests.browser.driving import Visitor, wait_for
from tests.support import shared

pytestmark = pytest.mark.xdist_group("site")

MARKS = 30
ARRIVED = """
const done = arguments[0];
const seen = () => {
  const target = document.querySelector(":target");
  const row = target?.closest("li");
  const {top = 0, bottom = 0} = target?.getBoundingClientRect() ?? {};
  const colour = (one) => getComputedStyle(one).backgroundColor;
  const others = [...document.querySelectorAll(".source li")].filter((one) => one !== row);
  done({
    text: target?.textContent, number: row?.querySelector(".position").textContent, top, bottom,
    height: innerHeight, above: scrollY, below: document.documentElement.scrollHeight - innerHeight - scrollY,
    same: row ? others.filter((one) => colour(one) === colour(row)).length : -1,
    smooth: getComputedStyle(document.documentElement).scrollBehavior,
  });
};
document.readyState === "complete" ? requestAnimationFrame(() => requestAnimationFrame(seen))
  : addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(seen)));
"""


@pytest.fixture
def moving(reader: Visitor) -> Visitor:
    """Somebody who has not asked for less motion."""
    features = [{"name": "prefers-reduced-motion", "value": "no-preference"}]
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    return reader


@pytest.fixture(scope="module")
def printed() -> dict[str, list[str]]:
    """Return the lines of the real plans by the names of their files."""
    return {
        path.name: [one.text for one in read_document(path).lines] for path in shared("plans").glob("*.txt")
    }


def pages(plans: Store, base: str) -> Iterator[str]:
    """Yield the paths of things of the plans, by chance, the same each time."""
    documents = Dataset(plans, Addresses(base, "https://w3id.org/keikaku/id/")).documents
    paths = sorted(one for one in documents if one.count("/") == 3)
    random.Random("lines").shuffle(paths)  # noqa: S311 - no secret
    yield from paths


@pytest.mark.parametrize("width", [1280, 390])
def test_a_mark_leads_to_the_printed_line_in_the_middle_of_the_view(
    moving: Visitor, plans: Store, plans_base: str, printed: dict[str, list[str]], width: int
) -> None:
    moving.width(width)
    wrong, seen = [], 0
    for path in pages(plans, plans_base):
        moving.open(f"doc/{path}.html")
        marks = moving.all("main .lines a")
        if not marks:
            continue
        mark = marks[seen % len(marks)]
        name = mark.text
        moving.run("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", mark)
        wait_for(lambda: "#line=" in moving.driver.current_url)
        found: dict[str, Any] = moving.driver.execute_async_script(ARRIVED)
        document = (
            unquote(moving.driver.current_url).rpartition("/document/")[2].partition(".html")[0] + ".txt"
        )
        first = int(name.partition("–")[0].removesuffix("行"))
        middle = found["height"] / 4 <= found["top"] and found["bottom"] <= found["height"] * 3 / 4
        at_an_end = (
            min(found["above"], found["below"]) < 1 and 0 <= found["top"] < found["bottom"] <= found["height"]
        )
        right = found["number"] == str(first) and found["text"] == printed[document][first - 1]
        if not (right and (middle or at_an_end) and found["same"] == 0 and found["smooth"] == "auto"):
            wrong.append((path, name, found))
        seen += 1
        if seen == MARKS // (1 if width > 1000 else 3):
            break
    assert wrong == []
    assert seen >= MARKS / 3


def test_a_lines_text_is_read_in_place_by_keyboard_alone(
    reader: Visitor, plans: Store, plans_base: str, printed: dict[str, list[str]]
) -> None:
    path = next(one for one in pages(plans, plans_base) if "/measure/" in one)
    reader.open(f"doc/{path}.html")
    button = reader.one("main .peek")
    [text] = reader.all(f"#{button.get_attribute('popovertarget')}")
    assert not text.is_displayed()
    reader.run("arguments[0].focus()", button)
    ActionChains(reader.driver).send_keys(Keys.ENTER).perform()
    wait_for(text.is_displayed)
    shown = str(reader.run("return arguments[0].querySelector('.text').textContent", text)).split("\n")
    assert any(set(shown) <= set(lines) for lines in printed.values())
    box = text.rect
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= reader.run("return innerWidth")
    ActionChains(reader.driver).send_keys(Keys.ESCAPE).perform()
    wait_for(lambda: not text.is_displayed())
    assert reader.driver.switch_to.active_element == button
