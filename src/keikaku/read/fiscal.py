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
from collections.abc import Iterator
from dataclasses import dataclass, replace

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
_CLOSING = re.compile(rf"{_CLOSE}(?:\s*年\s*度|\s*年(?!\s*[0-9]{{1,2}}\s*月|代))?")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})\s*年(?:\s*度|(?!\s*[0-9]{1,2}\s*月|[間後目代月]))")
_BRACKETS = {"(": ")", "[": "]", "〔": "〕", "【": "】", "〈": "〉", "<": ">"}
_BETWEEN = re.compile(r"\s*(?:[~-]+|から)\s*")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A year as it stands in a text; `first` is the first western year of its era, 0 for a western year."""

    start: int
    end: int
    year: int
    first: int


def _kanji_number(digits: str) -> int:
    """Return the value of a kanji numeral below 100; 0 for what is none."""
    tens, ten, ones = digits.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    units = _KANJI.find(ones) + 1 if ones else 0
    return units + (10 * (_KANJI.find(tens) + 1 if tens else 1) if ten else 0)


def _count(count: str) -> int:
    """Return the number of an era's year."""
    if count == "元":
        return 1
    return int(count) if count.isdecimal() else _kanji_number(count)


def _printed(match: re.Match[str]) -> _Printed | None:
    """Return the year that a match of `_YEAR` prints, None where there is no such year."""
    if match["western"]:
        first, year, exists = 0, int(match["western"]), True
    else:
        first, length = _ERAS[_ERA_OF.get(match["era"], match["era"][0])]
        count = _count(match["count"])
        year, exists = first + count - 1, 1 <= count <= length
    return _Printed(match.start(), match.end(), year, first) if exists and FIRST <= year <= LAST else None


def _year_at(folded: str, start: int) -> _Printed | None:
    """Return the year that begins at a place, together with its double if the two agree."""
    match = _YEAR.match(folded, start)
    year = _printed(match) if match else None
    if year is None:
        return None
    opening = _OPENING.match(folded, year.end)
    match = _YEAR.match(folded, opening.end()) if opening else None
    double = _printed(match) if match else None
    closing = _CLOSING.match(folded, double.end) if double else None
    if (
        double is None
        or closing is None
        or double.year != year.year
        or bool(double.first) == bool(year.first)
    ):
        return year
    return replace(year, end=closing.end())


def _years(folded: str) -> Iterator[_Printed]:
    """Yield every year, a double once."""
    place = 0
    while (match := _YEAR.search(folded, place)) is not None:
        year = _year_at(folded, match.start())
        if year is not None:
            yield year
        place = year.end if year is not None else match.start() + 1


def find_years(text: str) -> list[tuple[int, int, int]]:
    """Return every year in the text as (start, end, year); a year printed twice over counts once.

    A bare number of four digits counts where no counter follows it; a date, which has a month, does not. Two
    years that should say the same and do not are two years.

    >>> find_years("R6の値（令和7年（2025年）は見込み）")
    [(0, 2, 2024), (5, 16, 2025)]
    """
    return [(year.start, year.end, year.year) for year in _years(fold(text))]


def fiscal_year(text: str) -> int | None:
    """Return the western year that the whole text says, in brackets or not.

    >>> fiscal_year("令和７年（2025年）"), fiscal_year("(H31)"), fiscal_year("令和3年度(2020年度)")
    (2025, 2019, None)
    """
    folded = fold(text).strip()
    if folded[:1] in _BRACKETS and folded[-1:] == _BRACKETS[folded[:1]]:
        folded = folded[1:-1].strip()
    year = _year_at(folded, 0)
    return year.year if year is not None and year.end == len(folded) else None


def fiscal_period(text: str) -> tuple[int, int] | None:
    """Return the first and last year of the first range in the text.

    The last year may leave out what it shares with the first: 令和3～7年度, 2021～25年度.

    >>> fiscal_period("基本計画 (令和3年度 (2021年度) ～令和12年度 (2030年度))")
    (2021, 2030)
    """
    folded = fold(text)
    for first in _years(folded):
        between = _BETWEEN.match(folded, first.end)
        last = _last_year(folded, between.end(), first) if between else None
        if last is not None:
            return (first.year, last) if first.year <= last else None
    return None


def _last_year(folded: str, start: int, first: _Printed) -> int | None:
    """Return the year at the end of a range."""
    year = _year_at(folded, start)
    if year is not None:
        doubted = _OPENING.match(folded, year.end)
        return None if doubted and _year_at(folded, doubted.end()) else year.year
    short = _SHORT_YEAR.match(folded, start)
    if short is None:
        return None
    return first.first - 1 + int(short[1]) if first.first else first.year // 100 * 100 + int(short[1])
