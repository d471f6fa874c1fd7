"""Small charts as shapes: where the points and bars of an SVG stand. Templates draw them; tables beside say the same.

No style stands in the shapes, only classes, so that a strict content security policy lets them through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from keikaku.web.pages.axes import Axis, axis
from keikaku.web.pages.words import number

WIDTH, HEIGHT = 480, 220
SMALL_WIDTH, SMALL_HEIGHT = 96, 26
_BAR = 22
_LINE = 16
_INSET = 34  # so that the text of the first point does not stand on the axis
_ROOM = 22  # above the highest tick, where more than it would stand
_LONGEST = 14  # characters of a target in words
_LABEL_WIDTH, _VALUE_WIDTH = 80, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of an indicator.

    Attributes:
        role: "baseline", "actual", "target" or "comparison".
        year: Its fiscal year, or None.
        value: Its value, or None where it is a range or words.
        text: The value as the page prints it.
        bound: "lt", "le", "ge", "gt" or "".
        low: Where a range begins, or None.
        high: Where it ends, or None.
        accumulation: How it is counted (local name of a code), or "".
        is_repaired: Whether its characters had to be repaired.
    """

    role: str
    year: int | None
    value: Decimal | None
    text: str
    bound: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    accumulation: str = ""
    is_repaired: bool = False

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """Its value, or the ends of its range that are known."""
        return tuple(one for one in (self.value, self.low, self.high) if one is not None)

    @property
    def is_number(self) -> bool:
        """Whether it can stand on an axis."""
        return bool(self.ends)


