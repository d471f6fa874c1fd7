"""The side of a process that is asked: tasks come in by one pipe, answers go out by another.

It ends when nobody asks any more, also in the middle of a task.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from keikaku.ground import collector
from keikaku.ground.errors import KeikakuError

READY, ANSWER, RAISED, DONE = range(4)
"""What a message of the process says: it can be asked; an answer; what the task raised; the task is done."""

_GRACE = 5.0  # seconds after which this process ends itself, should nothing else have ended it
_LOOK = 0.5  # seconds


def serve() -> None:
    """Answer until nobody asks any more.

    The first thing that comes is the job ("module:function") with its arguments: what it returns is called with each task
    and yields the answers.
    """
    collector.seldom()
    tasks = sys.stdin.buffer
    with (
        os.fdopen(os.dup(1), "wb") as answers,
        Path(os.devnull).open(encoding="utf-8") as nothing,
    ):
        os.dup2(2, 1)  # what a load.py or a library prints must not get among the answers
        sys.stdin = nothing
        _end_with_parent()
        try:
            job, given = pickle.load(tasks)  # noqa: S301 - from the process that started this one
            module, _colon, function = job.partition(":")
            _answer(getattr(import_module(module), function)(*given), tasks, answers)
        except (EOFError, BrokenPipeError):
            os._exit(0)  # nobody is there to read what is left in the pipe


def _answer(do: Callable[[Any], Iterator[Any]], tasks: BinaryIO, answers: BinaryIO) -> None:
    def send(kind: int, value: object = None) -> None:
        pickle.dump((kind, value), answers)
        answers.flush()

    send(READY)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        while True:
            task, seconds = pickle.load(tasks)  # noqa: S301 - likewise
            if seconds is not None:
                faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
            try:
                for answer in do(task):
                    send(ANSWER, answer)
                send(DONE)
            except KeikakuError as error:
                send(RAISED, error)
            except MemoryError:  # one of its own: that of the task holds what took the memory
                send(RAISED, MemoryError())
            finally:
                faulthandler.cancel_dump_traceback_later()


def _end_with_parent() -> None:
    """End this process, whatever keeps it busy, soon after the process that started it has ended."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)
