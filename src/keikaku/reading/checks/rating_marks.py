"""Ratings that the plan's own scale does not have."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.ground.messages import say
from keikaku.reading.checks.doubt import Doubt
from keikaku.reading.model import Element, Fact, Finding, Indicator, Plan, Record
from keikaku.reading.records import Reading


def _off_the_scale(reading: Reading) -> Iterator[Doubt]:
    """A legend tells of every mark: one that it lacks was misprinted or misread, and is kept as it stands."""
    told = {number for one in reading.findings if one.rule.startswith("rating-") for number in one.lines}
    for plan, name, mark, record in _ratings(reading):
        steps = reading.steps(plan, name)
        if steps and mark not in steps and told.isdisjoint(record.lines):
            known, listed = ", ".join(steps), "、".join(steps)
            yield Doubt(
                Finding.of(say("rules.rating-mark", mark=mark, known=known, listed=listed), record.lines),
                (record,),
            )


def _ratings(reading: Reading) -> Iterator[tuple[Plan, str, str, Record]]:
    for evaluation in reading.evaluations:
        for name, mark in (("progress", evaluation.progress), ("review", evaluation.review)):
            if mark:
                yield evaluation.of.plan, name, mark, evaluation
    holders: list[Plan | Element | Indicator] = [*reading.elements, *reading.indicators]
    stated = [one for holder in holders for one in holder.statements]
    stated += [one for evaluation in reading.evaluations for one in evaluation.texts]
    for statement in stated:
        if statement.fact is Fact.RATING:
            yield reading.plans[statement.plan], "general", statement.value, statement


RULES = (_off_the_scale,)
