"""What a reading says, piece by piece, as a person can decide about it.

A claim has a key that survives another reading of the document: the names above a thing, what is said of it, the year
(``basic-plan/Goal:安全なまち/Measure:消防/Indicator:出火件数/Target:2025#value``). Beside it stands a hash of the passage
that it was read from, by which a decision knows whether it was made on the same print.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import count

from keikaku.documents.numbered_lines import Document
from keikaku.ground.text.folding import fold, key
from keikaku.reading.model import (
    AMOUNTS,
    RATED,
    Budget,
    Confidence,
    Element,
    Evaluation,
    Fact,
    Indicator,
    Observation,
    Plan,
    Record,
    Statement,
)
from keikaku.reading.records import Reading

_NO_WORD = re.compile(r"\W+")
_FACTS = frozenset(fact.value for fact in Fact)
_BOUNDS = {"lt": "未満", "le": "以下", "ge": "以上", "gt": "超"}


@dataclass(frozen=True)
class Claim:
    """One thing that a reading says.

    Attributes:
        key: What it is called, whatever reader reads the document.
        about: Class of the thing that it is said of, by the ontology's local name.
        said: What is said of it, by the ontology's local name; ``label`` for a name.
        value: What was read, as text; "" where nothing could be.
        record: The record that says it.
        of: The record of the thing that it is said of: the element of a text, the indicator of a figure.
        passages: What knows the passages of the document.
    """

    key: str
    about: str
    said: str
    value: str
    record: Record = field(repr=False)
    of: Record = field(repr=False)
    passages: Passages = field(repr=False, compare=False)

    @cached_property
    def hash(self) -> str:
        """Hash of the passage that its record prints, as the record is when it is first asked for; "" for none."""
        return self.passages.hash(self.passages.printing(self.record, self.value))

    @property
    def is_printed(self) -> bool:
        """Whether the document prints it anywhere."""
        return bool(self.record.lines)

    @property
    def confidence(self) -> Confidence:
        """What had to be done to the characters, as the checks left it."""
        return self.record.confidence

    @property
    def tail(self) -> str:
        """What is left of the key when what stands above is renamed or put elsewhere, and nothing else changes."""
        path, _mark, said = self.key.rpartition("#")
        own = "/".join(path.split("/")[-2 if self.about in ("Observation", "Budget", "Evaluation") else -1 :])
        return f"{own}#{said.partition('~')[0]}"

    @property
    def is_lost(self) -> bool:
        """Whether it is something that the document states of an element and the extraction has lost."""
        return isinstance(self.record, Element) and not self.value and self.said in _FACTS

    @property
    def rule(self) -> str:
        """What of plan.yml made it: "tables.projects", "fields.担当課"; "others" where nothing of a name did."""
        return self.record.rule or "others"

    @property
    def printed(self) -> str:
        """The print, where it differs from what was read."""
        return self.record.as_printed


def claims(reading: Reading) -> list[Claim]:
    """Return all that a reading says, in the order of its records; no two have one key."""
    names = _Names(reading)
    passages = Passages(reading.document)
    seen: Counter[str] = Counter()
    found = []
    for path, about, said, value, record, of in _said(reading, names):
        name = f"{path}#{said}"
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name}~{seen[name]}"
        found.append(Claim(unique, about, said, value, record, of, passages))
    return found


def figure_text(figure: Observation) -> str:
    """Return a figure as a person would type it: 50以上, 50～60, or its print where it is one in words.

    >>> figure_text(Observation(lines=[1], role="Target", fiscal_year=2025, value=Decimal("50.0"), comparator="ge"))
    '50以上'
    """
    if figure.value is not None:
        return _plain(figure.value) + _BOUNDS.get(figure.comparator, "")
    if figure.lower is not None and figure.upper is not None:
        between = ("以上", "未満") if figure.comparator == "lt" else ("～", "")
        return f"{_plain(figure.lower)}{between[0]}{_plain(figure.upper)}{between[1]}"
    return figure.as_printed if figure.confidence is not Confidence.DOUBTFUL else ""


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


class Passages:
    """Knows passages of a document by what they print and what stands beside it.

    The passage of a row is the row; that of a line is the line with the lines around it that print something, since a
    line of a text is often a part of a sentence. White space is no part of it: another release of a reader sets other.

    Args:
        document: The document.
    """

    def __init__(self, document: Document) -> None:
        self._lines = document.lines
        self._known: dict[tuple[int, ...], str] = {}
        self._bares: dict[int, list[str]] = {}

    def hash(self, lines: Iterable[int]) -> str:
        """Return the hash of the passage on some lines, by their numbers from 1; "" for none."""
        numbers = tuple(sorted(set(lines)))
        if numbers and numbers not in self._known:
            whole = "\0".join(
                "".join(fold(self._lines[at - 1].printed).split()) for at in self._around(numbers)
            )
            self._known[numbers] = hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()
        return self._known.get(numbers, "")

    def printing(self, record: Record, value: str) -> list[int]:
        """Return those of a record's lines that print a value: a cell of a row, a line that holds it or is a part of it.

        All of its lines where none does. Which others a reader counts to a record (a head, a caption) differs from
        release to release, and is no reason to ask a person again.
        """
        if len(record.lines) < 2:
            return record.lines
        texts = [bare for text in (record.as_printed, value) if (bare := _bare(text))]
        bares = {number: self._cells(number) for number in record.lines}
        cells = [number for number, held in bares.items() if any(text in held for text in texts)]
        whole = {number: "".join(held) for number, held in bares.items()}
        parts = (
            number
            for number, line in whole.items()
            if any(text in line or (len(line) > 1 and line in text) for text in texts)
        )
        return cells or list(parts) or record.lines

    def _cells(self, number: int) -> list[str]:
        found = self._bares.get(number)
        if found is None:
            found = self._bares[number] = [_bare(cell) for cell in self._lines[number - 1].cells]
        return found

    def _around(self, numbers: tuple[int, ...]) -> list[int]:
        held = set(numbers)
        if all("\t" not in self._lines[at - 1].text for at in numbers):
            held |= set(self._beside(numbers[0], -1)) | set(self._beside(numbers[-1], 1))
        return sorted(held)

    def _beside(self, number: int, step: int) -> Iterator[int]:
        """Yield the nearest line before or after one that prints something."""
        for at in count(number + step, step):
            if not 1 <= at <= len(self._lines):
                return
            if not self._lines[at - 1].blank:
                yield at
                return


def _bare(text: str) -> str:
    return _NO_WORD.sub("", key(text))


class _Names:
    """The paths of a reading's things: the names of what stands above, from the plan down."""

    def __init__(self, reading: Reading) -> None:
        self._paths: dict[int, str] = {}
        self._indicators: dict[int, str] = {}
        seen: Counter[str] = Counter()
        for indicator in reading.indicators:
            path = f"{self.of(indicator.of)}/Indicator:{_segment(indicator.label)}"
            seen[path] += 1
            self._indicators[id(indicator)] = path if seen[path] == 1 else f"{path}~{seen[path]}"
        # What two elements of one name have in common is told apart as their claims are: by the order of the print.

    def of(self, thing: Plan | Element) -> str:
        if isinstance(thing, Plan):
            return thing.id
        found = self._paths.get(id(thing))
        if found is None:
            found = f"{self.of(thing.parent)}/{thing.kind}:{_segment(thing.label)}"
            self._paths[id(thing)] = found
        return found

    def indicator(self, indicator: Indicator) -> str:
        return self._indicators[id(indicator)]


