"""A process that is asked: started when it is first needed, and again when it was lost."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from keikaku.ground.errors import BuildingError
from keikaku.ground.messages import Message, Said, say
from keikaku.ground.processes.child import ANSWER, DONE, RAISED
from keikaku.ground.processes.ends import End, end_of
from keikaku.ground.processes.memory import times_out_of_memory

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from keikaku.ground.processes.child import serve; serve()"
)


class LostError(Exception):
    """A task that was not answered to its end.

    Attributes:
        end: How the process ended, None where it was ended for taking too long.
    """

    def __init__(self, end: End | None = None) -> None:
        super().__init__(end)
        self.end = end

    @property
    def said(self) -> Message:
        """What happened."""
        return self.end.said if self.end else say("processes.slow")


class Process:
    """A process of this Python.

    Args:
        job: A module and its function, "module:function", called there once; what it returns is called with each task, and
            yields its answers.
        given: The function's arguments; they must pickle.
        environment: Variables beside those of this process.
        quiet: Whether what it prints is dropped.
    """

    def __init__(
        self, job: str, *given: object, environment: Mapping[str, str] | None = None, quiet: bool = False
    ) -> None:
        self._hello = (job, given)
        self._environment = {**os.environ, **environment} if environment else None
        self._stderr = subprocess.DEVNULL if quiet else None
        self._popen: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._kills = 0
        self._slow = self._stopped = self._greeted = False

    def ask(self, task: object, seconds: float | None = None) -> Iterator[Any]:
        """Yield the answers to a task, each as it comes. Whoever does not take all of them closes the process.

        Args:
            task: What pickles.
            seconds: How long all answers may take; None for ever.

        Raises:
            BuildingError: The process cannot be started.
            LostError: It ended, or was ended for taking too long.
            KeikakuError: What the job raised; MemoryError likewise.
        """
        popen = self._popen or self.open()
        if not self._greeted:
            self._await(popen)
        self._slow = False
        timer = threading.Timer(seconds or 0, self._give_up, (popen,))
        timer.daemon = True
        if seconds is not None:
            timer.start()
        kind = ANSWER
        try:
            _send(popen, (task, seconds))
            while True:
                kind, answer = pickle.load(popen.stdout)  # type: ignore[arg-type]  # noqa: S301 - the process started here
                if kind != ANSWER:
                    break
                yield answer
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            end = self._end(popen, error)
            raise LostError(None if self._slow else end) from None
        finally:
            timer.cancel()
            if kind not in (DONE, RAISED) or self._slow:
                self.close()
        if kind == RAISED:
            raise answer

    def _end(self, popen: subprocess.Popen[bytes], error: Exception) -> End:
        """Return how the process ended that has not answered as it should."""
        if isinstance(error, pickle.UnpicklingError):  # it answers, and goes on
            popen.kill()
        return end_of(popen, self._kills)

    def open(self) -> subprocess.Popen[bytes]:
        """Start the process and greet it.

        Raises:
            BuildingError: It cannot be started.
        """
        with self._lock:
            if self._stopped:
                raise _none(say("processes.stopped"))
            try:
                popen = subprocess.Popen(  # noqa: S603 - this Python
                    [sys.executable, "-P", "-c", _START],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._stderr,
                    env=self._environment,
                    start_new_session=True,  # Ctrl-C is for whoever asks
                )
            except OSError as error:
                raise _none(f"{sys.executable}: {error.strerror or type(error).__name__}") from error
            self._popen, self._greeted, self._kills = popen, False, times_out_of_memory()
        with contextlib.suppress(BrokenPipeError):  # it has ended: whoever awaits it will know
            _send(popen, sys.path)
            _send(popen, self._hello)
        return popen

    def _await(self, popen: subprocess.Popen[bytes]) -> None:
        """Wait until the process can be asked."""
        try:
            pickle.load(popen.stdout)  # type: ignore[arg-type]  # noqa: S301 - the process started here
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise _none(self._end(popen, error).said) from None
        self._greeted = True

    def _give_up(self, popen: subprocess.Popen[bytes]) -> None:
        self._slow = True
        popen.kill()

    def stop(self) -> None:
        """End the process, and let no other be started."""
        with self._lock:
            self._stopped = True
            if self._popen:
                self._popen.kill()

    def close(self) -> None:
        """End the process and forget it."""
        with self._lock:
            popen, self._popen = self._popen, None
        if popen is None:
            return
        popen.kill()
        for stream in (popen.stdin, popen.stdout):
            with contextlib.suppress(OSError):  # what was not sent is lost
                if stream:
                    stream.close()
        popen.wait()


def _none(why: Said | str) -> BuildingError:
    return BuildingError("processes.none", why=why)


def _send(popen: subprocess.Popen[bytes], value: object) -> None:
    if popen.stdin:
        pickle.dump(value, popen.stdin)
        popen.stdin.flush()
