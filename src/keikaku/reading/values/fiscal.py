"""Fiscal years as western years.

Japan's fiscal year runs from April to March and has the number of the year in which it begins. Eras since
1926, with the western year of their first year:

| era | letter | first year | last year |
| --- | --- | --- | --- |
| 昭和 | S | 1926 | 64 (1989) |
| 平成 | H | 1989 | 31 (2019), printed up to 45 |
| 令和 | R | 2019 | open |

Source: the imperial edict of 25 December 1926 (昭和) and the cabinet orders 昭和64年政令第1号 (平成, from
8 January 1989) and 平成31年政令第143号 (令和, from 1 May 2019). An era that begins within a year shares that
year with the one before: 平成31年度 and 令和元年度 are both 2019. Plans adopted from 2013 to 2018 count 平成 on, to
平成45年度 (2033), since nobody knew the next era's name; `beyond_era` says where one does.

One grammar reads years in headings, cells and running text: an era or a western year, 年 or 年度, the same year once
more in brackets or behind a slash, a month and a day. What is dated January to March is of the fiscal year that
began the April before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from keikaku.ground.text.characters import unified_places, unify
from keikaku.ground.text.folding import fold

FIRST, LAST = 1926, 2100
"""The western years that count as a year of a plan."""

_ERAS = {"昭": (1926, 64), "平": (1989, 45), "令": (2019, LAST - 2018)}
_LAST_HEISEI = 31
_ERA_OF = {"S": "昭", "H": "平", "R": "令", "㍼": "昭", "㍻": "平", "㋿": "令"}
_KANJI = "〇一二三四五六七八九"

# A full era name, its one-character form, its letter; 令 and 平 alone only before a numeral and behind no kanji.
_ERA = (
    r"(?P<era>令\s*和|平\s*成|昭\s*和|[㋿㍻㍼]|(?<![A-Za-z0-9])[RHS]\.?"
    r"|(?<![\u3400-\u9fff])[令平昭](?=\s*[0-9元]))\s*"
    rf"(?P<count>元|[0-9]{{1,2}}(?![0-9A-Za-z])|[{_KANJI}十]{{1,3}})"
)
# Four digits with a counter behind them (2000人) are a number; a particle may follow a year (2025の).
_WESTERN = (
    r"(?<![A-Za-z0-9¥$])(?<![0-9][.,])(?P<western>[0-9]{4})(?![0-9])"
    r"(?:(?=\s*年)|(?!\s?[A-Za-z%‰\u3400-\u9fff\u30a1-\u30fa]))"
    rf"|(?P<digits>(?<![{_KANJI}])[{_KANJI}]{{4}}(?=\s*年))"
)
_SINGLE = re.compile(f"{_ERA}|{_WESTERN}")
_SUFFIX = re.compile(r"\s*年(?!代)(?P<fiscal>\s*度)?")
_MONTH = re.compile(r"\s*(?P<month>[0-9]{1,2})\s*月(?:\s*(?P<day>[0-9]{1,2})\s*日)?")
_SLASHED = re.compile(
    r"(?P<mark>[./])(?P<month>[0-9]{1,2})(?![0-9])\s*月?(?:(?P=mark)(?P<day>[0-9]{1,2})(?![0-9])\s*日?)?"
)
_ISO = re.compile(r"-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])")
_NUMBER_GOES_ON = re.compile(r"[.,/][0-9]|\s*年\s*代")
_OPENING = re.compile(r"\s*[(\[〔【]\s*")
_CLOSING = re.compile(r"\s*[)\]〕】]")
_AGAIN = re.compile(r"\s*[/・]\s*(?=[^0-9]|[0-9]{4}(?![0-9]))")
_BRACKETS = {"(": ")", "[": "]", "〔": "〕", "【": "】", "〈": "〉", "<": ">"}
_BETWEEN = re.compile(r"\s*(?:[~ー-]+|から|より)\s*")
_MAY_SPAN = re.compile(rf"[0-9元年度月日)\]〕】{_KANJI}十]{_BETWEEN.pattern}")  # what most lines have not
_TAIL = re.compile(r"\s*(?:末|当初)?\s*(?:時点|現在)?")
_SHORT = re.compile(rf"(?P<count>[0-9]{{1,2}}(?![0-9])|[{_KANJI}十]{{1,3}}(?=\s*年))")
_SPAN = re.compile(r"\s*年\s*[間後目代]")
_SHORT_ENDS = re.compile(r"\s*(?:$|[()\[\]〕】、。,;:\t]|まで|の)")
_BESIDE_PERIOD = re.compile(
    r"(?:[\s()\[\]〔〕【】・、:]|期間|年度|まで|の?(?:[0-9]+|[二三四五六七八九十]+)\s*[かカヵケヶ箇]?\s*年間?)*"
)


class _Printed(NamedTuple):
    """A year as it stands in a text.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        calendar: The western year.
        first: The first western year of its era, 0 for a western year.
        month: Its month, 0 where none is printed.
    """

    start: int
    end: int
    calendar: int
    first: int
    month: int = 0

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.calendar - (0 < self.month < 4)

    @property
    def beyond(self) -> bool:
        """Whether its era had ended."""
        return self.first == _ERAS["平"][0] and self.calendar >= self.first + _LAST_HEISEI

    def agrees(self, other: _Printed) -> bool:
        """Tell whether both say the same in two calendars."""
        return (self.calendar, self.month) == (other.calendar, other.month) and self.first != other.first


def kanji_number(digits: str) -> int:
    """Return the value of a kanji numeral below 100 (二十九, 二九, 〇五); 0 for what is none."""
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return int("".join(str(_KANJI.find(digit)) for digit in digits)) if len(digits) <= 2 else 0
    if len(tens) > 1 or len(ones) > 1 or "〇" in digits or "十" in tens:
        return 0
    return 10 * (_KANJI.find(tens) if tens else 1) + (_KANJI.find(ones) if ones else 0)


def _count(count: str) -> int:
    """Return the number of an era's year."""
    if count == "元":
        return 1
    return int(count) if count.isdecimal() else kanji_number(count)


