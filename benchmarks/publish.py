"""Publishing a made-up country: is the time linear, and what of it is the writing of files?

    python benchmarks/publish.py [fewer more]      municipalities, 10 and 100 unless said

Prints, for both sizes: resources (things with a document of their own), files, MiB, seconds, milliseconds of processor
time a resource (which neighbours on the machine do not change), the most memory of a process; the seconds that writing the same bytes under the same names takes alone; and how long
ours and rdflib take to write the same descriptions as Turtle. Exit status 1 where the processor time of a resource grows by
the factor 1.3 or more, or where rdflib is faster.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
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


def main() -> int:
    """Measure and print; return the exit status."""
    sizes = [int(one) for one in sys.argv[1:3]] or [10, 100]
    each = []
    for municipalities in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            store = Store(folder / "store")
            quads = country(store, municipalities)
            before = _processor()
            written = publish(store, folder / "site", SETTINGS, jobs=os.cpu_count() or 1)
            each.append((_processor() - before) / written.documents)
            print(f"{municipalities} municipalities, {quads:,} quads: {_text(written, each[-1])}")
            copied = _copied(folder / "site", folder / "copy")
            print(f"  writing the same files alone: {copied:.1f} s", flush=True)
            if municipalities == sizes[0]:
                ours, theirs = _turtle(store)
    ratio = each[-1] / each[0]
    print(
        f"processor time a resource, {sizes[-1]} to {sizes[0]} municipalities: ratio {ratio:.2f} (bound {BOUND})"
    )
    print(f"Turtle of {SAMPLE} resources: ours {ours:.2f} s, rdflib {theirs:.2f} s")
    return 0 if ratio < BOUND and ours < theirs else 1


def _processor() -> float:
    """Return the seconds of processor time that this process and those it waited for have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _text(written: Published, each: float) -> str:
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (
        f"{written.documents:,} resources, {written.files:,} files, {written.size / 2**20:,.0f} MiB, "
        f"{written.seconds:.1f} s, {1000 * each:.2f} ms a resource, {most / 1024:,.0f} MiB of memory"
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
