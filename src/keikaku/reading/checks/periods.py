"""The period of a plan against everything that the document says of it.

A period decides which years are the plan's, and is often read from one place. It is held against every other
print of it, the plan's id and title, the plan that it is part of, and the length that its kind usually has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from keikaku.ground.messages import say
from keikaku.ground.text.folding import key
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.checks.usual import usual
from keikaku.reading.model import Plan
from keikaku.reading.records import Reading
from keikaku.reading.values.fiscal import find_years, fiscal_period, fiscal_year

_BRACKETS = re.compile(r"\s*[(\[〔【]\s*")
_CLOSING = re.compile(r"\s*[)\]〕】]")
_ID_YEAR = re.compile(r"(?:^|-)(?P<year>(?:19|20)[0-9]{2}|[rhs][0-9]{1,2})(?=-|$)")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A period in the text: its years, its line, and the key of what is printed there and just above it."""

    start: int
    end: int
    line: int
    beside: str


def _mentions(reading: Reading) -> Iterator[_Mention]:
    """Yield every period of the document; one that has its line to itself belongs to the line above it."""
    above = ""
    for line in reading.document.lines:
        if line.blank:
            continue
        period = fiscal_period(line.text)
        if period:
            spans = find_years(line.text)
            outside = key(line.text[: spans[0][0]] + line.text[spans[-1][1] :])
            alone = not any(char.isalpha() for char in outside)
            yield _Mention(*period, line.number, key(above) if alone else outside)
        above = line.text


def against_mentions(reading: Reading) -> Iterator[Doubt]:
    """Yield prints of a plan's period that share one year with it and not the other."""
    dated = [plan for plan in reading.plans.values() if plan.start and plan.end]
    periods = {(plan.start, plan.end) for plan in dated}
    for mention in _mentions(reading) if dated else ():
        if (mention.start, mention.end) in periods:
            continue
        for plan in dated:
            shares = (mention.start == plan.start) != (mention.end == plan.end)
            if shares and any(key(name) in mention.beside for name in (plan.title, plan.kind)):
                yield _contradiction(plan, mention)


def _contradiction(plan: Plan, mention: _Mention) -> Doubt:
    return doubt(
        say(
            "rules.period-printed",
            plan=plan.id,
            start=mention.start,
            end=mention.end,
            plan_start=plan.start,
            plan_end=plan.end,
        ),
        [mention.line, *plan.lines],
        plan,
    )


def against_name(reading: Reading) -> Iterator[Doubt]:
    """Yield plans whose id or title names a year outside their period; a plan is adopted the year before."""
    for plan in reading.plans.values():
        if not plan.start or not plan.end:
            continue
        named = [year for _, _, year in find_years(plan.title)]
        named += [year for match in _ID_YEAR.finditer(plan.id) if (year := _year(match["year"]))]
        for year in named:
            if not plan.start - 1 <= year <= plan.end:
                yield doubt(
                    say(
                        "rules.plan-named-year",
                        plan=plan.id,
                        title=plan.title,
                        year=year,
                        start=plan.start,
                        end=plan.end,
                    ),
                    plan.lines,
                    plan,
                )


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() else fiscal_year(text.upper())


def against_whole(reading: Reading) -> Iterator[Doubt]:
    """Yield plans that begin before or end after the plan that they are part of.

    A concept that is renewed while its plan runs makes one that reaches out; one that shares no year with its whole, or is
    longer, contradicts it.
    """
    for plan in reading.plans.values():
        whole = reading.plans.get(plan.part_of)
        if whole is None or not (plan.start and plan.end and whole.start and whole.end):
            continue
        if whole.start <= plan.start and plan.end <= whole.end:
            continue
        apart = plan.end < whole.start or whole.end < plan.start
        longer = plan.end - plan.start > whole.end - whole.start
        yield doubt(
            say(
                "rules.plan-outside-whole" if apart or longer else "rules.plan-beyond-whole",
                plan=plan.id,
                start=plan.start,
                end=plan.end,
                whole=whole.id,
                whole_start=whole.start,
                whole_end=whole.end,
            ),
            [*plan.lines, *whole.lines],
            plan,
            whole,
        )


def unusual_length(reading: Reading) -> Iterator[Doubt]:
    """Yield plans that cover more or fewer years than plans of their kind do."""
    for length in usual().years:
        for plan in reading.plans.values():
            if plan.kind != length.kind or not plan.start or not plan.end:
                continue
            years = plan.end - plan.start + 1
            if not length.least <= years <= length.most:
                yield doubt(
                    say(
                        "rules.plan-length",
                        plan=plan.id,
                        years=years,
                        start=plan.start,
                        end=plan.end,
                        least=length.least,
                        most=length.most,
                        kind=plan.kind,
                    ),
                    plan.lines,
                )


def against_figures(reading: Reading) -> Iterator[Doubt]:
    """Yield plans that begin long after, or end before, the year that most baselines were measured in."""
    for plan in reading.plans.values():
        if not plan.start or not plan.end:
            continue
        years = sorted(
            one.fiscal_year
            for indicator in reading.indicators
            if (indicator.of if isinstance(indicator.of, Plan) else indicator.of.plan) is plan
            for one in indicator.observations
            if one.role == "Baseline" and one.fiscal_year
        )
        middle = years[len(years) // 2] if years else plan.start
        if not plan.start - _LONG <= middle <= plan.end:
            yield doubt(
                say("rules.plan-before-baselines", plan=plan.id, start=plan.start, year=middle),
                plan.lines,
            )


_LONG = 8
"""Years: a baseline older than this was not at hand when the plan was made."""


def two_calendars(reading: Reading) -> Iterator[Doubt]:
    """Yield years printed in both calendars, one in brackets behind the other, that are not the same year.

    A bare number beside a year is a figure of that year (2030（令和5年度）): the western one must say 年.
    """
    read = {line for record in reading.records() for line in record.lines}
    for line in reading.document.lines:
        years = find_years(line.text)
        for (start, end, one), (start_2, end_2, other) in pairwise(years):
            between, rest = line.folded[end:start_2], line.folded[end_2:]
            calendars = {line.folded[start].isdigit(), line.folded[start_2].isdigit()}
            western = line.folded[start:end] if line.folded[start].isdigit() else line.folded[start_2:end_2]
            if one == other or len(calendars) == 1 or "年" not in western:
                continue
            if _BRACKETS.fullmatch(between) and _CLOSING.match(rest):
                yield doubt(
                    say(
                        "rules.year-calendars" if line.number in read else "rules.year-calendars-aside",
                        text=line.text[start:end],
                        beside=line.text[start_2:end_2],
                        one=one,
                        other=other,
                    ),
                    [line.number],
                )


RULES = (against_mentions, against_name, against_whole, unusual_length, against_figures, two_calendars)
