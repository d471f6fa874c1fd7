"""Figures of one indicator beside each other, and the money of a project from year to year.

Nothing here says which figure is right: it says which two cannot both be, or would be strange together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.checks.usual import usual
from keikaku.reading.model import Budget, Indicator, Observation, Record, Role
from keikaku.reading.records import Reading

_OFF = 3
"""So many times another figure of its indicator, a figure is worth a look."""

_ALIKE = 2
"""Up to so many times another figure, a figure with its point put back is taken for what was printed."""

_FAR_OFF = 10
"""An order of magnitude off the other figures of its indicator, or more: a digit may be lost."""

_MONEY_OFF = 100
"""So many times the money of another year: the unit may be another."""

_SMALL = 10
"""Whole figures below this go up threefold easily."""

_HUNDRED = Decimal(100)


def _valued(indicator: Indicator) -> list[tuple[Observation, Decimal]]:
    return [(one, one.value) for one in indicator.observations if one.value is not None]


def decimals(value: Decimal) -> int:
    """Return how many decimals a figure prints."""
    exponent = value.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def times(one: Decimal, other: Decimal) -> Decimal:
    """Return how many times the smaller of two figures the larger is; 1 where one is 0 or they differ in sign."""
    if one * other <= 0:
        return Decimal(1)
    return max(one / other, other / one)


def _lines(*records: Record) -> list[int]:
    return [line for record in records for line in record.lines]


def comma_read_as_point(reading: Reading) -> Iterator[Doubt]:
    """Yield figures with three decimals beside a whole one of a thousandfold size: 200.000 beside 183,595."""
    for indicator in reading.indicators:
        figures = _valued(indicator)
        odd = [(one, value) for one, value in figures if _has_comma_places(value)]
        whole = [(one, size) for one, size in figures if not decimals(size) and abs(size) >= _HUNDRED]
        for one, value in odd if whole else ():
            other, size = min(whole, key=lambda figure: times(value * 1000, figure[1]))
            if times(value * 1000, size) <= _OFF:
                words = say(
                    "rules.figure-comma", label=indicator.label, value=value, size=size, meant=value * 1000
                )
                yield doubt(words, _lines(one, other), one)


def _has_comma_places(value: Decimal) -> bool:
    """Return whether the point of a figure stands where a comma would stand."""
    return decimals(value) == 3 and abs(value) >= 1


def point_lost(reading: Reading) -> Iterator[Doubt]:
    """Yield whole figures that a decimal point would make like a figure with decimals: 900 beside 86.5."""
    for indicator in reading.indicators:
        figures = _valued(indicator)
        parts = _of_each_size(one for one in figures if decimals(one[1]) and not _has_comma_places(one[1]))
        whole = [one for one in figures if parts and not decimals(one[1])]
        for (one, value), (other, size) in product(whole, parts):
            places = decimals(size)
            if times(value, size) < _OFF:
                continue
            percent = fold(indicator.unit) == "%"
            if times(value / 10**places, size) > _ALIKE or (percent and value == _HUNDRED):
                continue
            beyond = percent and abs(value) > _HUNDRED >= abs(size)
            words = say(
                "rules.figure-point-lost" if beyond or places > 1 else "rules.figure-point",
                label=indicator.label,
                value=value,
                size=size,
            )
            yield doubt(words, _lines(one, other), one)


def _of_each_size(figures: Iterable[tuple[Observation, Decimal]]) -> list[tuple[Observation, Decimal]]:
    """Return the first figure of each size: another of the same says nothing more of those beside it."""
    return list({str(size): (one, size) for one, size in reversed(list(figures))}.values())[::-1]


def unequal_decimals(reading: Reading) -> Iterator[Doubt]:
    """Yield the one figure of a row that prints other decimals than the rest, or decimals on what is counted.

    Targets are rounder than what was measured, so a row is that of one role, three figures at least; of two figures
    one with decimals is odd only from a hundred on, where shares and rates end.
    """
    for indicator in reading.indicators:
        figures = _valued(indicator)
        rows = [[figure for figure in figures if figure[0].role is role] for role in Role]
        odd = next((one for one in map(_odd_decimals, rows) if one), None) or (
            _counted_in_parts(figures) if fold(indicator.unit) != "%" else None
        )
        if odd is not None:
            others = [one for one, _ in figures if one is not odd[0]]
            sizes = " / ".join(str(value) for one, value in figures if one is not odd[0])
            words = say("rules.figure-decimals", label=indicator.label, odd=odd[1], sizes=sizes)
            yield doubt(words, _lines(odd[0], *others))


def _odd_decimals(row: Sequence[tuple[Observation, Decimal]]) -> tuple[Observation, Decimal] | None:
    """Return the figure whose decimals differ from those that all others of a row share."""
    counts = Counter(decimals(value) for _, value in row)
    if len(row) < _ROW or len(counts) != 2 or min(counts.values()) > 1:
        return None
    return next(figure for figure in row if counts[decimals(figure[1])] == 1)


def _counted_in_parts(figures: Sequence[tuple[Observation, Decimal]]) -> tuple[Observation, Decimal] | None:
    """Return the one figure with decimals, a hundred or more, beside whole ones of a hundred or more."""
    parts = [figure for figure in figures if decimals(figure[1]) and not _has_comma_places(figure[1])]
    large = all(abs(value) >= _HUNDRED for _, value in figures)
    return parts[0] if len(parts) == 1 and len(figures) > 1 and large else None


_ROW = 3
"""Figures that make a row."""


def share_above_whole(reading: Reading) -> Iterator[Doubt]:
    """Yield percentages above 100 of what is a part of a whole."""
    for indicator in reading.indicators:
        if fold(indicator.unit) != "%" or not any(word in indicator.label for word in usual().shares):
            continue
        for one, value in _valued(indicator):
            if value > _HUNDRED:
                words = say("rules.figure-percent", label=indicator.label, value=value)
                yield doubt(words, one.lines, one)


def far_off(reading: Reading) -> Iterator[Doubt]:
    """Yield figures that are many times the other figures of their indicator, or a small part of them."""
    for indicator in reading.indicators:
        figures = [(one, value) for one, value in _valued(indicator) if value]
        if len({one.accumulation for one, _ in figures}) > 1:
            continue  # a figure of a year beside the sum of five
        for one, value in _odd_ones(figures):
            off = min(times(value, size) for other, size in figures if other is not one)
            largest = max(abs(size) for _, size in figures)
            off_by = _ALIKE if set(usual().steady) & set(indicator.kinds) else _OFF
            if off < off_by or (largest < _SMALL and not any(decimals(size) for _, size in figures)):
                continue
            others = " / ".join(str(size) for other, size in figures if other is not one)
            far = off >= _FAR_OFF or off_by == _ALIKE
            words = say(
                "rules.figure-size" if far else "rules.figure-size-near",
                label=indicator.label,
                value=value,
                off=off,
                others=others,
            )
            yield doubt(words, _lines(*(other for other, _ in figures)))


def two_of_a_year(reading: Reading) -> Iterator[Doubt]:
    """Yield figures of one indicator, role and year that differ: one of them stands beside another's year."""
    for indicator in reading.indicators:
        first: dict[tuple[object, ...], tuple[Observation, Decimal]] = {}
        for one, value in _valued(indicator):
            other, size = first.setdefault((one.role, one.fiscal_year, one.accumulation), (one, value))
            if size != value and one.fiscal_year:
                words = say(
                    "rules.figure-twice",
                    label=indicator.label,
                    fiscal_year=one.fiscal_year,
                    size=size,
                    value=value,
                )
                yield doubt(words, _lines(other, one), other, one)


