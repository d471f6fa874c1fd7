"""ODS as it prints: content.xml holds the display text of every cell (OpenDocument 1.3, part 3, 9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from keikaku.documents.form import UNKNOWN, Cell, Part
from keikaku.documents.native import lines_of
from keikaku.documents.notes import NOT_CALCULATED
from keikaku.documents.packages import PackageError, parse, read_package, unread_in
from keikaku.documents.spreadsheets import sheet_part

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
LAST_ROW = 1_048_576
"""Of a sheet in any program."""
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def read_ods(path: Path) -> list[Part]:
    """Return the sheets of an ODS workbook.

    Raises:
        PackageError: It cannot be opened.
    """
    root = parse(read_package(path), "content.xml")
    if root is None:
        raise PackageError("damaged", "content.xml")
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(p.get(f"{_TABLE}display") == "false" for p in style.iter(f"{_STYLE}table-properties"))
    }
    struck = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for p in style.iter(f"{_STYLE}text-properties")
        if {p.get(f"{_STYLE}text-line-through-{part}", "none") for part in ("style", "type")} != {"none"}
    }
    parts = []
    for number, table in enumerate(root.iter(f"{_TABLE}table"), start=1):
        hidden = table.get(f"{_TABLE}style-name") in unseen
        cells = list(_cells(table, struck, hidden=hidden))
        boxes = list(_boxes(table, struck, hidden=hidden))
        parts.append(sheet_part(number, table.get(f"{_TABLE}name", ""), cells, boxes, hidden=hidden))
    if parts:
        parts[0].notes += unread_in(path)
    return parts


def _boxes(table: Any, struck: set[Any], *, hidden: bool) -> Iterator[Cell]:
    """Yield the texts of shapes, each at the cell that holds it; those that lie on the sheet itself at its first."""
    for shapes in table.iterchildren(f"{_TABLE}shapes"):
        yield from _shapes(shapes, 0, 0, struck, hidden=hidden)
    for row, element in _printed_rows(table):
        column = 0
        for cell in element:
            yield from _shapes(cell, row, column, struck, hidden=hidden)
            column += _number(cell, "number-columns-repeated")


def _shapes(parent: Any, row: int, column: int, struck: set[Any], *, hidden: bool) -> Iterator[Cell]:
    for shape in parent:
        if isinstance(shape.tag, str) and shape.tag.startswith(_DRAW):
            lines = lines_of("\n".join("".join(_spans(one, struck)) for one in shape.iter(f"{_TEXT}p")))
            if lines:
                address = f"{get_column_letter(min(column, 16383) + 1)}{row + 1}"
                yield Cell(row=row, column=column, lines=lines, hidden=hidden, address=address)


def _cells(table: Any, struck: set[Any], *, hidden: bool) -> Iterator[Cell]:
    """Yield the cells of a sheet that hold something or are merged; repeated empty ones cost nothing."""
    unseen_columns = _unseen_columns(table)
    for row, element in _printed_rows(table):
        unseen = hidden or element.get(f"{_TABLE}visibility") in {"collapse", "filter"}
        column = 0
        for cell in element:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            repeated = _number(cell, "number-columns-repeated")
            text = "\n".join(_paragraphs(cell, struck))
            formula = cell.get(f"{_TABLE}formula") and not cell.get(f"{_OFFICE}value-type")
            if cell.tag == f"{_TABLE}table-cell" and (text.strip() or formula):
                for copy in range(repeated):
                    yield Cell(
                        row=row,
                        column=column + copy,
                        rows=_number(cell, "number-rows-spanned"),
                        columns=_number(cell, "number-columns-spanned"),
                        lines=lines_of(UNKNOWN if formula and not text.strip() else text),
                        hidden=unseen or column + copy in unseen_columns,
                        struck=cell.get(f"{_TABLE}style-name") in struck,
                        address=f"{get_column_letter(column + copy + 1)}{row + 1}"
                        if column + copy < 16384
                        else "",
                        note=NOT_CALCULATED if formula else _comment(cell),
                    )
            column += repeated


def _printed_rows(table: Any) -> Iterator[tuple[int, Any]]:
    """Yield the rows of a sheet with their numbers; rows alike that the file holds once come as often as they print."""
    row = 0
    for element in _rows(table):
        repeated = _number(element, "number-rows-repeated")
        copies = repeated if any(cell.find(f"{_TEXT}p") is not None for cell in element) else 1
        if row + copies > LAST_ROW:
            raise PackageError("bomb", table.get(f"{_TABLE}name", ""))
        yield from ((row + copy, element) for copy in range(copies))
        row += repeated


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a sheet, those in groups and heads too."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in {f"{_TABLE}table-row-group", f"{_TABLE}table-header-rows", f"{_TABLE}table-rows"}:
            yield from _rows(child)


def _unseen_columns(table: Any) -> set[int]:
    found: set[int] = set()
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        repeated = _number(column, "number-columns-repeated")
        if column.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
            found.update(range(at, at + min(repeated, 16384)))
        at += repeated
    return found


def _number(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return int(value) if value.isdecimal() and value != "0" else 1


def _paragraphs(cell: Any, struck: set[Any]) -> Iterator[str]:
    """Yield the paragraphs of a cell without its comment and what is struck through."""
    for paragraph in cell.iterchildren(f"{_TEXT}p"):
        yield "".join(_spans(paragraph, struck))


def _spans(element: Any, struck: set[Any]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * _count_of(child)
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag != f"{_TEXT}ruby-text" and child.get(f"{_TEXT}style-name") not in struck:
            yield from _spans(child, struck)
        yield child.tail or ""


def _count_of(element: Any) -> int:
    value = element.get(f"{_TEXT}c", "1")
    return int(value) if value.isdecimal() and len(value) < 5 else 1


def _comment(cell: Any) -> str:
    note = cell.find(f"{_OFFICE}annotation")
    if note is None:
        return ""
    said = " ".join("".join(p.itertext()) for p in note.iterchildren(f"{_TEXT}p"))
    return f"comment: {said.strip()}"
