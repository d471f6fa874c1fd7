"""Icons of the goals that lie in one picture: a row of them drawn as one image, or the wheel of their colours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations
from statistics import mean, median
from typing import Any

from keikaku.documents.form import Box, Icon, State
from keikaku.documents.pdf.characters import Char
from keikaku.documents.pdf.colours import Lab, difference
from keikaku.documents.pdf.icons import LARGEST, OFFICIAL, SMALLEST, Shown, icons_of, is_greyed, squares_of
from keikaku.documents.pdf.rules import Drawn

_ROW = 1.7  # times as long as high: two icons side by side are 2.1, photographs 1.3 to 1.6
_ROWS = 3  # rows of the largest icons, over a page's width, that one picture may hold: seventeen are put into three at most
LARGEST_PICTURE = 230.0  # points: a third of a page's width; larger pictures show something else
_COARSE = 0.5  # pixels for a point: enough to tell colours by

_NEAR = 26 * 26  # squared distance in sRGB to an official colour; the two nearest official ones are 53 apart
SHARE = (
    0.012  # of a picture at least has a colour that it shows: seventeen icons have three of a hundred each
)
_FEW = 2  # official colours from which a picture is looked at closely; a row of icons may have one beside greyed ones
WHEEL = 6  # official colours that no other picture has side by side, so that their goals are meant
_SAMPLED, _LOOKED = (
    4_000,
    60_000,
)  # pixels of a picture: to tell whether it has the colours, and where they lie
_TOUCHED = 0.6  # of the fullest column: a rim is full; the edges of white drawings in other icons mix to its colour in part
_PAPER = 225  # of 255: a pixel whose darkest channel is lighter is paper, as where the ground of an icon is looked for
_RIM = 0.25  # of the fullest column of a row: the columns of an icon are full but for its drawing, those between icons empty
_SQUARE = 0.12  # by which width and height, and the sides of two icons of a picture, may differ once it was compressed
_FILLED = (
    0.4  # of an icon at least has its colour; the drawings of the official ones leave 45 to 75 of a hundred
)
_APART = (
    0.04  # of a side is between icons that stand apart: what compression leaves of a white line of two pixels
)
_UNLIKE = 3.0  # CIEDE2000 between two icons that touch, else they are a bar with a drawing: what one just sees is 2.3
_FRAME = 0.7  # of an icon's frame has its colour, rounded corners allowed for; a photograph's has it by chance only
_WITHIN = (
    0.9  # of a picture's ink lies in its icons: a caption may stand beside them, another drawing may not
)
_LEVEL = (
    0.05  # of the fullest line: one icon of a last row beside seventeen; compression leaves less in white
)
_PALE, _GREY = (
    90,
    45,
)  # of 255: an official colour mixed with two fifths of white has no darker channel; greys, compressed, no wider
_STRONG = 0.05  # of the pixels of a greyed picture at most: compression makes some along edges
_CODES = tuple((int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)) for code in OFFICIAL)


def read_icons(page: Any, drawn: Drawn, chars: Iterable[Char]) -> list[Icon]:
    """Return the icons of a page, row by row; then the pictures that show goals in a form that cannot be told.

    Args:
        page: PDFium's page, drawn only where it holds squares, or pictures in the goals' colours.
        drawn: What is drawn on it.
        chars: Its characters.
    """
    squares = squares_of(drawn)
    pictures = [box for extent, _ in drawn.images if _is_picture(box := Box(*extent))]
    if pictures:
        coarse = Shown.of(page, _COARSE)
        pictures = [box for box in pictures if _shows_goals(coarse, box) or _is_greyed(coarse, box)]
    if not squares and not pictures:
        return []
    shown = Shown.of(page)
    within = [(box, _seen_in(shown, box)) for box in pictures]
    untold = [box for box, found in within if found is None]
    squares = [box for box in squares if box not in untold]
    squares += [square for _, found in within for square in found or ()]
    return icons_of(squares, shown, chars) + [Icon(0, State.UNKNOWN, box, (), sure=False) for box in untold]


def _is_row(box: Box) -> bool:
    short, long = sorted((box.width, box.height))
    return SMALLEST <= short <= LARGEST and long > _ROW * short


def _is_round(box: Box) -> bool:
    """Return whether an image may show the wheel: as high as it is wide."""
    short, long = sorted((box.width, box.height))
    return long <= LARGEST_PICTURE and long <= _SQUARE * long + short


def _is_picture(box: Box) -> bool:
    """Return whether an image may hold several icons in rows or columns, or the wheel; no larger photograph."""
    return (
        SMALLEST <= min(box.width, box.height) <= _ROWS * LARGEST and max(box.width, box.height) > LARGEST / 4
    )


def _shows_goals(shown: Shown, picture: Box) -> bool:
    """Return whether a picture has so many of the official colours that it must be looked at closely."""
    return len(_places(shown, picture, _SAMPLED)) >= (1 if _is_row(picture) else _FEW)


def _is_greyed(shown: Shown, picture: Box) -> bool:
    """Return whether a picture is grey or pale, and no drawing on paper: it must be looked at closely."""
    colours = [colour for _x, _y, _side, colour in shown.sampled(picture, _SAMPLED)]
    inked = sum(min(colour) <= _PAPER for colour in colours)
    strong = sum(min(colour) < _PALE and max(colour) - min(colour) > _GREY for colour in colours)
    return inked >= _FILLED * len(colours) / 2 and strong <= _STRONG * len(colours)


def _seen_in(shown: Shown, picture: Box) -> list[Box] | None:
    """Return the icons' squares in a picture, those of one too that has none in colour; None as those two."""
    found = squares_in(shown, picture)
    return greyed_in(shown, picture) if found == [] else found


