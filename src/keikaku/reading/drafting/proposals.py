"""What a plan.yml might declare of a document: levels, tables, heads, labels, and what is outside the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keikaku.documents.numbered_lines import Document
from keikaku.ground.messages import pair
from keikaku.reading.drafting import head_forms, headings, identity, scattered_forms, table_forms
from keikaku.reading.drafting.hints import hints
from keikaku.reading.fields import squeeze
from keikaku.reading.model import Fact, Kind
from keikaku.reading.stream import Piece, Sheet, Strip, pieces
from keikaku.reading.tables import Grid, TableKind, fitting
from keikaku.reading.tables.vocabulary import CLASSES, MONEY, shipped
from keikaku.reading.values.patterns import Pattern

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
_WITHIN = {"Measure": "Action", "Action": "content", "Project": "description"}
"""What the items of a list within a list of these are or say: an action's is what is done."""
_UNFIGURED = r"(?P<label>[^\s0-9~]+)"
"""The form of an item that names an indicator and no figure."""
_NUMBERED = r"(?P<number>[①-⑳])?\s*(?P<label>.+)"
_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("indicators", {"rows": "Indicator", "heads": ["target"]}),
    ("aimed", {"rows": "Indicator", "heads": ["baseline", "target"], "bare": "target"}),
    ("measured", {"rows": "Indicator", "heads": ["actual"]}),
    ("yearly", {"rows": "Indicator"}),
    ("projects", {"rows": "Project", "heads": ["total"], "unit": "千円"}),
    ("planned", {"rows": "Project", "bare": "total", "unit": "千円"}),
    ("scheduled", {"rows": "Project", "bare": "schedule", "unit": "千円"}),
    ("described", {"rows": "Project", "heads": ["description"], "unit": "千円"}),
    ("run", {"rows": "Project", "heads": ["department"], "unit": "千円"}),
    ("owned", {"rows": "Owner", "heads": ["total"], "unit": "千円"}),
    ("actions", {"rows": "Action", "heads": ["description"], "item": _NUMBERED}),
    ("reached", {"rows": "Action", "heads": ["outcome", "Project"], "wrapped": True, "ends": hints().ends}),
    ("staged", {"rows": "Action", "bare": "schedule"}),
    ("structure", {"rows": "Measure", "heads": ["Goal"]}),
    ("directed", {"rows": "Measure", "heads": ["policyDirection"]}),
    ("explained", {"rows": "Measure", "heads": ["description"]}),
)


