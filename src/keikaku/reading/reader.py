"""The one reader: goes through a document once and makes records of what its grammar knows.

A piece of print is tried as, in this order: a period, a heading, a head of a block, a field, a sentence; then as
furniture; then as running text of the block that is open. What is none of these is left over. A loss costs what
it says and no more: nothing here depends on the print before it but what is open.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile
from math import inf

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.reading import blocks, sentences
from keikaku.reading.block_heads import BlockHeads
from keikaku.reading.fields import Fields
from keikaku.reading.forms import Form, with_forms
from keikaku.reading.grammar import SKIP, Grammar
from keikaku.reading.headed import Headed
from keikaku.reading.icons import Icons
from keikaku.reading.listing import Listing
from keikaku.reading.model import Element, Fact, Plan
from keikaku.reading.named_lists import NamedLists
from keikaku.reading.names import Names, beside, is_label
from keikaku.reading.notes import Notes
from keikaku.reading.odd_ones import Alike
from keikaku.reading.outside import outside
from keikaku.reading.parted import parted
from keikaku.reading.plans import Plans
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.reordered import both, reordered, text_of_both
from keikaku.reading.running_heads import RunningHeads
from keikaku.reading.scattered import ScatteredForms
from keikaku.reading.settings import Settings
from keikaku.reading.sheets import Sheets
from keikaku.reading.spans import Spans
from keikaku.reading.state import Heading, State
from keikaku.reading.stream import Piece, Sheet, Strip, edges, furniture, pieces
from keikaku.reading.tables.vocabulary import shipped
from keikaku.reading.tree import Tree
from keikaku.reading.values.endings import is_sentence
from keikaku.reading.values.patterns import Match
from keikaku.reading.wrapped import Apart, is_rest, set_apart, whole_rows

_LONGEST_TABLE = 200  # lines, of running text


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
        self._state = State()
        self._outside: set[int] = set()
        self._tabled: set[int] = set()
        self._content: list[Line] = []
        self._edges: dict[int, float] = {}
        self._set_apart: dict[str, Apart] = {}
        self._left: list[Strip] = []
        self._named = any(level.over for level in grammar.levels.values())
        self._headed = Headed(grammar)
        self._furniture = furniture(reading.document)
        self._ratings = Ratings(reading, grammar.legends)
        self._sentences = sentences.Sentences(reading, grammar, self._tree, self._ratings)
        self._fields = Fields(reading, grammar, self._tree, self._spans, self._ratings, self._open_named)
        self._listing = Listing(reading, grammar, self._tree)
        self._forms = ScatteredForms(reading, grammar, self._tree, self._listing)
        self._alike = Alike(reading)
        self._plans = Plans(reading, grammar, self._tree, self._spans)
        self._names = Names(reading, grammar, self._tree, self._spans)
        self._notes = Notes(reading, grammar, self._tree)
        self._lists = NamedLists(reading, self._tree)
        running_heads = RunningHeads(self._state, self._tree, self._sentences, self._headed.is_of_table)
        self._running_heads = running_heads
        self._blocks = BlockHeads(
            reading, self._state, self._tree, self._alike, self._headed, running_heads, self._edge
        )
        self._below: Piece | Form | None = None
        self._icons = Icons(reading, grammar, self._tree, self._spans)
        parts = (self._in_box, self._block_heads, self._fields, self._sentences, self._ratings, self._icons)
        self._sheets = Sheets(
            reading, grammar, self._tree, self._spans, self._alike, self._names, parts, self._headed.levels
        )

    def run(self) -> None:
        """Read the document."""
        self._outside = outside(self._reading.document, self._grammar.outside.values())
        lines = list(self._reading.lines())
        self._content = [line for line in lines if line.number not in self._furniture.numbers]
        self._reading.copy(*self._furniture.numbers)
        printed_lines = pieces(self._reading.document, self._content)
        every = map(self._as_line, parted(printed_lines, self._grammar, self._reading, self._spans))
        as_printed = whole_rows(every, self._is_other, self._sheets.is_labelled, self._reading, self._spans)
        self._edges = edges(as_printed)
        self._lists.measure(as_printed, self._grammar.blocks.values())
        in_order = reordered(as_printed, self._grammar, self._is_form, self._sentences.is_ahead)
        printed = with_forms(in_order, self._grammar, self._ends_form)
        self._set_apart = set_apart(in_order, self._headed.levels)
        for piece, below in zip(printed, [*printed[1:], None], strict=False):  # nothing printed is no fault
            self._reading.at = piece.number
            self._below = below
            if piece.number in self._tabled:
                continue
            if piece.number in self._outside:
                self._beyond(piece)
            elif isinstance(piece, Form):
                self._form_of(piece)
            elif isinstance(piece, Sheet):
                if not self._row(piece):
                    self._sheet(piece)
            elif piece.icons:
                self._icon_row(piece)
            elif not self._spaced(piece):
                whole = self._whole(piece, below)
                self._strip(whole)
                self._state.last = whole
        self._reading.at = 0
        self._leave()
        self._notes.settle(last=True)
        self._lists.report()
        self._ratings.close()
        self._listing.close()
        self._names.find_again(strip for strip in self._left if not self._spans.used(strip.number))
        self._tree.report()
        self._plans.report()
        self._alike.report(self._tree.levels())
        self._icons.report(self._outside)
        self._reading.outside(*self._outside)
        self._spans.report(self._reading, self._outside)
        self._reading.unmet.extend(self._sheets.unmet())

    def _as_line(self, piece: Piece) -> Piece:
        """Return a row by itself that has the form of a line, or the mark of an item, as the line: its tab was a space."""
        if isinstance(piece, Strip) or (strip := self._sheets.untabbed(piece)) is None:
            return piece
        own = self._is_form(strip.text) or self._listing.fits(strip.text) or blocks.is_marked(strip.text)
        return strip if own else piece

    def _edge(self, strip: Strip) -> float:
        return self._edges.get(strip.line.page, inf)  # no line of a page of tables alone is a full one

    def _is_other(self, strip: Strip) -> bool:
        """Tell whether a line is known to be something of its own."""
        aside = strip.number in self._outside or strip.number in self._furniture.repeated
        form = self._is_form(strip.text) or self._fields.fits(strip)
        return aside or form or self._ratings.legend(strip.number)

    def _beyond(self, piece: Piece | Form) -> None:
        """Look into what is outside for the years of the plan, which forewords print."""
        self._leave()
        self._state.heading = None
        if isinstance(piece, Strip):
            self._period(piece)
            self._state.last = piece

    # -- forms that have run together

    def _ends_form(self, line: Line) -> bool:
        """Tell whether a line has a form of its own: a head of a table, labels over a row, a legend, a head, a sentence."""
        text = " ".join(filter(None, line.cells))
        return (
            self._ratings.legend(line.number)
            or self._sheets.begins(line)
            or self._is_form(text)
            or self._sentences.fits(text, "row")
        )

    def _form_of(self, form: Form) -> None:
        self._leave()
        self._alike.begin()
        self._state.heading = None
        self._state.lost = "" if self._forms.read(form) else form.level

    # -- lines

    def _strip(self, strip: Strip) -> None:
        if self._ratings.legend(strip.number):
            self._close()
            self._spans.claim(strip.number)
            self._reading.structure(strip.number)
        elif self._notes.begins(strip):
            self._notes.read(strip)
            self._period(strip)
        elif self._plans.title(strip) | self._period(strip) or self._form(strip):
            self._notes.close()
        elif strip.number in self._furniture.repeated:
            self._reading.copy(strip.number)
        elif not self._notes.read(strip):
            self._text(strip)

    def _icon_row(self, strip: Strip) -> None:
        """Read a row of icons: as the value of a label in the line above, else by what is open."""
        if self._fields.waits_for(Fact.SDG):
            self._fields.line(strip)
            self._spans.claim(strip.number)
        else:
            self._icons.line(strip)

    def _period(self, strip: Strip) -> bool:
        if not self._grammar.periods:
            return False
        return self._plans.period(strip, None if self._is_form(strip.text) else self._state.last)

    def _whole(self, strip: Strip, below: Piece | Form | None) -> Strip:
        """Return a line of text with the next, where neither has a form and both together have that of a heading."""
        if strip.size or not isinstance(below, Strip) or below.apart or below.number in self._outside:
            return strip
        if below.icons:
            return strip
        parts = self._is_form(strip.text) or self._is_form(below.text)
        if parts or not self._is_form(text_of_both(strip, below)):
            return strip
        whole = both(strip, below)
        self._reading.structure(below.number)
        self._spans.claim(below.number)
        self._tabled.add(below.number)
        return whole

    def _form(self, strip: Strip) -> bool:
        """Read a line that has a form of its own."""
        if self._label_below(strip) or self._level(strip):
            return True
        if self._state.lost:
            return False
        if self._listing.entry(strip.text, strip.number) or self._block_heads(strip):
            return True
        above_form = isinstance(self._below, Strip) and self._is_form(self._below.text)
        if self._sentences.is_ahead(strip.text) and not above_form:
            return False
        if self._sentences.fits(strip.text, "line") or self._fields.fits(strip):
            self._close()
        if self._fields.line(strip):
            self._spans.claim(strip.number)
            return True
        sentence = self._sentences.read(strip.text, "line", [strip.number])
        if sentence is None:
            return False
        self._spans.claim(strip.number)
        self._reading.structure(strip.number)
        if sentence.text:
            self._state.block = self._running(sentence.text, self._tree.here(sentence.of), strip)
            self._state.block.prose = True
        return True

    def _label_below(self, strip: Strip) -> bool:
        """Read the line below a heading as its label, or as what goes on of it."""
        heading, self._state.heading = self._state.heading, None
        if heading is None:
            return False
        if not heading.complete and self._fields.fits(strip):
            self._state.numbers[heading.name] = heading.number, heading.strip.number
            return False
        if not heading.complete:
            return self._label_of(heading, strip)
        goes_on = heading.goes_on(strip, self._edge(heading.strip))
        apart = self._set_apart.get(heading.name) if is_rest(heading.strip, strip) else None
        is_form = self._is_form(strip.text)
        if apart in {Apart.LIKELY, Apart.OPEN} and not goes_on and not is_form and self._ends_below():
            self._reading.report(
                say("rules.heading-goes-on", text=strip.text),
                heading.strip.number,
                strip.number,
            )
            goes_on = apart is Apart.LIKELY
        if (goes_on or apart is Apart.PROVED) and not is_form:
            element = self._tree.here()
            if not isinstance(element, Plan):
                self._tree.extend(element, strip.text, strip.number)
                self._spans.claim(strip.number)
                self._state.heading = heading
                return True
        return False

    def _ends_below(self) -> bool:
        """Tell whether a blank line stands below the line that is read: it is no first line of a text."""
        return isinstance(self._below, Strip) and self._below.apart

    def _label_of(self, heading: Heading, strip: Strip) -> bool:
        """Read the line below a heading without a label as that, of a plan as its period."""
        if heading.level.opens:
            return self._plans.period_below(heading.level, strip)
        if is_sentence(strip.text) or self._is_form(strip.text):
            self._state.lost = heading.name
            self._tree.leave(heading.name)
            return False
        self._open(heading, strip.text, [heading.strip.number, *heading.strip.more, strip.number])
        heading.strip, heading.below = strip, True
        return True

    def _is_form(self, text: str) -> bool:
        return bool(self._headed.fitting(text)) or self._sentences.fits(text, "line")

    def _level(self, strip: Strip) -> bool:
        fitting = self._headed.levels(strip.text)
        for name, level in self._grammar.levels.items():
            fits = (name in fitting or level.beside) and self._tree.is_inside(level.inside)
            if level.head is None or not fits:
                continue
            matches = beside(level.head, strip.text) if level.beside else [level.head.fullmatch(strip.text)]
            if lost := self._state.lost:
                matches = [] if lost in self._tree.above(name) else matches
            for match in matches:
                if match:
                    self._read_heading(Heading(name, level, strip, match.group("number")), match)
            if any(matches):
                return True
        return False

    def _read_heading(self, heading: Heading, match: Match) -> None:
        level, strip = heading.level, heading.strip
        if again := self._running_heads.opened(heading, match, self._below):
            self._reading.again(again, strip.number)
            self._spans.claim(strip.number)
            return
        self._leave()
        self._sheets.pass_heading(strip.number)
        self._state.lost = ""
        self._alike.begin()
        if level.opens:
            self._plans.begin(level, match, strip)
            heading.complete = bool(match.group("period"))
            self._state.heading = heading
        elif "label" in match and match["label"].strip():
            self._open(heading, match["label"], [strip.number, *strip.more], match)
        elif level.slogan:
            self._state.slogan = heading
            self._state.block = self._running(level.text, self._tree.plan, strip)
        else:
            self._spans.claim(strip.number)
            heading.complete = False
            self._state.heading = heading

    def _open(self, heading: Heading, label: str, lines: list[int], match: Match | None = None) -> None:
        element = self._tree.open(heading.name, label, heading.number, lines)
        if match:
            with self._reading.by(f"levels.{heading.name}"):
                blocks.said(match, element, lines, self._reading)
        for number in [*lines, *self._sentences.said_ahead(heading.name, element)]:
            self._spans.claim(number)
        heading.complete = True
        self._state.heading = heading
        if text := heading.level.text:
            of = self._tree.here(heading.level.of) if heading.level.of else element
            self._state.block = self._running(text, of, heading.strip, heading.level.marks)

    def _running(self, fact: Fact | None, of: Element | Plan, strip: Strip, marks: str = "") -> blocks.Open:
        """Return the running text below a line as an open block."""
        return blocks.running(fact, of, self._edge(strip), strip.number, marks)

    def _open_named(self, name: str, text: str, line: int) -> None:
        """Open the element of a level that a form table names beside a label."""
        self._leave()
        self._alike.begin()
        self._names.by_field(name, text, line, self._state.numbers)

    # -- blocks

    def _block_heads(self, strip: Strip) -> bool:
        """Read a head of a block, or heads of blocks beside each other."""
        heads = self._blocks.heads(strip)
        if not heads:
            return False
        self._leave()
        self._spans.claim(strip.number)
        self._reading.structure(strip.number)
        self._sentences.ahead = []
        self._blocks.open(heads, strip)
        return True

    def _text(self, strip: Strip) -> None:
        """Take a line without a form as running text of what is open, where it is no title, on a cover or a page's head."""
        self._listing.below(strip.text, strip.number)
        self._sheets.close()
        if self._plans.is_title(strip) or shipped().is_caption(strip.text):
            self._spans.claim(strip.number)
            self._reading.structure(strip.number)
            return
        if self._state.columns:
            edges = [left for left, _block in self._state.columns]
            for text, (_left, open_) in zip(strip.beside(edges), self._state.columns, strict=True):
                if text:
                    open_.strips.append((text, strip))
        elif self._takes(strip) and self._state.block:
            self._state.block.strips.append((strip.text, strip))
        else:
            if self._state.block:
                self._state.block.strays.append(strip.number)
            self._state.loose.append(strip)
            self._left.append(strip)

    def _takes(self, strip: Strip) -> bool:
        """Tell whether the open block takes a line."""
        open_ = self._state.block
        says = open_ is not None and (self._state.slogan is not None or open_.block.is_ != SKIP)
        return says and open_ is not None and open_.takes(strip.text, strip)

    def _close(self) -> None:
        """End the blocks that are open, and the table before."""
        self._end_blocks()
        self._sheets.close()

    def _end_blocks(self) -> None:
        self._state.loose = []
        if self._state.slogan and self._state.block:
            slogan = self._state.slogan
            self._names.slogan(slogan.name, slogan.number, self._state.block)
        ended = [open_ for _left, open_ in self._state.columns]
        if self._state.block:
            ended.append(self._state.block)
        for open_ in ended:
            with self._reading.by(f"blocks.{open_.name}" if open_.name else "text"):
                if open_.block.named:
                    for number in self._lists.read(open_):
                        self._spans.claim(number)
                else:
                    blocks.close(open_, self._reading, self._tree, self._spans, self._ratings)
        self._state.block, self._state.columns, self._state.slogan = None, [], None

    def _leave(self) -> None:
        """End all that a heading or a head ends."""
        self._close()
        self._sentences.close()
        self._fields.close()
        self._notes.settle()

    # -- tables

    def _sheet(self, sheet: Sheet) -> None:
        if self._state.lost:
            return
        loose = self._state.loose
        self._end_blocks()
        heading = self._state.heading
        if heading and not heading.complete:
            self._state.numbers[heading.name] = heading.number, heading.strip.number
        self._state.heading = None
        self._sheets.take(sheet, self._state.last, loose)

    def _row(self, sheet: Sheet) -> bool:
        """Read a row of text alone, which is no table, as a line whose space is printed as a tab."""
        strip = self._sheets.untabbed(sheet)
        if strip is None:
            return False
        is_name = self._named and is_label(strip.text)
        if not (self._is_form(strip.text) or self._takes(strip) or is_name):
            return False
        self._strip(strip)
        self._state.last = strip
        return True

    def _spaced(self, strip: Strip) -> bool:
        """Read a table of running text that begins with a line; it ends before the next heading or head."""
        if not self._sheets.is_spaced(strip.line):
            return False
        self._end_blocks()
        self._state.heading = None
        first = bisect_right(self._content, strip.number, key=lambda line: line.number)
        below = self._content[first : first + _LONGEST_TABLE]
        lines = [strip.line, *takewhile(lambda line: not self._ends_table(line), below)]
        taken = self._sheets.spaced(lines, self._state.last.text if self._state.last else "")
        self._tabled.update(line.number for line in lines[:taken])
        return True

    def _ends_table(self, line: Line) -> bool:
        return self._is_form(line.text) or self._notes.begins(Strip(line, 0.0, 0.0))

    def _in_box(self, strip: Strip) -> bool:
        """Read what stands alone in a row of cells as a heading or a head."""
        return self._level(strip) or self._block_heads(strip)


def read(reading: Reading, settings: Settings) -> None:
    """Read a document by its grammar, as a layout does.

    Raises:
        TypeError: The settings are no grammar.
    """
    if not isinstance(settings, Grammar):
        raise TypeError("the one reader reads by a grammar")
    Reader(reading, settings).run()
