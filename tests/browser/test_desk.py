"""The desk by keyboard alone, on examples in three forms; nobody is kept out, and nobody else is asked."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.keys import Keys

from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.register import Register
from keikaku.web.pages.bundles import available
from tests.browser.desk_hand import ENTER, Hand, desk
from tests.browser.driving import WEB, Driver, chromium, processes, wait_for
from tests.prints import PRINTS
from tests.support import ROOT, missing

pytestmark = pytest.mark.xdist_group("desk-examples")

UNREAD = "その他の取組を 325 件実施します。"
FORMS = {"a-pages": "typeset", "b-grid": "xlsx", "c-text": "text"}
"""Folders on the desk, in the order of their names, and as what the example in each was published."""

PRINTED = (".page img", ".grid td", ".text li")
"""What shows the print of each."""


def put(folder: Path, form: str) -> Path:
    """Put an example into a folder as a file of a form, with a line that nothing reads."""
    if "desk" not in available():
        missing("The web bundles are", WEB)
    folder.mkdir(parents=True)
    example = ROOT / "examples" / "measure-tables"
    (folder / "plan.yml").write_bytes((example / "plan.yml").read_bytes())
    text = f"{(example / 'plan.txt').read_text('utf-8')}\n{UNREAD}\n"
    if form != "text":
        return PRINTS[form](text, folder)
    path = folder / "plan.txt"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A desk with a document of each form."""
    folder = tmp_path_factory.mktemp("several")
    for name, form in FORMS.items():
        put(folder / name, form)
    with desk(folder) as address:
        yield address, folder


def asked(hand: Hand) -> Counter[str]:
    """Count what was asked for since this was last called, by the first part of its path; nobody else is asked."""
    found = hand.requested()
    assert [one for one in found if not one.startswith((hand.base, "data:", "blob:", "about:"))] == []
    paths = [urlsplit(one).path for one in found if one.startswith(f"{hand.base}api/")]
    return Counter(path.split("/")[2] for path in paths if not path.endswith("/version"))


def decisions(folder: Path) -> list[tuple[str, str]]:
    return [(str(one.act), one.after) for one in Register(folder).read()]


