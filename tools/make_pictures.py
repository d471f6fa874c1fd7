"""Makes the pictures of docs/images/ anew: pages of the examples' site and audit, in Chromium.

    python tools/make_pictures.py [name …]

The examples are built, published and audited into a temporary folder; nothing of a real municipality is shown.
Chromium (sh tools/test-browser.sh) and the web bundles (make web) are needed. audit-workbook.png is a spreadsheet
program's and stays as it is.
"""

from __future__ import annotations

import base64
import functools
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pypdfium2

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.driving import Visitor, chromium, wait_for  # noqa: E402
from tests.evidence.made import CC_BY, as_pdf, plan_yml  # noqa: E402
from tests.pages import compared  # noqa: E402
from tests.support import put  # noqa: E402

from keikaku import build  # noqa: E402
from keikaku.audit.scope import Scope  # noqa: E402
from keikaku.audit.suggestions.proposals import suggestions  # noqa: E402
from keikaku.audit.suggestions.recorded import record  # noqa: E402
from keikaku.cli.auditing import run as audit  # noqa: E402
from keikaku.store.folder import Store  # noqa: E402
from keikaku.web.pages.comparisons import path_of  # noqa: E402
from keikaku.web.site.publication import Publication  # noqa: E402
from keikaku.web.site.publishing import publish  # noqa: E402

IMAGES = ROOT / "docs" / "images"
_DOTS = 1.2  # for each point of a printed sheet


def _opened(css: str, awaited: str = "") -> Callable[[Visitor], object]:
    """Return what waits for an element and brings it, or another one, to the upper edge."""

    def look(visitor: Visitor) -> None:
        wait_for(lambda: visitor.all(awaited or css))
        visitor.run("document.querySelector(arguments[0]).scrollIntoView({block: 'start'})", css)

    return look


def _answered(visitor: Visitor) -> None:
    wait_for(lambda: visitor.all("#results table"))
    visitor.run("document.querySelector('h1').scrollIntoView({block: 'start'})")


def _print_opened(visitor: Visitor) -> None:
    visitor.one("a.print").click()
    wait_for(lambda: visitor.run("return document.querySelector('dialog[open] img')?.complete"))


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture.

    Attributes:
        page: What is shown, below the folder that is served.
        width: Of the window, in pixels.
        height: Likewise.
        query: What follows the page in its address.
        look: Brings what is shown into the view.
        scheme: Light or dark colours.
    """

    page: str
    width: int
    height: int
    query: str = ""
    look: Callable[[Visitor], object] = lambda _visitor: None
    scheme: str = "light"


PROJECT = "99999/sankanen-jisshi-keikaku/project/集会所の蓄電池-65b443"
SHOTS = {
    "site-plan": Shot("plans/doc/99999/mid-plan.html", 1180, 820, look=_opened("#tree")),
    "site-lineage": Shot(
        "plans/lineage.html",
        1400,
        1000,
        f"?iri={{base}}id/{quote(PROJECT)}",
        _opened("#graph-title", "#graph a"),
    ),
    "site-sparql": Shot(
        "plans/sparql.html", 1180, 1240, f"?query=indicators-by-subject&word={quote('数')}", _answered
    ),
    "site-print": Shot(
        "printed/doc/99999/mid-plan/indicator/冬の路線バス利用者数-f9797b.html", 1180, 720, look=_print_opened
    ),
    **{
        f"{name}{suffix}": Shot(
            f"towns/{page}{'.en' if suffix == '-english' else ''}.html", width, 900, query, look, scheme
        )
        for name, page, query, look in (
            ("site-start", "index", "", _opened("h1")),
            (
                "site-facets",
                "search",
                f"?q={quote('図書館')}&theme=lifelong-learning",
                _opened("h1", "#results li"),
            ),
            ("site-comparison", path_of("来館者数"), "?town=99991&town=99992&town=99993", _opened("h1")),
            ("site-theme", "theme/lifelong-learning", "", _opened("h1")),
            ("site-municipalities", "municipalities", "", _opened("h1")),
            ("site-changes", "changes", "", _opened("h1")),
        )
        for suffix, width, scheme in (
            ("", 1180, "light"),
            ("-narrow", 390, "light"),
            ("-dark", 1180, "dark"),
            ("-english", 1180, "light"),
        )
    },
    "audit-light": Shot("audit.html", 1280, 1500),
    "audit-dark": Shot("audit.html", 1280, 1500, scheme="dark"),
    "audit-narrow": Shot("audit.html", 400, 1500),
    "audit-flow": Shot("audit.html", 1280, 1000, look=_opened("#flow")),
}


def main(wanted: list[str]) -> None:
    """Make the pictures of these names, or all."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _served(Path(folder) / "served") as address,
        chromium(Path(folder) / "profile") as driver,
    ):
        visitor = Visitor(driver, address)
        for name, shot in SHOTS.items():
            if not wanted or name in wanted:
                (IMAGES / f"{name}.png").write_bytes(_taken(visitor, shot))
        if not wanted or "audit-print" in wanted:
            visitor.plain()
            visitor.open("audit.html")
            printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
            sheet = pypdfium2.PdfDocument(base64.b64decode(printed["data"]))[0]
            sheet.render(scale=_DOTS).to_pil().save(IMAGES / "audit-print.png", optimize=True)


def _taken(visitor: Visitor, shot: Shot) -> bytes:
    size = {"width": shot.width, "height": shot.height, "deviceScaleFactor": 1, "mobile": shot.width < 500}
    visitor.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    visitor.scheme(shot.scheme)
    visitor.open(shot.page, shot.query.format(base=quote(f"{visitor.base}plans/", safe="")))
    shot.look(visitor)
    taken = visitor.driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    return base64.b64decode(taken["data"])


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Build, publish and audit the examples into a folder, serve it, and return its address."""
    folder.mkdir()
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        store = Store(folder.parent / "store")
        build(ROOT / "examples", store)
        record(suggestions(store.load()), store)
        publish(store, folder / "plans", Publication(base=f"{address}plans/", sources=(ROOT / "examples",)))
        _publish_printed(folder, address)
        _publish_towns(folder, address)
        audit(store.path, Scope(), output=folder, formats=["html"], shapes=False, language="ja")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield address
        server.shutdown()


def _publish_towns(folder: Path, address: str) -> None:
    """Publish the examples, then four more towns with them, with the themes of all."""
    store = Store(folder.parent / "towns-store")
    settings = Publication(base=f"{address}towns/", day=date(2026, 4, 1))
    build(ROOT / "examples", store)
    publish(store, folder / "towns", settings)
    put(store, compared.documents(), compared.CODES)
    record(suggestions(store.load(), about=["themes"]), store, about="themes")
    publish(store, folder / "towns", replace(settings, day=date(2026, 5, 1)))


def _publish_printed(folder: Path, address: str) -> None:
    """Publish an example as a PDF, with its print."""
    source = folder.parent / "printed"
    source.mkdir()
    plan_yml(source / "plan.yml", licence=CC_BY)
    store = Store(folder.parent / "printed-store")
    build(as_pdf(source / "plan.pdf"), store)
    publish(store, folder / "printed", Publication(base=f"{address}printed/", sources=(source,)))


if __name__ == "__main__":
    main(sys.argv[1:])
