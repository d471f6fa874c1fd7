"""What two engines make of one line: where the second one settles what the first could not tell.

The second engine errs more often, so it is heard in four cases alone: characters that look alike in print, of which
the neighbours tell one; kana that differ in size; a sign where the first engine found ink and no text; a dash that stands alone. A figure is
never changed by it: two engines that differ leave it doubtful.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from keikaku.documents.form import Origin, PrintedLine
from keikaku.ground.text.folding import fold

_FIGURES = re.compile("[△▲+-]?[0-9][0-9.,]*[%‰]?")
"""A figure with its sign, its points and its per cent, folded."""

_ALIKE = ("工エ", "二ニ", "口ロ", "力カ", "夕タ", "卜ト", "八ハ", "才オ", "千チ", "三ミ", "七セ", "一ー")
"""A kanji and the katakana that most faces print alike."""

_SIZES = frozenset(
    map(
        frozenset,
        (
            "ょよ",
            "ゃや",
            "ゅゆ",
            "っつ",
            "ョヨ",
            "ャヤ",
            "ュユ",
            "ッツ",
            "ァア",
            "ィイ",
            "ゥウ",
            "ェエ",
            "ォオ",
        ),
    )
)
"""Kana that differ in size alone: the first engine scales each line and loses it, the second one measures it."""

_KATAKANA = {pair[0]: pair[1] for pair in _ALIKE} | {pair[1]: pair[1] for pair in _ALIKE}
_DASHES = frozenset("一ー－-―—–─‐−~〜～")
DASH = "－"
"""How a dash that stands alone is written: the usual sign of an empty cell."""


def origin(text: str, second: str | None) -> Origin:
    """Return how far a recognised text is to be believed.

    Args:
        text: What the first engine reads.
        second: What the second one reads; None where none was asked.
    """
    if second is None:
        return Origin.RECOGNISED
    one, other = "".join(fold(text).split()), "".join(fold(second).split())
    figures = _FIGURES.findall(one)
    alike = figures == _FIGURES.findall(other) if figures else one == other
    return Origin.AGREED if alike else Origin.RECOGNISED


def settled(line: PrintedLine, *, in_cell: bool) -> PrintedLine:
    """Return a line with what its second reading settles.

    Args:
        line: A line of the first engine, with what the second one reads.
        in_cell: Whether it stands in a cell: a dash alone there says that there is no value.
    """
    second = None if line.second is None else "".join(line.second.split())
    compact = "".join(line.text.split())
    if in_cell and compact and set(compact) <= _DASHES and not any(map(_says, second or "")):
        runs = (replace(line.runs[0], text=DASH),)
        return replace(line, runs=runs, second=None if second is None else DASH)
    if second is None:
        return line
    texts = iter(_settled([run.text for run in line.runs], second))
    return replace(line, runs=tuple(replace(run, text=next(texts)) for run in line.runs))


def _settled(texts: list[str], second: str) -> Iterator[str]:
    """Yield the texts of a line's runs, changed where the second reading settles a character."""
    places = [
        (run, at) for run, text in enumerate(texts) for at, char in enumerate(text) if not char.isspace()
    ]
    first = "".join(texts[run][at] for run, at in places)
    chars = [list(text) for text in texts]
    for kind, start, end, low, high in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == high - low:
            for offset in range(end - start):
                run, at = places[start + offset]
                chars[run][at] = _of_two(first, start + offset, second[low + offset])
        elif kind == "insert" and high - low == 1 and _is_sign(second[low]) and start < len(places):
            run, at = places[start]
            if at and texts[run][at - 1].isspace():
                chars[run][at - 1] = second[low]
    for made in chars:
        yield "".join(made)


def _of_two(first: str, at: int, other: str) -> str:
    """Return the character that stands at a place of the first reading, or the other that looks alike and fits better."""
    mine = first[at]
    if frozenset((mine, other)) in _SIZES:
        return other
    kana = _KATAKANA.get(mine)
    if kana is None or _KATAKANA.get(other) != kana:
        return mine
    before = at > 0 and _is_katakana(first[at - 1])
    after = at + 1 < len(first) and _is_katakana(first[at + 1])
    return kana if before or (after and kana != "ー") else mine


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ー" or char in _KATAKANA


def _says(char: str) -> bool:
    """Return whether a character of the second reading speaks against a dash."""
    return char not in _DASHES and unicodedata.category(char)[0] in "LN"


def _is_sign(char: str) -> bool:
    """Return whether a character is a mark such as ※: no letter, digit, dash, bracket or stop."""
    return unicodedata.category(char) in {"So", "Po"} and char not in "、。，．・,.'\"/:;!?％%"
