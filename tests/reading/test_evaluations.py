"""Evaluation sheets: headings, ratings and texts in form tables, by the plan's own legends."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.building.pipeline import load
from keikaku.reading.model import Confidence
from keikaku.reading.records import Reading
from tests.prints import PRINTS
from tests.reading.made import Read, figures, said, tree

HERE = Path(__file__).parent / "documents"
GRAMMAR = r"""
levels: {measure: {is: Measure, head: '施策(?P<number>[0-9]) (?P<label>.+)'}}
fields:
  評価|進捗: progressRating
  理由: {is: description, of: evaluation}
legends: {progress: '評価の基準\s*(?P<legend>.*)'}
tables: {indicators: {rows: Indicator, heads: [actual]}}
"""
SHEET = """\
架空町
施策１ 川を守る
指標名\t単位\tR5実績
蛍の数\t匹\t12
評価\tB
理由\t去年より増えた。
評価の基準\tA 順調 B 概ね順調 C 遅れ
"""


def evaluations(reading: Reading) -> list[tuple[str, int, str, str, list[str]]]:
    """Return the evaluations: of what, of which year, and what they say."""
    return [
        (one.of.label, one.fiscal_year, one.progress, one.review, [text.value for text in one.texts])
        for one in reading.evaluations
    ]


@pytest.mark.parametrize("form", ["txt", "html", "pdf"])
def test_a_sheet_that_is_one_form_is_read_whole(form: str, tmp_path: Path) -> None:
    text = (HERE / "shisaku-hyoka" / "plan.txt").read_text(encoding="utf-8")
    (tmp_path / "plan.yml").write_bytes((HERE / "shisaku-hyoka" / "plan.yml").read_bytes())
    path = tmp_path / "plan.txt"
    path.write_text(text, encoding="utf-8")
    reading = load(path if form == "txt" else PRINTS[form](text, tmp_path)).reading
    assert tree(reading)[:3] == [
        ("Goal", "安心して暮らせるまち", "evaluation"),
        ("Measure", "災害に備える", "安心して暮らせるまち"),
        ("Action", "自主防災組織の育成", "災害に備える"),
    ]
    assert evaluations(reading) == [
        ("災害に備える", 2023, "B", "", ["継続", "組織の数は増えているが、参加者が高齢者に偏っている。"]),
        ("暮らしの安全を守る", 2023, "C", "", ["縮小", "件数が減っていない。"]),
    ]
    assert [(one.name, [*one.words]) for one in reading.scales] == [
        ("progress", ["A", "B", "C"]),
        ("general", ["拡充", "継続", "縮小"]),
    ]
    assert len(figures(reading)) == 15
    assert [one.direction for one in reading.indicators] == ["Increase", "Increase", "Decrease"]
    assert reading.account().unread == ()
    assert reading.findings == []


def test_sheets_with_boxes_are_read_and_a_lost_rating_is_unreadable() -> None:
    loaded = load(HERE / "shisaku-tenken" / "plan.txt")
    reading = loaded.reading
    field = next(one for one in reading.elements if one.kind == "Field")
    measures = [one for one in reading.elements if one.kind == "Measure"]
    assert (field.number, len(field.lines)) == ("政策2", 3)
    assert [(one.number, one.label, one.parent) for one in measures] == [
        ("施策1", "川のきれいな水を守る", field),
        ("施策2", "水辺のにぎわいをつくる", field),
    ]
    assert figures(reading) == [
        ("清流基準を満たす地点の割合", "Baseline", 2024, "68"),
        ("清流基準を満たす地点の割合", "Target", 2029, "80"),
        ("清流基準を満たす地点の割合", "Actual", 2025, "71.5"),
        ("川へのごみ捨ての通報", "Baseline", 2024, "1,240"),
        ("川へのごみ捨ての通報", "Target", 2029, "960"),
        ("川へのごみ捨ての通報", "Actual", 2025, "1,105"),
        ("水辺の催しの来場者数", "Target", 2029, "45"),
        ("水辺の催しの来場者数", "Actual", 2025, "38"),
    ]
    assert {(of, value) for of, fact, value in said(reading) if fact == "relatedPlan"} == {
        ("川のきれいな水を守る", "川辺町水環境計画"),
        ("川のきれいな水を守る", "下水道経営戦略"),
    }
    assert evaluations(reading) == [
        ("川のきれいな水を守る", 2025, "B", "II", ["測定を地域の団体と分担し、回数を保つ。"]),
        ("水辺のにぎわいをつくる", 2025, "C", "", ["催しの回数より中身を重んじる。"]),
    ]
    assert reading.account().unread == ()
    assert [(one.rule, one.lines) for one in reading.findings] == [("rating-unread", (71,))]
    assert (
        sum("ns#unreadableProperty> <https://w3id.org/keikaku/ns#reviewRating>" in q for q in loaded.lines)
        == 1
    )


@pytest.mark.parametrize(
    ("cell", "mark", "confidence"),
    [
        ("B 概ね順調", "B", Confidence.CERTAIN),
        ("概ね順調", "B", Confidence.CERTAIN),
        ("□A □B ☑C", "C", Confidence.CERTAIN),
        ("В", "B", Confidence.REPAIRED),  # Cyrillic
        ("E", "E", Confidence.DOUBTFUL),
        ("□A ☑B ☑C", "", Confidence.DOUBTFUL),
    ],
)
def test_a_rating_is_a_mark_of_the_legend(cell: str, mark: str, confidence: Confidence, read: Read) -> None:
    below = SHEET.replace(
        "評価の基準\tA 順調 B 概ね順調 C 遅れ\n", "評価の基準\nA：順調\nB：概ね順調\nC：遅れ\n"
    )
    for sheet in (SHEET, below):
        reading = read(sheet.replace("\tB\n", f"\t{cell}\n"), GRAMMAR)
        (one,) = reading.evaluations
        assert (one.progress, one.confidence) == (mark, confidence)
        assert one.unreadable == ([] if mark else ["progress"])
        assert [step for scale in reading.scales for step in scale.words] == ["A", "B", "C"]


def test_an_evaluation_of_no_year_is_told_and_not_taken(read: Read) -> None:
    reading = read(SHEET.replace("指標名\t単位\tR5実績\n蛍の数\t匹\t12\n", ""), GRAMMAR)
    assert reading.evaluations == []
    assert [(one.rule, one.lines) for one in reading.findings] == [("evaluation-undated", (3, 4))]


def test_a_text_of_an_evaluation_under_nothing_is_told(read: Read) -> None:
    reading = read("架空町\n理由\t去年より増えた。\n評価\tB\n", GRAMMAR)
    assert [one.rule for one in reading.findings] == ["evaluation-of-nothing", "rating-unread"]
    assert said(reading) == []


def test_a_label_over_several_rows_is_that_of_each(tmp_path: Path) -> None:
    (tmp_path / "plan.yml").write_bytes((HERE / "shisaku-hyoka" / "plan.yml").read_bytes())
    rows = [
        "<tr><th>【施策名】</th><td>1-1 災害に備える</td></tr>",
        "<tr><th rowspan=2>■ 今後の課題</th><td>隊員が足りない。</td></tr><tr><td>倉庫が古い。</td></tr>",
        "<tr><th rowspan=2>総合評価</th><td>B</td></tr><tr><td>去年と同じ。</td></tr>",
    ]
    path = tmp_path / "plan.html"
    path.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><h1>令和6年度 水辺町施策評価シート</h1><table>{''.join(rows)}</table>",
        encoding="utf-8",
    )
    reading = load(path).reading
    assert said(reading) == [
        ("災害に備える", "issue", "隊員が足りない。"),
        ("災害に備える", "issue", "倉庫が古い。"),
    ]
    assert evaluations(reading) == [("災害に備える", 2024, "", "", ["B"])]
    assert len(reading.account().unread) == 1  # what stands beside a rating is no second one
