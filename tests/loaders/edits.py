"""Damages to the lines of a document that the tests of several series do."""

from __future__ import annotations

Lines = list[str]


def without(lines: Lines, at: int, count: int = 1) -> Lines:
    """Return the lines without some."""
    return [*lines[:at], *lines[at + count :]]


def swapped(lines: Lines, one: int, other: int) -> Lines:
    """Return the lines with two in each other's place."""
    changed = list(lines)
    changed[one], changed[other] = changed[other], changed[one]
    return changed
