"""What stands below a head: running text and lists, over several lines, in one column or in two beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import takewhile

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, key, tidy
from keikaku.reading import facts
from keikaku.reading.grammar import EVALUATION, INDICATOR, SKIP, Block, Item
from keikaku.reading.model import TEXT_FACTS, Confidence, Element, Evaluation, Fact, Kind, Plan
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Strip, width
from keikaku.reading.tree import Tree
from keikaku.reading.values.endings import is_cut_off, is_sentence, is_wrapped
from keikaku.reading.values.numbers import number
from keikaku.reading.values.patterns import Match, Pattern

_ENDS = ("。", "」", "。)", ".")
_ANY = Pattern(".*")
_NEAR = 1.5
"""How many letters a line may stop short of its column's edge and still be full."""
_BULLETS = "-*"
_OTHER = frozenset("-*+・●○◆◇■□★☆◎▲△▼▽※→")
"""What no item goes on with in its next line: an item of another list begins."""
_KANA = "ア"
"""Among marks it stands for the whole row: ア, イ, ウ …"""
KANA = re.compile(r"\s*\(?[アイウエオカキクケコサシスセソタチツテト](?:[).、]\s*|\s+)")
"""How an item begins that the kana count."""
_RUN_ON = re.compile(r"\s[-・●○◆◇■□★☆◎]|-\s|-[①-⑳・]|[★☆◎◆◇■]")
"""The mark of a list within an item: two lines run together."""
_SHORT = 30
"""Letters of the longest line that is a title, and no text."""


@dataclass(slots=True)
class Collected:
    """One item of a block: its text and lines, whether it is of the second step, may be two, and has a gap in it."""

    text: str
    lines: list[int]
    nested: bool = False
    open: bool = False
    gap: bool = False


@dataclass(slots=True)
class Open:
    """A block that is being read.

    Attributes:
        block: What its items say or are.
        of: What they are said of, or hang under.
        edge: Where the column of its lines ends.
        head: The number of the line of its head.
        count: How many items the head announces, where it does.
        title: Its head, without what that says of the element.
        strays: Lines within it that are none of it.
        prose: Whether it takes sentences alone, and lines that are full.
        strips: What was printed so far: text, line, and where it ends.
        name: Its name in the grammar.
        who: Whose role the items are, where the head says it.
    """

    block: Block
    of: Element | Plan
    edge: float
    head: int = 0
    count: int | None = None
    prose: bool = False
    title: str = ""
    strays: list[int] = field(default_factory=list)
    strips: list[tuple[str, Strip]] = field(default_factory=list)
    name: str = ""
    who: str = ""

    def takes(self, text: str, strip: Strip) -> bool:
        """Tell whether a line belongs to what stands below the head.

        An item goes on in the next line, behind a gap only where the one before is full; the second step of a list
        stands directly below the first, or goes on behind a gap with the mark that it had.
        """
        if self.block.named:
            return True
        if self.prose:
            return is_sentence(text) or self.is_full(strip)
        lead = _lead(self.block, text)
        if not self.strips and self.block.marks and self.block.head is _ANY:
            return bool(lead)  # running text that is a list begins with a mark
        if not self.block.marks or not self.strips or (lead and not is_nested(self.block, lead)):
            return True
        if not lead and is_marked(text):
            return False
        last = self.strips[-1][1]
        if not lead and self.block.is_ in TEXT_FACTS and is_sentence(last.text) and not self.is_full(last):
            return False  # the text has ended, and the mark of another may be lost
        is_next = not strip.apart or strip.line.page != last.line.page
        is_next |= bool(lead) and any(_lead(self.block, above) == lead for above, _strip in self.strips)
        return is_next or (not lead and (self.is_full(last) or self._is_open(last, strip)))

    def _is_open(self, last: Strip, strip: Strip) -> bool:
        """Tell whether a text may go on behind a gap: no sentence has ended, and its line is as wide as the next."""
        text = self.block.is_ in TEXT_FACTS and not is_sentence(last.text)
        return text and is_wrapped([width(last.text), width(strip.text)])

    def is_full(self, strip: Strip) -> bool:
        """Tell whether a line reaches the column's edge, so that what it prints may go on."""
        return strip.right > self.edge - _NEAR * strip.letter


