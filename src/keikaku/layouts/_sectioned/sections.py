"""Sectioned text: headings open sections, and each section says how the lines below its heading are read.

The sections form a tree by their names (``inside``). A heading is looked for among the children of the
section that is open, then of those around it, then at the top. A line that its section does not understand
stays unread, and so does what follows it, until a heading stands on its own feet again: a lost heading must
never make its content that of another element.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import model_validator

from keikaku.layouts._sectioned.blocks import Body, is_damaged, text_of
from keikaku.layouts._sectioned.records import Records
from keikaku.model import Element, Kind, Plan, Severity
from keikaku.read.document import Line
from keikaku.read.patterns import Match
from keikaku.reading import Reading
from keikaku.settings import Expression, NotAllowedError, PlanId, Settings, groups


class Section(Settings):
    """What every section of plan.yml says.

    Attributes:
        heading: The line that opens it, as a whole.
        name: Its name, for the sections inside it.
        inside: Name of the section that it stands in; at the top if empty.
        plan: Id of the plan that its content is in; that of the section around it if empty.
        reads: Which kind of section it is; it decides which keys are allowed here.
    """

    heading: Annotated[Expression, groups(may="number label count period")]
    name: str = ""
    inside: str = ""
    plan: PlanId = ""

    def open(self, walk: Walk, here: Opened) -> bool:  # noqa: ARG002 - for those that read their heading
        """Read the heading; False where it is not understood."""
        return True

    @abstractmethod
    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        """Take from the body what is understood; False where the heading's content is not there."""

    def finish(self, walk: Walk) -> None:
        """Look back when the whole document is read."""

    @property
    def repeats(self) -> bool:
        """Whether one section around it may hold it more than once: only if the heading tells which is which."""
        return bool({"label", "number"} & self.heading.groups)


class SectionedSettings(Settings):
    """The settings of a layout of sectioned text.

    Attributes:
        sections: The sections, in the order in which their headings are tried.
    """

    def tree(self) -> Sequence[Section]:
        """Return the sections in the order in which their headings are tried."""
        sections: Sequence[Section] = getattr(self, "sections", ())
        return sections

    @model_validator(mode="after")
    def _names(self) -> SectionedSettings:
        names = {section.name for section in self.tree()}
        for index, section in enumerate(self.tree()):
            if section.inside and section.inside not in names:
                raise NotAllowedError(
                    f"{section.inside!r} is the name of no section",
                    f"{section.inside!r} という name の区分はありません",
                    *("sections", index, "inside"),
                )
            if not section.inside and not section.plan:
                raise NotAllowedError(
                    "the section stands at the top (no `inside`) and names no plan",
                    "最上位(inside なし)の区分には plan が必要です",
                    *("sections", index),
                )
        return self


@dataclass(slots=True, eq=False)
class Opened:
    """A section of the document.

    Attributes:
        element: What the section is about: an element, or its plan.
    """

    section: Section
    match: Match
    line: Line
    plan: Plan
    element: Element | Plan
    around: Opened | None = None
    broken: bool = False
    held: set[int] = field(default_factory=set)


