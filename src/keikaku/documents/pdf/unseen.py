"""Text in the colour of its ground: in the file and not on the page.

White text on a bar is print, white text on white paper is none; what a page really shows there is asked of the
drawn page, and only where a character is nearly white and no coloured area is known to lie below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keikaku.documents.pdf.characters import Char
from keikaku.documents.pdf.rules import Drawn

_WHITE = 0xE8  # every channel of a colour that is nearly white
_DIFFERS = 12  # of 255, between the lightest and the darkest pixel: less is even ground
_SCALE = 1.5  # pixels a point: a stroke of 8-point type is wider than half a pixel


def part(chars: Sequence[Char], drawn: Drawn, page: Any) -> tuple[list[Char], int]:
    """Return the characters that can be seen, and how many cannot.

    Args:
        chars: A page's characters.
        drawn: What is drawn on it.
        page: PDFium's page, drawn only where it is needed.
    """
    pale = {colour for colour in {char.style.colour for char in chars} if _is_pale(colour)}
    if not pale:
        return list(chars), 0
    dark = [area.extent for area in drawn.areas if area.colour and not _is_pale(area.colour)]
    asked = [
        char
        for char in chars
        if char.style.colour in pale
        and not char.text.isspace()
        and not any(left <= char.x <= right and top <= char.y <= bottom for left, top, right, bottom in dark)
    ]
    if not asked:
        return list(chars), 0
    ground = _Ground(page)
    unseen = {id(char) for char in asked if ground.is_even(char)}
    return [char for char in chars if id(char) not in unseen], len(unseen)


def _is_pale(colour: str) -> bool:
    return bool(colour) and min(int(colour[at : at + 2], 16) for at in (1, 3, 5)) >= _WHITE


class _Ground:
    """A page as drawn."""

    def __init__(self, page: Any) -> None:
        bitmap = page.render(scale=_SCALE, grayscale=True)
        self._data, self._stride = bytes(bitmap.buffer), bitmap.stride
        self._width, self._height, self._channels = bitmap.width, bitmap.height, bitmap.n_channels

    def is_even(self, char: Char) -> bool:
        """Return whether nothing is to be seen where a character is."""
        left, right = max(0, int(char.left * _SCALE)), min(self._width, int(char.right * _SCALE) + 1)
        top, bottom = max(0, int(char.top * _SCALE)), min(self._height, int(char.bottom * _SCALE) + 1)
        lightest, darkest = 0, 255
        for y in range(top, bottom):
            row = self._data[
                y * self._stride + left * self._channels : y * self._stride + right * self._channels
            ]
            if row:
                lightest, darkest = max(lightest, max(row)), min(darkest, min(row))
        return lightest - darkest < _DIFFERS
