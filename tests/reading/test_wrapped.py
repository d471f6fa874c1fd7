"""Rows, headings, texts and items that go on in the line below: read on, and told of."""

from __future__ import annotations

import pytest

from keikaku.reading.records import Reading
from tests.reading.made import Read, said, tree

GRAMMAR = """\
levels:
  goal: {is: Goal, head: '基本目標(?P<number>[0-9]+) (?P<label>.+)'}
  field: {is: Field, under: goal, over: [projects], text: description}
tables:
  projects: {rows: Project, heads: [description, department]}
blocks:
  aims: {head: 目安, is: Indicator, marks: ・, item: '(?P<label>[^ ]+)( (?P<baseline>[^ ]+) → (?P<target>[^ ]+))?'}
"""
TEXT = """\
基本目標1 水と森にはぐくまれるまち

山林

森林の手入れを進め、地域の担い手が安心して暮らせる環境を整えます。

事業名\t概要\t担当課
間伐の推進\t手入れの遅れた山林を所有者に代わって町が間伐します\t林政課、地域づくり支援室、森林組合連絡調整担当課、みどり環境保全推進対策課、水資源対策課
林道の補修\t雨で傷んだ林道を直します\t建設課
苗木の配布\t学校と地区に苗木を配ります\t林政課

基本目標2 だれもが元気に働けるまち

目安
・延べ宿泊者数 1,240人 → 1,500人

基本目標3 未来をひらく人を育てるまち

目安
・図書館の利用者 900人 → 1,000人
"""


def wrapped(at: str, text: str = TEXT) -> str:
    """Return a text with a line's end within some words, at the stroke."""
    assert text.count(at.replace("|", "")) == 1
    return text.replace(at.replace("|", ""), at.replace("|", "\n"))


def told(reading: Reading) -> list[str]:
    return [one.rule for one in reading.findings if one.rule in {"row-goes-on", "department-form"}]


def records(reading: Reading) -> tuple[object, ...]:
    figures = [(one.label, [each.value for each in one.observations]) for one in reading.indicators]
    return tree(reading), said(reading), figures


def test_a_cell_that_goes_on_below_its_row_is_read_whole_and_told_of(read: Read) -> None:
    whole = read(TEXT, GRAMMAR)
    for at in (
        "林政課、|地域づくり支援室、森林組合連絡調整担当課、みどり環境保全推進対策課、水資源対策課",
        "地域づ|くり支援室、森林組合連絡調整担当課、みどり環境保全推進対策課、水資源対策課",
    ):
        reading = read(wrapped(at), GRAMMAR)
        assert records(reading) == records(whole)
        assert reading.account().unread == ()
        assert "row-goes-on" in told(reading)


@pytest.mark.parametrize("at", ["雨で傷|んだ林道", "学校と地区|に苗木", "林政課、地域|づくり支援室"])
def test_a_row_that_is_cut_within_a_cell_is_put_together_where_all_others_prove_it(
    at: str, read: Read
) -> None:
    reading = read(wrapped(at), GRAMMAR)
    assert records(reading) == records(read(TEXT, GRAMMAR))
    assert "row-goes-on" in told(reading)


def test_a_name_that_is_cut_is_left_over_where_it_may_be_of_the_row_above(read: Read) -> None:
    assert read(wrapped("林道の|補修"), GRAMMAR).account().unread


def test_a_foreign_line_among_rows_is_no_part_of_them(read: Read) -> None:
    for line in ("▲ 欄外の書き込み", "広報かくう"):
        reading = read(TEXT.replace("林道の補修", f"{line}\n林道の補修"), GRAMMAR)
        assert line not in str(said(reading))
        assert reading.account().unread


def test_a_heading_goes_on_in_the_line_below_where_nothing_else_stands_there(read: Read) -> None:
    whole = read(TEXT, GRAMMAR)
    assert records(read(wrapped("だれもが元気に|働けるまち"), GRAMMAR)) == records(whole)
    close = TEXT.replace("まち\n\n", "まち\n")
    assert records(read(wrapped("だれもが元気に|働けるまち", close), GRAMMAR)) != records(whole)


def test_a_line_that_may_go_on_with_a_heading_is_told_of_where_no_other_heading_tells(read: Read) -> None:
    lone = TEXT[: TEXT.index("基本目標2")]
    reading = read(wrapped("水と森に|はぐくまれるまち", lone), GRAMMAR)
    assert "heading-goes-on" in [one.rule for one in reading.findings]
    assert "heading-goes-on" not in [one.rule for one in read(lone, GRAMMAR).findings]


def test_a_row_by_itself_with_the_form_of_a_heading_or_an_item_is_that(read: Read) -> None:
    whole = records(read(TEXT, GRAMMAR))
    assert records(read(TEXT.replace("基本目標2 だれ", "基本目標2\tだれ"), GRAMMAR)) == whole
    assert records(read(TEXT.replace("利用者 900人", "利用者\t900人"), GRAMMAR)) == whole


def test_a_name_that_is_cut_within_a_phrase_goes_on_in_the_row_below(read: Read) -> None:
    text = TEXT.replace("間伐の推進", "所有者を助ける間伐の推進")
    whole = records(read(text, GRAMMAR))
    reading = read(wrapped("所有者を|助ける間伐の推進", text), GRAMMAR)
    assert records(reading) != whole  # a name is wrapped where its column ends: another is as wide
    text = text.replace("所有者を助ける間伐の推進", "森林の所有者を助ける間伐")
    reading = read(wrapped("森林の所有者を|助ける間伐", text), GRAMMAR)
    assert records(reading) == records(read(text, GRAMMAR))
    assert "row-goes-on" in told(reading)


def test_a_text_may_begin_in_a_line_as_short_as_a_name(read: Read) -> None:
    assert records(read(wrapped("地域の担い手が|安心して"), GRAMMAR)) == records(read(TEXT, GRAMMAR))


def test_the_form_of_an_item_is_told_by_the_spaces_of_all_its_lines(read: Read) -> None:
    reading = read(wrapped("延べ宿|泊者数"), GRAMMAR)
    assert records(reading) == records(read(TEXT, GRAMMAR))
    found = [[str(each.value) for each in one.observations] for one in reading.indicators]
    assert found == [["1240", "1500"], ["900", "1000"]]
