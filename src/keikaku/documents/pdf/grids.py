"""Ruled tables: rules that cross make a grid, a missing wall a merged cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keikaku.documents.form import Box, Cell, Found, Table
from keikaku.documents.pdf.characters import Char, main_angle
from keikaku.documents.pdf.geometry import Extent
from keikaku.documents.pdf.lines import printed_lines, turned
from keikaku.documents.pdf.rules import Area, Drawn, Rule, joined

_TOUCH = 2.0  # points by which a rule may miss the one it meets
_APART = 1.6  # points: grid lines nearer than this are one
_OPEN = 6.0  # points by which rules must stand out of the last wall for a cell without an outer wall
_FEWEST = 2  # cells: a single box is a frame around text, no table


class Sets:
    """Disjoint sets of numbers, with path halving."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, one: int) -> int:
        """Return the number that stands for the set of one."""
        above = self._above
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    def unite(self, one: int, other: int) -> None:
        """Make two sets one."""
        self._above[self.root(other)] = self.root(one)

    def groups(self) -> dict[int, list[int]]:
        """Return the sets, each in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for one in range(len(self._above)):
            found[self.root(one)].append(one)
        return found


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a table: where its columns and rows lie, and which cells are one."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[tuple[int, int, int, int], ...]  # row, column, rows, columns
    whose: dict[tuple[int, int], int]  # which span holds a place of the grid

    @property
    def extent(self) -> Extent:
        """The rectangle around it."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> int | None:
        """Return which span holds a point."""
        return self.whose.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def grids(drawn: Drawn) -> list[Grid]:
    """Return the grids that a page's rules make, from above."""
    level, standing = joined(drawn.level), joined(drawn.upright)
    found = [grid for rules in _crossing(level, standing) if (grid := _grid(*rules)) is not None]
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _crossing(level: list[Rule], standing: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the rules that hang together by their crossings."""
    sets = Sets(len(level) + len(standing))
    order = sorted(range(len(standing)), key=lambda index: standing[index].at)
    ats = [standing[index].at for index in order]
    for number, rule in enumerate(level):
        first = bisect_right(ats, rule.start - _TOUCH)
        for index in order[first : bisect_right(ats, rule.end + _TOUCH)]:
            other = standing[index]
            if other.start - _TOUCH <= rule.at <= other.end + _TOUCH:
                sets.unite(number, len(level) + index)
    for members in sets.groups().values():
        yield (
            [level[one] for one in members if one < len(level)],
            [standing[one - len(level)] for one in members if one >= len(level)],
        )


def _grid(level: list[Rule], standing: list[Rule]) -> Grid | None:
    """Return the grid of rules that hang together; None where they enclose nothing."""
    if len(level) < 2 or not standing:
        return None
    xs = _places(standing, level)
    ys = _places(level, standing)
    if len(xs) < 2 or len(ys) < 2:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    walls, floors = _by_place(standing, xs), _by_place(level, ys)
    sets = Sets(rows * columns)
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _covers(walls[column + 1], middle):
                sets.unite(here, here + 1)
            if row + 1 < rows and not _covers(floors[row + 1], (xs[column] + xs[column + 1]) / 2):
                sets.unite(here, here + columns)
    spans: list[tuple[int, int, int, int]] = []
    whose: dict[tuple[int, int], int] = {}
    for places in sets.groups().values():
        at = [divmod(place, columns) for place in places]
        top, left = min(row for row, _ in at), min(column for _, column in at)
        height, width = max(row for row, _ in at) - top + 1, max(column for _, column in at) - left + 1
        whose.update(dict.fromkeys(at, len(spans)))
        spans.append((top, left, height, width))
    return Grid(tuple(xs), tuple(ys), tuple(spans), whose)


def _places(rules: list[Rule], across: list[Rule]) -> list[float]:
    """Return where grid lines lie: at the rules, and at the ends of those across where no rule closes them."""
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > _APART:
            places.append(at)
    first, last = min(rule.start for rule in across), max(rule.end for rule in across)
    if first < places[0] - _OPEN:
        places.insert(0, first)
    if last > places[-1] + _OPEN:
        places.append(last)
    return places


def _by_place(rules: list[Rule], places: list[float]) -> list[list[Rule]]:
    """Return the rules at each grid line."""
    return [[rule for rule in rules if abs(rule.at - place) < _TOUCH] for place in places]


def _covers(rules: list[Rule], at: float) -> bool:
    return any(rule.start - _TOUCH <= at <= rule.end + _TOUCH for rule in rules)


def tables(grids_: Iterable[Grid], chars: list[Char], areas: list[Area]) -> tuple[list[Table], list[Char]]:
    """Return the tables of grids with what stands in their cells, and the characters that stand in none.

    Args:
        grids_: The grids.
        chars: The page's characters in the order of its content.
        areas: Its filled areas: the ground of cells.
    """
    grids_ = sorted(grids_, key=_size)  # a table inside a cell of another is found first
    held: list[dict[int, list[Char]]] = [defaultdict(list) for _ in grids_]
    left = []
    for char in chars:
        for grid, inside in zip(grids_, held, strict=True):
            span = grid.at(char.x, char.y)
            if span is not None:
                inside[span].append(char)
                break
        else:
            left.append(char)
    found = []
    for grid, inside in zip(grids_, held, strict=True):
        if len(grid.spans) < _FEWEST or not inside:
            left += [char for chars_ in inside.values() for char in chars_]
        else:
            found.append(_table(grid, inside, areas))
    return found, left


def _size(grid: Grid) -> float:
    left, top, right, bottom = grid.extent
    return (right - left) * (bottom - top)


def _table(grid: Grid, inside: dict[int, list[Char]], areas: list[Area]) -> Table:
    """Return the table of a grid; a turned one as it reads."""
    turn = main_angle([char for chars in inside.values() for char in chars])
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    cells = []
    for number, span in enumerate(grid.spans):
        row, column, height, width = span
        extent = (grid.xs[column], grid.ys[row], grid.xs[column + width], grid.ys[row + height])
        row, column, height, width = _turned_span(span, rows, columns, turn)
        chars = inside.get(number, [])
        own = main_angle(chars) if chars else turn
        cells.append(
            Cell(
                row=row,
                column=column,
                rows=height,
                columns=width,
                lines=printed_lines(turned(chars, own), own) if chars else (),
                box=Box(*extent),
                fill=_ground(extent, areas),
            )
        )
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Table(cells=tuple(cells), found=Found.RULED, box=Box(*grid.extent))


def _turned_span(span: tuple[int, int, int, int], rows: int, columns: int, turn: int) -> tuple[int, ...]:
    """Return a span's row, column, height and width once its table stands upright."""
    row, column, height, width = span
    if turn == 90:
        return columns - column - width, row, width, height
    if turn == 180:
        return rows - row - height, columns - column - width, height, width
    if turn == 270:
        return column, rows - row - height, width, height
    return span


def _ground(extent: Extent, areas: list[Area]) -> str:
    """Return the colour of the last area that covers the middle of a cell and is about as large or larger."""
    x, y = (extent[0] + extent[2]) / 2, (extent[1] + extent[3]) / 2
    colour = ""
    for area in areas:
        left, top, right, bottom = area.extent
        if left <= x <= right and top <= y <= bottom:
            colour = area.colour
    return colour
