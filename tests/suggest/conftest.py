"""Stores to suggest links for: the real plans, and the made-up towns of the examples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keikaku.building.pipeline import Options, build
from keikaku.store.folder import Store
from tests.support import ROOT, shared

PLANS = (
    "ami-evaluation-sheets-r6",
    "kanegasaki-11th-plan-digest",
    "ninohe-late-basic-plan-outline",
    "shirakawa-implementation-plan-goal7",
    "suzaka-basic-plan-measures-35-39",
)


def built(source: Path, path: Path) -> Store:
    """Build documents into a store without the shapes, which have tests of their own."""
    store = Store(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("keikaku.building.pipeline.validate", lambda lines, validator: [])
        build([source], store, Options(accept=True))
    return store


@pytest.fixture(scope="session")
def real_plans(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the five real plans; do not write to it."""
    return built(shared("plans"), tmp_path_factory.mktemp("real") / "store")


@pytest.fixture(scope="session")
def built_towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the path of a store of the examples; do not write to it."""
    return built(ROOT / "examples", tmp_path_factory.mktemp("towns") / "store").path


@pytest.fixture
def towns(built_towns: Path, tmp_path: Path) -> Path:
    """Return the path of a store of the examples, to write to."""
    return shutil.copytree(built_towns, tmp_path / "towns.store")
