"""Any file as the numbered lines that layouts read; text keeps its own lines, all else has those of its text form."""

from __future__ import annotations

import re
from pathlib import Path

from keikaku.documents import apart
from keikaku.documents.files import form_of
from keikaku.documents.reading import PublishedDocument, read_document
from keikaku.errors import EmptyDocumentError
from keikaku.read import document as plain
from keikaku.read.document import Document, Line

_MAX_LINE = 1_000_000  # characters
_MAX_LINES = 1_000_000
# Line ends within a line, and controls that have no glyph: fonts map stray glyphs to them.
_ENDS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def read_numbered(
    path: Path,
    *,
    max_bytes: int = 64 * 2**20,
    memory: int = apart.MEMORY,
    seconds: float = apart.SECONDS,
) -> Document:
    """Return a file of any form as numbered lines.

    Args:
        path: The file.
        max_bytes: The size above which it is refused, before it is read.
        memory: Bytes that the process may take that reads what is no text.
        seconds: How long that process may take.

    Raises:
        InputError: It cannot be read: no file, nothing in it, locked, damaged, too large, unsafe, or of a form
            that is not read.
        MissingExtraError: What reads this form is not installed.
    """
    plain.refuse_file(path, max_bytes)
    with plain.opening(path):
        form = form_of(path)
    if form is None:
        return plain.read_document(path, max_bytes=max_bytes)
    return numbered(read_document(path, memory=memory, seconds=seconds))


def numbered(published: PublishedDocument) -> Document:
    """Return the lines of a published document.

    Raises:
        InputError: It prints nothing, too much, or characters that mislead.
    """
    path = published.path
    texts = [_CONTROLS.sub("", _ENDS.sub(" ", text)) for text, _place in published.lines]
    plain.refuse_text(path, "\n".join(texts), _MAX_LINES)
    for number, text in enumerate(texts, start=1):
        plain.refuse_length(path, number, len(text), _MAX_LINE)
    lines = tuple(
        Line.make(number, text, place.part, place.origin)
        for number, (text, (_, place)) in enumerate(zip(texts, published.lines, strict=True), start=1)
    )
    if all(line.blank for line in lines):
        raise EmptyDocumentError(path=path, state="without text (pictures)", state_ja="画像だけで文字なし")
    return Document(path, path.name, published.sha256, "", lines, published)
