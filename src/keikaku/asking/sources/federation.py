"""Several sources asked at once, and their answers as one.

Rows are united; columns that the query's header says how to combine are summed, or the least or greatest is
taken, over rows that agree in all others. Each row names the sources it comes from. A source that does not
answer is named, with the reason, and none is waited for longer than the limit.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import pyoxigraph as ox

from keikaku.asking.questions import Query, Solutions
from keikaku.asking.sources.endpoint import Source, answer, as_answer
from keikaku.graph import sparql
from keikaku.ground.errors import (
    KeikakuError,
    QuestionError,
    ServerError,
)
from keikaku.ground.messages import Words
from keikaku.ground.vocab import PREFIXES

Cell = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
Row = tuple[Cell, ...]

SOURCE = "endpoint"
"""The column that names where a row comes from."""

_XSD = "http://www.w3.org/2001/XMLSchema#"
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """The answer of several sources.

    Attributes:
        solutions: Their rows as one, with the column ``endpoint``; or their triples, or whether any says yes.
        answered: The names of the sources that answered.
        silent: Why each of the others did not.
    """

    solutions: Solutions
    answered: tuple[str, ...]
    silent: Mapping[str, ServerError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one source answered, in memory."""

    name: str
    variables: tuple[str, ...]
    rows: list[Row]
    truth: bool


def ask_all(
    sources: Sequence[Source], query: Query, values: Mapping[str, str] | None = None, *, timeout: float = 60.0
) -> Combined:
    """Ask several sources at once and combine what they answer.

    Args:
        sources: The sources.
        query: The query.
        values: Its parameters, as text.
        timeout: Seconds after which nobody is waited for any longer.

    Raises:
        QuestionError: A parameter is missing, unknown or of the wrong type; the query is no SPARQL, or it sums
            or counts without saying how the sums of several sources combine.
        ServerError: None of them answered.
    """
    query.bound(values or {})  # a wrong parameter is nobody's silence
    if len(sources) > 1 and query.combine is None and query.aggregates:
        raise QuestionError("asking.uncombined", query=query.name, words=", ".join(query.aggregates))

    def ask(source: Source) -> _Part:
        found = answer(source, query, values)
        return _Part(source.name, found.variables, list(found), bool(found))

    parts, silent = in_parallel(sources, ask, timeout)
    if not parts:
        raise no_answer(silent)
    return Combined(
        solutions=_combine(query, parts), answered=tuple(part.name for part in parts), silent=silent
    )


def no_answer(silent: Mapping[str, ServerError]) -> ServerError:
    """Return the error for sources of which none answered."""
    if len(silent) == 1:
        return next(iter(silent.values()))
    each, each_ja = (
        "\n".join(f"  {error.message(one)}" for error in silent.values()) for one in ("en", "ja")
    )
    return ServerError("servers.none-answered", count=len(silent), each=Words(each, each_ja))


def in_parallel(
    sources: Sequence[Source], ask: Callable[[Source], Answer], timeout: float
) -> tuple[list[Answer], dict[str, ServerError]]:
    """Return what each source answered, in their order, and why the others did not.

    Args:
        sources: The sources.
        ask: What to do with each, in a thread of its own.
        timeout: Seconds after which nobody is waited for any longer.

    Raises:
        KeikakuError: What ``ask`` raised, where it is no fault of a server.
    """
    arrived: queue.SimpleQueue[tuple[int, Answer | KeikakuError | None]] = queue.SimpleQueue()

    def work(number: int, source: Source) -> None:
        outcome: Answer | KeikakuError | None = None
        try:
            outcome = ask(source)
        except KeikakuError as error:
            error.__context__ = None  # pyoxigraph's answers must be let go of in the thread that got them
            outcome = error.with_traceback(None)
        finally:
            arrived.put((number, outcome))

    for number, source in enumerate(sources):
        threading.Thread(target=work, args=(number, source), daemon=True).start()
    end = time.monotonic() + timeout
    found: dict[int, Answer | KeikakuError | None] = {}
    while len(found) < len(sources):
        try:
            number, outcome = arrived.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        found[number] = outcome
    return _sort_out(sources, found, timeout)


def _sort_out(
    sources: Sequence[Source], found: Mapping[int, Answer | KeikakuError | None], timeout: float
) -> tuple[list[Answer], dict[str, ServerError]]:
    answers: list[Answer] = []
    silent: dict[str, ServerError] = {}
    for number, source in enumerate(sources):
        outcome = found.get(number)
        if outcome is None:
            silent[source.name] = ServerError("servers.slow", url=source.name, seconds=timeout)
        elif isinstance(outcome, ServerError):
            silent[source.name] = outcome
        elif isinstance(outcome, KeikakuError):
            raise outcome
        else:
            answers.append(outcome)
    return answers, silent


