"""What the search of a site finds, gathered part by part and sorted in a file: of a country there are some million entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from keikaku.web.pages.search_entries import Entry

_TABLE = "create table entry (municipality text, kind integer, name text, path text, data text)"
_SORTED = "select data from entry order by municipality, kind, name, path"


class Found(Iterable[Entry]):
    """Entries in the order of :attr:`Entry.order`, read from a file as often as they are asked for.

    Args:
        file: Path of the file; there is none yet.
        entries: What is found, in any order.

    Raises:
        sqlite3.Error: The file cannot be written.
    """

    def __init__(self, file: Path, entries: Iterable[Entry]) -> None:
        self._file = file
        with closing(sqlite3.connect(file, isolation_level=None)) as base:
            base.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLE)
            base.execute("begin")
            base.executemany("insert into entry values (?, ?, ?, ?, ?)", map(_row, entries))
            base.execute("commit")

    def __iter__(self) -> Iterator[Entry]:
        # SQLite sorts texts by their bytes in UTF-8, which is by code points, as Python does.
        with closing(sqlite3.connect(self._file)) as base:
            for (data,) in base.execute(_SORTED):
                yield _entry(data)


def _row(one: Entry) -> tuple[object, ...]:
    said = {name: getattr(one, name) for name in Entry.__slots__}
    return (*one.order, json.dumps(said, ensure_ascii=False))


def _entry(data: str) -> Entry:
    said: dict[str, Any] = json.loads(data)
    said |= {name: tuple(said[name]) for name in ("more", "passages")}
    said["facets"] = {name: tuple(values) for name, values in said["facets"].items()}
    return Entry(**said)
