"""The one reader: goes through a document once and makes records of what its grammar knows.

A piece of print is tried as, in this order: a period, a heading, a head of a block, a field, a sentence; then as
furniture; then as running text of the block that is open. What is none of these is left over. A loss costs what
it says and no more: nothing here depends on the print before it but what is open.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import takewhile

from keikaku.model import Fact, Plan
from keikaku.read.document import Line
from keikaku.read.fiscal import fiscal_period, fiscal_year
from keikaku.read.folding import tidy
from keikaku.read.patterns import Match, Pattern
from keikaku.reading import blocks, sentences
from keikaku.reading.fields import Fields
from keikaku.reading.grammar import SKIP, Block, Grammar, Level
from keikaku.reading.heads import Alike
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.sheets import Sheets
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Piece, Sheet, Strip, edges, furniture, is_contents, pieces
from keikaku.reading.tree import Tree
from keikaku.settings import Settings

_FULL = 0.5
"""How far over the page a line must reach to be one that goes on in the next."""
_ALIKE = 0.6
"""By how many points the letters of two lines of one heading may differ."""

_NUMBERED = Pattern(r"(?P<number>[0-9]+(?:[-.][0-9]+)+|[0-9]+[\s.:])[\s.:]*(?P<label>\D.*)")
"""A heading beside a label, as any plan numbers it: 1-2 防災, 3. 防災, or 1-2防災."""

_LONGEST_TABLE = 200
"""Lines of the longest table of running text."""


@dataclass(slots=True)
class _Heading:
    """The heading that was read last, whose label may be, or go on, in the next line."""

    name: str
    level: Level
    strip: Strip
    number: str = ""
    complete: bool = True


@dataclass(slots=True)
class _State:
    """What is open between two lines, beside the elements."""

    block: blocks.Open | None = None
    columns: list[tuple[float, blocks.Open]] = field(default_factory=list)
    heading: _Heading | None = None
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)
    last: Strip | None = None


class Reader:
    """Reads one document.

    Args:
        reading: Where the records go; its document is what is read.
        grammar: What the series prints.
    """

    def __init__(self, reading: Reading, grammar: Grammar) -> None:
        self._reading = reading
        self._grammar = grammar
        self._tree = Tree(reading, grammar)
        self._spans = Spans()
        self._state = _State()
        self._outside: set[int] = set()
        self._tabled: set[int] = set()
        self._content: list[Line] = []
        self._edges: dict[int, float] = {}
        self._furniture = furniture(reading.document)
        self._ratings = Ratings(reading, grammar.legends)
        self._sentences = sentences.Sentences(reading, grammar, self._tree, self._ratings)
        self._fields = Fields(reading, grammar, self._tree, self._spans, self._ratings, self._open_named)
        self._alike = Alike(reading)
        parts = (self._in_box, self._fields, self._sentences, self._ratings)
        self._sheets = Sheets(reading, grammar, self._tree, self._spans, self._alike, parts)

    def run(self) -> None:
        """Read the document."""
        self._find_outside()
        lines = list(self._reading.lines())
        self._content = [line for line in lines if line.number not in self._furniture.numbers]
        printed = list(pieces(self._reading.document, lines))
        self._edges = edges(printed)
        for piece in printed:
            self._reading.at = piece.number
            if piece.number in self._tabled:
                continue
            if piece.number in self._outside:
                self._beyond(piece)
            elif isinstance(piece, Sheet):
                self._sheet(piece)
            elif not self._spaced(piece):
                self._strip(piece)
                self._state.last = piece
        self._reading.at = 0
        self._leave()
        self._ratings.close()
        self._alike.report(self._tree.levels())
        self._reading.outside(*self._outside)
        self._spans.report(self._reading, self._outside)
        self._reading.unmet.extend(self._sheets.unmet())

    def _edge(self, strip: Strip) -> float:
        """Return where the lines of a page end."""
        return self._edges[strip.line.page]

    # -- what is no part of the plan

    def _find_outside(self) -> None:
        lines = [line for line in self._reading.document.lines if not line.blank]
        for stretch in self._grammar.outside.values():
            inside = stretch.start is None
            for line in lines:
                if inside and stretch.end and stretch.end.fullmatch(line.text):
                    inside = False
                elif not inside and stretch.start and stretch.start.fullmatch(line.text):
                    inside = True
                if inside:
                    self._outside.add(line.number)
        self._outside.update(line.number for line in lines if is_contents(line.text))

    def _beyond(self, piece: Piece) -> None:
        """Look into what is outside for the years of the plan, which forewords print."""
        self._leave()
        self._state.heading = None
        if isinstance(piece, Strip):
            self._period(piece)
            self._state.last = piece

    # -- lines

    def _strip(self, strip: Strip) -> None:
        if strip.number in self._furniture.numbers:
            self._reading.copy(strip.number)
        elif self._ratings.legend(strip.number):
            self._close()
            self._spans.claim(strip.number)
            self._reading.structure(strip.number)
        elif not (self._title(strip) | self._period(strip) or self._form(strip)):
            if strip.number in self._furniture.repeated:
                self._reading.copy(strip.number)
            else:
                self._text(strip)

    def _form(self, strip: Strip) -> bool:
        """Read a line that has a form of its own."""
        if self._label_below(strip) or self._level(strip) or self._heads(strip):
            return True
        if self._sentences.fits(strip.text, "line") or self._fields.fits(strip):
            self._close()
        if self._fields.line(strip) or self._sentences.read(strip.text, "line", [strip.number]):
            self._spans.claim(strip.number)
            return True
        return False

    def _title(self, strip: Strip) -> bool:
        """Read a line that prints the title of a plan."""
        for name, form in self._grammar.titles.items():
            match, plan = form.fullmatch(strip.text), self._tree.named(name)
            if match and plan:
                self._reading.plan(plan.id, strip.number).title = tidy(match["title"])
                self._spans.claim(strip.number)
                return True
        return False

    def _period(self, strip: Strip) -> bool:
        """Read a line, or the rest of one that began in the line before, that prints fiscal years of plans."""
        last = self._state.last
        found = self._years(strip.text, [strip.number])
        if last and last.line.page == strip.line.page and not self._is_form(strip):
            found |= self._years(last.text + strip.text, [last.number, strip.number], across=len(last.text))
        return found

    def _years(self, text: str, numbers: list[int], across: int = 0) -> bool:
        """Set the fiscal years that a text prints; those that reach over a place in it, where one is given."""
        found = False
        for name, form in self._grammar.periods.items():
            match, plan = form.search(text), self._tree.named(name)
            years = _printed_years(match) if match else None
            if match and across and not match.span()[0] < across < match.span()[1]:
                continue
            if years and plan and plan.start in (None, years[0]) and plan.end in (None, years[1]):
                self._reading.period(plan, *years, *numbers)
                found = True
        for number in numbers if found else ():
            self._spans.claim(number)
        return found

    def _label_below(self, strip: Strip) -> bool:
        """Read the line below a heading as its label, or as what goes on of it."""
        heading, self._state.heading = self._state.heading, None
        if heading is None:
            return False
        if not heading.complete and self._fields.fits(strip):
            self._numbered(heading)
            return False
        if not heading.complete:
            self._open(heading, strip.text, [heading.strip.number, strip.number])
            return True
        if heading.level.wraps and self._goes_on(heading.strip, strip) and not self._is_form(strip):
            element = self._tree.here()
            if not isinstance(element, Plan):
                self._tree.extend(element, strip.text, strip.number)
                self._spans.claim(strip.number)
                self._state.heading = heading
                return True
        return False

    def _goes_on(self, above: Strip, strip: Strip) -> bool:
        """Tell whether a line may be the rest of the heading above it: only sizes tell it from the text below."""
        if not above.size or above.right < _FULL * self._edge(above):
            return False
        return above.line.page == strip.line.page and abs(above.size - strip.size) < _ALIKE

    def _is_form(self, strip: Strip) -> bool:
        heads = [level.head for level in self._grammar.levels.values()]
        heads += [block.head for block in self._grammar.blocks.values()]
        return any(head.fullmatch(strip.text) for head in heads) or self._sentences.fits(strip.text, "line")

    def _level(self, strip: Strip) -> bool:
        for name, level in self._grammar.levels.items():
            match = level.head.fullmatch(strip.text) if self._tree.is_inside(level.inside) else None
            if match is None:
                continue
            self._leave()
            heading = _Heading(name, level, strip, match.group("number"))
            if level.opens:
                self._begin_plan(level, match, strip)
            elif "label" in match and match["label"].strip():
                self._open(heading, match["label"], [strip.number], match)
            else:
                self._spans.claim(strip.number)
                heading.complete = False
                self._state.heading = heading
            return True
        return False

    def _begin_plan(self, level: Level, match: Match, strip: Strip) -> None:
        plan = self._tree.named(level.opens)
        if plan:
            self._tree.open_plan(plan)
            self._reading.plan(plan.id, strip.number)
            years = fiscal_period(match.group("period"))
            if years:
                self._reading.period(plan, *years, strip.number)
            self._spans.claim(strip.number)

    def _open(self, heading: _Heading, label: str, lines: list[int], match: Match | None = None) -> None:
        element = self._tree.open(heading.name, label, heading.number, lines)
        if match:
            blocks.said(match, element, lines, self._reading)
        for number in lines:
            self._spans.claim(number)
        heading.complete = True
        self._state.heading = heading
        if heading.level.text:
            self._state.block = blocks.Open(
                _running(heading.level, heading.level.text), element, self._edge(heading.strip)
            )

    def _numbered(self, heading: _Heading) -> None:
        """Keep the number of a heading whose label a field of the form below it says."""
        self._state.numbers[heading.name] = (heading.number, heading.strip.number)

    def _open_named(self, name: str, text: str, line: int) -> None:
        """Open the element of a level that a form table names beside a label."""
        self._leave()
        match = self._grammar.levels[name].head.fullmatch(text) or _NUMBERED.fullmatch(text)
        label = match.group("label") or text if match else text
        number = match.group("number").strip(" .．:：　") if match else ""
        lines = [line]
        if name in self._state.numbers:
            above, heading = self._state.numbers.pop(name)
            number, lines = number or above, [heading, line]
        number = number or self._tree.number_of(name, label)
        element = self._tree.open(name, label, number, lines)
        if match:
            blocks.said(match, element, [line], self._reading)

    # -- blocks

    def _heads(self, strip: Strip) -> bool:
        """Read a head of a block, or heads of blocks beside each other."""
        whole = self._head(strip.text)
        beside = [(left, self._head(text)) for text, left in strip.stretches]
        if not whole and (len(beside) < 2 or not all(block for _left, block in beside)):
            return False
        self._leave()
        self._spans.claim(strip.number)
        self._reading.structure(strip.number)
        self._alike.note_place(
            f"“{strip.text}”", self._tree.level(), self._tree.here(), strip.number, once=True
        )
        if whole:
            self._state.block = blocks.Open(whole, self._tree.here(whole.of), self._edge(strip))
        else:
            ends = [*(left - 2 * strip.letter for left, _block in beside[1:]), self._edge(strip)]
            self._state.columns = [
                (left, blocks.Open(block, self._tree.here(block.of), end))
                for (left, block), end in zip(beside, ends, strict=True)
                if block
            ]
        return True

    def _head(self, text: str) -> Block | None:
        found = (
            block
            for block in self._grammar.blocks.values()
            if self._tree.is_inside(block.inside) and block.head.fullmatch(text)
        )
        return next(found, None)

    def _text(self, strip: Strip) -> None:
        """Take a line without a form as running text of what is open."""
        self._sheets.close()
        if self._state.columns:
            edges = [left for left, _block in self._state.columns]
            for text, (_left, open_) in zip(strip.beside(edges), self._state.columns, strict=True):
                if text:
                    open_.strips.append((text, strip))
        elif self._state.block and self._state.block.block.is_ != SKIP:
            self._state.block.strips.append((strip.text, strip))

    def _close(self) -> None:
        """End the blocks that are open, and the table before."""
        self._end_blocks()
        self._sheets.close()

    def _end_blocks(self) -> None:
        ended = [open_ for _left, open_ in self._state.columns]
        if self._state.block:
            ended.append(self._state.block)
        for open_ in ended:
            blocks.close(open_, self._reading, self._tree, self._spans, self._ratings)
        self._state.block, self._state.columns = None, []

    def _leave(self) -> None:
        """End all that a heading or a head ends."""
        self._close()
        self._sentences.close()
        self._fields.close()

    # -- tables

    def _sheet(self, sheet: Sheet) -> None:
        self._end_blocks()
        if self._state.heading and not self._state.heading.complete:
            self._numbered(self._state.heading)
        self._state.heading = None
        self._sheets.take(sheet, self._state.last)

    def _spaced(self, strip: Strip) -> bool:
        """Read a table of running text that begins with a line; it ends before the next heading or head."""
        if not self._sheets.is_spaced(strip.line):
            return False
        self._end_blocks()
        self._state.heading = None
        first = bisect_right(self._content, strip.number, key=lambda line: line.number)
        below = self._content[first : first + _LONGEST_TABLE]
        lines = [strip.line, *takewhile(lambda line: not self._is_form(Strip(line, 0.0, 0.0)), below)]
        taken = self._sheets.spaced(lines, self._state.last.text if self._state.last else "")
        self._tabled.update(line.number for line in lines[:taken])
        return True

    def _in_box(self, strip: Strip) -> bool:
        """Read what stands alone in a row of cells as a heading or a head."""
        return self._level(strip) or self._heads(strip)


def _printed_years(match: Match) -> tuple[int, int] | None:
    year = fiscal_year(match.group("year"))
    return (year, year) if year else fiscal_period(match.group("period"))


def _running(level: Level, fact: Fact) -> Block:
    """Return the block of running text below a heading."""
    return Block.model_construct(
        is_=fact, head=level.head, marks="", item=None, again=None, of="", plan="", inside=""
    )


def read(reading: Reading, settings: Settings) -> None:
    """Read a document by its grammar, as a layout does.

    Raises:
        TypeError: The settings are no grammar.
    """
    if not isinstance(settings, Grammar):
        raise TypeError("the one reader reads by a grammar")
    Reader(reading, settings).run()


__all__ = ["Reader", "read"]
