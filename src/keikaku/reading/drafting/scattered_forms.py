"""Sheets whose labels the extraction scattered: found by headings that print where they stand (第7章 第1節 第2施策)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from keikaku.documents.numbered_lines import Line
from keikaku.reading.drafting.headings import ROUNDS
from keikaku.reading.drafting.hints import hints
from keikaku.reading.fields import squeeze
from keikaku.reading.model import Fact, Kind
from keikaku.reading.stream import Piece, Strip
from keikaku.reading.tables.vocabulary import shipped

_COUNT = r"[0-9一二三四五六七八九十]+"
_PLACE = re.compile(rf"第{_COUNT}[一-鿿]{{1,4}}(?:\s+第{_COUNT}[一-鿿]{{1,4}})+(?=\s|$)")
_WORD = re.compile(rf"第{_COUNT}([一-鿿]{{1,4}})")
_LONGEST, _TELLING = 10, 4
"""Characters of a label, and of one that something may stand behind without a space."""
_APART = re.compile(r"[\s|¦]+")
_MARKED = "<u>"
"""How text forms print what is underlined."""


@dataclass(slots=True)
class Sheets:
    """What such headings show.

    Attributes:
        words: The words of a heading, the largest first: 章, 節, 施策.
        lines: The lines of the headings.
        labels: The labels below them, with a space where one is cut, and what they say.
    """

    words: tuple[str, ...]
    lines: list[int] = field(default_factory=list)
    labels: dict[str, Any] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """The name of the level of the headings."""
        return f"sheet-{self.words[-1]}"

    def levels(self) -> dict[str, dict[str, Any]]:
        """Return the levels that the headings name, and say which of them labels open."""
        found: dict[str, dict[str, Any]] = {}
        for word in self.words[:-1]:
            kind = hints().kind_of(word)
            if kind is None:
                continue
            head = rf"(?P<number>第{_COUNT}{word})(?:\s+(?P<label>[^\s0-9].*))?"
            text = {"text": Fact.DESCRIPTION.value} if kind is Kind.GOAL else {}
            found[f"place-{word}"] = {"is": kind.value, "head": head, **text}
        for name in (*found, self.level):
            if (word := name.partition("-")[2]) in self.labels:
                self.labels[word] = {"opens": name}
        above = r"\s+".join(rf"第{_COUNT}{word}" for word in self.words[:-1])
        head = rf"(?:[^\s0-9]\s+)?(?P<place>{above})\s+(?P<number>第{_COUNT}{self.words[-1]}).*"
        kind = hints().kind_of(self.words[-1])
        said = {"is": kind.value if kind else "", "head": head, "scattered": [*self.labels]}
        return {**found, self.level: said}


def sheets(printed: Sequence[Piece]) -> Sheets | None:
    """Return the sheets of a document whose labels stand scattered below their headings, None where it has none."""
    lines = [
        line for piece in printed for line in ([piece.line] if isinstance(piece, Strip) else piece.lines)
    ]
    starts: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        match = _PLACE.search(line.folded.replace("\t", " "))
        if match:
            starts[tuple(_WORD.findall(match.group()))].append(at)
    words, places = max(starts.items(), key=lambda one: len(one[1]), default=((), []))
    if len(places) < ROUNDS or hints().kind_of(words[-1]) is None:
        return None
    forms = [[*lines[max(at - 1, 0) : at + 1], *_above_tables(lines[at + 1 :])] for at in places]
    seen: defaultdict[str, list[Any]] = defaultdict(list)
    for label, said in (one for form in forms for one in dict(_labels(form, words)).items()):
        seen[label].append(said)
    underlined = any(_MARKED in line.text for form in forms for line in form)
    found = Sheets(words, [lines[at].number for at in places])
    often = {label: every[0] for label, every in seen.items() if len(every) > 1}
    cut = {part for label in often if " " in label for part in label.split()}
    for label, said in often.items():
        if label not in cut:
            is_led = said == Fact.RELATED_DEPARTMENT.value and underlined
            found.labels[label] = _LED if is_led else said
    return found if found.labels else None


_LED = {"is": Fact.LEAD_DEPARTMENT.value, "others": Fact.RELATED_DEPARTMENT.value}
"""What departments are of which one is underlined: that one leads."""


def _above_tables(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines of a form: up to the first head of a table of indicators, or the next heading."""
    for line in lines:
        heads = any(shipped().head(cell).role == "Indicator" for cell in line.cells if cell)
        if (heads and len(line.cells) > 1) or _PLACE.search(line.folded):
            return
        yield line


def _labels(lines: Sequence[Line], words: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield the labels of a form and what they say: whole ones, and those of which one part begins a later line."""
    tokens = [one for line in lines for one in _APART.split(line.folded) if one and squeeze(one) == one]
    for at, token in enumerate(tokens):
        if token in words:
            yield token, {}
        for rest in {*tokens[:at], *tokens[at + 1 :]} if len(token) <= _LONGEST else ():
            if len(rest) <= _LONGEST and (said := _fact(token + rest)):
                yield f"{token} {rest}", said
        ends = range(min(len(token), _LONGEST), min(len(token), _TELLING) - 1, -1)
        yield from ((token[:end], said) for end in ends if (said := _fact(token[:end])))


def _fact(words: str) -> str:
    found = hints().fact_of(squeeze(words))
    return found.value if found else ""
