"""Figures of official statistics about municipalities, from tables as e-Stat's pages and its API give them as CSV.

What is understood stands in ``ontology/e-stat.yml``: heads, marks for no figure, and the figures that are taken. Years or items may stand
in columns or in rows. A row about a part of a town (men, an age, an area of it) gives no figure of the town, a figure
without a unit or a year none at all: nothing is guessed, and what was passed over is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

from pydantic import Field

from keikaku.documents.delimited import records
from keikaku.ground import content
from keikaku.ground.errors import InputError
from keikaku.ground.messages import Said, say
from keikaku.ground.text.encoding import Decoded, decode
from keikaku.ground.text.folding import fold
from keikaku.ground.text.folding import key as folded_key
from keikaku.ground.vocab.municipalities import municipality
from keikaku.ground.vocab.units import unit, units
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.settings import Settings, check
from keikaku.reading.values.fiscal import fiscal_year

_UNIT = "https://w3id.org/keikaku/unit/"
_IN_HEAD = re.compile(r"(?P<name>.*?)[\[【](?P<unit>[^\]】]+)[\]】]")
_CODED = re.compile(r"(?P<code>[A-Z]\d{4,})_(?P<name>.+)")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")
_TIME_CODE = re.compile(
    r"(\d{4})(?:000000|100000|1001)"
)  # what e-Stat writes of a year, a fiscal year, 1 October
_LOOKED_AT = 60  # rows in which the head has to be; what e-Stat sets before it are some twenty lines


class _Heads(Settings):
    area: str
    year: str
    unit: str
    value: str
    note: str
    code: str


class _Item(Settings):
    kind: str
    codes: list[str]
    names: list[str]
    within: str
    unit: str
    label: str


class _Forms(Settings):
    heads: _Heads
    titles: list[str]
    totals: list[str]
    absent: dict[str, str] = Field(min_length=1)
    items: list[_Item]


@cache
def _forms() -> _Forms:
    path = content.folder("ontology") / "e-stat.yml"
    node, raw = read_yaml(path)
    return check(_Forms, raw, path, node)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure about a municipality.

    Attributes:
        code: Five-digit code of the municipality.
        kind: Local name of what it is (``kei:statisticKinds``).
        year: The year, as its source counts years.
        value: In the unit of its kind: persons, square kilometres, yen.
        label: That unit.
        unit: Its IRI.
        printed: The cell and its unit: ``12,345 千円``.
        item: What the table calls it.
        row: Where it stands, counted from 1 at the top of the file.
        note: What the table remarks on it, or "".
    """

    code: str
    kind: str
    year: int
    value: Decimal
    label: str
    unit: str
    printed: str
    item: str
    row: int
    note: str = ""

    @property
    def key(self) -> tuple[str, str, int]:
        """What it is a figure of: of two of one key one is wrong or revised."""
        return self.code, self.kind, self.year


@dataclass(slots=True)
class Table:
    """What a file gave.

    Attributes:
        title: What the file, or who gave it, calls its source; "" where nobody does.
        statistics: The figures, those that contradict each other left out.
        others: How many rows are about other areas.
        parts: How many rows are about a part of a municipality.
        absent: Marks that stand for no figure, counted.
        passed: Why else something was passed over, a sentence each time.
        contradicting: Figures of one kind, municipality and year that differ; none of them is taken.
    """

    title: str = ""
    statistics: list[Statistic] = field(default_factory=list)
    others: int = 0
    parts: int = 0
    absent: Counter[str] = field(default_factory=Counter)
    passed: list[Said] = field(default_factory=list)
    contradicting: list[tuple[Statistic, Statistic]] = field(default_factory=list)


def read_statistics(data: bytes, name: str, wanted: Collection[str], source: str = "") -> Table:
    """Read a table of official statistics.

    Args:
        data: A CSV or TSV file, in UTF-8 or Shift_JIS.
        name: Its name.
        wanted: Codes of the municipalities whose figures are taken.
        source: What the source is called; where "", what the file says above its head.

    Raises:
        InputError: It is no such table, or no text.
    """
    text = decode(data)
    if not isinstance(text, Decoded):
        raise InputError("statistics.no-text", path=name)
    try:
        rows = list(records(text.text, name))
    except ValueError as error:
        raise InputError("statistics.no-table", path=name, why=str(error)) from None
    at = next((number for number, row in enumerate(rows[:_LOOKED_AT]) if _is_head(row)), None)
    if at is None:
        raise InputError("statistics.no-head", path=name)
    head = _Head([_folded(cell) for cell in rows[at]], source or _title(rows[:at]), rows[:at])
    if head.area is None or not head.figures:
        raise InputError("statistics.no-figures", path=name, heads=", ".join(filter(None, rows[at]))[:400])
    table = Table(title=head.title)
    below = enumerate(rows[at + 1 :], at + 2)
    found = [one for number, row in below for one in head.read(row, number, wanted, table)]
    _settle(found, table)
    return table


