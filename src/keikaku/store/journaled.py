"""The journal of a store: what a build has finished and the manifest does not name yet, a line a document.

Each line has its own hash in front: one that was half written when its writer died is none. On a disk lines are appended to one
file; elsewhere, where no file can be appended to, they lie in files of some hundred each, ``journal/<number>.jsonl``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from keikaku.ground.files import write_whole
from keikaku.store.kept import Place

_HASH = 16
_FOLDER = "journal"

Record = TypeVar("Record")


class Lines(Protocol):
    """Where the lines of a journal lie."""

    def read(self) -> Iterator[bytes]:
        """Yield the lines, in the order in which they were written."""

    def append(self, lines: Sequence[bytes]) -> None:
        """Write lines behind those that are there."""

    def replace(self, lines: Iterable[bytes]) -> None:
        """Let lines take the place of those that are there."""

    @property
    def in_parts(self) -> bool:
        """Whether they were written bit by bit, and should be brought together."""


class OneFile:
    """Lines in a file of this machine.

    Args:
        file: Where it is, or will be.
    """

    def __init__(self, file: Path) -> None:
        self.in_parts = False
        self._file = file
        self._torn = False

    def read(self) -> Iterator[bytes]:
        """Yield the lines; the last may be half written."""
        if self._file.is_file():
            with self._file.open("rb") as file:
                for line in file:
                    self._torn = not line.endswith(b"\n")
                    yield line

    def append(self, lines: Sequence[bytes]) -> None:
        """Write lines behind those that are there, on a line of their own.

        Raises:
            OSError: No rights, no space.
        """
        with self._file.open("ab") as file:
            file.write(b"\n" * self._torn + b"".join(lines))
        self._torn, self.in_parts = False, True

    def replace(self, lines: Iterable[bytes]) -> None:
        """Let lines take the place of those that are there.

        Raises:
            OSError: No rights, no space; the file is as it was.
        """
        write_whole(self._file, lines)
        self.in_parts = False


class Numbered:
    """Lines in numbered files, at any address.

    Args:
        place: The store's folder.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._files: list[str] = []

    @property
    def in_parts(self) -> bool:
        """Whether there is more than one file."""
        return len(self._files) > 1

    def read(self) -> Iterator[bytes]:
        """Yield the lines of the files, in the order of their numbers."""
        self._files = sorted(name for name in self._place.names(_FOLDER) if name.endswith(".jsonl"))
        for name in self._files:
            yield from (self._place.read(f"{_FOLDER}/{name}") or b"").splitlines()

    def append(self, lines: Sequence[bytes]) -> None:
        """Write lines into a file of their own."""
        number = int(self._files[-1].partition(".")[0]) + 1 if self._files else 1
        name = f"{number:08d}.jsonl"
        self._place.write(f"{_FOLDER}/{name}", b"".join(lines))
        self._files.append(name)

    def replace(self, lines: Iterable[bytes]) -> None:
        """Write lines into a file of their own, and remove the others."""
        old = list(self._files)
        self.append(list(lines))
        for name in old:
            self._place.remove(f"{_FOLDER}/{name}")
        self._files = self._files[-1:]


@dataclass(frozen=True, slots=True)
class Form(Generic[Record]):
    """How records are written.

    Attributes:
        said: A record as text without a line break.
        heard: Text as a record; a ValueError, KeyError or TypeError where it is none, or one of another version.
        name: What a record is about: the last one counts.
    """

    said: Callable[[Record], bytes]
    heard: Callable[[bytes], Record]
    name: Callable[[Record], str]


class Journal(Generic[Record]):
    """The journal of a store.

    Args:
        lines: Where its lines lie.
        form: How its records are written.

    Attributes:
        known: The last record of each document.
    """

    def __init__(self, lines: Lines, form: Form[Record]) -> None:
        self.known: dict[str, Record] = {}
        self._lines = lines
        self._form = form
        self._new: list[Record] = []
        self._stale = False

    def read(self) -> None:
        """Read what there is; the last record of a document counts."""
        self.known = {self._form.name(record): record for record in self._read()}

    def _read(self) -> Iterator[Record]:
        for line in self._lines.read():
            try:
                yield self._form.heard(said_by(line) or b"")
            except (TypeError, KeyError, ValueError):  # half written, or of another version
                self._stale = True

    def refresh(self, record: Record) -> None:
        """Replace a record by one that says more of the same; it is kept when the journal is next compacted."""
        self._stale = True
        self.known[self._form.name(record)] = record

    def add(self, record: Record) -> None:
        """Note what became of a document; it is kept from the next :meth:`keep` on."""
        self.known[self._form.name(record)] = record
        self._new.append(record)

    def keep(self) -> None:
        """Write down what was added.

        Raises:
            OSError: No rights, no space.
            ClusterError: The store's address cannot be written.
        """
        if self._new:
            self._lines.append(self._written(self._new))
            self._new = []

    def compact(self, kept: Mapping[str, Record]) -> None:
        """Leave one record of each document, of those that are still of use.

        Args:
            kept: The records by document.

        Raises:
            OSError: No rights, no space; the journal is as it was.
            ClusterError: The store's address cannot be written.
        """
        if self._stale or self._new or self._lines.in_parts or kept != self.known:
            self._lines.replace(self._written(kept[name] for name in sorted(kept)))
        self.known, self._new, self._stale = dict(kept), [], False

    def _written(self, records: Iterable[Record]) -> list[bytes]:
        return [hashed_line(self._form.said(record)) for record in records]


def hashed_line(text: bytes) -> bytes:
    """Return a line of a journal.

    Args:
        text: What it says, without a line break.
    """
    return b"%s %s\n" % (_hash(text), text)


def said_by(line: bytes) -> bytes | None:
    """Return what a line of a journal says, None where it is half written.

    Args:
        line: The line; its break may be gone.
    """
    head, text = line[:_HASH], line[_HASH + 1 :].removesuffix(b"\n")
    return text if head == _hash(text) else None


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest()[:_HASH].encode()
