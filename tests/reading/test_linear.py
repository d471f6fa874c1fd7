"""Reading is linear in the length of a document: what is called for a line does not grow with the lines before it.

Calls are counted, no time is taken: the machine has no say in the answer.
"""

from __future__ import annotations

import cProfile
from itertools import cycle, islice
from pathlib import Path

from keikaku.documents.numbered_lines import read_document
from keikaku.reading.series import Series, read_series
from tests.support import ROOT

SHORT, LONG = 600, 3_000
MOST = 1.1


def _calls(series: Series, path: Path) -> int:
    profile = cProfile.Profile()
    profile.runcall(series.load, read_document(path))
    return sum(entry.callcount for entry in profile.getstats())


def test_a_line_of_a_document_five_times_as_long_costs_no_more(tmp_path: Path) -> None:
    example = (
        ROOT / "examples" / "evaluation-sheets"
    )  # of the examples, what compares most with what is above
    series = read_series(example / "plan.yml", trusted=True)
    lines = (example / "plan.txt").read_text(encoding="utf-8").splitlines()
    each = {}
    for length in (SHORT, SHORT, LONG):  # the first fills the caches
        path = tmp_path / f"{length}.txt"
        path.write_text("\n".join(islice(cycle(lines), length)), encoding="utf-8")
        each[length] = _calls(series, path) / length

    assert each[LONG] / each[SHORT] <= MOST
