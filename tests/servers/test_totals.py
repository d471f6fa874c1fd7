"""Thirty questions of totals, asked of servers that a store was pushed to."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from keikaku.asking import transfer
from keikaku.asking.sources.endpoint import Endpoint
from keikaku.asking.sources.wire import Limits
from keikaku.building.pipeline import build
from keikaku.store.folder import Store
from tests.servers.running import Server
from tests.support import ROOT
from tests.totals import QUESTIONS, expected, totals

LIMITS = Limits(timeout=120)
SHARED = "https://w3id.org/keikaku/id/graph/shared/99999"


def test_a_server_gives_the_same_totals_after_a_push(server: Server, tmp_path: Path) -> None:
    server.clear()
    store, copy = Store(tmp_path / "store"), Store(tmp_path / "copy")
    build(ROOT / "examples", store)
    transfer.push(store, server.places, LIMITS)
    endpoint, right = Endpoint(server.places.query, LIMITS), expected(store)
    for name, text in QUESTIONS.items():
        rows = [(row[0].value, row[1].value) for row in endpoint.select(text)]
        assert (name, totals(rows)) == (name, right[name])
    transfer.pull(server.places, copy, LIMITS)
    assert copy.documents == store.documents
    assert list(copy.nquads()) == list(store.nquads())
    assert transfer.push(copy, server.places, LIMITS).graphs == ()
    _sent_again_by_itself(server, store, endpoint)
    endpoint.close()


def _sent_again_by_itself(server: Server, store: Store, endpoint: Endpoint) -> None:
    """Push a town of which one document is left: what it shared is its own again, and nowhere else."""
    first, *others = store.documents
    with store.writing() as writer:
        for key in others:
            writer.remove(key)
    transfer.push(store, server.places, LIMITS)
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{SHARED}> {{ ?s ?p ?o }} }}"
    assert [row[0] for row in endpoint.select(count, union=False)] == [
        ox.Literal("0", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    ]
    assert store.documents[first].graph in transfer.states(server.places.query, LIMITS)
