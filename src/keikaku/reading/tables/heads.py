"""Heads: over which rows one reaches, what each of its columns is, and of which kind the table below it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.indicator_names import implied, with_names
from keikaku.reading.tables.kinds import TableKind
from keikaku.reading.tables.mending import widened
from keikaku.reading.tables.result import Column, K
from keikaku.reading.tables.vocabulary import (
    CLASSES,
    GROUP,
    INDICATOR_ROLES,
    MONEY,
    SOURCES,
    HeadWords,
    Vocabulary,
    squeeze,
)
from keikaku.reading.tables.year_columns import with_year_columns
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import figure

_GOALS = frozenset(map(str, range(1, 18)))
_STAGED = frozenset({"", GROUP, "baseline", "target", "actual", "period_total", *MONEY})
"""Roles of heads that can say the stage of money: 3か年の予定 over a column does not."""
_DEEPEST = 4
"""Rows of the deepest head."""
_SHORTEST_FORM = 4
"""Cells of a row that tells a form from a head: two labels with their values; one alone may be a head and its remark."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head as one kind of tables reads it."""

    rows: range
    columns: tuple[Column, ...]

    def fits(self, kind: TableKind) -> bool:
        """Return whether it has what a table of the kind has."""
        roles = {column.role for column in self.columns if column.role}
        return kind.needs <= roles and sum(bool(column.role or column.year) for column in self.columns) > 1


def fitting(grid: Grid, row: int, kinds: Sequence[K]) -> list[tuple[K, Head]]:
    """Return the kinds that a head at a row is of.

    Where one kind asks for all that another asks for and more, it is the one that is meant.
    """
    begun = begins(tuple(cell.text for cell in grid.by_row[row]), tuple(kind.words for kind in kinds))
    heads = [
        (kind, _known_head(grid, row, kind)) for kind, may_be in zip(kinds, begun, strict=False) if may_be
    ]
    fits = [(kind, head) for kind, head in heads if head is not None and head.fits(kind)]
    most = [(kind, head) for kind, head in fits if not any(kind.needs < other.needs for other, _ in fits)]
    return [one for at, one in enumerate(most) if not any(_read_alike(one, other) for other in most[:at])]


def _read_alike(one: tuple[TableKind, Head], other: tuple[TableKind, Head]) -> bool:
    """Tell whether two kinds ask for other roles and read a table alike: no question which is meant."""
    return one[1].columns == other[1].columns and one[0].reads == other[0].reads


@lru_cache(maxsize=8192)  # a row is asked where its grid is parted, where tables are read, and in forms
def begins(texts: tuple[str, ...], words: tuple[Vocabulary, ...]) -> tuple[bool, ...]:
    """Return whether a row of some prints may begin a head, by each vocabulary; nothing where it prints a figure."""
    if any(map(is_figure, texts)):
        return ()
    return tuple(0 < len(texts) <= 2 * sum(each.head(text).says for text in texts) for each in words)


def looks_like_head(grid: Grid, row: int, words: Vocabulary) -> bool:
    """Return whether all that a row prints are words of heads, two at least, and not years alone."""
    cells = grid.by_row[row]
    if len(cells) < 2 or not all(_is_of_head(cell.text, words) for cell in cells):
        return False
    return any(words.head(cell.text).role for cell in cells)


def is_of_years(grid: Grid, row: int, words: Vocabulary) -> bool:
    """Return whether a row prints years, and what the figures below them are (実績 | R6 | R7): a head within a table."""
    cells = grid.by_row[row]
    bare = [cell for cell in cells if words.is_bare_year(cell.text)]
    return len(bare) > 1 and all(cell in bare or words.row(cell.text) for cell in cells)


def _known_head(grid: Grid, row: int, kind: TableKind) -> Head | None:
    """Return the head that begins at a row; a table is parted, joined and read by it, and asked once."""
    key = (row, id(kind))
    if key not in grid.known:
        grid.known[key] = _head_at(grid, row, kind)
    head: Head | None = grid.known[key]
    return head


