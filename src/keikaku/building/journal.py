"""The journal of a store: what became of each document when it was last read, and from what.

One line a document, its own hash in front; a line that was half written when the process died is none. What
the manifest does not name yet is taken only where the graph file has the hash that the line names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from keikaku.building.changes import Input, Stamp, stamp
from keikaku.store import journaled
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


class Journal(journaled.Journal[Record]):
    """The journal of a store on this machine.

    Args:
        file: Where it is, or will be.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(journaled.OneFile(file), _FORM)
        self._folder = file.parent

    def note(self, record: Record) -> None:
        """Write down at once what became of a document.

        Raises:
            OSError: No rights, no space.
        """
        self.add(record)
        self.keep()

    def settle(self, published: Mapping[str, Entry]) -> None:
        """Leave only the last line of each document, and of those only what the store holds or refused.

        A document's graph file may have been written anew when the documents of its municipality were settled.

        Args:
            published: What the manifest names.

        Raises:
            OSError: No rights, no space; the journal is as it was.
        """
        self.compact(
            {path: now for path, record in self.known.items() if (now := self._published(record, published))}
        )

    def _published(self, record: Record, published: Mapping[str, Entry]) -> Record | None:
        """Return a record as the manifest says it now, None where the store has no use for it."""
        if record.entry is None:
            return record if os.path.exists(record.path) else None  # noqa: PTH110
        entry = published.get(record.key)
        if entry is None or not entry.says_as(entry_of(record.entry)):
            return None
        if (raw := asdict(entry)) == record.entry:
            return record
        return record.model_copy(update={"entry": raw, "stamp": stamp(self._folder / entry.file)})


_FORM = journaled.Form(
    said=lambda record: record.model_dump_json().encode(),
    heard=Record.model_validate_json,
    name=lambda record: record.path,
)


def name_of(path: Path) -> str:
    """Return a document's path as text, also where its bytes are no UTF-8."""
    return os.fsencode(path.absolute()).decode("utf-8", "backslashreplace")
