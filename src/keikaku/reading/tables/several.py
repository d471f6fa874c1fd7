"""Several names in one cell: items with marks, a name in each line, names that commas part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from keikaku.documents.form import Cell, PrintedLine
from keikaku.ground.text.folding import fold, join, tidy
from keikaku.reading.lists import entries, is_list

_COMMA = re.compile(r"[、,，;]\s*(?![^()（）]*[)）])")
"""What parts names, outside brackets."""
_ROOM = 2
"""Letters that would have fitted behind a line: the next was not wrapped, it was meant to begin there."""


def lines_of(cell: Cell) -> tuple[str, ...]:
    """Return the lines of a cell that begin where somebody meant them to, those that were only wrapped joined."""
    found: list[str] = []
    above: PrintedLine | None = None
    for line in cell.printed:
        text = tidy(line.text)
        if above is not None and _was_wrapped(cell, above) and not is_list(text):
            found[-1] = join((found[-1], text))
        elif text:
            found.append(text)
        above = line
    return tuple(found)


def _was_wrapped(cell: Cell, above: PrintedLine) -> bool:
    """Tell whether a line reaches the cell's right edge; a document without pages breaks lines on purpose alone."""
    if cell.box is None or above.box is None:
        return False
    letter = (above.box.right - above.box.left) / max(len(above.text), 1)
    return above.box.right + _ROOM * letter > cell.box.right


def names_in(text: str, lines: Sequence[str], ends: Iterable[str]) -> list[str]:
    """Return the names that a cell lists, none where it is one name.

    >>> names_in("空き家活用事業、移住相談事業", [], ["事業"]), names_in("保育所、幼稚園の改修事業", [], ["事業"])
    (['空き家活用事業', '移住相談事業'], [])
    >>> names_in("・農道整備 ・林道整備", ["・農道整備", "・林道整備"], ["事業"])
    ['農道整備', '林道整備']

    Args:
        text: All of its print.
        lines: Its lines, where those are several.
        ends: How such names end.
    """
    ended = tuple(ends)
    if is_list(text):
        printed = [entry.text for line in lines or [text] for entry in entries(line) or ()]
        return printed if len(printed) > 1 else []
    for parts in (lines, [tidy(part) for part in _COMMA.split(text)]):
        if len(parts) > 1 and ended and all(part.endswith(ended) for part in parts):
            return list(parts)
    return []


def with_commas(lines: Sequence[str], is_one: Callable[[str], bool]) -> str:
    """Return lines each of which is a whole name as one list, "" where they are not."""
    return "、".join(lines) if len(lines) > 1 and all(map(is_one, map(fold, lines))) else ""
