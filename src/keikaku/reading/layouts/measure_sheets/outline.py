"""The outline of a document of measure sheets: which lines belong to which sheet, and the pages of the fields.

Text extraction pushes the page head of a field into the middle of a sheet. Taken out, it leaves the sheet as it
was printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from keikaku.ground.text.folding import fold, key
from keikaku.reading.layouts.measure_sheets.lines import Sort, Token
from keikaku.reading.layouts.measure_sheets.settings import SheetSettings
from keikaku.reading.layouts.measure_sheets.texts import is_wrapped
from keikaku.reading.model import Severity
from keikaku.reading.records import Reading

Order = tuple[int, ...]


def order(number: str) -> Order:
    """Return a printed number as one that sorts.

    >>> order("35"), order("２－１")
    ((35,), (2, 1))
    """
    return tuple(int(digits) for digits in re.findall(r"[0-9]+", fold(number)))


@dataclass(slots=True, eq=False)
class Chapter:
    """The head of a field, and what stands on its page.

    Attributes:
        head: The tokens of the head.
        number: The field's number as printed.
        label: The prints that its wording is wrapped into.
        body: The statements, perspectives and footnotes of the page.
        goal: The head of its goal, where it closes the page.
        opens: The number of the first measure of the field.
    """

    head: list[Token]
    number: str
    label: list[str]
    body: list[Token] = field(default_factory=list)
    goal: Token | None = None
    opens: Order | None = None


@dataclass(slots=True, eq=False)
class Sheet:
    """The lines of one measure.

    Attributes:
        head: Its head.
        again: The same head, printed again.
        serves: The lines above its head that name goals of the strategy.
        tokens: Everything below its head.
        overrun: Whether a section comes a second time: the next sheet has lost its head.
    """

    head: Token
    again: list[Token] = field(default_factory=list)
    serves: list[Token] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    overrun: bool = False
    _heads: set[int] = field(default_factory=set)

    def add(self, token: Token) -> None:
        """Add a line."""
        if token.sort is Sort.SECTION:
            self.overrun |= id(token.section) in self._heads
            self._heads.add(id(token.section))
        self.tokens.append(token)

    @property
    def number(self) -> Order:
        """The measure's number."""
        return order(self.head.group["number"])


@dataclass(slots=True, eq=False)
class Outline:
    """Sheets by number, pages of fields, heads of goals that stand by themselves, and what is left of lost heads.

    Attributes:
        sheets: By the number of their measure.
        chapters: The heads of the fields, with their pages.
        goals: Heads of goals beside the pages, with the number of the measure that they open.
        broken: Numbers of the measures where the head of a field stands, but not whole.
    """

    sheets: dict[Order, Sheet] = field(default_factory=dict)
    chapters: list[Chapter] = field(default_factory=list)
    goals: list[tuple[Token, Order | None]] = field(default_factory=list)
    broken: list[Order] = field(default_factory=list)


def outline(reading: Reading, settings: SheetSettings, tokens: list[Token]) -> Outline:
    """Return the outline; a line that finds no place in it stays unread."""
    result = Outline()
    sheet: Sheet | None = None
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.sort is Sort.FIELD and (chapter := _chapter(settings, tokens, at)):
            at += len(chapter.head) + len(chapter.body) + (chapter.goal is not None)
            chapter.opens = _opens(sheet, tokens, at)
            result.chapters.append(chapter)
            continue
        at += 1
        if token.sort is Sort.GOAL:
            result.goals.append((token, _opens(sheet, tokens, at)))
        elif token.sort is Sort.MEASURE:
            sheet = _sheet(reading, result, token, _serves(tokens, at - 1))
            if sheet and sheet.again and at < len(tokens):
                tokens[at].top = True  # the head, printed again, is the top of a page
        elif token.sort in {Sort.FIELD, Sort.FIELD_REST} and (opens := _opens(sheet, tokens, at)):
            result.broken.append(opens)
        if sheet and token.sort not in {Sort.MEASURE, Sort.SERVES, Sort.GOAL}:
            sheet.add(token)
    return result


def _chapter(settings: SheetSettings, tokens: list[Token], at: int) -> Chapter | None:
    """Return the head of a field and its page, None where the head is not whole."""
    head = [tokens[at]]
    match = tokens[at].group
    chapter = Chapter(head, match["number"], [])
    label = match.group("label")
    if settings.field and settings.field.rest and not label:
        rest = tokens[at + 1] if at + 1 < len(tokens) else None
        if rest is None or rest.sort is not Sort.FIELD_REST or rest.gap:
            return None
        head.append(rest)
        label = rest.group.group("label")
    if label:
        chapter.label = [label]
    else:
        lines = _label_below(tokens, at + len(head))
        head += lines
        chapter.label = [token.text for token in lines]
    _page(settings, chapter, tokens, at + len(head))
    return chapter if chapter.label and is_wrapped(chapter.label) else None


def _label_below(tokens: list[Token], at: int) -> list[Token]:
    lines: list[Token] = []
    while at < len(tokens) and tokens[at].sort is Sort.PLAIN and not (lines and tokens[at].gap):
        lines.append(tokens[at])
        at += 1
    return lines


def _page(settings: SheetSettings, chapter: Chapter, tokens: list[Token], at: int) -> None:
    """Add the page below a field's head, if the head of its goal closes it."""
    end = at
    while end < len(tokens) and _on_page(settings, tokens[end]):
        end += 1
    if end < len(tokens) and tokens[end].sort is Sort.GOAL:
        chapter.body, chapter.goal = tokens[at:end], tokens[end]


def _on_page(settings: SheetSettings, token: Token) -> bool:
    if token.sort is Sort.BULLET:
        return token.mark == settings.chapter_mark
    return token.sort in {Sort.PLAIN, Sort.NOTE, Sort.BOX, Sort.GARBLED}


def _opens(sheet: Sheet | None, tokens: list[Token], at: int) -> Order | None:
    """Return the measure that a head before a place opens: the next one if its head follows, else this one.

    It is None where the sheet has run into the next one, whose head is lost.
    """
    if sheet and not (
        at < len(tokens) and tokens[at].sort in {Sort.MEASURE, Sort.SERVES, Sort.FIELD, Sort.GOAL}
    ):
        return None if sheet.overrun else sheet.number
    following = (tokens[place] for place in range(at, len(tokens)))
    measure = next((token for token in following if token.sort is Sort.MEASURE), None)
    return order(measure.group["number"]) if measure else None


def _serves(tokens: list[Token], at: int) -> list[Token]:
    """Return the lines directly above a measure's head that name goals of the strategy."""
    found = []
    while at and tokens[at - 1].sort is Sort.SERVES:
        at -= 1
        found.append(tokens[at])
    return found[::-1]


def _sheet(reading: Reading, result: Outline, token: Token, serves: list[Token]) -> Sheet | None:
    """Return the sheet that a measure's head opens, or goes on with."""
    sheet = Sheet(token, serves=serves)
    known = result.sheets.setdefault(sheet.number, sheet)
    if known is sheet:
        return sheet
    if key(known.head.group["label"]) != key(token.group["label"]):
        reading.report(
            "measure-number",
            Severity.VIOLATION,
            "Two measures have one number.",
            "二つの施策に同じ番号が付いています。",
            *known.head.lines,
            *token.lines,
        )
        return None
    known.again.append(token)
    return known
