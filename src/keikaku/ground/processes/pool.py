"""Several processes asked at once, each by a thread of its own."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from importlib import import_module
from typing import Any

from keikaku.ground.processes.process import LostError, Process

_AHEAD = 2  # tasks for each process: one that it does, one that it finds when it is done


class Pool:
    """Processes that do the same job (:class:`keikaku.ground.processes.process.Process`), each task with one answer.

    Args:
        count: How many processes.
        job: What each does, "module:function".
        given: The function's arguments.
        seconds: How long an answer may take; None for ever.
        environment: Variables beside those of this process.
        quiet: Whether what they print is dropped.
    """

    def __init__(
        self,
        count: int,
        job: str,
        *given: object,
        seconds: float | None = None,
        environment: Mapping[str, str] | None = None,
        quiet: bool = False,
    ) -> None:
        self._seconds = seconds
        self._processes = [
            Process(job, *given, environment=environment, quiet=quiet) for _process in range(count)
        ]
        self._answers: queue.SimpleQueue[tuple[int, Any] | Exception | None] = queue.SimpleQueue()
        self._tasks: Iterator[tuple[int, Any]] = iter(())
        self._room = threading.Condition()
        self._begun = self._given = 0
        self._stopped = False

    def warm(self) -> None:
        """Let the first process start, while others work out what is to be asked."""
        self._processes[0].open()

    def close(self) -> None:
        """End all processes."""
        for process in self._processes:
            process.stop()
            process.close()

    def answers(self, tasks: Iterable[Any], *, in_order: bool = False) -> Generator[tuple[int, Any]]:
        """Yield the number of each task and its answer, or a :class:`LostError`, and end the processes.

        A task whose process died is given to another once more; one that took too long is not. Tasks are taken as they are
        needed, and no more than a few answers wait to be taken, so that there may be any number of them.

        Args:
            tasks: What is asked.
            in_order: Whether the answers come in the order of the tasks, not as they are ready.

        Raises:
            BuildingError: No process can be started.
            Exception: What a task, or making the tasks, raised.
        """
        self._tasks = enumerate(tasks)
        threads = [
            threading.Thread(target=self._serve, args=(process,), daemon=True) for process in self._processes
        ]
        for thread in threads:
            thread.start()
        held: dict[int, Any] = {}
        following = 0
        try:
            for number, answer in self._taken(len(threads)):
                held[number] = answer
                following = following if in_order else number
                while following in held:
                    yield following, held.pop(following)
                    following += 1
                    self._make_room()
        finally:
            self._stop(threads)

    def _taken(self, running: int) -> Iterator[tuple[int, Any]]:
        """Yield what the threads answer until all have ended."""
        while running:
            answer = self._answers.get()
            if isinstance(answer, Exception):
                raise answer
            if answer is None:
                running -= 1
            else:
                yield answer

    def _make_room(self) -> None:
        with self._room:
            self._given += 1
            self._room.notify_all()

    def _stop(self, threads: list[threading.Thread]) -> None:
        with self._room:
            self._stopped = True
            self._room.notify_all()
        for process in self._processes:
            process.stop()
        for thread in threads:
            thread.join()

    def _serve(self, process: Process) -> None:
        """Ask one process until no task is left."""
        with contextlib.ExitStack() as held:
            held.callback(self._answers.put, None)
            held.callback(process.close)
            try:
                while (task := self._next()) is not None:
                    number, asked = task
                    answer = self._asked(process, asked)
                    if isinstance(answer, LostError) and answer.end:
                        answer = self._asked(process, asked)
                    self._answers.put((number, answer))
            except Exception as error:  # noqa: BLE001 - for whoever takes the answers
                self._answers.put(error)

    def _asked(self, process: Process, task: object) -> Any:
        try:
            [answer] = process.ask(task, self._seconds)
        except LostError as lost:
            return lost
        return answer

    def _next(self) -> tuple[int, Any] | None:
        most = _AHEAD * len(self._processes)
        with self._room:
            self._room.wait_for(lambda: self._stopped or self._begun - self._given < most)
            if self._stopped or (task := next(self._tasks, None)) is None:
                return None
            self._begun += 1
            return task


def in_order(processes: int, job: str, *given: object, tasks: Iterable[Any]) -> Iterator[Any]:
    """Yield the one answer to each task, in the order of the tasks, whoever gives it.

    What a process was lost over is done in this one: alone it may have all memory, and what fails there says so.

    Args:
        processes: How many do it; where it is one, this one does.
        job: What each does, "module:function".
        given: The function's arguments.
        tasks: What is asked; they are taken as they are needed.

    Raises:
        BuildingError: No process can be started.
        Exception: What a task, or making the tasks, raised.
    """
    module, _colon, function = job.partition(":")
    make = getattr(import_module(module), function)
    if processes == 1:
        do = make(*given)
        for task in tasks:
            yield from do(task)
        return
    asked: dict[int, Any] = {}

    def noted() -> Iterator[Any]:
        for number, task in enumerate(tasks):
            asked[number] = task
            yield task

    with closing(Pool(processes, job, *given).answers(noted(), in_order=True)) as answers:
        for number, answer in answers:
            task = asked.pop(number)
            if isinstance(answer, LostError):
                yield from make(*given)(task)
            else:
                yield answer
