"""What marks in a list of names say, and what is left of pictures: departments that lead, titles of plans, goals of the SDGs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from keikaku.ground.messages import Words, say
from keikaku.ground.text.folding import fold, tidy
from keikaku.reading import facts
from keikaku.reading.departments import is_department, split_departments
from keikaku.reading.grammar import FieldSettings
from keikaku.reading.model import Confidence, Element, Fact, Plan, Severity
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
            "lead-by-order",
            Severity.INFO,
            say("reading.lead-by-order", leading=leading[0][0]),
            *dict.fromkeys(line for _text, line in printed),
        )
    for fact, names in ((lead, leading), (other, others)):
        for name, line in names:
            confidence = Confidence.REPAIRED if by_order and fact is lead else Confidence.CERTAIN
            if not _whole_department(name):
                confidence = Confidence.DOUBTFUL
                _cut(reading, "department-form", name, line)
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
            _cut(reading, "plan-title", title, *lines)
        reading.state(of, Fact.RELATED_PLAN, title, dict.fromkeys(lines), confidence=confidence)


def _cut(reading: Reading, rule: str, name: str, *lines: int) -> None:
    reading.report(
        rule,
        Severity.WARNING,
        say("reading.does-read-whole-name", name=name),
        *dict.fromkeys(lines),
    )


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
    if not numbers:
        rule, en, ja = "sdg-missing", "No field of the SDGs is printed", "SDGsの欄がありません"
    elif not goals:
        rule, en, ja = "sdg-unreadable", "The field of the SDGs is printed, and what it shows was lost: they are unreadable here, not absent", "SDGsの欄はありますが内容が抽出で失われています(「該当なし」ではなく「読取不能」)"  # fmt: skip
        if isinstance(of, Element):
            of.unreadable.append(Fact.SDG)
    elif not clean:
        rule, en, ja = "sdg-traces", "The SDGs were read from what is left of their signs; signs that left no trace may be missing", "SDGsはアイコンの残骸から読み取ったものです。痕跡のないアイコンが欠けている可能性があります"  # fmt: skip
    else:
        rule = en = ja = ""
    if rule:
        about = numbers or (of.lines if isinstance(of, Element) else [])
        reading.report(rule, Severity.WARNING, Words(f"{en}.", f"{ja}。"), *about)
    for goal, (text, line) in goals.items():
        statement = reading.state(of, Fact.SDG, str(goal), [line])
        if not clean:
            statement.confidence, statement.as_printed = Confidence.REPAIRED, text