def _odd_ones(figures: Sequence[tuple[Observation, Decimal]]) -> Iterator[tuple[Observation, Decimal]]:
    """Yield the figure that is farthest from its nearest neighbour; of two, the later."""
    if len(figures) < 2:
        return
    counts = Counter(size for _one, size in figures)
    sizes = sorted(counts)

    def nearest(figure: tuple[Observation, Decimal]) -> Decimal:
        size = figure[1]
        if counts[size] > 1 or sizes[0] < 0 < sizes[-1]:
            return Decimal(1)
        at = bisect_left(sizes, size)
        beside = sizes[max(at - 1, 0) : at] + sizes[at + 1 : at + 2]
        return min((times(size, other) for other in beside), default=Decimal(1))

    yield max(figures, key=nearest)


def copied(reading: Reading) -> Iterator[Doubt]:
    """Yield indicators whose figures are, role by role, those of another of the document."""
    seen: dict[tuple[tuple[str, Decimal], ...], Indicator] = {}
    for indicator in reading.indicators:
        figures = tuple((str(one.role), value) for one, value in _valued(indicator))
        digits = sum(_significant(value) for _, value in figures)
        if len(figures) < 2 or digits < _TELLING:
            continue
        first = seen.setdefault(figures, indicator)
        if first is not indicator and first.label != indicator.label:
            sizes = " / ".join(str(value) for _, value in figures)
            words = say("rules.figures-copied", label=indicator.label, sizes=sizes, other=first.label)
            lines = _lines(*indicator.observations, *first.observations)
            yield doubt(words, lines)


_TELLING = 4
"""Significant digits, of all figures together, that two indicators do not share by chance."""


def _significant(value: Decimal) -> int:
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))


def money_far_off(reading: Reading) -> Iterator[Doubt]:
    """Yield budgets that are a hundred times those of the same project's other years, or a hundredth."""
    projects: dict[int, list[Budget]] = {}
    for budget in reading.budgets:
        if budget.total:
            projects.setdefault(id(budget.of), []).append(budget)
    for budgets in projects.values():
        first = {
            budget.total: budget for budget in reversed(budgets)
        }  # another of the same says nothing more
        for one, other in combinations(reversed(first.values()), 2):
            if times(Decimal(one.total or 0), Decimal(other.total or 0)) >= _MONEY_OFF:
                name = one.of.label
                yield doubt(
                    say(
                        "rules.budget-size",
                        name=name,
                        total=one.total,
                        fiscal_year=one.fiscal_year,
                        other_total=other.total,
                        other_fiscal_year=other.fiscal_year,
                    ),
                    _lines(one, other),
                )


RULES = (
    comma_read_as_point,
    point_lost,
    unequal_decimals,
    share_above_whole,
    far_off,
    two_of_a_year,
    copied,
    money_far_off,
)
