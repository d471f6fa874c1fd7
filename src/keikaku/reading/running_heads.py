"""Heads that are printed again at the top of a page, above a table that goes on there."""

from __future__ import annotations

from collections.abc import Callable

from keikaku.ground.text.folding import key
from keikaku.reading.model import Element
from keikaku.reading.sentences import Sentences
from keikaku.reading.state import Heading, State
from keikaku.reading.stream import Strip
from keikaku.reading.tree import Tree
from keikaku.reading.values.patterns import Match


class RunningHeads:
    """Tells them from heads of something new.

    Args:
        state: What is open between two lines.
        tree: Where the reader is.
        sentences: What knows the lines that stand above a head and are said ahead of it.
        heads_table: Tells whether a line is the head of a table in running text.
    """

    def __init__(
        self, state: State, tree: Tree, sentences: Sentences, heads_table: Callable[[str], bool]
    ) -> None:
        self._state = state
        self._tree = tree
        self._sentences = sentences
        self._heads_table = heads_table
        self._last = 0

    def explains(self, strip: Strip) -> bool:
        """Tell whether a table's head needs no heading: at the top of a page, or below what is said ahead of it."""
        last = self._state.last
        if last is None or strip.tops(last):
            return True
        return last.number == self._last or self._sentences.is_ahead(last.text)

    def opened(self, heading: Heading, match: Match, below: object) -> Element | None:
        """Return the open element whose heading is printed once more; what is open below it stays so."""
        strip, last, open_ = heading.strip, self._state.last, self._tree.here(heading.name)
        table = isinstance(below, Strip) and self._heads_table(below.text)
        if not (table and last and strip.tops(last) and isinstance(open_, Element)):
            return None
        if (key(open_.number), key(open_.label)) != (key(heading.number), key(match.group("label"))):
            return None
        self._last = strip.number
        return open_
