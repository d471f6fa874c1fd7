"""Reading, or drawing, in a process of its own, with limits: what strangers wrote may hang, bomb or kill its reader.

PDFium is not safe in threads and can be made to take a gigabyte by a file of 3 KB; a process can be ended.
It says which page it begins, so that its death names the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

from keikaku.documents.form import Part
from keikaku.documents.limits import limit
from keikaku.ground.errors import OverrunError
from keikaku.ground.messages import Said, say
from keikaku.ground.processes.memory import bound_all
from keikaku.ground.processes.process import LostError, Process


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
        seconds: How long it may take, from when it is asked to its last answer.

    Raises:
        KeikakuError: What the function raises; OverrunError, which counts the answers, for a process that was ended.
    """
    count = 0
    with closing(Process("keikaku.documents.apart:bounded", job, memory)) as process:
        try:
            for answer in process.ask((path, form, *given), seconds):
                count += 1
                yield answer
        except LostError as lost:
            why: Said = lost.end.said if lost.end else say("documents.took-longer", seconds=seconds)
            raise _overrun(path, form, count + 1, why) from None
        except MemoryError:
            raise _overrun(path, form, count + 1, say("documents.memory-ran-out")) from None


def _overrun(path: Path, form: str, part: int, why: Said) -> OverrunError:
    return OverrunError(
        "documents.overrun",
        path=path,
        form=form,
        where=say("documents.part", part=part),
        why=why,
    )


def bounded(job: str, memory: int) -> Callable[[tuple[Any, ...]], Iterator[Any]]:
    """Bound this process and return the function that it is to run.

    Args:
        job: A module of this package and its generator function, "files:parts_of".
        memory: Bytes.
    """
    bound_all(memory)
    module, _colon, function = job.partition(":")

    def run(given: tuple[Any, ...]) -> Iterator[Any]:
        yield from getattr(import_module(f"keikaku.documents.{module}"), function)(*given)

    return run
