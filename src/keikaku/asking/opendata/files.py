"""The tables as files: CSV, Parquet, GraphML; the same store gives the same bytes."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from xml.sax.saxutils import quoteattr

from keikaku.asking.opendata.definition import Column, Table, definition
from keikaku.asking.opendata.rows import Row, Value, store_rows
from keikaku.ground.errors import MissingExtraError, OutputError
from keikaku.ground.files import in_part
from keikaku.ground.spreadsheet_text import for_xml, neutral
from keikaku.store.folder import Store

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 20_000  # rows of a row group
_AT_ONCE = 1_000  # rows that wait as dictionaries, which take ten times what they take in columns
_DIGITS = (38, 18)  # precision and scale of decimals, the most that Parquet's readers share

Rows = Iterable[tuple[str, Row]]
Piece = TypeVar("Piece")


def csv_text(value: Value) -> str:
    """Return a value as the CSV has it: no text of it a formula, decimals without an exponent."""
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def csv_lines(rows: Rows) -> dict[str, bytes]:
    """Return the lines of rows in the CSV files of their tables, by table."""
    tables, lines = definition().tables, dict[str, io.StringIO]()
    columns = {name: [column.id for column in table.columns] for name, table in tables.items()}
    put = dict[str, Callable[[list[str]], object]]()
    for name, row in rows:
        if name not in put:
            lines[name] = io.StringIO(newline="")
            put[name] = csv.writer(lines[name]).writerow
        put[name]([csv_text(row.get(column)) for column in columns[name]])
    return {name: text.getvalue().encode("utf-8", "backslashreplace") for name, text in lines.items()}


def write_csv(pieces: Iterable[Mapping[str, bytes]], folder: Path) -> list[Path]:
    """Write each table as a CSV file: UTF-8 with the mark that spreadsheets look for, Japanese heads.

    Args:
        pieces: What :func:`csv_lines` returns of the rows, piece by piece; best where the rows are made
            (:func:`keikaku.asking.opendata.rows.made_of_rows`).
        folder: Where to; it is made where it is not there.

    Raises:
        OutputError: A file cannot be written; none is left half written.
    """

    def opened(table: Table, part: Path, undo: contextlib.ExitStack) -> Callable[[bytes], object]:
        file = undo.enter_context(part.open("wb"))
        head = io.StringIO(newline="")
        csv.writer(head).writerow(table.heads)
        file.write(head.getvalue().encode("utf-8-sig"))
        return file.write

    return _written((one for piece in pieces for one in piece.items()), folder, ".csv", opened)


def write_parquet(rows: Rows, folder: Path) -> list[Path]:
    """Write each table as a Parquet file; its columns are named by their ids and described in its metadata.

    Args:
        rows: What :func:`keikaku.asking.opendata.rows.store_rows` yields.
        folder: Where to; it is made where it is not there.

    Raises:
        MissingExtraError: pyarrow is not installed.
        OutputError: A file cannot be written; none is left half written.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="Parquet", package="pyarrow", extra="arrow"
        ) from None

    def opened(table: Table, part: Path, undo: contextlib.ExitStack) -> Callable[[Row], None]:
        schema = pa.schema([_field(pa, column) for column in table.columns])
        writer = undo.enter_context(pq.ParquetWriter(part, schema, compression="zstd"))
        rows: list[Row] = []
        columns: list[pa.RecordBatch] = []

        def packed() -> None:
            if rows:
                columns.append(pa.RecordBatch.from_pylist(rows, schema=schema))
                rows.clear()

        def flush() -> None:
            packed()
            if columns:
                writer.write_table(pa.Table.from_batches(columns).combine_chunks())
                columns.clear()

        def put(row: Row) -> None:
            rows.append(row)
            if len(rows) == _AT_ONCE:
                packed()
                if len(columns) * _AT_ONCE == _BATCH:
                    flush()

        undo.callback(flush)
        return put

    return _written(rows, folder, ".parquet", opened)


def _field(pa: Any, column: Column) -> pa.Field:
    types = {"integer": pa.int64(), "year": pa.int32(), "decimal": pa.decimal128(*_DIGITS)}
    kind = pa.string() if column.many else types.get(column.type, pa.string())
    said = {"ja": column.ja, "en": column.en} | ({"about": column.about} if column.about else {})
    return pa.field(column.id, kind, nullable=not column.required, metadata=said)


def _written(
    pieces: Iterable[tuple[str, Piece]],
    folder: Path,
    suffix: str,
    opened: Callable[[Table, Path, contextlib.ExitStack], Callable[[Piece], object]],
) -> list[Path]:
    """Write all tables side by side, each in the place of its old file when all are there."""
    tables = definition().tables
    paths = {name: folder / f"{name}{suffix}" for name in tables}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as whole:
            parts = {name: whole.enter_context(in_part(path)) for name, path in paths.items()}
            with contextlib.ExitStack() as undo:
                put = {name: opened(table, parts[name], undo) for name, table in tables.items()}
                for name, piece in pieces:
                    put[name](piece)
    except OSError as error:
        raise OutputError("ground.unwritable", path=folder, why=error.strerror or str(error)) from error
    return list(paths.values())


def graphml(store: Store) -> Iterator[bytes]:
    """Yield the elements of a store and what serves what as GraphML, for network tools.

    Raises:
        StoreError: A file of the store is not as it was written, or cannot be read.
    """
    shown = (
        "class",
        "name",
        "number",
        "plan",
        "municipality",
        "sdgs",
        "departments",
        "confidence",
        "status",
        "place_id",
    )
    keys = [f'<key id="{name}" for="node" attr.name="{name}" attr.type="string"/>' for name in shown]
    begin = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *keys,
    ]
    yield ("\n".join([*begin, '<graph id="plans" edgedefault="directed">']) + "\n").encode()
    mark, edges, there = definition().separator, list[tuple[str, str]](), set[str]()
    for table, row in store_rows(store):
        if table != "elements":
            continue
        iri = str(row["id"])
        there.add(iri)
        edges += [(iri, upper) for upper in str(row["parents"] or "").split(mark) if upper]
        data = "".join(
            f"<data key={quoteattr(name)}>{_text(row[name])}</data>" for name in shown if row[name]
        )
        yield f"<node id={quoteattr(for_xml(iri))}>{data}</node>\n".encode()
    for lower, upper in edges:
        if upper in there:
            yield f"<edge source={quoteattr(for_xml(lower))} target={quoteattr(for_xml(upper))}/>\n".encode()
    yield b"</graph>\n</graphml>\n"


def _text(value: Value) -> str:
    return for_xml(str(value)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
