"""Answers to the questions of the library: in which formats, and rows as plain records."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Mapping
from decimal import Decimal

import pyoxigraph as ox

from keikaku.asking.frames import Value
from keikaku.asking.query_files import Query
from keikaku.asking.questions import Solutions

RECORDS = "application/json"
"""Rows as JSON objects with plain values, for programs that do not know SPARQL."""
_RESULTS = "application/sparql-results+json"
ROW_FORMATS: Mapping[str, str] = {
    "records": RECORDS,
    "json": _RESULTS,
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
}
"""Formats of rows by the names that an address can give, the favourite first."""
GRAPH_FORMATS: Mapping[str, str] = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
}
"""Formats of graphs by the names that an address can give, the favourite first."""


def is_graph(query: Query) -> bool:
    """Tell whether the answer to a query is a graph."""
    return query.form in ("CONSTRUCT", "DESCRIBE")


def formats(query: Query) -> Mapping[str, str]:
    """Return the formats of the answer to a query by their names."""
    return GRAPH_FORMATS if is_graph(query) else ROW_FORMATS


def asked_for(media_type: str) -> str:
    """Return the format in which an answer is asked of the engine, to be given in another."""
    return _RESULTS if media_type == RECORDS else media_type


def records(query: Query, results: bytes, limit: str) -> bytes:
    """Return SPARQL results as records.

    Whole numbers and years become JSON numbers, decimals numbers with all their digits, dates and everything else
    text.

    Args:
        query: The query.
        results: Its answer as SPARQL 1.1 results in JSON.
        limit: The limit at which the answer was cut, or "".
    """
    raw = ox.parse_query_results(io.BytesIO(results), format=ox.QueryResultsFormat.JSON)
    answer = Solutions(query.form, raw)
    rows = list(answer.records())
    columns = list(answer.variables) or list(rows[0])
    whole: dict[str, object] = {"query": query.name, "columns": columns, "rows": rows}
    if limit:
        whole["limit"] = limit
    return (json.dumps(whole, ensure_ascii=False, indent=1, default=_plain) + "\n").encode()


def _plain(value: object) -> object:
    if isinstance(value, Decimal | datetime.date):
        return plain(value)
    raise TypeError(type(value).__name__)


def plain(value: Value) -> str | int | float | bool | None:
    """Return a value as JSON has it: decimals as numbers, dates as texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, datetime.date) else value
