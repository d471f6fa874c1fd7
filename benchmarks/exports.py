"""A made-up country as files for other tools: what N-Quads, CSV, Parquet and a site's dumps of it cost, and whether memory grows.

    python benchmarks/exports.py [fewer more]      municipalities, 100 and 200 unless said

Prints, for both sizes, each format of `keikaku export` and the dumps of `keikaku publish` (N-Quads and Turtle of the whole, each
document, tables, hashes): seconds of processor time (of all its processes; of a site what its dumps take beside the rest), seconds
of wall time, the most memory that all of them took together (looked at five times a second), and the load of the machine; then what
a country of 1,741 municipalities comes to by the growth between the two. Exit status 1 where that is over ten minutes on two
cores (processor time shared among the processes that work) or over 1 GiB for all processes together.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from index import fill

from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.site.dumps import write_dumps
from keikaku.web.site.folder import Writer
from keikaku.web.site.publication import Publication

DUMPS = "dumps"
COUNTRY, SECONDS, MEBIBYTES, CORES = 1741, 600.0, 1024.0, 2
WORKERS = {"nquads": 0, "csv": CORES, "parquet": CORES, DUMPS: CORES}
"""Processes beside the first, on two cores."""


@dataclass(frozen=True)
class Cost:
    """What an export takes.

    Attributes:
        processor: Seconds of processor time.
        memory: MiB that its processes took together.
    """

    processor: float
    memory: float


def main() -> int:
    """Measure and print; return the exit status."""
    if sys.argv[1:2] == [DUMPS]:
        return _dump(Store(sys.argv[2]), Path(sys.argv[3]))
    sizes = [int(one) for one in sys.argv[1:3]] or [100, 200]
    found: dict[str, list[Cost]] = {name: [] for name in WORKERS}
    for count in sizes:
        with tempfile.TemporaryDirectory() as name:
            store, quads = fill(Path(name) / "store", count)
            print(f"{count} municipalities, {quads:,} quads")
            for form in WORKERS:
                found[form].append(_export(form, store.path, Path(name) / form))
    good = True
    for form, (fewer, more) in found.items():
        times = (COUNTRY - sizes[1]) / (sizes[1] - sizes[0])
        processor = more.processor + times * (more.processor - fewer.processor)
        memory = more.memory + times * max(0.0, more.memory - fewer.memory)
        each = processor / max(1, WORKERS[form])
        good = good and each <= SECONDS and memory <= MEBIBYTES
        print(
            f"{form}, {COUNTRY:,} municipalities by that growth: {processor:.0f} s of processor time, {each:.0f} s on {CORES} cores "
            f"(bound {SECONDS:.0f}), {memory:.0f} MiB (bound {MEBIBYTES:.0f})"
        )
    return 0 if good else 1


def _export(form: str, store: Path, output: Path) -> Cost:
    export = ["-m", "keikaku", "export", "--format", form, "--output", str(output), "--store", str(store)]
    arguments = [__file__, DUMPS, str(store), str(output)] if form == DUMPS else export
    began, most = time.perf_counter(), 0
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE) as process:
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            most = max(most, sum(map(_kibibytes, _family(process.pid))))
            time.sleep(0.2)
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        said = process.stdout.read() if process.stdout else b""
    if process.returncode:
        sys.exit(f"{form}: exit status {process.returncode}")
    seconds, used = time.perf_counter() - began, ended[2]
    cost = Cost(float(said) if form == DUMPS else used.ru_utime + used.ru_stime, most / 1024)
    print(
        f"  {form}: {cost.processor:.1f} s of processor time, {seconds:.1f} s, {cost.memory:.0f} MiB, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return cost


def _dump(store: Store, folder: Path) -> int:
    """Write the dumps of a site and print the seconds of processor time that they take."""
    settings = Publication(base="https://data.example.jp/plans/")
    dataset = Dataset(
        Store(store.path, only=()), settings.addresses(store)
    )  # what only pages are made of is left out
    dataset.store = store
    for _nquads in store.nquads():  # a site has read and looked through them before
        pass
    before = _processor()
    write_dumps(Writer(folder), dataset, settings, None, CORES)
    print(_processor() - before)
    return 0


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _family(pid: int) -> list[int]:
    """Return a process and its children."""
    try:
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return [pid, *(int(one) for task in tasks for one in (task / "children").read_text().split())]
    except OSError:  # it has ended
        return []


def _kibibytes(pid: int) -> int:
    """Return what a process takes of the memory, pages that it shares with others by its part of them."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main())
