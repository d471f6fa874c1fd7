"""The legend of a rating scale: which marks there are, what the document says each means, and their order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from keikaku.ground.text.characters import table
from keikaku.ground.text.folding import fold, tidy

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
_BOX = re.compile("(?P<ticked>[■☑☒✓✔✅])|[□☐]")
_PARTED = re.compile(r"\s*[/|]\s*")
_DASH = r"[-ー]"
_LADDER = "◎○△×"
"""Signs from the best to the worst, as every plan that uses them means them."""

_SIGNS = str.maketrans("〇◯▲✕", "○○△×")
_GRADES = ["S", *"ABCDEFG"]
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


def ticked(text: str) -> tuple[str, list[Step]] | None:
    """Return what is ticked of boxes, "" where it is not one, and the steps that they are; None where there are no boxes.

    >>> chosen, steps = ticked("□ A 順調　☑ B 概ね順調　□ C 遅れ")
    >>> chosen, [step.mark for step in steps]
    ('B 概ね順調', ['A', 'B', 'C'])
    >>> ticked("□ 継続 □ 見直し"), ticked("B")
    (('', [Step(mark='継続', words='継続'), Step(mark='見直し', words='見直し')]), None)
    """
    found = list(_BOX.finditer(text))
    if len(found) < 2 or text[: found[0].start()].strip():
        return None
    ends = [*(box.start() for box in found[1:]), len(text)]
    options = [text[box.end() : end].strip(_BETWEEN + "\u3000") for box, end in zip(found, ends, strict=True)]
    chosen = [option for box, option in zip(found, options, strict=True) if box["ticked"]]
    steps = legend(" ".join(options)) or words_alone("/".join(options))
    return chosen[0] if len(chosen) == 1 else "", steps


def mark(print_: str) -> str:
    """Return a mark as it stands in a scale: as printed, full-width and Roman letters as Latin ones.

    >>> mark("Ｂ"), mark("Ⅱ"), mark("①"), mark("－")
    ('B', 'II', '①', '-')
    """
    return "".join(
        char if unicodedata.category(char) == "No" else unicodedata.normalize("NFKC", char) for char in print_
    )


def is_mark(text: str) -> bool:
    """Tell whether a text alone can be a mark: a letter, a number, a sign, or a few words that end no sentence.

    >>> [is_mark(text) for text in ("B", "◎", "やや遅れ", "順調に進んでいる。")]
    [True, True, True, False]
    """
    folded = fold(text)
    words = 0 < len(text) <= _LONGEST and "。" not in folded and any(char.isalpha() for char in folded)
    return words or any(re.fullmatch(kind, folded) for kind in _KINDS)


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


def unranked(words: Mapping[str, str]) -> set[str]:
    """Return the marks of a scale that are no rank: they say that nothing was rated (－ 対象外, 評価なし, 未実施).

    A dash is no rank beside anything but a plus. Words are none that ``tables/ratings.csv`` lists; 未実施 is the end of
    a scale where another step is 実施.

    Args:
        words: What the legend says of each mark.

    >>> unranked({"A": "順調", "B": "遅れ", "－": "対象外"})
    {'－'}
    >>> unranked({"実施": "実施", "一部実施": "一部実施", "未実施": "未実施"})
    set()
    """
    plain = {mark: re.sub(r"\(.*?\)", "", fold(said)).strip() for mark, said in words.items()}
    listed = _listed("unranked")

    def is_negation(said: str) -> bool:
        others = [other for other in plain.values() if other != said]
        return said.startswith("未") and any(said[1:] in other for other in others)

    dashes = (
        {mark for mark in words if re.fullmatch(_DASH, fold(mark))} if "+" not in map(fold, words) else set()
    )
    return dashes | {mark for mark, said in plain.items() if said in listed and not is_negation(said)}


def best_first(words: Mapping[str, str]) -> list[str]:
    """Return the ranks of a scale, the best first, or nothing where the legend does not tell which end is the best.

    Letters and the signs ◎○△× have their order, whichever end is printed first; numbers tell by counting down, else,
    as everything else, by what is said of the first and the last (順調 … 遅れ: ``tables/ratings.csv``). A legend of
    other marks that says nothing of the kind is taken to begin with the best. Where the marks and the words contradict
    each other, nobody says which is the best.

    Args:
        words: What the legend says of each mark, in its order.

    >>> best_first({"A": "順調", "B": "遅れ", "-": "対象外"}), best_first({"×": "未", "○": "済"})
    (['A', 'B'], ['○', '×'])
    >>> best_first({"1": "遅れ", "2": "順調"}), best_first({"1": "一", "2": "二"})
    (['2', '1'], [])
    """
    none = unranked(words)
    ranks = [mark for mark in words if mark not in none]
    if len(ranks) < 2:
        return []
    said = _is_said(words[ranks[0]], words[ranks[-1]])
    printed = _is_printed(ranks)
    if said is not None and printed is not None and said is not printed and not _are_numbers(ranks):
        return []
    forward = printed if said is None else said
    if forward is None:
        forward = None if _are_numbers(ranks) or _are_graded(ranks) else True
    return [] if forward is None else ranks if forward else ranks[::-1]


def _is_said(first: str, last: str) -> bool | None:
    """Tell whether the words of the ends say that the first is the best, None where they do not say."""
    ends = (_worth(first), _worth(last))
    return {(1, -1): True, (-1, 1): False}.get(ends)


def _worth(words: str) -> int:
    folded = fold(words)
    if any(stem in folded for stem in _listed("bad")):
        return -1
    return int(any(stem in folded for stem in _listed("good")))


def _is_printed(ranks: Sequence[str]) -> bool | None:
    """Tell whether the marks say that the first is the best, None where they do not say."""
    if _are_numbers(ranks):
        return True if _steadily([-unicodedata.numeric(fold(mark)) for mark in ranks]) else None
    places = [_place(mark) for mark in ranks]
    known = [place for place in places if place is not None]
    if len(known) < len(ranks):
        return None
    return _steadily(known) or (False if _steadily(known[::-1]) else None)


def _steadily(numbers: Sequence[float]) -> bool:
    return all(one < other for one, other in pairwise(numbers))


def _are_numbers(ranks: Sequence[str]) -> bool:
    return all(re.fullmatch(r"[0-9]|[①-⑳]", fold(mark)) for mark in ranks)


def _are_graded(ranks: Sequence[str]) -> bool:
    return all(_place(mark) is not None for mark in ranks)


def _place(mark: str) -> float | None:
    """Return the place of a mark among those that have an order of their own, None where it has none."""
    plain = fold(mark).translate(_SIGNS)
    if len(plain) == 1 and plain in _LADDER:
        return _LADDER.index(plain)
    sign = {"+": -1, "-": 1}.get(plain[-1:], 0)
    letter = plain[:-1] if sign else plain
    return _GRADES.index(letter) + sign / 4 if letter in _GRADES else None


@cache
def _listed(means: str) -> frozenset[str]:
    return frozenset(words for words, meaning in table("ratings") if meaning == means)


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
        part
        for mark, end in zip(marks, ends, strict=True)
        for part in _parted(
            text[mark.start(1) : mark.end(1)], text[mark.end() : end].strip(_BETWEEN + "\u3000")
        )
    ]
    names = [step.mark for step in steps]
    if len({*names}) == 1:  # boxes to be ticked, or one sign for all that were lost
        steps = [Step("", step.words) for step in steps]
    elif len({*names}) < len(names):
        return []
    starts_here = not folded[: marks[0].start()].strip(_BETWEEN)
    return steps if starts_here and all(step.words for step in steps) else []


def _parted(mark: str, print_: str) -> list[Step]:
    """Return a step, and the one that is no rank behind it: "遅れ － 対象外", "遅れ／評価なし"."""
    behind = _behind().fullmatch(fold(print_))
    if behind is None:
        return [Step(mark, _words(print_))]
    none = print_[slice(*behind.span("none"))]
    dash = print_[slice(*behind.span("dash"))] if behind["dash"] else none
    return [Step(mark, _words(print_[slice(*behind.span("rank"))])), Step(dash, none)]


@cache
def _behind() -> re.Pattern[str]:
    listed = "|".join(map(re.escape, sorted(_listed("unranked"), key=len, reverse=True)))
    between = rf"[{_BETWEEN}]+(?P<dash>{_DASH}){_AFTER}|\s*[\t、,;/|]\s*"
    return re.compile(rf"(?P<rank>.+?)(?:{between})(?P<none>(?:{listed})(?:\(.*\))?)")


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
