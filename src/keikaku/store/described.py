"""Which things each document describes, in a file: of a country there are millions of things, too many for memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from keikaku.graph.addresses import file_stem

_TABLES = """\
create table described (document text, thing text, primary key (document, thing)) without rowid;
create table document (name text primary key, stem text) without rowid;
"""


def write_described(file: Path, pairs: Iterable[tuple[str, str]]) -> None:
    """Write the file.

    Args:
        file: Its path; there is none yet.
        pairs: Local names of documents with the IRIs of things that they describe, in any order, some twice.

    Raises:
        sqlite3.Error: It cannot be written.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as base:
        base.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES)
        base.execute("begin")
        base.executemany("insert or ignore into described values (?, ?)", pairs)
        base.create_function("file_stem", 1, file_stem)
        base.execute(
            "insert into document select distinct document, file_stem(document) from described order by 1"
        )
        base.execute("create index stems on document (stem)")
        base.execute("commit")


class Described(Mapping[str, tuple[str, ...]]):
    """The documents by local name, sorted, each with the IRIs of the things it describes, read from a file.

    Args:
        file: Path of the file.
    """

    def __init__(self, file: Path) -> None:
        self._base = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        found = self._base.execute("select thing from described where document = ? order by thing", (name,))
        things = tuple(thing for (thing,) in found)
        if not things:
            raise KeyError(name)
        return things

    def __contains__(self, name: object) -> bool:
        found = self._base.execute("select 1 from document where name = ?", (name,))
        return found.fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        return (name for (name,) in self._base.execute("select name from document order by name"))

    def __len__(self) -> int:
        return int(self._base.execute("select count(*) from document").fetchone()[0])

    @property
    def stems(self) -> Mapping[str, str]:
        """The documents by the paths of their files without suffix, sorted."""
        return _Stems(self._base)


class _Stems(Mapping[str, str]):
    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __getitem__(self, stem: str) -> str:
        found = self._base.execute("select name from document where stem = ?", (stem,)).fetchone()
        if found is None:
            raise KeyError(stem)
        return str(found[0])

    def __iter__(self) -> Iterator[str]:
        return (stem for (stem,) in self._base.execute("select stem from document order by stem"))

    def __len__(self) -> int:
        return int(self._base.execute("select count(*) from document").fetchone()[0])
