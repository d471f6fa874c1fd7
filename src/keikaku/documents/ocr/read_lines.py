"""What the first engine reads on a page, as characters with boxes, like those of a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from keikaku.documents.ocr.agree import DASH
from keikaku.documents.ocr.first import NOTHING, FirstEngine, Letter, Reading, Rectangle
from keikaku.documents.ocr.raster import Pixels, Raster, ink
from keikaku.documents.pdf.characters import Char, Style
from keikaku.documents.pdf.rules import Drawn

_TALL = 1.6  # times as high as wide: a line that runs down, written so or turned
_LEAST = 0.5  # score below which what was read is no text, but a picture taken for it
_TURNED = 0.9  # share of the better score by which two ways to read a line are alike
_SURE = 0.75  # score of lines that lie as they should
_TRIED = 5  # lines by which the way a page lies is told
_EM_LEAST, _EM_MOST = (
    0.5,
    0.85,
)  # of a detected line's height, between which the height of its characters lies
_INK, _LATIN_INK, _BELOW = (
    0.94,
    0.76,
    0.1,
)  # of a character's height: ink of Japanese, of digits, the room below them
_EDGE = 2  # pixels that a crop keeps off a rule
_APART = 1.9  # times as far as characters that touch: a full-width space between them
_ONE_LEVEL, _ONE_HEIGHT = 0.35, 0.3  # of a line's height, by which those on one level may differ
_HOLE = 0.7  # of a character's height between two characters: ink there was passed over
_HALF = 0.55  # of a character's height: how wide Latin letters and digits are


class Line(NamedTuple):
    """A line that was read: its characters, its rectangle on the page in pixels, and where ink in it was passed over."""

    chars: tuple[Char, ...]
    rectangle: Rectangle
    score: float
    holes: tuple[Rectangle, ...] = ()


def read_lines(raster: Raster, drawn: Drawn, engine: FirstEngine) -> tuple[list[Line], list[Rectangle]]:
    """Return the lines of a page, and the places with ink in which nothing could be read.

    Args:
        raster: The page, set straight.
        drawn: Its rules, at which lines end.
        engine: What reads.
    """
    black = ink(raster)
    page = _Page(raster, black, engine)
    found = engine.lines(raster.pixels)
    turn = page.turn(found)
    if turn:
        height, width = raster.pixels.shape[:2]
        found = [
            _turned_back(box, turn, width, height) for box in engine.lines(_rotated(raster.pixels, turn))
        ]
    boxes = [piece for box in found for piece in _parted(box, drawn, raster)]
    lines = [line for box in boxes if (line := page.read(box, turn)) is not None]
    missed = [hole for line in lines for hole in line.holes]
    for box, is_dash in _uncovered(black, lines, boxes, drawn, raster):
        line = page.dash(box, turn) if is_dash else page.read(box, turn)
        if line is None or line.score < _SURE:
            missed.append(box)
        else:
            lines.append(line)
    return _levelled(lines), missed


def _levelled(lines: list[Line]) -> list[Line]:
    """Return lines with those that stand beside each other, and are about as high, on one level.

    The ink of each tells its height to a pixel or two; what is read in what order, and which rows a table without
    walls has, must not hang on that.
    """
    groups: list[list[Line]] = []
    rest = [line for line in lines if not _is_level(line)]
    for line in sorted((line for line in lines if _is_level(line)), key=lambda line: line.chars[0].y):
        first = groups[-1][0].chars[0] if groups else None
        near = first is not None and line.chars[0].y - first.y < _ONE_LEVEL * first.height
        if (
            near
            and first is not None
            and abs(line.chars[0].height - first.height) < _ONE_HEIGHT * first.height
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    for group in groups:
        top = float(np.median([line.chars[0].top for line in group]))
        bottom = float(np.median([line.chars[0].bottom for line in group]))
        rest += [
            line._replace(chars=tuple(char._replace(top=top, bottom=bottom) for char in line.chars))
            for line in group
        ]
    return rest


def _is_level(line: Line) -> bool:
    return not line.chars[0].angle and len({char.top for char in line.chars}) == 1


class _Page:
    """A page that is being read."""

    def __init__(self, raster: Raster, black: NDArray[np.bool_], engine: FirstEngine) -> None:
        self._raster = raster
        self._black = black
        self._engine = engine

    def _crop(self, box: Rectangle) -> Pixels:
        return self._raster.pixels[box.top : box.bottom, box.left : box.right]

    def turn(self, boxes: list[Rectangle]) -> int:
        """Return by how many degrees, clockwise, most lines of the page are turned: 0, 90, 180 or 270."""
        longest = sorted(boxes, key=lambda box: -max(box.width, box.height))[:_TRIED]
        if not longest:
            return 0
        tall = sum(box.height > _TALL * box.width for box in longest) * 2 > len(longest)
        turns = (90, 270) if tall else (0, 180)
        scores = dict.fromkeys(turns, 0.0)
        for turn in turns:
            for box in longest:
                scores[turn] += self._engine.read(_rotated(self._crop(box), turn)).score / len(longest)
            if turn == 0 and scores[0] > _SURE:
                return 0
        best = max(scores, key=lambda turn: scores[turn])
        if (
            best == 90
        ):  # the engine reads upright letters and those turned to the left: vertical writing either way
            down = sum(self._written_down(box)[0].score for box in longest) / len(longest)
            return 0 if down >= _TURNED * scores[90] or scores[90] <= _SURE else 90
        return best if scores[best] > _SURE else 0

    def read(self, box: Rectangle, turn: int) -> Line | None:
        """Return what stands in a rectangle; None where it holds no text."""
        box = _on_ink(box, self._black)
        upright = turn in (0, 180)
        tall = box.height > _TALL * box.width if upright else box.width > _TALL * box.height
        if tall:
            return self._tall(box, turn)
        line = _line(self._engine.read(_rotated(self._crop(box), turn)), box, turn, self._raster, self._black)
        return line and line._replace(holes=tuple(_holes(line, self._black, self._raster.scale)))

    def dash(self, box: Rectangle, turn: int) -> Line | None:
        """Return the line of a dash that stands alone, too thin for the detector."""
        side = max(box.width, box.height)
        x, y = (box.left + box.right) // 2, (box.top + box.bottom) // 2
        around = Rectangle(max(0, x - side // 2), max(0, y - side // 2), x + side // 2, y + side // 2)
        return _line(Reading((Letter(DASH, 0.5),), 1.0), around, turn, self._raster, self._black)

    def _tall(self, box: Rectangle, turn: int) -> Line | None:
        """Return a line that runs across the others: written from top to bottom, turned, or a few characters wide."""
        written, units = self._written_down(box) if not turn else (NOTHING, [])
        readings = {
            angle: self._engine.read(_rotated(self._crop(box), angle))
            for angle in ((turn + 90) % 360, (turn + 270) % 360)
        }
        angle = max(readings, key=lambda one: readings[one].score)
        left = (
            angle == 270 and _TURNED * readings[270].score > readings[90].score
        )  # turned so, letters are read apart too
        if len(units) > 1 and not left and written.score >= max(_LEAST, _TURNED * readings[angle].score):
            return _written(written, units, readings[90], box, self._raster.scale)
        return _line(readings[angle], box, angle, self._raster, self._black)

    def _written_down(self, box: Rectangle) -> tuple[Reading, list[Rectangle]]:
        """Return what the characters of a column say, set side by side as the recogniser knows lines."""
        units = list(_units(box, self._black))
        if not units:
            return NOTHING, []
        side = max(max(unit.width, unit.height) for unit in units) + 4
        ground = int(np.median(self._crop(box)))
        strip = np.full((side, side * len(units), 3), ground, np.uint8)
        for index, unit in enumerate(units):
            crop = self._crop(unit)
            small = (
                max(crop.shape[:2]) < 0.5 * side
            )  # 、 and 。 stand below on the left where lines run across
            top = side - crop.shape[0] - 3 if small else (side - crop.shape[0]) // 2
            left = index * side + (2 if small else (side - crop.shape[1]) // 2)
            strip[top : top + crop.shape[0], left : left + crop.shape[1]] = crop
        return self._engine.read(strip), units


def _rotated(pixels: Pixels, turn: int) -> Pixels:
    """Return text that is turned by so many degrees clockwise as it reads."""
    return np.asarray(np.rot90(pixels, turn // 90)) if turn else pixels


def _turned_back(box: Rectangle, turn: int, width: int, height: int) -> Rectangle:
    """Return where a rectangle of the page as it reads lies on the page as it is, of this width and height."""
    if turn == 90:
        return Rectangle(width - box.bottom, box.left, width - box.top, box.right)
    if turn == 180:
        return Rectangle(width - box.right, height - box.bottom, width - box.left, height - box.top)
    return Rectangle(box.top, height - box.right, box.bottom, height - box.left)


def _parted(box: Rectangle, drawn: Drawn, raster: Raster) -> Iterator[Rectangle]:
    """Yield the pieces of a detected line between the rules that cross it."""
    to_pixels = raster.dpi / 72
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    walls = [
        int(rule.at * to_pixels)
        for rule in drawn.upright
        if rule.start * to_pixels < y < rule.end * to_pixels
    ]
    floors = [
        int(rule.at * to_pixels) for rule in drawn.level if rule.start * to_pixels < x < rule.end * to_pixels
    ]
    xs = [box.left, *sorted(at for at in walls if box.left < at < box.right), box.right]
    ys = [box.top, *sorted(at for at in floors if box.top < at < box.bottom), box.bottom]
    for top, bottom in pairwise(ys):
        for left, right in pairwise(xs):
            piece = Rectangle(
                left + _EDGE * (left != box.left),
                top + _EDGE * (top != box.top),
                right - _EDGE * (right != box.right),
                bottom - _EDGE * (bottom != box.bottom),
            )
            if min(piece.width, piece.height) > 0.25 * min(box.width, box.height):
                yield piece


def _on_ink(box: Rectangle, black: NDArray[np.bool_]) -> Rectangle:
    """Return a rectangle without the white at its ends, a margin kept: what is wide and empty is read as a space."""
    held = np.flatnonzero(black[box.top : box.bottom, box.left : box.right].any(axis=0))
    if not held.size:
        return box
    margin = max(3, int(0.15 * box.height))
    return Rectangle(
        max(box.left, box.left + int(held[0]) - margin), box.top,
        min(box.right, box.left + int(held[-1]) + 1 + margin), box.bottom,
    )  # fmt: skip


def _units(box: Rectangle, black: NDArray[np.bool_]) -> Iterator[Rectangle]:
    """Yield the characters of a column: its ink between white rows, put together up to the column's width."""
    inside = black[box.top : box.bottom, box.left : box.right]
    across = np.flatnonzero(inside.any(axis=0))
    if not across.size:
        return
    left, right = box.left + int(across[0]), box.left + int(across[-1]) + 1
    most = 1.08 * (right - left)
    top = bottom = -1
    for start, end in _stretches(np.asarray(inside.any(axis=1))):
        if top >= 0 and end - top > most:
            yield Rectangle(left, box.top + top, right, box.top + bottom)
            top = start
        top, bottom = (start if top < 0 else top), end
    if top >= 0:
        yield Rectangle(left, box.top + top, right, box.top + bottom)


