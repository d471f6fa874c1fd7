"""Lines of a journal, each with its own hash in front: one that was half written when its writer died is none."""

from __future__ import annotations

import hashlib

_HASH = 16


def hashed_line(text: bytes) -> bytes:
    """Return a line of a journal.

    Args:
        text: What it says, without a line break.
    """
    return b"%s %s\n" % (_hash(text), text)


def said_by(line: bytes) -> bytes | None:
    """Return what a line of a journal says, None where it is half written.

    Args:
        line: The line; its break may be gone.
    """
    head, text = line[:_HASH], line[_HASH + 1 :].removesuffix(b"\n")
    return text if head == _hash(text) else None


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_HASH].encode()
