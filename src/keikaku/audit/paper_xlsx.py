"""The paper as a workbook: a sheet per table, made to be read, filtered and printed."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache, partial
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
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST = {"text": 24, "name": 34, "long": 48, "iri": 40, "status": 6, "number": 14, "yen": 20, "percent": 12}
_FORMATS = {"number": "#,##0", "yen": "#,##0", "percent": "0.0%"}
_FILLS = {
    Status.DECLARED: "#1B7837",
    Status.CONFIRMED: "#5AAE61",
    Status.INHERITED: "#B8E0B8",
    Status.SUGGESTED: "#FFE9A8",
    Status.UNREADABLE: "#D9D2E9",
    Status.GENERAL: "#CFE6F5",
}
_STILL = datetime(1980, 1, 1)  # the first date that a ZIP file can hold, which knows no zones
_PADDING = 5 / 7  # columns that a file's width has beyond the one that is set: 5 pixels, a digit has 7
_PRINTED = 260  # columns of a half-width character that an A4 page holds in letters of some 6 points
_TALLEST = 12  # lines
_LONGEST = 32_000  # characters; a cell holds 32,767


def workbook_bytes(audit: Audit, language: Language) -> bytes:
    """Return the paper as an XLSX file, the same bytes for the same audit.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="XLSX", package="xlsxwriter", extra="audit"
        ) from None
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"author": "keikaku", "title": title(audit, language), "created": _STILL})
        looks = _Looks(book)
        for table in tables(audit, language):
            _write(book.add_worksheet(table.title[:31]), table, looks)
    return buffer.getvalue()


def _write(sheet: Worksheet, table: Table, looks: _Looks) -> None:
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _text(column.head), looks.head(column))
    widths = []
    for place, column in enumerate(table.columns):
        values = [row[place] for row in table.rows]
        widths.append(_width(column, values))
        sheet.set_column(place, place, widths[-1] - _PADDING)
        for line, value in enumerate(values, 1):
            look = looks.cell(column, value)
            if value is None or value == "":
                sheet.write_blank(line, place, None, look)
            elif isinstance(value, str):
                sheet.write_string(line, place, _text(value), look)
            else:
                sheet.write_number(line, place, value, look)
    for line, row in enumerate(table.rows, 1):
        sheet.set_row(line, _height(row, widths))
    _set_up(sheet, table, widths)


def _text(text: str) -> str:
    return for_xml(neutral(text))[:_LONGEST]


class _Looks:
    """The formats of cells: those that look alike share one."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[object, Format] = {}

    def _look(self, key: object, properties: Callable[[], dict[str, Any]]) -> Format:
        if key not in self._made:
            self._made[key] = self._book.add_format(properties())
        return self._made[key]

    def head(self, column: Column) -> Format:
        """Return how the head of a column looks: that of an SDG has its colour."""
        goal = int(column.head) if column.kind == "status" and column.head.isdigit() else 0
        fill = COLOURS[goal - 1] if goal else "#1F3A4D"
        text = {"bold": True, "font_color": text_colour(fill), "text_wrap": True}
        return self._look(fill, lambda: {**text, "bg_color": fill, "valign": "vcenter", "align": "center"})

    def cell(self, column: Column, value: CellValue) -> Format:
        """Return how a cell looks: by its column, and by its sign where it is a status."""
        key = (column.kind, value if column.kind == "status" else None)
        return self._look(key, partial(_properties, column, value))


def _properties(column: Column, value: CellValue) -> dict[str, Any]:
    if column.kind != "status":
        number = {"num_format": _FORMATS[column.kind]} if column.kind in _FORMATS else {}
        return {"valign": "top", "text_wrap": column.kind in ("text", "name", "long"), **number}
    status = next((one for one in _FILLS if one.sign == value), None)
    filled = {"bg_color": _FILLS[status]} if status else {}
    declared = {"font_color": "#FFFFFF", "bold": True} if status is Status.DECLARED else {}
    return {"align": "center", "valign": "top", **filled, **declared}


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


class _Widths(dict[str, int]):
    """How many columns of a half-width character each character takes."""

    def __missing__(self, char: str) -> int:
        return self.setdefault(char, 2 if unicodedata.east_asian_width(char) in "WFA" else 1)


_WIDTHS = _Widths()


@lru_cache(maxsize=50_000)  # a text stands in many rows, and counts for its column and its row: some MiB
def _columns(text: str) -> int:
    """Return how wide a text is in columns of a half-width character."""
    return sum(map(_WIDTHS.__getitem__, text))


def _set_up(sheet: Worksheet, table: Table, widths: list[float]) -> None:
    """Freeze the head, let every column be filtered, and print on numbered pages that can be read.

    A wide table goes over several pages beside each other, each with the heads and the column that names the rows.
    """
    sheet.freeze_panes(1, 5 if table.name == "matrix" else 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    pages = math.ceil(sum(widths) / _PRINTED)
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(0)
    if pages > 1:
        named = next((place for place, one in enumerate(table.columns) if one.kind == "name"), 0)
        sheet.repeat_columns(named)
    sheet.hide_gridlines(0)  # none are hidden: paper has them too
    sheet.set_footer("&C&A — &P / &N", {"margin": 0.5})
    sheet.set_margins(left=0.4, right=0.4, top=1.0, bottom=1.0)
