"""What lines of running plan text are made of: blocks, sentences, periods, bullets in a cell, numbers in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from keikaku.read.codes import circled, roman
from keikaku.read.document import Line
from keikaku.read.fiscal import whole_period
from keikaku.read.folding import LOST, fold, join, key, tidy
from keikaku.read.patterns import Pattern

SHORT = 30
"""A line of at most so many characters can be a heading; a longer one is text."""

_SENTENCE_END = re.compile(r"[。.!?][)」』]*$")
_TAG = re.compile(r"</?(?:ul|ol|li|p|br|span|div)\b[^<>]*>", re.IGNORECASE)
_LIST = re.compile(r"<[uo]l\b", re.IGNORECASE)
_MARK = re.compile(r"(?:^|(?<= ))[・•●○◆◇■□] *")
_GLUED_MARK = re.compile(r"(?:^|\s)[-・●○◆◇■□★☆◎]|-\s|-[①-⑳]|[★☆◎◆◇■]")
_OPEN_NAME = re.compile(r"[を、,・-]$")
_OPEN_TEXT = re.compile(r"[をがにはのへでてや、,・~-]$")
_BRACKETS = {"(": ")", "「": "」", "『": "』", "【": "】", "[": "]", "“": "”", "〈": "〉", "《": "》"}
_NOUN_END = re.compile(r"(?:[\u3400-\u9fff々〆ァ-ヺー」』)。]|[A-Za-z0-9%]|[りみ]|[合あ]い)$")
_NO_NOUN_END = re.compile(r"[的等及約各全同]$")
_PARTICLE = re.compile(r"[をがにはのへともでや、。・)」』]")
_ASCII_WORD = re.compile(r"[A-Za-z0-9.&+-]+")
_SHORTEST_BULLET = 4


class Body:
    """The lines of a section, read from the top; where a reader stops, the rest stays unread.

    Args:
        lines: The lines without the blank ones.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._at = 0

    @property
    def line(self) -> Line | None:
        """The next line."""
        return self._lines[self._at] if self._at < len(self._lines) else None

    @property
    def last(self) -> Line | None:
        """The line that was taken last."""
        return self._lines[self._at - 1] if self._at else None

    @property
    def apart(self) -> bool:
        """Whether the next line does not stand directly below the one before it."""
        if self._at == 0 or self._at >= len(self._lines):
            return True
        return self._lines[self._at].number != self._lines[self._at - 1].number + 1

    def take(self, count: int = 1) -> list[Line]:
        """Take the next lines."""
        taken = list(self._lines[self._at : self._at + count])
        self._at += len(taken)
        return taken

    def block(self, skip: int = 0) -> list[Line]:
        """Return the lines from the next one (or a later one) to the next gap, without taking them."""
        block: list[Line] = []
        for line in self._lines[self._at + skip :]:
            if block and line.number != block[-1].number + 1:
                break
            block.append(line)
        return block

    def paragraph(self, skip: int = 0) -> list[Line]:
        """Return the block that comes next if it is a paragraph, else nothing."""
        block = self.block(skip)
        return block if is_paragraph(block) else []


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does.

    >>> is_sentence("道路を守ります。"), is_sentence("道路")
    (True, False)
    """
    return bool(_SENTENCE_END.search(fold(text).strip()))


def is_paragraph(block: Sequence[Line]) -> bool:
    """Tell whether lines are one text: a sentence at the end, and no short line but the last."""
    if not block or not is_sentence(block[-1].text) or any("\t" in line.text for line in block):
        return False
    if any(line.text == after.text for line, after in pairwise(block)):
        return False
    return all(len(line.text.strip()) > SHORT for line in block[:-1])


def is_label(line: Line) -> bool:
    """Tell whether a line can be a name: short, one cell, no sentence, no period, no mark of a list."""
    text = line.text.strip()
    if len(text) > SHORT or "\t" in text or is_sentence(text) or has_mark(text):
        return False
    return whole_period(text) is None


def has_mark(text: str) -> bool:
    """Tell whether a mark of a list stands in a text, as where two lines were glued.

    >>> has_mark("防犯、交通安全"), has_mark("学校づくり - ・移住の支援"), has_mark("防災・減災")
    (False, True, False)
    """
    return bool(_GLUED_MARK.search(fold(text)))


def is_name(text: str) -> bool:
    """Tell whether a text can be one name: no mark of a list in it, and no sentence's end but its own."""
    return not has_mark(text) and "。" not in text.strip()[:-1]


def is_cut_off(text: str, *, name: bool = False) -> bool:
    """Tell whether a text ends as none does: on a particle or a comma, or within brackets.

    Args:
        text: The text.
        name: Whether it is a name: those may end in what looks like a particle (子育て).

    >>> is_cut_off("道路の維持、"), is_cut_off("空き家（古民家"), is_cut_off("道路の維持（町道）")
    (True, True, False)
    """
    folded = fold(text).strip()
    waiting: list[str] = []
    for char in folded:
        if char in _BRACKETS:
            waiting.append(_BRACKETS[char])
        elif char in _BRACKETS.values() and (not waiting or waiting.pop() != char):
            return True
    return bool(waiting) or bool((_OPEN_NAME if name else _OPEN_TEXT).search(folded))


