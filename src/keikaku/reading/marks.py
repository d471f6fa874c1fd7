"""What marks in a list of names say, and what is left of pictures: departments that lead, titles of plans, goals of the SDGs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, tidy
from keikaku.reading import facts
from keikaku.reading.departments import is_department, split_departments
from keikaku.reading.grammar import FieldSettings
from keikaku.reading.model import Confidence, Element, Fact, Plan
from keikaku.reading.records import Reading
from keikaku.reading.values.sdgs import goals_listed, goals_traced
from keikaku.reading.words import words

_UNDERLINED = re.compile(r"<u>(.*?)</u>")
_NAME = re.compile(r"[^\W\d_を]{2,20}")

Printed = Sequence[tuple[str, int]]
"""The prints of a list, each with the number of its line."""


def are_departments(text: str) -> bool:
    """Tell whether a print is a list of departments and nothing else.

    >>> are_departments("<u>財政課</u> 管財課、税務課"), are_departments("財政課が行う")
    (True, False)
    """
    names = split_departments(_UNDERLINED.sub(r" \1 ", text))
    return bool(names) and all(map(_whole_department, names))


def _whole_department(name: str) -> bool:
    return _NAME.fullmatch(name) is not None and is_department(name)


def state(reading: Reading, of: Element | Plan, field: FieldSettings, printed: Printed) -> None:
    """State the names of a list, which may go over several prints."""
    if field.is_ is Fact.RELATED_PLAN:
        _plans(reading, of, printed)
    elif field.others and isinstance(field.is_, Fact):
        _departments(reading, of, field.is_, field.others, printed)
    elif isinstance(field.is_, Fact):
        for text, line in printed:
            facts.state(reading, of, field.is_, text, [line])


def _departments(reading: Reading, of: Element | Plan, lead: Fact, other: Fact, printed: Printed) -> None:
    """State the underlined departments as those that lead; the first one, where none is underlined."""
    leading = [(name, line) for text, line in printed for run in _UNDERLINED.findall(text) for name in split_departments(run)]  # fmt: skip
    others = [(name, line) for text, line in printed for name in split_departments(_UNDERLINED.sub(" ", text))]  # fmt: skip
    by_order = not leading and bool(others)
    if by_order:
        leading, others = others[:1], others[1:]
        reading.report(
            say("rules.lead-by-order", leading=leading[0][0]),
            *dict.fromkeys(line for _text, line in printed),
        )
    for fact, names in ((lead, leading), (other, others)):
        for name, line in names:
            confidence = Confidence.REPAIRED if by_order and fact is lead else Confidence.CERTAIN
            if not _whole_department(name):
                confidence = Confidence.DOUBTFUL
                reading.report(say("rules.department-form.cut", name=name), line)
            reading.state(of, fact, name, [line], confidence=confidence)


def _plans(reading: Reading, of: Element | Plan, printed: Printed) -> None:
    """State the titles of plans: one goes on in the next print where neither ends as a title does."""
    ends = tuple(words()["plan_ends"])
    whole = ""
    for text, _line in printed:
        plain = tidy(text)
        whole += ("、" if whole.endswith(ends) and plain.endswith(ends) else "") + plain
    for title in filter(None, whole.split("、")):
        parts = [(tidy(text).split("、"), line) for text, line in printed]
        lines = [line for names, line in parts if any(title in name or name in title for name in names)]
        confidence = (
            Confidence.CERTAIN if any(title in names for names, _line in parts) else Confidence.REPAIRED
        )
        if not title.endswith(ends):
            confidence = Confidence.DOUBTFUL
            reading.report(say("rules.plan-title-cut", name=title), *dict.fromkeys(lines))
        reading.state(of, Fact.RELATED_PLAN, title, dict.fromkeys(lines), confidence=confidence)


def pictured(reading: Reading, of: Element | Plan, cells: Printed, lines: Iterable[int]) -> None:
    """State the goals of the SDGs that are left of a field of pictures; without any, they are unreadable, not absent.

    Args:
        reading: Where the statements go.
        of: What the goals are said of.
        cells: What the cells beside the label print.
        lines: The lines of the field; without one it is not printed.
    """
    numbers = list(dict.fromkeys(lines))
    clean = goals_listed(fold(cells[0][0])) if len(cells) == 1 else None
    traced = [(goals_traced(text), text, line) for text, line in cells]
    goals: dict[int, tuple[str, int]] = {}
    for found, text, line in [(clean, *cells[0])] if clean else traced:
        for goal in found or ():
            goals.setdefault(goal, (text, line))
    if not clean and any(found is None for found, _text, _line in traced):
        goals = {}
    about = numbers or (of.lines if isinstance(of, Element) else [])
    if not numbers:
        reading.report(say("rules.sdg-missing"), *about)
    elif not goals:
        reading.report(say("rules.sdg-unreadable.field"), *about)
        if isinstance(of, Element):
            of.unreadable.append(Fact.SDG)
    elif not clean:
        reading.report(say("rules.sdg-traces"), *about)
    for goal, (text, line) in goals.items():
        statement = reading.state(of, Fact.SDG, str(goal), [line])
        if not clean:
            statement.confidence, statement.as_printed = Confidence.REPAIRED, text
