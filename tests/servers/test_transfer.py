"""Push and pull against real servers: the same graph comes back, and only what changed is sent."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from keikaku.asking import transfer
from keikaku.asking.sources.credentials import PASSWORD, USER
from keikaku.asking.sources.endpoint import Endpoint
from keikaku.asking.sources.services import Places, find_places
from keikaku.asking.sources.wire import Limits
from keikaku.asking.transfer import pushing
from keikaku.audit.suggestions.proposals import suggestions
from keikaku.audit.suggestions.recorded import record
from keikaku.cli import app
from keikaku.ground.errors import (
    ServerError,
)
from keikaku.store.folder import Store
from tests.servers.running import Server
from tests.support import raises

LIMITS = Limits(timeout=120)
NASTY = 'a "b" \\ c\n\\u0022 } ; DROP ALL #\t\\\\U00000022 日本 𠮷 \u00a0 ～'


@pytest.fixture
def empty(server: Server) -> Server:
    server.clear()
    return server


def nquads(store: Store) -> list[bytes]:
    return sorted({line for part in store.nquads() for line in part.splitlines()})


def update_only(places: Places) -> Places:
    return Places(url=places.url, query=places.query, update=places.update)


@pytest.mark.parametrize("way", ["graph store", "update"])
def test_what_is_pushed_comes_back_the_same(empty: Server, plans: Store, tmp_path: Path, way: str) -> None:
    places = empty.places if way == "graph store" else update_only(empty.places)
    sent = transfer.push(plans, places, LIMITS, vocabularies=way == "graph store")
    assert len(sent.graphs) == len(transfer.parcels(plans, vocabularies=way == "graph store"))
    copy, file = Store(tmp_path / "copy"), tmp_path / "copy.nq"
    assert sorted(transfer.pull(places, copy, LIMITS)) == sorted(e.graph for e in plans.documents.values())
    assert nquads(copy) == nquads(plans)
    assert copy.documents == plans.documents
    transfer.pull(places, file, LIMITS)
    assert sorted(file.read_bytes().splitlines()) == nquads(plans)
    assert transfer.push(plans, places, LIMITS, vocabularies=way == "graph store").graphs == ()


def test_only_what_changed_is_sent(empty: Server, plans: Store, tmp_path: Path) -> None:
    transfer.push(plans, empty.places, LIMITS, vocabularies=False)
    first, *others = transfer.parcels(plans, vocabularies=False)
    changed = transfer.parcel(first.graph, [*ox.parse(first.triples(), format=ox.RdfFormat.N_TRIPLES)][1:])
    sent = transfer.send([changed, *others], empty.places, LIMITS)
    assert sent.graphs == (first.graph,)
    assert len(sent.unchanged) == len(others)
    assert transfer.states(empty.places.query)[first.graph] == (changed.sha256, changed.size + 1)


@pytest.mark.parametrize("way", ["graph store", "update"])
def test_a_push_that_stops_says_what_arrived_and_is_finished_by_the_next(
    empty: Server, plans: Store, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = empty.places if way == "graph store" else update_only(empty.places)
    send = pushing._Sender._update if way == "update" else pushing._Sender._put
    calls = iter(range(100))

    def stops(self: pushing._Sender, *args: object) -> None:
        if next(calls) == 4:
            raise ServerError("servers.unreachable", url="it", why="the connection was closed")
        send(self, *args)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(pushing._Sender, send.__name__, stops)
        with raises(
            "servers.stopped-push", match=r"stopped after \d+ of \d+ graphs: it: no connection"
        ) as caught:
            transfer.push(plans, places, LIMITS, vocabularies=False)
    done = caught.value.values["done"]
    assert isinstance(done, int)
    sent = transfer.push(plans, places, LIMITS, vocabularies=False)
    assert len(sent.unchanged) == done
    assert {*sent.graphs, *sent.unchanged} == {entry.graph for entry in plans.documents.values()}


def test_half_a_graph_is_sent_again(empty: Server, plans: Store) -> None:
    """The hash alone is not believed: the size must be right too."""
    parcel = transfer.parcels(plans)[0]
    half = b"".join(parcel.triples().splitlines(keepends=True)[: parcel.size // 2])
    pushing._Sender(empty.places, LIMITS)._put(parcel, half)
    assert transfer.send([parcel], empty.places, LIMITS).graphs == (parcel.graph,)


@pytest.mark.parametrize("way", ["graph store", "update"])
def test_texts_arrive_as_they_left(empty: Server, tmp_path: Path, way: str) -> None:
    places = empty.places if way == "graph store" else update_only(empty.places)
    graph, kind = "https://example.org/graph/nasty", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    subject = ox.NamedNode("https://example.org/図書館")
    texts = [ox.Literal(NASTY), ox.Literal(NASTY, language="ja"), ox.Literal("")]
    quads = [ox.Quad(subject, ox.NamedNode("https://example.org/says"), text) for text in texts]
    document = ox.NamedNode("https://w3id.org/keikaku/ns#DocumentGraph")
    quads.append(ox.Quad(ox.NamedNode(graph), ox.NamedNode(kind), document))
    parcel = transfer.parcel(graph, quads)
    transfer.send([parcel], places, LIMITS)
    file = tmp_path / "out.nq"
    transfer.pull(places, file, LIMITS)
    lines = [f"{quad.triple}" for quad in ox.parse(path=file, format=ox.RdfFormat.N_QUADS)]
    assert sorted(lines) == sorted(f"{quad.triple}" for quad in quads)


def test_an_empty_server_has_nothing_to_pull(empty: Server, tmp_path: Path) -> None:
    with raises("servers.nothing-to-pull"):
        transfer.pull(empty.places, tmp_path / "out.nq", LIMITS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.xdist_group("virtuoso")
def test_a_wrong_password_sends_nothing(
    virtuoso: Server, login: None, plans: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, "wrong")
    with raises("servers.login", match="the user dba"):
        transfer.push(plans, virtuoso.places, LIMITS, everything=True)
    monkeypatch.delenv(USER)
    with raises("servers.login", match="without name and password"):
        transfer.push(plans, virtuoso.places, LIMITS, everything=True)


@pytest.mark.xdist_group("oxigraph")
def test_the_default_graph_is_all_graphs_whatever_the_server_thinks(oxigraph: Server, plans: Store) -> None:
    oxigraph.clear()
    transfer.push(plans, oxigraph.places, LIMITS)
    count = "SELECT (COUNT(*) AS ?n) { ?graph a <https://w3id.org/keikaku/ns#DocumentGraph> }"
    endpoint = Endpoint(oxigraph.places.query, LIMITS)
    assert [row[0].value for row in endpoint.select(count, union=False)] == ["0"]
    assert [row[0].value for row in endpoint.select(count)] == [str(len(plans.documents))]
    endpoint.close()
    listed = Endpoint(oxigraph.places.query, LIMITS)
    graphs = [one.graph for one in transfer.parcels(plans)]
    listed.__dict__["_union"] = {"default-graph-uri": graphs, "named-graph-uri": graphs}
    assert [row[0].value for row in listed.select(count)] == [str(len(plans.documents))]
    listed.close()


def test_addresses_follow_from_any_of_them(server: Server) -> None:
    for url in (server.places.query, server.places.update, server.places.store):
        found = find_places(url)
        assert (found.query, found.update, found.store) == (
            server.places.query,
            server.places.update,
            server.places.store,
        )


def test_the_commands(empty: Server, plans: Store, tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*arguments, "--lang", "en"])
        return result.exit_code, result.output

    url = empty.places.url
    assert run("push", url, "--store", str(plans.path))[0] == 0
    status, said = run("push", url, "--store", str(plans.path))
    assert status == 0
    assert "0 graphs sent" in said
    assert run("pull", url, "--store", str(tmp_path / "copy"))[0] == 0
    assert nquads(Store(tmp_path / "copy")) == nquads(plans)
    for name in ("広域行政の推進", "http://metadata.un.org/sdg/11"):
        for form in ("tree", "json"):
            here = run("trace", name, "--format", form, "--store", str(plans.path))
            assert here[0] == (0 if "://" in name else 2)  # two things are called so
            assert run("trace", name, "--format", form, "--endpoint", empty.places.query) == here
    here = run("query", "plans", "--format", "csv", "--store", str(plans.path))
    assert run("query", "plans", "--format", "csv", "--endpoint", empty.places.query) == here
    status, said = run("trace", "図書舘の", "--endpoint", empty.places.query)
    assert status == 2
    assert "Nearest names" in said


@pytest.mark.xdist_group("virtuoso")
def test_virtuoso_says_when_it_cuts(tmp_path: Path, login: None, plans: Store) -> None:
    from tests.servers import running

    with running.virtuoso(tmp_path, rows=100) as server:
        transfer.push(plans, server.places, LIMITS)
        endpoint = Endpoint(server.places.query, LIMITS)
        with raises("servers.cut-answer", match="100"):
            endpoint.select("SELECT * { ?s ?p ?o }")
        endpoint.close()


@pytest.mark.xdist_group("oxigraph")
def test_a_server_without_the_protocol_is_sent_updates(oxigraph: Server, plans: Store) -> None:
    places = oxigraph.places
    lacking = Places(url=places.url, query=places.query, update=places.update, store=places.query + "/no")
    parcel = transfer.parcels(plans)[0]
    assert transfer.send([parcel], lacking, LIMITS, everything=True).graphs == (parcel.graph,)
    assert transfer.states(places.query)[parcel.graph] == (parcel.sha256, parcel.size + 1)
    neither = Places(url=places.url, query=places.query, store=places.query + "/no")
    with raises("servers.refused"):
        transfer.send([parcel], neither, LIMITS, everything=True)


def test_suggested_links_come_back_too(empty: Server, plans: Store, tmp_path: Path) -> None:
    decided = Store(tmp_path / "decided")
    with decided.writing() as writer:
        for name, entry in plans.documents.items():
            about = asdict(entry)
            kept = ("file", "sha256", "quads")
            writer.put(name, plans.lines(name), **{k: v for k, v in about.items() if k not in kept})
    record(suggestions(plans.load()), decided)
    kinds = {name: entry.kind for name, entry in decided.documents.items()}
    assert "mappings" in kinds.values()
    transfer.push(decided, empty.places, LIMITS, vocabularies=False)
    copy = Store(tmp_path / "copy")
    transfer.pull(empty.places, copy, LIMITS)
    assert nquads(copy) == nquads(decided)
    assert {name: entry.kind for name, entry in copy.documents.items()} == kinds


def test_a_server_is_audited_as_its_store_is(empty: Server, plans: Store, tmp_path: Path) -> None:
    transfer.push(plans, empty.places, LIMITS, vocabularies=False)
    runner, texts = CliRunner(), []
    for source in (["--store", str(plans.path)], ["--endpoint", empty.places.query]):
        folder = tmp_path / source[0].strip("-")
        done = runner.invoke(app, ["audit", *source, "-o", str(folder), "-f", "json", "--lang", "en"])
        assert done.exit_code == 0, done.output
        paper = json.loads((folder / "audit.json").read_text(encoding="utf-8"))
        assert source[1] in paper["provenance"].pop("command")
        assert paper["provenance"].pop("data") == source
        commands = [finding["command"] for finding in paper["findings"]]
        assert all(shlex.join(source) in command for command in commands)
        texts.append(
            json.dumps(paper, sort_keys=True).replace(json.dumps(shlex.join(source))[1:-1], "THE DATA")
        )
    assert texts[0] == texts[1]
