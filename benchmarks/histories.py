"""A country with its history: what it costs to compare all editions, and to ask whether plans agree.

    python benchmarks/histories.py [--towns 12] [--measures 12]

Each made-up municipality (`made_up/history.py`) has three editions of its 総合計画, three 総合戦略, twelve 実施計画 and twelve
yearly evaluations. They are built into a store, all editions that follow each other are compared, an index is made and
each consistency question is asked of it, its rows repeated to those of the country. Figures are of the part that was made and of half of it, and what they come to
for 1,741 municipalities by that growth; CPU seconds, since a machine is seldom quiet. Exit status 1 where a bound is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
from made_up.history import country
from made_up.history_truth import Truth

from keikaku.asking.columns import kept
from keikaku.asking.columns.index import Index, answer
from keikaku.asking.editions.changes import Difference, difference
from keikaku.asking.editions.choosing import plans, successions
from keikaku.asking.editions.elements import edition
from keikaku.asking.questions import find_query
from keikaku.audit.rules_of_audit import CONSISTENCY_RULES
from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.store.folder import Store
from keikaku.store.memory import load, united

COUNTRY = 1_741
PAIRS_SECONDS, PAIRS_MIB = 600.0, 2048.0
"""What all pairs of editions of the country may take on two cores."""
QUESTION_MS = 1000.0


def compared(store: Store) -> list[Difference]:
    """Return the differences of all editions that follow each other, a few municipalities in memory at a time."""
    found = []
    for keys in kept.batches(store):
        memory = united(load(store.nquads(keys), vocabularies=False))
        for old, new in successions(memory, plans(memory)):
            found.append(difference(edition(memory, old), edition(memory, new)))
    return found


def f1(found: Iterable[Difference], truths: Iterable[Truth]) -> float:
    """Return how well the 総合計画's measures were matched, over all pairs of editions."""
    there = {
        (truth.code, one.old, one.new)
        for truth in truths
        for one in [*truth.elements, *truth.later]
        if one.old and one.new
    }
    met = {
        (each.new.plan.iri.split("/")[-2], step.element.old.label, step.element.new.label)
        for each in found
        for step in each.steps
        if step.element.old and step.element.new and step.element.part.kind == "Measure"
        and "sogo-keikaku" in each.new.plan.iri
    }  # fmt: skip
    right = len(met & there)
    return 2 * right / max(len(met) + len(there), 1)


def cpu() -> float:
    """Return the CPU seconds of this process and its children so far."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return CPU seconds and what came of it."""
    began = cpu()
    done = work()
    return cpu() - began, done


def stored(documents: Path, folder: Path) -> Store:
    """Build all documents into a store."""
    store = Store(folder)
    for report in build([documents], store, Options(jobs=0)):
        if report.error:
            raise report.error
    return store


def widened(index: Index, towns: int) -> None:
    """Repeat the kept rows of an index, about other things, until it holds those of the country: what a question of all of it looks up."""
    with contextlib.closing(duckdb.connect(str(index.path))) as base:
        base.execute(
            "CREATE OR REPLACE TABLE kept AS "
            "SELECT question, replace(town, '/id/', '/id/' || more || '-') AS town, number, "
            "replace(cells, '/id/', '/id/' || more || '-') AS cells "
            "FROM kept, generate_series(1, ?) AS again(more) ORDER BY question, town, number",
            (COUNTRY // towns,),
        )


def grown(half: float, whole: float, towns: int) -> float:
    """Return what a figure comes to for the country, by its growth from half of the towns to all."""
    return whole + (whole - half) / (towns - towns // 2) * (COUNTRY - towns)


def main() -> int:
    """Print the figures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--towns", type=int, default=12)
    parser.add_argument("--measures", type=int, default=12)
    chosen = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}; {chosen.towns} municipalities, {chosen.measures} measures each")
    figures: dict[int, tuple[float, float, float]] = {}
    asked: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for count in (chosen.towns // 2, chosen.towns):
            folder = Path(scratch) / str(count)
            truths = list(country(folder / "documents", count, chosen.measures))
            building, store = timed(partial(stored, folder / "documents", folder / "store"))
            spent, found = timed(partial(compared, store))
            index = Index(store)
            making, _none = timed(partial(index.make, threads=2))
            figures[count] = building, spent, making
            quads = sum(entry.quads for entry in store.documents.values())
            print(
                f"{count} municipalities: {len(store.documents)} documents, {quads:,} quads; CPU s: build {building:.1f}, "
                f"{len(found)} pairs of editions {spent:.2f}, index {making:.1f}; F1 {f1(found, truths):.3f}"
            )
        widened(index, chosen.towns)
        with contextlib.closing(index.connect()) as base:
            for name in sorted({rule.query for rule in CONSISTENCY_RULES}):
                began = time.process_time()
                rows = list(answer(base, find_query(name)))
                asked[name] = (time.process_time() - began) * 1000
                print(f"{name:36}{asked[name]:8.1f} CPU ms{len(rows):8,} rows")
    towns = chosen.towns
    (_b1, pairs1, index1), (_b2, pairs2, index2) = figures[towns // 2], figures[towns]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    whole = grown(pairs1, pairs2, towns)
    slowest = max(asked.values())
    print(f"by growth for {COUNTRY:,}: all pairs {whole:.0f} CPU s (bound {PAIRS_SECONDS:.0f} s on two cores, {2 * PAIRS_SECONDS:.0f} of CPU), "
          f"index {grown(index1, index2, towns):.0f} CPU s, slowest question over all rows {slowest:.0f} CPU ms (bound {QUESTION_MS:.0f}); "
          f"peak {peak:.0f} MiB (bound {PAIRS_MIB:.0f})")  # fmt: skip
    return int(whole > 2 * PAIRS_SECONDS or peak > PAIRS_MIB or slowest > QUESTION_MS)


if __name__ == "__main__":
    sys.exit(main())
