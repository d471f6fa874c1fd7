"""Stores to audit, built once, and their audits."""

from __future__ import annotations

import pytest

from keikaku.audit.model import Audit
from keikaku.audit.run import audit
from keikaku.store.folder import Store
from tests.audit.support import fixture_lines
from tests.support import put


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the three invented towns."""
    return put(Store(tmp_path_factory.mktemp("towns") / "store"), fixture_lines())


@pytest.fixture(scope="session")
def town_audit(towns: Store) -> Audit:
    return audit(towns)


@pytest.fixture(scope="session")
def plan_audit(plans: Store) -> Audit:
    return audit(plans)
