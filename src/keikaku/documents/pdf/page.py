"""A page of a PDF: its tables and lines in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from keikaku.documents import icon_lines
from keikaku.documents.form import Block, Box, Icon, Kind, Leaf, Part, Picture, PrintedLine, Run, Table
from keikaku.documents.notes import INVISIBLE, OVER_SCAN, UNMAPPED
from keikaku.documents.pdf import gaps, grids, icon_rows, ruby, sheets, subrows, unseen
from keikaku.documents.pdf.characters import Char, Characters, read_characters
from keikaku.documents.pdf.geometry import Frame
from keikaku.documents.pdf.icon_pictures import read_icons
from keikaku.documents.pdf.layout import Placed, in_order
from keikaku.documents.pdf.lines import (
    printed_lines,
    rows,
    segments,
    stood_up,
    turned,
    vertical_line,
    vertical_runs,
)
from keikaku.documents.pdf.rules import Drawn, joined, read_drawn

_UNMAPPED = 0.05  # of a page's characters: more without a code and its text cannot be trusted
_SMALLEST_PICTURE = 4.0  # points
_LITTLE_TEXT = (
    100  # characters: a page number, a running head and a stamp have fewer, a page of text has 200 at least
)
_COVERED = 0.6  # of a page, by its images: a picture within margins of 25 mm covers 63 % of A4
_STEPS = 20  # points across and along the page that are looked at


def read_page(page: Any, number: int) -> Part:
    """Return a page.

    Args:
        page: PDFium's page.
        number: Its number in the file, from 1.
    """
    frame = Frame.of(page)
    textpage = page.get_textpage()
    try:
        characters = read_characters(page, textpage, frame)
        drawn = read_drawn(page, frame)
        part = Part(
            kind=Kind.PAGE,
            number=number,
            width=round(frame.width, 2),
            height=round(frame.height, 2),
            counts=characters.counts,
        )
        part.icons = read_icons(page, drawn, characters.shown)
        chars = icon_rows.outside(part.icons, _seen(page, characters, drawn), characters.counts)
        part.leaves, blocks = arranged(chars, drawn, frame, part.icons)
        part.counts.printed = sum(map(letters_of, blocks))
        part.notes = _notes(part, drawn)
        if UNMAPPED in part.notes:  # what its other fonts print is no text without it
            part.counts.unmapped, part.counts.printed = part.counts.unmapped + part.counts.printed, 0
        else:
            part.blocks = blocks
        return part
    finally:
        textpage.close()


def arranged(
    chars: list[Char], drawn: Drawn, frame: Frame, icons: Sequence[Icon] = ()
) -> tuple[tuple[Leaf, ...], list[Block]]:
    """Return the printed pages on a page, and the blocks of each in reading order.

    Args:
        chars: The page's characters, in the order of its content, none of an icon.
        drawn: Its rules, areas and images.
        frame: How it lies.
        icons: Its icons.
    """
    halves = sheets.leaves(chars, drawn, frame)
    drawn = drawn.without(icon.box for icon in icons if icon.box)
    blocks = [block for half in halves for block in _within(half, chars, drawn, icons)]
    return tuple(map(Leaf, halves)), blocks


def _seen(page: Any, characters: Characters, drawn: Drawn) -> list[Char]:
    """Return the characters that stand in lines: what has the colour of its ground and what reads others is counted."""
    chars, hidden = unseen.part(characters.shown, drawn, page)
    chars, small = ruby.part(chars)
    characters.counts.invisible += hidden
    characters.counts.small += small
    return stood_up(chars)


def _within(leaf: Box, chars: list[Char], drawn: Drawn, icons: Sequence[Icon]) -> list[Block]:
    """Return the blocks of a printed page."""
    own = [icon for icon in icons if icon.box and leaf.left <= icon.box.left < leaf.right]
    if all(leaf.left <= char.x <= leaf.right for char in chars) and len(own) == len(icons):
        return _blocks(chars, drawn, own)
    held = [char for char in chars if leaf.left <= char.x < leaf.right]
    return _blocks(held, drawn.between(leaf.left, leaf.right), own)


def _notes(part: Part, drawn: Drawn) -> list[str]:
    counts = part.counts
    notes = []
    if counts.unmapped > _UNMAPPED * max(counts.total, 1):
        notes.append(UNMAPPED)
    elif not counts.printed:
        notes.append("no-text")
    elif counts.printed <= _LITTLE_TEXT and _is_covered(part, drawn):
        notes.append(OVER_SCAN)
    if counts.invisible and counts.invisible > counts.printed:
        notes.append(INVISIBLE)
    if drawn.cut:
        notes.append("drawing-cut")
    return notes


def _is_covered(part: Part, drawn: Drawn) -> bool:
    """Return whether images cover a page, however many strips a scanner cut it into."""
    steps = [(step + 0.5) / _STEPS for step in range(_STEPS)]
    points = [(x * part.width, y * part.height) for x in steps for y in steps]
    covered = sum(
        any(left <= x <= right and top <= y <= bottom for (left, top, right, bottom), _ in drawn.images)
        for x, y in points
    )
    return covered >= _COVERED * len(points)


def _blocks(chars: list[Char], drawn: Drawn, icons: Sequence[Icon]) -> list[Block]:
    """Return the blocks of a page in reading order."""
    ruled_grids = icon_rows.tables_of_print(grids.grids(drawn), icons, chars)
    rows, marks = icon_rows.set_among(icons, chars, ruled_grids)
    found, left = grids.tables(ruled_grids, [*chars, *marks], drawn.areas)
    ruled = [subrows.split(table) for table in found]
    placed = [Placed(table, table.box, 0) for table in ruled if table.box]
    by_angle: dict[int, list[Char]] = defaultdict(list)
    for char in left:
        by_angle[char.angle].append(char)
    level = joined(drawn.level)
    for angle, turned_chars in by_angle.items():
        placed += _lines(turned(turned_chars, angle), angle, level if not angle else [])
    placed += [
        Placed(Picture(box=Box(*extent)), Box(*extent), 0)
        for extent, _ in drawn.images
        if min(extent[2] - extent[0], extent[3] - extent[1]) > _SMALLEST_PICTURE
    ]
    return icon_lines.part((one.block for one in _joined(in_order(placed))), rows)


def _lines(chars: list[Char], angle: int, level: list[Any]) -> list[Placed]:
    """Return the tables without walls and the lines among characters that lie alike."""
    runs, chars = vertical_runs(chars)
    placed = [
        Placed(line, line.box, len(run))
        for run in runs
        if (line := vertical_line(run, angle)).box is not None
    ]
    parted = [gaps.Row.of(pieces) for row in rows(chars) if (pieces := segments(row))]
    found, rest = gaps.tables(parted, level)
    placed += [Placed(subrows.split(table), table.box, 0) for table in found if table.box]
    for row in rest:
        for piece in row.pieces:
            for line in printed_lines(list(piece), angle):
                if line.box is not None:
                    placed.append(Placed(line, line.box, len(line.text), pieces=True))
    return placed


def _joined(placed: list[Placed]) -> list[Placed]:
    """Return the blocks with the pieces of one line put together again, where they are read one after another."""
    found: list[Placed] = []
    for one in placed:
        before = found[-1] if found else None
        if before and before.pieces and one.pieces and _on_one_line(before, one):
            found[-1] = _with(before, one)
        else:
            found.append(one)
    return found


def _on_one_line(before: Placed, one: Placed) -> bool:
    middle = (one.box.top + one.box.bottom) / 2
    same = _angle(before.block) == _angle(one.block) == 0
    return same and before.box.top < middle < before.box.bottom and one.box.left >= before.box.right - 1


def _angle(block: Block) -> int:
    return block.runs[0].angle if isinstance(block, PrintedLine) else -1


def _with(before: Placed, one: Placed) -> Placed:
    """Return two pieces of a line as one, the gap between them as two full-width spaces."""
    if not (isinstance(before.block, PrintedLine) and isinstance(one.block, PrintedLine)):
        return one
    box = Box.around((before.box, one.box))
    runs = (*before.block.runs, Run(text="\u3000\u3000"), *one.block.runs)
    return Placed(PrintedLine(runs=runs, box=box), box, before.letters + one.letters, pieces=True)


def letters_of(block: Block) -> int:
    """Return how many characters a block prints, white space left out."""
    if isinstance(block, Table):
        return sum(letters_of(line) for cell in block.cells for line in cell.lines)
    if not isinstance(block, PrintedLine) or block.pictured:
        return 0
    return sum(not char.isspace() for char in block.text)
