"""What a store keeps where it lies, on a disk or at any other address: graph files, and the manifest that names them.

Whoever writes a store, a build on this machine or one on a cluster, does it here: graph files are settled, the manifest takes
the place of the one before, and what nothing names any more is removed.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from keikaku.ground.errors import DamagedStoreError, StoreError
from keikaku.ground.files import read_regular, why, write_whole
from keikaku.ground.messages import Said, say
from keikaku.store.graphfiles import fault
from keikaku.store.linking import linked
from keikaku.store.manifest import MANIFEST, Entry, is_graph_file, manifest_bytes
from keikaku.store.shared import settle

GRAPHS = "graphs"


class Place(Protocol):
    """A folder, wherever it lies; names of files are relative to it."""

    @property
    def shown(self) -> object:
        """The folder, as errors name it."""

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, None where there is none."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""

    def names(self, folder: str) -> Iterable[str]:
        """Return the names of the files of a folder; none where it is not there."""


class Disk:
    """A folder of this machine.

    Args:
        path: The folder.
    """

    def __init__(self, path: Path) -> None:
        self.shown = path

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, None where there is none.

        Raises:
            StoreError: It cannot be read.
        """
        try:
            return read_regular(self.shown / name)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError("store.unreadable", path=self.shown, why=why(error)) from error

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all, and wait until the disk has it.

        Raises:
            StoreError: No rights, no space; what was there is there still.
        """
        try:
            write_whole(self.shown / name, [data], durable=True)
        except OSError as error:
            raise StoreError("store.unwritable", path=self.shown, why=why(error)) from error

    def remove(self, name: str) -> None:
        """Remove a file, if it is there and may be removed: another sweep finds it again."""
        with contextlib.suppress(OSError):
            (self.shown / name).unlink(missing_ok=True)

    def names(self, folder: str) -> list[str]:
        """Return the names of the files of a folder; none where it cannot be read."""
        with contextlib.suppress(OSError):
            return [file.name for file in (self.shown / folder).iterdir()]
        return []


class Kept:
    """The files of a store.

    Args:
        place: Where they lie.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._sound = frozenset[str]()
        """Hashes of the files that were looked through, which takes ten times what hashing them takes; a set that is never
        changed, so that a thread may send it to another process while others read."""

    def whole(self, entry: Entry) -> bytes:
        """Return the bytes of a graph file, which are as they were written, and which any parser takes.

        Raises:
            DamagedStoreError: It is missing, was changed by something else, or holds what no graph file holds.
        """
        data = self._place.read(entry.file)
        if data is None:
            raise self._damaged(entry.file, say("store.file-missing"))
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise self._damaged(entry.file, say("store.file-changed"))
        if entry.sha256 not in self._sound:
            if line := fault(data):
                raise self._damaged(entry.file, say("store.no-statement", line=line))
            self._sound |= {entry.sha256}
        return data

    def _damaged(self, file: str, what: Said) -> DamagedStoreError:
        return DamagedStoreError(
            "store.damaged", path=self._place.shown, file=file, what=what, way_out=say("store.build-again")
        )

    def settle(self, before: Mapping[str, Entry], now: dict[str, Entry]) -> None:
        """Let what several documents of a municipality say stand in the graph of what they share, and decided links in theirs.

        Args:
            before: The documents by key, as they were settled last.
            now: The documents by key; entries whose files are written anew are replaced.
        """
        now |= settle(before, now, self.whole, self._place.write)
        now |= linked(before, now, self.whole, self._place.write)

    def name(self, documents: Mapping[str, Entry]) -> None:
        """Make documents the content of the store, at once: the manifest takes the place of the one before."""
        self._place.write(MANIFEST, manifest_bytes(documents))

    def sweep(self, named: Collection[str]) -> None:
        """Remove the graph files that nothing names: what a killed process left, what was replaced.

        Args:
            named: The files that the manifest or a journal names.
        """
        for name in self._place.names(GRAPHS):
            if is_graph_file(name) and f"{GRAPHS}/{name}" not in named:
                self._place.remove(f"{GRAPHS}/{name}")
