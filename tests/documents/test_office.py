"""Sheets, Word, HTML and CSV as they print: merged cells, formats, hidden parts, automatic numbers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from keikaku import read_document
from keikaku.documents.form import UNKNOWN, Cell, PrintedLine, Table
from keikaku.documents.numberformats import dated, shown
from keikaku.documents.numerals import numeral
from keikaku.documents.spreadsheets import printed
from tests.documents.cells import document
from tests.support import raises

FORM = [
    "令和６年度　施策評価シート\t\t\t",
    "施策名\t２－１　川のきれいな水を守る\t\t",
    "主管課\t環境課\t作成日\t令和6年6月3日",
    "\t\t評価者\t環境課長　架空　花子",
    "事業名\tR5決算（千円）\tR6予算（千円）\t増減",
    "水質測定事業\t12,346\t13,000\t654",
    "河川清掃活動補助金\t988\t1,500\t512",
    "浄化槽設置補助事業\t8,000\t－\t△8,000",
    "合計\t21,333\t14,500\t△6,833",
    "達成率\t\t72.4%",
    "年度（書式のみ）\t\tR2024",
    "注記付き",
    "前半後半",
]


def cells(*parts: str) -> list[Cell]:
    """Return all cells of a shared document."""
    return [
        cell
        for part in document(*parts).parts
        for block in part.blocks
        if isinstance(block, Table)
        for cell in block.cells
    ]


def one(found: list[Cell], text: str) -> Cell:
    (cell,) = [cell for cell in found if cell.text == text]
    return cell


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_a_form_of_forty_narrow_columns_reads_as_it_prints(suffix: str) -> None:
    lines = [line for line, _ in document("formats", "office", f"godexcel.{suffix}").lines]

    assert [line.rstrip("\t") for line in lines] == [line.rstrip("\t") for line in FORM]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_what_a_workbook_hides_or_strikes_is_known_and_not_printed(suffix: str) -> None:
    found = cells("formats", "office", f"godexcel.{suffix}")
    text = document("formats", "office", f"godexcel.{suffix}").text

    assert one(found, "隠し行").hidden
    assert one(found, "見えない").hidden
    assert one(found, "取消線あり").struck
    assert one(found, "注記付き").note == "comment: コメント本文"
    assert all(word not in text for word in ("隠し行", "見えない", "取消", "コメント"))


def test_cells_keep_the_address_and_the_spans_that_the_sheet_gives_them() -> None:
    found = cells("formats", "office", "godexcel.xlsx")

    assert one(found, "R6予算（千円）").address == "Y6"
    assert (one(found, "主管課").rows, one(found, "作成日").rows) == (2, 1)
    assert one(found, "２－１川のきれいな水を守る").columns == 3


def test_a_formula_without_its_value_is_not_zero() -> None:
    found = cells("formats", "office", "godexcel-nocache.xlsx")
    notes = [cell for cell in found if cell.note == "not-calculated"]

    assert [cell.address for cell in notes] == ["AG7", "AG8", "AG9", "Q10", "Y10", "AG10"]
    assert all(cell.text == UNKNOWN for cell in notes)  # neither a figure nor an empty cell


@pytest.mark.parametrize(
    ("value", "code", "print_"),
    [
        ("12345678", "#,##0,", "12,346"),
        ("12345678", "#,##0,,", "12"),
        ("0", '#,##0,;-#,##0,;"－"', "－"),
        ("-654321", '#,##0;"△"#,##0', "△654,321"),
        ("-3", "#,##0_);[Red]\\(#,##0\\)", "(3)"),
        ("-5", "0.0", "-5.0"),
        ("0.724", "0.0%", "72.4%"),
        ("2024", '"R"0', "R2024"),
        ("0.5", "General", "0.5"),
        ("1234567890123", "0", "1234567890123"),
        ("0.333333333333", "General", "0.333333333"),
        ("1.5", "0.0##", "1.5"),
        ("7", "000", "007"),
        ("1000", '#,##0"円"', "1,000円"),
        ("2.5", "0", "3"),
        ("45446", "yyyy/mm/dd", "2024/06/03"),
        ("3.25", "# ?/?", "3 1/4"),
        ("-0.5", "# ?/8", "-4/8"),
        ("0.999", "# ?/?", "1"),
        ("123456", "0.00E+00", "1.23E+05"),
        ("12345", "0!.0,", "1.2"),
        ("123456789", '0\\.0,"千人"', "12345.7千人"),
        ("1234567", "000-0000", "123-4567"),
        ("202404", '0000"年"00"月"', "2024年04月"),
        ("12345", "0,.0", "12.3"),
        ("0.5", ".00", ".50"),
        ("-5", '"R"0', "-R5"),
        ("1234", "[DBNum1]0", "一二三四"),
        ("1234", "[DBNum1]General", "千二百三十四"),
        ("12345", "[DBNum1]General", None),
        ("1234567", "[DBNum3]#,##0", "１,２３４,５６７"),
        ("5", "[DBNum2]0", None),
        ("45657", '[DBNum1][$-411]ggge"年"m"月"d"日"', "令和六年十二月三十一日"),
        ("45446.5625", 'AM/PM h"時"mm"分"', "PM 1時30分"),
        ("45446", "[$-F800]dddd\\,\\ mmmm\\ dd", "2024年6月3日"),
        ("-3", "yyyy/m/d", None),
        ("1E300", "yyyy/m/d", None),
        ("1E30", "#,##0", "1,000,000,000,000,000,000,000,000,000,000"),
        ("5", ";;;", ""),
        ("1234567", '[<1000]0"円";#,##0,"千円"', "1,235千円"),
        ("999", '[<1000]0"円";#,##0,"千円"', "999円"),
        ("5", '[>=10]0;[<0]"△"0', None),
    ],
)
def test_number_formats(value: str, code: str, print_: str | None) -> None:
    assert shown(Decimal(value), code) == print_


@pytest.mark.parametrize(
    ("moment", "code", "print_"),
    [
        (date(2024, 6, 3), '[$-411]ggge"年"m"月"d"日";@', "令和6年6月3日"),
        (date(2019, 4, 30), "ge.m.d", "H31.4.30"),
        (date(2019, 5, 1), "gge", "令1"),
        (date(2019, 5, 1), '[$-ja-JP-x-gannen]ggge"年"m"月"d"日";@', "令和元年5月1日"),
        (date(2026, 4, 1), '[$-ja-JP-x-gannen]ggge"年度"', "令和8年度"),
        (date(2024, 6, 3), 'yyyy"年"m"月"d"日"(aaa)', "2024年6月3日(月)"),
    ],
)
def test_dates_in_japanese_years(moment: date, code: str, print_: str) -> None:
    assert dated(moment, code) == print_


def test_one_cell_at_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("遠い", 0)
    sheet["A1"], sheet["XFD1048576"] = "初め", "終わり"
    book.save(tmp_path / "far.xlsx")

    assert [text for text, _ in read_document(tmp_path / "far.xlsx").lines] == ["初め", "終わり"]


def test_word_numbers_its_headings_as_it_prints_them() -> None:
    lines = [
        block.text
        for block in document("formats", "office", "plan.docx").parts[0].blocks
        if isinstance(block, PrintedLine)
    ]

    assert lines[:9] == [
        "第一章　総論",
        "第１節　策定の趣旨",
        "本町では…",
        "第２節　計画の期間",
        "①　基本構想",
        "②　基本計画",
        "（ア）　アイウ",
        "第二章　各論",
        "第１節　防災",
    ]


def test_word_has_text_boxes_once_insertions_in_deletions_out_and_ruby_bases() -> None:
    text = document("formats", "office", "plan.docx").text

    assert text.count("テキストボックスの中の目標値80％") == 1
    assert "挿入履歴" in text
    assert "架空町" in text
    assert all(word not in text for word in ("削除履歴", "かくう", "見えない文字"))


def test_merged_and_nested_cells_of_word() -> None:
    found = cells("formats", "office", "plan.docx")

    assert (one(found, "事業名").rows, one(found, "事業費（千円）").columns) == (2, 3)
    assert one(found, "3,000").columns == 3
    assert [line.text for line in one(found, "水質測定入れ子A入れ子B").lines] == [
        "水質測定",
        "入れ子A　入れ子B",
    ]


@pytest.mark.parametrize(
    ("number", "form", "print_"),
    [
        (21, "japaneseCounting", "二十一"),
        (110, "japaneseCounting", "百十"),
        (12, "decimalFullWidth", "１２"),
        (21, "decimalEnclosedCircle", "㉑"),
        (3, "iroha", "ﾊ"),
        (2, "irohaFullWidth", "ロ"),
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (5, "somethingNew", "5"),
    ],
)
def test_numerals_of_lists(number: int, form: str, print_: str) -> None:
    assert numeral(number, form) == print_


def test_html_in_shift_jis_keeps_its_characters_spans_and_icons() -> None:
    text = document("formats", "office", "page-cp932.html").text
    found = cells("formats", "office", "page-cp932.html")

    assert "施策①　髙齢者福祉㈱～～－－" in text
    assert "SDGs：目標3 すべての人に健康と福祉を" in text
    assert all(word not in text for word in ("隠し", "メニュー", "かくう"))
    assert (one(found, "水質測定事業").rows, one(found, "内訳なし").columns) == (2, 2)


@pytest.mark.parametrize("name", ["a-cp932.csv", "a-utf8bom.csv", "a-utf16.tsv"])
def test_csv_in_every_encoding_with_line_ends_in_fields(name: str) -> None:
    lines = [line for line, _ in document("formats", "office", name).lines]

    assert lines == [
        "施策名\t事業名\tR6（千円）\t備考",
        "川を守る\t水質測定事業\t1,234\t改行あり",
        "髙い①㈱\t～浄化槽\t－\t",
    ]


@pytest.mark.parametrize(("name", "rows"), [("shinagawa", 652), ("ichinomiya", 484), ("shimotsuma", 503)])
def test_real_tables_are_read_whole(name: str, rows: int) -> None:
    lines = document("tables", f"{name}-project-evaluation.csv").lines

    assert len(lines) > rows
    assert len({len(line.split("\t")) for line, _ in lines}) == 1


def test_rows_that_a_page_hides_are_no_print_and_its_caption_stands_above_the_table(tmp_path: Path) -> None:
    """As browsers show it: the foot last, wherever the source has it."""
    (tmp_path / "plan.html").write_text(
        """<!DOCTYPE html><table><caption>表1 <b>指標</b></caption><tfoot><tr><td>合計<td>3</tfoot>
        <thead><tr><th>名<th>値</thead><tbody style="visibility: collapse"><tr><td>旧<td>7</tbody>
        <tbody><tr><td>公園<td>1<tr style="display:none"><td>隠し<td>9<tr><td>道路<td>2</tbody></table>""",
        encoding="utf-8",
    )
    read = read_document(tmp_path / "plan.html")

    assert read.text.split("\n") == ["表1 指標", "名\t値", "公園\t1", "道路\t2", "合計\t3", ""]
    assert read.parts[0].counts.invisible == 5


def test_a_time_that_goes_on_over_a_day_is_printed_in_hours() -> None:
    assert printed(timedelta(days=2, hours=3, minutes=4), "[h]:mm").text == "51:04"
    assert printed(timedelta(minutes=75), '[h]"時間"mm"分"').text == "1時間15分"
    assert printed(timedelta(minutes=75), "0.0").note == "format-unknown"


def test_line_ends_of_a_pages_source_part_figures_and_latin_words_and_those_of_kept_text_part_lines(
    tmp_path: Path,
) -> None:
    """Two figures never become one; a cell that spans all rows below leaves none of theirs in its column."""
    (tmp_path / "plan.html").write_text(
        "<p>人口は\n12\n<b>34</b>人、ABC\ndef\nと\n本文</p><pre>道路 10\n橋 20</pre>"
        "<table><tr><td rowspan=0>区分<td>1<tr><td>2<tr><td>3</table>",
        encoding="utf-8",
    )
    assert read_document(tmp_path / "plan.html").text.split("\n") == [
        "人口は12 34人、ABC defと本文",
        "道路 10",
        "橋 20",
        "区分\t1",
        "\t2",
        "\t3",
        "",
    ]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ('事業名,額\n"開いたまま,1\n道路,2\n'.encode("cp932"), "documents.damaged"),
        ('事業名,額\n道路,"2'.encode(), "documents.damaged"),
        ("事業名,額\n道路,2\n".encode("iso-2022-jp"), "documents.binary"),
    ],
)
def test_a_csv_that_would_be_read_otherwise_than_it_was_written_is_named(
    data: bytes, key: str, tmp_path: Path
) -> None:
    (tmp_path / "plan.csv").write_bytes(data)
    with raises(key):
        read_document(tmp_path / "plan.csv")


@pytest.mark.parametrize("end", ["", "\n", "\r\n", ",", "\n\n"])
def test_however_a_csv_ends_it_is_read(end: str, tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_bytes(f'事業名,額\n"道\n路","2"{end}'.encode())
    assert read_document(tmp_path / "plan.csv").text.startswith("事業名\t額")
