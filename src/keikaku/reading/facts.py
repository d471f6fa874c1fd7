"""What a print says of an element: split, tidied and stated as the facts of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from keikaku.ground import vocab
from keikaku.ground.messages import say
from keikaku.ground.text.characters import is_unreadable
from keikaku.ground.text.folding import fold, key, tidy
from keikaku.reading.departments import is_department, split_departments
from keikaku.reading.icons import applying, witnessed
from keikaku.reading.lists import entries
from keikaku.reading.model import (
    TEXT_FACTS,
    Confidence,
    Element,
    Evaluation,
    Fact,
    Indicator,
    Plan,
    Role,
    Statement,
)
from keikaku.reading.records import Reading
from keikaku.reading.values.accounts import account, account_of
from keikaku.reading.values.codes import strategy_codes
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import Figure, figure_or_words, is_no_value
from keikaku.reading.values.patterns import Match
from keikaku.reading.words import words

_SDG = re.compile(
    r"(?<![0-9.])(?P<goal>1[0-7]|[1-9])(?P<target>\.[0-9a-d]+)?(?P<indicator>\.[0-9]+)?(?![0-9.])"
)
_INDICATOR_DOTS = 2
"""Dots in the number of an indicator, 11.3.1."""
_ICONS = re.compile(r"SDGs [?\- ]+")
"""A row of icons none of which applies for sure."""
_REMARK = re.compile(r"(?P<figure>.+?)\s*\((?P<remark>[^()]+)\)")
_BARE = re.compile(r"[0-9,.]+")
"""A figure where a text should stand: its row has lost a cell."""
DEPARTMENTS = {Fact.DEPARTMENT, Fact.LEAD_DEPARTMENT, Fact.RELATED_DEPARTMENT}
"""Facts whose print names departments."""
_OF_STRATEGY = {Fact.STRATEGY_CODE, Fact.STRATEGY_GOAL}
LISTED = DEPARTMENTS | {Fact.RELATED_PLAN}
"""Facts whose print lists names."""
SEVERAL = TEXT_FACTS | LISTED | {Fact.SDG}
"""Facts that one label may print several of."""


def state(
    reading: Reading,
    of: Element | Plan | Evaluation,
    fact: Fact,
    text: str,
    lines: Iterable[int],
    *,
    repaired: bool = False,
) -> bool:
    """State what a print says, one statement for each thing that it lists; repaired, where that tells what it is.

    Returns:
        Whether it says anything: a dash says nothing, and a print that is none of its kind is reported.
    """
    lines = list(lines)
    if is_no_value(text):
        return False
    values = _values(reading, fact, text, lines)
    if fact is Fact.SDG:
        values = applying(reading, values, lines)
    said = [_say(reading, of, fact, value, lines) for value in values]
    if fact is Fact.SDG:
        witnessed(reading, of, said, lines)
    for one in said if repaired else ():
        if one.confidence is Confidence.CERTAIN:
            one.confidence = Confidence.REPAIRED
    return bool(values)


def _say(
    reading: Reading, of: Element | Plan | Evaluation, fact: Fact, value: str, lines: list[int]
) -> Statement:
    """State a value, or note that it is printed again."""
    for each in of.texts if isinstance(of, Evaluation) else of.statements:
        if each.fact is fact and each.value == value:
            reading.again(each, *lines)
            return each
    plan = _strategy(reading) if fact in _OF_STRATEGY else ""
    if fact is Fact.SDG and value.count(".") == _INDICATOR_DOTS:
        plan = (of if isinstance(of, Plan) else of.plan if isinstance(of, Element) else of.of.plan).id
    return reading.state(of, fact, value, lines, plan=plan)


def state_list(reading: Reading, of: Element | Plan, fact: Fact, cell: str, lines: Iterable[int]) -> None:
    """State what a cell that is a list says, each of its texts by itself."""
    lines = list(lines)
    found = entries(cell)
    if found is None:
        reading.report(
            say("rules.broken-list", cell=cell[:40]),
            *lines,
        )
    for entry in found or ():
        said = _say(reading, of, fact, entry.text, lines)
        said.confidence = Confidence.DOUBTFUL if entry.open else said.confidence


def state_account(
    reading: Reading, of: Element | Plan, parts: Iterable[tuple[str, str]], lines: Iterable[int]
) -> None:
    """State the line of the budget that cells for 会計, 款, 項 and 目 name together, each with its role."""
    parts, lines = list(parts), list(lines)
    found = account_of(parts)
    if found:
        _say(reading, of, Fact.BUDGET_ACCOUNT, found, lines)
    else:
        text = " ".join(text for _role, text in parts)
        reading.report(say("rules.value-of-no-kind", text=text, value=Fact.BUDGET_ACCOUNT.value), *lines)


def _values(reading: Reading, fact: Fact, text: str, lines: list[int]) -> list[str]:
    if fact in DEPARTMENTS:
        return _departments(reading, text, lines)
    if fact is Fact.SDG:
        found = [match[0] for match in _SDG.finditer(fold(text))]
        if not all(one.count(".") < _INDICATOR_DOTS or _is_indicator(reading, one) for one in found):
            found = []
        found = [] if any(map(str.isdecimal, _SDG.sub("", fold(text)))) else found  # a number that is no goal
        if not found and _ICONS.fullmatch(text.strip()):
            return []
    elif fact is Fact.RELATED_PLAN:
        found = _plans(text)
    elif fact is Fact.STRATEGY_CODE:
        found = strategy_codes(text) or []
    elif fact is Fact.BUDGET_ACCOUNT:
        found = [one] if (one := account(text)) else []
    elif fact is Fact.PROJECT_STATUS:
        found = [tidy(text)] if vocab.project_status(tidy(text)) else []
    elif fact in TEXT_FACTS and _BARE.fullmatch(fold(text).strip()):
        found = []
    else:
        return [tidy(text)]
    if not found:
        reading.report(
            say("rules.value-of-no-kind", text=text.strip(), value=fact.value),
            *lines,
        )
    return list(dict.fromkeys(found))


def _is_indicator(reading: Reading, code: str) -> bool:
    """Tell whether a framework that the plans use has an indicator of a number: 3.4.5 may be a list of goals."""
    return any(code in plan.framework.concepts for plan in reading.plans.values())


def _plans(text: str) -> list[str]:
    """Return the titles of a list of plans; a comma may also be part of a title, whose parts end otherwise."""
    parts = [tidy(part) for part in re.split("[、，,/／]", text)]
    ends = tuple(words()["plan_ends"])
    return parts if all(part.endswith(ends) for part in parts) else [tidy(text)]


def _departments(reading: Reading, text: str, lines: list[int]) -> list[str]:
    names = split_departments(text)
    for name in names:
        if not is_department(name):
            reading.report(
                say("rules.department-form", name=name),
                *lines,
            )
    return names


def _strategy(reading: Reading) -> str:
    """Return the plan whose codes are printed: the one strategy that plan.yml names."""
    plans = reading.plans.values()
    return next((plan.id for plan in plans if plan.kind == "総合戦略"), next(iter(reading.plans)))


def observe(
    reading: Reading,
    indicator: Indicator,
    role: Role,
    text: str,
    lines: Iterable[int],
    *,
    year: int | None = None,
    unit: str = "",
    interim: bool = False,
    printed: str = "",
) -> bool:
    """Add a printed figure to an indicator.

    What stands in brackets behind it is its year, or a remark that the print keeps. Words without a figure are a
    value in words where they are such, else doubtful, with the print and no value. What is
    ``printed`` otherwise than it is read was repaired.

    Returns:
        Whether anything was added; a dash adds nothing.
    """
    if is_no_value(text):
        return False
    lines = list(lines)
    read, year = _figure(text, year)
    if is_unreadable(text):  # one of its digits may be lost
        read, printed = None, printed or text.strip()
    if read is None:
        lost = reading.observe(
            indicator,
            role,
            year,
            None,
            lines,
            as_printed=printed or tidy(text),
            confidence=Confidence.DOUBTFUL,
        )
        lost.interim = interim
        return True
    if not indicator.unit:
        indicator.unit = tidy(unit) or read.unit
    if read.unit and key(read.unit) != key(indicator.unit):
        reading.report(
            say("rules.figure-unit", label=indicator.label, text=text.strip(), unit=indicator.unit),
            *lines,
        )
    observation = reading.observe_figure(indicator, role, year, read, lines)
    observation.as_printed, observation.interim = printed or text.strip(), interim
    if printed:
        observation.confidence = Confidence.REPAIRED
    return True


def figures(reading: Reading, indicator: Indicator, match: Match, lines: list[int]) -> None:
    """Add the figures that the groups of a match print, those that are named after roles."""
    for role in Role:
        name = role.value.lower()
        if text := match.group(name).strip():
            printed = match.group(f"{name}_year") or match.group("year")
            year = fiscal_year(printed)
            if printed and year is None:
                reading.report(
                    say("rules.figure-year-unread", label=indicator.label, text=printed.strip()),
                    *lines,
                )
                continue
            observe(reading, indicator, role, text, lines, year=year)


def _figure(text: str, year: int | None) -> tuple[Figure | None, int | None]:
    read = figure_or_words(text)
    match = _REMARK.fullmatch(fold(text).strip())
    if read is None and match:
        printed = text.strip()
        read = figure_or_words(printed[slice(*match.span("figure"))])
        year = fiscal_year(printed[slice(*match.span("remark"))]) or year
    return read, year
