"""Boxes: a head over one indicator, a row of its figures, a row of years, and one of its actuals below them.

The name is wrapped over the rows, and the extraction prints a line of it twice, the second time broken. Whatever does not
stand where a box has it is left unread: a figure in another column would be another figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain

from keikaku.ground.messages import Message, Words, say
from keikaku.ground.text.folding import join, key
from keikaku.reading.model import Finding
from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.kinds import TableKind
from keikaku.reading.tables.result import Column
from keikaku.reading.tables.wrapping import Piece, Row
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import is_no_value
from keikaku.reading.words import direction_of

_COPY = 0.6
"""Share of the letters of two prints, in order, from which one is a broken copy of the other."""
_TRACE = 0.3
"""The same, where the place says that a copy stands there."""
_ROWS = 3
"""The rows of a box."""
_PAIR = 2
"""A unit and a dash."""
_WRAPPED = re.compile(r"[^\W\d_a-zA-Z] +[^\W\d_a-zA-Z]")
"""A space within Japanese print: two lines of a name in one."""


@dataclass(slots=True)
class Box:
    """The rows of a box, what is a copy in it, and what a person should look at."""

    rows: list[Row] = field(default_factory=list)
    copies: list[GridCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class BoxReader:
    """Reads one box.

    Args:
        grid: The grid.
        kind: The kind of the table.
        columns: Its columns, as the head says.
    """

    def __init__(self, grid: Grid, kind: TableKind, columns: Sequence[Column]) -> None:
        self._grid, self._kind, self._columns = grid, kind, columns
        self._name = next((one.at for one in columns if one.role == kind.rows), 0)
        self._sign = next((one.at for one in columns if one.role == "desiredDirection"), None)

    def read(self, rows: Sequence[int]) -> Box:
        """Return what the rows below the head are, none where they are no box."""
        printed = [self._grid.by_row[row] for row in rows if self._grid.by_row[row]]
        box = Box()
        figures = self._aligned(printed[0]) if printed else None
        years = self._years(printed[1]) if len(printed) > 1 else None
        name = self._whole_name(printed[:_ROWS]) if figures and years else None
        if figures is None or years is None or name is None or self._years(printed[0]):
            heads = [cell for column in self._columns for cell in column.cells]
            self._tell(box, say("rules.indicator-box"), [*heads, *chain(*printed[:_ROWS])])  # fmt: skip
            return box
        actuals = self._actuals(printed, years, box)
        self._complete(box, figures, [*years.values()])
        if name.doubtful:
            self._tell(box, say("rules.indicator-name", text=name.text), name.cells)  # fmt: skip
        box.rows = [self._row(row) for row in (figures, printed[1], actuals) if row]
        box.rows[0].pieces[self._name] = name
        return box

    def _row(self, cells: Iterable[GridCell]) -> Row:
        return Row({cell.column: Piece(cell.text, (cell,)) for cell in cells if cell.column != self._name})

    def _aligned(self, cells: Sequence[GridCell]) -> list[GridCell] | None:
        """Return the row of figures, whose last cell is a sign below its head, None where it is not.

        A cell that prints a unit and the dash of no value is two; the row is then one cell short.
        """
        last = max(cells, key=lambda cell: cell.column)
        if self._sign is None or (last.column == self._sign and self._is_sign(last.text)):
            return list(cells)
        words = [cell.text.split() for cell in cells]
        two = [at for at, pair in enumerate(words) if len(pair) == _PAIR and is_no_value(pair[1])]
        if len(two) != 1 or last.column != self._sign - 1 or not self._is_sign(last.text):
            return None
        cut, (text, dash) = cells[two[0]], words[two[0]]
        moved = [cell._replace(column=cell.column + 1, origin=cell.at) for cell in cells[two[0] :]]
        return [*cells[: two[0]], cut._replace(text=text), moved[0]._replace(text=dash), *moved[1:]]

    def _is_sign(self, text: str) -> bool:
        signs = self._kind.repairs.signs if self._kind.repairs else {}
        return text.strip() in signs.get("desiredDirection", {}) or direction_of(text) is not None

    def _years(self, cells: Sequence[GridCell]) -> dict[int, int] | None:
        """Return the fiscal years of a row of years by their columns: they follow each other behind what they are of."""
        found = [(cell.column, fiscal_year(cell.text)) for cell in cells if cell.column != self._name]
        mark = found[:1] and self._kind.words.row(next(c.text for c in cells if c.column == found[0][0]))
        years = {column: year for column, year in found[1:] if year}
        first = min(years.values(), default=0)
        if (
            not mark
            or len(years) < len(found) - 1
            or [*years.values()] != [*range(first, first + len(years))]
        ):
            return None
        return years or None

    def _actuals(
        self, printed: Sequence[Sequence[GridCell]], years: dict[int, int], box: Box
    ) -> list[GridCell]:
        """Return the actuals, which stand under years from the first one on; what else the row prints is a copy."""
        cells = printed[_ROWS - 1] if len(printed) >= _ROWS else []
        copies = [cell for cell in cells if cell.column not in years and self._is_copy(cell, printed[1])]
        found = [cell for cell in cells if cell.column in years]
        box.copies += copies
        if not found or any(
            cell not in copies and cell.column != self._name for cell in cells if cell not in found
        ):
            self._tell(box, say("rules.actual-missing"), [*printed[1], *cells])  # fmt: skip
            return []
        if [cell.column for cell in found] != [*years][: len(found)]:
            self._tell(box, say("rules.actual-gap"), found)  # fmt: skip
        return found

    def _is_copy(self, cell: GridCell, above: Sequence[GridCell]) -> bool:
        """Tell whether a cell prints once more, and broken, what stands above it."""
        copies = self._kind.repairs.copies if self._kind.repairs else None
        over = next((one.text for one in above if one.column == cell.column), "")
        return bool(copies and copies.fullmatch(cell.text)) or likeness(cell.text, over) >= _TRACE

    def _whole_name(self, printed: Sequence[Sequence[GridCell]]) -> Piece | None:
        """Return the name that the rows print.

        A short one stands beside the years. A long one begins beside the figures and goes on there, or ends there behind a
        broken copy of its first line; a broken copy of its last line beside the actuals says that there are two lines.
        """
        cells = [next((cell for cell in row if cell.column == self._name), None) for row in printed]
        above, below, under = (cell.text if cell else "" for cell in (*cells, None, None)[:_ROWS])
        held = tuple(cell for cell in cells[:2] if cell)
        if not held:
            return None
        if not above or not below:
            lost = not below or bool(_WRAPPED.search(below)) or likeness(below, under) >= _TRACE
            return Piece(above or below, held, printed=above or below if lost else "", doubtful=lost)
        head, *rest = below.split()
        like = likeness(above, head)
        text = join([above, *rest]) if like >= _COPY else join([above, below])
        return Piece(text, held, printed=below if like >= _TRACE else "", doubtful=_TRACE <= like < _COPY)

    def _complete(self, box: Box, figures: Sequence[GridCell], years: Sequence[int]) -> None:
        """Tell of a figure that is lost, and of a head whose years are not those of the rows."""
        for role, ja in _JA.items():
            columns = [column for column in self._columns if column.role == role]
            if columns and not any(cell.column in [one.at for one in columns] for cell in figures):
                self._tell(box, say("rules.figure-lost", role=Words(role, ja)), figures)  # fmt: skip
            if any(column.year and self._is_odd(role, column.year, years) for column in columns):
                self._tell(box, say("rules.head-years"), [*columns[0].cells, *figures])  # fmt: skip

    @staticmethod
    def _is_odd(role: str, year: int, years: Sequence[int]) -> bool:
        return year >= years[0] if role == "baseline" else year != years[-1]

    @staticmethod
    def _tell(box: Box, said: Message, cells: Iterable[GridCell]) -> None:
        box.findings.append(Finding.of(said, (cell.line for cell in cells)))


_JA = {"unit": "単位", "baseline": "基準値", "target": "目標値"}


def likeness(one: str, other: str) -> float:
    """Return the share of letters that two prints have in common, in order."""
    first, second = key(one), key(other)
    if not first or not second:
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()
