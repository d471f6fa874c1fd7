"""A store of the examples to link in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keikaku.store.folder import Store


@pytest.fixture
def towns(examples: Store, tmp_path: Path) -> Path:
    """Return the path of a store of the examples, to write to."""
    return shutil.copytree(examples.path, tmp_path / "towns.store")
