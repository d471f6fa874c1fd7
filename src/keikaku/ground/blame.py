"""Who is to blame for an exception that nobody meant: a line of a load.py, of a layout, or of keikaku itself."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from keikaku.ground.errors import KeikakuError


class Blame:
    """Makes of whatever is raised inside it an error that says at which line of which file it was.

    What a person means to happen passes: keikaku's own errors and Ctrl-C. So does a lack of memory, which is
    the fault of no line, unless told otherwise.

    Args:
        error: Makes the error of what was raised, the file and the line.
        places: Files and folders that may be to blame, the nearest first.
        passing: Further exceptions that pass.
    """

    def __init__(
        self,
        error: Callable[[BaseException, Path, int], KeikakuError],
        *places: Path,
        passing: tuple[type[BaseException], ...] = (MemoryError,),
    ) -> None:
        self._error = error
        self._places = places
        self._passing = (KeikakuError, KeyboardInterrupt, GeneratorExit, *passing)

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        if raised is None or isinstance(raised, self._passing):
            return
        raise self._error(raised, *self._place(trace)) from raised

    def _place(self, trace: TracebackType | None) -> tuple[Path, int]:
        """Return the innermost line of the nearest place, the first line of that place where it has none."""
        frames = [
            (Path(frame.filename), frame.lineno or 1) for frame in reversed(traceback.extract_tb(trace))
        ]
        for place in self._places:
            for file, line in frames:
                if file == place or place in file.parents:
                    return file, line
        return self._places[0], 1


def said(raised: BaseException) -> str:
    """Return what an exception says, its kind first.

    >>> said(KeyError("label"))
    "KeyError: 'label'"
    """
    kind = type(raised).__name__
    return f"{kind}: {raised}" if str(raised) else kind
