"""Measure sheets: one sheet per measure, with indicators, situation, approach, items and roles."""

from __future__ import annotations

import itertools
from statistics import median

from keikaku.ground.text.folding import join
from keikaku.reading.layouts.measure_sheets.indicators import read_indicators
from keikaku.reading.layouts.measure_sheets.items import Items
from keikaku.reading.layouts.measure_sheets.lines import Sort, Token, sorted_lines, usual_width
from keikaku.reading.layouts.measure_sheets.outline import Order, Sheet, outline
from keikaku.reading.layouts.measure_sheets.settings import (
    ActionSection,
    RoleSection,
    Section,
    SheetSettings,
    TextSection,
)
from keikaku.reading.layouts.measure_sheets.texts import Scope, confidence_in, explain, read_roles, read_texts
from keikaku.reading.layouts.measure_sheets.upper import Upper
from keikaku.reading.model import Confidence, Element, Fact, Kind, Plan, Severity
from keikaku.reading.records import Reading
from keikaku.reading.values.fiscal import fiscal_period

_MUCH = 4


class Settings(SheetSettings):
    """Settings of the layout measure-sheets."""


def read(reading: Reading, settings: Settings) -> None:
    """Read a document of measure sheets."""
    tokens = sorted_lines(reading, settings)
    _report_repeated(reading)
    _read_plan(reading, settings)
    whole = outline(reading, settings, tokens)
    upper = Upper(reading, settings, whole)
    sheets = [_Sheet(reading, settings, sheet) for sheet in whole.sheets.values()]
    width = usual_width([body for sheet in sheets for body in sheet.bodies(ActionSection)])
    years: dict[int, list[int]] = {}
    for sheet in sheets:
        sheet.read(upper, width, years)
    _check_names(reading)
    _check_measures(reading, {number: sheet.head for number, sheet in whole.sheets.items()})
    _check_years(reading, reading.plans[settings.plan], years)


class _Sheet:
    """One sheet: its sections, and how each is read."""

    def __init__(self, reading: Reading, settings: Settings, printed: Sheet) -> None:
        self._reading, self._settings = reading, settings
        self.printed = printed
        self._scope = Scope()
        self._sections: list[tuple[Section, Token, list[Token]]] = []
        self._notes: list[Token] = []
        self._split()

    def _split(self) -> None:
        """Part the lines at the heads of the sections, up to a head that comes a second time."""
        for token in self.printed.tokens:
            if token.sort is Sort.SECTION and token.section:
                if any(section is token.section for section, _, _ in self._sections):
                    self._violate(
                        "section-twice",
                        "This section stands twice in one sheet: the head of the next sheet is lost.",
                        "一つのシートにこの項目が二度あります。次のシートの見出しが失われています。",
                        *token.lines,
                    )
                    return
                self._sections.append((token.section, token, []))
            elif token.sort is Sort.NOTE:
                self._notes.append(token)
            elif self._sections:
                self._sections[-1][2].append(token)

    def bodies(self, kind: type[Section]) -> list[list[Token]]:
        """Return the lines of the sections of one kind."""
        return [body for section, _, body in self._sections if isinstance(section, kind)]

    def read(self, upper: Upper, width: float, years: dict[int, list[int]]) -> None:
        """Read the sheet below what its measure contributes to."""
        measure = self._measure(upper)
        for section, head, body in self._sections:
            if isinstance(section, ActionSection):
                Items(self._reading, measure, self._scope, section, width).read(head, body)
                continue
            self._reading.structure(*head.lines)
            if isinstance(section, TextSection):
                read_texts(self._reading, measure, self._scope, section, body)
            elif isinstance(section, RoleSection):
                read_roles(self._reading, measure, section, body)
            else:
                for year, lines in read_indicators(
                    self._reading, measure, self._scope, section, body
                ).items():
                    years.setdefault(year, []).extend(lines)
        explain(self._reading, self._scope, self._notes)
        self._check(measure)

    def _measure(self, upper: Upper) -> Element:
        head = self.printed.head
        match = head.group
        under, sure = upper.of_measure(self.printed.number, head.lines)
        certain = confidence_in(self._reading, [match["label"]], head.lines)
        measure = self._reading.element(
            Kind.MEASURE,
            join([match["label"]]),
            under=under,
            lines=head.lines,
            number=join([match["number"]]),
            confidence=sure if certain is Confidence.CERTAIN else certain,
        )
        for again in self.printed.again:
            self._reading.again(measure, *again.lines)
        for line in self.printed.serves:
            goal, plan = join([line.group["label"]]), self._settings.strategy
            sure = confidence_in(self._reading, [line.group["label"]], line.lines)
            self._reading.state(measure, Fact.STRATEGY_GOAL, goal, line.lines, plan=plan, confidence=sure)
        return measure

    def _check(self, measure: Element) -> None:
        """Report the sections that every sheet has and this one lacks."""
        found = [section for section, _, _ in self._sections]
        for section in self._settings.sections():
            if not section.optional and section not in found:
                self._violate(
                    "section-missing",
                    f"The sheet of “{measure.label}” lacks the section {section.head.source!r}: its head is lost.",
                    f"「{measure.label}」のシートに {section.head.source!r} の項目がありません。見出しが失われています。",
                    *measure.lines,
                )

    def _violate(self, rule: str, en: str, ja: str, *lines: int) -> None:
        self._reading.report(rule, Severity.VIOLATION, en, ja, *lines)


