"""What plan.yml says of a document of measure sheets: how its heads, tables and marks look."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from keikaku.reading.model import Fact
from keikaku.reading.settings import Expression, NotAllowedError, Plain, PlanId, Settings, groups
from keikaku.reading.values.patterns import Pattern

Mark = Annotated[str, Field(min_length=1, max_length=1)]
TextFact = Literal[
    Fact.TARGET_STATE,
    Fact.CURRENT_SITUATION,
    Fact.ISSUE,
    Fact.APPROACH,
    Fact.POLICY_DIRECTION,
    Fact.OUTCOME,
    Fact.DESCRIPTION,
]


class FieldHead(Settings):
    """The head of a field.

    Attributes:
        head: Its line, with a group ``number`` and, where the wording stands beside it, ``label``.
        rest: A second line of the head, where layout splits it; a group ``label`` if the wording begins there.
    """

    head: Annotated[Expression, groups("number", may="label")]
    rest: Annotated[Expression, groups(may="label")] | None = None


class TextSection(Settings):
    """A section of bulleted statements.

    Attributes:
        head: Its head.
        mark: The mark of its bullets.
        fact: What its statements are.
        ends: How a whole statement ends.
        optional: Whether a sheet may be without it.
    """

    head: Plain
    mark: Mark
    fact: TextFact
    ends: Plain = Pattern(r"[。.!?][」』)]?$")
    optional: bool = False


class IndicatorSection(Settings):
    """A table of indicators.

    Attributes:
        head: Its head.
        columns: The line of column names; a group ``year`` if the year of the targets stands in it, else that
            year stands alone in the next line.
        kind: What kind of indicator the table holds.
        kinds: The words of the column that says more of the kind, where there is one.
        optional: Whether a sheet may be without it.
    """

    head: Plain
    columns: Annotated[Expression, groups(may="year")]
    kind: str
    kinds: list[str] = []
    optional: bool = False


class ActionSection(Settings):
    """The table of what a measure breaks down into.

    Attributes:
        head: Its head, with a group ``departments`` if they stand beside it.
        columns: The line of column names, printed again on each page.
        group: The head of a group of items, with groups ``number``, ``label`` and ``departments``.
        department: A line that holds nothing but departments.
        mark: The mark of the contents.
        optional: Whether a sheet may be without it.
    """

    head: Annotated[Expression, groups(may="departments")]
    columns: Plain
    mark: Mark
    group: Annotated[Expression, groups("number label departments")] = Pattern(
        r"(?P<number>\([0-9]+\))\s*(?P<label>.+?)\s+(?P<departments>[^\s/]+[課室局部所](?:\s*/\s*[^\s/]+[課室局部所])*)"
    )
    department: Plain = Pattern(r"[^\s/、]{1,12}[課室局部所](?:\s*/\s*[^\s/、]{1,12}[課室局部所])*")
    optional: bool = False


class RoleSection(Settings):
    """The table of who does what.

    Attributes:
        head: Its head.
        columns: The line of column names.
        who: The words of the first column.
        ends: How a whole statement ends.
        optional: Whether a sheet may be without it.
    """

    head: Plain
    columns: Plain
    who: Annotated[list[str], Field(min_length=1)]
    ends: Plain = Pattern(r"(?:ます|です|。)$")
    optional: bool = False


Section = TextSection | IndicatorSection | ActionSection | RoleSection


class Perspectives(Settings):
    """The box of perspectives on the page of a field.

    Attributes:
        box: Its title, with a group ``count``: how many perspectives it holds.
    """

    box: Annotated[Expression, groups("count")]


class SheetSettings(Settings):
    """Settings of the layout.

    Attributes:
        plan: Id of the plan that the sheets belong to.
        strategy: Id of the plan whose goals `serves` names.
        measure: The head of a sheet, with groups ``number`` and ``label``.
        goal: The head of a goal, with groups ``number`` and ``label``.
        field: The head of a field.
        perspectives: The box of perspectives.
        chapter_mark: The mark of the statements on the page of a field.
        serves: A line above a measure's head that names a goal of the strategy, with a group ``label``.
        title: The line that prints the plan's title.
        period: Where the plan's period is printed, with a group ``period``.
        note: How a footnote begins: groups ``mark``, ``text`` and in it ``term``, the word it explains.
        texts: The sections of bulleted statements.
        tables: The tables of indicators.
        actions: The table of items.
        roles: The table of roles.
    """

    plan: Annotated[PlanId, Field(min_length=1)]
    strategy: PlanId = ""
    measure: Annotated[Expression, groups("number label")] = Pattern(
        r"施策\s*(?P<number>[0-9]+(?:-[0-9]+)*)\s+(?P<label>.+)"
    )
    goal: Annotated[Expression, groups("number label")] | None = None
    field: FieldHead | None = None
    perspectives: Perspectives | None = None
    chapter_mark: Mark = "●"
    serves: Annotated[Expression, groups("label")] | None = None
    title: Plain | None = None
    period: Annotated[Expression, groups("period")] | None = None
    note: Annotated[Expression, groups("mark text", may="term")] = Pattern(
        r"※\s*(?P<mark>[0-9]{0,2})\s*(?P<text>(?:「(?P<term>[^」]+)」)?.+)"
    )
    texts: list[TextSection] = []
    tables: list[IndicatorSection] = []
    actions: ActionSection | None = None
    roles: RoleSection | None = None

    @model_validator(mode="after")
    def _whose_goals(self) -> SheetSettings:
        if self.serves and not self.strategy:
            raise NotAllowedError(
                "the goals that `serves` names need the plan that they are of: add `strategy`",
                "serves が挙げる目標がどの計画のものか、strategy で指定してください",
                "serves",
            )
        return self

    def sections(self) -> list[Section]:
        """Return the sections of a sheet."""
        single: list[Section | None] = [self.actions, self.roles]
        return [*self.texts, *self.tables, *(section for section in single if section)]
