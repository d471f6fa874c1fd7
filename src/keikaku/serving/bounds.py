"""How large a request may be, and how long it may take to arrive.

uvicorn bounds neither the head of a request nor the time that a client takes for it; :class:`Connection` does.
:class:`Bounds` bounds the rest: the address, the body, and the wait for it.
"""

from __future__ import annotations

import asyncio
import re
from asyncio import TimerHandle

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from keikaku.errors import LargeRequestError, LongAddressError, SlowRequestError
from keikaku.serving.problems import refuse

LONGEST_ADDRESS = 16 * 2**10
"""Bytes of path and query string together; a longer SPARQL query is sent by POST."""
LARGEST_BODY = 512 * 2**10
"""Bytes of a query by POST."""
LARGEST_HEAD = 48 * 2**10
"""Bytes of the request line and the headers."""
HEAD_SECONDS = 10.0
"""Until the head of a request has arrived."""
BODY_SECONDS = 20.0
"""Until the body of a request has arrived."""

_HIGH = re.compile(rb"[\x80-\xff]")


class Bounds:
    """Refuses requests that are too large or too slow.

    Args:
        app: What answers the others.
        body_seconds: Until the body of a request has arrived.
    """

    def __init__(self, app: ASGIApp, body_seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            _refuse_large(request)
            await self._app(scope, self._bounded(receive), watched)
        except (LargeRequestError, LongAddressError, SlowRequestError) as error:
            if started:
                raise
            await refuse(request, error, headers={"Connection": "close"})(scope, receive, send)

    def _bounded(self, receive: Receive) -> Receive:
        size = 0
        whole = False
        end = asyncio.get_running_loop().time() + self._seconds

        async def bounded() -> Message:
            nonlocal size, whole
            if whole:  # what comes now is the news that the client has gone
                return await receive()
            try:
                async with asyncio.timeout_at(end):
                    message = await receive()
            except TimeoutError:
                raise SlowRequestError(seconds=self._seconds) from None
            size += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if size > LARGEST_BODY:
                raise LargeRequestError(limit=LARGEST_BODY // 2**10)
            return message

        return bounded


def _refuse_large(request: Request) -> None:
    scope = request.scope
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
        raise LongAddressError(limit=LONGEST_ADDRESS)
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise LargeRequestError(limit=LARGEST_BODY // 2**10)


class _LargeHeadError(Exception):
    """Ends the parsing of a head that is too large."""


class Connection(HttpToolsProtocol):
    """A connection whose request heads are bounded in size and time, and whose addresses may hold raw UTF-8."""

    _address = True
    _arrived = 0
    _large = False
    _timer: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has arrived, unless the head of the request has grown too large."""
        self._arrived += len(data)
        super().data_received(self._escaped(data) if self._address else data)
        if self._timer is not None and self._arrived > LARGEST_HEAD and not self.transport.is_closing():
            self._large = True
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        if self._timer is None:
            self._wait()

    def on_message_complete(self) -> None:
        """End a request; what comes next begins with an address."""
        super().on_message_complete()
        self._address = True

    def on_headers_complete(self) -> None:
        """Answer a request whose head is there.

        Raises:
            _LargeHeadError: It is too large; uvicorn turns that into an answer.
        """
        self._stop()
        self._large = (
            len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD
        )
        if self._large:
            raise _LargeHeadError
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Say that a request is none, or that its head is too large, and close the connection."""
        if not self._large:
            super().send_400_response(msg)
            return
        self._stop()
        self.transport.write(
            b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\n"
            b"connection: close\r\ncontent-length: 0\r\n\r\n"
        )
        self.transport.close()

    def _escaped(self, data: bytes) -> bytes:
        """Return what has arrived with the bytes of its first line escaped that no URI has (RFC 3987, section 3.1)."""
        line, end, rest = data.partition(b"\n")
        self._address = not end
        return _HIGH.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest

    def _wait(self) -> None:
        self._arrived = 0
        self._timer = self.loop.call_later(HEAD_SECONDS, self._late)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()
