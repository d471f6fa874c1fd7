"""What is read of a table: plain data, from which records are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from keikaku.reading.model import Finding
from keikaku.reading.tables.grid import GridCell
from keikaku.reading.tables.kinds import TableKind

K = TypeVar("K", bound=TableKind)


class Use(StrEnum):
    """Where a cell went."""

    READ = "read"
    STRUCTURE = "structure"
    UNREAD = "unread"


class NoKind(StrEnum):
    """Why no kind fits a table."""

    NO_HEAD = "no-head"
    AMBIGUOUS = "ambiguous"


class Column(NamedTuple):
    """A column, as its head says; a plain tuple, since one is made anew for all that is found out about it.

    Attributes:
        at: Its number, from 0.
        role: Its role, "" where the head says none that is known.
        head: What the head prints over it, from top to bottom.
        year: The fiscal year of what stands in it, as the head says.
        unit: The unit, as the head says.
        stage: Of money, the stage of the budget, as the ontology's concept is labelled (当初予算, 決算 …).
        owner: The column of names whose things its cells speak of, None where they speak of the table's owner.
        cells: The cells of the head.
        stacked: Whether money of several sources stands under each other in it, as plan.yml says.
        goal: The goal of the SDGs that a mark in it stands for, or "".
        dates: Of a column of years, the column whose figures are of them; None of any other.
    """

    at: int
    role: str
    head: tuple[str, ...] = ()
    year: int | None = None
    unit: str = ""
    stage: str = ""
    owner: int | None = None
    cells: tuple[GridCell, ...] = ()
    stacked: bool = False
    goal: str = ""
    dates: int | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """What a row says of a thing in one role.

    Attributes:
        role: Which: "target", "total", "department" …
        text: The print, without a year in brackets and without a label of its own ("目標:").
        cells: Where it is printed; more than one where it is wrapped.
        year: Fiscal year that cell, head, row or caption says, or None.
        unit: The unit that head or caption says, or "": a unit in the cell itself comes before it.
        stage: Of money, the stage of the budget, or "".
        printed: The print, where a repair reads otherwise.
        doubtful: Whether it may be less or more than what is meant.
        parts: Of a name that was put together, its lines.
    """

    role: str
    text: str
    cells: tuple[GridCell, ...]
    year: int | None = None
    unit: str = ""
    stage: str = ""
    printed: str = ""
    doubtful: bool = False
    parts: tuple[str, ...] = ()

    @property
    def lines(self) -> list[int]:
        """Numbers of the lines that print it."""
        return list(dict.fromkeys(cell.line for cell in self.cells))


@dataclass(slots=True, eq=False)
class Item:
    """A thing that a table names, and what its rows say of it.

    Attributes:
        of: Its class: a class of elements, "Indicator", or "Owner" for what the table stands under.
        label: Its name as printed; None for the owner.
        parent: The thing of the same table that it belongs to: what a merged cell, or a column beside, names.
        values: What is said of it, in the order of the print.
        parts: Of a row that is a sum, the things whose figures it adds up.
    """

    of: str
    label: Value | None
    parent: Item | None = None
    values: list[Value] = field(default_factory=list)
    parts: list[Item] = field(default_factory=list)

    def all(self, *roles: str) -> list[Value]:
        """Return its values in some roles."""
        return [value for value in self.values if value.role in roles]

    def text(self, role: str) -> str:
        """Return what it says in a role, "" where it says nothing."""
        return next((value.text for value in self.values if value.role == role), "")

    def printed_again(self, name: Iterable[GridCell], cells: Iterable[GridCell] = ()) -> None:
        """Note cells that print once more its name, wherever, and what is known of it, each below the first in its column."""
        if self.label:
            self.label = replace(self.label, cells=(*self.label.cells, *name))
        for cell in cells:
            for at, value in enumerate(self.values):
                if value.cells[0].column == cell.column:
                    self.values[at] = replace(value, cells=(*value.cells, cell))

    @property
    def lines(self) -> list[int]:
        """Numbers of the lines that print it."""
        named = self.label.lines if self.label else []
        return list(dict.fromkeys([*named, *(line for value in self.values for line in value.lines)]))


@dataclass(slots=True)
class TableRead(Generic[K]):
    """One table, or the stretch of a grid below one head.

    Attributes:
        kind: Which kind it is, or None.
        refused: Why it is of none.
        columns: Its columns.
        heads: The rows of its head; those of a head printed again too.
        rows: The rows from its head to its end.
        items: The things that its rows name, each once, in order; parents come before what belongs to them.
        sums: Rows that are sums of others: printed totals for the checks, no things.
        notes: Cells of rows that print one remark over the whole table.
        uses: Where each cell went, by row and column.
        findings: What a person should look at.
        within: The fiscal years of a row of years below the head, with the line that prints each.
    """

    kind: K | None
    rows: range
    refused: NoKind | None = None
    columns: tuple[Column, ...] = ()
    heads: list[int] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    sums: list[Item] = field(default_factory=list)
    notes: list[GridCell] = field(default_factory=list)
    uses: dict[tuple[int, int], Use] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    within: dict[int, int] = field(default_factory=dict)

    def roles(self) -> frozenset[str]:
        """Return the roles that its columns and its cells have."""
        said = (value.role for item in (*self.items, *self.sums) for value in item.values)
        return frozenset(column.role for column in self.columns if column.role).union(said)
