"""How texts end: as sentences do, or as none does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from keikaku.ground.text.folding import fold

_SENTENCE_END = re.compile(r"[。.!?][)」』]*$")
_OPEN_NAME = re.compile(r"[を、,・-]$")
_OPEN_TEXT = re.compile(r"[をがにはのへでてや、,・~-]$")
_CUT_BEFORE = re.compile(
    r"[をのづるれっゃゅょぁぃぅぇぉんー]|[ァィゥェォャュョッン]|[か-なにねは-まむ-よらりろわ](?=[\u3400-\u9fffァ-ヴ])"
)
_CUT_BEHIND = re.compile(r"[をのにがとやへ、・っゃゅょァィゥェォャュョッ]$")
_AS_WIDE = 0.85
"""At least this share of the width of those below it has each line of a wrapped text but the last."""
_BRACKETS = {"(": ")", "「": "」", "『": "』", "【": "】", "[": "]", "“": "”", "〈": "〉", "《": "》"}
_BRACKET = re.compile("[" + "".join(re.escape(one + other) for one, other in _BRACKETS.items()) + "]")


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does.

    >>> is_sentence("道路を守ります。"), is_sentence("道路")
    (True, False)
    """
    return bool(_SENTENCE_END.search(fold(text).strip()))


def is_cut_off(text: str, *, name: bool = False) -> bool:
    """Tell whether a text ends as none does: on a particle or a comma, or within brackets.

    Args:
        text: The text.
        name: Whether it is a name: those may end in what looks like a particle (子育て).

    >>> is_cut_off("道路の維持、"), is_cut_off("空き家（古民家"), is_cut_off("道路の維持（町道）")
    (True, True, False)
    """
    folded = fold(text).strip()
    return not is_balanced(folded) or bool((_OPEN_NAME if name else _OPEN_TEXT).search(folded))


def is_cut_within(text: str) -> bool:
    """Tell whether a text begins or ends inside a phrase, so that a line of it must be lost.

    No Japanese word begins with を or ん, and a single hiragana before a kanji is the end of a word before it (お and ご
    aside); a text that ends in a particle goes on.

    >>> is_cut_within("の総合的管理の推進"), is_cut_within("業務の成果向上と"), is_cut_within("お年寄りの支援")
    (True, True, False)
    >>> is_cut_within("運用」満足度"), is_cut_within("区（自治会）")
    (True, False)
    """
    return bool(_CUT_BEFORE.match(text) or _CUT_BEHIND.search(text)) or not is_balanced(text)


def is_balanced(text: str) -> bool:
    """Tell whether every bracket of a text closes.

    >>> is_balanced("「区（自治会）」の割合"), is_balanced("運用」満足度")
    (True, False)
    """
    waiting: list[str] = []
    for char in _BRACKET.findall(fold(text)):
        if char in _BRACKETS:
            waiting.append(_BRACKETS[char])
        elif not waiting or waiting.pop() != char:
            return False
    return not waiting


def is_wrapped(widths: Sequence[float]) -> bool:
    """Tell whether lines of some widths can be one wrapped text: each but the last is about as wide as those below it.

    >>> is_wrapped([14, 4]), is_wrapped([4, 14])
    (True, False)
    """
    return all(one >= _AS_WIDE * max(widths[at:]) for at, one in enumerate(widths[:-1], 1))
