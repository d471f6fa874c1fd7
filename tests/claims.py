"""What a reading says, as a mapping from claims to the lines that should show them: two readings can be compared."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from keikaku.ground.rules import Severity
from keikaku.reading.model import Element, Plan, Record
from keikaku.reading.records import Reading

Claim = tuple[object, ...]
Amount = int | Decimal | None


def claims(reading: Reading) -> dict[Claim, set[int]]:
    """Return every claim of a reading with the lines of its record and of the elements above it."""
    said: dict[Claim, set[int]] = {}
    for plan in reading.plans.values():
        said[("plan", plan.id, plan.title)] = set(plan.lines)
        if plan.start or plan.end:
            said[("period", plan.id, plan.start, plan.end)] = set(plan.lines)
        _say_statements(said, plan)
    for element in reading.elements:
        said[("element", *way_up(element))] = _lines(element)
        _say_statements(said, element)
    for indicator in reading.indicators:
        measured = (indicator.label, indicator.unit, str(indicator.direction), *way_up(indicator.of))
        said[("indicator", *measured)] = _lines(indicator.of, indicator)
        for one in indicator.observations:
            figure = (one.role.value, one.fiscal_year, one.value, one.comparator)
            words = one.as_printed if one.value is None else ""
            way = (one.lower, one.upper, one.accumulation, words)
            said[("observation", *figure, *way, *measured)] = _lines(indicator.of, indicator, one)
    for budget in reading.budgets:
        amounts = (budget.fiscal_year, budget.total, budget.specific, budget.general)
        said[("budget", *amounts, *way_up(budget.of))] = _lines(budget.of, budget)
    for evaluation in reading.evaluations:
        ratings = (evaluation.fiscal_year, evaluation.progress, evaluation.review)
        said[("evaluation", *ratings, *way_up(evaluation.of))] = _lines(evaluation.of, evaluation)
    return said


def way_up(thing: Element | Plan) -> tuple[str, ...]:
    """Return number and label of a thing and of all above it."""
    if isinstance(thing, Plan):
        return (thing.id,)
    return (thing.kind.value, thing.number, thing.label, *way_up(thing.parent))


def _say_statements(said: dict[Claim, set[int]], holder: Element | Plan) -> None:
    for one in holder.statements:
        said[("statement", one.fact.value, one.stakeholder, one.value, *way_up(holder))] = _lines(holder, one)


def _lines(holder: Element | Plan, *records: Record) -> set[int]:
    lines = {line for record in records for line in record.lines}
    while isinstance(holder, Element):
        lines.update(holder.lines)
        holder = holder.parent
    return lines


def reported(reading: Reading, *, besides: str = "") -> set[int]:
    """Return the lines that a person is told to look at, those that one rule alone names left out."""
    told = (one for one in reading.findings if one.severity is not Severity.INFO and one.rule != besides)
    return {line for one in told for line in one.lines} | set(reading.account().unread)


def unreported(before: Reading, after: Reading) -> list[Claim]:
    """Return the claims of a damaged document that the sound one does not make and no report touches."""
    sound, told = claims(before), reported(after)
    return [claim for claim, lines in claims(after).items() if claim not in sound and not lines & told]


def replaced(said: dict[Claim, set[int]], replace: Callable[[str], str]) -> set[Claim]:
    """Return the claims with a replacement made in all their texts."""
    return {tuple(replace(part) if isinstance(part, str) else part for part in claim) for claim in said}
