"""Texts that turn to the SDGs as a whole: a plan that has them does not say nothing of the SDGs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from keikaku.ground.text.folding import fold
from keikaku.reading.model import TEXT_FACTS, Element, Fact, Plan, Statement

_SDGS = r"(?:SDG ?s|持続可能な開発目標)"
_NAMED = re.compile(
    rf"(?:{_SDGS}[^。]{{0,12}}?|ゴール|ターゲット)(?:の|第|:| )*(?!17 ?(?:の|個の|つの)? ?(?:ゴール|目標))[0-9]{{1,2}}"
    r"(?![0-9]| ?(?:年|の ?(?:ゴール|目標|ターゲット)|つの))",
    re.IGNORECASE,
)
_MENTIONED = re.compile(_SDGS, re.IGNORECASE)
_TEXTS = TEXT_FACTS - {Fact.NOTE, Fact.SDG_COMMITMENT}  # a footnote explains the word and commits to nothing


def is_general(text: str) -> bool:
    """Tell whether a text turns to the SDGs as a whole: it names them, and no goal of them.

    >>> is_general("持続可能な開発目標（SDGs）を見すえる"), is_general("SDGsのゴール11に取り組む")
    (True, False)
    """
    folded = fold(text)
    return _MENTIONED.search(folded) is not None and _NAMED.search(folded) is None


def note_commitments(holders: Iterable[Plan | Element]) -> None:
    """State of plans and elements which of their texts, or whose names, turn to the SDGs as a whole.

    What names a goal, itself, is left alone: the goals that it names say more.
    """
    for holder in holders:
        if not any(one.fact in (Fact.SDG, Fact.SDG_COMMITMENT) for one in holder.statements):
            holder.statements.extend(_commitments(holder))


def _commitments(holder: Plan | Element) -> list[Statement]:
    found = [
        Statement(
            fact=Fact.SDG_COMMITMENT,
            value=one.value,
            lines=list(one.lines),
            confidence=one.confidence,
            as_printed=one.as_printed,
        )
        for one in holder.statements
        if one.fact in _TEXTS and is_general(one.value)
    ]
    if isinstance(holder, Element) and is_general(holder.label):
        found.append(
            Statement(
                fact=Fact.SDG_COMMITMENT,
                value=holder.label,
                lines=list(holder.lines),
                confidence=holder.confidence,
                as_printed=holder.as_printed,
            )
        )
    return found


_LIST = re.compile(r"[0-9]+(?:\s*[、,]\s*[0-9]+)*")
_TRACE = re.compile(r"(?P<number>[0-9]*)(?P<rest>.*)")
_LAST_GOAL = 17


def goals_listed(text: str) -> list[int] | None:
    """Return the goals of a plain list, None where it is none, or a number in it is no goal.

    >>> goals_listed("6、14"), goals_listed("6,41"), goals_listed("17 ###")
    ([6, 14], None, None)
    """
    folded = fold(text).strip()
    return _valid(re.findall("[0-9]+", folded)) if _LIST.fullmatch(folded) else None


def goals_traced(text: str) -> list[int] | None:
    """Return the goals of which a print holds traces, None where a number is no goal.

    A number counts where something that is no number follows it: digits that stand apart may be one number that was split.

    >>> goals_traced("11 SUSTAIN"), goals_traced("17 端端 17 mm"), goals_traced("A"), goals_traced("1 7 ###"), goals_traced("17")
    ([11], [17, 17], [], None, None)
    """
    words = fold(text).split()
    numbers = []
    for word, after in zip(words, [*words[1:], ""], strict=True):
        match = _TRACE.fullmatch(word)
        if match is None or not match["number"]:
            continue
        if not match["rest"] and (not after or after[0].isdigit()):
            return None
        numbers.append(match["number"])
    return _valid(numbers)


def _valid(numbers: Iterable[str]) -> list[int] | None:
    goals = list(numbers)
    good = all(len(one) <= 2 and one[0] != "0" and int(one) <= _LAST_GOAL for one in goals)
    return list(map(int, goals)) if good else None
