"""Single damages of the real plans and the examples: none that the document itself disproves is stored in silence.

``KEIKAKU_DAMAGES`` says how many of each kind are tried (CI: 6, some 300 in all; 100 is a night's run).
"""

from __future__ import annotations

import os
import re
from collections import Counter

import pytest

from tests.damages.kinds import KINDS
from tests.damages.table import EACH, table
from tests.damages.trial import Trial, trials
from tests.support import ROOT

pytestmark = pytest.mark.xdist_group("damages")  # all of them ask what became of the same documents
WANTED = int(os.environ.get("KEIKAKU_DAMAGES", EACH))


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> list[Trial]:
    return trials(WANTED, tmp_path_factory.mktemp("damages"))


def test_there_are_enough_kinds_and_each_can_happen(tried: list[Trial]) -> None:
    counts = Counter(trial.kind for trial in tried)
    assert len(counts) >= 40
    assert counts.keys() == KINDS.keys()
    assert len(tried) >= 65 * WANTED * 0.9


def test_what_the_document_disproves_is_never_stored_in_silence(tried: list[Trial]) -> None:
    silent = [
        (trial.kind, trial.source, trial.damage.edits[0][0] + 1, trial.damage.what, trial.wrong[:2])
        for trial in tried
        if KINDS[trial.kind].seen and trial.outcome in ("silent", "text")
    ]
    assert silent == []


def test_what_changes_no_meaning_is_read_on(tried: list[Trial]) -> None:
    """The rest is refused or told of, which the test above holds."""
    same = [trial for trial in tried if KINDS[trial.kind].neutral]
    assert sum(trial.outcome == "right" for trial in same) >= 0.95 * len(same)


def test_what_is_not_seen_is_really_not_seen(tried: list[Trial]) -> None:
    """A kind that is always seen needs nothing more: it belongs to those whose silence is a fault."""
    outcomes = {kind: {trial.outcome for trial in tried if trial.kind == kind} for kind in KINDS}
    unseen = [kind for kind, about in KINDS.items() if not about.seen]
    assert [kind for kind in unseen if outcomes[kind] <= {"reported"}] == []


@pytest.mark.skipif(WANTED != EACH, reason="the pages show what CI tries")
@pytest.mark.parametrize(("page", "language"), [("trust.md", "en"), ("trust.ja.md", "ja")])
def test_the_page_shows_what_became_of_them(tried: list[Trial], page: str, language: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    shown = re.search(r"(?m)(?:^\|.*\n)+", text)
    assert shown is not None
    assert shown.group().strip() == table(tried, language), "python tools/make_trust.py"
