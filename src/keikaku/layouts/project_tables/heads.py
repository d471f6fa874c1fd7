"""The heads of project tables: which column holds what, the budget's year and unit, the years of the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated

from keikaku.read.document import Line
from keikaku.read.fiscal import fiscal_year
from keikaku.read.folding import LOST, fold, tidy
from keikaku.read.numbers import yen
from keikaku.read.patterns import Pattern
from keikaku.settings import Expression, Plain, Settings, groups

SOURCES = ("specific", "general")
_PLAIN = ("number", "name", "description", "status", "code", "department")


class Columns(Settings):
    """The words of the table heads; each pattern matches a whole cell.

    Attributes:
        number: The column of the projects' numbers.
        name: Their names.
        description: What they are.
        budget: The money; groups ``year`` and ``unit``.
        specific: The money from specific sources.
        general: The money from general revenue.
        schedule: The years of the plan; a group ``count`` says how many there are.
        status: The status words.
        code: The codes of the strategy.
        department: The departments.
    """

    number: Plain = Pattern(r"No\.?|番号|整理番号")
    name: Plain = Pattern(r"(?:事務)?事業名")
    description: Plain = Pattern(r"(?:事務)?事業(?:の)?(?:概要|内容)")
    budget: Annotated[Expression, groups("year unit")] = Pattern(
        r"(?P<year>.+?)\s*(?:事業費|予算額?)\s*\((?:単位:)?(?P<unit>[^()]+)\)"
    )
    specific: Plain = Pattern("特定財源")
    general: Plain = Pattern("一般財源")
    schedule: Annotated[Expression, groups(may="count")] = Pattern(
        r"(?P<count>[0-9]+)\s*[かカヶケヵ箇]?年(?:間|度)?(?:の)?(?:事業)?計画"
    )
    status: Plain = Pattern("区分|新規・継続|新規/継続")
    code: Plain = Pattern("(?:総合戦略|地方創生)(?:事業|コード|番号)?")
    department: Plain = Pattern("(?:担当|主管|所管)(?:部署|課|課室)?(?:名)?")


@dataclass(slots=True)
class Head:
    """The head of one table, printed on one line or more.

    Attributes:
        lines: The lines that print it.
        columns: The column of each thing: "number", "name", "description", "status", "code", "department".
        money: The columns of the budget and of its sources.
        year: The budget's fiscal year.
        unit: The budget's unit.
        year_line: The line that prints them.
        year_columns: The columns of the plan's years.
        order: The sources in the order in which they are printed.
        years: The years of the plan, with the line that prints them.
        count: How many years the plan has, as the head says it in words, 0 where it does not.
        used: Whether a project was read below it: then the head is over.
    """

    lines: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    money: list[int] = field(default_factory=list)
    year: int = 0
    unit: str = ""
    year_line: int = 0
    order: list[str] = field(default_factory=list)
    years: list[tuple[int, int]] = field(default_factory=list)
    year_columns: list[int] = field(default_factory=list)
    count: int = 0
    used: bool = False

    @property
    def money_says(self) -> tuple[int, str, tuple[str, ...]]:
        """What the head says of the figures below it."""
        return self.year, self.unit, tuple(self.order)

    def is_complete(self) -> bool:
        """Tell whether the head says what each figure of a project is."""
        return bool(self.year) and sorted(self.order) == sorted(SOURCES)

    def is_money(self, column: int) -> bool:
        """Tell whether a column holds money."""
        return min(self.money) <= column <= max(self.money)

    def take(self, line: Line, columns: Columns) -> bool:
        """Take a line of the head, whole, or none of it."""
        read = [(at, read_cell(cell, columns)) for at, cell in enumerate(line.cells) if cell]
        if not read or any(words is None for _, words in read):
            return False
        named = [name for _, words in read for name, _ in words or () if name != "years"]
        if len(set(named)) != len(named) or self._known().intersection(named):
            return False
        if _misplaced(
            [*self.money, *_at(read, "budget", *SOURCES)], [*self.year_columns, *_at(read, "years")]
        ):
            return False
        for at, words in read:
            for name, value in words or ():
                self._put(name, value, at, line.number)
        self.lines.append(line.number)
        return True

    def _known(self) -> set[str]:
        once = {"budget": self.year, "count": self.count}
        return {*self.columns, *self.order, *(name for name, value in once.items() if value)}

    def _put(self, name: str, value: str, at: int, line: int) -> None:
        if name == "years":
            self.years.append((int(value), line))
            self.year_columns.append(at)
        elif name == "count":
            self.count = int(value)
        elif name in SOURCES:
            self.order.append(name)
            self.money.append(at)
        elif name == "budget":
            year, self.unit = value.split(" ", 1)
            self.year, self.year_line = int(year), line
            self.money.append(at)
        else:
            self.columns[name] = at


def begin_head(line: Line, columns: Columns) -> Head | None:
    """Return the head that begins on a line, or None."""
    head = Head()
    if not head.take(line, columns):
        return None
    return head if head.year and {"number", "name"} <= head.columns.keys() else None


def looks_like_head(line: Line, columns: Columns) -> bool:
    """Tell whether a line prints the words of a head, whatever else it prints."""
    return any(columns.name.fullmatch(cell) for cell in line.cells if cell)


def read_cell(cell: str, columns: Columns) -> list[tuple[str, str]] | None:
    """Return what a cell of a head says, as names with their values, or None."""
    if LOST in cell:
        return None
    for name in _PLAIN:
        pattern: Pattern = getattr(columns, name)
        if pattern.fullmatch(cell):
            return [(name, "")]
    for read in (_read_money, _read_schedule, _read_words):
        words = read(cell, columns)
        if words is not None:
            return words
    return None


def _read_money(cell: str, columns: Columns) -> list[tuple[str, str]] | None:
    match = columns.budget.fullmatch(cell)
    if match is None:
        return None
    year, unit = fiscal_year(match.group("year")), tidy(match.group("unit"))
    if year is None or yen(Decimal(1), unit) is None:
        return None
    return [("budget", f"{year} {unit}")]


def _read_schedule(cell: str, columns: Columns) -> list[tuple[str, str]] | None:
    match = columns.schedule.fullmatch(cell)
    if match is None:
        return None
    count = fold(match.group("count"))
    if not count:
        return []
    return [("count", count)] if count.isdecimal() and len(count) <= 2 else None


def _read_words(cell: str, columns: Columns) -> list[tuple[str, str]] | None:
    """Return the years and sources that a cell prints, one or several."""
    whole = _read_word(cell, columns)
    if whole:
        return [whole]
    words = [_read_word(word, columns) for word in cell.split()]
    return [word for word in words if word] if words and all(words) else None


def _read_word(word: str, columns: Columns) -> tuple[str, str] | None:
    for name in SOURCES:
        pattern: Pattern = getattr(columns, name)
        if pattern.fullmatch(word):
            return name, ""
    year = fiscal_year(word)
    return ("years", str(year)) if year else None


def _at(read: list[tuple[int, list[tuple[str, str]] | None]], *names: str) -> list[int]:
    return [at for at, words in read for name, _ in words or () if name in names]


def _misplaced(money: list[int], years: list[int]) -> bool:
    """Tell whether a year stands above money, which cannot be."""
    return bool(money and years) and min(years) <= max(money)
