"""Makes the pictures of the review desk in docs/images/ anew: examples on a desk of their own, in Chromium.

    python tools/make_desk_pictures.py [name …]

Nothing of a real municipality is shown. Chromium (sh tools/test-browser.sh) and the web bundles (make web) are needed.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from tests.browser.desk_hand import Hand, desk, served_desk  # noqa: E402
from tests.browser.driving import Driver, Visitor, chromium, wait_for  # noqa: E402
from tests.browser.test_reports_page import reported  # noqa: E402
from tests.prints import PRINTS  # noqa: E402

from keikaku.web.desk.people import Person, Right, hashed, keep  # noqa: E402

IMAGES = ROOT / "docs" / "images"
_COLOURS = 128
"""Colours of a picture: those of the desk and the shades of its letters; a third of the bytes."""
_EXAMPLES = {"evaluation-sheets": "pdf", "measure-tables": "txt", "project-tables": "xlsx"}
"""What lies on a desk with several documents, and as what each was published."""
_BAD_LINE = "その他の取組を 325 件実施します。"
"""What no reader knows, so that something is left to be looked at."""


def _opened(hand: Hand) -> None:
    """Look at something that is asked about the first page."""
    hand.view(1)
    hand.press(*[Keys.ARROW_DOWN] * 5)


def _pointing(hand: Hand) -> None:
    """Tell what a line is, as far as what that changes."""
    hand.view(2)
    hand.press("n")
    wait_for(lambda: hand.run("return document.querySelector('#panel .row.chosen')?.className").count("s-"))
    hand.press("s")
    wait_for(lambda: hand.all("#dialog .choices button"))
    hand.press("f")
    wait_for(lambda: hand.all("#dialog form"))
    hand.press(Keys.ENTER)
    wait_for(lambda: hand.all("#dialog .difference"))


def _together(hand: Hand) -> None:
    """Show what is accepted together."""
    hand.view(3)
    hand.press(*[Keys.ARROW_DOWN] * 6, "A")
    wait_for(lambda: hand.all("#dialog .choices button"))


def _lines(hand: Hand) -> None:
    hand.view(2)
    hand.press("n")


def _accepted(hand: Hand) -> None:
    """Decide about all that is asked, and accept the document."""
    hand.view(1)
    hand.press("a")
    hand.name("t-mita", "企画課")
    while hand.all("#panel .row"):
        hand.accept_together("sample") if hand.text("#panel .chosen .kind") == "sample" else hand.act("a")
    hand.accept()
    hand.view(4)
    wait_for(lambda: hand.all("#panel .row"))


def _rates(hand: Hand) -> None:
    """Show how good the certain facts are, once the sample was checked and one of it was wrong."""
    hand.view(1)
    while hand.text("#panel .chosen .kind") != "sample":
        hand.press(Keys.ARROW_DOWN)
        wait_for(lambda: hand.text("#detail"))
    hand.press("u")
    hand.name("t-mita", "企画課")
    hand.accept_together("sample")
    hand.press("r")
    wait_for(lambda: hand.all("#dialog .rates"))


def _documents(hand: Hand) -> None:
    """Show the list of documents, all of them read."""
    hand.press("6")
    wait_for(lambda: len(hand.all("#panel .row .count")) == len(_EXAMPLES))
    wait_for(lambda: not any("Loading" in one for one in hand.texts("#panel .count")))


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture.

    Attributes:
        example: What lies on the desk.
        form: As what it was published.
        look: Brings what is shown into the view.
        width: Of the window, in pixels.
        height: Likewise.
        scheme: Light or dark colours.
        language: Of the page.
        rest: Whether a line is put in that nothing reads.
    """

    example: str
    form: str
    look: Callable[[Hand], object]
    width: int = 1400
    height: int = 900
    scheme: str = "light"
    language: str = "en"
    rest: bool = True


