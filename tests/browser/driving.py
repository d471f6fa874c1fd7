"""Chromium for the tests: started, asked, and looked over for complaints and requests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.support import ROOT, missing
from tests.waiting import PATIENCE, wait_until

AXE = ROOT / "build" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
SWITCHES = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1280,900 "
    "--disable-features=SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup"
)
"""No part of Chromium's own window has a process of its own: the memory of all processes is that of the pages."""
BROWSER = "sh tools/test-browser.sh installs it"
WEB = "make web builds them"
Driver = webdriver.Chrome


@contextmanager
def chromium(profile: Path) -> Iterator[Driver]:
    """Run a browser with a profile of its own."""
    programs = [shutil.which("chromium"), shutil.which("chromedriver")]
    if not all(programs):
        missing("Chromium", BROWSER)
    options = webdriver.ChromeOptions()
    options.binary_location = str(programs[0])
    for switch in (*SWITCHES.split(), f"--user-data-dir={profile}"):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(options=options, service=Service(str(programs[1])))
    made.get("about:blank")
    made.get_log("performance")  # type: ignore[no-untyped-call]  # of the tab that Chromium opens by itself
    try:
        yield made
    finally:
        made.quit()


def processes(driver: Driver) -> list[int]:
    """Return the processes of a browser; the driver is none of them."""
    found = [driver.service.process.pid]
    for pid in found:  # a process may start others from any of its threads
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):  # it has ended meanwhile
                found += map(int, children.read_text("ascii").split())
    assert len(found) > 1, "no processes of a browser are found"
    return found[1:]


class Visitor:
    """Somebody who looks at a site.

    Args:
        driver: Their browser.
        base: The site's base.
    """

    def __init__(self, driver: Driver, base: str) -> None:
        self.driver = driver
        self.base = base

    def open(self, path: str, query: str = "") -> None:
        """Open a page by its path below the base, with suffix."""
        self.driver.get(self.base + quote(path) + query)

    def one(self, css: str) -> WebElement:
        """Return the first element of a kind."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        """Return all elements of a kind."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def link(self, text: str, within: str = "main") -> WebElement:
        """Return the first link with a text."""
        return next(one for one in self.all(f"{within} a") if text in one.text)

    def text(self, css: str) -> str:
        """Return the text of an element, hidden or not; "" while it is not there."""
        found: str = self.run("return document.querySelector(arguments[0])?.textContent ?? ''", css)
        return found

    def texts(self, css: str) -> list[str]:
        """Return the texts of elements, hidden or not."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", css
        )
        return found

    def run(self, script: str, *arguments: object) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *arguments)

    def width(self, pixels: int) -> None:
        """Look through a window of a width."""
        size = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def scheme(self, name: str) -> None:
        """Like light or dark colours."""
        calm = {"name": "prefers-reduced-motion", "value": "reduce"}  # a click must not chase what scrolls
        features = [{"name": "prefers-color-scheme", "value": name}, calm]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def plain(self) -> None:
        """Take back what was set."""
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        self.scheme("light")

    def complaints(self) -> list[str]:
        """Return what the console complained of since it was last asked."""
        found = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [one["message"] for one in found if one["level"] in ("SEVERE", "WARNING")]

    def requested(self) -> list[str]:
        """Return what was asked for since this was last called."""
        entries = self.driver.get_log("performance")  # type: ignore[no-untyped-call]
        messages = [json.loads(one["message"])["message"] for one in entries]
        return [
            one["params"]["request"]["url"]
            for one in messages
            if one["method"] == "Network.requestWillBeSent"
        ]

    def obstacles(self) -> list[tuple[str, str, str]]:
        """Return what axe-core finds serious or critical: rule, first element, what to do."""
        if not AXE.is_file():
            missing("axe-core", BROWSER)
        self.run(AXE.read_text(encoding="utf-8"))
        self.driver.set_script_timeout(120)
        found = self.driver.execute_async_script(
            "axe.run(document, {resultTypes: ['violations']}).then(arguments[0], e => arguments[0]({error: String(e)}))"
        )
        assert "error" not in found, found
        return [
            (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0].get("failureSummary") or "")
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something holds; what the page has replaced meanwhile holds not yet."""

    def holds() -> object:
        try:
            return condition()
        except StaleElementReferenceException:
            return False

    wait_until(holds, seconds)


def edited(visitor: Visitor, seconds: float = 20) -> None:
    """Go into the box of the SPARQL page, which loads the editor, and wait until that is there."""
    box = "#editor textarea"
    wait_for(lambda: [one for one in visitor.all(box) if one.is_displayed()], seconds)
    visitor.run("document.querySelector(arguments[0]).focus()", box)
    wait_for(lambda: visitor.all(".CodeMirror"), seconds)
