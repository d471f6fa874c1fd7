"""Headings in rows across a table: what stands below one goes on under the head that the table began with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from keikaku.documents.form import Cell
from keikaku.documents.numbered_lines import Line
from keikaku.reading.tables import Grid, TableKind, TableRead, fitting
from keikaku.reading.tables.heads import is_figure, looks_like_head
from keikaku.reading.tables.result import K
from keikaku.reading.tables.vocabulary import CLASSES, FIGURES, shipped
from keikaku.reading.values.numbers import is_no_value


@dataclass(slots=True)
class Above:
    """The head of the table that was read last.

    Attributes:
        heads: Its lines.
        cells: The cells of each, of a published document.
        columns: How many columns its table has.
        caption: What stands above it.
        end: Number of the last line of that table, or of the headings directly below it.
    """

    heads: Sequence[Line]
    cells: Mapping[int, Sequence[Cell]]
    columns: int
    caption: str
    end: int

    @classmethod
    def of(
        cls,
        table: TableRead[K],
        grid: Grid,
        lines: Sequence[Line],
        cells_of: Callable[[int], Sequence[Cell]],
    ) -> Above | None:
        """Return the head of a table, None where it has none.

        Args:
            table: The table.
            grid: Its grid.
            lines: Those of the grid.
            cells_of: Returns the cells of a line, by its number.
        """
        if not table.heads:
            return None
        heads = list({line.number: line for line in (lines[row] for row in table.heads)}.values())
        first = [lines[row] for row in sorted(table.heads) if row - min(table.heads) < len(heads)]
        cells = {line.number: cells_of(line.number) for line in first}
        return cls(first, cells, grid.columns, grid.caption, lines[table.rows.stop - 1].number)

    def with_head(
        self,
        lines: Sequence[Line],
        grid: Grid,
        cells_of: Callable[[int], Sequence[Cell]],
        kinds: Sequence[TableKind],
        *,
        said: bool = False,
    ) -> tuple[Sequence[Line], Grid] | None:
        """Return the rows of a grid with the head above it, None where it is another table.

        It is the same where headings alone stand between, it has as many columns and no head, and its first row prints
        names and figures where the head says that names and figures stand: a table of its own would not. Where plan.yml
        says that it goes on, as many columns are enough.
        """
        other = looks_like_head(grid, 0, shipped()) or fitting(grid, 0, kinds)
        if grid.columns != self.columns or not (said or (lines[0].number == self.end + 1 and not other)):
            return None
        whole = [*self.heads, *lines]
        cells = {**self.cells, **{line.number: cells_of(line.number) for line in lines}}
        joined = Grid.of_lines(whole, cells, self.caption)
        fits = fitting(joined, 0, kinds)
        if len(fits) != 1:
            return None
        roles = {column.at: column.role for column in fits[0][1].columns}
        row = [(roles.get(cell.column, ""), cell.text) for cell in joined.by_row[len(self.heads)]]
        figures = [is_figure(text) or is_no_value(text) for role, text in row if role in FIGURES]
        names = [text for role, text in row if role in CLASSES and not is_figure(text)]
        if said:
            return whole, joined
        return (whole, joined) if names and any(figures) and all(figures) else None


def is_across(grid: Grid, row: int) -> bool:
    """Tell whether a row prints one cell, which reaches over more than half of the table."""
    cells = grid.by_row[row]
    return len(cells) == 1 and cells[0].columns * 2 > grid.columns > 1