def _single(text: str, start: int) -> _Printed | None:
    """Return the bare year that begins at a place, None where there is none or no such year."""
    match = _SINGLE.match(text, start)
    if match is None:
        return None
    if not match["era"]:
        digits = match["western"] or "".join(str(_KANJI.find(digit)) for digit in match["digits"])
        return _Printed(start, match.end(), int(digits), 0)
    first, length = _ERAS[_ERA_OF.get(match["era"][0], match["era"][0])]
    count = _count(match["count"])
    return _Printed(start, match.end(), first + count - 1, first) if 1 <= count <= length else None


def _year_at(text: str, start: int, depth: int = 2) -> _Printed | None:
    """Return the year that begins at a place, with its doubles and its month.

    Args:
        text: Folded text.
        start: The place.
        depth: How deep doubles may hold doubles (2019（平成31/令和元）年度 is as deep as they come).
    """
    year = _single(text, start)
    if year is None:
        return None
    suffix = _SUFFIX.match(text, year.end)
    year = _dated(text, year._replace(end=suffix.end()) if suffix else year, suffix)
    for _ in range(depth):
        double = _double(text, year, depth - 1) if year is not None else None
        if double is None:
            break
        again = _SUFFIX.match(text, double.end) if not suffix else None
        suffix = suffix or again
        year = double._replace(end=again.end()) if again else double
        year = year if year.month else _dated(text, year, suffix)
    return year if year is not None and year.year >= FIRST and year.calendar <= LAST else None


def _dated(text: str, year: _Printed, suffix: re.Match[str] | None) -> _Printed | None:
    """Return the year with the month behind it; None where a number goes on that is no date."""
    forms = [_MONTH] if suffix else [_SLASHED, _ISO]
    match = next((found for form in forms if (found := form.match(text, year.end))), None)
    if match is None:
        goes_on = _NUMBER_GOES_ON.match(text, year.end) and not _AGAIN.match(text, year.end)
        return None if goes_on and not suffix else year
    if match.re is _SLASHED and match["mark"] == "." and not match["day"] and not year.first:
        return None  # 2025.3 may be a number
    month, day = int(match["month"]), int(match["day"] or 1)
    if (
        not 1 <= month <= 12
        or not 1 <= day <= 31
        or re.match(r"[.,/]?[0-9]", text[match.end() : match.end() + 2])
    ):
        return None
    return year._replace(end=match.end(), month=month)


def _double(text: str, year: _Printed, depth: int) -> _Printed | None:
    """Return the year together with the same year printed behind it in another calendar, None where none is."""
    opening = _OPENING.match(text, year.end)
    again = opening or _AGAIN.match(text, year.end)
    other = _year_at(text, again.end(), depth) if again else None
    if other is None or not year.agrees(other):
        return None
    closing = _CLOSING.match(text, other.end) if opening else None
    if opening and closing is None:
        return None
    return year._replace(end=closing.end() if closing else other.end)


@lru_cache(maxsize=4096)  # as for the years of a text
def _years(text: str) -> tuple[_Printed, ...]:
    """Return every year of a folded text, a double once."""
    found, place = [], 0
    while (match := _SINGLE.search(text, place)) is not None:
        year = _year_at(text, match.start())
        if year is not None:
            found.append(year)
        place = year.end if year is not None else match.start() + 1
    return tuple(found)


def find_years(text: str) -> list[tuple[int, int, int]]:
    """Return every year in the text as (start, end, fiscal year); a year printed twice over counts once.

    A bare number of four digits counts where no counter follows it. Two years that should say the same and do
    not are two years.

    >>> find_years("R6の値（令和7年（2025年）3月は見込み）")
    [(0, 2, 2024), (5, 18, 2024)]
    """
    return list(_found(text))


@lru_cache(maxsize=4096)  # heads, figures and checks ask for the years of the same print
def _found(text: str) -> tuple[tuple[int, int, int], ...]:
    years = _years(fold(unify(text)))
    places = unified_places(text)[1] if years else []
    return tuple((places[year.start], places[year.end], year.year) for year in years)


