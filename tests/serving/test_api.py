"""Questions as addresses, their description, lineages and the audit."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from keikaku.asking.questions import queries
from tests.serving.support import BASE, PLAN, PROJECT, client_of, settings

EN = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def parameters(operation: dict[str, Any]) -> dict[str, str]:
    """Return the parameters of an operation with the values that its description gives as examples."""
    return {
        one["name"]: one["example"]
        for one in operation["parameters"]
        if one.get("required") and one["in"] == "query"
    }


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_question_has_an_address(client: TestClient, described: dict[str, Any], name: str) -> None:
    operation = described["paths"][f"/api/queries/{name}"]["get"]
    assert operation["summary"] == "{ja} / {en}".format(**queries()[name].titles)
    answer = client.get(f"/api/queries/{name}", params=parameters(operation))
    assert answer.status_code == 200, answer.text
    types = set(operation["responses"]["200"]["content"])
    assert answer.headers["content-type"].partition(";")[0] in types


FORMATS = [
    ("records", "application/json"),
    ("json", "application/sparql-results+json"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("xml", "application/sparql-results+xml"),
]


@pytest.mark.parametrize(("name", "media_type"), FORMATS)
def test_rows_come_in_the_form_that_is_asked_for(client: TestClient, name: str, media_type: str) -> None:
    by_name = client.get(f"/api/queries/plans?format={name}", headers={"Accept": "text/turtle"})
    by_header = client.get("/api/queries/plans", headers={"Accept": media_type})
    assert by_name.content == by_header.content
    assert by_name.headers["content-type"].partition(";")[0] == media_type
    assert f"{BASE}id/{PLAN}" in by_name.text


def test_the_forms_say_the_same(client: TestClient) -> None:
    records = client.get("/api/queries/plans").json()
    table = list(csv.DictReader(io.StringIO(client.get("/api/queries/plans?format=csv").text)))
    assert records["columns"] == list(table[0])
    plain = [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in records["rows"]
    ]
    assert plain == table
    assert any(isinstance(row["start"], int) for row in records["rows"])


def test_a_graph_comes_as_rdf(client: TestClient) -> None:
    turtle = client.get("/api/queries/lineage-graph", params={"element": f"{BASE}id/{PROJECT}"})
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    triples = list(ox.parse(turtle.content, format=ox.RdfFormat.TURTLE))
    assert triples
    again = client.get(
        "/api/queries/lineage-graph", params={"element": f"{BASE}id/{PROJECT}", "format": "ntriples"}
    )
    assert len(list(ox.parse(again.content, format=ox.RdfFormat.N_TRIPLES))) == len(triples)


def test_the_stores_own_iris_are_understood(client: TestClient) -> None:
    ours = client.get("/api/queries/lineage-up", params={"element": f"{BASE}id/{PROJECT}"})
    stored = client.get(
        "/api/queries/lineage-up", params={"element": f"https://w3id.org/keikaku/id/{PROJECT}"}
    )
    assert ours.json()["rows"]
    assert ours.content == stored.content


REFUSED = [
    ("/api/queries/planz", 404, "plans"),
    ("/api/queries/plans?plann=x", 400, "no parameter 'plann'"),
    ("/api/queries/plans?municipality=not-an-iri", 400, "absolute IRI"),
    ("/api/queries/largest-projects?year=23", 400, "a year of four digits"),
    ("/api/queries/lineage-up", 400, "The parameter element is missing"),
    ("/api/queries/plans?format=pdf", 400, "one of records, json, csv, tsv, xml"),
    ("/api/queries/lineage-graph?format=csv&element=sdg:4", 400, "one of turtle"),
    ("/api/queries/plans?format=csv&format=json", 400, "format is given more than once"),
    ("/api/queries/plans?municipality=%FF", 400, "UTF-8"),
    ("/api/queries/indicators-by-subject?word=%00", 400, "without control characters"),
    ("/api/lineage", 400, "The parameter iri is missing"),
    ("/api/lineage?iri=urn:x", 404, "urn:x"),
    ("/api/lineage?iri=%E5%9B%B3%E6%9B%B8%E9%A4%A8", 404, "図書館"),
    ("/api/lineage?iri=sdg:4&format=png", 400, "one of json, svg"),
    ("/api/lineage?iri=sdg:4&direction=left", 400, "one of both, up, down"),
    ("/api/lineage?iri=sdg:4&name=x", 400, "name"),
    ("/audit?municipality=99998", 404, "99998"),
    ("/audit?plan=no+such+plan", 404, "no such plan"),
    ("/audit?as-of=tomorrow", 400, "tomorrow"),
    ("/audit?x=1", 400, "x"),
    ("/api/nothing", 404, "/api/nothing"),
]


@pytest.mark.parametrize(("address", "status", "said"), REFUSED)
def test_what_is_wrong_is_said(client: TestClient, address: str, status: int, said: str) -> None:
    answer = client.get(address, headers={**EN, "Accept": "application/problem+json, */*;q=0.1"})
    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]
    assert "Traceback" not in answer.text


def test_a_form_that_there_is_not(client: TestClient) -> None:
    for address in (
        "/api/queries/plans",
        "/api/queries/lineage-graph?element=sdg:4",
        "/api/lineage?iri=sdg:4",
    ):
        answer = client.get(address, headers={"Accept": "application/pdf", **EN})
        assert answer.status_code == 406
        assert "application/pdf" in answer.text


def test_an_answer_above_the_limit_says_so(client: TestClient) -> None:
    cut = client.get("/api/queries/sdgs-without-measures")
    assert cut.headers["keikaku-limit"] == cut.json()["limit"] == "rows=50"
    assert len(cut.json()["rows"]) == 50
    assert client.get("/api/queries/sdgs-without-measures?format=json").headers["keikaku-limit"] == "rows=50"
    table = client.get("/api/queries/sdgs-without-measures?format=csv", headers=EN)
    assert table.status_code == 422
    assert "50" in table.text
    assert table.headers["keikaku-limit"]
    assert "limit" not in client.get("/api/queries/plans").json()


def test_a_question_that_takes_too_long_is_ended(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    monkeypatch.setattr("keikaku.asking.query_files.Query.bound", lambda _query, _values: slow)
    with client_of(settings(store)) as client:
        answer = client.get("/api/queries/plans", headers=EN)
        assert answer.status_code == 503
        assert "5 s" in answer.text
        assert client.get("/healthz").status_code == 200


def test_the_questions_are_listed(client: TestClient) -> None:
    index = client.get("/api/", headers={"Accept": "application/json"}).json()
    assert [one["name"] for one in index["queries"]] == sorted(queries())
    plans = next(one for one in index["queries"] if one["name"] == "plans")
    assert plans["address"] == "/api/queries/plans"
    assert set(plans["title"]) == {"ja", "en"}
    assert plans["parameters"]["municipality"]["type"] == "iri"
    people = client.get("/api/", headers={"Accept": "text/html"})
    assert people.status_code == 303
    assert client.get(people.headers["location"]).status_code == 200


def test_the_description_is_valid_openapi(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    validate(described)
    assert described["servers"] == [{"url": BASE.rstrip("/")}]


def test_its_examples_are_things_of_the_store(client: TestClient, described: dict[str, Any]) -> None:
    for path, about in described["paths"].items():
        for one in about["get"].get("parameters", ()):
            example = str(one.get("example", ""))
            if example.startswith(BASE):
                assert client.get(example.removeprefix(BASE[:-1])).status_code == 303, (path, example)


# ---------------------------------------------------------------- lineages


def test_a_lineage_leads_up_to_the_goals(client: TestClient) -> None:
    graph = client.get("/api/lineage", params={"iri": f"{BASE}id/{PROJECT}"}).json()
    kinds = {node["id"]: node["kind"] for node in graph["nodes"]}
    assert kinds[f"{BASE}id/{PROJECT}"] == "Project"
    assert len(kinds) > 2
    up = client.get("/api/lineage", params={"iri": f"{BASE}id/{PROJECT}", "direction": "up"}).json()
    below = client.get("/api/lineage", params={"iri": f"{BASE}id/{PROJECT}", "direction": "down"}).json()
    assert {edge["source"] for edge in up["edges"]} >= {f"{BASE}id/{PROJECT}"}
    assert len(below["nodes"]) < len(up["nodes"])


@pytest.mark.parametrize(
    ("form", "media_type", "holds"),
    [
        ("svg", "image/svg+xml", "<svg "),
        ("graphml", "application/graphml+xml", "<graphml "),
        ("dot", "text/vnd.graphviz", "digraph"),
    ],
)
def test_a_lineage_is_drawn(client: TestClient, form: str, media_type: str, holds: str) -> None:
    by_name = client.get(f"/api/lineage?iri={quote(f'{BASE}id/{PROJECT}')}&format={form}")
    by_header = client.get(f"/api/lineage?iri={quote(f'{BASE}id/{PROJECT}')}", headers={"Accept": media_type})
    assert by_name.content == by_header.content
    assert by_name.headers["content-type"].partition(";")[0] == media_type
    assert holds in by_name.text
    assert "工房めぐりの日" in html.unescape(by_name.text)


# ---------------------------------------------------------------- the audit


def test_the_audit_is_a_page_that_its_policy_lets_work(client: TestClient) -> None:
    page = client.get("/audit", headers=EN)
    assert page.headers["content-language"] == "en"
    policy = page.headers["content-security-policy"]
    for element in ("style", "script"):
        inside = re.findall(rf"<{element}>(.*?)</{element}>", page.text, re.DOTALL)
        assert inside
        for text in inside:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy
    assert "frame-ancestors 'none'" in policy
    commands = re.findall(r"keikaku query [^<]*", page.text)  # they are for the store
    assert page.text.count("https://w3id.org/keikaku/id/") == sum("https:" in one for one in commands)
    assert f"{BASE}id/99999" in page.text


def test_the_audit_of_a_part(client: TestClient) -> None:
    whole = client.get("/audit.en.html").text
    plan = client.get("/audit.en.html", params={"plan": f"{BASE}id/99999/mid-plan"})
    assert plan.status_code == 200
    assert len(plan.text) < len(whole)
    assert (
        client.get("/audit.html", params={"municipality": "99999"}, headers=EN).headers["content-language"]
        == "ja"
    )


def test_the_endpoint_is_described_and_has_an_editor(client: TestClient) -> None:
    about = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert "sparql-service-description#" in about.text
    assert f"<{BASE}sparql>" in about.text
    editor = client.get("/sparql", headers={"Accept": "text/html", **EN})
    assert editor.headers["content-language"] == "en"
    assert "wasm-unsafe-eval" in editor.headers["content-security-policy"]
    asked = client.get("/sparql", params={"query": f"ASK {{ <{BASE}id/{PLAN}> ?p ?o }}"})
    assert asked.json()["boolean"] is True


def test_json_is_for_people_too(client: TestClient) -> None:
    """Japanese stands in it as it is."""
    assert "架空町" in client.get("/api/queries/plans").text
    assert "架空町" in json.dumps(client.get("/api/queries/plans").json(), ensure_ascii=False)
