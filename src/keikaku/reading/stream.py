"""A document as the reader goes through it: lines with their place on the page, and grids of cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, groupby
from typing import Any
from unicodedata import east_asian_width

from keikaku.documents.form import Cell, Icon
from keikaku.documents.numbered_lines import Document, Line
from keikaku.documents.text_form import Place
from keikaku.ground.text.folding import Table, fold

_GAP = re.compile(r"[ \u3000]{2,}|\u3000|\t")
_STRETCH = re.compile(r"[^ \u3000]+(?: [^ \u3000]+)*")
_NEAR = 2.0
"""Within how many letters of a column's edge a stretch begins that is of the column."""
_PAGE_NUMBER = re.compile(r"[-~( ]*(?P<number>[0-9]{1,4})[-~) ]*(?:ページ|頁)?")
_FOOT = re.compile(r"- ?[0-9]{1,4} ?-|[0-9]{1,4} ?(?:ページ|頁)")
"""The number of a page and nothing else, wherever it stands."""
_FOOT_WITH_WORDS = re.compile(r"(?P<words>\S.*?)[\s\-~(/]+(?P<number>[0-9]{1,4})[-~) ]*(?:ページ|頁)?")
"""Words, and the number of a page behind them."""
_LEADERS = re.compile(r"(?:(?:[・.·]\s*){3,}|(?:[…‥]\s*)+)[0-9]{1,4}$")
_EDGE = 3
"""How many lines at the top and at the foot of a page may be furniture."""


@dataclass(frozen=True)
class Strip:
    """A line outside tables.

    Attributes:
        line: The line.
        left: Where it begins, in points, or in half-width characters where the document has no pages.
        right: Where it ends.
        size: Height of its letters in points; 0 where that is not known.
        apart: Whether a blank line stands above it.
        runs: Its stretches with where they begin and end; gaps between them have no place.
        more: The numbers of further lines that it was broken into.
        icons: The icons that it is a row of, of a line that is no print.
    """

    line: Line
    left: float
    right: float
    size: float = 0.0
    apart: bool = False
    runs: tuple[tuple[str, float, float], ...] = ()
    more: tuple[int, ...] = ()
    icons: tuple[Icon, ...] = ()

    @cached_property
    def text(self) -> str:
        """What is read of it, without its outer spaces."""
        return self.line.text.strip()

    @cached_property
    def number(self) -> int:
        """The line's number."""
        return self.line.number

    @cached_property
    def segments(self) -> list[str]:
        """Its stretches, parted by gaps."""
        return [part.strip() for part in _GAP.split(self.text) if part.strip()]

    @property
    def letter(self) -> float:
        """How wide a full-width letter is."""
        text, left, right = max(self.runs, key=lambda run: width(run[0]))
        return 2 * (right - left) / max(width(text), 1)

    @property
    def stretches(self) -> list[tuple[str, float]]:
        """Its stretches between gaps, wider than the space between two words, and where each begins."""
        return [
            (
                part[0],
                left + ((right - left) * width(text[: part.start()]) / width(text) if part.start() else 0),
            )
            for text, left, right in self.runs
            for part in _STRETCH.finditer(text)
        ]

    def tops(self, above: Strip) -> bool:
        """Tell whether it stands at the top of a page, and another line above it; a text without pages keeps a space."""
        return self.line.page != above.line.page or self.line.text[:1].isspace()

    def beside(self, edges: Sequence[float]) -> list[str]:
        """Return what it prints in each of some columns beside each other.

        A stretch that begins where a column does is of that column; any other goes on with the one before it.

        Args:
            edges: Where each column begins, from the left.
        """
        columns = [""] * len(edges)
        column = 0
        for text, left in self.stretches:
            near = [at for at, edge in enumerate(edges) if abs(left - edge) <= _NEAR * self.letter]
            column = near[-1] if near else column
            columns[column] = f"{columns[column]} {text}".strip()
        return columns


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one table that stand below each other.

    Attributes:
        lines: A line for each row.
        cells: Of a published file, the cells of each row, by the number of its line.
    """

    lines: tuple[Line, ...]
    cells: dict[int, tuple[Cell, ...]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of its first line."""
        return self.lines[0].number


Piece = Strip | Sheet
Row = tuple[Line, Place | None]


_LETTERS = re.compile("[ぁ-ゖァ-ヺー・一-鿿、。「」！-～]+")
"""Wide characters, of which texts are made; what others are is looked up."""
_WIDE = Table(lambda char: char * 2 if east_asian_width(char) in "WF" else char, " -~")


def width(text: str) -> int:
    """Return how many half-width characters a text takes."""
    if text.isascii():
        return len(text)
    others = _LETTERS.sub("", text)
    return 2 * (len(text) - len(others)) + len(_WIDE.of(others))


def pieces(document: Document, lines: Iterable[Line]) -> Iterator[Piece]:
    """Yield lines and tables in order.

    Args:
        document: The document.
        lines: Those of its lines that are read; blank ones are left out.
    """
    printed = [(line, _place(document, line)) for line in lines if not line.blank]
    last = 0
    for table, group in groupby(printed, key=_table):
        rows = list(group)
        if table is None:
            for line, place in rows:
                yield _strip(line, place, apart=_gap(document, last, line.number))
                last = line.number
        else:
            cells = {line.number: place.cells for line, place in rows if place}
            for run in [rows] if cells else _runs(document, rows):
                yield Sheet(tuple(line for line, _place in run), cells)
        last = rows[-1][0].number


