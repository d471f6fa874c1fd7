"""The SDG field of a sheet: pictures, of which the extraction leaves a number and debris, or nothing."""

from __future__ import annotations

import re

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold
from keikaku.reading.layouts.evaluation_sheets.chapter import report_lost_sdgs
from keikaku.reading.layouts.evaluation_sheets.pages import SdgField, Sheet, sdg_cells
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings
from keikaku.reading.model import Confidence, Element, Fact, Severity
from keikaku.reading.records import Reading

_LIST = re.compile(r"[0-9]+(?:\s*[、,]\s*[0-9]+)*")
_WORD = re.compile(r"(?P<number>[0-9]*)(?P<rest>.*)")
_LAST_GOAL = 17


def read_sdgs(reading: Reading, settings: EvaluationSettings, sheet: Sheet, measure: Element) -> None:
    """State the SDGs that a sheet's field names; note the field as unreadable where it shows none."""
    if not sheet.sdg_lines:
        reading.report(
            "sdg-missing",
            Severity.WARNING,
            f"The sheet of “{measure.label}” prints no SDG field.",
            f"「{measure.label}」のシートにSDGsの欄がありません。",
            sheet.heading.number,
        )
        return
    goals: dict[int, tuple[Line, str]] = {}
    cells = sdg_cells(sheet, settings, SdgField(settings))
    clean = len(cells) == 1 and _LIST.fullmatch(fold(cells[0][1])) is not None
    legible = True
    for line, cell in cells:
        found = _listed(cell) if clean else _traced(cell)
        legible = legible and found is not None
        for goal in found or ():
            goals.setdefault(goal, (line, cell))
    reading.structure(*(line.number for line in sheet.sdg_lines))
    if not legible or not goals:
        measure.unreadable.append(Fact.SDG)
        report_lost_sdgs(reading, *sheet.sdg_lines)
        return
    if not clean:
        _report_traces(reading, sheet)
    for goal, (line, cell) in goals.items():
        statement = reading.state(measure, Fact.SDG, str(goal), [line.number])
        if not clean:
            statement.confidence, statement.as_printed = Confidence.REPAIRED, cell


def _listed(cell: str) -> list[int] | None:
    """Return the goals of a plain list, None where a number is none."""
    return _valid(re.findall("[0-9]+", fold(cell)))


def _traced(cell: str) -> list[int] | None:
    """Return the goals of which a cell holds traces, None where a number is none.

    A number counts where something that is no number follows it: digits that stand apart may be one number
    that was split.
    """
    words = fold(cell).split()
    numbers = []
    for word, after in zip(words, [*words[1:], ""], strict=True):
        match = _WORD.fullmatch(word)
        if match is None or not match["number"]:
            continue
        if not match["rest"] and (not after or after[0].isdigit()):
            return None
        numbers.append(match["number"])
    return _valid(numbers)


def _valid(numbers: list[str]) -> list[int] | None:
    goals = [int(number) for number in numbers]
    good = all(1 <= goal <= _LAST_GOAL for goal in goals) and all(number[0] != "0" for number in numbers)
    return goals if good else None


def _report_traces(reading: Reading, sheet: Sheet) -> None:
    reading.report(
        "sdg-traces",
        Severity.WARNING,
        "The SDGs were read from what is left of their signs; signs that left no trace may be missing.",
        "SDGsはアイコンの残骸から読み取ったものです。痕跡のないアイコンが欠けている可能性があります。",
        *(line.number for line in sheet.sdg_lines),
    )
