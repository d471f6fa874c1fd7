"""Damages of figures and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from keikaku.ground.text.folding import fold
from keikaku.reading.model import Indicator, Observation, Role
from keikaku.reading.values.fiscal import find_years, fiscal_period
from tests.damages.kinds import PAIR, SERIES, kind
from tests.damages.source import Damage, Printed, Source, pair, value


def _off(place: Printed, new: str) -> Decimal:
    """Return how many times a damaged figure is off the nearest figure of its indicator; 0 where there is none."""
    number = Decimal(new.replace(",", ""))
    if not number:
        return Decimal(0)
    return min((max(number / other, other / number) for other in pair(place)), default=Decimal(0))


def _text(source: Source, place: Printed) -> str:
    return fold(source.lines[place.line][place.start : place.end])


@kind(
    "a comma read as a point, beside another figure (200.000)",
    "桁区切りのコンマが点になる(比べられる値がある)",
)
def comma_as_point(source: Source) -> Iterator[Damage]:
    for place in source.figures:
        text = _text(source, place)
        if text.count(",") == 1 and pair(place):
            yield place.replaced(source.lines, text.replace(",", "."))


@kind("a decimal point lost, beside another figure (90.0 as 900)", "小数点が失われる(比べられる値がある)")
def point_lost(source: Source) -> Iterator[Damage]:
    for place in source.figures:
        new = _text(source, place).replace(".", "")
        if new != _text(source, place) and new[0] != "0" and _off(place, new) >= 3:
            yield place.replaced(source.lines, new)


@kind(
    "a digit left out or doubled: three times off its pair, one of them 10 or more",
    "桁の脱落・重複で、比べられる値から3倍以上外れる(どちらかは10以上)",
)
def digit_count(source: Source) -> Iterator[Damage]:
    for place in source.figures:
        text = _text(source, place)
        for at, char in enumerate(text):
            for new in (text[:at] + text[at + 1 :], text[:at] + char + text[at:]):
                large = _number(new) and max([Decimal(new.replace(",", "")), *pair(place)]) >= 10
                if char.isdigit() and large and _off(place, new) >= 3:
                    yield place.replaced(source.lines, new)


@kind(
    "the first digit is another: three times off its pair, one of them 10 or more",
    "先頭の数字が変わり、比べられる値から3倍以上外れる(どちらかは10以上)",
)
def first_digit(source: Source) -> Iterator[Damage]:
    for place in source.figures:
        text = _text(source, place)
        for digit in "123456789":
            new = digit + text[1:]
            large = max([Decimal(new.replace(",", "")), *pair(place)]) >= 10 or "." in new
            if _off(place, new) >= 3 and digit != text[0] and large:
                yield place.replaced(source.lines, new)


@kind("a digit is another, in a figure of like size", "数字が変わるが、比べられる値と同程度のまま", SERIES)
def digit_alike(source: Source) -> Iterator[Damage]:
    for place in source.figures:
        text = _text(source, place)
        for digit in "0123456789":
            new = text[:-1] + digit
            if digit != text[-1] and 0 < _off(place, new) < 3 and not _wrong_side(place, new):
                yield place.replaced(source.lines, new)


@kind("a digit is another, in a figure with none beside it", "比べられる値のない数値の数字が変わる", PAIR)
def lone_digit(source: Source) -> Iterator[Damage]:
    for place in source.figures:
        text = _text(source, place)
        if not pair(place) and text[0] in "2345678":
            yield place.replaced(source.lines, str(int(text[0]) + 1) + text[1:])


@kind("a digit of a budget that has its sources", "財源の内訳がある事業費の数字が変わる")
def amount(source: Source) -> Iterator[Damage]:
    for place in source.amounts:
        text = _text(source, place)
        for at, char in enumerate(text):
            if char in "12345678":
                yield place.replaced(source.lines, text[:at] + str(int(char) + 1) + text[at + 1 :])


@kind("a figure in two pieces (18 3,595)", "数値が二つに割れる")
def split_figure(source: Source) -> Iterator[Damage]:
    for place in [*source.figures, *source.amounts]:
        if place.end - place.start > 2:
            yield source.replace(place.line, place.start + 1, place.start + 1, " ")


@kind("baseline and target exchanged, with a direction", "方向性のある指標の基準値と目標値の入れ替わり")
def exchanged(source: Source) -> Iterator[Damage]:
    for one, other in _neighbours(source):
        assert isinstance(one.holder, Indicator)
        if one.holder.direction is not None:
            yield _exchange(source, one, other)


@kind(
    "baseline and target exchanged, without a direction",
    "方向性のない指標の基準値と目標値の入れ替わり",
    SERIES,
)
def exchanged_blindly(source: Source) -> Iterator[Damage]:
    for one, other in _neighbours(source):
        assert isinstance(one.holder, Indicator)
        if one.holder.direction is None:
            yield _exchange(source, one, other)


def _neighbours(source: Source) -> Iterator[tuple[Printed, Printed]]:
    for one in source.figures:
        for other in source.figures:
            same = one.holder is other.holder and one.line == other.line and one.end <= other.start
            if same and value(one) != value(other):
                yield one, other


def _exchange(source: Source, one: Printed, other: Printed) -> Damage:
    text = source.lines[one.line]
    parts = (
        text[: one.start],
        text[other.start : other.end],
        text[one.end : other.start],
        text[one.start : one.end],
    )
    new = "".join(parts) + text[other.end :]
    return Damage(((one.line, one.line + 1, (new,)),), "baseline and target exchanged")


def _number(text: str) -> bool:
    return re.fullmatch(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?", text) is not None


def _wrong_side(place: Printed, new: str) -> bool:
    assert isinstance(place.holder, Indicator)
    return place.holder.direction is not None or Decimal(new.replace(",", "")) in pair(place)


@kind("the copy of another indicator's figures", "別の指標の値の列が写される")
def copied(source: Source) -> Iterator[Damage]:
    rows: dict[int, list[Printed]] = {}
    for place in source.figures:
        rows.setdefault(place.line, []).append(place)
    pairs = [tuple(row) for row in rows.values() if len(row) == 2]
    for one in pairs:
        for other in pairs:
            if one is not other and sum(map(_telling, other)) >= 4:
                yield _copy(source, one, other)


def _telling(place: Printed) -> int:
    """Return how many digits of a figure say something: 183595 has six, 200 one."""
    return len(str(value(place)).replace(".", "").strip("0"))


def _copy(source: Source, one: tuple[Printed, ...], other: tuple[Printed, ...]) -> Damage:
    text = source.lines[one[0].line]
    for place, new in reversed(list(zip(one, other, strict=True))):
        text = text[: place.start] + source.lines[new.line][new.start : new.end] + text[place.end :]
    return Damage(((one[0].line, one[0].line + 1, (text,)),), "the figures of another indicator")


@kind("the unit of an indicator with a target lost", "目標値のある指標の単位が失われる")
def unit_lost(source: Source) -> Iterator[Damage]:
    for place in source.names:
        indicator = place.record
        if isinstance(indicator, Indicator) and indicator.unit and "\t" not in source.lines[place.line]:
            text = source.lines[place.line]
            for match in re.finditer(rf"[（(]{re.escape(indicator.unit)}[)）]", text[place.end :]):
                start, end = (place.end + at for at in match.span())
                yield source.replace(place.line, start, end, "")


@kind("a bound lost (未満)", "比較の語(未満など)が失われる", SERIES)
def bound_lost(source: Source) -> Iterator[Damage]:
    for place in source.figures:
        text = source.lines[place.line]
        match = re.compile(r"\s*(?:未満|以上|以下|以内)").match(text, place.end)
        if match:
            yield source.replace(place.line, *match.span(), "")


# ---------------------------------------------------------------- years


def _years(source: Source) -> Iterator[tuple[int, int, int, str, int]]:
    """Yield line, span, print and value of each western year of a figure (2019)."""
    for number in {number for place in source.figures for number in place.record.lines}:
        for match in re.finditer(r"(?<![0-9])20[0-9]{2}(?![0-9])", fold(source.lines[number - 1])):
            yield number - 1, *match.span(), match.group(), int(match.group())


@kind("the year of a figure three or more years off (2019 as 2010)", "値の年度が3年以上ずれる")
def odd_year(source: Source) -> Iterator[Damage]:
    for line, start, end, text, year in _years(source):
        for digit in "0123456789":
            if abs(int(text[:3] + digit) - year) >= 3:
                yield source.replace(line, start, end, text[:3] + digit)


@kind("the year of a figure one or two years off", "値の年度が1～2年ずれる", SERIES)
def near_year(source: Source) -> Iterator[Damage]:
    for line, start, end, text, year in _years(source):
        for digit in "0123456789":
            if 0 < abs(int(text[:3] + digit) - year) < 3:
                yield source.replace(line, start, end, text[:3] + digit)


def _periods(source: Source) -> Iterator[tuple[bool, Damage]]:
    """Yield the damages of one digit of a plan's printed period, and whether the document disproves them."""
    plans = [plan for plan in source.reading.plans.values() if plan.start and plan.end]
    for plan in plans:
        printed = [
            number - 1
            for number in plan.lines
            if fiscal_period(source.lines[number - 1]) == (plan.start, plan.end)
        ]
        for line in printed:
            text = fold(source.lines[line])
            for start, end, _year in find_years(text):
                doubled = "(" in text[start:end]
                for match in re.finditer("[0-9]+", text[start:end]):
                    span = (start + match.start(), start + match.end())
                    for new in _other_numbers(match.group()):
                        period = fiscal_period(text[: span[0]] + new + text[span[1] :])
                        unusual = period is not None and not 1 < period[1] - period[0] + 1 < 13
                        yield len(printed) > 1 or doubled or unusual, source.replace(line, *span, new)


