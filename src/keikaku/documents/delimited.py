"""CSV and TSV as one sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from keikaku.documents.form import Cell, Part
from keikaku.documents.native import lines_of
from keikaku.documents.spreadsheets import sheet_part

_DELIMITERS = ",\t;"
_LOOKED_AT = 64 * 1024  # characters that decide on the delimiter


def read_delimited(text: str, name: str = "") -> Part:
    """Return a CSV or TSV file as a sheet of one table.

    Args:
        text: The file's text.
        name: Its name: ``.tsv`` decides on the delimiter, else the one that most lines agree on does.

    Raises:
        ValueError: A quote is opened and not closed: all that follows would be one cell.
    """
    cells = [
        Cell(row=row, column=column, lines=lines_of(value), address=f"row={row + 1};col={column + 1}")
        for row, values in enumerate(records(text, name))
        for column, value in enumerate(values)
        if value.strip()
    ]
    return sheet_part(1, name, cells)


def records(text: str, name: str = "") -> Iterator[list[str]]:
    """Yield the records of a CSV or TSV file, the fields of each.

    Args:
        text: The file's text.
        name: Its name: ``.tsv`` decides on the delimiter, else the one that most lines agree on does.

    Raises:
        ValueError: A quote is opened and not closed: all that follows would be one cell.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(text[:_LOOKED_AT])
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    before = 0
    for record in reader:
        if reader.line_num == len(lines) and _is_open(lines[before:], delimiter):
            raise ValueError(f"line {before + 1}: a quote is opened and not closed")
        before = reader.line_num
        yield record


def _is_open(lines: Sequence[str], delimiter: str) -> bool:
    """Return whether a record ends within quotes: then one more belongs to it, and begins no other."""
    return len(list(csv.reader([*lines, '"'], delimiter=delimiter))) == 1


def _delimiter(text: str) -> str:
    """Return the delimiter that parts most lines into equally many fields."""

    def agreement(delimiter: str) -> tuple[int, int]:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]
        widths = [len(row) for row in rows if len(row) > 1]
        common = max(set(widths), key=widths.count) if widths else 0
        return widths.count(common), common

    return max(_DELIMITERS, key=agreement)
