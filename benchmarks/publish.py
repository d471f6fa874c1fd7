"""Publishing a made-up country: is the time linear, is the memory flat, and how long would the whole country take?

    python benchmarks/publish.py [fewer more …]      municipalities, 20 and 40 unless said

Prints, for each size: resources (things with a document of their own), files, MiB, seconds, milliseconds of processor time a
resource (of this process and of those that write with it; neighbours on the machine change it less than seconds), and the most
memory that all of them have at once, in MiB, what they share counted once; the seconds that writing the same bytes under the
same names takes alone; and how long ours and rdflib take to write the same descriptions as Turtle. Then, by what the last size
takes more than the one before, what 1,741 municipalities would take on two cores, beside two hours.

Exit status 1 where the processor time of a resource or the memory grows by the factor 1.3 or more from one size to the next,
where the country would take longer, or where rdflib is faster.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rdflib import Graph
from transfer import country

from keikaku.graph.formats import ntriples, turtle
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import Published, publish

BOUND, SAMPLE = 1.3, 300
SETTINGS = Publication(base="https://data.example.jp/plans/")
COUNTRY, CORES, HOURS = 1741, 2, 2.0  # municipalities of Japan, and the machine and time that were promised
EVERY = 0.5
"""Seconds between two looks at the memory of all processes: a look takes some milliseconds."""


@dataclass(frozen=True)
class Run:
    """What publishing a size took.

    Attributes:
        municipalities: How many there were.
        resources: How many things have a document of their own.
        processor: Seconds of processor time, of all processes.
        memory: MiB that all processes had at once, at most.
    """

    municipalities: int
    resources: int
    processor: float
    memory: float


def main() -> int:
    """Measure and print; return the exit status."""
    runs, ours, theirs = list[Run](), 0.0, 0.0
    for municipalities in [int(one) for one in sys.argv[1:]] or [20, 40]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            store = Store(folder / "store")
            quads = country(store, municipalities)
            before = _processor()
            with Watch() as watch:
                written = publish(store, folder / "site", SETTINGS, jobs=os.cpu_count() or 1)
            run = Run(municipalities, written.documents, _processor() - before, watch.most)
            runs.append(run)
            print(f"{municipalities} municipalities, {quads:,} quads: {_text(written, run)}")
            copied = _copied(folder / "site", folder / "copy")
            print(f"  writing the same files alone: {copied:.1f} s", flush=True)
            if len(runs) == 1:
                ours, theirs = _turtle(store)
    good = ours < theirs
    for one, other in pairwise(runs):
        good = _grows(one, other) and good
    print(f"Turtle of {SAMPLE} resources: ours {ours:.2f} s, rdflib {theirs:.2f} s")
    return 0 if good else 1


def _grows(one: Run, other: Run) -> bool:
    """Print what grows from a size to the next, and what the country would take by it; tell whether that is in bounds."""
    time_ratio = other.processor / other.resources / (one.processor / one.resources)
    memory_ratio = other.memory / one.memory
    each = (other.processor - one.processor) / (other.municipalities - one.municipalities)
    hours = (other.processor + (COUNTRY - other.municipalities) * each) / CORES / 3600
    print(
        f"from {one.municipalities} to {other.municipalities} municipalities: processor time a resource {time_ratio:.2f}, "
        f"memory {memory_ratio:.2f} (bounds {BOUND}); {each:.2f} s of processor time for each municipality more, so "
        f"{COUNTRY:,} in {hours:.2f} h on {CORES} cores (bound {HOURS})"
    )
    return time_ratio < BOUND and memory_ratio < BOUND and hours < HOURS


def _processor() -> float:
    """Return the seconds of processor time that this process and those it waited for have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


class Watch:
    """Looks at the memory of this process and of those below it while a block runs (Linux: ``/proc``).

    Attributes:
        most: MiB that they had at once, at most: pages that several share are counted once.
    """

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            self.most = max(self.most, sum(map(_memory, _family(os.getpid()))))


def _family(process: int) -> Iterator[int]:
    """Yield a process and all below it; a child that has not begun its own program still is its parent, memory and all."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                if _program(int(child)) != _program(process):
                    yield from _family(int(child))


def _program(process: int) -> bytes:
    """Return the command line of a process; b"" where it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def _memory(process: int) -> float:
    """Return the MiB of a process, of pages that others share its part; 0 where it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _text(written: Published, run: Run) -> str:
    return (
        f"{written.documents:,} resources, {written.files:,} files, {written.size / 2**20:,.0f} MiB, "
        f"{written.seconds:.1f} s, {1000 * run.processor / run.resources:.2f} ms a resource, {run.memory:,.0f} MiB of memory"
    )


def _copied(site: Path, copy: Path) -> float:
    """Return the seconds that writing a site's bytes takes, reading not counted."""
    spent = 0.0
    for file in sorted(site.rglob("*")):
        place = copy / file.relative_to(site)
        if file.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        data = file.read_bytes()
        began = time.perf_counter()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        spent += time.perf_counter() - began
    shutil.rmtree(copy)
    return spent


def _turtle(store: Store) -> tuple[float, float]:
    """Return the seconds that ours and rdflib take to write the same descriptions as Turtle."""
    dataset = Dataset(store, SETTINGS.addresses(store))
    described = [dataset.description(name) for name in list(dataset.documents)[:SAMPLE]]
    graphs = [Graph().parse(data=ntriples(triples), format="nt") for triples in described]
    began = time.perf_counter()
    for triples in described:
        turtle(triples)
    middle = time.perf_counter()
    for graph in graphs:
        graph.serialize(format="turtle")
    return middle - began, time.perf_counter() - middle


if __name__ == "__main__":
    sys.exit(main())
