"""What goes on in the line below, in texts that have no sizes: rows of tables, and headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby, pairwise

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.ground.text.folding import key
from keikaku.reading.blocks import is_marked
from keikaku.reading.names import is_label
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Piece, Sheet, Strip, width
from keikaku.reading.values.endings import is_cut_off, is_cut_within

_LEAST = 2
"""Headings set apart for each that is not: one in three may have been wrapped, hardly more."""
_ROWS = 3
"""Whole rows that prove how many cells a row has: a head and one row prove nothing of a form's labels below them."""


class Apart(StrEnum):
    """What a line says that stands directly below a heading, in a text that keeps headings apart from what follows.

    Attributes:
        PROVED: The other headings of the level show that it goes on with the heading.
        LIKELY: Another heading of the level, and those of all others, say so; a person should look.
        OPEN: No other heading of the level tells; a person should look.
    """

    PROVED = "proved"
    LIKELY = "likely"
    OPEN = "open"


def set_apart(printed: Sequence[Piece], levels_of: Callable[[str], Iterable[str]]) -> dict[str, Apart]:
    """Return the levels below whose headings a blank line stands, but for one heading in three, or a single one.

    Args:
        printed: The document's lines and tables in order.
        levels_of: Names the levels whose form a line has.
    """
    apart: Counter[str] = Counter()
    direct: Counter[str] = Counter()
    for strip, below in pairwise(printed):
        if isinstance(strip, Strip) and isinstance(below, Strip):
            for name in levels_of(strip.text):
                (apart if below.apart else direct)[name] += 1
    usual = apart.total() >= _LEAST * direct.total()
    found: dict[str, Apart] = {}
    for name in {*apart, *direct}:
        if apart[name] and apart[name] >= _LEAST * direct[name]:
            found[name] = Apart.PROVED
        elif direct[name] == 1:
            found[name] = Apart.LIKELY if apart[name] and usual else Apart.OPEN
    return found


def is_rest(heading: Strip, strip: Strip) -> bool:
    """Tell whether a line may be the rest of a heading that nothing else stands directly below."""
    directly = not strip.size and not strip.apart and strip.line.page == heading.line.page
    return directly and is_label(strip.text)


def whole_rows(
    printed: Iterable[Piece],
    is_other: Callable[[Strip], bool],
    is_labelled: Callable[[Line], bool],
    reading: Reading,
    spans: Spans,
) -> list[Piece]:
    """Return what is printed with the rows of text whole that go on in the line directly below, and report them.

    Either the last cell does, in a line without TABs within the table or at its end; or a row is cut within a cell, which
    the number of the cells of all other rows proves. A short line between two rows is the rest of a cell above where the
    row below begins with the label of a field, and the first line of the name below where one of them is
    cut within a phrase, or the whole is printed elsewhere, and no other name is wider: a cell is wrapped where its column ends.

    Args:
        printed: The document's lines and tables in order.
        is_other: Whether a line is known to be something of its own.
        is_labelled: Whether a row begins with the label of a field.
        reading: What is told.
        spans: The account.
    """
    whole, joined = _whole(list(printed), is_other, is_labelled)
    _report(joined, reading, spans)
    return whole


def _whole(
    printed: Sequence[Piece], is_other: Callable[[Strip], bool], is_labelled: Callable[[Line], bool]
) -> tuple[list[Piece], dict[int, list[int]]]:
    """Return what is printed with rows whole, and the numbers of the lines that rows go on in, by the row's."""
    whole: list[Piece] = []
    joined: dict[int, list[int]] = {}
    is_open = False
    begun: Strip | None = None
    for piece, below in zip(printed, [*printed[1:], None], strict=False):
        above = whole[-1] if whole else None
        if begun and isinstance(piece, Sheet) and isinstance(above, Sheet):
            row = piece.lines[0]
            named = Line.make(row.number, begun.text + row.text, row.page)
            joined.setdefault(row.number, []).append(begun.number)
            whole[-1], begun = Sheet((*above.lines, named, *piece.lines[1:])), None
            continue
        directly = isinstance(above, Sheet) and not above.cells and piece.number == _last(above, joined) + 1
        if isinstance(piece, Sheet):
            alike = isinstance(above, Sheet) and len(above.lines[-1].cells) == len(piece.lines[0].cells)
            if is_open and directly and alike and not piece.cells and isinstance(above, Sheet):
                whole[-1], is_open = Sheet((*above.lines, *piece.lines)), False
                continue
        elif (
            directly
            and isinstance(above, Sheet)
            and not is_other(piece)
            and (
                (len(above.lines) > 1 and _may_go_on(piece))
                or _is_rest_above(piece, above, below, is_labelled)
            )
        ):
            row = above.lines[-1]
            text = Line.make(row.number, row.text + piece.line.text.strip(), row.page)
            whole[-1], is_open = Sheet((*above.lines[:-1], text)), True
            joined.setdefault(row.number, []).append(piece.number)
            continue
        elif (
            isinstance(above, Sheet)
            and directly
            and not is_other(piece)
            and _begins_below(piece, above, below, printed)
        ):
            begun, is_open = piece, False
            continue
        whole.append(piece)
        is_open = False
    return [_cut_rows_joined(piece, joined) if isinstance(piece, Sheet) else piece for piece in whole], joined


