"""Sheets as they print: XLSX, and the grid that every kind of sheet becomes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter

from keikaku.documents import numberformats
from keikaku.documents.form import Block, Cell, Counts, Kind, Part
from keikaku.documents.native import lines_of, table_of
from keikaku.documents.packages import read_package

NOT_CALCULATED = "not-calculated"
"""Note of a cell whose formula the file holds without its value: it is unknown, never 0."""

NOT_PRINTED = "format"
"""Note of a cell whose number format is not understood: its stored value stands for the print."""


def read_xlsx(path: Path) -> list[Part]:
    """Return the sheets of an XLSX workbook.

    Raises:
        ValueError: It is damaged, locked, or unsafe (:class:`PackageError`).
    """
    read_package(path)
    try:
        values = openpyxl.load_workbook(path, data_only=True, rich_text=True)
        formulas = openpyxl.load_workbook(path)
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(str(error)) from error
    parts = []
    for number, sheet in enumerate(values.worksheets, start=1):
        hidden = sheet.sheet_state != "visible"
        cells = list(_xlsx_cells(sheet, formulas[sheet.title], hidden=hidden))
        parts.append(sheet_part(number, sheet.title, cells, hidden=hidden))
    return parts


def sheet_part(number: int, name: str, cells: list[Cell], *, hidden: bool = False) -> Part:
    """Return a sheet: each stretch of rows that an empty row ends is a table.

    Args:
        number: The sheet's number, from 1.
        name: Its name.
        cells: Its cells, by the rows and columns of the sheet.
        hidden: Whether the workbook hides it.
    """
    part = Part(kind=Kind.SHEET, number=number, name=name, hidden=hidden)
    part.blocks = list(_blocks(cells))
    shown = sum(_letters(cell) for cell in cells if not cell.hidden)
    every = sum(map(_letters, cells))
    part.counts = Counts(total=every, printed=shown, invisible=every - shown)
    return part


def _letters(cell: Cell) -> int:
    return sum(not char.isspace() for line in cell.lines for char in line.text)


def _blocks(cells: list[Cell]) -> Iterator[Block]:
    """Yield the tables of a sheet."""
    held: list[Cell] = []
    end = 0
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if not (cell.lines or cell.note):
            continue
        if held and cell.row > end:
            yield table_of(held)
            held = []
        held.append(cell)
        end = max(end, cell.row + cell.rows)
    if held:
        yield table_of(held)


def _xlsx_cells(sheet: Any, formulas: Any, *, hidden: bool) -> Iterator[Cell]:
    """Yield the cells of a sheet that hold something or are merged."""
    spans, covered = {}, set()
    for merged in sheet.merged_cells.ranges:
        spans[merged.min_row, merged.min_col] = (
            merged.max_row - merged.min_row + 1,
            merged.max_col - merged.min_col + 1,
        )
        covered.add((merged.min_row, merged.min_col, merged.max_row, merged.max_col))
    # The cells that the file holds: counted by the sheet's extent, one cell at XFD1048576 makes 17 billion.
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is None and formulas.cell(row, column).data_type != "f" and cell.comment is None:
            continue
        rows, columns = spans.get((row, column), (1, 1))
        text, struck, note = _xlsx_print(cell, formulas.cell(row, column))
        yield Cell(
            row=row - 1,
            column=column - 1,
            rows=rows,
            columns=columns,
            lines=lines_of(text),
            fill=_fill(cell),
            hidden=hidden or sheet.row_dimensions[row].hidden or _column_hidden(sheet, column),
            struck=struck,
            address=f"{get_column_letter(column)}{row}",
            note=note,
        )


def _column_hidden(sheet: Any, column: int) -> bool:
    return any(
        dimension.hidden and dimension.min <= column <= dimension.max
        for dimension in sheet.column_dimensions.values()
        if dimension.min and dimension.max
    )


def _xlsx_print(cell: Any, formula: Any) -> tuple[str, bool, str]:
    """Return what a cell prints, whether that is struck through, and what a reader must know of it."""
    comment = f"comment: {cell.comment.text.strip()}" if cell.comment else ""
    if cell.value is None:
        return "", False, NOT_CALCULATED if formula.data_type == "f" else comment
    if isinstance(cell.value, CellRichText):
        kept = "".join(
            str(part) for part in cell.value if not getattr(getattr(part, "font", None), "strike", False)
        )
        return kept, not kept.strip(), comment
    text, understood = printed(cell.value, cell.number_format)
    return text, bool(cell.font and cell.font.strike), comment or ("" if understood else NOT_PRINTED)


def printed(value: object, code: str) -> tuple[str, bool]:
    """Return what a sheet prints of a value, and whether its format was understood.

    Args:
        value: A text, a number, a date, a truth value.
        code: Its format code.
    """
    if isinstance(value, bool):
        return str(value).upper(), True
    if isinstance(value, int | float | Decimal):
        if isinstance(value, float) and not math.isfinite(value):
            return str(value), False
        number = Decimal(str(value))
        text = numberformats.shown(number, code)
        return (text, True) if text is not None else (f"{number:f}", False)
    if isinstance(value, datetime | date | time):
        text = numberformats.dated(value, code)
        return (text, True) if text is not None else (value.isoformat(), False)
    if isinstance(value, timedelta):
        text = numberformats.lasted(value, code)
        return (text, True) if text is not None else (str(value), False)
    return str(value), True


def _fill(cell: Any) -> str:
    """Return the colour of a cell's ground."""
    fill = cell.fill
    if fill is None or fill.fill_type != "solid" or not isinstance(fill.fgColor.rgb, str):
        return ""
    return f"#{fill.fgColor.rgb[-6:].lower()}"
