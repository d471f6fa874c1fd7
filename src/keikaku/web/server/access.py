"""The access log: a line of JSON for each request.

It is written so that it may be kept: it says when, what and how long, not who asked and not what they looked for.
The query string, a query by POST and the address of the client are written only where the operator asks for them.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keikaku.ground.errors import OutputError
from keikaku.web.server.settings import Log

_LONGEST = 2048  # characters of a path or a query string that are written
_GONE = 499
"""Status in the log of a request whose client went away before it was answered, as nginx has it."""


def logger(log: Log) -> logging.Logger | None:
    """Return what writes the log, nothing where none is wanted; a file that was moved away is opened anew.

    Raises:
        OutputError: The file cannot be written.
    """
    if not log.path:
        return None
    try:
        handler = (
            logging.StreamHandler(sys.stdout)
            if log.path == "-"
            else WatchedFileHandler(log.path, encoding="utf-8")
        )
    except OSError as error:
        raise OutputError("ground.unwritable", path=log.path, why=error.strerror or str(error)) from error
    handler.setFormatter(logging.Formatter("%(message)s"))
    found = logging.Logger("keikaku.access")
    found.addHandler(handler)
    return found


class AccessLog:
    """Writes a line for each request.

    Args:
        app: What answers.
        log: What is written.
    """

    def __init__(self, app: ASGIApp, log: Log) -> None:
        self._app = app
        self._log = log
        self._logger = logger(log)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, then write its line."""
        if self._logger is None:
            await self._app(scope, receive, send)
            return
        seen = Seen()
        record = _Record(receive, send, seen, keeps=self._log.queries and scope["method"] == "POST")
        begun = time.perf_counter()
        try:
            await self._app(scope, record.receive, record.send)
        finally:
            self.note(scope, seen, time.perf_counter() - begun)

    def note(self, scope: Scope, seen: Seen, seconds: float) -> None:
        """Write the line of a request.

        Args:
            scope: The request's.
            seen: What was seen of it.
            seconds: How long it took.
        """
        if self._logger:
            self._logger.info(json.dumps(self._line(scope, seen, seconds), ensure_ascii=False))

    def close(self) -> None:
        """Let go of the file."""
        for handler in self._logger.handlers if self._logger else ():
            handler.close()

    def _line(self, scope: Scope, seen: Seen, seconds: float) -> dict[str, object]:
        line: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": scope["method"],
            "path": _printable(scope["path"]),
            "status": seen.status,
            "bytes": 0 if scope["method"] == "HEAD" else seen.size,
            "ms": round(seconds * 1000, 1),
            "type": seen.type,
        }
        if self._log.queries and scope["query_string"]:
            line["query"] = _printable(scope["query_string"].decode("ascii", "replace"))
        if seen.body:
            line["body"] = _printable(seen.body.decode("utf-8", "replace"))
        if self._log.clients and scope.get("client"):
            line["client"] = scope["client"][0]
        return line


@dataclass(slots=True)
class Seen:
    """What was seen of a request and its answer.

    Attributes:
        status: The status; that of a client that has gone as long as there is none.
        type: The media type of the answer.
        size: Bytes of the answer.
        body: What came with the request, where that is wanted.
    """

    status: int = _GONE
    type: str = ""
    size: int = 0
    body: bytearray = field(default_factory=bytearray)

    def begin(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Note how an answer begins."""
        self.status = status
        found = (value for name, value in headers if name.lower() == b"content-type")
        self.type = next(found, b"").decode("latin-1").partition(";")[0]


class _Record:
    """Notes what goes out, and what comes in where that is wanted."""

    def __init__(self, receive: Receive, send: Send, seen: Seen, *, keeps: bool) -> None:
        self._receive = receive
        self._send = send
        self._seen = seen
        self._keeps = keeps

    async def receive(self) -> Message:
        """Pass on what comes in."""
        message = await self._receive()
        if self._keeps and len(self._seen.body) < _LONGEST:
            self._seen.body += message.get("body", b"")
        return message

    async def send(self, message: Message) -> None:
        """Pass on what goes out."""
        if message["type"] == "http.response.start":
            self._seen.begin(message["status"], message.get("headers", ()))
        elif message["type"] == "http.response.body":
            self._seen.size += len(message.get("body", b""))
        await self._send(message)


def _printable(text: str) -> str:
    """Return a text that JSON can hold, not too long."""
    return text[:_LONGEST].encode("utf-8", "replace").decode()
