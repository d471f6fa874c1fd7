"""The journal of a store: what became of each document when it was last read, and from what.

One line a document, its own hash in front; a line that was half written when the process died is none. What
the manifest does not name yet is taken only where the graph file has the hash that the line names.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from keikaku.building.changes import Input, Stamp, stamp
from keikaku.ground.files import write_whole
from keikaku.store.hashed_lines import hashed_line, said_by
from keikaku.store.manifest import Entry, entry_of


class Record(BaseModel):
    """What became of a document.

    Attributes:
        path: The document.
        made_with: Hash of the code and the options (:func:`keikaku.building.changes.made_with`).
        inputs: The files that the graph depends on.
        loader: The series that read it, and its version.
        key: Its name in the store.
        entry: What the manifest says of it, None where it was refused.
        stamp: What the file system says of the graph file.
        report: Its report.
        refused: Whether the report holds an error.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str
    made_with: str
    inputs: tuple[Input, ...]
    loader: tuple[str, str] = ("", "")
    key: str = ""
    entry: dict[str, str | int] | None = None
    stamp: Stamp | None = None
    report: str
    refused: bool = False


class Journal:
    """The journal of a store.

    Args:
        file: Where it is, or will be.
    """

    def __init__(self, file: Path) -> None:
        self.records: dict[str, Record] = {}
        self._file = file
        self._new = self._torn = False

    def read(self) -> None:
        """Read what there is; the last line of a document counts."""
        self.records = {record.path: record for record in self._read()}

    def refresh(self, record: Record) -> None:
        """Replace a record by one that says the same with other stamps."""
        self._new = True
        self.records[record.path] = record

    def _read(self) -> Iterator[Record]:
        if not self._file.is_file():
            return
        with self._file.open("rb") as file:
            for line in file:
                self._torn = not line.endswith(b"\n")
                try:
                    yield Record.model_validate_json(said_by(line) or b"")
                except ValidationError:  # half written, or of another version
                    self._new = True

    def add(self, record: Record) -> None:
        """Write down what became of a document.

        Raises:
            OSError: No rights, no space.
        """
        self._new = True
        self.records[record.path] = record
        with self._file.open("ab") as file:
            file.write(b"\n" * self._torn + _line(record))
        self._torn = False

    def compact(self, published: Mapping[str, Entry]) -> None:
        """Leave only the last line of each document, and of those only what the store holds or refused.

        A document's graph file may have been written anew when the documents of its municipality were settled.

        Args:
            published: What the manifest names.

        Raises:
            OSError: No rights, no space; the journal is as it was.
        """
        kept = {
            path: now
            for path, record in sorted(self.records.items())
            if (now := self._published(record, published))
        }
        if self._new or len(kept) < len(self.records):
            write_whole(self._file, map(_line, kept.values()))
        self.records, self._new = kept, False

    def _published(self, record: Record, published: Mapping[str, Entry]) -> Record | None:
        """Return a record as the manifest says it now, None where the store has no use for it."""
        if record.entry is None:
            return record if os.path.exists(record.path) else None  # noqa: PTH110
        entry = published.get(record.key)
        if entry is None or not entry.says_as(entry_of(record.entry)):
            return None
        if (raw := asdict(entry)) == record.entry:
            return record
        self._new = True
        return record.model_copy(update={"entry": raw, "stamp": stamp(self._file.parent / entry.file)})


def name_of(path: Path) -> str:
    """Return a document's path as text, also where its bytes are no UTF-8."""
    return os.fsencode(path.absolute()).decode("utf-8", "backslashreplace")


def _line(record: Record) -> bytes:
    return hashed_line(record.model_dump_json().encode())
