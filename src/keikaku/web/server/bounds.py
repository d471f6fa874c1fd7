"""How large a request may be, and how long it may take to arrive.

uvicorn bounds neither the head of a request, nor what stands around its body (chunks' extensions, trailers), nor the
time that a client takes for them; :class:`Connection` does. :class:`Bounds` bounds the rest: the address, the body,
and the wait for it.
"""

from __future__ import annotations

import asyncio
import math
import re
from asyncio import TimerHandle
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from keikaku.ground.errors import UnboundedRequestError
from keikaku.web.server.lingering import Lingering
from keikaku.web.server.problems import refuse

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
LARGEST_ARRIVAL = 4 * LARGEST_BODY
"""Bytes that may arrive behind a head: the body, the sizes and extensions of its chunks, its trailers."""
_ARRIVAL_SECONDS = (
    1.5 * BODY_SECONDS
)  # for a body that nobody waits for; :class:`Bounds` tells others of it earlier

_HOST = re.compile(rb"[\w.\-~%!$&'()*+,;=:\[\]]*", re.ASCII)
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
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            _refuse_large(scope)
            await self._app(scope, self._bounded(receive), watched)
        except UnboundedRequestError as error:
            if started:
                raise
            await refuse(Request(scope), error, headers={"Connection": "close"})(scope, receive, send)

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
                raise UnboundedRequestError("serving.slow-request", seconds=self._seconds) from None
            size += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if size > LARGEST_BODY:
                raise UnboundedRequestError("serving.large-request", limit=LARGEST_BODY // 2**10)
            return message

        return bounded


def _refuse_large(scope: Scope) -> None:
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
        raise UnboundedRequestError("serving.long-address", limit=LONGEST_ADDRESS)
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise UnboundedRequestError("serving.large-request", limit=LARGEST_BODY // 2**10)


Answered = Callable[[int, list[tuple[bytes, bytes]], bytes], None]
"""Takes status, headers and body of an answer."""
STRAIGHT = "keikaku.straight"
"""Name of what answers plain queries in the state of an application; see :mod:`keikaku.web.server.straight`."""


class _Plain:
    """A plain query on its way, at the place of uvicorn's cycle of a request and its response."""

    response_complete = disconnected = False
    more_body = keep_alive = True

    def __init__(self) -> None:
        self.message_event = self
        self.future: asyncio.Future[Any] | None = None

    def set(self) -> None:
        """Hear of what happened to the connection: a query that nobody waits for ends."""
        if self.disconnected and self.future:
            self.future.cancel()


class _RefusedHeadError(Exception):
    """Ends the parsing of a request that is refused for its head; uvicorn turns that into an answer."""


class Connection(HttpToolsProtocol):
    """A connection whose requests are bounded in size and time, and whose addresses may hold raw UTF-8.

    A connection that is closed before a request has arrived whole still takes some of the rest, so that the client
    reads the answer (:class:`keikaku.web.server.lingering.Lingering`).
    """

    _address = True
    _arrived = 0
    _head = True
    _whole = True
    _large = False
    _why = "Invalid HTTP request received."
    _timer: TimerHandle | None = None
    _plain: _Plain | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(Lingering(transport, lambda: self._whole))
        self._wait(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what has arrived, unless the request has grown too large."""
        if self.transport.is_closing():
            self.transport.drop(len(data))  # type: ignore[attr-defined]
            return
        self._arrived += len(data)
        super().data_received(self._escaped(data) if self._address else data)
        if self._whole or self.transport.is_closing():
            return
        self._large = self._head and self._arrived > LARGEST_HEAD
        if self._large or self._arrived > LARGEST_ARRIVAL:
            self._why = "The request does not end."
            self.send_400_response(self._why)

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._head, self._whole = True, False
        if self._timer is None:
            self._wait(HEAD_SECONDS)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; trailers, which nothing here reads, are dropped (RFC 9110, section 6.5)."""
        if self._head:
            super().on_header(name, value)

    def on_message_complete(self) -> None:
        """End a request; what comes next begins with an address."""
        self._stop()
        super().on_message_complete()
        self._address = self._whole = True
        if self._plain is not None:
            plain, self._plain = self._plain, None
            plain.future = self.app_state[STRAIGHT].ask(self.scope, partial(self._answer, plain))

    def on_headers_complete(self) -> None:
        """Answer a request whose head is there.

        Raises:
            _RefusedHeadError: It is too large, or does not name one host.
        """
        self._head = False
        self._large = (
            len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD
        )
        if self._large:
            raise _RefusedHeadError
        self._check_host()
        if self._is_plain():
            self.cycle = self._plain = _Plain()  # type: ignore[assignment]
            return
        self._wait(_ARRIVAL_SECONDS)
        super().on_headers_complete()

    def _is_plain(self) -> bool:
        """Tell whether a request is a plain query, and neither waits behind another nor is one too many."""
        straight = self.app_state.get(STRAIGHT)
        return (
            straight is not None
            and (self.cycle is None or self.cycle.response_complete)
            and self.parser.get_method() == b"GET"
            and self.parser.get_http_version() == "1.1"
            and self.parser.should_keep_alive()
            and not self.flow.write_paused
            and len(self.connections) < (self.limit_concurrency or math.inf)
            and straight.takes(self.scope, self.url)
        )

    def _answer(self, plain: _Plain, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        """Send the answer to a plain query."""
        if self.transport.is_closing():
            return
        if not plain.keep_alive:
            headers = [*headers, (b"connection", b"close")]
        content = [STATUS_LINE[status]]
        for name, value in (*self.server_state.default_headers, *headers):
            content += (name, b": ", value, b"\r\n")
        self.transport.write(b"".join((*content, b"\r\n", body)))
        plain.response_complete = True
        if not plain.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _check_host(self) -> None:
        """Refuse a head without a host, with two, or with one that is none (RFC 9112, section 3.2).

        Raises:
            _RefusedHeadError: It is one of these.
        """
        hosts = [value for name, value in self.headers if name == b"host"]
        needed = self.parser.get_http_version() == "1.1"
        if len(hosts) > 1 or (needed and not hosts) or not all(map(_HOST.fullmatch, hosts)):
            self._why = "The request must name one host, in a Host header."
            raise _RefusedHeadError

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words say less than ours
        """Say that a request is none, or that its head is too large, and close the connection."""
        self._stop()
        if self.transport.is_closing():
            return
        if not self._large:
            super().send_400_response(self._why)
            return
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

    def _wait(self, seconds: float) -> None:
        self._stop()
        self._arrived = 0
        self._timer = self.loop.call_later(seconds, self._late)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _late(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()