def _stretches(held: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the beginning and end of each stretch that holds something."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], held, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _line(
    reading: Reading, box: Rectangle, turn: int, raster: Raster, black: NDArray[np.bool_]
) -> Line | None:
    """Return a line with the boxes of its characters in points of the page."""
    if not reading.letters or reading.score < _LEAST:
        return None
    inside = _rotated(black[box.top : box.bottom, box.left : box.right], turn)
    along = inside.shape[1]
    low, high = _heights(inside, reading)
    held = np.flatnonzero(inside.any(axis=0))
    first, last = (int(held[0]), int(held[-1]) + 1) if held.size else (0, along)
    chars = []
    for letter, (start, end) in zip(
        reading.letters, _extents(reading.letters, along, high - low), strict=True
    ):
        start, end = max(start, first), max(start, first, min(end, last))
        if turn == 0:
            extent = (box.left + start, box.top + low, box.left + end, box.top + high)
        elif turn == 180:
            extent = (box.right - end, box.bottom - high, box.right - start, box.bottom - low)
        elif turn == 90:
            extent = (box.right - high, box.top + start, box.right - low, box.top + end)
        else:
            extent = (box.left + low, box.bottom - end, box.left + high, box.bottom - start)
        left, top, right, bottom = (at * raster.scale for at in extent)
        chars.append(Char(letter.text, left, top, right, bottom, turn, _style((high - low) * raster.scale)))
    return Line(tuple(chars), box, reading.score)


