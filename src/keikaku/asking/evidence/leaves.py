"""Leaves: the pages, and the stretches of sheets and texts, that are looked at in one piece.

A leaf has a name within its document (``12``, ``sheet-1-2``, ``file-3-12``), and each place on it an anchor. Both follow from
the place alone, so that what leads there need not open the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keikaku.documents.files import TEXT_SUFFIXES
from keikaku.documents.places import Place

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
        """The page that it is, of its file; 0 where it is none."""
        return self.first.pages[0]

    @property
    def file(self) -> str:
        """The file that it is in, of an archive or a folder, or ""."""
        return self.first.file


def leaves(places: Iterable[Place]) -> dict[str, Leaf]:
    """Return the leaves that some places of one document stand on, by name, in the order of the document."""
    found: dict[str, list[Place]] = {}
    ordered = sorted(set(places), key=_position)
    numbers = Numbers.of(ordered)
    for place in ordered:
        if name := leaf_name(place, numbers):
            found.setdefault(name, []).append(place)
    return {name: Leaf(name, tuple(held)) for name, held in found.items()}


def _position(place: Place) -> tuple[object, ...]:
    """Return what the places of a document are sorted by."""
    upper = (place.file, place.pages, place.sheet, place.table, place.top, place.left)
    return (*upper, place.rows, place.paragraphs, place.iri)


@dataclass(frozen=True, slots=True)
class Numbers:
    """By which numbers the leaves of a document call its sheets and files.

    Attributes:
        sheets: The numbers of its sheets, by their names.
        files: The numbers of the files of an archive or a folder.
    """

    sheets: Mapping[str, int]
    files: Mapping[str, int]

    @classmethod
    def of(cls, places: Iterable[Place]) -> Numbers:
        """Return the numbers of the sheets and files that places name."""
        held = list(places)
        return cls(_numbered(one.sheet for one in held), _numbered(one.file for one in held))


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(sorted(set(names) - {""}), 1)}


def leaf_name(place: Place, numbers: Numbers) -> str:
    """Return the name of the leaf that a place stands on; "" for one on several, and for what is in a text.

    Args:
        place: The place.
        numbers: Those of its document.
    """
    if place.file:
        within = _within(place, numbers)
        is_text = place.file.lower().endswith(TEXT_SUFFIXES)
        return f"file-{numbers.files[place.file]}-{within}" if within and not is_text else ""
    return _within(place, numbers)


def _within(place: Place, numbers: Numbers) -> str:
    """Return the name of a place's leaf within its file."""
    first, last = place.pages
    if first:
        return str(first) if first == last else ""
    if place.sheet:
        row = _FIRST_ROW.match(place.cells)
        return f"sheet-{numbers.sheets[place.sheet]}-{_stretch(int(row[1]))}" if row else ""
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
