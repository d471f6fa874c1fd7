"""What the tables and texts of one kind say of each other: the odd one of many alike is looked at.

A document prints the tables of one kind alike: the same columns and years, below headings of the same level. One
that differs is damaged, or stands below a heading whose own heading is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from keikaku.ground.messages import say
from keikaku.ground.text.folding import key
from keikaku.reading.grammar import TableSettings
from keikaku.reading.model import Confidence, Element, Plan
from keikaku.reading.records import Reading
from keikaku.reading.stream import width
from keikaku.reading.tables.result import Column, TableRead, Value
from keikaku.reading.values.fiscal import find_years

SCHEDULE = "schedule"
"""The role of columns that say by marks in which years a thing is done."""
_LETTER = 2
"""Half-width characters of a letter: a line that is short by one is full."""
_FEWEST = 3
"""How many tables must have the same columns for one to be odd."""
_FEWEST_PLACES = 2
"""How many must stand below headings of one level for one to be odd: one that does not has lost its heading."""


class Alike:
    """Notes how things of one kind are printed, and reports the odd ones at the end.

    Args:
        reading: Where the findings go.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._noted: dict[tuple[str, int], list[tuple[Hashable, tuple[int, ...]]]] = {}
        self._heads: dict[str, int] = {}
        self._below: dict[tuple[str, str], dict[int, list[int]]] = {}
        self._within: dict[str, set[int]] = {}
        self._names: dict[str, list[tuple[Element, Value]]] = {}
        self._schedules: dict[str, list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}

    def note(self, what: str, how: Hashable, lines: Iterable[int], fewest: int = _FEWEST) -> None:
        """Note how a thing is printed.

        Args:
            what: Which things are compared.
            how: How this one is.
            lines: The lines that print it.
            fewest: How many must be alike for one to be odd.
        """
        self._noted.setdefault((what, fewest), []).append((how, tuple(lines)))

    def begin(self) -> None:
        """Forget the heads below the heading before."""
        self._heads = {}

    def note_head(self, text: str, number: int, above: Element | Plan) -> None:
        """Report a head of a block that stands a second time below one heading: the heading between is lost."""
        first = self._heads.setdefault(key(text), number)
        if first != number and isinstance(above, Element):
            self._reading.report(
                say("rules.head-twice", label=above.label),
                *above.lines,
                first,
                number,
            )

    def note_place(
        self, what: str, level: str, above: Element | Plan, line: int, *, once: bool = False
    ) -> None:
        """Note below which heading a head or a table stands: where the heading between is lost, it is another one.

        Args:
            what: Which heads or tables are compared.
            level: Name of the level of the heading.
            above: The heading's element.
            line: The line of the head, or the first one of the table.
            once: Whether it stands but once below a heading; tables go on on other pages.
        """
        heading = above.lines[-1:] if isinstance(above, Element) else []
        self.note(f"the levels above {what}", level, [*heading, line], _FEWEST_PLACES)
        if once:
            self._below.setdefault((what, level), {}).setdefault(id(above), []).append(line)
            while isinstance(above, Element):
                above = above.parent
                self._within.setdefault(what, set()).add(id(above))

    def note_name(self, kind: TableSettings, element: Element, label: Value) -> None:
        """Note the lines of a name in a column: one that goes on fills it."""
        self._names.setdefault(f"{element.kind} {kind.ends}", []).append((element, label))

    def _widths(self) -> None:
        """Report names whose lines do not fill their column, of all tables of a kind: they may be two names."""
        for names in self._names.values():
            widest = max((width(part) for _of, label in names for part in label.parts), default=0)
            for element, label in names:
                if any(width(part) < widest - _LETTER for part in label.parts[:-1]):
                    element.confidence = Confidence.DOUBTFUL
                    self._reading.report(
                        say("rules.name-wrapped", label=element.label),
                        *label.lines,
                    )

    def note_schedule(self, plan: Plan, table: TableRead[TableSettings]) -> None:
        """Note the years of a table's schedule: those of the plan, where it prints no others."""
        columns = [column for column in table.columns if column.role == SCHEDULE and column.year]
        years = tuple(dict.fromkeys(column.year for column in columns if column.year))
        lines = tuple(dict.fromkeys(line for column in columns for line in says_year(column)))
        if table.kind and table.kind.period and table.within:
            years, lines = tuple(table.within), tuple(dict.fromkeys(table.within.values()))
        if years:
            self._schedules.setdefault(plan.id, []).append((years, lines))

    def note_table(self, kind: TableSettings, table: TableRead[TableSettings]) -> None:
        """Note the columns of a table; say so where its head names the money of a cell in another order."""
        lines = [cell.line for column in table.columns for cell in column.cells]
        dated = [column for column in table.columns if column.year and column.role != SCHEDULE]
        shown = (
            dated[:1] if kind.stack else dated
        )  # a stack stands in one column; heads beside it have shifted there
        columns = tuple((column.role, column.year) for column in shown)
        what = f"{kind.rows} of the {kind.of}" if kind.of else kind.rows
        self.note(f"the years of tables of {what}", columns, dict.fromkeys(lines))
        for column in table.columns:
            order = _money_of(column, kind)
            if order != [role for role in kind.stack or [] if role in order]:
                self._reading.report(
                    say(
                        "rules.head-order",
                        order=tuple(order),
                        declared=tuple(kind.stack or ()),
                    ),
                    *dict.fromkeys(lines),
                )

    def report(self, levels: Mapping[str, Sequence[Element]]) -> None:
        """Settle what the whole document says, and report what is printed otherwise than all of its kind.

        Args:
            levels: The elements of each level of headings.
        """
        self._widths()
        for plan_id, printed in self._schedules.items():
            self._settle(self._reading.plans[plan_id], printed)
        for (what, level), below in self._below.items():
            elements = levels.get(level, ())
            if 2 * len(below) > len(elements):
                for element in elements:
                    if id(element) in self._within[what] - below.keys():
                        continue  # it stands below a heading under this one
                    where = below.get(id(element), [])
                    times = f"the times that {what} stands below one {level}"
                    self.note(times, len(where), [*element.lines[-1:], *where], _FEWEST_PLACES)
        for (what, fewest), noted in self._noted.items():
            counts = Counter(how for how, _lines in noted)
            usual, often = counts.most_common(1)[0]
            for how, lines in noted:
                if how != usual and counts[how] == 1 and often >= fewest:
                    self._reading.report(
                        say(
                            "rules.unlike-its-kind",
                            what=what,
                            how=_shown(how),
                            usual=_shown(usual),
                            often=often,
                        ),
                        *lines,
                    )

    def _settle(self, plan: Plan, printed: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
        """Take the years of all schedules together for the plan's, unless it prints its own or they contradict."""
        every = sorted({year for years, _lines in printed for year in years})
        lines = dict.fromkeys(line for _years, lines in printed for line in lines)
        if plan.start and plan.end:
            if plan.start <= every[0] and every[-1] <= plan.end:
                self._reading.plan(plan.id, *lines)
        elif every != [*range(every[0], every[-1] + 1)] or all(
            list(years) != every for years, _lines in printed
        ):
            self._reading.report(
                say("rules.plan-years", every=_shown(tuple(every))),
                *lines,
            )
        elif len(every) > 1:
            self._reading.period(plan, every[0], every[-1], *lines)


def says_year(column: Column) -> Iterator[int]:
    """Yield the lines whose cells of a head say the year of what stands below."""
    yield from (cell.line for cell in column.cells if find_years(cell.text))


def _money_of(column: Column, kind: TableSettings) -> list[str]:
    """Return the money that a head names over the amounts of a stack, in its order."""
    stack = kind.stack or []
    words = [word for text in column.head for word in text.split()]
    return [role for word in words if (role := kind.words.head(word).role) in stack]


def _shown(how: Hashable) -> str:
    return ", ".join(map(str, how)) if isinstance(how, tuple) else str(how)
