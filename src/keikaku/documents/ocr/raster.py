"""A page as pixels: set straight, its rules found, its ink told from its ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from keikaku.documents.pdf.geometry import Extent
from keikaku.documents.pdf.rules import Drawn, Rule, joined

Pixels = NDArray[Any]
"""Rows of pixels; three channels in the order blue, green, red, or one."""

_STEEPEST = 4.0  # degrees by which a page may lie askew; scanners and feeders stay below
_LOOK = 900  # pixels of the longer side of the copy that the skew is measured on
_SHORTEST = 0.22  # inches: a rule is longer, the strokes of characters are shorter
_THICKEST = 0.07  # inches: what is thicker is a bar
_SMALLEST_GRID = 43.0  # points: rules that hang together within less are the strokes of a large character
_NEAR, _GAP = 2.2, 4.5  # points by which pieces of one rule may miss each other after scanning
_CONTRAST = 60  # steps of grey between ink and the ground around it, of 255


@dataclass(frozen=True, slots=True)
class Raster:
    """A page as pixels, set straight.

    Attributes:
        pixels: Its pixels.
        dpi: Pixels per inch.
        skew: Degrees, counter-clockwise, by which it was turned to lie straight.
    """

    pixels: Pixels
    dpi: float
    skew: float

    @property
    def scale(self) -> float:
        """Points per pixel."""
        return 72.0 / self.dpi

    def as_scanned(self, extent: Extent) -> Extent:
        """Return where a rectangle of the straight page, in points, lies on the page as it was scanned."""
        angle = np.radians(self.skew)
        height, width = self.pixels.shape[:2]
        cx, cy = width * self.scale / 2, height * self.scale / 2
        x, y = (extent[0] + extent[2]) / 2 - cx, (extent[1] + extent[3]) / 2 - cy
        dx = x * float(np.cos(angle)) - y * float(np.sin(angle)) - x
        dy = x * float(np.sin(angle)) + y * float(np.cos(angle)) - y
        return extent[0] + dx, extent[1] + dy, extent[2] + dx, extent[3] + dy


def straight(pixels: Pixels, dpi: float) -> Raster:
    """Return a page turned by the few degrees that its lines and rules are askew.

    Args:
        pixels: The page as scanned.
        dpi: Pixels per inch.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    factor = min(1.0, _LOOK / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = _ink(small, 15).astype(np.float32)
    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.25), key=lambda angle: _sharpness(ink, angle))
    angle = float(max(np.arange(coarse - 0.2, coarse + 0.21, 0.05), key=lambda angle: _sharpness(ink, angle)))
    if abs(angle) < 0.08 or _sharpness(ink, angle) <= 1.02 * _sharpness(ink, 0.0):
        return Raster(pixels, dpi, 0.0)
    return Raster(_turned(pixels, angle, cv2.INTER_CUBIC, 255), dpi, angle)


def _turned(pixels: Pixels, angle: float, how: int, ground: int) -> Pixels:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(pixels, matrix, (width, height), flags=how, borderValue=(ground, ground, ground))
    )


def _sharpness(ink: Pixels, angle: float) -> float:
    """Return how much the sums of ink along lines differ from line to line: most where lines lie straight."""
    turned = _turned(ink, float(angle), cv2.INTER_LINEAR, 0)
    across, down = turned.sum(axis=1), turned.sum(axis=0)
    return float(max(np.square(np.diff(across)).sum(), np.square(np.diff(down)).sum()))


def _ink(grey: Pixels, reach: int) -> NDArray[np.bool_]:
    """Return which pixels differ from the ground around them, darker or (on bars) lighter."""
    ground = cv2.medianBlur(grey, reach | 1)
    return np.asarray(cv2.absdiff(grey, ground) > _CONTRAST)


def ink(raster: Raster) -> NDArray[np.bool_]:
    """Return which pixels are ink: much darker than the ground around them, or lighter where it is dark."""
    grey = cv2.cvtColor(raster.pixels, cv2.COLOR_BGR2GRAY)
    return _ink(grey, min(int(raster.dpi * 0.3), 251))


def rules(raster: Raster) -> Drawn:
    """Return the rules of a page, in points, as those of a PDF are."""
    grey = cv2.cvtColor(raster.pixels, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 16)
    level = joined(_runs(dark, raster, upright=False), _NEAR, _GAP)
    standing = joined(_runs(dark, raster, upright=True), _NEAR, _GAP)
    drawn = Drawn()
    drawn.level = [rule for rule in level if _holds(rule, standing)]
    drawn.upright = [rule for rule in standing if _holds(rule, level)]
    return drawn


def _runs(dark: Pixels, raster: Raster, *, upright: bool) -> list[Rule]:
    """Return the long thin runs of dark pixels along one direction."""
    length, bridge = int(_SHORTEST * raster.dpi), max(3, int(0.045 * raster.dpi))
    along = (1, length) if not upright else (length, 1)
    grown = (3, bridge) if not upright else (bridge, 3)
    mask = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(along, np.uint8))
    mask = cv2.dilate(mask, np.ones(grown, np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for x, y, width, height, _area in stats[1:].tolist():
        long, thick = (height, width) if upright else (width, height)
        if long < length or thick > _THICKEST * raster.dpi:
            continue
        s = raster.scale
        found.append(
            Rule((x + width / 2) * s, y * s, (y + height) * s)
            if upright
            else Rule((y + height / 2) * s, x * s, (x + width) * s)
        )
    return found


def _holds(rule: Rule, across: list[Rule]) -> bool:
    """Return whether a rule is more than the stroke of a large character: long, or hanging on a long one."""
    if rule.end - rule.start > _SMALLEST_GRID:
        return True
    touching = [
        other
        for other in across
        if rule.start - _NEAR <= other.at <= rule.end + _NEAR
        and other.start - _NEAR <= rule.at <= other.end + _NEAR
    ]
    return any(other.end - other.start > _SMALLEST_GRID for other in touching)
