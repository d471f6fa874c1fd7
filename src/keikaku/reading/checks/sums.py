"""Sums that a document prints, against the amounts that they add up."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from keikaku.ground import vocab
from keikaku.ground.messages import Message, Words, say
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.model import AMOUNTS, Budget, Element, Plan, Total
from keikaku.reading.records import Reading

_UNITS = (100_000_000, 1_000_000, 10_000, 1_000)
"""Yen in the units in which plans print money: 億円, 百万円, 万円, 千円."""

_LISTED = 3
"""Lines of parts that a finding names; the sum leads to the others."""


def sums(reading: Reading) -> Iterator[Doubt]:
    """Yield sums that are not those of their parts, by fiscal year and source of money.

    Which of the figures is wrong, or whether a part was not read, nobody can tell: nothing is marked doubtful. A
    difference that rounding explains (half a unit of the print for each part) is an info.
    """
    for total in reading.totals:
        parts = _parts(reading, total)
        for name in AMOUNTS:
            printed, amounts = getattr(total, name), _amounts(parts, name)
            if printed is None or not amounts or printed == sum(amounts):
                continue
            rounded = abs(printed - sum(amounts)) <= _unit([printed, *amounts]) * len(amounts) / 2
            lines = [*total.lines, *(line for part in parts for line in part.lines[:1])]
            rule = "rules.sum-rounded" if rounded else "rules.sum"
            yield doubt(_words(rule, total, name, printed, amounts), lines[: len(total.lines) + _LISTED])


def confirmed(reading: Reading) -> set[int]:
    """Return which amounts printed sums prove, by ``id``: all that they say adds up with the others to the print."""
    proved: set[int] = set()
    for total in reading.totals:
        parts = _parts(reading, total)
        names = {
            name
            for name in AMOUNTS
            if (printed := getattr(total, name)) is not None
            and (amounts := _amounts(parts, name))
            and printed == sum(amounts)
        }
        proved |= {
            id(part)
            for part in parts
            if len(parts) > 1 and {name for name in AMOUNTS if getattr(part, name) is not None} <= names
        }
    return proved


def _parts(reading: Reading, total: Total) -> list[Budget]:
    parts = total.parts or [one for one in reading.budgets if _is_below(one.of, total.of)]
    return [
        one
        for one in parts
        if total.fiscal_year in (None, one.fiscal_year) and (total.parts or total.stage == one.stage)
    ]


def _is_below(element: Element, above: Element | Plan) -> bool:
    """Return whether an element is another, or hangs below it, or is in a plan."""
    place: Element | Plan = element
    while place is not above and isinstance(place, Element):
        place = place.parent
    return place is above or element.plan is above


def _amounts(parts: list[Budget], name: str) -> list[int]:
    """Return the amounts of one source; nothing where a part with money does not print its sources."""
    if any(part.total and getattr(part, name) is None for part in parts):
        return []
    return [amount for part in parts if (amount := getattr(part, name)) is not None]


def _unit(amounts: list[int]) -> int:
    """Return the unit in which amounts are printed, 0 where it is the yen, which nobody rounds to."""
    return next((unit for unit in _UNITS if all(amount % unit == 0 for amount in amounts)), 0)


@cache
def _labels(name: str) -> dict[str, str]:
    iri = vocab.PREFIXES["kei"] + AMOUNTS[name]
    return next(dict(term.labels) for term in vocab.terms() if term.iri == iri)


def _words(rule: str, total: Total, name: str, printed: int, amounts: list[int]) -> Message:
    what = total.of.title if isinstance(total.of, Plan) else total.of.label
    labels, added = _labels(name), sum(amounts)
    year = total.fiscal_year
    return say(
        rule,
        what=what,
        label=Words(labels["en"], labels["ja"]),
        year=say("checks.of-year", year=year) if year else say("checks.of-all-years"),
        printed=printed,
        count=len(amounts),
        added=added,
        off=added - printed,
    )


RULES = (sums,)
