"""A text as a municipality would publish it: a page of HTML, a workbook, a Word document, CSV, PDFs of two typesetters."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from csv import writer as csv_writer
from html import escape
from itertools import groupby
from pathlib import Path
from zipfile import ZipFile

import openpyxl

from tests.browser.driving import BROWSER
from tests.documents.made import Page
from tests.documents.made import pdf as made_pdf
from tests.support import missing

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLE = (
    "@page { size: A4 landscape; margin: 12mm } body { font: 9pt 'Noto Sans CJK JP', sans-serif; line-height: 1.6 } "
    "p { margin: 0; min-height: 1em } table { border-collapse: collapse; margin: 6pt 0 } "
    "td { border: 1px solid black; padding: 2pt 4pt }"
)
SIZE, LEADING, MARGIN = 9.0, 14.0, 36.0
"""Of the second typesetter, in points."""


def blocks(text: str) -> Iterator[list[list[str]]]:
    """Yield the lines and tables of a text: rows of cells, of which a line has one; empty lines are empty blocks."""
    for tabular, lines in groupby(text.splitlines(), key=lambda line: "\t" in line):
        rows = [line.split("\t") for line in lines]
        if tabular:
            width = max(map(len, rows))
            yield [row + [""] * (width - len(row)) for row in rows]
        else:
            yield from ([[line]] if line.strip() else [] for (line,) in rows)


def html(text: str, folder: Path) -> Path:
    """Write a text as a page of HTML."""
    parts = []
    for rows in blocks(text):
        if rows and len(rows[0]) > 1:
            cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
        else:
            parts.append(f"<p>{escape(rows[0][0]) if rows else ''}</p>")
    path = folder / "plan.html"
    body = "\n".join(parts)
    path.write_text(
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><style>{STYLE}</style><body>\n{body}\n</body></html>',
        encoding="utf-8",
    )
    return path


def xlsx(text: str, folder: Path) -> Path:
    """Write a text as a sheet: a line is a row."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for rows in blocks(text):
        for row in rows or [[""]]:
            sheet.append([cell or None for cell in row])
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def docx(text: str, folder: Path) -> Path:
    """Write a text as a Word document."""

    def paragraph(line: str) -> str:
        return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'

    parts = []
    for rows in blocks(text):
        if rows and len(rows[0]) > 1:
            cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
            parts.append(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>")
        else:
            parts.append(paragraph(rows[0][0] if rows else ""))
    path = folder / "plan.docx"
    with ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{"".join(parts)}</w:body></w:document>'
        )
    return path


def pdf(text: str, folder: Path) -> Path:
    """Print a text to a PDF."""
    program = shutil.which("chromium") or ""
    if not program:
        missing("Chromium", BROWSER)
    page, path = html(text, folder), folder / "plan.pdf"
    switches = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
    done = [program, *switches, "--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri()]
    subprocess.run(done, check=True, capture_output=True, timeout=300)
    return path


def csv(text: str, folder: Path) -> Path:
    """Write a text as CSV as Excel saves it: a line is a row."""
    path = folder / "plan.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = (row for rows in blocks(text) for row in rows or [[]])
        csv_writer(file).writerows([cell.strip() for cell in row] for row in rows)
    return path


def typeset(text: str, folder: Path) -> Path:
    """Set a text as a PDF whose spaces are characters; columns are as wide as their longest cell, or share the page."""
    pages, y = [Page(842, 595)], MARGIN
    for rows in blocks(text):
        table = bool(rows) and len(rows[0]) > 1
        widths = _widths(rows) if rows else []
        lines = [[_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)] for row in rows]
        heights = [LEADING * max(map(len, row)) for row in lines] or [LEADING / 2]
        if y + sum(heights) > 595 - MARGIN:
            pages, y = [*pages, Page(842, 595)], MARGIN
        edges = [MARGIN + sum(widths[:at]) for at in range(len(widths) + 1)]
        tops = [y + sum(heights[:at]) for at in range(len(heights) + 1)]
        if table:
            pages[-1].grid(edges, tops)
        for row, top in zip(lines, tops, strict=False):
            for cell, left in zip(row, edges, strict=False):
                for at, line in enumerate(cell, start=1):
                    pages[-1].text(left + SIZE / 2 * table, top + LEADING * at - 4, line, SIZE)
        y = tops[-1] + SIZE * table
    return made_pdf(folder / "plan.pdf", pages)


def _widths(rows: list[list[str]]) -> list[float]:
    """Return how wide the columns of a table are, with half a letter at either side."""
    wanted = [SIZE + max(_width(cell.strip()) for cell in column) for column in zip(*rows, strict=True)]
    room, share = 842 - 2 * MARGIN, 842.0
    while sum(min(one, share) for one in wanted) > room:
        share -= SIZE
    return [min(one, share) for one in wanted]


def _width(text: str) -> float:
    """Return how wide the second typesetter's font is: one em, half of it for ASCII."""
    return SIZE * sum(0.5 if char.isascii() else 1.0 for char in text)


def _wrapped(text: str, room: float) -> list[str]:
    """Return the lines of a text in a column."""
    lines = [""]
    for char in text.strip():
        if SIZE + _width(lines[-1] + char) > room:
            lines.append("")
        lines[-1] += char
    return lines


OFFICE: dict[str, Callable[[str, Path], Path]] = {"html": html, "xlsx": xlsx, "docx": docx}
PRINTS = OFFICE | {"csv": csv, "pdf": pdf, "typeset": typeset}
