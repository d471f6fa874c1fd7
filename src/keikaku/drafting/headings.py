"""Forms of headings that a document's numbers show, and heads and labels that its words show."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from keikaku.drafting.hints import hints
from keikaku.model import Kind
from keikaku.read.folding import fold, tidy
from keikaku.reading.fields import squeeze
from keikaku.reading.stream import Piece, Sheet, Strip, is_contents

LONGEST = 48
"""Characters of a heading; longer lines are running text."""
_FORM = re.compile(
    r"(?P<mark>[■◆●○◎▼【《〈<\[]?)\s*(?P<word>[一-鿿ぁ-んァ-ヴー]{0,6}?)\s*"
    r"(?P<open>\(?)(?P<number>第?\s*(?:[0-9]{1,2}(?:[-.][0-9]{1,2}){0,2}|[IVXⅠ-Ⅻ]{1,4}|[一二三四五六七八九十]{1,2}|[①-⑳]))\s*"
    r"(?P<close>[)]?)(?P<unit>[章節項款編部]?)(?P<gap>[\s.:、]*)(?P<label>\S.*)?"
)
_SHAPES = (
    (re.compile(r"[0-9]+(?:[-.][0-9]+)+"), r"[0-9]+(?:[-.][0-9]+)+"),
    (re.compile(r"[0-9]+"), r"[0-9]+"),
    (re.compile(r"[①-⑳]"), r"[①-⑳]"),
    (re.compile(r"[IVXⅠ-Ⅻ]+"), r"[IVXⅠ-Ⅻ]+"),
    (re.compile(r"[一二三四五六七八九十]+"), r"[一二三四五六七八九十]+"),
)
_MARKS = "●○・◇◆■▼*-"
_LADDER = (Kind.GOAL, Kind.FIELD, Kind.MEASURE, Kind.ACTION, Kind.PROJECT)


@dataclass(slots=True)
class Heading:
    """A form of headings.

    Attributes:
        word: The word before the number: 基本目標.
        shape: Pattern of the number.
        brackets: What stands before and after the number.
        unit: What counts it: 章.
        ordinal: Whether 第 stands before the number.
        lines: Numbers of the lines that have the form.
        labels: What they head.
        numbers: Their numbers.
    """

    word: str
    shape: str
    brackets: tuple[str, str]
    unit: str
    ordinal: bool
    lines: list[int] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    @property
    def pattern(self) -> str:
        """The pattern of a level."""
        opened, closed = (re.escape(one) for one in self.brackets)
        parts = (re.escape(self.word), opened, f"{'第' if self.ordinal else ''}{self.shape}", closed)
        whole = r"\s*".join(part for part in parts if part) + self.unit
        gap = r"[\s.:、]*" if self.word or closed or self.unit or self.shape == r"[①-⑳]" else r"[\s.:、]+"
        return rf"(?P<number>{whole}){gap}(?P<label>[^\s0-9].*)"

    @property
    def kind(self) -> Kind | None:
        """The class that its word says."""
        return hints().kind_of(self.word or self.unit) if self.word or self.unit else None

    @property
    def counts_on(self) -> bool:
        """Whether its numbers are those of headings: each is followed by its next, or begins anew."""
        values = [_value(number) for number in self.numbers]
        steps = list(pairwise(values))
        good = sum(after in (before + 1, 1) for before, after in steps)
        return not steps or good >= 0.6 * len(steps)


def headings(printed: Iterable[Piece]) -> list[Heading]:
    """Return the forms of numbered headings in order of their first print.

    A form is one that at least two lines have, or one that a word of headings begins; prose, contents and figures have
    none.
    """
    found: dict[tuple[Any, ...], Heading] = {}
    for text, number in _short(printed):
        match = _FORM.fullmatch(text)
        if not match or (match["mark"] in _MARKS and match["mark"]):
            continue
        digits = match["number"].replace("第", "").strip()
        shape = next((shape for form, shape in _SHAPES if form.fullmatch(digits)), "")
        ordinal = match["number"].startswith("第")
        key = (match["word"], shape, match["open"], match["close"], match["unit"], ordinal)
        heading = found.setdefault(
            key, Heading(match["word"], shape, (match["open"], match["close"]), match["unit"], ordinal)
        )
        heading.lines.append(number)
        heading.labels.append(match["label"] or "")
        heading.numbers.append(digits)
    return [one for one in found.values() if _is_heading(one)]


def _is_heading(one: Heading) -> bool:
    labels = [label for label in one.labels if label]
    if not labels or (len(one.lines) < 2 and one.kind is None):
        return False
    if one.word and one.kind is None:
        return False
    figures = sum(bool(re.match(r"[0-9,.%~年月人件円\-]", label)) for label in labels)
    return figures <= 0.2 * len(labels) and len(set(labels)) >= 0.3 * len(labels) and one.counts_on


def _value(number: str) -> int:
    last = re.split(r"[-.]", number)[-1]
    if last.isdecimal():
        return int(last)
    for row in ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ", "一二三四五六七八九十"):
        if last in row:
            return row.index(last) + 1
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
    return roman.index(last) + 1 if last in roman else 0


def levels(forms: Iterable[Heading]) -> dict[str, dict[str, Any]]:
    """Return levels of a grammar out of forms, in their order: the class by the word, else one below what is above.

    Of two forms with one class the later one is a step deeper.
    """
    found: dict[str, dict[str, Any]] = {}
    depth = -1
    for one in forms:
        kind = one.kind
        if kind is None:
            depth = min(depth + 1, len(_LADDER) - 1) if depth >= 0 else 0
            kind = _LADDER[2] if depth == 1 else _LADDER[depth]
        if kind in _LADDER:
            depth = _LADDER.index(kind)
        found[f"{kind.value.lower()}-{len(found) + 1}"] = {
            "is": kind.value,
            "head": one.pattern,
            "text": "description",
        }
    said = [level["is"] for level in found.values()]
    if Kind.MEASURE.value not in said and Kind.FIELD.value in said:  # the lowest grouping is what is done
        lowest = len(said) - 1 - said[::-1].index(Kind.FIELD.value)
        list(found.values())[lowest]["is"] = Kind.MEASURE.value
    return found


def _short(printed: Iterable[Piece]) -> Iterator[tuple[str, int]]:
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


def heads(printed: Sequence[Piece]) -> dict[str, tuple[dict[str, Any], list[int]]]:
    """Return heads of blocks by their words, with the lines that print them: what stands below is text or a list."""
    found: dict[str, tuple[dict[str, Any], list[int]]] = {}
    beside = (
        (text, piece.number)
        for piece in printed
        if isinstance(piece, Strip) and len(piece.stretches) > 1
        for text, _left in piece.stretches
    )
    for text, number in [*_short(printed), *beside]:
        bare = squeeze(re.sub(r"^[■◆●○◎▼◇□\s]*[【《〈<\[]?\s*|\s*[】》〉>\]]\s*$", "", fold(text)))
        said = _said(bare) if bare and len(bare) <= 20 else None
        if said:
            words = r"\s*".join(re.escape(char) for char in bare)
            head = rf"[■◆●○◎▼◇□]?\s*[【《〈<\[]?\s*{words}\s*[】》〉>\]]?"
            found.setdefault(bare, ({"is": said, "head": head}, []))[1].append(number)
    return found


def _said(words: str) -> str:
    """Return what stands below a head, "" where its words are not known."""
    known = hints()
    kind, fact = known.list_of(words), known.fact_of(words)
    if kind or fact:
        return str((kind or fact).value)  # type: ignore[union-attr]
    return "skip" if known.skip.fullmatch(words) else ""


def labels(printed: Iterable[Piece]) -> dict[str, tuple[str, list[int]]]:
    """Return printed labels with a value beside them, by their words: what they say, and their lines."""
    known = hints()
    found: dict[str, tuple[str, list[int]]] = {}
    for piece in printed:
        rows: Mapping[int, list[str]] = (
            {piece.number: piece.segments}
            if isinstance(piece, Strip)
            else {line.number: [cell for cell in line.cells if cell] for line in piece.lines}
            if isinstance(piece, Sheet)
            else {}
        )
        for number, cells in rows.items():
            for cell in cells[:-1]:
                fact = known.fact_of(squeeze(cell)) if len(cell) <= 20 else None
                if fact:
                    found.setdefault(tidy(cell), (fact.value, []))[1].append(number)
    return found


def marks(printed: Iterable[Piece], below: Iterable[int]) -> str:
    """Return the marks with which the lines below some heads begin."""
    after = set(below)
    seen: defaultdict[str, int] = defaultdict(int)
    for piece in printed:
        if isinstance(piece, Strip) and piece.number - 1 in after and piece.text[:1] in _MARKS:
            seen[piece.text[:1]] += 1
    return "".join(sorted(seen))
