"""Forms of lines that a person points at, made of what they have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

from keikaku.ground.text.folding import fold
from keikaku.reading.drafting.headings import forms_of
from keikaku.reading.drafting.identity import pattern_of

_MARK = re.compile(r"[■◆●○◎▼◇□★☆▶・*◯※]")
_BRACKETS = re.compile(r"(?P<open>[【《〈<「『\[])(?P<label>.+)(?P<close>[】》〉>」』\]])")
_CLOSING = r"[^】》〉>」』\]]"
_DIGITS = re.compile(r"[0-9]+")


def numbers_open(line: str) -> str:
    """Return a pattern of a line in which every number may be another."""
    return _DIGITS.sub("[0-9]+", pattern_of(line))


def form_of(lines: Sequence[str]) -> str:
    """Return the form of headings: their number counts on, their mark or brackets stay; else their very words."""
    texts = [" ".join(fold(line).split()) for line in lines]
    numbered = forms_of((text, at) for at, text in enumerate(texts))
    if len(numbered) == 1 and len(numbered[0].lines) == len(texts) and all(numbered[0].labels):
        return numbered[0].pattern
    if len(numbered) == 1 and len(numbered[0].lines) == len(texts):  # the label stands below
        return (
            numbered[0]
            .pattern.partition(r"(?P<label>")[0]
            .removesuffix(r"[\s.:、]*")
            .removesuffix(r"[\s.:、]+")
        )
    brackets = [match["open"] + match["close"] for text in texts if (match := _BRACKETS.fullmatch(text))]
    if len(brackets) == len(texts) and len(set(brackets)) == 1:
        opened, closed = map(re.escape, brackets[0])
        return rf"{opened}\s*(?P<label>{_CLOSING}+)\s*{closed}"
    mark = texts[0][:1]
    if _MARK.fullmatch(mark) and all(text.startswith(mark) for text in texts):
        return rf"{re.escape(mark)}\s*(?P<label>[^\s].*)"
    return rf"(?P<label>{'|'.join(pattern_of(text) for text in texts)})"


def part_of(name: str, text: str) -> str:
    """Return the form of a part of a sentence: a year as printed, a figure with its unit, else any words."""
    if name.endswith("_year"):
        return years_of(text)
    return r"[0-9][0-9,.]*\s*[^\s0-9()]*" if text[:1].isdigit() else ".+?"


def spaced(text: str) -> str:
    """Return a pattern of what stands between two parts, with spaces or without."""
    return "".join(rf"\s*{re.escape(char)}" for char in text) + r"\s*" if text else r"\s*"


def years_of(years: str) -> str:
    """Return a pattern of years as printed in which every number may be another, the first year of an era too."""
    return _DIGITS.sub("[0-9]+", pattern_of(years).replace("元", "[0-9元]+"))