def _folded(cell: str) -> str:
    return fold(cell).replace(" ", "").strip()


def _is(pattern: str, cell: str) -> bool:
    return re.fullmatch(pattern, cell) is not None


def _is_head(row: Sequence[str]) -> bool:
    return sum(bool(cell.strip()) for cell in row) > 2 and any(
        _is(_forms().heads.area, _folded(cell)) for cell in row
    )


def _title(rows: Sequence[Sequence[str]]) -> str:
    """Return what a file says above its head that it is."""
    said = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    for label in _forms().titles:
        for cells in said:
            if len(cells) > 1 and _folded(cells[0]).rstrip(":") == label:
                return cells[1]
    return next((cells[0] for cells in said if cells and cells[0] not in _forms().absent), "")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A column of figures: where it stands, and what its head says of them."""

    column: int
    name: str = ""
    unit: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a column of figures: its row, and what row and column say that it is."""

    code: str
    row: int
    cells: list[str]
    column: _Figure
    item: str
    unit: str
    raw: str
    note: str


class _Head:
    """What the head of a table says of its columns."""

    def __init__(self, cells: list[str], title: str, above: Sequence[Sequence[str]]) -> None:
        heads = _forms().heads
        self.title = title
        self._cells = cells
        self._row = len(above) + 1
        self._about = _folded(" ".join([title, *(cell for row in above for cell in row)]))
        self.area = self._first(heads.area)
        self._name = self._of_area()
        self._years = [at for at, cell in enumerate(cells) if _is(heads.year, cell)]
        self._unit = self._first(heads.unit)
        taken = {self.area, self._name, self._unit, *self._years}
        free = [at for at in range(len(cells)) if at not in taken and cells[at]]
        self.figures = self._items(free) or self._by_year(free) or self._plain(free)
        passed = f"{heads.code}|{heads.note}|{heads.value}"
        columns = {one.column for one in self.figures}
        if not all(one.name or one.year for one in self.figures):  # behind a column of totals stand its parts
            free = [at for at in free if at <= min(columns)]
        # What another column says of a row makes it one about a part, unless it says "total"; a head with a unit is of figures.
        self._others = [
            at
            for at in free
            if at not in columns and not _is(passed, cells[at]) and not _IN_HEAD.fullmatch(cells[at])
        ]

    def _first(self, pattern: str) -> int | None:
        return next((at for at, cell in enumerate(self._cells) if _is(pattern, cell)), None)

    def _of_area(self) -> int | None:
        """Return where the names of areas stand: under the head of their code without that word, else beside it."""
        if self.area is None:
            return None
        stem = re.sub("コード$|_code$", "", self._cells[self.area])
        beside = self.area + 1 if self.area + 1 < len(self._cells) else None
        return next((at for at, cell in enumerate(self._cells) if cell == stem and at != self.area), beside)

    def _items(self, free: Sequence[int]) -> list[_Figure]:
        """Columns that are headed by a figure that is taken."""
        named = [(at, *_parted(self._cells[at])) for at in free]
        return [_Figure(at, name, unit) for at, name, unit in named if self.item(name) and at != self._name]

    def _by_year(self, free: Sequence[int]) -> list[_Figure]:
        """Columns that are headed by years."""
        found = [(at, fiscal_year(self._cells[at])) for at in free]
        return [_Figure(at, year=year) for at, year in found if year]

    def _plain(self, free: Sequence[int]) -> list[_Figure]:
        """The column of values, or that of totals beside columns of parts."""
        values = [at for at in free if _is(_forms().heads.value, self._cells[at])]
        totals = [at for at in free if self._cells[at] in _totals()]
        return [_Figure(at) for at in (values or totals)[:1]]

    def item(self, name: str) -> _Item | None:
        """Return the figure that a name means in this table."""
        coded = _CODED.fullmatch(name)
        for item in _forms().items:
            names = map(_folded, item.names)
            if (coded and coded["code"] in item.codes) or (
                not coded and name in names and re.search(_folded(item.within), self._about)
            ):
                return item
        return None

    @cached_property
    def _notes(self) -> dict[int, int]:
        """Where the remarks on each column of figures stand: right beside it."""
        note = _forms().heads.note
        return {
            one.column: one.column + 1
            for one in self.figures
            if one.column + 1 < len(self._cells) and _is(note, self._cells[one.column + 1])
        }

    def read(self, row: list[str], number: int, wanted: Collection[str], table: Table) -> Iterator[Statistic]:
        """Yield the figures of a row."""
        cells = [_folded(cell) for cell in row] + [""] * (len(self._cells) - len(row))
        code = _code(cells[self.area or 0])
        if code not in wanted:
            table.others += any(cells)
            return
        known = municipality(code)
        name = cells[self._name] if self._name is not None else ""
        if known and name and not folded_key(name).endswith(folded_key(known.name)):
            table.passed.append(
                say("statistics.another-name", row=number, code=code, name=name, known=known.name)
            )
            return
        about = [cells[at] for at in self._others if cells[at] and cells[at] not in _totals()]
        of_row = [parted for cell in about if self.item((parted := _parted(cell))[0])]
        if len(of_row) != len(about) or len(of_row) > 1:
            table.parts += 1
            return
        for column in self.figures:
            item, unit = (column.name, column.unit) if column.name else (of_row or [("", "")])[0]
            unit = unit or (cells[self._unit] if self._unit is not None else "")
            at = self._notes.get(column.column, len(row))
            note = row[at].strip() if at < len(row) else ""
            raw = row[column.column].strip() if column.column < len(row) else ""
            yield from self._figure(_Cell(code, number, cells, column, item, unit, raw, note), table)

    def _figure(self, cell: _Cell, table: Table) -> Iterator[Statistic]:
        """Yield what a cell says where it is a figure that is taken."""
        item, printed = self.item(cell.item), cell.cells[cell.column.column]
        place, head = cell.column.column + 1, self._row
        if item is None:
            table.parts += 1
        elif printed in _forms().absent:
            table.absent[printed] += 1
        elif not _NUMBER.fullmatch(printed):
            table.passed.append(say("statistics.no-number", printed=printed, row=cell.row, column=place))
        elif (year := cell.column.year or self._year(cell.cells)) is None:
            table.passed.append(say("statistics.no-year", row=cell.row))
        elif not cell.unit:
            table.passed.append(say("statistics.no-unit", item=cell.item, row=head, column=place))
        elif (factor := _factor(cell.unit, item.unit)) is None:
            about = {"item": cell.item, "unit": cell.unit, "wanted": item.label}
            row = head if cell.column.unit else cell.row
            table.passed.append(say("statistics.other-unit", **about, row=row, column=place))
        else:
            yield Statistic(
                cell.code,
                item.kind,
                year,
                Decimal(printed.replace(",", "")) * factor,
                item.label,
                _UNIT + item.unit,
                f"{cell.raw} {cell.unit}",
                cell.item,
                cell.row,
                cell.note,
            )

    def _year(self, cells: list[str]) -> int | None:
        """Return the year of a row, by its name before its code."""
        said = [cells[at] for at in self._years]
        named = (fiscal_year(one) for one in said if not one.isdecimal() or len(one) == 4)
        coded = (int(found[1]) for one in said if (found := _TIME_CODE.fullmatch(one)))
        return next((year for year in (*named, *coded) if year), None)


