"""Reading: the real plans against the time that pyshacl needs for their graphs, and documents a processor second.

    python benchmarks/read.py [municipalities of the made-up country, 20]

Prints seconds for each real plan and the ratio of the sums; the bound is 0.1 or less. The real plans lie in
the folder that KEIKAKU_SHARED names (``../shared`` by default); without them the examples are measured. Then reads the
documents of a made-up country, each step apart, in seconds of the processor: the best of three rounds, caches warm. What a
process takes to start before its first document is counted apart.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from made_up.country import Country

from keikaku.building.pipeline import Options, find_documents, load
from keikaku.documents.as_lines import read_numbered
from keikaku.graph.mint import mint
from keikaku.reading.loaders import Loaders
from keikaku.validation import validate

ROOT = Path(__file__).resolve().parents[1]
LEAST = 25
"""Documents that are to be read in a second of one processor."""
ROUNDS = 3
STEPS = ("lines", "plan.yml", "reading", "minting")
_START = "from keikaku.building.pipeline import Options, reader; reader(Options())"


def main(count: int = 20) -> None:
    """Print both tables."""
    real_plans()
    made_up_country(count)


def made_up_country(count: int) -> None:
    """Print how many documents of a made-up country a second of the processor takes through each step."""
    with tempfile.TemporaryDirectory() as folder:
        Country(count).write(Path(folder), truth=False)
        found = find_documents([Path(folder) / "documents"])
        paths = [path for path in found if isinstance(path, Path)]
        loaders = Loaders.of()
        best = min(
            (_steps(paths, loaders) for _round in range(ROUNDS)), key=lambda taken: sum(taken.values())
        )
    print(f"\n{len(paths)} documents of {count} made-up municipalities, a second of one processor")
    for step, seconds in [*best.items(), ("all", sum(best.values()))]:
        bound = f"at least {LEAST}" if step == "reading" else ""
        print(f"{step:45} {len(paths) / seconds:8.1f}   {bound}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", _START], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{'a process, before its first document':45} {after.ru_utime - before.ru_utime:8.2f} s")


def _steps(paths: list[Path], loaders: Loaders) -> dict[str, float]:
    """Return the seconds of the processor that each step takes for all documents."""
    taken = dict.fromkeys(STEPS, 0.0)
    for path in paths:
        clock = [time.process_time()]
        document = read_numbered(path)
        clock.append(time.process_time())
        series = loaders.beside(document).recognise(document)
        clock.append(time.process_time())
        reading = series.load(document, [])
        clock.append(time.process_time())
        mint(reading, series)
        clock.append(time.process_time())
        for step, (start, end) in zip(STEPS, pairwise(clock), strict=True):
            taken[step] += end - start
    return taken


def real_plans() -> None:
    """Print the table of the real plans."""
    plans = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared")) / "plans"
    folder = plans if plans.is_dir() else ROOT / "examples"
    loaders = Loaders.of()
    validate([], "pyshacl")  # parses the shapes and the vocabularies
    print(f"{'document':45} {'quads':>6} {'load s':>8} {'pyshacl s':>10}")
    loading = validating = 0.0
    for path in find_documents([folder]):
        if not isinstance(path, Path):
            continue
        start = time.perf_counter()
        loaded = load(path, Options(), loaders)
        middle = time.perf_counter()
        validate(loaded.lines, "pyshacl")
        end = time.perf_counter()
        print(f"{path.name:45} {len(loaded.lines):6} {middle - start:8.3f} {end - middle:10.3f}")
        loading, validating = loading + middle - start, validating + end - middle
    print(
        f"{'all':45} {'':6} {loading:8.3f} {validating:10.3f}   ratio {loading / validating:.3f}, bound 0.1"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
