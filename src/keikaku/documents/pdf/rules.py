"""The drawn part of a page: rules, filled areas and images, out of PDFium's page objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from keikaku.documents.form import Box
from keikaku.documents.pdf.geometry import Extent, Frame

_MOST_OBJECTS = 200_000  # of one page; a map of contour lines has some ten thousand
_MOST_SEGMENTS = 2_000  # of one path; a table's rules are short paths, drawings and maps are longer
_DEEPEST = 8  # forms within forms; a hostile file nests them to multiply its work
_THIN = 2.2  # points: a filled rectangle no thicker is a rule (typesetters draw rules so)
_SHORTEST = 2.0  # points: what is shorter is a dot
_STRAIGHT = 0.5  # points by which a stroked line may lean and still be level

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A level or upright line: where it lies across, and from where to where it reaches."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """A filled rectangle, and its colour as "#rrggbb"."""

    extent: Extent
    colour: str


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page, in the order of its content."""

    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    images: list[tuple[Extent, Any]] = field(default_factory=list)
    cut: bool = False

    def between(self, left: float, right: float) -> Drawn:
        """Return what is drawn between two places across the page."""
        return Drawn(
            [rule for rule in self.level if left <= (rule.start + rule.end) / 2 <= right],
            [rule for rule in self.upright if left <= rule.at <= right],
            [area for area in self.areas if left <= (area.extent[0] + area.extent[2]) / 2 <= right],
            [image for image in self.images if left <= (image[0][0] + image[0][2]) / 2 <= right],
            self.cut,
        )

    def without(self, boxes: Iterable[Box]) -> Drawn:
        """Return what is drawn but the rules around and in some squares: icons beside each other are no table."""
        squares = [Box(box.left - 1, box.top - 1, box.right + 1, box.bottom + 1) for box in boxes]
        if not squares:
            return self
        return replace(
            self,
            level=[
                rule
                for rule in self.level
                if not any(box.holds(rule.start, rule.at) and box.holds(rule.end, rule.at) for box in squares)
            ],
            upright=[
                rule
                for rule in self.upright
                if not any(box.holds(rule.at, rule.start) and box.holds(rule.at, rule.end) for box in squares)
            ],
        )


def read_drawn(page: Any, frame: Frame) -> Drawn:
    """Return the rules, areas and images of a page.

    Args:
        page: PDFium's page.
        frame: How it lies.
    """
    drawn = Drawn()
    for number, (kind, thing, matrix) in enumerate(_objects(page)):
        if number >= _MOST_OBJECTS:
            drawn.cut = True
            break
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [frame.point(*_moved(matrix, x, y)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            drawn.images.append((_extent(corners), thing))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(thing, matrix, frame, drawn)
    return drawn


def _objects(page: Any) -> Iterator[tuple[int, Any, Matrix]]:
    """Yield the page's objects, those within forms too, with their matrices."""
    count = pdfium.FPDFPage_CountObjects(page.raw)
    yield from _within((pdfium.FPDFPage_GetObject(page.raw, index) for index in range(count)), _SAME, 0)


def _within(objects: Iterator[Any], outer: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    raw = pdfium.FS_MATRIX()
    for thing in objects:
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        pdfium.FPDFPageObj_GetMatrix(thing, raw)
        matrix = _product((raw.a, raw.b, raw.c, raw.d, raw.e, raw.f), outer)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield kind, thing, matrix
        elif depth < _DEEPEST:
            count = pdfium.FPDFFormObj_CountObjects(thing)
            inner = (pdfium.FPDFFormObj_GetObject(thing, index) for index in range(count))
            yield from _within(inner, matrix, depth + 1)


def _product(a: Matrix, b: Matrix) -> Matrix:
    """Return the matrix that does first `a`, then `b` (ISO 32000-1, 8.3.4)."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def _extent(points: list[tuple[float, float]]) -> Extent:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _path(thing: Any, matrix: Matrix, frame: Frame, drawn: Drawn) -> None:
    """Sort a path into rules and areas."""
    fill, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    count = pdfium.FPDFPath_CountSegments(thing)
    if count > _MOST_SEGMENTS or not (fill.value or stroke.value):
        return
    colour = _colour(thing) if fill.value else ""
    for points, closed in _figures(thing, count, matrix, frame):
        extent = _extent(points)
        boxed = _is_rectangle(points, extent)
        if fill.value and boxed:
            _filled(extent, colour, drawn)
        if stroke.value:
            _stroked(points, closed, drawn)


def _figures(
    thing: Any, count: int, matrix: Matrix, frame: Frame
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the straight figures of a path: their points as displayed, and whether they close."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(thing, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1 and not curved:
                yield points, False
            points, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(frame.point(*_moved(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            if len(points) > 1 and not curved:
                yield points, True
            points, curved = [], False
    if len(points) > 1 and not curved:
        yield points, False


def _is_rectangle(points: list[tuple[float, float]], extent: Extent) -> bool:
    """Return whether every point is a corner of the figure's box."""
    left, top, right, bottom = extent
    return len(points) >= 4 and all(
        min(abs(x - left), abs(x - right)) < 0.3 and min(abs(y - top), abs(y - bottom)) < 0.3
        for x, y in points
    )


def _filled(extent: Extent, colour: str, drawn: Drawn) -> None:
    """Note a filled rectangle: a rule where it is thin, else an area."""
    left, top, right, bottom = extent
    width, height = right - left, bottom - top
    if min(width, height) >= _THIN:
        drawn.areas.append(Area(extent, colour))
    elif max(width, height) > _SHORTEST:
        if width > height:
            drawn.level.append(Rule((top + bottom) / 2, left, right))
        else:
            drawn.upright.append(Rule((left + right) / 2, top, bottom))


def _stroked(points: list[tuple[float, float]], closed: bool, drawn: Drawn) -> None:
    """Note the level and upright sides of a stroked figure."""
    ends = [*points[1:], points[0]] if closed else points[1:]
    for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
        if abs(y0 - y1) < _STRAIGHT and abs(x0 - x1) > 1:
            drawn.level.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) < _STRAIGHT and abs(y0 - y1) > 1:
            drawn.upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _colour(thing: Any) -> str:
    """Return a path's fill colour."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(thing, *parts):
        return ""
    return "#" + "".join(f"{part.value:02x}" for part in parts[:3])


def joined(rules: list[Rule], near: float = 1.6, gap: float = 2.5, shortest: float = 4.0) -> list[Rule]:
    """Return rules with what lies on one line put together.

    Args:
        rules: Level ones, or upright ones.
        near: Points within which two lie on one line: rules drawn twice, or as the two sides of a cell.
        gap: Points that may lie between two pieces of one rule (a dashed one, say).
        shortest: Points below which the result is a dot or a tick, no rule.
    """
    whole: list[Rule] = []
    for line in _on_one_line(sorted(rules), near):
        at = sum(rule.at for rule in line) / len(line)
        start, end = float("inf"), float("-inf")
        for rule in sorted(line, key=lambda rule: rule.start):
            if rule.start > end + gap and end > start:
                whole.append(Rule(at, start, end))
                start = rule.start
            start, end = min(start, rule.start), max(end if end >= start else rule.end, rule.end)
        whole.append(Rule(at, start, end))
    return [rule for rule in whole if rule.end - rule.start > shortest]


def _on_one_line(rules: list[Rule], near: float) -> Iterator[list[Rule]]:
    """Yield rules that lie on one line; the list is sorted by where they lie."""
    line: list[Rule] = []
    for rule in rules:
        if line and rule.at - line[0].at > near:
            yield line
            line = []
        line.append(rule)
    if line:
        yield line
