"""The basic plan of Suzaka, measures 35 to 39: what is read of it, and what becomes of it when it is damaged."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.ground.text.folding import key
from keikaku.reading.model import Confidence, Kind, Record, Role
from keikaku.reading.records import Reading
from tests.claims import Claim, claims, replaced, reported, unreported
from tests.loaders.edits import swapped, without
from tests.support import ROOT, load_plan, load_text, plan_text, quads, score, series

NAME = "suzaka-basic-plan-measures-35-39"
YML = ROOT / "loaders" / NAME / "plan.yml"
Lines = list[str]


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_plan(NAME)


@pytest.fixture(scope="module")
def lines() -> Lines:
    return plan_text(NAME).splitlines()


def load(lines: Lines, folder: Path) -> Reading:
    return load_text(NAME, "\n".join(lines), folder)


def line_of(lines: Lines, start: str, after: int = 0) -> int:
    """Return the index of the first line that starts with a text, layout spaces aside."""
    return next(at for at in range(after, len(lines)) if lines[at].strip().startswith(start))


def yields_enough(reading: Reading) -> bool:
    """Tell whether a reading reaches the floors of plan.yml."""
    floors = series(NAME).settings.expect
    counts = {kind.value: sum(one.kind is kind for one in reading.elements) for kind in Kind}
    counts["Indicator"] = len(reading.indicators)
    counts["Observation"] = sum(len(one.observations) for one in reading.indicators)
    return all(counts[name] >= bounds.min for name, bounds in floors.items())


# -- what is read


def test_score(reading: Reading) -> None:
    for category, (f1, missing, extra) in score(quads(reading, NAME), "suzaka").items():
        assert f1 == 1.0, (category, missing, extra)


def test_every_line_is_accounted_for(reading: Reading) -> None:
    account = reading.account()
    assert account.unread == ()
    assert account.furniture == 1
    assert account.read + account.structure + account.furniture + account.blank == account.total
    assert account.furniture <= 0.15 * (account.total - account.blank)


def test_findings_are_the_two_gaps_between_contents_and_the_marks(reading: Reading) -> None:
    assert [(one.rule, one.severity) for one in reading.findings] == [
        ("gap-in-item", Severity.INFO),
        ("gap-in-item", Severity.INFO),
        ("unreadable-mark", Severity.INFO),
    ]


def test_yield(reading: Reading) -> None:
    counts = {kind.value: sum(one.kind is kind for one in reading.elements) for kind in Kind}
    assert {kind: count for kind, count in counts.items() if count} == {
        "Goal": 1,
        "Field": 2,
        "Measure": 5,
        "Action": 40,
        "Perspective": 3,
    }
    assert len(reading.indicators) == 24
    assert yields_enough(reading)


def test_the_period_is_printed(reading: Reading) -> None:
    plan = reading.plans["basic-plan-2021"]
    assert (plan.start, plan.end) == (2021, 2025)
    assert plan.lines


def test_names_that_stand_apart_are_marked_as_repaired(reading: Reading) -> None:
    repaired = [one for one in reading.records() if one.confidence is not Confidence.CERTAIN]
    assert {one.confidence for one in repaired} == {Confidence.REPAIRED}
    named = {e.label for e in reading.elements for one in e.statements if one in repaired}
    assert named == {"進化", "学びと行動"}


def test_footnotes_explain_what_bears_their_mark(reading: Reading) -> None:
    explained = {i.label for i in reading.indicators if i.statements}
    explained |= {e.label for e in reading.elements for one in e.statements if one.fact == "note"}
    assert explained == {
        "財政力指数",
        "経常収支比率",
        "結婚支援事業を通じた成婚数の累計",
        "長期的展望に立った財政運営",
        "進化",
    }


def test_labels_stand_in_their_lines(reading: Reading) -> None:
    records: list[tuple[str, Record]] = [(one.label, one) for one in reading.elements]
    records += [(one.label, one) for one in reading.indicators]
    records += [(one.value, one) for element in reading.elements for one in element.statements]
    records += [(one.value, one) for indicator in reading.indicators for one in indicator.statements]
    for text, record in records:
        print_ = key("".join(reading.line(number).printed for number in record.lines))
        print_ = re.sub(r"\(※[0-9]*\)", "", print_)
        assert re.sub(r"\(※[0-9]*\)", "", key(text)) in print_, text


def test_figures_stand_in_their_lines(reading: Reading) -> None:
    for indicator in reading.indicators:
        for one in indicator.observations:
            print_ = key("".join(reading.line(number).printed for number in one.lines)).replace(",", "")
            assert str(one.value) in print_
            assert str(one.fiscal_year) in print_


def test_plan_yml_says_how_to_read_and_not_what(reading: Reading) -> None:
    text = key(YML.read_text(encoding="utf-8"))
    words = {element.label for element in reading.elements} | {one.label for one in reading.indicators}
    words |= {one.value for element in reading.elements for one in element.statements}
    words |= {str(o.value) for i in reading.indicators for o in i.observations if len(str(o.value)) > 3}
    for word in sorted(one for one in words if len(one) >= 4):
        assert key(word) not in text, word


# -- what is printed is what is read


@pytest.mark.parametrize(
    ("printed", "other"),
    [
        ("広報", "宣伝"),
        ("移住", "転居"),
        ("政策推進課", "企画調整課"),
        ("結婚", "婚姻"),
        ("ICT", "DX"),
        ("職員", "スタッフ"),
        ("進化", "飛躍"),
        ("支援", "応援"),
    ],
)
def test_words_replaced_throughout(printed: str, other: str, reading: Reading, tmp_path: Path) -> None:
    after = load([plan_text(NAME).replace(printed, other)], tmp_path)
    assert set(claims(after)) == replaced(claims(reading), lambda text: text.replace(printed, other))
    assert after.account().unread == ()


def test_figures_replaced_throughout(reading: Reading, tmp_path: Path) -> None:
    text = (
        plan_text(NAME)
        .replace("86.5", "88.5")
        .replace("183,595", "1,183,595")
        .replace("（2025年）", "（2026年）")
    )
    text = text.replace("2021～ 2025年度", "2022～ 2026年度").replace("施策 37 ", "施策 40 ")
    after = load([text], tmp_path)
    values = {(i.label, o.value) for i in after.indicators for o in i.observations if o.role is Role.BASELINE}
    assert ("「広報須坂」を読んでいる人の割合", Decimal("88.5")) in values
    assert ("市公式フェイスブックを見た人の数", Decimal("1183595")) in values
    assert {o.fiscal_year for i in after.indicators for o in i.observations if o.role is Role.TARGET} == {
        2026
    }
    assert (after.plans["basic-plan-2021"].start, after.plans["basic-plan-2021"].end) == (2022, 2026)
    assert after.account().unread == ()


def sheets(lines: Lines) -> list[Lines]:
    """Return the lines of each measure, with what is printed above its head."""
    starts = [at for at, line in enumerate(lines) if re.match(r"\s*施策 [0-9]+ ", line)]
    starts[3] = line_of(lines, "《総合戦略》")
    return [lines[at:end] for at, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (1, 2, 0, 4, 3), (3, 0, 1, 2, 4)])
def test_measures_moved(order: tuple[int, ...], reading: Reading, lines: Lines, tmp_path: Path) -> None:
    """What stands in a sheet stays there; which field holds it, its place says, and that it moved is told."""
    parts = sheets(lines)
    after = load([line for at in order for line in parts[at]], tmp_path)
    assert within_sheets(after) == within_sheets(reading)
    assert after.account().unread == ()
    assert "number-order" in {one.rule for one in after.findings}


def within_sheets(reading: Reading) -> set[Claim]:
    """Return what is said of the measures and below them, without what is above."""
    return {claim[: claim.index("Measure") + 3] for claim in claims(reading) if "Measure" in claim}


@pytest.mark.parametrize("dropped", [1, 2, 4])
def test_a_measure_dropped(dropped: int, reading: Reading, lines: Lines, tmp_path: Path) -> None:
    parts = sheets(lines)
    after = load([line for at, part in enumerate(parts) if at != dropped for line in part], tmp_path)
    label = [one for one in reading.elements if one.kind is Kind.MEASURE][dropped].label
    assert set(claims(after)) == {claim for claim in claims(reading) if label not in claim}
    assert after.account().unread == ()
    assert yields_enough(after)
    assert not [one for one in after.findings if one.severity is Severity.VIOLATION]


def test_a_measure_dropped_around_the_page_of_its_field(
    reading: Reading, lines: Lines, tmp_path: Path
) -> None:
    first, last = line_of(lines, "13基本"), line_of(lines, "基本目標")
    after = load([*lines[first : last + 1], *lines[line_of(lines, "施策 36") :]], tmp_path)
    assert set(claims(after)) == {claim for claim in claims(reading) if "広聴・広報の充実" not in claim}
    assert after.account().unread == ()


def test_a_field_that_may_have_been_lost_is_not_guessed(lines: Lines, tmp_path: Path) -> None:
    """With measure 38 goes the head of its field: that 39 stands in the field before it is told."""
    after = load([line for at, part in enumerate(sheets(lines)) if at != 3 for line in part], tmp_path)
    measure = next(one for one in after.elements if one.number == "39")
    assert set(measure.lines) <= reported(after)


# -- damage


def edited(lines: Lines, start: str, old: str, new: str) -> Lines:
    at = line_of(lines, start)
    assert old in lines[at]
    return [*lines[:at], lines[at].replace(old, new, 1), *lines[at + 1 :]]


def lost(start: str, count: int = 1) -> Callable[[Lines], Lines]:
    return lambda lines: without(lines, line_of(lines, start), count)


def garbled(start: str, old: str, new: str) -> Callable[[Lines], Lines]:
    return lambda lines: edited(lines, start, old, new)


DAMAGES: dict[str, Callable[[Lines], Lines]] = {
    "digits of a figure split": garbled("市民取組指標 「広報", "86.5", "8 6.5"),
    "digits of a target split": garbled("市民取組指標 「広報", "90.0", "9 0.0"),
    "thousands split": garbled("市公式ツイッターを", "4,597,752", "4,597 ,752"),
    "digits of a measure's number split": garbled("施策 36", "36", "3 6"),
    "digits in a text split": garbled("ますが、30", "30", "3 0"),
    "a digit lost": garbled("市公式フェイスブックを", "183", "\ufffd83"),
    "a figure doubled": garbled("将来負担比率（％）", "20.1（2019）", "20.1（2019） 20.1（2019）"),
    "a year lost": garbled("将来負担比率（％）", "（2019）", ""),
    "a year split": garbled("将来負担比率（％）", "（2019）", "（20 19）"),
    "a target lost": garbled("将来負担比率（％）", " 30.0 未満", ""),
    "a baseline lost": garbled("空き家バンク掲載", " 84（2019）", ""),
    "a word at a target garbled": garbled("実質公債費比率（％）", "未満", "末満"),
    "an unknown kind": garbled("統計指標 財政力", "統計指標", "統計"),
    "half of a name lost": lost("統計指標 市公式"),
    "the other half of a name lost": lost("市民意識指標"),
    "half of a bracketed name lost": lost("市民取組指標 「区"),
    "a name that goes on lost": lost("地域の課題解決に向けた様々な"),
    "the year of the targets lost": lost("（2025年）"),
    "another year of the targets": garbled("（2025年）", "2025", "2026"),
    "column names lost": lost("指標の種類"),
    "a table's head lost": lost("【プロセス指標】"),
    "the head of a measure lost": lost("施策 36"),
    "the head of the first measure lost": lost("施策 35"),
    "the head of a measure with strategy goals lost": lost("施策 38"),
    "the head of a situation lost": lost("◆現状と課題"),
    "the head of an approach lost": lost("◆施策の取組方針"),
    "the head of the items lost": lost("◆主な取組内容"),
    "the head of the roles lost": lost("◆共創"),
    "the number of a field lost": lost("14基本"),
    "the name of a field lost": lost("施策 活力"),
    "half of a field's name lost": lambda lines: swapped(
        lines, *[line_of(lines, "未来志向") + at for at in (0, 1)]
    ),
    "a goal lost": lost("基本目標"),
    "the title of the box lost": lost("3つのチャレンジ"),
    "a perspective's name lost": lost("学びと行動"),
    "a group lost": lost("（2）市民"),
    "the first group lost": lost("（1）ICT"),
    "departments between tables lost": lost("税務課"),
    "an item lost": lost("広報の充実"),
    "an item between wrapped contents lost": lost("情報セキュリティ対策等の"),
    "half of an item lost": lambda lines: without(lines, line_of(lines, "業務の成果向上") + 1),
    "an item's first line lost": lost("地域課題への取組みに関す"),
    "all of an item but its last word lost": lost("情報公開と個人情報保護の"),
    "an item's lines swapped": lambda lines: swapped(
        lines, *[line_of(lines, "地域で活動して") + at for at in (0, 1)]
    ),
    "a mark lost after a short line": garbled("◇�各種研修会", "◇�", ""),
    "a mark garbled": garbled("◇�職員自ら", "◇", ""),
    "a mark in a text lost": garbled("☞ ツイッター", "☞ ", ""),
    "a content cut off": lambda lines: without(lines, line_of(lines, "活、福祉")),
    "a text cut off": lost("改善され"),
    "a character lost": garbled("統計指標 行政", "サポート", "サ\ufffdート"),
    "a character of a department lost": garbled("◆主な取組内容 総務課", "総務課", "総\ufffd課"),
    "who has the role lost": lost("企　業"),
    "a line doubled": lambda lines: [*lines[:97], *lines[96:]],
    "a text line doubled": lambda lines: [*lines[:119], lines[119], *lines[119:]],
    "lines of a row swapped": lambda lines: swapped(
        lines, line_of(lines, "統計指標 市公式"), line_of(lines, "（人）")
    ),
    "a row and a blank line swapped": lambda lines: swapped(
        lines, *[line_of(lines, "国が示す") + at for at in (1, 2)]
    ),
    "half of the file gone": lambda lines: lines[: len(lines) // 2],
    "the other half gone": lambda lines: lines[len(lines) // 2 :],
    "two measures glued": lambda lines: without(lines, line_of(lines, "活動団体", 105), 3),
    "a note's mark lost": garbled("統計指標 結婚", "（※）", ""),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str, reading: Reading, lines: Lines, tmp_path: Path) -> None:
    damaged = DAMAGES[damage](lines)
    assert damaged != lines
    after = load(damaged, tmp_path)
    assert unreported(reading, after) == [] or after.account().unread  # kept out: `unread: 0`
    assert reported(after) or not yields_enough(after)


def test_a_figure_never_goes_to_another_indicator(reading: Reading, lines: Lines, tmp_path: Path) -> None:
    """Each line of the tables lost in turn: no figure stands below another name without a report."""
    rows = [
        at for at, line in enumerate(lines) if re.search(r"[0-9）―] *[0-9,.]+( 未満)?$", line) and at < 680
    ]
    assert len(rows) == 24
    for at in rows[::3]:
        for count in (1, 2):
            after = load(without(lines, at + 1 - count, count), tmp_path)
            assert [one for one in unreported(reading, after) if one[0] == "observation"] == []


def test_each_split_of_a_figure_is_reported(reading: Reading, lines: Lines, tmp_path: Path) -> None:
    at = line_of(lines, "市公式ツイッターを")
    for place in range(lines[at].index("4,5") + 1, len(lines[at])):
        if lines[at][place - 1] not in " （）" and lines[at][place] not in " （）":
            row = f"{lines[at][:place]} {lines[at][place:]}"
            after = load([*lines[:at], row, *lines[at + 1 :]], tmp_path)
            assert unreported(reading, after) == []
            assert at + 1 in reported(after), row


LIMITS: dict[str, Callable[[Lines], Lines]] = {
    "the first line of a name that could begin below it": lost("国が示すオンライン利用"),
    "the last line of a name that could end above it": lost("村との連携"),
    "a mark below a content as wide as a wrapped one": garbled("◇�災害時", "◇�", ""),
}


@pytest.mark.parametrize("damage", LIMITS)
@pytest.mark.xfail(reason="the print that is left is one that a sound sheet could have", strict=True)
def test_damage_that_leaves_no_trace(damage: str, reading: Reading, lines: Lines, tmp_path: Path) -> None:
    assert unreported(reading, load(LIMITS[damage](lines), tmp_path)) == []
