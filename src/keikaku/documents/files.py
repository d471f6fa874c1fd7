"""A file to its parts, whatever it is: recognised by what it holds, never by its name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path, PurePath
from zipfile import BadZipFile, ZipFile

from keikaku.documents.form import Part
from keikaku.ground.blame import Blame, said
from keikaku.ground.content import PACKAGE
from keikaku.ground.errors import (
    InputError,
    MissingExtraError,
)
from keikaku.ground.messages import say
from keikaku.ground.text.encoding import Decoded, decode
from keikaku.ground.text.magic import Kind, in_words, mail_encoding

HTML_SUFFIXES = (".html", ".htm")
SUFFIXES = (
    ".pdf",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".docx",
    *HTML_SUFFIXES,
    ".csv",
    ".tsv",
    ".zip",
    ".tif",
    ".tiff",
)
"""What published documents are called, beside those of text."""

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")
"""What pictures are called: pages of a document only where somebody says so."""

NAMED_SUFFIXES = (".doc", ".jtd", ".jtt", ".ppt", ".pptx", ".xdw", ".xbd", ".xct")
"""What documents are called that keikaku cannot read: each is named with the way out, and none is left out in silence."""

TEXT_SUFFIXES = (".txt", ".text", ".md")
"""What texts are called; one that speaks of HTML is still text."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of file.

    Attributes:
        name: Its name.
        media_type: Its media type.
        read: Makes parts of a file.
        extra: The extra of keikaku that brings what reads it, "" for the core.
    """

    name: str
    media_type: str
    read: Callable[[Path], Iterable[Part]]
    extra: str = ""


def _within(module: str, function: str) -> Callable[[Path], Iterable[Part]]:
    """Return a reader whose module is loaded when it is first asked: PDFium and lxml cost time."""

    def read(path: Path) -> Iterable[Part]:
        parts: Iterable[Part] = getattr(import_module(f"keikaku.documents.{module}"), function)(path)
        return parts

    return read


def _html(path: Path) -> Iterable[Part]:
    pages = import_module("keikaku.documents.web_pages")
    data = path.read_bytes()
    return [pages.read_html(_text(data, pages.declared_encoding(data)), name=path.name)]


def _delimited(path: Path) -> Iterable[Part]:
    read = import_module("keikaku.documents.delimited").read_delimited
    return [read(_text(path.read_bytes(), None), path.name)]


def _text(data: bytes, declared: str | None) -> str:
    """Return the text of a file's bytes; a declared encoding counts where it fits them."""
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    kind = mail_encoding(data)
    if kind is not None:
        raise ValueError("recode", kind)
    decoded = decode(data)
    if isinstance(decoded, Decoded):
        return decoded.text
    raise ValueError(f"byte offset {decoded.start}: none of {', '.join(decoded.tried)}")


