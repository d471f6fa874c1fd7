"""The lineage as a graph and a tree: walked by pointer and by keyboard, from any thing's page."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.driving import Visitor, wait_for

pytestmark = pytest.mark.xdist_group("site")

LIBRARY = "99999/implementation-plan/project/図書館の夜間開館"


def opened(visitor: Visitor, iri: str, page: str = "lineage.html") -> Visitor:
    visitor.open(page, f"?iri={quote(iri)}")
    wait_for(lambda: visitor.all("#graph a"))
    return visitor


def names(visitor: Visitor) -> list[str]:
    return visitor.texts("#graph .box > title")


def test_a_project_leads_to_its_goal_its_sdg_and_its_department(visitor: Visitor) -> None:
    visitor.open(f"doc/{LIBRARY}.html")
    visitor.link("系譜をたどる").click()
    wait_for(lambda: visitor.all("#graph a"))
    shown = names(visitor)
    assert any("図書館の夜間開館" in name for name in shown)
    assert any("図書館の利用促進" in name for name in shown)
    assert any("学びと文化のまち" in name for name in shown)
    assert "図書館の夜間開館" in visitor.text(".tree-centre")
    assert visitor.all("#graph a[aria-current=true]")


def test_the_graph_grows_and_is_walked_by_keyboard(visitor: Visitor) -> None:
    opened(visitor, f"{visitor.base}id/{LIBRARY}")
    before = names(visitor)
    visitor.one("#graph [role=button]").send_keys(Keys.ENTER)
    wait_for(lambda: len(names(visitor)) > len(before))
    assert "加えました" in visitor.text("#status")
    other = next(
        one
        for one in visitor.all("#graph a")
        if "図書館の利用促進" in visitor.run("return arguments[0].textContent", one)
    )
    other.send_keys(Keys.ENTER)
    wait_for(lambda: "図書館の利用促進" in visitor.text(".tree-centre"))
    assert visitor.run("return document.querySelector('#graph').contains(document.activeElement)")
    visitor.driver.back()
    wait_for(lambda: "図書館の夜間開館" in visitor.text(".tree-centre"))


def test_the_tree_says_the_same_and_opens_by_keyboard(visitor: Visitor) -> None:
    opened(visitor, f"{visitor.base}id/99999/basic-plan", "lineage.en.html")
    summary = visitor.one("#tree summary")
    below = visitor.run("return document.querySelectorAll('#tree li').length")
    summary.send_keys(Keys.ENTER)
    wait_for(lambda: visitor.run("return document.querySelectorAll('#tree li').length") > below)
    visitor.link("Start from here", "#tree details[open]").send_keys(Keys.ENTER)
    wait_for(lambda: "basic-plan/" in unquote(visitor.driver.current_url))
    link = visitor.link("Open its page", "#tree")
    name = visitor.text(".tree-centre span[lang]")
    link.click()
    assert name.split(" ")[-1] in visitor.one("h1").text


def test_a_goal_of_the_un_gathers_what_serves_it_everywhere(visitor: Visitor) -> None:
    opened(visitor, "http://metadata.un.org/sdg/4", "lineage.en.html")
    assert "Ensure inclusive" in visitor.text(".tree-centre")
    assert len(names(visitor)) > 3
    visitor.link("Open its page", "#tree").click()
    assert visitor.driver.current_url.endswith("sdg/4.en.html")


def test_the_graph_is_made_larger_smaller_and_whole(visitor: Visitor) -> None:
    opened(visitor, f"{visitor.base}id/{LIBRARY}")
    size = "return document.querySelector('#graph svg').getBoundingClientRect().width"
    first = visitor.run(size)
    visitor.one("#closer").click()
    assert visitor.run(size) > first
    visitor.width(400)
    visitor.one("#fit").click()
    assert visitor.run(size) <= visitor.run("return document.querySelector('#graph').clientWidth")


def test_what_is_not_there_is_said_and_the_language_keeps_the_thing(visitor: Visitor) -> None:
    visitor.open("lineage.html", f"?iri={visitor.base}id/99999/nothing")
    wait_for(lambda: "系譜にありません" in visitor.one("#unreachable").text)
    assert not visitor.one("#lineage").is_displayed()
    opened(visitor, f"{visitor.base}id/{LIBRARY}")
    visitor.one("a.switch").click()
    wait_for(lambda: visitor.all("#graph a"))
    assert "図書館の夜間開館" in visitor.text(".tree-centre")
    visitor.open("lineage.html")
    visitor.link("架空市基本計画").click()
    wait_for(lambda: visitor.all("#graph a"))
