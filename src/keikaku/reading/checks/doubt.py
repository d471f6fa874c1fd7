"""What a check yields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.ground.messages import Said
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


def doubt(rule: str, severity: Severity, words: Said, lines: Iterable[int], *doubted: Record) -> Doubt:
    """Return what a check yields.

    Args:
        rule: Short stable name of the rule.
        severity: How bad it is.
        words: One sentence.
        lines: Lines of the document, 1-based.
        doubted: Records that are doubtful by this.
    """
    finding = Finding(rule=rule, severity=severity, said=words, lines=tuple(dict.fromkeys(lines)))
    return Doubt(finding, doubted)
