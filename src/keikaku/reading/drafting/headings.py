"""Forms of headings that a document's numbers show, the classes of what they head, and what is outside the plan."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from keikaku.ground.text.folding import fold
from keikaku.reading.drafting.hints import hints
from keikaku.reading.fields import squeeze
from keikaku.reading.model import Kind
from keikaku.reading.stream import Piece, Strip, is_contents
from keikaku.reading.values.patterns import Pattern

LONGEST = 48
"""Characters of a heading; longer lines are running text."""
NUMBER = r"第?\s*(?:[0-9]{1,2}(?:[-.][0-9]{1,2}){0,2}|[IVXⅠ-Ⅻ]{1,4}|[一二三四五六七八九十]{1,2}|[①-⑳])"
"""A number as headings print it."""
_FORM = re.compile(
    r"(?P<mark>[■◆●○◎▼【《〈<\[〔]?)\s*(?P<word>[一-鿿ぁ-んァ-ヴー]{0,12}?)\s*"
    rf"(?P<open>\(?)(?P<number>{NUMBER})\s*"
    r"(?P<close>[)]?)(?P<unit>[章節項款編部]?)\s*(?P<end>[】》〉>\]〕]?)(?P<gap>[\s.:、]*)(?P<label>\S.*)?"
)
_SHAPES = (
    (re.compile(r"[0-9]+(?:[-.][0-9]+)+"), r"[0-9]+(?:[-.][0-9]+)+"),
    (re.compile(r"[0-9]+"), r"[0-9]+"),
    (re.compile(r"[①-⑳]"), r"[①-⑳]"),
    (re.compile(r"[IVXⅠ-Ⅻ]+"), r"[IVXⅠ-Ⅻ]+"),
    (re.compile(r"[一二三四五六七八九十]+"), r"[一二三四五六七八九十]+"),
)
_MARKED = re.compile(
    r"(?P<mark>[■◆●◎▼◇□★☆▶]?)\s*(?:(?P<word>[一-鿿ぁ-んァ-ヴー]{1,6})[\s:]+)?(?P<label>[^\s0-9:].*)"
)
"""A heading without a number: a mark, a word of headings (◆ 施策 防災の推進), or both."""
_FIGURE = re.compile(r"[0-9,.%~\-]|[年月人件円](?![一-鿿ぁ-んァ-ヴー])|年[度末]")
"""How what is behind a number begins where that is a figure: 3月, 人, 年度; 人が輝くまち is none."""
_DIFFERENT = 0.8
"""The share of different labels among headings that only a mark sets off; a running head repeats some of them."""
_BESIDE = 2
"""Lines from one item of a list to the next at most; headings of one mark have something of their own between them."""
_MARKS = "●○・◇◆■□▼▶▷►▸☞*-"
DEPARTMENTS = r"[^\s/、・]{1,12}[課室局部所](?:\s*[/、・]\s*[^\s/、・]{1,12}[課室局部所])*"
"""Departments as they stand behind a heading or a head, for what stands below it."""
_ANSWERED = re.compile(rf".*\s{DEPARTMENTS}")
ROUNDS = 3
"""How often the same numbers stand before the same words on sheets of one form; what is announced and printed comes twice."""
_NUMBER_BEHIND = re.compile(r".*\D\s[0-9]{1,2}")
"""A label with the number of its heading behind it: 基本目標 支え合うまち 3."""
_LARGE = (r"[IVXⅠ-Ⅻ]+", r"[一二三四五六七八九十]+")
"""Shapes of numbers that count what is above what (1) and ① count."""
_LADDER = (Kind.GOAL, Kind.FIELD, Kind.MEASURE, Kind.ACTION, Kind.PROJECT)
_TEXTS = {Kind.ACTION: "content", Kind.PROJECT: "description"}
"""What running text right below a heading says where that is sure: an action's is what is done. Of others it is asked."""
_MOST = 0.5
"""The share of a form's headings above which what they say says what the form is."""


