"""What the tables of a document show of themselves: names above them, money under each other, cells out of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from keikaku.documents.numbered_lines import Line
from keikaku.reading.drafting import misread
from keikaku.reading.drafting.head_forms import bare_words
from keikaku.reading.drafting.hints import hints
from keikaku.reading.fields import squeeze
from keikaku.reading.model import Kind
from keikaku.reading.names import is_label
from keikaku.reading.stream import Piece, Sheet, Strip
from keikaku.reading.tables.vocabulary import shipped
from keikaku.reading.values.endings import is_sentence
from keikaku.reading.values.numbers import money

_ABOVE = {"Measure": Kind.FIELD, "Action": Kind.MEASURE}
"""The class of what a line above a table names, by what its rows name."""
_NAMED = 0.9
"""The share of tables with a name above them from which one without it has lost it."""
_FEWEST = 3
"""How many tables with names above them, or rows of one form, are no chance."""
_STACKED = ("specific", "general")
_SHIFTED = ("status", "department", "strategyCode")
"""Roles that are known by what a cell holds."""


def names_above(
    printed: Sequence[Piece], rows: str, forms: Iterable[int]
) -> tuple[dict[str, Any], list[int]] | None:
    """Return the level of the names that stand above tables, mostly with a text between, and their lines; None where none do.

    Args:
        printed: What is printed, in order.
        rows: The class of the tables' rows.
        forms: Numbers of the lines that have the form of a heading or of a head.
    """
    kind, known = _ABOVE.get(rows), set(forms)
    if kind is None:
        return None
    tables = [at for at, piece in enumerate(printed) if isinstance(piece, Sheet) and _names(piece, rows)]
    found: list[int] = []
    for at in tables:
        above = list(takewhile(lambda piece: isinstance(piece, Strip), reversed(printed[:at])))
        texts = list(takewhile(lambda piece: isinstance(piece, Strip) and is_sentence(piece.text), above))
        name = above[len(texts)] if len(texts) < len(above) else None
        if isinstance(name, Strip) and name.number not in known and is_label(name.text):
            found.append(name.number)
    if len(found) < _FEWEST or len(found) < _NAMED * len(tables):
        return None
    return {"is": kind.value, "text": "description"}, found


def _names(sheet: Sheet, rows: str) -> bool:
    return any(shipped().head(cell).role == rows for cell in sheet.lines[0].cells if cell)


def stack(printed: Iterable[Piece]) -> list[str]:
    """Return which money stands under each other in one column: the total, and its sources in the order of the head.

    It is proved by the sums: below a total stand two amounts that add up to it, row by row.
    """
    proved = 0
    order: list[str] = []
    for piece in printed:
        if isinstance(piece, Sheet):
            order = order or _sources(piece.lines[:3])
            proved += sum(1 for _ in _sums(piece.lines))
    return ["total", *order] if order and proved >= _FEWEST else []


def _sources(head: Sequence[Line]) -> list[str]:
    """Return the sources that a head prints, in the order of reading, where they are these two."""
    words = (word for line in head for cell in line.cells if cell for word in cell.split())
    roles = [role for word in words if (role := shipped().head(word).role) in _STACKED]
    return roles if sorted(roles) == sorted(_STACKED) else []


def _sums(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the rows whose amount is the sum of the two that stand alone in its column below it."""
    for at in range(len(lines) - 2):
        for column, cell in enumerate(lines[at].cells):
            below = [
                [(place, text) for place, text in enumerate(line.cells) if text]
                for line in lines[at + 1 : at + 3]
            ]
            if not cell or not all(len(row) == 1 and row[0][0] == column for row in below):
                continue
            total, *parts = (money(text, "円") for text in (cell, *(row[0][1] for row in below)))
            if total and None not in parts and total == sum(part or 0 for part in parts):
                yield at


def shifted(printed: Iterable[Piece]) -> list[str]:
    """Return the roles that cells are known by, where whole columns hold what the head beside theirs asks for."""
    odd: Counter[str] = Counter()
    for piece in printed:
        heads: dict[int, str] = {}
        for line in piece.lines if isinstance(piece, Sheet) else ():
            roles = {at: shipped().head(cell).role for at, cell in enumerate(line.cells) if cell}
            if sum(role in _SHIFTED for role in roles.values()) > 1 or "category" in roles.values():
                heads = {at: "status" if role == "category" else role for at, role in roles.items()}
                continue
            for at, cell in enumerate(line.cells):
                held = [role for role in _SHIFTED if cell and _holds(role, cell)]
                if held and heads.get(at) in _SHIFTED and heads.get(at) not in held:
                    odd.update(held)
    return list(_SHIFTED) if len(odd) > 1 and odd.total() >= _FEWEST else []


def _holds(role: str, cell: str) -> bool:
    return shipped().contents[role].fullmatch(squeeze(cell)) is not None


def kind_of_plan(printed: Iterable[Piece]) -> str:
    """Return the kind of plan that heads of its tables and forms say, "" where they say none: 3年間の事業計画, 施策の評価."""
    said = Counter(
        kind
        for piece in printed
        for cell in (
            [piece.text] if isinstance(piece, Strip) else [one for line in piece.lines for one in line.cells]
        )
        if cell
        for kind, form in hints().kinds_by_heads.items()
        if form.fullmatch(bare_words(cell))
    )
    best = said.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else ""


def boxes(printed: Iterable[Piece]) -> dict[str, Any]:
    """Return what kinds of tables say whose indicators stand in a box each: below their figures a row of years, and actuals."""
    sheets = [piece for piece in printed if isinstance(piece, Sheet)]
    found = [
        sheet
        for sheet in sheets
        if any(shipped().head(cell).role == "target" for cell in sheet.lines[0].cells)
        and any(map(_is_of_years, sheet.lines[2:3]))
    ]
    if len(found) < _FEWEST:
        return {}
    return {"boxed": True, "period": True, "repairs": misread.repairs(sheets)}


def _is_of_years(line: Line) -> bool:
    cells = [cell for cell in line.cells if cell]
    at = next((at for at, cell in enumerate(cells) if shipped().row(cell) == "actual"), len(cells))
    years = [shipped().is_bare_year(cell) for cell in cells[at + 1 :]]
    return sum(years) > 1
