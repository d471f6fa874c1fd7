"""Readings in small kana beside their base text (ruby): taken out of the lines and noted on what they read.

What counts as ruby follows the Requirements for Japanese Text Layout (JLREQ, 3.3): kana about half as large as the
base, directly above kanji of horizontal writing or at the right of vertical writing, and not far beyond their ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from keikaku.documents.pdf.characters import Char

_KANA = re.compile("[ぁ-ゖァ-ヺ][ぁ-ゖァ-ヺー・]*")
_KANJI = re.compile("[々〆ヶ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SMALL = 0.65  # of the base's height
_TOUCH = 0.3  # of the base's height, by which the reading may stand apart from it or reach into it
_NEXT = 1.3  # of the reading's height, between two of its characters that are spread over their base
_BEYOND = 1.1  # of the reading's height, by which it may stand out over its base


def part(chars: Sequence[Char]) -> tuple[list[Char], int]:
    """Return characters with readings noted on their base, and how many characters those readings have.

    Args:
        chars: In the order of the content; what is turned stays as it is.
    """
    bases = [char for char in chars if not char.angle and _KANJI.fullmatch(char.text)]
    largest = max((base.height for base in bases), default=0.0)
    fine = [
        char for char in chars if not (char.angle or char.text.isspace()) and char.height <= _SMALL * largest
    ]
    if not any(_KANA.fullmatch(char.text) for char in fine):
        return list(chars), 0
    readings: dict[int, str] = {}
    taken: set[int] = set()
    for held, line in ((bases, fine), (_turned(bases), _turned(fine))):
        order = sorted(range(len(held)), key=lambda index: held[index].top)
        tops = [held[index].top for index in order]
        if not any(_KANA.fullmatch(char.text) and _base([char], held, order, tops) for char in line):
            continue
        for stretch in _stretches(line):
            reading = "".join(line[index].text for index in stretch)
            if not _KANA.fullmatch(reading) or taken & _ids(fine, stretch):
                continue
            below = _base([line[index] for index in stretch], held, order, tops)
            if below and not readings.keys() & _ids(bases, below):
                readings |= dict.fromkeys(_ids(bases, below), reading)
                taken |= _ids(fine, stretch)
    kept = [
        char._replace(style=char.style._replace(ruby=readings[id(char)])) if id(char) in readings else char
        for char in chars
        if id(char) not in taken
    ]
    return kept, len(taken)


def _ids(chars: Sequence[Char], places: Sequence[int]) -> set[int]:
    return {id(chars[index]) for index in places}


def _turned(chars: Sequence[Char]) -> list[Char]:
    """Return characters with the right side up: vertical writing has its readings there."""
    return [Char(char.text, char.top, -char.right, char.bottom, -char.left, 0, char.style) for char in chars]


def _stretches(line: Sequence[Char]) -> list[list[int]]:
    """Return the places of characters that stand next to each other on one line."""
    found: list[list[int]] = []
    for index in sorted(range(len(line)), key=lambda at: (round(line[at].y), line[at].left)):
        char, before = line[index], line[found[-1][-1]] if found else None
        if (
            before is not None
            and abs(char.y - before.y) < 0.3 * char.height
            and abs(char.height - before.height) < 0.2 * char.height
            and char.left - before.right < _NEXT * char.height
        ):
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _base(reading: list[Char], held: Sequence[Char], order: list[int], tops: list[float]) -> list[int]:
    """Return the places of the kanji that a reading stands above; none where it reaches far beyond them."""
    small = reading[0].height
    bottom = max(char.bottom for char in reading)
    left, right = reading[0].left, reading[-1].right
    reach = _TOUCH * small / _SMALL * 1.3
    most, least = right - 0.2 * small, left + 0.2 * small
    near = [
        index
        for index in order[bisect_left(tops, bottom - reach) : bisect_right(tops, bottom + reach)]
        if (base := held[index]).left < most  # of a line of print, few stand there
        and base.right > least
        and small <= _SMALL * base.height
        and abs(base.top - bottom) <= _TOUCH * base.height
    ]
    if not near:
        return []
    beyond = _BEYOND * small
    within = (
        min(held[index].left for index in near) - beyond <= left
        and right <= max(held[index].right for index in near) + beyond
    )
    return sorted(near, key=lambda index: held[index].left) if within else []
