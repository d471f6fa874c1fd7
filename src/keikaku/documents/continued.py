"""Tables over pages: which table goes on from the page before, what it repeats, and which cell began there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from keikaku.documents.form import Cell, Found, Kind, Part, Picture, PrintedLine, Run, Table
from keikaku.ground.text.folding import fold

_NEAR = 2.0  # points by which the columns of one table may shift from page to page
_LABELS = 0.5  # of the rows below the heads that begin alike on both pages: it is a form, filled in anew
_FEWEST_LABELS = 2


def link(parts: Sequence[Part]) -> None:
    """Mark the tables that go on from the page before them, and carry over the cells that began there.

    Two tables are one where nothing but furniture stands between them and their columns lie at the same places; a
    form that is printed anew on each page, its labels too, is none.

    Args:
        parts: All parts of a document, in order.
    """
    chain: list[Table] = []
    for part in parts:
        places = list(_shown(part)) if part.kind is Kind.PAGE else []
        first = part.blocks[places[0]] if places else None
        if chain and isinstance(first, Table) and _goes_on(chain[-1], first, chain[0]):
            first = part.blocks[places[0]] = _continued(chain, first)
            chain.append(first)
        else:
            chain = []
        if len(places) != 1 or not chain:
            last = part.blocks[places[-1]] if places else None
            chain = [last] if isinstance(last, Table) else []


def _shown(part: Part) -> Iterator[int]:
    """Yield the places of a page's blocks, furniture and pictures left out."""
    for index, block in enumerate(part.blocks):
        if not (isinstance(block, Picture) or (isinstance(block, PrintedLine) and block.furniture)):
            yield index


def _goes_on(before: Table, table: Table, head: Table) -> bool:
    """Return whether a table is the rest of the one on the page before."""
    if table.found is not before.found or table.columns < 2 or table.columns != before.columns:
        return False
    if table.found is Found.GAPS:
        if not _set_alike(before, table):
            return False
    elif table.found is not Found.RULED or not _level(_columns(before), _columns(table)):
        return False
    heads = _repeated(head, table)
    return heads < table.rows and not _is_form(before, table, heads)


def _level(one: dict[int, tuple[float, float]], other: dict[int, tuple[float, float]]) -> bool:
    common = one.keys() & other.keys()
    return bool(common) and all(
        abs(a - b) <= _NEAR for column in common for a, b in zip(one[column], other[column], strict=True)
    )


def _set_alike(before: Table, table: Table) -> bool:
    """Return whether the text of each column of two tables without rules begins, or ends, at one place.

    Text is set to the left, figures to the right; a column that is centred has no edge to go by, so that its table is
    two.
    """
    one, other = _edges(before), _edges(table)
    return len(one) == before.columns == len(other) and all(
        any(abs(a - b) <= _NEAR for a, b in zip(one[column], other[column], strict=True)) for column in one
    )


def _edges(table: Table) -> dict[int, tuple[float, float]]:
    """Return where the text of each column begins and ends, across the direction of reading."""
    upright = _angle(table) % 180 == 0
    found: dict[int, tuple[float, float]] = {}
    for cell in table.cells:
        for box in [line.box for line in cell.lines if line.box and cell.columns == 1]:
            begins, ends = (box.left, box.right) if upright else (box.top, box.bottom)
            left, right = found.get(cell.column, (begins, ends))
            found[cell.column] = min(left, begins), max(right, ends)
    return found


def _columns(table: Table) -> dict[int, tuple[float, float]]:
    """Return where the columns lie, across the direction of reading."""
    upright = _angle(table) % 180 == 0
    return {
        cell.column: (cell.box.left, cell.box.right) if upright else (cell.box.top, cell.box.bottom)
        for cell in table.cells
        if cell.box is not None and cell.columns == 1
    }


def _angle(table: Table) -> int:
    return next((line.runs[0].angle for cell in table.cells for line in cell.lines), 0)


def _repeated(head: Table, table: Table) -> int:
    """Return how many of the first rows of a table print those of the chain's first table again."""
    pairs = zip(map(_print, head.by_row()), map(_print, table.by_row()), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _print(row: tuple[Cell, ...]) -> tuple[tuple[int, int, int, str], ...]:
    return tuple((cell.column, cell.rows, cell.columns, fold(cell.text)) for cell in row)


def _is_form(before: Table, table: Table, heads: int) -> bool:
    """Return whether the rows of two tables begin alike below their heads."""
    first = [_label(row) for row in before.by_row()][heads:]
    second = [_label(row) for row in table.by_row()][heads:]
    alike = sum(one == other != "" for one, other in zip(first, second, strict=False))
    return alike >= _FEWEST_LABELS and alike >= _LABELS * min(len(first), len(second))


def _label(row: tuple[Cell, ...]) -> str:
    return fold(row[0].text) if row and not row[0].carried else ""


def _continued(chain: list[Table], table: Table) -> Table:
    """Return a table that goes on, with the cells that it takes over from the page before."""
    heads = _repeated(chain[0], table)
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    for column in range(table.columns):
        empty, began = cells.get((heads, column)), _last(chain[-1], column)
        if empty is None or empty.lines or began is None or not began.lines:
            break
        if not (_groups(table, column, heads) or any(_groups(one, column, 0) for one in chain)):
            break
        lines = tuple(replace(line, box=None, runs=_placeless(line), icons=()) for line in began.printed)
        cells[heads, column] = replace(empty, lines=lines, carried=True)
    return replace(table, cells=tuple(cells.values()), continues=True, repeated=heads)


def _placeless(line: PrintedLine) -> tuple[Run, ...]:
    return tuple(replace(run, box=None) for run in line.runs)


def _last(table: Table, column: int) -> Cell | None:
    """Return the cell of one column that a table ends with."""
    return next(
        (
            cell
            for cell in table.cells
            if cell.column == column and cell.columns == 1 and cell.row + cell.rows == table.rows
        ),
        None,
    )


def _groups(table: Table, column: int, heads: int) -> bool:
    """Return whether cells of a column reach over rows below the heads."""
    return any(cell.column == column and cell.rows > 1 and cell.row >= heads for cell in table.cells)
