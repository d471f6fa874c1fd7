"""What Japanese Excel and Word write that libraries from elsewhere read otherwise, or not at all."""

from __future__ import annotations

import struct
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font, PatternFill

from keikaku import read_document
from keikaku.documents.form import UNKNOWN
from keikaku.documents.legacy import objects
from tests.conftest import Keikaku

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def workbook(path: Path, rows: list[tuple[str, str]], formats: list[int], drawing: str = "") -> Path:
    """Write a workbook as Excel does: formats by number alone, readings of words beside them, shapes over cells.

    Args:
        path: Where to.
        rows: The cells A and B of each row, as XML within their elements: the attributes of B's, then what is in it.
        formats: The format of each B.
        drawing: What lies over the cells.
    """
    book = openpyxl.Workbook()
    book.create_sheet("予算", 0)
    del book["Sheet"]
    book.save(path)
    with ZipFile(path) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    forms = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in formats)
    members["xl/styles.xml"] = (
        f"<styleSheet {_S}><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
        f'<cellXfs><xf numFmtId="0"/>{forms}</cellXfs></styleSheet>'
    ).encode()
    cells = "".join(
        f'<row r="{at}"><c r="A{at}" t="inlineStr"><is>{name}</is></c><c r="B{at}" s="{at}"{value}</c></row>'
        for at, (name, value) in enumerate(rows, start=1)
    )
    members["xl/worksheets/sheet1.xml"] = (
        f'<worksheet {_S} xmlns:r="{_R}"><sheetData>{cells}</sheetData><drawing r:id="rId9"/></worksheet>'
    ).encode()
    members["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9"'
        f' Type="{_R}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    ).encode()
    members["xl/drawings/drawing1.xml"] = (
        '<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
        f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{drawing}</d:wsDr>'
    ).encode()
    with ZipFile(path, "w") as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return path


def box(row: int, *paragraphs: str) -> str:
    """Return a text box that begins at a row, from 0, and column C."""
    said = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return (
        f"<d:twoCellAnchor><d:from><d:col>2</d:col><d:row>{row}</d:row></d:from><d:grpSp><d:sp>"
        f'<d:nvSpPr><d:cNvPr id="1" name="箱"/></d:nvSpPr><d:txBody>{said}</d:txBody></d:sp></d:grpSp></d:twoCellAnchor>'
    )


def test_formats_that_a_workbook_names_by_number_are_those_of_japan(tmp_path: Path) -> None:
    """27 to 36 and 50 to 58 are dates in Japan alone: elsewhere the day is printed as 45446."""
    prints = {14: "2024/6/3", 22: "2024/6/3 0:00", 27: "R6.6.3", 28: "令和6年6月3日", 30: "6/3/24",
              31: "2024年6月3日", 34: "2024年6月", 53: "6月3日", 57: "R6.6.3", 58: "令和6年6月3日"}  # fmt: skip
    rows = [("<t>日</t>", "><v>45446</v>")] * len(prints) + [("<t>額</t>", "><v>-1234</v>")] * 2
    path = workbook(tmp_path / "plan.xlsx", rows, [*prints, 6, 38])

    read = [line.split("\t")[1] for line, _ in read_document(path).lines]
    assert read == [*prints.values(), "¥-1,234", "-1,234"]


def test_readings_of_words_are_no_text_and_an_empty_result_is_no_missing_one(tmp_path: Path) -> None:
    """A formula whose value is a text without a character has been calculated; one without a value has not."""
    rows = [
        ('<t>施策名</t><rPh sb="0" eb="2"><t>シサク</t></rPh>', ' t="str"><f>IF(A1="",1,"")</f><v></v>'),
        ("<t>事業名</t>", "><f>1+1</f><v/>"),
    ]
    read = read_document(workbook(tmp_path / "plan.xlsx", rows, [0, 0]))

    assert [line for line, _ in read.lines] == ["施策名", f"事業名\t{UNKNOWN}"]
    assert read.parts[0].notes == ["not-calculated"]


def test_text_boxes_over_a_sheet_are_lines_at_their_cells(tmp_path: Path) -> None:
    rows = [("<t>事業名</t>", "><v>1</v>"), ("<t>道路</t>", "><v>2</v>")]
    path = workbook(tmp_path / "plan.xlsx", rows, [0, 0], box(0, "注1", "注2") + box(5, "目標値は80％"))
    read = read_document(path)

    assert [line for line, _ in read.lines] == ["事業名\t1", "道路\t2", "注1注2", "目標値は80％"]
    assert [place.cells[0].address for _, place in read.lines] == ["A1", "A2", "C1", "C6"]
    assert read.parts[0].counts.printed == read.parts[0].counts.total


def test_what_a_sheet_does_not_print_is_known_and_not_read(tmp_path: Path) -> None:
    """Formats print a text by their section for text, hide with ``;;;``; white print on bare paper is seen by nobody."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("表", 0)
    for row, (name, value, code) in enumerate(
        [("期", "3", '"第"@"期"'), ("秘", 123, ";;;"), ("白", 456, "0"), ("濃", 789, "0"), ("謎", 5, "[DBNum2]0")], 1
    ):  # fmt: skip
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value).number_format = code
    for row in (3, 4):
        sheet.cell(row, 2).font = Font(color="FFFFFFFF")
    sheet.cell(4, 2).fill = PatternFill("solid", fgColor="FF003366")
    book.save(tmp_path / "plan.xlsx")
    read = read_document(tmp_path / "plan.xlsx")

    assert [line for line, _ in read.lines] == ["期\t第3期", "秘", "白", "濃\t789", f"謎\t5{UNKNOWN}"]
    assert (read.parts[0].counts.invisible, read.parts[0].notes) == (6, ["format-unknown"])


def test_the_cells_that_are_not_known_are_named_in_both_languages(tmp_path: Path, keikaku: Keikaku) -> None:
    path = workbook(tmp_path / "plan.xlsx", [("<t>事業名</t>", "><f>1+1</f>")], [0])
    told = [keikaku("text", str(path), "--lang", language).stderr for language in ("en", "ja")]

    assert "sheet “予算” B1: a formula whose value the file does not hold" in told[0]
    assert "シート「予算」 B1: 数式の計算結果がファイルにありません" in told[1]


def test_macros_are_named_and_not_run(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plan.xlsm", [("<t>事業名</t>", "><v>1</v>")], [0])
    with ZipFile(path, "a") as zipped:
        zipped.writestr("xl/vbaProject.bin", bytes(64))
    read = read_document(path)

    assert ([line for line, _ in read.lines], read.parts[0].notes) == (["事業名\t1"], ["macros"])


def ods(path: Path, rows: str) -> Path:
    """Write an ODS workbook of one sheet."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (("office", "office"), ("table", "table"), ("text", "text"), ("draw", "drawing"))
    )
    with ZipFile(path, "w") as zipped:
        zipped.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        zipped.writestr(
            "content.xml",
            f"<office:document-content{spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_charts_are_named_and_not_read(tmp_path: Path, keikaku: Keikaku) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("予算", 0)
    sheet.append(["道路", 1])
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1))
    sheet.add_chart(chart, "D1")
    book.save(tmp_path / "plan.xlsx")

    assert read_document(tmp_path / "plan.xlsx").parts[0].notes == ["charts"]
    told = [keikaku("text", str(tmp_path / "plan.xlsx"), "--lang", lang).stderr for lang in ("en", "ja")]
    assert "sheet “予算”: charts or diagrams" in told[0]
    assert "シート「予算」: 図やグラフ" in told[1]


