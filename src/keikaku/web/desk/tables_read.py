"""What was read as tables: indicators with their figures, projects with their money, and what hangs on each class of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from keikaku.web.desk.rows import Row, label

_OWN = {"Indicator", "Plan"}
_TEXTS = 60
"""Characters above which a value is a text, which a table has no room for; the tree shows it."""


@dataclass(frozen=True)
class Table:
    """A table of what was read.

    Attributes:
        name: Local name of the class of the things that are its rows.
        columns: What each column is, in Japanese and English; the first holds the names of the things.
        rows: The rows: of each column the fact, or None.
    """

    name: str
    columns: list[tuple[str, str]]
    rows: list[list[Row | None]]


class Tables:
    """The tables of a reading.

    Args:
        rows: All its rows.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    @cached_property
    def by_name(self) -> dict[str, Table]:
        """The tables, by the class of their things: indicators first, then what stands highest."""
        things: defaultdict[str, list[Row]] = defaultdict(list)
        facts: defaultdict[int, dict[tuple[str, int], Row]] = defaultdict(dict)
        for row in self._rows:
            if row.claim.record is row.claim.of and row.claim.said in ("label", "title"):
                things[row.name].append(row)
            elif row.parent and len(row.claim.value) <= _TEXTS:
                facts[row.parent.number].setdefault((row.name, row.year or 0), row)
        names = sorted(things, key=lambda name: (name != "Indicator", things[name][0].depth))
        return {name: _table(name, things[name], facts) for name in names}


def _table(name: str, things: Sequence[Row], facts: dict[int, dict[tuple[str, int], Row]]) -> Table:
    keys: dict[tuple[str, int], None] = {}
    for thing in things:
        keys |= dict.fromkeys(facts.get(thing.number, {}))
    ordered = sorted(keys, key=lambda key: (key[1], list(keys).index(key)))
    columns = [label(name), *(_column(key) for key in ordered)]
    rows = [[thing, *(facts.get(thing.number, {}).get(key) for key in ordered)] for thing in things]
    return Table(name, columns, rows)


def _column(key: tuple[str, int]) -> tuple[str, str]:
    ja, en = label(key[0])
    return (f"{ja} {key[1]}", f"{en} {key[1]}") if key[1] else (ja, en)
