# ruff: noqa: S608 - SPARQL
"""What a query may reach for, and where an answer may be cut."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.graph.sparql import examine, unescaped
from keikaku.ground.errors import (
    EndpointError,
)
from keikaku.web.server.guard.cutting import cut_rows
from keikaku.web.server.guard.formats import ROWS
from keikaku.web.server.guard.limits import Limits
from keikaku.web.server.guard.reviewing import _SUSPECT, review
from tests.support import raises

HERE, ALLOWED = "https://example.org/g", "https://allowed.example/sparql"
HARMLESS = (
    "SELECT * { ?s ?p ?o }",
    "SELECT ?from ?service { ?from ?service ?o }",
    'ASK { ?s ?p "SERVICE <http://a/> FROM <http://b/>" }',
    "# FROM <http://a/> SERVICE <http://b/>\nASK {}",
    "ASK { <http://a/from/service> ?p ?o }",
    "PREFIX prov: <http://www.w3.org/ns/prov#> ASK { ?s prov:wasDerivedFrom ?o }",
    "PREFIX e: <http://e/> ASK { ?s e:SERVICE ?o }",
    "ASK { FILTER REGEX('a', '\\\\d+\\\\.from') }",
)
ESCAPED = (
    r"PREFIX : <http://example/> SELECT * { <http://a/\u0078> :\u0070 ?xx\u0078 }",
    "PREFIX : <http://example/> SELECT *\n# Comments can hold \\u\n{ <http://a/\\u0078> :\\u0070 ?xx\\U00000078 }",
    r"PREFIX \u0065x: <http://example/> ASK { ?s ex:a\-b\u8A08 '\u0027\\u0041' }",
)
DATASETS = (
    f"SELECT * FROM <{HERE}> {{ ?s ?p ?o }}",
    f"SELECT * from named <{HERE}> {{ ?s ?p ?o }}",
    f"SELECT * FROM<{HERE}>FROM NAMED<{HERE}>{{ ?s ?p ?o }}",
    "BASE <https://example.org/> SELECT * FROM <g> { ?s ?p ?o }",
    "PREFIX e: <https://example.org/> SELECT * FROM e:g { ?s ?p ?o }",
    "BASE <https://example.org/> PREFIX : <> ASK FROM :g {}",
    "SELECT * FROM <g> { ?s ?p ?o }",
)
REFUSED = (
    ("ASK FROM <http://127.0.0.1/> {}", "endpoint.unknown-graph"),
    (f"ASK FROM <{HERE}> FROM NAMED <http://127.0.0.1/> {{}}", "endpoint.unknown-graph"),
    ("ASK FROM <file:///etc/passwd> {}", "endpoint.unknown-graph"),
    ("ASK FROM <> {}", "endpoint.unknown-graph"),
    ("ASK FROM unknown:g {}", "endpoint.hidden-word"),
    ("ASK FROM ?g {}", "endpoint.hidden-word"),
    ("ASK FROM", "endpoint.hidden-word"),
    (f"ASK FROMNAMED <{HERE}> {{}}", "endpoint.hidden-word"),
    ("ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "endpoint.service-refused"),
    ("ASK { service silent <http://127.0.0.1/> { ?s ?p ?o } }", "endpoint.service-refused"),
    ("ASK { SeRvIcE ?where { ?s ?p ?o } }", "endpoint.service-refused"),
    (
        f"ASK {{ SERVICE <{ALLOWED}> {{}} SERVICE <http://127.0.0.1/> {{ ?s ?p ?o }} }}",
        "endpoint.service-refused",
    ),
    (f"ASK {{ SERVICE <{ALLOWED}/> {{}} }}", "endpoint.service-refused"),
    (f"PREFIX a: <{ALLOWED}> ASK {{ SERVICE a: {{}} }}", "endpoint.service-refused"),
    ("ASK { ?s ?p trueSERVICE <http://127.0.0.1/> {} }", "endpoint.hidden-word"),
    ("PREFIX SERVICE: <http://a/> ASK { SERVICE:x {} }", "endpoint.hidden-word"),
    ("ASK { \\u0053ERVICE <http://127.0.0.1/> {} }", "endpoint.hidden-word"),
    ("ASK { SERVI\\u0043E <http://127.0.0.1/> {} }", "endpoint.hidden-word"),
    ("ASK { FILTER(?a <?b)SERVICE<http://127.0.0.1/>{} }", "endpoint.service-refused"),
    ("ASK { # \n SERVICE # \n <http://127.0.0.1/> {} }", "endpoint.service-refused"),
)


@pytest.mark.parametrize("query", HARMLESS)
def test_harmless(query: str) -> None:
    assert review(query, {HERE}) is False


@pytest.mark.parametrize("query", DATASETS)
def test_a_dataset_of_what_is_here(query: str) -> None:
    assert review(query, {HERE}, base="https://example.org/") is True


@pytest.mark.parametrize("text", ESCAPED)
def test_codes_of_characters_in_names_are_read(text: str) -> None:
    plain = unescaped(text)
    assert not review(plain, [])
    ox.Store().query(plain)


@pytest.mark.parametrize("word", ["SERVICE", "FROM"])
@pytest.mark.parametrize("at", range(4))
def test_codes_hide_no_word_that_reaches_out(word: str, at: int) -> None:
    hidden = f"{word[:at]}\\u{ord(word[at]):04X}{word[at + 1 :]}"
    with pytest.raises(EndpointError):
        review(unescaped(f"ASK {{ {hidden} <http://127.0.0.1/> {{}} }}"), [])


@pytest.mark.parametrize(("query", "error"), REFUSED)
def test_refused(query: str, error: str) -> None:
    with raises(error) as raised:
        review(query, {HERE}, {ALLOWED}, "https://example.org/")
    assert raised.value.message("ja") != raised.value.message("en")


def test_an_allowed_service() -> None:
    query = f"ASK {{ SERVICE SILENT <{ALLOWED}> {{ ?s ?p ?o }} }}"
    assert review(query, {HERE}, {ALLOWED}) is False
    with raises("endpoint.service-refused"):
        review(query, {HERE})


WORDS = """SERVICE from FROM NAMED x: x:y : <a:b> < > ?v ' " \\ \\u0053 # { } ( ) true 1 . - é 計 @en ^^ _:b <?x)"""
PIECES = st.lists(st.sampled_from([*WORDS.split(), "\n", " "]), max_size=14).map("".join)