def test_text_boxes_of_an_ods_are_read_where_they_lie(tmp_path: Path) -> None:
    box = "<draw:frame><draw:text-box><text:p>注1</text:p><text:p>注2</text:p></draw:text-box></draw:frame>"
    cells = "".join(f"<table:table-cell>{held}</table:table-cell>" for held in ("<text:p>道路</text:p>", box))
    over = "<table:shapes><draw:custom-shape><text:p>表紙</text:p></draw:custom-shape></table:shapes>"
    read = read_document(ods(tmp_path / "plan.ods", f"{over}<table:table-row>{cells}</table:table-row>"))

    assert [(line, place.cells[0].address) for line, place in read.lines] == [
        ("道路", "A1"), ("表紙", "A1"), ("注1注2", "B1"),
    ]  # fmt: skip


def test_objects_of_an_old_workbook_are_told_from_its_comments() -> None:
    def record(number: int, held: bytes) -> bytes:
        return struct.pack("<HH", number, len(held)) + held

    def of(kind: int, letters: int | None) -> bytes:
        text = b"" if letters is None else record(0x1B6, struct.pack("<10xH6x", letters))
        return record(0x5D, struct.pack("<HHHH10x", 0x15, 0x12, kind, 1)) + text

    stream = record(0x809, bytes(16)) + of(0x19, 9) + of(6, 4) + of(6, 0) + of(8, None) + of(5, None)
    assert list(objects(stream)) == [0x19, 6, 5]
    assert list(objects(stream[:-3])) == [0x19, 6, 5]


def test_rows_alike_that_an_ods_holds_once_are_printed_as_often(tmp_path: Path) -> None:
    row = "<table:table-cell><text:p>道路</text:p></table:table-cell>"
    rows = f'<table:table-row table:number-rows-repeated="3">{row}</table:table-row>'
    rows += '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    read = read_document(ods(tmp_path / "plan.ods", rows))

    assert [(line, place.cells[0].address) for line, place in read.lines] == [
        ("道路", "A1"), ("道路", "A2"), ("道路", "A3"),
    ]  # fmt: skip


