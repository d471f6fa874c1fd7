"""Rows: which things the rows below a head name, and what each cell says of which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Generic

from keikaku.ground.text.folding import join, key
from keikaku.reading.lists import MARKS
from keikaku.reading.model import Finding
from keikaku.reading.tables.alike_rows import group_of, is_of_another, name_by_groups
from keikaku.reading.tables.boxed import BoxReader
from keikaku.reading.tables.cells import UNTOLD, CellReader
from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.kinds import OWNER
from keikaku.reading.tables.paragraphs import Paragraphs
from keikaku.reading.tables.result import Column, Item, K, TableRead, Use, Value
from keikaku.reading.tables.several import names_in
from keikaku.reading.tables.vocabulary import CATEGORY, CLASSES, FIGURES, GROUP, MONEY
from keikaku.reading.tables.wrapping import Piece, Row, logical_rows
from keikaku.reading.tables.year_columns import dated_by
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import figure


@dataclass(slots=True)
class _Now:
    """The thing that a column of names is at, and all that its first row said of it, for comparison."""

    item: Item
    says: tuple[str, ...]


PAID = frozenset({*MONEY, "period_total", "period_part", "schedule"})
"""Roles of what is of one project: several that share a cell share it, and stay one name."""
SHARED = frozenset({"department", "sdg"})
"""Roles of what may be said of all names in a cell at once, and so of what they belong to."""
_SORTS = ("status", "indicatorKind", "desiredDirection")
"""What a column without a telling head (区分) can say by what it holds."""
_YEARS = 2
"""As many years at least are a head within a table: one alone may be a value."""


@dataclass
class RowReader(Generic[K]):
    """Reads the rows of one table, from top to bottom.

    Attributes:
        grid: The grid.
        kind: The kind of the table.
        read: What is read; filled in.
    """

    grid: Grid
    kind: K
    read: TableRead[K]
    _now: dict[int, _Now] = field(default_factory=dict)
    _owner: Item | None = None
    _shared: dict[tuple[int, str, int], Item] = field(default_factory=dict)
    _below: dict[int, Column] = field(default_factory=dict)
    _lists: frozenset[int] = frozenset()
    _groups: dict[int, Piece] = field(default_factory=dict)
    _begun: set[int] = field(default_factory=set)

    def run(self, rows: Sequence[int]) -> None:
        """Read rows of the grid, by their numbers."""
        logical, findings = self._logical(rows)
        self.read.findings.extend(findings)
        self._lists = frozenset(self._listing(logical))
        self._pass_over_lists()
        telling = {} if self.kind.boxed else dict(self._telling(rows))
        for row in logical:
            self._pass_head(row)
            note = self._note(row)
            if note is None:
                self._row(row, telling)
            else:
                self.read.notes.append(note)
                self.read.uses[note.at] = Use.STRUCTURE
        groups = name_by_groups(self.read.items, self._groups)
        self.read.uses.update((cell.at, Use.READ) for cell in groups)
        for cell in (cell for row in rows for cell in self.grid.by_row[row]):
            self.read.uses.setdefault(cell.at, Use.UNREAD)

    def _pass_head(self, row: Row) -> None:
        """Leave what the columns of names were at where the head is printed again above a row that was not carried over.

        A name that its row leaves blank stands nowhere then, and its figures are left over: they may be of another thing.
        """
        first = min(cell.row for piece in row.pieces.values() for cell in piece.cells)
        if not self.kind.boxed and first - 1 in self.read.heads and first not in self._begun:
            self._now = {}
        self._begun.add(first)

    def _logical(self, rows: Sequence[int]) -> tuple[list[Row], list[Finding]]:
        """Return the rows as they are meant, and what could not be told."""
        reader = Paragraphs(self.grid, self.kind, self.read.columns)
        if not self.kind.boxed and not (self.kind.wrapped and not self._anchors and reader.fits):
            return logical_rows(self.grid, rows, self._anchors, wrapped=self.kind.wrapped)
        boxes = BoxReader(self.grid, self.kind, self.read.columns)
        found = boxes.read(rows) if self.kind.boxed else reader.read(rows)
        self.read.uses.update((cell.at, Use.STRUCTURE) for cell in found.copies)
        return found.rows, found.findings

    def _listing(self, rows: Sequence[Row]) -> Iterator[int]:
        """Yield the columns of which some cell lists several names, and no column holds the money of them together."""
        for column in self._names if not (self.kind.wrapped or self.kind.boxed or self.kind.single) else ():
            held = {each.role for each in self.read.columns if each.owner == column.at}
            cells = (row.pieces[column.at] for row in rows if column.at in row.pieces)
            if column.role != "Indicator" and not held & PAID and any(map(self._several(column), cells)):
                yield column.at

    def _several(self, column: Column) -> Callable[[Piece], list[str]]:
        """Return what parts the names in a cell of a column."""
        ends = self.kind.ends.get(column.role) or self.kind.words.ends.get(column.role, ())
        return lambda piece: names_in(piece.text, piece.lines, ends)

    def _pass_over_lists(self) -> None:
        """Let what stands beside a list of names, and is said of no one of them, be said of what they belong to."""
        names = [column for column in self._names if column.role != "Indicator"]
        for at in self._lists:
            above = [one.at for one in names if one.at not in self._lists and one.at < at]
            owner = above[-1] if above else None
            self.read.columns = tuple(
                column._replace(owner=owner) if column.owner == at and column.role in SHARED else column
                for column in self.read.columns
            )

    @cached_property
    def _cells(self) -> CellReader:
        return CellReader(self.kind, self.grid.caption)

    @cached_property
    def _dated_by(self) -> dict[int, int]:
        return dated_by(self.read.columns)

    @cached_property
    def _names(self) -> list[Column]:
        """The columns of names, from the top class of a plan down."""
        names = [
            column for column in self.read.columns if column.role in CLASSES and column.owner == column.at
        ]
        return sorted(names, key=lambda column: CLASSES.index(column.role))

    @cached_property
    def _anchors(self) -> frozenset[int]:
        """The columns whose figures a wrapped name is printed around."""
        return frozenset(column.at for column in self.read.columns if column.role in FIGURES | {"number"})

    def _telling(self, rows: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Yield the columns whose cells say what the figures of their row are: "role", or of which "year".

        What says by its content of which sort a thing is (区分) gets the role of that content.
        """
        by_column: dict[int, list[str]] = {}
        for cell in (cell for row in rows for cell in self.grid.by_row[row]):
            by_column.setdefault(cell.column, []).append(cell.text)
        columns = list(self.read.columns)
        for column in self.read.columns:
            texts = by_column.get(column.at, [])
            if not texts or column.role in CLASSES:
                continue
            if self._tells(column, texts):
                yield column.at, "role"
            elif column.role in {"", GROUP} and column.dates is None and all(map(self._year_said, texts)):
                yield column.at, "year"
            elif column.role == CATEGORY:
                roles = (role for role in _SORTS if all(self._cells.holds(role, text) for text in texts))
                columns[column.at] = column._replace(role=next(roles, CATEGORY))
        self.read.columns = tuple(columns)

    def _tells(self, column: Column, texts: Sequence[str]) -> bool:
        """Return whether the cells of a column say what the figures beside them are; a head of its own weighs more."""
        told = sum(bool(self.kind.words.row(text)) for text in texts)
        open_ = column.role in {"", GROUP, CATEGORY}
        return told == len(texts) or (open_ and told * 2 >= len(texts) > 1)

    def _year_said(self, text: str) -> tuple[int, str] | None:
        """Return the year that a cell says of its row, and the stage of its money (令和5年度決算), None where it says else."""
        year, words = fiscal_year(text), self.kind.words.head(text)
        if year is None and words.year and words.role == "total":
            return words.year, words.stage
        return (year, "") if year else None

    def _note(self, row: Row) -> GridCell | None:
        """Return the cell of a row that is a remark and nothing else."""
        pieces = list(row.pieces.values())
        alone = len(pieces) == 1 and self.kind.words.is_note(pieces[0].text)
        return pieces[0].cells[0] if alone else None

    def _row(self, row: Row, telling: Mapping[int, str]) -> None:
        pieces = dict(row.pieces)
        said = {at: pieces.pop(at) for at in telling if at in pieces}
        role = self._told_role([piece.text for at, piece in said.items() if telling[at] == "role"])
        told = next((self._year_said(said[at].text) for at in said if telling[at] == "year"), None)
        year, stage = told or (None, "")
        for piece in said.values():
            self._use(piece, Use.STRUCTURE)
        years = self._years_beside(pieces)
        labels = self._labels(pieces)
        done = set(labels.values()) | self._head_within(pieces, labels.values())
        for place, column in enumerate(self._names):
            if column.at not in labels:
                self._leave(place)
            elif money := self._money(column, pieces[labels[column.at]].text):
                role = money
                self._now[column.at] = _Now(self._of_owner(), ())
                self._use(pieces[labels[column.at]], Use.STRUCTURE)
            else:
                done |= self._name(place, pieces[labels[column.at]], pieces, told=bool(said))
        self._note_group(pieces, labels, told=bool(said))
        for at, piece in pieces.items():
            if at not in done:
                column = self._below.get(at) or self.read.columns[at]
                column = column._replace(stage=column.stage or stage) if column.role in MONEY else column
                self._cell(column, piece, role, years.get(at, year))

    def _note_group(self, pieces: Mapping[int, Piece], labels: Mapping[int, int], *, told: bool) -> None:
        """Note of which group a row is, and begin an indicator of the name above for one of another group."""
        group = None if told or self.kind.boxed else group_of(self.read.columns, pieces)
        column = next((one for one in self._names if one.role == "Indicator"), None)
        now = self._now.get(column.at) if column else None
        if group is None or column is None or now is None or now.item.label is None:
            return
        own = [each for each in self.read.columns if each.owner == column.at]
        if column.at not in labels and is_of_another(now.item, own, pieces):
            units = [value for value in now.item.values if value.role in {"unit", "indicatorKind"}]
            item = Item(column.role, now.item.label, now.item.parent)
            item.values = [
                value for value in units if not {cell.column for cell in value.cells} & pieces.keys()
            ]
            self.read.items.append(item)
            self._now[column.at] = _Now(item, now.says)
            self._groups[id(item)] = group
        else:
            self._groups.setdefault(id(now.item), group)

    def _years_beside(self, pieces: dict[int, Piece]) -> dict[int, int | None]:
        """Take the cells of columns of years out of a row; return the year of the figures in the columns that they date."""
        years: dict[int, int | None] = {}
        for at, by in self._dated_by.items():
            row = next((piece.cells[0].row for piece in pieces.values()), 0)
            cell = self.grid.over(row, by)  # which may reach over several rows
            years[at] = fiscal_year(cell.text) if cell else None
            if by in pieces and years[at] is not None:
                self._use(pieces.pop(by), Use.STRUCTURE)
        return years

    def _head_within(self, pieces: Mapping[int, Piece], names: Iterable[int]) -> set[int]:
        """Take a row of years, perhaps with what the figures below them are (実績 | R6 | R7), as a head of its own.

        Returns:
            The columns of its cells.
        """
        words = self.kind.words
        rest = {at: piece for at, piece in pieces.items() if at not in names}
        years = {at: fiscal_year(piece.text) for at, piece in rest.items() if words.is_bare_year(piece.text)}
        if len(years) < _YEARS:
            return set()
        roles = [words.row(piece.text) for at, piece in rest.items() if at not in years]
        if not all(roles):
            return set()
        for at, year in years.items():
            column = self.read.columns[at]
            self._below[at] = column._replace(role=roles[0] if roles else column.role, year=year)
            self.read.within[year or 0] = pieces[at].cells[0].line
        for piece in rest.values():
            self._use(piece, Use.STRUCTURE)
        return set(rest)

    def _told_role(self, texts: Sequence[str]) -> str:
        """Return the role that cells give to the figures beside them; the last says most (財源内訳 | 国)."""
        roles = [self.kind.words.row(text) or UNTOLD for text in texts]
        return next((role for role in reversed(roles) if role != GROUP), "")

    # -- names

    def _labels(self, pieces: Mapping[int, Piece]) -> dict[int, int]:
        """Return where a row prints names, by column of names: of two cells below one head, what is no number.

        A sum may be named in another column (合計 below 番号): it is no figure of the thing above it.
        """
        labels: dict[int, int | None] = {}
        for name in self._names:
            own = [each.at for each in self.read.columns if (each.owner, each.role) == (name.at, name.role)]
            texts = [at for at in own if at in pieces and self._cells.is_name(pieces[at].text)]
            labels[name.at] = next(
                (at for at in texts if figure(pieces[at].text) is None), next(iter(texts), None)
            )
        things = next((name.at for name in self._names if name.role == self.kind.rows), None)
        if things is not None and labels[things] is None:
            sums = (at for at, piece in pieces.items() if self.kind.words.is_sum(piece.text))
            labels[things] = next(sums, None)
        return {name: at for name, at in labels.items() if at is not None}

    def _money(self, column: Column, name: str) -> str:
        """Return which money of the table's owner a row among indicators names, "" where it names none."""
        role = self.kind.words.row(name) if column.role == "Indicator" else ""
        return role if role in MONEY else ""

    def _above(self, place: int) -> Item | None:
        """Return the thing that what a column of names is at belongs to."""
        role = self._names[place].role
        above = [
            self._now[one.at].item for one in self._names[:place] if one.at in self._now and one.role != role
        ]
        return above[-1] if above else None

    def _leave(self, place: int) -> None:
        """Leave the thing that a column was at where the thing above it has changed."""
        now = self._now.get(self._names[place].at)
        if now is not None and now.item.parent is not self._above(place):
            del self._now[self._names[place].at]

    def _name(self, place: int, piece: Piece, pieces: Mapping[int, Piece], *, told: bool) -> set[int]:
        """Note the thing that a cell names: a new one, or the one that the row before is of.

        Returns:
            The columns whose cells print again what is known of it.
        """
        column, parent = self._names[place], self._above(place)
        self._use(piece, Use.READ)
        if column.at in self._lists:
            for name in self._several(column)(piece) or [piece.text]:
                self._thing(column, Value(column.role, name.lstrip(MARKS), piece.cells), parent)
            return set()
        label = Value(
            column.role,
            self._cells.name(piece.text),
            piece.cells,
            printed=piece.printed,
            doubtful=piece.doubtful,
            parts=piece.parts,
        )
        owned = [one.at for one in self.read.columns if one.owner == column.at and one.role not in CLASSES]
        says = (key(label.text), *(key(pieces[at].text) if at in pieces else "" for at in owned))
        now, carried = self._now.get(column.at), piece.cells[0].carried
        if now is not None and self.kind.single:
            now.item.label = _longer(now.item.label, label)
            return set()
        known = now if now is not None and now.item.parent is parent else None
        if known is None or not (carried or self._goes_on(column, known.says, says, told=told)):
            self._now[column.at] = _Now(self._thing(column, label, parent), says)
            self._below = {}
            return set()
        same = zip(owned, known.says[1:], says[1:], strict=True)
        kept = {value.cells[0].column for value in known.item.values}  # what was left over is left over again
        again = {
            at
            for at, old, new in same
            if new and new == old and not carried and not self._told(at, told)
            if pieces[at].cells[0].column in kept
        }
        known.item.printed_again(piece.cells, (cell for at in again for cell in pieces[at].cells))
        for at in again:
            self._use(pieces[at], Use.READ)
        return again

    def _told(self, at: int, told: bool) -> bool:
        """Return whether a cell is a figure that its row says what it is: no print of what is known, though equal."""
        return told and self.read.columns[at].role in FIGURES | {"", GROUP}

    def _goes_on(self, column: Column, old: Sequence[str], new: Sequence[str], *, told: bool) -> bool:
        """Return whether a row that prints a name again is of the same thing.

        A project printed in a row for each of its indicators prints all that is its own again; an indicator's name
        comes again only where the rows say what their figures are (目標, 実績).
        """
        if column.role == "Indicator":
            return told and old[:1] == new[:1]
        return old[:1] == new[:1] and all(now in {"", before} for before, now in zip(old, new, strict=True))

    def _thing(self, column: Column, label: Value, parent: Item | None) -> Item:
        """Return a new thing, or, of what is above the rows' own class, the one of that name."""
        shared = (column.at, key(label.text), id(parent))
        rows = CLASSES.index(self.kind.rows) if self.kind.rows in CLASSES else 0
        if shared in self._shared and column.at in self._lists:
            self._shared[shared].printed_again(label.cells)
            return self._shared[shared]
        if shared in self._shared and CLASSES.index(column.role) < rows:
            return self._shared[shared]
        item = self._shared[shared] = Item(column.role, label, parent)
        if kind := self.kind.words.kind_of_indicators(column.head) if column.role == "Indicator" else "":
            item.values.append(Value("indicatorKind", kind, column.cells))
        if self.kind.words.is_sum(label.text):
            item.parts = self._parts(label.text)
            self.read.sums.append(item)
        else:
            self.read.items.append(item)
        return item

    def _parts(self, name: str) -> list[Item]:
        """Return what a sum adds up: the rows since the sum above it; a sum of the whole adds up all rows."""
        things = [item for item in self.read.items if item.of == self.kind.rows]
        summed = {id(part) for item in self.read.sums for part in item.parts}
        since = [item for item in things if id(item) not in summed]
        return since if since and not self.kind.words.is_grand(name) else things

    def _of_owner(self) -> Item:
        """Return what the table stands under, as a thing that its rows speak of."""
        if self._owner is None:
            self._owner = Item(OWNER, None)
            self.read.items.append(self._owner)
        return self._owner

    # -- values

    def _cell(self, column: Column, piece: Piece, row_role: str, row_year: int | None) -> None:
        """Note what a cell says of the thing that its column speaks of."""
        value, use = self._cells.value(column, piece, row_role, row_year)
        if value is not None:
            item = self._spoken_of(column)
            if item is None:
                use = Use.UNREAD
            else:
                item.values.append(value)
        self._use(piece, use)

    def _spoken_of(self, column: Column) -> Item | None:
        if self.kind.rows == OWNER and column.owner is None:
            return self._of_owner()
        now = self._now.get(column.owner) if column.owner is not None else None
        return now.item if now is not None else None

    def _use(self, piece: Piece, use: Use) -> None:
        self.read.uses.update((cell.at, use) for cell in piece.cells)


def _longer(first: Value | None, more: Value) -> Value:
    """Return a name with another part of it behind it."""
    if first is None:
        return more
    return replace(first, text=join((first.text, more.text)), cells=(*first.cells, *more.cells))
