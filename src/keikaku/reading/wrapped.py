"""What goes on in the line below, in texts that have no sizes: rows of tables, and headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.reading.blocks import is_marked
from keikaku.reading.names import is_label
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Piece, Sheet, Strip

_LEAST = 2
"""Headings set apart for each that is not: one in three may have been wrapped, hardly more."""
_ROWS = 3
"""Whole rows that prove how many cells a row has: a head and one row prove nothing of a form's labels below them."""


def set_apart(printed: Sequence[Piece], levels_of: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Return the levels below whose headings a blank line stands: what stands directly below one goes on with it.

    Args:
        printed: The document's lines and tables in order.
        levels_of: Names the levels whose form a line has.
    """
    apart: Counter[str] = Counter()
    direct: Counter[str] = Counter()
    for strip, below in pairwise(printed):
        if isinstance(strip, Strip) and isinstance(below, Strip):
            (apart if below.apart else direct).update(levels_of(strip.text))
    return frozenset(name for name in apart if apart[name] >= _LEAST * direct[name])


def is_rest(heading: Strip, strip: Strip) -> bool:
    """Tell whether a line may be the rest of a heading that nothing else stands directly below."""
    directly = not strip.size and not strip.apart and strip.line.page == heading.line.page
    return directly and is_label(strip.text)


def whole_rows(
    printed: Iterable[Piece], is_other: Callable[[Strip], bool], reading: Reading, spans: Spans
) -> list[Piece]:
    """Return what is printed with the rows of text whole that go on in the line directly below, and report them.

    Either the last cell does, in a line without TABs within the table or at its end; or a row is cut within a cell, which
    the number of the cells of all other rows proves.

    Args:
        printed: The document's lines and tables in order.
        is_other: Whether a line is known to be something of its own.
        reading: What is told.
        spans: The account.
    """
    whole, joined = _whole(printed, is_other)
    _report(joined, reading, spans)
    return whole


def _whole(
    printed: Iterable[Piece], is_other: Callable[[Strip], bool]
) -> tuple[list[Piece], dict[int, list[int]]]:
    """Return what is printed with rows whole, and the numbers of the lines that rows go on in, by the row's."""
    whole: list[Piece] = []
    joined: dict[int, list[int]] = {}
    is_open = False
    for piece in printed:
        above = whole[-1] if whole else None
        directly = isinstance(above, Sheet) and not above.cells and piece.number == _last(above, joined) + 1
        if isinstance(piece, Sheet):
            alike = isinstance(above, Sheet) and len(above.lines[-1].cells) == len(piece.lines[0].cells)
            if is_open and directly and alike and not piece.cells and isinstance(above, Sheet):
                whole[-1], is_open = Sheet((*above.lines, *piece.lines)), False
                continue
        elif (
            directly
            and isinstance(above, Sheet)
            and len(above.lines) > 1
            and _may_go_on(piece)
            and not is_other(piece)
        ):
            row = above.lines[-1]
            text = Line.make(row.number, row.text + piece.line.text.strip(), row.page)
            whole[-1], is_open = Sheet((*above.lines[:-1], text)), True
            joined.setdefault(row.number, []).append(piece.number)
            continue
        whole.append(piece)
        is_open = False
    return [_cut_rows_joined(piece, joined) if isinstance(piece, Sheet) else piece for piece in whole], joined


def _cut_rows_joined(sheet: Sheet, joined: dict[int, list[int]]) -> Sheet:
    """Return a table with the rows whole that are printed in two, each with a part of one cell."""
    begun = Counter(len(line.cells) for line in sheet.lines if line.cells[0])
    usual = max(begun, default=0)
    lines: list[Line] = []
    for line in () if sheet.cells else sheet.lines:
        above = lines[-1] if lines else None
        if above and above.cells[0] and above.cells[-1] and line.cells[0] and line.number == above.number + 1:
            parts = sorted((len(above.cells), len(line.cells)))
            proved = sum(parts) == usual + 1 and parts[1] < usual and begun[usual] + 2 == begun.total()
            proved = proved and begun[usual] >= _ROWS
            if proved:
                lines[-1] = Line.make(above.number, above.text + line.text, above.page)
                joined.setdefault(above.number, []).append(line.number)
                continue
        lines.append(line)
    return Sheet(tuple(lines)) if len(lines) < len(sheet.lines) and lines else sheet


def _may_go_on(strip: Strip) -> bool:
    """Tell whether a line can be nothing but the rest of a text: a name may be the first cell of the row below."""
    return not is_label(strip.text) and not is_marked(strip.text)


def _last(sheet: Sheet, joined: Mapping[int, Sequence[int]]) -> int:
    """Return the number of the last line of a table."""
    row = sheet.lines[-1].number
    return [row, *joined.get(row, ())][-1]


def _report(joined: Mapping[int, Sequence[int]], reading: Reading, spans: Spans) -> None:
    for row, lines in joined.items():
        reading.structure(*lines)
        reading.report(
            say("rules.row-goes-on"),
            row,
            *lines,
        )
        for line in lines:
            spans.claim(line)
