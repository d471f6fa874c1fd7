"""The store: a folder with one sorted N-Quads file a document, and a manifest.

    keikaku.store/
        manifest.json      what is there; replacing it is the moment at which a change happens
        graphs/<document>.<hash>.nq
        lock, holder.json  who is writing

A graph file is named by its content and never changed. A new one is written beside the old one; then the
manifest is replaced by a rename; then what it no longer names is removed. Whenever the process dies, the
store is as before or as after. Anything else (an index, a summary) is derived and can be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyoxigraph
from filelock import FileLock, Timeout

from keikaku import content
from keikaku.errors import (
    DamagedStoreError,
    LockedStoreError,
    NewerStoreError,
    NotAStoreError,
    UnwritableStoreError,
)

FORMAT = 1
_MARK = "keikaku-store"
_MANIFEST = "manifest.json"


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


class Store:
    """A store on disk.

    Args:
        path: The folder; it need not exist yet.

    Raises:
        NotAStoreError: The path holds something else.
        NewerStoreError: A newer version wrote it.
        DamagedStoreError: The manifest cannot be understood.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._documents = self._read_manifest()

    @property
    def documents(self) -> dict[str, Entry]:
        """The documents by key, sorted."""
        return dict(sorted(self._documents.items()))

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored here."""
        return (self.path / _MANIFEST).is_file()

    def lines(self, key: str) -> list[str]:
        """Return the N-Quads lines of a document.

        Raises:
            DamagedStoreError: The file is missing or was changed by something else.
        """
        return self._bytes(key).decode().splitlines()

    def nquads(self) -> Iterator[bytes]:
        """Yield the N-Quads of each document, in order of their keys."""
        for key in self.documents:
            yield self._bytes(key)

    def load(self, *, vocabularies: bool = True) -> pyoxigraph.Store:
        """Load everything into memory, where queries run.

        Args:
            vocabularies: Whether the ontology, the code lists and the SDGs come too, each in a graph of its own.
        """
        memory = pyoxigraph.Store()
        for nquads in self.nquads():
            memory.bulk_load(nquads, format=pyoxigraph.RdfFormat.N_QUADS)
        if vocabularies:
            for file in sorted(content.folder("ontology").glob("*.ttl")):
                graph = pyoxigraph.NamedNode(f"https://w3id.org/keikaku/vocabulary/{file.stem}")
                memory.bulk_load(path=file, format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
        return memory

    @contextlib.contextmanager
    def writing(self, *, wait: float = 10.0) -> Iterator[Writer]:
        """Hold the store for writing; what was put is committed when the block ends, also by an error.

        Args:
            wait: Seconds to wait for another writer.

        Raises:
            LockedStoreError: Another process holds the store.
            UnwritableStoreError: The folder cannot be written.
        """
        with self._unwritable():
            (self.path / "graphs").mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "lock")
        try:
            with self._unwritable():
                lock.acquire(timeout=wait)
        except Timeout:
            raise LockedStoreError(path=self.path, holder=self._holder(), seconds=wait) from None
        try:
            self._documents = self._read_manifest()
            with self._unwritable():
                self._write("holder.json", _json({"pid": os.getpid(), "host": socket.gethostname()}))
                writer = Writer(self)
            try:
                yield writer
            finally:
                writer.commit()
        finally:
            with contextlib.suppress(OSError):
                (self.path / "holder.json").unlink(missing_ok=True)
            lock.release()

    # -- files

    def _holder(self) -> str:
        try:
            holder = json.loads((self.path / "holder.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return "another process"
        return f"process {holder['pid']} on {holder['host']}"

    def _bytes(self, key: str) -> bytes:
        entry = self._documents[key]
        try:
            data = (self.path / entry.file).read_bytes()
        except FileNotFoundError:
            fresh = self._read_manifest()
            if fresh.get(key, entry) != entry:  # a writer replaced it meanwhile
                self._documents = fresh
                return self._bytes(key)
            raise DamagedStoreError(
                path=self.path, file=entry.file, what="is missing", what_ja="がありません"
            ) from None
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            what, what_ja = (
                "was changed by something else (its hash differs)",
                "は外部から変更されています(ハッシュ不一致)",
            )
            raise DamagedStoreError(path=self.path, file=entry.file, what=what, what_ja=what_ja)
        return data

    def _read_manifest(self) -> dict[str, Entry]:
        manifest = self.path / _MANIFEST
        if self.path.exists() and not self.path.is_dir():
            raise NotAStoreError(path=self.path, why="it is a file", why_ja="ファイルです")
        try:
            raw = json.loads(manifest.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._refuse_other_folder()
            return {}
        except ValueError:
            raw = None
        except OSError as error:
            why = error.strerror or str(error)
            raise NotAStoreError(
                path=self.path, why=f"cannot be read: {why}", why_ja=f"読めません: {why}"
            ) from None
        return self._entries(raw)

    def _refuse_other_folder(self) -> None:
        """Refuse a folder that holds anything that a store without a manifest cannot hold."""
        ours = {"graphs", "lock", "holder.json"}
        try:
            others = sorted(child.name for child in self.path.iterdir() if child.name not in ours)
        except FileNotFoundError:
            return
        others = [name for name in others if not name.endswith(".part")]
        if others:
            why, why_ja = (
                f"it holds {others[0]} and no manifest",
                f"{others[0]} があり、マニフェストがありません",
            )
            raise NotAStoreError(path=self.path, why=why, why_ja=why_ja)

    def _entries(self, raw: Any) -> dict[str, Entry]:
        if not isinstance(raw, dict) or not isinstance(raw.get(_MARK), int):
            why, why_ja = f"{_MANIFEST} is none of keikaku's", f"{_MANIFEST} が keikaku のものではありません"
            raise NotAStoreError(path=self.path, why=why, why_ja=why_ja)
        if raw[_MARK] > FORMAT:
            raise NewerStoreError(path=self.path, found=raw[_MARK], known=FORMAT)
        try:
            return {key: Entry(**entry) for key, entry in raw["documents"].items()}
        except (KeyError, TypeError, AttributeError):
            what, what_ja = "cannot be understood", "を解釈できません"
            raise DamagedStoreError(path=self.path, file=_MANIFEST, what=what, what_ja=what_ja) from None

    @contextlib.contextmanager
    def _unwritable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise UnwritableStoreError(path=self.path, why=error.strerror or str(error)) from error

    def _write(self, name: str, data: bytes) -> None:
        """Write a file so that it is there whole or not at all."""
        target = self.path / name
        part = target.with_name(target.name + ".part")
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise


class Writer:
    """Puts documents into a store that is held for writing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._documents = dict(store.documents)
        self._sweep()

    def holds(self, key: str) -> Entry | None:
        """Return what the store has of a document."""
        return self._documents.get(key)

    def put(self, key: str, lines: list[str], **about: str) -> bool:
        """Put a document's graph in the place of what was there.

        Args:
            key: The document.
            lines: Its sorted N-Quads lines.
            about: The fields of :class:`Entry` that say where it comes from.

        Returns:
            Whether anything changed.

        Raises:
            UnwritableStoreError: No rights, no space; the store is as it was.
        """
        data = "".join(f"{line}\n" for line in lines).encode()
        digest = hashlib.sha256(data).hexdigest()
        file = f"graphs/{key}.{digest[:16]}.nq"
        entry = Entry(file=file, sha256=digest, quads=len(lines), **about)
        if self._documents.get(key) == entry and (self._store.path / file).is_file():
            return False
        with self._store._unwritable():
            self._store._write(file, data)
        self._documents[key] = entry
        return True

    def remove(self, key: str) -> None:
        """Take a document out."""
        self._documents.pop(key, None)

    def commit(self) -> None:
        """Make what was put the store's content, in one rename.

        Raises:
            UnwritableStoreError: No rights, no space; the store is as it was.
        """
        if self._documents == self._store._documents and self._store.exists:
            return
        documents = {key: asdict(entry) for key, entry in sorted(self._documents.items())}
        with self._store._unwritable():
            self._store._write(_MANIFEST, _json({_MARK: FORMAT, "documents": documents}))
        self._store._documents = dict(self._documents)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what the manifest does not name: what a killed process left, what was replaced."""
        named = {entry.file for entry in self._documents.values()}
        graphs = self._store.path / "graphs"
        for file in (*graphs.iterdir(), *self._store.path.glob("*.part")):
            if f"graphs/{file.name}" not in named:
                with contextlib.suppress(OSError):
                    file.unlink()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
