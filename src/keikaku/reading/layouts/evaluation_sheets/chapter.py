"""The page of a chapter: its label and text, its sections with their measures, its indicators, its SDG field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import join, key, tidy
from keikaku.reading.layouts.evaluation_sheets.pages import Chapter
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings
from keikaku.reading.layouts.evaluation_sheets.text import Text, filled, is_prose, ordinal
from keikaku.reading.model import Confidence, Element, Fact, Kind, Plan, Severity
from keikaku.reading.records import Reading


@dataclass(slots=True, eq=False)
class Listed:
    """A measure in the list of its section: the line, its number and label as printed."""

    line: Line
    number: str
    label: str


@dataclass(slots=True, eq=False)
class Section:
    """A section of a chapter page with its list of measures."""

    line: Line
    number: str
    label: str
    measures: dict[int, Listed] = field(default_factory=dict)
    element: Element | None = None


@dataclass(slots=True, eq=False)
class Page:
    """What a chapter page says.

    Attributes:
        goal: The chapter, None where the page prints no label.
        sections: Its sections, by number.
    """

    goal: Element | None = None
    sections: dict[int, Section] = field(default_factory=dict)


class ChapterReader:
    """Reads one chapter page.

    Args:
        reading: What is read.
        settings: The layout's settings.
        plan: The plan of the sheets.
    """

    def __init__(self, reading: Reading, settings: EvaluationSettings, plan: Plan) -> None:
        self._reading = reading
        self._settings = settings
        self._plan = plan

    def read(self, chapter: Chapter) -> Page:
        """Read the page; what it does not explain stays unread."""
        page = Page()
        lines = list(chapter.lines)
        label, printed = chapter.match["label"], [chapter.heading]
        if not label and lines and not is_prose(lines[0].text) and not self._heads(lines[0]):
            label = lines[0].text
            printed.append(lines.pop(0))
        if not label:
            self._reading.report(
                "chapter-label",
                Severity.VIOLATION,
                "The chapter page prints no label below the chapter's number.",
                "章番号の下に章の名称がありません。",
                chapter.heading.number,
            )
            return page
        page.goal = self._goal(chapter, tidy(label), printed)
        self._body(page.goal, page, lines)
        return page

    def _heads(self, line: Line) -> bool:
        headings = self._settings.headings
        patterns = (headings.section, headings.indicators, headings.sdgs)
        return any(pattern.fullmatch(line.text) for pattern in patterns)

    def _goal(self, chapter: Chapter, label: str, printed: list[Line]) -> Element:
        """Add the chapter; where all its sheets number it otherwise than its page, theirs is the number."""
        number, numbers = tidy(chapter.match["number"]), [line.number for line in printed]
        proved = Counter(ordinal(sheet.chapter) for sheet in chapter.sheets)
        confidence, as_printed = Confidence.CERTAIN, ""
        if proved and set(proved) != {ordinal(number)}:
            certain = len(proved) == 1 and proved.total() > 1
            severity = Severity.WARNING if certain else Severity.VIOLATION
            self._reading.report(
                "chapter-number",
                severity,
                f"The chapter page prints {number}; its sheets print another number.",
                f"章のページの番号 {number} が各シートの番号と一致しません。",
                chapter.heading.number,
                *(sheet.heading.number for sheet in chapter.sheets),
            )
            if certain:
                confidence, as_printed = Confidence.REPAIRED, number
                number = tidy(chapter.sheets[0].chapter)
                numbers += [sheet.heading.number for sheet in chapter.sheets]
        goal = self._reading.element(
            Kind.GOAL, label, under=self._plan, lines=numbers, number=number, confidence=confidence
        )
        goal.as_printed = as_printed or goal.as_printed
        return goal

    def _body(self, goal: Element, page: Page, lines: list[Line]) -> None:
        headings, section, at = self._settings.headings, None, 0
        text = Text()
        while at < len(lines):
            line = lines[at]
            at += 1
            match = headings.section.fullmatch(line.text)
            listed = headings.listed.fullmatch(line.text)
            if match:
                section = self._section(page, goal, line, match["number"], match["label"])
            elif listed and section:
                self._listed(section, line, listed["number"], listed["label"])
            elif headings.indicators.fullmatch(line.text):
                at = self._indicators(goal, lines, at)
            elif headings.sdgs.fullmatch(line.text):
                self._sdgs(goal, line)
            elif section is None and is_prose(line.text) and len(filled(line)) == 1:
                text = self._paragraph(goal, text, line)
        if text.lines:
            text.state(self._reading, goal, Fact.DESCRIPTION)
        self._report_missing(goal, page)

    def _report_missing(self, goal: Element, page: Page) -> None:
        """Report what every chapter page prints and this one does not."""
        latest = self._reading.indicators[-1:]
        has = {
            "text": bool(goal.statements),
            "indicators": any(indicator.of is goal for indicator in latest),
            "SDG field": Fact.SDG in goal.unreadable,
            "list of measures": bool(page.sections) and all(part.measures for part in page.sections.values()),
        }
        missing = [name for name, found in has.items() if not found]
        if missing:
            self._reading.report(
                "chapter-incomplete",
                Severity.WARNING,
                f"The page of the chapter “{goal.label}” lacks: {', '.join(missing)}.",
                f"章「{goal.label}」のページに欠けている項目があります: {'、'.join(missing)}。",
                *goal.lines[:2],
            )

    def _paragraph(self, goal: Element, text: Text, line: Line) -> Text:
        """Add a line to the chapter's text, which begins anew where a sentence has ended."""
        if text.lines and text.complete:
            text.state(self._reading, goal, Fact.DESCRIPTION)
            text = Text()
        text.add(line, [line.text])
        return text

    def _section(self, page: Page, goal: Element, line: Line, number: str, label: str) -> Section | None:
        place = ordinal(number)
        if place is None or place in page.sections:
            self._reading.report(
                "section-twice",
                Severity.VIOLATION,
                f"The section number {tidy(number)} is no number, or stands here a second time.",
                f"節番号 {tidy(number)} が読めないか、重複しています。",
                line.number,
            )
            return None
        section = Section(line, tidy(number), tidy(label))
        section.element = self._reading.element(
            Kind.FIELD, section.label, under=goal, lines=[line.number], number=section.number
        )
        page.sections[place] = section
        return section

    def _listed(self, section: Section, line: Line, number: str, label: str) -> None:
        place = ordinal(number)
        if place is None or place in section.measures:
            return
        if place > 1 and place - 1 not in section.measures:
            self._reading.report(
                "list-gap",
                Severity.WARNING,
                f"The list of measures has no number {place - 1}.",
                f"施策の一覧に {place - 1} 番がありません。",
                line.number,
            )
        section.measures[place] = Listed(line, tidy(number), tidy(label))

    def _indicators(self, goal: Element, lines: list[Line], at: int) -> int:
        """Read the chapter's indicators: names with a direction. Return where they end."""
        self._reading.structure(lines[at - 1].number)
        box = self._settings.box
        if at == len(lines):
            return at
        cells = [cell for cell in lines[at].cells if cell]
        if len(cells) != 2 or not (box.name.fullmatch(cells[0]) and box.direction.fullmatch(cells[1])):
            return at
        self._reading.structure(lines[at].number)
        at += 1
        while at < len(lines) and self._indicator(goal, lines[at]):
            at += 1
        return at

    def _indicator(self, goal: Element, line: Line) -> bool:
        cells = [cell for cell in line.cells if cell]
        known = self._settings.box.directions | self._settings.box.misread_directions
        if len(cells) != 2 or not line.cells[0] or cells[1] not in known:
            return False
        misread = cells[1] not in self._settings.box.directions
        indicator = self._reading.indicator(
            goal,
            join([cells[0]]),
            [line.number],
            direction=known[cells[1]],
        )
        if misread:
            indicator.misread["desiredDirection"] = cells[1]
        return True

    def _sdgs(self, goal: Element, line: Line) -> None:
        """Note that the page names the chapter's SDGs; their signs are pictures, which leave no text."""
        self._reading.structure(line.number)
        goal.unreadable.append(Fact.SDG)
        report_lost_sdgs(self._reading, line)


def report_lost_sdgs(reading: Reading, *lines: Line) -> None:
    """Report an SDG field whose content the extraction has lost."""
    reading.report(
        "sdg-unreadable",
        Severity.WARNING,
        "The SDG field is printed, and what it shows was lost: the SDGs are unreadable here, not absent.",
        "SDGsの欄はありますが内容が抽出で失われています(「該当なし」ではなく「読取不能」)。",
        *(line.number for line in lines),
    )


def same_name(one: str, other: str) -> bool:
    """Return whether two prints are of one name, a few broken characters aside."""
    first, second = key(one), key(other)
    if first == second:
        return True
    if abs(len(first) - len(second)) > 2 or min(len(first), len(second)) < 4:
        return False
    same = sum(a == b for a, b in zip(first, second, strict=False))
    return same * 5 >= max(len(first), len(second)) * 4
