"""An answer on a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from keikaku.asking.answers import Cell, is_number, text
from keikaku.asking.questions import Row, Solutions
from keikaku.asking.standing import Standing


def answer_table(
    answer: Solutions, console: Console, *, whole: bool = False, standing: Standing | None = None
) -> int:
    """Show an answer on a terminal, or as text, without columns that are empty; return the number of rows.

    Args:
        answer: What a SELECT found.
        console: Where to.
        whole: Whether to show also the IRIs of things whose label has a column of its own.
        standing: Words the lines of documents that are no text; None where nothing can.
    """
    shown = [
        index
        for index, name in enumerate(answer.variables)
        if whole or f"{name}Label" not in answer.variables or name == "sdg"
    ]
    found = [_standing(row, answer.variables, standing) for row in answer] if standing else list(answer)
    shown = [index for index in shown if any(row[index] is not None for row in found)] or shown
    rows = [[row[index] for index in shown] for row in found]
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column, index in enumerate(shown):
        grid.add_column(
            _heading(answer.variables[index], [answer.variables[one] for one in shown]),
            justify="right" if _numeric([row[column] for row in rows]) else "left",
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*(_cell(cell) for cell in row))
    if console.is_terminal and len(rows) >= console.height - 2:
        with console.pager():
            console.print(grid, markup=False)
    else:
        console.print(grid, markup=False)
    return len(rows)


def _standing(row: Row, variables: Sequence[str], standing: Standing) -> Row:
    """Return a row with the place of its line in the document in the place of the line's number."""
    if not {"file", "line"} <= set(variables):
        return row
    at = variables.index("line")
    file, line = row[variables.index("file")], row[at]
    if not (isinstance(file, ox.Literal) and isinstance(line, ox.Literal) and is_number(line)):
        return row
    words = standing.words(file.value, int(line.value))
    return (*row[:at], ox.Literal(words), *row[at + 1 :]) if words else row


def _heading(variable: str, shown: Sequence[str]) -> str:
    """Return a column's name as words; that of a label is the thing's, where no other column has it."""
    thing = variable.removesuffix("Label")
    return re.sub(r"(?<!^)(?=[A-Z])", " ", variable if thing in shown else thing).lower()


def _numeric(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds numbers only."""
    present = [cell for cell in cells if cell is not None]
    return bool(present) and all(map(is_number, present))


def _cell(cell: Cell) -> str:
    shown = text(cell)
    if isinstance(cell, ox.Literal) and cell.datatype.value.endswith("#integer") and len(shown) > 4:
        shown = f"{int(shown):,}"
    return escape(shown)
