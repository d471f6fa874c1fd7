# ruff: noqa: S608 - SPARQL
"""What a client gets: formats, errors, headers."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from keikaku.web.server.guard.formats import GRAPHS, ROWS
from keikaku.web.server.guard.pool import Guard
from keikaku.web.server.protocol.responses import Receive, Scope, Send
from tests.serving_sparql.running import LIMITS, MANY, W3C, Endpoint, load, running

SELECT = "SELECT ?s { ?s a ?type } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s a ?type } WHERE { ?s a ?type }"
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize("media_type", ROWS)
def test_rows_in_every_format(endpoint: Endpoint, media_type: str) -> None:
    reply = endpoint.ask(SELECT, media_type)
    assert (reply.status, reply.type) == (200, media_type)
    if media_type == "text/csv":
        assert reply.text.splitlines() == ["s", *(f"{W3C}data{number}.rdf" for number in range(4))]
        return
    results = ox.parse_query_results(reply.body, format=ROWS[media_type])
    assert isinstance(results, ox.QuerySolutions)
    assert [row["s"].value for row in results] == [f"{W3C}data{number}.rdf" for number in range(4)]


@pytest.mark.parametrize("media_type", list(ROWS)[:2])
def test_truth(endpoint: Endpoint, media_type: str) -> None:
    reply = endpoint.ask("ASK { ?s a ?none FILTER(?none = 1) }", media_type)
    results = ox.parse_query_results(reply.body, format=ROWS[media_type])
    assert isinstance(results, ox.QueryBoolean)
    assert not results


@pytest.mark.parametrize("media_type", GRAPHS)
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{W3C}data1.rdf>"])
def test_triples_in_every_format(endpoint: Endpoint, media_type: str, query: str) -> None:
    reply = endpoint.ask(query, media_type)
    assert (reply.status, reply.type) == (200, media_type)
    found = {quad.subject.value for quad in ox.parse(reply.body, format=GRAPHS[media_type])}
    assert f"{W3C}data1.rdf" in found
    assert len(found) == (4 if query == CONSTRUCT else 1)


@pytest.mark.parametrize(
    ("query", "accept", "status", "media_type"),
    [
        (SELECT, "text/turtle, application/sparql-results+xml;q=0.1", 200, "application/sparql-results+xml"),
        (SELECT, "text/turtle", 406, "text/plain"),
        (CONSTRUCT, "text/csv", 406, "text/plain"),
        (CONSTRUCT, "text/csv, application/n-triples;q=0.2", 200, "application/n-triples"),
        (SELECT, "text/html,application/xhtml+xml,*/*;q=0.8", 200, "application/sparql-results+json"),
    ],
)
def test_the_form_of_the_query_decides_what_is_offered(
    endpoint: Endpoint, query: str, accept: str, status: int, media_type: str
) -> None:
    reply = endpoint.ask(query, accept)
    assert (reply.status, reply.type) == (status, media_type)
    assert "Accept" in reply.headers["vary"]


def test_a_link_names_its_format(endpoint: Endpoint) -> None:
    assert endpoint.ask(SELECT, "text/html", format="csv").type == "text/csv"
    assert endpoint.ask(CONSTRUCT, "text/html", format="application/ld+json").type == "application/ld+json"
    assert endpoint.ask(SELECT, format="xlsx").status == 406
    assert endpoint.ask(CONSTRUCT, format="csv").status == 406


def test_relative_iris_are_relative_to_the_base() -> None:
    with running(Guard(load, limits=LIMITS, base="https://data.example.jp/plans/")) as endpoint:
        reply = endpoint.ask("CONSTRUCT { <a> <b> <c> } WHERE {}", "application/n-triples")
        assert reply.text.startswith("<https://data.example.jp/plans/a> ")


def test_text_is_utf_8_and_says_so(endpoint: Endpoint) -> None:
    reply = endpoint.ask(
        f"SELECT ?o FROM <{MANY}> {{ ?s ?p ?o FILTER(CONTAINS(?o, '計画')) }} LIMIT 1", "text/csv"
    )
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert "計画" in reply.text


# ---------------------------------------------------------------- datasets


def count(endpoint: Endpoint, query: str, **parameters: str) -> int:
    body = json.loads(endpoint.ask(query, **parameters).body)
    return int(body["results"]["bindings"][0]["n"]["value"])


def test_all_graphs_are_united_where_none_is_named(endpoint: Endpoint) -> None:
    assert count(endpoint, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == 5004
    assert count(endpoint, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 5004


@pytest.mark.parametrize(
    ("clauses", "default", "named"),
    [
        (f"FROM <{MANY}>", 5000, 0),
        (f"FROM <{MANY}> FROM <{W3C}data1.rdf>", 5001, 0),
        (f"FROM NAMED <{W3C}data1.rdf>", 0, 1),
        (f"FROM <{W3C}data1.rdf> FROM NAMED <{MANY}>", 1, 5000),
        ("from data:data1.rdf from named data:data2.rdf", 1, 1),
    ],
)
def test_from_of_what_is_here(endpoint: Endpoint, clauses: str, default: int, named: int) -> None:
    head = f"PREFIX data: <{W3C}> SELECT (COUNT(*) AS ?n) {clauses}"
    assert count(endpoint, f"{head} {{ ?s ?p ?o }}") == default
    assert count(endpoint, f"{head} {{ GRAPH ?g {{ ?s ?p ?o }} }}") == named


def test_from_relative_to_a_base(endpoint: Endpoint) -> None:
    assert count(endpoint, f"BASE <{W3C}> SELECT (COUNT(*) AS ?n) FROM <data1.rdf> {{ ?s ?p ?o }}") == 1


def test_the_protocol_s_dataset(endpoint: Endpoint) -> None:
    default = {"default-graph-uri": f"{W3C}data1.rdf"}
    named = {"named-graph-uri": f"{W3C}data1.rdf"}
    every, inside = (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    )
    assert (count(endpoint, every, **default), count(endpoint, inside, **default)) == (1, 0)
    assert (count(endpoint, every, **named), count(endpoint, inside, **named)) == (0, 1)


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["http://127.0.0.1/", "file:///etc/passwd", "", "not an iri", "x" * 5000])
def test_a_graph_that_is_not_here(endpoint: Endpoint, name: str, graph: str) -> None:
    reply = endpoint.ask("ASK {}", **{name: graph})
    assert reply.status == 400
    assert "fetches none" in reply.text


# ---------------------------------------------------------------- errors


def test_a_syntax_error_has_a_place(endpoint: Endpoint) -> None:
    reply = endpoint.ask("SELECT *\nWHERE {\n  ?s ?p", language="en")
    assert reply.status == 400
    assert reply.text.startswith("Line 3, column 8 is no SPARQL 1.1: expected")
    assert reply.text.endswith("\n  ?s ?p\n")
    assert reply.headers["content-language"] == "en"


def test_errors_are_in_japanese_too(endpoint: Endpoint) -> None:
    assert endpoint.ask("ASK {", language="ja").text.startswith("1 行 6 文字目が SPARQL 1.1 として読めません")
    both = endpoint.send("GET", "/sparql?query=ASK%20%7B").text
    assert "行" in both
    assert "Line 1, column 6" in both


def test_errors_for_programs(endpoint: Endpoint) -> None:
    reply = endpoint.ask("ASK {", "application/sparql-results+json, application/problem+json;q=0.5")
    assert reply.type == "application/problem+json"
    about = json.loads(reply.body)
    assert (about["status"], about["line"], about["column"]) == (400, 1, 6)
    assert about["title"] == "Bad Request"


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> 1 }",
        "PREFIX a: <http://a/> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
        "# ask\nDROP ALL",
    ],
)
def test_updates_are_refused(endpoint: Endpoint, query: str) -> None:
    for reply in (
        endpoint.ask(query),
        endpoint.send("POST", headers={"Content-Type": "application/sparql-query"}, body=query.encode()),
    ):
        assert reply.status == 400
        assert "read-only" in reply.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods(endpoint: Endpoint, method: str) -> None:
    reply = endpoint.send(method, "/sparql?query=ASK%7B%7D")
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD, POST, OPTIONS"


@pytest.mark.parametrize("media_type", ["application/ld+json", "application/rdf+xml", "text/turtle", ""])
def test_other_bodies(endpoint: Endpoint, media_type: str) -> None:
    reply = endpoint.send("POST", headers={"Content-Type": media_type}, body=b"ASK {}")
    assert reply.status == 415
    assert "application/sparql-query" in reply.text


def test_too_large(endpoint: Endpoint) -> None:
    long = b"ASK { FILTER('" + b"x" * 100_001 + b"' = 1) }"
    reply = endpoint.send("POST", headers={"Content-Type": "application/sparql-query"}, body=long)
    assert reply.status == 413
    assert "100000" in reply.text
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert endpoint.send("POST", headers=form, body=b"query=ASK+%7B%7D&x=" + b"y" * 400_000).status == 413


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sparql?", 200),
        ("/sparql?query=", 400),
        ("/sparql?quary=ASK", 400),
        ("/sparql?default-graph-uri=http://a/", 400),
        ("/sparql?query=%ff%fe", 400),
        ("/sparql?query=ASK%20%7B%7D&" + "a=1&" * 1001, 400),
        ("/sparql?query=ASK%20%7B%00%7D", 400),
        ("/sparql?query=%ef%bb%bfASK%20%7B%7D", 400),
    ],
)
def test_odd_requests(endpoint: Endpoint, path: str, status: int) -> None:
    assert endpoint.send("GET", path).status == status


# ---------------------------------------------------------------- headers


def test_the_same_question_again(endpoint: Endpoint) -> None:
    first = endpoint.ask(SELECT)
    tag = first.headers["etag"]
    path = "/sparql?query=" + "ASK%20%7B%7D"
    assert endpoint.ask(SELECT).headers["etag"] == tag
    asked = endpoint.send("GET", path)
    for match in (asked.headers["etag"], f'W/{asked.headers["etag"]}, "x"', "*"):
        again = endpoint.send("GET", path, {"If-None-Match": match})
        assert (again.status, again.body) == (304, b"")
    assert endpoint.send("GET", path, {"If-None-Match": tag}).status == 200


def test_what_changes_is_not_remembered(endpoint: Endpoint) -> None:
    for call in ("RAND()", "STRUUID()", "now()"):
        query = f"SELECT ({call} AS ?now) {{}}"
        assert endpoint.ask(query).body != endpoint.ask(query).body


def test_head(endpoint: Endpoint) -> None:
    got, head = (endpoint.send(method, "/sparql?query=ASK%20%7B%7D") for method in ("GET", "HEAD"))
    assert head.body == b""
    assert {**head.headers, "date": ""} == {**got.headers, "date": ""}


def test_other_sites_may_read(endpoint: Endpoint) -> None:
    assert endpoint.ask("ASK {}").headers["access-control-allow-origin"] == "*"
    assert endpoint.ask("ASK {").headers["access-control-allow-origin"] == "*"
    preflight = endpoint.send(
        "OPTIONS", headers={"Origin": "https://a", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_a_browser_runs_nothing_of_an_answer(endpoint: Endpoint) -> None:
    for accept in (*ROWS, *GRAPHS, "text/html"):
        reply = endpoint.ask("CONSTRUCT { <a:s> <a:p> '<script>alert(1)</script>' } WHERE {}", accept)
        assert reply.type != "text/html"
        assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        assert "sandbox" in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"


# ---------------------------------------------------------------- the bare address


@pytest.mark.parametrize("media_type", GRAPHS)
def test_the_service_description(endpoint: Endpoint, media_type: str) -> None:
    reply = endpoint.send("GET", headers={"Accept": media_type})
    assert (reply.status, reply.type) == (200, media_type)
    store = ox.Store()
    store.extend(ox.parse(reply.body, format=GRAPHS[media_type]))
    url = f"http://127.0.0.1:{endpoint.port}/sparql"
    query = f"""
        PREFIX sd: <{SD}>
        ASK {{
            <{url}> a sd:Service ; sd:endpoint <{url}> ; sd:supportedLanguage sd:SPARQL11Query ;
                sd:feature sd:UnionDefaultGraph ; sd:resultFormat <http://www.w3.org/ns/formats/Turtle> ;
                sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ;
                    sd:namedGraph [ sd:name <{MANY}> ; sd:graph [ <http://rdfs.org/ns/void#triples> 5000 ] ] ] .
        }}
    """
    assert store.query(query)


def test_the_description_does_not_change(endpoint: Endpoint) -> None:
    assert endpoint.send("GET").headers["etag"] == endpoint.send("GET").headers["etag"]


def test_a_host_that_is_none_is_not_repeated(endpoint: Endpoint) -> None:
    reply = endpoint.send("GET", headers={"Host": "a> <b:c> <http://evil/", "Accept": "text/turtle"})
    assert "evil" not in reply.text


def test_a_browser_gets_the_editor() -> None:
    async def editor(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"6")]})
        await send({"type": "http.response.body", "body": b"editor"})

    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    with running(Guard(load, limits=LIMITS), editor=editor, url="https://data.example.jp/sparql") as endpoint:
        assert endpoint.send("GET", headers=browser).body == b"editor"
        assert "<https://data.example.jp/sparql> a sd:Service" in endpoint.send("GET").text
        assert endpoint.ask("ASK {}", browser["Accept"]).type == "application/sparql-results+json"
