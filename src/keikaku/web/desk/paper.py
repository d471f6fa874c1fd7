"""The print as the desk shows it: leaves (pages, stretches of sheets and texts) with their lines, cells and boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from keikaku.documents.form import Box, Cell, Kind
from keikaku.documents.numbered_lines import Document
from keikaku.documents.page_images import FORMS, PageImage, page_images
from keikaku.documents.text_form import Place
from keikaku.reading.decisions.claims import Passages
from keikaku.web.desk.tints import STATES, Tint, cells_of

LINES = 200
"""Lines on a leaf that is no page: what is read and drawn at once."""
_LONGEST = 2000
"""Characters of a cell or a line that are sent; a longer one is cut and says so."""

TintOf = Callable[[int], Tint]
"""What became of a line, by its number."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page, or a stretch of a sheet or of a text.

    Attributes:
        number: From 1.
        part: The part of the document that it is, or is of.
        kind: "page", "sheet", "body" or "text".
        name: Of the sheet or the file, or "".
        first: Number of its first line.
        last: Of its last; below the first where it has none.
        page: Its number in its file, 0 where no picture of it can be made.
        file: The file that it is in, of an archive or a folder, or "".
    """

    number: int
    part: int
    kind: str
    name: str
    first: int
    last: int
    page: int = 0
    file: str = ""


def leaves_of(document: Document) -> list[Leaf]:
    """Return the leaves of a document, in order; a page without lines is one too."""
    spans: dict[int, list[int]] = {}
    for line in document.lines:
        spans.setdefault(line.page, [line.number, line.number])[1] = line.number
    if document.published is None or document.published.form == "text":
        parts: list[tuple[int, str, str, int, str]] = [(page, "text", "", 0, "") for page in spans]
    else:
        drawn = document.published.form in FORMS | {"ZIP", "folder"}
        before: dict[str, int] = {}
        parts = []
        for part in document.published.parts:
            start = before.setdefault(part.file, part.number - 1)
            page = part.number - start if drawn and part.kind is Kind.PAGE else 0
            parts.append((part.number, str(part.kind), part.name or part.file, page, part.file))
    leaves: list[Leaf] = []
    for number, kind, name, page, file in parts:
        first, last = spans.get(number, [1, 0])
        step = max(last - first + 1, 1) if kind == "page" else LINES
        for start in range(first, max(last, first) + 1, step):
            end = min(start + step - 1, last)
            leaves.append(Leaf(len(leaves) + 1, number, kind, name, start, end, page, file))
    return leaves


def picture(document: Document, leaf: Leaf) -> PageImage | None:
    """Return the picture of a page, drawn in a process of its own; None where it cannot be drawn, or is no page."""
    if document.published is None or not leaf.page:
        return None
    published = document.published
    drawn = page_images(document.path, published.form, document.sha256, [leaf.page], file=leaf.file)
    return drawn.images.get(leaf.page)


def shown(document: Document, leaf: Leaf, tint_of: TintOf, passages: Passages) -> dict[str, Any]:
    """Return a leaf as JSON: its size in points and its lines, with what became of each."""
    part = (
        next((p for p in document.published.parts if p.number == leaf.part), None)
        if document.published
        else None
    )
    return {
        "number": leaf.number,
        "kind": leaf.kind,
        "name": leaf.name,
        "picture": bool(leaf.page),
        "across": part.width if part else 0,
        "along": part.height if part else 0,
        "lines": [
            {**_line(document, number, tint_of(number)), "hash": passages.hash([number])}
            for number in range(leaf.first, leaf.last + 1)
        ],
        "unread": [_box(box) for box in part.unread] if part else [],
    }


def without_rows(leaf: dict[str, Any]) -> dict[str, Any]:
    """Return a leaf of :func:`shown` without what was read of it: what became of its lines is known, its facts are not yet."""
    return {**leaf, "lines": [_without_rows(line) for line in leaf["lines"]]}


def _without_rows(line: dict[str, Any]) -> dict[str, Any]:
    said = {**line, "rows": []}
    if "cells" in line:
        said["cells"] = [{**cell, "rows": []} for cell in line["cells"]]
    return said


def _line(document: Document, number: int, tint: Tint) -> dict[str, Any]:
    line = document.lines[number - 1]
    place = document.published.lines[number - 1][1] if document.published else None
    said: dict[str, Any] = {
        "number": number,
        "text": _cut(line.text),
        "state": tint.state,
        "rows": [row.number for row in tint.rows],
    }
    if line.text != line.printed:
        said["printed"] = _cut(line.printed)
    if place:
        said |= _placed(place)
        cells = [_cell(cell, *tint.cells.get(cell.column, ("blank", []))) for cell in place.cells]
        if cells:
            said["cells"] = cells
    elif tint.cells:
        said["cells"] = [
            {"column": column, "text": _cut(text), **_state(*tint.cells[column])}
            for column, text in cells_of(document, number)
        ]
    return said


def _placed(place: Place) -> dict[str, Any]:
    said: dict[str, Any] = {"table": place.table, "row": place.row} if place.table else {}
    return said | ({"box": _box(place.box)} if place.box else {})


def _state(state: str, rows: Sequence[Any]) -> dict[str, Any]:
    return {"state": state, "rows": [row.number for row in rows]}


def _cell(cell: Cell, state: str, rows: Sequence[Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"column": cell.column, "text": _cut(cell.text), **_state(state, rows)}
    if cell.columns > 1:
        said["columns"] = cell.columns
    if cell.rows > 1:
        said["down"] = cell.rows
    if cell.address:
        said["address"] = cell.address
    if cell.box:
        said["box"] = _box(cell.box)
    return said


def _box(box: Box) -> list[float]:
    return [round(side, 1) for side in (box.left, box.top, box.right, box.bottom)]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def counts(leaves: Sequence[Leaf], tint_of: TintOf) -> list[list[int]]:
    """Return how many lines of each leaf are unread, and how many hold a figure that no record tells."""
    found = []
    for leaf in leaves:
        states = [tint_of(number).state for number in range(leaf.first, leaf.last + 1)]
        found.append([states.count("unread"), states.count("figure")])
    return found


__all__ = ["STATES", "Leaf", "counts", "leaves_of", "picture", "shown"]
