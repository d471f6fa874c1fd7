"""Evaluation sheets: a chapter page, then a sheet for each measure, with indicator boxes and ratings.

The chapter page lists the measures; each sheet is headed by chapter, section and measure, and holds the
fields of the measure, a box for each indicator, what the year brought, two ratings and the table of actions.
Every sheet prints the same heads, so what the extraction broke in one is proved by another.
"""

from __future__ import annotations

from keikaku.reading.layouts.evaluation_sheets.chapter import ChapterReader
from keikaku.reading.layouts.evaluation_sheets.pages import split_pages
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings as Settings
from keikaku.reading.layouts.evaluation_sheets.sheet import SheetReader
from keikaku.reading.model import Plan, Severity
from keikaku.reading.records import Reading

__all__ = ["Settings", "read"]


def read(reading: Reading, settings: Settings) -> None:
    """Read a document of evaluation sheets."""
    plan = _plan(reading, settings)
    chapters = split_pages(reading, settings)
    sheets = SheetReader(reading, settings, plan)
    for chapter in chapters:
        page = ChapterReader(reading, settings, plan).read(chapter)
        sheets.read(chapter, page)
    sheets.read_tables()
    if not any(chapter.sheets for chapter in chapters):
        reading.report(
            "no-sheet",
            Severity.VIOLATION,
            "The document has no chapter page followed by evaluation sheets.",
            "章のページとそれに続く評価シートが見つかりません。",
        )


def _plan(reading: Reading, settings: Settings) -> Plan:
    """Return the plan that the sheets are."""
    return reading.plan(settings.plan or next(iter(reading.plans)))
