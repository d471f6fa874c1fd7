"""Sums that tables print of their rows and of their years, for the checks that add up what was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from keikaku.reading.grammar import TableSettings
from keikaku.reading.model import AMOUNTS, Budget, Element, Indicator, Plan
from keikaku.reading.records import Reading
from keikaku.reading.tables import Item, TableRead, Value
from keikaku.reading.values.numbers import money

Made = Mapping[int, Element | Plan | Indicator]
"""What was made of the items of a table, by their ``id``."""


def note_totals(
    reading: Reading, table: TableRead[TableSettings], made: Made, owner: Element | Plan, unit: str
) -> None:
    """Note the sums of a table whose parts were read.

    A row that is a sum adds up rows, by year; a column that is a sum adds up the years of its row.

    Args:
        reading: Where they go.
        table: The table.
        made: What was made of its items.
        owner: What it stands under.
        unit: The unit of its money where it prints none.
    """

    def parts_of(items: Iterable[Item]) -> list[Budget]:
        return [part for item in items for part in reading.budgets_of(made.get(id(item)))]

    for item in table.sums:
        parts = parts_of(item.parts)
        for (year, stage), amounts, lines in _by_year(item.values, unit):
            if added := [part for part in parts if (part.fiscal_year, part.stage) == (year, stage)]:
                reading.total(owner, year, lines, stage=stage, parts=added, **amounts)
    for item in (*table.items, *table.sums):
        parts = parts_of(item.parts or [item])
        for value in item.all("period_total"):
            amount = money(value.text, value.unit or unit)
            if amount is not None and len({part.stage for part in parts}) > 1:
                parts = [
                    part for part in parts if part.stage == value.stage
                ]  # of several, the one that it names
            if amount is not None and len({part.fiscal_year for part in parts}) > 1:
                reading.total(owner, None, value.lines, parts=parts, total=amount)


def _by_year(
    values: Iterable[Value], unit: str
) -> Iterator[tuple[tuple[int, str], dict[str, int], list[int]]]:
    """Yield the amounts that a row prints of each year and stage, and the lines that print them."""
    amounts: dict[tuple[int, str], dict[str, int]] = {}
    lines: dict[tuple[int, str], list[int]] = {}
    for value in values:
        amount = money(value.text, value.unit or unit) if value.role in AMOUNTS else None
        if amount is not None and value.year is not None:
            of = (value.year, value.stage)
            amounts.setdefault(of, {})[value.role] = amount
            lines.setdefault(of, []).extend(value.lines)
    for of, found in amounts.items():
        yield of, found, list(dict.fromkeys(lines[of]))
