"""What the extraction made of drawn signs and borders in the boxes of indicators, as far as the document itself proves it.

A sign is read only where one reading is left: the unit is the sign that one and the same cell prints whole beside it, and no
unit is printed so with it before; where the indicators should go is where the targets lead that are printed whole beside it,
again and again and never the other way. What nothing proves stays unread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from keikaku.reading.drafting.hints import hints
from keikaku.reading.model import Direction
from keikaku.reading.stream import Sheet
from keikaku.reading.tables import Grid, TableKind, fitting
from keikaku.reading.tables.cells import is_unit
from keikaku.reading.tables.kinds import CellRepairs
from keikaku.reading.tables.split import read_pair
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import figure
from keikaku.reading.words import direction_of, words

FEWEST = 3
"""How many places that say the same are no chance."""
_NEITHER = ""
_CUT = 2
"""The cells of a unit that is cut in two."""


def repairs(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """Return the repairs that boxes of indicators among tables need and prove; figures cut in two are proved when they are read."""
    debris = hints().strokes if _is_bordered(sheets) else ""
    split = CellRepairs(split=True, debris=debris, because="-")
    kind = TableKind(rows="Indicator", boxed=True, heads=["desiredDirection"], repairs=split)
    rows = [row for sheet in sheets for row in _figures(sheet, kind, debris + " ")]
    signs = {
        role: found
        for role, found in (
            ("unit", _proved(_units(rows), 1)),
            ("desiredDirection", _proved(_directions(rows), FEWEST)),
        )
        if found
    }
    found = {"signs": signs, "debris": debris}
    return {
        **{key: one for key, one in found.items() if one},
        "split": True,
        "because": hints().misread,
    }


def _is_bordered(sheets: Iterable[Sheet]) -> bool:
    """Tell whether what looks like a border stands again and again alone in cells, or at what is a figure or a year without it."""
    cells = (cell.strip() for sheet in sheets for line in sheet.lines for cell in line.cells if cell)
    bare = ((cell, cell.strip(hints().strokes + " ")) for cell in cells if cell)
    return sum(not text or (_is_value(text) and not _is_value(cell)) for cell, text in bare) >= FEWEST


def _is_value(text: str) -> bool:
    return figure(text) is not None or fiscal_year(text) is not None


def _figures(sheet: Sheet, kind: TableKind, border: str) -> Iterator[dict[str, list[str]]]:
    """Yield the cells of the first row below each head of boxes in a sheet, by the roles of their columns."""
    grid = Grid.of_lines(sheet.lines, sheet.cells)
    for row in range(grid.rows):
        for _kind, head in fitting(grid, row, [kind]) if grid.by_row[row] else ():
            roles = {column.at: column.role for column in head.columns}
            found: dict[str, list[str]] = defaultdict(list)
            for cell in grid.by_row[head.rows.stop] if head.rows.stop < grid.rows else ():
                if text := cell.text.strip(border):
                    found[roles.get(cell.column, "")].append(text)
            yield found


def _units(rows: Iterable[Mapping[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Yield characters that stand before a whole unit in its cell, and that unit, where it is a sign: no unit goes on with one."""
    for row in rows:
        texts = row.get("unit", [])
        if len(texts) == _CUT and len(texts[0]) == 1:
            sign, whole = texts[0], texts[1].split()[0]
            is_sign = len(whole) == 1 and not whole.isalnum() and is_unit(whole)
            yield sign, whole if is_sign else _NEITHER


def _directions(rows: Iterable[Mapping[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Yield what stands where an arrow must, and the arrow that leads from the baseline to the target beside it."""
    for row in rows:
        for sign in row.get("desiredDirection", [])[:1]:
            unit = next(reversed(row.get("unit", [""])), "")
            pair = read_pair(row.get("baseline", []), row.get("target", []), unit, None, "")
            baseline, target = (one.value for one in pair)
            if direction_of(sign) or baseline is None or target is None or baseline == target:
                continue
            way = Direction.INCREASE if target > baseline else Direction.DECREASE
            yield sign, words()["directions"][way.value][0]


def _proved(pairs: Iterable[tuple[str, str]], fewest: int) -> dict[str, str]:
    """Return the reading of each sign that has the same one wherever there is a proof, and proofs enough."""
    found: dict[str, list[str]] = defaultdict(list)
    for sign, reading in pairs:
        found[sign].append(reading)
    return {
        sign: readings[0]
        for sign, readings in found.items()
        if len(readings) >= fewest and len({*readings}) == 1 and readings[0] != _NEITHER
    }
