"""What stands below a head: running text and lists, over several lines, in one column or in two beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from keikaku.model import Element, Evaluation, Fact, Kind, Plan
from keikaku.read.folding import join
from keikaku.read.patterns import Match
from keikaku.reading import facts
from keikaku.reading.grammar import EVALUATION, SKIP, Block, Item
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Strip
from keikaku.reading.tree import Tree

_ENDS = ("。", "」", "。)", ".")
_NEAR = 1.5
"""How many letters a line may stop short of its column's edge and still be full."""


@dataclass(slots=True)
class Collected:
    """One item of a block: its text and the lines that print it."""

    text: str
    lines: list[int]


@dataclass(slots=True)
class Open:
    """A block that is being read.

    Attributes:
        block: What its items say or are.
        of: What they are said of, or hang under.
        edge: Where the column of its lines ends.
        strips: What was printed so far: text, line, and where it ends.
    """

    block: Block
    of: Element | Plan
    edge: float
    strips: list[tuple[str, Strip]] = field(default_factory=list)


def items(open_: Open) -> Iterator[Collected]:
    """Yield the items that lines were wrapped into.

    With marks, an item begins at each of them. Without, it ends where a line ends as a sentence does and stops
    short of the column's edge.
    """
    block = open_.block
    item: Collected | None = None
    full = True
    for text, strip in open_.strips:
        begins = text[:1] in block.marks if block.marks else not full
        if item is None or begins:
            if item:
                yield item
            item = Collected(text[1:].strip() if begins and block.marks else text, [strip.number])
        else:
            item.text = join((item.text, text))
            item.lines.append(strip.number)
        full = not text.endswith(_ENDS) or strip.right > open_.edge - _NEAR * strip.letter
    if item:
        yield item


def close(open_: Open, reading: Reading, tree: Tree, spans: Spans, ratings: Ratings) -> None:
    """Make records of a block."""
    block = open_.block
    for item in items(open_):
        if isinstance(block.is_, Kind):
            _element(block, item, open_.of, reading, tree)
        elif isinstance(block.is_, Fact):
            of: Element | Plan | Evaluation = open_.of
            if block.of == EVALUATION and isinstance(of, Element):
                of = ratings.of(of, item.lines)
            facts.state(reading, of, block.is_, item.text, item.lines)
        for number in item.lines:
            spans.claim(number)
        if block.is_ == SKIP:
            reading.structure(*item.lines)


def _element(block: Block, item: Collected, of: Element | Plan, reading: Reading, tree: Tree) -> None:
    kind = block.is_
    if not isinstance(kind, Kind):
        return
    again = block.again.search(item.text) if block.again else None
    text = item.text.replace(again[0], "").strip() if again else item.text
    match = block.item.fullmatch(text) if block.item else None
    label = match.group("label") if match else text
    if again:
        known = tree.elsewhere(kind, label)
        if known:
            reading.again(known, *item.lines)
            return
    number = match.group("number") if match else ""
    element = tree.element(kind, label, of, item.lines, number=number, plan=block.plan)
    if match:
        said(match, element, item.lines, reading)


def said(match: Match, of: Element | Plan, lines: list[int], reading: Reading) -> None:
    """State what the groups of a match say, those that are named after facts."""
    for fact in Fact:
        if text := match.group(fact.value).strip():
            facts.state(reading, of, fact, text, lines)


def named(item: Item | None, text: str) -> tuple[str, str]:
    """Return the number and the label of an element's print."""
    match = item.fullmatch(text) if item else None
    return (match.group("number"), match.group("label")) if match else ("", text)
