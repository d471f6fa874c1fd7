"""A process that reads documents: tasks come in by one pipe, what was read goes out by another.

It ends when nobody sends tasks any more, also in the middle of one.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

from keikaku.building.memory import bound
from keikaku.building.pipeline import build_document
from keikaku.documents.limits import limit
from keikaku.ground.processes import end_with_parent
from keikaku.reading.loaders import Loaders

_GRACE = 5.0  # seconds after which this process ends itself, should nothing else have ended it


def main() -> None:
    """Answer until nobody asks any more."""
    tasks = sys.stdin.buffer
    with (
        os.fdopen(os.dup(1), "wb") as answers,
        Path(os.devnull).open(encoding="utf-8") as nothing,
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
    ):
        os.dup2(2, 1)  # what a load.py prints must not get among the answers
        sys.stdin = nothing
        end_with_parent()
        try:
            _answer(tasks, answers, nowhere)
        except (EOFError, BrokenPipeError):
            os._exit(0)  # nobody is there to read what is left in the pipe


def _answer(tasks: BinaryIO, answers: BinaryIO, nowhere: TextIO) -> None:
    options = pickle.load(tasks)  # noqa: S301 - from the process that started this one
    loaders = Loaders.of(options.loaders)
    _send(True, answers)
    while True:
        path = pickle.load(tasks)  # noqa: S301
        faulthandler.dump_traceback_later(options.seconds + _GRACE, exit=True, file=nowhere)
        bound(options.memory or limit("text").memory)
        _send(build_document(path, options, loaders), answers)
        faulthandler.cancel_dump_traceback_later()


def _send(value: object, answers: BinaryIO) -> None:
    pickle.dump(value, answers)
    answers.flush()
