"""Where every line and every cell of a document went: what the desk colours, so that what is not read shows first.

A line has one of the states of the account (:class:`keikaku.reading.records.Account`). Beyond it a figure of a read line
that no record tells is found here: a row of a table counts as read when one of its cells is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from keikaku.documents.numbered_lines import Document
from keikaku.ground.text.folding import fold
from keikaku.reading.records import Reading
from keikaku.web.desk.rows import Row

STATES = ("read", "structure", "furniture", "outside", "blank", "unread", "figure")
"""The states of lines and cells; ``figure`` is one that holds a figure which no record tells."""
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_YEAR = re.compile(
    r"(?:令和|平成|昭和|[RHS])\s*(?:[0-9]{1,2}|元)(?:\s*年度?)?|(?:19|20)[0-9]{2}\s*年度?", re.IGNORECASE
)
"""Years, which figures are of and which are none themselves."""


@dataclass(slots=True)
class Tint:
    """What became of a line.

    Attributes:
        state: Its state.
        rows: The rows that were read from it.
        cells: Of a table's row, the state of each cell by its column, and the rows that it gave.
    """

    state: str
    rows: list[Row] = field(default_factory=list)
    cells: dict[int, tuple[str, list[Row]]] = field(default_factory=dict)


class Tints:
    """What became of each line of a document.

    Args:
        document: The document.
        reading: What was read of it; None where nothing could be.
        rows: The rows of the reading.
    """

    def __init__(self, document: Document, reading: Reading | None, rows: Sequence[Row]) -> None:
        self._document = document
        self.by_line: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            for number in row.record.lines:
                self.by_line[number].append(row)
        self.states = reading.states() if reading else ["unread"] * len(document.lines)
        self._kept: dict[int, Tint] = {}

    def line(self, number: int) -> Tint:
        """Return what became of a line, by its number from 1."""
        found = self._kept.get(number)
        if found is None:
            found = self._kept[number] = self._tint(number)
        return found

    def _tint(self, number: int) -> Tint:
        line, rows = self._document.lines[number - 1], self.by_line.get(number, [])
        tint = Tint(self.states[number - 1], rows)
        stands = cells_of(self._document, number)
        if stands:
            tint.cells = {column: self._cell(fold(text), number, column, tint) for column, text in stands}
            if tint.state == "read" and any(state == "figure" for state, _rows in tint.cells.values()):
                tint.state = "figure"
        elif tint.state == "read" and _untold(line.folded, rows):
            tint.state = "figure"
        return tint

    def _cell(self, text: str, number: int, column: int, tint: Tint) -> tuple[str, list[Row]]:
        """Return the state of a cell and what it gave."""
        named = [row for row in tint.rows if column in row.record.cells.get(number, ())]
        whole = [row for row in tint.rows if not row.record.cells.get(number)]
        given = named if len(named) == 1 else [row for row in (named or whole) if _tells(row, text)]
        given = given or named
        if not text.strip():
            return "blank", []
        if tint.state != "read":
            return tint.state, given
        if _untold(text, given):
            return "figure", given
        return ("read" if given else "structure"), given


def cells_of(document: Document, number: int) -> list[tuple[int, str]]:
    """Return the cells of a table's row, each with its column; none of any other line. Those of a text are parted by TABs."""
    if document.published:
        return [(cell.column, cell.text) for cell in document.published.lines[number - 1][1].cells]
    line = document.lines[number - 1]
    return list(enumerate(line.cells)) if "\t" in line.text else []


def _tells(row: Row, text: str) -> bool:
    """Tell whether a cell prints what a row says."""
    if row.figure is not None:
        return any(_same(row.figure, figure) for figure in figures(_YEAR.sub(" ", text)))
    printed = _plain(text)
    said = filter(None, (_plain(row.claim.value), _plain(row.claim.printed)))
    return bool(printed) and any(one in printed or printed in one for one in said)


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def figures(text: str) -> list[Decimal]:
    """Return the figures that a folded text prints."""
    found = []
    for one in _FIGURE.findall(text):
        try:
            found.append(Decimal(one.replace(",", "")))
        except InvalidOperation:
            continue
    return found


def _same(value: Decimal, printed: Decimal) -> bool:
    """Tell whether a value is a printed figure in whatever unit the table's head names: 千円, 百万円, %."""
    if value == printed:
        return True
    return abs(value).normalize().as_tuple().digits == printed.normalize().as_tuple().digits


def _untold(text: str, rows: Iterable[Row]) -> bool:
    """Tell whether a text prints a figure that none of the rows from it tells."""
    rows = list(rows)
    words = "".join(_plain(row.claim.value) + _plain(row.record.as_printed) for row in rows)
    values = [row.figure for row in rows if row.figure is not None]
    values += [Decimal(row.year) for row in rows if row.year]
    for one in _FIGURE.findall(_YEAR.sub(" ", text)):
        if one in words or one.replace(",", "") in words:
            continue
        printed = figures(one)
        if printed and not any(_same(value, printed[0]) for value in values):
            return True
    return False
