"""Texts of measure sheets: wrapped statements, labels, what is lost in them, and the footnotes that explain them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from keikaku.ground.text.folding import fold, join, key
from keikaku.reading.layouts.measure_sheets.lines import Sort, Token, lost_inside, wide
from keikaku.reading.layouts.measure_sheets.settings import RoleSection, TextSection
from keikaku.reading.model import Confidence, Element, Fact, Indicator, Severity, Statement
from keikaku.reading.records import Reading
from keikaku.reading.values.patterns import Pattern

_MARK = re.compile(r"\(\s*※\s*([0-9]{0,2})\s*\)")
_OPENING, _CLOSING = "「『(【[〔", "」』)】]〕"


_SPLIT_FIGURE = re.compile(r"[0-9][.,]? +[.,]?[0-9]")
_AS_WIDE = 0.85


@dataclass(slots=True, eq=False)
class Scope:
    """What footnotes of a sheet or of a field's page can explain.

    Attributes:
        indicators: By the key of their label.
        marks: What prints a footnote mark in its name or in a text of its own, by the mark's number.
    """

    indicators: dict[str, Indicator] = field(default_factory=dict)
    marks: dict[str, list[Element | Indicator]] = field(default_factory=dict)

    def note_marks(self, print_: str, record: Element | Indicator) -> None:
        """Note the footnote marks in a print."""
        for mark in dict.fromkeys(_MARK.findall(fold(print_))):
            bearers = self.marks.setdefault(mark, [])
            if record not in bearers:
                bearers.append(record)


_CUT_BEFORE = re.compile(
    r"[をのづるれっゃゅょぁぃぅぇぉんー]|[ァィゥェォャュョッン]|[か-なにねは-まむ-よらりろわ](?=[\u3400-\u9fffァ-ヴ])"
)
_CUT_BEHIND = re.compile(r"[をのにがとやへ、・っゃゅょァィゥェォャュョッ]$")


def is_cut(text: str) -> bool:
    """Return whether a text begins or ends inside a phrase, so that a line of it must be lost.

    No Japanese word begins with を or ん, and a single hiragana before a kanji is the end of a word before it (お
    and ご aside); a text that ends in a particle goes on.

    >>> is_cut("の総合的管理の推進"), is_cut("業務の成果向上と"), is_cut("お年寄りの支援")
    (True, True, False)
    """
    return bool(_CUT_BEFORE.match(text) or _CUT_BEHIND.search(text)) or not is_balanced(text)


def is_wrapped(parts: Sequence[str]) -> bool:
    """Return whether lines can be one wrapped text: each but the last is about as wide as those below it."""
    widths = [wide(part) for part in parts]
    return all(width >= _AS_WIDE * max(widths[at:]) for at, width in enumerate(widths[:-1], 1))


def is_balanced(text: str) -> bool:
    """Return whether every bracket of a text closes: half a label seldom does.

    >>> is_balanced("「区（自治会）」の割合"), is_balanced("運用」満足度")
    (True, False)
    """
    open_: list[str] = []
    for char in fold(text):
        if char in _OPENING:
            open_.append(_CLOSING[_OPENING.index(char)])
        elif char in _CLOSING and (not open_ or open_.pop() != char):
            return False
    return not open_


def confidence_in(reading: Reading, parts: Sequence[str], lines: Sequence[int]) -> Confidence:
    """Return Doubtful, and report it, where a character inside a text or an end of it is lost."""
    value = join(parts)
    if is_cut(value):
        _report_cut(reading, value, lines)
        return Confidence.DOUBTFUL
    if not any(lost_inside(part) or _SPLIT_FIGURE.search(fold(part)) for part in parts):
        return Confidence.CERTAIN
    reading.report(
        "lost-character",
        Severity.WARNING,
        "A character of this text is lost, or a figure in it is split.",
        "この文の文字が失われているか、数字が分かれています。",
        *lines,
    )
    return Confidence.DOUBTFUL


def _report_cut(reading: Reading, value: str, lines: Sequence[int]) -> None:
    shown = value if len(value) < 25 else f"{value[:12]}…{value[-12:]}"
    reading.report(
        "cut-off",
        Severity.WARNING,
        f"A line of this text seems to be lost: {shown}",
        f"文の一部の行が失われているようです: {shown}",
        *lines,
    )


def state_text(
    reading: Reading,
    of: Element,
    fact: Fact,
    parts: Sequence[str],
    lines: Sequence[int],
    *,
    ends: Pattern | None = None,
    who: str = "",
    confidence: Confidence = Confidence.CERTAIN,
) -> Statement:
    """State a wrapped text; one that is cut off or has lost a character is doubtful and reported."""
    value = join(parts)
    sure = confidence_in(reading, parts, lines)
    if sure is Confidence.CERTAIN and ends and not ends.search(value):
        sure = Confidence.DOUBTFUL
        _report_cut(reading, value, lines)
    sure = confidence if sure is Confidence.CERTAIN else sure
    return reading.state(of, fact, value, lines, stakeholder=who, confidence=sure)


def read_texts(reading: Reading, of: Element, scope: Scope, section: TextSection, body: list[Token]) -> None:
    """Read a section of bulleted statements; a line that continues none of them stays unread."""
    open_: list[Token] = []
    for token in body:
        if token.sort is Sort.BULLET:
            _finish(reading, of, scope, section, open_)
            open_ = [token] if _is_bullet(section, token) else []
        elif token.sort is not Sort.PLAIN:
            break
        elif open_ and not section.ends.search(open_[-1].text):
            open_.append(token)
    _finish(reading, of, scope, section, open_)


def _is_bullet(section: TextSection, token: Token) -> bool:
    return token.mark == section.mark and not token.before and len(token.bullets) == 1


def _finish(reading: Reading, of: Element, scope: Scope, section: TextSection, open_: list[Token]) -> None:
    if not open_:
        return
    parts = [open_[0].bullets[0], *(token.text for token in open_[1:])]
    lines = [number for token in open_ for number in token.lines]
    statement = state_text(reading, of, section.fact, parts, lines, ends=section.ends)
    scope.note_marks(statement.value, of)


def read_roles(reading: Reading, of: Element, section: RoleSection, body: list[Token]) -> None:
    """Read the table of roles: each row begins with who, and each of its statements on a line of its own."""
    seen: dict[str, None] = {}
    rows = _Rows(reading, of, section)
    for token in body:
        if token.sort is Sort.COLUMNS and section.columns.fullmatch(join([token.text])):
            rows.close()
            rows.fresh = True
            reading.structure(*token.lines)
        elif token.sort is not Sort.PLAIN:
            break
        elif found := _who(section, token.text):
            rows.open(found[0], found[1], token, found[0] in seen)
            seen[found[0]] = None
        else:
            rows.go_on(token)
    rows.close()
    missing = [who for who in section.who if who not in seen]
    if missing:
        reading.report(
            "role-missing",
            Severity.VIOLATION,
            f"The table of roles of “{of.label}” has no row for {', '.join(missing)}: a line of it is lost.",
            f"「{of.label}」の役割の表に {'、'.join(missing)} の行がありません。行が失われています。",
            *of.lines[:1],
        )


def _who(section: RoleSection, text: str) -> tuple[str, str] | None:
    """Return who a line begins with and the rest of it."""
    folded = fold(text)
    for who in section.who:
        spaced = r"\s*".join(map(re.escape, fold(who)))
        if match := re.match(rf"\s*{spaced}(?:\s+|$)", folded):
            return who, text[match.end() :]
    return None


class _Rows:
    """The rows of a table of roles, one open at a time."""

    def __init__(self, reading: Reading, of: Element, section: RoleSection) -> None:
        self._reading, self._of, self._section = reading, of, section
        self._who = ""
        self._head: list[int] = []
        self._parts: list[str] = []
        self._lines: list[int] = []
        self.fresh = True

    def open(self, who: str, text: str, token: Token, again: bool) -> None:
        """Begin a row; one stakeholder has a second row only below a repeated table head."""
        self.close()
        if again and not self.fresh:
            self._reading.report(
                "role-again",
                Severity.WARNING,
                f"{who} has two rows in one table.",
                f"一つの表に「{who}」の行が二つあります。",
                *token.lines,
            )
        self._who, self._head, self.fresh = who, token.lines, False
        if text.strip():
            self._add(text, token)

    def go_on(self, token: Token) -> None:
        """Add a line to the open row; after a gap it belongs to none and stays unread."""
        if not self._who or token.gap:
            self.close()
            return
        self._add(token.text, token)

    def _add(self, text: str, token: Token) -> None:
        if self._parts and self._section.ends.search(join(self._parts)):
            self._state()
        self._parts.append(text)
        self._lines += token.lines

    def _state(self) -> None:
        if self._parts:
            lines = list(dict.fromkeys([*self._head, *self._lines]))
            state_text(
                self._reading,
                self._of,
                Fact.STAKEHOLDER_ROLE,
                self._parts,
                lines,
                ends=self._section.ends,
                who=self._who,
            )
        self._parts, self._lines = [], []

    def close(self) -> None:
        """End the open row."""
        self._state()
        self._who = ""


def explain(reading: Reading, scope: Scope, notes: list[Token]) -> None:
    """State each footnote of the one element or indicator that prints its mark, else of the indicator it defines.

    A footnote whose mark stands nowhere, or in two places, is reported.
    """
    for note in notes:
        match = note.group
        bearers = scope.marks.get(fold(match["mark"]), [])
        defined = scope.indicators.get(key(match.group("term")))
        if not bearers and defined:
            bearers = [defined]
        if len(bearers) != 1:
            reading.report(
                "note-unplaced",
                Severity.WARNING,
                "The mark of this footnote stands nowhere, or in two places.",
                "この注の印が本文にないか、二か所にあります。",
                *note.lines,
            )
            continue
        parts = [match["text"], *note.parts[1:]]
        sure = confidence_in(reading, parts, note.lines)
        reading.state(bearers[0], Fact.NOTE, join(parts), note.lines, confidence=sure)