@given(PIECES)
def test_nothing_that_reaches_out_is_passed_over(text: str) -> None:
    """The quick look sees whatever the thorough one would object to, but for local names in an IRI."""
    reaches = [word for word in examine(text).reaches if not word.startswith("<")]
    if reaches:
        assert _SUSPECT.search(text)


@given(PIECES)
def test_what_passes_is_run_by_no_parser_as_a_service(text: str) -> None:
    """Whatever the engine parses and the review lets pass has no SERVICE: the engine would try to connect."""
    query = f"SELECT * {{ {text} }}"
    try:
        review(query, {HERE})
        results = ox.Store().query(query)
    except (EndpointError, SyntaxError):
        return
    list(results)  # type: ignore[arg-type]


# ---------------------------------------------------------------- cutting


def written(values: list[str | None], media_type: str) -> bytes:
    """Return rows as the engine writes them."""
    store = ox.Store()
    graph = ox.NamedNode("a:p")
    for number, value in enumerate(values):
        store.add(ox.Quad(ox.NamedNode(f"a:{number:06}"), graph, ox.Literal("")))
        if value is not None:
            store.add(ox.Quad(ox.NamedNode(f"a:{number:06}"), ox.NamedNode("a:v"), ox.Literal(value)))
    results = store.query("SELECT ?v { ?s <a:p> '' OPTIONAL { ?s <a:v> ?v } } ORDER BY ?s")
    assert isinstance(results, ox.QuerySolutions)
    data = results.serialize(format=ROWS[media_type])
    assert data is not None
    return data


def read(data: bytes, media_type: str) -> list[str | None]:
    results = ox.parse_query_results(data, format=ROWS[media_type])
    assert isinstance(results, ox.QuerySolutions)
    return [row["v"].value if row["v"] else None for row in results]


VALUES = st.lists(
    st.none() | st.text(alphabet='{}[],:"\\<>/&\r\n\tresultb ', max_size=12) | st.just('}},{"'), max_size=12
)


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml"])
@given(values=VALUES, most=st.integers(1, 8))
def test_a_cut_leaves_the_first_rows(media_type: str, values: list[str | None], most: int) -> None:
    data = written(values, media_type)
    cut, limit = cut_rows(data, media_type, Limits(rows=most), full=False)
    assert read(cut, media_type) == read(data, media_type)[:most]
    assert limit == ("" if len(values) <= most else f"rows={most}")


@pytest.mark.parametrize("media_type", ["text/csv", "text/tab-separated-values"])
@given(values=VALUES, most=st.integers(1, 8))
def test_a_table_is_whole_or_refused(media_type: str, values: list[str | None], most: int) -> None:
    data = written(values, media_type)
    if len(values) <= most:
        assert cut_rows(data, media_type, Limits(rows=most), full=False) == (data, "")
    else:
        with raises("endpoint.answer-too-long"):
            cut_rows(data, media_type, Limits(rows=most), full=False)


def test_an_answer_that_was_stopped_anywhere_keeps_whole_rows() -> None:
    values: list[str | None] = [f'{number} }},{{" </result>' for number in range(40)]
    for media_type in ("application/sparql-results+json", "application/sparql-results+xml"):
        data = written(values, media_type)
        first = data.index(b"bindings") + 11 if "json" in media_type else data.index(b"<results>") + 9
        for end in range(first + 1, len(data), 17):
            cut, limit = cut_rows(data[:end], media_type, Limits(rows=100, answer_mib=7), full=True)
            found = read(cut, media_type)
            assert found == read(data, media_type)[: len(found)]
            assert limit == "mib=7"
            if "json" in media_type:
                assert json.loads(cut)["truncated"]["rows"] == len(found)
