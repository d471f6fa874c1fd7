"""Every query gives the same rows on the embedded store, on Oxigraph's server and on Virtuoso."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import pytest

from keikaku.asking import transfer
from keikaku.asking.questions import Query
from keikaku.asking.sources.endpoint import Endpoint, Memory, Source, answer
from keikaku.asking.sources.wire import Limits
from keikaku.ground.errors import QuestionError
from keikaku.store.folder import Store
from tests import history
from tests.queries import support
from tests.queries.support import NAMES, examples, library
from tests.queries.test_queries import BREAKING_OUT, NASTY, _values
from tests.servers.running import Server

LIMITS = Limits(timeout=120)


def rows(source: Source, query: Query, values: dict[str, str]) -> support.Rows:
    return support.texts(query, answer(source, query, values))


@pytest.fixture
def fixture(request: pytest.FixtureRequest, server: Server) -> tuple[Endpoint, ox.Store]:
    """Return a server that holds one of the fixtures and the vocabularies, and nothing else, and the fixture."""
    town = getattr(request, "param", False)
    _fill(server, _graphs(town))
    return Endpoint(server.places.query, LIMITS), support.memory(town)


@cache
def _graphs(town: bool) -> list[transfer.Parcel]:
    memory = support.memory(town)
    return [
        transfer.parcel(graph.value, memory.quads_for_pattern(None, None, None, graph))
        for graph in memory.named_graphs()
        if hasattr(graph, "value")
    ]


@pytest.fixture
def real(server: Server, plans: Store) -> Endpoint:
    """Return a server that holds the real plans and the vocabularies, and nothing else."""
    _fill(server, transfer.parcels(plans))
    return Endpoint(server.places.query, LIMITS)


def _fill(server: Server, graphs: list[transfer.Parcel]) -> None:
    wanted = {one.graph: (one.sha256, one.size + 1) for one in graphs}
    if transfer.states(server.places.query) != wanted:
        server.clear()
        transfer.send(graphs, server.places, LIMITS)


def _value_sets(query: Query) -> list[dict[str, str]]:
    """Return values for what must be given; and with each optional parameter besides."""
    needed = examples(query)
    optional = [one for one in query.parameters if one.optional]
    return [needed, *({**needed, one.name: one.example} for one in optional)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(  # nearest the function: of a fixture all questions are asked before the other is sent
    "fixture", [False, True], ids=["towns", "plans-of-a-town"], indirect=True
)
def test_rows_of_the_fixture(fixture: tuple[Endpoint, ox.Store], name: str) -> None:
    endpoint, memory = fixture
    query = library()[name]
    for values in _value_sets(query):
        assert rows(endpoint, query, values) == rows(Memory(memory), query, values)


def test_rows_of_the_real_plans(real: Endpoint, plans: Store) -> None:
    memory = plans.load()
    different = [
        name
        for name, query in library().items()
        if rows(real, query, _values(memory, name)) != rows(Memory(memory), query, _values(memory, name))
    ]
    assert not different


def test_rows_of_the_twelve_years(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests/editions/test_twelve_years.py holds against the truth is the same on every server."""
    store = Store(history.decided(tmp_path_factory))
    _fill(server, transfer.parcels(store))
    endpoint, memory = Endpoint(server.places.query, LIMITS), Memory(store.load())
    asked = {name: query for name, query in library().items() if not examples(query)}
    different = [
        name for name, query in asked.items() if rows(endpoint, query, {}) != rows(memory, query, {})
    ]
    assert not different
    assert len(asked) > 50


@pytest.mark.parametrize("name", [name for name in NAMES if library()[name].parameters])
def test_values_are_values_and_nothing_else(fixture: tuple[Endpoint, ox.Store], name: str) -> None:
    query = library()[name]
    for parameter in query.parameters:
        others = {key: value for key, value in examples(query).items() if key != parameter.name}
        for value in NASTY if parameter.type in ("string", "key") else BREAKING_OUT:
            try:
                query.bound({**others, parameter.name: value})
            except QuestionError:
                continue
            assert rows(fixture[0], query, {**others, parameter.name: value}) in ([], [("false",)])
