"""keikaku's own client asks keikaku's own endpoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from keikaku.asking.sources.endpoint import Endpoint as Client
from tests.serving_sparql.running import MANY, Endpoint
from tests.support import raises

ALL = f"{{ GRAPH <{MANY}> {{ ?s ?p ?o }} }}"


@pytest.fixture
def client(endpoint: Endpoint) -> Iterator[Client]:
    found = Client(f"http://127.0.0.1:{endpoint.port}/sparql")
    yield found
    found.close()


def test_it_gets_what_is_there(client: Client) -> None:
    assert [row["n"].value for row in client.select(f"SELECT (COUNT(*) AS ?n) {ALL}")] == ["5000"]
    assert client.ask("ASK { ?s a ?type }")
    assert len(list(client.construct("CONSTRUCT { ?s a ?type } WHERE { ?s a ?type }"))) == 4


def test_it_takes_no_part_for_the_whole(client: Client) -> None:
    with raises("servers.cut-answer", match="rows=100"):
        client.select(f"SELECT * {ALL}")
    with raises("servers.cut-answer", match="rows=100"):
        list(client.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {ALL}"))


def test_it_passes_on_why_it_was_refused(client: Client) -> None:
    with raises("servers.refused", match="SERVICE <http://a/> is refused"):
        client.select("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }")
