"""A PDF as pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from keikaku.documents.form import Part
from keikaku.documents.pdf.page import read_page

MOST_PAGES = 3000
"""A budget book has 600 pages; a page tree of some bytes can claim any number."""


class PdfError(ValueError):
    """A PDF that is not read; the reason is the name of a message."""


def read_pdf(path: Path) -> Iterator[Part]:
    """Yield the pages of a PDF.

    Raises:
        PdfError: "locked" (it asks for a password), "damaged", "many-pages".
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise PdfError("locked" if locked else "damaged", str(error)) from error
    try:
        if len(document) > MOST_PAGES:
            raise PdfError("many-pages", f"{len(document):,}")
        for index in range(len(document)):
            yield _page(document, index)
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, index: int) -> Part:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise PdfError("damaged", f"page {index + 1}: {error}") from error
    try:
        return read_page(page, index + 1)
    finally:
        page.close()
