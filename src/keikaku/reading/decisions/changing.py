"""What a decision changes in a reading: a value, its loss, or that something is no fact at all."""

from __future__ import annotations

import re
from typing import TypeVar

from keikaku.ground import vocab
from keikaku.ground.messages import Message, say
from keikaku.ground.text.folding import tidy
from keikaku.reading.decisions.claims import Claim
from keikaku.reading.model import (
    AMOUNTS,
    RATED,
    TEXT_FACTS,
    Budget,
    Confidence,
    Direction,
    Element,
    Evaluation,
    Fact,
    Indicator,
    Observation,
    Plan,
    Statement,
)
from keikaku.reading.records import Reading
from keikaku.reading.values.numbers import figure_or_words, money

R = TypeVar("R")

_FIELDS = {name: field for field, name in AMOUNTS.items()}
_RATINGS = {name: rated for rated, name in RATED.items()}
_YEARS = {"startFiscalYear": "start", "endFiscalYear": "end"}
_PLAIN = {"label": "label", "number": "number", "title": "title", "unitLabel": "unit"}
_BETWEEN = re.compile(r"[、,，/／]")
_FIRST, _LAST = 1926, 2100  # of the years that plan.yml takes


def refuse_value(claim: Claim, value: str) -> Message | None:
    """Return why a value cannot stand in the place of what was read; None where it can.

    Args:
        claim: What was read.
        value: What a person typed: a figure as plans print it (4,200人以内), money in yen or with its unit (12千円).
    """
    several = parts(claim.said, value) if claim.is_lost else []
    found = (unfit(claim.about, claim.said, one) for one in several or [value])
    return next((one for one in found if one), None)


def unfit(about: str, said: str, value: str) -> Message | None:
    """Return why a value cannot be said of a thing; None where it can.

    Args:
        about: Class of what it is said of, by the ontology's local name.
        said: What is said, likewise.
        value: What a person typed.
    """
    text = value.strip()
    if not text:
        return say("reviewing.value-empty")
    if about == "Observation" and figure_or_words(text) is None:
        return say("reviewing.value-no-figure", text=text)
    if said in _FIELDS and about == "Budget" and money(text, "円") is None:
        return say("reviewing.value-no-amount", text=text)
    if said in _YEARS and not (text.isdecimal() and _FIRST <= int(text) <= _LAST):
        return say("reviewing.value-no-year", text=text)
    if said == "desiredDirection" and text not in set(Direction):
        return say("reviewing.value-none-of", text=text, allowed=", ".join(Direction))
    if said == "projectStatus" and vocab.concept("projectStatuses", text) is None:
        return say("reviewing.value-no-status", text=text)
    if said == "sdg" and not _is_goal(text):
        return say("reviewing.value-no-goal", text=text)
    return None


def _is_goal(text: str) -> bool:
    goal, _point, target = text.partition(".")
    return goal.isdecimal() and 1 <= int(goal) <= 17 and (not target or target.isalnum())  # 17 goals


def change(claim: Claim, value: str) -> None:
    """Put a value in the place of what was read; the print stays beside it."""
    if claim.is_lost:
        _assign(claim, value)
        return
    record, said = claim.record, claim.said
    record.as_printed = record.as_printed or claim.value or "?"
    record.confidence = Confidence.REPAIRED
    if isinstance(record, Observation):
        _figure(record, value)
    elif isinstance(record, Budget):
        setattr(record, _FIELDS[said], money(value, "円"))
    elif isinstance(record, Statement):
        record.value = value.partition(": ")[2] if record.stakeholder and ": " in value else value.strip()
    elif isinstance(record, Evaluation):
        setattr(record, _RATINGS[said], value.strip())
        record.unreadable = [name for name in record.unreadable if name != _RATINGS[said]]
    elif said in _YEARS:
        setattr(record, _YEARS[said], int(value))
    elif isinstance(record, Indicator) and said == "desiredDirection":
        record.direction = Direction(value.strip())
    else:
        setattr(record, _PLAIN[said], tidy(value))


