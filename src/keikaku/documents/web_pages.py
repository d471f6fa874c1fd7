"""HTML as it reads: blocks and tables in order, hidden parts counted and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from keikaku.documents.form import Block, Cell, Counts, Icon, Kind, Part, PrintedLine, Run, Table
from keikaku.documents.icon_lines import icon_of, mark, with_icons
from keikaku.documents.native import lines_of, table_of

_SKIPPED = frozenset({"script", "style", "template", "noscript", "head", "svg", "math", "select", "button"})
_CHROME = frozenset({"nav"})  # a site's own: no part of the document
_READING = frozenset({"rt", "rp"})
_STRUCK = frozenset({"del", "s", "strike"})  # what no longer holds, as in sheets and Word
_INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i img input ins kbd label mark q ruby rb s samp small span
    strong sub sup time tt u var wbr -text""".split()  # noqa: SIM905 -- forty names read better so
)
_GROUPS = {"thead": 0, "tbody": 1, "tfoot": 2}
_NONE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration[a-z-]*\s*:[^;]*line-through",
    re.IGNORECASE,
)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_MARKED = re.compile(r"\s*(?:[^\w\s「『（(【]|[(（]?[0-9０-９一二三四五六七八九十]+[)）.．、]|[①-⑳])")
"""A line that prints a mark or a number of its own: no second one stands before it."""
_KEPT = frozenset({"pre", "textarea", "listing", "xmp"})  # whose line ends are those of the print
_BROKEN = "\uf8ff"
"""Stands for a line end of the source, which is a space between Latin letters and figures, and nothing in Japanese."""
_BETWEEN_LATIN = re.compile(rf"(?<=[!-~０-９]){_BROKEN}+(?=[!-~０-９])")
_BREAK = re.compile(_BROKEN)
_WIDEST = 1000  # the most columns and rows a cell may span: HTML's own limit for colspan
_MARKS = ("・", "-")
"""What stands before the items of a list, and of a list within one: browsers draw a disc and a circle."""
_DEEPEST = 200  # elements within elements

# Labels of the WHATWG's Encoding Standard whose Python codec of the same name reads other characters.
_LABELS = dict.fromkeys(
    ("csshiftjis", "ms932", "ms_kanji", "shift-jis", "shift_jis", "sjis", "windows-31j", "x-sjis"), "cp932"
)


def declared_encoding(data: bytes) -> str | None:
    """Return the Python codec of the encoding that a page declares in its first 1,024 bytes; None for none."""
    match = _CHARSET.search(data[:1024])
    if match is None:
        return None
    label = match[1].decode("ascii", "replace").lower()
    return _LABELS.get(label, label)


def read_html(text: str, number: int = 1, name: str = "") -> Part:
    """Return a page of HTML as one part.

    Args:
        text: Its source.
        number: Its number in the document, from 1.
        name: Its name.
    """
    tree = LexborHTMLParser(text)
    hidden = frozenset(
        name
        for style in tree.css("style")
        for name, rules in _RULE.findall(style.text() or "")
        if _NONE.search(rules)
    )
    walk = _Walk(hidden)
    part = Part(kind=Kind.BODY, number=number, name=name)
    if tree.body is not None:
        part.blocks = list(walk.blocks(tree.body, 0))
    part.counts, part.icons = walk.counts, walk.icons
    return part


