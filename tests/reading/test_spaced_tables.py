"""Tables of running text within a document: read where they stand, and nothing of the lines around them."""

from __future__ import annotations

from keikaku.reading.records import Reading
from tests.reading.made import Read

GRAMMAR = """\
levels:
  measure: {is: Measure, head: '施策(?P<number>[0-9]+) (?P<label>.+)'}
blocks:
  issues: {head: '■課題', is: issue}
tables:
  indicators: {rows: Indicator, heads: [target]}
"""
TEXT = """架空町
施策1 広報の充実
■課題
町の広報を読む人が減っています。
指標名 現状値（年度） 目標値
（2025年）

町の広報を
読む人の割合（％） 86.5（2019） 90.0
登録者数（人） 560（2019） 1,000
施策2 道路の整備
■課題
舗装が傷んでいます。
"""


def labels(reading: Reading) -> list[tuple[str, list[str]]]:
    return [(each.label, [statement.value for statement in each.statements]) for each in reading.elements]


def test_a_table_of_running_text_stands_between_two_headings(read: Read) -> None:
    reading = read(TEXT, GRAMMAR)
    assert labels(reading) == [
        ("広報の充実", ["町の広報を読む人が減っています。"]),
        ("道路の整備", ["舗装が傷んでいます。"]),
    ]
    assert [(each.label, each.unit, each.of) for each in reading.indicators] == [
        ("町の広報を読む人の割合", "％", reading.elements[0]),
        ("登録者数", "人", reading.elements[0]),
    ]
    figures = [(each.fiscal_year, str(each.value)) for one in reading.indicators for each in one.observations]
    assert figures == [(2019, "86.5"), (2025, "90.0"), (2019, "560"), (2025, "1000")]
    assert not [finding for finding in reading.findings if finding.rule.startswith("unread")]
    assert reading.account().unread == (1,)


def test_a_heading_that_ends_in_a_figure_is_no_row(read: Read) -> None:
    reading = read(TEXT.replace("施策2 道路の整備", "施策2 道路の整備 3 4"), GRAMMAR)
    assert [each.label for each in reading.elements] == ["広報の充実", "道路の整備3 4"]
    assert len(reading.indicators) == 2


def test_a_page_number_between_two_rows_is_no_part_of_a_name(read: Read) -> None:
    pages = "\f".join(
        ["架空町\n町の話です。\n1\n", TEXT.replace("登録者数", "2\n\f登録者数") + "3\n", "町の話です。\n4\n"]
    )
    reading = read(pages, GRAMMAR)
    assert [each.label for each in reading.indicators] == ["町の広報を読む人の割合", "登録者数"]


def test_a_unit_may_stand_between_a_name_and_its_figures(read: Read) -> None:
    lines = "指標   単位   現状値(2019年度)   目標値(2025年度)\n通いの場の数   か所   18   25\n講座を受けた 人の割合   52.1   60.0\n"
    reading = read(f"架空町\n施策1 福祉の充実\n{lines}", GRAMMAR)
    assert [(one.label, one.unit, len(one.observations)) for one in reading.indicators] == [
        ("通いの場の数", "か所", 2),
        ("講座を受けた人の割合", "", 2),
    ]
