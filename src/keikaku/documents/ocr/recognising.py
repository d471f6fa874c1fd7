"""The pages of a document that have no usable text, recognised; what stands in the way is said on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from keikaku.documents.form import Part
from keikaku.documents.ocr import engines, recorded
from keikaku.documents.ocr.model import Recognition, Settings
from keikaku.documents.ocr.processes import Answer, Unrecognised, recognise_pages

WANTED = frozenset({"no-text", "unmapped-font", "invisible-text"})
"""Notes of pages that are recognised: a picture, a font without characters, and a scan over someone else's OCR."""

FORMS = frozenset({"PDF", "TIFF", "JPEG", "PNG"})
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
        RecognisedTextError: A file of recognised pages lies beside it and cannot be used.
    """
    path, form, digest = document
    numbers = wanted(parts) if form in FORMS else []
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
    answers = {answer.number: answer for answer in recognise(path, form, numbers, settings)}
    return _answered(parts, answers, numbers, how)


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
    said = notes if answer.blocks else ["no-text"]
    before = part.counts  # what the file prints as text beside its picture is in the picture too
    total = before.total - before.printed + answer.counts.printed
    return replace(
        part,
        blocks=answer.blocks or part.blocks,
        leaves=answer.leaves or part.leaves,
        icons=part.icons or answer.icons,
        counts=replace(before, total=total, printed=answer.counts.printed),
        notes=[*kept, *said, *(note for note in answer.notes if note in OWN)],
        unread=answer.unread,
        sha256=answer.sha256,
    )


def _noted(part: Part, note: str) -> Part:
    return replace(part, notes=[*part.notes, note])
