"""Bulleted outlines: goals whose measures and actions are an outline of two levels, under headings that repeat.

The document is sectioned text: headings that plan.yml describes open sections. In an outline a measure is a
bullet and its actions are the bullets marked as such below it, whether or not their indent survived.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from keikaku.layouts._sectioned.blocks import Body, is_cut_off, is_name
from keikaku.layouts._sectioned.contents import (
    FiguresSection,
    HeadingSection,
    PlanSection,
    TextsSection,
    VisionSection,
)
from keikaku.layouts._sectioned.listings import (
    BulletsSection,
    ElementsSection,
    HeadedSection,
    LabelsSection,
    report_childless,
)
from keikaku.layouts._sectioned.sections import Opened, Section, SectionedSettings, Walk
from keikaku.model import Confidence, Element, Kind, Plan, Severity
from keikaku.read.document import Line
from keikaku.read.folding import tidy
from keikaku.read.patterns import Match, Pattern
from keikaku.reading import Reading
from keikaku.settings import Expression, groups


class OutlineSection(Section):
    """An outline of measures and actions, perhaps under group headings.

    Once a group heading has a line of its own, others may have lost theirs: they stand at the end of
    the action before them, and a measure follows. Such a heading is cut off the action.

    Attributes:
        measure: A measure's bullet, with a group ``label`` and perhaps ``mark``.
        action: An action's bullet, with a group ``label``; tried first.
        group: A group heading, with a group ``label``.
        glued: An action's text with a group heading at its end: groups ``label`` and ``group``.
        measure_kind: Class of the measures.
        action_kind: Class of the actions.
        group_kind: Class of the groups.
    """

    reads: Literal["outline"]
    measure: Annotated[Expression, groups("label", may="mark")] = Pattern(
        "- (?P<mark>[★☆◎]?)(?P<label>[^-・★☆◎(].*)"
    )
    action: Annotated[Expression, groups("label")] = Pattern("- ?・(?P<label>.+)")
    group: Annotated[Expression, groups("label")] | None = None
    glued: Annotated[Expression, groups("label group")] = Pattern(r"(?P<label>.+)\((?P<group>[^()]+)\)")
    measure_kind: Kind = Kind.MEASURE
    action_kind: Kind = Kind.ACTION
    group_kind: Kind = Kind.FIELD

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        """Read the outline."""
        outline = _Outline(self, walk, here)
        outline.read(body)
        outline.report()
        return bool(outline.measures)


class _Outline:
    """Reads one outline, knowing the group and the measure that it is in."""

    def __init__(self, form: OutlineSection, walk: Walk, here: Opened) -> None:
        self.measures: list[Element] = []
        self._form = form
        self._walk = walk
        self._here = here
        self._above: Element | Plan = here.element
        self._measure: Element | None = None
        self._is_grouped = False
        self._open: list[Line] = []

    def read(self, body: Body) -> None:
        """Take the bullets that are understood."""
        while (line := body.line) is not None:
            if group := self._group(line):
                self._is_grouped = True
                self._open_group(group["label"], body.take()[0])
            elif action := _one_bullet(self._form.action, line):
                if self._measure is None or body.apart:
                    return
                body.take()
                self._read_action(self._measure, action["label"], line, body)
            elif measure := _one_bullet(self._form.measure, line):
                self._read_measure(measure, body.take()[0])
            else:
                return

    def _group(self, line: Line) -> Match | None:
        return self._form.group.fullmatch(line.text) if self._form.group else None

    def _open_group(self, label: str, line: Line, as_printed: str = "") -> None:
        kind, here = self._form.group_kind, self._here
        self._above = self._walk.element(
            kind, label, here.element, [line], plan=here.plan, as_printed=as_printed
        )
        self._measure = None

    def _read_measure(self, match: Match, line: Line) -> None:
        kind, mark = self._form.measure_kind, match.group("mark")
        self._measure = self._walk.element(
            kind, match["label"], self._above, [line], mark=mark, plan=self._here.plan
        )
        self.measures.append(self._measure)

    def _read_action(self, measure: Element, print_: str, line: Line, body: Body) -> None:
        """Read an action, and the group heading that is glued to it."""
        glued = self._form.glued.fullmatch(print_) if self._form.group else None
        is_measure_next = self._is_measure_next(body)
        if glued and self._is_grouped and is_measure_next:
            kind, rest = self._form.action_kind, print_[glued.span("label")[1] :]
            self._walk.element(kind, glued["label"], measure, [line], as_printed=tidy(print_))
            self._open_group(glued["group"], line, tidy(rest))
            self._report(Severity.INFO, glued["group"], line)
            return
        action = self._walk.element(self._form.action_kind, print_, measure, [line])
        is_cut_heading = self._form.group is not None and is_cut_off(print_, name=True)
        if (glued and (self._is_grouped or is_measure_next)) or (is_cut_heading and is_measure_next):
            action.confidence = Confidence.DOUBTFUL
            self._open.append(line)

    def report(self) -> None:
        """Report what may be a heading, with the measures that would then be in another group."""
        if self._open:
            text = self._open[0].text
            self._report(Severity.WARNING, text[-12:], *self._open, *self._lines_of_measures())
        report_childless(self._walk, self.measures)

    def _is_measure_next(self, body: Body) -> bool:
        line = body.line
        if line is None or body.apart or _one_bullet(self._form.action, line):
            return False
        return _one_bullet(self._form.measure, line) is not None

    def _lines_of_measures(self) -> list[Line]:
        reading = self._walk.reading
        return [reading.line(number) for measure in self.measures for number in measure.lines]

    def _report(self, severity: Severity, text: str, *lines: Line) -> None:
        self._walk.reading.find(
            "glued-heading",
            severity,
            f"{tidy(text)}: a group heading seems to stand at the end of the line before its measures.",
            f"{tidy(text)}: 見出しが前の行の末尾に付いているようです。",
            *(line.number for line in lines),
        )


def _one_bullet(form: Pattern, line: Line) -> Match | None:
    """Return the match of a line that is one bullet, not two glued together."""
    match = form.fullmatch(line.text)
    return match if match and is_name(match["label"]) else None


AnySection = Annotated[
    PlanSection
    | HeadingSection
    | TextsSection
    | VisionSection
    | ElementsSection
    | HeadedSection
    | LabelsSection
    | BulletsSection
    | FiguresSection
    | OutlineSection,
    Field(discriminator="reads"),
]


class Settings(SectionedSettings):
    """The sections of the documents."""

    sections: Annotated[list[AnySection], Field(min_length=1)]


def read(reading: Reading, settings: Settings) -> None:
    """Read a document."""
    Walk(reading, settings.sections).run()
