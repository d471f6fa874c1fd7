"""Checks over the records of a reading: what a document says against itself.

A check knows no layout. It sees the records, the lines they came from and the text of the whole document, and
yields what it holds against them as a :class:`Doubt`. A strong contradiction is a violation and keeps the document out of the
store; a weak one is a warning; what a careful reader would look at is an info. Records that a contradiction
makes doubtful are marked so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from keikaku.reading.checks import (
    alike_names,
    figures,
    latin_words,
    numbering,
    periods,
    places,
    rating_marks,
    recognised,
    sums,
    years,
)
from keikaku.reading.checks.doubt import Doubt
from keikaku.reading.model import Confidence
from keikaku.reading.records import Reading

RULES: tuple[Callable[[Reading], Iterator[Doubt]], ...] = (
    *periods.RULES,
    *years.RULES,
    *figures.RULES,
    *sums.RULES,
    *numbering.RULES,
    *places.RULES,
    *alike_names.RULES,
    *latin_words.RULES,
    *rating_marks.RULES,
    *recognised.RULES,
)
"""Every check, in the order in which their findings are listed."""


def check(reading: Reading) -> None:
    """Run every check over a reading: its findings are noted there, and what they doubt is marked."""
    for rule in RULES:
        for doubt in rule(reading):
            reading.findings.append(doubt.finding)
            for record in doubt.doubted:
                if record.confidence is Confidence.CERTAIN:
                    record.confidence = Confidence.DOUBTFUL


__all__ = ["RULES", "check"]
