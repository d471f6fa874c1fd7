"""Where the rows of icons stand among the characters of a page: each is a character of its own there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from keikaku.documents.form import Box, Counts, Icon
from keikaku.documents.icon_lines import mark
from keikaku.documents.pdf.characters import Char, Style
from keikaku.documents.pdf.grids import Grid
from keikaku.documents.pdf.icons import printed_in, rows_of

_HALF = 2.0  # points above and below its middle: lower than any line of print, so that no row of print is parted by it
_EDGE = 3.0  # points: on scans, the edge of an icon is found up to 2.7 within it
_OF_ICONS = 0.75  # of the walls of a grid: strokes of large digits are walls too; by chance a wall lies so in one case of four
_STYLE = Style(False, "icons", False, 0.0)  # no print has it: what is set so is a run of its own

Where = tuple[int, int] | None
"""The cell of a ruled table, by the table and the cell; None outside tables."""


def outside(icons: Sequence[Icon], chars: list[Char], counts: Counts) -> list[Char]:
    """Return the characters but those of icons, which are counted: the icon says what they say."""
    boxes = [icon.box for icon in icons if icon.box]
    own = {id(char) for held in printed_in(boxes, chars).values() for char in held} if boxes else set()
    counts.pictured += len(own)
    return [char for char in chars if id(char) not in own]


def tables_of_print(grids: Sequence[Grid], icons: Sequence[Icon], chars: Sequence[Char]) -> list[Grid]:
    """Return the grids but those of icons: on a scan their edges cross as rules do.

    Such a grid holds more icons than letters, or its walls lie where the edges of icons do, under text that runs over
    them too.
    """
    boxes = [box for icon in icons if (box := icon.box)]
    lefts = [[icon.box.left for icon in row if icon.box] for row in rows_of(icons)]
    step = min((there - here for row in lefts for here, there in pairwise(row)), default=math.inf)
    found = []
    for grid in grids:
        held = sum(
            grid.at((box.left + box.right) / 2, (box.top + box.bottom) / 2) is not None for box in boxes
        )
        letters = sum(grid.at(char.x, char.y) is not None for char in chars)
        if not held or (held < letters and not _are_edges(grid, boxes, step)):
            found.append(grid)
    return found


def _are_edges(grid: Grid, boxes: Sequence[Box], step: float) -> bool:
    """Return whether the walls of a grid are edges of icons, of those too that a row leaves out.

    Args:
        grid: The grid.
        boxes: Of the icons of the page.
        step: From an icon to the next of its row, in points.
    """
    sides = {side for box in boxes for side in (box.left, box.right)}
    heights = {height for box in boxes for height in (box.top, box.bottom)}
    ups = sum(any(_off(x - side, step) <= _EDGE for side in sides) for x in grid.xs)
    levels = sum(any(abs(y - height) <= _EDGE for height in heights) for y in grid.ys)
    return ups + levels >= _OF_ICONS * (len(grid.xs) + len(grid.ys))


def _off(distance: float, step: float) -> float:
    """Return how far a distance is from a whole number of steps."""
    return abs(distance) if step == math.inf else abs(distance - round(distance / step) * step)


def set_among(
    icons: Iterable[Icon], chars: Sequence[Char], grids: Sequence[Grid]
) -> tuple[list[list[Icon]], list[Char]]:
    """Return the rows of icons, one for each cell of a table that a row reaches over, and the character that stands for each.

    Args:
        icons: Of the page.
        chars: Its characters, none of an icon.
        grids: Its ruled tables.
    """
    rows: list[list[Icon]] = []
    places: list[Where] = []
    for row in rows_of(icons):
        held: dict[Where, list[Icon]] = {}
        for icon in row:
            box = icon.box or Box(0, 0, 0, 0)
            held.setdefault(_where((box.left + box.right) / 2, (box.top + box.bottom) / 2, grids), []).append(
                icon
            )
        rows += held.values()
        places += held
    return rows, [
        _char(number, row, where, chars, grids)
        for number, (row, where) in enumerate(zip(rows, places, strict=True))
    ]


def _where(x: float, y: float, grids: Sequence[Grid]) -> Where:
    spans = ((number, grid.at(x, y)) for number, grid in enumerate(grids))
    return next(((number, span) for number, span in spans if span is not None), None)


def _char(
    number: int, row: Sequence[Icon], where: Where, chars: Sequence[Char], grids: Sequence[Grid]
) -> Char:
    """Return the character of a row: on the line of print that stands beside it, where one does."""
    box = Box.around(icon.box for icon in row if icon.box)
    middle = (box.top + box.bottom) / 2
    beside = [
        char.y
        for char in chars
        if box.top <= char.y <= box.bottom
        and not char.text.isspace()
        and _where(char.x, char.y, grids) == where
    ]
    y = min(beside, key=lambda one: abs(one - middle), default=middle)
    return Char(mark(number), box.left, y - _HALF, box.right, y + _HALF, 0, _STYLE)
