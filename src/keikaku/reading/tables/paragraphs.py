"""Rows of names beside texts that are wrapped: a row for each line, a thing for each text.

A name goes on right below while the text beside it has not ended. Names in a list beside it end as plan.yml says; one that
does not end goes on below, and a space parts two only where one ends before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from keikaku.ground.messages import say
from keikaku.ground.text.folding import join, key
from keikaku.reading.model import TEXT_FACTS, Finding
from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.kinds import TableKind
from keikaku.reading.tables.result import Column
from keikaku.reading.tables.vocabulary import CLASSES
from keikaku.reading.tables.wrapping import Piece, Row
from keikaku.reading.values.endings import is_sentence

_TEXTS = frozenset(fact.value for fact in TEXT_FACTS)
_COPY = 20
"""Letters from which on a print that stands in the rows above is a copy and no chance likeness."""
_REACH = 40
"""How many rows above one that may be a copy are looked at."""


@dataclass(slots=True)
class Wrapped:
    """The rows that are meant, the copies among the printed ones, and what a person should look at."""

    rows: list[Row] = field(default_factory=list)
    copies: list[GridCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Print:
    """A name or a text in the making."""

    parts: list[str] = field(default_factory=list)
    cells: list[GridCell] = field(default_factory=list)

    def add(self, cell: GridCell, text: str = "") -> None:
        self.parts.append(text or cell.text)
        self.cells.append(cell)

    @property
    def text(self) -> str:
        return join(self.parts)

    @property
    def ended(self) -> bool:
        return bool(self.parts) and is_sentence(self.parts[-1])

    def piece(self) -> Piece:
        return Piece(self.text, tuple(self.cells), parts=tuple(self.parts))


@dataclass(slots=True)
class _Thing:
    """What one text is of: its name, the text, and the names of the list beside it."""

    name: _Print = field(default_factory=_Print)
    text: _Print = field(default_factory=_Print)
    listed: list[_Print] = field(default_factory=list)
    last: int = -1
    gaps: list[int] = field(default_factory=list)


class Paragraphs:
    """Reads the rows of one table.

    Args:
        grid: The grid.
        kind: The kind of the table.
        columns: Its columns, as the head says.
    """

    def __init__(self, grid: Grid, kind: TableKind, columns: Sequence[Column]) -> None:
        self._grid, self._columns = grid, columns
        names = [one.at for one in columns if one.role in CLASSES and one.role != kind.rows]
        self._name = next((one.at for one in columns if one.role == kind.rows), None)
        self._text = next((one.at for one in columns if one.role in _TEXTS), None)
        self._listed = names[-1] if names else None
        role = next((one.role for one in columns if one.at == self._listed), "")
        self._ends = tuple(kind.ends.get(role, ()))

    @property
    def fits(self) -> bool:
        """Whether the table has a column of texts."""
        return self._text is not None

    def read(self, rows: Sequence[int]) -> Wrapped:
        """Return what the rows below the head mean; what is no row of theirs is left unread."""
        wrapped = Wrapped()
        printed = list(self._rows(rows, wrapped))
        things: list[_Thing] = []
        for at, row in enumerate(printed):
            name, text = row.get(self._name), row.get(self._text)
            if name and things and self._goes_on(things[-1], at):
                things[-1].name.add(name)
                things[-1].last = at
            elif name or (text and (not things or things[-1].text.ended)):
                things.append(_Thing())
                if name:
                    things[-1].name.add(name)
                    things[-1].last = at
            if things:
                self._add(things[-1], row)
        for thing in things:
            if self._name is not None and not thing.name.parts:
                wrapped.findings.append(_nameless(thing))
                continue
            wrapped.rows += self._meant(thing)
            wrapped.findings += self._told(thing)
        return wrapped

    def _rows(self, rows: Sequence[int], wrapped: Wrapped) -> Iterator[Mapping[int | None, GridCell]]:
        """Yield the rows that print what their columns hold, by column; copies are noted."""
        known = {self._name, self._text, self._listed} - {None}
        above = [cell for column in self._columns for cell in column.cells if column.at == self._text]
        near: list[Mapping[int | None, GridCell]] = [{self._text: cell} for cell in above]
        for cells in (self._grid.by_row[row] for row in rows):
            row: dict[int | None, GridCell] = {cell.column: cell for cell in cells}
            if cells and self._is_copy(row, near[-_REACH:]):
                wrapped.copies += cells
            elif cells and row.keys() <= known and self._are_names(row):
                near.append(row)
                yield row

    def _are_names(self, row: Mapping[int | None, GridCell]) -> bool:
        """Tell whether what stands beside the text can be names; those of the list have no comma either."""
        listed = row.get(self._listed) if self._listed is not None else None
        sentence = any("。" in cell.text for at, cell in row.items() if at != self._text)
        return not sentence and not (listed and "、" in listed.text)

    def _is_copy(
        self, row: Mapping[int | None, GridCell], near: Iterable[Mapping[int | None, GridCell]]
    ) -> bool:
        """Tell whether a row prints once more what the rows before it print."""
        near = list(near)
        texts = {at: cell.text for at, cell in row.items()}
        whole = key("".join(texts.values()))
        if len(whole) < _COPY:
            return False
        if any({at: cell.text for at, cell in one.items()} == texts for one in near):
            return True
        return len(row) == 1 and whole in key(
            "".join(one[self._text].text for one in near if self._text in one)
        )

    def _goes_on(self, thing: _Thing, at: int) -> bool:
        return bool(thing.name.parts) and thing.last == at - 1 and not thing.text.ended

    def _add(self, thing: _Thing, row: Mapping[int | None, GridCell]) -> None:
        text, listed = row.get(self._text), row.get(self._listed) if self._listed is not None else None
        if text is None and not thing.text.ended:
            thing.gaps += [cell.line for cell in row.values()]
        if text:
            if not listed and self._ended(text.text):
                thing.gaps.append(text.line)
            thing.text.add(text)
        for name in self._split(listed.text) if listed else ():
            if listed and (not thing.listed or self._ended(thing.listed[-1].text)):
                thing.listed.append(_Print())
            if listed:
                thing.listed[-1].add(listed, name)

    def _split(self, cell: str) -> list[str]:
        """Return the names in a cell: a space parts two where one ends before it."""
        names: list[str] = []
        for word in cell.split():
            if names and not self._ended(names[-1]):
                names[-1] += f" {word}"
            else:
                names.append(word)
        return names

    def _ended(self, name: str) -> bool:
        return bool(self._ends) and name.endswith(self._ends)

    # -- what is meant

    def _meant(self, thing: _Thing) -> Iterator[Row]:
        """Yield a row for each name of the list, the first with the name and the text."""
        first = {self._name: thing.name, self._text: thing.text}
        pieces = {at: print_.piece() for at, print_ in first.items() if at is not None and print_.parts}
        for listed in thing.listed or [_Print()]:
            if listed.parts and self._listed is not None:
                piece = listed.piece()
                cut = bool(self._ends) and (not self._ended(piece.text) or piece.text in self._ends)
                pieces[self._listed] = Piece(piece.text, piece.cells, parts=piece.parts, doubtful=cut)
            if pieces:
                yield Row(pieces)
            pieces = {}

    def _told(self, thing: _Thing) -> Iterator[Finding]:
        name = thing.name.text
        lines = [cell.line for print_ in (thing.name, thing.text, *thing.listed) for cell in print_.cells]
        if thing.gaps:
            yield Finding.of(say("rules.text-gap"), thing.gaps)  # fmt: skip
        if name and not (thing.text.parts and (thing.listed or self._listed is None)):
            yield Finding.of(say("rules.row-bare", name=name), lines)  # fmt: skip
        for listed in thing.listed if self._ends else ():
            if not self._ended(listed.text) or listed.text in self._ends:
                yield Finding.of(say("rules.name-cut", text=listed.text),
                               [cell.line for cell in listed.cells])  # fmt: skip


def _nameless(thing: _Thing) -> Finding:
    return Finding.of(say("rules.name-lost"),
                    [cell.line for print_ in (thing.text, *thing.listed) for cell in print_.cells])  # fmt: skip
