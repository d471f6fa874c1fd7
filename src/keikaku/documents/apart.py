"""Reading, or drawing, in a process of its own, with limits: what strangers wrote may hang, bomb or kill its reader.

PDFium is not safe in threads and can be made to take a gigabyte by a file of 3 KB; a process can be ended.
It says which page it begins, so that its death names the page.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from keikaku.documents.form import Part
from keikaku.documents.limits import limit
from keikaku.ground.errors import KeikakuError, OverrunError
from keikaku.ground.messages import Said, say
from keikaku.ground.processes import end_with_parent

_START = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from keikaku.documents.apart import serve; serve()"


def read_apart(
    path: Path, form: str, *, memory: int | None = None, seconds: float | None = None
) -> list[Part]:
    """Return the parts of a file, read in a process with limits.

    Args:
        path: The file.
        form: The name of its form.
        memory: Bytes that the process may take; those of its form (:mod:`keikaku.documents.limits`) where None.
        seconds: How long it may take; likewise.

    Raises:
        KeikakuError: What :func:`keikaku.documents.files.read_parts` raises; OverrunError for a process that was ended.
    """
    usual = limit(form)
    memory = usual.memory if memory is None else memory
    seconds = usual.seconds if seconds is None else seconds
    return list(each_apart("files:parts_of", path, form, memory=memory, seconds=seconds))


def each_apart(job: str, path: Path, form: str, *given: object, memory: int, seconds: float) -> Iterator[Any]:
    """Yield what a function of this package makes of a file, each as it comes, in a process with limits.

    Args:
        job: A module of this package and its generator function, "files:parts_of".
        path: The file; the function's first argument.
        form: The name of its form; the second.
        given: Its other arguments, as plain data.
        memory: Bytes that the process may take.
        seconds: How long it may take, from its start to its last answer.

    Raises:
        KeikakuError: What the function raises; OverrunError, which counts the answers, for a process that was ended.
    """
    with subprocess.Popen(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": ""},
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipe")
        try:
            told = (job, memory, (path, form, *given))
            process.stdin.write(pickle.dumps(sys.path) + pickle.dumps(told))
            process.stdin.close()
            yield from _answers(process, path, form, seconds)
        finally:
            process.kill()


def _answers(process: subprocess.Popen[bytes], path: Path, form: str, seconds: float) -> Iterator[Any]:
    """Yield what the process says until it has said all."""
    count = 0
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(seconds, end)
    clock.start()
    try:
        for answer in _said(process.stdout):
            if answer is None:
                return
            if isinstance(answer, KeikakuError):
                raise answer
            if isinstance(answer, MemoryError):
                raise _overrun(path, form, count + 1, say("documents.memory-ran-out"))
            count += 1
            yield answer
    finally:
        clock.cancel()
    if late.is_set():
        raise _overrun(path, form, count + 1, say("documents.took-longer", seconds=seconds))
    raise _died(process, path, form, count + 1)


def _said(stream: Any) -> Iterator[object]:
    """Yield what our own process says, until it ends or is ended."""
    while True:
        try:
            yield pickle.load(stream)  # noqa: S301 -- from our own process
        except (EOFError, pickle.UnpicklingError):
            return


def _died(process: subprocess.Popen[bytes], path: Path, form: str, part: int) -> OverrunError:
    status = process.wait()
    if status < 0:
        name = signal.Signals(-status).name
        return _overrun(path, form, part, say("documents.reader-was-ended", name=name))
    return _overrun(path, form, part, say("documents.reader-ended-status", status=status))


def _overrun(path: Path, form: str, part: int, why: Said) -> OverrunError:
    return OverrunError(
        "documents.overrun",
        path=path,
        form=form,
        where=say("documents.part", part=part),
        why=why,
    )


def serve() -> None:
    """Do the job that standard input names and write what it yields to standard output, one by one."""
    job, memory, given = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from the process that started this one
    end_with_parent()
    limit_memory(memory)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to standard error
    module, _colon, function = job.partition(":")
    try:
        for answer in getattr(import_module(f"keikaku.documents.{module}"), function)(*given):
            pickle.dump(answer, out)
            out.flush()
        pickle.dump(None, out)
    except KeikakuError as error:
        pickle.dump(error, out)
    except MemoryError:
        pickle.dump(MemoryError(), out)
    out.flush()


def limit_memory(memory: int) -> None:
    """Bound this process's memory where the system can; a copy of it leaves no core."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
    hard = resource.getrlimit(resource.RLIMIT_DATA)[
        1
    ]  # that of the process which started this one counts no more
    resource.setrlimit(
        resource.RLIMIT_DATA, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard)
    )
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
