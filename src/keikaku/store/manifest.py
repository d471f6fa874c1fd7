"""The manifest of a store: what it says of each document, and how graph files are called."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from keikaku.ground.errors import DamagedStoreError, StoreError
from keikaku.ground.files import held_names, read_json, read_regular, why
from keikaku.ground.messages import say

FORMAT = 6
"""The version of the data that this software writes; :mod:`keikaku.store.migration` brings an older store to it."""
MARK = "keikaku-store"
MANIFEST = "manifest.json"
HOLDER = "holder.json"
JOURNAL = "journal.jsonl"
PARTS = tuple(f"{name}.part" for name in (MANIFEST, HOLDER, JOURNAL))
"""What lies in a store that a process left half written."""
MAPPINGS = "mappings"
"""Kind of what holds links that were suggested, or that people decided about."""
PROPOSED = "proposed"
"""Kind of the entries of documents that were read with a draft nobody accepted yet."""
ACCEPTED = "accepted"
"""Kind of the entries of documents whose readings people accepted."""
OF_DOCUMENTS = frozenset({"document", PROPOSED, ACCEPTED})
"""Kinds of the entries that hold what a document says."""
ANSWERED = OF_DOCUMENTS - {PROPOSED}
"""Kinds of the entries of documents for which somebody answers."""
REPLACED = "replaced"
"""Kind of the entries that say which IRIs took the place of which."""
_GRAPH_FILE = re.compile(
    r"[^/\\]+\.[0-9a-f]{16}\.nq(?:-[0-9a-f]{8})?"
)  # what a worker of a cluster writes has the end
_OURS = {"graphs", "lock", HOLDER, JOURNAL, *PARTS}
_LONGEST_NAME = 200  # bytes; file systems allow 255, the hash and the suffixes need some


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the manifest says of one document.

    Attributes:
        graph: IRI of its named graph.
        file: Its N-Quads file, relative to the store.
        sha256: Of that file.
        quads: How many it holds.
        source: Name of the file that was read.
        source_sha256: Of the file that was read.
        loader: Id of the series that read it.
        loader_version: Hash of the series' files.
        software: Version of keikaku.
        municipality: Five-digit code.
        kind: ``"document"``, ``"proposed"`` for one that was read with a draft, ``"accepted"`` for one that people accepted,
            ``"mappings"`` for the links that people decided about (``keikaku confirm``), or ``"replaced"`` for what leads from old IRIs to new ones (``keikaku migrate``).
        alone: SHA-256 of what the document says by itself, where other documents share some of it
            (:mod:`keikaku.store.shared`); "" where that is what the file holds.
    """

    graph: str
    file: str
    sha256: str
    quads: int
    source: str
    source_sha256: str
    loader: str
    loader_version: str
    software: str
    municipality: str
    kind: str = "document"
    alone: str = ""

    @property
    def said_sha256(self) -> str:
        """SHA-256 of what the document says by itself."""
        return self.alone or self.sha256

    def says_as(self, other: Entry | None) -> bool:
        """Tell whether another entry says the same of the same document, whatever others share of it."""
        return other is not None and _alone(self) == _alone(other)


def _alone(entry: Entry) -> Entry:
    return replace(entry, file="", sha256=entry.said_sha256, quads=0, alone="")


def manifest_bytes(documents: Mapping[str, Entry]) -> bytes:
    """Return a manifest as it is written, the same for the same documents.

    It reads as ``json.dumps(…, indent=1, sort_keys=True)`` writes it, in a tenth of the time.
    """
    names = sorted(field.name for field in fields(Entry))
    rows = []
    for key in sorted(documents):
        values = {name: getattr(documents[key], name) for name in names}
        text = json.dumps(values, ensure_ascii=False, separators=(",\n   ", ": "))
        rows.append(f"  {json.dumps(key, ensure_ascii=False)}: {{\n   {text[1:-1]}\n  }}")
    inside = "{\n" + ",\n".join(rows) + "\n }" if rows else "{}"
    return f'{{\n "documents": {inside},\n "{MARK}": {FORMAT}\n}}\n'.encode()


