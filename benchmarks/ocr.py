"""Text recognition on scans of the typeset documents, beside tesseract alone: cells, characters, figures, icons, time.

    python benchmarks/ocr.py [PAGES] [--icons]    # --icons: nothing else

Scans are made as a scanner makes them (200 dpi, askew by up to 0.6 degrees, blurred, noisy, pressed as JPEG) of at most
PAGES pages of each document (all by default), and read in this process without a cache. For each page: the cells that
are right in text, place and spans (bound 0.90 over all), the share of characters that are wrong (bound 1.2 % at the
median page of running text), the figures that both engines read alike and how many of those are wrong (bound: none),
seconds of CPU, and what tesseract makes of the page by itself. Icons: precision and recall of the links in the graph that
is made of a scan of all pages with icons (bounds 0.97 and 0.93), and of the typeset pages themselves (1.0 and 0.99).
The documents lie in the folder that KEIKAKU_SHARED names (``../shared`` by default).
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from keikaku.documents.as_lines import numbered
from keikaku.documents.document import PublishedDocument, read_document
from keikaku.documents.form import Origin, Part, PrintedLine, Table
from keikaku.documents.ocr import second
from keikaku.documents.ocr.first import FirstEngine
from keikaku.documents.ocr.model import USUAL
from keikaku.documents.ocr.raster import Pixels
from keikaku.documents.ocr.read_page import recognise
from keikaku.documents.pdf.page import read_page
from keikaku.graph.mint import mint
from keikaku.reading.series import read_series

SHARED = (
    Path(os.environ.get("KEIKAKU_SHARED", Path(__file__).resolve().parents[1].parent / "shared")) / "formats"
)
DPI = 200
DOCUMENTS = ("d2-projects", "d3-text", "d6-rot", "d8-body")
FIGURE = re.compile("[0-9][0-9.,]*")

GRAMMAR = """\
family: base
municipality: {code: "99999", name: 架空町, invented: true}
document: {recognise: [施策1]}
plans: [{id: plan, kind: 基本計画, title: 架空町基本計画}]
levels: {measure: {is: Measure, head: '(?P<number>施策[0-9]+)\\s+(?P<label>.+)'}}
expect: {Goal: {min: 0, max: 99}}
"""
"""What the pages with icons print."""

Cell = tuple[int, int, int, int, str]


def plain(text: str) -> str:
    """Return a text as it is compared: width and white space do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def scanned(page: Any, index: int, random: np.random.Generator, quality: int = 75) -> Image.Image:
    """Return a page as a scanner gives it."""
    image: Image.Image = page.render(scale=DPI / 72).to_pil().convert("RGB")
    skew = (0.4, -0.6, 0.2)[index % 3]
    image = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    grey = np.asarray(image.filter(ImageFilter.GaussianBlur(0.6))) * 0.97 + 3
    noisy = np.clip(grey + random.normal(0, 9, grey.shape), 0, 255).astype(np.uint8)
    pressed = io.BytesIO()
    Image.fromarray(noisy).save(pressed, "JPEG", quality=quality)
    return Image.open(pressed)


def scans(name: str, pages: int, quality: int = 75) -> Iterator[tuple[int, Pixels, Part]]:
    """Yield the number, the scan and the born-digital reading of each page."""
    random = np.random.default_rng(7)
    document = pypdfium2.PdfDocument(SHARED / "pdf" / f"{name}.pdf")
    for index in range(min(pages, len(document))):
        page = document[index]
        pixels = np.ascontiguousarray(np.asarray(scanned(page, index, random, quality))[:, :, ::-1])
        yield index + 1, pixels, read_page(page, index + 1)
    document.close()


def cells(part: Part) -> list[dict[tuple[int, int, int, int], Any]]:
    """Return the cells of each table of a page by their places."""
    return [
        {(cell.row, cell.column, cell.rows, cell.columns): cell for cell in block.cells}
        for block in part.blocks
        if isinstance(block, Table)
    ]


def spent() -> float:
    """Return the seconds of CPU that this process and its children took."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def distance(one: str, other: str) -> int:
    """Return the least number of characters to insert, delete or replace."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, start=1):
        before, row[0] = row[0], at
        for column, wanted in enumerate(other, start=1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (char != wanted)),
            )
    return row[-1]