def running(fact: Fact | None, of: Element | Plan, edge: float, line: int, marks: str = "") -> Open:
    """Return the running text below a line as an open block."""
    return Open(Block.model_construct(is_=fact or SKIP, head=_ANY, marks=marks, titled=False), of, edge, line)


def items(open_: Open) -> Iterator[Collected]:
    """Yield the items that lines were wrapped into.

    With marks, an item begins at each of them. Without, an element ends with a line that stops short of the column's
    edge, and a text where such a line ends as a sentence does, or a sentence before a gap.
    """
    block = open_.block
    item: Collected | None = None
    full = full_line = True
    for text, strip in open_.strips:
        lead = _lead(block, text)
        ended = strip.apart and item is not None and is_sentence(item.text)
        begins = bool(lead) if block.marks else ended or not full
        if item is None or begins:
            if item:
                yield item
            item = Collected(text[len(lead) :].strip(), [strip.number], is_nested(block, lead))
        else:
            item.open |= block.nested is not None and not full_line and not strip.size
            item.gap |= strip.apart and not full_line
            item.text = joined(item.text, text)
            item.lines.append(strip.number)
        ends = isinstance(block.is_, Kind) or text.endswith(_ENDS) or is_title(block, item)
        full_line = open_.is_full(strip)
        full = full_line or not ends
    if item:
        yield item


def joined(above: str, below: str) -> str:
    """Return a text with its next line, with the spaces within both: forms are told by them.

    >>> joined("指標 延べ宿", "泊者数 1,240人"), joined("LINE", "and others")
    ('指標 延べ宿泊者数 1,240人', 'LINE and others')
    """
    words = (above[-1:] + below[:1]).isascii() and (above[-1:] + below[:1]).isalpha()
    return f"{above.rstrip()}{' ' if words else ''}{below.strip()}"


def _lead(block: Block, text: str) -> str:
    """Return the marks with which a line begins; the bullet of a text form may stand before them."""
    marks = fold(block.marks + (block.nested.marks if block.nested else ""))
    folded = fold(text)
    if _KANA in marks and (match := KANA.match(folded)):
        return text[: match.end()]
    marks = marks.replace(_KANA, "")
    lead = folded[: len(folded) - len(folded.lstrip(marks + _BULLETS + " "))]
    return text[: len(lead)] if set(lead) & set(marks) else ""


def is_marked(text: str) -> bool:
    """Tell whether a line begins with a mark: nothing that began above goes on so."""
    return fold(text).lstrip()[:1] in _OTHER


def is_nested(block: Block, lead: str) -> bool:
    """Tell whether an item that begins so is of the second step."""
    if block.nested is None:
        return False
    own = _KANA if KANA.match(fold(lead)) else fold(lead)
    return bool(set(own) & set(fold(block.nested.marks)))


def is_title(block: Block, item: Collected) -> bool:
    """Tell whether an item of a block with titles is one: short, in one line, and no sentence."""
    is_short = len(item.lines) == 1 and len(item.text) <= _SHORT
    return block.titled and is_short and not is_sentence(item.text)


def close(open_: Open, reading: Reading, tree: Tree, spans: Spans, ratings: Ratings) -> None:
    """Make records of a block."""
    block = open_.block
    found = list(items(open_))
    if isinstance(block.is_, Kind):
        _List(open_, found, reading, tree).read()
    if block.marks and block.is_ != SKIP:
        _run_on(found, reading)
        _strays(open_, found, reading)
    for item in found:
        if block.is_ == INDICATOR:
            _indicator(block, item, open_.of, reading)
        elif isinstance(block.is_, Fact) and not is_title(block, item):
            of: Element | Plan | Evaluation = open_.of
            if block.of == EVALUATION and isinstance(of, Element):
                of = ratings.of(of, item.lines)
            if open_.who and isinstance(of, Element | Plan):
                reading.state(of, block.is_, tidy(item.text), item.lines, stakeholder=open_.who)
            else:
                facts.state(reading, of, block.is_, item.text, item.lines)
            if item.gap and not is_sentence(item.text):
                _gap(item, reading)
        for line in item.lines:
            spans.claim(line)
        if block.is_ == SKIP or is_title(block, item):
            reading.structure(*item.lines)
    _count(open_, found, reading)


