"""What people wrote for a town's document helps the draft of its next: fewer questions, less left over."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.documents.as_lines import read_numbered
from keikaku.documents.numbered_lines import Document
from keikaku.reading.drafting.draft import draft
from keikaku.reading.loaders import Loaders
from tests.conftest import Keikaku
from tests.support import ROOT

REVIEWED = """family: sogo-senryaku
municipality: {code: "99999", name: 汐路町, invented: true}
document: {recognise: [第2期汐路町まち・ひと・しごと創生総合戦略]}
plans:
  - {id: strategy, kind: 総合戦略, title: 第2期汐路町まち・ひと・しごと創生総合戦略}
levels: {goal: {is: StrategyGoal}}
blocks:
  reasons: {head: ◇ 取り組む理由, is: currentSituation}
  work: {head: ◇ 取り組むこと, is: content}
  figures: {head: '[■【](数値目標|重要業績評価指標)】?', is: skip}
expect: {Measure: {min: 1, max: 9}}
"""
NEXT = {
    "第2期": "第3期",
    "令和11": "令和16",
    "令和7": "令和12",
    "令和5": "令和10",
    "118": "121",
    "42,500": "51,200",
}


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """Return the strategy that follows the tutorial's, with the years and figures of its own."""
    text = (ROOT / "docs" / "tutorial" / "plan.html").read_text(encoding="utf-8")
    for now, then in NEXT.items():
        assert now in text
        text = text.replace(now, then)
    path = tmp_path_factory.mktemp("later") / "plan.html"
    path.write_text(text, encoding="utf-8")
    return read_numbered(path)


def loaders(folder: Path, plan: str) -> Loaders:
    (folder / "own").mkdir()
    (folder / "own" / "plan.yml").write_text(plan, encoding="utf-8")
    return Loaders.of([folder])


def test_a_reviewed_loader_answers_what_the_next_draft_of_its_town_would_ask(
    later: Document, tmp_path: Path
) -> None:
    known = loaders(tmp_path, REVIEWED).known.values()
    alone = draft(later, municipality="99999 汐路町")
    helped = draft(later, municipality="99999 汐路町", loaders=known)
    assert (len(alone.questions), alone.unread) == (3, 8)
    assert (len(helped.questions), helped.unread) == (0, 2)  # the slogan at the foot of each page
    assert helped.counts["StrategyGoal"] == 2
    assert helped.counts["Observation"] == alone.counts["Observation"] == 12
    assert helped.reasons["family"][0].startswith("as people wrote in own;")
    assert helped.settings["document"]["title"].startswith("第3期")


@pytest.mark.parametrize("other", [("汐路町", "潮見町"), ("総合戦略", "実施計画")])
def test_a_loader_of_another_town_or_for_another_kind_of_plan_says_nothing(
    later: Document, other: tuple[str, str], tmp_path: Path
) -> None:
    known = loaders(
        tmp_path,
        REVIEWED.replace("kind: 総合戦略", f"kind: {other[1]}")
        if other[0] == "総合戦略"
        else REVIEWED.replace(*other),
    )
    helped = draft(later, municipality="99999 汐路町", loaders=known.known.values())
    assert len(helped.questions) == 3
    assert helped.counts["StrategyGoal"] == 0


def test_the_command_takes_loaders_of_the_town(later: Document, keikaku: Keikaku, tmp_path: Path) -> None:
    (tmp_path / "loaders").mkdir()
    loaders(tmp_path / "loaders", REVIEWED)
    asked = ("draft", later.path, "--municipality", "汐路町", "--invented")
    assert keikaku(*asked, "--loaders", tmp_path / "loaders").stderr == ""