def _parted(head: str) -> tuple[str, str]:
    """Return the name and the unit that a head or a cell prints.

    >>> _parted("A1101_総人口【人】")
    ('A1101_総人口', '人')
    """
    found = _IN_HEAD.fullmatch(head)
    return (found["name"], found["unit"]) if found else (head, "")


@cache
def _totals() -> frozenset[str]:
    return frozenset(map(_folded, _forms().totals))


def _code(cell: str) -> str:
    """Return the five digits of an area: a spreadsheet takes away a 0 at the front, others add the check digit."""
    digits = cell if cell.isdecimal() else ""
    if len(digits) == 6:
        known = municipality(digits)
        return known.code if known else ""
    return digits.zfill(5) if len(digits) in (4, 5) else ""


def _factor(printed: str, wanted: str) -> Decimal | None:
    """Return by what a figure in a printed unit is multiplied for the wanted one, None where it cannot be converted."""
    here, there = unit(printed), units()[_UNIT + wanted]
    return here.factor / there.factor if here and here.base == there.base else None


def _settle(found: Sequence[Statistic], table: Table) -> None:
    """Take the figures that nothing in the file contradicts, each once."""
    first: dict[tuple[str, str, int], Statistic] = {}
    refused = set()
    for one in found:
        other = first.setdefault(one.key, one)
        if other.value != one.value and one.key not in refused:
            refused.add(one.key)
            table.contradicting.append((other, one))
    table.statistics = [one for key, one in sorted(first.items()) if key not in refused]