_OVER = ("actions", "directed")
"""The kinds of tables above which names may stand that are no headings."""
_OWNED = TableKind(rows="Owner", heads=["total"], unit="千円")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A declaration that plan.yml might have: the part, its name and what it says, why, and the lines that it is about.

    Instead says whether it takes the place of what the family says under that name.
    """

    part: str
    name: str
    said: Any
    why: tuple[str, str]
    texts: tuple[str, ...] = ()
    instead: bool = False


def _texts(documents: Sequence[Document]) -> Iterator[str]:
    yield from (line.text for document in documents for line in document.lines)


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


def proposals(documents: Sequence[Document], plan: str) -> list[Proposal]:
    """Return all that may be declared of a plan, by its id: levels, tables, heads, labels, what is outside."""
    printed = list(_pooled(documents))
    every = headings.forms(printed)
    found = head_forms.heads(printed)
    below = {line: said["is"] for said, lines in found.values() for line in lines}
    headed = {
        line: kind
        for words, (_said, lines) in found.items()
        if (kind := hints().kind_of(words))
        for line in lines
    }
    forms = headings.headings(every, below, headed)
    if sheets := scattered_forms.sheets(printed):
        forms = [one for one in forms if not {one.word, one.unit} & {*sheets.words}]
        found = {words: one for words, one in found.items() if words not in map(squeeze, sheets.labels)}
    levels = headings.levels(forms).items()
    chapters = [one for one in every if one.is_heading and headings.is_chapter(one) and one not in forms]
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
    done = _DONE if _heads_say_what_is_done(printed) else {}
    leading = _LEADING if _heads_say_who_leads(printed) else {}
    shown, boxed = _shown(printed), table_forms.boxes(printed)
    labels = sheets.labels if sheets else ()
    forms_of = sorted(
        ((label, said) for label, said in head_forms.openers(printed).items() if label not in labels),
        key=lambda one: _CLASSES.index(one[1][0].value),
    )
    return [
        *(
            Proposal("levels", "chapters", {"opens": plan, "head": one.bare}, _seen(one.lines))
            for one in chapters[:1]
        ),
        *(one for one in unnumbered if one.said["is"] == "Vision"),
        *(_of_sheets(sheets) if sheets else ()),
        *(
            Proposal("levels", name, said, _seen(one.lines), tuple(one.texts))
            for one, (name, said) in zip(forms, levels, strict=True)
        ),
        *(one for one in unnumbered if one.said["is"] != "Vision"),
        *(_form_level(label, kind, lines) for label, (kind, lines) in forms_of),
        *(
            Proposal(
                "tables",
                name,
                {
                    **said,
                    **(
                        {"Project": leading | shown, "Action": done, "Indicator": boxed}.get(said["rows"], {})
                    ),
                },
                _HEADS_PRINTED,
            )
            for name, said in _TABLES
            if (name != "yearly" or rows & {"target", "actual"})
            and (name != "owned" or _money_is_the_owners(printed))
        ),
        *_over_tables(printed, {*below, *(line for one in forms for line in one.lines)}),
        *(
            Proposal("sentences", name, said, _STATED)
            for name, said in hints().sentences.items()
            if name not in hints().needs or any(map(hints().needs[name].search, _texts(documents)))
        ),
        *_heads(printed, found),
        *_columns(printed),
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


def _of_sheets(sheets: scattered_forms.Sheets) -> Iterator[Proposal]:
    """Propose the levels and the fields of sheets whose labels stand scattered."""
    for name, said in sheets.levels().items():
        yield Proposal("levels", name, said, _seen(sheets.lines))
    for label, said in sheets.labels.items():
        yield Proposal("fields", squeeze(label), said, _seen(sheets.lines))


def _shown(printed: Sequence[Piece]) -> dict[str, Any]:
    """Return what tables of projects show of themselves: money under each other, cells out of their columns."""
    found = {"stack": table_forms.stack(printed), "contents": table_forms.shifted(printed)}
    return {name: said for name, said in found.items() if said}


def _over_tables(printed: Sequence[Piece], forms: set[int]) -> Iterator[Proposal]:
    """Propose levels of the names that stand above tables."""
    for name, said in _TABLES:
        if name in _OVER and (found := table_forms.names_above(printed, said["rows"], forms)):
            level, lines = found
            yield Proposal("levels", f"over-{name}", {**level, "over": [name]}, _seen(lines))


def _form_level(label: str, kind: Kind, lines: Sequence[int]) -> Proposal:
    """Propose the level that a form's label opens; a heading of its own would print the label and a number."""
    head = rf"(?P<number>{re.escape(label)}\s*[0-9]+(?:[-.][0-9]+)*)[\s.:]+(?P<label>.+)"
    return Proposal("levels", f"form-{label}", {"is": kind.value, "head": head}, _seen(lines))


def _money_is_the_owners(printed: Sequence[Piece]) -> bool:
    """Tell whether tables of money that name no thing say in each row which money or which year it is, in every such table.

    Where one has rows of another kind, they are of things that nothing names, whose sums would be nobody's.
    """
    seen = False
    for piece in printed:
        if not isinstance(piece, Sheet):
            continue
        grid = Grid.of_lines(piece.lines, piece.cells)
        for row in range(grid.rows):
            fits = fitting(grid, row, [_OWNED])
            if not fits or any(column.role in CLASSES for column in fits[0][1].columns):
                continue
            below = grid.by_row[fits[0][1].rows.stop :][:1]
            first = below[0][0].text if below and below[0] else ""
            if shipped().row(first) not in MONEY and not shipped().head(first).year:
                return False
            seen = True
    return seen


def _heads_say_who_leads(printed: Sequence[Piece]) -> bool:
    """Tell whether all heads of columns of departments are those of who answers for a thing: 担当課, 所管課."""
    cells = {
        cell for piece in printed if isinstance(piece, Sheet) for line in piece.lines for cell in line.cells
    }
    heads = [squeeze(cell) for cell in cells if cell and shipped().head(cell).role == "department"]
    return bool(heads) and all(hints().fact_of(head) is Fact.LEAD_DEPARTMENT for head in heads)


