"""Work that nobody waits for, done in a thread beside the requests: one thing at a time, what is needed before what is only tried."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import IntEnum
from functools import partial


class Task(IntEnum):
    """What is worked on; the order is that in which it is taken up."""

    READING = 0
    TRIAL = 1


IsOld = Callable[[], bool]
"""Tells whether another order of the same task waits, so that nothing is put away that is old by then."""


class Beside:
    """A thread that lives while there is work. Of each task the latest order alone is kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Task, Callable[[IsOld], None]] = {}
        self._now: Task | None = None

    def does(self, task: Task) -> bool:
        """Tell whether a task is worked on or waits."""
        with self._lock:
            return self._now is task or task in self._waiting

    def order(self, task: Task, work: Callable[[IsOld], None]) -> None:
        """Have something done as soon as what is being done is done."""
        with self._lock:
            self._waiting[task] = work
            if self._now is None:
                self._now = task
                threading.Thread(target=self._work, daemon=True, name="keikaku-desk").start()

    def _work(self) -> None:
        try:
            while (taken := self._take()) is not None:
                task, work = taken
                work(partial(self._is_old, task))
        except BaseException:
            with self._lock:  # the next order begins anew
                self._now = None
            raise

    def _take(self) -> tuple[Task, Callable[[IsOld], None]] | None:
        with self._lock:
            task = min(self._waiting, default=None)
            self._now = task
            return None if task is None else (task, self._waiting.pop(task))

    def _is_old(self, task: Task) -> bool:
        with self._lock:
            return task in self._waiting
