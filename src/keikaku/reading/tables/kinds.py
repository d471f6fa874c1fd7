"""What plan.yml says of a kind of tables: what its rows name, and the words that its heads have beside the shipped ones."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from keikaku.ground.messages import say
from keikaku.reading.settings import NotAllowedError, Plain, Settings
from keikaku.reading.tables.vocabulary import Vocabulary, shipped

NOTHING = "nothing"
"""The role of a column that is none of the plan's content."""
OWNER = "Owner"
"""The class of rows that speak of what the table stands under."""

RowClass = Literal[
    "Vision", "Goal", "Field", "Measure", "Action", "Project", "StrategyGoal", "Indicator", "Owner"
]
Money = Literal[
    "total", "specific", "national", "prefectural", "subsidies", "bonds", "other", "general", "personnel"
]


def _a_role(name: str) -> str:
    if name == NOTHING or name in shipped().roles:
        return name
    allowed = ", ".join((*shipped().roles, NOTHING))
    raise NotAllowedError(
        say("reading.no-role-column-allowed", name=name, allowed=allowed),
    )


RoleName = Annotated[str, AfterValidator(_a_role)]
"""A role of the shipped vocabulary, or `NOTHING`."""


class CellRepairs(Settings):
    """What the extraction broke in the cells of a kind of tables; what is read with it is repaired and keeps its print.

    Attributes:
        signs: What a cell holds in place of a sign, and the sign, by the role of its column.
        debris: Characters that the extraction makes of a border, at the ends of figures and years.
        copies: Whole cells that print once more, and broken, what stands above them.
        split: Whether units and figures are cut over two cells below one head: they are put together where the figure
            beside, the direction and the unit leave one reading.
        because: What shows it.
    """

    signs: dict[RoleName, Annotated[dict[str, str], Field(min_length=1)]] = {}
    debris: str = ""
    copies: Plain | None = None
    split: bool = False
    because: Annotated[str, Field(min_length=1)]


class TableKind(Settings):
    """A kind of tables.

    Attributes:
        rows: The class of what its rows name; Owner where they speak of the element that the table stands under.
        heads: Roles that its columns must have, beside the name of its rows.
        columns: Words of its heads by role, which come before the shipped ones; a pattern matches a whole head,
            without its years and its unit. The role `nothing` is a column that is none of the plan's content.
        years: Fiscal year of a role's figures where neither cell, head, row nor caption says one.
        bare: Role of a column whose head is a year and nothing else.
        unit: Unit of its money where neither head nor caption says one.
        stack: Which money is printed in one cell, or in cells of one column under each other, from top to bottom.
        contents: Roles that are told by what a cell holds, since the print has shifted it out of its column.
        single: Whether all rows below a head speak of one thing, whose name is wrapped over them.
        boxed: Whether a head stands over one indicator: a row of its figures, a row of years (実績 | R6 | R7) and one of its
            actuals, with its name wrapped over them.
        wrapped: Whether lines of names and texts are rows of their own, above and below the row of the figures; without
            figures, beside a text that is wrapped: it ends where its sentence does.
        ends: How names in a column end, by role, where they are wrapped or stand beside each other in one cell.
        repairs: What the extraction broke in its cells.
    """

    rows: RowClass
    heads: list[RoleName] = []
    columns: dict[RoleName, Plain] = {}
    years: dict[RoleName, Annotated[int, Field(ge=1926, le=2100)]] = {}
    bare: RoleName | None = None
    unit: str = ""
    stack: Annotated[list[Money], Field(min_length=2)] | None = None
    contents: list[RoleName] = []
    single: bool = False
    boxed: bool = False
    wrapped: bool = False
    ends: dict[RoleName, Annotated[list[str], Field(min_length=1)]] = {}
    repairs: CellRepairs | None = None

    @cached_property
    def words(self) -> Vocabulary:
        """The shipped vocabulary with this kind's own words before it."""
        return shipped().with_words(self.columns)

    @cached_property
    def reads(self) -> str:
        """All that it says but which tables are of it: two kinds that say the same read a table alike."""
        return repr([(name, value) for name, value in self if name not in {"heads", "bare"}])

    @property
    def needs(self) -> frozenset[str]:
        """The roles without which a table is not of this kind."""
        return frozenset(self.heads) | ({self.rows} - {OWNER})
