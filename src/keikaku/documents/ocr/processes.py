"""Pages recognised in processes of their own: as many as there are processors, each bounded in memory, each page in time.

A process keeps its models from page to page. One that dies or hangs costs its own page, which keeps its note that it
has no text and says what happened; the next page gets a new process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from keikaku.documents.form import Kind, Part
from keikaku.documents.limits import limit
from keikaku.documents.ocr.model import Settings
from keikaku.ground.processes.memory import bound_all
from keikaku.ground.processes.pool import Pool
from keikaku.ground.processes.process import LostError

if TYPE_CHECKING:
    from keikaku.documents.ocr.first import FirstEngine

_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A page whose recognition came to no end.

    Attributes:
        number: The page, from 1.
        note: Why, as the id of a message: "ocr-late", "ocr-memory", "ocr-failed", "ocr-ended".
    """

    number: int
    note: str


Answer = Part | Unrecognised


def recognise_pages(path: Path, form: str, numbers: Iterable[int], settings: Settings) -> Iterator[Answer]:
    """Yield what was recognised on pages, in their order.

    Args:
        path: The file.
        form: "PDF", "TIFF", "JPEG" or "PNG".
        numbers: The pages, from 1.
        settings: How.
    """
    wanted = list(numbers)
    count = min(len(wanted), settings.processes or processors())
    pool = Pool(
        count,
        "keikaku.documents.ocr.processes:recogniser",
        path,
        form,
        settings,
        seconds=limit("OCR").seconds if settings.seconds is None else settings.seconds,
        environment=_ONE_THREAD,
        quiet=True,
    )
    with closing(pool.answers(wanted, in_order=True)) as answers:
        for index, answer in answers:
            if isinstance(answer, LostError):
                yield Unrecognised(wanted[index], "ocr-ended" if answer.end else "ocr-late")
            else:
                yield answer


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def recogniser(path: Path, form: str, settings: Settings) -> Callable[[int], Iterator[Answer]]:
    """Bound this process and return what recognises the pages of a file in it.

    Args:
        path: The file.
        form: "PDF", "TIFF", "JPEG" or "PNG".
        settings: How.
    """
    bound_all(limit("OCR").memory if settings.memory is None else settings.memory)

    def recognise(number: int) -> Iterator[Answer]:
        try:  # what recognises takes memory as soon as it is imported
            from keikaku.documents.ocr.images import ImageError
            from keikaku.documents.ocr.second import SecondEngineError
        except (MemoryError, ImportError):
            yield Unrecognised(number, "ocr-memory")
            return
        try:
            yield recognise_page(path, form, number, settings)
        except MemoryError:
            yield Unrecognised(number, "ocr-memory")
        except (SecondEngineError, ImageError):
            yield Unrecognised(number, "ocr-failed")

    return recognise


def recognise_page(path: Path, form: str, number: int, settings: Settings) -> Part:
    """Return a page with what was recognised on it, in this process.

    Args:
        path: The file.
        form: "PDF", "TIFF", "JPEG" or "PNG".
        number: The page, from 1.
        settings: How.

    Raises:
        ImageError: The page is damaged or too large.
        SecondEngineError: Tesseract ended without an answer.
    """
    from keikaku.documents.ocr import images

    pixels, resolution = images.draw(path, form, number, settings.dpi, pictures=settings.pictures)
    hash_ = images.page_hash(pixels)
    if images.is_blank(pixels):  # most pages without text are, and the engine takes a second to load
        return Part(kind=Kind.PAGE, number=number, sha256=hash_)
    from keikaku.documents.ocr import read_page, recorded
    from keikaku.documents.ocr.engines import recognition

    how = recognition(settings)
    before = recorded.kept(hash_, how) if settings.cached else None
    if before is not None:
        return replace(before, number=number)
    part = read_page.recognise(pixels, resolution, number, _engine())
    if settings.cached:
        recorded.keep(part, how)
    return part


@cache
def _engine() -> FirstEngine:
    from keikaku.documents.ocr.first import FirstEngine

    return FirstEngine()