def _other_numbers(text: str) -> Iterator[str]:
    """Yield what becomes of a number when a digit is lost or another."""
    yield from (text[:at] + text[at + 1 :] for at in range(len(text)) if len(text) > 1)
    yield from (text[:-1] + digit for digit in "0123456789" if digit != text[-1])


@kind(
    "a plan's period that another print, or its length, disproves", "他の箇所や期間の長さと食い違う計画期間"
)
def period(source: Source) -> Iterator[Damage]:
    yield from (damage for seen, damage in _periods(source) if seen)


@kind(
    "a plan's only period, still of a usual length",
    "一か所だけの計画期間(長さは通常のまま)",
    ("the period printed a second time, or in both calendars", "期間の二度目の印字、または和暦と西暦の併記"),
)
def lone_period(source: Source) -> Iterator[Damage]:
    yield from (damage for seen, damage in _periods(source) if not seen)


@kind("the era of a plan's period is another (令和 as 平成)", "計画期間の元号が別の元号になる")
def era(source: Source) -> Iterator[Damage]:
    for line, text in enumerate(source.lines):
        if fiscal_period(text) in {(plan.start, plan.end) for plan in source.reading.plans.values()}:
            for match in re.finditer("令和", text):
                yield source.replace(line, *match.span(), "平成")


@kind("the year of all targets outside the plan", "目標年度が計画期間の外になる")
def target_year(source: Source) -> Iterator[Damage]:
    ends = {plan.end for plan in source.reading.plans.values() if plan.end}
    for line, start, end, text, year in _years(source):
        if year in ends and all(
            _is_target(record) for record in source.reading.records() if line + 1 in record.lines
        ):
            yield source.replace(line, start, end, text[:2] + text[3] + text[2])


def _is_target(record: object) -> bool:
    return not isinstance(record, Observation) or record.role is Role.TARGET
