"""A made-up country on two SPARQL servers, a half of its municipalities on each, asked as one.

    python benchmarks/shards.py [municipalities]

Pushes each half into an Oxigraph server of its own and asks both at once what the whole store answers in memory: lists, sums of
money, counts of goals. Prints the quads of each half, seconds of the push, the memory of each server, seconds of each question,
and what the country comes to by municipality. Exit status 1 where the rows of the two are not those of the whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from country import towns
from transfer import LIMITS, server

from keikaku.asking import transfer
from keikaku.asking.questions import find_query
from keikaku.asking.sources.endpoint import Endpoint, Memory, Source, answer
from keikaku.asking.sources.federation import ask_all
from keikaku.asking.sources.services import find_places
from keikaku.store.folder import Store

QUESTIONS = ("plans", "money-by-year", "money-by-goal", "sdg-totals", "sdg-coverage", "indicators-off-track")
COUNTRY = 1741


class Told(NamedTuple):
    """What a question came to: its name, seconds on the servers and in memory, rows, and whether they are the same."""

    name: str
    servers: float
    memory: float
    rows: int
    same: bool


def shards(folder: Path, municipalities: int) -> tuple[Store, list[Store]]:
    """Make a country; return the store of all of it, and one for each half."""
    whole, parts = Store(folder / "whole"), [Store(folder / "one"), Store(folder / "two")]
    with ExitStack() as stack:
        all_of_it, *halves = [stack.enter_context(one.writing()) for one in (whole, *parts)]
        about = dict.fromkeys(("source", "source_sha256", "loader", "loader_version", "software"), "made-up")
        for number, lines in enumerate(towns(municipalities)):
            graph = lines[0].rpartition("<")[2].removesuffix("> .")
            for writer in (all_of_it, halves[number % 2]):
                key = f"town-{number:04}"
                writer.put(key, sorted(lines), graph=graph, municipality=f"{number:05}", **about)
    return whole, parts


def asked(whole: Source, parts: Sequence[Source], names: Sequence[str] = QUESTIONS) -> Iterator[Told]:
    """Yield what each question comes to on the parts together, beside the whole."""
    for name in names:
        query = find_query(name)
        began = time.perf_counter()
        expected = sorted(tuple(map(_text, row)) for row in answer(whole, query))
        between = time.perf_counter()
        found = ask_all(parts, query)
        rows = sorted(tuple(map(_text, row[:-1])) for row in found.solutions)
        took = time.perf_counter() - between
        same = rows == expected and len(found.answered) == len(parts)
        yield Told(name, took, between - began, len(rows), same)


def _text(cell: object) -> str:
    return str(getattr(cell, "value", cell or ""))


def _memory(address: str) -> float:
    """Return the MiB of the server that listens at an address on this machine."""
    port = address.rsplit(":", 1)[1]
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                command = (folder / "cmdline").read_text(encoding="utf-8", errors="replace")
                status = (folder / "status").read_text(encoding="utf-8", errors="replace")
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if "oxigraph" in command and f"127.0.0.1:{port}" in command:
                return int(status.partition("VmRSS:")[2].split()[0]) / 1024
    raise LookupError(address)


def main() -> int:
    """Measure and print; return the exit status."""
    municipalities = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        whole, parts = shards(Path(made), municipalities)
        sources: list[Endpoint] = []
        for store in parts:
            url = stack.enter_context(server())
            quads = sum(entry.quads for entry in store.documents.values())
            began = time.perf_counter()
            transfer.push(store, find_places(url), LIMITS)
            seconds, mib = time.perf_counter() - began, _memory(url)
            print(
                f"{len(store.documents)} municipalities, {quads:,} quads: pushed in {seconds:.1f} s, {mib:.0f} MiB; "
                f"by that the country on one server {mib / len(store.documents) * COUNTRY / 1024:.1f} GiB"
            )
            sources.append(Endpoint(find_places(url).query, LIMITS))
        told = list(asked(Memory(whole.load(), "whole"), sources))
    for one in told:
        verdict = "as the whole" if one.same else "NOT as the whole"
        print(
            f"{one.name:24} {one.servers:6.2f} s on two servers, {one.memory:6.2f} in memory, {one.rows} rows {verdict}"
        )
    return 0 if all(one.same and one.rows for one in told) else 1


if __name__ == "__main__":
    sys.exit(main())
