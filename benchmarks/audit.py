"""The audit of a hundred made-up municipalities: time, memory, and the size of its page.

    python benchmarks/audit.py [MUNICIPALITIES]

Bounds on two free cores: 10 s and 1 GiB for a hundred (4,000 measures, 1.8 million quads), 1 MB for the page
of one. Where Chromium is there, the page of all of them is opened, sorted and filtered too. Prints both what
the clock says and the processor's time, which other work on the machine does not change.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from country import towns

from keikaku.audit.model import Audit
from keikaku.audit.paper_html import html_bytes
from keikaku.audit.paper_xlsx import workbook_bytes
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.store.folder import Store

SECONDS, MEBIBYTES, PAGE = 10.0, 1024, 1_000_000


def country(folder: Path, count: int) -> Store:
    """Return a store of made-up municipalities."""
    store = Store(folder)
    with store.writing() as writer:
        for number, lines in enumerate(towns(count)):
            writer.put(
                f"town-{number}",
                lines,
                graph=f"https://w3id.org/keikaku/id/graph/town-{number}",
                source=f"town-{number}.txt",
                source_sha256="0" * 64,
                loader=f"town-{number}",
                loader_version="1",
                software="0.1.0",
                municipality=f"{90000 + number}",
            )
    return store


def processor() -> float:
    """Return the seconds of processor time of this process and of those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak() -> float:
    """Return the largest memory of one of those processes, in MiB."""
    return max(
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def measure_audit(store: Store) -> Audit:
    """Print what the audit of all municipalities takes."""
    start, used = time.perf_counter(), processor()
    made = audit(store, processes=2)
    took, spent = time.perf_counter() - start, processor() - used
    about = f"{len(made.municipalities)} municipalities, {len(made.measures)} measures, {len(made.findings)} findings"
    print(f"audit: {about}")
    print(f"  clock {took:.1f} s (bound {SECONDS:g} s on two free cores), processor {spent:.1f} s")
    print(
        f"  memory of the largest process {peak():.0f} MiB, of three at most {3 * peak():.0f} (bound {MEBIBYTES})"
    )
    assert spent / 2 < SECONDS, "slower than the bound on two free cores"
    assert 3 * peak() < MEBIBYTES, "above the bound"
    return made


def measure_papers(made: Audit, one: Audit, folder: Path) -> Path:
    """Print how large the papers are and how long they take; return the page of all municipalities."""
    page = folder / "all.html"
    for name, paper in (("all", made), ("one", one)):
        start = time.perf_counter()
        html = html_bytes(paper, "ja")
        drawn = time.perf_counter() - start
        book = len(workbook_bytes(paper, "ja")) if name == "one" else 0
        print(
            f"page of {name}: {len(html):,} bytes in {drawn:.1f} s" + (f"; workbook {book:,}" if book else "")
        )
        if name == "all":
            page.write_bytes(html)
        else:
            assert len(html) < PAGE, "the page of one municipality is above the bound"
    return page


def measure_browser(page: Path, folder: Path) -> None:
    """Print how long Chromium needs to open, sort and filter the page of all municipalities."""
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not chromedriver:
        print("browser: left out, Chromium is missing (sh tools/test-browser.sh installs it)")
        return
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    switches = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    )
    for switch in (
        *switches.split(),
        "--disable-component-update",
        "--disable-sync",
        f"--user-data-dir={folder}/b",
    ):
        options.add_argument(switch)
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    try:
        for name, script in _STEPS.items():
            start = time.perf_counter()
            if script:
                driver.execute_script(script)
            else:
                driver.get(page.as_uri())
            print(f"browser: {name} {time.perf_counter() - start:.2f} s")
    finally:
        driver.quit()


_STEPS = {
    "open": "",
    "sort 4,000 measures": "document.querySelectorAll('#t-matrix thead button')[9].click()",
    "filter findings": (
        "const i = document.querySelector('#findings input'); i.value = '図書館';"
        "i.dispatchEvent(new Event('input')); return new Promise(done => setTimeout(done, 200))"
    ),
}


def main(count: int) -> None:
    """Make a country and audit it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = country(folder / "store", count)
        made = measure_audit(store)
        one = audit(store, Scope(municipality="90000"))
        measure_browser(measure_papers(made, one, folder), folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
