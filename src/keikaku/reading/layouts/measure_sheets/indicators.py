"""Tables of indicators: names over several lines, with the figures at the end of the last one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from keikaku.ground.text.folding import LOST, fold, join, key, tidy
from keikaku.reading.layouts.measure_sheets.lines import Sort, Token, either, paragraphs
from keikaku.reading.layouts.measure_sheets.settings import IndicatorSection
from keikaku.reading.layouts.measure_sheets.texts import Scope, confidence_in, is_balanced
from keikaku.reading.model import Element, Role, Severity
from keikaku.reading.records import Reading
from keikaku.reading.values.codes import strip_footnote_marks, unit_in_brackets
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import Figure, figure_or_words, is_no_value
from keikaku.reading.values.patterns import Match, Pattern

_VALUE = r"(?:-+|[△▲-]?\s?[0-9][0-9,.]*(?:\s*(?:未満|以下|以上|超))?)"
_ROW = Pattern(
    rf"(?:(?P<name>.+?)\s+)?(?P<baseline>{_VALUE})\s*(?:\((?P<year>[^()]+(?:\([^()]+\))?)\))?\s+(?P<target>{_VALUE})"
)
_OTHER_ROW = Pattern(
    r"(?:(?P<name>.+?)\s+)?(?P<baseline>[^\s()]{1,16})\s*(?:\((?P<year>[^()]+(?:\([^()]+\))?)\))?\s+(?P<target>[^\s()]{1,16})"
)
"""A row with a range or a target in words; only where both its ends are figures or such words."""
_FIGURES_ONLY = re.compile(r"[(△▲-]*[0-9][0-9,.()-]*")
_SHORTEST = 3


@dataclass(slots=True, eq=False)
class Row:
    """A row: the prints of its name, and its figures."""

    kind: str
    lines: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    baseline: Figure | None = None
    baseline_year: int | None = None
    target: Figure | None = None


@dataclass(slots=True, eq=False)
class _Head:
    """What the head of the table says: the year of the targets, and where."""

    year: int | None = None
    lines: list[int] = field(default_factory=list)


def read_indicators(
    reading: Reading, of: Element, scope: Scope, section: IndicatorSection, body: list[Token]
) -> dict[int, list[int]]:
    """Read a table; a row that does not parse whole stays unread, and so does the next one.

    Returns:
        The years of the targets, each with the lines that print it.
    """
    head = _Head()
    years: dict[int, list[int]] = {}
    broken = False
    for run in paragraphs(body):
        rows = _take_head(reading, section, run, head)
        if head.year:
            years.setdefault(head.year, []).extend(head.lines)
        if not rows:
            continue
        read = _rows(section, rows) if head.year and not broken else None
        broken = read is None
        for row in read or []:
            _indicator(reading, of, scope, section, row, head)
    return years


def _take_head(reading: Reading, section: IndicatorSection, run: list[Token], head: _Head) -> list[Token]:
    """Take the column names and the year of the targets from the top of a run of lines; return the rest."""
    match = either(section.columns, run[0].text) if run[0].sort is Sort.COLUMNS else None
    if match is None:
        return run
    head.year, head.lines, rest = fiscal_year(match.group("year")), list(run[0].lines), run[1:]
    if head.year is None and rest and (year := fiscal_year(rest[0].text)):
        head.year, head.lines, rest = year, list(rest[0].lines), rest[1:]
    if head.year:
        reading.structure(*run[0].lines, *head.lines)
    return rest


def _rows(section: IndicatorSection, run: list[Token]) -> list[Row] | None:
    """Return the rows of a run of lines, None where any of them is not whole."""
    rows: list[Row] = []
    row: Row | None = None
    for token in run:
        if token.sort is not Sort.PLAIN:
            return None
        kind, text = _kind(section, token.text)
        if section.kinds and (row is None) != bool(kind):
            return None
        row = row or Row(kind)
        row.lines += token.lines
        match = _ROW.fullmatch(text) or _other_row(text)
        if match is None:
            row.name.append(text)
            continue
        if not _fill(row, text, match):
            return None
        rows.append(row)
        row = None
    return rows if row is None else None


def _other_row(text: str) -> Match | None:
    """Return the row that ends in figures of other forms than a number: ranges, targets in words."""
    match = _OTHER_ROW.fullmatch(text)
    if match is None:
        return None
    ends = [figure_or_words(match["baseline"]), figure_or_words(match["target"])]
    exact = any(end is not None and not end.in_words for end in ends)
    return match if None not in ends and (exact or match["year"]) else None


def _kind(section: IndicatorSection, text: str) -> tuple[str, str]:
    """Return the word of the kind that a line begins with, and the rest of it."""
    folded = fold(text)
    for kind in section.kinds:
        if match := re.match(rf"\s*{re.escape(fold(kind))}\s+", folded):
            return kind, text[match.end() :]
    return "", text


def _fill(row: Row, text: str, match: Match) -> bool:
    """Fill in a row's figures; tell whether all of them are whole."""
    row.name.append(match["name"])
    if LOST in text.strip()[max(match.span("name")[1], 0) :]:
        return False
    name = strip_footnote_marks(join(row.name))
    words = fold(match["name"]).split()
    if words and _FIGURES_ONLY.fullmatch(strip_footnote_marks(words[-1]) or "x"):
        return False  # a figure split in two, or one too many
    if len(name) < _SHORTEST or not is_balanced(name) or name[0] in "(（":
        return False
    row.baseline, row.target = figure_or_words(match["baseline"]), figure_or_words(match["target"])
    row.baseline_year = fiscal_year(match["year"])
    if match["year"] and row.baseline_year is None:
        return False
    if row.baseline is None and not is_no_value(match["baseline"]):
        return False
    if row.target is None and not is_no_value(match["target"]):
        return False
    return row.baseline is None or row.baseline.in_words or row.baseline_year is not None


def _indicator(
    reading: Reading, of: Element, scope: Scope, section: IndicatorSection, row: Row, head: _Head
) -> None:
    printed = join(row.name)
    name, unit = unit_in_brackets(printed)
    label = tidy(name)
    indicator = reading.indicator(
        of,
        label,
        row.lines,
        kinds=[kind for kind in (section.kind, row.kind) if kind],
        unit=unit,
        confidence=confidence_in(reading, row.name, row.lines),
    )
    scope.note_marks(printed, indicator)
    if scope.indicators.setdefault(key(label), indicator) is not indicator:
        reading.report(
            "indicator-twice",
            Severity.VIOLATION,
            f"The indicator “{label}” stands twice in one sheet.",
            f"一つのシートに指標「{label}」が二度あります。",
            *row.lines,
        )
    for role, found, year, lines in (
        (Role.BASELINE, row.baseline, row.baseline_year, row.lines),
        (Role.TARGET, row.target, head.year, [*row.lines, *head.lines]),
    ):
        if found:
            reading.observe_figure(indicator, role, year, found, lines)
    if row.baseline_year and head.year and row.baseline_year > head.year:
        reading.report(
            "baseline-year",
            Severity.VIOLATION,
            f"The baseline of “{label}” is of {row.baseline_year}, after the target's {head.year}.",
            f"「{label}」の現状値の年度 {row.baseline_year} が目標の {head.year} より後です。",
            *row.lines,
        )
