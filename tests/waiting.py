"""Waiting for events: no test asserts how quick something was, and every wait has the same generous bound."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType

PATIENCE = 180.0
"""Seconds after which a wait is in vain, on a machine with ten times the work that it has cores for."""


def wait_until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something holds; fail where it does not come about."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def comes(holds: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Wait until something holds, and tell whether it came about."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def steps(work: Callable[[], object]) -> int:
    """Return how many functions some work calls: its length, whatever else the machine does."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
