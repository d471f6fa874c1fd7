"""The icons of the 17 goals on a page: squares of equal size in the official colours.

Three answers: an icon applies; it is printed but does not apply (greyed or faded beside others in colour); or it
cannot be told. What a square's colour says is held against the digits printed in it and against its place in a
row of all seventeen.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keikaku.documents.form import Box, Icon, State
from keikaku.documents.pdf.characters import Char, Style
from keikaku.documents.pdf.colours import Lab, chroma, difference, lab
from keikaku.documents.pdf.rules import Drawn

OFFICIAL = (
    "#e5243b", "#dda63a", "#4c9f38", "#c5192d", "#ff3a21", "#26bde2", "#fcc30b", "#a21942", "#fd6925",
    "#dd1367", "#fd9d24", "#bf8b2e", "#3f7e44", "#0a97d9", "#56c02b", "#00689d", "#19486a",
)  # fmt: skip
"""The colours of the goals 1 to 17 in the United Nations' guidelines for the use of the SDG icons."""

SMALLEST, LARGEST = 11.0, 86.0  # points: 4 to 30 mm; smaller squares are bullets, larger ones pictures
_SQUARE = 0.08  # by which width and height may differ
_ALIKE = 0.06  # by which the sides of two icons of one row may differ
_NEAREST = (
    8.0  # CIEDE2000 to an official colour; the two closest official ones are 7.3 apart, so the nearer counts
)
_CLEAR = 3.6  # and below half of 7.3 no other official colour can be as near
_COLOURED = 8.0  # chroma below which a square is grey
_FADED = 5.0  # CIEDE2000 to an official colour mixed with white
_LETTER = 1.0  # of a letter's height: letters of one line stand nearer
_LIGHTER = 0.03  # of an icon's area is its picture in white: a plain square is a bullet or a key to a chart
DPI = 100
"""Pixels per inch at which the colours of squares are looked at."""


_LABS = tuple(lab(*(int(code[at : at + 2], 16) for at in (1, 3, 5))) for code in OFFICIAL)
_MIXED = tuple(
    (goal, lab(*(255 - (255 - int(code[at : at + 2], 16)) * share for at in (1, 3, 5))))
    for goal, code in enumerate(OFFICIAL, start=1)
    for share in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
)


def icons_of(squares: Iterable[Box], picture: Shown, chars: Iterable[Char]) -> list[Icon]:
    """Return which squares of a page are icons, row by row.

    Args:
        squares: As large as icons are, each once.
        picture: The page as it is seen.
        chars: Its characters.
    """
    marked = [(box, colour) for box in squares if (colour := picture.ground(box)) is not None]
    kept = [
        (box, colour)
        for box, colour in marked
        if box.width > 25 or sum(_in_one_row(box, other) for other, _ in marked) > 1
    ]
    own = printed_in([box for box, _ in kept], chars)
    prints = {box: "".join(char.text for char in held) for box, held in own.items()}
    icons = [
        _icon(box, colour, _digit(prints[box]))
        for box, colour in kept
        if _digit(prints[box]) or not any(map(str.isalpha, prints[box]))  # a mark such as 済 or A is no goal
    ]
    return [icon for row in _groups(icons) if _are_icons(row) for icon in _in_order(row)]


def rows_of(icons: Iterable[Icon]) -> list[list[Icon]]:
    """Return icons by the rows in which they are read; all seventeen near each other are one, however they are broken."""
    found: list[list[Icon]] = []
    for group in _groups([icon for icon in icons if icon.box]):
        if len(group) == len(OFFICIAL):
            found.append(_in_order(group))
            continue
        rows: list[list[Icon]] = []
        for icon in sorted(group, key=lambda one: one.box.top if one.box else 0.0):
            if rows and _on_one_row(rows[-1][0].box, icon.box):
                rows[-1].append(icon)
            else:
                rows.append([icon])
        found += [sorted(row, key=lambda one: one.box.left if one.box else 0.0) for row in rows]
    return found


def _on_one_row(one: Box | None, other: Box | None) -> bool:
    return one is not None and other is not None and abs(one.top - other.top) < 0.5 * one.height


def _are_icons(row: list[Icon]) -> bool:
    """Return whether squares are icons: one of them applies, or all seventeen are there; else a form has squares."""
    return len(row) == len(OFFICIAL) or any(icon.state is State.APPLIES for icon in row)


def squares_of(drawn: Drawn) -> list[Box]:
    """Return the boxes of squares as large as icons are, each once."""
    extents = [area.extent for area in drawn.areas] + [extent for extent, _ in drawn.images]
    found: list[Box] = []
    for extent in extents:
        box = Box(*extent)
        side = max(box.width, box.height)
        square = SMALLEST <= side <= LARGEST and abs(box.width - box.height) < _SQUARE * side
        if square and all(abs(box.left - one.left) + abs(box.top - one.top) >= 0.2 * side for one in found):
            found.append(box)
    return found


