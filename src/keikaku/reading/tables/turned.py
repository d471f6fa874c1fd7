"""Tables whose heads stand at the left: beside each value, or in the first column over several things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.vocabulary import CLASSES, Vocabulary


def turned(grid: Grid, words: Vocabulary) -> Iterator[Grid]:
    """Yield the grid as one whose heads stand above their values, in the ways in which it can be turned.

    Args:
        grid: The grid; its cells stay known by their place in it (`GridCell.at`).
        words: The words of heads.
    """
    pairs = _pairs(grid, words)
    if pairs and any(words.head(label.text).role in CLASSES for label, _ in pairs):
        yield _of_pairs(pairs, grid.caption, words)
    first = [cell for cell in grid.cells if cell.column == 0]
    labels = [
        cell for cell in grid.cells if cell.column and _is_label(cell, words)
    ]  # a form's, not all at the left
    if (
        len(first) > 1
        and grid.columns > 1
        and not labels
        and all(words.head(cell.text).says for cell in first)
    ):
        cells = (
            cell._replace(
                row=cell.column, column=cell.row, rows=cell.columns, columns=cell.rows, origin=cell.at
            )
            for cell in grid.cells
        )
        yield Grid(tuple(cells), grid.columns, grid.rows, grid.caption)


def _is_label(cell: GridCell, words: Vocabulary) -> bool:
    """Tell whether a cell is a head, and not one that says what the figures of its row are (目標, 実績)."""
    return bool(words.head(cell.text).role) and not words.row(cell.text)


def _pairs(grid: Grid, words: Vocabulary) -> list[tuple[GridCell, GridCell]]:
    """Return the labels and values that stand beside each other, none where a row is made otherwise."""
    found: list[tuple[GridCell, GridCell]] = []
    for row in filter(None, grid.by_row):
        labels, values = row[::2], row[1::2]
        told = [words.head(cell.text).says for cell in labels]
        if not all(told) or any(words.head(cell.text).role for cell in values) or len(labels) != len(values):
            return []
        found += zip(labels, values, strict=True)
    return found


def _of_pairs(pairs: list[tuple[GridCell, GridCell]], caption: str, words: Vocabulary) -> Grid:
    """Return labels above their values, two rows for each thing: its name's label begins one."""
    starts = [at for at, (label, _) in enumerate(pairs) if words.head(label.text).role in CLASSES]
    cells = [
        cell._replace(row=2 * record + below, column=at - start, rows=1, columns=1, origin=cell.at)
        for record, (start, end) in enumerate(pairwise((0, *starts[1:], len(pairs))))
        for at in range(start, end)
        for below, cell in enumerate(pairs[at])
    ]
    return Grid(
        tuple(cells), max(cell.row for cell in cells) + 1, max(cell.column for cell in cells) + 1, caption
    )
