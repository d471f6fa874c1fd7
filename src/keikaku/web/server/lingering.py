"""Connections that are closed so that the client can read why.

A socket that is closed while bytes of the request are still coming answers them with a reset, which throws away the
answer on its way. So the server ends its own side first, drops what comes for a while, and closes then (RFC 9112,
section 9.6).
"""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any

MOST = 8 * 2**20
"""Bytes that are dropped before a connection is closed all the same."""
SECONDS = 5.0
"""Until a connection is closed all the same."""
_FEW = 2**14
"""Bytes that are not sent at once."""


class Lingering(asyncio.Transport):
    """A transport that, closed in the middle of a request, goes on taking bytes for a while.

    Args:
        transport: What it stands for.
        whole: Tells whether no request is on its way.
    """

    def __init__(self, transport: asyncio.Transport, whole: Callable[[], bool]) -> None:
        super().__init__()
        self._transport = transport
        self._whole = whole
        self._left = MOST
        self._timer: TimerHandle | None = None
        self._unsent = bytearray()

    def is_closing(self) -> bool:
        """Tell whether nothing more is answered."""
        return self._timer is not None or self._transport.is_closing()

    def close(self) -> None:
        """Close the connection; in the middle of a request, this side of it first."""
        self._send()
        if self.is_closing() or self._whole() or not self._transport.can_write_eof():
            self._end()
            return
        self._timer = asyncio.get_running_loop().call_later(SECONDS, self._end)
        self._transport.write_eof()
        self._transport.resume_reading()

    def drop(self, size: int) -> None:
        """Take notice of bytes that came after the end."""
        self._left -= size
        if self._left < 0:
            self._end()

    def abort(self) -> None:
        """Close the connection at once."""
        self._unsent.clear()
        self._transport.abort()

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._transport.close()

    # ------------------------------------------------------------ as it stands for

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send bytes, few together with what follows in the same turn: a head and its body need no packet each."""
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._send)
        self._unsent += data
        if len(self._unsent) > _FEW:
            self._send()

    def _send(self) -> None:
        if self._unsent:
            self._transport.write(self._unsent)
            self._unsent = bytearray()  # the other is being written

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return what is known of the connection."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Take nothing for now."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take what comes again."""
        self._transport.resume_reading()

    def get_write_buffer_size(self) -> int:
        """Return the bytes that are not sent yet."""
        return self._transport.get_write_buffer_size() + len(self._unsent)

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Set when writing pauses."""
        self._transport.set_write_buffer_limits(high, low)
