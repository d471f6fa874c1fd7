"""The server in a browser: its pages, the editor over its endpoint, languages, the lineage."""

from __future__ import annotations

import pytest
from selenium.webdriver.support.select import Select

from tests.browser.driving import Visitor, edited, wait_for
from tests.browser.test_sparql_page import ask, rows

pytestmark = pytest.mark.xdist_group("site")


def test_three_clicks_lead_to_a_source_line(guest: Visitor) -> None:
    guest.open("")
    guest.link("三か年実施計画").click()
    guest.link("集会所の蓄電池").click()
    guest.one(".facts .lines a").click()
    assert "集会所の蓄電池" in guest.one(":target").text


def test_the_editor_asks_the_server(guest: Visitor) -> None:
    guest.open("sparql")
    edited(guest)
    Select(guest.one("#question")).select_by_value("plans")
    guest.one("#library button").click()
    wait_for(lambda: len(rows(guest)) > 5)
    assert guest.requested().count(f"{guest.base}sparql") >= 2  # the page, the question
    ask(guest, "SELECT * { ?s ?p ?o }")
    wait_for(lambda: len(rows(guest)) == 500, 20)
    assert "10000" in guest.one("#failure").text  # the server's limit is told


def test_a_mistake_is_told_with_its_line_in_the_language_of_the_page(guest: Visitor) -> None:
    guest.open("sparql.en.html")
    edited(guest)
    ask(guest, "SELECT *\nWHERE { ?s ?p }")
    wait_for(lambda: "ine 2" in guest.text("#failure"))
    assert guest.all(".failed-line")
    assert [
        one for one in guest.complaints() if "400" not in one
    ] == []  # that is how a browser notes a refusal


def test_the_lineage_is_walked_on_the_server_too(guest: Visitor) -> None:
    guest.open("lineage.html", f"?iri={guest.base}id/99999/basic-plan")
    wait_for(lambda: guest.all("#graph a"))
    guest.one("a.switch").click()
    wait_for(lambda: guest.all("#graph a"))
    assert guest.run("return document.documentElement.lang") == "en"


def test_search_and_a_missing_page_help(guest: Visitor) -> None:
    guest.open("search.html", "?q=金ヶ崎")
    wait_for(lambda: "金ケ崎地区の活性化" in guest.text("#results"))
    assert guest.obstacles() == []
    guest.open("doc/99999/basic-plan/measure/図書館の利用促")
    assert guest.link("図書館の利用促進")
    assert [one for one in guest.complaints() if "404" not in one] == []
