"""The two real servers, started once where a test asks for them."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from keikaku.asking.sources.credentials import NETRC, PASSWORD, USER
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
    """Let go of answers that an error still holds: pyoxigraph's may only be dropped by the thread that made them.

    What is still there afterwards is set aside, so that the next test's round looks at that test's own things alone.
    """
    yield
    gc.collect()
    gc.freeze()
