"""A server of the protocol in this process, over a store of the examples, asked by the SDK's client."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client

from keikaku.store.folder import Store
from keikaku.web.server.assistant.protocol import server
from keikaku.web.server.assistant.work import Assistant
from keikaku.web.server.live import Live
from keikaku.web.server.settings import Settings
from keikaku.web.site.publication import Publication
from tests.serving.support import settings
from tests.support import ROOT

BASE = "http://plans.example/"
Ask = Callable[[Client], Awaitable[None]]


@contextlib.asynccontextmanager
async def connected(chosen: Settings) -> AsyncIterator[Client]:
    live = Live(chosen, Assistant)
    await live.start()
    try:
        async with Client(server(live.now, 2**19), mode="legacy") as client:
            yield client
    finally:
        await live.stop()


Connection = tuple[BlockingPortal, Client]


@contextlib.contextmanager
def connecting(chosen: Settings) -> Iterator[Connection]:
    """Run a server of its own in a thread, and a client of it."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(connected(chosen)) as client:
        yield portal, client


def asks(connection: Connection, work: Ask) -> None:
    """Let a client ask."""
    portal, client = connection
    portal.call(work, client)


@pytest.fixture(scope="module")
def connection(examples: Store) -> Iterator[Connection]:
    """Return a client of the examples, whose documents are at hand and may be shown."""
    shown = Publication(base=BASE, sources=(ROOT / "examples",), evidence=True)
    with connecting(replace(settings(examples.path), publication=shown)) as found:
        yield found
