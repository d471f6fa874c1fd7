"""Validating made-up municipalities: keikaku's validator beside pyshacl and pyrudof, and a country of them.

    python benchmarks/shacl.py [municipalities [processes]]

First as many municipalities as asked for (20), from files, on as many processes (2): wall and CPU seconds beside
those of reading and parsing the files alone, and the most memory that all processes held at once (proportional set
size, sampled). Then one municipality: milliseconds, quads a second, whether all find the same; start-up (shapes
compiled, vocabularies read) is left out. The bounds are 90 s of wall time for 18 M quads, 500 MiB, 100 times
pyshacl's speed a quad; for one municipality 100 ms for 10,000 quads, 80 times pyshacl's speed, 5 times pyrudof's.
A bound that is missed is said; the exit status is 1 where results differ.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from country import towns

from keikaku.reading.model import Finding
from keikaku.validation import VALIDATORS, validate
from keikaku.validation.runner import validate_files
from keikaku.validation.shacl.graph import columns_of_text

QUADS = 18_100_000  # of a country
SECONDS, MIB = 90.0, 500
TEXT = "{:34} {:>10} {:>10} {:>12}"


class Memory(threading.Thread):
    """Samples what this process and those below it hold together."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0
        self.spent = 0.0
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.25):
            self.most = max(self.most, sum(map(_held, _family(os.getpid()))))
        self.spent = time.thread_time()


def _family(process: int) -> list[int]:
    found, queue = [], [process]
    while queue:
        found.append(here := queue.pop())
        try:
            for children in Path(f"/proc/{here}/task").glob("*/children"):
                queue += map(int, children.read_text().split())
        except OSError:
            continue  # it has ended
    return found


def _held(process: int) -> int:
    """Return the proportional set size of a process in bytes."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def cpu() -> float:
    """Return the CPU seconds of this process and of those that it has waited for."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, kinds))


@contextmanager
def timed() -> Iterator[list[float]]:
    """Fill a list with wall and CPU seconds."""
    spent: list[float] = []
    wall, processor = time.perf_counter(), cpu()
    yield spent
    spent += [time.perf_counter() - wall, cpu() - processor]


def one() -> tuple[bool, float]:
    """Compare the validators on one municipality; return whether they agree and pyshacl's quads a CPU second."""
    [lines] = towns(1)
    print(f"\none municipality, {len(lines):,} quads")
    print(TEXT.format("", "wall ms", "CPU ms", "quads/CPU s"))
    best: dict[str, float] = {}
    answers: dict[str, list[Finding]] = {}
    for validator in VALIDATORS:
        validate([], validator)
        for _try in range(5 if validator == "keikaku" else 1):
            with timed() as spent:
                answers[validator] = validate(lines, validator)
            best[validator] = min(best.get(validator, 1e9), spent[1])
        rate = len(lines) / best[validator]
        print(
            TEXT.format(validator, f"{spent[0] * 1e3:,.0f}", f"{best[validator] * 1e3:,.0f}", f"{rate:,.0f}")
        )
    each = 10_000 / len(lines) * best["keikaku"] * 1e3
    print(f"10,000 quads: {each:.0f} ms CPU, bound 100{_missed(each > 100)}")
    for peer, bound in (("pyshacl", 80), ("pyrudof", 5)):
        ratio = best[peer] / best["keikaku"]
        print(f"{peer}: {ratio:.0f} times as long, bound {bound}{_missed(ratio < bound)}")
    same = [name for name in VALIDATORS if Counter(answers[name]) == Counter(answers["keikaku"])]
    print(f"findings: {len(answers['keikaku'])}; the same from {', '.join(same)}")
    return "pyshacl" in same, len(lines) / best["pyshacl"]


def _missed(missed: bool) -> str:
    return " MISSED" if missed else ""


def written(folder: Path, count: int) -> list[Path]:
    """Write municipalities into a folder; return the files."""
    files = []
    for number, lines in enumerate(towns(count)):
        file = folder / f"town-{number}.nq"
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        files.append(file)
    return files


def country(files: list[Path], jobs: int) -> float:
    """Validate municipalities from files; return quads a CPU second, start-up aside."""
    memory = Memory()
    memory.start()
    started, begun, _none = _validated(files[:jobs], jobs)
    spent, quads, results = _validated(files, jobs)
    memory.stopped.set()
    memory.join()
    spent[1] -= memory.spent
    size = sum(file.stat().st_size for file in files)
    print(
        f"\n{len(files):,} municipalities, {quads:,} quads, {size / 1e9:.2f} GB, {jobs} processes: {results:,} results"
    )
    print(TEXT.format("", "wall s", "CPU s", "quads/CPU s"))
    for name, (wall, processor) in {"validating": spent, **_parsing(files)}.items():
        print(TEXT.format(name, f"{wall:.1f}", f"{processor:.1f}", f"{quads / processor:,.0f}"))
    print(
        f"start-up (processes, imports, shapes): {started[0]:.1f} s wall, {started[1]:.1f} s CPU, counted above"
    )
    rest = quads - begun
    scaled = started[0] + (spent[0] - started[0]) * (QUADS - begun) / rest
    how = "measured" if quads >= QUADS else "scaled up linearly"
    print(f"{QUADS:,} quads: {scaled:.0f} s wall ({how}), bound {SECONDS:.0f}{_missed(scaled > SECONDS)}")
    held = memory.most / 2**20
    print(f"memory of all processes: {held:.0f} MiB, bound {MIB}{_missed(held > MIB)}")
    print(f"load of the machine in the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return rest / (spent[1] - started[1])


def _validated(files: list[Path], jobs: int) -> tuple[list[float], int, int]:
    """Validate files; return wall and CPU seconds, quads and results."""
    with timed() as spent:
        each = [(one.quads, len(one.results)) for one in validate_files(files, jobs=jobs)]
    return spent, sum(quads for quads, _results in each), sum(results for _quads, results in each)


def _parsing(files: list[Path]) -> dict[str, list[float]]:
    """Return what reading and parsing alone take, in one process."""
    with timed() as oxigraph:
        for file in files:
            for _quad in ox.parse(path=file, format=ox.RdfFormat.N_QUADS):
                pass
    with timed() as columns:
        for file in files:
            columns_of_text(file.read_text(encoding="utf-8"))
    return {"pyoxigraph.parse alone, 1 process": oxigraph, "columns alone, 1 process": columns}


def main(count: int = 20, jobs: int = 2) -> int:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as place:
        rate = country(written(Path(place), count), jobs)
    agreed, peer = one()
    print(
        f"the country's quads a CPU second, start-up aside: {rate:,.0f}, {rate / peer:.0f} times pyshacl's, bound 100{_missed(rate < 100 * peer)}"
    )
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
