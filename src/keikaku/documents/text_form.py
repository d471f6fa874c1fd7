"""The lines of a document: numbered over all its parts, rows of tables as cells parted by TABs.

The same lines are what a person reads (``keikaku text``), what a difference between two editions is made of,
and what records name as their source. A part begins with a form feed, as pages do in text files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from keikaku.documents.form import Box, Cell, Kind, Origin, Part, PrintedLine, Table, before_files, wrapped


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in its file.

    Attributes:
        kind: Of the part.
        part: The part's number, from 1.
        name: The sheet's name, or "".
        table: The table's number within its part, from 1; 0 for a line outside tables.
        row: The row's number within the table, from 1; 0 outside tables.
        paragraph: The number of a line or picture among those of its part that stand outside tables, from 1.
        box: On the page, or None.
        cells: The row's cells, by their columns.
        origin: Where the line's text comes from: that of the least certain of its cells.
        folio: The page number printed on its page, or "".
        furniture: Whether the line belongs to the page and not to the text.
        line: The line with its stretches, outside tables.
        file: The file that it stands in, of an archive or a folder, or "".
        page: The part's number within that file, from 1.
    """

    kind: Kind
    part: int
    name: str = ""
    table: int = 0
    row: int = 0
    paragraph: int = 0
    box: Box | None = None
    cells: tuple[Cell, ...] = ()
    origin: Origin = Origin.TEXT
    folio: str = ""
    furniture: bool = False
    line: PrintedLine | None = None
    file: str = ""
    page: int = 0


def lines(parts: Iterable[Part]) -> Iterator[tuple[str, Place]]:
    """Yield every line that is printed, with its place; what the document hides is left out.

    Args:
        parts: The parts of a document, in order.
    """
    parts = list(parts)
    before = before_files(parts)
    for part in parts:
        if part.hidden:
            continue
        at = Place(part.kind, part.number, part.name, file=part.file, page=part.number - before[part.file])
        tables = paragraphs = 0
        for block in part.blocks:
            if isinstance(block, Table):
                tables += 1
                yield from _rows(block, part, replace(at, table=tables))
                continue
            place = replace(at, paragraph=paragraphs + 1, box=block.box, folio=part.folio(block.box))
            if isinstance(block, PrintedLine):
                paragraphs += 1
                yield block.text, replace(place, origin=block.origin, furniture=block.furniture, line=block)
            elif block.label:
                paragraphs += 1
                yield block.label, place


def _rows(table: Table, part: Part, at: Place) -> Iterator[tuple[str, Place]]:
    """Yield the rows of a table that print something; what a merged cell covers is empty."""
    columns = table.columns
    for row, cells in enumerate(table.by_row(), start=1):
        shown = [cell for cell in cells if not cell.hidden and not cell.struck]
        fields = [""] * columns
        for cell in shown:
            fields[cell.column] = _print(cell)
        if not any(fields):
            continue
        boxes = [cell.box for cell in shown if cell.box is not None]
        # In a sheet a heading or a sentence is a cell too: alone at the left it is a line and no row.
        alone = part.kind is Kind.SHEET and fields[0] and not any(fields[1:])
        text = fields[0] if alone else "\t".join(fields)
        around = Box.around(boxes) if boxes else None
        origin = least_certain(line.origin for cell in shown for line in cell.printed)
        cells = tuple(shown)
        yield text, replace(at, row=row, box=around, cells=cells, origin=origin, folio=part.folio(around))


def least_certain(origins: Iterable[Origin]) -> Origin:
    """Return the origin of a text that is put together of several: recognised where one of them is, pictured where all are."""
    held = set(origins)
    alone = Origin.PICTURED if held == {Origin.PICTURED} else Origin.TEXT
    return next((origin for origin in (Origin.RECOGNISED, Origin.AGREED) if origin in held), alone)


def _print(cell: Cell) -> str:
    """Return a cell's text on one line; its wrapped lines joined, spaces of the layout kept within a line."""
    if len(cell.printed) == 1:
        return cell.printed[0].text.strip().replace("\t", " ")
    return wrapped(line.text.replace("\t", " ") for line in cell.printed)


def as_text(parts: Iterable[Part]) -> Iterator[str]:
    """Yield the text form line by line, each with its line end, a form feed before every part but the first."""
    before = None
    for text, place in lines(parts):
        turn = "\f" * (place.part - before) if before is not None else "\f" * (place.part - 1)
        before = place.part
        yield f"{turn}{text}\n"
