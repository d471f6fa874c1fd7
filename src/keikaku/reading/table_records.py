"""From what a table says to records: elements, indicators with their figures, and money."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from keikaku.ground import vocab
from keikaku.ground.messages import Words, say
from keikaku.ground.text.characters import is_unreadable
from keikaku.ground.text.folding import fold, key, tidy
from keikaku.reading import facts
from keikaku.reading.blocks import named, said
from keikaku.reading.grammar import TableSettings
from keikaku.reading.icons import state_icons
from keikaku.reading.lists import is_list
from keikaku.reading.model import (
    SETTLED,
    SOURCES,
    TEXT_FACTS,
    Confidence,
    Element,
    Fact,
    Indicator,
    Kind,
    Plan,
    Record,
    Role,
)
from keikaku.reading.odd_ones import says_year
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.stream import cells_of
from keikaku.reading.tables.result import Item, TableRead, Value
from keikaku.reading.tables.vocabulary import INDICATOR_ROLES, MONEY
from keikaku.reading.totals import note_totals
from keikaku.reading.tree import Tree
from keikaku.reading.values.accounts import LEVELS, PARTS, WHOLE, account
from keikaku.reading.values.codes import strip_footnote_marks, unit_in_brackets
from keikaku.reading.values.numbers import is_no_value, money
from keikaku.reading.words import direction_of

_FIGURES = {
    "baseline": Role.BASELINE,
    "interim": Role.TARGET,
    "target": Role.TARGET,
    "actual": Role.ACTUAL,
    "comparison": Role.COMPARISON,
}
_ADDED = (*SOURCES, "subsidies")
"""Money of which several columns may be one sum."""
_YEAR = re.compile(r"[0-9]+ ?年")
_FACTS = {"status": Fact.PROJECT_STATUS} | {fact.value: fact for fact in Fact}


class Rows:
    """Makes records of the things that one table names.

    Args:
        reading: Where the records go.
        tree: Where the reader is.
        ratings: What reads ratings.
        settings: The kind of the table.
    """

    def __init__(self, reading: Reading, tree: Tree, ratings: Ratings, settings: TableSettings) -> None:
        self._reading = reading
        self._ratings = ratings
        self._tree = tree
        self._settings = settings
        self._owner = self._tree.here(settings.of)
        self._heads: dict[int, list[int]] = {}
        self._settled: dict[int | None, list[int]] = {}
        self._statuses = self._sorted = False
        self._repaired: set[int] = set()
        self._made: dict[int, Element | Plan | Indicator] = {}

    def records(self, table: TableRead[TableSettings]) -> list[tuple[Element, Value]]:
        """Make the records of a table; return the elements whose names were put together of lines, with these."""
        self._heads = {column.at: list(says_year(column)) for column in table.columns}
        self._settled = {
            column.year: self._heads[column.at] for column in table.columns if column.stage == SETTLED
        }
        self._sorted = any(column.role == "indicatorKind" for column in table.columns)
        self._repaired = {column.at for column in table.columns if any(cell.printed for cell in column.cells)}
        self._numbers(table.items)
        self._years(table)
        self._statuses = any(value.role == "status" for item in table.items for value in item.values)
        parents = {id(item.parent) for item in table.items}
        for item in table.items:
            if id(item) not in parents:
                self._doubled(item)
        stated, elements = len(self._owner.statements), len(self._reading.elements)
        for item in table.items:
            self._made[id(item)] = self._record(item)
        if self._settings.doubt:
            self._doubt([*self._owner.statements[stated:], *self._reading.elements[elements:]])
        note_totals(self._reading, table, self._made, self._owner, self._settings.unit)
        named = (
            (self._made[id(item)], item.label) for item in table.items if item.label and item.label.parts
        )
        return [(made, label) for made, label in named if isinstance(made, Element)]

    def _doubt(self, made: Sequence[Record]) -> None:
        """Mark what a table says as doubtful, as plan.yml declares."""
        for record in made:
            record.confidence = Confidence.DOUBTFUL
        self._reading.report(
            say("rules.table-doubtful", doubt=self._settings.doubt),
            *(line for record in made for line in record.lines),
        )

    def _years(self, table: TableRead[TableSettings]) -> None:
        """Report heads that print a year which no calendar has: their figures have none."""
        for column in table.columns:
            printed = [cell for cell in column.cells if _YEAR.search(fold(cell.text))]
            if printed and column.year is None and column.role in _FIGURES:
                below = (value for item in table.items for value in item.values)
                lines = [cell.line for value in below for cell in value.cells if cell.column == column.at]
                self._reading.report(
                    say("rules.head-year", text=printed[0].text),
                    *(cell.line for cell in printed),
                    *lines,
                )

    def _record(self, item: Item) -> Element | Plan | Indicator:
        above = self._made.get(id(item.parent), self._owner)
        holder = above.of if isinstance(above, Indicator) else above
        if item.of == "Indicator" and item.label:
            indicator = self._indicator(item, item.label, holder)
            self._figures(indicator, item.values)
            return indicator
        thing = self._element(item, item.label, holder) if item.label else holder
        self._icons(thing, item.label)
        self._facts(thing, item.values)
        if isinstance(thing, Element):
            self._money(thing, item.values)
        return thing

    def _icons(self, thing: Element | Plan, label: Value | None) -> None:
        """State the goals whose icons stand in the cell of a thing's name."""
        for at in label.cells if label else ():
            for cell in cells_of(self._reading.document, at.line):
                icons = [icon for line in cell.lines if line.pictured for icon in line.icons]
                if cell.column == at.column and icons:
                    state_icons(self._reading, thing, icons, at.line)

    def _element(self, item: Item, label: Value, holder: Element | Plan) -> Element:
        settings = self._settings
        own = settings.item if item.of == settings.rows else None
        number, name = (
            named(own, label.text)
            if own
            else self._tree.as_heading(
                Kind(item.of), label.text, label.cells[0].lines if len(label.cells) == 1 else ()
            )
        )
        known = settings.anywhere and self._tree.elsewhere(Kind(item.of), name)
        if known:
            self._reading.again(known, *label.lines)
            return known
        plan = settings.plan if item.of == settings.rows else ""
        element = self._tree.element(
            Kind(item.of), name, holder, label.lines, number=number or item.text("number"), plan=plan
        )
        if element in self._made.values():
            self._twice(element, label)
        self._note_name(element, label)
        match = settings.item.fullmatch(label.text) if settings.item and item.of == settings.rows else None
        if match:
            said(match, element, label.lines, self._reading)
        for fact, value in settings.says.items() if item.of == settings.rows else ():
            self._reading.state(element, fact, value, label.lines)
        return element

    def _twice(self, element: Element | Indicator, label: Value) -> None:
        self._reading.report(
            say("rules.row-twice", label=element.label),
            *element.lines,
            *label.lines,
        )

    def _doubled(self, item: Item) -> None:
        """Report a row that is printed twice, of a thing that has no others below it."""
        rows: dict[int, dict[int, str]] = {}
        for value in (*([item.label] if item.label else []), *item.values):
            for cell in value.cells:
                rows.setdefault(cell.line, {})[cell.column] = cell.text
        alike = [line for line, row in rows.items() if len(row) > 1 and [*rows.values()].count(row) > 1]
        if alike:
            self._reading.report(
                say(
                    "rules.row-twice.whole",
                    text=item.label.text if item.label else Words("this thing", ""),
                ),
                *alike,
            )

    def _numbers(self, items: Iterable[Item]) -> None:
        """Report a number that counts nothing among numbers that count."""
        numbered = [item for item in items if item.text("number")]
        odd = [item for item in numbered if not any(char.isdecimal() for char in fold(item.text("number")))]
        for item in odd if len(odd) * 2 < len(numbered) else ():
            self._reading.report(
                say("rules.number-form", text=item.text("number")),
                *item.lines,
            )

    def _indicator(self, item: Item, label: Value, holder: Element | Plan) -> Indicator:
        name, unit = unit_in_brackets(strip_footnote_marks(tidy(label.text)))
        for made in self._made.values():
            if isinstance(made, Indicator) and made.of is holder and key(made.label) == key(name):
                self._twice(made, label)
        for each in self._reading.indicators:
            if each.of is holder and each not in self._made.values() and key(each.label) == key(name):
                self._reading.again(each, *label.lines)
                return each
        printed = tidy(item.text("unit"))
        unit = ("" if is_no_value(printed) else printed) or unit
        if self._sorted and not item.all("indicatorKind"):
            self._reading.report(
                say("rules.kind-missing", name=name),
                *label.lines,
            )
        own = [self._settings.kind, *(tidy(value.text) for value in item.all("indicatorKind"))]
        kinds = [kind for kind in dict.fromkeys(own) if vocab.indicator_kind(kind)]
        indicator = self._reading.indicator(holder, name, label.lines, unit=unit, kinds=kinds)
        self._note_name(indicator, label)
        return indicator

    @staticmethod
    def _note_name(of: Element | Indicator, label: Value) -> None:
        """Note how sure a name is that was put together, or is read otherwise than it is printed."""
        if label.doubtful or label.printed:
            of.confidence = Confidence.DOUBTFUL if label.doubtful else Confidence.REPAIRED
            of.as_printed = of.as_printed or label.printed

    # -- what is said of a thing

    def _facts(self, of: Element | Plan, values: Sequence[Value]) -> None:
        parts = [
            value
            for value in values
            if value.role in PARTS
            and not is_no_value(value.text)
            and (value.role != WHOLE or account(value.text))
        ]
        if any(value.role in {WHOLE, *LEVELS} for value in parts):
            lines = dict.fromkeys(line for value in parts for line in value.lines)
            facts.state_account(self._reading, of, [(value.role, value.text) for value in parts], lines)
            values = [value for value in values if value not in parts]
        for value in values:
            fact = self._settings.facts.get(value.role) or _FACTS.get(value.role)
            if fact is Fact.RATING and isinstance(of, Element):
                self._ratings.rate("general", of, value.text, value.lines, value.year or 0)
            elif value.role == WHOLE:  # 科目 also heads 節 such as 委託料
                self._left(value, odd=any(map(str.isdecimal, value.text)))
            elif fact in TEXT_FACTS and is_list(value.text):
                facts.state_list(self._reading, of, fact, value.text, value.lines)
            elif fact and value.text.strip():
                facts.state(self._reading, of, fact, value.text, value.lines)
            elif value.role not in MONEY and value.role not in INDICATOR_ROLES and value.role != "number":
                odd = (
                    value.role == "category" and self._statuses
                )  # one that is no status among those that are
                self._left(value, odd=odd)

    def _figures(self, indicator: Indicator, values: Iterable[Value]) -> None:
        for value in values:
            role = _FIGURES.get(value.role)
            if role:
                lost = [cell.text for cell in value.cells if is_unreadable(cell.text)]
                heads = (line for cell in value.cells for line in self._heads.get(cell.column, ()))
                year, said = value.year or self._settings.years.get(value.role), list[int]()
                if role is Role.ACTUAL and not year:
                    year, said = self._year_of_actuals(indicator)
                    if not year:
                        self._left(value, odd=True)
                        continue
                facts.observe(
                    self._reading,
                    indicator,
                    role,
                    " ".join(lost) or value.text,
                    dict.fromkeys((*value.lines, *heads, *said)),
                    year=year,
                    unit=value.unit,
                    interim=value.role == "interim",
                    printed=value.printed or (value.text if value.cells[0].column in self._repaired else ""),
                )
            elif value.role == "desiredDirection" and (direction := direction_of(value.text)):
                indicator.direction = direction
                self._note_print(indicator, "desiredDirection", value)
                self._reading.again(indicator, *value.lines)
            elif fact := self._settings.facts.get(value.role) or _FACTS.get(value.role):
                self._of_indicator(indicator, fact, value)
            elif value.role == "unit":
                self._note_print(indicator, "unitLabel", value)
            elif value.role not in {"number", "indicatorKind"}:
                self._left(value)

    def _year_of_actuals(self, indicator: Indicator) -> tuple[int | None, list[int]]:
        """Return the year of actuals that print none, and who says it: that of settled money beside them, the report's only one."""
        if len(self._settled) == 1:
            return next(iter(self._settled.items()))
        of = indicator.of
        plan = of.plan if isinstance(of, Element) else of
        return (plan.start if plan.kind == "評価" and plan.start == plan.end else None), []

    @staticmethod
    def _note_print(indicator: Indicator, property_: str, value: Value) -> None:
        if value.printed:
            indicator.misread[property_] = value.printed

    def _of_indicator(self, indicator: Indicator, fact: Fact, value: Value) -> None:
        if is_no_value(value.text):
            return
        if fact in {Fact.DESCRIPTION, Fact.NOTE, Fact.RATING}:
            self._reading.state(indicator, fact, tidy(value.text), value.lines)
        else:
            facts.state(self._reading, indicator.of, fact, value.text, value.lines)

    # -- money

    def _money(self, project: Element, values: Iterable[Value]) -> None:
        by_year: dict[tuple[int, str], list[Value]] = {}
        for value in values:
            if value.role in MONEY:
                year = value.year or self._only_year(project)
                if year is None:
                    self._left(value)
                else:
                    by_year.setdefault((year, value.stage), []).append(value)
        for (year, stage), found in by_year.items():
            self._budget(project, year, stage, found)

    def _only_year(self, project: Element) -> int | None:
        return project.plan.start if project.plan.start == project.plan.end else None

    def _budget(self, project: Element, year: int, stage: str, values: list[Value]) -> None:
        amounts: dict[str, int] = {}
        lost = self._is_otherwise_again(values)
        for value in values:
            amount = money(value.text, value.unit or self._settings.unit or "円")
            twice = value.role in amounts and value.role not in _ADDED
            if amount is not None and not twice:
                amounts[value.role] = amounts.get(value.role, 0) + amount
            elif not is_no_value(value.text) and (amount is None or amount != amounts[value.role]):
                self._left(value, odd=True)
                lost = True
        total, general = amounts.get("total"), amounts.get("general")
        parts = [amounts[name] for name in _ADDED if name in amounts]
        specific = amounts.get("specific", sum(parts) if parts else None)
        if total is not None and specific is None and general == total:
            specific = 0
        elif total is not None and general is None and specific == total:
            general = 0
        lines = list(dict.fromkeys(line for value in values for line in value.lines))
        if total is not None and specific is not None and general is not None and total != specific + general:
            self._contradict(project, (total, specific, general), lines)
        elif amounts and not lost:
            heads = (
                line for value in values for cell in value.cells for line in self._heads.get(cell.column, ())
            )
            printed = list(dict.fromkeys((*lines, *heads)))
            budget = self._reading.budget(project, year, total, specific, general, printed, stage=stage)
            for name in (*SOURCES, "personnel"):
                setattr(budget, name, amounts.get(name))

    def _is_otherwise_again(self, values: Sequence[Value]) -> bool:
        """Tell whether some money is printed again and other money beside it is not: it is no row that is printed again.

        What stands below each other then is of several sorts, and nothing says of which; it is told and not taken.
        """
        plain = [value for value in values if value.role not in _ADDED and not is_no_value(value.text)]
        printed = Counter(value.role for value in plain)
        if len(set(printed.values())) < 2:
            return False
        for value in plain:
            if printed[value.role] > 1:
                self._left(value, odd=True)
        return True

    def _contradict(self, project: Element, amounts: tuple[int, int, int], lines: list[int]) -> None:
        """Report sources that do not add up to the total; which figure is wrong, nothing proves."""
        total, specific, general = amounts
        self._reading.report(
            say("rules.money-sum", label=project.label, specific=specific, general=general, total=total),
            *lines,
        )

    def _left(self, value: Value, *, odd: bool = False) -> None:
        """Report what the table says and no record holds; what its like are read from is unread."""
        if is_no_value(value.text):
            return
        has_figure = any(char.isdecimal() for char in value.text)
        unread = "rules.unread-figure.cell" if has_figure else "rules.unread-words.cell"
        said = {"role": value.role, "text": value.text}
        self._reading.report(say(unread, **said) if odd else say("rules.value-unkept", **said), *value.lines)


__all__ = ["Rows"]