def _run_on(found: Sequence[Collected], reading: Reading) -> None:
    """Report items in which the mark of another stands; what is nested below may be of that other."""
    for at, item in enumerate(found):
        if item.open or _RUN_ON.search(fold(item.text)[1:]):
            below = takewhile(lambda other: other.nested, found[at + 1 :])
            reading.report(
                say("rules.run-on", text=item.text[:40]),
                *item.lines,
                *(line for other in below for line in other.lines),
            )


def _gap(item: Collected, reading: Reading) -> None:
    """Report a text that goes on behind a gap and does not end as a sentence: something else may begin there."""
    reading.report(
        say("rules.gap-in-text", text=item.text[:40]),
        *item.lines,
    )


def _strays(open_: Open, found: Sequence[Collected], reading: Reading) -> None:
    """Report lines that are none of a list and stand in it: it may have ended there."""
    after = [line for item in found for line in item.lines if open_.strays and line > open_.strays[0]]
    if after:
        reading.report(
            say("rules.stray-in-list"),
            *open_.strays,
            *after,
        )


def _count(open_: Open, found: Sequence[Collected], reading: Reading) -> None:
    """Report a head that announces another number of items than stand below it."""
    if open_.count not in (None, len(found)):
        reading.report(
            say("rules.announced-count", count=open_.count, found=len(found)),
            open_.head,
            *(line for item in found for line in item.lines),
        )


def _indicator(block: Block, item: Collected, of: Element | Plan, reading: Reading) -> None:
    match = block.item.fullmatch(item.text) if block.item else None
    if match or not block.item:
        label = tidy(match["label"] if match else item.text)
        known = next(
            (one for one in reading.indicators if one.of is of and key(one.label) == key(label)), None
        )
        indicator = known or reading.indicator(of, label, item.lines)
        reading.again(indicator, *item.lines)
        if match:
            indicator.unit = indicator.unit or tidy(match.group("unit"))
            facts.figures(reading, indicator, match, item.lines)


