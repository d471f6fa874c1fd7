"""The guard: queries wait in a bounded queue, run in workers, and end when their time is up.

Quick queries must stay quick while others run for minutes. So a query that has run for a moment goes on with
the lowest priority, and where more long ones run than may while others wait, the longest gives way.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from keikaku.ground.errors import (
    EndpointError,
    KeikakuError,
)
from keikaku.web.server.guard import wire
from keikaku.web.server.guard.keeper import Job, Keeper, Worker
from keikaku.web.server.guard.limits import Limits
from keikaku.web.server.guard.wire import Answer, Question
from keikaku.web.server.guard.zygote import Loader, Settings

_LOG = logging.getLogger("keikaku.guard")
_TICK = 0.05  # seconds between looks at what runs
_MOMENT = 0.2  # seconds of computing after which a query goes on with the lowest priority
_DEPTH = 8  # queries that a worker is given at a time
_PROCESSORS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_SOON = 2  # seconds after which a busy server asks to be asked again


class Guard:
    """Runs strangers' queries.

    Args:
        loader: Returns the store; a function that can be pickled, called in a process of its own.
        limits: The limits.
        services: IRIs that SERVICE may name; whoever they are is trusted, also with where they redirect to.
        base: What relative IRIs in queries are relative to.
    """

    def __init__(
        self,
        loader: Loader,
        *,
        limits: Limits | None = None,
        services: Iterable[str] = (),
        base: str = "https://w3id.org/keikaku/id/",
    ) -> None:
        self.limits = limits or Limits()
        self._settings = Settings(loader, self.limits, frozenset(services), base)
        self._keeper: Keeper | None = None
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._waiting: deque[Job] = deque()
        self._dying: dict[int, Job] = {}
        self._old: set[Keeper] = set()
        self._clients: Counter[str] = Counter()
        self._ticking: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving: set[asyncio.Task[None]] = set()
        self.version = 0
        """Goes up when the store is loaded again."""

    @property
    def graphs(self) -> dict[str, int]:
        """The named graphs of the store, with the number of their triples."""
        return self._keeper.loaded.graphs if self._keeper else {}

    @property
    def network_cut(self) -> bool:
        """Whether the workers have no network at all, beyond never being told to use it."""
        return bool(self._keeper and self._keeper.loaded.network_cut)

    @property
    def processes(self) -> list[int]:
        """The workers."""
        return [worker.pid for worker in (*self._idle, *self._busy)]

    async def start(self) -> None:
        """Load the store and make the workers.

        Raises:
            ServingError: A process does not start.
            KeikakuError: The store cannot be loaded.
        """
        await self.reload()

    async def reload(self) -> None:
        """Load the store again; queries go on, and new ones get the new store once it is there.

        Raises:
            ServingError: A process does not start; what was there goes on.
            KeikakuError: The store cannot be loaded; what was there goes on.
        """
        fresh = Keeper(self._made, self._ended, self._lost)
        await fresh.start(self._settings)
        old, self._keeper = self._keeper, fresh
        self.version += 1
        idle, self._idle = self._idle, []
        for worker in idle:
            self._retire(worker)
        for _ in range(self.limits.workers):
            fresh.fork()
        if old:
            self._old.add(old)

    async def stop(self) -> None:
        """End everything; queries on their way get an error."""
        begun = list(self._tasks)
        for task in begun:
            task.cancel()
        if self._ticking:
            self._ticking.cancel()
        keepers = {*self._old, *([self._keeper] if self._keeper else [])}
        jobs = [
            *self._waiting,
            *self._dying.values(),
            *(job for one in self._busy for job in one.jobs if job),
        ]
        for worker in [*self._idle, *self._busy]:
            worker.jobs.clear()
            worker.close()
        self._keeper, self._idle = None, []
        for held in (self._busy, self._waiting, self._dying, self._old):
            held.clear()
        for job in jobs:
            _fail(job, EndpointError("endpoint.busy", retry_after=_SOON))
        await asyncio.gather(*(keeper.stop() for keeper in keepers), *self._leaving)
        await asyncio.gather(*begun, return_exceptions=True)

    async def run(
        self,
        query: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        accept: str | None = None,
    ) -> Answer:
        """Answer a query.

        Args:
            query: The query.
            default_graphs: The protocol's dataset: what makes up the default graph.
            named_graphs: Its named graphs; all graphs, united in the default graph, where it names none.
            accept: The request's ``Accept``.

        Raises:
            EndpointError: The query is refused, is no SPARQL, or hits a limit.
        """
        return await self.submit(wire.question(query, default_graphs, named_graphs, accept))

    def submit(
        self, asked: Question, *, client: str = "", on_wait: Callable[[], None] | None = None
    ) -> asyncio.Future[Answer]:
        """Put a query into the queue; cancelling what is returned ends it wherever it is.

        Args:
            asked: The query.
            client: Who asks, where the limits are per client.
            on_wait: Called once where the answer takes a moment.

        Raises:
            EndpointError: The text is too long.
            EndpointError: The queue is full.
            EndpointError: The client has too many on their way.
        """
        if len(asked.text) > self.limits.request_bytes:
            raise EndpointError("endpoint.query-too-long", most=self.limits.request_bytes)
        if len(self._waiting) >= self.limits.queue or not self._keeper:
            raise EndpointError("endpoint.busy", retry_after=_SOON)
        if self.limits.per_client and self._clients[client] >= self.limits.per_client:
            raise EndpointError("endpoint.many-queries", most=self.limits.per_client, retry_after=_SOON)
        future = asyncio.get_running_loop().create_future()
        job = Job(wire.packed_question(asked), future, client, on_wait)
        if self.limits.per_client:
            self._clients[client] += 1
        future.add_done_callback(lambda _: self._finished(job))
        self._waiting.append(job)
        self._dispatch()
        if not self._ticking:
            self._ticking = asyncio.get_running_loop().call_later(_TICK, self._tick)
        return future

    # -- workers

    def _dispatch(self) -> None:
        """Give waiting queries to workers."""
        while self._waiting:
            worker = self._free()
            if not worker:
                return
            job = self._waiting.popleft()
            if job.future.done():
                continue
            self._busy.add(worker)
            job.worker = worker
            worker.ask(job)

    def _free(self) -> Worker | None:
        """Return a worker that takes a query, if any does.

        Where as many compute as there are processors, a query goes behind another: handing on two at once
        costs half as much. It is taken back should the one before it not be quick.
        """
        fresh = time.monotonic() - _TICK
        quick = [one for one in self._busy if one.since > fresh and not (one.slowed or one.stale)]
        if len(quick) >= _PROCESSORS:
            worker = min(quick, key=lambda one: len(one.jobs))
            if len(worker.jobs) < _DEPTH:
                return worker
        return self._idle.pop() if self._idle else None

    def _made(self, worker: Worker) -> None:
        worker.answered, worker.gone = self._answered, self._died
        if worker.keeper is not self._keeper:
            self._retire(worker)
            return
        self._idle.append(worker)
        self._dispatch()

    def _answered(self, worker: Worker, said: dict[str, Any], body: bytes) -> None:
        job = worker.jobs.popleft()
        worker.begin()
        if worker.slowed or worker.stale or said["retire"] or worker.keeper is not self._keeper:
            self._kill(worker)
        elif not worker.jobs:
            self._busy.discard(worker)
            self._idle.append(worker)
        if not job.future.done():
            if "error" in said:
                job.future.set_exception(wire.read_error(said))
            else:
                job.future.set_result(Answer(said["type"], body, said["limit"]))
        self._dispatch()

    def _died(self, worker: Worker) -> None:
        """Note a worker that is gone without being told: too much memory, or too deep a query."""
        if worker in self._idle:
            self._idle.remove(worker)
        if job := worker.job:
            self._dying[worker.pid] = job
            worker.jobs.popleft()
        self._kill(worker)

    def _ended(self, pid: int, status: int) -> None:
        job = self._dying.pop(pid, None)
        if job:
            _fail(job, self._reason(status))
        for keeper in [one for one in self._old if not one.workers]:
            self._old.discard(keeper)
            self._dismiss(keeper)

    def _reason(self, status: int) -> EndpointError:
        """Return why a worker is gone, by its exit status: the engine aborts where memory ends."""
        number = os.waitstatus_to_exitcode(status)
        if number == -signal.SIGABRT:
            mib = self.limits.memory_mib
            return EndpointError("endpoint.memory-limit", mib=mib, limit=f"memory={mib}")
        if number in (-signal.SIGSEGV, -signal.SIGBUS):
            return EndpointError("endpoint.too-deep")
        if number == -signal.SIGXCPU:
            return self._out_of_time()
        _LOG.warning("a worker ended with status %s", number)
        return EndpointError("endpoint.lost-query", retry_after=_SOON)

    def _out_of_time(self) -> EndpointError:
        seconds = self.limits.seconds
        return EndpointError("endpoint.time-limit", seconds=seconds, limit=f"time={seconds:g}")

    def _finished(self, job: Job) -> None:
        """Let go of a query, and of its worker where nobody waits for the answer any more."""
        if self.limits.per_client:
            self._clients[job.client] -= 1
            self._clients += Counter()  # drops those at nought
        worker = job.worker
        if worker and worker.job is job:
            worker.jobs.popleft()
            self._kill(worker)
            self._dispatch()

    def _kill(self, worker: Worker) -> None:
        """End a worker; what it was given to run next goes back."""
        self._take_back(worker.jobs)
        worker.jobs.clear()
        self._busy.discard(worker)
        self._replace(worker)

    def _take_back(self, jobs: Iterable[Job]) -> None:
        for job in reversed(list(jobs)):
            if not job.future.done():
                job.worker = None
                self._waiting.appendleft(job)

    def _replace(self, worker: Worker) -> None:
        self._retire(worker)
        if worker.keeper is self._keeper:
            worker.keeper.fork()

    def _retire(self, worker: Worker) -> None:
        worker.close()
        worker.keeper.end(worker.pid)

    def _lost(self, keeper: Keeper) -> None:
        """Begin again where the process that holds the store is gone; its workers are nobody's now."""
        for worker in [one for one in (*self._idle, *self._busy) if one.keeper is keeper]:
            worker.close()
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, signal.SIGKILL)
            lost = list(worker.jobs)
            worker.jobs.clear()
            for job in lost:
                _fail(job, EndpointError("endpoint.lost-query", retry_after=_SOON))
        self._idle = [worker for worker in self._idle if worker.keeper is not keeper]
        self._busy = {worker for worker in self._busy if worker.keeper is not keeper}
        self._old.discard(keeper)
        self._dismiss(keeper)
        _LOG.warning("the process that holds the store is gone")
        if keeper is self._keeper:
            self._keeper = None
            self._later(self._mend())

    async def _mend(self) -> None:
        while not self._keeper:
            try:
                await self.reload()
            except KeikakuError as error:
                _LOG.warning("the store cannot be loaded: %s", error)
                await asyncio.sleep(_SOON)

    def _dismiss(self, keeper: Keeper) -> None:
        """Wait for the end of a process, also while the guard itself ends."""
        task = asyncio.get_running_loop().create_task(keeper.stop())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    def _later(self, what: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(what)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- time

    def _tick(self) -> None:
        """Look at what runs and what waits."""
        now = time.monotonic()
        for worker in list(self._busy):
            self._look_at(worker, now - worker.since)
        self._give_way(now)
        self._let_go(now)
        self._dispatch()
        again = self._busy or self._waiting
        self._ticking = asyncio.get_running_loop().call_later(_TICK, self._tick) if again else None

    def _look_at(self, worker: Worker, age: float) -> None:
        """Do what the age of a running query asks for."""
        job = worker.job
        if not job:
            return
        _say_wait(job)
        if job.future.done():  # nobody waits for it
            worker.jobs.popleft()
            self._kill(worker)
        elif age > self.limits.seconds:
            _fail(job, self._out_of_time())
        elif not worker.slowed and worker.has_computed(_MOMENT):
            worker.slowed = True
            worker.keeper.slow_down(worker.pid)
        if len(worker.jobs) > 1 and worker.has_computed(_TICK):
            worker.stale = True
            behind = [worker.jobs.pop() for _ in range(len(worker.jobs) - 1)]
            self._take_back(reversed(behind))

    def _give_way(self, now: float) -> None:
        """End the longest query where more long ones run than may while others wait."""
        long = [worker for worker in self._busy if now - worker.since > self.limits.patience]
        if self._waiting and len(long) > self.limits.long:
            longest = min(long, key=lambda worker: worker.since)
            if longest.job:
                _fail(
                    longest.job,
                    EndpointError("endpoint.gave-way", seconds=now - longest.since, retry_after=_SOON),
                )

    def _let_go(self, now: float) -> None:
        """Drop what has waited too long, or is waited for no longer."""
        kept: deque[Job] = deque()
        for job in self._waiting:
            _say_wait(job)
            if now - job.since > self.limits.wait:
                _fail(job, EndpointError("endpoint.busy", retry_after=_SOON))
            if not job.future.done():
                kept.append(job)
        self._waiting = kept


def _fail(job: Job, error: EndpointError) -> None:
    if not job.future.done():
        job.future.set_exception(error)


def _say_wait(job: Job) -> None:
    """Say once that an answer takes a moment."""
    if job.on_wait and not job.future.done():
        job.on_wait()
    job.on_wait = None
