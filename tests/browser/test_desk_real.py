"""From a PDF to an accepted plan, by keyboard alone: how many decisions it takes, and what comes of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import fmean

import pytest

from keikaku.building.pipeline import Options, load
from keikaku.web.pages.bundles import available
from tests.browser.desk_hand import Hand, desk
from tests.browser.driving import WEB, Driver
from tests.support import missing, score, shared

pytestmark = [pytest.mark.xdist_group("desk"), pytest.mark.slow]


def put(name: str, folder: Path) -> Path:
    if "desk" not in available():
        missing("The web bundles are", WEB)
    folder.mkdir()
    return Path(shutil.copy(shared("documents", name), folder))


def mean(document: Path, reference: str) -> float:
    """Return how well what is built of a document and its decisions fits a reference."""
    return fmean(
        f1
        for f1, _missing, _extra in score(
            load(document, Options(loader=document.parent.name)).lines, reference
        ).values()
    )


def test_a_drafted_strategy_is_corrected_sampled_and_accepted(driver: Driver, tmp_path: Path) -> None:
    document = put("otoineppu-strategy.pdf", tmp_path / "town")
    with desk(document, "--draft") as address:
        hand = Hand(driver, address, document.parent)
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
        stands = hand.state()
        assert (stands["state"], stands["missing"]) == ("Accepted", [])
        hand.view(1)
        assert not hand.past_links()  # suggested links alone are left open
        assert hand.acts < 60, hand.acts
        assert hand.complaints() == []
    assert mean(document, "otoineppu") >= 0.98


def test_a_table_of_projects_is_accepted_with_few_decisions(driver: Driver, tmp_path: Path) -> None:
    document = put("nankoku-continuing-projects-r4.pdf", tmp_path / "town")
    with desk(document, "--draft", "--municipality", "39204") as address:
        hand = Hand(driver, address, document.parent)
        hand.line(1, 3)
        assert "+27" in hand.point("e", "projects", "project status", "継続")
        hand.view(1)
        hand.past_links()
        hand.press("a")
        hand.name("t-mita", "財政課")
        while hand.past_links():
            hand.accept_together("sample")
        hand.accept()
        assert hand.state()["state"] == "Accepted"
        assert hand.acts < 25
        assert hand.complaints() == []
    assert mean(document, "nankoku-continuing") >= 0.98


def test_a_typeset_spread_whose_town_is_not_printed_is_accepted(driver: Driver, tmp_path: Path) -> None:
    document = put("mihiraki.pdf", tmp_path / "town")
    with desk(document) as address:
        hand = Hand(driver, address, document.parent)
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
        assert hand.state()["state"] == "Accepted"
        assert hand.acts < 25
        assert hand.complaints() == []
    assert mean(document, "mihiraki") >= 0.98