# ---------------------------------------------------------------- combining


def _combine(query: Query, parts: Sequence[_Part]) -> Solutions:
    if query.form == "ASK":
        raw = ox.Store().query(f"ASK {{ FILTER({str(any(part.truth for part in parts)).lower()}) }}")
        return Solutions("ASK", raw)
    if query.form != "SELECT":
        triples = {row for part in parts for row in part.rows}
        return Solutions(query.form, as_answer(ox.Triple(*row) for row in triples))  # type: ignore[arg-type]
    variables = list(dict.fromkeys(name for part in parts for name in part.variables if name != SOURCE))
    rows = [
        (*cells, ox.Literal(" ".join(names)))
        for cells, names in _united(query.combine or {}, variables, parts).items()
    ]
    return Solutions("SELECT", _in_order([*variables, SOURCE], rows, order_of(query.text)))


def _united(
    combine: Mapping[str, str], variables: Sequence[str], parts: Sequence[_Part]
) -> dict[Row, list[str]]:
    """Return the rows with the names of their sources, rows that agree combined."""
    grouped: dict[Row, tuple[list[Row], list[str]]] = {}
    for part in parts:
        places = [part.variables.index(name) if name in part.variables else None for name in variables]
        for row in part.rows:
            cells = tuple(None if place is None else row[place] for place in places)
            same = tuple(
                None if name in combine else cell for name, cell in zip(variables, cells, strict=True)
            )
            rows, names = grouped.setdefault(same, ([], []))
            rows.append(cells)
            names += [part.name] if part.name not in names else []
    united: dict[Row, list[str]] = {}
    for same, (rows, names) in grouped.items():
        columns = zip(variables, zip(*rows, strict=True), same, strict=True)
        cells = tuple(
            _aggregate(combine[name], values) if name in combine else cell for name, values, cell in columns
        )
        united[cells] = names
    return united


def _aggregate(how: str, values: Sequence[Cell]) -> Cell:
    """Return the sum, the least or the greatest of a column's values, those without a value left out."""
    present = [value for value in values if value is not None]
    numbers = [number for value in present if (number := _number(value)) is not None]
    if how == "sum":
        whole = all(number == number.to_integral_value() for number in numbers)
        kind = ox.NamedNode(f"{_XSD}{'integer' if whole else 'decimal'}")
        return (
            ox.Literal(f"{sum(numbers, Decimal()):f}".removesuffix(".0"), datatype=kind) if numbers else None
        )
    if not present:
        return None
    choose = min if how == "min" else max
    if len(numbers) == len(present):
        return choose(present, key=lambda value: _number(value) or Decimal())
    return choose(present, key=str)


def _number(cell: Cell) -> Decimal | None:
    if not isinstance(cell, ox.Literal) or not cell.datatype.value.startswith(_XSD):
        return None
    try:
        number = Decimal(cell.value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def order_of(text: str) -> str:
    """Return the clauses at a query's end that order and limit its rows."""
    depth, start = 0, None
    for kind, part, at in sparql.tokens(text):
        if kind == "other" and part in "{}":
            depth += 1 if part == "{" else -1
            start = None
        elif not depth and kind == "word" and start is None and part.upper() in ("ORDER", "LIMIT"):
            start = at
        elif not depth and kind == "word" and start is not None and part.upper() in ("OFFSET", "VALUES"):
            return text[start:at]
    return text[start:] if start is not None else ""


def _in_order(variables: Sequence[str], rows: Sequence[Row], order: str) -> ox.QuerySolutions:
    """Return rows as SPARQL orders and limits them."""
    names = " ".join(f"?{name}" for name in variables)
    data = "\n".join(f"({' '.join(map(_written, row))})" for row in rows)
    text = f"SELECT {names} WHERE {{ VALUES ({names}) {{\n{data}\n}} }}"
    prefixes = "".join(f"PREFIX {prefix}: <{start}>\n" for prefix, start in PREFIXES.items())
    try:
        raw = ox.Store().query(f"{prefixes}{text}\n{order}")
    except SyntaxError:  # an order by prefixes of the query's own
        raw = ox.Store().query(text)
    if not isinstance(raw, ox.QuerySolutions):
        raise TypeError(type(raw).__name__)
    return raw


def _written(cell: Cell) -> str:
    """Return a term as SPARQL; a name that no IRI can have, and a blank node, are shown as text."""
    if isinstance(cell, ox.NamedNode | ox.Literal):
        try:
            return sparql.write(cell)
        except ValueError:
            return sparql.write(ox.Literal(cell.value))
    return "UNDEF" if cell is None else sparql.write(ox.Literal(str(cell)))
