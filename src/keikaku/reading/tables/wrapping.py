"""Rows as they are meant: a name or a text that is wrapped above and below the row of its figures is one row with it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from keikaku.ground.messages import say
from keikaku.ground.text.folding import join
from keikaku.reading.model import Finding
from keikaku.reading.tables.grid import Grid, GridCell


@dataclass(frozen=True, slots=True)
class Piece:
    """What a row prints in a column.

    Attributes:
        text: Its print, wrapped lines joined.
        cells: Where.
        printed: The print, where it is read otherwise.
        doubtful: Whether it may be less or more than what is meant.
        parts: Of a name that was put together, its lines.
    """

    text: str
    cells: tuple[GridCell, ...]
    printed: str = ""
    doubtful: bool = False
    parts: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that somebody broke its text into, where it stands in one cell and those are several."""
        return self.cells[0].lines if len(self.cells) == 1 else ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is meant: what it prints, by column."""

    pieces: dict[int, Piece]


def logical_rows(
    grid: Grid, rows: Sequence[int], anchors: frozenset[int], *, wrapped: bool
) -> tuple[list[Row], list[Finding]]:
    """Return the rows that are meant, and what could not be told.

    Args:
        grid: The grid.
        rows: Numbers of the printed rows, in order.
        anchors: Columns of figures: a row that prints something there is one that others are wrapped around.
        wrapped: Whether rows that print nothing there are parts of such rows.
    """
    printed = [grid.by_row[row] for row in rows if grid.by_row[row]]
    if not wrapped:
        return [_row([cells]) for cells in printed], []
    places = [at for at, cells in enumerate(printed) if any(cell.column in anchors for cell in cells)]
    between = _runs(len(printed), places)
    shares = _shares(printed, places, between)
    if shares is None:
        lines = tuple(cell.line for run in between for at in run for cell in printed[at])
        return [_row([printed[at]]) for at in places], [_untold(lines)]
    return [
        _row([*(printed[each] for each in above), printed[at], *(printed[each] for each in below)])
        for at, (above, below) in zip(places, shares, strict=True)
    ], []


def _row(parts: Iterable[Sequence[GridCell]]) -> Row:
    by_column: dict[int, list[GridCell]] = {}
    for cells in parts:
        for cell in cells:
            by_column.setdefault(cell.column, []).append(cell)
    return Row(
        {
            column: Piece(
                cells[0].text if len(cells) == 1 else join(cell.text for cell in cells), tuple(cells)
            )
            for column, cells in by_column.items()
        }
    )


def _runs(count: int, places: Sequence[int]) -> list[range]:
    """Return the runs of rows before, between and after some places."""
    ends = [-1, *places, count]
    return [range(start + 1, end) for start, end in itertools.pairwise(ends)]


Shares = list[tuple[Sequence[int], Sequence[int]]]


def _shares(
    printed: Sequence[Sequence[GridCell]], places: Sequence[int], between: Sequence[range]
) -> Shares | None:
    """Return which rows above and below each row of figures belong to it, None where that cannot be told.

    Boxes tell it: what is nearest. Without them a print that begins above its figures is centred on them, with as many
    rows below as above; one that begins beside them goes on below.
    """
    if not places:
        return None if any(between) else []
    boxed = all(
        cell.box for at in (*places, *(each for run in between for each in run)) for cell in printed[at]
    )
    if boxed:
        return _nearest(printed, places, between)
    if not between[0]:
        return [((), run) for run in between[1:]]
    shares: Shares = []
    above: Sequence[int] = between[0]
    for run in between[1:]:
        if len(run) < len(above):
            return None
        shares.append((above, run[: len(above)]))
        above = run[len(above) :]
    return None if above else shares


def _nearest(
    printed: Sequence[Sequence[GridCell]], places: Sequence[int], between: Sequence[range]
) -> Shares:
    middles = [
        sum(cell.box.top + cell.box.bottom for cell in cells if cell.box) / (2 * len(cells))
        for cells in printed
    ]
    shares: Shares = []
    left: Sequence[int] = between[0]
    for place, run, following in zip(places, between[1:], (*places[1:], None), strict=True):
        below = [
            at
            for at in run
            if following is None or abs(middles[at] - middles[place]) <= abs(middles[following] - middles[at])
        ]
        shares.append((left, below))
        left = [at for at in run if at not in below]
    return shares


def _untold(lines: tuple[int, ...]) -> Finding:
    return Finding.of(
        say("rules.table-wrapped"),
        lines=tuple(dict.fromkeys(lines)),
    )
