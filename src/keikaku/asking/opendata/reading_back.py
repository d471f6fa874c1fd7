"""Tables by the definition, read back: their rows as values, and what of them is not as the definition wants it."""

from __future__ import annotations

import csv
import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path

from keikaku.asking.opendata.definition import Column, Table, definition
from keikaku.asking.opendata.rows import Row, Value
from keikaku.ground.errors import InputError
from keikaku.ground.messages import Message, say
from keikaku.ground.spreadsheet_text import could_run

MOST = 100
"""Faults of a file that are told; the rest is counted."""
_CODES = 8  # of a list that are named, the most alike first: most lists have no more
_LONGEST = 40  # characters of a cell in a message
_HEAD_BYTES = 8_192  # in which the heads of a table stand; the longest of the definition have 900
_ENOUGH = 5  # heads that make a file one of ours
_LONGEST_CELL = 131_072
"""Characters; longer texts than of a cell of the definition are a quote that is not closed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as the definition wants it.

    Attributes:
        line: Line of the file, from 1; 0 for the whole file.
        said: One sentence.
    """

    line: int
    said: Message


@dataclass
class Checked:
    """What a file holds.

    Attributes:
        path: The file.
        table: The table that it is.
        rows: How many rows.
        counts: Rows by their class or role.
        yen: Sum of the totals by fiscal year.
        faults: The first faults.
        fault_count: How many there are in all.
        keys: The keys of its rows.
        named: What its rows name of other tables, with the line: table, key.
    """

    path: Path
    table: Table
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    yen: Counter[int] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    keys: set[str] = field(default_factory=set)
    named: list[tuple[int, str, str]] = field(default_factory=list)

    def fault(self, line: int, said: Message) -> None:
        """Note a fault."""
        self.fault_count += 1
        if len(self.faults) < MOST:
            self.faults.append(Fault(line, said))


def table_of(path: Path) -> Table | None:
    """Return the table of the definition that a CSV file is by its heads, None for any other file."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            first = file.read(_HEAD_BYTES).decode("utf-8-sig", "replace").partition("\n")[0]
    except OSError:
        return None
    heads = set(next(csv.reader([first.rstrip("\r")], strict=False), []))
    shared = {name: heads & set(table.heads) for name, table in definition().tables.items()}
    name = max(shared, key=lambda one: len(shared[one]))
    return definition().tables[name] if len(shared[name]) >= _ENOUGH else None


def check(paths: Sequence[Path]) -> list[Checked]:
    """Check files that are tables of the definition, each by itself and against the others.

    Args:
        paths: The files; what is no table of the definition is left out.

    Raises:
        InputError: A file cannot be read.
    """
    found = [_checked(path, table) for path in paths if (table := table_of(path))]
    there: dict[str, set[str]] = {}
    for one in found:
        there.setdefault(one.table.id, set()).update(one.keys)
    for one in found:
        for line, name, iri in one.named:
            if name in there and iri not in there[name]:
                one.fault(
                    line, say("opendata.dangling", iri=iri, table=definition().tables[name].labels["ja"])
                )
    return found


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file as values, as they were before they were written; what does not fit is None.

    Raises:
        InputError: It cannot be read, or is no table of the definition.
    """
    table = table_of(path)
    if table is None:
        raise InputError("opendata.no-table", path=path)
    checked = Checked(path, table)
    for _line, row in _read(checked):
        yield row


def _checked(path: Path, table: Table) -> Checked:
    checked = Checked(path, table)
    for line, row in _read(checked):
        checked.rows += 1
        key = str(row.get(table.key) or "")
        if key in checked.keys:
            checked.fault(line, say("opendata.twice", value=_cut(key)))
        checked.keys.add(key)
        checked.counts[str(row.get("class") or row.get("role") or row.get("stage") or "-")] += 1
        year, total = row.get("fiscal_year"), row.get("total_yen")
        if isinstance(year, int) and isinstance(total, int):
            checked.yen[year] += total
        for column in table.columns:
            if column.within and row.get(column.id):
                checked.named.append((line, column.within, str(row[column.id])))
    return checked


def _read(checked: Checked) -> Iterator[tuple[int, Row]]:
    try:
        with checked.path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as file:
            csv.field_size_limit(_LONGEST_CELL)  # of the process: a document read before may have raised it
            reader = csv.reader(file, strict=True)
            columns = _columns(checked, next(reader, []))
            for cells in reader:
                yield reader.line_num, _row(checked, columns, cells, reader.line_num)
    except UnicodeDecodeError:
        checked.fault(0, say("opendata.not-utf-8"))
    except csv.Error as error:
        checked.fault(0, say("opendata.no-csv", why=str(error)))
    except OSError as error:
        raise InputError(
            "documents.unreadable", path=checked.path, why=error.strerror or str(error)
        ) from error


def _columns(checked: Checked, heads: list[str]) -> list[Column | None]:
    known = {column.ja: column for column in checked.table.columns}
    for head in heads:
        if head not in known:
            near = difflib.get_close_matches(head[:_LONGEST], known, n=1, cutoff=0.5)
            checked.fault(1, say("opendata.unknown-column", head=_cut(head), nearest=", ".join(near) or "-"))
    for head, column in known.items():
        if column.required and head not in heads:
            checked.fault(1, say("opendata.missing-column", head=head))
    for head, times in Counter(heads).items():
        if times > 1:
            checked.fault(1, say("opendata.column-twice", head=_cut(head)))
    return [known.get(head) for head in heads]


def _row(checked: Checked, columns: list[Column | None], cells: list[str], line: int) -> Row:
    if len(cells) != len(columns):
        checked.fault(line, say("opendata.cells", found=len(cells), wanted=len(columns)))
    row: Row = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is not None:
            row[column.id] = _value(checked, column, _bare(cell), line)
    _labels(checked, row, line)
    return row


def _bare(cell: str) -> str:
    """Return a text without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and could_run(cell[1:]) else cell


def _value(checked: Checked, column: Column, cell: str, line: int) -> Value:
    if not cell:
        if column.required:
            checked.fault(line, say("opendata.empty", head=column.ja))
        return None
    wrong = [one for one in _several(column, cell) if not column.fits(one)]
    if not wrong:
        return _typed(column, cell)
    if column.codes:
        near = difflib.get_close_matches(wrong[0][:_LONGEST], column.codes, n=_CODES, cutoff=0)
        codes = ", ".join([*near, *(["…"] if len(near) < len(column.codes) else [])])
        checked.fault(line, say("opendata.wrong-code", head=column.ja, value=_cut(wrong[0]), codes=codes))
    else:
        kind = say(f"opendata.type-{column.type}")
        checked.fault(line, say("opendata.wrong-value", head=column.ja, value=_cut(wrong[0]), type=kind))
    return None


def _several(column: Column, cell: str) -> Iterable[str]:
    return cell.split(definition().separator) if column.many else [cell]


def _typed(column: Column, cell: str) -> Value:
    if column.many:
        return cell
    if column.type in ("integer", "year"):
        return int(cell)
    return Decimal(cell) if column.type == "decimal" else cell


def _labels(checked: Checked, row: Row, line: int) -> None:
    """Note labels that are not those of their codes."""
    for column in checked.table.columns:
        labels = column.codes.get(str(row.get(column.id) or ""), {})
        for language in ("ja", "en"):
            label = row.get(f"{column.id}_{language}")
            if label and labels and label != labels.get(language):
                code = str(row[column.id])
                checked.fault(
                    line,
                    say("opendata.wrong-label", label=_cut(str(label)), code=code, right=labels[language]),
                )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
