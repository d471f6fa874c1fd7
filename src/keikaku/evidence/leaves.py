"""Leaves: the pages, and the stretches of sheets and texts, that are looked at in one piece.

A leaf has a name within its document (``12``, ``sheet-1-2``), and each place on it an anchor. Both follow from
the place alone, so that what leads there need not open the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keikaku.places import Place

ROWS = 200
"""Rows of a sheet, or paragraphs of a text, on a leaf."""

_FIRST_ROW = re.compile(r"[A-Z]+([0-9]+)")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a document.

    Attributes:
        name: Its name within its document.
        places: The places on it that something was read from, in their order.
    """

    name: str
    places: tuple[Place, ...]

    @property
    def first(self) -> Place:
        """The first place on it, which tells where it is."""
        return self.places[0]

    @property
    def page(self) -> int:
        """The page that it is, 0 where it is none."""
        return self.first.pages[0]


def leaves(places: Iterable[Place]) -> dict[str, Leaf]:
    """Return the leaves that some places of one document stand on, by name, in the order of the document."""
    found: dict[str, list[Place]] = {}
    ordered = sorted(set(places), key=_position)
    sheets = sheet_numbers(ordered)
    for place in ordered:
        if name := leaf_name(place, sheets):
            found.setdefault(name, []).append(place)
    return {name: Leaf(name, tuple(held)) for name, held in found.items()}


def _position(place: Place) -> tuple[object, ...]:
    """Return what the places of a document are sorted by."""
    upper = (place.pages, place.sheet, place.table, place.top, place.left)
    return (*upper, place.rows, place.paragraphs, place.iri)


def sheet_numbers(places: Iterable[Place]) -> dict[str, int]:
    """Return a number for each sheet that places name, by its name."""
    return {name: number for number, name in enumerate(sorted({one.sheet for one in places if one.sheet}), 1)}


def leaf_name(place: Place, sheets: Mapping[str, int]) -> str:
    """Return the name of the leaf that a place stands on; "" for one on several, in an archive, and for lines of a text.

    Args:
        place: The place.
        sheets: The numbers of the document's sheets.
    """
    if place.file:
        return ""
    first, last = place.pages
    if first:
        return str(first) if first == last else ""
    if place.sheet:
        row = _FIRST_ROW.match(place.cells)
        return f"sheet-{sheets[place.sheet]}-{_stretch(int(row[1]))}" if row else ""
    if place.table:
        return f"table-{place.table}"
    if place.rows[0]:
        return f"rows-{_stretch(place.rows[0])}"
    return f"paragraphs-{_stretch(place.paragraphs[0])}" if place.paragraphs[0] else ""


def anchor(place: Place) -> str:
    """Return the id of a place on its leaf.

    >>> anchor(Place("d", pages=(3, 3), left=56, top=102.5, width=480, height=16))
    'box-56-102.5-480-16'
    """
    if place.box:
        return "box-" + place.viewrect.replace(",", "-")
    if place.cells:
        return place.cells.replace(":", "-")
    first, last = place.rows if place.rows[0] else place.paragraphs
    return f"at-{first}-{last}" if first else "leaf"


def _stretch(number: int) -> int:
    return (number - 1) // ROWS + 1
