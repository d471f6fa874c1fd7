"""The real plans, built once."""

from __future__ import annotations

import pytest

from keikaku.building.pipeline import Options, build
from keikaku.store.folder import Store
from tests.support import shared


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the real plans."""
    store = Store(tmp_path_factory.mktemp("plans") / "store")
    build([shared("plans")], store, Options(accept=True))
    return store
