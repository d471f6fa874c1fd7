"""Pushing a made-up country into Oxigraph's server, beside the server's own bulk load over HTTP; and back.

    python benchmarks/transfer.py [municipalities]

The server keeps its data in memory. Its bulk load is one POST of all N-Quads to /store, with the parameter that
leaves out transactions and without. Prints seconds (the best of three) and quads a second. Exit status 1 where the push
reaches less than half of the better of the two, or where what comes back is another graph.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from country import FIRST, towns

from keikaku.asking import transfer
from keikaku.asking.sources.services import find_places
from keikaku.asking.sources.wire import Limits
from keikaku.store.folder import Store

ROUNDS, BOUND = 3, 0.5
LIMITS = Limits(timeout=600, max_mib=4096)


@contextmanager
def server() -> Iterator[str]:
    """Run an empty server and yield its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _try in range(100):
            try:
                requests.get(url, timeout=5)
                break
            except requests.exceptions.ConnectionError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


def country(store: Store, municipalities: int) -> int:
    """Fill a store; return the number of quads."""
    with store.writing() as writer:
        for number, lines in enumerate(towns(municipalities)):
            graph = lines[0].rpartition("<")[2].removesuffix("> .")
            about = dict.fromkeys(
                ("source", "source_sha256", "loader", "loader_version", "software"), "made-up"
            )
            code = f"{FIRST + number}"
            writer.put(f"town-{number:04}", sorted(lines), graph=graph, municipality=code, **about)
    return sum(entry.quads for entry in store.documents.values())


def best(work: Callable[[str], object]) -> float:
    """Return the seconds of a work on an empty server, the best of several."""
    seconds = []
    for _round in range(ROUNDS):
        with server() as url:
            began = time.perf_counter()
            work(url)
            seconds.append(time.perf_counter() - began)
    return min(seconds)


def bulk_load(file: Path, parameters: str) -> Callable[[str], object]:
    """Return the server's own load of a whole file."""

    def load(url: str) -> None:
        with file.open("rb") as data:
            headers = {"Content-Type": "application/n-quads"}
            requests.post(
                f"{url}/store{parameters}", data=data, headers=headers, timeout=600
            ).raise_for_status()

    return load


def main() -> int:
    """Measure and print; return the exit status."""
    municipalities = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        store, file = Store(Path(folder) / "store"), Path(folder) / "all.nq"
        quads = country(store, municipalities)
        with file.open("wb") as output:
            output.writelines(store.nquads())
        print(f"{municipalities} municipalities, {quads:,} quads, {file.stat().st_size / 2**20:.0f} MiB")
        times = {
            "its own load": best(bulk_load(file, "")),
            "its own bulk load": best(bulk_load(file, "?no_transaction")),
            "keikaku push": best(
                lambda url: transfer.push(store, find_places(url), LIMITS, vocabularies=False)
            ),
        }
        for name, seconds in times.items():
            print(f"{name:20} {seconds:6.2f} s {quads / seconds:10,.0f} quads a second")
        ratio = min(times["its own load"], times["its own bulk load"]) / times["keikaku push"]
        print(f"ratio {ratio:.2f} (bound {BOUND})")
        same = _comes_back(store, Path(folder) / "copy")
    return 0 if ratio >= BOUND and same else 1


def _comes_back(store: Store, path: Path) -> bool:
    copy = Store(path)
    with server() as url:
        places = find_places(url)
        transfer.push(store, places, LIMITS, vocabularies=False)
        began = time.perf_counter()
        again = transfer.push(store, places, LIMITS, vocabularies=False)
        print(f"{'second push':20} {time.perf_counter() - began:6.2f} s {len(again.graphs)} graphs sent")
        began = time.perf_counter()
        transfer.pull(places, copy, LIMITS)
        print(f"{'keikaku pull':20} {time.perf_counter() - began:6.2f} s")

    def lines(one: Store) -> list[bytes]:
        return sorted(line for part in one.nquads() for line in part.splitlines())

    same = lines(store) == lines(copy)
    print("the same sorted N-Quads came back" if same else "ANOTHER GRAPH came back")
    return same


if __name__ == "__main__":
    sys.exit(main())
