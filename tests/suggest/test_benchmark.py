"""What docs/suggestions.md says of the quality is what the benchmark measures."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.support import ROOT, shared


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    shared("plans")
    path = ROOT / "benchmarks" / "suggest.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_suggestions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_documented_figures_are_the_measured_ones(
    benchmark: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = benchmark.read_rows()
    assert len([row for row in rows if row.kind == "Measure"]) == 105
    benchmark.print_shipped(rows)
    benchmark.print_strategies()
    benchmark.print_candidates(rows, quick=True)
    printed = [line.split()[-3:] for line in capsys.readouterr().out.splitlines() if line.count("0.") >= 3]
    assert len(printed) > 10
    for page in ("suggestions.md", "suggestions.ja.md"):
        lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
        documented = [line.replace("*", "").replace("|", " ").split()[-3:] for line in lines]
        missing = [figures for figures in printed if figures not in documented]
        assert len(missing) <= 5, missing  # some tenfold and unfair figures are in the benchmark only
    measured = benchmark.crossed(benchmark.by_words, benchmark.by_town(rows), "Measure", None).figures()
    precision, recall, _f1 = measured
    assert precision >= 0.8
    assert recall >= 0.5


def test_the_two_passes_agree_as_documented(
    benchmark: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    benchmark.print_agreement()
    assert "kappa 0.968" in capsys.readouterr().out
    assert "kappa 0.968" in (ROOT / "docs" / "suggestions.md").read_text(encoding="utf-8")
