"""Python's collector of cycles, which goes through all that lives again and again while more and more is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Let the collector wait while something is made that stays: its visits cost more for each line of a longer document.

    What is let go without a cycle is freed meanwhile as ever.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


_SELDOM = 20_000
"""Objects made, beyond those let go, between two visits; Python's own 700 cost a fifth of a start, whose modules all stay.

As many small objects are some MiB.
"""


def seldom() -> None:
    """Let the collector come less often in this process, which is ours from its start."""
    gc.set_threshold(_SELDOM)


def sweep() -> None:
    """Free now what was let go in cycles: where they are few but hold much, the collector would come long after the next."""
    gc.collect()
