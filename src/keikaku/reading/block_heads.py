"""Heads of blocks: a line that heads one, or heads that stand beside each other over columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from keikaku.reading import blocks
from keikaku.reading.grammar import SKIP, Block
from keikaku.reading.headed import Headed
from keikaku.reading.model import Plan
from keikaku.reading.names import fits
from keikaku.reading.odd_ones import Alike
from keikaku.reading.records import Reading
from keikaku.reading.running_heads import RunningHeads
from keikaku.reading.state import State
from keikaku.reading.stream import Strip
from keikaku.reading.tree import Tree

Heads = blocks.Open | Sequence[tuple[float, blocks.Open]]
"""The block that a whole line heads, or the blocks that its stretches head, with where each begins."""


class BlockHeads:
    """Finds them and opens their blocks.

    Args:
        reading: Where the records go.
        state: What is open.
        tree: Where the reader is.
        alike: What compares the heads of one kind.
        headed: Which blocks a print may head.
        running_heads: What knows heads that pages print again.
        edge: Where the lines of a line's page end.
    """

    def __init__(
        self,
        reading: Reading,
        state: State,
        tree: Tree,
        alike: Alike,
        headed: Headed,
        running_heads: RunningHeads,
        edge: Callable[[Strip], float],
    ) -> None:
        self._reading = reading
        self._state = state
        self._tree = tree
        self._alike = alike
        self._headed = headed
        self._running_heads = running_heads
        self._edge = edge

    def heads(self, strip: Strip) -> Heads | None:
        """Return the block that a line heads, or those beside each other, one of each stretch and two at least."""
        if whole := self._head(strip, strip.text, self._edge(strip)):
            return whole
        stretches = strip.stretches
        found = takewhile(bool, (self._head(strip, text, 0.0) for text, _left in stretches))
        beside = [(left, open_) for open_, (_text, left) in zip(found, stretches, strict=False) if open_]
        return beside if 1 < len(beside) == len(stretches) else None

    def open(self, heads: Heads, strip: Strip) -> None:
        """Open the blocks that a line heads; what was open is closed by then."""
        if isinstance(heads, blocks.Open):
            self._open_whole(heads, strip)
            return
        self._note(f"“{strip.text}”", strip, "", strip.text)
        ends = [*(left - 2 * strip.letter for left, _open in heads[1:]), self._edge(strip)]
        for (left, open_), end in zip(heads, ends, strict=True):
            open_.edge = end
            self._state.columns.append((left, open_))

    def _open_whole(self, open_: blocks.Open, strip: Strip) -> None:
        block = open_.block
        again = block.named and self._running_heads.explains(strip)
        one = block.is_ != SKIP and not block.named
        what = f"heads of {open_.name}" if one else f"“{open_.title}”"
        self._note(what, strip, block.of, open_.title, again=again)
        self._state.block = open_

    def _note(self, what: str, strip: Strip, of: str, title: str, *, again: bool = False) -> None:
        """Note where a head stands, to be compared with the others of its kind."""
        here = self._tree.here(of)
        self._alike.note_place(what, self._tree.level(of), here, strip.number, once=not again)
        if not again:
            self._alike.note_head(title, strip.number, here)

    def _head(self, strip: Strip, text: str, edge: float) -> blocks.Open | None:
        """Return the block that a text heads."""
        for name, block in self._headed.fitting(text):
            if not isinstance(block, Block) or not self._tree.is_inside(block.inside):
                continue
            match = fits(block.head, text)
            if match:
                of = self._tree.here(block.of)
                if isinstance(of, Plan):
                    of = self._tree.named(block.plan) or of
                if self._tree.lacks(block.of):  # what it hangs on is lost
                    return blocks.running(None, of, edge, strip.number)
                with self._reading.by(f"blocks.{name}"):
                    blocks.said(match, of, [strip.number], self._reading)
                title = blocks.title(match, text)
                return blocks.Open(
                    block,
                    of,
                    edge,
                    strip.number,
                    blocks.announced(match),
                    title=title,
                    name=name,
                    who=match.group("who") or "",
                )
        return None
