"""Failed logins slow down: whoever fails waits before the next try is looked at, longer each time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE = {"person": 3, "address": 20, "id": 20}
"""Failures that cost nothing: three typos of one person at one place; at one address an office full of people, of one id as
many guesses from anywhere."""
LONGEST = {"person": 900.0, "address": 900.0, "id": 60.0}
"""Seconds that one waits at most: of an id alone a minute, since others could fail in somebody's name to keep them out."""
_FORGOTTEN = 3600.0
"""Seconds after which failures are forgotten; with 900 s a try, fewer than five guesses an hour get through."""
_MOST = 10_000  # that are remembered; who has so many addresses is not stopped by this


@dataclass(slots=True)
class _Failed:
    times: int
    at: float


class Patience:
    """Knows who failed how often.

    Args:
        clock: Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._failed: OrderedDict[tuple[str, ...], _Failed] = OrderedDict()

    def left(self, id_: str, address: str) -> float:
        """Return the seconds until a try is looked at, 0 for at once.

        Args:
            id_: Who they say they are.
            address: Where they are; "" where a proxy hides it.
        """
        return max((self._left(key) for key in _keys(id_, address)), default=0.0)

    def _left(self, key: tuple[str, ...]) -> float:
        found, now = self._failed.get(key), self._clock()
        if found is None:
            return 0.0
        if now - found.at > _FORGOTTEN:
            del self._failed[key]
            return 0.0
        more = found.times - FREE[key[0]]
        wait = min(2.0 ** min(more, 20), LONGEST[key[0]]) if more >= 0 else 0.0
        return max(found.at + wait - now, 0.0)

    def failed(self, id_: str, address: str) -> None:
        """Note that a try failed."""
        for key in _keys(id_, address):
            found = self._failed.pop(key, None)
            self._failed[key] = _Failed(found.times + 1 if found else 1, self._clock())
        while len(self._failed) > _MOST:
            self._failed.popitem(last=False)

    def succeeded(self, id_: str, address: str) -> None:
        """Forget the failures of who came in at this place; of those that others made the last, which was noted for this try."""
        self._failed.pop(("person", id_, address), None)
        for key in _keys(id_, address)[1:]:
            found = self._failed.get(key)
            if found is not None:
                found.times -= 1


def _keys(id_: str, address: str) -> list[tuple[str, ...]]:
    return [("person", id_, address), ("id", id_), *([("address", address)] if address else [])]
