"""The page in Chromium: it opens from a file, sorts, filters, asks for nothing, and people can use it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from keikaku.audit.model import Audit
from keikaku.audit.paper_html import FIRST_ROWS, html_bytes
from keikaku.audit.run import audit
from keikaku.store.folder import Store
from tests.browser.driving import AXE, BROWSER, Driver, chromium
from tests.support import ROOT, missing, put
from tests.waiting import wait_until as wait_for

pytestmark = pytest.mark.xdist_group("browser")
Opened = Callable[[Audit, str], Driver]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with chromium(tmp_path_factory.mktemp("profile")) as made:
        yield made


def logs(driver: Driver, kind: str) -> list[dict[str, Any]]:
    """Return what a log has gathered since it was last read."""
    found: list[dict[str, Any]] = driver.get_log(kind)  # type: ignore[no-untyped-call]
    return found


@pytest.fixture
def opened(driver: Driver, tmp_path: Path) -> Iterator[Opened]:
    """Return a function that opens the page of an audit; afterwards nothing was complained of or asked for."""

    def open_page(made: Audit, language: str = "ja") -> Driver:
        path = tmp_path / "audit.html"
        path.write_bytes(html_bytes(made, "ja" if language == "ja" else "en"))
        driver.get(path.as_uri())
        return driver

    yield open_page
    assert [entry for entry in logs(driver, "browser") if entry["level"] in ("SEVERE", "WARNING")] == []
    assert [url for url in requested(driver) if not url.startswith(("file:", "data:"))] == []


def requested(driver: Driver) -> list[str]:
    messages = [json.loads(entry["message"])["message"] for entry in logs(driver, "performance")]
    return [
        one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"
    ]


def cells(driver: Driver, table: str, column: int) -> list[str]:
    script = "return [...document.querySelectorAll(`#t-${arguments[0]} tbody tr`)].map(r => r.cells[arguments[1]].textContent)"
    found: list[str] = driver.execute_script(script, table, column)
    return found


def head(driver: Driver, table: str, column: int) -> Any:
    return driver.find_elements(By.CSS_SELECTOR, f"#t-{table} thead th")[column]


def test_a_table_is_sorted_up_and_down(opened: Opened, town_audit: Audit) -> None:
    driver = opened(town_audit, "ja")
    button = head(driver, "findings", 0).find_element(By.TAG_NAME, "button")
    button.click()
    numbers = [int(text) for text in cells(driver, "findings", 0)]
    assert numbers == sorted(numbers)
    button.click()
    assert [int(text) for text in cells(driver, "findings", 0)] == sorted(numbers, reverse=True)
    assert head(driver, "findings", 0).get_attribute("aria-sort") == "descending"


def test_a_printed_table_repeats_the_words_of_its_heads_on_every_page(
    opened: Opened, town_audit: Audit
) -> None:
    driver = opened(town_audit, "en")
    heads = driver.execute_script(
        "return [...document.querySelectorAll('#t-matrix thead th')].map(head => head.dataset.words)"
    )
    driver.execute_script(  # as long as the table of a city
        "const body = document.querySelector('#t-matrix tbody'); "
        "for (let n = 0; n < 80; n++) body.append(body.rows[n % 4].cloneNode(true))"
    )
    printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    with closing(pypdfium2.PdfDocument(base64.b64decode(printed["data"]))) as document:
        pages = [page.get_textpage().get_text_range().split() for page in document]
    words = " ".join(heads).split()
    assert len(words) > 17
    full = [page for page in pages if page.count("·") > 100]
    assert len(full) >= 2
    assert all(set(words) <= set(page) for page in full)


def test_goals_are_sorted_by_how_sure_the_link_is(opened: Opened, town_audit: Audit) -> None:
    driver = opened(town_audit, "ja")
    heads = driver.find_elements(By.CSS_SELECTOR, "#t-matrix thead th")
    column = next(index for index, one in enumerate(heads) if one.text.strip() == "11")
    heads[column].find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
    letters = cells(driver, "matrix", column)
    assert letters[:2] == ["I", "I"]
    assert letters == sorted(letters, key="DCIS?G·".index)


def test_a_table_is_filtered(opened: Opened, town_audit: Audit) -> None:
    driver = opened(town_audit, "ja")
    field = driver.find_element(By.CSS_SELECTOR, "#matrix input")
    field.send_keys("図書館 架空市")
    wait_for(lambda: len(cells(driver, "matrix", 0)) == 1)
    assert driver.find_element(By.CSS_SELECTOR, "#matrix [role=status]").text.startswith("1 / 13")
    field.clear()
    field.send_keys(" ")
    wait_for(lambda: len(cells(driver, "matrix", 0)) == 13)


def test_a_long_table_shows_a_page_and_then_more(
    opened: Opened, town_audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keikaku.audit.paper_html.FIRST_ROWS", 2)
    driver = opened(town_audit, "en")
    assert len(cells(driver, "matrix", 0)) == 2
    driver.find_element(By.CSS_SELECTOR, "#matrix .more").click()
    assert len(cells(driver, "matrix", 0)) == 13
    assert driver.execute_script("return document.querySelectorAll('#t-matrix .s-declared').length") == 2


@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_itself_never_scrolls_sideways(opened: Opened, town_audit: Audit, width: int) -> None:
    driver = opened(town_audit, "ja")
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("made", ["town_audit", "plan_audit"])
def test_nothing_serious_stands_in_anybodys_way(
    opened: Opened, made: str, scheme: str, request: pytest.FixtureRequest
) -> None:
    if not AXE.is_file():
        missing("axe-core", BROWSER)
    driver = opened(request.getfixturevalue(made), "ja")
    feature = {"name": "prefers-color-scheme", "value": scheme}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    driver.set_script_timeout(120)
    found = driver.execute_async_script(
        "axe.run(document).then(arguments[0], e => arguments[0]({error: String(e)}))"
    )
    bad = [
        (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0].get("failureSummary"))
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    assert bad == []


def test_labels_with_scripts_run_nothing(opened: Opened, tmp_path: Path) -> None:
    from tests.audit.support import fixture_lines

    label = '"<img src=x onerror=document.title=1><script>document.title=1</script>"@ja'
    documents = {
        name: [line.replace('"広場の整備"@ja', label) for line in lines]
        for name, lines in fixture_lines().items()
    }
    driver = opened(audit(put(Store(tmp_path / "store"), documents)), "en")
    assert driver.title == "SDG and strategy audit: working paper"
    assert driver.execute_script("return document.images.length") == 0


def test_first_rows_are_as_many_as_the_script_shows() -> None:
    script = (ROOT / "src" / "keikaku" / "audit" / "page" / "paper.js").read_text(encoding="utf-8")
    assert f"const page = {FIRST_ROWS};" in script
