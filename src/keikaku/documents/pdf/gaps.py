"""Tables without walls: columns by the gaps that all their rows leave, rows by rules or by the larger gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from keikaku.documents.form import Box, Cell, Found, Table
from keikaku.documents.pdf.characters import Char
from keikaku.documents.pdf.lines import Segment, printed_lines
from keikaku.documents.pdf.rules import Rule

_COLUMNS = (
    3  # two pieces in a line are a heading with its page, a label with its value, or two columns of text
)
_ROWS = 3  # fewer rows leave gaps by chance
_NEAR = 4.0  # heights of a line between two rows of one table: a cell of three wrapped lines between
_WRAPPED = 3  # lines without so many pieces that may stand between two rows: wrapped cells
_GUTTER = 0.45  # of a character's height: the narrowest gap between columns
_JUMP = 1.2  # points by which gaps between rows exceed those within


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page in its pieces."""

    pieces: tuple[Segment, ...]
    top: float
    bottom: float

    @classmethod
    def of(cls, pieces: list[Segment]) -> Row:
        """Return the row of the pieces of one line."""
        return cls(tuple(pieces), min(piece.top for piece in pieces), max(piece.bottom for piece in pieces))

    @property
    def height(self) -> float:
        """The height of its characters."""
        return max(piece.height for piece in self.pieces)


def tables(rows: list[Row], level: list[Rule]) -> tuple[list[Table], list[Row]]:
    """Return the tables that stand in lines without walls, and the lines that stand in none.

    Args:
        rows: The lines of a page outside ruled tables, from above.
        level: The page's level rules.
    """
    found: list[Table] = []
    taken: set[int] = set()
    for first, last in _stretches(rows):
        table = _table(rows[first : last + 1], level)
        if table is not None:
            found.append(table)
            taken.update(range(first, last + 1))
    return found, [row for index, row in enumerate(rows) if index not in taken]


def _stretches(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each stretch that is parted often enough."""
    index = 0
    while index < len(rows):
        if len(rows[index].pieces) < _COLUMNS:
            index += 1
            continue
        last = index
        for at in range(index + 1, len(rows)):
            far = rows[at].top - rows[last].bottom > _NEAR * rows[last].height
            if far or at - last > _WRAPPED:
                break
            if len(rows[at].pieces) >= _COLUMNS:
                last = at
        last = _with_wrapped(rows, last)
        if sum(len(row.pieces) >= _COLUMNS for row in rows[index : last + 1]) >= _ROWS:
            yield index, last
        index = last + 1


def _with_wrapped(rows: list[Row], last: int) -> int:
    """Return the last line with those wrapped below it."""
    while last + 1 < len(rows):
        below = rows[last + 1]
        near = below.top - rows[last].bottom < 0.4 * rows[last].height
        if not near or len(below.pieces) >= _COLUMNS:
            return last
        last += 1
    return last


def _table(rows: list[Row], level: list[Rule]) -> Table | None:
    """Return the table of some lines; None where they leave no common gaps."""
    chars = [char for row in rows for piece in row.pieces for char in piece]
    columns = _columns(chars)
    if len(columns) < _COLUMNS:
        return None
    cuts = _cuts(rows, level)
    cells: dict[tuple[int, int], list[Char]] = defaultdict(list)
    for char in chars:
        column = next(number for number, (left, right) in enumerate(columns) if left <= char.x <= right)
        cells[sum(char.y > cut for cut in cuts), column].append(char)
    return Table(
        cells=tuple(
            Cell(row=row, column=column, lines=printed_lines(held), box=_around(held))
            for (row, column), held in sorted(cells.items())
        ),
        found=Found.GAPS,
        box=_around(chars),
    )


def _around(chars: list[Char]) -> Box:
    return Box(
        min(char.left for char in chars),
        min(char.top for char in chars),
        max(char.right for char in chars),
        max(char.bottom for char in chars),
    )


def _columns(chars: list[Char]) -> list[tuple[float, float]]:
    """Return where the columns lie: what no character of any row reaches into parts them."""
    gutter = _GUTTER * sorted(char.height for char in chars)[len(chars) // 2]
    columns: list[tuple[float, float]] = []
    for char in sorted(chars, key=lambda char: char.left):
        if columns and char.left <= columns[-1][1] + gutter:
            columns[-1] = (columns[-1][0], max(columns[-1][1], char.right))
        else:
            columns.append((char.left, char.right))
    return columns


def _cuts(rows: list[Row], level: list[Rule]) -> list[float]:
    """Return where one row of the table ends and the next begins."""
    top, bottom = rows[0].top, rows[-1].bottom
    ruled = sorted({round(rule.at, 1) for rule in level if top - 12 < rule.at < bottom + 12})
    ruled = [at for index, at in enumerate(ruled) if not index or at - ruled[index - 1] > 3]
    within = [at for at in ruled if top < at < bottom]
    if len(within) >= _ROWS - 1:
        return within
    bands: list[tuple[float, float]] = []
    for row in sorted(rows, key=lambda row: row.top):
        if bands and row.top <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], row.bottom))
        else:
            bands.append((row.top, row.bottom))
    gaps = [(below[0] - above[1], (below[0] + above[1]) / 2) for above, below in pairwise(bands)]
    least = _least_between_rows(sorted(gap for gap, _ in gaps))
    return [at for gap, at in gaps if gap > least]


def _least_between_rows(gaps: list[float]) -> float:
    """Return the width above which a gap parts rows: the middle of the largest jump, if there is one."""
    jumps = [(wide - narrow, (wide + narrow) / 2) for narrow, wide in pairwise(gaps)]
    jump, middle = max(jumps, default=(0.0, 0.0))
    return middle if jump > _JUMP else -1.0
