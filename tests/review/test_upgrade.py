"""Decisions that people made with keikaku 0.1.0 are done by every later reader, and what no longer fits is listed."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

from keikaku.building.review import Review
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.register import Register
from tests.conftest import Keikaku
from tests.support import ROOT

KEPT = ROOT / "tests" / "approved" / "decisions-0.1.0.tsv"
"""Seven decisions about the example ``measure-sheets``, as 0.1.0 wrote them; the last is about a passage that it does not print."""
STALE = "a684377ecdf7"


def test_what_was_decided_with_an_earlier_release_is_replayed(tmp_path: Path, keikaku: Keikaku) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "measure-sheets", tmp_path / "town"))
    shutil.copy(KEPT, folder / "decisions.tsv")
    review = Review(folder / "plan.txt")
    made = Register(folder).read()
    done = {one.decision.id: one for one in review.reviewed.applied.values()}
    assert {one.id for one in made} - set(done) == {STALE}
    acts = {one.decision.act: one.claim for one in done.values()}
    assert set(acts) == {Act.CORRECT, Act.ACCEPT, Act.UNREADABLE, Act.REJECT, Act.RIGHT, Act.WRONG}
    held = [one for indicator in review.reading.indicators for one in indicator.observations]
    values = {act: next((one.value for one in held if one is acts[act].record), None) for act in acts}
    assert (values[Act.CORRECT], values[Act.ACCEPT], values[Act.UNREADABLE]) == (
        Decimal(12),
        Decimal(60),
        None,
    )
    assert all(acts[Act.REJECT].record is not record for record in review.reading.records())
    assert "別の名称" in {one.label for one in review.reading.indicators}
    assert (review.rates[0].checked, review.rates[0].wrong) == (2, 1)

    [again] = review.reviewed.again
    assert again.decision.id == STALE
    listed = keikaku("decisions", folder, "--lang", "en")
    assert listed.exit_code == 1
    assert STALE in listed.output
    assert "decisions.tsv:8" in listed.output
    assert (folder / "decisions.tsv").read_bytes() == KEPT.read_bytes()  # nothing is lost by looking
