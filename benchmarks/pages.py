"""Reading PDFs against pdfplumber (words and tables) and poppler (text), in pages per CPU second.

    python benchmarks/pages.py [PAGES]

Prints a line for each document, then, over real and over typeset documents, what each reader takes a page: keikaku
(characters, tables, icons; bound 50 ms, and a third of pdfplumber's), its characters with their boxes alone (bound: 3
times poppler's words with boxes), the engine's text alone (bound: 2 times poppler's). Memory is that of a process that
reads a document page by page, and of one that keeps all of 1,000 pages (bound 300 MiB). The documents
lie in the folder that KEIKAKU_SHARED names (``../shared`` by default). pdfplumber is in the group ``bench``,
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
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from keikaku.documents.form import Part
from keikaku.documents.pdf.characters import read_characters
from keikaku.documents.pdf.geometry import Frame
from keikaku.documents.pdf.page import read_page
from keikaku.documents.pdf.reader import read_pdf

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared"))
REAL = (
    "documents/otoineppu-strategy.pdf",
    "documents/nankoku-continuing-projects-r4.pdf",
    "documents/more/otoineppu-report-r7.pdf",
    "documents/more/fuji-budget-r6.pdf",
)
TYPESET = (
    "formats/pdf/d2-projects.pdf",
    "formats/pdf/d3-text.pdf",
    "formats/pdf/d6-rot.pdf",
    "formats/pdf/d8-body.pdf",
)
RUNS = 3
"""The least of so many counts, the readers one after the other: what else a machine does only takes time."""


def ours(path: Path, pages: int) -> None:
    """Read pages with their characters, tables and icons."""
    document = pypdfium2.PdfDocument(path)
    for index in range(min(pages, len(document))):
        page = document[index]
        read_page(page, index + 1)
        page.close()
    document.close()


def keep(path: Path, pages: int) -> None:
    """Read pages and keep them all."""
    kept: list[Part] = []
    while len(kept) < pages:
        kept += list(read_pdf(path))[: pages - len(kept)]


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


def memory(pages: int, *, kept: bool = False) -> float:
    """Return the peak memory, in MiB, of a process that reads so many pages of the largest document.

    Args:
        pages: How many; where there are fewer in the document, it is read again.
        kept: Whether all are kept, as a document is.
    """
    code = (
        "import sys; from pathlib import Path; import resource; from benchmarks_pages import ours, keep; "
        "(keep if sys.argv[3] else ours)(Path(sys.argv[1]), int(sys.argv[2])); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    ).replace("benchmarks_pages", Path(__file__).stem)
    path = SHARED / "documents/more/fuji-budget-r6.pdf"
    run = subprocess.run(
        [sys.executable, "-c", code, str(path), str(pages), "kept" if kept else ""],
        check=True, capture_output=True, text=True, cwd=Path(__file__).parent,
    )  # fmt: skip
    return float(run.stdout)


def main() -> None:
    """Print the table."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name in ("pdfplumber", "poppler"):
        if name not in readers():
            print(f"{name} is not installed: left out")
    measure(REAL, "real", pages)
    measure(TYPESET, "typeset", pages)
    if (SHARED / "documents/more/fuji-budget-r6.pdf").is_file():
        few, many, kept = memory(60), memory(600), memory(1000, kept=True)
        print(
            f"memory: {few:.0f} MiB for 60 pages, {many:.0f} MiB for 600; {kept:.0f} MiB where 1,000 are kept (bound 300)"
        )


if __name__ == "__main__":
    main()
