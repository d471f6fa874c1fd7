"""Headings in the order in which they hold: extraction prints some inside, or below, what they stand above.

The page that opens a field may lie in the middle of its first measure's sheet, and the heading of its goal at the foot of
that page. Taken out and put before it, they leave the sheet as it was printed. No line is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from keikaku.documents.numbered_lines import Line
from keikaku.reading.grammar import Block, Grammar
from keikaku.reading.named_lists import before_mark
from keikaku.reading.stream import Piece, Strip, plain_strip, width
from keikaku.reading.values.patterns import Forms

_AS_WIDE = 0.85
"""At least this share of a line's width has the line above it, where both are one wrapped label."""


def both(strip: Strip, below: Strip) -> Strip:
    """Return two lines that one heading was broken into."""
    whole = Line.make(strip.number, text_of_both(strip, below), strip.line.page)
    return replace(plain_strip(whole, apart=strip.apart), more=(*strip.more, below.number))


def text_of_both(strip: Strip, below: Strip) -> str:
    """Return what two lines print together."""
    return strip.line.text.rstrip() + below.text


def goes_on(above: Strip, strip: Strip) -> bool:
    """Tell whether a line directly below that of a label, without a size to tell them apart, may be the rest of it."""
    return not strip.apart and width(above.text) >= _AS_WIDE * width(strip.text)


def reordered(
    printed: Sequence[Piece],
    grammar: Grammar,
    is_form: Callable[[str], bool],
    ahead: Callable[[str], bool],
) -> list[Piece]:
    """Return a document's pieces with the headings that were printed inside or below others before these.

    Args:
        printed: The pieces as printed.
        grammar: What the series prints.
        is_form: Tells whether a line has a form of its own.
        ahead: Tells whether a line is said of the heading below it.
    """
    if not any(level.within or level.foot for level in grammar.levels.values()):
        return list(printed)
    return _Order(printed, grammar, is_form, ahead).run()


@dataclass
class _Order:
    printed: Sequence[Piece]
    grammar: Grammar
    is_form: Callable[[str], bool]
    ahead: Callable[[str], bool]

    @cached_property
    def _heads(self) -> Forms[str]:
        return Forms((name, level.head) for name, level in self.grammar.levels.items() if level.head)

    def run(self) -> list[Piece]:
        levels = self.grammar.levels
        feet = {level.foot: name for name, level in levels.items() if level.foot}
        done: list[Piece] = []
        starts: dict[str, int] = {}
        at = 0
        while at < len(self.printed):
            name, labelled, end = self._heading(at)
            if name in feet or (name and levels[name].within):
                page, end = self._page(at, end if labelled else self._label(end), feet.get(name, ""))
                inside = (
                    starts.get(levels[name].within) if not self._is_above(end, levels[name].within) else None
                )
                place = len(done) if inside is None else inside
                done[place:place] = page
                starts = {each: start + len(page) * (start >= place) for each, start in starts.items()}
            else:
                if name:
                    starts[name] = self._first_ahead(done)
                done += self.printed[at:end]
            at = end
        return done

    def _heading(self, at: int) -> tuple[str, bool, int]:
        """Return the name of the level whose heading stands at a place, whether it prints the label, and its end."""
        strip, below = self.printed[at], self.printed[at + 1] if at + 1 < len(self.printed) else None
        prints = [strip.text] if isinstance(strip, Strip) else []
        if isinstance(strip, Strip) and isinstance(below, Strip) and not (strip.size or below.apart):
            prints.append(text_of_both(strip, below))
        for lines, print_ in enumerate(prints, start=1):
            for name in self._heads.fitting(print_):
                head = self.grammar.levels[name].head
                if head and (match := head.fullmatch(print_)):
                    return name, bool(match.group("label").strip()), at + lines
        return "", False, at + 1

    def _label(self, at: int) -> int:
        """Return where the lines of a label end that stands below its number."""
        first = self._plain(at)
        if first is None:
            return at
        at += 1
        while (strip := self._plain(at)) and goes_on(first, strip):
            at += 1
        return at

    def _plain(self, at: int) -> Strip | None:
        strip = self.printed[at] if at < len(self.printed) else None
        return strip if isinstance(strip, Strip) and not self.is_form(strip.text) else None

    def _page(self, at: int, body: int, foot: str) -> tuple[list[Piece], int]:
        """Return a heading, with the page below it where the heading of a level stands at its foot, and where it ends."""
        end = body
        while foot and end < len(self.printed) and (self._plain(end) or self._box(end)):
            end += 1
        if foot and end < len(self.printed) and self._heading(end)[0] == foot:
            below = self._heading(end)[2]
            return [*self.printed[end:below], *self.printed[at:body], *self._boxed(body, end)], below
        return list(self.printed[at:body]), body

    def _box(self, at: int) -> Block | None:
        """Return the block of named items whose head, which counts them, stands at a place."""
        strip = self.printed[at]
        boxes = [
            block for block in self.grammar.blocks.values() if block.says and "count" in block.head.groups
        ]
        return next(
            (box for box in boxes if isinstance(strip, Strip) and box.head.fullmatch(strip.text)), None
        )

    def _boxed(self, start: int, end: int) -> list[Piece]:
        """Return the lines of a page with the head of a box, which may stand below it, before its first name."""
        lines = list(self.printed[start:end])
        for at in range(start, end):
            if box := self._box(at):
                names = (
                    place
                    for place, strip in enumerate(lines[: at - start])
                    if isinstance(strip, Strip) and before_mark(strip.text, box.marks)
                )
                lines.insert(next(names, at - start), lines.pop(at - start))
        return lines

    def _is_above(self, at: int, level: str) -> bool:
        """Tell whether what stands at a place begins what a heading before it stands above."""
        strip = self.printed[at] if at < len(self.printed) else None
        if isinstance(strip, Strip) and self.ahead(strip.text):
            return True
        name = self._heading(at)[0] if strip else ""
        return bool(name) and (name == level or name not in self._below(level))

    def _below(self, level: str) -> list[str]:
        """Return the names of the levels below one."""
        names = list(self.grammar.levels)
        return names[names.index(level) + 1 :] if level in names else []

    def _first_ahead(self, done: Sequence[Piece]) -> int:
        """Return where the lines begin that are said of the heading that comes next."""
        at = len(done)
        while at and isinstance(strip := done[at - 1], Strip) and self.ahead(strip.text):
            at -= 1
        return at