def greyed_in(shown: Shown, picture: Box) -> list[Box] | None:
    """Return the squares of all seventeen icons in a picture that shows none in its colour.

    Fewer may be greyed icons, or icons printed without colour, or a form's signs: that is not told here, and None.
    Nothing at all is found where the picture has something else than squares of one size, each filled evenly, grey or
    in a goal's colour mixed with white, but for a white drawing, and each seen by itself.

    Args:
        shown: The page.
        picture: The picture's box, in points.
    """
    for found, parted in _grids(shown, picture):
        if not all(_is_icon(shown, box) for box in found):
            continue
        grounds = [shown.ground(box) for box in found]
        apart = parted or _are_unlike(found, grounds)
        if not apart and min(min(shown.frame(box)) for box in found) < _FRAME:
            continue  # a bar, whose drawings lie on the edges of what are no icons
        if len(found) == len(OFFICIAL) and all(map(is_greyed, grounds, range(1, len(found) + 1))):
            return found
        ink = [(x, y) for x, y, _side, colour in shown.sampled(picture, _SAMPLED) if min(colour) <= _PAPER]
        if apart and sum(any(box.holds(x, y) for box in found) for x, y in ink) >= _WITHIN * len(ink):
            return None
    return []


def _is_icon(shown: Shown, box: Box) -> bool:
    """Return whether a square looks like an icon without its colour."""
    ground = shown.ground(box)
    return (
        any(is_greyed(ground, goal) for goal in range(1, len(OFFICIAL) + 1))
        and shown.evenness(box) >= _FILLED
        and mean(shown.frame(box)) >= _FRAME
    )


def _grids(shown: Shown, picture: Box) -> Iterator[tuple[list[Box], bool]]:
    """Yield the squares that rows and columns of ink may make in a picture, row by row, and whether white parts them."""
    lines: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    step = 0.0
    for x, y, pixel, colour in shown.sampled(picture, _LOOKED):
        lines[y].append((x, min(colour) <= _PAPER))
        step = pixel
    levels = _stretches({y: sum(inked for _x, inked in line) for y, line in lines.items()}, step, _LEVEL)
    highest = max((end - start for start, end in levels), default=0.0)
    for rows in range(1, len(OFFICIAL) + 1):
        side = highest / rows
        if not SMALLEST <= side <= LARGEST:
            continue
        above = [_parted(start, end, side, ()) for start, end in levels]
        beside = {top: _columns(lines, top, side, step) for top in chain(*above)}
        found = [
            Box(left, top, left + side, top + side) for top, row in beside.items() for left in chain(*row)
        ]
        if len(found) > 1:
            yield found, all(len(one) <= 1 for one in chain(above, *beside.values()))


def _columns(
    lines: Mapping[float, Sequence[tuple[float, bool]]], top: float, side: float, step: float
) -> list[list[float]]:
    """Return where squares begin in a row of them, as :func:`_inked`, that begins so high."""
    counted: Counter[float] = Counter()
    for y, line in lines.items():
        if top <= y < top + side:
            counted.update(dict(line))
    return [_parted(start, end, side, ()) for start, end in _stretches(counted, step, _RIM)]


