"""Lists within a cell: texts parted by their marks, and where marks are lost by the spaces between their ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from keikaku.ground.text.folding import fold, tidy

_TAG = re.compile(r"</?(?:ul|ol|li|p|br|span|div)\b[^<>]*>", re.IGNORECASE)
_LIST = re.compile(r"<[uo]l\b", re.IGNORECASE)
MARKS = "・•●○◆◇■□"
_MARK = re.compile(rf"(?:^|(?<= ))[{MARKS}] *")
_NOUN_END = re.compile(r"(?:[\u3400-\u9fff々〆ァ-ヺー」』)。]|[A-Za-z0-9%]|[りみ]|[合あ]い)$")
_NO_NOUN_END = re.compile(r"[的等及約各全同]$")
_PARTICLE = re.compile(r"[をがにはのへともでや、。・)」』]")
_ASCII_WORD = re.compile(r"[A-Za-z0-9.&+-]+")
_SHORTEST = 4
"""Characters of the shortest text: a space beside fewer is one that layout put inside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a list.

    Attributes:
        text: The text, tidied.
        open: Whether a space in it may part two texts, and the print does not tell.
    """

    text: str
    open: bool = False


def is_list(cell: str) -> bool:
    """Tell whether a cell begins as a list does: with its mark-up or with a mark.

    >>> is_list("・道路の維持 ・公園の整備"), is_list("<ul> 道路の維持"), is_list("道路・公園の維持")
    (True, True, False)
    """
    begun = fold(cell).lstrip()
    return begun[:1] in set(MARKS + "<")


def entries(cell: str) -> list[Entry] | None:
    """Return the texts of a cell that is a list, None where its mark-up is broken.

    Where marks are lost, texts are parted by the spaces at which one ends and another begins: a noun or a full stop
    before it, no particle after it.

    >>> [entry.text for entry in entries("<ul> ・ 安全・安心な道路の維持 ・ 公園の整備")]
    ['安全・安心な道路の維持', '公園の整備']
    >>> [entry.text for entry in entries("<ul>ICT の活用による啓発の推進 DV被害を防ぐ環境整備")]
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
    return [entry for piece in pieces if piece.strip() for entry in _spaced(piece.strip())] or None


def _spaced(text: str) -> Iterator[Entry]:
    """Yield the texts between whose ends only a space is left."""
    folded = fold(text)
    start, is_open = 0, False
    for space in re.finditer(r" +", folded):
        parts = _parts(folded[start : space.start()].lstrip(), folded[space.end() :])
        if parts:
            yield Entry(tidy(text[start : space.start()]), is_open)
            start, is_open = space.end(), False
        is_open = is_open or parts is None
    yield Entry(tidy(text[start:]), is_open)


def _parts(left: str, right: str) -> bool | None:
    """Tell whether a space parts two texts, None where it may."""
    before, after = left.rsplit(" ", 1)[-1], right.split(" ", 1)[0]
    if (left[-1:] + right[:1]).isascii() or _PARTICLE.match(right) or _ASCII_WORD.fullmatch(before):
        return False
    ends = bool(_NOUN_END.search(left)) and not _NO_NOUN_END.search(left)
    if _ASCII_WORD.fullmatch(after):  # layout sets such a word apart; a text may begin with one, too
        return None if ends and len(left) > 2 * _SHORTEST else False
    if len(left) < _SHORTEST or len(after) < _SHORTEST:
        return False
    return True if ends else None
