"""What lines are, told at the desk by keys alone: every gesture becomes a line of plan.yml, and what it reads is there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from selenium.webdriver.common.keys import Keys

from keikaku.reading.decisions.register import Register
from keikaku.web.desk.history import FOLDER
from keikaku.web.pages.bundles import available
from tests.browser.desk_hand import ENTER, Hand, desk
from tests.browser.driving import WEB, Driver, wait_for
from tests.support import missing

pytestmark = pytest.mark.xdist_group("desk-examples")

TEXT = """\
潮見町総合戦略
期間 令和6年度から令和10年度まで
基本目標1 安心して暮らせるまち
施策1-1 消防の充実
◇どの課が
防災課
主管課　防災係
指標名	出発点	到達点
出火件数	12	8
ここで表は次の紙に移ります
消防団員数	120	150
施策1-2 見守りの
充実
施策1-3 道の手入れ 施策1-4 橋の手入れ
進み具合の見方 A 順調 B 遅れ
この欄は記入しないこと
訓練の参加者 100人(2023年度)→200人(2028年度)
あとがき
町長より
"""
PLAN = """\
family: base
municipality: {code: "99901", name: 潮見町, invented: true}
document: {title: 潮見町総合戦略, recognise: [潮見町総合戦略]}
plans: [{id: strategy, kind: 総合戦略, title: 潮見町総合戦略}]
levels:
  goal: {is: Goal, head: '(?P<number>基本目標[0-9])\\s*(?P<label>.+)'}
expect: {Goal: {min: 0, max: 9}}
unread: 99
"""


@pytest.fixture(scope="module")
def hand(driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hand]:
    """A keyboard at a desk with a text of which one heading is read."""
    if "desk" not in available():
        missing("The web bundles are", WEB)
    folder = tmp_path_factory.mktemp("gestures")
    (folder / "plan.txt").write_text(TEXT, "utf-8")
    (folder / "plan.yml").write_text(PLAN, "utf-8")
    with desk(folder / "plan.txt") as address:
        found = Hand(driver, address, folder)
        found.press("z")  # nothing to be taken back, but somebody says who they are
        found.name("t-mita", "企画課")
        yield found


def at(text: str) -> int:
    """Return the place of a line, from 0."""
    return next(place for place, line in enumerate(TEXT.splitlines()) if line.startswith(text))


def pointed(hand: Hand, line: str, gesture: str, *fields: str, more: int = 0, right: int = 0) -> str:
    """Tell what a line, with so many below it, or one of its cells, is; return what the desk says that changed."""
    hand.line(1, at(line))
    hand.press(*[Keys.ARROW_RIGHT] * right)
    for _line in range(more):
        hand.shift(Keys.ARROW_DOWN)
    said = hand.point(gesture, *fields)
    wait_for(lambda: hand.run("return document.activeElement.classList.contains('list')"))
    return said


def labels(hand: Hand) -> list[str]:
    """Return the labels that were read."""
    hand.view(3)
    wait_for(lambda: hand.all("#panel .row"))
    return hand.texts("#panel .row .value")


def declared(hand: Hand) -> dict[str, object]:
    """Return what plan.yml says now."""
    found: dict[str, object] = yaml.safe_load((hand.folder / "plan.yml").read_text("utf-8"))
    return found


def test_every_gesture_is_made_by_keys_and_taken_back(hand: Hand) -> None:
    before = (hand.folder / "plan.yml").read_text("utf-8")
    assert "first fiscal year" in pointed(hand, "期間", "p")
    # a heading, one of a kind for all; a line that was cut, and two in one
    assert "+3 measure" in pointed(hand, "施策1-1", "h", "Measure", "", "")
    assert "−1 lines not read" in pointed(hand, "施策1-2", "j", more=1)
    assert "+1 measure" in pointed(hand, "施策1-3", "x", "施策1-4")
    assert {"見守りの充実", "道の手入れ", "橋の手入れ"} <= set(labels(hand))
    # the head of a list, the label of a field
    assert "lead department" in pointed(hand, "◇どの課が", "b", "", "lead dep", "", "")
    assert "+1 related department" in pointed(hand, "主管課", "l", "主管課", "related dep", "")
    # columns of a table, and its rest behind another line
    pointed(hand, "指標名", "c", "", "Indicator", "指標名", "", "")
    pointed(hand, "指標名", "c", "", "", "", "baseline", "2023", right=1)
    assert "+1 target" in pointed(hand, "指標名", "c", "", "", "", "target (", "2028", right=2)
    assert "+1 target" in pointed(hand, "消防団員数", "n")
    # a legend, furniture, a sentence, what is no part of the plan, the family
    assert "structure" in pointed(hand, "進み具合", "g", "進み具合の見方", "progress")
    assert "furniture" in pointed(hand, "この欄は", "f")
    assert "+1 indicator" in pointed(hand, "訓練の参加者", "s")
    assert "no part of the plan" in pointed(hand, "あとがき", "o", "", "後書き")
    pointed(hand, "町長より", "m", "sogo-senryaku")
    assert declared(hand)["family"] == "sogo-senryaku"
    # every one of them is taken back, the last first
    while "as it was" in hand.act("z"):
        pass
    assert (hand.folder / "plan.yml").read_text("utf-8") == before
    assert not list((hand.folder / FOLDER).glob("*.yml"))
    assert hand.complaints() == []


def test_the_right_value_is_taken_from_another_box(hand: Hand) -> None:
    hand.search("安心して暮らせるまち")
    hand.press("b")
    wait_for(lambda: hand.all("#tab-lines[aria-selected=true]"))
    hand.press(Keys.HOME, *[Keys.ARROW_DOWN] * at("町長より"))
    wait_for(lambda: "町長より" in hand.text("#detail"))
    hand.press("b")
    wait_for(lambda: hand.all("#dialog form"))
    assert hand.run("return document.activeElement.value") == "町長より"
    hand.press(ENTER)
    wait_for(lambda: Register(hand.folder).read())
    [made] = Register(hand.folder).read()
    assert (made.before, made.after) == ("安心して暮らせるまち", "町長より")
    assert "line 19" in made.note
    assert hand.complaints() == []
