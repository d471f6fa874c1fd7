"""What was read of a document as rows in the order of its tree: every thing, and below it every fact, with its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cache

from keikaku.ground import vocab
from keikaku.ground.messages import pair
from keikaku.reading.decisions.claims import Claim
from keikaku.reading.model import Budget, Element, Evaluation, Fact, Indicator, Observation, Plan, Record

_ITSELF = ("label", "title")
"""What a thing is called: the row of the thing itself."""


@dataclass(slots=True, eq=False)
class Row:
    """A thing, or a fact of one.

    Attributes:
        number: Its number among all rows, from 0.
        depth: How deep it stands in the tree, from 0.
        name: Local name of its class, or of its property.
        claim: What was read.
        parent: The row above it in the tree; None for a plan.
        year: Fiscal year of a figure, or None.
        figure: The number, of a fact that is one.
        below: How many rows hang on it, at any depth.
    """

    number: int
    depth: int
    name: str
    claim: Claim
    parent: Row | None = None
    year: int | None = None
    figure: Decimal | None = None
    below: int = field(default=0)

    @property
    def record(self) -> Record:
        """The record that says it."""
        return self.claim.record


def rows_of(said: Iterable[Claim]) -> list[Row]:
    """Return all that is said as rows, a thing before what hangs on it.

    Args:
        said: All that was read, before any decision: what was rejected keeps its place.
    """
    return _Rows(said).made


class _Rows:
    def __init__(self, said: Iterable[Claim]) -> None:
        self.made: list[Row] = []
        self._claims: defaultdict[int, list[Claim]] = defaultdict(list)
        self._below: defaultdict[int, list[Element | Indicator]] = defaultdict(list)
        plans: dict[int, Plan] = {}
        for claim in said:
            self._claims[id(claim.of)].append(claim)
            thing = claim.of
            if len(self._claims[id(thing)]) > 1:
                continue
            if isinstance(thing, Plan):
                plans[id(thing)] = thing
            elif isinstance(thing, Element | Indicator):
                above = thing.of if isinstance(thing, Indicator) else thing.parent
                self._below[id(above)].append(thing)
                plan = above if isinstance(above, Plan) else above.plan
                plans.setdefault(id(plan), plan)
        for plan in plans.values():
            self._walk(plan)
        for row in reversed(self.made):
            if row.parent:
                row.parent.below += row.below + 1

    def _walk(self, plan: Plan) -> None:
        """Add a plan and what hangs on it; the walk keeps its own stack, since elements nest as deep as they like."""
        stack: list[tuple[Row | None, Plan | Element | Indicator]] = [(None, plan)]
        while stack:
            above, holder = stack.pop()
            row = self._thing(above, holder) or above
            below = sorted(self._below[id(holder)], key=lambda one: not isinstance(one, Indicator))
            stack += [(row, thing) for thing in reversed(below)]

    def _thing(self, above: Row | None, thing: Plan | Element | Indicator) -> Row | None:
        """Add a thing and what is said of it; nothing for a plan that the document does not print."""
        said = self._claims[id(thing)]
        own = next((one for one in said if one.record is thing and one.said in _ITSELF), None)
        row = self._add(above, own.about, own) if own else above
        for one in said:
            if one is not own:
                self._add(row, _name(one), one)
        return row

    def _add(self, above: Row | None, name: str, claim: Claim) -> Row:
        depth = above.depth + 1 if above else 0
        row = Row(len(self.made), depth, name, claim, above, _year(claim.record), _figure(claim))
        self.made.append(row)
        return row


def _name(claim: Claim) -> str:
    return str(claim.record.role) if isinstance(claim.record, Observation) else claim.said


def _year(record: Record) -> int | None:
    return record.fiscal_year if isinstance(record, Observation | Budget | Evaluation) else None


def _figure(claim: Claim) -> Decimal | None:
    if isinstance(claim.record, Observation):
        return claim.record.value
    try:
        return Decimal(claim.value) if isinstance(claim.record, Budget) and claim.value else None
    except InvalidOperation:
        return None


_OTHERS = {
    Fact.DESCRIPTION.value: pair("desk.description", first="ja"),
    Fact.NOTE.value: pair("desk.note", first="ja"),
    "number": pair("desk.number", first="ja"),
}
"""What is said with other vocabularies (DCMI Terms, SKOS)."""


@cache
def _labels() -> dict[str, tuple[str, str]]:
    named = {term.iri.rsplit("#", 1)[-1]: term.labels for term in vocab.terms()}
    return _OTHERS | {name: (said.get("ja", name), said.get("en", name)) for name, said in named.items()}


def label(name: str) -> tuple[str, str]:
    """Return what a class or a property is called, in Japanese and English."""
    return _labels().get(name, (name, name))
