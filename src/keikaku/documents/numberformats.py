"""What a spreadsheet prints of a number: the format codes of ECMA-376, part 1, 18.8.31.

A sheet stores 12345678 and prints "12,346" under the head 千円 where its format ends in a comma: what counts
is the print. A code that is not understood is answered with None, and the caller says so.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from keikaku.documents.numerals import SCRIPTS, counted, digits_in
from keikaku.documents.placed_numbers import literal, placed, plain, script

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_(?P<blank>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/標準)|(?P<era>g{1,3})|(?P<ampm>AM/PM|A/P)"
    r"|(?P<date>[yY]+|e+|[mM]+|[dD]+|a{3,4}|[hH]+|[sS]+(?:\.0+)?)|(?P<unknown>r+|b{1,4})"
    r"|(?P<number>[#0?][#0?,.]*|\.[#0?]+)|(?P<scale>,+)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_ERAS = (
    (date(2019, 5, 1), 2018, "R", "令", "令和"),
    (date(1989, 1, 8), 1988, "H", "平", "平成"),
    (date(1926, 12, 25), 1925, "S", "昭", "昭和"),
    (date(1912, 7, 30), 1911, "T", "大", "大正"),
    (date(1868, 1, 25), 1867, "M", "明", "明治"),
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
"""For which values a section is: the first that fits counts, one without a condition fits all."""
_COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt, "<>": operator.ne,
}  # fmt: skip
_GANNEN = "x-gannen"
"""In the language of a code: the first year of an era is 元年."""
_DAYS = "月火水木金土日"
_EPOCH = datetime(1899, 12, 30)
_LAST_DAY = 2_958_466
"""The day after 9999-12-31, the last that sheets print."""
_SYSTEM = re.compile(r"(?i)\[\$-F(800|400)\]")
"""The long date and the time of the reader's system: those of a Japanese one."""


def shown(value: Decimal, code: str) -> str | None:
    """Return what a number is printed as.

    Args:
        value: The number.
        code: The format code.

    Returns:
        The print, or None where the code says something that is not understood.
    """
    if code.strip().lower() in {"general", "g/標準", "", "@"}:
        return plain(value)
    section, signed = _section(value, _sections(code))
    if section is None:
        return None
    tokens = list(_TOKEN.finditer(section))
    if _is_date(tokens):
        seconds = round(value * 86_400)
        return dated(_EPOCH + timedelta(seconds=seconds), section) if 0 <= value < _LAST_DAY else None
    return placed(value if signed else abs(value), tokens)


def text_shown(text: str, code: str) -> str:
    """Return what a text is printed as: by the section of a code that holds an @, nothing where it is left empty.

    >>> text_shown("3", '"第"@"次"'), text_shown("秘密", ";;;"), text_shown("道路", "#,##0")
    ('第3次', '', '道路')
    """
    sections = _sections(code)
    section = sections[-1]
    tokens = list(_TOKEN.finditer(section))
    if len(sections) < 4 and not any(token.lastgroup == "text" for token in tokens):
        return text
    return "".join(text if t.lastgroup in {"text", "general"} else literal(t) or "" for t in tokens)


def dated(moment: datetime | date | time, code: str, *, after_hours: bool = False) -> str | None:
    """Return what a date or a time is printed as.

    Args:
        moment: The date.
        code: The format code.
        after_hours: Whether hours are printed before it: an m that begins it is minutes.
    """
    if isinstance(moment, time):
        moment = datetime.combine(_EPOCH.date(), moment)
    elif not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    if system := _SYSTEM.search(code):
        code = "h:mm:ss" if system[1] == "400" else 'yyyy"年"m"月"d"日"'
    tokens = list(_TOKEN.finditer(_sections(code)[0]))
    digits = script(tokens)
    if digits not in {"", *SCRIPTS}:
        return None
    of_twelve = any(token.lastgroup == "ampm" for token in tokens)
    first = "元" if _GANNEN in code.lower() else None
    printed = []
    hours_before = after_hours
    for index, token in enumerate(tokens):
        kind = token.lastgroup
        text = token.group()
        if kind == "date":
            minutes = text[0] in "mM" and (hours_before or _seconds_follow(tokens[index + 1 :]))
            is_first = first is not None and text[0] in "eE" and _of_era(moment) == 1
            part = _date_part(moment, text, minutes=minutes, of_twelve=of_twelve)
            if digits and part.isdecimal():
                part = (
                    counted(int(part), digits)
                    if text[0] not in "yY" and int(part)
                    else digits_in(part, digits)
                )
            printed.append(first if is_first and first else part)
            hours_before = text[0] in "hH"
        elif kind == "era":
            printed.append(_era(moment, len(text)))
        elif kind == "ampm":
            printed.append("AM" if moment.hour < 12 else "PM")
        else:
            between = literal(token)
            if between is None:
                return None
            printed.append(between)
    return "".join(printed)