class Walk(Records):
    """Goes through a document, heading by heading."""

    def __init__(self, reading: Reading, sections: Sequence[Section]) -> None:
        super().__init__(reading)
        self._sections = sections
        self._inside: dict[str, list[Section]] = {}
        for section in sections:
            self._inside.setdefault(section.inside, []).append(section)
        self._path: list[Opened] = []
        self._lost = True
        self._echoes: list[list[Line]] = []

    def run(self) -> None:
        """Read the whole document."""
        body: list[Line] = []
        for line in self.reading.lines():
            if line.blank:
                continue
            self._look_for_lost(line)
            found = self._heading(line)
            if found is None:
                body.append(line)
                continue
            self._close(body)
            body = []
            self._lost = not self._open(*found, line)
        self._close(body)
        self._find_echoes()
        for section in self._sections:
            section.finish(self)
        self._look_for_periods()

    # -- sections

    def _heading(self, line: Line) -> tuple[Section, Match, int] | None:
        """Return the section that a line opens, and how many sections stay open around it."""
        for depth in range(len(self._path), -1, -1):
            name = self._path[depth - 1].section.name if depth else ""
            if depth and not name:
                continue
            for section in self._inside.get(name, ()):
                match = section.heading.fullmatch(line.text)
                if match:
                    return section, match, depth
        return None

    def _open(self, section: Section, match: Match, depth: int, line: Line) -> bool:
        """Open a section; False where the heading cannot stand here."""
        around = self._path[depth - 1] if depth else None
        if around is not None and self._is_closed_to(around, section):
            return False
        plan = self.reading.plans[section.plan] if section.plan else around.plan if around else None
        if plan is None:
            return False
        here = Opened(section, match, line, plan, plan if around is None else around.element, around)
        if section.plan:
            here.element = plan
        self._path = [*self._path[:depth], here]
        if not section.open(self, here):
            here.broken = True
            return False
        if around is not None:
            around.held.add(id(section))
        return True

    def _is_closed_to(self, around: Opened, section: Section) -> bool:
        """Tell whether a section cannot stand here: a heading was lost before it."""
        if id(section) in around.held and not section.repeats:
            self._break(around)
        return around.broken

    def _close(self, lines: list[Line]) -> None:
        """Read the lines below a heading."""
        if self._lost:
            return
        body = Body(lines)
        here = self._path[-1]
        is_complete = here.section.read(self, here, body)
        if is_complete:
            self.reading.structure(here.line.number)
        if body.line is not None:
            self.doubt(body.last or here.line)
        if body.line is not None or not is_complete:
            self._break(here)

    def _break(self, here: Opened) -> None:
        """Read nothing more in this section, nor in what stands around it about the same element."""
        at: Opened | None = here
        while at is not None:
            at.broken = True
            at = at.around if isinstance(at.element, Element) else None

    def _look_for_lost(self, line: Line) -> None:
        """Report a character that the extraction could not read."""
        if is_damaged(line.text):
            self.reading.find(
                "lost-character",
                Severity.WARNING,
                "A character of this line is lost; what is read from it is doubtful.",
                "この行の文字が失われています。読み取りは不確かです。",
                line.number,
            )

    # -- looking back

    def echo(self, block: Sequence[Line]) -> None:
        """Keep lines that may print an element that is read later, as a cover does."""
        self._echoes.append(list(block))

    def _find_echoes(self) -> None:
        for block in self._echoes:
            found = self.called(text_of(block))
            if len(found) == 1:
                self.again(found[0], *(line.number for line in block))
                self._compare_spaces(found[0], block)
            else:
                self._report_echo(block)

    def _report_echo(self, block: Sequence[Line]) -> None:
        """Report a wording on the cover that no section prints: the visions may have lost a part."""
        self.reading.find(
            "echo-unknown",
            Severity.WARNING,
            "No section prints this wording of the cover; a vision may be incomplete.",
            "表紙のこの文言が本文にありません。将来像の一部が失われているおそれがあります。",
            *(line.number for line in block),
            *(number for vision in self.all(Kind.VISION) for number in vision.lines),
        )

    def _compare_spaces(self, element: Element, block: Sequence[Line]) -> None:
        """Report a wording whose two prints are wrapped or spaced differently."""
        numbers = [*element.lines, *(line.number for line in block)]
        if " ".join(" ".join(line.text for line in block).split()) != element.label:
            self.reading.find(
                "printed-otherwise",
                Severity.WARNING,
                f"{element.label}: the two prints have their spaces in different places.",
                f"{element.label}: 二箇所の印字で空白の位置が異なります。",
                *numbers,
            )

    def _look_for_periods(self) -> None:
        last = next((line.number for line in reversed(self.reading.document.lines) if not line.blank), 1)
        for plan in self.reading.plans.values():
            if plan.start is None:
                self.contradict(
                    f"{plan.id}: the document prints no period of the plan.",
                    f"{plan.id}: 計画期間が読み取れません。",
                    *(plan.lines or [last]),
                )
