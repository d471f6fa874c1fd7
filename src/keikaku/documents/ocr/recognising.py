"""The pages of a document that have no usable text, recognised; what stands in the way is said on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from keikaku.documents import archives
from keikaku.documents.files import form_of
from keikaku.documents.form import Part, before_files
from keikaku.documents.notes import INVISIBLE, OVER_SCAN, UNMAPPED
from keikaku.documents.ocr import engines, recorded
from keikaku.documents.ocr.model import Recognition, Settings, file_hash
from keikaku.documents.ocr.over import laid_over
from keikaku.documents.ocr.processes import Answer, Unrecognised, recognise_pages
from keikaku.ground.errors import InputError

WANTED = frozenset({"no-text", UNMAPPED, INVISIBLE, OVER_SCAN})
"""Notes of pages that are recognised: a picture, a font without characters, a scan over someone else's OCR or under a little text."""

FORMS = frozenset({"PDF", "TIFF", "JPEG", "PNG"})
_SEVERAL = frozenset({"ZIP", "folder"})
RECOGNISED, MISSING, NO_SECOND = "recognised", "ocr-missing", "no-second-engine"
"""Notes: the text was recognised; what recognises is not installed; the second engine is not."""

OWN = frozenset({"unread-ink"})
"""Notes that recognition itself makes of a page."""


class Recognised(NamedTuple):
    """What recognition made of a document.

    Attributes:
        parts: Its parts with the text of its pictures.
        how: With what it was recognised, by the file of an archive or a folder that holds the pictures, "" for one alone.
        pages: What was recognised on each page, without what the file itself prints there, numbered as the parts are.
    """

    parts: tuple[Part, ...]
    how: dict[str, Recognition]
    pages: tuple[Part, ...]


Recogniser = Callable[[Path, str, list[int], Settings], Iterable[Answer]]


def wanted(parts: Iterable[Part]) -> list[int]:
    """Return the numbers of the pages that have no usable text and something that may be one."""
    return [part.number for part in parts if WANTED & set(part.notes)]


def recognised(
    document: tuple[Path, str, str],
    parts: tuple[Part, ...],
    settings: Settings,
    recognise: Recogniser = recognise_pages,
) -> Recognised:
    """Return a document's parts with the text of its pictures recognised, and with what.

    Recognised pages that lie beside the document go before those beside the files of a folder or an archive, these
    before what is recognised now.

    Args:
        document: Its path, its form, and the SHA-256 of its bytes.
        parts: As they were read.
        settings: How to recognise.
        recognise: What does: processes of this machine, or a cluster.

    Raises:
        InputError: A file of recognised pages lies beside it and cannot be used.
    """
    path, form, digest = document
    numbers = wanted(parts) if form in FORMS | _SEVERAL else []
    if not numbers:
        return Recognised(parts, {}, ())
    beside = recorded.read(path)
    if beside is not None and beside.document == digest:
        return _answered(parts, beside.pages, numbers, beside.recognition)
    if engines.is_installed():
        how = engines.recognition(settings)
        if beside is not None and beside.recognition == how:
            for page in beside.pages:  # of another edition: pages that look the same need not be read again
                recorded.keep(page, how)
        if form in FORMS:
            return _answered(parts, _asked(path, form, parts, settings, recognise), numbers, how)
    if form in _SEVERAL:
        return _of_several(path, form, parts, settings, recognise)
    noted = tuple(_noted(part, MISSING) if part.number in numbers else part for part in parts)
    return Recognised(noted, {}, ())


def _asked(
    path: Path, form: str, parts: Iterable[Part], settings: Settings, recognise: Recogniser
) -> Iterator[Answer]:
    """Yield what is recognised on the pages of a file that want it."""
    held = [part for part in parts if WANTED & set(part.notes)]
    for pictures in (False, True):
        numbers = [part.number for part in held if _has_text(part) is pictures]
        if numbers:
            yield from recognise(path, form, numbers, replace(settings, pictures=pictures))


def _of_several(
    path: Path, form: str, parts: tuple[Part, ...], settings: Settings, recognise: Recogniser
) -> Recognised:
    """Return an archive or a folder with each of its files recognised as it would be alone."""
    before = before_files(parts)
    names = {part.file for part in parts if WANTED & set(part.notes)}
    read: dict[int, Part] = {}
    how: dict[str, Recognition] = {}
    pages: list[Part] = []
    for name, file in archives.files_of(path, form, names):
        own = form_of(file)
        if own is None or own.name not in FORMS:
            continue
        first = before[name]
        held = tuple(replace(part, number=part.number - first) for part in parts if part.file == name)
        try:
            found = recognised((file, own.name, file_hash(file)), held, settings, recognise)
        except InputError as error:  # of the recognised pages beside it
            raise error.over(path=recorded.beside(path / name), document=path / name) from error
        read |= {part.number + first: replace(part, number=part.number + first) for part in found.parts}
        how |= found.how
        pages += [replace(page, number=page.number + first) for page in found.pages]
    return Recognised(tuple(read.get(part.number, part) for part in parts), how, tuple(pages))


def _has_text(part: Part) -> bool:
    """Return whether a page prints text of its own beside the picture that is recognised."""
    return UNMAPPED not in part.notes and part.counts.printed > 0


def _answered(
    parts: tuple[Part, ...], answers: Iterable[Answer], numbers: list[int], how: Recognition
) -> Recognised:
    """Return a document with the answers for some of its pages; a page without one came to no end."""
    notes = [RECOGNISED] if len(how.engines) > 1 else [RECOGNISED, NO_SECOND]
    given = {answer.number: answer for answer in answers}
    asked = {part.number: part.file for part in parts if part.number in numbers}
    read = tuple(
        merged(part, given.get(part.number, Unrecognised(part.number, "ocr-ended")), notes)
        if part.number in asked
        else part
        for part in parts
    )
    pages = (
        replace(page, file=asked[page.number])
        for page in given.values()
        if isinstance(page, Part) and page.number in asked
    )
    return Recognised(
        read, dict.fromkeys(asked.values(), how), tuple(sorted(pages, key=lambda page: page.number))
    )


def merged(part: Part, answer: Answer, notes: list[str]) -> Part:
    """Return a page with what was recognised on it, and with what its file says of it."""
    if isinstance(answer, Unrecognised):
        return _noted(part, answer.note)
    kept = [note for note in part.notes if note != "no-text"]
    own = part.blocks if _has_text(part) else []
    said = notes if answer.blocks else [] if own else ["no-text"]
    before, found = part.counts, answer.counts.printed
    return replace(
        part,
        blocks=laid_over(own, answer.blocks) if answer.blocks else part.blocks,
        leaves=answer.leaves or part.leaves,
        icons=part.icons or answer.icons,
        counts=replace(
            before,
            total=before.total + found + answer.counts.pictured,
            printed=before.printed + found,
            pictured=before.pictured + answer.counts.pictured,
        ),
        notes=[*kept, *said, *(note for note in answer.notes if note in OWN)],
        unread=answer.unread,
        sha256=answer.sha256,
    )


def _noted(part: Part, note: str) -> Part:
    return replace(part, notes=[*part.notes, note])
