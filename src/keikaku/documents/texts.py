"""Text as parts: its pages, with the tables of Markdown."""

from __future__ import annotations

from pathlib import Path

from keikaku.documents.form import Block, Counts, Kind, Part, PrintedLine, Run
from keikaku.read.document import Document, read_document


def read_text(path: Path) -> list[Part]:
    """Return a text file: a part for each of its pages.

    Raises:
        InputError: It is no text, or too much of it.
    """
    return parts_of_text(read_document(path))


def parts_of_text(read: Document) -> list[Part]:
    """Return the pages of a text that was read, line for line."""
    pages: dict[int, list[str]] = {}
    for line in read.lines:
        pages.setdefault(line.page, []).append(line.printed)
    kind = Kind.PAGE if read.lines[-1].page > 1 else Kind.BODY
    return [_part(kind, number, printed) for number, printed in pages.items()]


def _part(kind: Kind, number: int, printed: list[str]) -> Part:
    blocks: list[Block] = [PrintedLine(runs=(Run(text=line),)) for line in printed]
    letters = sum(not char.isspace() for line in printed for char in line)
    return Part(kind=kind, number=number, blocks=blocks, counts=Counts(total=letters, printed=letters))