def text_of(block: Iterable[Line]) -> str:
    """Return the text that lines were wrapped into."""
    return join(line.text for line in block)


def ordinal(number: str) -> int | None:
    """Return the value of a printed number: ①, (1), 2, Ⅲ, 政策1.

    >>> [ordinal(text) for text in ("③", "(2)", "Ⅳ", "IV", "政策1", "土台")]
    [3, 2, 4, 4, 1, None]
    """
    plain = fold(number).strip().strip("()[].")
    value = circled(plain) or roman(plain)
    digits = re.search(r"[0-9]+$", plain)
    return value or (int(digits[0]) if digits else None)


def numbered(text: str, number: Pattern) -> list[tuple[str, str]]:
    """Return the numbers and names of a row such as "①水道 ②道路", nothing where it does not begin with one.

    >>> numbered("- ①水道 ② 道路", Pattern("[①-⑳]"))
    [('①', '水道'), ('②', '道路')]
    """
    rest = text.strip().removeprefix("-").strip()
    found: list[tuple[str, str]] = []
    while rest:
        head = number.match(rest)
        if head is None:
            return []
        after = rest[head.span()[1] :]
        coming = number.search(after)
        # the match answers on the text without its outer spaces
        end = len(after) - len(after.lstrip()) + coming.span()[0] if coming else len(after)
        found.append((head[0], after[:end].strip()))
        rest = after[end:].strip()
    return found if all(name and is_name(name) for _, name in found) else []


@dataclass(frozen=True, slots=True)
class Bullet:
    """A text of a table cell.

    Attributes:
        text: The text, tidied.
        open: Whether a space in it may part two texts, and the print does not tell.
    """

    text: str
    open: bool = False


def bullets(cell: str) -> list[Bullet] | None:
    """Return the texts of a table cell, None where its mark-up is broken.

    Texts are parted by their marks, and where marks are lost by the spaces at which one text ends and another
    begins: a noun or a full stop before it, no particle after it.

    >>> [bullet.text for bullet in bullets("<ul> ・ 安全・安心な道路の維持 ・ 公園の整備")]
    ['安全・安心な道路の維持', '公園の整備']
    >>> [bullet.text for bullet in bullets("ICT の活用による啓発の推進 DV被害を防ぐ環境整備")]
    ['ICTの活用による啓発の推進', 'DV被害を防ぐ環境整備']
    """
    plain = _TAG.sub(" ", cell)
    if "<" in plain or ">" in plain or len(_LIST.findall(cell)) > 1:
        return None
    folded = fold(plain)
    marks = [match.span() for match in _MARK.finditer(folded)]
    starts = [0, *(end for _, end in marks)]
    ends = [*(start for start, _ in marks), len(plain)]
    pieces = (plain[start:end] for start, end in zip(starts, ends, strict=True))
    found = [bullet for piece in pieces if piece.strip() for bullet in _spaced(piece.strip())]
    return found or None


def _spaced(text: str) -> Iterator[Bullet]:
    """Yield the texts between whose ends only a space is left."""
    folded = fold(text)
    start, is_open = 0, False
    for space in re.finditer(r" +", folded):
        left, right = folded[start : space.start()].lstrip(), folded[space.end() :]
        parts = _parts(left, right)
        if parts:
            yield Bullet(tidy(text[start : space.start()]), is_open)
            start, is_open = space.end(), False
        is_open = is_open or parts is None
    yield Bullet(tidy(text[start:]), is_open)


def _parts(left: str, right: str) -> bool | None:
    """Tell whether a space parts two texts, None where it may."""
    before, after = left.rsplit(" ", 1)[-1], right.split(" ", 1)[0]
    if (left[-1:] + right[:1]).isascii() or _PARTICLE.match(right) or _ASCII_WORD.fullmatch(before):
        return False
    ends = bool(_NOUN_END.search(left)) and not _NO_NOUN_END.search(left)
    if _ASCII_WORD.fullmatch(after):  # layout sets such a word apart; a text may begin with one, too
        return None if ends and len(left) > 2 * _SHORTEST_BULLET else False
    if len(left) < _SHORTEST_BULLET or len(after) < _SHORTEST_BULLET:
        return False
    return True if ends else None


def heads(label: str) -> str:
    """Return the head of a name with a subtitle, for comparing: 産業 of "産業～活力のあるまち～"."""
    return key(re.split(r"[~:―-]", fold(label), maxsplit=1)[0])


def is_damaged(*texts: str) -> bool:
    """Tell whether a character is lost inside a text."""
    return any(LOST in text for text in texts)
