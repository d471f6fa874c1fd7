"""What a layout of project tables knows while it reads: goals, measures, and the project whose rows go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from keikaku.layouts.project_tables import checks
from keikaku.layouts.project_tables.heads import Head
from keikaku.layouts.project_tables.rows import Row, amount
from keikaku.layouts.project_tables.spellings import Spellings
from keikaku.model import Confidence, Element, Fact, Kind, Severity, Statement
from keikaku.read.folding import tidy
from keikaku.read.numbers import is_no_value
from keikaku.reading import Reading


@dataclass(slots=True)
class Goal:
    """A goal: its heading stands on every page, and on a title page perhaps in other words."""

    element: Element
    spellings: Spellings = field(default_factory=Spellings)
    lines: dict[int, None] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    fields_alone: list[tuple[str, int]] = field(default_factory=list)

    def print_on(self, line: int, label: str, beside: str, *, on_title_page: bool = False) -> None:
        """Note a line that prints the goal."""
        self.lines[line] = None
        if label:
            self.spellings.add(label, line, on_title_page=on_title_page)
        if beside:
            self.fields.add(beside)

    def settle(self, reading: Reading) -> None:
        """Give the goal its label; words beside it on a title page are known from the other pages."""
        self.element.label = self.spellings.best()
        self.element.lines = list(self.lines)
        if not self.element.label:
            checks.nameless(reading, self.element)
        for line in self.spellings.lines_of(self.element.label):
            checks.lost_characters(reading, self.element, reading.line(line).text, line)
        self.spellings.report(reading, f"Goal {self.element.number}", f"目標 {self.element.number} ")
        for text, line in self.fields_alone:
            if text in self.fields:
                reading.structure(line)


@dataclass(slots=True)
class Measure:
    """A measure, with the numbers of the projects read so far.

    Attributes:
        element: The measure.
        opening: Whether its heading was the last that counted: its texts stand there, above its first table.
        projects: The projects by number.
        texts: Its statements, so that one printed again is known.
        headings: The headings of its texts, by what they say.
    """

    element: Element
    opening: bool = True
    projects: dict[int, Project] = field(default_factory=dict)
    texts: dict[tuple[Fact, str], Statement] = field(default_factory=dict)
    headings: dict[Fact, int] = field(default_factory=dict)

    def begin(self, line: int) -> None:
        """Note a heading of the measure."""
        self.opening = True
        if self.element.lines[-1] != line:
            self.element.lines.append(line)

    def state(self, reading: Reading, fact: Fact, printed: str, line: int) -> None:
        """Add a text, or note that it is printed again."""
        text = tidy(printed)
        known = self.texts.get((fact, text))
        if known:
            known.lines.append(line)
            return
        statement = self.texts[fact, text] = reading.state(self.element, fact, text, [line])
        checks.lost_characters(reading, statement, printed, line)

    def settle(self, reading: Reading, usual: Iterable[Fact]) -> None:
        """Report texts of which nothing but the heading is printed, and usual ones that are not there."""
        told = {fact for fact, _ in self.texts}
        for fact in sorted({*self.headings, *usual} - told):
            checks.without_text(reading, self.element, fact, self.headings.get(fact))

    def accept(self, reading: Reading, row: Row, head: Head, line: int, codes_of: str) -> Project | None:
        """Return the project that a row begins, or None where the row cannot be this measure's.

        A row printed once more, as on a page that is there twice, begins a copy of its project.
        """
        same = self.projects.get(row.value)
        if same:
            if same.row.same_as(row):
                return Project(same.element, row, head, line, original=same)
            checks.numbers_begin_again(reading, self.element, row, line)
            return None
        if row.value == 1 and self.projects:
            checks.numbers_begin_again(reading, self.element, row, line)
            return None
        project = self.projects[row.value] = Project.make(reading, self.element, row, head, line, codes_of)
        return project


@dataclass(slots=True)
class Project:
    """The project whose figures are being read.

    Attributes:
        element: The project.
        row: What its first row says.
        head: The head of its table.
        line: The line of its first row.
        figures: Its figures with their lines.
        original: The project of which this is a second print, or None.
    """

    element: Element
    row: Row
    head: Head
    line: int
    figures: list[tuple[str, int]] = field(default_factory=list)
    original: Project | None = None

    @classmethod
    def make(
        cls, reading: Reading, measure: Element, row: Row, head: Head, line: int, codes_of: str
    ) -> Project:
        """Put a project and what its first row says of it into the reading."""
        element = reading.element(Kind.PROJECT, row.label, under=measure, lines=[line], number=row.number)
        checks.lost_characters(reading, element, row.printed["name"], line)
        if row.description:
            description = reading.state(element, Fact.DESCRIPTION, row.description, [line])
            checks.lost_characters(reading, description, row.printed["description"], line)
        if row.status:
            reading.state(element, Fact.PROJECT_STATUS, row.status, [line])
        for code in dict.fromkeys(row.codes):
            reading.state(element, Fact.STRATEGY_CODE, code, [line], plan=codes_of)
        for name in row.departments:
            reading.state(element, Fact.DEPARTMENT, name, [line])
        checks.empty_cells(reading, row, line)
        return cls(element, row, head, line)

    def add(self, figures: list[str], line: int) -> None:
        """Note the figures of a row."""
        self.figures.extend((figure, line) for figure in figures)

    def prints(self) -> list[str]:
        """Return the figures as printed."""
        return [figure for figure, _ in self.figures]

    def _settle_copy(self, reading: Reading, original: Project, lines: list[int]) -> None:
        """Note a second print that says what the first says; leave one that does not."""
        if self.prints() == original.prints() and self.head.money_says == original.head.money_says:
            reading.copy(*lines)
        else:
            checks.printed_twice(reading, self.row, original.line, lines)

    def settle(self, reading: Reading) -> None:
        """Make a budget of the figures if they prove themselves, keep the print if they do not."""
        prints = self.prints()
        rows = list(dict.fromkeys(line for _, line in self.figures))
        if self.original:
            self._settle_copy(reading, self.original, [self.line, *rows])
        elif not prints:
            checks.without_figures(reading, self.element)
        elif all(map(is_no_value, prints)):
            reading.structure(*rows)
        elif proof := self._proof(prints):
            lines = [self.head.year_line, *rows]
            reading.budget(
                self.element, self.head.year, proof["total"], proof["specific"], proof["general"], lines
            )
        else:
            self._doubt(reading, prints, rows)

    def _proof(self, prints: list[str]) -> dict[str, int] | None:
        """Return the amounts by name: one for each the head names, the sources adding up to the total."""
        values = [amount(text, self.head.unit) for text in prints]
        names = ["total", *self.head.order]
        if not self.head.is_complete() or len(values) != len(names):
            return None
        amounts = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        if len(amounts) != len(names) or amounts["total"] != amounts["specific"] + amounts["general"]:
            return None
        return amounts

    def _doubt(self, reading: Reading, prints: list[str], rows: list[int]) -> None:
        printed = " / ".join(prints)
        lines = [self.head.year_line, *rows]
        reading.budget(
            self.element,
            self.head.year,
            None,
            None,
            None,
            lines,
            as_printed=printed,
            confidence=Confidence.DOUBTFUL,
        )
        reading.find(
            "budget-figures",
            Severity.VIOLATION,
            f"{self.element.label}: the figures {printed} are not a total and the sources that add up to it.",
            f"{self.element.label}: 数値 {printed} は、総額とその内訳として合計が一致しません。",
            self.element.lines[0],
            *lines,
        )
