"""What the tests of the one reader share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.made import Read, series, text


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a text by a grammar."""
    return lambda print_, grammar, family="base": series(tmp_path, grammar, family).load(
        text(tmp_path, print_)
    )
