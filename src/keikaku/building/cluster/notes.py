"""What a build on a cluster has finished, kept at the store's address until the manifest says it.

An object store cannot append to a file, so finished documents are noted in files of some hundred each,
``journal/<number>.jsonl``, each line with its hash in front.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from keikaku.building.cluster.remote_files import Place
from keikaku.building.cluster.task import Finished
from keikaku.ground.files import read_json
from keikaku.store.hashed_lines import hashed_line, said_by


@dataclass(frozen=True, slots=True)
class Note:
    """A finished document.

    Attributes:
        token: What its files were (:func:`keikaku.building.cluster.remote_files.find_addresses`).
        software: With which software it was read (:func:`keikaku.building.cluster.task.software`).
        finished: What became of it.
    """

    token: str
    software: str
    finished: Finished


class Notes:
    """The notes of a store.

    Args:
        store: The store.
    """

    def __init__(self, store: Place) -> None:
        self._store = store
        self._files: list[str] = []
        self._new: list[Note] = []
        self.known: dict[str, Note] = {}

    def read(self) -> None:
        """Read what there is; the last note of a document counts.

        Raises:
            ClusterError: They cannot be read.
        """
        self._files = sorted(name for name in self._store.sizes("journal") if name.endswith(".jsonl"))
        for name in self._files:
            for line in (self._store.read(f"journal/{name}") or b"").splitlines():
                note = _note(line)
                if note:
                    self.known[note.finished.address] = note

    def add(self, note: Note) -> None:
        """Note a finished document; it is kept from the next :meth:`keep` on."""
        self.known[note.finished.address] = note
        self._new.append(note)

    def keep(self) -> None:
        """Write down what was added.

        Raises:
            ClusterError: It cannot be written.
        """
        if self._new:
            number = int(self._files[-1].partition(".")[0]) + 1 if self._files else 1
            name = f"{number:08d}.jsonl"
            self._store.write(f"journal/{name}", b"".join(map(_line, self._new)))
            self._files.append(name)
            self._new = []

    def compact(self) -> None:
        """Leave one file, in which each document stands once.

        Raises:
            ClusterError: It cannot be written.
        """
        if len(self._files) < 2 and not self._new:
            return
        old, self._new = list(self._files), [self.known[address] for address in sorted(self.known)]
        self.keep()
        for name in old:
            self._store.remove(f"journal/{name}")
        self._files = self._files[-1:]


def _line(note: Note) -> bytes:
    return hashed_line(json.dumps(asdict(note), ensure_ascii=False, sort_keys=True).encode())


def _note(line: bytes) -> Note | None:
    """Return the note of a line, None where it is half written or of another version."""
    try:
        value = read_json(said_by(line) or b"")
        return Note(value["token"], value["software"], Finished(**value["finished"]))
    except (TypeError, KeyError, ValueError):
        return None