@dataclass(slots=True)
class _List:
    """Makes the elements of a list, of one step or two, perhaps below small headings.

    Once a small heading has a line of its own, others may have lost theirs: they stand at the end of the item
    before, and an item of the first step follows. Such a heading is cut off the item.
    """

    open_: Open
    items: Sequence[Collected]
    reading: Reading
    tree: Tree
    above: Element | Plan = field(init=False)
    made: list[Element] = field(default_factory=list)
    last: Element | None = None
    parents: set[int] = field(default_factory=set)
    grouped: bool = False
    asked: list[int] = field(default_factory=list)

    def read(self) -> None:
        """Make them."""
        self.above = self.open_.of
        block = self.open_.block
        for at, item in enumerate(self.items):
            group = block.group.item.fullmatch(item.text) if block.group else None
            if block.group and group and not item.nested:
                self.grouped, self.last = True, None
                self.above = self.tree.element(
                    block.group.is_, group["label"], self.open_.of, item.lines, plan=block.plan
                )
            elif block.nested and item.nested:
                below = self.items[at + 1 : at + 2]
                self._nested(block, block.nested.is_, item, before_next=not below or not below[0].nested)
            elif made := _element(block, item, self.above, self.reading, self.tree):
                self.made.append(made)
                self.last = made
        self._report(block)

    def _nested(self, block: Block, kind: Kind | Fact, item: Collected, *, before_next: bool) -> None:
        """Make an item of the second step, and the small heading that has slipped to its end."""
        above = self.last
        if above is None:
            return
        self.parents.add(id(above))
        if isinstance(kind, Fact):
            facts.state(self.reading, above, kind, item.text, item.lines)
            return
        glued = _glued(block.group.item.source).fullmatch(item.text) if block.group else None
        if block.group and glued and self.grouped and before_next:
            cut = glued["rest"]
            one = self.tree.element(kind, cut, above, item.lines, plan=block.plan)
            self.above = self.tree.element(
                block.group.is_, glued["label"], self.open_.of, item.lines, plan=block.plan
            )
            for made, print_ in ((one, item.text), (self.above, item.text[len(cut) :])):
                made.as_printed, made.confidence = tidy(print_), Confidence.REPAIRED
            self.last = None
            self.reading.report(say("rules.glued-heading-mended", text=tidy(glued["label"])), *item.lines)
            return
        element = self.tree.element(kind, item.text, above, item.lines, plan=block.plan)
        is_cut = block.group is not None and is_cut_off(item.text, name=True)
        if (glued and (self.grouped or before_next)) or (is_cut and before_next):
            element.confidence = Confidence.DOUBTFUL
            self.asked += item.lines

    def _report(self, block: Block) -> None:
        """Report what may be a small heading, and items with nothing below them where others have something."""
        if self.asked:
            text = self.reading.line(self.asked[0]).text
            self.reading.report(
                say("rules.glued-heading", text=tidy(text[-12:])),
                *self.asked,
                *(line for one in self.made for line in one.lines),
            )
        made = enumerate(self.made) if block.nested else ()
        bare = [at for at, element in made if id(element) not in self.parents]
        for at in bare if len(bare) < len(self.made) else ():
            beside = self.made[max(at - 1, 0) : at + 2]  # what is missing may stand below one of these
            self.reading.report(
                say("rules.nothing-below", label=self.made[at].label),
                *(line for element in beside for line in element.lines),
            )


@cache
def _glued(form: str) -> Pattern:
    """Return the form of an item with a small heading at its end."""
    return Pattern(f"(?P<rest>.*[^ ])({form})")


def _element(
    block: Block, item: Collected, of: Element | Plan, reading: Reading, tree: Tree
) -> Element | None:
    """Make the element of an item; None where it is one that is printed again, or a text."""
    kind = block.is_
    if not isinstance(kind, Kind):
        return None
    again = block.again.search(item.text) if block.again else None
    text = item.text.replace(again[0], "").strip() if again else item.text
    match = block.item.fullmatch(text) if block.item else None
    label = match.group("label") if match else text
    known = tree.elsewhere(kind, label) if again else None
    if known:
        reading.again(known, *item.lines)
        return None
    if block.text and not match:
        facts.state(reading, of, block.text, text, item.lines)
        return None
    printed = match.group("number") if match else ""
    element = tree.element(kind, label, of, item.lines, number=printed, plan=block.plan)
    if match:
        element.mark = element.mark or tidy(match.group("mark"))
        said(match, element, item.lines, reading)
    return element


def said(match: Match, of: Element | Plan, lines: list[int], reading: Reading) -> None:
    """State what the groups of a match say, those that are named after facts."""
    for fact in _facts_in(match.groups):
        if text := match[fact.value].strip():
            facts.state(reading, of, fact, text, lines)


@lru_cache(maxsize=256)  # the patterns of a series have few sets of groups
def _facts_in(groups: tuple[str, ...]) -> list[Fact]:
    """Return the facts after which some groups are named."""
    return [fact for fact in Fact if fact.value in groups]


def named(item: Item | None, text: str) -> tuple[str, str]:
    """Return the number and the label of an element's print."""
    match = item.fullmatch(text) if item else None
    return (match.group("number"), match.group("label")) if match else ("", text)


def title(match: Match, text: str) -> str:
    """Return a head without what its groups say of the element that it stands under."""
    said_ = [match.span(fact.value) for fact in _facts_in(match.groups)]
    starts = [start for start, _end in said_ if start >= 0]
    return text[: min(starts, default=len(text))].strip()


def announced(match: Match) -> int | None:
    """Return how many items a head announces."""
    count = number(match.group("count"))
    return int(count) if count is not None else None
