"""A made-up plan and its review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.building.review import Review
from keikaku.reading.decisions.reviewers import Reviewer

PLAN = """潮見町総合戦略
計画期間 令和6年度~令和10年度
基本目標1 安心して暮らせるまち
施策1-1 消防の充実
◆担当課
防災課
指標	基準値(R5)	目標値(R10)
出火件数	12件	8件
消防団員数	120人	1S0人
施策1-2 見守りの充実
◆担当課
福祉課
指標	基準値(R5)	目標値(R10)
見守り協力者数	30人	60人
写しの三枚目
"""
GRAMMAR = """# 潮見町の総合戦略
family: base
municipality: {code: "99901", name: 潮見町, invented: true}
document:
  title: 潮見町総合戦略
  recognise: [潮見町総合戦略]
plans:
  - {id: strategy, kind: 総合戦略, title: 潮見町総合戦略}
periods: {総合戦略: '計画期間 (?P<period>.+)'}
levels:
  goal: {is: Goal, head: '(?P<number>基本目標[0-9])\\s*(?P<label>.+)'}   # 一番上
  measure: {is: Measure, head: '(?P<number>施策[0-9]-[0-9])\\s*(?P<label>.+)'}
blocks:
  by: {head: ◆担当課, is: leadDepartment}
tables:
  indicators: {rows: Indicator, heads: [target]}
expect:
  Measure: {min: 1, max: 9}
unread: 9
"""
GOAL = "strategy/Goal:安心して暮らせるまち"
FIRES = f"{GOAL}/Measure:消防の充実/Indicator:出火件数"
CREW = f"{GOAL}/Measure:消防の充実/Indicator:消防団員数"
LEAD = f"{GOAL}/Measure:消防の充実#leadDepartment"
YAMADA = Reviewer("k-yamada", "企画課", "山田花子")
SATO = Reviewer("sato", "有識者会議")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the plan and its plan.yml."""
    place = tmp_path / "shiomi"
    place.mkdir()
    (place / "plan.txt").write_text(PLAN, encoding="utf-8")
    (place / "plan.yml").write_text(GRAMMAR, encoding="utf-8")
    return place


@pytest.fixture
def review(folder: Path) -> Review:
    """Return the plan under review."""
    return Review(folder / "plan.txt")


@pytest.fixture
def reprint(folder: Path) -> Callable[[str, str], Review]:
    """Return a function that prints the plan anew with other words, and reviews it."""

    def changed(before: str, after: str) -> Review:
        path = folder / "plan.txt"
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after), encoding="utf-8")
        return Review(path)

    return changed