def _assign(claim: Claim, value: str) -> None:
    """Say of an element what the extraction had lost; several departments or goals stand beside each other."""
    element, fact = claim.record, Fact(claim.said)
    if not isinstance(element, Element):
        raise TypeError(type(element))
    element.unreadable = [other for other in element.unreadable if other is not fact]
    for one in parts(claim.said, value):
        made = Statement(fact=fact, value=one, lines=list(element.lines), confidence=Confidence.REPAIRED)
        made.as_printed, made.reviewed = "?", True
        element.statements.append(made)


def parts(said: str, value: str) -> list[str]:
    """Return the values that a person typed of something that an element may have several of: 3、17 of goals, two departments."""
    several = said not in TEXT_FACTS and said not in ("label", "number")
    found = _BETWEEN.split(value) if several else [value]
    return [text for one in found if (text := tidy(one))]


def _figure(record: Observation, value: str) -> None:
    read = figure_or_words(value)
    if read is None:
        raise ValueError(value)
    record.value, record.comparator = read.value, read.comparator
    record.lower, record.upper = read.lower, read.upper
    record.accumulation = read.accumulation or record.accumulation
    if read.in_words:
        record.as_printed = value.strip()


def lose(claim: Claim) -> None:
    """Say that the document prints something there that nobody can read: it is unreadable, not absent."""
    if claim.is_lost:
        return  # which is what was read
    record, said = claim.record, claim.said
    record.as_printed = record.as_printed or claim.value
    if isinstance(record, Statement):
        _remove_statement(record, claim)
        if isinstance(claim.of, Element) and record.fact not in claim.of.unreadable:
            claim.of.unreadable.append(record.fact)
        return
    record.confidence = Confidence.DOUBTFUL
    if isinstance(record, Observation):
        record.value = record.lower = record.upper = None
        record.comparator = ""
        record.lost.append(said)
    elif isinstance(record, Budget):
        setattr(record, _FIELDS[said], None)
        record.lost.append(said)
    elif isinstance(record, Evaluation):
        setattr(record, _RATINGS[said], "")
        if _RATINGS[said] not in record.unreadable:
            record.unreadable.append(_RATINGS[said])


def drop(reading: Reading, claim: Claim) -> None:
    """Take out what is no fact; its lines count as looked at, and what hung under an element hangs under what is above."""
    record, said = claim.record, claim.said
    if claim.is_lost and isinstance(record, Element):
        record.unreadable = [fact for fact in record.unreadable if fact.value != said]
        return
    reading.none_of_content(*record.lines)
    if isinstance(record, Statement):
        _remove_statement(record, claim)
    elif isinstance(record, Observation):
        if isinstance(claim.of, Indicator):
            _remove(claim.of.observations, record)
    elif isinstance(record, Budget):
        setattr(record, _FIELDS[said], None)
        if all(getattr(record, field) is None for field in AMOUNTS):
            _remove(reading.budgets, record)
    elif isinstance(record, Evaluation):
        setattr(record, _RATINGS[said], "")
        record.unreadable = [name for name in record.unreadable if name != _RATINGS[said]]
    elif isinstance(record, Indicator) and said != "label":
        _clear(record, said)
    elif isinstance(record, Indicator):
        _remove(reading.indicators, record)
    elif isinstance(record, Element) and said != "label":
        record.number = ""
    elif isinstance(record, Element):
        _remove_element(reading, record)


def _clear(indicator: Indicator, said: str) -> None:
    if said == "unitLabel":
        indicator.unit = ""
    else:
        indicator.direction = None


def _remove_element(reading: Reading, element: Element) -> None:
    """Take an element out with what was said of it; the elements under it move up."""
    _remove(reading.elements, element)
    for other in reading.elements:
        if other.parent is element:
            other.parent = element.parent
    reading.indicators = [one for one in reading.indicators if one.of is not element]
    reading.budgets = [one for one in reading.budgets if one.of is not element]
    reading.evaluations = [one for one in reading.evaluations if one.of is not element]
    reading.totals = [one for one in reading.totals if one.of is not element]


def _remove_statement(record: Statement, claim: Claim) -> None:
    holder = claim.of
    if isinstance(holder, Plan | Element | Indicator):
        _remove(holder.statements, record)
    elif isinstance(holder, Evaluation):
        _remove(holder.texts, record)


def _remove(records: list[R], record: object) -> None:
    records[:] = [one for one in records if one is not record]