def word(path: Path, body: str, **parts: str) -> Path:
    """Write a Word file of some paragraphs and further members (numbering, styles, endnotes)."""
    roots = {"numbering": "numbering", "styles": "styles", "endnotes": "endnotes"}
    with ZipFile(path, "w") as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
        zipped.writestr("word/document.xml", f"<w:document {_W} {_M}><w:body>{body}</w:body></w:document>")
        for name, held in parts.items():
            zipped.writestr(f"word/{name}.xml", f"<w:{roots[name]} {_W}>{held}</w:{roots[name]}>")
    return path


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>"


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def field(instruction: str, result: str = "") -> str:
    steps = [f"<w:instrText>{instruction}</w:instrText>"]
    steps += ['<w:fldChar w:fldCharType="separate"/>', f"<w:t>{result}</w:t>"] if result else []
    return "".join(
        run(x) for x in ['<w:fldChar w:fldCharType="begin"/>', *steps, '<w:fldChar w:fldCharType="end"/>']
    )


@pytest.mark.parametrize(
    ("runs", "print_"),
    [
        (run('<w:sym w:font="Wingdings" w:char="F081"/>') + run("<w:t>道路</w:t>"), "①道路"),
        (run('<w:sym w:font="Wingdings" w:char="F0FE"/>'), "☑"),
        (run("<w:t>n</w:t>", '<w:rFonts w:ascii="Wingdings"/>') + run("<w:t>済</w:t>"), "■済"),
        (run('<w:sym w:font="Symbol" w:char="F0B3"/>') + run("<w:t>5</w:t>"), "≧5"),
        (run('<w:sym w:font="Webdings" w:char="F021"/>') + run("<w:t>5</w:t>"), f"{UNKNOWN}5"),
        (field(r" eq \o\ac(○,12)"), "⑫"),
        (field(r'EQ \* jc2 \* "Font:明朝" \* hps10 \o\ad(\s\up 9(かくう),架空)') + run("<w:t>町</w:t>"), "架空町"),
        (field(r"EQ \f(1,2)"), "1/2"),
        (field(" PAGE ", "12") + run("<w:t>頁</w:t>"), "12頁"),
        (run("<w:t>新</w:t>") + run("<w:t>旧80</w:t>", "<w:strike/>") + run("<w:t>90</w:t>"), "新90"),
        ("<m:oMath><m:f><m:num><m:r><m:t>3</m:t></m:r></m:num><m:den><m:r><m:t>4</m:t></m:r></m:den></m:f></m:oMath>",
         "3/4"),
    ],
)  # fmt: skip
def test_what_word_draws_by_fonts_of_signs_and_fields(runs: str, print_: str, tmp_path: Path) -> None:
    read = read_document(word(tmp_path / "plan.docx", p(runs)))

    assert [line for line, _ in read.lines] == [print_]
    assert read.parts[0].notes == (["unknown-sign"] if UNKNOWN in print_ else [])


def item(text: str, list_id: int, properties: str = "") -> str:
    held = run(f"<w:t>{text}</w:t>") if text else ""
    return p(
        held, properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>{properties}'
    )


def test_word_counts_on_in_lists_of_one_definition_and_anew_where_one_says_so(tmp_path: Path) -> None:
    """An empty item prints its number; one whose end was deleted is none. A style has the list of that it is based on."""
    lists = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    styles = (
        '<w:style w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    body = [item("一", 1), item("二", 2), item("", 1), item("", 1, "<w:rPr><w:del/></w:rPr>"), item("四", 1)]
    body += [p(run("<w:t>五</w:t>"), properties='<w:pStyle w:val="b"/>'), item("初", 3), item("次", 3)]
    notes = '<w:endnote w:type="separator"><w:p/></w:endnote><w:endnote w:id="1">' + p(run("<w:t>注記</w:t>"))
    path = word(
        tmp_path / "plan.docx", "".join(body), numbering=lists, styles=styles, endnotes=f"{notes}</w:endnote>"
    )

    assert [line for line, _ in read_document(path).lines] == [
        "1.　一", "2.　二", "3.　", "4.　四", "5.　五", "1.　初", "2.　次", "注記",
    ]  # fmt: skip


def test_what_a_web_page_strikes_through_is_counted_and_not_read(tmp_path: Path) -> None:
    page = '<p>目標 <s>80</s><del>70</del><span style="text-decoration:line-through">60</span> 90人</p>'
    (tmp_path / "plan.html").write_text(page, encoding="utf-8")
    read = read_document(tmp_path / "plan.html")

    assert (read.text.strip(), read.parts[0].counts.invisible) == ("目標 90人", 6)
