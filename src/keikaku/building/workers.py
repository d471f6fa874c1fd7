"""Processes that are asked over pipes: one that hangs or dies costs nothing but the task that it had.

Each has a thread that asks it. They are plain processes, not those of multiprocessing: those run the caller's
script once more (so a script without ``if __name__ == "__main__"`` would build for ever), and a pool of
concurrent.futures is lost as a whole when one of its processes dies.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keikaku.building.ends import End, end_of
from keikaku.building.memory import times_out_of_memory
from keikaku.ground.errors import BuildingError, NoWorkerError
from keikaku.ground.messages import Words, say

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from keikaku.building.worker import main; main()"
)


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that was not answered.

    Attributes:
        end: How the process ended, None where it was ended for taking too long.
    """

    end: End | None = None

    def error(self, path: Path, seconds: float) -> BuildingError:
        """Return what to say of the document that was not read.

        Args:
            path: The document.
            seconds: How long its reading might take.
        """
        if self.end is None:
            return BuildingError("building.slow-document", path=path, seconds=seconds)
        return BuildingError("building.lost-worker", path=path, how=Words(self.end.en, self.end.ja))


class Workers:
    """Asks several processes at once.

    Args:
        count: How many processes.
        hello: What each is told first.
        seconds: How long an answer may take.
    """

    def __init__(self, count: int, hello: object, seconds: float) -> None:
        self._numbers: Iterator[int] = iter(())
        self._lock = threading.Lock()
        self._stopped = False
        self._answers: queue.Queue[tuple[int, Any] | NoWorkerError | None] = queue.Queue(2 * count)
        self._processes = [_Process(hello, seconds) for _process in range(count)]

    def warm(self) -> None:
        """Let the first process start, while others work out what is to be asked."""
        self._processes[0].open()

    def close(self) -> None:
        """End all processes."""
        for process in self._processes:
            process.stop()
            process.close()

    def answers(self, tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield the number of each task and its answer, or :class:`Lost`, as they come.

        A task whose process died is given to another once more; one that took too long is not.

        Raises:
            NoWorkerError: No process can be started.
        """
        self._numbers = iter(range(len(tasks)))
        threads = [
            threading.Thread(target=self._serve, args=(process, tasks), daemon=True)
            for process in self._processes[: len(tasks)]
        ]
        running = len(threads)
        for thread in threads:
            thread.start()
        try:
            while running:
                answer = self._answers.get()
                running -= answer is None
                if isinstance(answer, NoWorkerError):
                    raise answer
                if answer is not None:
                    yield answer
        finally:
            self._stop(threads)

    def _stop(self, threads: list[threading.Thread]) -> None:
        self._stopped = True
        for process in self._processes:
            process.stop()
        while any(thread.is_alive() for thread in threads):
            with contextlib.suppress(queue.Empty):  # a thread may wait for room
                self._answers.get(timeout=0.05)

    def _serve(self, process: _Process, tasks: Sequence[Any]) -> None:
        """Ask one process until no task is left."""
        with contextlib.ExitStack() as held:
            held.callback(self._answers.put, None)
            held.callback(process.close)
            try:
                while (number := self._next()) is not None:
                    answer = process.ask(tasks[number])
                    if isinstance(answer, Lost) and answer.end:
                        answer = process.ask(tasks[number])
                    self._answers.put((number, answer))
            except NoWorkerError as error:
                self._answers.put(error)

    def _next(self) -> int | None:
        with self._lock:
            return None if self._stopped else next(self._numbers, None)


class _Process:
    """A process that answers; it is started when it is first asked, and again when it was lost."""

    def __init__(self, hello: object, seconds: float) -> None:
        self._hello = hello
        self._seconds = seconds
        self._popen: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._kills = 0
        self._slow = self._stopped = self._greeted = False

    def ask(self, task: object) -> Any:
        """Return the answer to a task, or :class:`Lost`.

        Raises:
            NoWorkerError: The process cannot be started.
        """
        popen = self._popen or self.open()
        if not self._greeted:
            self._await(popen)
        self._slow = False
        timer = threading.Timer(self._seconds, self._give_up, (popen,))
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(popen, task)
        finally:
            timer.cancel()
        if isinstance(answer, Lost) or self._slow:
            self.close()
        return answer

    def _exchange(self, popen: subprocess.Popen[bytes], task: object) -> Any:
        try:
            _send(popen, task)
            return pickle.load(popen.stdout)  # type: ignore[arg-type]  # noqa: S301 - the process started here
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            end = self._end(popen, error)
            return Lost(None if self._slow else end)

    def _end(self, popen: subprocess.Popen[bytes], error: Exception) -> End:
        """Return how the process ended that has not answered as it should."""
        if isinstance(error, pickle.UnpicklingError):  # it answers, and goes on
            popen.kill()
        return end_of(popen, self._kills)

    def open(self) -> subprocess.Popen[bytes]:
        """Start the process and greet it.

        Raises:
            NoWorkerError: It cannot be started.
        """
        with self._lock:
            if self._stopped:
                raise NoWorkerError("building.no-worker", why=say("building.stopped"))
            try:
                popen = subprocess.Popen(  # noqa: S603 - this Python
                    [sys.executable, "-P", "-c", _START],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    start_new_session=True,  # Ctrl-C is for whoever asks
                )
            except OSError as error:
                why = f"{sys.executable}: {error.strerror or type(error).__name__}"
                raise NoWorkerError("building.no-worker", why=why) from error
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
            end = self._end(popen, error)
            raise NoWorkerError("building.no-worker", why=Words(end.en, end.ja)) from None
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
        if popen:
            popen.kill()
            with contextlib.suppress(OSError):  # what was not sent is lost
                popen.communicate()


def _send(popen: subprocess.Popen[bytes], value: object) -> None:
    if popen.stdin:
        pickle.dump(value, popen.stdin)
        popen.stdin.flush()
