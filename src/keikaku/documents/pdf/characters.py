"""The characters of a page, each with its box, as PDFium gives them."""

from __future__ import annotations

import ctypes
import math
import struct
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
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
    shown, counts = found.shown, found.counts
    seen: _Places = {}
    width, height = frame.width, frame.height
    for char, unmapped in _characters(page, textpage, frame):
        text, left, top, right, bottom, _angle, style, _spaced = char
        if text.isspace():
            shown.append(char)
            continue
        counts.total += 1
        x, y = (left + right) / 2, (top + bottom) / 2
        if unmapped:
            counts.unmapped += 1
        elif style.invisible:
            counts.invisible += 1
        elif not (0 <= x <= width and 0 <= y <= height):
            counts.outside += 1
        elif _is_double(text, x, y, _DOUBLE * (bottom - top), seen):
            counts.doubled += 1
        else:
            shown.append(char)
    return found


_Places = dict[tuple[str, int], list[tuple[float, float]]]
"""Where characters are printed, by the character and the band of the page."""
_BAND = 8.0  # points: characters are seldom higher than 40, so that what lies near is in one band or two


def _is_double(text: str, x: float, y: float, near: float, seen: _Places) -> bool:
    """Return whether the same character is printed at the same place already; note its place else."""
    first, own, last = int((y - near) // _BAND), int(y // _BAND), int((y + near) // _BAND)
    for band in (own,) if first == last else range(first, last + 1):
        for other_x, other_y in seen.get((text, band), ()):
            if abs(other_x - x) < near and abs(other_y - y) < near:
                return True
    seen.setdefault((text, own), []).append((x, y))
    return False


def _plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of PDFium that takes and gives addresses as numbers: ctypes makes no object for each of them.

    It is called several times for each character; this halves what that takes.
    """
    plain: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(_address(function))
    return plain


def _address(thing: Any) -> int:
    """Return where something of PDFium's is, 0 for nothing."""
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


_AT = (ctypes.c_void_p, ctypes.c_int)
_unicode = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, *_AT)
_object = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, *_AT)
_is_generated = _plain(pdfium.FPDFText_IsGenerated, ctypes.c_int, *_AT)
_is_unmapped = _plain(pdfium.FPDFText_HasUnicodeMapError, ctypes.c_int, *_AT)
_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, *_AT, ctypes.c_void_p)
_angle = _plain(pdfium.FPDFText_GetCharAngle, ctypes.c_float, *_AT)
_weight = _plain(pdfium.FPDFText_GetFontWeight, ctypes.c_int, *_AT)
_size = _plain(pdfium.FPDFText_GetFontSize, ctypes.c_double, *_AT)
_matrix = _plain(pdfium.FPDFText_GetMatrix, ctypes.c_int, *_AT, ctypes.c_void_p)
_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
_fill = _plain(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, *[ctypes.c_void_p] * 5)
_marks = _plain(pdfium.FPDFPageObj_CountMarks, ctypes.c_int, ctypes.c_void_p)
_mark = _plain(pdfium.FPDFPageObj_GetMark, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_parameter = _plain(pdfium.FPDFPageObjMark_GetParamValueType, ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p)
_count = _plain(pdfium.FPDFPage_CountObjects, ctypes.c_int, ctypes.c_void_p)
_thing = _plain(pdfium.FPDFPage_GetObject, ctypes.c_void_p, *_AT)
_kind = _plain(pdfium.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, *[ctypes.c_void_p] * 5)
_sides = struct.Struct("4f").unpack_from  # of FS_RECTF: left, top, right, bottom


def _characters(page: Any, textpage: Any, frame: Frame) -> Iterator[tuple[Char, bool]]:
    """Yield each character that the file holds, and whether its font does not say what it is."""
    raw, rect = textpage.raw, pdfium.FS_RECTF()
    text, place = _address(raw), ctypes.addressof(rect)
    styles: dict[int, tuple[Style, int]] = {}
    look = _Look()
    style, angle, flat, level = Style(False, "", False, 0.0), 0, 0.0, True
    object_before: int | None = None
    spaced = guessed = False
    empty, before = _Empty(page), (0.0, 0.0, 0.0, 0.0)
    for index in range(textpage.count_chars()):
        code = _unicode(text, index)
        if code in _NOT_PRINT or (code == _SPACE and _is_generated(text, index) == 1):
            guessed |= code == _SPACE
            if not code:
                yield from _without_code(raw, index, frame, rect, style)
            continue
        address = _object(text, index) or 0
        if address != object_before:  # its characters have one style and lie alike
            object_before = address
            known = styles.get(address)
            if known is None:
                known = styles[address] = (
                    look.style(text, index, address),
                    frame.turn(_angle(text, index)),
                )
            style, angle = known
            flat, level = _FLAT * style.size, (angle - frame.rotation) % 180 == 0
        _loose_box(text, index, place)
        left, top, right, bottom = _sides(rect)
        if (top - bottom if level else right - left) < flat:
            _set_on_line(raw, index, rect, style.size, (angle - frame.rotation) % 360)
            left, top, right, bottom = _sides(rect)
        extent = (left, bottom, right, top)
        if guessed and not spaced:
            spaced = empty.between(before, extent)
        char = Char(chr(code), *frame.box(*extent), angle, style, spaced)
        spaced, guessed, before = char.text.isspace(), False, extent
        yield char, _is_unmapped(text, index) == 1


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
        page, sides = _address(self._page.raw), (ctypes.c_float * 4)()
        places = [ctypes.addressof(sides) + 4 * at for at in range(4)]
        for index in range(_count(page)):
            thing = _thing(page, index)
            if _kind(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
                _bounds(thing, *places)
                left, bottom, right, _top = _sides(sides)
                if right - left < _NOTHING:
                    yield left, bottom


def _set_on_line(raw: Any, index: int, rect: Any, size: float, angle: int) -> None:
    """Give a character whose font keeps to the ink (a comma, a dash) the height of its line."""
    x, y = ctypes.c_double(), ctypes.c_double()
    if not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
        return
    above, below = _ASCENT * size, (1 - _ASCENT) * size
    if angle == 0:
        rect.bottom, rect.top = y.value - below, y.value + above
    elif angle == 180:
        rect.bottom, rect.top = y.value - above, y.value + below
    elif angle == 90:
        rect.left, rect.right = x.value - below, x.value + above
    else:
        rect.left, rect.right = x.value - above, x.value + below


def _without_code(raw: Any, index: int, frame: Frame, rect: Any, style: Style) -> Any:
    """Yield a glyph that has no character at all: it is print that nobody can read."""
    pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
    if rect.right > rect.left:
        yield Char("\ufffd", *frame.box(rect.left, rect.bottom, rect.right, rect.top), 0, style), True


class _Look:
    """Asks for the styles of text objects; Chromium makes an object of each letter, so that nothing is made anew for one."""

    def __init__(self) -> None:
        self._rgba, self._matrix = (ctypes.c_uint * 4)(), (ctypes.c_float * 6)()
        self._channels = [ctypes.addressof(self._rgba) + 4 * at for at in range(4)]
        self._numbers = ctypes.addressof(self._matrix)
        self._hex: dict[bytes, str] = {}

    def style(self, text: int, index: int, text_object: int) -> Style:
        """Return the style of the text object that a character belongs to; 0 where PDFium names none."""
        _matrix(text, index, self._numbers)
        _a, _b, c, d, _e, _f = self._matrix
        size = _size(text, index) * math.hypot(c, d)
        bold = _weight(text, index) >= _BOLD
        if not text_object:
            return Style(bold, "", False, size)
        colour = self._colour() if _fill(text_object, *self._channels) else ""
        actual = _marks(text_object) > 0 and _is_actual(text_object)
        return Style(bold, colour, _mode(text_object) == _INVISIBLE, size, actual)

    def _colour(self) -> str:
        code = bytes(self._rgba)
        found = self._hex.get(code)
        if found is None:
            red, green, blue, _alpha = self._rgba
            found = self._hex[code] = f"#{red:02x}{green:02x}{blue:02x}"
        return found


def _is_actual(text_object: int) -> bool:
    """Return whether a text stands in marked content with replacement text (ISO 32000-1, 14.9.4)."""
    return any(
        _parameter(_mark(text_object, index), b"ActualText") == pdfium.FPDF_OBJECT_STRING
        for index in range(_marks(text_object))
    )


def main_angle(chars: list[Char]) -> int:
    """Return the angle of most characters; 0 where there are none."""
    counted = Counter(char.angle for char in chars if not char.text.isspace())
    return counted.most_common(1)[0][0] if counted else 0
