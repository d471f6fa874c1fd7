"""Figures that text recognition read: doubtful until a second engine, a printed sum or a person confirms them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keikaku.documents.form import Origin
from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.checks.sums import confirmed
from keikaku.reading.model import Record
from keikaku.reading.records import Reading

_DIGIT = re.compile("[0-9]")


def recognised(reading: Reading) -> Iterator[Doubt]:
    """Yield the amounts and observations whose figures one engine of text recognition reads, and nothing else says."""
    proved = confirmed(reading)
    figures = [one for indicator in reading.indicators for one in indicator.observations]
    unsure: list[Record] = [
        record
        for record in (*figures, *reading.budgets)
        if id(record) not in proved and any(_is_unsure(reading, record, line) for line in record.lines)
    ]
    if unsure:
        yield doubt(
            say("rules.recognised-figure", count=len(unsure)),
            [line for record in unsure for line in record.lines[:1]],
            *unsure,
        )


def _is_unsure(reading: Reading, record: Record, number: int) -> bool:
    """Return whether a line of a record holds a figure that only one engine read, in the cells of the record."""
    line = reading.line(number)
    if line.origin is not Origin.RECOGNISED:
        return False
    published = reading.document.published
    cells = published.lines[number - 1][1].cells if published else ()
    if not cells:
        return _DIGIT.search(line.folded) is not None
    columns = record.cells.get(number)
    return any(
        printed.origin is Origin.RECOGNISED and _DIGIT.search(fold(printed.text))
        for cell in cells
        if columns is None or cell.column in columns
        for printed in cell.lines
    )


RULES = (recognised,)
