"""The graphs of the documents for the dumps: what a document says by itself, and what it adds to the files of the whole.

Each document is made by itself, on as many processes as there are; only what it repeats of others' depends on them, and is
found out before, in the order of the documents. So the bytes are the same on any number of processes, and a few documents are in
memory at a time.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from gzip import GzipFile
from typing import BinaryIO, NamedTuple

import pyoxigraph as ox

from keikaku.graph import formats
from keikaku.graph.addresses import Addresses
from keikaku.ground.processes.pool import in_order
from keikaku.store.folder import Store
from keikaku.store.shared import repeated, shared_graph, without

_FEW = 16  # documents that one process has made before others have started
_HEAD = len(formats.turtle([]))


class Made(NamedTuple):
    """What is made of a document.

    Attributes:
        file: Its N-Quads, compressed.
        nquads: Those of them that no earlier document holds.
        turtle: The same as Turtle, without its prefixes.
    """

    file: bytes
    nquads: bytes
    turtle: bytes


_Task = tuple[str, set[bytes]]


@contextlib.contextmanager
def packed(output: BinaryIO) -> Iterator[GzipFile]:
    """Give a file to write compressed, the same for the same bytes: no time of day, no name."""
    with GzipFile(filename="", mode="wb", compresslevel=6, fileobj=output, mtime=0) as file:
        yield file


def made_graphs(store: Store, addresses: Addresses, jobs: int) -> Iterator[Made]:
    """Yield what is made of each document of a store, in order of their keys.

    Args:
        store: The store.
        addresses: Which IRIs its things are published under.
        jobs: Processes that make it.

    Raises:
        StoreError: A file of the store is not as it was written, or cannot be read.
    """
    processes = jobs if len(store.documents) > _FEW else 1
    job = "keikaku.web.site.graph_dumps:making"
    yield from in_order(processes, job, store, addresses, tasks=_tasks(store))


def _tasks(store: Store) -> Iterator[_Task]:
    """Yield the key of each document, and the lines of it that earlier ones hold already."""
    entries = store.documents
    graphs = (entry.graph for entry in entries.values())
    shared = [shared_graph(entry) for entry in entries.values()]
    found = repeated(zip(graphs, store.nquads(entries), strict=True), shared)
    for key, (_data, again) in zip(entries, found, strict=True):
        yield key, again


def making(store: Store, addresses: Addresses) -> Callable[[_Task], Iterator[Made]]:
    """Return what makes a document in this process.

    Args:
        store: The store.
        addresses: Which IRIs its things are published under.
    """

    def make(task: _Task) -> Iterator[Made]:
        key, again = task
        (data,) = map(addresses.renamed, store.nquads([key]))
        file = io.BytesIO()
        with packed(file) as output:
            output.write(data)
        alone = without(data, set(addresses.renamed(b"\n".join(again)).split(b"\n"))) if again else data
        yield Made(file.getvalue(), alone, _turtle(alone))

    return make


def _turtle(data: bytes) -> bytes:
    """Return N-Quads as Turtle, each triple once, without prefixes.

    Lines of one form are in the order of the terms, so they are sorted before they are parsed: text is compared and let go in
    a tenth of the time that terms take. They were looked through when they were read from the store.
    """
    triples = sorted(dict.fromkeys(line.rpartition(b" <")[0] for line in data.split(b"\n")[:-1]))
    lines = b"".join(triple + b" .\n" for triple in triples)
    parsed = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    return formats.turtle(parsed)[_HEAD:]
