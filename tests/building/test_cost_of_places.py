"""What places add to a graph: at most a quarter of the quads that its facts have without them."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.building.pipeline import load
from tests.evidence.made import as_html, as_pdf, as_workbook, plan_yml
from tests.support import ROOT

MOST = 1.25
"""Of facts that were read before there were places. A link from an icon is none: it is a fact of its box alone."""


@pytest.mark.parametrize(
    ("made", "name"), [(as_pdf, "plan.pdf"), (as_workbook, "plan.xlsx"), (as_html, "plan.html")]
)
def test_facts_have_few_quads_more_with_their_places(
    made: Callable[[Path], Path], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the benchmark counts them, in each form that has pages, cells or paragraphs."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    counted = importlib.import_module("places").counted
    plan_yml(tmp_path / "plan.yml")
    every, before = counted(load(made(tmp_path / name)).lines)

    assert before < every <= MOST * before
