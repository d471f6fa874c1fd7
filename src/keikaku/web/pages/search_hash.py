"""Which of several files something is in: the same here and in a browser."""

from __future__ import annotations

_FNV_OFFSET, _FNV_PRIME = 0x811C9DC5, 0x01000193


def bucket(text: str, count: int) -> int:
    """Return the number of the file that a text is in: FNV-1a, 32 bits, of its UTF-8, modulo the number of files."""
    number = _FNV_OFFSET
    for byte in text.encode():
        number = (number ^ byte) * _FNV_PRIME & 0xFFFFFFFF
    return number % count
