"""Building a made-up country, beside its bounds and its peers.

    python benchmarks/build.py [municipalities, 20] [folder, a temporary one]

Makes the documents (about 10,000 quads a municipality), builds them with two processes, builds again after
one document has changed, which the growth from fewer municipalities carries on to the country, and measures
minting, sorting and loading. Prints each figure with its bound; one that does not hold ends with status 1. A
folder that is named is left behind, with documents and store.
Seconds are those of the clock for builds and loading, and of the processor for the rest and for ratios.
"""

from __future__ import annotations

import contextlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from made_up.country import Country
from made_up.page import Made
from mint import tuples
from rdflib import Dataset, Literal, URIRef
from rdflib.util import from_n3

from keikaku.graph.mint import mint
from keikaku.reading.series import Series, read_series
from keikaku.store.folder import Store

JOBS = 2
FEW = 100
_LARGE = 2**30  # bytes of a record
MIB = 1024  # of the KiB that Linux counts in


class Table:
    """Prints figures with their bounds."""

    held = True

    def row(
        self, what: str, figure: float, unit: str, bound: float | None = None, *, least: bool = False
    ) -> None:
        """Print a figure, and whether it is within its bound, which is the most allowed or the least."""
        said = ""
        if bound is not None:
            holds = figure >= bound if least else figure <= bound
            self.held = self.held and holds
            said = f"{'at least' if least else 'at most'} {bound:,g}{'' if holds else '   DOES NOT HOLD'}"
        print(f"{what:58} {figure:12,.2f} {unit:10} {said}", flush=True)


class Cost(NamedTuple):
    """What a build took: seconds of the clock and of all processors, MiB of all processes at their peak."""

    clock: float
    processor: float
    memory: float


def build(documents: Path, store: Path) -> Cost:
    """Build in processes of their own and measure them."""
    command = [sys.executable, "-m", "keikaku", "build", str(documents), "--store", str(store)]
    command += ["--jobs", str(JOBS)]
    start, before, peak = time.perf_counter(), _processor(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"the build ended with status {process.returncode}")
    return Cost(time.perf_counter() - start, _processor() - before, peak / MIB)


