"""A text as other programs would hold it: a page of HTML, a workbook, a Word document, a PDF."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from zipfile import ZipFile

import openpyxl

from tests.browser.driving import BROWSER, missing

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLE = (
    "@page { size: 840mm 594mm; margin: 12mm } body { font: 9pt 'Noto Sans CJK JP', sans-serif; line-height: 1.6 } "
    "p { margin: 0; white-space: pre; min-height: 1em } table { border-collapse: collapse; margin: 6pt 0 } "
    "td { border: 1px solid black; padding: 2pt 4pt; white-space: pre }"
)
"""A sheet so wide that no line is wrapped: a line of the text is a line of the print."""


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
        missing("Chromium is", BROWSER)
    page, path = html(text, folder), folder / "plan.pdf"
    switches = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}")
    done = [program, *switches, "--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri()]
    subprocess.run(done, check=True, capture_output=True, timeout=300)
    return path


PRINTS: dict[str, Callable[[str, Path], Path]] = {"html": html, "xlsx": xlsx, "docx": docx, "pdf": pdf}
