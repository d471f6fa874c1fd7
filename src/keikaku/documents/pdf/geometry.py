"""How a page lies: from the coordinates of its file to those of the page as it is displayed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

Extent = tuple[float, float, float, float]
"""Left, top, right, bottom in points."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's visible rectangle and its turn.

    Attributes:
        left: Of the visible rectangle, in the file's coordinates.
        bottom: Of the visible rectangle.
        across: Its width there.
        along: Its height there.
        rotation: Degrees clockwise by which the page is turned for display.
    """

    left: float
    bottom: float
    across: float
    along: float
    rotation: int

    @classmethod
    def of(cls, page: Any) -> Frame:
        """Return the frame of one of PDFium's pages: its crop box within its media box."""
        media, crop = page.get_mediabox(), page.get_cropbox()
        left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
        right, top = min(media[2], crop[2]), min(media[3], crop[3])
        if right <= left or top <= bottom:
            left, bottom, right, top = media
        return cls(left, bottom, right - left, top - bottom, page.get_rotation() % 360)

    @property
    def width(self) -> float:
        """The displayed width in points."""
        return self.along if self.rotation in (90, 270) else self.across

    @property
    def height(self) -> float:
        """The displayed height in points."""
        return self.across if self.rotation in (90, 270) else self.along

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the file is displayed, from the upper left corner."""
        x, y = x - self.left, y - self.bottom
        if self.rotation == 90:
            return y, x
        if self.rotation == 180:
            return self.across - x, y
        if self.rotation == 270:
            return self.along - y, self.across - x
        return x, self.along - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Extent:
        """Return where a rectangle of the file is displayed."""
        if not self.rotation:  # as :meth:`point`, which would be called twice for each character
            a, b, c, d = (
                x0 - self.left,
                self.along - (y0 - self.bottom),
                x1 - self.left,
                self.along - (y1 - self.bottom),
            )
            return a if a < c else c, b if b < d else d, c if a < c else a, d if b < d else b
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)

    def turn(self, angle: float) -> int:
        """Return the degrees clockwise, to the next quarter, of an angle that PDFium gives in radians."""
        return (round(math.degrees(angle) / 90) * 90 + self.rotation) % 360

    def holds(self, x: float, y: float) -> bool:
        """Return whether a displayed point lies on the page."""
        return 0 <= x <= self.width and 0 <= y <= self.height


def upright(extent: Extent, angle: int) -> Extent:
    """Return a rectangle as it lies once text that is turned by `angle` degrees clockwise stands upright.

    The page's corner becomes any point: only relations among rectangles that were turned alike count.
    """
    left, top, right, bottom = extent
    if angle == 90:  # turned clockwise: reads from top to bottom, lines go from right to left
        return top, -right, bottom, -left
    if angle == 180:
        return -right, -bottom, -left, -top
    if angle == 270:
        return -bottom, left, -top, right
    return extent
