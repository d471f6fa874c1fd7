"""The characters of a page, each with its box, as PDFium gives them."""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from keikaku.documents.form import Counts
from keikaku.documents.pdf.geometry import Extent, Frame

_INVISIBLE = 3  # text render mode of ISO 32000-1, table 106
_NOT_PRINT = frozenset({0x00, 0x0A, 0x0D, 0xFFFE, 0xFFFF})
_SPACE = 0x20
_NOTHING = 0.01  # points: the extent of a text that draws nothing, but for rounding
_DOUBLE = 0.2  # of a character's height: faces made bold by printing twice shift by a fraction of a point
_FLAT = 0.75  # of the size: a box that is flatter is that of the ink
_ASCENT = 0.88  # of the size, above the baseline: the em box of Japanese fonts
_BOLD = 600  # weights from semi-bold on


class Style(NamedTuple):
    """What the characters of one text object have in common; the size is in points of the page.

    `actual` says that they are what the file declares to stand for other glyphs, `ruby` how small print reads them.
    """

    bold: bool
    colour: str
    invisible: bool
    size: float
    actual: bool = False
    ruby: str = ""


class Char(NamedTuple):
    """A character on the page as displayed; the box is as high and wide as its font sets it.

    `spaced` says that the file sets a space before it.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    angle: int
    style: Style
    spaced: bool = False

    @property
    def x(self) -> float:
        """The middle of its box."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle of its box."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """How high its font is."""
        return self.bottom - self.top


@dataclass(slots=True)
class Characters:
    """The characters of a page in the order of its content, and where the others went."""

    shown: list[Char] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def read_characters(page: Any, textpage: Any, frame: Frame) -> Characters:
    """Return the characters of a page.

    Args:
        page: PDFium's page.
        textpage: Its text page.
        frame: How the page lies.
    """
    found = Characters()
    seen: dict[str, list[tuple[float, float]]] = {}
    styles: dict[int, Style] = {}
    for char, unmapped in _characters(page, textpage, frame, styles):
        if char.text.isspace():
            found.shown.append(char)
            continue
        found.counts.total += 1
        if unmapped:
            found.counts.unmapped += 1
        elif char.style.invisible:
            found.counts.invisible += 1
        elif not frame.holds(char.x, char.y):
            found.counts.outside += 1
        elif _is_double(char, seen.setdefault(char.text, [])):
            found.counts.doubled += 1
        else:
            found.shown.append(char)
    return found


def _is_double(char: Char, before: list[tuple[float, float]]) -> bool:
    """Return whether the same character is printed at the same place already; note its place else."""
    near, x, y = _DOUBLE * char.height, char.x, char.y
    for other_x, other_y in before:
        if abs(other_x - x) < near and abs(other_y - y) < near:
            return True
    before.append((x, y))
    return False


def _characters(page: Any, textpage: Any, frame: Frame, styles: dict[int, Style]) -> Any:
    """Yield each character that the file holds, and whether its font does not say what it is."""
    raw, rect = textpage.raw, pdfium.FS_RECTF()
    style = Style(False, "", False, 0.0)
    object_before: Any = None
    spaced = guessed = False
    empty, before = _Empty(page), (0.0, 0.0, 0.0, 0.0)
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in _NOT_PRINT or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            guessed |= code == _SPACE
            if not code:
                yield from _without_code(raw, index, frame, rect, style)
            continue
        text_object = pdfium.FPDFText_GetTextObject(raw, index)
        address = ctypes.addressof(text_object.contents) if text_object else 0
        if address != object_before:
            object_before = address
            style = styles.get(address) or styles.setdefault(address, _style(raw, index, text_object))
        pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
        angle = frame.turn(pdfium.FPDFText_GetCharAngle(raw, index))
        if min(rect.right - rect.left, rect.top - rect.bottom) < _FLAT * style.size:
            _set_on_line(raw, index, rect, style.size, angle - frame.rotation)
        extent = (rect.left, rect.bottom, rect.right, rect.top)
        spaced |= guessed and empty.between(before, extent)
        char = Char(chr(code), *frame.box(*extent), angle, style, spaced)
        spaced, guessed, before = char.text.isspace(), False, extent
        yield char, pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1


class _Empty:
    """Where texts of a page stand that draw nothing: Chromium sets each space as one, and PDFium drops them.

    PDFium itself guesses spaces from gaps, in letters and figures that are spread over a cell too.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self._points: list[tuple[float, float]] | None = None

    def between(self, one: Extent, two: Extent) -> bool:
        """Return whether one stands between the left edges of two characters, whose boxes are as the file has them."""
        if self._points is None:
            self._points = sorted(self._found())
        first = bisect_right(self._points, (one[0] + _NOTHING, math.inf))
        up_to = bisect_right(self._points, (two[0] + _NOTHING, math.inf))
        return any(two[1] <= y <= two[3] for _x, y in self._points[first:up_to])

    def _found(self) -> Iterator[tuple[float, float]]:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        for index in range(pdfium.FPDFPage_CountObjects(self._page.raw)):
            thing = pdfium.FPDFPage_GetObject(self._page.raw, index)
            if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
                if right.value - left.value < _NOTHING:
                    yield left.value, bottom.value


def _set_on_line(raw: Any, index: int, rect: Any, size: float, angle: int) -> None:
    """Give a character whose font keeps to the ink (a comma, a dash) the height of its line."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
        return
    above, below = _ASCENT * size, (1 - _ASCENT) * size
    if angle % 360 == 0 and rect.top - rect.bottom < _FLAT * size:
        rect.bottom, rect.top = y.value - below, y.value + above
    elif angle % 360 == 180 and rect.top - rect.bottom < _FLAT * size:
        rect.bottom, rect.top = y.value - above, y.value + below
    elif angle % 360 == 90 and rect.right - rect.left < _FLAT * size:
        rect.left, rect.right = x.value - below, x.value + above
    elif angle % 360 == 270 and rect.right - rect.left < _FLAT * size:
        rect.left, rect.right = x.value - above, x.value + below


def _without_code(raw: Any, index: int, frame: Frame, rect: Any, style: Style) -> Any:
    """Yield a glyph that has no character at all: it is print that nobody can read."""
    pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
    if rect.right > rect.left:
        yield Char("\ufffd", *frame.box(rect.left, rect.bottom, rect.right, rect.top), 0, style), True


def _style(raw: Any, index: int, text_object: Any) -> Style:
    """Return the style of the text object that a character belongs to."""
    red, green, blue, alpha = ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint(), ctypes.c_uint()
    known = text_object and pdfium.FPDFPageObj_GetFillColor(text_object, red, green, blue, alpha)
    colour = f"#{red.value:02x}{green.value:02x}{blue.value:02x}" if known else ""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0
    bold = pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, index, matrix)
    size = pdfium.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.c, matrix.d)
    return Style(bold, colour, mode == _INVISIBLE, size, _is_actual(text_object))


def _is_actual(text_object: Any) -> bool:
    """Return whether a text stands in marked content with replacement text (ISO 32000-1, 14.9.4)."""
    if not text_object:
        return False
    for index in range(pdfium.FPDFPageObj_CountMarks(text_object)):
        mark = pdfium.FPDFPageObj_GetMark(text_object, index)
        if pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == pdfium.FPDF_OBJECT_STRING:
            return True
    return False


def main_angle(chars: list[Char]) -> int:
    """Return the angle of most characters; 0 where there are none."""
    counted = Counter(char.angle for char in chars if not char.text.isspace())
    return counted.most_common(1)[0][0] if counted else 0
