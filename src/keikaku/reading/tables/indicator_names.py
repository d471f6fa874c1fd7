"""Columns of names of indicators whose head does not say so: 項目 beside a target, 区分 over 量の見込み and 確保方策 of each year."""

from __future__ import annotations

from collections.abc import Sequence

from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.result import Column
from keikaku.reading.tables.vocabulary import CATEGORY, CLASSES, GROUP, Vocabulary, squeeze

_FEWEST_YEARS = 2
"""As many years at least stand beside each other where all rows are targets of each."""


def implied(grid: Grid, rows: range, said: set[str], words: Vocabulary) -> set[str]:
    """Return the roles that a head has besides those that its cells say.

    Args:
        grid: The grid.
        rows: The rows of the head.
        said: The roles that its cells say.
        words: The vocabulary.
    """
    if said & set(CLASSES):
        return set()
    if _of_each_year(grid, rows, words) is not None:
        return {"Indicator", "target"}
    cells = (grid.over(row, at) for row in rows for at in range(grid.columns))
    beside = "target" in said and any(cell and _names_indicators(cell, words) for cell in cells)
    return {"Indicator"} if beside else set()


def with_names(grid: Grid, rows: range, columns: Sequence[Column], words: Vocabulary) -> list[Column]:
    """Return the columns of a head, with that of the indicators' names, and years that are of targets, where they are implied."""
    done = list(columns)
    if any(column.role in CLASSES for column in columns):
        return done
    first = _of_each_year(grid, rows, words)
    if first is not None:
        plain = {column.at for column in columns if column.year and column.role in {"", GROUP}}
        done = [one._replace(role="target") if one.at in plain else one for one in done]
    else:
        first = next(
            (one.at for one in columns if one.cells and _names_indicators(one.cells[-1], words)), None
        )
    if first is not None:
        done[first] = done[first]._replace(role="Indicator")
    return done


def _names_indicators(cell: GridCell, words: Vocabulary) -> bool:
    return words.beside_targets.fullmatch(squeeze(cell.text)) is not None


def _of_each_year(grid: Grid, rows: range, words: Vocabulary) -> int | None:
    """Return the column whose cells below a head of years are all called what is a target of each year, None where none is."""
    heads = [grid.over(rows[-1], at) for at in range(grid.columns)]
    years = sum(words.is_bare_year(cell.text) for cell in heads if cell)
    below = range(rows.stop, grid.rows)
    for at, head in enumerate(heads) if years >= _FEWEST_YEARS else ():
        cells = [cell for row in below for cell in grid.by_row[row] if cell.column == at]
        plain = head is None or words.head(head.text).role in {"", CATEGORY, GROUP}
        if plain and cells and all(words.of_each_year.fullmatch(squeeze(cell.text)) for cell in cells):
            return at
    return None
