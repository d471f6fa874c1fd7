"""The years of figures against each other and against the plan's period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.model import Indicator, Observation, Plan, Role, Severity
from keikaku.reading.records import Reading

_FAR = 3
"""Years off the others at which a year is odd."""

_ENOUGH = 3
"""Figures that must share a year before another is odd beside it."""


def _plan(indicator: Indicator) -> Plan:
    return indicator.of if isinstance(indicator.of, Plan) else indicator.of.plan


def _of_role(indicator: Indicator, role: Role) -> list[Observation]:
    return [one for one in indicator.observations if one.role is role and one.fiscal_year]


def baseline_before_target(reading: Reading) -> Iterator[Doubt]:
    """Yield baselines that are not of a year before every target of their indicator."""
    for indicator in reading.indicators:
        for target in _of_role(indicator, Role.TARGET):
            for baseline in _of_role(indicator, Role.BASELINE):
                if (baseline.fiscal_year or 0) < (target.fiscal_year or 0):
                    continue
                yield doubt(
                    "target-before-baseline",
                    Severity.VIOLATION,
                    (
                        f"{indicator.label}: the target of {target.fiscal_year} is not later than the baseline of "
                        f"{baseline.fiscal_year}.",
                        f"「{indicator.label}」の目標値の年度 {target.fiscal_year} が、基準値の年度 "
                        f"{baseline.fiscal_year} より後ではありません。",
                    ),
                    [*baseline.lines, *target.lines],
                    baseline,
                    target,
                )


def within_period(reading: Reading) -> Iterator[Doubt]:
    """Yield targets of years before the plan begins, or after the year that follows its end.

    An evaluation of one year prints the targets of the plan that it looks at.
    """
    for indicator in reading.indicators:
        plan = _plan(indicator)
        bound = plan.start and plan.end and not (plan.kind == "評価" and plan.start == plan.end)
        for target in _of_role(indicator, Role.TARGET) if bound else ():
            year = target.fiscal_year or 0
            if (plan.start or 0) <= year <= (plan.end or 0) + 1:
                continue
            yield doubt(
                "target-outside-plan",
                Severity.WARNING,
                (
                    f"{indicator.label}: the target is of {year}, the plan of {plan.start}-{plan.end}.",
                    f"「{indicator.label}」の目標値の年度 {year} は、計画期間 {plan.start}～{plan.end} の外です。",
                ),
                target.lines,
            )


def off_the_others(reading: Reading) -> Iterator[Doubt]:
    """Yield baselines three or more years off the year that most baselines of their plan have."""
    figures: dict[str, list[tuple[Indicator, Observation]]] = {}
    for indicator in reading.indicators:
        for baseline in _of_role(indicator, Role.BASELINE):
            figures.setdefault(_plan(indicator).id, []).append((indicator, baseline))
    for found in figures.values():
        (usual, count), *_ = Counter(one.fiscal_year or 0 for _, one in found).most_common(1)
        if count < _ENOUGH or 2 * count <= len(found):
            continue
        for indicator, baseline in found:
            if abs((baseline.fiscal_year or 0) - usual) >= _FAR:
                yield doubt(
                    "baseline-year-odd",
                    Severity.WARNING,
                    (
                        f"{indicator.label}: the baseline is of {baseline.fiscal_year}, most others are of {usual}.",
                        f"「{indicator.label}」の基準値は {baseline.fiscal_year} 年度ですが、他の多くは {usual} 年度です。",
                    ),
                    baseline.lines,
                )


RULES = (baseline_before_target, within_period, off_the_others)