PDF = Form("PDF", "application/pdf", _within("pdf.reader", "read_pdf"))
XLSX = Form(
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _within("spreadsheets", "read_xlsx"),
)
XLS = Form("XLS", "application/vnd.ms-excel", _within("legacy", "read_xls"), "documents")
ODS = Form(
    "ODS", "application/vnd.oasis.opendocument.spreadsheet", _within("opendocument", "read_ods"), "documents"
)
DOCX = Form(
    "DOCX",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    _within("word", "read_docx"),
    "documents",
)
HTML = Form("HTML", "text/html", _html, "documents")
CSV = Form("CSV", "text/csv", _delimited)
ZIP = Form("ZIP", "application/zip", _within("archives", "read_zip"))
FOLDER = Form("folder", "inode/directory", _within("archives", "read_folder"))
TIFF, JPEG, PNG = IMAGES = tuple(
    Form(name, f"image/{name.lower()}", _within("ocr.images", "read_image"), "ocr")
    for name in ("TIFF", "JPEG", "PNG")
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_STREAM = "Workbook".encode("utf-16-le")
_MAGIC = {
    b"II*\0": TIFF,
    b"MM\0*": TIFF,
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n\x1a\n": PNG,
}
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MARKUP = (b"<!doctype html", b"<html")


def form_of(path: Path) -> Form | None:
    """Return the form of a file; None for text and for what is not read.

    Args:
        path: The file.
    """
    if path.is_dir():
        return FOLDER
    with path.open("rb") as file:
        data = file.read(4096)
    if data.lstrip()[:5] == b"%PDF-":
        return PDF
    if data.startswith(b"PK"):
        return _zipped(path)
    for start, form in _MAGIC.items():
        if data.startswith(start):
            return form
    if data.startswith(_OLE):
        return XLS if _WORKBOOK_STREAM in path.read_bytes() else None
    if in_words(data):
        return None
    suffix = path.suffix.lower()
    marked = any(mark in data[:1024].lower() for mark in _MARKUP) and suffix not in TEXT_SUFFIXES
    if marked or (suffix in _PAGES and b"<" in data):  # also a piece of a page, or one in UTF-16
        return HTML
    return CSV if suffix in {".csv", ".tsv"} else None


def named_only(names: Iterable[str]) -> list[str]:
    """Return which names are those of documents that cannot be read and do not lie there in another form too.

    >>> named_only(["plan.doc", "plan.pdf", "table.jtd"])
    ['table.jtd']
    """
    there = list(names)
    readable = (*SUFFIXES, *TEXT_SUFFIXES)
    stems = {str(PurePath(name).with_suffix("")) for name in there if name.lower().endswith(readable)}
    return [
        name
        for name in there
        if name.lower().endswith(NAMED_SUFFIXES) and str(PurePath(name).with_suffix("")) not in stems
    ]


def _zipped(path: Path) -> Form | None:
    """Return the form of a zipped file by the members that it must have."""
    try:
        with ZipFile(path) as package:
            names = set(package.namelist())
            kind = package.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return ZIP  # whose reader says what is damaged
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return XLSX
    if kind or "[Content_Types].xml" in names:  # another kind of office file, or a book
        return ODS if kind == ODS.media_type else None
    return ZIP


FORMS = {form.name: form for form in (PDF, XLSX, XLS, ODS, DOCX, HTML, CSV, TIFF, JPEG, PNG, ZIP, FOLDER)}


def parts_of(path: Path, form: str) -> Iterator[Part]:
    """Yield the parts of a file.

    Args:
        path: The file.
        form: The name of its form.

    Raises:
        InputError: It is locked, damaged, too large, or unsafe.
        MissingExtraError: What reads it is not installed.
    """
    known = FORMS[form]
    try:
        with Blame(partial(_fallen, path, form), PACKAGE, passing=_SAID):
            yield from known.read(path)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "ground.missing-extra", what=form, package=error.name, extra=known.extra or "documents"
        ) from error
    except ValueError as error:
        raise named(path, form, error) from error


_SAID = (MemoryError, ModuleNotFoundError, ValueError)  # what readers raise for a reason of their own


def _fallen(path: Path, form: str, raised: BaseException, file: Path, line: int) -> InputError:
    """Return the error for what a library raises over a file that does not hold together."""
    return InputError("documents.damaged", path=path, form=form, where=f"{said(raised)}; {file.name}:{line}")


def named(path: Path, form: str, error: ValueError) -> InputError:
    """Return the error in keikaku's words for one of a reader, which gives a reason and a place."""
    reason = error.args[0] if error.args else ""
    where = str(error.args[1]) if len(error.args) > 1 else str(error)
    if reason == "recode":
        kind: Kind = error.args[1]
        return InputError("documents.binary", path=path, looks_like=kind.said, way_out=kind.way_out)
    if reason == "locked":
        return InputError("documents.locked", path=path, form=form)
    if reason == "portfolio":
        return InputError("documents.portfolio", path=path, count=where, names=str(error.args[2]))
    if reason == "doctype":
        return InputError("documents.unsafe-package", path=path, form=form, member=where)
    if reason in {"path", "nested"}:
        return InputError("documents.member", path=path, member=where, why=say(f"documents.member-{reason}"))
    if reason == "many-pages":
        pages = say("documents.so-many-pages", count=where)
        return InputError("documents.bomb", path=path, form=form, where=pages)
    if reason == "bomb":
        return InputError("documents.bomb", path=path, form=form, where=where)
    return InputError("documents.damaged", path=path, form=form, where=where)
