"""The process that holds the store and makes workers of itself, and the workers.

The store is loaded once; a worker is a fork, which shares its memory and is there in milliseconds. So a
worker that took too long is killed and replaced, and nothing is loaded again. This process runs one thread
and no query. It ends, and its workers with it, when the server closes the line to it or dies.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import pickle
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pyoxigraph as ox

from keikaku.ground.errors import EndpointError, KeikakuError
from keikaku.web.server.guard import isolation, wire
from keikaku.web.server.guard.answering import Library, answer
from keikaku.web.server.guard.limits import Limits

Loader = Callable[[], ox.Store]
_NICEST = 19
_REAP = 0.01  # seconds between looks at workers that are ending
_QUICK = 0.01  # seconds of computing; a query below leaves little behind
_REFRESH = 32  # quick queries after which the processor time is counted anew
_LOOK = 512  # queries after which a look is worth its time nevertheless
_GROWTH = 4  # a worker that keeps more than this part of what a query may take is replaced


@dataclass(frozen=True, slots=True)
class Settings:
    """What the process needs to know.

    Attributes:
        loader: Returns the store; a function that can be pickled.
        limits: The limits.
        services: IRIs that SERVICE may name.
        base: What relative IRIs in queries are relative to.
    """

    loader: Loader
    limits: Limits
    services: frozenset[str]
    base: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the process says of the store.

    Attributes:
        graphs: IRIs of the named graphs, with the number of their triples.
        network_cut: Whether its workers have no network.
    """

    graphs: dict[str, int]
    network_cut: bool


def begin() -> None:
    """Be that process; its argument is the number of an open socket."""
    _serve(socket.socket(fileno=int(sys.argv[1])))
    os._exit(0)  # taking the store apart would take as long as loading it


def _serve(line: socket.socket) -> None:
    """Load the store, then make and end workers as the server says.

    A thread of its own loads it, and so from memory of its own: in what loading frees between the parts of the store, a
    worker would look for room twice as long as a small query takes, and copy each page where it finds some.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.path[:] = json.loads(_framed(line))  # where the loader is to be found
    settings = pickle.loads(_framed(line))  # noqa: S301 - from the server that started it
    try:
        with ThreadPoolExecutor(1) as apart:
            library = apart.submit(_library, settings).result()
    except KeikakuError as error:
        _send_framed(line, error)
        return
    cut = not settings.services and isolation.cut_network()
    gc.freeze()
    isolation.give_back_memory()
    _send_framed(line, Loaded(library.graphs, cut))
    _obey(line, library)


def _library(settings: Settings) -> Library:
    store = settings.loader()
    rows = store.query("SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
    graphs = {row[0].value: int(row[1].value) for row in rows}  # type: ignore[union-attr]
    return Library(store, graphs, settings.limits, settings.services, settings.base)


def _obey(line: socket.socket, library: Library) -> None:
    workers: set[int] = set()
    dying: set[int] = set()
    while True:
        ready = select.select([line], [], [], _REAP if dying else None)[0]
        _reap(line, dying)
        if not ready:
            continue
        order = _exactly(line, wire.ORDER.size)
        if not order:
            break
        letter, pid = wire.ORDER.unpack(order)
        if letter == wire.FORK:
            workers.add(_fork(line, library))
        elif pid in workers and letter == wire.SLOWER:
            os.setpriority(os.PRIO_PROCESS, pid, _NICEST)
        elif pid in workers:
            _end(pid)
            workers.remove(pid)
            dying.add(pid)
    for pid in workers:
        _end(pid)


def _end(pid: int) -> None:
    """End a worker that nobody has waited for yet, so that its number is no other's."""
    with contextlib.suppress(PermissionError):  # else it takes its time to give back its memory
        os.setpriority(os.PRIO_PROCESS, pid, 0)
    os.kill(pid, signal.SIGKILL)


def _reap(line: socket.socket, dying: set[int]) -> None:
    """Say of which workers nothing is left, without waiting for the others."""
    for pid in list(dying):
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            dying.remove(pid)
            line.sendall(wire.ORDER.pack(wire.END, pid) + status.to_bytes(4, "big"))


def _fork(line: socket.socket, library: Library) -> int:
    """Make a worker, and hand the server its end of the pair."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        line.close()
        ours.close()
        _work(theirs, library)
        os._exit(0)
    theirs.close()
    socket.send_fds(line, [wire.ORDER.pack(wire.FORK, pid) + bytes(4)], [ours.fileno()])
    ours.close()
    return pid


# ---------------------------------------------------------------- a worker


def _work(line: socket.socket, library: Library) -> None:
    """Answer one query after the other, until the server hangs up.

    Reading counts references, and so makes copies of the pages that the store shares: a worker that has
    read much of it has taken much memory, and lets a fresh one take its place.
    """
    isolation.limit_process(library.limits.memory_mib)
    most = library.limits.memory_mib * 2**20 // _GROWTH
    look = True
    for number, head in enumerate(_heads(line), 1):
        question = wire.read_question(head)
        if look or number % _REFRESH == 0:
            isolation.limit_processor(library.limits.seconds)
        start = time.process_time()
        try:
            found = answer(library, question)
        except EndpointError as error:
            said, body = wire.error_head(error), b""
        else:
            said, body = {"type": found.media_type, "limit": found.limit}, found.body
            del found
        look = time.process_time() - start > _QUICK or number % _LOOK == 0
        said["retire"] = look and isolation.own_memory() > most
        line.sendall(wire.pack(said, body))
        del body


def _heads(line: socket.socket) -> Iterator[bytes]:
    """Yield what the frames say that come, until the other side has gone."""
    data, size = b"", wire.HEAD.size
    while True:
        while len(data) < size or len(data) < size + wire.HEAD.unpack_from(data)[0]:
            piece = line.recv(2**16)
            if not piece:
                return
            data += piece
        end = size + wire.HEAD.unpack_from(data)[0]
        yield data[size:end]
        data = data[end:]


def _exactly(line: socket.socket, size: int) -> bytes:
    """Read some bytes; fewer, or none, where the other side has gone."""
    data = b""
    while len(data) < size and (piece := line.recv(size - len(data))):
        data += piece
    return data if len(data) == size else b""


def _framed(line: socket.socket) -> bytes:
    return _exactly(line, wire.HEAD.unpack(_exactly(line, wire.HEAD.size))[1])


def _send_framed(line: socket.socket, what: object) -> None:
    data = pickle.dumps(what)
    line.sendall(wire.HEAD.pack(0, len(data)) + data)