def _is_rest_above(
    strip: Strip, above: Sheet, below: Piece | None, is_labelled: Callable[[Line], bool]
) -> bool:
    """Tell whether a short line is the rest of a cell of a form: the rows above and below begin with labels of their own."""
    row = _row_below(strip, above, below)
    return row is not None and is_label(strip.text) and is_labelled(row) and is_labelled(above.lines[-1])


def _begins_below(strip: Strip, above: Sheet, below: Piece | None, printed: Sequence[Piece]) -> bool:
    """Tell whether a short line is the first of the name that the row below begins with.

    No other name is as wide; and one of the two parts is cut within a phrase, or the whole is printed elsewhere, which
    a foreign line would not show.
    """
    row = _row_below(strip, above, below)
    if row is None or not is_label(strip.text) or not row.cells[0] or not isinstance(below, Sheet):
        return False
    if row.cells[0] == above.lines[0].cells[0]:
        return False  # the head of another table, whose name the line is
    names = [line.cells[0] for line in (*above.lines, *below.lines[1:])]
    if width(strip.text) < max(map(width, [*names, row.cells[0]])):
        return False
    whole = strip.text + row.cells[0]
    cut = is_cut_off(strip.text, name=True) or is_cut_within(row.cells[0])
    if cut and not is_cut_off(whole, name=True) and not is_cut_within(whole):
        return True
    return any(key(whole) in key(line.text) for piece in printed for line in _lines_of(piece))


def _lines_of(piece: Piece) -> Sequence[Line]:
    return piece.lines if isinstance(piece, Sheet) else [piece.line]


def _row_below(strip: Strip, above: Sheet, below: Piece | None) -> Line | None:
    """Return the row that stands directly below a line, of as many cells as the row above it."""
    if not isinstance(below, Sheet) or below.cells or below.number != strip.number + 1:
        return None
    return below.lines[0] if len(below.lines[0].cells) == len(above.lines[-1].cells) else None


def _cut_rows_joined(sheet: Sheet, joined: dict[int, list[int]]) -> Sheet:
    """Return a table with the rows whole that are printed in two, each with a part of one cell.

    The rows of the table prove how many cells a row has, or those that stand together where it is of several forms.
    """
    counts = Counter(len(line.cells) for line in sheet.lines)
    if (
        sheet.cells or counts.total() - counts[max(counts, default=0)] < 2
    ):  # two parts have less than the others
        return sheet
    lines: list[Line] = []
    for together in _together(sheet.lines):
        proofs = [_usual(sheet.lines), _usual(together)]
        for line in together:
            above = lines[-1] if lines else None
            if above and line.number == above.number + 1 and _are_one(above, line, proofs):
                lines[-1] = Line.make(above.number, above.text + line.text, above.page)
                joined.setdefault(above.number, []).append(line.number)
            else:
                lines.append(line)
    return Sheet(tuple(lines)) if len(lines) < len(sheet.lines) and lines else sheet


def _together(lines: Sequence[Line]) -> list[list[Line]]:
    """Return rows in groups that stand directly below each other."""
    groups = groupby(enumerate(lines), key=lambda one: one[1].number - one[0])
    return [[line for _at, line in group] for _first, group in groups]


def _usual(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return how many cells the widest of some rows have, and how many rows those are that all but two are like.

    Rows that begin with a name are asked, and all rows, among them those that go on below a name.
    """
    found = []
    for rows in (
        Counter(len(line.cells) for line in lines if line.cells[0]),
        Counter(len(line.cells) for line in lines),
    ):
        usual = max(rows, default=0)
        if rows[usual] + 2 == rows.total():
            found.append((usual, rows[usual]))
    return found


def _are_one(above: Line, line: Line, proofs: Sequence[Sequence[tuple[int, int]]]) -> bool:
    """Tell whether two lines are one row, cut within a cell: together they have its cells, and all others are whole."""
    if not (above.cells[0] and above.cells[-1] and line.cells[0]):
        return False
    parts = sorted((len(above.cells), len(line.cells)))
    usual = [cells for proof in proofs for cells, rows in proof if rows >= _ROWS]
    return any(sum(parts) == cells + 1 and parts[1] < cells for cells in usual)


def _may_go_on(strip: Strip) -> bool:
    """Tell whether a line can be nothing but the rest of a text: a name may be the first cell of the row below."""
    return not is_label(strip.text) and not is_marked(strip.text)


def _last(sheet: Sheet, joined: Mapping[int, Sequence[int]]) -> int:
    """Return the number of the last line of a table."""
    row = sheet.lines[-1].number
    return max([row, *joined.get(row, ())])


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
