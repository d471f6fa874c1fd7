"""The made-up municipality of twelve years: its documents, the truth about them, and a store of all."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.support import ROOT, once

sys.path.insert(0, str(ROOT / "benchmarks"))
from made_up.history import tell, write
from made_up.history_truth import Truth


@cache
def truth() -> Truth:
    """Return what is true of the documents."""
    return tell()[0]


def documents(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the documents, a folder for each series; nobody changes it."""
    return once(factory, "history", lambda folder: write(folder) and None)


def store(factory: pytest.TempPathFactory) -> Path:
    """Return a store of all the documents; nobody changes it."""

    def make(folder: Path) -> None:
        from keikaku.building.model import Options
        from keikaku.building.pipeline import build
        from keikaku.store.folder import Store

        for report in build([documents(factory)], Store(folder), Options(jobs=0)):
            assert not report.error, report.error

    return once(factory, "history-store", make)


def rows(memory: ox.Store, text: str) -> list[dict[str, str]]:
    """Return the rows of a SELECT over all graphs as one, as texts by column."""
    answer = memory.query(text, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    names = [one.value for one in answer.variables]
    return [{name: cell.value for name in names if (cell := row[name]) is not None} for row in answer]