@dataclass(frozen=True, slots=True)
class Point:
    """Where a figure stands.

    Attributes:
        role: Of the figure.
        x: From the left.
        y: From the top; of a range, its middle.
        text: The value as the page prints it.
        label_y: Where the text stands, from the top; its middle is at ``x``.
        span: Where a range begins and ends, from the top, or None.
    """

    role: str
    x: float
    y: float
    text: str
    label_y: float
    span: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of an indicator's figures over the years.

    Attributes:
        width: Of the drawing.
        height: Of the drawing.
        left: Where the plot begins.
        right: Where it ends.
        points: The figures by year.
        path: What joins baseline and actuals: points of a polyline, or "".
        aim: The straight line from the baseline to the target, where the target is the better, or "".
        years: The years on the axis: x, year.
        ticks: The values on the axis: y, text.
        is_cut: Whether the axis of values starts elsewhere than at 0.
        zone: Where the target is reached: top, height; or None where that is not known.
        better: Which way is better: 1 up, -1 down, 0 as it is, None where it is not known.
        words: Targets in words: x, text.
        floor: Where the axis of years stands, from the top.
    """

    width: int
    height: int
    left: int
    right: int
    points: tuple[Point, ...]
    path: str
    aim: str
    years: tuple[tuple[float, int], ...]
    ticks: tuple[tuple[float, str], ...]
    is_cut: bool
    zone: tuple[float, float] | None
    better: int | None
    words: tuple[tuple[float, str], ...]
    floor: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """Turns years and values into places."""

    left: int
    right: int
    top: int
    floor: int
    first: int
    last: int
    axis: Axis

    def x(self, year: int) -> float:
        wide = self.last - self.first
        return _round(self.left + (self.right - self.left) * ((year - self.first) / wide if wide else 0.5))

    def y(self, value: Decimal) -> float:
        return _round(self.floor - (self.floor - self.top) * self.axis.share(value))


def chart(figures: Sequence[Figure], better: int | None = None, *, small: bool = False) -> Chart | None:
    """Return a chart of the figures that have a year, or None where there is nothing to compare.

    Args:
        figures: The figures of an indicator.
        better: Which way is better: 1 up, -1 down, 0 as it is, None where it is not known.
        small: Whether it is as wide as a word, without axes.
    """
    dated = sorted((one for one in figures if one.year is not None), key=_order)
    placed = [one for one in dated if one.is_number]
    if len(placed) < 2:
        return None
    width, height = (SMALL_WIDTH, SMALL_HEIGHT) if small else (WIDTH, HEIGHT)
    left, side, top, below = (5, 5, 5, 5) if small else (88, 40, 34, 34)
    years = [one.year or 0 for one in dated]
    scale = _Scale(
        left + (0 if small else _INSET), width - side, top, height - below, years[0], years[-1],
        axis([end for one in placed for end in one.ends]),
    )  # fmt: skip
    points = _labelled([(one, scale) for one in placed])
    known = [point for point in points if point.role not in ("target", "comparison")]
    return Chart(
        width=width,
        height=height,
        left=left,
        right=width - 8,
        points=points,
        path=_polyline(known),
        aim=_aim(placed, better, scale),
        years=tuple((scale.x(year), year) for year in sorted(set(years))),
        ticks=tuple((scale.y(tick), number(f"{tick:f}")) for tick in scale.axis.ticks),
        is_cut=scale.axis.is_cut,
        zone=_zone(placed, better, scale),
        better=better,
        words=tuple((scale.x(one.year or 0), _cut(one.text)) for one in dated if not one.is_number),
        floor=scale.floor,
    )


def _order(figure: Figure) -> tuple[int, int, str]:
    return figure.year or 0, ("baseline", "actual", "target", "comparison").index(figure.role), figure.text


def _labelled(placed: Sequence[tuple[Figure, _Scale]]) -> tuple[Point, ...]:
    """Return the points with their texts, each above or below its point where it covers no other text."""
    found: list[Point] = []
    for figure, scale in placed:
        ends = [scale.y(end) for end in figure.ends]
        x, y = scale.x(figure.year or 0), _round(sum(ends) / len(ends))
        ways = [min(ends) - 11, max(ends) + 21, min(ends) - 11 - _LINE, max(ends) + 21 + _LINE]
        ways += [min(ends) - 11 - 2 * _LINE, max(ends) + 21 + 2 * _LINE]
        free = [way for way in ways if not any(_covers(one, x, way, figure.text) for one in found)]
        inside = [way for way in free if 12 <= way <= scale.floor - 3]
        label_y = (inside or free or ways)[0]
        span = (min(ends), max(ends)) if figure.value is None else None
        found.append(Point(figure.role, x, y, figure.text, _round(label_y), span))
    return tuple(found)


def _covers(point: Point, x: float, y: float, text: str) -> bool:
    """Tell whether a text would stand on a point or on the text of one."""
    wide = (_wide(point.text) + _wide(text)) / 2 + 4
    on_text = abs(point.label_y - y) < _LINE - 1 and abs(point.x - x) < wide
    on_point = abs(point.y - (y - 5)) < 11 and abs(point.x - x) < _wide(text) / 2 + 8
    return on_text or on_point


def _wide(text: str) -> float:
    return sum(13.0 if char > "\u2e7f" else 7.5 for char in text)


def _aim(placed: Sequence[Figure], better: int | None, scale: _Scale) -> str:
    """Return the line from the last baseline through the targets, where they are better than the baseline.

    What the actuals reached is never joined to the target: beyond it the line would fall back, as if it failed.
    """
    starts = [one for one in placed if one.role == "baseline" and one.value is not None]
    targets = [one for one in placed if one.role == "target" and one.value is not None]
    if not (starts and targets and better):
        return ""
    line = [starts[-1], *(one for one in targets if (one.year or 0) > (starts[-1].year or 0))]
    values = [one.value * better for one in line if one.value is not None]
    if len(line) < 2 or any(value < values[0] for value in values[1:]):
        return ""
    return " ".join(f"{scale.x(one.year or 0)},{scale.y(one.value)}" for one in line if one.value is not None)


def _zone(placed: Sequence[Figure], better: int | None, scale: _Scale) -> tuple[float, float] | None:
    """Return where the last target is reached: from its value on in the better direction, or within its range."""
    target = next((one for one in reversed(placed) if one.role == "target"), None)
    if target is None:
        return None
    if target.value is None:
        top = scale.y(target.high) if target.high is not None else max(scale.top - _ROOM, 0)
        bottom = scale.y(target.low) if target.low is not None else scale.floor
    elif better is None:
        return None
    else:
        y = scale.y(target.value)
        top, bottom = (y, scale.floor) if better == -1 else (max(scale.top - _ROOM, 0), y)
    return _round(top), _round(max(bottom - top, 1))


def _polyline(points: Sequence[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points) if len(points) > 1 else ""


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _round(value: float) -> float:
    return round(value, 1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of one year.

    Attributes:
        name: Its name.
        y: From the top.
        parts: Class, x and width of its parts.
        end: Where it ends.
        text: What stands behind it.
    """

    name: str
    y: int
    parts: tuple[tuple[str, float, float], ...]
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars one below the other.

    Attributes:
        width: Of the drawing.
        height: Of the drawing.
        left: Where the bars begin.
        bars: The bars.
    """

    width: int
    height: int
    left: int
    bars: tuple[Bar, ...]


def bars(amounts: Sequence[tuple[str, Sequence[tuple[str, int]], str]]) -> Bars | None:
    """Return bars of amounts: name, class and size of its parts, and the text behind it; None where all are 0."""
    longest = max((sum(size for _part, size in parts) for _name, parts, _text in amounts), default=0)
    if longest <= 0:
        return None
    room = WIDTH - _LABEL_WIDTH - _VALUE_WIDTH
    found = []
    for index, (name, parts, text) in enumerate(amounts):
        x = float(_LABEL_WIDTH)
        shapes = []
        for part, size in parts:
            length = _round(room * max(size, 0) / longest)
            shapes.append((part, _round(x), length))
            x += length
        found.append(Bar(name, index * _BAR + 4, tuple(shapes), _round(x), text))
    return Bars(WIDTH, len(found) * _BAR + 8, _LABEL_WIDTH, tuple(found))
