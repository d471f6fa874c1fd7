"""How an official brings real documents from a file to an accepted plan, by keyboard alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from keikaku.building.pipeline import Options, load
from tests.browser.desk_hand import Hand
from tests.support import score, shared


@dataclass(frozen=True, slots=True)
class Session:
    """What is done at the desk with a document.

    Attributes:
        document: Its file among the shared documents.
        options: Of ``keikaku review``.
        reference: The gold that the result is compared with.
        fewer: How many decisions it must stay below.
        work: Does it.
    """

    document: str
    options: tuple[str, ...]
    reference: str
    fewer: int
    work: Callable[[Hand], None]

    def put(self, folder: Path) -> Path:
        """Put the document into a new folder, and return its path."""
        folder.mkdir()
        return Path(shutil.copy(shared("documents", self.document), folder))

    def score(self, document: Path) -> float:
        """Return how well what is built of the document and its decisions fits the reference, from 0 to 1."""
        lines = load(document, Options(loader=document.parent.name)).lines
        return fmean(f1 for f1, _missing, _extra in score(lines, self.reference).values())


def _strategy(hand: Hand) -> None:
    hand.line(1, 0)
    hand.point("o", "１．村の振興の要となる高校の機能強化", "策定の趣旨、人口の現状、全体像の図")
    hand.line(11, 8)
    assert "+7 description" in hand.point("h", "Measure", "measure-2", "description")
    hand.line(11, 23)
    hand.point("b", "", "description", "◇", "goal-1")
    hand.search("生徒募集のための中学校訪問")
    hand.press("x")
    hand.name("t-mita", "企画課")
    for text in (
        "レクサンド高校への生徒派遣",
        "留学生の受入",
        "東海大学との連携授業の実施",
        "【再掲】村立",
    ):
        hand.search(text)
        hand.act("x")
    for label, whole in (
        ("村立おといねっぷ美術工芸高等学校振興事業", "（生徒募集のための中学校訪問）"),
        ("国際理解教育事業", "（レクサンド高校への生徒派遣及び留学生の受入）"),
        ("高大連携事業", "（東海大学との連携授業の実施）"),
    ):
        hand.search(label)
        hand.correct(label + whole)
    hand.accept()


def _projects(hand: Hand) -> None:
    hand.line(1, 3)
    assert "+27" in hand.point("e", "projects", "project status", "継続")
    hand.view(1)
    hand.past_links()
    hand.press("a")
    hand.name("t-mita", "財政課")
    while hand.past_links():
        hand.accept_together("sample")
    hand.accept()


def _spread(hand: Hand) -> None:
    assert "does not print whose plan" in hand.text("#trouble")
    assert "+3 measure" in hand.town("星野市", "99902")
    assert not hand.shown("#trouble")
    hand.view(1)
    hand.past_links()
    hand.press("a")
    hand.name("t-mita", "企画課")
    while hand.past_links():
        hand.accept_together("sample")
    hand.accept()


STRATEGY = Session("otoineppu-strategy.pdf", ("--draft",), "otoineppu", 60, _strategy)
PROJECTS = Session(
    "nankoku-continuing-projects-r4.pdf",
    ("--draft", "--municipality", "39204"),
    "nankoku-continuing",
    25,
    _projects,
)
SPREAD = Session("mihiraki.pdf", (), "mihiraki", 25, _spread)
