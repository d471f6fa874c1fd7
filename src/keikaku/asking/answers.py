"""Answers written down: tables for people, the W3C's result formats for programs.

CSV, TSV, JSON and Turtle stream: they need no more memory for a million rows than for ten. TSV and JSON are the
W3C's, to the letter. CSV is what people open in spreadsheets: it is the W3C's but for texts that a spreadsheet would
run, which get an apostrophe; who needs the very characters takes TSV or JSON.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import IO
from urllib.parse import unquote

import pyoxigraph as ox

from keikaku.asking.questions import Query, Solutions
from keikaku.ground.errors import QuestionError
from keikaku.ground.spreadsheet_text import neutral
from keikaku.ground.vocab import PREFIXES

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
        QuestionError: The answer cannot be written so.
    """
    known = FORMATS[query.form]
    if wanted and wanted not in known:
        what = {"SELECT": "a table", "ASK": "yes or no"}.get(query.form, "a graph")
        raise QuestionError(
            "asking.wrong-format", query=query.name, what=what, format=wanted, formats=", ".join(known)
        )
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
    return cell.value if is_number(cell) else neutral(cell.value)


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


def is_number(cell: Cell) -> bool:
    """Tell whether a cell is a number."""
    return isinstance(cell, ox.Literal) and cell.datatype.value.rpartition("#")[2] in _NUMBERS