def _heights(inside: NDArray[np.bool_], reading: Reading) -> tuple[float, float]:
    """Return between which rows of a line's picture its characters are set, by its ink and how high ink of their kind is."""
    across = inside.shape[0]
    held = np.flatnonzero(inside.sum(axis=1) > 1)
    top, bottom = (int(held[0]), int(held[-1]) + 1) if held.size else (0, across)
    latin = all(letter.text.isascii() for letter in reading.letters)
    em = (bottom - top) / (_LATIN_INK if latin else _INK)
    em = min(_EM_MOST * across, max(_EM_LEAST * across, em))
    middle = (bottom + _BELOW * em - em / 2) if latin else (top + bottom) / 2
    return middle - em / 2, middle + em / 2


def _extents(letters: tuple[Letter, ...], along: int, em: float) -> Iterator[tuple[float, float]]:
    """Yield where each character begins and ends along its line.

    The engine tells middles to a quarter of a character: neighbours touch, unless it read a space between them or
    they stand further apart than characters do.
    """
    middles = [letter.at * along for letter in letters]
    halves = [
        em * (_HALF if letter.text.isascii() and letter.text not in "()" else 1.0) / 2 for letter in letters
    ]
    starts = [middle - half for middle, half in zip(middles, halves, strict=True)]
    ends = [middle + half for middle, half in zip(middles, halves, strict=True)]
    for one in range(len(letters) - 1):
        other, far = one + 1, middles[one + 1] - middles[one]
        wide = halves[one] + halves[other]
        if far < wide or (far < _APART * wide and not letters[other].apart):
            ends[one] = starts[other] = (middles[one] + middles[other]) / 2
    for start, end in zip(starts, ends, strict=True):
        yield max(0.0, start), max(0.0, start, min(float(along), end))


