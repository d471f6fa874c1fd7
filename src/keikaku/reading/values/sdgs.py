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
