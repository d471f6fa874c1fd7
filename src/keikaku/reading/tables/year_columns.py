"""Columns of years: a column headed 年度 beside a column of figures says of which year each of those figures is."""

from __future__ import annotations

from collections.abc import Sequence

from keikaku.reading.tables.result import Column
from keikaku.reading.tables.vocabulary import GROUP, Vocabulary, squeeze

_DATED = frozenset({"baseline", "interim", "target", "actual", "comparison"})
"""Roles of figures that a column of their own may date; money's years are those of its rows."""


def with_year_columns(columns: tuple[Column, ...], words: Vocabulary) -> tuple[Column, ...]:
    """Return columns in which those of years say which column they date, and have no role of their own.

    Below one head, or below heads of one role (基準年度 | 基準値), the column of years dates its neighbour. One that is headed
    年度 and nothing else dates the figures at its left or, where the table's first stands before all figures and is not the
    only one, at its right; one alone before all figures is the year of each row.
    """
    if not any(column.role in _DATED for column in columns):
        return columns
    years = [column.at for column in columns if _is_of_years(column, words)]
    figures = [column.at for column in columns if column.role in _DATED and column.at not in years]
    if not years or not figures:
        return columns
    ahead = len(years) > 1 and years[0] < figures[0]
    done = list(columns)
    for at in years:
        role = columns[at].role
        sides = [at + 1, at - 1] if role in _DATED or ahead else [at - 1]
        beside = [side for side in sides if side in figures and columns[side].year is None]
        meant = [side for side in beside if role in {columns[side].role, "", GROUP}]
        if meant:
            done[at] = columns[at]._replace(role="", dates=meant[0])
    return tuple(done)


def _is_of_years(column: Column, words: Vocabulary) -> bool:
    """Tell whether the lowest head over a column says that years stand in it: 年度, 基準年度, 時点."""
    may_be = bool(column.head) and column.year is None and column.role in {*_DATED, "", GROUP}
    return may_be and words.year_heads.fullmatch(squeeze(column.head[-1])) is not None


def dated_by(columns: Sequence[Column]) -> dict[int, int]:
    """Return which column dates each of figures that one dates, by their numbers."""
    return {column.dates: column.at for column in columns if column.dates is not None}