def _heads_say_what_is_done(printed: Sequence[Piece]) -> bool:
    """Tell whether all heads of columns of descriptions beside actions are those of what is done: 内容, 取組内容."""
    heads = {
        squeeze(cell)
        for piece in printed
        if isinstance(piece, Sheet)
        for line in piece.lines
        if any(shipped().head(cell).role == "Action" for cell in line.cells if cell)
        for cell in line.cells
        if cell and shipped().head(cell).role == "description"
    }
    return bool(heads) and all(head.endswith("内容") for head in heads)


_DONE: dict[str, Any] = {"facts": {"description": Fact.CONTENT.value}}
_LEADING: dict[str, Any] = {"facts": {"department": Fact.LEAD_DEPARTMENT.value}}
_STATED = pair("drafting.such-lines-or-cells")
_HEADS_PRINTED = pair("drafting.its-heads-printed")


def _heads(
    printed: Sequence[Piece], found: Mapping[str, tuple[dict[str, Any], list[int]]]
) -> Iterator[Proposal]:
    printed_at = {
        line.number: line.text
        for piece in printed
        for line in ([piece.line] if isinstance(piece, Strip) else piece.lines)
    }
    next_of = dict(zip(printed_at, [*printed_at.values()][1:], strict=False))
    for words, (said, lines) in found.items():
        begun, within = head_forms.marks(printed, lines)
        if begun and said["is"] == "skip" and _names_indicators(words, next_of, lines):
            said = {**said, "is": "Indicator", "item": _UNFIGURED}
        if said["is"] in _WITHIN and not begun and _is_prose(next_of, lines):
            said = {**said, "is": _WITHIN[said["is"]]}
        if begun and said["is"] != "skip":
            said = {**said, "marks": begun}
        if within and said["is"] in _WITHIN:
            said = {**said, "nested": {"is": _WITHIN[said["is"]], "marks": within}}
        if said["is"] in _CLASSES:
            said = {**said, "item": hints().item}
        texts = tuple(printed_at[number] for number in lines)
        yield Proposal("blocks", words, said, _seen(lines), texts)


def _names_indicators(words: str, next_of: Mapping[int, str], heads: Sequence[int]) -> bool:
    """Tell whether below heads of indicators (指標) their names stand, and no table and no figure."""
    below = [squeeze(next_of.get(number, "")) for number in heads]
    names = all(
        text and "\t" not in text and Pattern(f"[^0-9]*{_UNFIGURED}").fullmatch(text) for text in below
    )
    return names and shipped().head(words).role == "Indicator"


def _columns(printed: Sequence[Piece]) -> Iterator[Proposal]:
    """Propose the blocks of tables whose columns became lines, by their heads."""
    for name, said in hints().columns.items():
        form = Pattern(said["head"])
        lines = [piece.number for piece in printed if isinstance(piece, Strip) and form.fullmatch(piece.text)]
        if lines:
            yield Proposal("blocks", name, said, _seen(lines))


def _is_prose(next_of: Mapping[int, str], heads: Sequence[int]) -> bool:
    """Tell whether sentences stand below heads, and no names."""
    below = [next_of.get(number, "").strip() for number in heads]
    return sum(text.endswith("。") for text in below) * 2 > len(below)


def _outside(every: Sequence[headings.Heading]) -> Iterator[Proposal]:
    for count, (start, end, line) in enumerate(headings.outside(every), 1):
        said = {"start": identity.pattern_of(start), "because": "a foreword, or how the plan is carried out"}
        if end:
            said["end"] = identity.pattern_of(end)
        yield Proposal("outside", f"foreword-{count}", said, pair("drafting.on-line", number=_named(line)))


def _named(line: int) -> str:
    """Return a line's number; with that of its document, where that is not the first."""
    document, number = divmod(line, _APART)
    return f"{number} ({document + 1})" if document else str(number)


def _seen(lines: Sequence[int]) -> tuple[str, str]:
    few = ", ".join(map(_named, lines[:5])) + (" …" if len(lines) > 5 else "")
    return pair("drafting.seen", count=len(lines), few=few)
