"""How texts end: as sentences do, or as none does."""

from __future__ import annotations

import re

from keikaku.ground.text.folding import fold

_SENTENCE_END = re.compile(r"[。.!?][)」』]*$")
_OPEN_NAME = re.compile(r"[を、,・-]$")
_OPEN_TEXT = re.compile(r"[をがにはのへでてや、,・~-]$")
_BRACKETS = {"(": ")", "「": "」", "『": "』", "【": "】", "[": "]", "“": "”", "〈": "〉", "《": "》"}


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
    waiting: list[str] = []
    for char in folded:
        if char in _BRACKETS:
            waiting.append(_BRACKETS[char])
        elif char in _BRACKETS.values() and (not waiting or waiting.pop() != char):
            return True
    return bool(waiting) or bool((_OPEN_NAME if name else _OPEN_TEXT).search(folded))
