"""Several people at one desk: logging in by keyboard, and what somebody who may only read sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from keikaku.reading.decisions.register import Register
from keikaku.web.desk.people import Person, Right, hashed, keep
from tests.browser.desk_hand import served_desk
from tests.browser.driving import Driver, Visitor, wait_for
from tests.browser.test_desk import put

pytestmark = pytest.mark.xdist_group("desk-examples")

WORDS = "eight small boats"
OPEN = "return document.activeElement.matches('.list, textarea, dialog *')"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A desk that is served to somebody who may decide and to somebody who may read."""
    folder = tmp_path_factory.mktemp("served")
    put(folder / "town", "text")
    for name, right in (("t-mita", Right.DECIDE), ("k-yamada", Right.READ)):
        keep(folder / "users.yml", Person(name, "企画課", right, secret=hashed(WORDS, 12)))
    with served_desk(folder / "town", folder / "users.yml") as address:
        yield address, folder / "town"


def log_in(visitor: Visitor, name: str, password: str) -> None:
    """Type an id and a password into the form that has the focus."""
    visitor.driver.get(f"{visitor.base}login?lang=en")
    ActionChains(visitor.driver).send_keys(name, Keys.TAB, password, Keys.ENTER).perform()


@pytest.mark.parametrize(("language", "scheme", "width"), [("en", "light", 1280), ("ja", "dark", 400)])
def test_nothing_serious_stands_in_anybodys_way_to_the_desk(
    driver: Driver, served: tuple[str, Path], language: str, scheme: str, width: int
) -> None:
    visitor = Visitor(driver, served[0])
    visitor.scheme(scheme)
    visitor.width(width)
    driver.get(f"{visitor.base}login?lang={language}")
    assert visitor.obstacles() == []
    assert visitor.run("return document.documentElement.lang") == language
    assert visitor.run("return document.documentElement.scrollWidth") <= width
    visitor.plain()


def test_who_knows_the_password_comes_in_and_decides(driver: Driver, served: tuple[str, Path]) -> None:
    base, folder = served
    visitor = Visitor(driver, base)
    driver.delete_all_cookies()
    log_in(visitor, "t-mita", "another password")
    wait_for(lambda: visitor.all("[role=alert]"))
    assert visitor.obstacles() == []
    log_in(visitor, "t-mita", WORDS)
    wait_for(lambda: visitor.run(OPEN))
    ActionChains(driver).send_keys("1").perform()
    wait_for(lambda: visitor.all("#panel .row"))
    ActionChains(driver).send_keys("a").perform()  # nobody has to say who they are: the login did
    wait_for(lambda: [one.reviewer for one in Register(folder).read()] == ["t-mita"])


def test_a_session_that_ended_leads_back_to_the_login(driver: Driver, served: tuple[str, Path]) -> None:
    visitor = Visitor(driver, served[0])
    log_in(visitor, "t-mita", WORDS)
    wait_for(lambda: visitor.run(OPEN))
    driver.delete_all_cookies()
    ActionChains(driver).send_keys("z").perform()
    wait_for(lambda: visitor.all("#trouble a"))
    visitor.run("document.querySelector('#trouble a').focus()")
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    wait_for(lambda: visitor.all("input[type=password]"))
    log_in(visitor, "t-mita", WORDS)
    wait_for(lambda: visitor.run(OPEN))
    visitor.one(".tools form[method=post] button").send_keys(Keys.ENTER)
    wait_for(lambda: visitor.all("input[type=password]"))
    driver.get(served[0])
    assert visitor.all("input[type=password]")


def test_who_may_read_decides_nothing(driver: Driver, served: tuple[str, Path]) -> None:
    base, folder = served
    visitor = Visitor(driver, base)
    driver.delete_all_cookies()
    before = len(Register(folder).read())
    log_in(visitor, "k-yamada", WORDS)
    wait_for(lambda: visitor.run(OPEN))
    ActionChains(driver).send_keys("1").perform()
    wait_for(lambda: visitor.all("#panel .row"))
    ActionChains(driver).send_keys("a").perform()
    wait_for(lambda: "read alone" in visitor.text("[role=status]"))
    assert not any(one.is_displayed() for one in visitor.all("#acts button, #undo"))
    assert len(Register(folder).read()) == before
