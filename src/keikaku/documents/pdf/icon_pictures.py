"""Icons of the goals that lie in one picture: a row of them drawn as one image, or the wheel of their colours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from statistics import median
from typing import Any

from keikaku.documents.form import Box, Icon, State
from keikaku.documents.pdf.characters import Char
from keikaku.documents.pdf.icons import LARGEST, OFFICIAL, SMALLEST, Shown, icons_of, squares_of
from keikaku.documents.pdf.rules import Drawn

_ROW = 1.7  # times as long as high: two icons side by side are 2.1, photographs 1.3 to 1.6
_LARGEST = 230.0  # points: a third of a page's width; larger pictures show something else
_COARSE = 0.5  # pixels for a point: enough to tell colours by

_NEAR = 26 * 26  # squared distance in sRGB to an official colour; the two nearest official ones are 53 apart
_SHARE = (
    0.012  # of a picture at least has a colour that it shows: seventeen icons have three of a hundred each
)
_FEW = 2  # official colours from which a picture is looked at closely
_WHEEL = 6  # official colours that no other picture has side by side, so that their goals are meant
_SAMPLED, _LOOKED = (
    4_000,
    60_000,
)  # pixels of a picture: to tell whether it has the colours, and where they lie
_TOUCHED = 0.6  # of the fullest column: a rim is full; the edges of white drawings in other icons mix to its colour in part
_SQUARE = 0.12  # by which width and height, and the sides of two icons of a picture, may differ once it was compressed
_FILLED = (
    0.4  # of an icon at least has its colour; the drawings of the official ones leave 45 to 75 of a hundred
)
_CODES = tuple((int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)) for code in OFFICIAL)


def read_icons(page: Any, drawn: Drawn, chars: Iterable[Char]) -> list[Icon]:
    """Return the icons of a page, row by row; then the pictures that show goals in a form that cannot be told.

    Args:
        page: PDFium's page, drawn only where it holds squares, or pictures in the goals' colours.
        drawn: What is drawn on it.
        chars: Its characters.
    """
    squares = squares_of(drawn)
    pictures = [box for extent, _ in drawn.images if _is_picture(box := Box(*extent), squares)]
    if pictures:
        coarse = Shown.of(page, _COARSE)
        pictures = [box for box in pictures if _shows_goals(coarse, box)]
    if not squares and not pictures:
        return []
    shown = Shown.of(page)
    within = [(box, _squares_in(shown, box)) for box in pictures]
    squares += [square for _, found in within for square in found or ()]
    untold = [Icon(0, State.UNKNOWN, box, (), sure=False) for box, found in within if found is None]
    return icons_of(squares, shown, chars) + untold


def _is_picture(box: Box, squares: Sequence[Box]) -> bool:
    """Return whether an image may hold several icons: a row or column of them, or a round or square picture; no photograph."""
    short, long = sorted((box.width, box.height))
    row = SMALLEST <= short <= LARGEST and long > _ROW * short
    return (row or (LARGEST < long <= _LARGEST and long <= _SQUARE * long + short)) and box not in squares


def _shows_goals(shown: Shown, picture: Box) -> bool:
    """Return whether a picture has so many of the official colours that it must be looked at closely."""
    return len(_places(shown, picture, _SAMPLED)) >= _FEW


def _squares_in(shown: Shown, picture: Box) -> list[Box] | None:
    """Return the squares of official colours in a picture; None where it has the goals' colours in another form.

    Args:
        shown: The page.
        picture: The picture's box, in points.
    """
    places = _places(shown, picture, _LOOKED)
    squares = [box for points in places.values() if (box := _square(points))]
    side = median(box.width for box in squares) if squares else 0.0
    alike = [box for box in squares if abs(box.width - side) <= _SQUARE * side]
    if len(alike) > 1 and 2 * len(alike) > len(places):
        return alike
    return None if len(places) >= _WHEEL else []


def _places(shown: Shown, picture: Box, most: int) -> dict[int, list[tuple[float, float, float]]]:
    """Return where each official colour lies in a picture: left and upper edge and side of pixels, in points."""
    found: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    looked = 0
    for x, y, side, colour in shown.sampled(picture, most):
        looked += 1
        if goal := _goal(colour[0] // 4, colour[1] // 4, colour[2] // 4):
            found[goal].append((x, y, side))
    return {goal: points for goal, points in found.items() if len(points) >= _SHARE * looked}


@cache
def _goal(red: int, green: int, blue: int) -> int:
    """Return the goal of a colour in steps of four, 0 where it is none's."""
    distance, goal = min(
        ((4 * red + 2 - r) ** 2 + (4 * green + 2 - g) ** 2 + (4 * blue + 2 - b) ** 2, goal)
        for goal, (r, g, b) in enumerate(_CODES, start=1)
    )
    return goal if distance <= _NEAR else 0


def _square(points: Sequence[tuple[float, float, float]]) -> Box | None:
    """Return the square that the pixels of a colour fill, None where they fill none as large as an icon."""
    left, right = _between([x for x, _y, _side in points], points[0][2])
    top, bottom = _between([y for _x, y, _side in points], points[0][2])
    width, height = right - left, bottom - top
    side = max(width, height)
    if not SMALLEST <= side <= LARGEST or abs(width - height) > _SQUARE * side:
        return None
    area = len(points) * points[0][2] ** 2
    return Box(left, top, right, bottom) if area >= _FILLED * width * height else None


def _between(values: Iterable[float], side: float) -> tuple[float, float]:
    """Return where the columns or rows begin and end that a colour fills; those that it only touches are left out."""
    counted = Counter(values)
    least = _TOUCHED * max(counted.values())
    filled = [value for value, count in counted.items() if count >= least]
    return min(filled), max(filled) + side