def _in_one_row(one: Box, other: Box) -> bool:
    """Return whether two squares are as large and stand in one row or one column."""
    alike = abs(one.width - other.width) < _ALIKE * one.width + 1
    beside = abs(one.top - other.top) < 0.2 * one.height or abs(one.left - other.left) < 0.2 * one.width
    return alike and beside


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is seen, by default at :data:`DPI`: rows of pixels of blue, green and red."""

    data: memoryview
    width: int
    height: int
    stride: int
    channels: int
    scale: float = DPI / 72

    @classmethod
    def of(cls, page: Any, scale: float = DPI / 72) -> Shown:
        """Return one of PDFium's pages as it is drawn, so many pixels for a point."""
        bitmap = page.render(scale=scale)
        return cls(
            memoryview(bytes(bitmap.buffer)),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            bitmap.n_channels,
            scale,
        )

    def sampled(self, box: Box, most: int) -> Iterator[tuple[float, float, float, tuple[int, int, int]]]:
        """Yield pixels in a box at even steps, about so many at most: left and upper edge and step in points, colour."""
        left, right = max(0, int(box.left * self.scale)), min(self.width, int(box.right * self.scale))
        top, bottom = max(0, int(box.top * self.scale)), min(self.height, int(box.bottom * self.scale))
        step = max(1, math.ceil(math.sqrt(max(0, right - left) * max(0, bottom - top) / most)))
        for y in range(top, bottom, step):
            for x in range(left, right, step):
                at = y * self.stride + x * self.channels
                colour = (self.data[at + 2], self.data[at + 1], self.data[at])
                yield x / self.scale, y / self.scale, step / self.scale, colour

    def ground(self, box: Box) -> Lab | None:
        """Return the colour of a square's ground; None where nothing lighter is drawn in it."""
        pixels = self._pixels(_inner(box))
        near = _even(pixels)
        if not near:
            return None
        colour = [sorted(pixel[at] for pixel in near)[len(near) // 2] for at in range(3)]
        lighter = sum(min(pixel) > min(225, min(colour) + 50) for pixel in pixels)
        return lab(*colour) if lighter > _LIGHTER * len(pixels) else None

    def evenness(self, box: Box) -> float:
        """Return which share of a square has the colour of its ground."""
        pixels = self._pixels(_inner(box))
        return len(_even(pixels)) / max(1, len(pixels))

    def frame(self, box: Box) -> list[float]:
        """Return which share of each side of a square, a twelfth of it wide, has the colour of its ground."""
        within = _inner(box)
        ground = set(_even(self._pixels(within)))
        wide = max(box.width / 12, 1.5 / self.scale)
        sides = (
            Box(within.left, within.top, within.left + wide, within.bottom),
            Box(within.right - wide, within.top, within.right, within.bottom),
            Box(within.left, within.top, within.right, within.top + wide),
            Box(within.left, within.bottom - wide, within.right, within.bottom),
        )
        pixels = [self._pixels(side) for side in sides]
        return [sum(one in ground for one in side) / max(1, len(side)) for side in pixels]

    def _pixels(self, box: Box) -> list[tuple[int, int, int]]:
        """Return the pixels in a box."""
        left, right = int(box.left * self.scale), int(box.right * self.scale)
        top, bottom = int(box.top * self.scale), int(box.bottom * self.scale)
        return [
            (self.data[at + 2], self.data[at + 1], self.data[at])  # PDFium draws blue, green, red
            for y in range(max(0, top), min(bottom, self.height))
            for x in range(max(0, left), min(right, self.width))
            for at in [y * self.stride + x * self.channels]
        ]


def _inner(box: Box) -> Box:
    """Return a square without its edge, whose pixels are mixed with what is about it."""
    edge = 0.05 * box.width
    return Box(box.left + edge, box.top + edge, box.right - edge, box.bottom - edge)


def _even(pixels: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the pixels in the colour that most have, paper left out."""
    counted = Counter((r // 12, g // 12, b // 12) for r, g, b in pixels if min(r, g, b) <= 225)
    if not counted:
        return []
    most = counted.most_common(1)[0][0]
    return [p for p in pixels if all(abs(p[at] // 12 - most[at]) <= 1 for at in range(3))]


def is_greyed(colour: Lab | None, goal: int) -> bool:
    """Return whether the ground of a square is grey, or the colour of a goal mixed with white."""
    if colour is None or chroma(colour) < _COLOURED:
        return colour is not None
    return any(mixed == goal and difference(colour, pale) <= _FADED for mixed, pale in _MIXED)


def printed_in(boxes: Sequence[Box], chars: Iterable[Char]) -> dict[Box, list[Char]]:
    """Return the characters of each square: those in it, but for those of a line that runs over its sides.

    Args:
        boxes: The squares.
        chars: The characters of their page.
    """
    held: dict[Box, list[Char]] = {box: [] for box in boxes}
    levels: dict[tuple[Style, int], list[Char]] = defaultdict(list)
    for char in chars:
        if not char.text.isspace() and any(box.top < char.y < box.bottom for box in boxes):
            levels[char.style, round(char.y)].append(char)
    for level in levels.values():
        for stretch in _stretches(level):
            within = [next((box for box in boxes if _is_in(char, box)), None) for char in stretch]
            for char, box in zip(stretch, within, strict=True):
                if box is not None and None not in within:
                    held[box].append(char)
    return held


def _stretches(level: list[Char]) -> Iterator[list[Char]]:
    """Yield the characters of one level that follow each other."""
    stretch: list[Char] = []
    for char in sorted(level, key=lambda one: one.left):
        if stretch and char.left - stretch[-1].right > _LETTER * char.height:
            yield stretch
            stretch = []
        stretch.append(char)
    yield stretch


def _is_in(char: Char, box: Box) -> bool:
    """Return whether a square holds a character, no side of which stands out by a third."""
    edge = (char.right - char.left) / 3
    return box.holds(char.x, char.y) and box.left <= char.left + edge and char.right - edge <= box.right


def _digit(print_: str) -> int:
    """Return the number among what is printed in a square, 0 where there is none from 1 to 17."""
    digits = "".join(filter(str.isdecimal, print_))
    return int(digits) if digits and 1 <= int(digits) <= 17 else 0


def _icon(box: Box, colour: Lab, digit: int) -> Icon:
    """Return what one square says by itself."""
    distance, goal = min((difference(colour, official), goal) for goal, official in enumerate(_LABS, start=1))
    if chroma(colour) < _COLOURED:
        return Icon(digit, State.NOT_APPLYING, box, ("digit",) if digit else ())
    if distance <= _NEAREST:
        if digit and digit != goal:
            return Icon(0, State.UNKNOWN, box, (), sure=False)
        witnesses = ("colour", "digit") if digit else ("colour",)
        return Icon(goal, State.APPLIES, box, witnesses, sure=bool(digit) or distance <= _CLEAR)
    faint, pale = min((difference(colour, mixed), goal) for goal, mixed in _MIXED)
    if faint <= _FADED:
        goal = digit or pale
        return Icon(goal, State.NOT_APPLYING, box, ("digit",) if digit else ("colour",))
    return Icon(digit, State.UNKNOWN, box, ("digit",) if digit else (), sure=False)


def _groups(icons: list[Icon]) -> list[list[Icon]]:
    """Return icons by the groups that they stand in: of one size, near each other."""
    groups: list[list[Icon]] = []
    for icon in sorted(icons, key=_place):
        for group in groups:
            if any(_beside(_box(icon), _box(one)) for one in group):
                group.append(icon)
                break
        else:
            groups.append([icon])
    return groups


def _box(icon: Icon) -> Box:
    return icon.box or Box(0, 0, 0, 0)


def _place(icon: Icon) -> tuple[int, float]:
    return round(_box(icon).top), _box(icon).left


def _beside(one: Box, other: Box) -> bool:
    """Return whether two squares are as large and no further apart than a square."""
    reach = 2.2 * one.width
    alike = abs(one.width - other.width) < _ALIKE * one.width + 1
    return alike and abs(one.left - other.left) < reach and abs(one.top - other.top) < reach


def _in_order(row: list[Icon]) -> list[Icon]:
    """Return the icons of a group; where all seventeen stand in order, their places say which they are.

    One that stands alone, and says its goal by its colour alone, leaves a doubt.
    """
    height = 0.5 * _box(row[0]).height
    row = sorted(row, key=lambda one: (round(_box(one).top / height), _box(one).left))
    fits = len(row) == len(OFFICIAL) and all(
        icon.goal in {0, at} for at, icon in enumerate(row, start=1) if icon.state is State.APPLIES
    )
    if not fits:
        return [replace(icon, sure=icon.sure and len(row) + len(icon.witnesses) > 2) for icon in row]
    return [
        replace(
            icon,
            goal=at,
            witnesses=tuple(dict.fromkeys((*(icon.witnesses if icon.goal == at else ()), "order"))),
            sure=icon.state is not State.UNKNOWN,
        )
        for at, icon in enumerate(row, start=1)
    ]
