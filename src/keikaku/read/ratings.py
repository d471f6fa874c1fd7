"""The legend of a rating scale: which marks there are, what the document says each means, and their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from keikaku.read.folding import fold, tidy

_KINDS = (
    r"[IVXⅠ-Ⅹ]{1,4}",
    r"[A-Z]{1,2}[+-]?",
    r"[0-9]{1,2}",
    r"[①-⑳]",
    r"[◎○〇◯●△▲▽×✕☆★□■☐☑✓-]",
)
"""What marks look like; those of one legend are of one kind, the first kind that fits."""

_SIGN = _KINDS[-1]
_AFTER = r"(?:\s*[:=…]+\s*|\s+|(?=\())"
_BETWEEN = " \t,、;/|・"
_PARTED = re.compile(r"\s*[/|]\s*")
_LONGEST = 20
"""Characters of the longest words that stand for a mark."""

COMMON_STEPS = 5
"""How many steps the scale has that plans' own scales are compared by (``kei:commonRatings``)."""


class Step(NamedTuple):
    """A step of a scale: its mark as printed, "" where it is lost, and the words that the legend gives it."""

    mark: str
    words: str


def legend(text: str) -> list[Step]:
    """Return the steps of a legend in the order of its print, nothing where it is none.

    Args:
        text: One legend: marks of one kind, each followed by its words.

    >>> [tuple(step) for step in legend("A 順調 B 概ね順調 C 遅れ")]
    [('A', '順調'), ('B', '概ね順調'), ('C', '遅れ')]
    >>> [tuple(step) for step in legend("◎達成／×：未達成")]
    [('◎', '達成'), ('×', '未達成')]
    >>> [step.mark for step in legend("□ 続ける □ 見直す")]
    ['', '']
    >>> legend("A 順調に進んでいる施策")
    []
    """
    return next((steps for kind in _KINDS if (steps := _steps(text, kind))), [])


def words_alone(text: str) -> list[Step]:
    """Return the steps of a legend that prints words without marks, parted by strokes, nothing where it is none.

    >>> [tuple(step) for step in words_alone("順調／やや遅れ／遅れ")]
    [('順調', '順調'), ('やや遅れ', 'やや遅れ'), ('遅れ', '遅れ')]
    >>> words_alone("順調に進んでいる")
    []
    """
    parts = [tidy(part) for part in _PARTED.split(text.translate(str.maketrans("／｜", "/|")).strip())]
    whole = len(parts) > 1 and all(0 < len(part) <= _LONGEST for part in parts)
    return [Step(part, part) for part in parts] if whole and len({*parts}) == len(parts) else []


def is_of_their_kind(text: str, marks: Iterable[str]) -> bool:
    """Tell whether a text could be one more mark of a scale: all marks of a scale are of one kind, or words.

    >>> is_of_their_kind("E", "ABCD"), is_of_their_kind("8", "ABCD"), is_of_their_kind("やや遅れ", ["順調", "遅れ"])
    (True, False, True)
    """
    kinds = [{kind for kind in _KINDS if re.fullmatch(kind, fold(mark))} for mark in marks]
    known = set.intersection(*kinds) if kinds else set(_KINDS)
    if any(kinds) or not kinds:
        return any(re.fullmatch(kind, fold(text)) for kind in known)
    return 0 < len(text) <= _LONGEST and not any(re.fullmatch(kind, fold(text)) for kind in _KINDS)


def common_step(place: int, steps: int) -> int:
    """Return the step of the common scale (1 best to 5) that a step of a plan's own scale comes close to.

    The steps are spread evenly: the first is 1, the last is 5, and one between is rounded to the nearest step; a
    half is rounded to the even one of five counted from 0, so that a scale and its reverse are treated alike.

    Args:
        place: Place of the step in its scale, 1 the best.
        steps: How many steps the scale has, two at least.

    >>> [common_step(place, 2) for place in (1, 2)]
    [1, 5]
    >>> [common_step(place, 4) for place in (1, 2, 3, 4)]
    [1, 2, 4, 5]
    """
    return 1 + round(Fraction((COMMON_STEPS - 1) * (place - 1), steps - 1))


def is_best_first(marks: Sequence[str]) -> bool:
    """Tell whether the print of a scale begins with its best step, as legends do.

    Numbers that count up do not tell: 5 is the best of some plans and 1 of others.

    >>> is_best_first(["A", "B"]), is_best_first(["5", "4"]), is_best_first(["1", "2"])
    (True, True, False)
    """
    folded = [fold(mark) for mark in marks]
    if len(folded) < 2 or not all(mark.isdecimal() for mark in folded):
        return len(folded) > 1
    return all(int(one) > int(other) for one, other in pairwise(folded))


def _steps(text: str, kind: str) -> list[Step]:
    """Return the steps of a legend whose marks are of one kind, nothing where they are not."""
    folded = fold(text)
    after = rf"(?:{_AFTER}|(?=[^\s]))" if kind == _SIGN else _AFTER
    marks = list(re.finditer(rf"(?:^|(?<=[{_BETWEEN})]))({kind}){after}", folded))
    if kind == _KINDS[2]:
        marks = _counting(marks)
    if len(marks) < 2:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(folded)]
    steps = [
        Step(text[mark.start(1) : mark.end(1)], _words(text[mark.end() : end]))
        for mark, end in zip(marks, ends, strict=True)
    ]
    names = [step.mark for step in steps]
    if len({*names}) == 1:  # boxes to be ticked, or one sign for all that were lost
        steps = [Step("", step.words) for step in steps]
    elif len({*names}) < len(names):
        return []
    starts_here = not folded[: marks[0].start()].strip(_BETWEEN)
    return steps if starts_here and all(step.words for step in steps) else []


def _counting(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the numbers that count on, up or down, from the first: the others stand in the words."""
    kept = marks[:1]
    for mark in marks[1:]:
        numbers = [int(each[1]) for each in (*kept, mark)]
        if {b - a for a, b in pairwise(numbers)} in ({1}, {-1}):
            kept.append(mark)
    return kept


def _words(print_: str) -> str:
    words = tidy(print_.strip(_BETWEEN + "\u3000")).strip(_BETWEEN + "、，；／｜・")
    folded = fold(words)
    bare = folded.startswith("(") and folded.endswith(")") and folded.count("(") == 1
    return words[1:-1].strip() if bare else words
