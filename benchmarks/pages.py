"""Reading PDFs against pdfplumber (words and tables) and poppler (text), in pages per CPU second.

    python benchmarks/pages.py [PAGES] [--memory]    # --memory: nothing else

Prints a line for each document, then, over real and over typeset documents, what each reader takes a page: keikaku
(characters, tables, icons; bound 50 ms, and a third of pdfplumber's), its characters with their boxes alone (bound: 3
times poppler's words with boxes), the engine's text alone (bound: 2 times poppler's). Memory is that of the
process that reads a document page by page, and of the one that keeps it, for 10, 100 and 1,000 pages (bound 300 MiB). The
documents lie in the folder that KEIKAKU_SHARED names (``../shared`` by default). pdfplumber is in the group ``bench``,
``pdftotext`` in Debian's poppler-utils; what is missing is left out and said.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from keikaku.documents.pdf.characters import read_characters
from keikaku.documents.pdf.geometry import Frame
from keikaku.documents.pdf.page import read_page

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared"))
BUDGET = "documents/more/fuji-budget-r6.pdf"
REAL = (
    "documents/otoineppu-strategy.pdf",
    "documents/nankoku-continuing-projects-r4.pdf",
    "documents/more/otoineppu-report-r7.pdf",
    BUDGET,
)
TYPESET = (
    "formats/pdf/d2-projects.pdf",
    "formats/pdf/d3-text.pdf",
    "formats/pdf/d6-rot.pdf",
    "formats/pdf/d8-body.pdf",
)
RUNS = 7
"""The least of so many counts, the readers one after the other: what else a machine does only takes time. With three, a
ratio of one run was half again that of the next where a core is shared."""


def ours(path: Path, pages: int) -> None:
    """Read pages with their characters, tables and icons."""
    document = pypdfium2.PdfDocument(path)
    for index in range(min(pages, len(document))):
        page = document[index]
        read_page(page, index + 1)
        page.close()
    document.close()


def characters(path: Path, pages: int) -> None:
    """Read the characters with their boxes and styles."""
    document = pypdfium2.PdfDocument(path)
    for index in range(min(pages, len(document))):
        page = document[index]
        textpage = page.get_textpage()
        read_characters(page, textpage, Frame.of(page))
        textpage.close()
        page.close()
    document.close()


def engine(path: Path, pages: int) -> None:
    """Read the text that PDFium gives, without boxes."""
    document = pypdfium2.PdfDocument(path)
    for index in range(min(pages, len(document))):
        page = document[index]
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()


def plumber(path: Path, pages: int) -> None:
    """Read words and tables with pdfplumber."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it says of each character what its font lacks
    with pdfplumber.open(path) as document:
        for page in document.pages[:pages]:
            page.extract_words()
            page.extract_tables()
            page.close()


def poppler(path: Path, pages: int, option: str = "-layout") -> None:
    """Read text with poppler."""
    command = [shutil.which("pdftotext") or "pdftotext", option, "-l", str(pages), str(path), "-"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def poppler_boxes(path: Path, pages: int) -> None:
    """Read words with their boxes with poppler."""
    poppler(path, pages, "-bbox")


def seconds(read: Callable[[Path, int], None], path: Path, pages: int) -> float:
    """Return the CPU time of reading, that of children too."""

    def spent() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.process_time() + children.ru_utime + children.ru_stime

    start = spent()
    read(path, pages)
    return spent() - start


def readers() -> dict[str, Callable[[Path, int], None]]:
    """Return what can be compared on this machine."""
    found: dict[str, Callable[[Path, int], None]] = {
        "keikaku": ours,
        "characters": characters,
        "engine": engine,
    }
    if importlib.util.find_spec("pdfplumber"):
        found["pdfplumber"] = plumber
    if shutil.which("pdftotext"):
        found["poppler"] = poppler
        found["poppler boxes"] = poppler_boxes
    return found


def measure(names: tuple[str, ...], kind: str, pages: int) -> None:
    """Print the lines of one kind of documents and their ratios."""
    total = dict.fromkeys(readers(), 0.0)
    count = 0
    for name in names:
        path = SHARED / name
        if not path.is_file():
            print(f"{name}: not at hand")
            continue
        document = pypdfium2.PdfDocument(path)
        here = min(pages, len(document))
        document.close()
        runs = [
            {reader: seconds(read, path, here) for reader, read in readers().items()} for _ in range(RUNS)
        ]
        spent = {reader: min(run[reader] for run in runs) for reader in runs[0]}
        count += here
        for reader, value in spent.items():
            total[reader] += value
        print(
            f"{path.name:40} {here:4} "
            + " ".join(f"{reader} {1000 * s / here:7.1f} ms" for reader, s in spent.items())
        )
    for reader, value in total.items():
        if count:
            print(f"{kind}: {reader} {1000 * value / count:.1f} ms of CPU a page")
    for one, other in (
        ("pdfplumber", "keikaku"),
        ("characters", "poppler boxes"),
        ("engine", "poppler"),
    ):
        if count and {one, other} <= total.keys():
            print(f"{kind}: {one} / {other} = {total[one] / total[other]:.2f}")


def made(pages: int, folder: Path) -> Path:
    """Return a PDF of so many pages of a budget book, over and over again; each page brings its own fonts."""
    source, target = pypdfium2.PdfDocument(SHARED / BUDGET), pypdfium2.PdfDocument.new()
    for index in range(pages):
        target.import_pages(source, [index % len(source)])
    path = folder / f"{pages}.pdf"
    target.save(path)
    target.close()
    source.close()
    return path


def memory(path: Path) -> tuple[float, float]:
    """Return the peak memory, in MiB, of the process that reads a PDF page by page, and of the one that keeps them all."""
    code = (
        "import re, resource, sys; from pathlib import Path; from keikaku import read_document; "
        "read_document(Path(sys.argv[1]), ocr=None); "
        # not ru_maxrss of itself, in which Linux counts the program that started it
        "own = re.search('VmHWM: *([0-9]+)', Path('/proc/self/status').read_text().replace(chr(9), ''))[1]; "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, int(own) / 1024)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    worker, keeper = map(float, run.stdout.split())
    return worker, keeper


def memories() -> None:
    """Print what memory documents of 10, 100 and 1,000 pages take."""
    with tempfile.TemporaryDirectory() as folder:
        for pages in (10, 100, 1000):
            worker, keeper = memory(made(pages, Path(folder)))
            print(
                f"memory, {pages:,} pages: the reader's process {worker:.0f} MiB, "
                f"the one that keeps the document {keeper:.0f} MiB (bound 300)",
                flush=True,
            )


def main() -> None:
    """Print the table."""
    numbers = [int(one) for one in sys.argv[1:] if one != "--memory"]
    pages = numbers[0] if numbers else 40
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name in ("pdfplumber", "poppler"):
        if name not in readers():
            print(f"{name} is not installed: left out")
    if "--memory" not in sys.argv:
        measure(REAL, "real", pages)
        measure(TYPESET, "typeset", pages)
    if (SHARED / BUDGET).is_file():
        memories()


if __name__ == "__main__":
    main()
