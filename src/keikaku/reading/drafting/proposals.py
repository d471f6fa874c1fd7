"""What a plan.yml might declare of a document: levels, tables, heads, labels, and what is outside the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from keikaku.documents.numbered_lines import Document
from keikaku.reading.drafting import head_forms, headings, identity
from keikaku.reading.drafting.hints import hints
from keikaku.reading.model import Kind
from keikaku.reading.stream import Piece, Sheet, Strip, pieces
from keikaku.reading.tables.vocabulary import CLASSES, MONEY, shipped

_CLASSES = (
    "Vision",
    "Goal",
    "Field",
    "Measure",
    "Action",
    "Project",
    "StrategyGoal",
    "Perspective",
    "Policy",
)
_NUMBERED = r"(?P<number>[①-⑳])?\s*(?P<label>.+)"
_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("indicators", {"rows": "Indicator", "heads": ["target"]}),
    ("aimed", {"rows": "Indicator", "heads": ["baseline", "target"], "bare": "target"}),
    ("measured", {"rows": "Indicator", "heads": ["actual"]}),
    ("yearly", {"rows": "Indicator"}),
    ("projects", {"rows": "Project", "heads": ["total"], "unit": "千円"}),
    ("planned", {"rows": "Project", "bare": "total", "unit": "千円"}),
    ("scheduled", {"rows": "Project", "bare": "schedule"}),
    ("described", {"rows": "Project", "heads": ["description"]}),
    ("run", {"rows": "Project", "heads": ["department"]}),
    ("owned", {"rows": "Owner", "heads": ["total"], "unit": "千円"}),
    ("actions", {"rows": "Action", "heads": ["description"], "item": _NUMBERED}),
    ("structure", {"rows": "Measure", "heads": ["Goal"]}),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A declaration that plan.yml might have: the part, its name and what it says, why, and the lines that it is about."""

    part: str
    name: str
    said: Any
    why: tuple[str, str]
    texts: tuple[str, ...] = ()


_APART = 10**6
"""By how much the lines of a document are numbered on from those of the document before it."""


def _pooled(documents: Sequence[Document]) -> Iterator[Piece]:
    """Yield what documents print as if they were one: a form that each prints once is printed often."""
    for count, document in enumerate(documents):
        for piece in pieces(document, [line for line in document.lines if not line.blank]):
            if isinstance(piece, Strip):
                yield replace(piece, line=replace(piece.line, number=count * _APART + piece.number))
            else:
                lines = [replace(line, number=count * _APART + line.number) for line in piece.lines]
                yield replace(piece, lines=tuple(lines))


def proposals(documents: Sequence[Document]) -> list[Proposal]:
    """Return all that may be declared: levels, tables, heads, labels, what is outside."""
    printed = list(_pooled(documents))
    every = headings.forms(printed)
    found = head_forms.heads(printed)
    below = {line: said["is"] for said, lines in found.values() for line in lines}
    forms = headings.headings(every, below)
    levels = headings.levels(forms).items()
    unnumbered = [
        Proposal("levels", name, said, _seen(lines)) for name, said, lines in headings.unnumbered(printed)
    ]
    rows = {
        shipped().row(cell)
        for piece in printed
        if isinstance(piece, Sheet)
        for line in piece.lines
        for cell in line.cells
    }
    forms_of = sorted(head_forms.openers(printed).items(), key=lambda one: _CLASSES.index(one[1][0].value))
    return [
        *(one for one in unnumbered if one.said["is"] == "Vision"),
        *(
            Proposal("levels", name, said, _seen(one.lines), tuple(one.texts))
            for one, (name, said) in zip(forms, levels, strict=True)
        ),
        *(one for one in unnumbered if one.said["is"] != "Vision"),
        *(_form_level(label, kind, lines) for label, (kind, lines) in forms_of),
        *(
            Proposal("tables", name, said, _HEADS_PRINTED)
            for name, said in _TABLES
            if (name != "yearly" or rows & {"target", "actual"})
            and (name != "owned" or _money_stands_in_rows(printed))
        ),
        *(Proposal("sentences", name, said, _STATED) for name, said in hints().sentences.items()),
        *_heads(printed, found),
        *(
            Proposal("fields", words, said, _seen(lines))
            for words, (said, lines) in head_forms.labels(printed).items()
        ),
        *(
            Proposal("fields", label, {"opens": f"form-{label}"}, _seen(lines))
            for label, (_kind, lines) in forms_of
        ),
        *_outside(every),
    ]


def _form_level(label: str, kind: Kind, lines: Sequence[int]) -> Proposal:
    """Propose the level that a form's label opens; a heading of its own would print the label and a number."""
    head = rf"(?P<number>{re.escape(label)}\s*[0-9]+(?:[-.][0-9]+)*)[\s.:]+(?P<label>.+)"
    return Proposal("levels", f"form-{label}", {"is": kind.value, "head": head}, _seen(lines))


def _money_stands_in_rows(printed: Sequence[Piece]) -> bool:
    """Tell whether tables print years of money as columns and its sources as rows, in every such table.

    Where one has rows of another kind, they are of things that nothing names, whose sums would be nobody's.
    """
    words, seen = shipped(), False
    for piece in printed:
        for line, below in pairwise(piece.lines) if isinstance(piece, Sheet) else ():
            cells = [words.head(cell) for cell in line.cells if cell]
            money = [one for one in cells if one.role == "total" and one.year]
            if money and len(money) >= len(cells) - 1 and not any(one.role in CLASSES for one in cells):
                if words.row(next(filter(None, below.cells), "")) not in MONEY:
                    return False
                seen = True
    return seen


_STATED = ("such lines or cells are printed", "この形の行や欄があります")
_HEADS_PRINTED = ("its heads are printed", "この見出しの表があります")


def _heads(
    printed: Sequence[Piece], found: Mapping[str, tuple[dict[str, Any], list[int]]]
) -> Iterator[Proposal]:
    printed_at = {
        line.number: line.text
        for piece in printed
        for line in ([piece.line] if isinstance(piece, Strip) else piece.lines)
    }
    for words, (said, lines) in found.items():
        begun = head_forms.marks(printed, lines)
        if begun and said["is"] != "skip":
            said = {**said, "marks": begun}
        if said["is"] in _CLASSES:
            said = {**said, "item": hints().item}
        texts = tuple(printed_at[number] for number in lines)
        yield Proposal("blocks", words, said, _seen(lines), texts)


def _outside(every: Sequence[headings.Heading]) -> Iterator[Proposal]:
    for count, (start, end, line) in enumerate(headings.outside(every), 1):
        said = {"start": identity.pattern_of(start), "because": "a foreword, or how the plan is carried out"}
        if end:
            said["end"] = identity.pattern_of(end)
        yield Proposal("outside", f"foreword-{count}", said, (f"line {_named(line)}", f"{_named(line)} 行目"))


def _named(line: int) -> str:
    """Return a line's number; with that of its document, where that is not the first."""
    document, number = divmod(line, _APART)
    return f"{number} ({document + 1})" if document else str(number)


def _seen(lines: Sequence[int]) -> tuple[str, str]:
    few = ", ".join(map(_named, lines[:5])) + (" …" if len(lines) > 5 else "")
    return f"{len(lines)} times, lines {few}", f"{len(lines)} 回、{few} 行目"
