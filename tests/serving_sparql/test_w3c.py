"""The W3C's SPARQL 1.1 Protocol tests, against the endpoint."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from keikaku.web.server.guard.limits import Limits
from tests.serving_sparql.running import Endpoint, Reply
from tests.serving_sparql.w3c import AS_WRITTEN, CASES, FROM, QUERY, Case, table
from tests.support import ROOT

STATUS = {"true": 200, "rows": 200, "rdf": 200, "refused": 400}


def send(endpoint: Endpoint, case: Case) -> Reply:
    path = f"/sparql/?{case.query_string}" if case.query_string else "/sparql/"
    return endpoint.send(case.method, path, case.headers, case.body)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(endpoint: Endpoint, case: Case) -> None:
    reply = send(endpoint, case)
    if case.expected == "4xx":
        assert 400 <= reply.status < 500
        assert reply.text.count("\n") >= 2  # says why, in both languages
        return
    assert reply.status == STATUS[case.expected], reply.text
    if case.expected == "true":
        assert reply.type == "application/sparql-results+json"
        assert json.loads(reply.body)["boolean"] is True
    elif case.expected == "rows":
        assert json.loads(reply.body)["results"]["bindings"][0]["value"]["value"] == "1"
    elif case.expected == "rdf":
        list(ox.parse(reply.body, format=ox.RdfFormat.from_media_type(reply.type)))


def test_no_update_changed_anything(endpoint: Endpoint) -> None:
    for case in [one for one in CASES if one.expected == "refused"]:
        send(endpoint, case)
    left = endpoint.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert json.loads(left.body)["results"]["bindings"][0]["n"]["value"] == "5004"


def test_the_dataset_of_the_protocol_goes_before_that_of_the_query(endpoint: Endpoint) -> None:
    """What query_multiple_dataset means, both ways round: the query alone finds nothing."""
    assert not json.loads(endpoint.ask(FROM).body)["boolean"]


def test_the_one_that_is_run_as_it_is_meant(endpoint: Endpoint) -> None:
    reply = endpoint.send("POST", f"/sparql/?{AS_WRITTEN}", QUERY, FROM.encode())
    assert reply.status == 400
    assert "data1.rdf&named-graph-uri=" in reply.text


def test_there_are_as_many_as_the_manifest_has() -> None:
    assert len({case.name for case in CASES}) == 34


def test_the_documentation_says_what_happens(endpoint: Endpoint) -> None:
    statuses = {case.name: send(endpoint, case).status for case in CASES}
    assert table(statuses) in (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")


def test_the_documentation_names_the_limits_as_they_come() -> None:
    text = (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")
    limits = Limits()
    for row in (
        f"| time of a query | {limits.seconds} s |",
        f"| memory of a query | {limits.memory_mib} MiB |",
        f"| rows or triples of an answer | {limits.rows:,} |",
        f"| length of an answer | {limits.answer_mib} MiB |",
        f"| length of a query | {limits.request_bytes:,} bytes |",
        f"| queries at a time | {limits.workers} |",
        f"| queries that wait | {limits.queue}, for {limits.wait} s |",
        f"| long queries (over {limits.patience} s) while others wait | {limits.long} |",
    ):
        assert row in text
