"""DOCX as it prints: automatic numbers, merged cells, text boxes once, insertions in, deletions out.

Walks document.xml, numbering.xml and styles.xml of ECMA-376 (part 1, 17) itself: no library gives automatic
numbers, text boxes, insertions, ruby bases and nested tables together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keikaku.documents.form import UNKNOWN, Block, Cell, Counts, Kind, Part, Picture, PrintedLine, Run, Table
from keikaku.documents.icon_lines import icon_line, icon_of
from keikaku.documents.native import table_of
from keikaku.documents.notes import UNKNOWN_SIGN
from keikaku.documents.packages import PackageError, parse, read_package, unread_in
from keikaku.documents.symbol_fonts import drawn, is_symbol_font
from keikaku.documents.word_fields import printed
from keikaku.documents.word_numbers import Numbering, numbering_of
from keikaku.ground.text.characters import is_unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}delText",
        f"{_W}rt",
        f"{_MC}Fallback",
        f"{_W}rPr",
        f"{_W}pPr",
    }
)
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}noBreakHyphen": "-"}
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = {f"{_W}t", f"{_M}t"}
_DEEPEST = 20  # tables within tables


def read_docx(path: Path) -> list[Part]:
    """Return the body of a DOCX, its footnotes and endnotes after it.

    Raises:
        PackageError: It cannot be opened.
    """
    members = read_package(path)
    root = parse(members, "word/document.xml")
    if root is None:
        raise PackageError("damaged", "word/document.xml")
    walk = _Walk(numbering_of(members), Counts())
    body = root.find(f"{_W}body")
    part = Part(kind=Kind.BODY, number=1, counts=walk.counts)
    part.blocks = list(walk.blocks(body, 0)) if body is not None else []
    for name in ("footnote", "endnote"):
        notes = parse(members, f"word/{name}s.xml")
        for note in notes.iter(f"{_W}{name}") if notes is not None else ():
            if note.get(f"{_W}type") is None:
                part.blocks += walk.blocks(note, 0)
    if walk.counts.unmapped:
        part.notes.append(UNKNOWN_SIGN)
    part.notes += unread_in(path)
    return [part]


@dataclass(slots=True)
class _Walk:
    """Goes through a document and counts its lists and characters."""

    numbering: Numbering
    counts: Counts
    fields: list[list[str]] = field(default_factory=list)

    def blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        """Yield the blocks below an element."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{_W}tbl":
                yield self._table(child, depth)
            elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"}:
                yield from self.blocks(child, depth)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Block]:
        """Yield a paragraph's lines, then what its text boxes hold."""
        properties = paragraph.find(f"{_W}pPr")
        numbered = self.numbering.of(properties)
        boxes: list[Any] = []
        text = "".join(self._text(paragraph, boxes))
        if numbered and (text.strip() or not _unseen_mark(properties)):
            number = self.numbering.next(*numbered)
            text = f"{number}\u3000{text}" if number else text
        for line in text.split("\n"):
            if line.strip():
                yield PrintedLine(runs=(Run(text=line),))
        for drawing in paragraph.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        ):
            words = drawing.get("descr", "")
            icon = icon_of(words)
            yield icon_line([icon], words) if icon else Picture(label=words)
        for box in boxes if depth < _DEEPEST else ():
            yield from self.blocks(box, depth + 1)

    def _text(self, parent: Any, boxes: list[Any], font: str = "") -> Iterator[str]:
        """Yield the text below an element; text boxes are noted for after the paragraph."""
        for child in parent:
            tag = child.tag
            if tag == f"{_W}fldChar" or tag == f"{_W}instrText":
                yield self._kept(self._field(child))
            elif tag in _SKIPPED:
                continue
            elif tag == f"{_W}r" and _unseen(child.find(f"{_W}rPr")):
                self._count("".join(child.itertext(f"{_W}t")), printed=False)
            elif tag == f"{_W}r":
                yield from self._text(child, boxes, _font_of_signs(child))
            elif tag in _TEXTS:
                text = child.text or ""
                yield self._kept(drawn(text, font) if font else text)
            elif tag == f"{_W}sym":
                yield self._kept(_sign(child))
            elif tag == f"{_M}f":
                above, below = (child.find(f"{_M}{name}") for name in ("num", "den"))
                yield "/".join("".join(self._text(one, boxes)) for one in (above, below) if one is not None)
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag == f"{_W}txbxContent":
                boxes.append(child)
            elif isinstance(tag, str):
                yield from self._text(child, boxes, font)

    def _field(self, element: Any) -> str:
        """Follow a field, and return what it prints where its instruction is all that the document holds of it."""
        step = element.get(f"{_W}fldCharType")
        if step == "begin":
            self.fields.append([])
        elif self.fields and step is None:
            self.fields[-1].append(element.text or "")
        elif self.fields and step == "separate":
            self.fields[-1].clear()  # what it printed last follows
        elif self.fields and step == "end":
            return printed("".join(self.fields.pop()))
        return ""

    def _kept(self, text: str) -> str:
        self._count(text, printed=True)
        return text

    def _count(self, text: str, *, printed: bool) -> None:
        letters = sum(not char.isspace() for char in text)
        lost = text.count(UNKNOWN)
        self.counts.total += letters
        if printed:
            self.counts.printed += letters - lost
            self.counts.unmapped += lost
        else:
            self.counts.invisible += letters

    def _table(self, table: Any, depth: int) -> Table:
        """Return a table; one within a cell becomes lines of that cell."""
        cells: list[Cell] = []
        open_above: dict[int, int] = {}  # column → index of the cell that reaches down there
        for row, element in enumerate(table.iter(f"{_W}tr") if depth > _DEEPEST else _rows(table)):
            column = _before(element)
            for cell in _cells(element):
                properties = cell.find(f"{_W}tcPr")
                width = _span(properties)
                merge = properties.find(f"{_W}vMerge") if properties is not None else None
                if (
                    merge is not None
                    and merge.get(f"{_W}val", "continue") == "continue"
                    and column in open_above
                ):
                    above = cells[open_above[column]]
                    cells[open_above[column]] = _lower(above, row)
                else:
                    lines = tuple(self._cell_lines(cell, depth + 1))
                    cells.append(Cell(row=row, column=column, columns=width, lines=lines))
                    open_above[column] = len(cells) - 1
                column += width
        return table_of(cells)

    def _cell_lines(self, cell: Any, depth: int) -> Iterator[PrintedLine]:
        """Yield the lines of a cell, those of tables within it as rows parted by full-width spaces."""
        if depth > _DEEPEST:
            return
        for block in self.blocks(cell, depth):
            if isinstance(block, PrintedLine):
                yield block
            elif isinstance(block, Table):
                for row in block.by_row():
                    yield PrintedLine(runs=(Run(text="\u3000".join(one.text for one in row)),))


