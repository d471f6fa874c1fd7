"""A sound document and where its records stand in print: the places at which it can be damaged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from keikaku.ground.text.folding import fold, key
from keikaku.reading.model import TEXT_FACTS, Element, Fact, Indicator, Observation, Record, Statement
from keikaku.reading.records import Reading

DEPARTMENTS = frozenset({Fact.DEPARTMENT, Fact.LEAD_DEPARTMENT, Fact.RELATED_DEPARTMENT})
_NUMBER = re.compile(r"(?<![0-9.,])[0-9][0-9,]*(?:\.[0-9]+)?(?![0-9.,])")


@dataclass(frozen=True)
class Damage:
    """A stretch of a document replaced by other lines.

    Attributes:
        edits: (first line, line after the last, what stands there then), from 0, in order, none overlapping.
        what: What was done, for a person who looks into it.
    """

    edits: tuple[tuple[int, int, tuple[str, ...]], ...]
    what: str

    def apply(self, lines: list[str]) -> list[str]:
        """Return the damaged lines."""
        lines = list(lines)
        for start, stop, new in reversed(self.edits):
            lines[start:stop] = new
        return lines

    def moved(self, number: int) -> int:
        """Return where a line of the sound document, from 1, stands in the damaged one."""
        return number + sum(len(new) - (stop - start) for start, stop, new in self.edits if stop < number)

    @property
    def places(self) -> set[int]:
        """The numbers of the damaged lines in the damaged document, from 1, and of those beside them."""
        found: set[int] = set()
        shift = 0
        for start, stop, new in self.edits:
            found.update(range(start + shift, start + shift + len(new) + 2))
            shift += len(new) - (stop - start)
        return found


@dataclass(frozen=True)
class Printed:
    """Where a record's value stands: the line, from 0, and the span in it."""

    record: Record
    holder: object
    line: int
    start: int
    end: int

    def replaced(self, lines: list[str], by: str) -> Damage:
        """Return the damage that prints something else there."""
        text = lines[self.line]
        new = text[: self.start] + by + text[self.end :]
        return Damage(((self.line, self.line + 1, (new,)),), f"{text[self.start : self.end]} > {by}")


@dataclass(frozen=True)
class Source:
    """A sound document.

    Attributes:
        name: Name of its series, as ``tests.support.series`` takes it.
        lines: As printed.
        reading: Its records.
    """

    name: str
    lines: list[str]
    reading: Reading

    def printed(self, record: Record, holder: object, text: str) -> Iterator[Printed]:
        """Yield the places at which a record's own lines print a text as it is."""
        for number in record.lines:
            for match in re.finditer(re.escape(text), self.lines[number - 1]) if text else ():
                yield Printed(record, holder, number - 1, match.start(), match.end())

    @cached_property
    def figures(self) -> list[Printed]:
        """Figures of indicators that stand in print as they are read, once in their lines."""
        found = []
        for indicator in self.reading.indicators:
            for one in indicator.observations:
                places = list(self._numbers(one, indicator, one.value))
                if one.value is not None and len(places) == 1:
                    found += places
        return found

    @cached_property
    def amounts(self) -> list[Printed]:
        """Amounts of budgets, in the unit in which they are printed."""
        return [
            place
            for budget in self.reading.budgets
            for yen in (budget.total, budget.specific, budget.general)
            if yen
            for unit in (1, 1000, 10000)
            for place in self._numbers(budget, budget.of, Decimal(yen) / unit)
        ]

    def _numbers(self, record: Record, holder: object, value: Decimal | None) -> Iterator[Printed]:
        for number in record.lines:
            for match in _NUMBER.finditer(fold(self.lines[number - 1])):
                if value is not None and Decimal(match.group().replace(",", "")) == value:
                    yield Printed(record, holder, number - 1, match.start(), match.end())

    @cached_property
    def names(self) -> list[Printed]:
        """Labels of elements and indicators that stand in one line."""
        things: list[Element | Indicator] = [*self.reading.elements, *self.reading.indicators]
        return [place for one in things for place in self.printed(one, one, one.label)]

    @cached_property
    def departments(self) -> list[Printed]:
        """Names of departments that stand in one line."""
        return [
            place
            for element in self.reading.elements
            for one in element.statements
            if one.fact in DEPARTMENTS
            for place in self.printed(one, element, one.value)
        ]

    def mentions(self, name: str) -> int:
        """Return how many statements name a department."""
        return sum(
            one.fact in DEPARTMENTS and key(one.value) == key(name)
            for element in self.reading.elements
            for one in element.statements
        )

    @cached_property
    def read_lines(self) -> list[int]:
        """The lines that records were read from, from 0."""
        return sorted({number - 1 for record in self.reading.records() for number in record.lines})

    @cached_property
    def text_lines(self) -> list[int]:
        """The lines that print running text of records and no name or figure, from 0."""
        texts: set[int] = set()
        others: set[int] = set()
        for record in self.reading.records():
            is_text = isinstance(record, Statement) and record.fact in TEXT_FACTS
            (texts if is_text else others).update(record.lines)
        return sorted(number - 1 for number in texts - others)

    def words(self, pattern: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Yield the matches of a pattern in what was read."""
        for line in self.read_lines:
            for match in re.finditer(pattern, self.lines[line]):
                yield line, match

    def replace(self, line: int, start: int, end: int, by: str) -> Damage:
        """Return the damage that prints something else in a line."""
        text = self.lines[line]
        return Damage(((line, line + 1, (text[:start] + by + text[end:],)),), f"{text[start:end]!r} > {by!r}")


def pair(place: Printed) -> list[Decimal]:
    """Return the other figures of the indicator whose figure stands at a place."""
    assert isinstance(place.holder, Indicator)
    return [
        one.value
        for one in place.holder.observations
        if one is not place.record and one.value is not None and one.value != 0
    ]


def value(place: Printed) -> Decimal:
    """Return the figure that stands at a place."""
    assert isinstance(place.record, Observation)
    assert place.record.value is not None
    return place.record.value


Places = Callable[[Source], Iterator[Damage]]
