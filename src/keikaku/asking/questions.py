"""The library of questions: finding them, and running them on a loaded store.

A question is a file of ``queries/`` (see :mod:`keikaku.asking.query_files`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from keikaku.asking import frames
from keikaku.asking.query_files import Parameter, Query, read_query
from keikaku.graph import nesting, sparql
from keikaku.ground import content
from keikaku.ground.errors import QuestionError
from keikaku.ground.messages import say

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = [
    "Parameter",
    "Query",
    "Solutions",
    "ask",
    "check_syntax",
    "find_query",
    "queries",
    "read_query",
    "run",
]

_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<detail>.*)", re.DOTALL)


def queries() -> dict[str, Query]:
    """Return the queries of the library by name, sorted."""
    files = sorted(content.folder("queries").glob("*.rq"), key=lambda path: path.stem)
    return {path.stem: read_query(path) for path in files}


def find_query(name: str) -> Query:
    """Return a query by its name in the library or by the path of a file.

    Raises:
        QuestionError: There is neither; the nearest names are in the error.
        QuestionError: Its header says something unknown.
    """
    path = content.folder("queries") / f"{name}.rq"
    if re.fullmatch(r"[\w-]+", name) and path.is_file():
        return read_query(path)
    if Path(name).is_file():
        return read_query(Path(name))
    names = [path.stem for path in content.folder("queries").glob("*.rq")]
    near = difflib.get_close_matches(name, names, n=5, cutoff=0.4)
    raise QuestionError("asking.unknown-query", name=name, nearest=", ".join(near) or "-")


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


class Solutions:
    """The answer to a query: rows of terms, a truth, or triples, as they come, once.

    Attributes:
        form: The form of the query.
        raw: What pyoxigraph returned; it can write itself in the W3C's formats.
    """

    def __init__(
        self,
        form: sparql.Form,
        raw: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
        quick: Callable[[], Iterator[Row]] | None = None,
    ) -> None:
        self.form = form
        self.raw = raw
        self._quick = quick  # gives the same rows as ``raw``, where there is a quicker way
        self._taken = False

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; none but of a SELECT."""
        return (
            tuple(one.value for one in self.raw.variables) if isinstance(self.raw, ox.QuerySolutions) else ()
        )

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows of a SELECT, or the triples of a CONSTRUCT as rows of three.

        Raises:
            QuestionError: They were taken before.
        """
        if self._taken:
            raise QuestionError("asking.answer-taken")
        self._taken = not isinstance(self.raw, ox.QueryBoolean)
        if self._quick is not None:
            yield from self._quick()
        elif isinstance(self.raw, ox.QuerySolutions):
            width = range(len(self.variables))
            for row in self.raw:
                yield tuple(row[index] for index in width)
        elif isinstance(self.raw, ox.QueryTriples):
            for triple in self.raw:
                yield triple.subject, triple.predicate, triple.object

    def records(self) -> Iterator[dict[str, frames.Value]]:
        """Yield the rows as plain values by column.

        Whole numbers and years become ``int``, decimals ``Decimal``, dates ``date``, truths ``bool``, everything
        else text; what is not there is ``None``.
        """
        names, found = self._table()
        for row in found:
            yield dict(zip(names, map(frames.value, row), strict=True))

    def rows(self) -> list[Any]:
        """Return the rows as frozen dataclasses with a typed field per column."""
        return frames.rows(*self._table())

    def arrow(self) -> pa.Table:
        """Return the rows as an Arrow table.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        return frames.arrow(*self._table())

    def pandas(self) -> pd.DataFrame:
        """Return the rows as a pandas frame of its nullable types; decimals stay exact, as Arrow's.

        Raises:
            MissingExtraError: pandas or pyarrow is not installed.
        """
        return frames.pandas(*self._table())

    def polars(self) -> pl.DataFrame:
        """Return the rows as a polars frame.

        Raises:
            MissingExtraError: polars or pyarrow is not installed.
        """
        return frames.polars(*self._table())

    def _table(self) -> tuple[tuple[str, ...], Iterator[Row]]:
        """Return names and rows of columns, whatever the form of the query."""
        if isinstance(self.raw, ox.QueryBoolean):
            return ("answer",), iter([(ox.Literal(bool(self.raw)),)])
        names = self.variables if self.form == "SELECT" else ("subject", "predicate", "object")
        return names, iter(self)

    def __bool__(self) -> bool:
        """Tell the truth that an ASK found; a SELECT or CONSTRUCT is true."""
        return bool(self.raw) if isinstance(self.raw, ox.QueryBoolean) else True


def ask(memory: ox.Store, name: str, **values: str) -> Solutions:
    """Answer a question of the library, or of a file.

    Args:
        memory: What :meth:`keikaku.store.folder.Store.load` returns.
        name: The question's name, or the path of a file.
        values: Its parameters.

    Raises:
        QuestionError: There is no such question, or a parameter is missing, unknown or of the wrong type.
    """
    return run(memory, find_query(name), values)


def run(memory: ox.Store, query: Query, values: Mapping[str, str] | None = None) -> Solutions:
    """Run a query on a loaded store, over all its graphs as one.

    Args:
        memory: What :meth:`keikaku.store.folder.Store.load` returns.
        query: The query.
        values: Its parameters, as text.

    Raises:
        QuestionError: A parameter is missing, unknown or of the wrong type; the query is no SPARQL, or
            reaches outside the store.
    """
    check_syntax(query)
    raw = memory.query(query.bound(values or {}), use_default_graph_as_union=True)
    return Solutions(query.form, raw)


def check_syntax(query: Query) -> None:
    """Check that a query can be run here, as its file writes it.

    Raises:
        QuestionError: It asks the engine to fetch something.
        QuestionError: It is no SPARQL 1.1, or nested too deep; names line and column and shows the line.
    """
    reaches = sparql.examine(query.text).reaches
    if reaches:
        raise QuestionError("asking.reaches-outside", path=query.path, words=", ".join(reaches))
    deep = nesting.in_query(query.text)
    if deep is not None:
        before = query.text[:deep]
        line, column = before.count("\n") + 1, deep - before.rfind("\n")
        raise QuestionError(
            "asking.query-syntax",
            path=query.path,
            line=line,
            column=column,
            text="…",
            detail=say("asking.nested-deep"),
        )
    try:
        ox.Store().query(query.text)
    except SyntaxError as error:
        place = _PLACE.match(str(error))
        line, column, detail = (int(place[1]), int(place[2]), place[3]) if place else (1, 1, str(error))
        lines = query.text.splitlines()
        shown = lines[line - 1] if line <= len(lines) else ""
        raise QuestionError(
            "asking.query-syntax", path=query.path, line=line, column=column, text=shown, detail=detail
        ) from None
