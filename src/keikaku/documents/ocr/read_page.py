"""A page that is a picture: its grid and lines as those of a PDF, each line read twice where a second engine is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from keikaku.documents.form import Block, Box, Cell, Counts, Icon, Kind, Part, PrintedLine, Table
from keikaku.documents.ocr import second
from keikaku.documents.ocr.agree import origin, settled
from keikaku.documents.ocr.first import FirstEngine, Rectangle
from keikaku.documents.ocr.images import page_hash
from keikaku.documents.ocr.painted_icons import icons_on
from keikaku.documents.ocr.raster import Pixels, Raster, rules, straight
from keikaku.documents.ocr.read_lines import read_lines
from keikaku.documents.pdf.geometry import Frame
from keikaku.documents.pdf.icon_rows import outside
from keikaku.documents.pdf.page import arranged, letters_of

UNREAD_INK = "unread-ink"
"""Note of a page on which ink lies in a row, as text does, and nothing could be read in it."""

_PAD = 0.25  # of a line's height: ground that the second engine sees around it


def recognise(pixels: Pixels, dpi: float, number: int, engine: FirstEngine) -> Part:
    """Return a page with what was recognised on it.

    Args:
        pixels: The page as scanned.
        dpi: Pixels per inch.
        number: The page's number, from 1.
        engine: The first engine.

    Raises:
        SecondEngineError: Tesseract is installed and ended without an answer.
    """
    raster = straight(pixels, dpi)
    drawn = rules(raster)
    lines, missed = read_lines(raster, drawn, engine)
    width, height = (side * raster.scale for side in (pixels.shape[1], pixels.shape[0]))
    chars = [char for line in lines for char in line.chars]
    icons = icons_on(raster, chars)
    counts = Counts()
    chars = outside(icons, chars, counts)
    leaves, blocks = arranged(chars, drawn, Frame(0.0, 0.0, width, height, 0), icons)
    blocks = _read_again(blocks, raster)
    counts.printed = sum(map(letters_of, blocks))
    counts.total = counts.printed + counts.pictured
    missed = [one for one in missed if not _lies_in(one, icons, raster)]
    return Part(
        kind=Kind.PAGE,
        number=number,
        width=round(width, 2),
        height=round(height, 2),
        leaves=leaves,
        blocks=[_as_scanned(block, raster) for block in blocks],
        icons=[_icon_as_scanned(icon, raster) for icon in icons],
        counts=counts,
        notes=[UNREAD_INK] if missed else [],
        unread=[_on_page(rectangle, raster) for rectangle in missed],
        sha256=page_hash(pixels),
    )


def _lies_in(rectangle: Rectangle, icons: list[Icon], raster: Raster) -> bool:
    """Return whether ink that was not read is the picture of an icon."""
    x = (rectangle.left + rectangle.right) / 2 * raster.scale
    y = (rectangle.top + rectangle.bottom) / 2 * raster.scale
    return any(icon.box and icon.box.holds(x, y) for icon in icons)


def _on_page(rectangle: Rectangle, raster: Raster) -> Box:
    return _moved(Box(*(at * raster.scale for at in rectangle)), raster)


def _moved(box: Box, raster: Raster) -> Box:
    """Return where a box of the straight page lies on the page as it was scanned."""
    return Box(*(round(at, 2) for at in raster.as_scanned((box.left, box.top, box.right, box.bottom))))


def _read_again(blocks: list[Block], raster: Raster) -> list[Block]:
    """Return blocks whose lines say what the second engine reads there; None where there is none."""
    asked = list(_lines_of(blocks))
    answers: dict[int, str] = {}
    if second.describe() is not None:
        for model in (second.ACROSS, second.DOWN):
            those = [(line, box) for line, box in asked if line.vertical is (model == second.DOWN)]
            said = second.read([_crop(line, box, raster) for line, box in those], model, round(raster.dpi))
            answers |= {id(line): text for (line, _), text in zip(those, said, strict=True)}

    def change(line: PrintedLine, in_cell: bool) -> PrintedLine:
        read = settled(replace(line, second=answers.get(id(line))), in_cell=in_cell)
        return replace(read, origin=origin(read.text, read.second))

    return [_changed(block, change) for block in blocks]


def _lines_of(blocks: list[Block]) -> Iterator[tuple[PrintedLine, Box | None]]:
    """Yield every line of print, with the cell that it stands in."""
    for block in blocks:
        if isinstance(block, PrintedLine) and not block.pictured:
            yield block, None
        elif isinstance(block, Table):
            yield from ((line, cell.box) for cell in block.cells for line in cell.lines if not line.pictured)


def _crop(line: PrintedLine, cell: Box | None, raster: Raster) -> Pixels:
    """Return the picture of a line as it reads, within the walls of its cell."""
    box = line.box or Box(0, 0, 1, 1)
    angle = line.runs[0].angle
    pad = _PAD * (box.width if line.vertical or angle in (90, 270) else box.height)
    left, top, right, bottom = box.left - pad, box.top - pad, box.right + pad, box.bottom + pad
    if cell is not None:
        left, top, right, bottom = (
            max(left, cell.left + 1),
            max(top, cell.top + 1),
            min(right, cell.right - 1),
            min(bottom, cell.bottom - 1),
        )
    at = [max(0, round(value / raster.scale)) for value in (left, top, right, bottom)]
    crop = raster.pixels[at[1] : max(at[3], at[1] + 4), at[0] : max(at[2], at[0] + 4)]
    return (
        np.ascontiguousarray(np.rot90(crop, angle // 90)) if crop.size else np.full((8, 8, 3), 255, np.uint8)
    )


def _changed(block: Block, change: Callable[[PrintedLine, bool], PrintedLine]) -> Block:
    """Return a block with each line of print changed, told whether it stands in a cell."""
    if isinstance(block, PrintedLine):
        return block if block.pictured else change(block, False)
    if isinstance(block, Table):
        cells = (
            replace(cell, lines=tuple(line if line.pictured else change(line, True) for line in cell.lines))
            for cell in block.cells
        )
        return replace(block, cells=tuple(cells))
    return block


def _icon_as_scanned(icon: Icon, raster: Raster) -> Icon:
    return replace(icon, box=icon.box and _moved(icon.box, raster))


def _as_scanned(block: Block, raster: Raster) -> Block:
    """Return a block with its boxes where they lie on the page as it was scanned."""

    def moved(box: Box | None) -> Box | None:
        return box and _moved(box, raster)

    def line(one: PrintedLine) -> PrintedLine:
        runs = tuple(replace(run, box=moved(run.box)) for run in one.runs)
        icons = tuple(_icon_as_scanned(icon, raster) for icon in one.icons)
        return replace(one, box=moved(one.box), runs=runs, icons=icons)

    def cell(one: Cell) -> Cell:
        return replace(one, box=moved(one.box), lines=tuple(map(line, one.lines)))

    if isinstance(block, PrintedLine):
        return line(block)
    if isinstance(block, Table):
        return replace(block, box=moved(block.box), cells=tuple(map(cell, block.cells)))
    return replace(block, box=moved(block.box))
