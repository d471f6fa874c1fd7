"""Small charts as shapes: where the points and bars of an SVG stand. Templates draw them; tables beside say the same.

No style stands in the shapes, only classes, so that a strict content security policy lets them through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 440, 180
SMALL_WIDTH, SMALL_HEIGHT = 96, 26
_BAR = 22
_LINE = 16
_LABEL_WIDTH, _VALUE_WIDTH = 80, 120


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an indicator.

    Attributes:
        role: "baseline", "actual" or "target".
        year: Its fiscal year, or None.
        value: Its value.
        text: The value as the page prints it.
    """

    role: str
    year: int | None
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """Where a figure stands.

    Attributes:
        role: Of the figure.
        x: From the left.
        y: From the top.
        text: The value as the page prints it.
        label_x: Where the text stands, from the left.
        label_y: Where the text stands, from the top.
        anchor: Which side of the text stands at ``label_x``.
    """

    role: str
    x: float
    y: float
    text: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of an indicator's figures over the years.

    Attributes:
        width: Of the drawing.
        height: Of the drawing.
        points: The figures by year.
        path: What joins baseline and actuals: points of a polyline, or "".
        aim: What joins the last of them with the targets, or "".
        years: The years on the axis: x, year.
        floor: Where the axis stands, from the top.
    """

    width: int
    height: int
    points: tuple[Point, ...]
    path: str
    aim: str
    years: tuple[tuple[float, int], ...]
    floor: float


def chart(figures: Sequence[Figure], small: bool = False) -> Chart | None:
    """Return a chart of the figures that have a year, or None where there is nothing to compare."""
    dated = sorted((one for one in figures if one.year is not None), key=_order)
    if len(dated) < 2:
        return None
    width, height = (SMALL_WIDTH, SMALL_HEIGHT) if small else (WIDTH, HEIGHT)
    side, top, bottom = (5, 5, 5) if small else (80, 26, 34)
    years = [one.year or 0 for one in dated]
    low, high = min(one.value for one in dated), max(one.value for one in dated)
    span = float(high - low)

    def x(year: int) -> float:
        wide = years[-1] - years[0]
        return _round(side + (width - 2 * side) * ((year - years[0]) / wide if wide else 0.5))

    def y(value: Decimal) -> float:
        share = float(value - low) / span if span else 0.5
        return _round(height - bottom - (height - top - bottom) * share)

    points = _apart([(one, x(one.year or 0), y(one.value)) for one in dated])
    known = [point for point in points if point.role != "target"]
    aims = [point for point in points if point.role == "target"]
    return Chart(
        width=width,
        height=height,
        points=points,
        path=_polyline(known),
        aim=_polyline([*known[-1:], *aims]),
        years=tuple((x(year), year) for year in sorted(set(years))),
        floor=height - bottom + 8,
    )


def _order(figure: Figure) -> tuple[int, int, str]:
    return figure.year or 0, ("baseline", "actual", "target").index(figure.role), figure.text


def _apart(placed: list[tuple[Figure, float, float]]) -> tuple[Point, ...]:
    """Return the points with their texts: outside at both ends, above between them, never on one another."""
    first, last = placed[0][1], placed[-1][1]
    found: list[Point] = []
    for figure, x, y in placed:
        same_year = [point for point in found if point.x == x]
        if first < x < last:
            label_x, label_y, anchor = x, y + 22 if same_year else y - 12, "middle"
        else:
            at_start = x == first
            label_x, label_y, anchor = x - 10 if at_start else x + 10, y + 5, "end" if at_start else "start"
            for point in same_year:
                if abs(point.label_y - label_y) < _LINE:
                    label_y = point.label_y + (_LINE if y >= point.y else -_LINE)
        found.append(Point(figure.role, x, y, figure.text, _round(label_x), _round(label_y), anchor))
    return tuple(found)


def _polyline(points: Sequence[Point]) -> str:
    return " ".join(f"{point.x},{point.y}" for point in points) if len(points) > 1 else ""


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
