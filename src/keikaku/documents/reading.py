"""Any file as one document: recognised, read apart, its lines numbered over all its parts."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from keikaku.documents import apart, continued, furniture, text_form
from keikaku.documents.files import FORMS, form_of
from keikaku.documents.form import Counts, Kind, Part, PrintedLine, Run
from keikaku.documents.text_form import Place
from keikaku.errors import EmptyDocumentError, MissingPathError, NotAFileError, UnreadableError
from keikaku.read import document as plain


@dataclass(frozen=True)
class PublishedDocument:
    """A document as its municipality published it.

    Attributes:
        path: Where it was read from.
        sha256: The hash of its bytes, in hexadecimal.
        form: What it is: "PDF", "XLSX", "XLS", "ODS", "DOCX", "HTML", "CSV" or "text".
        media_type: Its media type.
        parts: Its pages, sheets or body.
    """

    path: Path
    sha256: str
    form: str
    media_type: str
    parts: tuple[Part, ...] = field(repr=False)

    @cached_property
    def lines(self) -> tuple[tuple[str, Place], ...]:
        """Every printed line, numbered from 1 by its place in the tuple, and where it stands."""
        return tuple(text_form.lines(self.parts))

    @property
    def text(self) -> str:
        """The document as text: rows of tables as cells parted by TABs, parts by form feeds."""
        return "".join(text_form.as_text(self.parts))

    def as_record(self) -> dict[str, Any]:
        """Return everything as plain data, for JSON."""
        return {
            "file": self.path.name,
            "sha256": self.sha256,
            "form": self.form,
            "mediaType": self.media_type,
            "parts": [asdict(part) for part in self.parts],
        }


def read_document(
    path: Path, *, memory: int = apart.MEMORY, seconds: float = apart.SECONDS
) -> PublishedDocument:
    """Read a document in any form that municipalities publish.

    Everything but text is read in a process of its own, whose memory and time are bounded.

    Args:
        path: A PDF, an XLSX, XLS or ODS workbook, a DOCX, an HTML page, a CSV or TSV table, or text.
        memory: Bytes that its reader may take.
        seconds: How long it may take.

    Raises:
        InputError: It cannot be read: no file, locked, damaged, too large, unsafe, or of a form that is not read.
        MissingExtraError: What reads this form is not installed.
    """
    path = Path(path)
    try:
        if not path.exists():
            raise MissingPathError(path=path)
        if not path.is_file():
            raise NotAFileError(path=path, what="a folder or a device", what_ja="フォルダまたは装置")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        form = form_of(path)
    except OSError as error:
        raise UnreadableError(path=path, why=error.strerror or type(error).__name__) from error
    if form is None:
        return _text(path)
    parts = tuple(apart.read_apart(path, form.name, memory=memory, seconds=seconds))
    furniture.mark(parts)
    continued.link(parts)
    if not any(part.blocks or part.notes for part in parts):
        raise EmptyDocumentError(path=path, state="blank", state_ja="空白だけ")
    return PublishedDocument(path, digest, form.name, FORMS[form.name].media_type, parts)


def _text(path: Path) -> PublishedDocument:
    """Return a text file: a part for each of its pages."""
    read = plain.read_document(path)
    parts: dict[int, Part] = {}
    for line in read.lines:
        part = parts.setdefault(
            line.page, Part(kind=Kind.PAGE if read.lines[-1].page > 1 else Kind.BODY, number=line.page)
        )
        part.blocks.append(PrintedLine(runs=(Run(text=line.printed),)))
    for part in parts.values():
        letters = sum(
            not char.isspace()
            for block in part.blocks
            if isinstance(block, PrintedLine)
            for char in block.text
        )
        part.counts = Counts(total=letters, printed=letters)
    return PublishedDocument(path, read.sha256, "text", "text/plain", tuple(parts.values()))
