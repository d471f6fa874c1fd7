"""An invented plan in the forms that municipalities publish, so that its facts have boxes, cells and paragraphs."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from keikaku import read_document
from keikaku.documents.form import Origin, PrintedLine
from keikaku.documents.ocr import recorded
from keikaku.documents.ocr.model import Recognition, file_hash
from tests.documents.made import Page, pdf
from tests.documents.test_scans_among import pictured
from tests.support import ROOT

EXAMPLE = ROOT / "examples" / "bulleted-outlines"
TITLE = "架空町 中期計画のすがた"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"

_LEFT, _TOP, _LEADING, _SIZE = 60.0, 70.0, 16.0, 10.5
_LINES = 44  # on a page
HALF = _LINES
"""Where the plan is cut in two files."""


def as_pdf(target: Path, *, end: int | None = None) -> Path:
    """Print the plan as far as a line, a line below the other."""
    pages: list[Page] = []
    for number, line in enumerate(_text()[:end]):
        if number % _LINES == 0:
            pages.append(Page())
        if line.strip():
            pages[-1].text(_LEFT, _TOP + number % _LINES * _LEADING, line.replace(" ", "\u3000"), _SIZE)
    return pdf(target, pages)


def as_workbook(target: Path) -> Path:
    """Write the plan into a sheet, a line a row, from B2 down."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "中期計画"
    for row, line in enumerate(filter(str.strip, _text()), start=2):
        sheet.cell(row, 2, line)
    book.save(target)
    return target


def as_html(target: Path, *, start: int = 0) -> Path:
    """Write the plan from a line on as a page of paragraphs."""
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in _text()[start:] if line.strip())
    target.write_text(
        f"<!doctype html><html><meta charset=utf-8><body>{body}</body></html>", encoding="utf-8"
    )
    return target


def as_folder(folder: Path, *hows: Recognition) -> Path:
    """Write the plan as a folder that is one document: its first page a PDF, each of the others a scan.

    Args:
        folder: The folder.
        hows: With what the pages from the second on were recognised; the last counts for the rest.
    """
    folder.mkdir(parents=True)
    parts = read_document(as_pdf(folder / "whole.pdf")).parts
    (folder / "whole.pdf").unlink()
    as_pdf(folder / "1.pdf", end=HALF)
    for at, part in enumerate(parts[1:]):
        scan = pdf(folder / f"{at + 2}.pdf", pictured(Page(part.width, part.height)))
        blocks = [
            replace(one, origin=Origin.AGREED) if isinstance(one, PrintedLine) else one for one in part.blocks
        ]
        page = replace(part, number=1, blocks=blocks, sha256=f"{at:064}")
        recorded.write(recorded.beside(scan), file_hash(scan), hows[min(at, len(hows) - 1)], [page])
    settings = plan_yml(folder / "plan.yml")
    named = settings.read_text(encoding="utf-8").replace("document:\n", 'document:\n  files: ["*.pdf"]\n', 1)
    settings.write_text(named, encoding="utf-8")
    return folder


def plan_yml(target: Path, *, licence: str = "", withheld: str = "") -> Path:
    """Write the plan's plan.yml with a licence and what is withheld."""
    text = (EXAMPLE / "plan.yml").read_text(encoding="utf-8")
    added = (f"\n  licence: {licence}" if licence else "") + (f"\n  withheld: {withheld}" if withheld else "")
    target.write_text(text.replace(f"title: {TITLE}", f"title: {TITLE}{added}", 1), encoding="utf-8")
    return target


def _text() -> list[str]:
    return (EXAMPLE / "plan.txt").read_text(encoding="utf-8").splitlines()
