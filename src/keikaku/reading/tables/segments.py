"""A grid as tables: where heads stand, of which kind each is, and what stands below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from keikaku.ground.messages import say
from keikaku.ground.text.folding import join
from keikaku.reading.model import TEXT_FACTS, Finding
from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.heads import Head, fitting, head_goes_on, is_figure, is_of_years, looks_like_head
from keikaku.reading.tables.kinds import TableKind
from keikaku.reading.tables.mending import left_in_parts, mended, without_debris
from keikaku.reading.tables.result import Item, K, NoKind, TableRead, Use, Value
from keikaku.reading.tables.rows import RowReader
from keikaku.reading.tables.turned import turned
from keikaku.reading.tables.vocabulary import MONEY, shipped, squeeze
from keikaku.reading.values.numbers import figure, is_no_value

_TEXTS = frozenset(fact.value for fact in TEXT_FACTS)


def read_tables(grid: Grid, kinds: Mapping[str, K], *, is_form: bool = False) -> list[TableRead[K]]:
    """Return the tables of a grid: one for each head in it that is not the same head again.

    Rows above the first head, and those below a head that is of no declared kind, are a table without a kind.

    Args:
        grid: The grid; of a table over several pages the whole (`Grid.joined`, `goes_on`).
        kinds: The kinds that plan.yml declares, by name.
        is_form: Whether plan.yml declares a label in it to open an element: heads at the left are labels then.
    """
    grid = without_debris(grid, kinds.values())
    names = {id(kind): name for name, kind in kinds.items()}
    stretches = list(_stretches(grid, [*kinds.values()]))
    if not is_form and not any(fits for _, fits in stretches):
        found = _turned(grid, [*kinds.values()])
        if found:
            return found
    tables: list[TableRead[K]] = []
    caption: list[GridCell] = []
    for rows, fits in stretches:
        if len(fits) == 1:
            tables.append(_table(grid, rows, *fits[0], caption))
        elif fits or not _is_caption(grid, rows):
            tables.append(_of_no_kind(grid, rows, [names[id(kind)] for kind, _ in fits]))
        caption = [cell for row in rows for cell in grid.by_row[row]] if _is_caption(grid, rows) else []
    return tables or [_of_no_kind(grid, range(grid.rows), [])]


def _turned(grid: Grid, kinds: Sequence[K]) -> list[TableRead[K]]:
    """Return the tables of a grid whose heads stand at the left, none where it is no such grid."""
    for kind in kinds:
        for other in turned(grid, kind.words):
            tables = [
                _table(other, rows, *fits[0], []) for rows, fits in _stretches(other, kinds) if len(fits) == 1
            ]
            if len({cell for table in tables for cell in table.uses}) == len(grid.cells):
                return [replace(table, rows=range(grid.rows), heads=[]) for table in tables]
    return []


def _is_caption(grid: Grid, rows: range) -> bool:
    """Return whether rows print the unit of what stands below them and nothing else."""
    cells = [cell for row in rows for cell in grid.by_row[row]]
    return bool(cells) and all(shipped().is_caption(cell.text) for cell in cells)


def goes_on(upper: Grid, lower: Grid, kinds: Sequence[TableKind]) -> bool:
    """Return whether a grid goes on with the table above it, on the page before: as many columns, no head of another."""
    if upper.columns != lower.columns or not lower.rows:
        return False
    if not looks_like_head(lower, 0, shipped()) and not fitting(lower, 0, kinds):
        return _stands_below(upper, lower, kinds)
    return any(_prints(lower, 0) == _prints(upper, row) for row in range(upper.rows))


def _stands_below(upper: Grid, lower: Grid, kinds: Sequence[TableKind]) -> bool:
    """Tell whether the first row of a grid may stand below the last head of another.

    No cell but the name of a sum reaches over columns with heads of their own: a form beside labels would.
    """
    heads = [head for row in range(upper.rows) for _kind, head in fitting(upper, row, kinds)]
    columns = heads[-1].columns if heads else ()
    wide = (cell for cell in lower.by_row[0] if cell.columns > 1 and not shipped().is_sum(cell.text))
    over = ({one.cells for one in columns[cell.column : cell.column + cell.columns]} for cell in wide)
    return all(len(cells) < 2 for cells in over)


def _stretches(grid: Grid, kinds: Sequence[K]) -> Iterator[tuple[range, list[tuple[K, Head]]]]:
    """Yield the rows below each head, with the kinds that it is of; a head that comes again ends nothing."""
    start, fits, row = 0, list[tuple[K, Head]](), 0
    while row < grid.rows:
        again = _again(grid, fits[0][1], row) if fits and not (fits[0][0].single or fits[0][0].boxed) else 0
        found = [] if again else fitting(grid, row, kinds)
        new = found or (
            not again and (looks_like_head(grid, row, shipped()) or _is_broken_head(grid, row, fits))
        )
        if new and (found or not fits or not is_of_years(grid, row, fits[0][0].words)):
            if row > start:
                yield range(start, row), fits
            start, fits = row, found
        row += again or (len(found[0][1].rows) if found else 1)
    if grid.rows > start:
        yield range(start, grid.rows), fits


def _is_broken_head(grid: Grid, row: int, fits: Sequence[tuple[K, Head]]) -> bool:
    """Return whether a row prints what the names of a table are called where they stand, and more words of heads.

    Nothing is called so (指標名): it is a head of which the extraction broke a part, and nothing says what stands below it.
    """
    cells = grid.by_row[row]
    for kind, head in fits:
        names = {column.at for column in head.columns if column.role == kind.rows}
        if any(cell.column in names and shipped().head(cell.text).role == kind.rows for cell in cells):
            return sum(shipped().head(cell.text).says for cell in cells) > 1
    return False


def _again(grid: Grid, head: Head, row: int) -> int:
    """Return how many rows print a head, or its first rows, again."""
    count = 0
    for lower, upper in zip(range(row, grid.rows), head.rows, strict=False):
        if _prints(grid, lower) != _prints(grid, upper):
            break
        count += 1
    other = row + count < grid.rows and count < len(head.rows) and count
    if other and head_goes_on(grid, row, row + count, shipped()):
        return 0  # another head: what stands below its first rows differs
    return count


def _prints(grid: Grid, row: int) -> list[tuple[int, str]]:
    known = ("prints", row)  # which every row below a head is held against
    if known not in grid.known:
        grid.known[known] = [(cell.column, squeeze(cell.text)) for cell in grid.by_row[row]]
    prints: list[tuple[int, str]] = grid.known[known]
    return prints


def _table(grid: Grid, rows: range, kind: K, head: Head, caption: Sequence[GridCell]) -> TableRead[K]:
    """Return the table of a kind below a head.

    Args:
        grid: The grid.
        rows: The rows from the head on.
        kind: The kind.
        head: The head.
        caption: Cells of rows above the head that print the unit; they are of the table.
    """
    if caption:
        grid = replace(grid, caption=" ".join([grid.caption, *(cell.text for cell in caption)]))
    read: TableRead[K] = TableRead(kind, rows, columns=head.columns)
    for row in rows:
        if row not in read.heads:
            read.heads.extend(range(row, row + _again(grid, head, row)))
    body = [row for row in rows if row not in read.heads]
    read.uses.update((cell.at, Use.STRUCTURE) for row in read.heads for cell in grid.by_row[row])
    read.uses.update((cell.at, Use.STRUCTURE) for cell in caption)
    RowReader(grid, kind, read).run(body)
    for item in (*read.items, *read.sums):
        item.values = item.values if kind.wrapped else list(_texts_joined(item.values))
        if kind.repairs and item.of == "Indicator":
            item.values, findings = mended(item, kind.repairs)
            read.findings.extend(findings)
        if not (kind.repairs and kind.repairs.split):
            item.values, findings = left_in_parts(item, read.columns)
            read.findings.extend(findings)
        if kind.stack:
            _unstack(item, kind.stack, read)
    read.findings.extend(_unread_figures(grid, read))
    return replace(read, rows=range(min((rows.start, *(cell.row for cell in caption))), rows.stop))


def _of_no_kind(grid: Grid, rows: range, fits: Sequence[str]) -> TableRead[K]:
    read: TableRead[K] = TableRead(None, rows, refused=NoKind.AMBIGUOUS if fits else NoKind.NO_HEAD)
    cells = [cell for row in rows for cell in grid.by_row[row]]
    read.uses.update((cell.at, Use.UNREAD) for cell in cells)
    if fits:
        kinds = ", ".join(f"tables.{name}" for name in fits)
        read.findings.append(
            Finding.of(
                say("rules.table-ambiguous", kinds=kinds),
                lines=tuple(dict.fromkeys(cell.line for cell in cells)),
            )
        )
    return read


def _texts_joined(values: Sequence[Value]) -> Iterator[Value]:
    """Yield the values; a text that goes on in rows below is one."""
    texts: dict[tuple[str, int], list[Value]] = {}
    for value in values:
        if value.role in _TEXTS and not is_no_value(value.text):
            texts.setdefault((value.role, value.cells[0].column), []).append(value)
    for value in values:
        parts = texts.get((value.role, value.cells[0].column), [value])
        if parts[0] is value:
            cells = tuple(cell for part in parts for cell in part.cells)
            yield (
                value
                if len(parts) == 1
                else replace(value, text=join(part.text for part in parts), cells=cells)
            )


def _unstack(item: Item, stack: Sequence[str], read: TableRead[K]) -> None:
    """Give the figures that are printed under each other the money that they are, in the order of reading.

    Rows may be shifted against their head: figures of the columns of one year and stage are one stack.
    """
    columns = {column.at: (column.year, column.stage) for column in read.columns if column.stacked}
    stacked = [value for value in item.values if value.cells[0].column in columns and value.role in MONEY]
    item.values = rest = [value for value in item.values if value not in stacked]
    for of in dict.fromkeys(columns.values()):
        own = [value for value in stacked if columns[value.cells[0].column] == of]
        beside = {value.role for value in rest if (value.year, value.stage) == of}
        words = [(value, word) for value in own for word in _figures_apart(value.text, len(stack))]
        roles = [role for role in stack if role not in beside]
        if len(words) == len(roles):
            told = zip(roles, words, strict=True)
            item.values = [
                *item.values,
                *(replace(value, role=role, text=word) for role, (value, word) in told),
            ]
        elif not all(is_no_value(word) for _, word in words):
            read.findings.append(_no_stack(own, len(words), stack, roles))


def _no_stack(values: Sequence[Value], count: int, stack: Sequence[str], roles: Sequence[str]) -> Finding:
    declared = ", ".join(roles)
    return Finding.of(
        say("rules.table-stack", count=count, found=len(stack), declared=declared),
        lines=tuple(line for value in values for line in value.lines),
    )


def _figures_apart(text: str, count: int) -> list[str]:
    """Return the amounts that one cell prints under each other, the whole text where it does not."""
    words = text.split()
    apart = len(words) == count and all(figure(word) is not None or is_no_value(word) for word in words)
    return words if apart else [text]


def _unread_figures(grid: Grid, read: TableRead[K]) -> Iterator[Finding]:
    """Yield, for each column, the figures in it that have no role."""
    by_column: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if read.uses.get(cell.at) is Use.UNREAD and is_figure(cell.text):
            by_column.setdefault(cell.column, []).append(cell)
    for column, cells in by_column.items():
        head = " / ".join(read.columns[column].head) or "-"
        yield Finding.of(
            say("rules.unread-figure.column", column=column + 1, head=head, cells=_some(cells)),
            lines=tuple(dict.fromkeys(cell.line for cell in cells)),
        )


def _some(cells: Sequence[GridCell]) -> str:
    shown = ", ".join(cell.text for cell in cells[:5])
    return shown + (f", … ({len(cells)})" if len(cells) > 5 else "")