def _written(reading: Reading, units: list[Rectangle], turned: Reading, box: Rectangle, scale: float) -> Line:
    """Return a line that is written from top to bottom.

    Args:
        reading: What its units say, set side by side.
        units: Its characters; Latin letters that lie on their side are several in one, and one in several.
        turned: What the whole column says, turned to the left: Latin letters right, small signs passed over.
        box: Where it stands.
        scale: Points of a pixel.
    """
    side = max(max(unit.width, unit.height) for unit in units)
    apart = [
        (letter.text, units[min(len(units) - 1, int(letter.at * len(units)))]) for letter in reading.letters
    ]
    placed = [(text, (unit.top + unit.bottom) / 2) for text, unit in apart]
    whole = [(letter.text, box.top + letter.at * box.height) for letter in turned.letters]
    letters: list[tuple[str, float]] = []
    match = SequenceMatcher(None, [text for text, _y in placed], [text for text, _y in whole], autojunk=False)
    for kind, start, end, first, last in match.get_opcodes():
        latin = any(text.isascii() and text.isalnum() for text, _y in whole[first:last])
        letters += whole[first:last] if latin and kind != "equal" else placed[start:end]
    left, right = min(unit.left for unit in units), max(unit.right for unit in units)
    chars = []
    for text, y in letters:
        half = side * (_HALF if text.isascii() else 1.0) / 2
        low, high = (y - half) * scale, (y + half) * scale
        chars.append(Char(text, left * scale, low, right * scale, high, 0, _style(side * scale)))
    return Line(tuple(chars), box, reading.score)


