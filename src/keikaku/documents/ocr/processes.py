"""Pages recognised in processes of their own: as many as there are processors, each bounded in memory, each page in time.

A process keeps its models from page to page. One that dies or hangs costs its own page, which keeps its note that it
has no text and says what happened; the next page gets a new process.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from keikaku.documents.apart import limit_memory
from keikaku.documents.form import Kind, Part
from keikaku.documents.limits import limit
from keikaku.documents.ocr.model import Settings

if TYPE_CHECKING:
    from keikaku.documents.ocr.first import FirstEngine

_START = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from keikaku.documents.ocr.processes import serve; serve()"
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
Told = Callable[[Answer], None]


def recognise_pages(path: Path, form: str, numbers: Iterable[int], settings: Settings) -> Iterator[Answer]:
    """Yield what was recognised on pages, in their order.

    Args:
        path: The file.
        form: "PDF", "TIFF", "JPEG" or "PNG".
        numbers: The pages, from 1.
        settings: How.
    """
    wanted = list(numbers)
    if not wanted:
        return
    count = min(len(wanted), settings.processes or processors())
    readers: SimpleQueue[_Reader] = SimpleQueue()
    every = [_Reader(path, form, settings) for _ in range(count)]
    for reader in every:
        readers.put(reader)

    def read(number: int) -> Answer:
        reader = readers.get()
        try:
            return reader.read(number)
        finally:
            readers.put(reader)

    pool = ThreadPoolExecutor(count)
    try:
        yield from pool.map(read, wanted)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for reader in every:
            reader.end()


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Reader:
    """A process that recognises pages of one file, begun anew where it ended."""

    def __init__(self, path: Path, form: str, settings: Settings) -> None:
        self._task = (str(path), form, settings)
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False

    def read(self, number: int) -> Answer:
        """Return what the process answers for a page; on its death, why it died."""
        if self._ended:
            return Unrecognised(number, "ocr-ended")
        process = self._begun()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        seconds = self._task[2].seconds
        clock = threading.Timer(limit("OCR").seconds if seconds is None else seconds, end)
        clock.start()
        try:
            answer = _asked(process, number)
        finally:
            clock.cancel()
        if isinstance(answer, Part | Unrecognised):
            return answer
        self._close()
        return Unrecognised(number, "ocr-late" if late.is_set() else "ocr-ended")

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter
                [sys.executable, "-c", _START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": "", **_ONE_THREAD},
            )
            _say(self._process, sys.path, self._task)
        return self._process

    def end(self) -> None:
        """End the process, if there is one, and let none begin."""
        self._ended = True
        self._close()

    def _close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was not written yet
                if stream is not None:
                    stream.close()
        process.wait()


def _say(process: subprocess.Popen[bytes], *things: object) -> None:
    if process.stdin is None:
        raise OSError("no pipe")
    for thing in things:
        process.stdin.write(pickle.dumps(thing))
    process.stdin.flush()


def _asked(process: subprocess.Popen[bytes], number: int) -> object:
    """Return what a process answers for a page; None where it ended."""
    try:
        _say(process, number)
        return pickle.load(process.stdout)  # type: ignore[arg-type]  # noqa: S301 -- from our own process
    except (EOFError, pickle.UnpicklingError, OSError, ValueError):
        return None


def serve() -> None:
    """Recognise the pages whose numbers stand on standard input, and write an answer for each."""
    path, form, settings = _heard()
    limit_memory(limit("OCR").memory if settings.memory is None else settings.memory)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to standard error
    from keikaku.documents.ocr.images import ImageError
    from keikaku.documents.ocr.second import SecondEngineError

    while True:
        try:
            number = _heard()
        except EOFError:
            return
        answer: Answer
        try:
            answer = recognise_page(Path(path), form, number, settings)
        except MemoryError:
            answer = Unrecognised(number, "ocr-memory")
        except (SecondEngineError, ImageError):
            answer = Unrecognised(number, "ocr-failed")
        pickle.dump(answer, out)
        out.flush()


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


def _heard() -> Any:
    return pickle.load(sys.stdin.buffer)  # noqa: S301 -- from the process that started this one
