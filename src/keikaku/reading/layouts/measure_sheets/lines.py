"""The lines of a document of measure sheets, sorted by what they look like."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from statistics import median

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import LOST, fold, join, tidy
from keikaku.reading.layouts.measure_sheets.settings import Section, SheetSettings
from keikaku.reading.records import Reading
from keikaku.reading.values.patterns import Match, Pattern

_FULL = 0.85
"""A line that goes on in the next one has at least this share of the usual width of such lines."""

_LONGEST_HEAD = 60
"""A line up to this length may be a head whose letters are set apart."""

_NUMBER_AGAIN = re.compile(r"[0-9]+(?:\s|$)")


class Sort(Enum):
    """What a line looks like."""

    GOAL = auto()
    FIELD = auto()
    FIELD_REST = auto()
    BOX = auto()
    MEASURE = auto()
    SERVES = auto()
    SECTION = auto()
    COLUMNS = auto()
    GROUP = auto()
    NOTE = auto()
    BULLET = auto()
    GARBLED = auto()
    PLAIN = auto()


@dataclass(slots=True, eq=False)
class Token:
    """A line, or a footnote of several, as one thing.

    Attributes:
        sort: What it looks like.
        text: Its print.
        lines: Its lines' numbers.
        gap: How many blank (or furniture) lines stand before it.
        top: Whether it stands at the top of a page: after a page break or a layout space that page breaks leave.
        match: What its pattern found.
        section: The section that it heads.
        mark: The first mark of a bullet.
    """

    sort: Sort
    text: str
    lines: list[int]
    gap: int
    top: bool
    match: Match | None = None
    section: Section | None = None
    mark: str = ""
    parts: list[str] = field(default_factory=list)

    @property
    def group(self) -> Match:
        """What the pattern found; only for sorts that have a pattern."""
        if self.match is None:
            raise ValueError(f"{self.sort} has no pattern")
        return self.match

    @property
    def before(self) -> str:
        """What stands before the first mark of a bullet."""
        return self.text.partition(self.mark)[0].strip(f" \t\u3000{LOST}") if self.mark else ""

    @property
    def bullets(self) -> list[str]:
        """The texts behind each mark of a bullet line."""
        return self.text.split(self.mark)[1:]


def wide(text: str) -> float:
    """Return the width of a text in full-width characters."""
    return sum(0.5 if ord(char) < 0x2000 or 0xFF61 <= ord(char) <= 0xFF9F else 1.0 for char in tidy(text))


def lost_inside(text: str) -> bool:
    """Return whether a character of the text is lost: not before its first one, nor between ASCII words."""
    inner = text.lstrip(f" \t\u3000{LOST}").rstrip()
    return any(
        char == LOST and not _is_space(inner[at - 1 : at], inner[at + 1 : at + 2])
        for at, char in enumerate(inner)
    )


def _is_space(before: str, after: str) -> bool:
    """Return whether a lost character between two others is the space between words in ASCII."""
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def paragraphs(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield runs of tokens without a gap between them."""
    run: list[Token] = []
    for token in tokens:
        if run and token.gap:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def usual_width(bodies: list[list[Token]]) -> float:
    """Return the usual width of bullet lines that go on in the next line, 0 where there is none."""
    widths = [
        wide(before.bullets[-1]) if before.sort is Sort.BULLET else wide(before.text)
        for body in bodies
        for before, token in itertools.pairwise(body)
        if before.sort is Sort.BULLET and token.sort is Sort.PLAIN and not token.gap
    ]
    return median(widths) if widths else 0.0


def is_full(text: str, width: float) -> bool:
    """Return whether a line is wide enough to go on in the next one."""
    return wide(text) >= _FULL * width


def sorted_lines(reading: Reading, settings: SheetSettings) -> list[Token]:
    """Return the document's lines as tokens, footnotes put together."""
    sorter = _Sorter(settings)
    tokens: list[Token] = []
    previous: Line | None = None
    for line in reading.lines():
        if line.blank:
            continue
        token = sorter.token(line, previous)
        note = tokens[-1] if tokens and tokens[-1].sort is Sort.NOTE else None
        if note and token.sort is Sort.PLAIN and not token.gap:
            note.lines += token.lines
            note.parts.append(token.text)
            note.text = join(note.parts)
        else:
            tokens.append(token)
        previous = line
    return tokens


class _Sorter:
    """Sorts lines by the patterns of the settings."""

    def __init__(self, settings: SheetSettings) -> None:
        sections = settings.sections()
        self._sections = sections
        self._columns = [section.columns for section in sections if hasattr(section, "columns")]
        self._marks = {
            settings.chapter_mark,
            *(section.mark for section in sections if hasattr(section, "mark")),
        }
        field_head = settings.field
        patterns: list[tuple[Sort, Pattern | None]] = [
            (Sort.SERVES, settings.serves),
            (Sort.GOAL, settings.goal),
            (Sort.FIELD, field_head.head if field_head else None),
            (Sort.BOX, settings.perspectives.box if settings.perspectives else None),
            (Sort.MEASURE, settings.measure),
            (Sort.FIELD_REST, field_head.rest if field_head else None),
            (Sort.GROUP, settings.actions.group if settings.actions else None),
        ]
        self._patterns = [(sort, pattern) for sort, pattern in patterns if pattern]
        self._note = settings.note

    def token(self, line: Line, previous: Line | None) -> Token:
        """Return a line as a token."""
        gap = line.number - previous.number - 1 if previous else 1
        top = previous is None or line.page != previous.page or line.text[:1].isspace()
        token = Token(Sort.PLAIN, line.text, [line.number], gap, top, parts=[line.text])
        self._sort(token)
        return token

    def _sort(self, token: Token) -> None:
        prints = (token.text, tidy(token.text)) if len(token.text) <= _LONGEST_HEAD else (token.text,)
        for section in self._sections:
            if match := _first(section.head, prints):
                token.sort, token.match, token.section = Sort.SECTION, match, section
                return
        if any(_first(columns, prints) for columns in self._columns):
            token.sort = Sort.COLUMNS
            return
        for sort, pattern in self._patterns:
            match = pattern.fullmatch(token.text)
            if match and not (sort is Sort.MEASURE and _NUMBER_AGAIN.match(fold(match["label"]))):
                token.sort, token.match = sort, match
                return
        if match := self._note.match(token.text):
            token.sort, token.match = Sort.NOTE, match
        elif found := [char for char in token.text if char in self._marks]:
            token.sort, token.mark = Sort.BULLET, found[0]
        elif token.text.strip().startswith(LOST):
            token.sort = Sort.GARBLED


def either(pattern: Pattern, text: str) -> Match | None:
    """Match a head as printed, or without the spaces that set its letters apart."""
    return _first(pattern, (text, tidy(text)))


def _first(pattern: Pattern, prints: tuple[str, ...]) -> Match | None:
    return next((match for print_ in prints if (match := pattern.fullmatch(print_))), None)
