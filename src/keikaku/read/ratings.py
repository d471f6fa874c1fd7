"""The legend of a rating scale: which marks there are, and what the document says each means."""

from __future__ import annotations

import re
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