@dataclass(slots=True)
class Heading:
    """A form of headings.

    Attributes:
        word: The word before the number: 基本目標.
        shape: Pattern of the number.
        brackets: What stands before and after the number.
        unit: What counts it: 章.
        ordinal: Whether 第 stands before the number.
        around: Brackets around all of that: 【基本目標1】.
        lines: Numbers of the lines that have the form.
        labels: What they head.
        numbers: Their numbers.
        texts: The lines as printed.
        listed: The class that the heads above its lines say, where they are heads of lists.
        mark: What stands before a heading without a number.
    """

    word: str
    shape: str
    brackets: tuple[str, str]
    unit: str
    ordinal: bool
    around: tuple[str, str] = ("", "")
    lines: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    listed: Kind | None = None
    mark: str = ""

    @property
    def pattern(self) -> str:
        """The pattern of a level."""
        if not self.shape:
            word = rf"{re.escape(self.word)}[\s:]+" if self.word else ""
            is_behind = self.word and all(map(_NUMBER_BEHIND.fullmatch, self.labels))
            label = (
                r"(?P<label>[^\s0-9:].*?)\s+(?P<number>[0-9]{1,2})"
                if is_behind
                else r"(?P<label>[^\s0-9:].*)"
            )
            return rf"{re.escape(self.mark)}\s*{word}{label}"
        opened, closed = (re.escape(one) for one in self.brackets)
        parts = (re.escape(self.word), opened, f"{'第' if self.ordinal else ''}{self.shape}", closed)
        whole = r"\s*".join(part for part in parts if part) + self.unit
        gap = r"[\s.:、]*" if self.word or closed or self.unit or self.shape == r"[①-⑳]" else r"[\s.:、]+"
        before, behind = (rf"\s*{re.escape(one)}\s*" if one else "" for one in self.around)
        gap = gap if not behind else r"[\s.:、]*"
        label = r"(?P<label>[^\s0-9].*)"
        if sum(map(bool, map(_ANSWERED.fullmatch, self.labels))) > _MOST * len(self.labels):
            label = rf"(?P<label>[^\s0-9].*?)(\s+(?P<department>{DEPARTMENTS}))?"
        elif any(map(re.compile(rf".+{hints().aside}").fullmatch, self.labels)):
            label = rf"(?P<label>[^\s0-9].*?)({hints().aside})?"
        if self.is_above_labels:
            return rf"{before}(?P<number>{whole}){behind}"
        return rf"{before}(?P<number>{whole}){behind}{gap}{label}"

    @property
    def is_of_a_form(self) -> bool:
        """Whether its numbers count the parts of each sheet: again and again each of them stands before the same words."""
        by_number: dict[str, set[str]] = {}
        for number, label in zip(self.numbers, self.labels, strict=False):
            by_number.setdefault(number, set()).add(squeeze(label))
        again = len(self.labels) >= ROUNDS * len(by_number) and len(by_number) > 1
        return not self.word and again and all(len(labels) == 1 for labels in by_number.values())

    @property
    def is_above_labels(self) -> bool:
        """Whether its lines are a word and a number alone (政策1), whose labels stand below."""
        return bool(self.word and self.kind and len(self.lines) > 1 and not any(self.labels))

    @property
    def rank(self) -> int:
        """How large its numbers are: 0 those of chapters and parts, 3 ①; plain ones stand between."""
        if self.unit or self.shape in _LARGE:
            return 0
        return 3 if self.shape == r"[①-⑳]" else 2 if self.brackets[1] else 1

    @property
    def bare(self) -> str:
        """The pattern of its headings without groups."""
        return self.pattern.replace("?P<number>", "").replace("?P<label>", "")

    @property
    def kind(self) -> Kind | None:
        """The class that its word, the heads above its lines, or what all of them are called, say."""
        said = hints().kind_of(self.word or self.unit) if self.word or self.unit else self.listed
        return said or hints().kind_of_all(self.labels)

    @property
    def counts_on(self) -> bool:
        """Whether its numbers are those of headings: each is followed by its next, or begins anew."""
        values = [_value(number) for number in self.numbers]
        steps = list(pairwise(values))
        good = sum(after in (before + 1, 1) for before, after in steps)
        return not steps or good >= 0.6 * len(steps)

    @property
    def is_heading(self) -> bool:
        """Whether what has the form heads elements: no prose, no contents, no figures, no heads of blocks or forewords."""
        labels = [label for label in self.labels if label]
        if self.is_above_labels:
            return self.counts_on
        if self.is_of_a_form:
            return False
        if not labels or (len(self.lines) < 2 and self.kind is None):
            return False
        if self.word and self.kind is None:
            return False
        known = sum(bool(hints().said_of(squeeze(label))) or _is_formal(label) for label in labels)
        figures = sum(bool(_FIGURE.match(label)) for label in labels)
        plain = known <= _MOST * len(labels) and figures <= 0.2 * len(labels)
        different = len(set(labels)) / len(labels)
        if (
            not self.shape and not self.word
        ):  # a mark alone: heads of blocks are known, or printed again on each sheet
            return plain and known <= 0.2 * len(labels) and different >= _DIFFERENT and not self.is_list
        return plain and different >= 0.3 and self.counts_on

    @property
    def is_list(self) -> bool:
        """Whether lines of a mark stand below each other, as items do."""
        beside = sum(lower - upper <= _BESIDE for upper, lower in pairwise(self.lines))
        return beside > 0


