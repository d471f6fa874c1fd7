"""The server's side of the process that makes workers, and of a worker."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keikaku.ground.errors import KeikakuError, ServingError
from keikaku.ground.messages import say
from keikaku.web.server.guard import wire
from keikaku.web.server.guard.wire import Answer
from keikaku.web.server.guard.zygote import Loaded, Settings

_BEGIN = "from keikaku.web.server.guard.zygote import begin; begin()"
_REPLY = wire.ORDER.size + 4


class Keeper:
    """The process that holds the store.

    Args:
        made: Called with a worker that is ready.
        ended: Called with a worker's process and its exit status, once it is gone.
        lost: Called when the process itself is gone.
    """

    def __init__(
        self,
        made: Callable[[Worker], None],
        ended: Callable[[int, int], None],
        lost: Callable[[Keeper], None],
    ) -> None:
        self.loaded = Loaded({}, network_cut=False)
        self.workers = 0
        self._made, self._ended, self._lost = made, ended, lost
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, settings: Settings) -> None:
        """Start it and wait until the store is loaded.

        Raises:
            ServingError: It ended before.
            KeikakuError: The store cannot be loaded.
        """
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-c", _BEGIN, str(theirs.fileno())]
            self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - our own
        try:
            await self._load(settings)
        except asyncio.CancelledError:  # the guard ends while the store is loaded: nothing of it is left
            await self.stop()
            raise

    async def _load(self, settings: Settings) -> None:
        self._line.setblocking(False)
        for data in (json.dumps(sys.path).encode(), pickle.dumps(settings)):
            await self._loop.sock_sendall(self._line, wire.HEAD.pack(0, len(data)) + data)
        try:
            size = wire.HEAD.unpack(await self._exactly(wire.HEAD.size))[1]
            found = pickle.loads(await self._exactly(size))  # noqa: S301 - before any query ran there
        except ConnectionError:
            await self.stop()
            raise ServingError("endpoint.guard-start", why=say("endpoint.they-ended")) from None
        if isinstance(found, KeikakuError):
            await self.stop()
            raise found
        self.loaded = found
        self._loop.add_reader(self._line.fileno(), self._read)

    async def stop(self) -> None:
        """End the process; it ends its workers."""
        self._loop.remove_reader(self._line.fileno())
        self._line.close()
        await self._loop.run_in_executor(None, self._wait)

    def _wait(self) -> None:
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def fork(self) -> None:
        """Ask for a worker."""
        self.workers += 1
        self._order(wire.FORK, 0)

    def end(self, pid: int) -> None:
        """End a worker, whatever it does."""
        self._order(wire.END, pid)

    def slow_down(self, pid: int) -> None:
        """Let a worker compute only when nothing else wants to."""
        self._order(wire.SLOWER, pid)

    def _order(self, letter: bytes, pid: int) -> None:
        with contextlib.suppress(OSError):  # gone: _read notices
            self._line.send(wire.ORDER.pack(letter, pid))

    async def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = await self._loop.sock_recv(self._line, size - len(data))
            if not piece:
                raise ConnectionError
            data += piece
        return data

    def _read(self) -> None:
        try:
            data, handles, _, _ = socket.recv_fds(self._line, _REPLY, 1)
        except BlockingIOError:
            return
        except OSError:
            data, handles = b"", []
        if len(data) < _REPLY:
            self._loop.remove_reader(self._line.fileno())
            self._lost(self)
            return
        letter, pid = wire.ORDER.unpack(data[: wire.ORDER.size])
        if letter == wire.FORK:
            task = self._loop.create_task(self._connect(handles[0], pid))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        else:
            self.workers -= 1
            self._ended(pid, int.from_bytes(data[wire.ORDER.size :], "big"))

    async def _connect(self, handle: int, pid: int) -> None:
        line = socket.socket(fileno=handle)
        line.setblocking(False)
        worker = Worker(self, pid)
        await self._loop.create_connection(lambda: worker, sock=line)
        self._made(worker)


@dataclass(slots=True, eq=False)
class Job:
    """A query on its way.

    Attributes:
        frame: What the worker is told.
        future: Where the answer goes.
        client: Who asks.
        on_wait: Called once where the answer takes a moment.
        since: When it began to wait.
        worker: The worker that runs it.
    """

    frame: bytes
    future: asyncio.Future[Answer]
    client: str
    on_wait: Callable[[], None] | None
    since: float = field(default_factory=time.monotonic)
    worker: Worker | None = None


class Worker(asyncio.Protocol):
    """A worker, and what it says.

    Attributes:
        keeper: The process that made it.
        pid: Its process.
        jobs: The query that it runs, and those that it was given to run next.
        since: When it began with the first of them.
        slowed: Whether it computes only when nothing else wants to.
        stale: Whether it was given queries that others run by now.
        computed: Its processor time when the query that it runs was first looked at; negative before.
    """

    def __init__(self, keeper: Keeper, pid: int) -> None:
        self.keeper, self.pid = keeper, pid
        self.jobs: deque[Job] = deque()
        self.slowed = self.stale = False
        self.since, self.computed = 0.0, -1.0
        self.answered: Callable[[Worker, dict[str, Any], bytes], None] | None = None
        self.gone: Callable[[Worker], None] | None = None
        self._data = bytearray()
        self._unsent: list[bytes] = []
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the line to it."""
        self._transport = transport  # type: ignore[assignment]

    @property
    def job(self) -> Job | None:
        """The query that it runs."""
        return self.jobs[0] if self.jobs else None

    def ask(self, job: Job) -> None:
        """Give it a query."""
        if not self.jobs:
            self.begin()
        self.jobs.append(job)
        self._unsent.append(job.frame)
        if len(self._unsent) == 1:
            asyncio.get_running_loop().call_soon(self._send)

    def begin(self) -> None:
        """Note that it begins with another query."""
        self.since, self.computed = time.monotonic(), -1.0

    def has_computed(self, seconds: float) -> bool:
        """Tell whether its query has computed for a time, which on a busy machine is less than it has taken."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8", errors="replace")
        except (FileNotFoundError, ProcessLookupError):  # not Linux, or gone
            return time.monotonic() - self.since > seconds
        user, system = fields.rpartition(")")[2].split()[11:13]
        now = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        if self.computed < 0:
            self.computed = now
        return now - self.computed > seconds

    def _send(self) -> None:
        """Send what has come together: waking a worker costs as much as a small query."""
        if self._transport:
            self._transport.write(b"".join(self._unsent))
        self._unsent.clear()

    def data_received(self, data: bytes) -> None:
        """Take a piece of an answer, or several answers, and hand on what is whole."""
        self._data += data
        at, size = 0, len(self._data)
        while size - at >= wire.HEAD.size and self.answered:
            head, body = wire.HEAD.unpack_from(self._data, at)
            start = at + wire.HEAD.size + head
            if start + body > size:
                break
            said = json.loads(self._data[at + wire.HEAD.size : start])
            whole = bytes(self._data[start : start + body])
            at = start + body
            self.answered(self, said, whole)
        del self._data[:at]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Say that it is gone."""
        if self.gone:
            self.gone(self)

    def close(self) -> None:
        """Let go of the line."""
        self.gone = self.answered = None
        if self._transport:
            self._transport.abort()
