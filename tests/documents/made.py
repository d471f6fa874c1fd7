"""PDFs made for tests: text at places, in a font that is not embedded, with rules, areas and marks.

The font names its characters by UTF-16 (UniJIS-UTF16-H), so that the reader knows them, and is one em wide, half an em for ASCII; the shapes
are the machine's. Coordinates are points from the upper left corner of the page, as those that are read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from keikaku.documents.pdf.icons import OFFICIAL

_TURNS = {
    0: "1 0 0 1",
    90: "0 -1 1 0",
    180: "-1 0 0 -1",
    270: "0 1 -1 0",
}


@dataclass(slots=True)
class Page:
    """A page being drawn."""

    width: float = 595.0
    height: float = 842.0
    drawn: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 10.0, *, colour: str = "0 0 0", turn: int = 0
    ) -> Page:
        """Print a text whose line begins at a point on its baseline, turned clockwise."""
        code = text.encode("utf-16-be").hex()
        place = f"{_TURNS[turn]} {x:.2f} {self.height - y:.2f} Tm"
        self.drawn.append(f"BT {colour} rg /F1 {size} Tf {place} <{code}> Tj ET")
        return self

    def down(self, x: float, y: float, text: str, size: float = 10.0) -> Page:
        """Print a text from top to bottom, each character upright below the one before."""
        for index, char in enumerate(text):
            self.text(x, y + size * index, char, size)
        return self

    def actual(self, x: float, y: float, text: str, actual: str) -> Page:
        """Print a text that declares what it stands for."""
        self.drawn.append(f"/Span << /ActualText <feff{actual.encode('utf-16-be').hex()}> >> BDC")
        self.text(x, y, text)
        self.drawn.append("EMC")
        return self

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> Page:
        """Fill a rectangle."""
        self.drawn.append(f"{colour} rg {x} {self.height - y - height} {width} {height} re f")
        return self

    def icon(self, x: float, y: float, goal: int, side: float = 20.0, *, colour: str = "") -> Page:
        """Draw the icon of a goal of the SDGs: its number and a picture in white on its colour, or on one given."""
        red, green, blue = (int((colour or OFFICIAL[goal - 1])[at : at + 2], 16) / 255 for at in (1, 3, 5))
        self.bar(x, y, side, side, f"{red:.4f} {green:.4f} {blue:.4f}")
        self.bar(x + 0.3 * side, y + 0.5 * side, 0.4 * side, 0.3 * side, "1 1 1")
        return self.text(x + 0.07 * side, y + 0.3 * side, str(goal), 0.27 * side, colour="1 1 1")

    def grid(self, xs: list[float], ys: list[float], missing: tuple[tuple[int, int], ...] = ()) -> Page:
        """Draw the rules of a table; `missing` names the cells (row, column) whose lower wall is not drawn."""
        for row, y in enumerate(ys):
            for column, (left, right) in enumerate(pairwise(xs)):
                if (row - 1, column) not in missing:
                    self._rule(left, y, right, y)
        for x in xs:
            self._rule(x, ys[0], x, ys[-1])
        return self

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawn.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")


def pdf(path: Path, pages: list[Page], extra: str = "") -> Path:
    """Write pages as a PDF; `extra` are entries of its catalogue."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {extra} >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /KozMinPr6N-Regular /Encoding /UniJIS-UTF16-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KozMinPr6N-Regular /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>",
        "<< /Type /FontDescriptor /FontName /KozMinPr6N-Regular /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
        "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>",
    ]
    for number, page in enumerate(pages):
        content = "\n".join(page.drawn)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    path.write_bytes(data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode("ascii"))
    return path
