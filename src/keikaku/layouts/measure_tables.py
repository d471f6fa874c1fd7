"""Measure tables: numbered goals, fields with a text, and a table of measures and their directions below each.

The document is sectioned text: headings that plan.yml describes open sections. The tables stand below bare
names; a name is known as one by the table head that follows it, after a text or at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from keikaku.layouts._sectioned.blocks import Body, Bullet, bullets, is_label
from keikaku.layouts._sectioned.contents import (
    FiguresSection,
    HeadingSection,
    PlanSection,
    TextsSection,
    VisionSection,
)
from keikaku.layouts._sectioned.listings import BulletsSection, ElementsSection, HeadedSection, LabelsSection
from keikaku.layouts._sectioned.sections import Opened, Section, SectionedSettings, Walk
from keikaku.model import TEXT_FACTS, Element, Fact, Kind, Plan, Severity
from keikaku.read.document import Line
from keikaku.read.folding import fold, key
from keikaku.reading import Reading
from keikaku.reading.departments import split_departments
from keikaku.settings import NotAllowedError
from keikaku.settings import Settings as _Settings

_LISTED = {Fact.DEPARTMENT, Fact.LEAD_DEPARTMENT, Fact.RELATED_DEPARTMENT}
_SDG = re.compile(r"[1-9]|1[0-7]")


class Column(_Settings):
    """A column of the tables: how its head is printed, and what its cells say of the measure.

    Attributes:
        head: The words of its head.
        fact: What a cell says; the measure's name if empty.
    """

    head: str
    fact: Fact | None = None

    @model_validator(mode="after")
    def _is_read(self) -> Column:
        if self.fact and self.fact not in TEXT_FACTS | _LISTED | {Fact.SDG}:
            raise NotAllowedError(f"a cell cannot hold {self.fact}", f"欄に {self.fact} は入りません", "fact")
        return self


class TablesSection(Section):
    """Named tables of measures.

    Attributes:
        kind: Class of the heading's element (its group ``label``); no element if empty.
        announced: Whether the heading prints an element once more that was read before.
        group: Class of the names above the tables.
        group_announced: Whether those, too, were read before.
        described: Whether a text stands between name and table.
        row: Class of the rows.
        columns: The columns, in their order.
    """

    reads: Literal["tables"]
    kind: Kind | None = None
    announced: bool = False
    group: Kind
    group_announced: bool = False
    described: bool = True
    row: Kind = Kind.MEASURE
    columns: Annotated[list[Column], Field(min_length=1)] = [
        Column(head="施策"),
        Column(head="施策の方針", fact=Fact.POLICY_DIRECTION),
    ]

    @model_validator(mode="after")
    def _one_name(self) -> TablesSection:
        if sum(column.fact is None for column in self.columns) != 1:
            raise NotAllowedError(
                "one column, and only one, has no fact: it holds the measures' names",
                "fact のない列(施策名の列)が一つだけ必要です",
                "columns",
            )
        if self.kind and "label" not in self.heading.groups:
            raise NotAllowedError(
                "the heading is an element (kind), so it needs the group (?P<label>…)",
                "見出しが要素(kind)なので、(?P<label>…) が必要です",
                "heading",
            )
        return self

    def open(self, walk: Walk, here: Opened) -> bool:
        """Read the heading."""
        if self.kind is None:
            return True
        print_ = here.match.group("label")
        if not self.announced:
            number = here.match.group("number")
            here.element = walk.element(self.kind, print_, here.element, [here.line], number=number)
            return True
        known = walk.known(self.kind, print_)
        if known is None:
            return False
        here.element = known
        walk.again(known, here.line.number)
        return True

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        """Read the tables."""
        is_complete = False
        while body.line is not None:
            group = self._read_group(walk, here, body)
            if group is None or not self._read_table(walk, group, body, here.plan):
                break
            is_complete = True
        return is_complete

    def finish(self, walk: Walk) -> None:
        """Report what was announced and is not printed again: what is lost may have gone to another one."""
        announced = [(self.kind, self.announced), (self.group, self.group_announced)]
        for kind in (kind for kind, is_announced in announced if kind and is_announced):
            again = {each for each in walk.all(kind) if each in walk.printed_again}
            for element in (each for each in walk.all(kind) if each not in again):
                walk.contradict(
                    f"{element.label}: announced, and not found again with its tables.",
                    f"{element.label}: 挙げられていますが、施策の表が見つかりません。",
                    *element.lines,
                    *(each.lines[-1] for each in walk.all(kind) if each in again),
                )

    def _read_group(self, walk: Walk, here: Opened, body: Body) -> Element | None:
        """Read the name above a table, and the text under it."""
        line = body.line
        if line is None or not is_label(line):
            return None
        text = body.paragraph(skip=1)
        after = body.block(skip=1 + len(text))[:1]
        if bool(text) != self.described or not after or not self._is_head(after[0]):
            return None
        known = walk.known(self.group, line.text) if self.group_announced else None
        if self.group_announced and known is None:
            return None
        group = known or walk.element(self.group, line.text, here.element, [line], plan=here.plan)
        if known:
            walk.again(known, line.number)
        body.take()
        if text:
            walk.state(group, Fact.DESCRIPTION, body.take(len(text)))
        return group

    def _read_table(self, walk: Walk, group: Element, body: Body, plan: Plan) -> bool:
        """Read head and rows; False where no row is understood."""
        announced = list(walk.children(group)) if self.group_announced else []
        (head,) = body.take()
        rows: list[Element] = []
        while body.line is not None and (cells := self._cells(body.line)) is not None:
            rows.append(self._read_row(walk, group, cells, body.take()[0], plan))
        if rows:
            walk.reading.structure(head.number)
        if announced:
            _compare(walk, group, announced, rows)
        return bool(rows)

    def _is_head(self, line: Line) -> bool:
        return [key(cell) for cell in line.cells] == [key(column.head) for column in self.columns]

    def _cells(self, line: Line) -> list[Cell] | None:
        """Return the cells of a row as they are read, None where one is not understood."""
        printed = line.cells
        if len(printed) != len(self.columns) or self._is_head(line):
            return None
        cells: list[Cell] = []
        for column, text in zip(self.columns, printed, strict=True):
            values = _values(column.fact, text)
            if not values:
                return None
            cells.append(Cell(column.fact, values))
        return cells

    def _read_row(self, walk: Walk, group: Element, cells: Sequence[Cell], line: Line, plan: Plan) -> Element:
        (name,) = (cell.values[0].text for cell in cells if cell.fact is None)
        known = walk.child(self.row, name, group) if self.group_announced else None
        if known is not None:
            walk.again(known, line.number)
        measure = known or walk.element(self.row, name, group, [line], plan=plan)
        for fact, values in cells:
            for value in values if fact else ():
                walk.state(measure, fact or Fact.DESCRIPTION, [line], value.text, doubtful=value.open)
        return measure


class Cell(NamedTuple):
    """What a cell says."""

    fact: Fact | None
    values: list[Bullet]


def _values(fact: Fact | None, cell: str) -> list[Bullet] | None:
    """Return what a cell says, nothing where it is not understood."""
    if fact is None:
        return None if "<" in cell or not cell else [Bullet(cell)]
    if fact is Fact.SDG:
        goals = re.split(r"[\s,、・]+", fold(cell).strip())
        return [Bullet(goal) for goal in goals] if all(map(_SDG.fullmatch, goals)) else None
    if fact in _LISTED:
        return [Bullet(name) for name in split_departments(cell)]
    return bullets(cell)


def _compare(walk: Walk, group: Element, announced: Sequence[Element], rows: Sequence[Element]) -> None:
    """Report announced elements that have no row, and rows that were not announced."""
    missing = [element for element in announced if element not in set(rows)]
    new = [element for element in rows if element not in set(announced)]
    for element, en, ja in (
        *(
            (element, "announced, and without a row in the table", "挙げられていますが、表に行がありません")
            for element in missing
        ),
        *(
            (element, "in the table, and not announced", "表にありますが、挙げられていません")
            for element in new
        ),
    ):
        walk.reading.find(
            "announced-rows",
            Severity.WARNING,
            f"{element.label} ({group.label}): {en}.",
            f"{element.label}({group.label}): {ja}。",
            *element.lines,
        )


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
    | TablesSection,
    Field(discriminator="reads"),
]


class Settings(SectionedSettings):
    """The sections of the documents."""

    sections: Annotated[list[AnySection], Field(min_length=1)]


def read(reading: Reading, settings: Settings) -> None:
    """Read a document."""
    Walk(reading, settings.sections).run()
