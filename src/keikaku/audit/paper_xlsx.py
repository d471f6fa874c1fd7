"""The paper as a workbook: a sheet per table, made to be read, filtered and printed."""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from keikaku.audit.model import Audit
from keikaku.audit.tables import tables, title
from keikaku.audit.tabular import CellValue, Column, Table
from keikaku.audit.words import COLOURS, text_colour
from keikaku.graph.states import Status
from keikaku.ground.errors import MissingExtraError
from keikaku.ground.messages import Language
from keikaku.ground.spreadsheet_text import for_xml, neutral

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST = {"text": 24, "name": 34, "long": 48, "iri": 40, "status": 6, "number": 14, "yen": 20, "percent": 12}
_FORMATS = {"number": "#,##0", "yen": "#,##0", "percent": "0.0%"}
_FILLS = {
    Status.DECLARED: "1B7837",
    Status.CONFIRMED: "5AAE61",
    Status.INHERITED: "B8E0B8",
    Status.SUGGESTED: "FFE9A8",
    Status.UNREADABLE: "D9D2E9",
    Status.GENERAL: "CFE6F5",
}
_STILL = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP file can hold
_DATES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</)")
_PRINTED = 260  # columns of a half-width character that an A4 page holds in letters of some 6 points
_TALLEST = 12  # lines
_LONGEST = 32_000  # characters; a cell holds 32,767


def workbook_bytes(audit: Audit, language: Language) -> bytes:
    """Return the paper as an XLSX file, the same bytes for the same audit.

    Raises:
        MissingExtraError: openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="XLSX", package="openpyxl", extra="audit"
        ) from None
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    book.properties.creator = "keikaku"
    book.properties.title = title(audit, language)
    for table in tables(audit, language):
        _write(book, table)
    buffer = io.BytesIO()
    book.save(buffer)
    return _still(buffer.getvalue())


def _write(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(table.title[:31])
    sheet.append([column.head for column in table.columns])
    for row in table.rows:
        sheet.append([_value(cell) for cell in row])
    _style_head(sheet, table)
    widths = []
    for index, column in enumerate(table.columns, 1):
        cells = [sheet.cell(line, index) for line in range(2, len(table.rows) + 2)]
        _style_column(cells, column)
        widths.append(_width(column, [row[index - 1] for row in table.rows]))
        sheet.column_dimensions[_letter(index)].width = widths[-1]
    for line, row in enumerate(table.rows, 2):
        sheet.row_dimensions[line].height = _height(row, widths)
    _set_up(sheet, table, widths)


def _letter(index: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(index)


def _value(cell: CellValue) -> CellValue:
    return for_xml(neutral(cell))[:_LONGEST] if isinstance(cell, str) else cell


def _style_head(sheet: Worksheet, table: Table) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for index, column in enumerate(table.columns, 1):
        cell = sheet.cell(1, index)
        goal = int(column.head) if column.kind == "status" and column.head.isdigit() else 0
        fill = COLOURS[goal - 1] if goal else "#1F3A4D"
        cell.font = Font(bold=True, color=text_colour(fill)[1:])
        cell.fill = PatternFill("solid", start_color=fill[1:])
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")


def _style_column(cells: Iterable[Cell], column: Column) -> None:
    """Style the cells of a column; those that look alike share one style, which is ten times faster."""
    made: dict[object, Any] = {}
    for cell in cells:
        look = cell.value if column.kind == "status" else None
        if look not in made:
            _style_cell(cell, column)
            made[look] = cell._style  # type: ignore[attr-defined]
        cell._style = made[look]  # type: ignore[attr-defined]


def _style_cell(cell: Cell, column: Column) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    middle = column.kind == "status"
    cell.alignment = (
        Alignment(horizontal="center", vertical="top")
        if middle
        else Alignment(vertical="top", wrap_text=column.kind in ("text", "name", "long"))
    )
    if column.kind in _FORMATS:
        cell.number_format = _FORMATS[column.kind]
    status = next((one for one in _FILLS if middle and one.sign == cell.value), None)
    if status is not None:
        cell.fill = PatternFill("solid", start_color=_FILLS[status])
        if status is Status.DECLARED:
            cell.font = Font(color="FFFFFF", bold=True)


def _width(column: Column, values: Iterable[CellValue]) -> float:
    shown = [_shown(value, column) for value in values]
    lines = (line for text in [column.head, *shown] for line in text.split("\n")[:40])
    return float(min(max(map(_columns, lines), default=4) + 2.5, _WIDEST[column.kind]))


def _height(row: list[CellValue], widths: list[float]) -> float:
    """Return the height of a row in points: spreadsheets other than Excel do not fit it to wrapped text."""
    lines = [
        sum(max(1, math.ceil(_columns(part) / (width - 2))) for part in value.split("\n"))
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    return float(min(max(lines, default=1), _TALLEST) * 15)


def _shown(value: CellValue, column: Column) -> str:
    if isinstance(value, int | float) and column.kind != "percent":
        return f"{value:,.0f}"
    return "" if value is None or column.kind == "percent" else str(value)


def _columns(text: str) -> int:
    """Return how wide a text is in columns of a half-width character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _set_up(sheet: Worksheet, table: Table, widths: list[float]) -> None:
    """Freeze the head, let every column be filtered, and print on numbered pages that can be read.

    A wide table goes over several pages beside each other, each with the heads and the column that names the rows.
    """
    sheet.freeze_panes = "F2" if table.name == "matrix" else "A2"
    sheet.auto_filter.ref = f"A1:{_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    pages = math.ceil(sum(widths) / _PRINTED)
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = "1:1"
    if pages > 1:
        named = next((place for place, one in enumerate(table.columns, 1) if one.kind == "name"), 1)
        sheet.print_title_cols = f"{_letter(named)}:{_letter(named)}"
    sheet.print_options.gridLines = True
    footer = sheet.oddFooter
    if footer is not None:
        footer.center.text = "&A — &P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _still(data: bytes) -> bytes:
    """Return the same ZIP file without the time at which it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(buffer, "w") as still:
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", part)
            info = zipfile.ZipInfo(name, _STILL)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            still.writestr(info, part)
    return buffer.getvalue()
