"""The axis of a chart: round ticks, from 0 wherever that does not flatten the figures to a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_TICKS = 4
_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_FLAT = Decimal("0.25")
"""Below this share of the largest figure, what lies between the figures would be lost on an axis from 0."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of values.

    Attributes:
        ticks: The values that are marked, from the lowest; the axis ends at the first and the last.
        is_cut: Whether it starts elsewhere than at 0.
    """

    ticks: tuple[Decimal, ...]
    is_cut: bool

    def share(self, value: Decimal) -> float:
        """Return how far up the axis a value stands, from 0 to 1."""
        return float((value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0]))


def axis(values: Iterable[Decimal]) -> Axis:
    """Return the axis of some values.

    It starts at 0, but where all lie on one side of it and so near each other that 0 would hide what lies
    between them.

    >>> [int(tick) for tick in axis([Decimal(12), Decimal(48)]).ticks]
    [0, 20, 40, 60]
    >>> axis([Decimal("86.5"), Decimal(90)]).is_cut
    True
    """
    found = sorted(values)
    low, high = found[0], found[-1]
    is_cut = low != high and (low > 0 or high < 0) and high - low < _FLAT * max(abs(low), abs(high))
    if not is_cut:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    step = _step(high - low or Decimal(1))
    first, last = (
        (low / step).to_integral_value("ROUND_FLOOR"),
        (high / step).to_integral_value("ROUND_CEILING"),
    )
    last = max(last, first + 1)
    ticks = tuple((first + index) * step for index in range(int(last - first) + 1))
    return Axis(ticks, is_cut and ticks[0] * ticks[-1] > 0)


def _step(span: Decimal) -> Decimal:
    """Return the round distance of which at most about four lie in a span."""
    power = Decimal(1).scaleb((span / _TICKS).adjusted())
    return next(step * power for step in _STEPS if step * power * _TICKS >= span)