def read_manifest(path: Path, *, oldest: int = FORMAT) -> dict[str, Entry]:
    """Return the entries of the manifest of a store, none where there is no store yet.

    Args:
        path: The store's folder.
        oldest: The oldest version of the data that is taken.

    Raises:
        StoreError: The path holds something else, cannot be read, or was written by a newer or an older version.
        DamagedStoreError: It cannot be understood.
    """
    try:
        if path.exists() and not path.is_dir():
            raise StoreError("store.not-a-store", path=path, why=say("store.is-a-file"))
        data = read_regular(path / MANIFEST)
    except FileNotFoundError:
        _refuse_other_folder(path)
        return {}
    except OSError as error:
        raise StoreError("store.unreadable", path=path, why=why(error)) from error
    return entries_of(data, path, oldest=oldest)


def _refuse_other_folder(path: Path) -> None:
    """Refuse a folder that holds anything that a store without a manifest cannot hold."""
    try:
        others = held_names(path) - _OURS
        graphs = held_names(path / "graphs")
    except OSError as error:
        raise StoreError("store.unreadable", path=path, why=why(error)) from error
    others |= {f"graphs/{name}" for name in graphs if not is_graph_file(name)}
    if others:
        first = min(others)
        raise StoreError(
            "store.not-a-store",
            path=path,
            why=say("store.holds-another", first=first, manifest=MANIFEST),
        )


def entries_of(data: bytes, path: object, *, oldest: int = FORMAT) -> dict[str, Entry]:
    """Return the entries of a manifest, which may come from anywhere.

    Args:
        data: Its bytes.
        path: The store, as errors name it.
        oldest: The oldest version of the data that is taken.

    Raises:
        StoreError: It is none of keikaku's.
        StoreError: A newer version wrote it.
        StoreError: An older version wrote it.
        DamagedStoreError: It cannot be understood.
    """
    try:
        raw = read_json(data)
    except ValueError:
        raw = None
    if not isinstance(raw, dict) or not isinstance(raw.get(MARK), int):
        said = say("store.none-keikaku-s", manifest=MANIFEST)
        raise StoreError("store.not-a-store", path=path, why=said)
    if raw[MARK] > FORMAT:
        raise StoreError("store.newer", path=path, found=raw[MARK], known=FORMAT)
    if raw[MARK] < oldest and raw.get("documents"):
        raise StoreError("store.older", path=path, found=raw[MARK], known=FORMAT)
    try:
        return {key: entry_of(entry) for key, entry in raw["documents"].items()}
    except (KeyError, TypeError, AttributeError, ValueError):
        raise DamagedStoreError(
            "store.damaged",
            path=path,
            file=MANIFEST,
            what=say("store.no-manifest"),
            way_out=say("store.move-away"),
        ) from None


def entry_of(raw: dict[str, Any]) -> Entry:
    """Return an entry of a manifest, which may come from anywhere.

    Raises:
        TypeError: A field is missing, unknown, or of another type.
        ValueError: Its file lies outside the store.
    """
    entry = Entry(**raw)
    for name, kind in _KINDS.items():
        if not isinstance(getattr(entry, name), kind):
            raise TypeError(name)
    if not (entry.file.startswith("graphs/") and is_graph_file(entry.file[7:])):
        raise ValueError(entry.file)
    return entry


_KINDS = {field.name: int if field.name == "quads" else str for field in fields(Entry)}


def is_graph_file(name: str) -> bool:
    """Tell whether a name is one that the store gives a graph file, or the beginning of one."""
    return bool(_GRAPH_FILE.fullmatch(name.removesuffix(".part")))


def graph_file(key: str, sha256: str) -> str:
    """Return the path of a graph file in its store; a key that is too long for a file name is shortened."""
    if len(key.encode()) <= _LONGEST_NAME:
        name = key
    else:
        name = f"{key[:40]}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
    return f"graphs/{name}.{sha256[:16]}.nq"


def json_bytes(value: object) -> bytes:
    """Return a value as the JSON of a store's files."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