def forms(printed: Sequence[Piece]) -> list[Heading]:
    """Return all forms of numbered lines in order of their first print."""
    return forms_of(short(printed))


def forms_of(lines: Iterable[tuple[str, int]]) -> list[Heading]:
    """Return the forms of those lines that have a number.

    Args:
        lines: Folded lines and their numbers.
    """
    found: dict[tuple[Any, ...], Heading] = {}
    for text, number in lines:
        match = _FORM.fullmatch(text)
        if not match:
            _unnumbered_form(text, number, found)
        if not match or (match["mark"] in _MARKS and match["mark"]):
            continue
        digits = match["number"].replace("第", "").strip()
        shape = next((shape for form, shape in _SHAPES if form.fullmatch(digits)), "")
        ordinal = match["number"].startswith("第")
        around = (match["mark"], match["end"]) if match["mark"] and match["end"] else ("", "")
        key = (match["word"], shape, match["open"], match["close"], match["unit"], ordinal, around)
        heading = found.setdefault(
            key,
            Heading(match["word"], shape, (match["open"], match["close"]), match["unit"], ordinal, around),
        )
        heading.lines.append(number)
        heading.labels.append(match["label"] or "")
        heading.numbers.append(digits)
        heading.texts.append(text)
    return list(found.values())


def _unnumbered_form(text: str, number: int, found: dict[tuple[Any, ...], Heading]) -> None:
    """Note a line that may be a heading by its mark, or by a word of headings before its label."""
    match = _MARKED.fullmatch(text)
    if not match:
        return
    word = match["word"] or ""
    word = word if word and hints().kind_of(word) else ""
    if not (match["mark"] or word):
        return
    heading = found.setdefault(
        (match["mark"], word), Heading(word, "", ("", ""), "", ordinal=False, mark=match["mark"])
    )
    heading.lines.append(number)
    heading.labels.append(match["label"] if word or not match["word"] else text[1:].strip())
    heading.texts.append(text)


