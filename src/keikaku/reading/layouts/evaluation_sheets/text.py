"""What the readers of evaluation sheets share: field names beside and inside text, prose, ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold, join, tidy
from keikaku.reading.model import Confidence, Element, Evaluation, Fact, Severity, Statement
from keikaku.reading.records import Reading

_SENTENCE_END = re.compile(r"。[)」』]*$")
_KANJI = "一二三四五六七八九十"
_ORDINAL = re.compile(rf"[0-9]+|[{_KANJI}]+")
_BORDER = "|¦"
_SHORTEST = 8
"""Length below which a text can only be the end of one."""

_APART = " \t|"


def ends(text: str) -> bool:
    """Return whether a text ends where a sentence does."""
    return _SENTENCE_END.search(text.strip()) is not None


def balanced(text: str) -> bool:
    """Return whether every bracket that closes in a text was opened there, and the other way round."""
    depth = 0
    for char in text:
        depth += (char in "「『") - (char in "」』")
        if depth < 0:
            return False
    return depth == 0


def is_prose(text: str) -> bool:
    """Return whether a print is running text and no name: it ends a sentence or is parted by commas."""
    return "。" in text or "、" in text


def ordinal(text: str) -> int | None:
    """Return the number in a print such as 第7章 or 第一節, None where there is not exactly one."""
    found = _ORDINAL.findall(fold(text))
    if len(found) != 1:
        return None
    if found[0].isdecimal():
        return int(found[0])
    tens, ten, ones = found[0].rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    high = (_KANJI.find(tens) + 1 if tens else 1) if ten else 0
    return high * 10 + (_KANJI.find(ones) + 1 if ones else 0)


def flat(line: Line) -> str:
    """Return a line's print with its cells in one row."""
    return line.text.replace("\t", " ").strip()


def filled(line: Line) -> list[tuple[int, str]]:
    """Return the cells that hold something, with their columns."""
    return [(index, cell) for index, cell in enumerate(line.cells) if cell]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: the name of a field, or what stands beside it.

    Attributes:
        label: The field's name, or "" for a stretch of text.
        text: The print.
    """

    label: str
    text: str


class Labels:
    """Finds names of fields where layout set them apart: after a space, a TAB or at the beginning.

    Args:
        words: The names, or the pieces in which they are printed.
    """

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted({fold(word) for word in words}, key=lambda word: (-len(word), word))
        whole = "|".join(re.escape(word) + (r"(?=\s|$)" if len(word) <= 2 else "") for word in ordered)
        self._find = re.compile(whole)

    def split(self, text: str) -> list[Piece]:
        """Return the line's pieces in order; what stands between two names is one piece."""
        pieces: list[Piece] = []
        at = 0
        folded = fold(text)
        for match in self._find.finditer(folded):
            if not (match.start() == at and (at == 0 or pieces)) and folded[match.start() - 1] not in _APART:
                continue
            _add_text(pieces, text[at : match.start()])
            pieces.append(Piece(match.group(), text[match.start() : match.end()]))
            at = match.end()
        _add_text(pieces, text[at:])
        return pieces


def _add_text(pieces: list[Piece], text: str) -> None:
    plain = text.strip().strip(_BORDER).strip()
    if plain:
        pieces.append(Piece("", plain))


@dataclass(slots=True)
class Text:
    """A text in the making: its lines, what they print, and whether a field's name stood inside.

    Attributes:
        parts: The prints, to be joined.
        lines: Where they stand.
        broken: Whether something had to be taken out of a sentence.
    """

    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    broken: bool = False

    def add(self, line: Line, parts: Sequence[str]) -> None:
        """Add what a line holds of the text."""
        self.parts.extend(parts)
        self.lines.append(line)

    @property
    def value(self) -> str:
        """The text, tidied."""
        return join(self.parts)

    @property
    def complete(self) -> bool:
        """Whether the text ends where a sentence does."""
        return bool(self.parts) and ends(self.parts[-1])

    def state(
        self,
        reading: Reading,
        of: Element | Evaluation,
        fact: Fact,
        confidence: Confidence = Confidence.CERTAIN,
    ) -> Statement:
        """Put the text into the reading; one that breaks off is doubtful and reported."""
        numbers = list(dict.fromkeys(line.number for line in self.lines))
        if not self.complete or not balanced(self.value) or len(self.value) < _SHORTEST:
            confidence = Confidence.DOUBTFUL
            reading.report(
                "text-cut",
                Severity.WARNING,
                "A text breaks off within a sentence.",
                "文章が文の途中で切れています。",
                *numbers,
            )
        elif self.broken and confidence is Confidence.CERTAIN:
            confidence = Confidence.REPAIRED
        statement = reading.state(of, fact, self.value, numbers, confidence=confidence)
        if self.broken:
            statement.as_printed = " ".join(tidy(line.printed) for line in self.lines)
        return statement
