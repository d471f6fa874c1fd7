"""Where the lines of a document stand: lines of a text, boxes on pages, cells of sheets, rows, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from keikaku.documents.form import Box, Cell, Icon, Kind, Origin, before_files
from keikaku.documents.numbered_lines import Document
from keikaku.documents.places import Place
from keikaku.documents.text_form import Place as Stand
from keikaku.documents.text_form import least_certain
from keikaku.graph.nquads import runs

_ROW = re.compile(r"row=([0-9]{1,9});")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")

Cells = Mapping[int, Sequence[int]]
"""Of a line that is a table's row, the columns of the cells that are meant; the whole row where it is not named."""


class Located(NamedTuple):
    """A place, the first and last of the lines that stand there, and where what they say comes from: pictured on scans alone."""

    place: Place
    first: int
    last: int
    origin: Origin = Origin.TEXT


class Locator:
    """Names the places of a document's lines.

    Args:
        document: The document.
        iri: Its IRI.

    Attributes:
        printed: The page numbers that pages print, by the file (of an archive) and the number of the page in it.
    """

    def __init__(self, document: Document, iri: str) -> None:
        self._iri = iri
        self._document = document
        self._published = document.published
        parts = document.published.parts if document.published else ()
        before = before_files(parts)
        self._scanned = {part.number for part in parts if part.sha256}
        self.printed = {
            (part.file, part.number - before[part.file]): tuple(
                leaf.folio for leaf in part.leaves if leaf.folio
            )
            for part in parts
        }

    def places(self, lines: Iterable[int], cells: Cells | None = None) -> Iterator[Located]:
        """Yield where some lines stand: a stretch of a text, or of one page, table or sheet, at a time.

        Args:
            lines: Their numbers, from 1.
            cells: Which cells of them are meant.
        """
        for first, last in runs(lines):
            yield from self.stretch(first, last, cells)

    def stretch(self, first: int, last: int, cells: Cells | None = None) -> list[Located]:
        """Return where the lines of a stretch stand.

        Args:
            first: The first of them, from 1.
            last: The last of them.
            cells: Which cells of them are meant.
        """
        if self._published is None:
            return [Located(Place(self._iri, lines=(first, last)), first, last)]
        found = []
        numbered = list(enumerate(self._published.lines[first - 1 : last], start=first))
        for (part, _table), group in groupby(numbered, key=lambda pair: (pair[1][1].part, pair[1][1].table)):
            held = list(group)
            chosen = [_chosen(stand, number, cells or {}) for number, (_text, stand) in held]
            origin = least_certain(stand.origin for stand in chosen)
            found.append(Located(self._place(chosen), held[0][0], held[-1][0], self._told(origin, part)))
        return found

    def icon(self, line: int, icon: Icon) -> Located:
        """Return where an icon stands.

        Args:
            line: The line that holds it.
            icon: The icon.
        """
        row = next(self.places([line]))
        part = self._published.lines[line - 1][1].part if self._published else 0
        place = _boxed(row.place, [icon.box] if icon.box else [])
        return row._replace(place=place, origin=self._told(Origin.PICTURED, part))

    def _told(self, origin: Origin, part: int) -> Origin:
        """Return an origin; icons of a part that is no scan are as the file draws them."""
        return Origin.TEXT if origin is Origin.PICTURED and part not in self._scanned else origin

    def whole(self) -> Iterator[Located]:
        """Yield the document as a whole."""
        count = len(self._document.lines)
        last = self._published.parts[-1] if self._published else None
        if last is None:
            yield Located(Place(self._iri, lines=(1, count)), 1, count)
        elif last.kind is Kind.PAGE and not last.file:
            yield Located(Place(self._iri, pages=(1, last.number)), 1, count)
        else:
            yield Located(Place(self._iri), 1, count)

    def _place(self, stands: Sequence[Stand]) -> Place:
        """Return the place of lines that stand on one part, in one table or in none."""
        one = stands[0]
        place = Place(self._iri, one.file)
        rows = [int(row[1]) for stand in stands for cell in stand.cells if (row := _ROW.match(cell.address))]
        if rows:
            return replace(place, rows=(min(rows), max(rows)))
        if one.kind is Kind.SHEET:
            return replace(
                place, sheet=one.name, cells=_range(cell for stand in stands for cell in stand.cells)
            )
        if one.table:
            place = replace(place, table=one.table, rows=(one.row, stands[-1].row))
        if one.kind is Kind.PAGE:
            return _boxed(replace(place, pages=(one.page, one.page)), [s.box for s in stands if s.box])
        return place if one.table else replace(place, paragraphs=(one.paragraph, stands[-1].paragraph))


def _chosen(stand: Stand, number: int, cells: Cells) -> Stand:
    """Return a row with only those of its cells that are meant."""
    columns = cells.get(number)
    meant = tuple(cell for cell in stand.cells if columns and cell.column in columns)
    if not meant:
        return stand
    boxes = [cell.box for cell in meant if cell.box]
    origin = least_certain(line.origin for cell in meant for line in cell.printed)
    return replace(stand, cells=meant, box=Box.around(boxes) if boxes else stand.box, origin=origin)


def _boxed(place: Place, boxes: Sequence[Box]) -> Place:
    """Return a place on a page with the box around some; a tenth of a point is finer than any print."""
    if not boxes:
        return place
    around = Box.around(boxes)
    return replace(
        place,
        left=round(around.left, 1),
        top=round(around.top, 1),
        width=round(around.width, 1),
        height=max(round(around.height, 1), 0.1),
    )


def _range(cells: Iterable[Cell]) -> str:
    """Return the range of some cells of a sheet.

    >>> _range([Cell(row=0, column=0, address="B7"), Cell(row=0, column=1, address="AA7")])
    'B7:AA7'
    """
    found = [match for cell in cells if (match := _ADDRESS.fullmatch(cell.address))]
    if not found:
        return ""
    columns = sorted((match[1] for match in found), key=lambda name: (len(name), name))
    rows = sorted(int(match[2]) for match in found)
    first, last = f"{columns[0]}{rows[0]}", f"{columns[-1]}{rows[-1]}"
    return first if first == last else f"{first}:{last}"