def _sections(code: str) -> list[str]:
    """Return the sections of a code: those of positive, negative and zero numbers, and of text."""
    sections, quoted, start = [], False, 0
    for index, char in enumerate(code):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted and code[index - 1 : index] != "\\":
            sections.append(code[start:index])
            start = index + 1
    return [*sections, code[start:]]


def _section(value: Decimal, sections: list[str]) -> tuple[str | None, bool]:
    """Return the section for a value, None where none is for it, and whether its sign is still to be printed."""
    if any(_CONDITION.search(section) for section in sections):
        for section in sections[:3]:
            condition = _CONDITION.search(section)
            if condition is None or _COMPARED[condition[1]](value, Decimal(condition[2])):
                return _CONDITION.sub("", section), True
        return None, True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _is_date(tokens: list[re.Match[str]]) -> bool:
    return any(token.lastgroup in {"date", "era"} for token in tokens) and not any(
        token.lastgroup == "number" for token in tokens
    )


def _date_part(moment: datetime, code: str, *, minutes: bool, of_twelve: bool = False) -> str:
    letter, length = code[0].lower(), len(code)
    if letter == "y":
        return f"{moment.year:04d}" if length > 2 else f"{moment.year % 100:02d}"
    if letter == "e":
        return f"{_of_era(moment):0{length}d}"
    if letter == "a":
        return _DAYS[moment.weekday()] + ("曜日" if length == 4 else "")
    if letter == "m" and not minutes and length >= 3:
        return moment.strftime("%b" if length == 3 else "%B")
    if letter == "d" and length >= 3:
        return moment.strftime("%a" if length == 3 else "%A")
    number = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": (moment.hour % 12 or 12) if of_twelve else moment.hour,
        "s": moment.second,
    }[letter]
    return f"{number:0{min(length, 2)}d}"


def _seconds_follow(tokens: list[re.Match[str]]) -> bool:
    """Return whether the next part of a date is seconds: then an m before it is minutes."""
    return next((t.group()[0] in "sS" for t in tokens if t.lastgroup == "date"), False)


def _era(moment: datetime, length: int) -> str:
    return str(_era_start(moment)[1 + length])


def _of_era(moment: datetime) -> int:
    return moment.year - _era_start(moment)[1]


def lasted(span: timedelta, code: str) -> str | None:
    """Return what a length of time is printed as; None where the code is not one of hours or minutes that go on.

    Args:
        span: The time.
        code: The format code.

    >>> lasted(timedelta(days=2, hours=3, minutes=4), "[h]:mm"), lasted(timedelta(hours=1), "[mm]分")
    ('51:04', '60分')
    """
    section = _sections(code)[0]
    goes_on = re.search(r"\[(h+|m+)\]", section, re.IGNORECASE)
    if goes_on is None or span < timedelta():
        return None
    minutes = round(span.total_seconds()) // 60
    whole = minutes // 60 if goes_on[1][0] in "hH" else minutes
    rest = dated(_EPOCH + span, section[goes_on.end() :], after_hours=True)
    before = dated(_EPOCH, section[: goes_on.start()])
    return None if rest is None or before is None else f"{before}{whole:0{len(goes_on[1])}d}{rest}"


def _era_start(moment: datetime) -> tuple[date, int, str, str, str]:
    return next((era for era in _ERAS if moment.date() >= era[0]), _ERAS[-1])
