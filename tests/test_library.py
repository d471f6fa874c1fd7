"""The examples of docs/library.md run and give what they print."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from tests.support import ROOT


def test_the_examples_of_the_library_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    outcome = doctest.testfile(
        str(ROOT / "docs" / "library.md"),
        module_relative=False,
        globs={"folder": tmp_path},
        encoding="utf-8",
        optionflags=doctest.NORMALIZE_WHITESPACE,
    )
    assert outcome.attempted > 10
    assert outcome.failed == 0
