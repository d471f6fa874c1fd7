"""Two printed pages beside each other on one page of the file, as spreads are exported.

Only what proves itself is parted: a page wider than high, an empty gutter down its middle that nothing drawn crosses,
and a page number in each half, at one height, the two one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keikaku.documents.form import Box
from keikaku.documents.furniture import FOLIO
from keikaku.documents.pdf.characters import Char
from keikaku.documents.pdf.geometry import Frame
from keikaku.documents.pdf.lines import rows, segments
from keikaku.documents.pdf.rules import Drawn
from keikaku.ground.text.folding import fold

_MARGIN = 0.12  # of the height, in which page numbers stand
_GUTTER = 0.01  # of the width, to each side of the middle
_WHOLE = 0.9  # of the width: what is drawn so wide is the ground of the spread


def leaves(chars: Sequence[Char], drawn: Drawn, frame: Frame) -> list[Box]:
    """Return the printed pages of a page, in reading order: its whole, or its two halves.

    Args:
        chars: The page's characters.
        drawn: What is drawn on it.
        frame: How it lies.
    """
    width, height = round(frame.width, 2), round(frame.height, 2)
    whole = Box(0.0, 0.0, width, height)
    if width <= height:
        return [whole]
    middle = width / 2
    if _crosses(chars, drawn, middle, _GUTTER * width):
        return [whole]
    left, right = Box(0.0, 0.0, middle, height), Box(middle, 0.0, width, height)
    for row in _margins(chars, height):
        numbers = [[n for n, x in row if (x < middle) is first] for first in (True, False)]
        if [len(side) for side in numbers] == [1, 1] and abs(numbers[0][0] - numbers[1][0]) == 1:
            return [left, right] if numbers[0] < numbers[1] else [right, left]
    return [whole]


def _crosses(chars: Sequence[Char], drawn: Drawn, middle: float, reach: float) -> bool:
    """Return whether anything stands in the gutter or reaches over it."""
    low, high = middle - reach, middle + reach
    if any(char.left < high and char.right > low for char in chars if not char.text.isspace()):
        return True
    if any(rule.start < low and rule.end > high for rule in drawn.level):
        return True
    extents = [area.extent for area in drawn.areas] + [extent for extent, _ in drawn.images]
    most = _WHOLE * 2 * middle
    return any(left < low and right > high and right - left < most for left, _top, right, _bottom in extents)


def _margins(chars: Sequence[Char], height: float) -> Iterator[list[tuple[int, float]]]:
    """Yield, for each line in the upper and lower margins, the page numbers in it and where they stand."""
    edge = _MARGIN * height
    for row in rows(char for char in chars if not edge <= char.y <= height - edge):
        pieces = [(fold("".join(char.text for char in piece)), piece) for piece in segments(row)]
        yield [
            (int(match["number"]), (piece.left + piece.right) / 2)
            for text, piece in pieces
            if (match := FOLIO.fullmatch(text.strip()))
        ]
