"""Work per line at 20,000 lines against 2,000, and peak memory, for each series.

    python benchmarks/linear.py

Makes a long document out of each real plan (of the examples where the real ones are absent) by repeating its
lines, reads, loads and mints it in a process of its own, and prints milliseconds of processor time per line
and the peak of that process. Time depends on what else the machine does; how many functions are called for a line
does not, and is counted apart. The bounds are a ratio of at most 1.1 in calls, below 1.3 in time, and 300 MiB; a bound
that does not hold ends with status 1.
"""

from __future__ import annotations

import cProfile
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from keikaku.documents.numbered_lines import read_document
from keikaku.graph.mint import mint
from keikaku.reading.series import Series, read_series

ROOT = Path(__file__).resolve().parents[1]
SHORT, LONG = 2_000, 20_000
ROUNDS, TURNS = {SHORT: 3, LONG: 1}, 4
MOST_CALLS, MOST_RATIO, MOST_MEMORY = 1.1, 1.3, 300


def measure(plan: Path, document: Path) -> list[float]:
    """Return the best times per line in milliseconds, the calls per line, both short and long, and the peak in MiB.

    The lengths take turns, so that what else the machine does meets both.
    """
    series = read_series(plan, trusted=True)
    lines = document.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder:
        paths = {length: Path(folder) / f"{length}.txt" for length in ROUNDS}
        for length, path in paths.items():
            path.write_text("\n".join(islice(cycle(lines), length)), encoding="utf-8")
        times: dict[int, float] = {}
        for _turn in range(TURNS):
            for length, rounds in ROUNDS.items():
                for _round in range(rounds):
                    start = time.process_time()
                    read(series, paths[length])
                    taken = time.process_time() - start
                    times[length] = min(times.get(length, taken), taken)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        called = [calls(series, path) / length for length, path in paths.items()]
        return [*(spent / length * 1000 for length, spent in times.items()), *called, peak]


def read(series: Series, path: Path) -> None:
    """Read, load and mint a document."""
    reading = series.load(read_document(path))
    mint(reading, series)
    reading.account()


def calls(series: Series, path: Path) -> int:
    """Return how many functions are called to read a document, caches warm."""
    profile = cProfile.Profile()
    profile.runcall(read, series, path)
    return sum(entry.callcount for entry in profile.getstats())


def measure_apart(plan: Path, document: Path) -> list[float]:
    """Measure in a process of its own, so that the peak is this document's."""
    command = [sys.executable, __file__, str(plan), str(document)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return list(map(float, done.stdout.split()))


def documents() -> list[tuple[Path, Path]]:
    """Return each plan.yml with the document to repeat."""
    shared = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared")) / "plans"
    real = [(plan, shared / f"{plan.parent.name}.txt") for plan in sorted(ROOT.glob("loaders/*/plan.yml"))]
    found = [(plan, document) for plan, document in real if document.is_file()]
    return found or [(plan, plan.with_name("plan.txt")) for plan in sorted(ROOT.glob("examples/*/plan.yml"))]


def main() -> int:
    """Print the table; return 1 where a bound does not hold."""
    print(
        f"{'series':45} {'ms/line at 2,000':>17} {'at 20,000':>10} {'ratio':>6} {'calls':>6} {'peak MiB':>9}"
    )
    held = True
    for plan, document in documents():
        short, long, few, many, peak = measure_apart(plan, document)
        holds = many / few <= MOST_CALLS and long / short < MOST_RATIO and peak < MOST_MEMORY
        held = held and holds
        said = "" if holds else "  above the bound"
        print(
            f"{plan.parent.name:45} {short:17.3f} {long:10.3f} {long / short:6.2f} {many / few:6.2f} {peak:9.0f}{said}"
        )
    print(f"bounds: ratio {MOST_RATIO}, of calls {MOST_CALLS}, peak {MOST_MEMORY} MiB")
    return 0 if held else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(*measure(Path(sys.argv[1]), Path(sys.argv[2])))
    else:
        sys.exit(main())