def _style(size: float) -> Style:
    return Style(bold=False, colour="", invisible=False, size=size)


def _holes(line: Line, black: NDArray[np.bool_], scale: float) -> Iterator[Rectangle]:
    """Yield where ink as wide as a character lies between two characters of a level line."""
    for one, other in pairwise(line.chars):
        side = one.bottom - one.top
        if one.angle or other.left - one.right < _HOLE * side:
            continue
        left, right = (round(at / scale) for at in (one.right + 0.1 * side, other.left - 0.1 * side))
        top, bottom = (round(at / scale) for at in (one.top, one.bottom))
        held = np.flatnonzero(black[top:bottom, left:right].any(axis=0))
        if held.size > 0.4 * side / scale:
            yield Rectangle(left + int(held[0]), top, left + int(held[-1]) + 1, bottom)


def _uncovered(
    black: NDArray[np.bool_], lines: list[Line], tried: list[Rectangle], drawn: Drawn, raster: Raster
) -> Iterator[tuple[Rectangle, bool]]:
    """Yield where ink lies as text does and no line holds it, and whether it is a dash by its shape."""
    if not lines:
        return
    read = [line.rectangle for line in lines]
    height = float(np.median([min(box.width, box.height) for box in read]))
    em = float(np.median([line.chars[0].style.size for line in lines])) / raster.scale
    left_over = _without(black, [*read, *tried], drawn, raster)
    grown = cv2.dilate(left_over, np.ones((3, max(3, int(0.5 * height))), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(grown)
    inks = np.bincount(labels[left_over > 0], minlength=len(stats))
    for number, (x, y, width, tall, _area) in enumerate(stats.tolist()):
        if not number:
            continue
        if _is_dash(left_over[y : y + tall, x : x + width], em):
            yield Rectangle(x, y, x + width, y + tall), True
        elif (
            0.3 * height <= tall <= 1.6 * height
            and 0.25 * height < width < 60 * height
            and inks[number] > 0.1 * height**2
        ):
            pad = max(2, int(0.2 * height))
            yield Rectangle(x, max(0, y - pad), x + width, min(black.shape[0], y + tall + pad)), False


def _is_dash(inside: Pixels, em: float) -> bool:
    """Return whether the ink in a rectangle is one stroke, as long as a character is wide and thin all along."""
    down, across = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not down.size:
        return False
    high, wide = sorted((int(down[-1] - down[0]) + 1, int(across[-1] - across[0]) + 1))
    solid = float(inside.sum()) / (high * wide)
    return 0.45 * em < wide < 1.05 * em and high < 0.2 * em and solid > 0.6


def _without(black: NDArray[np.bool_], boxes: list[Rectangle], drawn: Drawn, raster: Raster) -> Pixels:
    """Return a page's ink without some rectangles, its rules and specks."""
    left_over = black.astype(np.uint8)
    for box in boxes:
        left_over[box.top : box.bottom, box.left : box.right] = 0
    to_pixels, edge = raster.dpi / 72, int(0.02 * raster.dpi) + 1
    for rules, is_level in ((drawn.level, True), (drawn.upright, False)):
        for rule in rules:
            across = slice(max(0, int(rule.at * to_pixels) - edge), int(rule.at * to_pixels) + edge)
            along = slice(max(0, int(rule.start * to_pixels) - edge), int(rule.end * to_pixels) + edge)
            left_over[(across, along) if is_level else (along, across)] = 0
    return np.asarray(cv2.morphologyEx(left_over, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)))
