"""Trials: what a reading with some settings explains of a document, and what it costs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from keikaku.documents.numbered_lines import Document
from keikaku.ground.errors import BrokenLoaderError, KeikakuError, SeriesError
from keikaku.ground.rules import Severity
from keikaku.reading import families, reader
from keikaku.reading.drafting.headings import LONGEST
from keikaku.reading.drafting.hints import hints
from keikaku.reading.fields import squeeze
from keikaku.reading.model import Element, Fact, Indicator, Statement
from keikaku.reading.planfile import SeriesSettings
from keikaku.reading.records import Reading
from keikaku.reading.series import Series
from keikaku.reading.settings import check

COST = 8
"""Characters that a declaration must explain to be worth a line of plan.yml: two short names."""
FIGURE = 20
"""What a figure in a record is worth, in characters: figures are what plans are read for."""
FAULT = 25
"""What a finding costs, in characters."""

WHOLE = 3_000
"""Lines up to which trials read all of a document: some hundred pages. A draft is some hundred trials."""
FIRST, LATER = 1_200, 300
"""Lines of a longer one that trials read from its beginning, and from each of SAMPLES places behind: what a series
prints, it prints again and again, but its tables may stand at its end."""
SAMPLES = 6

_DATED = re.compile(r"[0-9]{4}年度?\s*[:：]|^[0-9,.]+$")
"""What no indicator is called: a figure of a year."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Readings of documents with some settings: what they explain, what they say, and how many figures they hold."""

    worth: float
    readings: tuple[Reading, ...]
    said: Counter[tuple[str, str]]
    figures: int

    @property
    def elements(self) -> list[Element]:
        """The elements of all documents."""
        return [element for reading in self.readings for element in reading.elements]

    @property
    def indicators(self) -> list[Indicator]:
        """The indicators of all documents."""
        return [indicator for reading in self.readings for indicator in reading.indicators]

    @property
    def is_ambiguous(self) -> bool:
        """Whether some table fits several kinds."""
        return any(one.rule == "table-ambiguous" for reading in self.readings for one in reading.findings)

    @property
    def left_over(self) -> int:
        """How many lines of all documents nothing reads."""
        return sum(len(reading.account().unread) for reading in self.readings)


def read(documents: Sequence[Document], raw: Mapping[str, Any]) -> Trial | None:
    """Return what reading documents with some settings gives, or None where they cannot be."""
    path = Path("draft") / "plan.yml"
    code = raw["municipality"]["code"]
    municipality = {"code": code, "name": "-", "invented": True} if code == "00000" else raw["municipality"]
    whole = families.with_defaults({**raw, "municipality": municipality})
    try:
        settings = check(SeriesSettings, whole, path, None)
    except SeriesError:
        return None
    series = Series("draft", path, settings, reader.read, "", proposed=True)
    try:
        readings = tuple(series.load(document) for document in documents)
    except BrokenLoaderError:  # a fault of the reader's own is no answer of a trial
        raise
    except KeikakuError:  # a table that two kinds fit, a role that no column has
        return None
    said = Counter(
        (record.fact.value, record.value) if isinstance(record, Statement) else (type(record).__name__, "")
        for reading in readings
        for record in reading.records()
    )
    return Trial(sum(map(_worth, readings)), readings, said, sum(map(_figures, readings)))


def sample(document: Document) -> Document:
    """Return a document with what trials read of it: every line of a short one, whole pages of one that is long."""
    lines = document.lines
    if len(lines) <= WHOLE:
        return document
    step = (len(lines) - FIRST) // SAMPLES
    ends = [FIRST, *(FIRST + (at + 1) * step for at in range(SAMPLES))]
    near = {line.page for end in ends[1:] for line in lines[end - LATER : end]} | {
        line.page for line in lines[:FIRST]
    }
    if len({line.page for line in lines}) > SAMPLES:  # otherwise it has no pages to speak of
        kept = {line.number for line in lines if line.page in near}
    else:
        kept = {*range(1, FIRST + 1), *(at for end in ends[1:] for at in range(end - LATER + 1, end + 1))}
    return replace(
        document,
        lines=tuple(
            line if line.number in kept else replace(line, text="", folded="", printed="") for line in lines
        ),
    )


def _figures(reading: Reading) -> int:
    return sum(len(one.observations) for one in reading.indicators) + len(reading.budgets)


def _worth(reading: Reading) -> float:
    """Return what a reading explains, in characters."""
    account = reading.account()
    unread = set(account.unread)
    explained = 0
    sure, guessed = set[int](), set[int]()
    for record in reading.records():
        is_guess = isinstance(record, Statement) and record.fact is Fact.DESCRIPTION
        (guessed if is_guess else sure).update(record.lines)
    for line in reading.document.lines:
        if line.number not in unread and not line.blank:
            length = len(line.folded.strip())
            explained += length if line.number in sure else length // (2 if line.number in guessed else 4)
    faults = sum(finding.severity is not Severity.INFO for finding in reading.findings)
    faults += sum(len(one.label) > LONGEST or one.label.endswith("。") for one in reading.elements)
    faults += sum(bool(hints().said_of(squeeze(one.label))) for one in reading.elements)  # heads, no names
    faults += sum(bool(_DATED.search(one.label)) for one in reading.indicators)
    return explained + FIGURE * _figures(reading) - FAULT * faults


def counted(reading: Reading) -> Counter[str]:
    """Return how many of each class a reading gives."""
    counts = Counter(element.kind.value for element in reading.elements)
    counts["Indicator"] = len(reading.indicators)
    counts["Observation"] = sum(len(one.observations) for one in reading.indicators)
    counts["Budget"] = len(reading.budgets)
    return counts
