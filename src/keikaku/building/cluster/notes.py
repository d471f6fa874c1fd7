"""What a build on a cluster notes of each document that is finished, in the journal at the store's address."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from keikaku.building.cluster.task import Finished
from keikaku.ground.files import read_json
from keikaku.store.journaled import Form, Journal, Numbered
from keikaku.store.kept import Place


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


def notes(place: Place) -> Journal[Note]:
    """Return the notes of a store, by the addresses of the documents; nothing is read yet."""
    return Journal(Numbered(place), Form(_said, _heard, lambda note: note.finished.address))


def _said(note: Note) -> bytes:
    return json.dumps(asdict(note), ensure_ascii=False, sort_keys=True).encode()


def _heard(text: bytes) -> Note:
    value = read_json(text)
    return Note(value["token"], value["software"], Finished(**value["finished"]))
