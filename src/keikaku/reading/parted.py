"""Lines that plan.yml says belong together, or hold two things: joined and split before anything is read of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keikaku.documents.numbered_lines import Line
from keikaku.reading.grammar import Grammar
from keikaku.reading.records import Reading
from keikaku.reading.reordered import both
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Piece, Strip, plain_strip


def parted(printed: Iterable[Piece], grammar: Grammar, reading: Reading, spans: Spans) -> Iterator[Piece]:
    """Yield what is printed with the lines joined and split that plan.yml names; tables stay as they are.

    Args:
        printed: The pieces as printed.
        grammar: What the series prints.
        reading: Where the account of the lines goes.
        spans: The account of their parts.
    """
    held: Strip | None = None
    for piece in printed:
        if held and isinstance(piece, Strip) and _goes_on(held, piece, grammar):
            held = both(held, piece)
            reading.structure(piece.number)
            spans.claim(piece.number)
            continue
        if held:
            yield from _split(held, grammar)
        held = piece if isinstance(piece, Strip) else None
        if held is None:
            yield piece
    if held:
        yield from _split(held, grammar)


def _goes_on(above: Strip, below: Strip, grammar: Grammar) -> bool:
    return any(one.line.fullmatch(above.text) and one.below.fullmatch(below.text) for one in grammar.joined)


def _split(strip: Strip, grammar: Grammar) -> Iterator[Strip]:
    """Yield the parts of a line; what is split may be split again."""
    for one in grammar.split:
        at = strip.text.find(one.at, 1)
        if at > 0 and one.line.fullmatch(strip.text):
            for text in (strip.text[:at].rstrip(), strip.text[at:]):
                line = Line.make(strip.number, text, strip.line.page)
                yield from _split(plain_strip(line, apart=strip.apart), grammar)
            return
    yield strip