def _unseen(properties: Any) -> bool:
    """Return whether text is hidden, or struck through as what no longer holds."""
    return properties is not None and any(
        (mark := properties.find(f"{_W}{name}")) is not None
        and mark.get(f"{_W}val", "1") not in {"0", "false"}
        for name in ("vanish", "strike", "dstrike")
    )


def _unseen_mark(properties: Any) -> bool:
    """Return whether the end of a paragraph is hidden or deleted, so that an empty one prints no number."""
    mark = properties.find(f"{_W}rPr") if properties is not None else None
    return mark is not None and (_unseen(mark) or mark.find(f"{_W}del") is not None)


def _font_of_signs(run: Any) -> str:
    """Return the font of a run if it draws signs where others draw letters, else ""."""
    fonts = run.find(f"{_W}rPr/{_W}rFonts")
    name = fonts.get(f"{_W}ascii", "") if fonts is not None else ""
    return name if is_symbol_font(name) else ""


def _sign(symbol: Any) -> str:
    """Return what a symbol prints; in a font of letters the code is the character."""
    font, code = symbol.get(f"{_W}font", ""), symbol.get(f"{_W}char", "")
    if not re.fullmatch("[0-9A-Fa-f]{4}", code):
        return UNKNOWN
    char = chr(int(code, 16))
    if is_symbol_font(font):
        return drawn(char, font)
    return UNKNOWN if is_unreadable(char) or 0xD800 <= ord(char) < 0xE000 else char


def _rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table, those inserted too, those deleted not."""
    for child in table:
        if child.tag == f"{_W}tr":
            properties = child.find(f"{_W}trPr")
            if properties is None or properties.find(f"{_W}del") is None:
                yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"}:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent"}:
            yield from _cells(child)


def _before(row: Any) -> int:
    """Return how many columns of the grid a row leaves out at its beginning."""
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    return int(before.get(f"{_W}val", "0")) if before is not None else 0


def _span(properties: Any) -> int:
    span = properties.find(f"{_W}gridSpan") if properties is not None else None
    return max(1, min(int(span.get(f"{_W}val", "1")), 1000)) if span is not None else 1


def _lower(cell: Cell, row: int) -> Cell:
    """Return a cell that reaches down to a row."""
    return Cell(
        row=cell.row, column=cell.column, rows=row - cell.row + 1, columns=cell.columns, lines=cell.lines
    )
