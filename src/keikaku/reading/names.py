"""Names without the form of a heading: slogans, above a table with a text between, and printed again elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, join, key, tidy
from keikaku.reading import blocks, facts
from keikaku.reading.grammar import Grammar, Level, TableSettings
from keikaku.reading.model import Element
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Strip
from keikaku.reading.tree import Tree, slogan
from keikaku.reading.values.endings import is_cut_off, is_sentence
from keikaku.reading.values.fiscal import whole_period
from keikaku.reading.values.patterns import Match, Pattern

_LONGEST = 30
"""Letters of the longest name that stands by itself; a longer line is text."""
_MARK = re.compile(r"(?:^|\s)[-・●○◆◇■□★☆◎]")
_NUMBERED = Pattern(r"(?P<number>[0-9]+(?:[-.][0-9]+)+|[0-9]+[\s.:])[\s.:]*(?P<label>\D.*)")
"""A heading beside a label, as any plan numbers it: 1-2 防災, 3. 防災, or 1-2防災."""
_SET_APART = re.compile(r"(?:\S[ \u3000]){2,}\S")
_SUBTITLE = re.compile(r"[~:―-]")
_WORDINGS = {"「」", "『』"}
"""What is left around two wordings in brackets that stand beside each other: none of them is the slogan."""
_SLOGAN = 3
"""Lines of the longest slogan."""
_TELLING = 6
"""Characters that two prints share and hardly by chance."""


def is_label(text: str) -> bool:
    """Tell whether a line can be a name: short, no sentence, no period, no mark of a list.

    >>> is_label("都市基盤"), is_label("道路を守ります。"), is_label("・道路"), is_label("令和3年度～令和7年度")
    (True, False, False, False)
    """
    short = 0 < len(text.strip()) <= _LONGEST and "\t" not in text
    return short and not is_sentence(text) and not _MARK.search(fold(text)) and whole_period(text) is None


def fits(head: Pattern, text: str) -> Match | None:
    """Match a head as printed, or without the spaces that set its letters apart."""
    return head.fullmatch(text) or head.fullmatch(closed_up(text))


def closed_up(text: str) -> str:
    """Return a text without the spaces that set its letters apart, as it is where none do.

    >>> closed_up("■ 目 指 す 姿"), closed_up("■ 目指す 姿")
    ('■目指す姿', '■ 目指す 姿')
    """
    return tidy(text) if _SET_APART.search(text) else text


def beside(head: Pattern, text: str) -> list[Match | None]:
    """Return the headings that stand beside each other in a line, none where something else stands there too."""
    found: list[Match | None] = []
    rest = text.strip()
    while rest:
        match = head.match(rest)
        if match is None or not match.span()[1]:
            return []
        found.append(match)
        rest = rest[match.span()[1] :].strip()
    return found


class Names:
    """Reads them.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
        spans: The account.
    """

    def __init__(self, reading: Reading, grammar: Grammar, tree: Tree, spans: Spans) -> None:
        self._reading = reading
        self._grammar = grammar
        self._tree = tree
        self._spans = spans
        self._gaps = False

    # -- in the form of a field

    def by_field(self, name: str, text: str, line: int, numbers: dict[str, tuple[str, int]]) -> None:
        """Open the element of a level that a form table names beside a label.

        Args:
            name: Name of the level.
            text: What stands beside the label.
            line: The line that prints it.
            numbers: Numbers of headings without a label, with their lines, by level.
        """
        head = self._grammar.levels[name].head
        match = (head and head.fullmatch(text)) or _NUMBERED.fullmatch(text)
        label = match.group("label") or text if match else text
        number = match.group("number").strip(" .．:：　") if match else ""
        lines = [line]
        if name in numbers:
            above, heading = numbers.pop(name)
            number, lines = number or above, [heading, line]
        number = number or self._tree.number_of(name, label)
        element = self._tree.open(name, label, number, lines)
        if match:
            blocks.said(match, element, [line], self._reading)

    # -- slogans

    def slogan(self, name: str, number: str, open_: blocks.Open) -> None:
        """Open the element of a level whose wording stands in a block: its first short lines that are no sentences.

        The sentences stay what the block says of it; without a wording nothing is read.
        """
        texts = [is_sentence(text) or open_.is_full(strip) for text, strip in open_.strips]
        first = texts.index(False) if False in texts else len(texts)
        last = next((at for at in range(first, len(texts)) if texts[at]), len(texts))
        wording = open_.strips[first:last]
        label = slogan(" ".join(dict.fromkeys(text for text, _strip in wording)))
        if not wording or last - first > _SLOGAN or label[:1] + label[-1:] in _WORDINGS:
            open_.strips = []
            return
        numbers = [strip.number for _text, strip in wording]
        open_.of = self._tree.open(name, label, number, numbers)
        open_.strips = open_.strips[:first] + open_.strips[last:]
        for line in (open_.head, *numbers):
            self._spans.claim(line)
        self._reading.structure(open_.head)

    # -- above tables

    def open(self, kind: TableSettings, above: Sequence[Strip]) -> bool:
        """Open the element whose name stands above a table.

        Args:
            kind: The kind of the table.
            above: The lines above it that have no form of their own.

        Returns:
            Whether the table stands where its kind does: one that is named is not read without its name, since its rows
            would hang on what the table before is of.
        """
        levels = [level for level in self._grammar.levels.items() if self._stands_over(level[1], kind)]
        if not levels:
            return True
        strips, texts = self._parted(above)
        for name, level in levels if strips else ():
            strip = strips[-1]
            known = self._tree.read_before(level.is_, strip.text) if level.anywhere and level.is_ else None
            if (
                self._tree.is_inside(level.inside)
                and self._tree.has_place(name)
                and (known or not level.anywhere)
            ):
                element = self._tree.open(name, strip.text, "", [strip.number])
                self._spans.claim(strip.number)
                self._describe(element, level, texts)
                return True
        return False

    def _parted(self, above: Sequence[Strip]) -> tuple[list[Strip], list[Strip]]:
        """Return the lines that may be names and the text below them; what is neither is left over.

        A text may begin in a line as short as a name: where the texts before it stood apart from their names, or where
        the line is cut off, the text is all that stands together.
        """
        ends = [at for at, strip in enumerate(above) if is_sentence(strip.text)]
        last = ends[-1] + 1 if ends else len(above)
        first = last
        while first and not is_label(above[first - 1].text):
            first -= 1
        together = next((at for at in range(first, 0, -1) if at < last and above[at].apart), first)
        if self._gaps or any(is_cut_off(strip.text) for strip in above[together:first]):
            first = together
        self._gaps = above[first].apart if first < last else self._gaps
        names = [strip for strip in above[:first] if is_label(strip.text)]
        return names, list(above[first:last])

    def _stands_over(self, level: Level, kind: TableSettings) -> bool:
        return any(self._grammar.tables[name] is kind for name in level.over)

    def _describe(self, element: Element, level: Level, texts: Sequence[Strip]) -> None:
        if level.text and texts:
            lines = [strip.number for strip in texts]
            facts.state(self._reading, element, level.text, join(strip.text for strip in texts), lines)
            for line in lines:
                self._spans.claim(line)

    # -- printed again

    def find_again(self, left: Iterable[Strip]) -> None:
        """Find the names that lines print again which are left over: on a cover, in a diagram."""
        opened = [element for element, _level in self._tree.opened()]
        whole = {key(element.label): element for element in opened}
        heads = {key(_SUBTITLE.split(fold(element.label))[0]) for element in opened}
        slogans = [element for element, level in self._tree.opened() if level.slogan]
        for run in _runs(left):
            text = " ".join(strip.text for strip in run)
            numbers = [strip.number for strip in run]
            if known := whole.get(key(text)):
                self._reading.again(known, *numbers)
                if known in slogans and slogan(text) != known.label:
                    self._differs(known, numbers)
            else:
                self._reading.structure(*(strip.number for strip in run if key(strip.text) in heads))
                for element in slogans:
                    if _shares(key(text), key(element.label)):
                        self._differs(element, numbers)

    def _differs(self, element: Element, numbers: Sequence[int]) -> None:
        self._reading.report(
            say("rules.printed-otherwise", label=element.label),
            *element.lines,
            *numbers,
        )


def _runs(left: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Yield lines that stand directly below each other."""
    run: list[Strip] = []
    for strip in left:
        if run and strip.number != run[-1].number + 1:
            yield run
            run = []
        run.append(strip)
    if run:
        yield run


def _shares(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _TELLING and (one in other or other in one)
