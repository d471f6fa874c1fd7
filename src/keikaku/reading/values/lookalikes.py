"""Names that differ by characters which look alike: 企両政策課 beside 企画政策課, 1CT beside ICT.

Text recognition and typing by sight take one for the other, and both make names that look right.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from keikaku.ground.text.characters import VARIANTS, table, unify
from keikaku.ground.text.folding import key

_NUMERALS = frozenset("一二三")
_COUNTED = frozenset("丁番号区班分次期部年月日回級種")


@cache
def _alike() -> frozenset[tuple[str, str]]:
    return frozenset((one, other) for one, other, _ in table("lookalikes"))


def look_alike(one: str, other: str) -> tuple[str, str] | None:
    """Return the characters by which two names differ if they look alike, None where the names differ otherwise.

    Width, spaces, and variants of one character (髙 and 高) are no difference. Names that count (第一 and 第二)
    are two names.

    Args:
        one: A name.
        other: Another.

    >>> look_alike("企両政策課", "企画政策課"), look_alike("1CT推進課", "ＩＣＴ推進課")
    (('両', '画'), ('1', 'I'))
    >>> look_alike("第一中学校", "第二中学校"), look_alike("市民課", "町民課"), look_alike("髙齢課", "高齢課")
    (None, None, None)
    """
    names = [_plain(one), _plain(other)]
    if len(names[0]) != len(names[1]):
        return None
    places = [at for at, pair in enumerate(zip(*names, strict=True)) if pair[0] != pair[1]]
    found = [(names[0][at], names[1][at]) for at in places]
    if not found or not all(_is_alike(*pair) for pair in found):
        return None
    return (
        None
        if any(_counts(names[0], at, *pair) for at, pair in zip(places, found, strict=True))
        else found[0]
    )


@lru_cache(maxsize=4096)  # departments and names come again and again
def drawn(name: str) -> str:
    """Return what all names share that look alike by every one of their characters: only those need be compared.

    >>> drawn("企両政策課") == drawn("企画政策課"), drawn("財政課") == drawn("企画政策課")
    (True, False)
    """
    return key(name).translate(_drawn_alike())


@cache
def _drawn_alike() -> dict[int, str]:
    """Return one character for all that look like it or like each other."""
    alike: dict[str, set[str]] = {}
    for one, other, _source in table("lookalikes"):
        both = alike.get(key(one), {key(one)}) | alike.get(key(other), {key(other)})
        alike.update(dict.fromkeys(both, both))
    return {ord(char): min(group) for char, group in alike.items() if len(char) == 1}


def _plain(name: str) -> str:
    """Return a name in one width, without spaces; capitals stay, since Ｉ and l are two letters."""
    return "".join(unicodedata.normalize("NFKC", unify(name)).translate(VARIANTS).split())


def _is_alike(one: str, other: str) -> bool:
    return (min(one, other), max(one, other)) in _alike()


def _counts(name: str, at: int, one: str, other: str) -> bool:
    """Return whether the two characters are numerals that count something."""
    around = name[at - 1 : at] == "第" or name[at + 1 : at + 2] in _COUNTED
    return one in _NUMERALS and other in _NUMERALS and around
