"""Answers written down: tables for people, the W3C's result formats for programs.

CSV, TSV, JSON and Turtle stream: they need no more memory for a million rows than for ten. TSV and JSON are the
W3C's, to the letter. CSV is what people open in spreadsheets: it is the W3C's but for texts that a spreadsheet would
run, which get an apostrophe; who needs the very characters takes TSV or JSON.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO
from urllib.parse import unquote

import pyoxigraph as ox
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from keikaku.asking.questions import Query, Solutions
from keikaku.errors import WrongFormatError
from keikaku.spreadsheets import neutral
from keikaku.vocab import PREFIXES

FORMATS: dict[str, tuple[str, ...]] = {
    "SELECT": ("table", "csv", "tsv", "json", "markdown"),
    "ASK": ("table", "json"),
    "CONSTRUCT": ("turtle", "ntriples"),
    "DESCRIBE": ("turtle", "ntriples"),
}
"""The formats of each form of query; the first one is what a terminal shows."""

_W3C = {
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
}
_RDF = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}
_NUMBERS = frozenset({"integer", "decimal", "double"})
_MARKDOWN = re.compile(r"([\\|`*_<>\[\]])")

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


def choose_format(query: Query, wanted: str) -> str:
    """Return the format to write an answer in, the first that fits the query where none is wanted.

    Raises:
        WrongFormatError: The answer cannot be written so.
    """
    known = FORMATS[query.form]
    if wanted and wanted not in known:
        what = {"SELECT": "a table", "ASK": "yes or no"}.get(query.form, "a graph")
        raise WrongFormatError(query=query.name, what=what, format=wanted, formats=", ".join(known))
    return wanted or known[0]


def write(answer: Solutions, name: str, output: IO[bytes]) -> None:
    """Write an answer in one of the formats but ``table``.

    Args:
        answer: What :func:`keikaku.asking.questions.run` returned.
        name: A name of :data:`FORMATS`.
        output: Where to.
    """
    raw = answer.raw
    if isinstance(raw, ox.QueryTriples):
        prefixes = dict(PREFIXES) if name == "turtle" else None
        ox.serialize(raw, output, format=_RDF[name], prefixes=prefixes)
    elif name == "csv":
        output.writelines(line.encode() for line in csv_lines(answer))
    elif name in _W3C:
        raw.serialize(output, format=_W3C[name])
        if name == "json":
            output.write(b"\n")
    else:
        output.writelines(line.encode() for line in markdown(answer))


def csv_lines(answer: Solutions) -> Iterator[str]:
    """Yield an answer as the lines of SPARQL 1.1 CSV results, no text of it a formula."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(answer.variables)
    for row in answer:
        writer.writerow([_plain(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, ox.NamedNode | ox.Literal):
        return str(cell)
    return cell.value if _number(cell) else neutral(cell.value)


def markdown(answer: Solutions) -> Iterator[str]:
    """Yield an answer as the lines of a Markdown table."""
    yield _row(answer.variables)
    yield _row(["---"] * len(answer.variables))
    for row in answer:
        yield _row([_MARKDOWN.sub(r"\\\1", text(cell)) for cell in row])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |\n"


def text(cell: Cell) -> str:
    """Return a term as people read it: a literal's text, an IRI with a known prefix shortened.

    >>> text(ox.NamedNode("http://metadata.un.org/sdg/11"))
    'sdg:11'
    """
    if cell is None:
        return ""
    if not isinstance(cell, ox.NamedNode):
        return cell.value if isinstance(cell, ox.Literal) else str(cell)
    for prefix, start in PREFIXES.items():
        if cell.value.startswith(start) and re.fullmatch(r"[\w.\-]+", cell.value[len(start) :]):
            return f"{prefix}:{cell.value[len(start) :]}"
    return unquote(cell.value)


def table(answer: Solutions, console: Console, *, whole: bool = False) -> int:
    """Show an answer on a terminal, or as text, without columns that are empty; return the number of rows.

    Args:
        answer: What a SELECT found.
        console: Where to.
        whole: Whether to show also the IRIs of things whose label has a column of its own.
    """
    shown = [
        index
        for index, name in enumerate(answer.variables)
        if whole or f"{name}Label" not in answer.variables or name == "sdg"
    ]
    found = list(answer)
    shown = [index for index in shown if any(row[index] is not None for row in found)] or shown
    rows = [[row[index] for index in shown] for row in found]
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column, index in enumerate(shown):
        grid.add_column(
            _heading(answer.variables[index], [answer.variables[one] for one in shown]),
            justify="right" if _numeric([row[column] for row in rows]) else "left",
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*(_cell(cell) for cell in row))
    if console.is_terminal and len(rows) >= console.height - 2:
        with console.pager():
            console.print(grid, markup=False)
    else:
        console.print(grid, markup=False)
    return len(rows)


def _heading(variable: str, shown: Sequence[str]) -> str:
    """Return a column's name as words; that of a label is the thing's, where no other column has it."""
    thing = variable.removesuffix("Label")
    return re.sub(r"(?<!^)(?=[A-Z])", " ", variable if thing in shown else thing).lower()


def _number(cell: Cell) -> bool:
    return isinstance(cell, ox.Literal) and cell.datatype.value.rpartition("#")[2] in _NUMBERS


def _numeric(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds numbers only."""
    present = [cell for cell in cells if cell is not None]
    return bool(present) and all(map(_number, present))


def _cell(cell: Cell) -> str:
    shown = text(cell)
    if isinstance(cell, ox.Literal) and cell.datatype.value.endswith("#integer") and len(shown) > 4:
        shown = f"{int(shown):,}"
    return escape(shown)
