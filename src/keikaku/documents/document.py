"""Any file as one document: recognised, read apart, its lines numbered over all its parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from keikaku.documents import apart, archives, continued, furniture, text_form
from keikaku.documents import numbered_lines as plain
from keikaku.documents.files import FOLDER, FORMS, ZIP, form_of, named
from keikaku.documents.form import Part, before_files
from keikaku.documents.ocr import recognising, recorded
from keikaku.documents.ocr.model import USUAL, Recognition, Settings, file_hash
from keikaku.documents.ocr.processes import recognise_pages
from keikaku.documents.packages import PackageError
from keikaku.documents.text_form import Place
from keikaku.documents.texts import parts_of_text
from keikaku.ground.errors import EmptyDocumentError, InputError
from keikaku.ground.messages import say


@dataclass(frozen=True)
class PublishedDocument:
    """A document as its municipality published it.

    Attributes:
        path: Where it was read from.
        sha256: The hash of its bytes, in hexadecimal.
        form: What it is: "PDF", "XLSX", "XLS", "ODS", "DOCX", "HTML", "CSV", "ZIP", "folder" or "text".
        media_type: Its media type.
        parts: Its pages, sheets or body.
        unmarked: The same before what only all of them together tell: page numbers, running heads, tables over pages.
        recognitions: With what its pages without usable text were recognised, by the file of an archive or a folder
            that holds them ("" for a document that is one file); empty where none were.
        recognised: What was recognised on each of them, those on which nothing stands too, without what the file itself
            prints there.
    """

    path: Path
    sha256: str
    form: str
    media_type: str
    parts: tuple[Part, ...] = field(repr=False)
    unmarked: tuple[Part, ...] = field(default=(), repr=False)
    recognitions: Mapping[str, Recognition] = field(default_factory=dict)
    recognised: tuple[Part, ...] = field(default=(), repr=False)

    @cached_property
    def lines(self) -> tuple[tuple[str, Place], ...]:
        """Every printed line, numbered from 1 by its place in the tuple, and where it stands."""
        return tuple(text_form.lines(self.parts))

    @property
    def text(self) -> str:
        """The document as text: rows of tables as cells parted by TABs, parts by form feeds."""
        return "".join(text_form.as_text(self.parts))

    def chosen(self, patterns: Iterable[str]) -> PublishedDocument:
        """Return the document with only those files of an archive or folder whose names match, in this order.

        Args:
            patterns: Names with * and ?, of the file alone or with its folders.

        Raises:
            LookupError: No file matches a pattern; the argument is the pattern.
        """
        parts: list[Part] = []
        for pattern in patterns:
            found = [part for part in self.unmarked if archives.is_called(part.file, pattern)]
            if not found:
                raise LookupError(pattern)
            parts += [part for part in found if part not in parts]
        numbered = tuple(replace(part, number=number) for number, part in enumerate(parts, start=1))
        numbers = {part.number: number for number, part in enumerate(parts, start=1)}
        files = {part.file for part in parts}
        return replace(
            self,
            parts=_marked(numbered),
            unmarked=numbered,
            recognitions={file: how for file, how in self.recognitions.items() if file in files},
            recognised=tuple(
                replace(page, number=numbers[page.number])
                for page in self.recognised
                if page.number in numbers
            ),
        )

    def keep_recognised(self, path: Path) -> None:
        """Write the recognised pages for other machines, which read them where they lie beside what they were made of.

        Args:
            path: A file, for all pages of the document; or a folder, in which each file of the document that has such
                pages gets a file of its own, under its name.

        Raises:
            LookupError: No page was recognised; or one file is asked for, and several engines recognised.
            OSError: It cannot be written, or a file of the document cannot be read any more.
            InputError: The archive cannot be read any more.
        """
        engines = set(self.recognitions.values())
        if not engines or (len(engines) > 1 and not path.is_dir()):
            raise LookupError(len(engines))
        if not path.is_dir():
            recorded.write(path, self.sha256, engines.pop(), self.recognised)
            return
        try:
            self._keep_each(path)
        except PackageError as error:
            raise named(self.path, self.form, error) from error

    def _keep_each(self, path: Path) -> None:
        """Write a file of recognised pages into a folder for each file that has any."""
        files: Iterable[tuple[str, Path]] = [("", self.path)]
        if self.form in {ZIP.name, FOLDER.name}:
            files = archives.files_of(self.path, self.form, self.recognitions.keys())
        before = before_files(self.unmarked)
        for name, file in files:
            held = (part for part in self.recognised if part.file == name)
            pages = [replace(part, number=part.number - before[name], file="") for part in held]
            place = recorded.beside(path / (name or self.path.name))
            place.parent.mkdir(parents=True, exist_ok=True)
            recorded.write(place, file_hash(file), self.recognitions[name], pages)

    def only(self, numbers: Sequence[int]) -> PublishedDocument:
        """Return the document with some of its lines alone, by their numbers, in the place of what its parts print; 0 is an empty one."""
        made = replace(self)
        vars(made)["lines"] = tuple(
            self.lines[number - 1] if number else self._empty(numbers[at - 1])
            for at, number in enumerate(numbers)
        )
        return made

    def _empty(self, below: int) -> tuple[str, Place]:
        place = self.lines[below - 1][1]
        return "", Place(place.kind, place.part, place.name)

    def as_record(self) -> dict[str, Any]:
        """Return everything as plain data, for JSON."""
        return {
            "file": self.path.name,
            "sha256": self.sha256,
            "form": self.form,
            "mediaType": self.media_type,
            "recognitions": {file: how.as_record() for file, how in self.recognitions.items()},
            "parts": [asdict(part) for part in self.parts],
        }


def read_document(
    path: Path,
    *,
    memory: int | None = None,
    seconds: float | None = None,
    ocr: Settings | None = USUAL,
    recognise: recognising.Recogniser = recognise_pages,
) -> PublishedDocument:
    """Read a document in any form that municipalities publish.

    Everything but text is read in a process of its own, whose memory and time are bounded.

    Args:
        path: A PDF, an XLSX, XLS or ODS workbook, a DOCX, an HTML page, a CSV or TSV table, a TIFF, JPEG or PNG
            image, text; a ZIP archive or a folder of them, which is one document.
        memory: Bytes that its reader may take; those of its form (:mod:`keikaku.documents.limits`) where None.
        seconds: How long it may take; likewise.
        ocr: How pages without usable text are recognised; None for not at all. A file of recognised pages beside the
            document (``plan.pdf.ocr.json``), or beside its file in a folder or an archive, goes before.
        recognise: Where: on this machine, or on a cluster (:func:`keikaku.building.cluster.recognition.on_cluster`).

    Raises:
        InputError: It cannot be read: no file, locked, damaged, too large, unsafe, or of a form that is not read.
        MissingExtraError: What reads this form is not installed.
    """
    path = Path(path)
    try:
        if not path.exists():
            raise InputError("documents.missing-path", path=path)
        if not (path.is_file() or path.is_dir()):
            raise InputError("documents.not-a-file", path=path, what=say("documents.a-device"))
        form = form_of(path)
        digest = _digest(path)
    except PackageError as error:
        raise named(path, FOLDER.name, error) from error
    except OSError as error:
        raise InputError(
            "documents.unreadable", path=path, why=error.strerror or type(error).__name__
        ) from error
    if form is None:
        return _text(path)
    parts = tuple(apart.read_apart(path, form.name, memory=memory, seconds=seconds))
    read = recognising.Recognised(parts, {}, ())
    if ocr is not None:
        try:
            read = recognising.recognised((path, form.name, digest), parts, ocr, recognise)
        except PackageError as error:  # changed since it was read
            raise named(path, form.name, error) from error
    if not any(part.blocks or part.notes for part in read.parts):
        raise EmptyDocumentError("documents.empty", path=path, state=say("documents.blank"))
    return PublishedDocument(
        path,
        digest,
        form.name,
        FORMS[form.name].media_type,
        _marked(read.parts),
        read.parts,
        read.how,
        read.pages,
    )


def _marked(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return parts with what only all of them in their order tell: page numbers, running heads, tables over pages."""
    marked = tuple(replace(part, blocks=list(part.blocks), counts=replace(part.counts)) for part in parts)
    furniture.mark(marked)
    continued.link(marked)
    return marked


def _digest(path: Path) -> str:
    """Return the hash of a file's bytes; of a folder, that of the files in it that are read."""
    if path.is_dir():
        return archives.digest(path)
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _text(path: Path) -> PublishedDocument:
    read = plain.read_document(path)
    parts = tuple(parts_of_text(read))
    return PublishedDocument(path, read.sha256, "text", "text/plain", parts, parts)
