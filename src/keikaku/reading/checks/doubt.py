"""What a check yields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.reading.model import Finding, Record, Severity


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding, and the records that it makes doubtful.

    Attributes:
        finding: What a person is told.
        doubted: What is no longer certain.
    """

    finding: Finding
    doubted: tuple[Record, ...] = ()


def doubt(
    rule: str, severity: Severity, words: tuple[str, str], lines: Iterable[int], *doubted: Record
) -> Doubt:
    """Return what a check yields.

    Args:
        rule: Short stable name of the rule.
        severity: How bad it is.
        words: One sentence in English, and the same in Japanese.
        lines: Lines of the document, 1-based.
        doubted: Records that are doubtful by this.
    """
    english, japanese = words
    finding = Finding(
        rule=rule, severity=severity, en=english, ja=japanese, lines=tuple(dict.fromkeys(lines))
    )
    return Doubt(finding, doubted)
