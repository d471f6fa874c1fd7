"""A store of the examples, a server in this process that answers from it, and one in a process of its own."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keikaku.store.folder import Store
from tests.serving.support import BASE, Process, client_of, running, settings


@pytest.fixture(scope="session")
def store(examples: Store) -> Path:
    """Return the folder of a store of the examples; nobody writes to it."""
    return examples.path


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[TestClient]:
    """Ask a server in this process; redirects are not followed."""
    gc.collect()  # answers that earlier tests left in cycles belong to this thread, and not to one of the server's
    with client_of(settings(store)) as client:
        yield client


@pytest.fixture
def own_store(store: Path, tmp_path: Path) -> Path:
    """Return a copy of the store, to be written to."""
    return Path(shutil.copytree(store, tmp_path / "own.store"))


@pytest.fixture(scope="session")
def process(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """Run ``keikaku serve`` with two workers."""
    folder = tmp_path_factory.mktemp("process")
    log = folder / "access.log"
    with running(
        folder, "--store", store, "--workers", 2, "--query-workers", 1, "--base", BASE, "--log", log
    ) as found:
        yield found
