"""How strongly the words of a subject's passages speak for each goal, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from keikaku.suggest.subjects import Passage, Place, Subject
from keikaku.suggest.words import Word, WordList

PLACES: Mapping[Place, float] = {Place.LABEL: 1.0, Place.BELOW: 0.5, Place.TEXT: 0.5, Place.ABOVE: 0.3}
"""What a place counts for: a measure is called after what it is for; its surroundings say the rest."""

WHOLE = 3.0
"""The weight of words at which a place speaks with its whole voice."""

INTERCEPT, SLOPE = -3.0, 7.0
"""From score to confidence: fitted to scores of measures that had no part in the words (benchmarks/suggest.py)."""


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the list where it stands.

    Attributes:
        word: The word.
        passage: The passage that it stands in.
    """

    word: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Score:
    """What speaks for one goal.

    Attributes:
        value: The sum of the places' shares; 1 where the label alone speaks for this goal only.
        matches: The words that spoke for it, in the order of the passages.
    """

    value: float
    matches: tuple[Match, ...]

    @property
    def confidence(self) -> float:
        """How likely the link is to be right, with two decimals; words alone are never quite sure."""
        return min(0.99, round(1 / (1 + math.exp(-(INTERCEPT + SLOPE * self.value))), 2))


def scores(
    subject: Subject, words: WordList, counts: Callable[[Word], bool] = lambda _word: True
) -> dict[str, Score]:
    """Return the score of each goal that any word speaks for.

    Within a place the words share the voice by their weights, so that a long text that names everything speaks
    for nothing in particular.

    Args:
        subject: A measure or a strategy goal.
        words: The word list.
        counts: Which words count; all do, but for measuring how well the rest does.
    """
    values: dict[str, float] = {}
    matches: dict[str, list[Match]] = {}
    for place, voice in PLACES.items():
        here = _here(subject.passages, place, words, counts)
        whole = max(WHOLE, sum(word.weight for word in here))
        for word, passages in here.items():
            for goal in word.goals:
                values[goal] = values.get(goal, 0.0) + voice * word.weight / whole
                matches.setdefault(goal, []).extend(Match(word.text, passage) for passage in passages)
    return {goal: Score(value, tuple(matches[goal])) for goal, value in values.items()}


def _here(
    passages: Iterable[Passage], place: Place, words: WordList, counts: Callable[[Word], bool]
) -> dict[Word, list[Passage]]:
    """Return the words that stand in the passages of a place, with the passages."""
    found: dict[Word, list[Passage]] = {}
    for passage in passages:
        if passage.place is place:
            for word in filter(counts, words.find(passage.text)):
                found.setdefault(word, []).append(passage)
    return found