def _read_plan(reading: Reading, settings: Settings) -> None:
    """Take the title and the period of the plan from where they are printed."""
    plan = reading.plans[settings.plan]
    for line in reading.lines():
        if settings.title and settings.title.fullmatch(line.text):
            reading.plan(plan.id, line.number)
        match = settings.period.search(line.text) if settings.period else None
        if match and (years := fiscal_period(match["period"])):
            reading.period(plan, *years, line.number)
    if plan.start is None:
        reading.report(
            "plan-period",
            Severity.WARNING,
            f"{plan.title}: the document prints no period of the plan.",
            f"{plan.title}: 計画の期間が文書に印字されていません。",
        )


def _check_names(reading: Reading) -> None:
    """Mark names of items that are far shorter than the others: the last line of a name whose first one is lost."""
    items = [element for element in reading.elements if element.kind is Kind.ACTION]
    usual = median(len(item.label) for item in items) if items else 0
    for item in items:
        if len(item.label) * _MUCH <= usual:
            item.confidence = Confidence.DOUBTFUL
            reading.report(
                "short-name",
                Severity.WARNING,
                f"“{item.label}” is much shorter than the other names: a line of it seems to be lost.",
                f"「{item.label}」はほかの項目名よりかなり短く、行が失われているようです。",
                *item.lines,
            )


def _check_years(reading: Reading, plan: Plan, years: dict[int, list[int]]) -> None:
    """Report targets for another year than the last one of the plan, or than those of the other tables."""
    end = plan.end or max(years, key=lambda year: len(years[year]), default=None)
    for year, lines in years.items():
        if year != end:
            reading.report(
                "target-year",
                Severity.VIOLATION,
                f"The targets here are for {year}, elsewhere in the plan for {end}.",
                f"ここの目標値は {year} 年度ですが、計画のほかの箇所では {end} 年度です。",
                *lines,
            )


def _check_measures(reading: Reading, measures: dict[Order, Token]) -> None:
    """Report numbers that are missing between those of the measures."""
    numbers = sorted(measures)
    for before, after in itertools.pairwise(numbers):
        if before[:-1] == after[:-1] and after[-1] != before[-1] + 1:
            reading.report(
                "measure-missing",
                Severity.WARNING,
                f"Between the measures {before[-1]} and {after[-1]} a number is missing.",
                f"施策 {before[-1]} と {after[-1]} の間の番号がありません。",
                *measures[after].lines,
            )


def _report_repeated(reading: Reading) -> None:
    """Report a line printed twice in a row: a copy that extraction or somebody made."""
    for before, line in itertools.pairwise(line for line in reading.lines() if not line.blank):
        if line.text.strip() == before.text.strip():
            reading.report(
                "line-twice",
                Severity.WARNING,
                f"This line stands twice in a row: {line.text.strip()}",
                f"同じ行が続けて二度あります: {line.text.strip()}",
                before.number,
                line.number,
            )
