"""What a check yields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.ground.messages import Message
from keikaku.reading.model import Finding, Record


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding, and the records that it makes doubtful.

    Attributes:
        finding: What a person is told.
        doubted: What is no longer certain.
    """

    finding: Finding
    doubted: tuple[Record, ...] = ()


def doubt(said: Message, lines: Iterable[int], *doubted: Record) -> Doubt:
    """Return what a check yields.

    Args:
        said: The message of the rule.
        lines: Lines of the document, 1-based.
        doubted: Records that are doubtful by this.
    """
    return Doubt(Finding.of(said, lines), doubted)
