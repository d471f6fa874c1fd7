"""What two prints of one text have in common.

Plans mix full-width and half-width characters, several wave dashes and dashes, and the spaces of their
layout. `unify` makes one of several codes of a character; `fold` is for matching patterns, `tidy` and `join`
for what is shown to people, `key` for comparing names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from keikaku.ground.text.characters import LOST, VARIANTS, unify

__all__ = ["LOST", "Table", "fold", "join", "key", "tidy", "unify"]

_WAVES = frozenset("~～〜∼˜⁓〰∾")
_DASHES = frozenset("−─━⎯┄┅┈┉╌╍⁃˗")  # beside Unicode's own dashes (Pd); never the katakana ー
_NOT_A_DASH = "゠"

_SPACED_LETTERS = re.compile(r"(?<![A-Za-z0-9'.])[A-Za-z](?: [A-Za-z])+(?![A-Za-z0-9])")
_STRAY_LETTER = re.compile(r"(?<=[A-Z]) (?=[b-z](?![A-Za-z0-9]))")
_VARIANT = re.compile(f"[{''.join(map(chr, VARIANTS))}]")
_LAYOUT_SPACE = re.compile(r"(?<![A-Za-z0-9)\]}.,;:!?%&'\"+]) | (?![A-Za-z0-9(\[{&'\"])")


class Table(dict[int, str]):
    """What a character becomes, found out when it is first met, and remembered.

    Args:
        become: Says it.
        plain: The characters that stay as they are, as a class of `re`: texts are made of little else, and a search finds
            the others in a tenth of the time that it takes to look up each.
    """

    def __init__(self, become: Callable[[str], str], plain: str) -> None:
        super().__init__()
        self._become = become
        self._others = re.compile(f"[^{plain}]+")

    def of(self, text: str) -> str:
        """Return what a text becomes."""
        return self._others.sub(lambda run: run[0].translate(self), text)

    def __missing__(self, code: int) -> str:
        self[code] = found = self._become(chr(code))
        return found


def _fold_character(char: str) -> str:
    """Return the one character that stands for `char` in matching."""
    category = unicodedata.category(char)
    if char == "\t" or category in {"No", "Nl"}:  # ① and Ⅲ are numbers of their own, ² is a footnote's
        return char
    if char in _WAVES:
        return "~"
    if char == LOST or category in {"Cc", "Cf", "Co", "Zs", "Zl", "Zp"} or not unify(char):
        return " "
    if char in _DASHES or (category == "Pd" and char != _NOT_A_DASH):
        return "-"
    plain = unicodedata.normalize("NFKC", unify(char))
    if len(plain) != 1 or plain == char:
        return char
    return _fold_character(plain)


_IDEOGRAPHS = "ぁ-ゖァ-ヺー・一-鿿、。「」"
_FOLDED = Table(_fold_character, rf"\t -~①-⑳{_IDEOGRAPHS}")


def _visible(char: str) -> str:
    """Return the character, a space for white space or what nobody can read, nothing for an invisible one."""
    category = unicodedata.category(char)
    if char == LOST or category == "Co" or char.isspace():
        return " "
    return "" if category in {"Cc", "Cf"} else char


_VISIBLE = Table(_visible, rf" -~①-⑳！-～{_IDEOGRAPHS}")


@lru_cache(maxsize=4096)  # a line is asked for every form that it may have
def fold(text: str) -> str:
    """Return the text for matching, each character at the place where it was.

    Full-width letters, digits and marks become half-width, half-width katakana full-width; every wave dash is
    "~", every dash "-", every space, lost, private, invisible or control character " ", every radical its
    ideograph. A TAB stays, since it parts cells. What is invisible stands in no line of a document (`unify`).
    Enclosed and Roman numerals stay, and so do raised digits, which are footnote marks more often than not.

    >>> fold("（２０２１〜２０２５）①")
    '(2021~2025)①'
    """
    return _FOLDED.of(text)


def tidy(text: str) -> str:
    """Return the print without what its layout put in.

    Characters are unified; invisible and private ones go. White space stays, as one space, only between words in ASCII letters and digits;
    a lost character counts as white space there. Letters that are set apart one by one are one word.

    >>> tidy("◇\ufffdＩＣＴ 等の　活用、Robotic\ufffdProcess、W I T H コロナ")
    '◇ＩＣＴ等の活用、Robotic Process、WITHコロナ'
    """
    spaced = " ".join(_VISIBLE.of(unify(text)).split())
    if " " not in spaced:  # nothing below finds anything
        return spaced
    words = _LAYOUT_SPACE.sub("", spaced)
    words = _SPACED_LETTERS.sub(lambda run: run.group().replace(" ", ""), words)
    return _STRAY_LETTER.sub("", words)


def join(parts: Iterable[str]) -> str:
    """Return one tidy text out of the lines that it was wrapped into.

    A space stands at a line's end only where an ASCII letter meets an ASCII letter.

    >>> join(["◇ LINE", "を活用した情報", "　発信"])
    '◇LINEを活用した情報発信'
    """
    whole = ""
    for part in filter(None, map(tidy, parts)):
        between = " " if _is_letter(whole[-1:]) and _is_letter(part[0]) else ""
        whole += between + part
    return tidy(whole)


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


@lru_cache(maxsize=4096)  # names are compared again and again
def key(text: str) -> str:
    """Return what two prints of one name have in common; for comparing, never for showing.

    Beside what `unify` and `fold` make one, case, white space and the variants of a character (髙 and 高) are
    no difference. Matching, minting and searching all use it.

    >>> key("金ヶ崎町 ＳＤＧｓ") == key("金ケ﨑町SDGS")
    True
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unify(text)).casefold())
    counting = "".join(_VARIANT.sub(lambda found: VARIANTS[ord(found[0])], fold(plain)).split())
    return unicodedata.normalize("NFKC", counting)
