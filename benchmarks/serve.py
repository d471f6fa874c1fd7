"""`keikaku serve` under load, beside Oxigraph's server: same data, same queries, same machine, loopback only.

    python benchmarks/serve.py [municipalities] [seconds of the overload]

Needs wrk (apt-get install wrk). Prints requests a second, the best of three rounds that take turns, and the
processor time of a request:

- small: an element's way up, names only; lineage: the library's query ``lineage-up`` (a row a step, with sources).
- "again": the few hundred questions come back, so that answers are remembered, as a published store allows;
  "new": every request is a question never asked before.

Then 64 clients, a tenth of whom send queries that would run for minutes. Exit status 1 where lineage stays below
300 new questions a second, small new ones below half of Oxigraph's, where under overload the others' 99th
percentile passes 1 s, anybody gets a 500, memory grows by half, or the server does not answer afterwards.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import requests
from transfer import country

from keikaku.asking.questions import find_query
from keikaku.store.folder import Store

BASE = "https://w3id.org/keikaku/id/"
CONTRIBUTES = "https://w3id.org/keikaku/ns#contributesTo"
SMALL = """PREFIX kei: <https://w3id.org/keikaku/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?label {{ <{}> kei:contributesTo* ?thing . ?thing rdfs:label ?label }}"""
LONG = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), '(x+x+)+y$')) }",
    "ASK { ?a (!<a:b>)* ?b . ?b (!<a:c>)* ?c FILTER(STR(?a) = 'x' && STR(?c) = 'y') }",
)
CLIENTS, ROUNDS, SECONDS, QUESTIONS = 64, 3, 4, 500
LINEAGES, SHARE, SLOWEST, GROWTH = 300, 0.5, 1.0, 1.5
SCRIPT = """
local paths = {{ {paths} }}
local n, salt, threads = 0, {salt}, {{}}
broken = 0
function setup(thread) table.insert(threads, thread) end
function init(args) math.randomseed(os.time()); n = math.random(#paths) end
function request()
  n = n + 1
  local path = paths[n % #paths + 1]
  if salt > 0 then path = path .. "&salt=" .. salt .. "-" .. n end
  return wrk.format("GET", path, {{ ["Accept"] = "application/sparql-results+json" }})
end
{counting}
"""
COUNTING = """
function response(status) if status == 500 then broken = broken + 1 end end
function done() local all = 0; for _, one in ipairs(threads) do all = all + one:get("broken") end
  io.write("Broken: " .. all .. "\\n") end
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its process, and where it takes queries."""

    process: int
    url: str
    parameters: str = ""

    def paths(self, queries: Sequence[str]) -> list[str]:
        """Return the addresses of queries, without the host."""
        path = "/" + self.url.split("/", 3)[3]
        return [f"{path}?query={quote(query)}{self.parameters}" for query in queries]


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: requests a second, 99th percentile in seconds, answers that are no success, with 500, and
    microseconds of processor time that the server took for a request."""

    rate: float
    slowest: float
    others: int
    broken: int
    processor: float


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: Sequence[str], server_url: str, check: str) -> Iterator[int]:
    """Run a server until it answers, and end it, whatever happens."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _try in range(600):
            try:
                if requests.get(f"{server_url}{check}", timeout=5).ok:
                    break
            except requests.exceptions.RequestException:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def keikaku(store: Path) -> Iterator[Server]:
    """Run our server as its users do."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/keikaku/id/sparql"
    program = str(Path(sys.executable).with_name("keikaku"))
    command = [program, "serve", "--store", str(store), "--port", str(port), "--base", BASE, "--log", ""]
    with running(command, url, "?query=ASK%7B%7D") as process:
        yield Server(process, url)


@contextmanager
def oxigraph(store: Path, folder: Path) -> Iterator[Server]:
    """Run Oxigraph's server over the same graphs."""
    program, file = str(Path(sys.executable).with_name("oxigraph")), folder / "all.nq"
    Store(store).load().dump(file, format=ox.RdfFormat.N_QUADS)
    place = folder / "oxigraph"
    subprocess.run([program, "load", "-l", place, "-f", file], check=True, capture_output=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}/query"
    command = [program, "serve-read-only", "-l", str(place), "--bind", f"127.0.0.1:{port}"]
    with running(command, url, "?query=ASK%7B%7D") as process:
        yield Server(process, url, "&union-default-graph=true")


# ---------------------------------------------------------------- measuring


def tree(process: int) -> list[int]:
    """Return a process and those that it made."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [process]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def processor(process: int) -> float:
    """Return the processor seconds of a server, ended processes with it."""
    ticks = 0
    for one in tree(process):
        try:
            fields = (
                Path(f"/proc/{one}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            )
        except (FileNotFoundError, ProcessLookupError):
            continue
        ticks += sum(int(field) for field in fields.split()[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Return the memory of a server in MiB, shared pages counted once."""
    kib = 0
    for one in tree(process):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            continue
        kib += int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:")))
    return kib / 1024


async def wrk(
    server: Server, queries: Sequence[str], *, new: bool, clients: int = 16, seconds: int = SECONDS
) -> Load:
    """Ask a server as fast as it answers."""
    paths = ", ".join(f'"{path}"' for path in server.paths(queries))
    salt = time.time_ns() % 10**9 if new else 0
    counting = COUNTING if seconds > SECONDS else ""  # it costs wrk some of its speed
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT.format(paths=paths, salt=salt, counting=counting))
        script.flush()
        host = server.url.rsplit("/", server.url.count("/") - 2)[0]
        command = [
            "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{seconds}",
            "--latency",
            "--timeout",
            "30s",
            "-s",
            script.name,
        ]
        before = processor(server.process)
        run = await asyncio.create_subprocess_exec(*command, host, stdout=subprocess.PIPE)
        text = (await run.communicate())[0].decode()
    count = int(re.search(r"(\d+) requests in", text)[1])  # type: ignore[index]
    spent = (processor(server.process) - before) * 1e6 / max(count, 1)
    found = {
        name: float(match[1]) if (match := re.search(rf"{name}:?\s+([\d.]+)", text)) else 0.0
        for name in ("Requests/sec", "Non-2xx or 3xx responses", "Broken")
    }
    others, broken = int(found["Non-2xx or 3xx responses"]), int(found["Broken"])
    return Load(found["Requests/sec"], percentile(text), others, broken, spent)


