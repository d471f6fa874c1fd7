"""The word list, and finding its words in a text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from keikaku.ground.text.folding import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the list.

    Attributes:
        text: The word, folded.
        goals: The goals that it speaks for; a word for none only hides the shorter ones in it (議会 in 協議会).
        weight: How strongly: 3 alone suffices, 2 is strong, 1 is a hint.
    """

    text: str
    goals: tuple[str, ...]
    weight: float


class WordList:
    """Words that speak for goals.

    Args:
        words: The words; a word inside a longer one counts only where it stands by itself.
    """

    def __init__(self, words: list[Word]) -> None:
        self._words = {word.text.casefold(): word for word in words}
        longest_first = sorted(self._words, key=lambda text: (-len(text), text))
        self._pattern = re.compile("|".join(map(_standing, longest_first)))

    def __iter__(self) -> Iterator[Word]:
        return iter(self._words.values())

    def find(self, text: str) -> list[Word]:
        """Return the words that stand in a text, each once, in the order in which they stand there."""
        found = dict.fromkeys(self._pattern.findall(fold(text).casefold()))
        return [word for text in found if (word := self._words[text]).goals]


def _standing(text: str) -> str:
    """Return the pattern of a word: letters of the Latin alphabet must not go on beside it."""
    escaped = re.escape(text)
    return rf"(?<![a-z]){escaped}(?![a-z])" if text.isascii() else escaped


@cache
def word_list(name: str = "words") -> WordList:
    """Return a word list that keikaku ships.

    Args:
        name: ``"words"`` for the SDG goals, ``"strategy-words"`` for the themes of the national strategies,
            ``"theme-words"`` for the policy themes.
    """
    text = (files("keikaku.audit.suggestions") / f"{name}.csv").read_text(encoding="utf-8")
    return WordList(
        [
            Word(fold(row["word"]), tuple(row["goals"].split()), float(row["weight"]))
            for row in csv.DictReader(text.splitlines())
        ]
    )
