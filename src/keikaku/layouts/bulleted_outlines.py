"""Bulleted outlines: goals whose measures and actions are an outline of two levels, under headings that repeat.

The document is sectioned text: headings that plan.yml describes open sections. In an outline a measure is a
bullet and its actions are the bullets marked as such below it, whether or not their indent survived.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from keikaku.layouts._blocks import Body, has_mark
from keikaku.layouts._contents import FiguresSection, HeadingSection, PlanSection, TextsSection, VisionSection
from keikaku.layouts._listings import BulletsSection, ElementsSection, HeadedSection, LabelsSection
from keikaku.layouts._sections import Opened, Section, SectionedSettings, Walk
from keikaku.model import Element, Kind, Plan, Severity
from keikaku.read.document import Line
from keikaku.read.folding import tidy
from keikaku.read.patterns import Match, Pattern
from keikaku.reading import Reading
from keikaku.settings import Expression


class OutlineSection(Section):
    """An outline of measures and actions, perhaps under group headings.

    Where the first bullet is a group heading, the others may have lost their line: they stand at the end of
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
    measure: Expression = Pattern("- (?P<mark>[★☆◎]?)(?P<label>[^-・★☆◎(].*)")
    action: Expression = Pattern("- ?・(?P<label>.+)")
    group: Expression | None = None
    glued: Expression = Pattern(r"(?P<label>.+)\((?P<group>[^()]+)\)")
    measure_kind: Kind = Kind.MEASURE
    action_kind: Kind = Kind.ACTION
    group_kind: Kind = Kind.FIELD

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        """Read the outline."""
        grouped = self._group(body.line) is not None
        above: Element | Plan = here.element
        made: list[Element] = []
        measure: Element | None = None
        while (line := body.line) is not None:
            if match := self._group(line):
                above = walk.element(
                    self.group_kind, match["label"], here.element, body.take(), plan=here.plan
                )
                measure = None
            elif match := self._action(line):
                if measure is None or body.apart:
                    break
                body.take()
                group = self._read_action(walk, measure, match, line, grouped and self._is_measure(body))
                if group:
                    above, measure = self._read_glued(walk, here, group, line), None
            elif match := self._measure(line):
                mark = match.group("mark")
                measure = walk.element(
                    self.measure_kind, match["label"], above, body.take(), mark=mark, plan=here.plan
                )
                made.append(measure)
            else:
                break
        _look_for_actions(walk, made)
        return bool(made)

    def _group(self, line: Line | None) -> Match | None:
        return self.group.fullmatch(line.text) if self.group and line else None

    def _action(self, line: Line) -> Match | None:
        return _one_bullet(self.action, line)

    def _measure(self, line: Line) -> Match | None:
        return _one_bullet(self.measure, line)

    def _is_measure(self, body: Body) -> bool:
        """Tell whether a measure stands next."""
        line = body.line
        return bool(line and not body.apart and not self._action(line) and self._measure(line))

    def _read_action(
        self, walk: Walk, measure: Element, match: Match, line: Line, before_measure: bool
    ) -> str:
        """Read an action; answer with the group heading that is glued to it, or ""."""
        print_ = match["label"]
        glued = self.glued.fullmatch(print_) if before_measure else None
        if glued is None:
            walk.element(self.action_kind, print_, measure, [line])
            return ""
        walk.element(self.action_kind, glued["label"], measure, [line], as_printed=tidy(print_))
        return glued["group"]

    def _read_glued(self, walk: Walk, here: Opened, group: str, line: Line) -> Element:
        walk.reading.find(
            "glued-heading",
            Severity.INFO,
            f"{tidy(group)}: this group heading stands at the end of the line before its measures.",
            f"{tidy(group)}: 見出しが前の行の末尾に付いているものとして読みました。",
            line.number,
        )
        as_printed = tidy(line.text[line.text.rindex(group) - 1 :])
        return walk.element(
            self.group_kind, group, here.element, [line], plan=here.plan, as_printed=as_printed
        )


def _look_for_actions(walk: Walk, measures: list[Element]) -> None:
    """Report measures without actions, where others have some."""
    without = [measure for measure in measures if not walk.children(measure)]
    for measure in without if len(without) < len(measures) else ():
        walk.reading.find(
            "no-actions",
            Severity.WARNING,
            f"{measure.label}: no action stands below it.",
            f"{measure.label}: 下に取組が読み取れません。",
            *measure.lines,
        )


def _one_bullet(form: Pattern, line: Line) -> Match | None:
    """Return the match of a line that is one bullet, not two glued together."""
    match = form.fullmatch(line.text)
    return match if match and not has_mark(match["label"]) else None


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
