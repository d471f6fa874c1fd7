"""Somebody at the review desk who has a keyboard and no mouse."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from keikaku.reading.decisions.register import Register
from keikaku.web.desk.history import FOLDER
from keikaku.web.desk.opened import GROUP
from tests.browser.driving import Driver, Visitor, wait_for

ENTER, TAB, SHIFT = Keys.ENTER, Keys.TAB, Keys.SHIFT


@contextmanager
def served_desk(documents: Path, users: Path) -> Iterator[str]:
    """Run ``keikaku serve --review`` for the people of a file, and return its address."""
    command = [sys.executable, "-m", "keikaku", "serve", "--review", str(documents), "--port", "0"]
    with subprocess.Popen(
        [*command, "--lang", "en", "--users", str(users)], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr
            said = iter(process.stderr.readline, "")
            yield next(found[0] for line in said if (found := re.search(r"http://127\S+", line)))
        finally:
            process.terminate()


@contextmanager
def desk(document: Path, *options: str) -> Iterator[str]:
    """Run ``keikaku review`` and return the address that it prints."""
    command = [
        sys.executable,
        "-m",
        "keikaku",
        "review",
        str(document),
        "--no-browser",
        "--lang",
        "en",
        *options,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ}) as process:
        try:
            assert process.stderr
            said: list[str] = []
            for line in iter(process.stderr.readline, ""):
                said.append(line)
                if "http://127" in line:
                    yield next(word for word in line.split() if word.startswith("http://127"))
                    break
            else:
                raise AssertionError("".join(said))
        finally:
            process.terminate()


class Hand(Visitor):
    """A keyboard at the desk.

    Args:
        driver: The browser.
        address: What the command printed.
        folder: Where plan.yml and the decisions are kept.
        language: Of the page.
    """

    def __init__(self, driver: Driver, address: str, folder: Path, language: str = "en") -> None:
        super().__init__(driver, address.partition("?")[0])
        self.folder = folder
        self.plain()
        # Who has no session is told so; the language is that of the page.
        driver.get(f"{self.base}?lang={language}")
        self.complaints()
        driver.get(address)
        self.driver.get(f"{self.base}?lang={language}")
        wait_for(lambda: self.run("return document.activeElement.matches('.list, textarea, dialog *')"))

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            ActionChains(self.driver).send_keys(key).perform()

    def control(self, key: str) -> None:
        """Press a key with Ctrl."""
        ActionChains(self.driver).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def shift(self, key: str) -> None:
        """Press a key with Shift."""
        ActionChains(self.driver).key_down(SHIFT).send_keys(key).key_up(SHIFT).perform()

    def act(self, *keys: str) -> str:
        """Press keys, and return what the desk says of it."""
        self.run("document.getElementById('say').textContent = ''")
        self.press(*keys)
        wait_for(lambda: self.text("#say") or self.shown("#trouble"))
        assert not self.shown("#trouble"), self.text("#trouble")
        wait_for(lambda: not self.run("return document.getElementById('dialog').open"))
        return self.text("#say")

    def shown(self, css: str) -> bool:
        """Tell whether something is there to be seen."""
        return bool(self.run("const e = document.querySelector(arguments[0]); return e && !e.hidden", css))

    def view(self, number: int) -> None:
        """Switch the view."""
        self.press(str(number))
        wait_for(
            lambda: self.run("return document.querySelectorAll('#tabs [aria-selected=true]').length") == 1
        )
        wait_for(lambda: self.run("return document.activeElement.matches('.list, textarea, #panel')"))

    def page(self, number: int) -> None:
        """Go to a page."""
        while (
            here := self.run(
                "return [...document.querySelectorAll('#leaves .chosen')].map(e => Number(e.dataset.at) + 1)[0]"
            )
        ) != number:
            self.press("]" if here < number else "[")
            wait_for(
                lambda: (
                    self.run(
                        "return [...document.querySelectorAll('#leaves .chosen')].map(e => Number(e.dataset.at) + 1)[0]"
                    )
                    != here
                )
            )

    def line(self, page: int, place: int) -> None:
        """Choose a line of a page by its place, from 0."""
        self.view(2)
        self.page(page)
        wait_for(lambda: self.run("return document.activeElement.classList.contains('list')"))
        self.press(Keys.HOME, *[Keys.ARROW_DOWN] * place)
        wait_for(
            lambda: self.run("return document.querySelector('#panel .row.chosen')?.dataset.at") == str(place)
        )

    def point(self, gesture: str, *fields: str) -> str:
        """Tell what the chosen line is: the key of a gesture, then what goes into its form, field by field.

        ``""`` leaves a field as it is.
        """
        self.press("s")
        wait_for(lambda: self.all("#dialog .choices button"))
        self.press(gesture)
        wait_for(lambda: self.all("#dialog form"))
        for text in fields:
            if text and self.run("return document.activeElement.tagName") == "INPUT":
                self.run("document.activeElement.select()")
            self.press(*([text] if text else []), TAB)
        self.press(ENTER)
        wait_for(lambda: self.all("#dialog .difference"))
        return self.act(ENTER)

    def town(self, name: str, code: str) -> str:
        """Say whose plan it is, where the desk asks; a town that there is not where there is none of that name."""
        wait_for(lambda: self.all("#dialog form"))
        self.press(name)
        wait_for(
            lambda: self.run(
                "return document.querySelector('#dialog select').dataset.of === arguments[0]", name
            )
        )
        self.press(TAB, TAB, code, TAB, ENTER)
        wait_for(lambda: self.all("#dialog .difference"))
        self.press(ENTER)
        wait_for(lambda: not self.shown("#trouble"))  # what it said was that nobody had said it
        wait_for(lambda: not self.run("return document.getElementById('dialog').open"))
        return self.text("#say")

    def search(self, text: str) -> None:
        """Go to what was read of a text."""
        self.press("/")
        wait_for(lambda: self.run("return document.activeElement.id") == "wanted")
        self.run("document.activeElement.select()")
        assert "0 found" not in self.act(text, ENTER)
        wait_for(lambda: self.run("return document.activeElement.classList.contains('list')"))
        wait_for(lambda: text[:6] in self.text("#detail"))

    def name(self, id_: str, role: str) -> None:
        """Say who decides, where the desk asks."""
        wait_for(lambda: self.all("#dialog form"))
        self.act(id_, TAB, role, ENTER)

    def correct(self, value: str) -> str:
        """Put another value in the place of what was read."""
        self.press("c")
        wait_for(lambda: self.all("#dialog form"))
        return self.act(value, ENTER)

    def accept(self) -> None:
        """Accept what the queue asks, one by one, and then the document; what that asks for anew likewise."""
        for _round in range(3):
            self.view(1)
            while self.past_links():
                self.act("a")
            if self.act("P").startswith("accepted"):
                return
        raise AssertionError(self.text("#standing"))

    def past_links(self) -> bool:
        """Go past the suggested links, which nobody has to decide for a plan to be accepted; tell whether anything is behind."""
        chosen = "return document.querySelector('#panel .row.chosen')?.dataset.at"
        is_link = "return document.querySelector('#panel .row.chosen .kind')?.classList.contains('k-link')"
        wait_for(lambda: not self.all("#panel .row") or self.run(chosen) is not None)
        while self.run(is_link):
            before = self.run(chosen)
            self.press(Keys.ARROW_DOWN)
            if self.run(chosen) == before:
                return False
        return bool(self.all("#panel .row"))

    def accept_together(self, group: str) -> None:
        """Accept the facts of a group of the one that is chosen."""
        self.press("A")
        wait_for(lambda: self.all("#dialog .choices button"))
        while self.run("return document.activeElement.dataset.group") != group:
            self.press(TAB)
        self.act(ENTER)

    @property
    def acts(self) -> int:
        """How often somebody decided: alone or about a group, and changes of plan.yml."""
        made = Register(self.folder).read()
        together = {one.note for one in made if one.note.startswith(GROUP)}
        alone = sum(not one.note.startswith(GROUP) for one in made)
        return alone + len(together) + len(list((self.folder / FOLDER).glob("*.yml")))

    def state(self) -> dict[str, Any]:
        """Return how the document stands."""
        return self._asked("state")

    def leaf(self, number: int) -> dict[str, Any]:
        """Return a leaf as the desk gets it."""
        return self._asked(f"leaf/{number}")

    def _asked(self, path: str) -> dict[str, Any]:
        script = "fetch(`/api/${arguments[0]}`).then(a => a.json()).then(arguments[1])"
        found: dict[str, Any] = self.driver.execute_async_script(script, path)
        return found
