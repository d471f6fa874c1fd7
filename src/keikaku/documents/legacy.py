"""XLS (BIFF) as it prints."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlrd
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.formatting import std_format_strings

from keikaku.documents.built_in_formats import JAPANESE
from keikaku.documents.form import Cell, Part
from keikaku.documents.native import lines_of
from keikaku.documents.notes import CHARTS, MACROS, SHAPES
from keikaku.documents.spreadsheets import Print, printed, sheet_part


def read_xls(path: Path) -> list[Part]:
    """Return the sheets of an XLS workbook.

    Raises:
        ValueError: It is damaged, or locked.
    """
    try:
        data = path.read_bytes()
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=_Silence())
    except (xlrd.XLRDError, AssertionError, IndexError, KeyError, UnicodeDecodeError) as error:
        locked = "encrypted" in str(error)
        raise ValueError(*(("locked",) if locked else ()), str(error)) from error
    parts = []
    for number, sheet in enumerate(book.sheets(), start=1):
        hidden = sheet.visibility != 0
        parts.append(sheet_part(number, sheet.name, list(_cells(book, sheet, hidden=hidden)), hidden=hidden))
    if parts:
        parts[0].notes += _unread_in(data)
    return parts


_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_OBJECT, _TEXT, _CHART, _COMMENT = 0x5D, 0x1B6, 5, 0x19
"""Records of an object and of its text, and two kinds of objects (MS-XLS, 2.4.181, 2.4.329, 2.5.143)."""


def _unread_in(data: bytes) -> list[str]:
    """Return the notes of what a workbook holds and nobody reads: charts, text boxes, macros."""
    try:
        held, base, size = CompDoc(data, logfile=_Silence()).locate_named_stream("Workbook")
    except CompDocError:  # a workbook older than BIFF8 is no compound file
        held, base, size = b"", 0, 0
    kinds = set(objects(held[base : base + size] if held else b""))
    found = {CHARTS: _CHART in kinds, SHAPES: bool(kinds - {_CHART, _COMMENT}), MACROS: _MACROS in data}
    return [note for note, there in found.items() if there]


def objects(records: bytes) -> Iterator[int]:
    """Yield the kind of each chart, and of each object with a text, of a stream of records (MS-XLS, 2.1.4)."""
    at, kind = 0, 0
    while at + 4 <= len(records):
        record, size = struct.unpack_from("<HH", records, at)
        held = records[at + 4 : at + 4 + size]
        at += 4 + size
        if record == _OBJECT and size >= 6:
            (kind,) = struct.unpack_from("<H", held, 4)
            if kind == _CHART:
                yield kind
        elif record == _TEXT and size >= 12 and struct.unpack_from("<H", held, 10)[0]:
            yield kind


class _Silence:
    """Where xlrd's remarks go."""

    def write(self, _text: str) -> int:
        return 0


def _cells(book: Any, sheet: Any, *, hidden: bool) -> Iterator[Cell]:
    spans = {(r0, c0): (r1 - r0, c1 - c0) for r0, r1, c0, c1 in sheet.merged_cells}
    for row in range(sheet.nrows):
        unseen_row = getattr(sheet.rowinfo_map.get(row), "hidden", 0)
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
                continue
            rows, columns = spans.get((row, column), (1, 1))
            form = book.xf_list[cell.xf_index]
            struck = bool(book.font_list[form.font_index].struck_out)
            print_ = _print(book, cell, _code(book, form.format_key), _comment(sheet, row, column))
            runs = sheet.rich_text_runlist_map.get((row, column))
            if runs:
                print_ = replace(print_, text=_without_struck(book, print_.text, struck, runs))
            unseen = hidden or unseen_row or getattr(sheet.colinfo_map.get(column), "hidden", 0)
            yield Cell(
                row=row,
                column=column,
                rows=rows,
                columns=columns,
                lines=lines_of(print_.text),
                hidden=bool(unseen or print_.hidden),
                struck=struck,
                address=f"{xlrd.formula.colname(column)}{row + 1}",
                note=print_.note,
            )


def _without_struck(book: Any, text: str, struck: bool, runs: list[tuple[int, int]]) -> str:
    """Return a text in several fonts without what is struck through."""
    kept, start = [], 0
    for at, font in [*runs, (len(text), 0)]:
        if not struck:
            kept.append(text[start:at])
        start, struck = at, bool(book.font_list[font].struck_out)
    return "".join(kept)


def _code(book: Any, number: int) -> str:
    """Return the code of a format: the one that the file states, else the one that Japanese Excel means."""
    found = book.format_map[number].format_str
    return (
        JAPANESE.get(number, found or "General") if found in {None, std_format_strings.get(number)} else found
    )


def _print(book: Any, cell: Any, code: str, comment: str) -> Print:
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return printed(Decimal(repr(cell.value)), code, comment)
    if cell.ctype == xlrd.XL_CELL_DATE:
        # A date is a number; workbooks of old Macintoshes count it from 1904.
        return printed(Decimal(repr(cell.value)) + 1462 * book.datemode, code, comment)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Print(str(bool(cell.value)).upper(), comment)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Print(xlrd.error_text_from_code.get(cell.value, "#ERROR!"), comment)
    return printed(str(cell.value), code, comment)


def _comment(sheet: Any, row: int, column: int) -> str:
    note = sheet.cell_note_map.get((row, column))
    return f"comment: {note.text.strip()}" if note else ""
