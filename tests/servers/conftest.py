"""The two real servers, started once where a test asks for them."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from keikaku import __version__
from keikaku.asking.sources.credentials import NETRC, PASSWORD, USER
from keikaku.graph.description import document_key, graph_iri
from keikaku.store.folder import Store
from tests import support
from tests.servers import running
from tests.servers.running import Server

SERVERS = [
    pytest.param("oxigraph", marks=pytest.mark.xdist_group("oxigraph")),
    pytest.param("virtuoso", marks=pytest.mark.xdist_group("virtuoso")),
]


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the real plans, minted and not validated: that is tested elsewhere and takes long."""
    store = Store(tmp_path_factory.mktemp("plans") / "store")
    with store.writing() as writer:
        for path in sorted(support.shared("plans").glob("*.txt")):
            reading = support.load_plan(path.stem)
            series = support.series(path.stem)
            edition = series.edition(reading.document)
            writer.put(
                document_key(series, edition),
                support.quads(reading, path.stem),
                graph=graph_iri(series, edition),
                source=reading.document.name,
                source_sha256=reading.document.sha256,
                loader=series.id,
                loader_version=series.version,
                software=__version__,
                municipality=series.settings.municipality.code,
            )
    return store


@pytest.fixture(autouse=True)
def nobody_logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """No name and password of the person who runs the tests reach a server."""
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(NETRC, "/dev/null")


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch, nobody_logged_in: None) -> None:
    monkeypatch.setenv(USER, running.VIRTUOSO_USER)
    monkeypatch.setenv(PASSWORD, running.VIRTUOSO_PASSWORD)


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest, login: None) -> Server:
    """Each of the two, logged in, holding what the last test left."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture(autouse=True)
def nothing_left_to_other_threads() -> Iterator[None]:
    """Let go of answers that an error still holds: pyoxigraph's may only be dropped by the thread that made them."""
    yield
    gc.collect()
