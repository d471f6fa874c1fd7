"""One form for every document, whatever its file: parts of blocks in reading order.

Boxes are in points of the page as it is displayed, from its upper left corner; a document that has no pages
has no boxes. Nothing is repaired here: texts are as they were extracted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from keikaku.ground.text.folding import fold, join

FIGURE = re.compile(r"(?:[△▲(+-]\s*)?[0-9][0-9,.]*\s*[)%]?")
"""A line that is a figure and nothing else, folded."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.bottom - self.top

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """Return the smallest rectangle around some; there must be one at least."""
        lefts, tops, rights, bottoms = zip(*((b.left, b.top, b.right, b.bottom) for b in boxes), strict=True)
        return cls(min(lefts), min(tops), max(rights), max(bottoms))


UNKNOWN = "〓"
"""What is written for print that a file does not say: the geta mark of Japanese printers, which is no part of any figure."""


def wrapped(lines: Iterable[str]) -> str:
    """Return one text out of the lines that it was wrapped into; a line that is a figure stays apart.

    >>> wrapped(["35,379", "5,503,210"]), wrapped(["千円", "13"]), wrapped(["事業", "費"])
    ('35,379 5,503,210', '千円 13', '事業費')
    """
    parts = [line for line in lines if line.strip()]
    whole: list[str] = []
    for part in parts:
        meet = whole and whole[-1].rstrip()[-1:].isdigit() and part.lstrip()[:1].isdigit()
        if meet or (whole and FIGURE.fullmatch(fold(part).strip())):
            whole.append(part)
        elif whole:
            whole[-1] = join((whole[-1], part))
        else:
            whole.append(part)
    return " ".join(join((one,)) for one in whole)


class Origin(StrEnum):
    """Where a text comes from: the codes of its characters, the replacement text that a PDF declares (ISO 32000-1, 14.9.4), recognition.

    ``AGREED`` was recognised by two engines that read the same figures, or, where there are none, the same text; what
    is ``RECOGNISED`` alone holds no figure that is certain. ``PICTURED`` is what icons say, in words that nobody printed.
    """

    TEXT = "text"
    ACTUAL = "actual text"
    AGREED = "recognised alike"
    RECOGNISED = "recognised"
    PICTURED = "pictured"


