"""Grids as the reader meets them: tables of a kind, form tables of labels and values, boxes with a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

from keikaku.documents.form import Cell
from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import tidy
from keikaku.reading.departments import is_department
from keikaku.reading.facts import SEVERAL
from keikaku.reading.fields import Fields, Pair
from keikaku.reading.grammar import SKIP, Grammar, TableSettings
from keikaku.reading.icons import Icons
from keikaku.reading.model import Element, Fact
from keikaku.reading.names import Names
from keikaku.reading.odd_ones import Alike
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.rows_across import Above, is_across
from keikaku.reading.sentences import Sentences
from keikaku.reading.settings import NotAllowedError
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Sheet, Strip, cells_of, plain_strip, width
from keikaku.reading.table_records import Rows
from keikaku.reading.tables import (
    Grid,
    GridCell,
    TableRead,
    Use,
    fitting,
    goes_on,
    read_tables,
    spaced_table,
    unmet,
)
from keikaku.reading.tables.several import with_commas
from keikaku.reading.tables.vocabulary import shipped
from keikaku.reading.tree import Tree

Form = Callable[[Strip], bool]
"""Reads a print as a heading or the head of a block; says whether it is one."""


class Sheets:
    """Reads grids.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
        spans: The account.
        alike: What compares the tables of one kind.
        names: What reads the names above tables.
        parts: What reads headings, heads of blocks, fields, sentences, ratings and icons in cells.
        levels_of: Names the levels whose heading a print may be.
    """

    def __init__(
        self,
        reading: Reading,
        grammar: Grammar,
        tree: Tree,
        spans: Spans,
        alike: Alike,
        names: Names,
        parts: tuple[Form, Form, Fields, Sentences, Ratings, Icons],
        levels_of: Callable[[str], Iterable[str]],
    ) -> None:
        self._reading = reading
        self._kinds = grammar.tables
        self._continues = grammar.continues
        self._read: list[TableRead[TableSettings]] = []
        self._tree = tree
        self._spans = spans
        self._heading, self._head, self._fields, self._sentences, self._ratings, self._icons = parts
        self._alike = alike
        self._waiting: tuple[Grid, list[Line]] | None = None
        self._names = names
        self._loose: Sequence[Strip] = ()
        self._levels_of = levels_of
        self._above: Above | None = None

    @property
    def is_open(self) -> bool:
        """Whether a table waits that may go on."""
        return self._waiting is not None

    def pass_heading(self, number: int) -> None:
        """Note a line that prints a heading: the table above goes on directly below it, if at all."""
        if self._above and number == self._above.end + 1:
            self._above.end = number

    def begins(self, line: Line) -> bool:
        """Tell whether a row is the head of a table, or holds labels alone whose values stand below."""
        cells = [cell for cell in line.cells if cell]
        if len(cells) < 2:
            return False
        labels = all(map(self._fields.label, cells))
        return labels or bool(fitting(Grid.of_lines([line]), 0, [*self._kinds.values()]))

    def untabbed(self, sheet: Sheet) -> Strip | None:
        """Return a row by itself with a space for each tab, None where it has the form of a row."""
        line = sheet.lines[0]
        if len(sheet.lines) > 1 or sheet.cells or any(self._fields.label(cell) for cell in line.cells):
            return None
        text = line.text.replace("\t", " ")
        if self._sentences.fits(text, "row") or self._sentences.fits(line.cells[0], "cell"):
            return None
        above = self._reading.document.lines[line.number - 2 : line.number - 1]
        return plain_strip(Line.make(line.number, text, line.page), apart=any(one.blank for one in above))

    def is_labelled(self, line: Line) -> bool:
        """Tell whether a row begins with the label of a field."""
        return self._fields.label(line.cells[0]) is not None

    def take(self, sheet: Sheet, caption: Strip | None, loose: Sequence[Strip] = ()) -> None:
        """Take a grid; it is read when it is known not to go on on the next page.

        Args:
            sheet: Its rows.
            caption: The line above it.
            loose: The lines above it that have no form of their own: its name and a text may be among them.
        """
        above = caption.text if caption else ""
        for part, (lines, grid) in enumerate(self._parted(sheet, above)):
            if part or self._is_of_form(grid, 0, lines[0]):
                self.close()
            self._take(lines, grid, () if part else loose)

    def _parted(self, sheet: Sheet, above: str) -> Iterator[tuple[Sequence[Line], Grid]]:
        """Yield the rows of a grid, parted where a row of a form ends the table above it.

        A sheet may be one grid from its first label to its last: tables, and between them labels with their values.
        """
        grid = Grid.of_lines(sheet.lines, sheet.cells, above)
        kinds = [*self._kinds.values()]
        heads = [bool(fitting(grid, row, kinds)) for row in range(grid.rows)]
        any_head = any(heads)
        start, form, in_table = 0, False, False
        for row, line in enumerate(sheet.lines):
            if is_across(grid, row) and any(self._levels_of(grid.by_row[row][0].text)):
                if row > start:
                    yield self._part(sheet, start, row, above)
                yield self._part(sheet, row, row + 1, above)
                start, form, in_table = row + 1, False, False
                continue
            alone = heads[row] and not any(heads[row + 1 : row + 2])
            if any_head and not alone and self._is_of_form(grid, row, line):
                if in_table:
                    yield self._part(sheet, start, row, above)
                    start = row
                form, in_table = True, False
            elif heads[row]:
                if form:
                    above_head = row - self._captions(grid, row)
                    yield self._part(sheet, start, above_head, above)
                    start = above_head
                form, in_table = False, True
        if start < grid.rows:
            yield self._part(sheet, start, grid.rows, above) if start else (sheet.lines, grid)

    @staticmethod
    def _part(sheet: Sheet, start: int, end: int, above: str) -> tuple[Sequence[Line], Grid]:
        lines = sheet.lines[start:end]
        return lines, Grid.of_lines(lines, sheet.cells, above)

    @staticmethod
    def _captions(grid: Grid, head: int) -> int:
        """Return how many rows above a head print the unit of its figures and nothing else."""
        above = [grid.by_row[row] for row in range(head - 1, -1, -1)]
        return len(
            list(takewhile(lambda row: row and all(shipped().is_caption(cell.text) for cell in row), above))
        )

    def _is_of_form(self, grid: Grid, row: int, line: Line) -> bool:
        """Tell whether a row begins with the label of a field, at the grid's left edge, or prints a legend."""
        first = grid.by_row[row][:1]
        label = first and first[0].column == grid.left and self._fields.label(first[0].text)
        return bool(label) or self._ratings.legend(line.number)

    def _take(self, lines: Sequence[Line], grid: Grid, loose: Sequence[Strip]) -> None:
        if self._waiting and goes_on(self._waiting[0], grid, [*self._kinds.values()]):
            upper, above = self._waiting
            self._waiting = (upper.joined(grid), [*above, *lines])
        else:
            self.close()
            kinds = [*self._kinds.values()]
            first = " ".join(filter(None, lines[0].cells))
            said = any(one.fullmatch(first) for one in self._continues)
            headed = self._above and self._above.with_head(lines, grid, self._cells_of, kinds, said=said)
            lines, grid = headed or (lines, grid)
            self._waiting = (grid, list(lines))
            self._loose = loose

    def _cells_of(self, number: int) -> Sequence[Cell]:
        return cells_of(self._reading.document, number)

    def is_spaced(self, line: Line) -> bool:
        """Tell whether a line is the head of a table of running text."""
        return spaced_table([line], [*self._kinds.values()]) is not None

    def spaced(self, lines: Sequence[Line], caption: str) -> int:
        """Read a table of running text, whose columns spaces part and whose rows end in figures.

        Args:
            lines: The lines from its head on, blank ones too.
            caption: The line above it.

        Returns:
            How many lines it takes; 0 where they are no such table.
        """
        found = spaced_table(lines, [*self._kinds.values()], caption)
        if found is None:
            return 0
        self.close()
        grid, taken = found
        for table in read_tables(grid, self._kinds):
            self._read.append(table)
            self._reading.findings.extend(table.findings)
            if table.kind:
                self._table(table, table.kind, grid, lines[:taken])
        return taken

    def close(self) -> None:
        """Read the grid that was taken last: what comes next is no part of it."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        grid, lines = waiting
        labels = filter(None, (self._fields.label(cell.text) for cell in grid.cells))
        for table in read_tables(grid, self._kinds, is_form=any(label.opens for label in labels)):
            self._read.append(table)
            self._reading.findings.extend(table.findings)
            rows = lines[table.rows.start : table.rows.stop]
            self._above = Above.of(table, grid, lines, self._cells_of) if table.kind else self._above
            if table.kind:
                self._table(table, table.kind, grid, rows)
            else:
                self._rows(rows, grid, table.rows.start)
        self._sentences.close()

    def _table(
        self, table: TableRead[TableSettings], kind: TableSettings, grid: Grid, lines: Sequence[Line]
    ) -> None:
        loose, self._loose = self._loose, ()
        if not self._names.open(kind, loose) or self._tree.lacks(kind.of):
            return  # what it hangs on is lost
        self._alike.note_table(kind, table)
        what = (
            f"{kind.rows} of the {kind.of}" if kind.of else kind.rows
        )  # which stand elsewhere than the others
        if table.items or table.sums:
            self._alike.note_place(what, self._tree.level(kind.of), self._tree.here(kind.of), lines[0].number)
        name = next((name for name, one in self._kinds.items() if one is kind), kind.rows)
        with self._reading.by(f"tables.{name}"):
            made = Rows(self._reading, self._tree, self._ratings, kind).records(table)
        for element, label in made:
            self._alike.note_name(kind, element, label)
        owner = self._tree.here(kind.of)
        self._alike.note_schedule(
            self._tree.named(kind.plan) or (owner.plan if isinstance(owner, Element) else owner), table
        )
        for note in table.notes:
            self._reading.state(owner, Fact.NOTE, tidy(note.text), [note.line])
        by_number = {line.number: line for line in lines}
        for cell in grid.cells:
            use = table.uses.get(cell.at, Use.UNREAD)
            if cell.line in by_number and use is not Use.UNREAD:
                self._claim_cell(by_number[cell.line], cell)
                self._reading.structure(cell.line)

    def _claim_cell(self, line: Line, cell: GridCell) -> None:
        """Note a cell as used: a field of its line, or a stretch of a line that has none."""
        if "\t" in line.text:
            self._spans.claim_cells(line, [cell.column])
        else:
            self._spans.claim_text(line, cell.text)

    def unmet(self) -> Iterator[NotAllowedError]:
        """Yield what plan.yml declares of tables and the document has not."""
        yield from unmet(self._kinds, self._read)

    # -- form tables and boxes

    def _rows(self, lines: Sequence[Line], grid: Grid, start: int) -> None:
        skip = 0
        for at, line in enumerate(lines):
            if skip:
                skip -= 1
            elif self._ratings.legend(line.number):
                self._spans.claim(line.number)
                self._reading.structure(line.number)
            elif self._box(line):
                continue
            elif self._labels_over(line, lines[at + 1 : at + 2]):
                skip = 1
            elif self._sentences.read(" ".join(filter(None, line.cells)), "row", [line.number]):
                self._spans.claim(line.number)
                self._reading.structure(line.number)
            elif pairs := self._fields.pairs(
                cells := self._under_labels(line, grid, start + at), line.number
            ):
                self._fields.state_all([*self._fields.above(pairs, lines[at + 1 :]), *pairs])
                self._icons_at_labels(line, cells)
                self._claim(line, (column for pair in pairs for column in pair.columns))
            else:
                self._cells(line)

    def _under_labels(self, line: Line, grid: Grid, row: int) -> list[str]:
        """Return the cells of a row, with the labels of texts and lists that began above and reach over it.

        Departments that stand in a line each of one cell are a list.
        """
        cells = list(line.cells)
        for printed in grid.by_row[row]:
            cells[printed.column] = with_commas(printed.lines, is_department) or cells[printed.column]
        for column in range(len(cells)):
            cell = grid.over(row, column)
            field = self._fields.label(cell.text) if cell and cell.at != (row, column) else None
            if cell and field and cell.row < row and cell.column == column and field.is_ in SEVERAL:
                cells[column] = cell.text
        return cells

    def _box(self, line: Line) -> bool:
        """Read a row that prints one cell as a heading, the icons beside it as its own."""
        cells = cells_of(self._reading.document, line.number)
        pictured = {cell.column for cell in cells if cell.lines and all(one.pictured for one in cell.lines)}
        printed = [cell for column, cell in enumerate(line.cells) if cell and column not in pictured]
        if len(printed) != 1:
            return False
        run = (printed[0], 0.0, float(width(printed[0])))
        alone = Line.make(line.number, printed[0], line.page)
        if not self._heading(Strip(alone, 0.0, run[2], runs=(run,))):
            return False
        self.pass_heading(line.number)
        self._icons.cells(line.number, cells)
        return True

    def _icons_at_labels(self, line: Line, texts: Sequence[str]) -> None:
        """Read the icons that stand in one cell with the label that announces them."""
        for cell in cells_of(self._reading.document, line.number):
            field = self._fields.label(texts[cell.column]) if cell.column < len(texts) else None
            if field and field.is_ is Fact.SDG:
                self._icons.cells(line.number, [cell], self._tree.here(field.of))

    def _labels_over(self, line: Line, below: Sequence[Line]) -> bool:
        """Read a row of labels alone, whose values stand below them."""
        labels = {column: self._fields.label(cell) for column, cell in enumerate(line.cells) if cell}
        if not below or len(labels) < 2 or not all(field and field.is_ != SKIP for field in labels.values()):
            return False
        values = below[0].cells
        for column, field in labels.items():
            if field and column < len(values):
                told = line.repaired and line.cells[column] not in line.printed.split("\t")
                self._fields.state(
                    Pair(field, (values[column],), below[0].number, repaired=told, label=line.cells[column])
                )
        self._claim(line, labels)
        self._claim(below[0], labels)
        return True

    def _cells(self, line: Line) -> None:
        """Read the cells of a row that are sentences, or all of it as a head that runs over cells; the others are left over."""
        said = [
            column
            for column, cell in enumerate(line.cells)
            if cell and self._sentences.read(cell, "cell", [line.number])
        ]
        if said:
            self._claim(line, said)
        else:
            self._head(plain_strip(Line.make(line.number, " ".join(filter(None, line.cells)), line.page)))

    def _claim(self, line: Line, columns: Iterable[int]) -> None:
        self._spans.claim_cells(line, columns)
        self._reading.structure(line.number)
