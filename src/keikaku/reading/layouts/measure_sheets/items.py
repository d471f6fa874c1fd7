"""The table of items and their contents, whose two columns text extraction has put into one.

An item's name stands before its bullets, over one line or more. What tells a name from the end of a wrapped
bullet is the layout, never the words: a gap above it, the width of the lines, what follows. Where these
contradict each other, the lines stay unread.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from keikaku.ground.text.folding import join, key, tidy
from keikaku.reading.departments import split_departments
from keikaku.reading.layouts.measure_sheets.lines import (
    Sort,
    Token,
    either,
    is_full,
    lost_inside,
    paragraphs,
    wide,
)
from keikaku.reading.layouts.measure_sheets.settings import ActionSection
from keikaku.reading.layouts.measure_sheets.texts import Scope, confidence_in, is_wrapped, state_text
from keikaku.reading.model import Element, Fact, Kind, Severity
from keikaku.reading.records import Reading

_NAME = 0.6
"""A line of a name has at most this share of it: names stand in the narrow column."""

_IN_TABLE = frozenset({Sort.PLAIN, Sort.BULLET, Sort.GARBLED})
_UNFINISHED = re.compile(r"[のをにとがやへ、・]$")


@dataclass(slots=True, eq=False)
class Item:
    """An item of the table."""

    name: list[Token]
    parts: list[str]
    bullets: list[Bullet] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Bullet:
    """A content of an item; `after_gap` where a gap stands before it and it is not the first."""

    parts: list[str]
    tokens: list[Token]
    after_gap: bool = False


class Items:
    """Reads the section of items of one measure.

    Args:
        reading: Where the records go.
        of: The measure.
        scope: What footnotes of the sheet can explain.
        section: The settings of the section.
        width: The usual width of a wrapped line.
    """

    def __init__(
        self, reading: Reading, of: Element, scope: Scope, section: ActionSection, width: float
    ) -> None:
        self._reading, self._of, self._scope = reading, of, scope
        self._section, self._width = section, width
        self._owner = of
        self._groups = 0
        self._headed = False  # whether a table is open, so that only a page break explains another head
        self._last: Element | None = None
        self._names: dict[tuple[Element, str], Element] = {}

    def read(self, head: Token, body: list[Token]) -> None:
        """Read the section; from where it stops making sense, it stays unread."""
        if departments := head.group.group("departments").strip():
            self._departments(self._of, departments, head)
        else:
            self._reading.structure(*head.lines)
        run: list[Token] = []
        for at, token in enumerate(body):
            after = body[at + 1] if at + 1 < len(body) else None
            if token.sort in _IN_TABLE and not self._is_department(token, after):
                run.append(token)
                continue
            self._items(run)
            run = []
            if not self._boundary(token):
                return
        self._items(run)

    # -- heads between the items

    def _is_department(self, token: Token, after: Token | None) -> bool:
        """Return whether a line holds departments: it looks so, and a table head follows."""
        is_head = after is not None and after.sort is Sort.COLUMNS
        return (
            is_head
            and token.sort is Sort.PLAIN
            and self._section.department.fullmatch(token.text) is not None
        )

    def _boundary(self, token: Token) -> bool:
        """Take a line that parts the items; tell whether the section goes on."""
        if token.sort is Sort.COLUMNS:
            return self._columns(token)
        self._headed, self._last = False, None
        if token.sort is Sort.GROUP:
            return self._group(token)
        if token.sort is Sort.PLAIN:
            self._departments(self._owner, token.text, token)
            return True
        return False

    def _columns(self, token: Token) -> bool:
        if not either(self._section.columns, token.text):
            return False
        if self._headed and not token.top:
            self._violate(
                "table-head",
                "A second table begins here without a heading of its own: its heading is lost.",
                "見出しのないまま二つ目の表が始まっています。見出しが失われています。",
                token,
            )
            return False
        self._headed = True
        self._reading.structure(*token.lines)
        return True

    def _group(self, token: Token) -> bool:
        match = token.group
        number = "".join(re.findall(r"[0-9]+", join([match["number"]])))
        if int(number or 0) != self._groups + 1 or (self._names and not self._groups):
            self._violate(
                "group-number",
                f"Group {number} follows {self._groups or 'none'}: a heading between them is lost.",
                f"{self._groups or 'なし'} の次が ({number}) です。間の見出しが失われています。",
                token,
            )
            return False
        self._groups += 1
        label = join([match["label"]])
        self._owner = self._reading.element(
            Kind.ACTION,
            label,
            under=self._of,
            lines=token.lines,
            number=tidy(match["number"]),
            confidence=confidence_in(self._reading, [match["label"]], token.lines),
        )
        self._departments(self._owner, match["departments"], token)
        return True

    def _departments(self, of: Element, text: str, token: Token) -> None:
        """State departments; what does not look like a list of them leaves its line unread."""
        if lost_inside(text) or not self._section.department.fullmatch(text):
            return
        for name in split_departments(text):
            self._reading.state(of, Fact.DEPARTMENT, name, token.lines)

    # -- items

    def _items(self, run: list[Token]) -> None:
        for item in _Splitter(self._section.mark, self._width).items(run):
            element = self._item(item)
            for bullet in item.bullets:
                self._content(element, bullet)

    def _item(self, item: Item) -> Element:
        lines = [number for token in item.name for number in token.lines]
        label = join(item.parts)
        known = self._names.get((self._owner, key(label)))
        if known and known is self._last:
            self._reading.again(known, *lines)
            return known
        element = self._last = self._reading.element(
            Kind.ACTION,
            label,
            under=self._owner,
            lines=lines,
            confidence=confidence_in(self._reading, item.parts, lines),
        )
        if known:
            self._violate(
                "item-twice",
                f"The item “{label}” stands twice in one table.",
                f"一つの表に取組項目「{label}」が二度あります。",
                item.name[0],
            )
        self._names[self._owner, key(label)] = element
        return element

    def _content(self, element: Element, bullet: Bullet) -> None:
        lines = [number for token in bullet.tokens for number in token.lines]
        statement = state_text(self._reading, element, Fact.CONTENT, bullet.parts, lines)
        self._scope.note_marks(statement.value, element)
        if bullet.after_gap:
            self._reading.report(
                "gap-in-item",
                Severity.INFO,
                f"A gap stands before this content of “{element.label}”; no name of another item stands in it.",
                f"「{element.label}」のこの内容の前に空きがありますが、別の取組項目名はありません。",
                *lines,
            )

    def _violate(self, rule: str, en: str, ja: str, token: Token) -> None:
        self._reading.report(rule, Severity.VIOLATION, en, ja, *token.lines, *self._of.lines)


class _Splitter:
    """Parts the lines below a table head into items, bullets, and lines that no item takes."""

    def __init__(self, mark: str, width: float) -> None:
        self._mark, self._width = mark, width
        self._item: Item | None = None
        self._found: list[Item] = []

    def items(self, run: list[Token]) -> list[Item]:
        """Return the items of a run of lines, in order."""
        at = 0
        while at < len(run):
            plain = at
            while at < len(run) and run[at].sort is not Sort.BULLET:
                at += 1
            after = run[at] if at < len(run) else None
            name = self._plain(run[plain:at], after, plain > 0) if at > plain else None
            if after is not None:
                self._bullets(after, name)
                at += 1
        return [item for item in self._found if item.bullets]

    def _plain(self, lines: list[Token], after: Token | None, below: bool) -> list[Token] | None:
        """Take the lines between two bullets; return those that name the next item."""
        parts = list(paragraphs(lines))
        if any(line.sort is Sort.GARBLED for line in lines):
            self._item = None
            return None
        if below and not lines[0].gap:
            if not self._go_on(parts[0], after if len(parts) == 1 else None):
                self._item = None
            parts = parts[1:]
        if not parts:
            return None
        unfinished = self._item and _UNFINISHED.search(tidy(self._item.bullets[-1].parts[-1]))
        self._item = None
        if len(parts) > 1 or after is None or unfinished or not self._is_name(parts[0]):
            return None
        return parts[0]

    def _go_on(self, lines: list[Token], after: Token | None) -> bool:
        """Add the lines directly below a bullet to it; tell whether they are its end without doubt."""
        bullet = self._item.bullets[-1] if self._item and self._item.bullets else None
        if bullet is None:
            return False
        if not all(
            is_full(part, self._width) for part in (bullet.parts[-1], *(line.text for line in lines[:-1]))
        ):
            return False
        if (
            after is not None
            and after.gap
            and not after.before
            and not _continues(bullet.parts[-1], lines[0].text)
        ):
            return False
        bullet.parts += [line.text for line in lines]
        bullet.tokens += lines
        return True

    def _is_name(self, lines: list[Token]) -> bool:
        narrow = not self._width or all(wide(line.text) <= _NAME * self._width for line in lines)
        return narrow and is_wrapped([line.text for line in lines])

    def _bullets(self, token: Token, name: list[Token] | None) -> None:
        """Take a line with bullets, and perhaps a name or the end of one before them."""
        if token.mark != self._mark:
            self._item = None
            return
        if token.before:
            joined = name if name and not token.gap else []
            self._open([*joined, token], [*(line.text for line in joined), token.before])
        elif name:
            self._open(name, [line.text for line in name])
        elif self._item is None:
            return
        after_gap = bool(token.gap and self._item and self._item.bullets)
        if after_gap and not self._may_gap(token):
            self._item = None
        if self._item:
            self._item.bullets += [Bullet([text], [token], after_gap) for text in token.bullets]

    def _may_gap(self, token: Token) -> bool:
        """Return whether a bullet after a gap may belong to the open item: one gap below a wrapped bullet."""
        return token.gap == 1 and self._item is not None and len(self._item.bullets[-1].tokens) > 1

    def _open(self, name: list[Token], parts: list[str]) -> None:
        self._item = Item(name, parts)
        self._found.append(self._item)


def _continues(before: str, after: str) -> bool:
    """Return whether a line begins inside a word or phrase of the line before it: with hiragana or within katakana."""
    last, first = tidy(before)[-1:], tidy(after)[:1]
    scripts = [unicodedata.name(char, "").split(" ")[0] for char in (last, first)]
    return scripts[1] == "HIRAGANA" or scripts[0] == scripts[1] == "KATAKANA" or (last + first).isascii()
