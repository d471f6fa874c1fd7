"""The static site as a visitor meets it: ways through it, both languages, keyboard, without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.driving import Driver, Visitor, wait_for

pytestmark = pytest.mark.xdist_group("site")

PROJECT = "doc/99999/sankanen-jisshi-keikaku"


def path(visitor: Visitor) -> str:
    """Return where a visitor is, below the base."""
    return visitor.driver.current_url.removeprefix(visitor.base)


def test_three_clicks_lead_from_the_start_page_to_the_source_line_of_a_project(visitor: Visitor) -> None:
    visitor.open("index.html")
    visitor.link("三か年実施計画").click()
    visitor.link("集会所の蓄電池").click()
    visitor.one(".facts .lines a").click()
    assert path(visitor).startswith("doc/document/")
    line = visitor.one(":target")
    assert "集会所の蓄電池" in line.text
    assert 0 <= visitor.run("return document.querySelector(':target').getBoundingClientRect().top") < 900


def test_a_language_stays_with_the_page_and_its_place(visitor: Visitor) -> None:
    visitor.open("doc/99999/basic-plan-3.html", "#tree")
    visitor.one("a.switch").click()
    assert path(visitor) == "doc/99999/basic-plan-3.en.html#tree"
    assert visitor.run("return document.documentElement.lang") == "en"
    visitor.one("main a[href$='.en.html']").click()
    assert path(visitor).split("#")[0].endswith(".en.html")
    visitor.driver.back()
    visitor.one("a.switch").click()
    assert path(visitor) == "doc/99999/basic-plan-3.html#tree"


@pytest.mark.parametrize("typed", ["金ケ崎", "金ヶ崎", "金ヶ﨑地区"])
def test_the_search_finds_a_name_however_it_is_written(visitor: Visitor, typed: str) -> None:
    visitor.open("index.html")
    visitor.one(".find input").send_keys(typed, Keys.ENTER)
    wait_for(lambda: "金ケ崎地区の活性化" in visitor.text("#results"))
    visitor.link("金ケ崎地区の活性化", "#results").click()
    assert "金ケ崎地区の活性化" in visitor.one("h1").text
    visitor.driver.back()
    wait_for(lambda: "金ケ崎地区の活性化" in visitor.text("#results"))


def test_the_search_says_when_there_is_nothing(visitor: Visitor) -> None:
    visitor.open("search.en.html", "?q=zzzz")
    wait_for(lambda: "Nothing found" in visitor.one("#found").text)


def test_the_keyboard_alone_leads_to_the_content_and_through_the_menu(visitor: Visitor) -> None:
    visitor.open("index.html")
    visitor.one("body").send_keys(Keys.TAB)
    skip = visitor.driver.switch_to.active_element
    assert skip.text == "本文へ移動"
    skip.send_keys(Keys.ENTER)
    visitor.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert visitor.run("return document.querySelector('main').contains(document.activeElement)")
    visitor.open("index.html")
    for _ in range(3):
        visitor.driver.switch_to.active_element.send_keys(Keys.TAB)
    chosen = visitor.driver.switch_to.active_element
    assert visitor.run("return getComputedStyle(arguments[0]).outlineStyle", chosen) != "none"
    chosen.send_keys(Keys.ENTER)
    assert path(visitor) == "plans.html"


def test_the_tree_of_a_plan_opens_and_closes_by_keyboard(visitor: Visitor) -> None:
    visitor.open("doc/99999/mid-plan.html")
    summary = visitor.one(".tree summary")
    details = summary.find_element(By.XPATH, "..")
    before = details.get_attribute("open")
    summary.send_keys(Keys.ENTER)
    wait_for(lambda: details.get_attribute("open") != before)
    visitor.one("button[data-details=open]").send_keys(Keys.ENTER)
    assert all(one.get_attribute("open") for one in visitor.all(".tree details"))


def test_pages_read_the_same_without_scripts(visitor: Visitor) -> None:
    visitor.open("doc/99999/mid-plan.html")
    words = visitor.text("main")
    visitor.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        visitor.open("doc/99999/mid-plan.html")
        assert visitor.text("main") == words
        visitor.one(".tree a").click()
        assert visitor.all("h1")
        for page in ("search", "sparql", "lineage"):
            visitor.open(f"{page}.html")
            assert "JavaScript" in visitor.text("noscript")
    finally:
        visitor.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("page", ["sparql", "lineage"])
def test_a_page_that_is_opened_as_a_file_says_what_it_needs(
    driver: Driver, base: str, root: Path, page: str
) -> None:
    visitor = Visitor(driver, (root / "plans").as_uri() + "/")
    visitor.open(f"{page}.html", f"?iri={base}id/99999/basic-plan")
    wait_for(lambda: "ウェブサーバー" in visitor.one("#unreachable").text)
    visitor.open("doc/99999/mid-plan.html")
    visitor.one(".tree a").click()
    assert visitor.one("h1").text


NARROW = """
const thin = [];
for (const cell of document.querySelectorAll("main th, main td")) {
  if (!cell.checkVisibility() || !cell.textContent.trim()) continue;
  const words = document.createRange();
  words.selectNodeContents(cell);
  const lines = new Set([...words.getClientRects()].map((one) => Math.round(one.top)));
  const wide = words.getBoundingClientRect().width;
  if (lines.size > 3 && wide < 2.9 * parseFloat(getComputedStyle(cell).fontSize)) thin.push([cell.textContent.trim(), wide]);
}
return [thin, document.documentElement.scrollWidth - document.documentElement.clientWidth];
"""


@pytest.mark.parametrize(
    "page",
    ["index.html", "plans.html", "municipalities.html", "coverage.html", "departments.html", f"{PROJECT}.html",
     "doc/99999/basic-plan-3.en.html", "queries/sdg-cells.html", "queries/indicator-progress.html"],
)  # fmt: skip
def test_no_column_is_a_character_wide_on_a_phone(visitor: Visitor, page: str) -> None:
    size = visitor.driver.get_window_size()
    visitor.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": False},
    )
    try:
        visitor.open(page)
        thin, beyond = visitor.run(NARROW)
        assert thin == []
        assert beyond == 0, "the page itself scrolls sideways"
    finally:
        visitor.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        visitor.driver.set_window_size(size["width"], size["height"])


@pytest.mark.parametrize("suffix", [".html", ".en.html"])
def test_a_page_of_a_question_names_its_columns_in_its_language(visitor: Visitor, suffix: str) -> None:
    visitor.open(f"queries/measures-without-sdg{suffix}")
    heads = [one.text for one in visitor.driver.find_elements(By.CSS_SELECTOR, "table.answer th")]
    states = [one.text for one in visitor.driver.find_elements(By.CSS_SELECTOR, "table.answer td")]
    word = {".html": ("施策", "状態", "記載なし"), ".en.html": ("measure", "status", "absent")}[suffix]
    assert set(word[:2]) <= {head.lower() for head in heads}
    assert word[2] in states
