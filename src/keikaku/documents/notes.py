"""What a person must know of pages beside their text, in words: the notes of parts (:attr:`keikaku.documents.form.Part.notes`)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from keikaku.documents.form import Kind, Part, Table, before_files
from keikaku.ground.messages import Language, say

INVISIBLE = "invisible-text"
"""Note of a page under whose picture another program laid text invisibly."""

UNMAPPED = "unmapped-font"
"""Note of a page whose text cannot be trusted, since a font does not say which characters it draws."""

OVER_SCAN = "text-over-scan"
"""Note of a page that is a picture with a little text printed over it, such as a page number or a stamp."""

NOT_CALCULATED = "not-calculated"
"""Note of a cell whose formula the file holds without its value, and of its sheet: it is unknown, never 0."""

NOT_PRINTED = "format-unknown"
"""Note of a cell whose number format is not understood, and of its sheet: what it prints is not known."""

UNKNOWN_SIGN = "unknown-sign"
"""Note of a text with signs of Symbol, Wingdings and the like of which it is not known what they show."""

MACROS = "macros"
"""Note of the first part of a file that holds macros: they are not run."""

CHARTS = "charts"
"""Note of the first part of a file that holds charts or diagrams: what is written in them is not read."""

SHAPES = "shapes"
"""Note of the first part of an old workbook that holds text boxes: they are not read."""

NOTES = (
    "no-text",
    UNMAPPED,
    INVISIBLE,
    OVER_SCAN,
    "aligned-columns",
    "restricted",
    "recognised",
    "ocr-missing",
    "no-second-engine",
    "unread-ink",
    "ocr-late",
    "ocr-memory",
    "ocr-failed",
    "ocr-ended",
    "drawing-cut",
    NOT_CALCULATED,
    NOT_PRINTED,
    UNKNOWN_SIGN,
    CHARTS,
    SHAPES,
    MACROS,
)
"""Every note, in the order in which they are told; ``notes.yml`` of the messages has their words."""

LOSSES = frozenset(
    {"ocr-missing", "unread-ink", "ocr-late", "ocr-memory", "ocr-failed", "ocr-ended", "drawing-cut"}
) | {NOT_CALCULATED, NOT_PRINTED, UNKNOWN_SIGN, CHARTS, SHAPES}
"""Notes of pages of which something that is printed may not have been read."""

_SHOWN = 10  # pages that are named, and cells of each sheet


def said(parts: Iterable[Part], language: Language) -> dict[str, str]:
    """Return a sentence without its stop for each note that parts have, with the pages that have it."""
    parts = list(parts)
    found: dict[str, str] = {}
    for note in NOTES:
        noted = [part for part in parts if note in part.notes]
        if noted:
            where = _where(noted, before_files(parts), note, language)
            found[note] = f"{where}: {say(f'notes.{note}').text(language)}"
    return found


def _where(parts: list[Part], before: dict[str, int], note: str, language: Language) -> str:
    """Return the pages or sheets that have a note, by the files that they are in."""
    named = []
    for (file, kind), held in groupby(parts[:_SHOWN], key=lambda part: (part.file, part.kind)):
        if kind is Kind.PAGE:
            numbers = ", ".join(str(part.number - before[part.file]) for part in held)
            named.append(say("documents.pages", numbers=numbers).text(language))
        elif kind is Kind.SHEET:
            named += [_sheet(part, note, language) for part in held]
        else:
            named.append(say("documents.body").text(language))
        if file:
            named[-1] = f"{file} {named[-1]}"
    return "; ".join(named) + (" …" if len(parts) > _SHOWN else "")


def _sheet(part: Part, note: str, language: Language) -> str:
    """Return the name of a sheet, with those of its cells that have a note."""
    cells = [cell for table in part.blocks if isinstance(table, Table) for cell in table.cells]
    noted = [cell.address for cell in cells if cell.note == note and not cell.hidden]
    addresses = ", ".join(noted[:_SHOWN]) + (" …" if len(noted) > _SHOWN else "")
    return say("documents.sheet", name=part.name, cells=f" {addresses}" if noted else "").text(language)
