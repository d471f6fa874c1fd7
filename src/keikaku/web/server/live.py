"""The state of the store that is served now, and the next one, which takes its place between two requests."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from keikaku.asking.columns.index import FILE, Index
from keikaku.asking.columns.indexed import indexed
from keikaku.ground.errors import KeikakuError
from keikaku.store.dataset import Dataset
from keikaku.store.folder import filled
from keikaku.web.server.guard.pool import Guard
from keikaku.web.server.served import Served
from keikaku.web.server.settings import Settings
from keikaku.web.site.folder import MARK

SECONDS = 1.0
"""Least time between two looks at the store."""
_MANIFEST = "manifest.json"  # replacing it is the moment at which a store changes
_LOG = logging.getLogger("keikaku.serving")

State = TypeVar("State")


def memory(settings: Settings) -> ox.Store:
    """Return what queries are asked of, which knows the store's index; called in the process that answers them.

    Raises:
        StoreError: The store is empty, damaged or not to be read.
    """
    store = filled(settings.store, proposed=settings.proposed)
    dataset = Dataset(store, settings.publication.addresses(store))
    return indexed(dataset.memory, Index(store), dataset.addresses, settings.limits.memory_mib // 2)


class Live(Generic[State]):
    """Answers from the store as it is now.

    A new build is noticed by its manifest. The old state answers until the new one is loaded, and those requests
    to the end that began with it; a store that cannot be loaded changes nothing, and is said in the log.

    Args:
        settings: What the server was told.
        make: Returns what answers from a state.
    """

    def __init__(self, settings: Settings, make: Callable[[Served, Guard], State]) -> None:
        self._settings = settings
        self._make = make
        self._state: State | None = None
        self._looked = 0.0
        self._seen: tuple[object, ...] = ()
        self._renewal: asyncio.Task[None] | None = None
        self.guard = Guard(
            partial(memory, settings),
            limits=settings.limits,
            services=settings.services,
            base=settings.publication.base,
        )

    async def start(self) -> None:
        """Load the store.

        Raises:
            KeikakuError: It cannot be loaded, or the processes that answer queries do not start.
        """
        self._seen = self._mark()
        served = await run_in_threadpool(Served, self._settings)
        await self.guard.start()
        self._state = self._make(served, self.guard)

    async def stop(self) -> None:
        """End what answers queries."""
        if self._renewal:
            self._renewal.cancel()
        await self.guard.stop()

    def now(self) -> State:
        """Return what answers now; a look at the store may begin."""
        self._look()
        if self._state is None:
            raise RuntimeError("not started")
        return self._state

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < SECONDS or (self._renewal and not self._renewal.done()):
            return
        self._looked = now
        mark = self._mark()
        if mark != self._seen:
            self._renewal = asyncio.get_running_loop().create_task(self._renew(mark))

    async def _renew(self, mark: tuple[object, ...]) -> None:
        self._seen = mark
        try:
            served = await run_in_threadpool(Served, self._settings)
            await self.guard.reload()
        except KeikakuError as error:
            _LOG.warning("%s", error.message("en"))
            return
        self._state = self._make(served, self.guard)
        _LOG.info("now serving %s", served.version)

    def _mark(self) -> tuple[object, ...]:
        """Return what changes when a build, an index, a new site or a new list of withdrawn things takes its place."""
        files = [self._settings.store / _MANIFEST, self._settings.store / FILE]
        files += [self._settings.site / MARK] if self._settings.site else []
        files += [self._settings.withdrawn] if self._settings.withdrawn else []
        return tuple(map(_stamp, files))


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        about = file.stat()
    except OSError:
        return None
    return about.st_mtime_ns, about.st_ino, about.st_size