def _head_at(grid: Grid, row: int, kind: TableKind) -> Head | None:
    """Return the head that begins at a row which may begin one, None where it cannot be of the kind."""
    words = kind.words
    reach = (row, id(words))
    if reach not in grid.known:
        grid.known[reach] = _reached(grid, row, words)
    rows, said = grid.known[reach]
    if rows is None or not kind.needs <= said | {kind.bare}:
        return None  # most heads are of another kind
    columns = widened([_column(grid, rows, at, kind) for at in range(grid.columns)], kind.repairs)
    columns = tuple(with_names(grid, rows, columns, words)) if "Indicator" in said else columns
    columns = with_year_columns(_inheriting(_over_years(columns)), words)
    return Head(rows, _owned(columns, kind))


def _reached(grid: Grid, row: int, words: Vocabulary) -> tuple[range | None, frozenset[str]]:
    """Return the rows of the head that begins at a row and the roles that it can say; no rows where a form begins."""
    if _is_form(grid, row, words):
        return None, frozenset()
    depth = min(max(cell.rows for cell in grid.by_row[row]), _DEEPEST, grid.rows - row)
    while depth < _DEEPEST and row + depth < grid.rows and head_goes_on(grid, row, row + depth, words):
        depth += 1
    rows = range(row, row + depth)
    over = {grid.over(row, at) for row in rows for at in range(grid.columns)}
    said = {words.head(cell.text).role for cell in over if cell}
    said |= implied(grid, rows, said, words)
    return rows, frozenset(said | {"total", "period_total"})  # which columns are, by what is beside them


def _is_form(grid: Grid, row: int, words: Vocabulary) -> bool:
    """Tell whether a row is one of a form, label and value in turn (事業名 | 道路改良 | 担当課 | 建設課), and no head.

    A head may have as many columns that nobody knows: what tells a form is a value that holds what its label says, or a
    label that begins the next row too.
    """
    cells = [cell.text for cell in grid.by_row[row]]
    says = [words.head(text) for text in cells]
    if len(cells) < _SHORTEST_FORM or any(one.says == bool(at % 2) for at, one in enumerate(says)):
        return False
    holds = (
        (form := words.contents.get(one.role)) is not None and form.fullmatch(squeeze(text)) is not None
        for one, text in zip(says[::2], cells[1::2], strict=False)  # the last label may have no value
    )
    below = grid.by_row[row + 1] if row + 1 < grid.rows else ()
    return any(holds) or (bool(below) and words.head(below[0].text).says)


def head_goes_on(grid: Grid, top: int, row: int, words: Vocabulary) -> bool:
    """Return whether a row belongs to the head above it: all that it prints are words of heads, or goals."""
    cells = grid.by_row[row]
    return bool(cells) and all(
        _is_of_head(cell.text, words) or _goal(grid, top, cell, words) for cell in cells
    )


def _goal(grid: Grid, top: int, cell: GridCell, words: Vocabulary) -> str:
    """Return the goal of the SDGs that a number below their head is, "" for any other cell."""
    number = squeeze(cell.text)
    above = grid.over(top, cell.column)
    wide = above is not None and above.columns > 1 and words.head(above.text).role == "sdg"
    return number if wide and number in _GOALS else ""


def _is_of_head(text: str, words: Vocabulary) -> bool:
    if is_figure(text):
        return False
    return words.head(text).says or all(words.head(word).says for word in text.split())


@lru_cache(maxsize=8192)  # the cells of a table are asked once for each head that may begin there
def is_figure(text: str) -> bool:
    """Return whether a cell prints a figure, and no year."""
    return any(map(str.isdigit, text)) and figure(text) is not None and fiscal_year(text) is None


