"""Figures that the extraction split over cells, and what proves their reading.

A figure over two cells is either cut between two digits ("7 | 4" is 74) or through one, which then shows on
both sides ("8 | 30" is 80: what follows the 8 is its right half). Both readings are candidates; the figure
beside it (a baseline's target, a target's baseline) has as many decimals and is of like size, the direction
says which of the two is larger, and a percentage ends at 100. One candidate left is the reading; several, or
none, leave the figure doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from keikaku.ground.text.folding import fold
from keikaku.reading.model import Confidence, Direction
from keikaku.reading.values.numbers import Figure, figure_or_words, is_no_value, number

_RIGHT_HALVES = frozenset({("8", "3")})
"""Digits whose right half reads as another digit; every digit's may read as itself."""

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell prints.

    Attributes:
        value: The figure, None where none is printed or it stays doubtful.
        printed: The print, its pieces joined by " | ".
        confidence: What had to be done to read it.
        none: Whether the cell prints that there is no value.
        comparator: "lt", "le", "ge", "gt" or "".
        other: What it prints, where that is a range, a target in words, or a figure that came about over time.
    """

    value: Decimal | None
    printed: str
    confidence: Confidence = Confidence.CERTAIN
    none: bool = False
    comparator: str = ""
    other: Figure | None = None


def read_cell(cell: str, unit: str, debris: str) -> Value:
    """Return what one cell prints; marks of the table's border at its ends are not part of it."""
    if is_no_value(cell):
        return Value(None, cell, none=True)
    plain = _strip(cell, debris)
    confidence = Confidence.CERTAIN if plain == cell else Confidence.REPAIRED
    found = figure_or_words(plain)
    if found is None or (found.unit and fold(found.unit) != fold(unit)):
        return Value(None, cell, Confidence.DOUBTFUL)
    if found.value is None or found.accumulation:
        return Value(None, cell, confidence, other=found)
    return Value(found.value, cell, confidence, comparator=found.comparator)


def read_pair(
    baseline: Sequence[str], target: Sequence[str], unit: str, direction: Direction | None, debris: str
) -> tuple[Value, Value]:
    """Return the readings of a baseline and its target, each printed in one cell or in two.

    Args:
        baseline: The baseline's cells, empty ones left out.
        target: The target's.
        unit: The unit.
        direction: Where the indicator should go, None where that is not known.
        debris: Marks that the extraction makes of a table's border.
    """
    whole = tuple(
        read_cell(cells[0], unit, debris) if len(cells) == 1 else None for cells in (baseline, target)
    )
    one, other = (
        [value] if value else list(_candidates(cells, debris))
        for value, cells in zip(whole, (baseline, target), strict=True)
    )
    if None not in whole:
        return one[0], other[0]
    pairs = [
        (first, second) for first in one for second in other if _agree(first, second, fold(unit), direction)
    ]
    if len(pairs) == 1:
        return pairs[0]
    return (
        whole[0] or Value(None, " | ".join(baseline), Confidence.DOUBTFUL),
        whole[1] or Value(None, " | ".join(target), Confidence.DOUBTFUL),
    )


def _strip(cell: str, debris: str) -> str:
    return cell.strip(debris + " \u3000")


def _candidates(cells: Sequence[str], debris: str) -> Iterator[Value]:
    """Yield the figures that two cells can be: cut between two digits, or through one."""
    if len(cells) != 2:
        return
    left, right = (fold(_strip(cell, debris)) for cell in cells)
    printed = " | ".join(cells)
    if not left or not right or left == right:
        return
    prints = [left + right]
    if left[-1].isdigit() and (left[-1] == right[0] or (left[-1], right[0]) in _RIGHT_HALVES):
        prints.append(left + right[1:])
    for print_ in prints:
        value = number(print_)
        if value is not None:
            yield Value(value, printed, Confidence.REPAIRED)


def _agree(first: Value, second: Value, unit: str, direction: Direction | None) -> bool:
    """Return whether a baseline and a target can stand beside each other, one of them put together."""
    percent = unit == "%"
    if first.none or second.none:
        figures = [value.value for value in (first, second) if value.value is not None]
        return percent and all(0 <= value <= _HUNDRED for value in figures)
    if first.value is None or second.value is None:
        return False
    return (
        decimals(first.value) == decimals(second.value)
        and of_like_size(first.value, second.value)
        and not (percent and max(first.value, second.value) > _HUNDRED)
        and not wrong_side(first.value, second.value, direction)
    )


def decimals(value: Decimal) -> int:
    """Return how many decimals a figure prints."""
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def of_like_size(one: Decimal, other: Decimal) -> bool:
    """Return whether two figures have about as many digits before the point."""
    return abs(max(one.adjusted(), 0) - max(other.adjusted(), 0)) <= 1


def wrong_side(baseline: Decimal, target: Decimal, direction: Direction | None) -> bool:
    """Return whether a target lies where the direction does not lead."""
    if direction is Direction.INCREASE:
        return target < baseline
    return direction is Direction.DECREASE and target > baseline
