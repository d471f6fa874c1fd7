"""What of a document's print is never shown: boxes on pages and cells of sheets that plan.yml names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from keikaku.documents.form import Box, Cell
from keikaku.documents.places import Place
from keikaku.documents.text_form import Place as Stand

MARK = "［非公開］"
"""What stands in the place of a text that is withheld."""

_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


@dataclass(frozen=True)
class Withheld:
    """What of one document is withheld.

    Attributes:
        places: Boxes on pages, and ranges of cells.
    """

    places: tuple[Place, ...] = ()

    def boxes(self, page: int, file: str = "") -> tuple[Box, ...]:
        """Return what is withheld of a page, of a file where there are several; what names no file is of all of them."""
        held = (one for one in self.places if one.pages[0] == page and one.file in ("", file))
        return tuple(one.box for one in held if one.box)

    def text(self, text: str, stand: Stand) -> str:
        """Return a line of a document without what is withheld of it.

        Args:
            text: The line.
            stand: Where it stands; of a table's row, its cells are parted by TABs.
        """
        if not self.places:
            return text
        if not stand.cells:
            return MARK if self._covers(stand, stand.box) else text
        fields = text.split("\t")
        for cell in stand.cells:
            if self.hides(cell, stand):
                fields[min(cell.column, len(fields) - 1)] = MARK
        return "\t".join(fields)

    def hides(self, cell: Cell, stand: Stand) -> bool:
        """Tell whether a cell is withheld."""
        if self._covers(stand, cell.box):
            return True
        held = (one for one in self.places if one.sheet == stand.name and one.file in ("", stand.file))
        return any(within(cell.address, one.cells) for one in held)

    def _covers(self, stand: Stand, box: Box | None) -> bool:
        """Tell whether a box on a page lies in part under what is withheld; a text is hidden as a whole."""
        return box is not None and any(_overlap(box, other) for other in self.boxes(stand.page, stand.file))


def _overlap(one: Box, other: Box) -> bool:
    beside = one.right <= other.left or other.right <= one.left
    return not (beside or one.bottom <= other.top or other.bottom <= one.top)


def within(address: str, cells: str) -> bool:
    """Tell whether a cell is one of a range of cells.

    >>> within("C8", "B7:D9"), within("AA8", "B7:D9"), within("B7", "B7")
    (True, False, True)
    """
    cell, found = _RANGE.fullmatch(address), _RANGE.fullmatch(cells)
    if cell is None or found is None:
        return False
    column, row = _column(cell[1]), int(cell[2])
    right, bottom = _column(found[3] or found[1]), int(found[4] or found[2])
    return _column(found[1]) <= column <= right and int(found[2]) <= row <= bottom


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def withheld(places: Iterable[Place | None]) -> Withheld:
    """Return what some places withhold."""
    found: Sequence[Place] = sorted({one for one in places if one is not None})
    return Withheld(tuple(found))
