"""Text as parts: its pages line for line, with the tables that spaces align and those of Markdown.

A row is a line, so that lines keep their numbers. Which cells are merged cannot be told from spaces, nor which lines
are one wrapped row; a page with such tables says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from keikaku.documents.form import Block, Cell, Counts, Found, Kind, Part, PrintedLine, Run, Table
from keikaku.documents.numbered_lines import Document, read_document

ALIGNED = "aligned-columns"
"""Note of a page with tables whose columns spaces alone align."""

RULE = "rule"
"""Note of the cells of the line that parts head and body of a Markdown table."""

_COLUMNS = 3  # two pieces in a line are a heading with its page, or a label with its value
_ROWS = 3  # fewer rows leave gaps by chance
_GUTTER = 2  # columns of half-width characters that every line of a table leaves empty
_GAP = re.compile(r" {2,}|[ \u3000]*\u3000{2,}[ \u3000]*")
_PIPES = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
_PIPE = re.compile(r"(?<!\\)\|")


def read_text(path: Path) -> list[Part]:
    """Return a text file: a part for each of its pages.

    Raises:
        InputError: It is no text, or too much of it.
    """
    return parts_of_text(read_document(path))


def parts_of_text(read: Document) -> list[Part]:
    """Return the pages of a text that was read."""
    pages: dict[int, list[str]] = {}
    for line in read.lines:
        pages.setdefault(line.page, []).append(line.printed)
    kind = Kind.PAGE if read.lines[-1].page > 1 else Kind.BODY
    return [_part(kind, number, printed) for number, printed in pages.items()]


def _part(kind: Kind, number: int, printed: list[str]) -> Part:
    blocks = list(_blocks(printed))
    letters = sum(not char.isspace() for line in printed for char in line)
    aligned = any(isinstance(block, Table) and block.found is Found.GAPS for block in blocks)
    return Part(
        kind=kind,
        number=number,
        blocks=blocks,
        counts=Counts(total=letters, printed=letters),
        notes=[ALIGNED] if aligned else [],
    )


def _blocks(printed: Sequence[str]) -> Iterator[Block]:
    """Yield the lines and tables of a page."""
    index = 0
    while index < len(printed):
        end = _while(printed, index, lambda line: _PIPES.fullmatch(line) is not None)
        if end - index >= 2 and _RULE.fullmatch(printed[index + 1]):
            yield _piped(printed[index:end])
            index = end
            continue
        end = _while(printed, index, lambda line: bool(line.strip()) and "\t" not in line)
        stretch = _stretch(printed[index:end])
        table = _aligned(stretch) if len(stretch) >= _ROWS else None
        if table is not None:
            yield table
            index += len(stretch)
        else:
            yield PrintedLine(runs=(Run(text=printed[index]),))
            index += 1


def _while(printed: Sequence[str], start: int, fits: Callable[[str], bool]) -> int:
    """Return where the lines end that fit."""
    return next((at for at in range(start, len(printed)) if not fits(printed[at])), len(printed))


def _piped(lines: Sequence[str]) -> Table:
    """Return a table whose cells bars part (GitHub Flavored Markdown, 4.10)."""
    cells = []
    for row, line in enumerate(lines):
        note = RULE if row == 1 else ""
        fields = _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))
        for column, field in enumerate(fields):
            text = field.strip().replace("\\|", "|")
            held = (PrintedLine(runs=(Run(text=text),)),) if text else ()
            cells.append(Cell(row=row, column=column, lines=held, note=note))
    return Table(cells=tuple(cells), found=Found.NATIVE)


def _stretch(lines: Sequence[str]) -> Sequence[str]:
    """Return the lines from the first one on of which each, or the one after it, is in as many pieces as a row."""
    if not lines or _pieces(lines[0]) < _COLUMNS:
        return ()
    last = 0
    for at, line in enumerate(lines):
        if _pieces(line) >= _COLUMNS:
            last = at
        elif at - last > 1:
            break
    return lines[: last + 1]


def _pieces(line: str) -> int:
    return len(_GAP.split(line.strip()))


def _aligned(lines: Sequence[str]) -> Table | None:
    """Return the table of lines that leave columns of spaces in common; None where they leave too few."""
    if sum(_pieces(line) >= _COLUMNS for line in lines) < _ROWS:
        return None
    grids = [list(_wide(line)) for line in lines]
    width = max(at for grid in grids for at, _ in grid) + 1
    inked = [False] * (width + 1)
    for grid in grids:
        for at, char in grid:
            if not char.isspace():
                inked[at] = inked[at + _width(char) - 1] = True
    columns = list(_columns(inked))
    if len(columns) < _COLUMNS:
        return None
    cells = []
    for row, grid in enumerate(grids):
        for column, (start, end) in enumerate(columns):
            text = "".join(char for at, char in grid if start <= at < end).strip()
            if text:
                cells.append(Cell(row=row, column=column, lines=(PrintedLine(runs=(Run(text=text),)),)))
    return Table(cells=tuple(cells), found=Found.GAPS)


def _wide(line: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of a line, each with the column that it stands at; full-width ones take two."""
    at = 0
    for char in line:
        yield at, char
        at += _width(char)


def _width(char: str) -> int:
    """Return how many columns a character takes (Unicode Standard Annex 11)."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _columns(inked: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where columns begin and end that gutters part."""
    start, empty = None, 0
    for at, ink in enumerate([*inked, *[False] * _GUTTER]):
        if ink:
            start, empty = at if start is None else start, 0
        elif start is not None:
            empty += 1
            if empty >= _GUTTER:
                yield start, at - empty + 1
                start, empty = None, 0
