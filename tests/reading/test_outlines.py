"""Outlines of two steps, slogans, announced numbers: the invented example, and small plans made for one question each."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.model import Confidence, Fact, Kind, Role
from keikaku.reading.records import Reading
from keikaku.reading.tree import slogan
from tests.claims import claims, reported, unreported
from tests.sectioned import Lines, counts, not_in_its_lines
from tests.support import ROOT, load_text, quads

NAME = "examples/bulleted-outlines"
TEXT = (ROOT / NAME / "plan.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return load_text(NAME, TEXT, tmp_path_factory.mktemp("example"))


def below(reading: Reading, label: str) -> list[str]:
    return [one.label for one in reading.elements if getattr(one.parent, "label", "") == label]


# -- the example


def test_example_is_read_whole(example: Reading) -> None:
    account = example.account()
    assert account.unread == ()
    assert account.read + account.structure + account.blank == account.total
    assert [(one.rule, one.severity) for one in example.findings] == [("glued-heading-mended", Severity.INFO)]
    assert not_in_its_lines(example) == []
    assert len(quads(example, NAME)) > 400


def test_example_holds_every_kind_of_section(example: Reading) -> None:
    assert counts(example) == {
        "Vision": 2,
        "Goal": 5,
        "Field": 2,
        "Measure": 5,
        "Action": 8,
        "Perspective": 4,
        "Policy": 2,
        "Indicator": 4,
        "Observation": 4,
    }
    facts = [one.fact for one in example.plans["mid-plan"].statements]
    assert facts == [Fact.POLICY_DIRECTION, Fact.POLICY_DIRECTION, Fact.DESCRIPTION]


def test_example_has_two_levels_whatever_the_indent(example: Reading) -> None:
    assert below(example, "湯と森のなりわい") == ["湯治の宿", "木の仕事"]
    assert below(example, "木の仕事") == ["薪の配達", "製材所の跡継ぎ探し"]
    assert [one.label for one in example.elements if one.mark == "◎"] == ["湯治の宿", "雪下ろし"]


def test_example_has_groups_and_one_is_glued(example: Reading) -> None:
    assert below(example, "雪に強いくらし") == ["道のこと", "家のこと"]
    assert below(example, "道のこと") == ["除雪", "バス"]
    assert below(example, "家のこと") == ["雪下ろし"]
    repaired = [one.label for one in example.elements if one.confidence is Confidence.REPAIRED]
    assert repaired == ["冬の時刻表の編成", "家のこと"]


def test_example_has_indicators_with_figures_and_without(example: Reading) -> None:
    nights = example.indicators[0]
    assert (nights.label, nights.unit) == ("延べ宿泊者数", "人")
    assert [(one.role, one.fiscal_year, one.value) for one in nights.observations] == [
        (Role.BASELINE, 2021, Decimal(1240)),
        (Role.TARGET, 2026, Decimal(1500)),
    ]
    assert [len(one.observations) for one in example.indicators] == [2, 2, 0, 0]


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("「水と緑の町　架空」", "水と緑の町 架空"),
        ("『水と緑の町』", "水と緑の町"),
        ("「人」がつながる町", "「人」がつながる町"),
        ("「人」と「町」", "「人」と「町」"),
    ],
)
def test_slogans(printed: str, label: str) -> None:
    assert slogan(printed) == label


# -- brackets at the end of an action


def test_a_bracket_stays_where_no_group_heading_is_printed(tmp_path: Path) -> None:
    text = TEXT.replace("共同浴場の改修", "共同浴場の改修［元湯］")
    changed = load_text(NAME, text, tmp_path)
    assert "共同浴場の改修［元湯］" in below(changed, "湯治の宿")
    assert not reported(changed)


def test_a_bracket_before_a_measure_is_an_open_question_without_other_groups(tmp_path: Path) -> None:
    changed = load_text(NAME, TEXT.replace("自炊できる部屋の貸し出し", "部屋の貸し出し［湯の宿］"), tmp_path)
    (action,) = [one for one in changed.elements if one.label.startswith("部屋の貸し出し")]
    assert action.confidence is Confidence.DOUBTFUL
    assert "木の仕事" in below(changed, "湯と森のなりわい")
    assert set(action.lines) <= reported(changed)


# -- damages

LINES = Lines(TEXT)
DAMAGES = {
    "a count that does not agree": TEXT.replace("3つの約束", "4つの約束"),
    "a promise lost": LINES.without("湯を守り"),
    "a goal's name lost": LINES.without("湯と森の"),
    "a goal's letter lost": LINES.without("柱B"),
    "a heading lost": LINES.without("〔目安〕"),
    "a heading of measures lost": LINES.without("〔政策と取り組み〕"),
    "a group heading lost": LINES.without("* ［道のこと］"),
    "a group heading cut off": TEXT.replace("編成［家のこと］", "編成［家の"),
    "an action before its measure": LINES.swapped("* ◎湯治の宿", "+ 共同浴場"),
    "two actions glued": LINES.glued("+ 共同浴場", "+ 自炊", " - "),
    "a figure split": TEXT.replace("1,240人", "1,2 40人"),
    "a figure without its year": TEXT.replace("1,240人（令和3年度）", "1,240人（令和 年度）"),
    "two units": TEXT.replace("1,500人（", "1,500泊（"),
    "a figure lost": TEXT.replace("35ha（令和3年度） → ", ""),
    "a figure doubled": LINES.doubled("* 間伐面積").replace("35ha", "36ha", 1),
    "two slogans in one": TEXT.replace("『森と湯けむりの里 かくう』", "『森の里』 『湯の里』"),
    "the period lost": LINES.without("（令和4年度～令和13年度）"),
    "the period's digits split": TEXT.replace("令和13年度", "令和1 3年度"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str, example: Reading, tmp_path: Path) -> None:
    assert DAMAGES[damage] != TEXT
    after = load_text(NAME, DAMAGES[damage], tmp_path)
    assert unreported(example, after) == []
    assert reported(after) or claims(after).keys() == claims(example).keys()


def test_a_broken_goal_does_not_break_the_next(tmp_path: Path) -> None:
    after = load_text(NAME, LINES.without("湯と森の"), tmp_path)
    assert below(after, "道のこと") == ["除雪", "バス"]
    assert not [one for one in after.elements if one.kind is Kind.MEASURE and one.label == "湯治の宿"]


def test_a_document_printed_several_times_says_the_same(example: Reading, tmp_path: Path) -> None:
    often = load_text(NAME, TEXT * 20, tmp_path)
    assert claims(often).keys() == claims(example).keys()
    assert often.account().unread == ()
