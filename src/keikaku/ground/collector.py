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
