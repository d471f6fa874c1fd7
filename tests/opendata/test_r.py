"""The R script over the tables says what Python says of the same store."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from keikaku.asking.opendata.files import csv_lines, write_csv
from keikaku.asking.opendata.rows import Row, store_rows
from keikaku.store.folder import Store
from tests.support import ROOT

pytestmark = pytest.mark.slow


def answered(program: str, rows: Iterable[tuple[str, Row]], folder: Path) -> list[str]:
    """Return the lines that the script prints of some tables."""
    write_csv([csv_lines(rows)], folder)
    done = subprocess.run(
        [program, "--vanilla", ROOT / "docs" / "plans.R", folder],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


def test_the_script_counts_and_sums_as_the_store_does(examples: Store, tmp_path: Path) -> None:
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip(
            "Rscript is missing: r-base-core of Debian, which takes minutes to install (`make nightly`)"
        )
    lines = answered(program, store_rows(examples), tmp_path)
    counts = Counter(str(row["class"]) for name, row in store_rows(examples) if name == "elements")
    assert lines[: len(counts) + 1] == ["class,count", *(f"{name},{counts[name]}" for name in sorted(counts))]
    assert "2024,64755000" in lines
    by_measure: Counter[str] = Counter()
    for name, row in store_rows(examples):
        if name == "money":
            by_measure[str(row["measure"])] += int(str(row["total_yen"]))
    assert {f"{name},{yen}" for name, yen in by_measure.items()} <= set(lines)
    assert lines[lines.index("indicator,baseline,target") + 1 :]

    (tmp_path / "none").mkdir()  # as where a document prints projects alone: no measure, no figure
    projects = [(name, {**row, "measure": None}) for name, row in store_rows(examples) if name != "figures"]
    lines = answered(program, projects, tmp_path / "none")
    assert lines[lines.index("measure,yen") :] == ["measure,yen", "indicator,baseline,target"]
