"""A process that reads documents: tasks come in by one pipe, what was read goes out by another.

It ends when nobody sends tasks any more, and, where a document keeps it busy for ever and whoever asked for
it is gone, by itself.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import sys
from pathlib import Path

from keikaku.loaders import Loaders
from keikaku.pipeline import build_document

_GRACE = 5.0  # seconds after which this process ends itself if the one that should have ended it is gone


def main() -> None:
    """Answer until the pipe is closed."""
    tasks = sys.stdin.buffer
    with (
        os.fdopen(os.dup(1), "wb") as answers,
        Path(os.devnull).open(encoding="utf-8") as nothing,
        Path(os.devnull).open("w", encoding="utf-8") as nowhere,
    ):
        os.dup2(2, 1)  # what a load.py prints must not get among the answers
        sys.stdin = nothing
        options = pickle.load(tasks)  # noqa: S301 - the process that started this one
        loaders = Loaders.of(options.loaders)
        pickle.dump(True, answers)
        answers.flush()
        while True:
            try:
                path = pickle.load(tasks)  # noqa: S301
                faulthandler.dump_traceback_later(options.seconds + _GRACE, exit=True, file=nowhere)
                pickle.dump(build_document(path, options, loaders), answers)
                answers.flush()
            except (EOFError, BrokenPipeError):
                os._exit(0)  # nobody is there to read what is left in the pipe
            faulthandler.cancel_dump_traceback_later()