def _column(grid: Grid, rows: range, at: int, kind: TableKind) -> Column:
    """Return what the cells of a head over a column say, the lowest first."""
    cells = tuple(dict.fromkeys(cell for row in rows if (cell := _over(grid, rows, row, at)) is not None))
    said = [kind.words.head(cell.text) for cell in reversed(cells)]
    stacked = bool(kind.stack) and any(words.role == "total" for words in said)
    role = "total" if stacked else _role(said, kind)
    goal = _goal(grid, rows.start, cells[-1], kind.words) if len(cells) > 1 else ""
    return Column(
        at=at,
        role=role,
        head=tuple(cell.text for cell in cells),
        year=next((words.year for words in said if words.year), None),
        unit=next((words.unit for words in said if words.unit), ""),
        stage=next((words.stage for words in said if words.stage and words.role in _STAGED), "")
        if role in MONEY
        else "",
        cells=cells,
        stacked=stacked,
        goal=goal,
    )


def _over(grid: Grid, rows: range, row: int, at: int) -> GridCell | None:
    """Return the cell of a head over a column; where merging was lost, the one at the left that stands over several."""
    found = grid.over(row, at)
    if found is not None or row == rows[-1]:
        return found
    below = [grid.over(lower, at) for lower in range(row + 1, rows.stop)]
    if not any(below):
        return None
    left = next((cell for column in range(at - 1, -1, -1) if (cell := grid.over(row, column))), None)
    if left is None or left.rows > 1 or left.columns > 1:
        return None
    return left if any(grid.over(lower, left.column) for lower in range(row + 1, rows.stop)) else None


def _role(said: Sequence[HeadWords], kind: TableKind) -> str:
    roles = [words.role for words in said if words.role]
    telling = [role for role in roles if role != GROUP]
    if telling and telling[0] in {"baseline", "target", "actual"} and "total" in telling:
        return "total"  # what is planned (当初) and what is done of money
    if telling or roles:
        return (telling or roles)[0]
    return kind.bare or "" if said and all(words.bare for words in said) else ""


def _over_years(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Take a total without a year beside columns of several years as the sum of the years."""
    years = {column.year for column in columns if column.year and column.role in {"", "schedule", "total"}}
    return tuple(
        column._replace(role="period_total", stage="")
        if column.role == "total" and column.year is None and len(years) > 1 and not column.stacked
        else column
        for column in columns
    )


def _inheriting(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give sources of money the year, unit and stage of the money at their left.

    Where several years stand there (last year's beside this year's), the sources are those of the latest.
    """
    done: list[Column] = []
    totals: list[Column] = []
    for column in columns:
        if column.role == "total":
            totals = [column] if done and done[-1].role in SOURCES else [*totals, column]
        if column.role in SOURCES and column.year is None and (dated := [one for one in totals if one.year]):
            latest = max(dated, key=lambda one: one.year or 0)
            unit, stage = column.unit or latest.unit, column.stage or latest.stage
            column = column._replace(year=latest.year, unit=unit, stage=stage)
        done.append(column)
    return tuple(done)


def _owned(columns: tuple[Column, ...], kind: TableKind) -> tuple[Column, ...]:
    """Say of each column which column of names it speaks of."""
    names = [column for column in columns if column.role in CLASSES]
    first = {column.cells: column.at for column in reversed(names)}  # one head over two columns: one name
    names = [column for column in names if first[column.cells] == column.at]
    return tuple(
        column._replace(owner=first[column.cells])
        if column.role in CLASSES
        else column._replace(owner=_owner(column, names, kind))
        for column in columns
    )


def _owner(column: Column, names: Sequence[Column], kind: TableKind) -> int | None:
    left = [name for name in names if name.at < column.at]
    right = [name for name in names if name.at > column.at]
    nearest = [*reversed(left), *right]
    if column.role == "number":
        meant = right[:1] or left[-1:]
    elif column.role in INDICATOR_ROLES and any(name.role == "Indicator" for name in names):
        meant = [name for name in nearest if name.role == "Indicator"]
    else:
        meant = [name for name in nearest if name.role == kind.rows]
    return meant[0].at if meant else None
