"""The pages of a document that have no usable text, recognised; what stands in the way is said on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from keikaku.documents.form import Part
from keikaku.documents.ocr.model import Recognition, Settings
from keikaku.documents.ocr.processes import Answer, Unrecognised, recognise_pages

WANTED = frozenset({"no-text", "unmapped-font", "invisible-text"})
"""Notes of pages that are recognised: a picture, a font without characters, and a scan over someone else's OCR."""

FORMS = frozenset({"PDF", "TIFF", "JPEG", "PNG"})
RECOGNISED, MISSING, NO_SECOND = "recognised", "ocr-missing", "no-second-engine"
"""Notes: the text was recognised; what recognises is not installed; the second engine is not."""

Recogniser = Callable[[Path, str, list[int], Settings], Iterable[Answer]]


def is_installed() -> bool:
    """Return whether the extra ``ocr`` is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2", "PIL"))


def recognition(settings: Settings) -> Recognition:
    """Return with what pages are recognised here; the extra must be installed."""
    from keikaku import __version__
    from keikaku.documents.ocr import first, second

    engines = tuple(engine for engine in (first.describe(), second.describe()) if engine is not None)
    return Recognition(engines=engines, dpi=settings.dpi, program=__version__)


def wanted(parts: Iterable[Part]) -> list[int]:
    """Return the numbers of the pages that have no usable text and something that may be one."""
    return [part.number for part in parts if WANTED & set(part.notes)]


def recognised(
    path: Path,
    form: str,
    parts: tuple[Part, ...],
    settings: Settings,
    recognise: Recogniser = recognise_pages,
) -> tuple[tuple[Part, ...], Recognition | None]:
    """Return a document's parts with the text of its pictures recognised, and with what.

    Args:
        path: The file.
        form: Its form.
        parts: As they were read.
        settings: How to recognise.
        recognise: What does: processes of this machine, or a cluster.
    """
    numbers = wanted(parts) if form in FORMS else []
    if not numbers:
        return parts, None
    if not is_installed():
        return tuple(_noted(part, MISSING) if part.number in numbers else part for part in parts), None
    how = recognition(settings)
    answers = {answer.number: answer for answer in recognise(path, form, numbers, settings)}
    notes = [RECOGNISED] if len(how.engines) > 1 else [RECOGNISED, NO_SECOND]
    return tuple(
        merged(part, answers[part.number], notes) if part.number in answers else part for part in parts
    ), how


def merged(part: Part, answer: Answer, notes: list[str]) -> Part:
    """Return a page with what was recognised on it, and with what its file says of it."""
    if isinstance(answer, Unrecognised):
        return _noted(part, answer.note)
    kept = [note for note in part.notes if note != "no-text"]
    said = notes if answer.blocks else ["no-text"]
    counts = replace(
        part.counts,
        total=part.counts.total + answer.counts.total,
        printed=part.counts.printed + answer.counts.printed,
    )
    pictures = [block for block in part.blocks if not answer.blocks]
    return replace(
        part,
        blocks=answer.blocks or pictures,
        leaves=answer.leaves or part.leaves,
        icons=part.icons or answer.icons,
        counts=counts,
        notes=[*kept, *said, *answer.notes],
        unread=answer.unread,
        sha256=answer.sha256,
    )


def _noted(part: Part, note: str) -> Part:
    return replace(part, notes=[*part.notes, note])
