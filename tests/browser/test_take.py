"""What a visitor takes along: tables as files, references, and what a page says of itself elsewhere."""

from __future__ import annotations

import base64
import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from tests.browser.driving import Visitor

pytestmark = pytest.mark.xdist_group("site")

TABLE = "document.querySelector('main table')"
MADE = """const done = arguments[2]; const rows = keikakuTake.grid(document.querySelector(arguments[0]));
const made = {csv: () => keikakuTake.csv(rows), json: () => keikakuTake.json(rows, 1, {source: 'a'}), xlsx: () => keikakuTake.xlsx(rows, {source: 'a'})};
new Blob(made[arguments[1]]()).arrayBuffer().then((all) => done(btoa(String.fromCharCode(...new Uint8Array(all)))));"""


def made(visitor: Visitor, kind: str, table: str = "main table") -> bytes:
    return base64.b64decode(visitor.driver.execute_async_script(MADE, table, kind))


def test_a_table_is_the_same_in_every_form(visitor: Visitor) -> None:
    visitor.open("plans.html")
    shown = visitor.run(
        f"return [...{TABLE}.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    rows = list(csv.reader(io.StringIO(made(visitor, "csv").decode("utf-8-sig"))))
    workbook = load_workbook(io.BytesIO(made(visitor, "xlsx")))
    sheet = [["" if one is None else one for one in row] for row in workbook.worksheets[0].values]
    told = json.loads(made(visitor, "json"))
    assert len(rows) == len(sheet) == len(told["rows"]) + 1 == len(shown) > 3
    assert rows[0] == told["columns"] == sheet[0] == shown[0]
    for printed, one, cells, record in zip(shown[1:], rows[1:], sheet[1:], told["rows"], strict=True):
        assert [str(cell) for cell in cells] == one
        assert list(record.values()) == cells
        if len(printed) == len(one):
            assert [re.sub(r"[\s,]", "", cell) for cell in printed] == [
                re.sub(r"[\s,]", "", cell) for cell in one
            ]
    numbers = [cell for row in sheet[1:] for cell in row if isinstance(cell, int)]
    assert numbers  # counts are numbers in a workbook, not text
    assert [row[:2] for row in workbook.worksheets[1].values] == [("source", "a")]


def test_what_could_run_does_not(visitor: Visitor) -> None:
    visitor.open("plans.html")
    cells = ["=1+1", "+8", "@x", '"a", b', "－5", "<b>&", "１"]
    visitor.run(
        "const table = document.createElement('table'); table.id = 'odd'; const row = table.insertRow();"
        "for (const one of arguments[0]) row.insertCell().textContent = one; document.querySelector('main').append(table)",
        cells,
    )
    (row,) = csv.reader(io.StringIO(made(visitor, "csv", "#odd").decode("utf-8-sig")))
    assert row == ["'=1+1", "'+8", "'@x", '"a", b', "'－5", "<b>&", "１"]
    sheet = load_workbook(io.BytesIO(made(visitor, "xlsx", "#odd"))).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in sheet[1]] == [(one, "s") for one in cells]


def test_every_table_of_a_page_has_its_buttons_and_a_reference(visitor: Visitor) -> None:
    visitor.open("doc/99999.html")
    tables = [one for one in visitor.all("main table") if len(one.find_elements("css selector", "tr")) > 1]
    assert len(visitor.all("main p.take")) == len(tables) > 0
    assert visitor.texts("main p.take:first-of-type button")[:3] == ["CSV", "XLSX", "JSON"]
    assert visitor.texts("#reference button") == ["BibTeX", "RIS", "CSL-JSON", "共有"]
    assert "架空町" in visitor.text("#reference cite")
    assert str(visitor.one("#reference").get_attribute("data-address")).endswith("doc/99999.html")
    assert visitor.obstacles() == []


@pytest.mark.parametrize("path", ["index", "plans", "doc/99999/mid-plan", "search", "sdg/4"])
def test_a_page_says_what_it_is_where_its_address_is_shared(visitor: Visitor, path: str) -> None:
    for suffix in (".html", ".en.html"):
        visitor.open(path + suffix)
        said = visitor.run(
            "return Object.fromEntries([...document.querySelectorAll('meta[property]')].map(e => [e.getAttribute('property'), e.content]))"
        )
        assert said["og:url"] == visitor.run("return document.querySelector('link[rel=canonical]').href")
        assert said["og:title"]
        assert said["og:title"] in said["og:description"]
        assert said["og:locale"] == ("en_GB" if suffix == ".en.html" else "ja_JP")


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "search.html",
        "doc/99999/mid-plan.en.html",
        "municipalities.html",
        "ns.html",
        "queries/index.html",
        "sparql.html",
        "lineage.html",
    ],
)
def test_a_first_view_is_small_and_stands_still(visitor: Visitor, path: str) -> None:
    """100 kB without pictures: a second on a slow mobile line (1 Mbit/s)."""
    visitor.open("plans.html")
    visitor.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    visitor.open(path)
    sizes = visitor.run(
        "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".filter(e => !['.webp', '.png', '.svg', '/search/', '/data/'].some(one => e.name.includes(one))).map(e => [e.name, e.encodedBodySize])"
    )
    assert len(sizes) > 2
    assert sum(size for _name, size in sizes) <= 100_000, sizes
    shift = visitor.driver.execute_async_script(
        "const done = arguments[0]; let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))"
        ".observe({type: 'layout-shift', buffered: true}); setTimeout(() => done(sum), 300)"
    )
    assert shift < 0.05
