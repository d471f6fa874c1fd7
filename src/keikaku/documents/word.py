"""DOCX as it prints: automatic numbers, merged cells, text boxes once, insertions in, deletions out.

Walks document.xml, numbering.xml and styles.xml of ECMA-376 (part 1, 17) itself: no library gives automatic
numbers, text boxes, insertions, ruby bases and nested tables together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keikaku.documents.form import Block, Cell, Counts, Kind, Part, Picture, PrintedLine, Run, Table
from keikaku.documents.icon_lines import icon_line, icon_of
from keikaku.documents.native import table_of
from keikaku.documents.numerals import numeral
from keikaku.documents.packages import PackageError, parse, read_package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        f"{_W}delText",
        f"{_W}rt",
        f"{_MC}Fallback",
        f"{_W}rPr",
        f"{_W}pPr",
    }
)
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_DEEPEST = 20  # tables within tables


_BULLETS = str.maketrans(
    {"\uf0b7": "・", "\uf06c": "●", "\uf0a7": "■", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "▶"}
)
"""The marks of lists that Word takes from Symbol and Wingdings, whose characters mean nothing without the font."""


@dataclass(slots=True)
class _Level:
    """A level of a list: how its number is written."""

    format: str
    text: str
    start: int


@dataclass(slots=True)
class _Numbering:
    """The lists of a document, and how far each was counted."""

    levels: dict[str, dict[int, _Level]]
    of_style: dict[str, tuple[str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next(self, list_id: str, depth: int) -> str:
        """Count a paragraph of a list and return its number as printed."""
        levels, counts = self.levels.get(list_id, {}), self.counts[list_id]
        level = levels.get(depth)
        if level is None or level.format in {"none", "bullet"}:
            return level.text.translate(_BULLETS) if level and level.format == "bullet" else ""
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        text = level.text
        for at in range(depth + 1):
            above = levels.get(at)
            if above is not None:
                text = text.replace(f"%{at + 1}", numeral(counts.get(at, above.start), above.format))
        return text


def read_docx(path: Path) -> list[Part]:
    """Return the body of a DOCX, its footnotes after it.

    Raises:
        PackageError: It cannot be opened.
    """
    members = read_package(path)
    root = parse(members, "word/document.xml")
    if root is None:
        raise PackageError("damaged", "word/document.xml")
    walk = _Walk(_numbering(members), Counts())
    body = root.find(f"{_W}body")
    part = Part(kind=Kind.BODY, number=1, counts=walk.counts)
    part.blocks = list(walk.blocks(body, 0)) if body is not None else []
    notes = parse(members, "word/footnotes.xml")
    if notes is not None:
        for note in notes.iter(f"{_W}footnote"):
            if note.get(f"{_W}type") is None:
                part.blocks += walk.blocks(note, 0)
    return [part]


def _numbering(members: dict[str, bytes]) -> _Numbering:
    """Read the lists of a document and which styles belong to them."""
    root, styles = parse(members, "word/numbering.xml"), parse(members, "word/styles.xml")
    abstract = {
        one.get(f"{_W}abstractNumId"): {
            int(level.get(f"{_W}ilvl", "0")): _level(level) for level in one.iter(f"{_W}lvl")
        }
        for one in (root.iter(f"{_W}abstractNum") if root is not None else ())
    }
    levels = {}
    for num in root.iter(f"{_W}num") if root is not None else ():
        base = num.find(f"{_W}abstractNumId")
        if base is not None:
            own = dict(abstract.get(base.get(f"{_W}val"), {}))
            for override in num.iter(f"{_W}lvlOverride"):
                _override(own, override)
            levels[num.get(f"{_W}numId", "")] = own
    of_style = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        numbered = _list_of(style.find(f"{_W}pPr"))
        if numbered:
            of_style[style.get(f"{_W}styleId", "")] = numbered
    return _Numbering(levels, of_style)


def _override(levels: dict[int, _Level], override: Any) -> None:
    """Apply a list's own start or level."""
    depth = int(override.get(f"{_W}ilvl", "0"))
    own, start = override.find(f"{_W}lvl"), override.find(f"{_W}startOverride")
    if own is not None:
        levels[depth] = _level(own)
    elif start is not None and depth in levels:
        level = levels[depth]
        levels[depth] = _Level(level.format, level.text, int(start.get(f"{_W}val", "1")))


def _level(level: Any) -> _Level:
    def value(name: str, default: str) -> str:
        found = level.find(f"{_W}{name}")
        return found.get(f"{_W}val", default) if found is not None else default

    start = value("start", "1")
    return _Level(value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdecimal() else 1)


def _list_of(properties: Any) -> tuple[str, int] | None:
    """Return the list and the level that paragraph properties name."""
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None:
        return None
    list_id, depth = numbered.find(f"{_W}numId"), numbered.find(f"{_W}ilvl")
    if list_id is None:
        return None
    at = depth.get(f"{_W}val", "0") if depth is not None else "0"
    return list_id.get(f"{_W}val", ""), int(at) if at.isdecimal() else 0


@dataclass(slots=True)
class _Walk:
    """Goes through a document and counts its lists and characters."""

    numbering: _Numbering
    counts: Counts

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
        numbered = _list_of(properties)
        if numbered is None and properties is not None:
            style = properties.find(f"{_W}pStyle")
            numbered = self.numbering.of_style.get(style.get(f"{_W}val", "")) if style is not None else None
        boxes: list[Any] = []
        text = "".join(self._text(paragraph, boxes))
        if numbered and text.strip():
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

    def _text(self, parent: Any, boxes: list[Any]) -> Iterator[str]:
        """Yield the text below an element; text boxes are noted for after the paragraph."""
        for child in parent:
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag == f"{_W}r" and _hidden(child):
                self._count("".join(child.itertext(f"{_W}t")), printed=False)
            elif tag == f"{_W}t":
                self._count(child.text or "", printed=True)
                yield child.text or ""
            elif tag in _BREAKS:
                yield _BREAKS[tag]
            elif tag == f"{_W}txbxContent":
                boxes.append(child)
            elif isinstance(tag, str):
                yield from self._text(child, boxes)

    def _count(self, text: str, *, printed: bool) -> None:
        letters = sum(not char.isspace() for char in text)
        self.counts.total += letters
        if printed:
            self.counts.printed += letters
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


def _hidden(run: Any) -> bool:
    properties = run.find(f"{_W}rPr")
    vanish = properties.find(f"{_W}vanish") if properties is not None else None
    return vanish is not None and vanish.get(f"{_W}val", "1") not in {"0", "false"}


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
