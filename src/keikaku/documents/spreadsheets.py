"""Sheets as they print: XLSX, and the grid that every kind of sheet becomes."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import WINDOWS_EPOCH

from keikaku.documents import numberformats
from keikaku.documents.built_in_formats import JAPANESE, ONLY_JAPANESE
from keikaku.documents.form import UNKNOWN, Cell, Counts, Kind, Part
from keikaku.documents.native import lines_of, table_of
from keikaku.documents.notes import NOT_CALCULATED, NOT_PRINTED
from keikaku.documents.packages import read_package, unread_in
from keikaku.documents.sheet_boxes import text_boxes


def read_xlsx(path: Path) -> list[Part]:
    """Return the sheets of an XLSX workbook.

    Raises:
        ValueError: It is damaged, locked, or unsafe (:class:`PackageError`).
    """
    boxes = text_boxes(read_package(path))
    try:
        with warnings.catch_warnings(action="ignore"):  # of what it does not keep when it writes
            values = openpyxl.load_workbook(path, data_only=True, rich_text=True)
            formulas = openpyxl.load_workbook(path)
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise ValueError(str(error)) from error
    parts = []
    for number, sheet in enumerate(values.worksheets, start=1):
        hidden = sheet.sheet_state != "visible"
        cells = list(_xlsx_cells(sheet, formulas[sheet.title], values.epoch, hidden=hidden))
        parts.append(sheet_part(number, sheet.title, cells, boxes.get(sheet.title, ()), hidden=hidden))
    if parts:
        parts[0].notes += unread_in(path)
    return parts


def sheet_part(
    number: int, name: str, cells: list[Cell], boxes: Iterable[Cell] = (), *, hidden: bool = False
) -> Part:
    """Return a sheet: each stretch of rows that an empty row ends is a table, and each text box one after it.

    Args:
        number: The sheet's number, from 1.
        name: Its name.
        cells: Its cells, by the rows and columns of the sheet.
        boxes: The texts that lie over them, likewise.
        hidden: Whether the workbook hides it.
    """
    part = Part(kind=Kind.SHEET, number=number, name=name, hidden=hidden)
    stretches = [*_stretches(cells), *([box] for box in boxes)]
    part.blocks = [table_of(held) for held in sorted(stretches, key=lambda held: held[0].row)]
    every = [*cells, *boxes]
    total, shown = (sum(map(_letters, held)) for held in (every, [c for c in every if not c.hidden]))
    part.counts = Counts(total=total, printed=shown, invisible=total - shown)
    seen = {cell.note for cell in cells if not cell.hidden}
    part.notes = [note for note in (NOT_CALCULATED, NOT_PRINTED) if note in seen]
    return part


def _letters(cell: Cell) -> int:
    return sum(not char.isspace() for line in cell.lines for char in line.text)


def _stretches(cells: list[Cell]) -> Iterator[list[Cell]]:
    """Yield the cells of each table of a sheet, by row and column."""
    held: list[Cell] = []
    end = 0
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if not (cell.lines or cell.note):
            continue
        if held and cell.row > end:
            yield held
            held = []
        held.append(cell)
        end = max(end, cell.row + cell.rows)
    if held:
        yield held


def _xlsx_cells(sheet: Any, formulas: Any, epoch: datetime, *, hidden: bool) -> Iterator[Cell]:
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
        print_ = _xlsx_print(cell, formulas.cell(row, column), epoch)
        unseen = hidden or sheet.row_dimensions[row].hidden or _column_hidden(sheet, column)
        yield Cell(
            row=row - 1,
            column=column - 1,
            rows=rows,
            columns=columns,
            lines=lines_of(print_.text),
            fill=_fill(cell),
            hidden=unseen or print_.hidden or _white_on_white(cell),
            struck=print_.struck,
            address=f"{get_column_letter(column)}{row}",
            note=print_.note,
        )


def _column_hidden(sheet: Any, column: int) -> bool:
    return any(
        dimension.hidden and dimension.min <= column <= dimension.max
        for dimension in sheet.column_dimensions.values()
        if dimension.min and dimension.max
    )


@dataclass(frozen=True, slots=True)
class Print:
    """What a cell prints.

    Attributes:
        text: The print; the value itself where the cell hides it.
        note: What a reader must know of it.
        hidden: Whether its number format prints nothing of it.
        struck: Whether all of it is struck through.
    """

    text: str
    note: str = ""
    hidden: bool = False
    struck: bool = False


def _xlsx_print(cell: Any, formula: Any, epoch: datetime) -> Print:
    """Return what a cell prints; dates that only Japanese Excel knows as such are counted from the workbook's epoch."""
    comment = f"comment: {cell.comment.text.strip()}" if cell.comment else ""
    if cell.value is None:
        # A formula whose value is a text without a character has that value, and says so by its type.
        unknown = formula.data_type == "f" and cell.data_type != "str"
        return Print(UNKNOWN, NOT_CALCULATED) if unknown else Print("", comment)
    if isinstance(cell.value, CellRichText):
        kept = "".join(
            str(part) for part in cell.value if not getattr(getattr(part, "font", None), "strike", False)
        )
        return Print(kept, comment, struck=not kept.strip())
    value, code = cell.value, JAPANESE.get(cell._style.numFmtId, cell.number_format)
    if cell._style.numFmtId in ONLY_JAPANESE and isinstance(value, int | float):
        value += (epoch - WINDOWS_EPOCH).days
    return replace(printed(value, code, comment), struck=bool(cell.font and cell.font.strike))


def printed(value: object, code: str, comment: str = "") -> Print:
    """Return what a sheet prints of a value.

    Args:
        value: A text, a number, a date, a truth value.
        code: Its format code.
        comment: What somebody noted beside it.
    """
    raw, text = _printed(value, code)
    if text is None:
        return Print(f"{raw}{UNKNOWN}", NOT_PRINTED)
    if raw.strip() and not text.strip():
        return Print(raw, comment, hidden=True)
    return Print(text, comment)


def _printed(value: object, code: str) -> tuple[str, str | None]:
    """Return a value in words, and what its format prints of it; None where that is not understood."""
    if isinstance(value, bool):
        return (str(value).upper(),) * 2
    if isinstance(value, int | float | Decimal):
        if isinstance(value, float) and not math.isfinite(value):
            return str(value), None
        number = Decimal(str(value))
        return f"{number:f}", numberformats.shown(number, code)
    if isinstance(value, datetime | date | time):
        return value.isoformat(), numberformats.dated(value, code)
    if isinstance(value, timedelta):
        return str(value), numberformats.lasted(value, code)
    return str(value), numberformats.text_shown(str(value), code)


def _white_on_white(cell: Any) -> bool:
    """Return whether a cell prints in white on bare paper, as forms hide what they compute with."""
    colour = cell.font.color if cell.font else None
    return (
        colour is not None and colour.type == "rgb" and colour.rgb in {"FFFFFFFF", "00FFFFFF"}
        and (cell.fill is None or cell.fill.fill_type is None)
    )  # fmt: skip


def _fill(cell: Any) -> str:
    """Return the colour of a cell's ground."""
    fill = cell.fill
    if fill is None or fill.fill_type != "solid" or not isinstance(fill.fgColor.rgb, str):
        return ""
    return f"#{fill.fgColor.rgb[-6:].lower()}"
