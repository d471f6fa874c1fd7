"""Draw a sample of cells of PDFs for a person to compare with the print.

    python tools/sample_cells.py sheets FOLDER      # contact sheets of the clips, and FOLDER/cells.tsv with the readings
    python tools/sample_cells.py note FILE [NUMBER=VERDICT …]  # write the verdicts: "right" but for the numbers named

A verdict is "right", "wrong" (another text, row, column or reach than is printed), or "no-table" (the text is right, and
stands in a diagram that was taken for a table).

The sample is 300 cells of two real documents (KEIKAKU_SHARED, ``../shared`` by default), chosen by a seed among all
cells that print something. What is noted is where a cell lies, the first sixteen digits of the SHA-256 of its text, and
the verdict: a test compares later readings with it. The texts are the municipalities' and stay out of the repository.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageDraw

from keikaku import read_document
from keikaku.documents.form import Cell, Table

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared"))
DOCUMENTS = ("nankoku-continuing-projects-r4.pdf", "otoineppu-strategy.pdf")  # in order of their names
CELLS, SEED = 300, 20261130
SCALE, MARGIN = 1.7, 8.0  # pixels a point; points around a cell
SHEET, GAP = (1500, 1150), 6


class Sampled(NamedTuple):
    """A cell and where it lies, all numbers from 1."""

    document: str
    page: int
    table: int
    row: int
    column: int
    cell: Cell

    @property
    def digest(self) -> str:
        """What stands for its text."""
        return hashlib.sha256(self.cell.text.encode()).hexdigest()[:16]


def sample() -> list[Sampled]:
    """Return the cells of the sample, in order of their places."""
    every = [one for name in DOCUMENTS for one in cells(name)]
    chosen = random.Random(SEED).sample(every, min(CELLS, len(every)))  # noqa: S311 -- the same sample each time
    return sorted(chosen, key=lambda one: one[:5])


def cells(name: str) -> Iterator[Sampled]:
    """Yield the cells of a document that print something."""
    for part in read_document(SHARED / "documents" / name).parts:
        tables = [block for block in part.blocks if isinstance(block, Table)]
        for number, table in enumerate(tables, start=1):
            for cell in table.cells:
                if cell.lines and not cell.carried:
                    yield Sampled(name, part.number, number, cell.row + 1, cell.column + 1, cell)


def clips(chosen: list[Sampled]) -> Iterator[Image.Image]:
    """Yield the print of each cell with what surrounds it, the cell framed."""
    for name in DOCUMENTS:
        document = pypdfium2.PdfDocument(SHARED / "documents" / name)
        for one in chosen:
            if one.document == name and one.cell.box is not None:
                page = document[one.page - 1].render(scale=SCALE).to_pil()
                box = one.cell.box
                frame = [SCALE * side for side in (box.left, box.top, box.right, box.bottom)]
                ImageDraw.Draw(page).rectangle(frame, outline=(255, 0, 0))
                grown = [frame[0] - MARGIN, frame[1] - MARGIN, frame[2] + MARGIN, frame[3] + MARGIN]
                yield page.crop([round(side) for side in grown])
        document.close()


def sheets(folder: Path) -> None:
    """Write contact sheets, each clip under its number, and the readings by number."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = sample()
    sheet, x, y, high, count = Image.new("RGB", SHEET, "white"), 0, 0, 0, 0
    for number, clip in enumerate(clips(chosen), start=1):
        label = clip.height + 14
        if x + max(clip.width, 30) > SHEET[0]:
            x, y, high = 0, y + high + GAP, 0
        if y + label > SHEET[1] and y:
            sheet.save(folder / f"sheet-{count}.png")
            sheet, x, y, high, count = Image.new("RGB", SHEET, "white"), 0, 0, 0, count + 1
        ImageDraw.Draw(sheet).text((x, y), str(number), fill=(0, 0, 255))
        sheet.paste(clip, (x, y + 12))
        x, high = x + max(clip.width, 30) + GAP, max(high, label)
    sheet.save(folder / f"sheet-{count}.png")
    readings = (f"{number}\t{one.cell.text}\n" for number, one in enumerate(chosen, start=1))
    (folder / "cells.tsv").write_text("".join(readings), encoding="utf-8")


def note(file: Path, verdicts: dict[int, str]) -> None:
    """Write the verdict on each cell."""
    rows = ["document\tpage\ttable\trow\tcolumn\ttext\tverdict\n"]
    for number, one in enumerate(sample(), start=1):
        place = "\t".join(map(str, one[:5]))
        rows.append(f"{place}\t{one.digest}\t{verdicts.get(number, 'right')}\n")
    file.write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["sheets", folder]:
            sheets(Path(folder))
        case ["note", file, *said]:
            note(Path(file), {int(number): verdict for number, verdict in (one.split("=") for one in said)})
        case _:
            sys.exit(__doc__)