def beyond_era(text: str) -> list[tuple[int, int, int]]:
    """Return the years that are counted in an era which had ended by then, as (start, end, fiscal year).

    >>> beyond_era("平成29年度～平成38年度")
    [(7, 13, 2026)]
    """
    unified, places = unified_places(text)
    folded = fold(unified)
    years = [year for year in _years(folded) if year.beyond]
    years += [last for _, last in _periods(folded) if last.beyond and last not in years]
    return [(places[year.start], places[year.end], year.year) for year in years]


@lru_cache(maxsize=4096)  # as for the years of a text
def fiscal_year(text: str) -> int | None:
    """Return the western year that the whole text says, in brackets or not; 末 and 時点 may follow.

    >>> fiscal_year("令和７年（2025年）"), fiscal_year("(H31/R1)"), fiscal_year("令和3年度(2020年度)")
    (2025, 2019, None)
    >>> fiscal_year("平成38年度"), fiscal_year("R5.3"), fiscal_year("2025/3"), fiscal_year("令和5年度末")
    (2026, 2022, 2024, 2023)
    """
    folded = fold(unify(text)).strip()
    if folded[:1] in _BRACKETS and folded[-1:] == _BRACKETS[folded[:1]]:
        folded = folded[1:-1].strip()
    year = _year_at(folded, 0)
    tail = _TAIL.match(folded, year.end) if year is not None else None
    return year.year if year is not None and tail is not None and tail.end() == len(folded) else None


@lru_cache(maxsize=4096)  # as for the years of a text
def fiscal_period(text: str) -> tuple[int, int] | None:
    """Return the first and last fiscal year of the first range in the text.

    The last year may leave out what it shares with the first: 令和3～7年度, R6～10, 2021～25年度.

    >>> fiscal_period("基本計画 (令和3年度 (2021年度) ～令和12年度 (2030年度))")
    (2021, 2030)
    >>> fiscal_period("平成29～38年度"), fiscal_period("令和6年4月から令和11年3月まで"), fiscal_period("R6～10")
    ((2017, 2026), (2024, 2028), (2024, 2028))
    """
    for first, last in _periods(fold(unify(text))):
        return (first.year, last.year) if first.year <= last.year else None
    return None


def whole_period(text: str) -> tuple[int, int] | None:
    """Return the first and last fiscal year of a text that is a period and nothing else, in brackets or not.

    How many years it has may stand beside it, and the same period in the other calendar.

    >>> whole_period("（令和6年度から令和10年度まで）"), whole_period("R6～10（5年間）")
    ((2024, 2028), (2024, 2028))
    >>> whole_period("令和3年度～令和7年度の人口")
    """
    folded = fold(unified_places(text)[0])
    periods = list(_periods(folded))
    years = {(first.year, last.year) for first, last in periods}
    rest, place = "", 0
    for first, last in periods:
        rest, place = rest + folded[place : first.start], last.end
    period = min(years) if len(years) == 1 else None
    whole = _BESIDE_PERIOD.fullmatch(rest + folded[place:])
    return period if period and whole and period[0] <= period[1] else None


def _periods(folded: str) -> Iterator[tuple[_Printed, _Printed]]:
    """Yield the ranges of a folded text."""
    place = 0
    for first in _years(folded) if _MAY_SPAN.search(folded) else ():
        if first.start < place:
            continue
        between = _BETWEEN.match(folded, first.end)
        last = _last_year(folded, between.end(), first) if between else None
        if last is not None:
            place = last.end
            yield first, last


def _last_year(folded: str, start: int, first: _Printed) -> _Printed | None:
    """Return the year at the end of a range; one before all others where a bracket behind it says another."""
    year = _year_at(folded, start) or _short_year(folded, start, first)
    opening = _OPENING.match(folded, year.end) if year is not None else None
    inner = _year_at(folded, opening.end()) if opening else None
    if year is None or inner is None:
        return year
    between = _BETWEEN.match(folded, inner.end)  # 2024～2028（令和6～10）年度
    again = _year_at(folded, between.end()) if between else None
    again = again or (_short_year(folded, between.end(), inner) if between else None)
    agrees = again is not None and (inner.year, again.year) == (first.year, year.year)
    return year if agrees else year._replace(calendar=0)


def _short_year(folded: str, start: int, first: _Printed) -> _Printed | None:
    """Return the last year of a range that leaves out what it shares with the first."""
    match = _SHORT.match(folded, start)
    if match is None or _SPAN.match(folded, match.end()):
        return None
    count = _count(match["count"])
    calendar = first.first - 1 + count if first.first else first.calendar // 100 * 100 + count
    short = _Printed(start, match.end(), calendar, first.first)
    double = _double(folded, short, 1)
    suffix = _SUFFIX.match(folded, (double or short).end)
    if suffix is None and not double and not _SHORT_ENDS.match(folded, short.end):
        return None
    year = double or short
    dated = _dated(folded, year._replace(end=suffix.end() if suffix else year.end), suffix)
    most = next((length for begin, length in _ERAS.values() if begin == first.first), 100)
    return dated if 1 <= count <= most and calendar <= LAST else None