def _segment(label: str) -> str:
    return key(label).replace("/", "／").replace("#", "＃").replace("~", "～")


Said = tuple[str, str, str, str, Record, Record]
"""Path, class, property, value, record that says it, record of what it is said of."""


def _said(reading: Reading, names: _Names) -> Iterator[Said]:
    for plan in reading.plans.values():
        if plan.lines:
            yield plan.id, "Plan", "title", plan.title, plan, plan
            for name, year in (("startFiscalYear", plan.start), ("endFiscalYear", plan.end)):
                if year:
                    yield plan.id, "Plan", name, str(year), plan, plan
        yield from _statements(plan.id, "Plan", plan.statements, plan)
    for element in reading.elements:
        path = names.of(element)
        yield path, element.kind.value, "label", element.label, element, element
        if element.number:
            yield path, element.kind.value, "number", element.number, element, element
        yield from _statements(path, element.kind.value, element.statements, element)
        for fact in element.unreadable:
            yield path, element.kind.value, fact.value, "", element, element
    for indicator in reading.indicators:
        yield from _indicator(names.indicator(indicator), indicator)
    for budget in reading.budgets:
        yield from _budget(f"{names.of(budget.of)}/Budget:{budget.fiscal_year}{budget.stage}", budget)
    for evaluation in reading.evaluations:
        yield from _evaluation(f"{names.of(evaluation.of)}/Evaluation:{evaluation.fiscal_year}", evaluation)


def _statements(path: str, about: str, statements: Iterable[Statement], of: Record) -> Iterator[Said]:
    for one in statements:
        value = f"{one.stakeholder}: {one.value}" if one.stakeholder else one.value
        yield path, about, one.fact.value, value, one, of


def _indicator(path: str, indicator: Indicator) -> Iterator[Said]:
    yield path, "Indicator", "label", indicator.label, indicator, indicator
    if indicator.unit:
        yield path, "Indicator", "unitLabel", indicator.unit, indicator, indicator
    if indicator.direction:
        yield path, "Indicator", "desiredDirection", indicator.direction.value, indicator, indicator
    yield from _statements(path, "Indicator", indicator.statements, indicator)
    for one in indicator.observations:
        own = f"{path}/{one.role}:{one.fiscal_year or 'undated'}"
        yield own, "Observation", "value", figure_text(one), one, indicator


def _budget(path: str, budget: Budget) -> Iterator[Said]:
    for slot, name in AMOUNTS.items():
        amount = getattr(budget, slot)
        if amount is not None:
            yield path, "Budget", name, str(amount), budget, budget.of
    if all(getattr(budget, slot) is None for slot in AMOUNTS):
        yield path, "Budget", "totalAmount", "", budget, budget.of


def _evaluation(path: str, evaluation: Evaluation) -> Iterator[Said]:
    ratings = (("progress", evaluation.progress), ("review", evaluation.review))
    for name, mark in ratings:
        if mark or name in evaluation.unreadable:
            yield path, "Evaluation", RATED[name], mark, evaluation, evaluation.of  # type: ignore[index]
    yield from _statements(path, "Evaluation", evaluation.texts, evaluation)