def headings(
    every: Iterable[Heading], below: Mapping[int, str], headed: Mapping[int, Kind] | None = None
) -> list[Heading]:
    """Return the forms that head elements.

    A form is one that at least two lines have, or one that a word of headings begins.

    Args:
        every: All forms of numbered lines.
        below: What heads say stands below them, by their lines.
        headed: The class of what heads announce with a word of headings (具体的な施策), by their lines.
    """
    headed = headed or {}
    found = [one for one in every if one.is_heading]
    if any(one.word and one.kind is Kind.GOAL for one in found):  # chapters hold the goals then
        found = [one for one in found if not is_chapter(one)]
    counted = {one.word for one in found if one.shape and len(one.lines) > 1}
    found = [
        one for one in found if one.shape or one.word not in counted
    ]  # 施策 alone, where all are 施策 1-2
    heads = sorted(below)
    for one in found:
        told = Counter(kind for line in one.lines if (kind := headed.get(line - 1)))
        if told and told.most_common(1)[0][1] > _MOST * len(one.lines):
            one.listed = told.most_common(1)[0][0]
            continue
        above = Counter(below[heads[at - 1]] for line in one.lines if (at := bisect_left(heads, line)))
        said, often = above.most_common(1)[0] if above else ("", 0)
        if said in {kind.value for kind in hints().lists} and often > _MOST * len(one.lines):
            one.listed = Kind(said)
        if one.listed and not any(line - 1 in below for line in one.lines):
            one.listed = None  # the items of a list begin below its head
    return _above_first(found)


def _above_first(found: Sequence[Heading]) -> list[Heading]:
    """Return forms with each before what its word is above of, where that is printed more often: it stands inside its page."""
    ordered: list[Heading] = []
    for one in found:
        at = next((at for at, other in enumerate(ordered) if _stands_inside(one, other)), len(ordered))
        ordered.insert(at, one)
    return ordered


def _stands_inside(one: Heading, page: Heading) -> bool:
    """Tell whether a heading first stands inside a page of what it is above of, and seldom."""
    kinds = [form.kind for form in (one, page) if form.word and form.kind in _LADDER]
    if len(kinds) < 2 or _LADDER.index(kinds[0]) >= _LADDER.index(kinds[1]):
        return False
    return page.lines[0] < one.lines[0] and len(one.lines) < len(page.lines)


def is_chapter(one: Heading) -> bool:
    """Tell whether a form is that of chapters or parts, which count what they hold and name nothing else."""
    return bool(one.unit) and not one.word and one.kind is Kind.GOAL


def _is_formal(label: str) -> bool:
    words = squeeze(label)
    return bool(hints().formal.fullmatch(words) or hints().chapters.fullmatch(words))


def outside(every: Iterable[Heading]) -> Iterator[tuple[str, str, int]]:
    """Yield the stretches that are no part of the plan: their first line, the line that ends them, and its number.

    A stretch begins with a heading of a foreword and ends with the next heading that is of the plan, or holds such.
    """
    lines = sorted(
        (line, text, label, one.is_heading or one.unit == "章")
        for one in every
        for line, text, label in zip(one.lines, one.texts, one.labels, strict=True)
    )
    begun: tuple[str, int] | None = None
    for line, text, label, heads in lines:
        if label and hints().formal.fullmatch(squeeze(label)):
            begun = begun or (text, line)
        elif begun and (heads or hints().chapters.fullmatch(squeeze(label))):
            yield begun[0], text, begun[1]
            begun = None
    if begun:
        yield begun[0], "", begun[1]


def _value(number: str) -> int:
    last = re.split(r"[-.]", number)[-1]
    if last.isdecimal():
        return int(last)
    for row in ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", "一二三四五六七八九十"):
        if last in row:
            return row.index(last) + 1
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
    return roman.index(last) + 1 if last in roman else 0


