"""Forms whose print has run together: found among the pieces of a document, from their heading to the first table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold, key
from keikaku.reading.grammar import Grammar, Level
from keikaku.reading.model import Fact
from keikaku.reading.stream import Piece, Sheet, Strip
from keikaku.reading.values.patterns import Match

_BORDER = "|¦"
"""What the extraction makes of the line between two cells."""
_APART = f" \t{_BORDER}"
_SHORT = 2
"""Letters of the longest label that may also begin a word: it stands alone, or before a space."""


@dataclass(slots=True)
class Form:
    """A form.

    Attributes:
        level: Name of the level of its heading.
        heading: The line of its heading.
        match: What the heading says.
        above: The line above the heading that is of the form, or None.
        lines: The lines below the heading.
    """

    level: str
    heading: Line
    match: Match
    above: Line | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The number of its heading's line."""
        return self.heading.number

    @property
    def beside(self) -> str:
        """What stands behind the heading in its line."""
        text = self.heading.text
        return text[len(text) - len(text.lstrip()) + self.match.span("number")[1] :]


def flat(line: Line) -> str:
    """Return a line's print with its cells in one row."""
    return line.text.replace("\t", " ").strip()


class Labels:
    """Finds labels where layout set them apart: after a space, a TAB or a border, or at the beginning.

    Args:
        words: Whose label each print is: whole, or a part of it.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        self.of = {fold(word): label for word, label in words.items()}
        ordered = sorted(self.of, key=lambda word: (-len(word), word))
        whole = (re.escape(word) + (r"(?=\s|$)" if len(word) <= _SHORT else "") for word in ordered)
        self._find = re.compile("|".join(whole) or r"(?!)")

    def split(self, text: str) -> list[tuple[str, str]]:
        """Return a print in pieces: of each the label that it is, "" for what stands between labels, and the print."""
        pieces: list[tuple[str, str]] = []
        at, folded = 0, fold(text)
        for match in self._find.finditer(folded):
            first = match.start() == at and (at == 0 or bool(pieces))
            if first or folded[match.start() - 1] in _APART:
                pieces += [("", text[at : match.start()]), (match.group(), match.group())]
                at = match.end()
        pieces.append(("", text[at:]))
        plain = ((word, print_.strip().strip(_BORDER).strip()) for word, print_ in pieces)
        return [(word, print_) for word, print_ in plain if print_]


def prints_of(label: str) -> list[str]:
    """Return the prints that a label may have: whole, with its space, and in parts.

    >>> prints_of("関連する 個別計画"), prints_of("節")
    (['関連する個別計画', '関連する 個別計画', '関連する', '個別計画'], ['節'])
    """
    return list(dict.fromkeys([label.replace(" ", ""), label, *label.split()]))


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: Sheet
    line: Line


def with_forms(pieces: Iterable[Piece], grammar: Grammar, ends: Callable[[Line], bool]) -> list[Piece | Form]:
    """Return the pieces of a document, those that are of a form taken together.

    Args:
        pieces: The pieces.
        grammar: What the series prints.
        ends: Tells whether a line has a form of its own, which ends the one above it.
    """
    levels = {name: level for name, level in grammar.levels.items() if level.scattered}
    if not levels:
        return list(pieces)
    found: list[Strip | _Row | Form] = []
    form: Form | None = None
    for part in _parts(pieces):
        head = _head(levels, flat(part.line))
        if head:
            form = Form(head[0], part.line, head[1])
            last = found[-1] if found else form
            if not isinstance(last, Form) and _is_above(last.line, form, grammar):
                form.above = last.line
                found.pop()
            found.append(form)
        elif form and not ends(part.line):
            form.lines.append(part.line)
        else:
            form = None
            found.append(part)
    return list(_together(found))


def _parts(pieces: Iterable[Piece]) -> Iterator[Strip | _Row]:
    for piece in pieces:
        if isinstance(piece, Sheet):
            yield from (_Row(piece, line) for line in piece.lines)
        else:
            yield piece


def _together(found: Iterable[Strip | _Row | Form]) -> Iterator[Piece | Form]:
    """Yield rows that stand below each other in one table as what is left of it."""
    for at, (sheet, group) in enumerate(groupby(found, key=lambda one: getattr(one, "sheet", None))):
        if sheet is None:
            yield from (one for one in group if not isinstance(one, _Row))
        else:
            lines = tuple(one.line for one in group if isinstance(one, _Row))
            yield replace(sheet, lines=lines) if at or len(lines) < len(sheet.lines) else sheet


def _head(levels: Mapping[str, Level], text: str) -> tuple[str, Match] | None:
    found = ((name, level.head.fullmatch(text)) for name, level in levels.items() if level.head)
    return next(((name, match) for name, match in found if match), None)


def ahead(level: Level, grammar: Grammar) -> list[str]:
    """Return the labels of a form that may stand above its heading: pictures of the SDGs, which are higher than a line."""
    return [label for label in level.scattered if (known := grammar.field(label)) and known.is_ is Fact.SDG]


def _is_above(line: Line, form: Form, grammar: Grammar) -> bool:
    """Tell whether the line above a heading is of its form: it begins with a label that may stand there."""
    text, beside = key(line.text), key(form.beside)
    for label in ahead(grammar.levels[form.level], grammar) if "。" not in line.text else ():
        whole, parts = key(label), [key(part) for part in label.split()]
        cut = text.startswith(parts[0]) and whole not in text and parts[-1] in beside
        if text.startswith(whole) or cut:
            return True
    return False