def percentile(text: str) -> float:
    """Return wrk's 99th percentile, in seconds."""
    match = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", text)
    if not match:
        raise ValueError(text)
    return float(match[1]) * {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}[match[2]]


async def best(server: Server, rival: Server, queries: Sequence[str], *, new: bool) -> tuple[Load, Load]:
    """Return the best rounds of two servers that take turns."""
    ours, theirs = [], []
    for _round in range(ROUNDS):
        ours.append(await wrk(server, queries, new=new))
        theirs.append(await wrk(rival, queries, new=new))
    return max(ours, key=lambda load: load.rate), max(theirs, key=lambda load: load.rate)


async def ask_for_minutes(server: Server, number: int, end: float, seen: Counter[int]) -> None:
    """Send one long query after the other, on connections of its own."""
    host, port = server.url.split("/")[2].split(":")
    while time.monotonic() < end:
        path = server.paths([LONG[number % len(LONG)] + f" # {number} {time.monotonic()}"])[0]
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        try:
            async with asyncio.timeout(max(end - time.monotonic(), 0.1)):
                seen[int((await reader.readline()).split()[1])] += 1
                while await reader.read(2**16):
                    pass
        except TimeoutError:
            pass
        writer.close()


async def overload(server: Server, queries: Sequence[str], seconds: int) -> bool:
    """Let a tenth of the clients send queries that would run for minutes; tell whether the others notice."""
    await wrk(server, queries, new=True)  # what memory it has when it is warm
    greedy, seen, before = CLIENTS // 10, Counter[int](), memory(server.process)
    end = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for number in range(greedy):
            group.create_task(ask_for_minutes(server, number, end, seen))
        load = await wrk(
            server, queries, new=True, clients=CLIENTS - greedy, seconds=max(seconds, SECONDS + 1)
        )
    await asyncio.sleep(1)
    after, began = memory(server.process), time.monotonic()
    answers = requests.get(server.url, params={"query": "ASK {}"}, timeout=30).ok
    took = time.monotonic() - began
    print(
        f"\n{CLIENTS} clients, {greedy} of them with queries that would run for minutes, {seconds} s:\n"
        f"  the others: {load.rate:,.0f} requests a second, 99th percentile {load.slowest:.3f} s, "
        f"{load.others} no success, {load.broken} with 500\n"
        f"  the {greedy}: {', '.join(f'{count} × {status}' for status, count in sorted(seen.items())) or 'no answer'}\n"
        f"  memory: {before:.0f} → {after:.0f} MiB; afterwards it answers in {took * 1000:.0f} ms"
    )
    calm = load.slowest < SLOWEST and not load.broken and not seen[500]
    return calm and after < GROWTH * before and answers and took < SLOWEST


async def compare(server: Server, rival: Server, kinds: dict[str, list[str]]) -> bool:
    """Print both servers' figures; tell whether ours are good enough."""
    good = True
    print(f"\n{'':16}{'keikaku serve':>28}{'oxigraph serve-read-only':>28}")
    for kind, queries in kinds.items():
        for new in (True, False):
            ours, theirs = await best(server, rival, queries, new=new)
            name = f"{kind}, {'new' if new else 'again'}"
            cells = [f"{load.rate:>12,.0f}/s {load.processor:>9,.0f} µs" for load in (ours, theirs)]
            print(f"{name:16}{cells[0]:>28}{cells[1]:>28}   {ours.rate / theirs.rate:.2f}")
            if kind == "lineage" and new:
                good &= ours.rate >= LINEAGES
            if kind == "small":
                good &= ours.rate >= SHARE * theirs.rate
            good &= not ours.others
    return good


def questions(store: Path) -> dict[str, list[str]]:
    """Return small queries and lineages of elements that lie all over the store."""
    memory_store = Store(store).load()
    rows = memory_store.query(f"SELECT DISTINCT ?s {{ GRAPH ?g {{ ?s <{CONTRIBUTES}> ?o }} }} ORDER BY ?s")
    subjects = [row[0].value for row in rows]  # type: ignore[union-attr]
    some = subjects[:: max(1, len(subjects) // QUESTIONS)][:QUESTIONS]
    lineage = find_query("lineage-up")
    return {
        "small": [SMALL.format(subject) for subject in some],
        "lineage": [lineage.bound({"element": subject}) for subject in some],
    }


async def measure(folder: Path, municipalities: int, seconds: int) -> int:
    """Measure and print; return the exit status."""
    store = folder / "store"
    quads = country(Store(store), municipalities)
    print(f"{municipalities} municipalities, {quads:,} quads; {len(os.sched_getaffinity(0))} processors")
    kinds = questions(store)
    with keikaku(store) as server:
        with oxigraph(store, folder) as rival:
            good = await compare(server, rival, kinds)
        good &= await overload(server, kinds["small"], seconds)
    return 0 if good else 1


def main() -> int:
    """Measure and print; return the exit status."""
    if not shutil.which("wrk"):
        print("wrk is missing: apt-get install wrk", file=sys.stderr)
        return 2
    municipalities = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measure(Path(folder), municipalities, seconds))


if __name__ == "__main__":
    sys.exit(main())
