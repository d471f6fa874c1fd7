"""Names and units in the boxes of indicators, which wrap, are printed twice or are cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from keikaku.ground.text.folding import fold, join, key
from keikaku.reading.layouts.evaluation_sheets.settings import Box
from keikaku.reading.model import Confidence
from keikaku.reading.values.numbers import is_no_value

COPY = 0.6
"""Share of common characters from which a print counts as a broken copy of another."""

TRACE = 0.3
"""The same, where the place says that a copy stands there."""

_LONGEST_UNIT = 8
_SIGNS = "%‰°℃㎡㎥"
_MAGNITUDES = tuple("十百千万億兆")
_WRAPPED = re.compile(r"[^\W\d_a-zA-Z] +[^\W\d_a-zA-Z]")


@dataclass(slots=True, eq=False)
class Name:
    """An indicator's name.

    Attributes:
        label: The name.
        above: Whether the row of figures prints some of it.
        below: Whether the row of years does.
        confidence: What had to be done to read it.
        printed: The print, where it differs.
    """

    label: str
    above: bool
    below: bool
    confidence: Confidence = Confidence.CERTAIN
    printed: list[str] = field(default_factory=list)


def likeness(one: str, other: str) -> float:
    """Return the share of characters that two prints have in common, in order."""
    first, second = key(one), key(other)
    if not first or not second:
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def read_name(above: str, below: str, under: str) -> Name | None:
    """Return the name that a box prints.

    A short name stands in the row of years. A long one begins in the row of figures and goes on in the row of
    years, or ends there behind a broken copy of its first line, or has a broken copy of its last line in the
    row of actuals: so a copy there says that the name has two lines.

    Args:
        above: What the row of figures prints in the first column.
        below: What the row of years prints there.
        under: What the row of actuals prints there.
    """
    if not above and not below:
        return None
    if not above or not below:
        name = Name(join([above or below]), bool(above), bool(below))
        if not below or _WRAPPED.search(below) or likeness(below, under) >= TRACE:
            name.confidence, name.printed = Confidence.DOUBTFUL, [above or below]
        return name
    head, *tail = below.split()
    like = likeness(above, head)
    if like >= COPY:
        return Name(join([above, *tail]), True, True, Confidence.REPAIRED, [below])
    name = Name(join([above, below]), True, True)
    if like >= TRACE:
        name.confidence, name.printed = Confidence.DOUBTFUL, [below]
    return name


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it is, its print where that differs, and whether it cannot be read."""

    value: str = ""
    printed: str = ""
    unreadable: bool = False


def read_unit(cells: Sequence[str], box: Box) -> Unit:
    """Return the unit in the cells of its column.

    A unit over two cells is put together; the debris that the extraction leaves of a sign beside the sign
    itself is dropped. A number, debris alone, or 億 without what is counted is no unit; an
    indicator without one prints a dash.
    """
    held = [cell for cell in cells if cell]
    if len(held) == 1 and is_no_value(held[0]):
        return Unit()
    if not held:
        return Unit(unreadable=True)
    printed = " | ".join(held)
    if any(cell in box.misread_units for cell in held):
        whole = box.misread_units.get(held[0], "")
        return Unit(whole, printed) if held[1:] == [whole] else Unit("", printed, unreadable=True)
    unit = "".join(held)
    odd = not any(char.isalpha() or char in _SIGNS for char in fold(unit)) or any(
        char.isdigit() or char in box.debris.replace("/", "") for char in fold(unit)
    )
    if odd or not cells[0] or unit.endswith(_MAGNITUDES) or len(unit) > _LONGEST_UNIT:
        return Unit("", printed, unreadable=True)
    return Unit(unit, printed if len(held) > 1 else "")
