"""Trials: what a reading with some settings explains of a document, and what it costs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keikaku.drafting.headings import LONGEST
from keikaku.errors import KeikakuError, SeriesError
from keikaku.model import Fact, Severity, Statement
from keikaku.planfile import SeriesSettings
from keikaku.read.document import Document
from keikaku.reading import Reading, families, reader
from keikaku.series import Series
from keikaku.settings import check

COST = 8
"""Characters that a declaration must explain to be worth a line of plan.yml: two short names."""
FIGURE = 20
"""What a figure in a record is worth, in characters: figures are what plans are read for."""
FAULT = 25
"""What a finding costs, in characters."""

_DATED = re.compile(r"[0-9]{4}年度?\s*[:：]|^[0-9,.]+$")
"""What no indicator is called: a figure of a year."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A reading with some settings: what it explains, what it says, and how many figures it holds."""

    worth: float
    reading: Reading
    said: Counter[tuple[str, str]]
    figures: int


def read(document: Document, raw: Mapping[str, Any]) -> Trial | None:
    """Return what a reading with some settings gives, or None where they cannot be."""
    path = Path("draft") / "plan.yml"
    code = raw["municipality"]["code"]
    municipality = {"code": code, "name": "-", "invented": True} if code == "00000" else raw["municipality"]
    whole = families.with_defaults({**raw, "municipality": municipality})
    try:
        settings = check(SeriesSettings, whole, path, None)
    except SeriesError:
        return None
    series = Series("draft", path, settings, settings, reader.read, "", proposed=True)
    try:
        reading = series.load(document)
    except KeikakuError:  # a table that two kinds fit, a role that no column has
        return None
    figures = sum(len(one.observations) for one in reading.indicators) + len(reading.budgets)
    said = Counter(
        (record.fact.value, record.value) if isinstance(record, Statement) else (type(record).__name__, "")
        for record in reading.records()
    )
    return Trial(_worth(reading, figures), reading, said, figures)


def _worth(reading: Reading, figures: int) -> float:
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
    faults += sum(bool(_DATED.search(one.label)) for one in reading.indicators)
    return explained + FIGURE * figures - FAULT * faults