def _processor() -> float:
    """Return the seconds of the processor that processes which ended have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    """Return the KiB of a process and those below it; what several share is counted once."""
    pids = [pid]
    for parent in pids:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            with contextlib.suppress(OSError):  # it has ended
                pids += map(int, children.read_text().split())
    return sum(map(_proportional, pids))


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def builds(table: Table, folder: Path, count: int) -> Store:
    """Measure building a part, the whole, and the whole again with a change."""
    documents = sorted((folder / "documents").iterdir())
    few = min(FEW, count // 2)
    parts = folder / "part"
    linked = [document for document in documents if int(document.name[:4]) < few]
    for document in linked:
        shutil.copytree(document, parts / document.name)
    cost = build(parts, folder / "part.store")
    each = cost.processor / len(linked)
    table.row(f"{few} municipalities, {len(linked)} documents", cost.clock, "s")
    cost = build(folder / "documents", folder / "store")
    table.row(f"{count} municipalities, {len(documents)} documents", cost.clock, "s", 600 * count / 1741)
    table.row("  of two processors, were they free", cost.processor / 2, "s")
    table.row("documents a second", len(documents) / cost.clock, "")
    ratio = cost.processor / len(documents) / each
    table.row(f"a document, of {count} municipalities and of {few}", ratio, "ratio", 1.2)
    table.row("memory of all processes together", cost.memory, "MiB", 2048)
    part = again(parts, folder / "part.store")
    cost = again(folder / "documents", folder / "store")
    table.row("a second build after one document changed", cost.clock, "s", 3)
    table.row("  of the processors", cost.processor, "s")
    table.row(f"  of {few} municipalities", part.processor, "s")
    growth = (cost.processor - part.processor) / (count - few)
    table.row("  of 1,741, by this growth", cost.processor + growth * (1741 - count), "s")
    store = Store(folder / "store")
    table.row("quads in the record", sum(entry.quads for entry in store.documents.values()), "")
    return store


def again(documents: Path, store: Path) -> Cost:
    """Change one of the documents that were built and measure building again."""
    names = sorted(documents.iterdir())
    changed = names[len(names) // 2] / "plan.yml"
    changed.write_text(changed.read_text(encoding="utf-8") + "# read again\n", encoding="utf-8")
    return build(documents, store)


def best(
    work: Callable[[], object], rounds: int = 5, clock: Callable[[], float] = time.process_time
) -> float:
    """Return the best of several times in seconds, of the processor unless another clock is given."""
    times = []
    for _round in range(rounds):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def minting(table: Table, folder: Path) -> None:
    """Measure minting against building the same quads with rdflib."""
    readings: list[tuple[Made, Series]] = []
    quads: list[str] = []
    for name, made in Country(5).documents():
        series = read_series(folder / "documents" / name / "plan.yml")
        quads += made.quads(folder / "documents" / name).decode().splitlines()
        readings.append((made, series))

    def ours() -> list[bytes]:
        return ["\n".join(mint(made.truth, series)).encode() for made, series in readings]

    terms = [tuple(from_n3(term) for term in quad[:3]) for quad in tuples(quads)]
    plain = [
        tuple((type(term), str(term), getattr(term, "language", None)) for term in three) for three in terms
    ]
    rate = len(quads) / best(ours)
    peer = len(quads) / best(lambda: _rdflib(plain), 1)
    table.row("minting, quads a second", rate, "", 250_000, least=True)
    table.row("minting, times rdflib", rate / peer, "", 8, least=True)
    random.Random(1).shuffle(quads)  # noqa: S311 - no secret
    both = best(lambda: "\n".join(sorted(set(quads))).encode()) / best(lambda: sorted(quads))
    table.row("sorted N-Quads, times sorting the lines", both, "", 2)


def _rdflib(quads: Sequence[tuple[tuple[type, str, str | None], ...]]) -> str:
    """Build quads of plain values with rdflib, as its users do, and write them."""
    dataset = Dataset()
    graph = dataset.graph(URIRef("https://example.org/graph"))
    for three in quads:
        subject, predicate, value = (
            Literal(text, lang=language) if kind is Literal else URIRef(text)
            for kind, text, language in three
        )
        graph.add((subject, predicate, value))
    return dataset.serialize(format="nquads")


def loading(table: Table, store: Store, folder: Path) -> None:
    """Measure loading the record into Oxigraph against Oxigraph's own load of the same N-Quads in one file."""
    whole = folder / "whole.nq"
    with whole.open("wb") as file:
        file.writelines(store.nquads())

    def own() -> None:
        pyoxigraph.Store().bulk_load(path=whole, format=pyoxigraph.RdfFormat.N_QUADS)

    def ours() -> None:
        store.load(vocabularies=False)

    rounds = 3 if whole.stat().st_size < _LARGE else 1  # the country takes two minutes each time
    table.row(
        "loading the record, share of pyoxigraph's own rate",
        best(own, rounds, time.perf_counter) / best(ours, rounds, time.perf_counter),
        "",
        0.9,
        least=True,
    )


def run(count: int, folder: Path) -> int:
    """Measure everything in a folder; return 1 where a bound does not hold."""
    table = Table()
    start = time.perf_counter()
    Country(count).write(folder, truth=False)
    table.row("making the documents up", time.perf_counter() - start, "s")
    store = builds(table, folder, count)
    minting(table, folder)
    loading(table, store, folder)
    return 0 if table.held else 1


def main(count: int = 20, folder: str = "") -> int:
    """Measure in the folder, or in a temporary one."""
    if folder:
        return run(count, Path(folder))
    with tempfile.TemporaryDirectory() as temporary:
        return run(count, Path(temporary))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, *sys.argv[2:3]))
