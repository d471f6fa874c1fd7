"""Tables in running text: columns that spaces part, names wrapped over lines, figures at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold
from keikaku.reading.tables.cells import is_unit
from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.heads import begins, fitting, looks_like_head
from keikaku.reading.tables.result import Column, K
from keikaku.reading.tables.vocabulary import CLASSES, FIGURES, Vocabulary, squeeze
from keikaku.reading.values.numbers import figure_or_words, is_no_value

_WORD = re.compile(r"\S+")
_WIDE = re.compile(r"\S+(?: \S+)*")
_WORD_AT_END = re.compile(r"(?P<gap>\s+)(?P<word>\S+)\s*$")
_GAP = re.compile(r"\s\s|\u3000")
_WORDS_BEHIND = frozenset({"unit", "department", "desiredDirection"})
"""Roles of columns of one word each that may stand between a name and its figures."""
_LONGEST = 5
"""Lines of the longest name, with that of its figures."""
_BRACKET = re.compile(r"\s*\([^()]*(?:\([^()]*\)[^()]*)?\)$")


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a row of the table is made: words before the name, the name, words behind it, figures at the end.

    Attributes:
        before: The columns of one word each before the name.
        name: The column of the name.
        behind: The columns of one word each behind the name.
        figures: The columns of figures, which end each row.
    """

    before: tuple[Column, ...]
    name: int
    behind: tuple[Column, ...]
    figures: tuple[int, ...]


def spaced_table(lines: Sequence[Line], kinds: Sequence[K], caption: str = "") -> tuple[Grid, int] | None:
    """Return the grid of a table whose columns are parted by spaces, and how many lines it takes.

    It ends before what ends in no figures.

    Args:
        lines: The lines from the head on, blank ones too.
        kinds: The kinds that plan.yml declares.
        caption: What is printed above the table.

    Returns:
        None where the first line is no head of a declared kind whose last columns are figures.
    """
    words = _words_of_head(lines[0])
    if len(words) < 2 or not any(begins(tuple(words), tuple(kind.words for kind in kinds))):
        return None
    first = _head_row(lines[0], 0, 0)
    fits = fitting(Grid(tuple(first), 1, len(first)), 0, kinds)
    if not fits or not looks_like_head(Grid(tuple(first), 1, len(first)), 0, fits[0][0].words):
        return None
    shape = _shape(fits[0][1].columns)
    if shape is None:
        return None
    cells, taken, row = list(first), 1, 1
    while taken < len(lines) and (more := _more_of_head(lines[taken], row, len(first), fits[0][0].words)):
        cells, taken, row = [*cells, *more], taken + 1, row + 1
    for end, group in _groups(lines, taken, shape):
        cells += _row(group, row, shape, fits[0][0].words)
        taken, row = end, row + 1
    return Grid(tuple(cells), row, len(first), caption), taken


def _head_row(line: Line, row: int, start: int) -> list[GridCell]:
    return [GridCell(row, start + at, word, line.number) for at, word in enumerate(_words_of_head(line))]


def _words_of_head(line: Line) -> list[str]:
    """Return what the cells of a line of a head print: parted by wide gaps where there are any, else by spaces."""
    words = _WIDE.findall(line.text.replace("\u3000", "  "))
    return words if len(words) > 1 else _WORD.findall(line.text)


def _more_of_head(line: Line, row: int, columns: int, words: Vocabulary) -> list[GridCell]:
    """Return the cells of a line that goes on with the head: years that were wrapped below its last columns."""
    years = _WORD.findall(line.text)
    if not years or len(years) > columns or not all(map(words.is_bare_year, years)):
        return []
    return _head_row(line, row, columns - len(years))


def _shape(columns: Sequence[Column]) -> _Shape | None:
    names = [column.at for column in columns if column.role in CLASSES]
    figures = [column.at for column in columns if column.role in FIGURES]
    if len(names) != 1 or not figures or figures != list(range(figures[0], len(columns))):
        return None
    behind = columns[names[0] + 1 : figures[0]]
    if any(column.role not in _WORDS_BEHIND for column in behind):
        return None
    return _Shape(tuple(columns[: names[0]]), names[0], tuple(behind), tuple(figures))


def _groups(lines: Sequence[Line], start: int, shape: _Shape) -> Iterator[tuple[int, list[Line]]]:
    """Yield the lines of each row, and where they end: the last of them ends in figures."""
    group: list[Line] = []
    for at in range(start, len(lines)):
        line = lines[at]
        if line.blank and not group:
            continue
        group.append(line)
        if _figures_at(line.text, len(shape.figures)) is not None:
            yield at + 1, group
            group = []
        elif line.blank or len(group) == _LONGEST or fold(line.text).rstrip().endswith("。"):
            return  # a sentence, or lines that stand apart from their figures: no row


def _figures_at(text: str, count: int) -> list[tuple[int, int]] | None:
    """Return where the figures stand that end a text, None where it ends in fewer; a bound may be a word of its own."""
    words = [match.span() for match in _WORD.finditer(text)]
    found: list[tuple[int, int]] = []
    while len(found) < count:
        last = [(words[-n][0], words[-1][1]) for n in (1, 2) if len(words) >= n]
        span = next((span for span in last if _is_value(text[slice(*span)])), None)
        if span is None:
            return None
        found.insert(0, span)
        words = [word for word in words if word[1] <= span[0]]
    return found


def _is_value(text: str) -> bool:
    plain = _BRACKET.sub("", fold(text))
    return figure_or_words(plain) is not None or is_no_value(plain)


def _row(group: Sequence[Line], row: int, shape: _Shape, words: Vocabulary) -> Iterator[GridCell]:
    """Yield the cells of one row: each line of a wrapped name is a cell of its own in the same place."""
    spans = _figures_at(group[-1].text, len(shape.figures)) or []
    for at, span in zip(shape.figures, spans, strict=True):
        yield GridCell(row, at, group[-1].text[slice(*span)], group[-1].number)
    ends = spans[0][0]
    for column in reversed(shape.behind):
        if match := _WORD_AT_END.search(group[-1].text[:ends]):
            if not _is_behind(column, match, words):
                continue
            yield GridCell(row, column.at, match["word"], group[-1].number)
            ends = match.start()
    start = 0
    for column in shape.before:
        match = _WORD.search(group[0].text, start)
        if match and _may_hold(column, match.group(), words):
            yield GridCell(row, column.at, match.group(), group[0].number)
            start = match.end()
    for line in group:
        end = ends if line is group[-1] else len(line.text)
        text = line.text[start if line is group[0] else 0 : end].strip()
        if text:
            yield GridCell(row, shape.name, text, line.number)


def _is_behind(column: Column, match: re.Match[str], words: Vocabulary) -> bool:
    """Tell whether the last word before the figures is of a column, and no part of the name before it."""
    if not _may_hold(column, match["word"], words):
        return False
    known = column.role in words.contents or is_unit(match["word"])
    return known or _GAP.search(match["gap"]) is not None


def _may_hold(column: Column, word: str, words: Vocabulary) -> bool:
    """Return whether a word may stand in a column: where it is known what its cells hold, only that."""
    holds = words.contents.get(column.role)
    return holds is None or holds.fullmatch(squeeze(word)) is not None
