"""Streamable HTTP at ``mcp`` below the base: each request by itself, no sessions, no streams that stay open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from keikaku.ground.errors import RequestError
from keikaku.web.server.bounds import LARGEST_BODY
from keikaku.web.server.problems import refuse

if TYPE_CHECKING:
    from keikaku.web.server.assistant.work import Assistant

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Door:
    """Answers assistants over HTTP; the SDK is loaded when the first one comes.

    Args:
        now: Returns what answers now.
        base: The base of what is served.
    """

    def __init__(self, now: Callable[[], Assistant], base: str) -> None:
        self._now = now
        self._own = urlsplit(base).netloc
        self._opening = asyncio.Lock()
        self._manager: Any = None
        self._task: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()

    @staticmethod
    def can_open() -> bool:
        """Tell whether what the extra brings is there."""
        return find_spec("mcp") is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope)
        if request.method != "POST":  # a GET would hold a stream open on which nothing ever comes
            await Response(status_code=405, headers={"Allow": "POST"})(scope, receive, send)
        elif foreign := self._foreign(request):
            error = RequestError("assisting.foreign-origin", origin=foreign[:100])
            await refuse(request, error)(scope, receive, send)
        else:
            await self._open()
            await self._manager.handle_request(scope, receive, send)

    async def close(self) -> None:
        """End what answers."""
        self._closing.set()
        if self._task:
            await self._task

    def _foreign(self, request: Request) -> str:
        """Return the origin of a page of another site that asks, "" for none: as the protocol wants it (DNS rebinding)."""
        origin = request.headers.get("origin", "")
        host = urlsplit(origin).netloc
        here = request.headers.get("host", "")
        is_own = host == self._own or (host == here and urlsplit(f"//{here}").hostname in _LOOPBACK)
        return "" if not origin or is_own else origin

    async def _open(self) -> None:
        async with self._opening:
            if self._manager is None:
                manager, opened = await asyncio.to_thread(self._made), asyncio.Event()
                self._task = asyncio.create_task(self._run(manager, opened))
                await opened.wait()
                self._manager = manager

    def _made(self) -> Any:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from keikaku.web.server.assistant.protocol import server

        return StreamableHTTPSessionManager(
            server(self._now, LARGEST_BODY),
            json_response=True,
            stateless=True,
            max_request_body_size=LARGEST_BODY,
        )

    async def _run(self, manager: Any, opened: asyncio.Event) -> None:
        """Keep what answers alive, in one task from beginning to end, as it wants it."""
        async with manager.run():
            opened.set()
            await self._closing.wait()
