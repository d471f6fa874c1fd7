"""A PDF as pages."""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from keikaku.documents.form import Part
from keikaku.documents.pdf.page import read_page

MOST_PAGES = 3000
"""A budget book has 600 pages; a page tree of some bytes can claim any number."""

_AT_ONCE = 16
"""Pages after which a file is opened anew: PDFium keeps the fonts and pictures of its pages until it is closed, 2 MiB for
each page of a book whose pages bring their own; opening takes a millisecond."""

_COLLECTION = re.compile(rb"/Collection\b")
_STREAM = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n")
_CATALOGUE = 2**20  # bytes of an object stream
_NAMED = 5


RESTRICTED = "restricted"
"""Note of the first page of a document whose owner set a password on printing, copying or changing it."""


class PdfError(ValueError):
    """A PDF that is not read; the reason is the name of a message."""


def read_pdf(path: Path) -> Iterator[Part]:
    """Yield the pages of a PDF.

    Raises:
        PdfError: "locked" (it asks for a password), "damaged", "many-pages", "portfolio".
    """
    document = _opened(path)
    try:
        if _is_portfolio(path, document):
            raise PdfError("portfolio", str(document.count_attachments()), _attached(document))
        if len(document) > MOST_PAGES:
            raise PdfError("many-pages", f"{len(document):,}")
        restricted = pdfium.FPDF_GetSecurityHandlerRevision(document.raw) >= 0
        for index in range(len(document)):
            if index and not index % _AT_ONCE:
                document.close()
                document = _opened(path)
            part = _page(document, index)
            if restricted and not index:
                part.notes.append(RESTRICTED)
            yield part
    finally:
        document.close()


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise PdfError("locked" if locked else "damaged", str(error)) from error


def _page(document: pypdfium2.PdfDocument, index: int) -> Part:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise PdfError("damaged", f"page {index + 1}: {error}") from error
    try:
        return read_page(page, index + 1)
    finally:
        page.close()


def _is_portfolio(path: Path, document: pypdfium2.PdfDocument) -> bool:
    """Return whether a PDF presents its attachments instead of its pages (ISO 32000-1, 12.3.5)."""
    if not document.count_attachments():
        return False
    data = path.read_bytes()
    return _COLLECTION.search(data) is not None or any(map(_COLLECTION.search, _object_streams(data)))


def _object_streams(data: bytes) -> Iterator[bytes]:
    """Yield the objects that a file keeps in compressed streams, as far as catalogues reach."""
    for match in _STREAM.finditer(data):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[match.end() :], _CATALOGUE)


def _attached(document: pypdfium2.PdfDocument) -> str:
    """Return the names of the first attachments."""
    count = document.count_attachments()
    names = [document.get_attachment(index).get_name() for index in range(min(count, _NAMED))]
    return ", ".join(names) + (" …" if count > _NAMED else "")
