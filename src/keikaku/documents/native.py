"""Tables that a file states as such: cells put on a grid of the rows and columns that are in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from keikaku.documents.form import Cell, Found, PrintedLine, Run, Table


def lines_of(text: str) -> tuple[PrintedLine, ...]:
    """Return a text's lines; none for a text without print."""
    return tuple(PrintedLine(runs=(Run(text=line),)) for line in text.splitlines() if line.strip())


def table_of(cells: Iterable[Cell]) -> Table:
    """Return the table of some cells, rows and columns that no cell begins or ends in left out.

    Forms in sheets of forty narrow columns merge them into a few: the grid that a reader sees is that of the
    edges of cells, not that of the sheet.
    """
    cells = list(cells)
    rows = sorted({cell.row for cell in cells} | {cell.row + cell.rows for cell in cells})
    columns = sorted({cell.column for cell in cells} | {cell.column + cell.columns for cell in cells})
    row_of = {place: index for index, place in enumerate(rows)}
    column_of = {place: index for index, place in enumerate(columns)}
    placed = [
        replace(
            cell,
            row=row_of[cell.row],
            column=column_of[cell.column],
            rows=row_of[cell.row + cell.rows] - row_of[cell.row],
            columns=column_of[cell.column + cell.columns] - column_of[cell.column],
        )
        for cell in cells
    ]
    placed.sort(key=lambda cell: (cell.row, cell.column))
    return Table(cells=tuple(placed), found=Found.NATIVE)
