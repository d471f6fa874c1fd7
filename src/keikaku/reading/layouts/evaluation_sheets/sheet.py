"""The sheets: which measure each is of, and its parts in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import key, tidy
from keikaku.reading.layouts.evaluation_sheets.actions import ActionTable, TableReader, Widths
from keikaku.reading.layouts.evaluation_sheets.boxes import BoxReader
from keikaku.reading.layouts.evaluation_sheets.chapter import Listed, Page, Section, same_name
from keikaku.reading.layouts.evaluation_sheets.fields import FieldReader, Names
from keikaku.reading.layouts.evaluation_sheets.heads import Heads
from keikaku.reading.layouts.evaluation_sheets.pages import Chapter, Sheet
from keikaku.reading.layouts.evaluation_sheets.review import Rated, ReviewReader, Scales
from keikaku.reading.layouts.evaluation_sheets.sdgs import read_sdgs
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings
from keikaku.reading.model import TEXT_FACTS, Confidence, Element, Kind, Plan, Severity
from keikaku.reading.records import Reading


class _Part(IntEnum):
    """The parts of a sheet, in the order in which every sheet prints them."""

    TOP = 0
    BOXES = 1
    PROGRESS = 2
    OUTCOME = 3
    REVIEW = 4
    TABLE = 5


@dataclass(slots=True, eq=False)
class _Parts:
    """The lines of a sheet by its parts, and the line from which it cannot be one sheet."""

    lines: dict[_Part, list[Line]] = field(default_factory=lambda: {part: [] for part in _Part})
    broken: Line | None = None


class SheetReader:
    """Reads the sheets of the chapters.

    Args:
        reading: What is read.
        settings: The layout's settings.
        plan: The plan of the sheets.
    """

    def __init__(self, reading: Reading, settings: EvaluationSettings, plan: Plan) -> None:
        lines = [line for line in reading.lines() if not line.blank]
        self._reading = reading
        self._settings = settings
        self._heads = Heads(lines, settings.box)
        self._scales = Scales(reading, settings.review, plan)
        self._fields = FieldReader(reading, settings)
        self._boxes = BoxReader(reading, settings, plan, self._heads)
        self._review = ReviewReader(reading, settings, self._scales)
        self._tables = TableReader(reading, settings)
        self._collected: list[ActionTable] = []
        review = settings.review
        self._heads_in_text = (
            review.approach,
            review.issue,
            review.direction,
            review.progress_scale,
            review.review_scale,
        )

    def read(self, chapter: Chapter, page: Page) -> None:
        """Read the sheets of a chapter: the measures first, in the order of the list, then what is in them."""
        if page.goal is None:
            return
        sheets = self._by_place(chapter)
        for number, section in page.sections.items():
            for place, listed in section.measures.items():
                if (number, place) not in sheets:
                    self._listed_only(section, listed)
        for (above, below), sheet in sheets.items():
            self._read_sheet(sheet, page.sections.get(above or 0), below or 0)

    def read_tables(self) -> None:
        """Read the tables of actions: how wide their columns are, only all of them together say."""
        widths = Widths(self._collected)
        for table in self._collected:
            self._tables.read(table, widths)

    def _check_texts(self, measure: Element) -> None:
        """Report texts that hold what heads a field: two lines may have become one."""
        for statement in measure.statements:
            if statement.fact not in TEXT_FACTS:
                continue
            held = any(head.search(statement.value) for head in self._heads_in_text)
            if held or self._fields.holds_name(statement.value):
                self._reading.report(
                    "head-in-text",
                    Severity.WARNING,
                    "A text holds the name of a field: two fields may have run together.",
                    "文章の中に欄の見出しがあります。二つの欄がつながった可能性があります。",
                    *statement.lines,
                )

    # -- the measures

    def _by_place(self, chapter: Chapter) -> dict[tuple[int | None, int | None], Sheet]:
        sheets: dict[tuple[int | None, int | None], Sheet] = {}
        for sheet in chapter.sheets:
            if sheet.place in sheets:
                self._violate(
                    "sheet-twice",
                    f"A second sheet is headed {tidy(sheet.section)} {tidy(sheet.number)}.",
                    f"{tidy(sheet.section)} {tidy(sheet.number)} のシートが二度あります。",
                    sheet.heading.number,
                )
            else:
                sheets[sheet.place] = sheet
        return sheets

    def _listed_only(self, section: Section, listed: Listed) -> None:
        if section.element is None:
            return
        self._reading.element(
            Kind.MEASURE,
            listed.label,
            under=section.element,
            lines=[listed.line.number],
            number=listed.number,
        )
        self._reading.report(
            "sheet-missing",
            Severity.WARNING,
            f"The measure “{listed.label}” is listed and has no sheet.",
            f"一覧にある施策「{listed.label}」のシートがありません。",
            listed.line.number,
        )

    def _read_sheet(self, sheet: Sheet, section: Section | None, place: int) -> None:
        parts = self._part(sheet)
        names = self._fields.names(parts.lines[_Part.TOP], sheet.rest, sheet.heading)
        measure = self._measure(sheet, section, place, names)
        if measure is None:
            return
        if parts.broken:
            self._violate(
                "field-twice",
                f"A part stands a second time in the sheet of “{measure.label}”: a sheet's heading may be lost.",
                f"「{measure.label}」のシートに同じ部分が二度あります。シートの見出しが失われた可能性があります。",
                parts.broken.number,
            )
        read_sdgs(self._reading, self._settings, sheet, measure)
        self._fields.read(parts.lines[_Part.TOP], measure, section, names)
        self._read_year(parts, measure)
        self._collected.append(self._tables.collect(parts.lines[_Part.TABLE], measure))
        self._check_texts(measure)

    def _measure(self, sheet: Sheet, section: Section | None, place: int, names: Names) -> Element | None:
        """Add the sheet's measure: the list of the chapter and the head of the sheet must agree on its label."""
        listed = section.measures.get(place) if section else None
        if section is None or section.element is None or not self._same_section(section, names):
            self._unknown(sheet)
            return None
        label = listed.label if listed else names.measure
        if not label or names.twice or (listed and names.measure and not same_name(label, names.measure)):
            self._unknown(sheet, *(line.number for line in [*names.measure_lines, *names.twice]))
            return None
        broken = bool(names.measure) and key(names.measure) != key(label)
        lines = [*([listed.line] if listed else []), sheet.heading, *names.measure_lines]
        measure = self._reading.element(
            Kind.MEASURE,
            label,
            under=section.element,
            lines=dict.fromkeys(line.number for line in lines),
            number=tidy(sheet.number),
            confidence=Confidence.REPAIRED if broken else Confidence.CERTAIN,
        )
        if broken:
            measure.as_printed = names.measure
        self._reading.again(section.element, *(line.number for line in names.section_lines))
        if not listed or not names.measure or broken:
            self._report_label(measure, lines)
        return measure

    def _same_section(self, section: Section, names: Names) -> bool:
        return not names.section or same_name(names.section, section.label)

    def _unknown(self, sheet: Sheet, *numbers: int) -> None:
        self._violate(
            "sheet-label",
            f"The sheet headed {tidy(sheet.section)} {tidy(sheet.number)} is not the one that the chapter page lists.",
            f"{tidy(sheet.section)} {tidy(sheet.number)} のシートが章のページの一覧と一致しません。",
            sheet.heading.number,
            *numbers,
        )

    def _report_label(self, measure: Element, lines: Sequence[Line]) -> None:
        self._reading.report(
            "measure-label",
            Severity.WARNING,
            f"The label “{measure.label}” is not printed alike in the list of measures and in the sheet.",
            f"施策名「{measure.label}」が一覧とシートで同じように印字されていません。",
            *dict.fromkeys(line.number for line in lines),
        )

    # -- the parts

    def _part(self, sheet: Sheet) -> _Parts:
        """Part the lines of a sheet; parts come in one order, so a step back ends what can be read."""
        parts, now, seen = _Parts(), _Part.TOP, {_Part.TOP}
        for line in sheet.lines:
            begun = self._begins(line, now)
            if begun is not None and (begun < now or (begun in seen and begun > _Part.BOXES)):
                parts.broken = line
                break
            if begun is not None:
                now = begun
                seen.add(begun)
            parts.lines[now].append(line)
            if now is _Part.PROGRESS and self._scales.is_progress(line):
                self._scales.check(line)
                now = _Part.OUTCOME
            elif now is _Part.REVIEW and self._scales.is_review(line):
                self._scales.check(line)
                now = _Part.TABLE
        return parts

    def _begins(self, line: Line, now: _Part) -> _Part | None:
        """Return the part that begins with a line, None where none does."""
        review, first = self._settings.review, line.cells[0]
        if self._heads.is_head(line):
            return _Part.BOXES
        if review.progress.fullmatch(first) and line.cells[1:]:
            return _Part.PROGRESS
        if review.review.fullmatch(first) and line.cells[1:]:
            return _Part.REVIEW
        if now is not _Part.OUTCOME and review.outcome.fullmatch(line.text):
            return _Part.OUTCOME
        if now is not _Part.TABLE and (
            self._tables.heads(line) or self._settings.table.title.fullmatch(line.text)
        ):
            return _Part.TABLE
        if now is not _Part.TOP and self._fields.starts_sheet(line):
            return _Part.TOP
        return None

    def _read_year(self, parts: _Parts, measure: Element) -> None:
        """Read what a sheet says of the year; its last actual and its last outcome are of one year."""
        outcomes = self._outcomes(parts, measure)
        reported = max(outcomes, default=None)
        actuals = self._boxes.read(parts.lines[_Part.BOXES], measure, reported)
        progress = self._review.rated(parts.lines[_Part.PROGRESS], review=False)
        review = self._review.rated(parts.lines[_Part.REVIEW], review=True)
        if progress:
            self._review.approach(progress, measure)
        year = max(actuals, default=reported)
        self._check_year(measure, year, reported, progress, review)
        if year is not None:
            self._review.evaluate(measure, year, progress, review)

    def _outcomes(self, parts: _Parts, measure: Element) -> list[int]:
        lines = parts.lines[_Part.OUTCOME]
        heads = [line for line in lines if self._settings.review.outcome.fullmatch(line.text)]
        self._reading.structure(*(line.number for line in heads))
        return self._review.outcomes([line for line in lines if line not in heads], measure)

    def _check_year(
        self,
        measure: Element,
        year: int | None,
        reported: int | None,
        progress: Rated | None,
        review: Rated | None,
    ) -> None:
        if year is not None and year == reported and progress and review:
            return
        self._reading.report(
            "year-incomplete",
            Severity.WARNING,
            f"The sheet of “{measure.label}” lacks actuals, an outcome, the progress or the review of one year.",
            f"「{measure.label}」のシートで、実績値・事業の成果・進捗・評価のいずれかが欠けているか年度が一致しません。",
            *measure.lines,
        )

    def _violate(self, rule: str, en: str, ja: str, *numbers: int) -> None:
        self._reading.report(rule, Severity.VIOLATION, en, ja, *dict.fromkeys(numbers))
