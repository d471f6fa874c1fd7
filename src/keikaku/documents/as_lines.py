"""Any file as the numbered lines that layouts read; text keeps its own lines, all else has those of its text form."""

from __future__ import annotations

import re
from pathlib import Path

from keikaku.documents import numbered_lines as plain
from keikaku.documents.archives import documents_in
from keikaku.documents.document import PublishedDocument, read_document
from keikaku.documents.files import FOLDER, form_of, named
from keikaku.documents.numbered_lines import Document, Line
from keikaku.documents.packages import PackageError
from keikaku.ground.errors import EmptyDocumentError
from keikaku.ground.messages import say

_MAX_LINE = 1_000_000  # characters
_MAX_LINES = 1_000_000
# Line ends within a line, and controls that have no glyph: fonts map stray glyphs to them.
_ENDS = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def read_numbered(
    path: Path,
    *,
    max_bytes: int = 64 * 2**20,
    memory: int | None = None,
    seconds: float | None = None,
) -> Document:
    """Return a file of any form as numbered lines.

    Args:
        path: The file; a folder of files that are one document.
        max_bytes: The size above which it is refused, before it is read.
        memory: Bytes that the process may take that reads what is no text; those of its form where None.
        seconds: How long that process may take; likewise.

    Raises:
        InputError: It cannot be read: no file, nothing in it, locked, damaged, too large, unsafe, or of a form
            that is not read.
        MissingExtraError: What reads this form is not installed.
    """
    if path.is_dir():
        _refuse_folder(path, max_bytes)
    else:
        plain.refuse_file(path, max_bytes)
    with plain.opening(path):
        form = form_of(path)
    if form is None:
        return plain.read_document(path, max_bytes=max_bytes)
    return numbered(read_document(path, memory=memory, seconds=seconds))


def _refuse_folder(path: Path, max_bytes: int) -> None:
    """Refuse a folder whose files are together above the limit."""
    try:
        with plain.opening(path):
            size = sum(file.stat().st_size for _name, file in documents_in(path))
    except PackageError as error:
        raise named(path, FOLDER.name, error) from error
    plain.refuse_size(path, size, max_bytes)


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
        raise EmptyDocumentError("documents.empty", path=path, state=say("documents.without-text-pictures"))
    return Document(path, path.name, published.sha256, "", lines, published)