def _gap(document: Document, above: int, number: int) -> bool:
    """Tell whether blank lines alone stand between two lines: around the foot of a page they part nothing."""
    between = document.lines[above : number - 1]
    return bool(between) and all(line.blank for line in between)


def _runs(document: Document, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows of text that are of one table: blank lines part rows of another number of cells.

    Those that stand alone between blank lines, where others stand together, are by themselves.
    """
    runs: list[list[Row]] = []
    for row in rows:
        above = runs[-1][-1][0].number if runs else 0
        if not runs or _gap(document, above, row[0].number):
            runs.append([])
        runs[-1].append(row)
    if all(len(run) == 1 for run in runs):
        yield rows
        return
    for (alone, _columns), group in groupby(runs, key=lambda run: (len(run) == 1, _columns_of(run))):
        together = list(group)
        yield from together if alone else [list(chain.from_iterable(together))]


def _columns_of(run: Sequence[Row]) -> int:
    return max(len(line.cells) for line, _place in run)


def edges(printed: Iterable[Piece]) -> dict[int, float]:
    """Return where the lines of each page end: its rightmost print outside tables."""
    found: dict[int, float] = {}
    for piece in printed:
        if isinstance(piece, Strip):
            found[piece.line.page] = max(piece.right, found.get(piece.line.page, 0.0))
    return found


def _place(document: Document, line: Line) -> Place | None:
    return document.published.lines[line.number - 1][1] if document.published else None


def _table(printed: tuple[Line, Place | None]) -> tuple[int, int] | None:
    """Return what tells the table of a row from the next, or None for a line outside tables."""
    line, place = printed
    if "\t" not in line.text:
        return None
    return (line.page, place.table if place else 0)


def icons_in(document: Document, number: int) -> tuple[Icon, ...]:
    """Return the icons in a line, or in the cells of a row.

    Args:
        document: The document.
        number: The line's number.
    """
    place = document.published.lines[number - 1][1] if document.published else None
    if place and place.line:
        return place.line.icons
    return tuple(icon for cell in cells_of(document, number) for line in cell.lines for icon in line.icons)


def cells_of(document: Document, number: int) -> tuple[Cell, ...]:
    """Return the cells of a row of a published document, none for any other line."""
    return document.published.lines[number - 1][1].cells if document.published else ()


def _strip(line: Line, place: Place | None, *, apart: bool) -> Strip:
    if place and place.line and place.line.pictured:
        return replace(plain_strip(line, apart=apart), icons=place.line.icons)
    if place and place.box and place.line:
        size = max(run.size for run in place.line.runs)
        runs = [(run.text, run.box.left, run.box.right) for run in place.line.runs if run.box]
        return Strip(line, place.box.left, place.box.right, size, apart, tuple(runs))
    return plain_strip(line, apart=apart)


def plain_strip(line: Line, *, apart: bool = False) -> Strip:
    """Return a line that has no place on a page."""
    text = line.text.rstrip()
    left, right = width(text[: len(text) - len(text.lstrip())]), width(text)
    return Strip(line, left, right, apart=apart, runs=((text, 0.0, float(right)),))


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines at the edges of pages that are none of the content.

    Attributes:
        numbers: The pages' numbers: they count on with the pages, on more than half of them, or are printed as such.
        repeated: Lines printed on more than half of the pages, of two at least; a heading may be among them.
    """

    numbers: frozenset[int]
    repeated: frozenset[int]


def furniture(document: Document) -> Furniture:
    """Return the furniture that the pages show by repeating it."""
    feet = frozenset(line.number for line in document.lines if _FOOT.fullmatch(line.folded.strip()))
    edges = dict(_edges(document.lines))
    if len(edges) < 2:
        return Furniture(feet, frozenset())
    texts: dict[tuple[str, int], set[tuple[int, int]]] = {}
    offsets: dict[int, set[tuple[int, int]]] = {}
    for line in (line for lines in edges.values() for line in lines):
        text = fold(line.text).strip()
        match = _PAGE_NUMBER.fullmatch(text)
        foot = _FOOT_WITH_WORDS.fullmatch(text)
        if match:
            alike = offsets.setdefault(int(match["number"]) - line.page, set())
        elif foot:  # a title with the number of its page is printed again and again but for that number
            alike = texts.setdefault((foot["words"], int(foot["number"]) - line.page), set())
        else:
            alike = texts.setdefault((text, 0), set())
        alike.add((line.number, line.page))
    usual = [_often(found, len(edges)) for found in (offsets, texts)]
    return Furniture(usual[0] | feet, usual[1])


def _often(found: Mapping[Any, set[tuple[int, int]]], pages: int) -> frozenset[int]:
    """Return the numbers of the lines that stand on more than half of the pages."""
    return frozenset(
        number
        for alike in found.values()
        if len({page for _number, page in alike}) * 2 > pages
        for number, _page in alike
    )


def _edges(lines: Iterable[Line]) -> Iterator[tuple[int, list[Line]]]:
    for page, group in groupby((line for line in lines if not line.blank), key=lambda line: line.page):
        every = list(group)
        yield page, every if len(every) <= 2 * _EDGE else [*every[:_EDGE], *every[-_EDGE:]]


def is_contents(text: str) -> bool:
    r"""Tell whether a line is one of a table of contents: dots that lead to a page number.

    >>> is_contents("策定の趣旨　・・・・・・　１"), is_contents("防災・減災 2"), is_contents("分野計\t\t\t\t0")
    (True, False, False)
    """
    return bool(_LEADERS.search(fold(text).strip()))