def _are_unlike(squares: Sequence[Box], grounds: Sequence[Lab | None]) -> bool:
    """Return whether squares that stand beside or above each other have other colours."""
    return not any(
        ground is None or another is None or difference(ground, another) < _UNLIKE
        for (one, ground), (other, another) in combinations(zip(squares, grounds, strict=True), 2)
        if abs(one.left - other.left) + abs(one.top - other.top) < (1 + 2 * _SQUARE) * one.width
    )


def squares_in(shown: Shown, picture: Box) -> list[Box] | None:
    """Return the icons' squares in a picture, greyed ones too; None where it has the goals' colours in another form.

    Args:
        shown: The page.
        picture: The picture's box, in points.
    """
    places = _places(shown, picture, _LOOKED)
    squares = [box for points in places.values() if (box := _square(points))]
    side = median(box.width for box in squares) if squares else 0.0
    alike = [box for box in squares if abs(box.width - side) <= _SQUARE * side]
    if alike and 2 * len(alike) > len(places):
        every = alike + _beside(shown, picture, alike)
        return every if len(every) > 1 else []
    return None if len(places) >= WHEEL and (_is_row(picture) or _is_round(picture)) else []


def _beside(shown: Shown, picture: Box, squares: Sequence[Box]) -> list[Box]:
    """Return the squares in no official colour that stand in a row or a column with some: greyed and faded icons.

    Args:
        shown: The page.
        picture: The picture's box.
        squares: Of official colours in it, of one size.
    """
    side = median(box.width for box in squares)
    found: list[Box] = []
    for box in squares:
        across = Box(picture.left, box.top, picture.right, box.bottom)
        down = Box(box.left, picture.top, box.right, picture.bottom)
        for strip, level in ((across, True), (down, False)):
            known = [other.left if level else other.top for other in squares if _meet(other, strip)]
            for start in chain(*_inked(shown, strip, side, known, level=level)):
                one = (
                    Box(start, box.top, start + side, box.bottom)
                    if level
                    else Box(box.left, start, box.right, start + side)
                )
                if not any(_meet(one, other) for other in (*squares, *found)):
                    found.append(one)
    return found


def _inked(
    shown: Shown, strip: Box, side: float, known: Sequence[float], *, level: bool
) -> list[list[float]]:
    """Return where squares begin in a strip that is as wide as they are, stretch by stretch of ink, as long as one or several.

    Args:
        shown: The page.
        strip: The strip.
        side: Of a square; compression takes up to a tenth of it.
        known: Where squares of official colours begin in it.
        level: Whether it goes from left to right.
    """
    counted: Counter[float] = Counter()
    step = 0.0
    for x, y, step_, colour in shown.sampled(strip, _LOOKED):
        at, step = (x if level else y), step_
        counted[at] += min(colour) <= _PAPER
    return [_parted(start, end, side, known) for start, end in _stretches(counted, step, _RIM)]


def _stretches(counted: Mapping[float, int], step: float, least: float) -> list[tuple[float, float]]:
    """Return from where to where lines of pixels follow each other that have at least so large a share of the fullest."""
    most = max(counted.values(), default=0)
    found: list[tuple[float, float]] = []
    for at in sorted(counted):
        if most and counted[at] >= least * most:
            start = found.pop()[0] if found and at - found[-1][1] < step / 2 else at
            found.append((start, at + step))
    return found


def _parted(start: float, end: float, side: float, known: Sequence[float]) -> list[float]:
    """Return where squares begin that fill a stretch without white between them; none where they do not fill it."""
    usual = round((end - start) / side)
    rows = [
        [start + (end - start) * number / count for number in range(count)]
        for count in (usual - 1, usual, usual + 1)
        if count > 0 and abs((end - start) / count - side) <= _SQUARE * side
    ]
    within = [at for at in known if start - side / 2 < at < end]

    def off(row: list[float]) -> float:
        return sum(min(abs(at - one) for one in row) for at in within) or abs((end - start) / len(row) - side)

    return min(rows, key=off, default=[])


def _meet(one: Box, other: Box) -> bool:
    return other.holds((one.left + one.right) / 2, (one.top + one.bottom) / 2)


def _places(shown: Shown, picture: Box, most: int) -> dict[int, list[tuple[float, float, float]]]:
    """Return where each official colour lies in a picture: left and upper edge and side of pixels, in points."""
    found: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    looked = 0
    for x, y, side, colour in shown.sampled(picture, most):
        looked += 1
        if goal := _goal(colour[0] // 4, colour[1] // 4, colour[2] // 4):
            found[goal].append((x, y, side))
    return {goal: points for goal, points in found.items() if len(points) >= SHARE * looked}


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