def test_every_decision_is_made_and_taken_back_by_keys_alone(driver: Driver, tmp_path: Path) -> None:
    document = put(tmp_path / "town", "typeset")
    with desk(document) as address:
        hand = Hand(driver, address, document.parent)
        plan = document.parent / "plan.yml"
        before = plan.read_text("utf-8")
        first = asked(hand)  # of two openings of the page: the first has no session
        assert first["state"] <= 2
        assert sum(first.values()) <= 10
        # a line that holds no fact, the reviewer is asked for once
        hand.view(1)
        asked(hand)
        hand.press("x")
        hand.name("t-mita", "企画課")
        assert decisions(document.parent) == [("reject", "")]
        assert sum(asked(hand).values()) <= 5  # decide, and of the next item its slice, leaf and picture
        hand.press(Keys.ARROW_DOWN)
        wait_for(lambda: hand.text("#detail"))
        assert sum(asked(hand).values()) <= 3
        # facts, one by one: found, corrected, accepted, unreadable, taken back
        hand.search("朝市と直売所")
        hand.correct("朝市と直売所の共同の運営")
        assert decisions(document.parent)[-1][1] == "朝市と直売所の共同の運営"
        assert "1 decisions taken back" in hand.act("z")
        assert Register(document.parent).read()[-1].act is Act.UNDO
        hand.act("a")
        hand.act("u")
        assert [act for act, _after in decisions(document.parent)][-2:] == ["accept", "unreadable"]
        # together, with what is accepted in view, and taken back in one
        count = len(decisions(document.parent))
        hand.accept_together("page")
        together = len(decisions(document.parent)) - count
        assert together > 5
        assert f"{together} decisions taken back" in hand.act("z")
        # of a line that gave several facts the one that is meant is asked for, and nothing is decided where that is left
        hand.line(
            1,
            next(
                at
                for at, line in enumerate(hand.leaf(1)["lines"])
                if len(line["rows"]) > 1 and "cells" not in line
            ),
        )
        wait_for(lambda: len(hand.all("#detail li")) > 1)
        count = len(decisions(document.parent))
        hand.press("u")
        wait_for(lambda: hand.all("#dialog .choices button"))
        hand.press(Keys.ESCAPE)
        hand.press("u")
        wait_for(lambda: hand.all("#dialog .choices button"))
        second = hand.texts("#dialog .choices button .value")[1]
        assert "unreadable" in hand.act("2")
        [made] = Register(document.parent).read()[count:]
        assert (made.act, made.before) == (Act.UNREADABLE, second)
        hand.act("z")
        # pages, the next open line, the print larger
        wait_for(lambda: hand.run("return document.activeElement.classList.contains('list')"))
        hand.page(2)
        hand.press("+")
        width = hand.run("return document.querySelector('.page').clientWidth")
        hand.press("-")
        assert hand.run("return document.querySelector('.page').clientWidth") < width
        # what a line is: tried, kept, taken back
        hand.view(2)
        hand.press(Keys.HOME)
        assert "furniture" in hand.point("f")
        assert plan.read_text("utf-8") != before
        assert "as it was" in hand.act("z")
        assert plan.read_text("utf-8") == before
        # plan.yml as text: the same, by keys
        hand.view(5)
        hand.control(Keys.END)
        hand.press("# seen\n")
        hand.run("document.getElementById('say').textContent = ''")
        hand.control(ENTER)
        wait_for(lambda: hand.all("#dialog[open] .difference ins"))
        hand.act(ENTER)
        assert plan.read_text("utf-8").endswith("# seen\n")
        # keys, and the document
        hand.press(Keys.ESCAPE)
        hand.view(3)
        hand.press("?")
        wait_for(lambda: hand.all("#dialog .keys"))
        told = {key for one in hand.texts("#dialog .keys kbd") for key in (one, *one.split())}
        assert told >= {*"acbuxAsPrzn/?", "s h", "s r", "s d", "s e", "s t", "Ctrl+Enter", "Esc"}
        hand.press(Keys.ESCAPE)
        hand.press("r")
        wait_for(lambda: hand.all("#dialog .rates tbody tr"))
        assert hand.obstacles() == []
        assert any("tables." in one for one in hand.texts("#dialog .rates th"))
        hand.press(Keys.ESCAPE)
        assert "before acceptance" in hand.act("P")
        asked(hand)
        assert hand.complaints() == []


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ja", "dark")])
def test_nothing_serious_stands_in_anybodys_way_at_the_desk(
    driver: Driver, several: tuple[str, Path], language: str, scheme: str
) -> None:
    address, folder = several
    hand = Hand(driver, address, folder, language)
    hand.requested()  # of whatever the browser showed before
    hand.scheme(scheme)
    views = len(hand.all("#tabs button"))
    assert views == 6
    for document in (1, 2, 3):
        for view in range(1, views) if document == 1 else (2,):
            hand.view(view)
            wait_for(lambda: hand.all("#panel .row, #panel textarea, #panel .notice"))
            assert hand.obstacles() == [], (document, view)
        assert hand.all(PRINTED[document - 1])
        hand.press(Keys.ESCAPE)  # out of plan.yml
        hand.view(views)
        wait_for(lambda: hand.all("#tab-documents[aria-selected=true]"))
        hand.press(Keys.HOME, *[Keys.ARROW_DOWN] * document)
        if document < 3:
            hand.press(ENTER)
            wait_for(partial(hand.all, PRINTED[document]))
            wait_for(lambda: hand.all("#tab-lines[aria-selected=true]"))
    for key, shown in (("?", ".keys"), ("s", ".choices"), ("A", ".shown")):
        hand.view(3)
        hand.press(Keys.ARROW_DOWN)
        wait_for(lambda: hand.text("#detail"))
        hand.press(key)
        wait_for(partial(hand.all, f"#dialog {shown}"))
        assert hand.obstacles() == [], key
        hand.press(Keys.ESCAPE)
        wait_for(lambda: not hand.run("return document.getElementById('dialog').open"))
    landmarks = hand.run(
        "return ['header', 'nav', 'main', 'footer', '[role=search]', '[role=status]', '[role=alert]']"
        ".filter(one => document.querySelectorAll(one).length !== 1)"
    )
    assert landmarks == []
    hand.width(400)
    for view in range(1, views + 1):
        hand.press(Keys.ESCAPE)
        hand.view(view)
        assert hand.run("return document.documentElement.scrollWidth") <= 400, view
    asked(hand)
    assert hand.complaints() == []


def test_a_page_of_which_there_is_no_picture_is_shown_as_its_lines(
    driver: Driver, several: tuple[str, Path]
) -> None:
    hand = Hand(driver, several[0], several[1])
    driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/api/picture/*"]})
    try:
        hand.page(2)
        wait_for(lambda: hand.all("#sheet .text li"))
        assert "No picture of this page" in hand.text("#sheet .notice")
        hand.view(2)
        hand.press(Keys.HOME, Keys.ARROW_DOWN)
        chosen = "return document.querySelector('#panel .row.chosen .cell').textContent"
        wait_for(lambda: hand.run(chosen)[:8] in hand.text("#sheet .here"))  # the print follows all the same
        assert hand.obstacles() == []
    finally:
        driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        hand.complaints()


def test_a_browser_that_is_killed_loses_no_decision(tmp_path: Path) -> None:
    document = put(tmp_path / "town", "text")
    with desk(document) as address, chromium(tmp_path / "profile") as driver:
        hand = Hand(driver, address, document.parent)
        hand.view(1)
        hand.press("x")
        hand.name("t-mita", "企画課")
        hand.press("a")
        wait_for(lambda: len(decisions(document.parent)) == 2)
        for process in processes(driver):
            os.kill(process, signal.SIGKILL)
    first, second = (act for act, _after in decisions(document.parent))
    assert first == "reject"
    assert second in ("accept", "sampled-right")  # as what the queue asks about next is unsure or sampled