SHOTS = {
    "desk": Shot("evaluation-sheets", "pdf", _opened),
    "desk-point": Shot("measure-tables", "txt", _pointing),
    "desk-grid": Shot("project-tables", "xlsx", _lines, language="ja"),
    "desk-together": Shot("project-tables", "pdf", _together),
    "desk-accepted": Shot("project-tables", "pdf", _accepted, rest=False),
    "desk-rates": Shot("project-tables", "pdf", _rates, rest=False),
    "desk-documents": Shot("", "txt", _documents),
    "desk-dark": Shot("measure-tables", "txt", _lines, scheme="dark", language="ja"),
    "desk-narrow": Shot("measure-tables", "txt", _lines, 400, 1500, scheme="dark", language="ja"),
}


def main(wanted: list[str]) -> None:
    """Make the pictures of these names, or all."""
    with tempfile.TemporaryDirectory() as folder, chromium(Path(folder) / "profile") as driver:
        for name, shot in SHOTS.items():
            if not wanted or name in wanted:
                _keep(name, _taken(driver, shot, Path(folder) / name))
        if not wanted or "site-reports" in wanted:
            _keep("site-reports", _reports(driver, Path(folder)))
        if not wanted or "desk-login" in wanted:
            _keep("desk-login", _login(driver, Path(folder)))


def _keep(name: str, picture: bytes) -> None:
    Image.open(BytesIO(picture)).quantize(_COLOURS).save(IMAGES / f"{name}.png", optimize=True)


def _size(driver: Driver, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def _login(driver: Driver, folder: Path) -> bytes:
    """Show the login of a desk for several people, after a wrong password."""
    document = _put(SHOTS["desk-dark"], folder / "town")
    keep(
        folder / "users.yml", Person("t-mita", "企画課", Right.DECIDE, secret=hashed("eight small boats", 12))
    )
    with served_desk(document, folder / "users.yml") as address:
        _size(driver, 900, 420)
        driver.get(f"{address}login?lang=ja")
        ActionChains(driver).send_keys("t-mita", Keys.TAB, "another", Keys.ENTER).perform()
        visitor = Visitor(driver, address)
        wait_for(lambda: visitor.all("[role=alert]"))
        return _picture(driver)


def _reports(driver: Driver, folder: Path) -> bytes:
    """Show the page of what visitors reported, one answered and one open."""
    with reported(folder) as address:
        visitor = Visitor(driver, address)
        visitor.scheme("light")
        _size(driver, 900, 560)
        visitor.open("reports.html")
        wait_for(lambda: visitor.all("main tbody tr"))
        return _picture(driver)


def _picture(driver: Driver) -> bytes:
    taken = driver.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    return base64.b64decode(taken["data"])


def _taken(driver: Driver, shot: Shot, folder: Path) -> bytes:
    with desk(_put(shot, folder)) as address:
        hand = Hand(driver, address, folder, shot.language)
        _size(driver, shot.width, shot.height)
        hand.scheme(shot.scheme)
        shot.look(hand)
        wait_for(lambda: hand.run("return [...document.images].every(one => one.complete)"))
        return _picture(driver)


def _put(shot: Shot, folder: Path) -> Path:
    """Put an example, or several, into a folder, in the form in which it was published."""
    if not shot.example:
        for name, form in _EXAMPLES.items():
            _put(replace(shot, example=name, form=form), folder / name)
        return folder
    source = ROOT / "examples" / shot.example
    shutil.copytree(source, folder)
    kept = folder / "plan.txt"
    text = kept.read_text("utf-8") + (f"\n{_BAD_LINE}\n" if shot.rest else "")
    if shot.form == "txt":
        kept.write_text(text, "utf-8")
        return kept
    for other in folder.glob("plan.*"):  # an example may lie there in other forms too
        if other.suffix != ".yml":
            other.unlink()
    made = PRINTS[shot.form](text, folder)
    for other in folder.glob("plan.*"):  # what a print was made of lies beside it
        if other.suffix not in (".yml", made.suffix):
            other.unlink()
    return made


if __name__ == "__main__":
    main(sys.argv[1:])
