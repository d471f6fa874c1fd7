"""Forms whose print has run together, boxes of indicators and wrapped tables, on the made-up town's sheets."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.forms import Labels, prints_of
from keikaku.reading.model import Confidence, Direction, Fact, Kind
from keikaku.reading.ratings import read_rating
from keikaku.reading.records import Reading
from keikaku.reading.series import read_series
from keikaku.reading.tables.split import Value, read_cell, read_pair
from tests.claims import claims
from tests.support import ROOT, document, load_text, quads, series
from tests.waiting import steps

NAME = "examples/evaluation-sheets"
TEXT = (ROOT / NAME / "plan.txt").read_text(encoding="utf-8")
DEBRIS = "]|['′’/"
UP, DOWN = Direction.INCREASE, Direction.DECREASE


@pytest.fixture(scope="module")
def reading() -> Reading:
    return series(NAME).load(document(ROOT / NAME / "plan.txt"))


# -- the example


def test_the_example_loads_with_its_plan_yml_alone(reading: Reading) -> None:
    account = reading.account()
    assert account.unread == ()
    assert account.furniture <= 0.3 * (account.total - account.blank)
    assert not [one for one in reading.findings if one.severity is Severity.VIOLATION]
    assert Counter(one.kind.value for one in reading.elements) == {
        "Goal": 1,
        "Field": 1,
        "Measure": 3,
        "Action": 2,
        "Project": 5,
    }
    assert quads(reading, NAME)


def test_the_example_shows_what_the_family_has(reading: Reading) -> None:
    figures = {
        (one.label, one.unit, str(one.direction)): sorted(
            (o.fiscal_year or 0, str(o.value)) for o in one.observations
        )
        for one in reading.indicators
    }
    assert figures == {
        ("川や里山に親しみを感じる町民の割合", "", "Increase"): [],
        ("清流基準を満たす地点の割合", "%", "Increase"): [(2024, "68"), (2025, "71.5"), (2029, "80")],
        ("川へのごみ捨ての通報", "件", "Decrease"): [(2024, "1240"), (2025, "1105"), (2029, "960")],
        ("水辺の催しの来場者数", "千人", "Increase"): [(2025, "38"), (2029, "45")],
    }
    assert [(one.fiscal_year, one.progress, one.review) for one in reading.evaluations] == [
        (2025, "B", "II"),
        (2025, "C", ""),
    ]
    by_label = {one.label: one for one in reading.elements}
    sdgs = {label: [s.value for s in one.statements if s.fact is Fact.SDG] for label, one in by_label.items()}
    assert sdgs["川のきれいな水を守る"] == ["6", "14"]
    assert by_label["水辺のにぎわいをつくる"].unreadable == [Fact.SDG]
    nameless = by_label["水辺朝市開催事業"]
    assert (nameless.parent.lines, nameless.confidence) == (
        by_label["水辺のにぎわいをつくる"].lines,
        Confidence.DOUBTFUL,
    )
    assert by_label["生活排水を減らす取組を広げる運動"].kind is Kind.ACTION
    plans = [s.value for one in reading.elements for s in one.statements if s.fact is Fact.RELATED_PLAN]
    assert plans == ["架空町水環境計画", "下水道経営戦略", "架空町観光振興プラン"]


def test_a_copied_row_is_furniture(reading: Reading) -> None:
    last = reading.document.lines[-1]
    assert last.text.startswith("\tこれまでの成果 朝市")
    assert last.number not in {number for one in reading.records() for number in one.lines}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("基本方針4 政策2 施策2", ""),
        ("\t6\t8\t8\t30\t", "\t6\t8\t8\t20\t"),
        ("\t1,240\t", "\t1,24\t"),
        ("\t\t960\t", "\t960\t\t"),
        ("\t\t38\n", "\t\t\t38\n"),
        ("\t千人\t", "\t\t"),
        ("R7\tR8\tR9\tR10\tR11\n\t\t38", "R7\tR8\tR10\tR9\tR11\n\t\t38"),
        ("件\t\t1,240", "1,240\t\t件"),
        ("11\t測定", "X\t測定"),
        ("6、14", "6、41"),
        ("施策名\t川のきれいな水を守る", "施策名\t里山の手入れを続ける"),
        ("・ 2 水辺のにぎわいをつくる\n", ""),
        ("R7\n\n朝市", "\n\n朝市"),
        ("進み具合\tこれからの進め方\nC", "C"),
        ("重点取組\tこれまでの成果\t主な事業\n", ""),
    ],
)
def test_damages_of_the_example(old: str, new: str, reading: Reading, tmp_path: Path) -> None:
    assert old in TEXT
    after = load_text(NAME, TEXT.replace(old, new, 1), tmp_path)
    known = Counter((one.rule, one.en) for one in reading.findings)
    new_findings = Counter((one.rule, one.en) for one in after.findings if one.severity is not Severity.INFO)
    assert new_findings - known or after.account().unread or set(claims(after)) == set(claims(reading))


@pytest.mark.parametrize("times", [8])
def test_time_is_linear(times: int, tmp_path: Path) -> None:
    def chapter(number: int) -> str:
        return TEXT.replace("水とみどりが息づくまち", f"水とみどりが息づくまち{number}")

    def work(text: str) -> int:
        path = tmp_path / "long.txt"
        path.write_text(text, encoding="utf-8")
        read = document(path)
        return steps(lambda: series(NAME).load(read))

    short, long = ("".join(map(chapter, range(10 * factor))) for factor in (1, times))
    work(short)  # what is worked out once
    assert work(long) < work(short) * times * 1.2


# -- figures


@pytest.mark.parametrize(
    ("baseline", "target", "unit", "direction", "expected"),
    [
        (["7", "4"], ["100"], "%", UP, ("74", "100")),
        (["7", "'5"], ["8", "30"], "%", UP, ("75", "80")),
        (["0.", "89"], ["0.9", "90"], "", UP, ("0.89", "0.90")),
        (["1.", "45"], ["3.0", "00"], "億円", UP, ("1.45", "3.00")),
        (["-"], ["8", "30"], "%", UP, (None, "80")),
        (["-"], ["8", "30"], "人", UP, (None, None)),
        (["75"], ["8", "50"], "%", UP, ("75", None)),
        (["75"], ["8", "30"], "人", UP, ("75", None)),
        (["750"], ["8", "30"], "人", UP, ("750", "830")),
        (["46"], ["200", "200"], "件", UP, ("46", None)),
        (["46", "20"], ["30"], "件", UP, (None, "30")),
        (["", "5"], ["80"], "%", UP, (None, "80")),
        (["9", "0"], ["80"], "%", UP, (None, "80")),
        (["9", "0"], ["80"], "%", DOWN, ("90", "80")),
        (["7", "4"], ["100.5"], "%", UP, (None, "100.5")),
        (["7", "4", "1"], ["80"], "%", UP, (None, "80")),
        (["7 4"], ["80"], "%", UP, (None, "80")),
        (["11,363"], ["20,000"], "人", UP, ("11363", "20000")),
    ],
)
def test_pairs(
    baseline: list[str],
    target: list[str],
    unit: str,
    direction: Direction,
    expected: tuple[str | None, str | None],
) -> None:
    found = read_pair(baseline, target, unit, direction, DEBRIS)
    assert tuple(None if one.value is None else str(one.value) for one in found) == expected
    for one, cells in zip(found, (baseline, target), strict=True):
        assert len(cells) == 1 or one.confidence is not Confidence.CERTAIN
        assert one.printed == " | ".join(cells)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("29.8", Value(Decimal("29.8"), "29.8")),
        ("78.9] ′", Value(Decimal("78.9"), "78.9] ′", Confidence.REPAIRED)),
        ("78,9]", Value(None, "78,9]", Confidence.DOUBTFUL)),
        ("7 8.9", Value(None, "7 8.9", Confidence.DOUBTFUL)),
        ("12人", Value(None, "12人", Confidence.DOUBTFUL)),
        ("12%", Value(Decimal(12), "12%")),
        ("-", Value(None, "-", none=True)),
    ],
)
def test_cells(cell: str, expected: Value) -> None:
    assert read_cell(cell, "%", DEBRIS) == expected


# -- ratings


@pytest.mark.parametrize(
    ("cell", "scale", "code", "confidence"),
    [
        ("B", "ABCD", "B", Confidence.CERTAIN),
        ("Ｂ", "ABCD", "B", Confidence.CERTAIN),
        ("В", "ABCD", "B", Confidence.REPAIRED),
        ("8", "ABCD", "", Confidence.DOUBTFUL),
        ("", "ABCD", "", Confidence.CERTAIN),
        ("Ⅱ", "roman", "II", Confidence.CERTAIN),
        ("11", "roman", "II", Confidence.REPAIRED),
        ("lV", "roman", "IV", Confidence.REPAIRED),
        ("1111", "roman", "", Confidence.DOUBTFUL),
        ("11", "ABCD", "", Confidence.DOUBTFUL),
    ],
)
def test_ratings(cell: str, scale: str, code: str, confidence: Confidence) -> None:
    found = read_rating(cell, {"I", "II", "III", "IV"} if scale == "roman" else set(scale))
    assert (found.code, found.confidence) == (code, confidence)


# -- names and labels


@pytest.mark.parametrize(
    ("rows", "label", "confidence"),
    [
        (("", "財政力を示す数", ""), "財政力を示す数", Confidence.CERTAIN),
        (("水のきれいな川が", "増えたと思う人の割合", ""), "水のきれいな川が増えたと思う人の割合", Confidence.CERTAIN),
        (("水のきれいな川が増えたと思う人の割", "氷のきれいな川か増えたと思ラ人の割 合", ""), "水のきれいな川が増えたと思う人の割合", Confidence.REPAIRED),
        (("", "氷のきれいな川か増えたと思ラ人の割 合", ""), "氷のきれいな川か増えたと思ラ人の割合", Confidence.DOUBTFUL),
        (("", "増えたと思う人の割合", "増えたと恩ラ人の割含"), "増えたと思う人の割合", Confidence.DOUBTFUL),
        (("水のきれいな川が", "", ""), "水のきれいな川が", Confidence.DOUBTFUL),
    ],
)  # fmt: skip
def test_names_over_the_rows_of_a_box(
    rows: tuple[str, str, str], label: str, confidence: Confidence, tmp_path: Path
) -> None:
    box = f"{rows[0]}\t人\t\t12\t\t14\t\t↗\n{rows[1]}\t実績\tR7\tR8\tR9\tR10\tR11\n{rows[2]}\t\t13"
    old = TEXT[TEXT.index("清流基準を満たす地点の\t") : TEXT.index("\n\n成果指標\t単位\t\t当初\t値")]
    found = load_text(NAME, TEXT.replace(old, box), tmp_path)
    one = next(one for one in found.indicators if one.unit == "人")
    assert (one.label, one.confidence) == (label, confidence)
    assert sorted(str(figure.value) for figure in one.observations) == ["12", "13", "14"]
    told = [one for one in found.findings if one.rule == "indicator-name"]
    assert bool(told) == (confidence is Confidence.DOUBTFUL)


def test_labels_stand_apart() -> None:
    labels = Labels(dict.fromkeys(prints_of("将来の姿"), "将来の姿"))
    pieces = labels.split("水辺に人が集い、商いが 将来の姿 育っています。")
    assert [print_ for _word, print_ in pieces] == ["水辺に人が集い、商いが", "将来の姿", "育っています。"]
    assert len(labels.split("町の将来の姿を描きます。")) == 1


def test_a_plan_yml_of_the_layout_of_before_is_read_by_the_grammar(reading: Reading, tmp_path: Path) -> None:
    old = (
        (ROOT / NAME / "plan.yml")
        .read_text(encoding="utf-8")
        .replace("family: shisaku-hyoka", "layout: evaluation-sheets")
    )
    kept = [part for part in old.split("\n\n") if not part.startswith(("periods", "levels"))]
    (tmp_path / "plan.yml").write_text("\n\n".join(kept), encoding="utf-8")
    after = read_series(tmp_path / "plan.yml").load(document(ROOT / NAME / "plan.txt"))
    assert set(claims(after)) == set(claims(reading))
    assert [one.rule for one in after.findings].count("retired-layout") == 1
