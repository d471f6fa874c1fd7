"""Limits that are hit, processes that end, and what goes on meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from keikaku.ground.errors import DamagedStoreError
from keikaku.web.server.guard.formats import GRAPHS, ROWS
from keikaku.web.server.guard.pool import Guard
from tests.serving_sparql.running import (
    DEEP,
    ENDLESS,
    GREEDY,
    LIMITS,
    MANY,
    Endpoint,
    load,
    running,
)
from tests.support import ROOT, children, raises, runs
from tests.waiting import PATIENCE
from tests.waiting import wait_until as wait_for

ALL = f"SELECT ?s ?o {{ GRAPH <{MANY}> {{ ?s ?p ?o }} }}"


@pytest.fixture
def own() -> Iterator[Endpoint]:
    """An endpoint whose processes a test may look at."""
    with running(Guard(load, limits=LIMITS)) as found:
        wait_for(lambda: len(found.guard.processes) == LIMITS.workers)
        yield found


def whole(endpoint: Endpoint) -> bool:
    """Tell whether every worker is there and none is at work."""
    return len(endpoint.guard._idle) == LIMITS.workers


# ---------------------------------------------------------------- limits


def test_a_query_that_takes_too_long_is_ended_with_its_process(own: Endpoint) -> None:
    before = set(own.guard.processes)
    reply = own.ask(ENDLESS)
    assert (reply.status, reply.headers["keikaku-limit"]) == (503, "time=1.5")
    assert "after 1.5 s, the time limit" in reply.text
    wait_for(lambda: whole(own))
    gone = before - set(own.guard.processes)
    assert len(gone) == 1
    wait_for(lambda: not any(runs(pid) for pid in gone))
    assert own.ask("ASK {}").status == 200


def test_a_query_that_takes_too_much_memory(own: Endpoint) -> None:
    reply = own.ask(GREEDY)
    assert (reply.status, reply.headers["keikaku-limit"]) == (503, "memory=48")
    assert "48 MiB" in reply.text
    assert own.ask("ASK {}").status == 200
    wait_for(lambda: whole(own))


def test_a_query_that_is_nested_too_deeply(own: Endpoint) -> None:
    headers = {"Content-Type": "application/sparql-query", "Accept-Language": "en"}
    for query in (
        DEEP,
        "ASK {" * 1 + "{" * 20_000 + "}" * 20_000 + "}",
        "SELECT (1" + "+1" * 40_000 + " AS ?x) {}",
    ):
        reply = own.send("POST", headers=headers, body=query.encode())
        assert reply.status in (422, 503), reply.text
        assert own.ask("ASK {}").status == 200
    wait_for(lambda: whole(own))


@pytest.mark.parametrize("media_type", [one for one in ROWS if "csv" not in one and "tab" not in one])
def test_cut_rows_say_so(endpoint: Endpoint, media_type: str) -> None:
    reply = endpoint.ask(ALL, media_type)
    assert (reply.status, reply.headers["keikaku-limit"]) == (200, "rows=100")
    results = ox.parse_query_results(reply.body, format=ROWS[media_type])
    assert isinstance(results, ox.QuerySolutions)
    assert len(list(results)) == 100
    assert "only the first 100 are here" in reply.text
    assert "打ち切り" in reply.text
    if media_type.endswith("json"):
        assert json.loads(reply.body)["truncated"]["rows"] == 100


@pytest.mark.parametrize("media_type", GRAPHS)
def test_cut_triples_say_so(endpoint: Endpoint, media_type: str) -> None:
    reply = endpoint.ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{MANY}> {{ ?s ?p ?o }} }}", media_type)
    assert (reply.status, reply.headers["keikaku-limit"]) == (200, "rows=100")
    if media_type == "application/ld+json":
        found = json.loads(reply.body)
        assert len(found["@graph"]) == 100
        assert found["@context"] == {"truncated": None}
    assert len(list(ox.parse(reply.body, format=GRAPHS[media_type]))) == 100
    assert "only the first 100 are here" in reply.text


@pytest.mark.parametrize("media_type", ["text/csv", "text/tab-separated-values"])
def test_a_table_has_no_place_to_say_so(endpoint: Endpoint, media_type: str) -> None:
    reply = endpoint.ask(ALL, media_type)
    assert (reply.status, reply.headers["keikaku-limit"]) == (422, "rows=100")
    assert "LIMIT and OFFSET" in reply.text
    whole = endpoint.ask(f"{ALL} LIMIT 100", media_type)
    assert (whole.status, "keikaku-limit" in whole.headers) == (200, False)


def test_the_very_limit_is_no_cut(endpoint: Endpoint) -> None:
    for media_type in ROWS:
        assert "keikaku-limit" not in endpoint.ask(f"{ALL} LIMIT 100", media_type).headers
        over = endpoint.ask(f"{ALL} LIMIT 101", media_type)
        assert over.headers["keikaku-limit"] == "rows=100"


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/sparql-results+xml"])
def test_answers_are_cut_at_a_length_too(endpoint: Endpoint, media_type: str) -> None:
    long = "CONCAT(" + ", ".join(["?o"] * 1800) + ")"
    query = f"SELECT ({long} AS ?long) {{ GRAPH <{MANY}> {{ ?s ?p ?o }} }} LIMIT 90"
    reply = endpoint.ask(query, media_type)
    assert (reply.status, reply.headers["keikaku-limit"]) == (200, "mib=1")
    results = ox.parse_query_results(reply.body, format=ROWS[media_type])
    assert isinstance(results, ox.QuerySolutions)
    assert 10 < len(list(results)) < 90
    assert len(reply.body) < 1.1 * 2**20
    table = endpoint.ask(query, "text/csv")
    assert (table.status, table.headers["keikaku-limit"]) == (422, "mib=1")


def bounds(pid: int) -> dict[str, str]:
    """Return the soft limits of a process."""
    lines = Path(f"/proc/{pid}/limits").read_text(encoding="ascii").splitlines()
    return {line[:25].strip(): line[25:].split()[0] for line in lines}


def is_bounded(pid: int) -> bool:
    """Tell whether a process has set its limits; this is the last."""
    return bounds(pid)["Max processes"] == "0"


def test_a_worker_writes_no_file_and_makes_no_process(own: Endpoint) -> None:
    for pid in own.guard.processes:
        wait_for(partial(is_bounded, pid))
        found = bounds(pid)
        assert (found["Max file size"], found["Max core file size"]) == ("0", "0")
        assert int(found["Max address space"]) > 0
        assert len(list(Path(f"/proc/{pid}/fd").iterdir())) <= 5


# ---------------------------------------------------------------- many at once


def test_quick_queries_pass_long_ones() -> None:
    with running(Guard(load, limits=replace(LIMITS, seconds=PATIENCE))) as own, ThreadPoolExecutor() as pool:
        long = [pool.submit(own.ask, ENDLESS) for _ in range(3)]
        wait_for(lambda: len(own.guard._busy) == 3)
        for number in range(30):
            assert own.ask("ASK { ?s ?p ?o }", format="json", salt=str(number)).status == 200
        assert not any(one.done() for one in long)
        own.run(own.guard.stop())


def test_the_longest_gives_way_where_others_wait() -> None:
    limits = replace(LIMITS, seconds=PATIENCE, workers=2, long=1)
    with running(Guard(load, limits=limits)) as endpoint, ThreadPoolExecutor() as pool:
        long = [pool.submit(endpoint.ask, ENDLESS) for _ in range(2)]
        wait_for(lambda: len(endpoint.guard._busy) == 2)
        assert endpoint.ask("ASK {}").status == 200
        wait_for(lambda: any(one.done() for one in long))
        reply = next(one for one in long if one.done()).result()
        assert (reply.status, reply.headers["retry-after"]) == (503, "2")
        assert "while others waited" in reply.text
        assert not all(one.done() for one in long)
        endpoint.run(endpoint.guard.stop())


def test_a_full_queue_says_when_to_come_back() -> None:
    limits = replace(LIMITS, seconds=2, workers=1, long=1, queue=2, wait=0.5)
    with running(Guard(load, limits=limits)) as endpoint, ThreadPoolExecutor(16) as pool:
        replies = [one.result() for one in [pool.submit(endpoint.ask, ENDLESS) for _ in range(12)]]
        assert {reply.status for reply in replies} == {503}
        busy = [reply for reply in replies if "busy" in reply.text]
        assert len(busy) > 6
        assert {reply.headers["retry-after"] for reply in busy} == {"2"}
        assert endpoint.ask("ASK {}").status == 200


def test_a_client_may_not_take_everything() -> None:
    with running(Guard(load, limits=replace(LIMITS, per_client=2))) as endpoint, ThreadPoolExecutor() as pool:
        long = [pool.submit(endpoint.ask, ENDLESS) for _ in range(2)]
        wait_for(lambda: len(endpoint.guard._busy) == 2)
        reply = endpoint.ask("ASK {}")
        assert (reply.status, reply.headers["retry-after"]) == (429, "2")
        assert all(one.result().status == 503 for one in long)
        assert endpoint.ask("ASK {}").status == 200


def asked(endpoint: Endpoint) -> int:
    """Return how many queries wait or are answered."""
    jobs = (*endpoint.guard._waiting, *(job for one in list(endpoint.guard._busy) for job in one.jobs if job))
    return sum(not job.future.done() for job in jobs)


def hang_up(endpoint: Endpoint, query: str, after: Callable[[], object]) -> None:
    """Send a query and go away once something holds."""
    with socket.create_connection(("127.0.0.1", endpoint.port)) as line:
        line.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        wait_for(after)


def test_a_client_that_goes_away_ends_its_query() -> None:
    with running(Guard(load, limits=replace(LIMITS, seconds=2 * PATIENCE))) as endpoint:
        wait_for(lambda: whole(endpoint))
        before = set(endpoint.guard.processes)
        hang_up(endpoint, ENDLESS, lambda: endpoint.guard._busy)
        wait_for(lambda: whole(endpoint))
        gone = before - set(endpoint.guard.processes)
        assert len(gone) == 1
        wait_for(lambda: not any(runs(pid) for pid in gone))


def test_a_client_that_goes_away_while_it_waits_leaves_the_queue() -> None:
    limits = replace(LIMITS, seconds=PATIENCE, workers=1, wait=PATIENCE)
    with running(Guard(load, limits=limits)) as endpoint, ThreadPoolExecutor() as pool:
        long = pool.submit(endpoint.ask, ENDLESS)
        wait_for(lambda: endpoint.guard._busy)
        for _often in range(3):
            hang_up(endpoint, ENDLESS, lambda: asked(endpoint) == 2)
            wait_for(lambda: asked(endpoint) == 1)
        assert not long.done()
        endpoint.run(endpoint.guard.stop())


def test_many_answers_at_once_are_the_right_ones(endpoint: Endpoint) -> None:
    def ask(number: int) -> bool:
        reply = endpoint.ask(f"SELECT ({number} AS ?n) {{}}", "text/csv")
        return reply.status == 503 or reply.text == f"n\r\n{number}\r\n"

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(400)))


# ---------------------------------------------------------------- processes


def fail() -> ox.Store:
    raise DamagedStoreError(
        "store.damaged", path="x", file="y", what="is missing", what_ja="", way_out="", way_out_ja=""
    )


def end() -> ox.Store:
    os._exit(3)


async def started(guard: Guard) -> None:
    try:
        await guard.start()
    finally:
        await guard.stop()


def test_a_store_that_cannot_be_loaded_is_an_error() -> None:
    import asyncio

    with raises("store.damaged"):
        asyncio.run(started(Guard(fail)))
    with raises("endpoint.guard-start"):
        asyncio.run(started(Guard(end)))


def numbered(path: Path) -> ox.Store:
    """Return a store of what a file says."""
    store = ox.Store()
    graph = ox.NamedNode("https://example.org/g")
    store.add(ox.Quad(graph, graph, ox.Literal(path.read_text(encoding="ascii")), graph))
    return store


def test_a_changed_store_is_loaded_while_queries_go_on(tmp_path: Path) -> None:
    file = tmp_path / "number"
    file.write_text("1", encoding="ascii")
    ask, accept = "SELECT ?o { ?s ?p ?o }", "text/csv"
    with running(Guard(partial(numbered, file), limits=LIMITS)) as endpoint, ThreadPoolExecutor() as pool:
        assert endpoint.ask(ask, accept).text == "o\r\n1\r\n"
        tag = endpoint.ask(ask, accept).headers["etag"]
        file.write_text("2", encoding="ascii")
        slow = pool.submit(endpoint.ask, ENDLESS.replace("?n)", "?x)"))
        before = set(endpoint.guard.processes)
        endpoint.run(endpoint.guard.reload())
        assert endpoint.ask(ask, accept).text == "o\r\n2\r\n"
        assert endpoint.ask(ask, accept).headers["etag"] != tag
        assert slow.result().status in (200, 503)
        wait_for(lambda: not any(runs(pid) for pid in before))
        wait_for(lambda: not endpoint.guard._old)


def test_the_guard_outlives_the_process_that_holds_the_store(own: Endpoint) -> None:
    assert own.guard._keeper
    before = own.guard.processes
    os.kill(own.guard._keeper._process.pid, signal.SIGKILL)
    wait_for(lambda: own.ask("ASK {}").status == 200 and not set(before) & set(own.guard.processes))
    wait_for(lambda: not any(runs(pid) for pid in before))


def test_nothing_is_left_of_a_store_that_was_being_loaded_when_the_guard_ended() -> None:
    async def begin_and_end() -> int:
        guard = Guard(load, limits=LIMITS)
        await guard.start()
        assert guard._keeper
        before = set(children(os.getpid()))
        os.kill(guard._keeper._process.pid, signal.SIGKILL)
        while guard._keeper:
            await asyncio.sleep(0.001)
        found: set[int] = set()
        while not found:
            await asyncio.sleep(0.001)
            found = set(children(os.getpid())) - before
        await guard.stop()
        return found.pop()

    assert not runs(asyncio.run(begin_and_end()))


def test_a_worker_that_is_killed_is_replaced(own: Endpoint) -> None:
    pid = own.guard.processes[0]
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: pid not in own.guard.processes and whole(own))
    wait_for(lambda: not runs(pid))


SERVER = """
import asyncio, sys
from dataclasses import replace
from keikaku.web.server.guard.pool import Guard
from tests.serving_sparql.running import ENDLESS, LIMITS, load
async def main():
    guard = Guard(load, limits=replace(LIMITS, seconds=600))
    await guard.start()
    running = asyncio.ensure_future(guard.run(ENDLESS))
    while not (guard._busy and len(guard.processes) == LIMITS.workers):
        await asyncio.sleep(0.01)
    print(*guard.processes, flush=True)
    await running
asyncio.run(main())
"""


def test_nothing_is_left_of_a_server_that_was_killed() -> None:
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        workers = [int(pid) for pid in server.stdout.readline().split()]
        keepers = children(server.pid)
        assert len(workers) == LIMITS.workers
        server.kill()
    with contextlib.suppress(ProcessLookupError):
        wait_for(lambda: not any(runs(pid) for pid in (*workers, *keepers)))
    assert not any(runs(pid) for pid in (*workers, *keepers))