class Found(StrEnum):
    """How a table was found."""

    RULED = "ruled"
    GAPS = "gaps"
    NATIVE = "native"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch of a line in one style.

    Attributes:
        text: As extracted.
        box: Where, or None where the document has no pages.
        size: Height of its font, in points; 0 where that is not known.
        bold: Whether it is printed in a heavy face.
        colour: Its fill as "#rrggbb", or "".
        angle: Degrees clockwise by which it is turned: 0, 90, 180 or 270.
        ruby: The reading that is printed beside it in small letters, or "".
    """

    text: str
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    colour: str = ""
    angle: int = 0
    ruby: str = ""


class State(StrEnum):
    """What an icon says."""

    APPLIES = "applies"
    NOT_APPLYING = "printed, not applying"
    UNKNOWN = "cannot be told"


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon of a goal.

    Attributes:
        goal: 1 to 17; 0 where it cannot be told.
        state: What it says.
        box: Where it stands, or None where the document has no pages.
        witnesses: What speaks for the goal: "colour", "digit", "order", "words".
        sure: Whether they leave no doubt: two of them, or a colour as it is specified among others that are.
    """

    goal: int
    state: State
    box: Box | None
    witnesses: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of print.

    Attributes:
        runs: Its stretches, in reading order.
        box: Where, or None.
        origin: Where its text comes from.
        vertical: Whether it is written from top to bottom.
        furniture: Whether it belongs to the page and not to the text: a page number, a running head that is printed
            elsewhere too.
        second: What a second engine recognises there; None where none was asked.
        icons: The icons that stand in it. On a page they are a line of their own, which says the goals that apply.
    """

    runs: tuple[Run, ...]
    box: Box | None = None
    origin: Origin = Origin.TEXT
    vertical: bool = False
    furniture: bool = False
    second: str | None = None
    icons: tuple[Icon, ...] = ()

    @property
    def text(self) -> str:
        """What it prints."""
        return "".join(run.text for run in self.runs)

    @property
    def pictured(self) -> bool:
        """Whether it is a row of icons and no print."""
        return self.origin is Origin.PICTURED


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table.

    Attributes:
        row: Its first row, from 0.
        column: Its first column, from 0.
        rows: Over how many rows it reaches.
        columns: Over how many columns.
        lines: What stands in it.
        box: Where, or None.
        fill: Colour of its ground as "#rrggbb", or "".
        hidden: Whether the document hides it (a hidden row, column or sheet).
        struck: Whether all of it is struck through.
        address: Its address in a sheet ("B7"), or "".
        note: What a reader must know of it: that a formula was not calculated, a comment.
        carried: Whether its text is printed on the page before, where the cell begins, and not here.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: tuple[PrintedLine, ...] = ()
    box: Box | None = None
    fill: str = ""
    hidden: bool = False
    struck: bool = False
    address: str = ""
    note: str = ""
    carried: bool = False

    @property
    def printed(self) -> tuple[PrintedLine, ...]:
        """The lines that its text is: those of print, or those of icons where nothing else stands in it."""
        return tuple(line for line in self.lines if not line.pictured) or self.lines

    @property
    def text(self) -> str:
        """Its text, what was wrapped joined; two figures stay apart, since one may not be made of them."""
        return wrapped(line.text for line in self.printed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A grid of cells.

    Attributes:
        cells: By row and column; what a merged cell covers has no cell of its own.
        found: How it was found.
        box: Where, or None.
        continues: Whether it goes on from the last table of the page before.
        repeated: How many of its first rows print the heads of the table that it continues once more.
    """

    cells: tuple[Cell, ...]
    found: Found
    box: Box | None = None
    continues: bool = False
    repeated: int = 0

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    def by_row(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the cells that begin in each row, the empty rows too."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        yield from (tuple(sorted(row, key=lambda cell: cell.column)) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image on a page.

    Attributes:
        box: Where, or None.
        sha256: Hash of its pixels or its file, or "".
        label: What the document says of it (the alternative text), or "".
    """

    box: Box | None = None
    sha256: str = ""
    label: str = ""


Block = PrintedLine | Table | Picture


class Kind(StrEnum):
    """What a part is."""

    PAGE = "page"
    SHEET = "sheet"
    BODY = "body"


@dataclass(slots=True, kw_only=True)
class Counts:
    """Where the characters of a part went, white space left out.

    Attributes:
        total: How many the file holds.
        printed: How many stand in lines and cells, furniture left out.
        furniture: How many stand in page numbers and repeated heads.
        doubled: Prints of a character over itself (bold faces made so).
        outside: Characters outside the page.
        invisible: Characters drawn invisibly.
        unmapped: Characters of a font that does not say what they are; they are not printed here.
        small: Readings beside the base text (ruby).
        pictured: Characters within icons, which say what their line says.
    """

    total: int = 0
    printed: int = 0
    furniture: int = 0
    doubled: int = 0
    outside: int = 0
    invisible: int = 0
    unmapped: int = 0
    small: int = 0
    pictured: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A printed page on a page of the file: the whole of it, or one of two beside each other.

    Attributes:
        box: Where it lies.
        folio: The page number printed on it, or "".
    """

    box: Box
    folio: str = ""


@dataclass(slots=True, kw_only=True)
class Part:
    """A page, a sheet, or a body of text.

    Attributes:
        kind: Which of them.
        number: From 1.
        name: The sheet's name, or "".
        file: The file that it stands in, of an archive or a folder, or "".
        width: Of the page, in points; 0 where there is none.
        height: Of the page.
        hidden: Whether the document hides it.
        blocks: In reading order.
        icons: The icons of the SDGs on it, row by row.
        counts: Where its characters went.
        notes: What a person must know of it, as ids of messages: "no-text", "unmapped-font", "restricted".
        leaves: The printed pages on it, in reading order; none where it is no page.
        unread: Where ink lies as text does, and nothing could be recognised in it.
        sha256: Of the page as drawn (its size and pixels), where its text was recognised; else "".
    """

    kind: Kind
    number: int
    name: str = ""
    file: str = ""
    width: float = 0.0
    height: float = 0.0
    hidden: bool = False
    blocks: list[Block] = field(default_factory=list)
    icons: list[Icon] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)
    leaves: tuple[Leaf, ...] = ()
    unread: list[Box] = field(default_factory=list)
    sha256: str = ""

    def folio(self, box: Box | None = None) -> str:
        """Return the page number that is printed on the page, or on that of two printed pages where a box lies; "" for none."""
        if box is None:
            return self.leaves[0].folio if len(self.leaves) == 1 else ""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return next((leaf.folio for leaf in self.leaves if leaf.box.holds(x, y)), "")


def before_files(parts: Iterable[Part]) -> dict[str, int]:
    """Return how many parts stand before those of each file; parts are numbered over all files of an archive."""
    before: dict[str, int] = {}
    for part in parts:
        before.setdefault(part.file, part.number - 1)
    return before
