"""What the tables and texts of one kind say of each other: the odd one of many alike is looked at.

A document prints the tables of one kind alike: the same columns and years, below headings of the same level. One
that differs is damaged, or stands below a heading whose own heading is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable

from keikaku.model import Severity
from keikaku.reading.grammar import TableSettings
from keikaku.reading.records import Reading
from keikaku.reading.tables.result import Column, TableRead

SCHEDULE = "schedule"
"""The role of columns that say by marks in which years a thing is done."""
_FEWEST = 4
"""How many must be alike for one to be odd."""


class Alike:
    """Notes how things of one kind are printed, and reports the odd ones at the end.

    Args:
        reading: Where the findings go.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._noted: dict[str, list[tuple[Hashable, tuple[int, ...]]]] = {}

    def note(self, what: str, how: Hashable, lines: Iterable[int]) -> None:
        """Note how a thing is printed.

        Args:
            what: Which things are compared.
            how: How this one is.
            lines: The lines that print it.
        """
        self._noted.setdefault(what, []).append((how, tuple(lines)))

    def note_table(self, kind: TableSettings, table: TableRead[TableSettings]) -> None:
        """Note the columns of a table; say so where its head names the money of a cell in another order."""
        lines = [cell.line for column in table.columns for cell in column.cells]
        dated = [column for column in table.columns if column.year and column.role != SCHEDULE]
        shown = (
            dated[:1] if kind.stack else dated
        )  # a stack stands in one column; heads beside it have shifted there
        columns = tuple((column.role, column.year) for column in shown)
        self.note(f"the years of tables of {kind.rows}", columns, dict.fromkeys(lines))
        for column in table.columns:
            order = _money_of(column, kind)
            if order != [role for role in kind.stack or [] if role in order]:
                self._reading.find(
                    "head-order",
                    Severity.WARNING,
                    f"The head names the money as {', '.join(order)}, plan.yml as {', '.join(kind.stack or [])}.",
                    f"見出しの財源の順({'、'.join(order)})が plan.yml の stack と異なります。",
                    *dict.fromkeys(lines),
                )

    def report(self) -> None:
        """Report what is printed otherwise than all of its kind."""
        for what, noted in self._noted.items():
            counts = Counter(how for how, _lines in noted)
            usual, often = counts.most_common(1)[0]
            for how, lines in noted:
                if how != usual and counts[how] == 1 and often >= _FEWEST:
                    self._reading.find(
                        "unlike-its-kind",
                        Severity.WARNING,
                        f"Here {what} are {_shown(how)}, elsewhere {_shown(usual)} ({often} times).",
                        f"ここだけ他と異なります({what}): {_shown(how)}。他の {often} か所は {_shown(usual)} です。",
                        *lines,
                    )


def _money_of(column: Column, kind: TableSettings) -> list[str]:
    """Return the money that a head names over the amounts of a stack, in its order."""
    stack = kind.stack or []
    words = [word for text in column.head for word in text.split()]
    return [role for word in words if (role := kind.words.role_of(word)) in stack]


def _shown(how: Hashable) -> str:
    return ", ".join(map(str, how)) if isinstance(how, tuple) else str(how)
