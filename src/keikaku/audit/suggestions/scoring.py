"""How strongly the words of a subject's passages speak for each goal, and how sure that is."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from keikaku.audit.suggestions.subjects import Passage, Place, Subject
from keikaku.audit.suggestions.word_list import Word, WordList

PLACES: Mapping[Place, float] = {Place.LABEL: 1.0, Place.BELOW: 0.5, Place.TEXT: 0.5, Place.ABOVE: 0.3}
"""What a place counts for: a measure is called after what it is for; its surroundings say the rest."""

WHOLE = 3.0
"""The weight of words at which a place speaks with its whole voice."""


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
        """How likely the link is to be right, with two decimals: how often such a score was, elsewhere."""
        return round(calibration().confidence(self.value), 2)


@dataclass(frozen=True, slots=True)
class Curve:
    """From score to confidence.

    Attributes:
        intercept: Of the logistic curve.
        slope: Of the logistic curve.
        ceiling: The score from which more words make nothing surer: a list of words is never quite right.
    """

    intercept: float
    slope: float
    ceiling: float

    def confidence(self, score: float) -> float:
        """Return how likely a link with a score is to be right."""
        return 1 / (1 + math.exp(-(self.intercept + self.slope * min(score, self.ceiling))))


@cache
def calibration() -> Curve:
    """Return the curve that keikaku ships: fitted to decisions about measures that had no part in the words.

    benchmarks/suggest.py makes it; docs/suggestions.md says how, and how far it can be trusted.
    """
    text = (files("keikaku.audit.suggestions") / "calibration.json").read_text(encoding="utf-8")
    return Curve(**json.loads(text))


def scores(
    subject: Subject, words: WordList, counts: Callable[[Word], bool] = lambda _word: True
) -> dict[str, Score]:
    """Return the score of each goal that any word speaks for.

    Within a place the words share the voice by their weights, so that a long text that names everything speaks
    for nothing in particular. Names above a measure are the names of all its neighbours, too: they strengthen what
    the measure says of itself, and a goal that nothing else speaks for has no score.

    Args:
        subject: A measure or a strategy goal.
        words: The word list.
        counts: Which words count; all do, but for measuring how well the rest does.
    """
    values: dict[str, float] = {}
    matches: dict[str, list[Match]] = {}
    own: set[str] = set()
    for place, voice in PLACES.items():
        here = _here(subject.passages, place, words, counts)
        whole = max(WHOLE, sum(word.weight for word in here))
        for word, passages in here.items():
            if place is not Place.ABOVE:
                own.update(word.goals)
            for goal in word.goals:
                values[goal] = values.get(goal, 0.0) + voice * word.weight / whole
                matches.setdefault(goal, []).extend(Match(word.text, passage) for passage in passages)
    return {goal: Score(value, tuple(matches[goal])) for goal, value in values.items() if goal in own}


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
