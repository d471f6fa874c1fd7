"""Every question of the library, on the five real plans and on a made-up country of 100 municipalities.

    python benchmarks/queries.py [municipalities]

Prints the milliseconds of processor time (best of three, the whole answer written as CSV; a busy machine
does not change them) and the rows. The bound on the real
plans is 100 ms for every question and 50 ms for all-lineages; over 100 municipalities it is 1 s for
all-lineages. Exit status 1 where a bound is missed.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox
from country import towns

from keikaku.asking.answers import write
from keikaku.asking.questions import Query, queries, run
from keikaku.building.pipeline import Options, build
from keikaku.ground import content
from keikaku.store.folder import Store

ROOT = Path(__file__).resolve().parents[1]
PLANS = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared")) / "plans"
BOUND, LINEAGES, COUNTRY_LINEAGES = 100.0, 50.0, 1000.0
ROUNDS = 3
_CONTRIBUTES = "<https://w3id.org/keikaku/ns#contributesTo>"


def real_plans() -> ox.Store:
    """Build the real plans and load them."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        build([PLANS], store, Options(accept=True))
        return store.load()


def country(count: int) -> ox.Store:
    """Load a made-up country, with the vocabularies, as a store does."""
    memory = ox.Store()
    for lines in towns(count):
        memory.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    for file in sorted(content.folder("ontology").glob("*.ttl")):
        graph = ox.NamedNode(f"https://w3id.org/keikaku/vocabulary/{file.stem}")
        memory.bulk_load(path=file, format=ox.RdfFormat.TURTLE, to_graph=graph)
    return memory


def values(memory: ox.Store, query: Query) -> dict[str, str]:
    """Return parameters of a query: things of the graph that have something above and below them."""
    found = {one.name: one.example for one in query.parameters if not one.optional}
    for name, example in found.items():
        if example.startswith("https://"):
            kind = "Measure" if name == "measure" else "Goal" if query.name in _DOWN else "Project"
            found[name] = _first(memory, kind)
    return found | ({"word": "人口"} if query.name == "indicators-by-subject" else {})


_DOWN = ("everything-below", "departments-of-goal")


def _first(memory: ox.Store, kind: str) -> str:
    text = f"SELECT ?x {{ ?x a <https://w3id.org/keikaku/ns#{kind}> . ?y {_CONTRIBUTES}? ?x }} ORDER BY ?x LIMIT 1"
    answer = memory.query(text, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return str(next(answer)["x"].value)


def measure(memory: ox.Store, query: Query) -> tuple[float, int]:
    """Return the best time in milliseconds and the number of rows."""
    chosen, best, rows = values(memory, query), float("inf"), 0
    for _round in range(ROUNDS):
        buffer = io.BytesIO()
        start = time.thread_time()
        answer = run(memory, query, chosen)
        if query.form == "SELECT":
            write(answer, "csv", buffer)
        elif query.form == "ASK":
            bool(answer)
        else:
            write(answer, "ntriples", buffer)
        taken = (time.thread_time() - start) * 1000
        best, rows = min(best, taken), max(buffer.getvalue().count(b"\n") - 1, 0)
        if taken > 5000:
            break
    return best, rows


def main(count: int) -> int:
    """Print the table; return 1 where a bound is missed."""
    real, made_up = real_plans(), country(count)
    print(f"real plans: {len(real):,} quads; {count} municipalities: {len(made_up):,} quads\n")
    print(f"{'question':34} {'real ms':>9} {'rows':>6} {'country ms':>11} {'rows':>8}")
    missed = False
    for name, query in queries().items():
        here, rows = measure(real, query)
        there, many = measure(made_up, query)
        late = here > (LINEAGES if name == "all-lineages" else BOUND)
        late |= name == "all-lineages" and count <= 100 and there > COUNTRY_LINEAGES
        missed |= late
        print(
            f"{name:34} {here:9.1f} {rows:6} {there:11.1f} {many:8}{'  MISSED' if late else ''}", flush=True
        )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
