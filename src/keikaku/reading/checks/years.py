"""The years of figures against each other and against the plan's period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from keikaku.ground.messages import say
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.model import Indicator, Observation, Plan, Role
from keikaku.reading.records import Reading

_FAR = 3
"""Years off the others at which a year is odd."""

_ENOUGH = 3
"""Figures that must share a year before another is odd beside it."""


_RARELY = 4
"""One in so many at most that is otherwise than its like is odd."""


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
                    say(
                        "rules.target-before-baseline",
                        label=indicator.label,
                        fiscal_year=target.fiscal_year,
                        baseline_fiscal_year=baseline.fiscal_year,
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
                say(
                    "rules.target-outside-plan",
                    label=indicator.label,
                    year=year,
                    start=plan.start,
                    end=plan.end,
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
                    say(
                        "rules.baseline-year-odd",
                        label=indicator.label,
                        fiscal_year=baseline.fiscal_year,
                        usual=usual,
                    ),
                    baseline.lines,
                )


def year_missing(reading: Reading) -> Iterator[Doubt]:
    """Yield figures without a year where hardly any other of their role and plan is without one."""
    alike: dict[tuple[str, Role], list[Observation]] = {}
    for indicator in reading.indicators:
        for one in indicator.observations:
            alike.setdefault((_plan(indicator).id, one.role), []).append(one)
    for found in alike.values():
        bare = [one for one in found if one.fiscal_year is None]
        for one in bare if len(bare) * _RARELY <= len(found) else ():
            yield doubt(
                say("rules.year-missing", print=one.as_printed),
                one.lines,
            )


def targets_elsewhere(reading: Reading) -> Iterator[Doubt]:
    """Yield plans all of whose targets are of one year, and that another than their last."""
    for plan in reading.plans.values():
        own = [indicator for indicator in reading.indicators if _plan(indicator) is plan]
        targets = [one for indicator in own for one in _of_role(indicator, Role.TARGET)]
        years = {one.fiscal_year for one in targets}
        if (
            plan.end
            and plan.start != plan.end
            and len(targets) >= _ENOUGH
            and len(years - {plan.end}) == len(years) == 1
        ):
            yield doubt(
                say("rules.target-not-at-end", title=plan.title, year=years.pop(), end=plan.end),
                [*plan.lines, *(line for one in targets for line in one.lines)],
            )


RULES = (baseline_before_target, within_period, off_the_others, year_missing, targets_elsewhere)
