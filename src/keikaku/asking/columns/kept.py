"""Answers that the index keeps whole: those of questions whose every row is about the documents of one municipality.

A question says so in its head (``# within: municipality``). Its SPARQL is asked when the index is made, of the documents of
a few municipalities at a time, and the rows are kept as SPARQL writes them; afterwards they are only looked up.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from keikaku.asking.questions import Query, queries
from keikaku.ground.collector import paused
from keikaku.ground.processes.pool import Pool
from keikaku.ground.processes.process import LostError
from keikaku.store.folder import Store
from keikaku.store.memory import load, united

if TYPE_CHECKING:
    import duckdb

MUNICIPALITY = "municipality"
"""What a question may be within; it is also its first column, and what its rows are ordered by first."""
_ENOUGH = 24 << 20
"""Bytes of N-Quads that are asked together: what lies below loads more vocabulary than documents, what lies above asks for
memory without being quicker (some 15 municipalities, 150 MiB a process)."""
_PUBLISHER = re.compile(rb" <http://purl\.org/dc/terms/publisher> <([^>]*)> ")
_APART = "\x01"


def kept() -> list[Query]:
    """Return the questions whose answers are kept."""
    return [query for query in queries().values() if query.within == MUNICIPALITY]


def keep(store: Store, base: duckdb.DuckDBPyConnection, scratch: Path, processes: int) -> None:
    """Ask the questions and keep their rows in the table ``kept``, their columns in ``kept_head``.

    Args:
        store: The store; its files were checked.
        base: The database that is made.
        scratch: A file to write on the way.
        processes: How many ask at once.
    """
    base.execute("CREATE TABLE kept_head (question VARCHAR, head VARCHAR)")
    nothing = ox.Store()
    for query in kept():
        base.execute("INSERT INTO kept_head VALUES (?, ?)", (query.name, _lines(nothing, query)[0]))
    with scratch.open("w", encoding="utf-8", newline="\n") as file:
        for rows in _asked(store, processes):
            file.writelines(f"{row}\n" for row in rows)
    base.execute(
        """CREATE TABLE kept AS
        SELECT question, town, number::INTEGER AS number, line[length(question) + length(town) + length(number) + 4:] AS cells
        FROM (
            SELECT line, split_part(line, chr(1), 1) AS question, split_part(line, chr(1), 2) AS town,
                   split_part(line, chr(1), 3) AS number
            FROM read_csv($file, columns = {'line': 'VARCHAR'}, delim = '\x02', quote = '', escape = '', header = false,
                          auto_detect = false, strict_mode = false, max_line_size = 16777216)
        )
        ORDER BY question, town, number""",
        {"file": str(scratch)},
    )


def rows_of(base: duckdb.DuckDBPyConnection, query: Query, municipality: str | None) -> str:
    """Return the kept answer of a question as SPARQL's TSV.

    Args:
        base: The index.
        query: The question.
        municipality: IRI of the one that is asked about; all where None.
    """
    head = base.execute("SELECT head FROM kept_head WHERE question = ?", (query.name,)).fetchone()
    with paused():
        rows = base.execute(
            """SELECT cells FROM kept WHERE question = $question AND ($town IS NULL OR town = $town)
            ORDER BY town, number""",
            {"question": query.name, "town": None if municipality is None else f"<{municipality}>"},
        ).fetchall()
    return "\n".join([head[0] if head else "", *(row[0] for row in rows), ""])


def _asked(store: Store, processes: int) -> Iterator[list[str]]:
    tasks = list(batches(store))
    if processes < 2 or len(tasks) < 2:
        for keys in tasks:
            yield _of(store, keys)
        return
    pool = Pool(min(processes, len(tasks)), "keikaku.asking.columns.kept:asking", store)
    with contextlib.closing(pool.answers(tasks, in_order=True)) as answers:
        for number, rows in answers:  # alone it may have all memory, and what fails says so
            yield _of(store, tasks[number]) if isinstance(rows, LostError) else rows


def asking(store: Store) -> Callable[[Iterable[str]], Iterator[list[str]]]:
    """Return what asks the questions of documents in this process.

    Args:
        store: The store.
    """

    def asked(keys: Iterable[str]) -> Iterator[list[str]]:
        yield _of(store, keys)

    return asked


def _of(store: Store, keys: Iterable[str]) -> list[str]:
    """Return the rows of all questions about some documents: question, municipality, number, cells."""
    memory = united(load(store.nquads(keys)))
    return [
        _APART.join((query.name, row.partition("\t")[0], str(number), row))
        for query in kept()
        for number, row in enumerate(_lines(memory, query)[1:])
    ]


def _lines(memory: ox.Store, query: Query) -> list[str]:
    """Return the head and the rows of an answer as SPARQL's TSV writes them."""
    found = memory.query(query.text)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(f"{query.name} is no SELECT")
    return (found.serialize(format=ox.QueryResultsFormat.TSV) or b"").decode().split("\n")[:-1]


def batches(store: Store) -> Iterator[tuple[str, ...]]:
    """Yield the documents of whole municipalities, as many together as are worth it.

    A document of two municipalities, by its entry or by the publishers of its plans, keeps both together; links that belong
    to none are asked with all.
    """
    towns: dict[str, str] = {}  # a name of a municipality → the name of those that are asked together

    def top(name: str) -> str:
        while towns.setdefault(name, name) != name:
            name = towns[name]
        return name

    sizes: dict[str, int] = {}
    for key, entry in store.documents.items():
        data = b"".join(store.nquads([key]))
        sizes[key] = len(data)
        names = [entry.municipality, *(iri.decode() for iri in _PUBLISHER.findall(data))]
        named = [name for name in names if name]
        for name in named[1:]:
            towns[top(name)] = top(named[0])
    together: defaultdict[str, list[str]] = defaultdict(list)
    for key, entry in store.documents.items():
        together[top(entry.municipality) if entry.municipality else ""].append(key)
    everywhere = together.pop("", [])
    batch: list[str] = []
    for _town, keys in sorted(together.items()):
        batch += keys
        if sum(sizes[key] for key in batch) >= _ENOUGH:
            yield (*batch, *everywhere)
            batch = []
    if batch or not together:
        yield (*batch, *everywhere)
