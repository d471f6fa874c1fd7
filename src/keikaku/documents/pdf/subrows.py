"""Rows that a ruled table does not rule: figures below each other in one cell are several rows.

Budget tables draw walls around groups and let only the lines of print part what is in a group. Read as one cell, the
figures would run together; a cell with several lines of which each is a figure tells how many rows there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from keikaku.documents.form import FIGURE, Box, Cell, PrintedLine, Table
from keikaku.ground.text.folding import fold

_NO_FIGURE = frozenset("-―…")  # what stands in a column of figures where there is none
_NEAR = 0.5  # of a line's height, by which the lines of one row may differ


def split(table: Table) -> Table:
    """Return a table with the rows that only its lines part.

    Args:
        table: A table whose lines have boxes.
    """
    columns = {cell.column for cell in table.cells}
    if len(columns) < 2:
        return table
    heights = {row: _baselines(table, row) for row in range(table.rows)}
    if all(len(baselines) < 2 for baselines in heights.values()):
        return table
    first, at = {}, 0
    for row in range(table.rows + 1):
        first[row] = at
        at += max(1, len(heights.get(row, [])))
    cells = [part for cell in table.cells for part in _placed(cell, heights.get(cell.row, []), first)]
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _baselines(table: Table, row: int) -> list[float]:
    """Return where the lines of figures stand in the cells that have this row alone; none where it is one row."""
    held = [cell for cell in table.cells if cell.row == row and cell.rows == 1]
    figures = [cell for cell in held if _holds_figures(cell)]
    if not figures or any(line.vertical or line.runs[0].angle for cell in figures for line in cell.lines):
        return []
    found: list[tuple[float, float]] = []
    for line in sorted((line for cell in figures for line in cell.lines), key=_middle):
        if not found or _middle(line) - found[-1][0] > _NEAR * max(_height(line), found[-1][1]):
            found.append((_middle(line), _height(line)))
    return [middle for middle, _ in found]


def _holds_figures(cell: Cell) -> bool:
    """Return whether a cell holds a column of figures, their head perhaps above them."""
    count = sum(map(_is_figure, cell.lines))
    return count > 1 and len(cell.lines) - count <= 1


def _is_figure(line: PrintedLine) -> bool:
    folded = fold(line.text).strip()
    return line.box is not None and (folded in _NO_FIGURE or FIGURE.fullmatch(folded) is not None)


def _middle(line: PrintedLine) -> float:
    return (line.box.top + line.box.bottom) / 2 if line.box else 0.0


def _height(line: PrintedLine) -> float:
    return line.box.height if line.box else 0.0


def _placed(cell: Cell, baselines: list[float], first: dict[int, int]) -> Iterator[Cell]:
    """Yield a cell at its new rows: in pieces where its lines stand on the lines of the figures, else whole."""
    start, rows = first[cell.row], first[cell.row + cell.rows] - first[cell.row]
    on = [_row_of(line, baselines) for line in cell.lines] if cell.rows == 1 and len(baselines) > 1 else []
    if (
        cell.lines
        and on
        and None not in on
        and len(set(on)) == len(on)
        and (len(on) > 1 or _is_figure(cell.lines[0]))
    ):
        by_row = {at: line for at, line in zip(on, cell.lines, strict=True) if at is not None}
        for at in range(rows):
            line = by_row.get(at)
            box = _band(cell.box, baselines, at)
            yield replace(cell, row=start + at, rows=1, lines=(line,) if line else (), box=box)
    else:
        yield replace(cell, row=start, rows=rows)


def _row_of(line: PrintedLine, baselines: list[float]) -> int | None:
    """Return on which of the lines of figures a line stands; None for between them."""
    at = min(range(len(baselines)), key=lambda index: abs(baselines[index] - _middle(line)))
    return at if abs(baselines[at] - _middle(line)) <= _NEAR * _height(line) else None


def _band(box: Box | None, baselines: list[float], at: int) -> Box | None:
    """Return the part of a cell's box around one of its rows."""
    if box is None:
        return None
    top = box.top if not at else (baselines[at - 1] + baselines[at]) / 2
    bottom = box.bottom if at + 1 == len(baselines) else (baselines[at] + baselines[at + 1]) / 2
    return Box(box.left, top, box.right, bottom)
