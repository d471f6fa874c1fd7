"""Minting against writing the same N-Quads text straight from tuples.

    python benchmarks/mint.py

Reads the five example documents (and the real ones where they are) once, mints them again and again, and
writes the same quads from ready-made tuples of terms with the same sorting. Prints quads a second and the
ratio; the bound is 0.5 or more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from keikaku.building.pipeline import Loaded, find_documents, load
from keikaku.graph.mint import mint

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 30
Terms = tuple[str, str, str, str]


def tuples(lines: list[str]) -> list[Terms]:
    """Split N-Quads lines into their terms."""
    found = []
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        value, graph = rest.removesuffix(" .").rsplit(" ", 1)
        found.append((subject, predicate, value, graph))
    return found


def write(quads: list[Terms]) -> bytes:
    """Write tuples of terms as sorted N-Quads."""
    return "\n".join(sorted({f"{s} {p} {o} {g} ." for s, p, o, g in quads})).encode()


def mint_bytes(loaded: Loaded) -> bytes:
    """Mint a reading as sorted N-Quads."""
    return "\n".join(mint(loaded.reading, loaded.series)).encode()


def best(work: Callable[[], object]) -> float:
    """Return the best of several times in seconds."""
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print the table."""
    folders = [ROOT / "examples", ROOT.parent / "shared" / "plans"]
    paths = [
        path
        for path in find_documents(folder for folder in folders if folder.is_dir())
        if isinstance(path, Path)
    ]
    print(f"{'document':45} {'quads':>6} {'minted/s':>10} {'written/s':>10} {'ratio':>6}")
    total = minted = written = 0.0
    for path in paths:
        loaded: Loaded = load(path)
        quads = tuples(loaded.lines)
        mint_time = best(partial(mint_bytes, loaded))
        write_time = best(partial(write, quads))
        count = len(quads)
        name = path.name if path.parent.name == "plans" else f"{path.parent.name}/{path.name}"
        row = f"{name:45} {count:6} {count / mint_time:10,.0f} {count / write_time:10,.0f}"
        print(f"{row} {write_time / mint_time:6.2f}")
        total, minted, written = total + count, minted + mint_time, written + write_time
    print(f"{'all':45} {total:6.0f} {total / minted:10,.0f} {total / written:10,.0f} {written / minted:6.2f}")


if __name__ == "__main__":
    main()