def levels(found: Iterable[Heading]) -> dict[str, dict[str, Any]]:
    """Return levels of a grammar out of forms, in their order.

    The class is that which the word says; else one below what is above. Where no word says what is done and one says
    a grouping (節), the lowest such grouping is what is done, and what stands below it breaks that down.
    """
    named = [(one, one.kind) for one in found]
    words = [kind if one.word or one.unit or one.listed else None for one, kind in named]
    if Kind.MEASURE not in words and Kind.FIELD in words:
        lowest = len(words) - 1 - words[::-1].index(Kind.FIELD)
        named[lowest] = (named[lowest][0], Kind.MEASURE)
    levels: dict[str, dict[str, Any]] = {}
    depth = -1
    ranked: list[tuple[int, int]] = []
    above: list[tuple[int, int]] = []
    for one, kind in named:
        if kind is None:
            lowest = 2 if one.shape == r"[①-⑳]" else 0  # no plan counts its goals so
            if one.rank == 0 and any(rank > 0 for rank, _depth in ranked):  # I below (1) is none of its parts
                depth = max((depth for rank, depth in ranked if rank == 0), default=-1)
            else:
                depth = _depth_above(one, above, depth)
            depth = min(depth + 1, len(_LADDER) - 1) if depth >= 0 else lowest
            kind = _LADDER[2] if depth == 1 else _LADDER[depth]
            if kind is Kind.GOAL and not _are_aims(one.labels):
                kind = Kind.FIELD
        if kind in _LADDER:
            depth = _LADDER.index(kind)
            above.extend((line, depth) for line in one.lines)
            above.sort()
        ranked.append((one.rank, depth))
        text: dict[str, Any] = {"text": _TEXTS[kind]} if kind in _TEXTS else {}
        if kind is Kind.GOAL and any(said["is"] == kind.value for said in levels.values()):
            text["under"] = "plan"  # a goal is no part of another
        levels[f"{kind.value.lower()}-{len(levels) + 1}"] = {"is": kind.value, "head": one.pattern, **text}
    names = [*levels]
    for at, name in enumerate(names):
        pages = zip(names[at + 1 :], named[at + 1 :], strict=True)
        inside = next((below for below, (page, _kind) in pages if _stands_inside(named[at][0], page)), None)
        levels[name] |= {"within": inside} if inside else {}
    return levels


def _are_aims(labels: Sequence[str]) -> bool:
    """Tell whether half of some names at least are those of goals: a state that is wished for, what is brought about."""
    return sum(bool(hints().aims.fullmatch(squeeze(label))) for label in labels) * 2 >= len(labels)


def _depth_above(one: Heading, above: Sequence[tuple[int, int]], first: int) -> int:
    """Return how deep the headings are that stand above most lines of a form; as given where none stand above.

    Args:
        one: The form.
        above: Lines of the headings whose depth is known and that depth, in order.
        first: The depth of the form that is printed before it first.
    """
    near = Counter(above[at - 1][1] for line in one.lines if (at := bisect_left(above, (line, 0))))
    return near.most_common(1)[0][0] if near else first


def unnumbered(printed: Sequence[Piece]) -> Iterator[tuple[str, dict[str, Any], list[int]]]:
    """Yield levels whose headings have no number: those that are known as a whole, and a vision in brackets."""
    lines = list(short(printed))
    above_all = "plan"
    for (above, _line), (text, number) in pairwise(lines):
        match = _IN_BRACKETS.fullmatch(text)
        if match and hints().vision.search(above):
            head = rf"[「『【]\s*(?P<label>{re.escape(match['label'])})\s*[」』】]"
            above_all = "vision"
            yield above_all, {"is": Kind.VISION.value, "head": head, "text": "description"}, [number]
            break
    for kind, form in hints().named.items():
        found = [number for text, number in lines if Pattern(form).fullmatch(text)]
        if len(found) > 1:
            yield kind.value.lower(), {"is": kind.value, "head": form, "under": above_all}, found


_IN_BRACKETS = re.compile(r"[「『【]\s*(?P<label>[^「『【」』】]{4,30}?)\s*[」』】]")


def short(printed: Iterable[Piece]) -> Iterator[tuple[str, int]]:
    """Yield lines, and cells that stand alone in a row, which may be headings; folded, spaces of the layout as one."""
    for piece in printed:
        lines = [piece.line] if isinstance(piece, Strip) else piece.lines
        for line in lines:
            cells = [cell for cell in line.cells if cell]
            text = (
                " ".join(fold(line.text if isinstance(piece, Strip) else cells[0]).split()) if cells else ""
            )
            alone = isinstance(piece, Strip) or len(set(cells)) == 1
            if (
                alone
                and 1 < len(text) <= LONGEST
                and not text.endswith(("。", "、"))
                and not is_contents(line.text)
            ):
                yield text, line.number
