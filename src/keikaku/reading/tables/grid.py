"""Grids: the rows of one table as cells that know the lines that print them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from keikaku.documents.form import Box, Cell
from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import tidy
from keikaku.reading.tables.several import lines_of


class GridCell(NamedTuple):
    """A cell that prints something; a plain tuple, since a document has thousands that are compared and kept in sets.

    Attributes:
        row: Its first row, from 0.
        column: Its first column, from 0.
        text: What is read, with declared repairs.
        line: Number of the document's line that prints it.
        rows: Over how many rows it reaches.
        columns: Over how many columns.
        box: Where it stands on its page, or None.
        carried: Whether it goes on from the page before and prints nothing here.
        origin: Its place in the grid that this one was turned from.
        printed: The print, where a repair reads otherwise.
        lines: The lines that somebody broke its text into, where those are several.
    """

    row: int
    column: int
    text: str
    line: int
    rows: int = 1
    columns: int = 1
    box: Box | None = None
    carried: bool = False
    origin: tuple[int, int] | None = None
    printed: str = ""
    lines: tuple[str, ...] = ()

    @property
    def at(self) -> tuple[int, int]:
        """Its place in the grid as printed."""
        return self.origin or (self.row, self.column)


@dataclass(frozen=True)
class Grid:
    """The cells of one table.

    Attributes:
        cells: Those that print something, row by row.
        rows: How many rows there are.
        columns: How many columns.
        caption: What is printed above the table, for the year and the unit of its figures.
        known: What was found out about its rows, which several ask for.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    caption: str = ""
    known: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of_lines(
        cls, lines: Sequence[Line], cells: Mapping[int, Iterable[Cell]] | None = None, caption: str = ""
    ) -> Grid:
        """Return the grid of a table's lines, whose cells TABs part.

        Args:
            lines: The lines of the table, a row each.
            cells: Of a published file, the cells of each row (`Place.cells`), by the number of its line: they say
                over how many rows and columns each reaches.
            caption: What is printed above the table.
        """
        forms = {number: {cell.column: cell for cell in row} for number, row in (cells or {}).items()}
        found: list[GridCell] = []
        for row, line in enumerate(lines):
            printed = _printed(line)
            for column, text in enumerate(line.cells):
                form = forms.get(line.number, {}).get(column)
                if not text:
                    continue
                cell = GridCell(row, column, text, line.number, printed=printed.get(column, ""))
                if form is not None:
                    rows = _rows_reached(form, islice(lines, row + 1, None), forms)
                    broken = lines_of(form) if len(form.lines) > 1 and not cell.printed else ()
                    cell = cell._replace(
                        rows=rows,
                        columns=form.columns,
                        box=form.box,
                        carried=form.carried,
                        lines=broken if len(broken) > 1 else (),
                    )
                found.append(cell)
        return cls(tuple(found), len(lines), max((len(line.cells) for line in lines), default=0), caption)

    @cached_property
    def by_row(self) -> tuple[tuple[GridCell, ...], ...]:
        """The cells that begin in each row, from left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)

    @cached_property
    def left(self) -> int:
        """The first column in which anything is printed."""
        return min((cell.column for cell in self.cells), default=0)

    @cached_property
    def _covering(self) -> dict[tuple[int, int], GridCell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, min(cell.row + cell.rows, self.rows))
            for column in range(cell.column, cell.column + cell.columns)
        }

    def over(self, row: int, column: int) -> GridCell | None:
        """Return the cell that covers a place, None where nothing is printed."""
        return self._covering.get((row, column))

    def joined(self, lower: Grid) -> Grid:
        """Return this grid with another below it: one table over two pages."""
        moved = tuple(cell._replace(row=cell.row + self.rows) for cell in lower.cells)
        return Grid(
            self.cells + moved, self.rows + lower.rows, max(self.columns, lower.columns), self.caption
        )


def _printed(line: Line) -> dict[int, str]:
    """Return the prints of the cells that a declared repair of the line reads otherwise, by column."""
    if not line.repaired:
        return {}
    cells = [tidy(cell) for cell in line.printed.split("\t")]
    same = len(cells) == len(line.cells)
    return {
        column: (cells[column] if same else tidy(line.printed)) or tidy(line.printed)
        for column, text in enumerate(line.cells)
        if (tidy(text) != cells[column] if same else tidy(text) not in cells)
    }


def _rows_reached(form: Cell, below: Iterable[Line], forms: Mapping[int, Mapping[int, Cell]]) -> int:
    """Return over how many of the lines a cell reaches, its own and those below: rows without print have no line."""
    reach = 1
    for line in below if form.rows > 1 else ():
        first = min((cell.row for cell in forms.get(line.number, {}).values()), default=form.row)
        if not form.row < first < form.row + form.rows:
            break
        reach += 1
    return reach