@dataclass(slots=True)
class _Walk:
    """Goes through a page and counts its characters."""

    hidden: frozenset[str]
    counts: Counts = field(default_factory=Counts)
    icons: list[Icon] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    kept: int = 0

    def blocks(self, parent: Any, depth: int) -> Iterator[Block]:
        """Yield the blocks below an element; text that stands between blocks is one of its own."""
        if depth > _DEEPEST:
            return
        inline: list[str] = []
        for child in parent.iter(include_text=True):
            if self._left_out(child):
                continue
            if child.tag in _INLINE and not self._holds_blocks(child):
                inline.append(self._text(child, depth))
            elif child.tag == "br":
                inline.append("\n")
            else:
                yield from self._lines("".join(inline))
                inline = []
                if child.tag == "table":
                    for caption in child.iter():
                        if caption.tag == "caption" and not self._left_out(caption):
                            yield from self.blocks(caption, depth + 1)
                    yield self._table(child, depth + 1)
                elif child.tag in {"ul", "ol"}:
                    yield from self._list(child, depth + 1)
                else:
                    self.kept += child.tag in _KEPT
                    yield from self.blocks(child, depth + 1)
                    self.kept -= child.tag in _KEPT
        yield from self._lines("".join(inline))

    def _list(self, parent: Any, depth: int) -> Iterator[Block]:
        """Yield the blocks of a list, each item with its mark or number, as browsers print them."""
        self.lists.append(parent.tag)
        count = int(start) if (start := parent.attributes.get("start") or "1").isdecimal() else 1
        for child in parent.iter():
            if self._left_out(child):
                continue
            if child.tag != "li":
                yield from self.blocks(child, depth + 1)
                continue
            marks = (
                _MARKS[min(self.lists.count("ul"), len(_MARKS)) - 1] if parent.tag == "ul" else f"{count}."
            )
            count += 1
            for at, block in enumerate(self.blocks(child, depth + 1)):
                if not at and isinstance(block, PrintedLine) and not _MARKED.match(block.text):
                    block = replace(block, runs=(Run(text=f"{marks} {block.text}"),))
                yield block
        self.lists.pop()

    @staticmethod
    def _holds_blocks(node: Any) -> bool:
        return node.tag != "-text" and node.css_first("p, div, table, li, h1, h2, h3, h4, h5, h6") is not None

    def _lines(self, text: str) -> Iterator[PrintedLine]:
        for line in _BREAK.sub("", _BETWEEN_LATIN.sub(" ", text)).split("\n"):
            for one in with_icons(line, self.icons):
                squeezed = re.sub(r"[ \t\r\f]+", " ", one.text).strip(" ")
                if squeezed.strip():
                    self._count(squeezed, "printed")
                    yield replace(one, runs=(Run(text=squeezed),))

    def _count(self, text: str, where: str) -> None:
        letters = sum(not char.isspace() for char in text)
        self.counts.total += letters
        setattr(self.counts, where, getattr(self.counts, where) + letters)

    def _left_out(self, node: Any) -> bool:
        """Return whether an element is no print; what it holds is counted."""
        if node.tag == "-text":
            return False
        if node.tag in _SKIPPED or node.tag.startswith("-"):
            return True
        attributes = node.attributes
        unseen = (
            "hidden" in attributes
            or node.tag in _STRUCK
            or _NONE.search(attributes.get("style") or "") is not None
            or not self.hidden.isdisjoint((attributes.get("class") or "").split())
        )
        if unseen or node.tag in _CHROME or node.tag in _READING:
            kind = "small" if node.tag in _READING else "invisible" if unseen else "outside"
            self._count(node.text(deep=True) or "", kind)
            return True
        return False

    def _text(self, node: Any, depth: int) -> str:
        """Return the text of an inline element; an image is what it is called."""
        if node.tag == "-text":
            own = node.text_content or ""
            return own if self.kept else re.sub(r"\s*\n\s*", _BROKEN, own)
        if node.tag == "img":
            return self._image(node.attributes)
        if depth > _DEEPEST:
            return ""
        parts = []
        for child in node.iter(include_text=True):
            if not self._left_out(child):
                parts.append("\n" if child.tag == "br" else self._text(child, depth + 1))
        return "".join(parts)

    def _image(self, attributes: dict[str, str | None]) -> str:
        """Return what an image is called; of an icon, with the mark that stands for it before."""
        words = (attributes.get("alt") or "").strip()
        icon = icon_of(words, *(attributes.get(name) or "" for name in ("style", "class", "src")))
        if icon is None:
            return words
        self.icons.append(icon)
        return f"{mark(len(self.icons) - 1)}{words} "

    def _table(self, table: Any, depth: int) -> Table:
        """Return a table as the algorithm of HTML (4.9.12) lays its cells out."""
        cells: list[Cell] = []
        taken: set[tuple[int, int]] = set()
        shown = list(self._rows(table))
        for row, element in enumerate(shown):
            column = 0
            for node in element.iter():
                if node.tag not in {"td", "th"} or self._left_out(node):
                    continue
                while (row, column) in taken:
                    column += 1
                rows = _span(node, "rowspan") or len(shown) - row
                columns = max(1, _span(node, "colspan"))
                taken.update(
                    (row + down, column + across) for down in range(rows) for across in range(columns)
                )
                cells.append(
                    Cell(
                        row=row,
                        column=column,
                        rows=rows,
                        columns=columns,
                        lines=self._cell_lines(node, depth),
                    )
                )
        height = 1 + max((cell.row for cell in cells), default=0)
        return table_of(_within(cell, height) for cell in cells)

    def _rows(self, table: Any) -> Iterator[Any]:
        """Yield the rows of a table that are shown: its head first and its foot last, wherever they stand."""
        groups = [one for one in table.iter() if one.tag in {"tr", *_GROUPS} and not self._left_out(one)]
        for group in sorted(groups, key=lambda one: _GROUPS.get(one.tag, 1)):
            if group.tag == "tr":
                yield group
            else:
                yield from (row for row in group.iter() if row.tag == "tr" and not self._left_out(row))

    def _cell_lines(self, node: Any, depth: int) -> tuple[PrintedLine, ...]:
        lines: list[PrintedLine] = []
        for block in self.blocks(node, depth):
            if isinstance(block, PrintedLine):
                lines.append(block)
            elif isinstance(block, Table):
                lines += [
                    line for row in block.by_row() for line in lines_of("\u3000".join(c.text for c in row))
                ]
        return tuple(lines)


def _span(node: Any, name: str) -> int:
    """Return over how many cells one spans; 0, of rows, is all that follow."""
    value = (node.attributes.get(name) or "1").strip()
    return min(int(value), _WIDEST) if value.isdecimal() else 1


def _within(cell: Cell, height: int) -> Cell:
    """Return a cell that ends with its table: a rowspan may say more rows than there are."""
    rows = min(cell.rows, height - cell.row)
    return Cell(row=cell.row, column=cell.column, rows=rows, columns=cell.columns, lines=cell.lines)
