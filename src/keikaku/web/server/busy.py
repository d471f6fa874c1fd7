"""Work that waits for its turn, up to a number."""

from __future__ import annotations

from anyio import CapacityLimiter

from keikaku.ground.errors import RequestError

MOST_WAITING = 32
"""Requests that may wait for one kind of work."""
_SECONDS = 5


def admit(limiter: CapacityLimiter) -> None:
    """Refuse work where too much waits already.

    Raises:
        RequestError: Too much waits.
    """
    if limiter.statistics().tasks_waiting >= MOST_WAITING:
        raise RequestError("serving.busy", seconds=_SECONDS)
