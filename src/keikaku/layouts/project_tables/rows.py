"""The rows of project tables: a cell is what its column and its form say, or the row is not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from keikaku.layouts.project_tables.heads import Head
from keikaku.read.codes import strategy_codes
from keikaku.read.folding import LOST, fold, tidy
from keikaku.read.numbers import is_no_value, money, number
from keikaku.read.patterns import Pattern
from keikaku.reading.departments import split_departments

_SHIFTS = (0, -1, 1, -2, 2)
_MOST_DIGITS = 4


@dataclass(slots=True)
class Row:
    """The row that begins a project.

    Attributes:
        number: Its number, as printed and as a value.
        label: Its name.
        description: What it is, "" where the cell is empty.
        printed: Name and description as printed.
        figures: The figures and dashes printed on the row.
        status: Its status, "" where the cell is empty.
        codes: Its strategy codes.
        departments: Its departments.
        empty: The columns of the head under which the row prints nothing.
    """

    number: str
    value: int
    label: str
    description: str
    printed: dict[str, str]
    figures: list[str] = field(default_factory=list)
    status: str = ""
    codes: list[str] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def same_as(self, other: Row) -> bool:
        """Tell whether two rows say the same of one project, figures aside."""
        return replace(self, figures=[]) == replace(other, figures=[])


@dataclass(frozen=True, slots=True)
class Forms:
    """What cells may hold.

    Attributes:
        statuses: The status words, with what each means.
        department: The form of a department's name.
        coded: Whether there is a strategy whose codes may be printed.
    """

    statuses: Mapping[str, str]
    department: Pattern
    coded: bool


def figure_cells(cells: tuple[str, ...], head: Head) -> list[str] | None:
    """Return the figures of a row that prints nothing else, or None."""
    printed = [(at, cell) for at, cell in enumerate(cells) if cell]
    if not printed or not all(head.is_money(at) and is_figure(cell, head.unit) for at, cell in printed):
        return None
    return [cell for _, cell in printed]


def is_figure(cell: str, unit: str) -> bool:
    """Tell whether a cell holds an amount or a dash."""
    return is_no_value(cell) or amount(cell, unit) is not None


def amount(cell: str, unit: str) -> int | None:
    """Return the amount in yen that a cell prints, or None."""
    return money(cell, unit)


def project_row(cells: tuple[str, ...], head: Head, forms: Forms) -> Row | None:
    """Return the row that begins a project, or None where any of its cells is not understood."""
    first, last = min(head.money), max(head.money)
    row = _left(cells, head, first)
    money = [cell for cell in cells[first : last + 1] if cell]
    if row is None or not all(is_figure(cell, head.unit) for cell in money):
        return None
    row.figures = money
    tail = {at: cell for at, cell in enumerate(cells) if at > last and cell}
    fits = [fit for shift in _SHIFTS if (fit := _tail(tail, head, forms, shift)) is not None]
    if tail and len(fits) != 1:
        return None
    return _filled(row, fits[0] if tail else {}, head)


def _left(cells: tuple[str, ...], head: Head, end: int) -> Row | None:
    """Return number, name and description, each in its column, with nothing beside them."""
    names = {at: name for name, at in head.columns.items() if at < end}
    found = {names.get(at, ""): cell for at, cell in enumerate(cells[:end]) if cell}
    count, label = fold(found.get("number", "")), found.get("name", "")
    known = {"number", "name", "description"}
    if not found.keys() <= known or not count.isdecimal() or len(count) > _MOST_DIGITS or not label:
        return None
    description = found.get("description", "")
    if any(is_no_value(text) or number(text) is not None for text in (label, description)):
        return None
    printed = {"name": label, "description": description}
    return Row(tidy(found["number"]), int(count), tidy(label), tidy(description), printed)


def _tail(tail: Mapping[int, str], head: Head, forms: Forms, shift: int) -> dict[str, list[str]] | None:
    """Return status, codes and departments if every cell is what its column, shifted, says; else None."""
    names = {at + shift: name for name, at in head.columns.items() if at > max(head.money)}
    read: dict[str, list[str]] = {}
    for at, cell in tail.items():
        name = names.get(at, "")
        values = _read_cell(name, cell, forms)
        if values is None:
            return None
        read[name] = values
    return read


def _read_cell(name: str, cell: str, forms: Forms) -> list[str] | None:
    """Return what a cell right of the money says, or None where it has not its column's form."""
    if LOST in cell:
        return None
    if name == "status":
        status = forms.statuses.get(fold(tidy(cell)))
        return [status] if status else None
    if name == "code":
        return [] if is_no_value(cell) else strategy_codes(cell) if forms.coded else None
    if name == "department":
        names = split_departments(cell)
        return names if names and all(forms.department.fullmatch(name) for name in names) else None
    return None


def _filled(row: Row, tail: Mapping[str, list[str]], head: Head) -> Row:
    row.status = "".join(tail.get("status", []))
    row.codes = tail.get("code", [])
    row.departments = tail.get("department", [])
    printed = {"description": row.description, "status": row.status, "department": row.departments}
    row.empty = [name for name, value in printed.items() if name in head.columns and not value]
    return row
