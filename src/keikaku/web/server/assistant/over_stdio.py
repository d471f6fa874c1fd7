"""Standard input and output: one client, a message a line, no line longer than a request over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import anyio
from mcp.server.stdio import stdio_server

from keikaku.web.server.assistant.protocol import LARGE, server
from keikaku.web.server.assistant.work import Assistant
from keikaku.web.server.bounds import LARGEST_BODY
from keikaku.web.server.live import Live
from keikaku.web.server.settings import Settings

_ID = re.compile(rb'"id"\s*:\s*(-?[0-9]{1,18}|"[^"\\]{0,200}")')
_HEAD = 4096  # bytes in which a message says its id


def run(settings: Settings, ready: Callable[[Assistant], None]) -> None:
    """Answer on standard input and output until it ends.

    Args:
        settings: What is served.
        ready: Called once it answers.

    Raises:
        KeikakuError: The store cannot be loaded.
    """
    asyncio.run(_run(settings, ready))


async def _run(settings: Settings, ready: Callable[[Assistant], None]) -> None:
    live = Live(settings, Assistant)
    await live.start()
    try:
        ready(live.now())
        made = server(live.now, LARGEST_BODY)
        lines = cast("Any", Lines(os.dup(sys.stdin.fileno())))
        async with stdio_server(stdin=lines) as (incoming, outgoing):
            await made.run(incoming, outgoing, made.create_initialization_options())
    finally:
        await live.stop()


class Lines:
    """The lines of a file, each bounded: in the place of a longer one stands a message that is refused by its id.

    Args:
        file: Its descriptor, which is closed at its end.
        longest: Bytes of a line.
    """

    def __init__(self, file: int, longest: int = LARGEST_BODY) -> None:
        self._file = os.fdopen(file, "rb")
        self._longest = longest

    async def __aiter__(self) -> AsyncIterator[str]:
        """Yield them."""
        with self._file:
            while line := await anyio.to_thread.run_sync(self._line, abandon_on_cancel=True):
                yield line

    def _line(self) -> str:
        data = self._file.readline(self._longest + 1)
        if len(data) <= self._longest:
            return data.decode("utf-8", "replace")
        held = _ID.search(data[:_HEAD])
        while data and not data.endswith(b"\n"):
            data = self._file.readline(self._longest)
        asked = json.loads(held[1]) if held else None
        return json.dumps({"jsonrpc": "2.0", "id": asked, "method": LARGE}) + "\n"
