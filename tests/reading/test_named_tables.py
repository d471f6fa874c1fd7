"""Tables below names, lists in cells, headings printed twice: the invented example, and small plans for one question each."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.lists import entries
from keikaku.reading.model import Confidence, Fact, Kind
from keikaku.reading.names import is_label
from keikaku.reading.records import Reading
from keikaku.reading.values.endings import is_cut_off
from keikaku.reading.values.fiscal import whole_period
from tests.claims import claims, reported, unreported
from tests.sectioned import Lines, counts, not_in_its_lines
from tests.support import ROOT, load_text, quads

NAME = "examples/measure-tables"
TEXT = (ROOT / NAME / "plan.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return load_text(NAME, TEXT, tmp_path_factory.mktemp("example"))


def texts(cell: str) -> list[str]:
    found = entries(cell)
    assert found is not None
    return [one.text for one in found]


# -- the example


def test_example_is_read_whole(example: Reading) -> None:
    account = example.account()
    assert account.unread == ()
    assert account.read + account.structure + account.furniture + account.blank == account.total
    assert account.furniture == 1
    assert example.findings == []
    assert all(one.confidence is Confidence.CERTAIN for one in example.records())
    assert not_in_its_lines(example) == []


def test_example_holds_every_kind_of_section(example: Reading) -> None:
    assert counts(example) == {
        "Vision": 1,
        "Goal": 3,
        "Field": 4,
        "Measure": 10,
        "StrategyGoal": 2,
        "Action": 4,
        "Perspective": 2,
        "Indicator": 1,
        "Observation": 2,
    }
    facts = {statement.fact for one in example.elements for statement in one.statements}
    assert facts == {Fact.DESCRIPTION, Fact.POLICY_DIRECTION, Fact.DEPARTMENT, Fact.SDG}
    assert [one.fact for one in example.plans["basic-concept-3"].statements] == [Fact.ISSUE, Fact.ISSUE]


def test_example_reads_every_column(example: Reading) -> None:
    (lights,) = [one for one in example.elements if one.label == "夜道の明かり"]
    assert [(one.fact, one.value) for one in lights.statements] == [
        (Fact.POLICY_DIRECTION, "通学路の街灯をLEDに交換"),
        (Fact.POLICY_DIRECTION, "自治会による見回りの支援"),
        (Fact.DEPARTMENT, "建設課"),
        (Fact.DEPARTMENT, "総務課"),
        (Fact.SDG, "11"),
        (Fact.SDG, "16"),
    ]


def test_example_knows_what_is_printed_twice(example: Reading) -> None:
    (vision,) = [one for one in example.elements if one.kind is Kind.VISION]
    assert vision.lines == [22, 23, 3, 4]
    assert [len(one.lines) for one in example.elements if one.kind is Kind.GOAL] == [2, 2, 2]
    assert {one.number for one in example.elements if one.kind is Kind.MEASURE} == {"", "ⅰ", "ⅱ"}


def test_example_is_minted(example: Reading) -> None:
    assert len(quads(example, NAME)) > 500


# -- the pieces


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("・道路の維持 ・公園の整備", ["道路の維持", "公園の整備"]),
        ("<ul><li>道路の維持</li><li>公園の整備</li></ul>", ["道路の維持", "公園の整備"]),
        ("・安全・安心な道路の維持", ["安全・安心な道路の維持"]),
        ("道路の維持管理の推進 公園を楽しむ環境づくり", ["道路の維持管理の推進", "公園を楽しむ環境づくり"]),
        ("見守りの仕組みづくり だれもが集う場の提供", ["見守りの仕組みづくり", "だれもが集う場の提供"]),
        ("継続的 PR と販売の支援", ["継続的PRと販売の支援"]),
        ("ICT の活用等による体制の確立", ["ICTの活用等による体制の確立"]),
        ("啓発活動の推進 DV被害を防ぐ環境整備", ["啓発活動の推進", "DV被害を防ぐ環境整備"]),
        ("W I T Hコロナ時代への対応", ["WITHコロナ時代への対応"]),
        ("施 策 の 推 進", ["施策の推進"]),
        ("・情報発信の強化 担い手の育成 ・交流の促進", ["情報発信の強化", "担い手の育成", "交流の促進"]),
    ],
)
def test_bullets_of_a_cell(cell: str, expected: list[str]) -> None:
    assert texts(cell) == expected


@pytest.mark.parametrize("cell", ["<ul", "a > b", "<ul> ・道路 <ul> ・公園", "<table>道路", "", "<ul>"])
def test_broken_cells_are_not_read(cell: str) -> None:
    assert entries(cell) is None


@pytest.mark.parametrize("cell", ["相談を支えるための 環境の整備", "情報発信の体制の強化 PR 動画の作成"])
def test_spaces_that_may_part_texts_leave_them_open(cell: str) -> None:
    assert [one.open for one in entries(cell) or []] == [True]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("(令和3年度(2021年度)～令和12年度(2030年度))", (2021, 2030)),
        ("令和３年度〜令和７年度", (2021, 2025)),
        ("令和3年度の人口～令和7年度の人口", None),
        ("令和3年度(2020年度)～令和7年度(2025年度)", None),
        ("令和7年度", None),
    ],
)
def test_periods(text: str, period: tuple[int, int] | None) -> None:
    assert whole_period(text) == period


@pytest.mark.parametrize(
    "text", ["長い名前" * 8, "道路を守ります。", "道路\t公園", "・道路", "令和3年度～令和7年度"]
)
def test_what_is_no_label(text: str) -> None:
    assert not is_label(text)


def test_cut_off_texts() -> None:
    assert is_cut_off("整備に向けて")
    assert not is_cut_off("子育て", name=True)
    assert is_cut_off("空き家（古民家", name=True)


# -- damages

DAMAGES = {
    "a column lost": TEXT.replace("担当課\tSDGs\n夜道", "担当課\n夜道"),
    "a department's cell lost": TEXT.replace("\t建設課、総務課\t", "\t"),
    "an SDG that there is not": TEXT.replace("\t11 16\n", "\t11 18\n"),
    "an SDG glued": TEXT.replace("\t11 16\n", "\t1116\n"),
    "two head rows": TEXT.replace("施策名\t進め方", "施策名\t進め方\t担当課\tSDGs\n施策名\t進め方", 1),
    "a goal printed otherwise": TEXT.replace("第2章 なりわい～畑と店", "第2章 なりわい～畑と庭"),
    "a second goal's number": Lines(TEXT).without("第2の柱"),
    "a figure split": TEXT.replace("4,200人", "4, 200人"),
    "a year outside the plan": TEXT.replace("令和10年度 4,200人", "令和20年度 4,200人"),
    "a part's number lost": TEXT.replace("ⅱ広報紙", "広報紙"),
    "a part lost": TEXT.replace("- ⅰ窓口の一本化 ⅱ書類の電子化\n", ""),
    "a wording doubled": TEXT.replace("星と川のまち 架空\n～", "星と川のまち 架空\n星と川のまち 架空\n～", 1),
    "a text doubled": TEXT.replace(
        "夜でも歩き", "夜でも歩きたくなる道と、水害に強い川べりを整えます。\n夜でも歩き"
    ),
    "a strategy's period lost": TEXT.replace("しごと創生戦略 （令和6年度～令和10年度）", "しごと創生戦略"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str, example: Reading, tmp_path: Path) -> None:
    assert DAMAGES[damage] != TEXT
    after = load_text(NAME, DAMAGES[damage], tmp_path)
    assert unreported(example, after) == []
    assert reported(after) or claims(after).keys() == claims(example).keys()


def test_a_lost_character_makes_a_label_doubtful(tmp_path: Path) -> None:
    after = load_text(NAME, TEXT.replace("診療所\t", "診\ufffd所\t"), tmp_path)
    (measure,) = [one for one in after.elements if one.label == "診所"]
    assert measure.confidence is Confidence.DOUBTFUL


def test_announced_measures_are_compared_with_the_rows(tmp_path: Path) -> None:
    text = TEXT.replace("書類の電子化\t", "書類の削減\t")
    rules = [(one.rule, one.severity) for one in load_text(NAME, text, tmp_path).findings]
    assert rules == [("announced", Severity.WARNING)] * 2


def test_a_document_printed_several_times_says_the_same(example: Reading, tmp_path: Path) -> None:
    often = load_text(NAME, TEXT * 20, tmp_path)
    assert claims(often).keys() == claims(example).keys()
    assert often.account().unread == ()
