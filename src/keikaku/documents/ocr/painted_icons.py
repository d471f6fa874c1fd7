"""The icons of the goals on a page that is a picture: solid squares are found, the rest is as in a PDF."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from keikaku.documents.form import Box, Icon, State
from keikaku.documents.ocr.raster import Pixels, Raster
from keikaku.documents.pdf.characters import Char
from keikaku.documents.pdf.icon_pictures import LARGEST_PICTURE, SHARE, WHEEL
from keikaku.documents.pdf.icons import DPI, LARGEST, OFFICIAL, SMALLEST, Shown, icons_of

_PAPER = 222  # of 255: a pixel whose darkest channel is above it is paper
_NEAR = 16.0  # distance in CIE Lab to an official colour, of a pixel that may belong to it
_SQUARE = 0.12  # by which width and height may differ once scanned
_SOLID = 0.85  # of a square's rim has its colour: a frame around white is none, text in print even less
_RIM = 0.08  # of its width
_SPOKE = 9  # pixels: 6 points, as wide as the white between the segments of a large wheel


def icons_on(raster: Raster, chars: Iterable[Char]) -> list[Icon]:
    """Return the icons of a page, row by row, their boxes on the straight page.

    Args:
        raster: The page, set straight.
        chars: The characters that were recognised; a digit that contradicts a colour is taken for misread.
    """
    factor = DPI / raster.dpi
    seen = cv2.medianBlur(
        cv2.resize(raster.pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), 3
    )
    near = _by_colour(seen)
    squares = _distinct(_squares(seen, near))
    height, width = seen.shape[:2]
    shown = Shown(memoryview(seen.tobytes()), width, height, 3 * width, 3)
    by_colour = icons_of(squares, shown, ()) if squares else []
    with_digits = {icon.box: icon for icon in icons_of(squares, shown, chars)} if by_colour else {}
    icons = [_surer(icon, with_digits.get(icon.box, icon)) for icon in by_colour]
    return icons + [Icon(0, State.UNKNOWN, box, (), sure=False) for box in _wheels(near, icons)]


def _wheels(near: NDArray[np.int8], icons: Iterable[Icon]) -> Iterator[Box]:
    """Yield where the colours of the goals stand around a middle in their order: the wheel says no goal.

    Args:
        near: For each pixel the official colour that it is near, from 0; -1 for none.
        icons: Of the page.
    """
    scale = 72 / DPI
    mask = cv2.dilate((near >= 0).astype(np.uint8), np.ones((_SPOKE, _SPOKE), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    for x, y, width, height, _area in stats[1:].tolist():
        box = Box(*(round(edge * scale, 2) for edge in (x, y, x + width, y + height)))
        if not (SMALLEST <= box.width <= LARGEST_PICTURE and abs(width - height) <= _SQUARE * width):
            continue
        held = any(
            icon.box
            and box.holds(*((icon.box.left + icon.box.right) / 2, (icon.box.top + icon.box.bottom) / 2))
            for icon in icons
        )
        if not held and _goes_round(near[y : y + height, x : x + width]):
            yield box


def _goes_round(near: NDArray[np.int8]) -> bool:
    """Return whether official colours, in the order of their goals, go once around the middle of a picture."""
    height, width = near.shape
    counted = np.bincount(near[near >= 0], minlength=len(OFFICIAL))
    angles = []
    for goal in np.flatnonzero(counted >= SHARE * near.size):
        ys, xs = np.nonzero(near == goal)
        angles.append(
            math.atan2(ys.mean() - height / 2, xs.mean() - width / 2)
        )  # grows clockwise: y goes down
    steps = (
        (after - before) % math.tau for before, after in zip(angles, [*angles[1:], *angles[:1]], strict=True)
    )
    return len(angles) >= WHEEL and round(sum(steps) / math.tau) == 1


def _surer(icon: Icon, with_digit: Icon) -> Icon:
    """Return an icon with its digit, where that says the same goal; paper and scanner shift colours, so one alone is a doubt."""
    told = with_digit if with_digit.goal == icon.goal else icon
    return replace(told, sure=told.sure and len(told.witnesses) > 1)


def _squares(seen: Pixels, near: NDArray[np.int8]) -> Iterator[Box]:
    """Yield solid squares: of whatever is no paper, and of each official colour by itself."""
    yield from _solid((seen.min(axis=2) < _PAPER).astype(np.uint8))
    for goal in range(len(OFFICIAL)):
        yield from _solid((near == goal).astype(np.uint8))


def _by_colour(seen: Pixels) -> NDArray[np.int8]:
    """Return for each pixel the official colour that it is near, from 0; -1 for none."""
    codes = np.array([[int(code[at : at + 2], 16) for at in (5, 3, 1)] for code in OFFICIAL], np.float32)
    official = cv2.cvtColor((codes / 255)[None], cv2.COLOR_BGR2LAB)[0]
    colours = cv2.cvtColor(seen.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    best = np.full(seen.shape[:2], _NEAR, np.float32)
    which = np.full(seen.shape[:2], -1, np.int8)
    for goal, colour in enumerate(official):
        distance = np.linalg.norm(colours - colour, axis=2)
        closer = distance < best
        best[closer], which[closer] = distance[closer], goal
    return which


def _solid(mask: NDArray[np.uint8]) -> Iterator[Box]:
    """Yield the squares, in points, among the connected areas of a mask; a row of them that touch is parted."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    scale = 72 / DPI
    for number, (x, y, width, height, _area) in enumerate(stats.tolist()):
        side = min(width, height)
        if not number or not SMALLEST <= side * scale <= LARGEST:
            continue
        count = round(max(width, height) / side)
        if abs(max(width, height) / count - side) > _SQUARE * side or count > len(OFFICIAL):
            continue
        own = labels[y : y + height, x : x + width] == number
        for at in range(count):
            left = round(at * width / count) if width > height else 0
            top = round(at * height / count) if height > width else 0
            if _rim(own[top : top + side, left : left + side]) >= _SOLID:
                edges = (x + left, y + top, x + left + side, y + top + side)
                yield Box(*(round(edge * scale, 2) for edge in edges))


def _rim(square: NDArray[np.bool_]) -> float:
    """Return how much of a square's rim is filled."""
    edge = max(1, round(_RIM * square.shape[0]))
    inner = np.zeros_like(square)
    inner[edge:-edge, edge:-edge] = True
    return float(square[~inner].mean())


def _distinct(boxes: Iterable[Box]) -> list[Box]:
    """Return each square once: one that lies in another is the same."""
    found: list[Box] = []
    for box in boxes:
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        if not any(one.holds(x, y) for one in found):
            found.append(box)
    return found
