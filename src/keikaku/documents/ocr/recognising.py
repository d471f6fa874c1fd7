"""The pages of a document that have no usable text, recognised; what stands in the way is said on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from keikaku.documents import archives
from keikaku.documents.files import form_of
from keikaku.documents.form import Part, before_files
from keikaku.documents.notes import INVISIBLE, OVER_SCAN, UNMAPPED
from keikaku.documents.ocr import engines, recorded
from keikaku.documents.ocr.model import Recognition, Settings
from keikaku.documents.ocr.over import laid_over
from keikaku.documents.ocr.processes import Answer, Unrecognised, recognise_pages

WANTED = frozenset({"no-text", UNMAPPED, INVISIBLE, OVER_SCAN})
"""Notes of pages that are recognised: a picture, a font without characters, a scan over someone else's OCR or under a little text."""

FORMS = frozenset({"PDF", "TIFF", "JPEG", "PNG"})
_SEVERAL = frozenset({"ZIP", "folder"})
RECOGNISED, MISSING, NO_SECOND = "recognised", "ocr-missing", "no-second-engine"
"""Notes: the text was recognised; what recognises is not installed; the second engine is not."""

OWN = frozenset({"unread-ink"})
"""Notes that recognition itself makes of a page."""

Recogniser = Callable[[Path, str, list[int], Settings], Iterable[Answer]]


def wanted(parts: Iterable[Part]) -> list[int]:
    """Return the numbers of the pages that have no usable text and something that may be one."""
    return [part.number for part in parts if WANTED & set(part.notes)]


def recognised(
    document: tuple[Path, str, str],
    parts: tuple[Part, ...],
    settings: Settings,
    recognise: Recogniser = recognise_pages,
) -> tuple[tuple[Part, ...], Recognition | None]:
    """Return a document's parts with the text of its pictures recognised, and with what.

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
        return parts, None
    beside = recorded.read(path)
    if beside is not None and beside.document == digest:
        return _answered(parts, {page.number: page for page in beside.pages}, numbers, beside.recognition)
    if not engines.is_installed():
        return tuple(_noted(part, MISSING) if part.number in numbers else part for part in parts), None
    how = engines.recognition(settings)
    if beside is not None and beside.recognition == how:
        for (
            page
        ) in beside.pages:  # of another edition of the file: pages that look the same need not be read again
            recorded.keep(page, how)
    answers = {answer.number: answer for answer in _asked(path, form, parts, settings, recognise)}
    return _answered(parts, answers, numbers, how)


def _asked(
    path: Path, form: str, parts: Iterable[Part], settings: Settings, recognise: Recogniser
) -> Iterator[Answer]:
    """Yield what is recognised on the pages of a document that want it, of an archive file by file."""
    if form in _SEVERAL:
        yield from _asked_of_several(path, form, tuple(parts), settings, recognise)
        return
    held = [part for part in parts if WANTED & set(part.notes)]
    for pictures in (False, True):
        numbers = [part.number for part in held if _has_text(part) is pictures]
        if numbers:
            yield from recognise(path, form, numbers, replace(settings, pictures=pictures))


def _asked_of_several(
    path: Path, form: str, parts: tuple[Part, ...], settings: Settings, recognise: Recogniser
) -> Iterator[Answer]:
    before = before_files(parts)
    names = {part.file for part in parts if WANTED & set(part.notes)}
    for name, file in archives.files_of(path, form, names):
        own = form_of(file)
        if own is not None and own.name in FORMS:
            first = before[name]
            pages = (replace(part, number=part.number - first) for part in parts if part.file == name)
            for answer in _asked(file, own.name, pages, settings, recognise):
                yield replace(answer, number=answer.number + first)


def _has_text(part: Part) -> bool:
    """Return whether a page prints text of its own beside the picture that is recognised."""
    return UNMAPPED not in part.notes and part.counts.printed > 0


def _answered(
    parts: tuple[Part, ...], answers: dict[int, Answer], numbers: list[int], how: Recognition
) -> tuple[tuple[Part, ...], Recognition]:
    """Return a document's parts with the answers for some pages; a page without one came to no end."""
    notes = [RECOGNISED] if len(how.engines) > 1 else [RECOGNISED, NO_SECOND]
    return tuple(
        merged(part, answers.get(part.number, Unrecognised(part.number, "ocr-ended")), notes)
        if part.number in numbers
        else part
        for part in parts
    ), how


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
