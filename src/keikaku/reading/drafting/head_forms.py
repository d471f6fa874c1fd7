"""Heads of blocks and labels of fields that a document prints, by their words and by how they are set apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from keikaku.ground.text.folding import fold, tidy
from keikaku.reading.blocks import KANA
from keikaku.reading.drafting.headings import DEPARTMENTS, NUMBER, ROUNDS, short
from keikaku.reading.drafting.hints import hints
from keikaku.reading.fields import IN_BRACKETS, holds, squeeze
from keikaku.reading.model import Fact, Kind
from keikaku.reading.stream import Piece, Sheet, Strip
from keikaku.reading.tables.vocabulary import shipped

_MARKS = "●○・◇◆■□▼▶▷►▸☞*-"
_BULLETS = "-*"
_OPENED, _CLOSED = r"[■◆●○◎▼◇□▶\s]*[【〔《〈<\[(]?\s*", r"\s*[】〕》〉>\])]?"
_NUMBERED = rf"(?:\(?{NUMBER}\)?[\s.:、]*)?"
_BARE = re.compile(rf"{_OPENED}(?:(?:\({NUMBER}\)|{NUMBER}[\s.:、])\s*)?(?P<words>.+?){_CLOSED}$")
_APART = re.compile(r"(?:[■◆◎▼◇□]\s*[^■◆◎▼◇□\s][^■◆◎▼◇□]*|[【〔《\[].+[】〕》\]])")
"""A line that is set apart as heads are, by a mark that lists seldom have or by brackets."""
_ANSWERED = re.compile(rf"(?P<head>.+?)\s+{DEPARTMENTS}")
"""A head with departments behind it, which answer for what stands below."""
_COUNTED = re.compile(rf"(?:\({NUMBER}\)|{NUMBER}[\s.:、])\s*\D.*")
"""A line that a number begins, as the parts of a form do that is printed for each thing."""
_ASIDE = {"number", "period", "account", "note"}
"""Roles of labels that end the value before them, and whose own value is no fact of an element."""
_LONGEST = 20
"""Characters of a head; longer lines are running text."""


def heads(printed: Sequence[Piece]) -> dict[str, tuple[dict[str, Any], list[int]]]:
    """Return heads of blocks by their words, with the lines that print them: what stands below is text or a list.

    A head whose words nobody knows is one where it is set apart and printed again and again; what stands below it is
    not read, and asked for.
    """
    found: dict[str, tuple[dict[str, Any], list[int]]] = {}
    apart: defaultdict[str, list[int]] = defaultdict(list)
    counted: defaultdict[str, list[int]] = defaultdict(list)
    beside = (
        (text, piece.number)
        for piece in printed
        if isinstance(piece, Strip) and len(piece.stretches) > 1
        for text, _left in piece.stretches
    )
    for text, number in sorted([*short(printed), *beside], key=lambda one: one[1]):
        bare = bare_words(text)
        said = hints().said_of(bare) if len(bare) <= _LONGEST else ""
        if said:
            found.setdefault(bare, ({"is": said, "head": _form_of(bare)}, []))[1].append(number)
        elif (match := _ANSWERED.fullmatch(text)) and (
            said := _said_of_text(words := bare_words(match["head"]))
        ):
            form = rf"{_form_of(words)}(?:\s+(?P<department>{DEPARTMENTS}))?"
            _said, lines = found.setdefault(words, ({"is": said}, []))
            found[words] = ({"is": said, "head": form}, [*lines, number])
        elif len(bare) <= _LONGEST and _APART.fullmatch(text):
            apart[bare].append(number)
        elif len(bare) <= _LONGEST and _COUNTED.fullmatch(text):
            counted[bare].append(number)
    apart.update(
        (bare, lines) for bare, lines in counted.items() if len(lines) >= ROUNDS and bare not in apart
    )
    for bare, lines in apart.items():
        if len(set(lines)) > 1:
            found[bare] = ({"is": "skip", "head": _form_of(bare)}, lines)
    return found


def _said_of_text(words: str) -> str:
    """Return what stands below a head, "" where that is no text and no list: departments are the value of a label then."""
    said = hints().said_of(words)
    return "" if said in {Fact.LEAD_DEPARTMENT.value, Fact.RELATED_DEPARTMENT.value} else said


def bare_words(text: str) -> str:
    """Return the words of a head without marks, brackets and a number of its own.

    >>> bare_words("【 施策の方向 】"), bare_words("■現状と課題"), bare_words("3 課題")
    ('施策の方向', '現状と課題', '課題')
    >>> bare_words("重要業績評価指標(KPI)")
    '重要業績評価指標(KPI)'
    """
    match = _BARE.match(fold(text).strip())
    words = match["words"] if match else ""
    return squeeze(f"{words})" if words.count("(") > words.count(")") else words)


def _form_of(bare: str) -> str:
    match = hints().stakeholders.fullmatch(bare)
    who = match.group("who") if match else ""
    rest = bare.removeprefix(who)
    words = r"\s*".join(re.escape(char) for char in rest)
    if who:
        words = rf"(?P<who>{re.escape(who)})\s*{words}"
    return rf"[■◆●○◎▼◇□▶]?\s*{_NUMBERED}[【〔《〈<\[(]?\s*{words}\s*[】〕》〉>\])]?"


def labels(printed: Iterable[Piece]) -> dict[str, tuple[str, list[int]]]:
    """Return printed labels with a value beside them, by their words: what they say, and their lines."""
    known = hints()
    found: dict[str, tuple[str, list[int]]] = {}
    for piece in printed:
        rows: Mapping[int, list[str]] = (
            {piece.number: [*piece.segments, *_parted(piece.segments), *_spaced(piece.segments)]}
            if isinstance(piece, Strip)
            else {line.number: [cell for cell in line.cells if cell] for line in piece.lines}
            if isinstance(piece, Sheet)
            else {}
        )
        for number, cells in rows.items():
            for cell, beside in pairwise(cells):
                fact = known.fact_of(squeeze(cell)) if len(cell) <= _LONGEST else None
                if not fact and _is_status(cell, beside):
                    fact = Fact.PROJECT_STATUS
                listed = known.list_of(squeeze(cell)) if isinstance(piece, Strip) else None
                if fact:
                    found.setdefault(tidy(cell), (fact.value, []))[1].append(number)
                elif listed and holds(listed, beside):
                    found.setdefault(tidy(cell), (listed.value, []))[1].append(number)
                elif (
                    isinstance(piece, Sheet)
                    and shipped().head(cell).role in _ASIDE
                    and not shipped().head(beside).says  # a row of labels alone is the head of a table
                ):
                    found.setdefault(tidy(cell), ("skip", []))[1].append(number)
    return found


def _is_status(label: str, value: str) -> bool:
    """Tell whether a label of sorts (区分) stands beside what projects become: 新規, 継続."""
    known = shipped().head(label).role in {"category", "status"}
    return known and shipped().contents["status"].fullmatch(squeeze(value)) is not None


def openers(printed: Iterable[Piece]) -> dict[str, tuple[Kind, list[int]]]:
    """Return labels of forms whose values are elements, by their words; their lines.

    What stands beside a label is a value: a row of labels alone is the head of a table.
    """
    found: dict[str, tuple[Kind, list[int]]] = {}
    for piece in printed:
        for line in piece.lines if isinstance(piece, Sheet) else ():
            cells = [cell for cell in line.cells if cell]
            for label, value in pairwise(cells):
                kind = hints().opens(squeeze(label)) if len(label) <= _LONGEST else None
                if kind and not all(shipped().head(word).says for word in value.split()):
                    found.setdefault(squeeze(label), (kind, []))[1].append(line.number)
    return found


def _parted(segments: Iterable[str]) -> list[str]:
    """Return the labels that colons or brackets part from their values in one stretch, and something behind them."""
    colons = [fold(one).partition(":")[0] for one in segments if ":" in fold(one)]
    brackets = [match["label"] for one in segments if (match := IN_BRACKETS.fullmatch(one))]
    return [part for label in (*colons, *brackets) for part in (label, "-")]


def _spaced(segments: Iterable[str]) -> Iterator[str]:
    """Yield labels and values between which one space stands, where the value holds what the label says."""
    for segment in segments:
        label, _space, value = segment.partition(" ")
        words = squeeze(label)
        said = hints().list_of(words) or hints().fact_of(words)
        if said and holds(said, value):
            yield from (label, value)


def _mark_of(text: str) -> str:
    """Return the mark with which a line begins; the bullet of a text form may stand before it: - ・道路."""
    behind = text[1:].lstrip() if text[:1] in _BULLETS else ""
    return behind[0] if behind and behind[0] in _MARKS else text[:1]


def marks(printed: Iterable[Piece], below: Iterable[int]) -> tuple[str, str]:
    """Return the marks with which the lines below some heads begin, and those of lists within those lists."""
    after, inside = set(below), False
    seen, nested = set[str](), set[str]()
    last = 0
    for piece in printed:
        mark = _mark_of(piece.text) if isinstance(piece, Strip) else ""
        if isinstance(piece, Strip) and KANA.match(fold(piece.text)):
            mark = "ア"
        if last in after and mark and mark in f"{_MARKS}ア":
            seen.add(mark)
            inside = True
        elif inside and mark and mark in f"{_MARKS}ア":
            nested.update({mark} - seen)
        else:
            inside = False
        last = piece.number
    return "".join(sorted(seen)), "".join(sorted(nested))
