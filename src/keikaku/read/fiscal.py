"""Fiscal years as western years.

Japan's fiscal year runs from April to March and has the number of the year in which it begins. Eras since
1926, with the western year of their first year:

| era | letter | first year | last year |
| --- | --- | --- | --- |
| 昭和 | S | 1926 | 64 (1989) |
| 平成 | H | 1989 | 31 (2019) |
| 令和 | R | 2019 | open |

Source: the imperial edict of 25 December 1926 (昭和) and the cabinet orders 昭和64年政令第1号 (平成, from
8 January 1989) and 平成31年政令第143号 (令和, from 1 May 2019). An era that begins within a year shares that
year with the one before: 平成31年度 and 令和元年度 are both 2019.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from keikaku.read.folding import fold

FIRST, LAST = 1926, 2100
"""The western years that count as a year of a plan."""

_ERAS = {"昭": (1926, 64), "平": (1989, 31), "令": (2019, LAST - 2018)}
_ERA_OF = {"S": "昭", "H": "平", "R": "令", "㍼": "昭", "㍻": "平", "㋿": "令"}

# 年 with a month behind it is a date and 年代 a decade: neither is a fiscal year.
_SUFFIX = r"(?:\s*年\s*度|\s*年(?!\s*[0-9]{1,2}\s*月|代)|(?!\s*年))"
_KANJI = "一二三四五六七八九十"
_ERA_YEAR = (
    r"(?P<era>令\s*和|平\s*成|昭\s*和|[㋿㍻㍼]|(?<![A-Za-z0-9])[RHS])\s*"
    rf"(?P<count>元|[0-9]{{1,2}}(?![0-9A-Za-z]|[.,][0-9])|[{_KANJI}]{{1,3}})"
)
# Four digits with a counter behind them (2000人) are a number; a particle may follow a year (2025の).
_WESTERN_YEAR = (
    r"(?<![A-Za-z0-9¥$])(?<![0-9][.,])(?P<western>[0-9]{4})"
    r"(?![0-9]|[.,][0-9])(?:(?=\s*年)|(?!\s?[A-Za-z%‰\u3400-\u9fff\u30a1-\u30fa]))"
)
_YEAR = re.compile(rf"(?:{_ERA_YEAR}|{_WESTERN_YEAR}){_SUFFIX}")
_OPEN, _CLOSE = r"\s*[(\[〔【]\s*", r"\s*[)\]〕】]"
_OPENING = re.compile(_OPEN)
_CLOSING = re.compile(rf"{_CLOSE}(?:\s*年\s*度?)?")
_BRACKETS = re.compile(r"[(\[〔【〈<]\s*(.*?)\s*[)\]〕】〉>]")
_BETWEEN = re.compile(r"\s*(?:[~-]+|から)\s*")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A year as it stands in a text."""

    start: int
    end: int
    year: int
    western: bool


def _kanji_number(digits: str) -> int:
    """Return the value of a kanji numeral below 100; 0 for what is none."""
    tens, ten, ones = digits.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    units = _KANJI.find(ones) + 1 if ones else 0
    return units + (10 * (_KANJI.find(tens) + 1 if tens else 1) if ten else 0)


def _era_year(era: str, count: str) -> int | None:
    """Return the western year of an era's year, None where the era has no such year."""
    first, length = _ERAS[_ERA_OF.get(era, era[0])]
    number = 1 if count == "元" else int(count) if count.isdecimal() else _kanji_number(count)
    return first + number - 1 if 1 <= number <= length else None


def _single(folded: str, start: int) -> _Printed | None:
    """Return the year that begins at a place, without its double."""
    match = _YEAR.match(folded, start)
    if match is None:
        return None
    western = match["western"]
    year = int(western) if western else _era_year(match["era"], match["count"])
    if year is None or not FIRST <= year <= LAST:
        return None
    return _Printed(start, match.end(), year, western is not None)


def _double(folded: str, first: _Printed) -> _Printed | None:
    """Return the year in brackets behind a year, where one is western and the other of an era."""
    opening = _OPENING.match(folded, first.end)
    second = _single(folded, opening.end()) if opening else None
    closing = _CLOSING.match(folded, second.end) if second else None
    if second is None or closing is None or second.western == first.western:
        return None
    return _Printed(first.start, closing.end(), second.year, second.western)


def _year_at(folded: str, start: int) -> _Printed | None:
    """Return the year at a place together with its double, if the two agree."""
    first = _single(folded, start)
    if first is None:
        return None
    double = _double(folded, first)
    return double if double is not None and double.year == first.year else first


def find_years(text: str) -> list[tuple[int, int, int]]:
    """Return every year in the text as (start, end, year); a year printed twice over counts once.

    A bare number of four digits counts where no counter follows it; a date, which has a month, does not. Two
    years that should say the same and do not are two years.

    >>> find_years("R6の値（令和7年（2025年）は見込み）")
    [(0, 2, 2024), (5, 16, 2025)]
    """
    folded, found, place = fold(text), [], 0
    while place < len(folded):
        year = _year_at(folded, place)
        if year is not None:
            found.append((year.start, year.end, year.year))
        place = year.end if year is not None else place + 1
    return found


def fiscal_year(text: str) -> int | None:
    """Return the western year that the whole text says, in brackets or not.

    >>> fiscal_year("令和７年（2025年）"), fiscal_year("(H31)"), fiscal_year("令和3年度(2020年度)")
    (2025, 2019, None)
    """
    folded = fold(text).strip()
    year = _year_at(folded, 0)
    if year is not None and year.end == len(folded):
        return year.year
    inner = _BRACKETS.fullmatch(folded)
    return fiscal_year(inner[1]) if inner else None


def fiscal_period(text: str) -> tuple[int, int] | None:
    """Return the first and last year of the first range in the text.

    >>> fiscal_period("基本計画 (令和3年度 (2021年度) ～令和12年度 (2030年度))")
    (2021, 2030)
    """
    folded, years = fold(text), find_years(text)
    for (_, end, first), (start, _, last) in pairwise(years):
        if _BETWEEN.fullmatch(folded, end, start):
            return (first, last) if first <= last else None
    return None
