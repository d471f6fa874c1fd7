"""Stores to audit, built once, and their audits."""

from __future__ import annotations

import pytest

from keikaku.audit.model import Audit
from keikaku.audit.run import audit
from keikaku.building.pipeline import Options, build
from keikaku.store.folder import Store
from tests.audit.support import fixture_lines, put
from tests.support import ROOT, shared


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the three invented towns."""
    return put(Store(tmp_path_factory.mktemp("towns") / "store"), fixture_lines())


def _built(folder: str, tmp_path_factory: pytest.TempPathFactory, paths: list[object]) -> Store:
    store = Store(tmp_path_factory.mktemp(folder) / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "keikaku.building.pipeline.validate", lambda lines, validator: []
        )  # tested elsewhere, and slow
        build([str(path) for path in paths], store, Options(accept=True))
    return store


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the real plans."""
    return _built("plans", tmp_path_factory, [shared("plans")])


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the examples."""
    return _built("examples", tmp_path_factory, [ROOT / "examples"])


@pytest.fixture(scope="session")
def town_audit(towns: Store) -> Audit:
    return audit(towns)


@pytest.fixture(scope="session")
def plan_audit(plans: Store) -> Audit:
    return audit(plans)