def alone(pixels: Pixels) -> tuple[str, float]:
    """Return what tesseract reads on a page by itself, and its seconds of CPU."""
    start, file = spent(), io.BytesIO()
    Image.fromarray(pixels[:, :, ::-1]).save(file, "PNG")
    run = subprocess.run(
        ["tesseract", "-", "-", "-l", "jpn", "--dpi", str(DPI)],
        input=file.getvalue(), capture_output=True, check=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    return run.stdout.decode(), spent() - start


class Score:
    """What was counted over all pages."""

    def __init__(self) -> None:
        self.cells = self.right = self.certain = self.wrong = self.figures = 0
        self.errors: list[float] = []
        self.alone: list[float] = []

    def tables(self, printed: Part, read: Part) -> str:
        """Count the cells of a page, and return how many are right."""
        every = right = 0
        for wanted in cells(printed):
            texts = {place: plain(cell.text) for place, cell in wanted.items()}
            best = max(
                cells(read),
                key=lambda one: sum(plain(cell.text) == texts.get(place) for place, cell in one.items()),
                default={},
            )
            every += len(texts)
            right += sum(place in best and plain(best[place].text) == text for place, text in texts.items())
            self._figures(texts, best)
        self.cells, self.right = self.cells + every, self.right + right
        return f"cells {right:4}/{every:<4}" if every else " " * 15

    def _figures(self, texts: dict[tuple[int, int, int, int], str], best: dict[Any, Any]) -> None:
        for place, cell in best.items():
            wanted = Counter(FIGURE.findall(texts.get(place, "")))
            for line in cell.lines:
                found = Counter(FIGURE.findall(plain(line.text)))
                self.figures += sum(found.values())
                if line.origin is Origin.AGREED:
                    self.certain += sum(found.values())
                    self.wrong += sum((found - wanted).values())

    def text(self, printed: Part, read: Part, other: str) -> str:
        """Count the characters of a page of running text, and return the share that is wrong."""
        told, found = (
            "".join(plain(block.text) for block in part.blocks if isinstance(block, PrintedLine))
            for part in (printed, read)
        )
        self.errors.append(distance(told, found) / len(told))
        self.alone.append(distance(told, plain(other)) / len(told))
        return f"wrong {self.errors[-1]:.2%} (tesseract {self.alone[-1]:.2%})"


def main() -> None:
    """Print the table."""
    numbers = [one for one in sys.argv[1:] if one != "--icons"]
    pages = int(numbers[0]) if numbers else 99
    if "--icons" not in sys.argv:
        text(pages)
    icons(pages)


def text(pages: int) -> None:
    """Print what becomes of cells, figures and characters."""
    engine, score, ours, theirs = FirstEngine(), Score(), 0.0, 0.0
    print("second engine:", second.describe() or "none")
    number = 0
    for name in DOCUMENTS:
        for page, pixels, printed in scans(name, pages):
            start = spent()
            read = recognise(pixels, DPI, page, engine)
            took = spent() - start
            other, its = alone(pixels)
            ours, theirs, number = ours + took, theirs + its, number + 1
            told = score.text(printed, read, other) if name == "d8-body" else ""
            print(
                f"{name:12} {page:2} {score.tables(printed, read)} unread {len(read.unread)} "
                f"CPU {took:4.1f} s (tesseract {its:3.1f} s) {told}",
                flush=True,
            )
    print(f"cells: {score.right} of {score.cells} = {score.right / max(score.cells, 1):.3f} (bound 0.90)")
    print(
        f"figures in cells: {score.figures}, read alike by both engines {score.certain}, "
        f"of those wrong {score.wrong} (bound 0)"
    )
    if score.errors:
        print(
            f"characters wrong at the median page: {statistics.median(score.errors):.2%} (bound 1.20%), "
            f"tesseract alone {statistics.median(score.alone):.2%}"
        )
    print(f"CPU a page: {ours / number:.1f} s, tesseract alone {theirs / number:.1f} s")


def icons(pages: int) -> None:
    """Print precision and recall of the links to goals in the graph, of typeset pages and of scans of them."""
    told = json.loads((SHARED / "truth" / "d4-icons.json").read_text(encoding="utf-8"))["icons"]
    wanted = Counter((icon["page"], icon["n"]) for icon in told if icon["on"] and icon["page"] <= pages)
    typeset = read_document(SHARED / "pdf" / "d4-icons.pdf", ocr=None)
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.tif"
        first, *others = [
            Image.fromarray(pixels[:, :, ::-1])
            for _page, pixels, _printed in scans("d4-icons", pages, quality=60)
        ]
        first.save(
            scan, dpi=(DPI, DPI), save_all=True, append_images=others, compression="tiff_adobe_deflate"
        )
        start = spent()
        scanned = read_document(scan, ocr=replace(USUAL, cached=False))
        took = (spent() - start) / (1 + len(others))
    for kind, document, bounds in (("typeset", typeset, "1.0, 0.99"), ("scans", scanned, "0.97, 0.93")):
        found, sure = linked(document)
        found = Counter({link: count for link, count in found.items() if link[0] <= pages})
        right, every = sum((wanted & found).values()), sum(found.values())
        print(
            f"icons, {kind}: precision {right / max(every, 1):.3f}, recall {right / max(sum(wanted.values()), 1):.3f} "
            f"of {sum(wanted.values())} links in the graph (bounds {bounds}); {sure} of {every} certain; "
            f"too many {sorted((found - wanted).elements())}, too few {sorted((wanted - found).elements())}"
        )
    print(f"icons: {took:.1f} s of CPU a scanned page")


def linked(document: PublishedDocument) -> tuple[Counter[tuple[int, int]], int]:
    """Return the goals that a graph links, with the page of the icon that says so, and how many links are certain."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "plan.yml"
        settings.write_text(GRAMMAR, encoding="utf-8")
        series = read_series(settings)
        lines = mint(series.load(numbered(document)), series)
    statements: dict[str, dict[str, str]] = {}
    for line in lines:
        subject, predicate, value = line.split(" ", 2)
        if "/statement/" in subject:
            statements.setdefault(subject, {})[predicate.strip("<>").rpartition("#")[2]] = value
    links = [one for one in statements.values() if "/sdg/" in one["object"]]
    return Counter(
        (
            int(one["place"].partition("#page=")[2].partition("&")[0]),
            int(re.findall("/sdg/([0-9]+)", one["object"])[0]),
        )
        for one in links
    ), sum("#Certain>" in one["readingConfidence"] for one in links)


if __name__ == "__main__":
    main()
