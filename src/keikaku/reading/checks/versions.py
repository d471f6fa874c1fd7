"""Codes of the SDGs against the version of the framework that their plan uses."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.ground.messages import say
from keikaku.reading.model import Element, Fact, Finding, Plan
from keikaku.reading.records import Reading


def not_in_version(reading: Reading) -> Iterator[Finding]:
    """Yield the goals, targets and indicators that are stated and that the plan's version of the framework has not."""
    holders: list[Plan | Element] = [*reading.plans.values(), *reading.elements]
    for holder in holders:
        plan = holder if isinstance(holder, Plan) else holder.plan
        for said in (one for one in holder.statements if one.fact is Fact.SDG):
            framework = plan.framework
            if said.value not in framework.concepts:
                told = say("rules.sdg-not-in-version", code=said.value, version=framework.name)
                yield Finding.of(told, said.lines)
