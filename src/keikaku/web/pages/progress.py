"""Whether an indicator has reached its target, is on the way, or behind: computed here, never a town's own rating.

The rule is that of ``queries/indicators-off-track.rq`` (docs/queries.md, "Off track"): the last actual against the
last target and, before its year, against the straight line from the last baseline to it. Here a target without
baseline and one that is a range are judged too, which no line leads to; the query lists neither. The states, their words and their rules stand in ``ontology/codes.ttl``
(``kei:progressStates``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from keikaku.ground import vocab
from keikaku.ground.messages import Language
from keikaku.web.pages.charts import Figure
from keikaku.web.pages.words import Text, worded

BETTER = {"Increase": 1, "Decrease": -1, "Maintain": 0}
"""Which way is better, by the local names of ``kei:directions``: 1 up, -1 down, 0 as it is."""
_BOUNDED = {"ge": 1, "gt": 1, "le": -1, "lt": -1}


class Progress(StrEnum):
    """How far an indicator is."""

    REACHED = "reached"
    ON_THE_WAY = "on the way"
    BEHIND = "behind"
    UNKNOWN = "cannot be told"

    @property
    def slug(self) -> str:
        """Its name as a class of a style."""
        return self.replace(" ", "-")

    def word(self, language: Language) -> str:
        """Return what it is called."""
        return _described()[self].labels[language]

    def definition(self, language: Language) -> str:
        """Return its rule, in a sentence."""
        return _described()[self].definitions[language]


@cache
def _described() -> dict[Progress, vocab.Code]:
    codes = {code.labels["en"]: code for code in vocab.codes("progressStates")}
    return {one: codes[one.value] for one in Progress}


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found.

    Attributes:
        progress: How far the indicator is.
        why: Why it cannot be told, where it cannot.
        is_repaired: Whether a figure that it rests on had to be repaired.
    """

    progress: Progress
    why: Text | None = None
    is_repaired: bool = False


_NO_TARGET = worded("pages.no-target-with-value")
_NO_ACTUAL = worded("pages.no-actual-with-value")
_NO_DIRECTION = worded("pages.whether-more-or-less")
_NO_BASELINE = worded("pages.before-target-s-year")
_COUNTED = worded("pages.sum-over-period-or")
_BOUND = worded("pages.actual-printed-as-bound")
_SUM = "Cumulative"


def direction(figures: Iterable[Figure], desired: str) -> int | None:
    """Return which way is better: as printed, else by the bound of the target, else from baseline to target.

    Args:
        figures: Of the indicator.
        desired: Local name of the printed direction, or "".
    """
    if desired in BETTER:
        return BETTER[desired]
    found = list(figures)
    target, baseline = _last(found, "target"), _last(found, "baseline")
    if target is None:
        return None
    if target.bound in _BOUNDED:
        return _BOUNDED[target.bound]
    if target.value is None or baseline is None or baseline.value is None or target.value == baseline.value:
        return None
    return 1 if target.value > baseline.value else -1


def judge(figures: Iterable[Figure], desired: str) -> Judged:
    """Return how far an indicator is.

    Args:
        figures: Its figures.
        desired: Local name of the printed direction, or "".
    """
    found = list(figures)
    target, actual, baseline = (_last(found, role) for role in ("target", "actual", "baseline"))
    if target is None:
        return Judged(Progress.UNKNOWN, _NO_TARGET)
    if actual is None or actual.value is None:
        return Judged(Progress.UNKNOWN, _NO_ACTUAL)
    if actual.accumulation != target.accumulation or target.accumulation == _SUM:
        return Judged(Progress.UNKNOWN, _COUNTED)
    if actual.bound:
        return Judged(Progress.UNKNOWN, _BOUND)
    if baseline is not None and (baseline.bound or baseline.accumulation != target.accumulation):
        baseline = None
    progress, why = _compare(actual, target, baseline, direction(found, desired))
    used = [one for one in (actual, target, baseline) if one is not None]
    return Judged(progress, why, any(one.is_repaired for one in used))


def _compare(
    actual: Figure, target: Figure, baseline: Figure | None, better: int | None
) -> tuple[Progress, Text | None]:
    value = actual.value
    if value is None or actual.year is None or target.year is None:
        return Progress.UNKNOWN, _NO_ACTUAL
    if target.value is None:
        is_reached = (target.low is None or value >= target.low) and (
            target.high is None or value <= target.high
        )
    elif better is None and value != target.value:
        return Progress.UNKNOWN, _NO_DIRECTION
    else:
        is_reached = _is_reached(value, target.value, target.bound, better or 0)
    if is_reached:
        return Progress.REACHED, None
    if actual.year >= target.year or better == 0:
        return Progress.BEHIND, None
    if target.value is None or baseline is None or baseline.value is None or baseline.year is None:
        return Progress.UNKNOWN, _NO_BASELINE
    if not baseline.year < actual.year:
        return Progress.UNKNOWN, _NO_BASELINE
    gone = Decimal(actual.year - baseline.year) / (target.year - baseline.year)
    expected = baseline.value + (target.value - baseline.value) * gone
    is_behind = value > expected if better == -1 else value < expected
    return (Progress.BEHIND if is_behind else Progress.ON_THE_WAY), None


def _is_reached(value: Decimal, target: Decimal, bound: str, better: int) -> bool:
    if bound in ("gt", "lt"):
        return value > target if bound == "gt" else value < target
    return value <= target if better == -1 else value >= target


def _last(figures: Iterable[Figure], role: str) -> Figure | None:
    """Return the last figure of a role that has a year and a value or a range."""
    dated = [one for one in figures if one.role == role and one.year is not None and one.is_number]
    return max(dated, key=lambda one: one.year or 0, default=None)
