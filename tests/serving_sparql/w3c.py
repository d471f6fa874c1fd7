"""The requests of the W3C's SPARQL 1.1 Protocol tests (w3c/rdf-tests, sparql/sparql11/protocol), as a table.

The facts are the W3C's: names, requests, what must come back. An endpoint that is read-only runs the query
and bad-request ones, and must refuse every update.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from tests.serving_sparql.running import W3C

Expected = Literal["true", "rows", "rdf", "4xx", "refused"]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}


def graphs(**numbers: tuple[int, ...]) -> str:
    """Return the part of an address that names graphs of the tests."""
    pairs = [
        f"{name.replace('_', '-')}-uri={quote(f'{W3C}data{number}.rdf', safe='')}"
        for name, found in numbers.items()
        for number in found
    ]
    return "&".join(pairs)


def one(number: int) -> str:
    return f"<{W3C}data{number}.rdf>"


@dataclass(frozen=True, slots=True)
class Case:
    """A request, and what it must get."""

    name: str
    expected: Expected
    method: str = "POST"
    query_string: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    remark: str = ""


DATA0 = graphs(default_graph=(0,))
BOTH = f"ASK {{ {one(1)} a ?type . {one(2)} a ?type . }}"
NAMED = f"ASK {{ GRAPH ?g1 {{ {one(1)} a ?type }} GRAPH ?g2 {{ {one(2)} a ?type }} }}"
FULL = f"ASK {{ {one(3)} a ?type GRAPH ?g1 {{ {one(1)} a ?type }} GRAPH ?g2 {{ {one(2)} a ?type }} }}"
FROM = NAMED.replace("ASK", f"ASK FROM {one(3)}")
AS_WRITTEN = "named-graph-uri=" + quote(f"{W3C}data1.rdf&named-graph-uri={W3C}data2.rdf", safe="/")
INSERT = "INSERT DATA { GRAPH <http://example.org/g> { <http://example.org/s> a <http://example.org/C> } }"
WITH = "WITH <http://example/addresses> DELETE { ?p ?q 'Bill' } INSERT { ?p ?q 'William' } WHERE { ?p ?q 'Bill' }"

CASES = (
    Case("query_post_form", "true", query_string=DATA0, headers=FORM, body=b"query=ASK%20%7B%7D"),
    Case(
        "query_dataset_default_graphs_get",
        "true",
        "GET",
        f"query={quote(BOTH)}&{graphs(default_graph=(1, 2))}",
    ),
    Case(
        "query_dataset_default_graphs_post",
        "true",
        "POST",
        graphs(default_graph=(1, 2)),
        QUERY,
        BOTH.encode(),
    ),
    Case(
        "query_dataset_named_graphs_post", "true", "POST", graphs(named_graph=(1, 2)), QUERY, NAMED.encode()
    ),
    Case(
        "query_dataset_named_graphs_get", "true", "GET", f"query={quote(NAMED)}&{graphs(named_graph=(1, 2))}"
    ),
    Case(
        "query_dataset_full",
        "true",
        "POST",
        graphs(default_graph=(3,), named_graph=(1, 2)),
        QUERY,
        FULL.encode(),
    ),
    Case(
        "query_multiple_dataset",
        "true",
        "POST",
        graphs(named_graph=(1, 2)),
        QUERY,
        FROM.encode(),
        "The manifest's address has its second `&` and `=` percent-encoded, so that it names one graph that "
        "nobody holds; the test is run with the two graphs that it means. As written: refused, 400.",
    ),
    Case("query_get", "true", "GET", f"query=ASK%20%7B%7D&{DATA0}"),
    Case("query_content_type_select", "rows", "POST", DATA0, QUERY, b"SELECT (1 AS ?value) {}"),
    Case("query_content_type_ask", "true", "POST", DATA0, QUERY, b"ASK {}"),
    Case("query_content_type_describe", "rdf", "POST", DATA0, QUERY, b"DESCRIBE <http://example.org/>"),
    Case("query_content_type_construct", "rdf", "POST", DATA0, QUERY, b"CONSTRUCT { <s> <p> 1 } WHERE {}"),
    Case(
        "update_dataset_default_graph", "refused", "POST", graphs(using_graph=(1,)), UPDATE, INSERT.encode()
    ),
    Case(
        "update_dataset_default_graphs",
        "refused",
        "POST",
        graphs(using_graph=(1, 2)),
        UPDATE,
        INSERT.encode(),
    ),
    Case(
        "update_dataset_named_graphs",
        "refused",
        "POST",
        graphs(using_named_graph=(1, 2)),
        UPDATE,
        INSERT.encode(),
    ),
    Case(
        "update_dataset_full",
        "refused",
        "POST",
        graphs(using_graph=(1,), using_named_graph=(2,)),
        UPDATE,
        INSERT.encode(),
    ),
    Case("update_post_form", "refused", headers=FORM, body=b"update=CLEAR+ALL"),
    Case("update_post_direct", "refused", headers=UPDATE, body=b"CLEAR ALL"),
    Case(
        "update_base_uri",
        "refused",
        headers=UPDATE,
        body=INSERT.replace("http://example.org/C", "test").encode(),
    ),
    Case("query_post_direct", "true", headers=QUERY, body=b"ASK {}"),
    Case("bad_query_method", "4xx", "PUT", f"query=ASK%20%7B%7D&{DATA0}", FORM),
    Case("bad_multiple_queries", "4xx", "GET", "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D"),
    Case("bad_query_wrong_media_type", "4xx", headers={"Content-Type": "text/plain"}, body=b"ASK {}"),
    Case("bad_query_missing_form_type", "4xx", body=b"query=ASK%20%7B%7D"),
    Case("bad_query_missing_direct_type", "4xx", body=b"ASK {}"),
    Case(
        "bad_query_non_utf8",
        "4xx",
        headers={"Content-Type": "application/sparql-query; charset=UTF-16"},
        body="ASK {}".encode("utf-16"),
    ),
    Case("bad_query_syntax", "4xx", "GET", "query=ASK%20%7B"),
    Case("bad_update_get", "4xx", "GET", "update=CLEAR%20ALL"),
    Case("bad_multiple_updates", "4xx", headers=FORM, body=b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),
    Case("bad_update_wrong_media_type", "4xx", headers={"Content-Type": "text/plain"}, body=b"CLEAR NAMED"),
    Case("bad_update_missing_form_type", "4xx", body=b"update=CLEAR%20NAMED"),
    Case(
        "bad_update_non_utf8",
        "4xx",
        headers={"Content-Type": "application/sparql-update; charset=UTF-16"},
        body="CLEAR NAMED".encode("utf-16"),
    ),
    Case("bad_update_syntax", "4xx", headers=FORM, body=b"update=CLEAR%20XYZ"),
    Case(
        "bad_update_dataset_conflict",
        "4xx",
        "POST",
        "using-named-graph-uri=http%3A%2F%2Fexample%2Fpeople",
        UPDATE,
        WITH.encode(),
    ),
)


def table(statuses: dict[str, int]) -> str:
    """Return the cases as a table for the documentation."""
    said = {
        "true": "passes",
        "rows": "passes",
        "rdf": "passes",
        "4xx": "passes",
        "refused": "does not apply: an update, and refused",
    }
    lines = ["| test | answer | |", "| --- | --- | --- |"]
    lines += [
        f"| {case.name} | {statuses[case.name]} | {said[case.expected]}{f'. {case.remark}' if case.remark else ''} |"
        for case in CASES
    ]
    return "\n".join(lines)
