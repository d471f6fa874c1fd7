"""From a PDF to an accepted plan, by keyboard alone: how many decisions it takes, and what comes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.web.pages.bundles import available
from tests.browser.desk_hand import Hand, desk
from tests.browser.driving import WEB, Driver
from tests.browser.sessions import PROJECTS, SPREAD, STRATEGY, Session
from tests.support import missing

pytestmark = [pytest.mark.xdist_group("desk"), pytest.mark.slow]


def accepted(session: Session, driver: Driver, folder: Path) -> None:
    """Go through a session, and see that its document is accepted with few decisions and reads as it should."""
    if "desk" not in available():
        missing("The web bundles are", WEB)
    document = session.put(folder)
    with desk(document, *session.options) as address:
        hand = Hand(driver, address, folder)
        session.work(hand)
        stands = hand.state()
        assert (stands["state"], stands["missing"]) == ("Accepted", [])
        hand.view(1)
        assert not hand.past_links()  # suggested links alone are left open
        assert hand.acts < session.fewer, hand.acts
        assert hand.complaints() == []
    assert session.score(document) >= 0.98


def test_a_drafted_strategy_is_corrected_sampled_and_accepted(driver: Driver, tmp_path: Path) -> None:
    accepted(STRATEGY, driver, tmp_path / "town")


def test_a_table_of_projects_is_accepted_with_few_decisions(driver: Driver, tmp_path: Path) -> None:
    accepted(PROJECTS, driver, tmp_path / "town")


def test_a_typeset_spread_whose_town_is_not_printed_is_accepted(driver: Driver, tmp_path: Path) -> None:
    accepted(SPREAD, driver, tmp_path / "town")
