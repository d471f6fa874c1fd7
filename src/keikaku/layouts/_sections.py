"""Sectioned text: headings open sections, and each section says how the lines below its heading are read.

The sections form a tree by their names (``inside``). A heading is looked for among the children of the
section that is open, then of those around it, then at the top. A line that its section does not understand
stays unread, and so does what follows it, until a heading stands on its own feet again: a lost heading must
never make its content that of another element.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import model_validator

from keikaku.layouts._blocks import Body, is_damaged, text_of
from keikaku.model import (
    Confidence,
    Element,
    Fact,
    Indicator,
    Kind,
    Observation,
    Plan,
    Role,
    Severity,
    Statement,
)
from keikaku.read.document import Line
from keikaku.read.folding import key, tidy
from keikaku.read.numbers import Figure
from keikaku.read.patterns import Match
from keikaku.reading import Reading
from keikaku.settings import Expression, Settings


class Section(Settings):
    """What every section of plan.yml says.

    Attributes:
        heading: The line that opens it, as a whole.
        name: Its name, for the sections inside it.
        inside: Name of the section that it stands in; at the top if empty.
        plan: Id of the plan that its content is in; that of the section around it if empty.
    """

    heading: Expression
    name: str = ""
    inside: str = ""
    plan: str = ""

    def open(self, walk: Walk, here: Opened) -> bool:
        """Read the heading; False where it is not understood."""
        return True

    @abstractmethod
    def read(self, walk: Walk, here: Opened, body: Body) -> None:
        """Take from the body what is understood."""

    def finish(self, walk: Walk) -> None:
        """Look back when the whole document is read."""

    @property
    def repeats(self) -> bool:
        """Whether one section around it may hold it more than once: only if the heading tells which is which."""
        return bool({"label", "number"} & self.heading.groups)


class SectionedSettings(Settings):
    """The settings of a layout of sectioned text."""

    def tree(self) -> Sequence[Section]:
        """Return the sections in the order in which their headings are tried."""
        sections: Sequence[Section] = getattr(self, "sections", ())
        return sections

    @model_validator(mode="after")
    def _names(self) -> SectionedSettings:
        names = {section.name for section in self.tree()}
        for section in self.tree():
            if section.inside and section.inside not in names:
                raise ValueError(f"inside: {section.inside!r} is the name of no section")
            if not section.inside and not section.plan:
                raise ValueError(
                    f"the section {section.heading.source!r} stands at the top and names no plan"
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


class Walk:
    """Goes through a document, heading by heading."""

    def __init__(self, reading: Reading, sections: Sequence[Section]) -> None:
        self.reading = reading
        self._sections = sections
        self._inside: dict[str, list[Section]] = {}
        for section in sections:
            self._inside.setdefault(section.inside, []).append(section)
        self._path: list[Opened] = []
        self._lost = True
        self._names: dict[tuple[object, Kind, str], Element] = {}
        self._children: dict[Element | Plan, list[Element]] = {}
        self._by_kind: dict[Kind, list[Element]] = {}
        self._by_label: dict[str, list[Element]] = {}
        self._said: dict[tuple[object, Fact, str], Statement] = {}
        self._indicators: dict[tuple[object, str], Indicator] = {}
        self._figures: dict[tuple[Indicator, Role, int | None], Observation] = {}
        self._echoes: list[list[Line]] = []
        self.printed_again: set[Element] = set()

    def run(self) -> None:
        """Read the whole document."""
        body: list[Line] = []
        for line in self.reading.lines():
            if line.blank:
                continue
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
        self.reading.structure(line.number)
        return True

    def _is_closed_to(self, around: Opened, section: Section) -> bool:
        """Tell whether a section cannot stand here: a heading was lost before it."""
        if id(section) in around.held and not section.repeats:
            self._break(around)
        return around.broken

    def _close(self, lines: list[Line]) -> None:
        """Read the lines below a heading."""
        if self._lost or not lines:
            return
        body = Body(lines)
        here = self._path[-1]
        here.section.read(self, here, body)
        if body.line is not None:
            self._break(here)

    def _break(self, here: Opened) -> None:
        """Read nothing more in this section, nor in what stands around it about the same element."""
        at: Opened | None = here
        while at is not None:
            at.broken = True
            at = at.around if isinstance(at.element, Element) else None

    # -- records

    def confidence(self, *texts: str, doubtful: bool = False) -> Confidence:
        """Return how sure the reading of some print is."""
        return Confidence.DOUBTFUL if doubtful or is_damaged(*texts) else Confidence.CERTAIN

    def element(
        self,
        kind: Kind,
        print_: str,
        under: Element | Plan,
        lines: Iterable[Line],
        *,
        number: str = "",
        mark: str = "",
        label: str = "",
        plan: Plan | None = None,
        as_printed: str = "",
    ) -> Element:
        """Add an element, or note that one of that name is printed again in the same place.

        Args:
            kind: Its class.
            print_: Its name as printed.
            under: What it contributes to.
            lines: The lines that print it.
            number: Its number as printed.
            mark: A mark beside it.
            label: Its name, where it is not the tidied print.
            plan: The plan it is in, where that is not the plan of ``under``.
            as_printed: The print that a proved repair read it from.
        """
        label = label or tidy(print_)
        numbers = [line.number for line in lines]
        place = (under, kind, key(label))
        known = self._names.get(place)
        if known is not None:
            self.again(known, *numbers)
            self._report_twice(label, [*known.lines])
            return known
        made = self.reading.element(
            kind,
            label,
            under=under,
            lines=numbers,
            plan=plan,
            number=tidy(number),
            mark=mark,
            confidence=Confidence.REPAIRED if as_printed else self.confidence(print_),
        )
        made.as_printed = as_printed or made.as_printed
        self._names[place] = made
        self._children.setdefault(under, []).append(made)
        self._by_kind.setdefault(kind, []).append(made)
        self._by_label.setdefault(key(label), []).append(made)
        return made

    def _report_twice(self, label: str, numbers: list[int]) -> None:
        self.reading.find(
            "printed-twice",
            Severity.WARNING,
            f"{label}: printed more than once in one place; read as one.",
            f"{label}: 同じ箇所に重ねて印字されています。一つとして読みました。",
            *numbers,
        )

    def again(self, element: Element, *numbers: int) -> None:
        """Note that a heading prints an element once more."""
        self.reading.again(element, *numbers)
        self.printed_again.add(element)

    def known(self, kind: Kind, label: str, *, plan: Plan | None = None) -> Element | None:
        """Return the one element of a class and name that was read before."""
        found = [
            element
            for element in self._by_label.get(key(label), ())
            if element.kind is kind and plan in (None, element.plan)
        ]
        return found[0] if len(found) == 1 else None

    def child(self, kind: Kind, label: str, under: Element | Plan) -> Element | None:
        """Return the element of a class and name that was read in a place."""
        return self._names.get((under, kind, key(label)))

    def children(self, under: Element | Plan) -> Sequence[Element]:
        """Return what was read in a place, in order."""
        return self._children.get(under, [])

    def all(self, kind: Kind) -> Sequence[Element]:
        """Return the elements of a class, in the order in which they were read."""
        return self._by_kind.get(kind, [])

    def state(
        self,
        of: Element | Plan,
        fact: Fact,
        lines: Sequence[Line],
        value: str = "",
        *,
        doubtful: bool = False,
    ) -> None:
        """Add a fact; the text is that of the lines unless given."""
        value = value or text_of(lines)
        numbers = [line.number for line in lines]
        said = self._said.get((of, fact, value))
        if said is not None:
            self.reading.again(said, *numbers)
            return
        doubt = self.confidence(*(line.text for line in lines), doubtful=doubtful)
        self._said[of, fact, value] = self.reading.state(of, fact, value, numbers, confidence=doubt)

    def indicator(
        self, of: Element | Plan, print_: str, line: Line, *, kinds: Iterable[str] = (), unit: str = ""
    ) -> Indicator:
        """Add an indicator, or note that it is printed again in the same place."""
        label = tidy(print_)
        known = self._indicators.get((of, key(label)))
        if known is not None:
            self.reading.again(known, line.number)
            known.unit = known.unit or unit
            return known
        confidence = self.confidence(print_)
        made = self.reading.indicator(of, label, [line.number], kinds=kinds, unit=unit, confidence=confidence)
        self._indicators[of, key(label)] = made
        return made

    def observe(self, indicator: Indicator, role: Role, year: int, figure: Figure, line: Line) -> None:
        """Add a figure; a second one for the same year that differs contradicts it."""
        known = self._figures.get((indicator, role, year))
        if known is None:
            self._figures[indicator, role, year] = self.reading.observe(
                indicator, role, year, figure.value, [line.number], comparator=figure.comparator
            )
        elif (known.value, known.comparator) == (figure.value, figure.comparator):
            self.reading.again(known, line.number)
        else:
            self.contradict(
                f"{indicator.label}: {year} has two figures, {known.value} and {figure.value}.",
                f"{indicator.label}: {year} 年度に {known.value} と {figure.value} の二つの値があります。",
                *known.lines,
                line.number,
            )

    def contradict(self, en: str, ja: str, *numbers: int) -> None:
        """Report a place where the document contradicts itself or its own announcements."""
        self.reading.find("contradiction", Severity.VIOLATION, en, ja, *numbers)

    # -- looking back

    def echo(self, block: Sequence[Line]) -> None:
        """Keep lines that may print an element that is read later, as a cover does."""
        self._echoes.append(list(block))

    def _find_echoes(self) -> None:
        for block in self._echoes:
            found = self._by_label.get(key(text_of(block)), [])
            if len(found) == 1:
                self.again(found[0], *(line.number for line in block))

    def _look_for_periods(self) -> None:
        for plan in self.reading.plans.values():
            if plan.start is None:
                self.contradict(
                    f"{plan.id}: the document prints no period of the plan.",
                    f"{plan.id}: 計画期間が読み取れません。",
                    *plan.lines,
                )
