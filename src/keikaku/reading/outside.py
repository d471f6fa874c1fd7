"""What of a document is no part of the plan: declared stretches, and tables of contents."""

from __future__ import annotations

from collections.abc import Iterable

from keikaku.documents.numbered_lines import Document
from keikaku.reading.line_settings import Outside
from keikaku.reading.stream import is_contents


def outside(document: Document, stretches: Iterable[Outside]) -> set[int]:
    """Return the numbers of the lines that are no part of the plan."""
    found: set[int] = set()
    lines = [line for line in document.lines if not line.blank]
    for stretch in stretches:
        inside = stretch.start is None
        for line in lines:
            if inside and stretch.end and stretch.end.fullmatch(line.text):
                inside = False
            elif not inside and stretch.start and stretch.start.fullmatch(line.text):
                inside = True
            if inside:
                found.add(line.number)
    found.update(line.number for line in lines if is_contents(line.text))
    return found
