"""The store: a folder with one sorted N-Quads file a document, and a manifest.

    keikaku.store/
        manifest.json      what is there; replacing it is the moment at which a change happens
        graphs/<document>.<hash>.nq
        lock, holder.json  who is writing

A graph file is named by its content and never changed. New ones are written beside the old ones; then the
manifest is replaced by a rename, once for a whole build; then what it no longer names is removed. Whenever
the process dies, the store is as before the build or as after it, and the next one removes what was left
lying. Anything else (an index, a summary) is derived and can be made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
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
    UnreadableStoreError,
    UnwritableStoreError,
)
from keikaku.files import write_whole

FORMAT = 1
_MARK = "keikaku-store"
_MANIFEST = "manifest.json"
_HOLDER = "holder.json"
_OURS = {"graphs", "lock", _HOLDER, f"{_HOLDER}.part", f"{_MANIFEST}.part"}
_GRAPH_FILE = re.compile(r"[^/\\]+\.[0-9a-f]{16}\.nq")
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
        kind: ``"document"``, or ``"mappings"`` for the links that people decided about (``keikaku confirm``).
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


class Store:
    """A store on disk.

    Args:
        path: The folder; it need not exist yet.

    Raises:
        NotAStoreError: The path holds something else.
        UnreadableStoreError: The system does not let the folder be read.
        NewerStoreError: A newer version wrote it.
        DamagedStoreError: The manifest cannot be understood.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
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
            KeyError: The store has no such document.
            DamagedStoreError: The file is missing or was changed by something else.
        """
        return self._bytes(key).decode().split("\n")[:-1]

    def nquads(self) -> Iterator[bytes]:
        """Yield the N-Quads of each document, in order of their keys.

        Raises:
            DamagedStoreError: A file is missing or was changed by something else.
        """
        for key in self.documents:
            with contextlib.suppress(KeyError):  # a writer took it out meanwhile
                yield self._bytes(key)

    def load(self, *, vocabularies: bool = True) -> pyoxigraph.Store:
        """Load everything into memory, where queries run.

        Args:
            vocabularies: Whether the ontology, the code lists and the SDGs come too, each in a graph of its own.

        Raises:
            DamagedStoreError: A file is missing or was changed by something else.
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
        """Hold the store for writing; all that was put becomes its content at once when the block ends.

        An error, or Ctrl-C, leaves the store as it was. A store that does not exist yet is made, and held, by
        the first thing that is put.

        Args:
            wait: Seconds to wait for another writer.

        Raises:
            LockedStoreError: Another process holds the store.
            UnwritableStoreError: No rights, no space; the store is as it was.
        """
        with contextlib.ExitStack() as held:
            writer = Writer(self, held, wait)
            if self.exists:
                writer.hold()
            with contextlib.ExitStack() as undo:
                undo.callback(writer.discard)
                yield writer
                undo.pop_all()
            writer.commit()

    @contextlib.contextmanager
    def _held(self, wait: float) -> Iterator[None]:
        with self._unwritable():
            (self.path / "graphs").mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "lock")
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            en, ja = self._holder()
            raise LockedStoreError(path=self.path, holder=en, holder_ja=ja, seconds=wait) from None
        except OSError as error:
            raise self._cannot_write(error) from error
        try:
            self._documents = self._read_manifest()
            with self._unwritable():
                about = {"pid": os.getpid(), "host": socket.gethostname()}
                write_whole(self.path / _HOLDER, [_json(about)])
            yield
        finally:
            with contextlib.suppress(OSError):
                (self.path / _HOLDER).unlink(missing_ok=True)
            lock.release()

    def _holder(self) -> tuple[str, str]:
        """Return who holds the store, in English and in Japanese."""
        try:
            holder = json.loads((self.path / _HOLDER).read_text(encoding="utf-8"))
            pid, host = holder["pid"], holder["host"]
        except (OSError, ValueError, KeyError, TypeError):
            return "another process", "別のプロセス"
        return f"process {pid} on {host}", f"{host} のプロセス {pid}"

    # -- files

    def _bytes(self, key: str) -> bytes:
        entry = self._documents[key]
        try:
            data = (self.path / entry.file).read_bytes()
        except FileNotFoundError:
            fresh = self._read_manifest()
            if fresh.get(key) != entry:  # a writer replaced it meanwhile
                self._documents = fresh
                return self._bytes(key)
            raise self._damaged(entry.file, "is missing", "がありません") from None
        except OSError as error:
            raise UnreadableStoreError(path=self.path, why=_why(error)) from error
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise self._damaged(
                entry.file,
                "was changed by something else (its hash differs)",
                "は外部から変更されています(ハッシュ不一致)",
            )
        return data

    def _damaged(self, file: str, what: str, what_ja: str) -> DamagedStoreError:
        """Return the error for a graph file that is not as it was written."""
        return DamagedStoreError(
            path=self.path,
            file=file,
            what=what,
            what_ja=what_ja,
            way_out="build its document again to mend it",
            way_out_ja="その文書を build し直すと直ります",
        )

    def _read_manifest(self) -> dict[str, Entry]:
        try:
            if self.path.exists() and not self.path.is_dir():
                raise NotAStoreError(path=self.path, why="it is a file", why_ja="ファイルです")
            raw = json.loads((self.path / _MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self._refuse_other_folder()
            return {}
        except ValueError:
            raw = None
        except OSError as error:
            raise UnreadableStoreError(path=self.path, why=_why(error)) from error
        return self._entries(raw)

    def _refuse_other_folder(self) -> None:
        """Refuse a folder that holds anything that a store without a manifest cannot hold."""
        try:
            others = _names(self.path) - _OURS
            graphs = _names(self.path / "graphs")
        except OSError as error:
            raise UnreadableStoreError(path=self.path, why=_why(error)) from error
        others |= {f"graphs/{name}" for name in graphs if not _is_graph_file(name)}
        if others:
            first = min(others)
            raise NotAStoreError(
                path=self.path,
                why=f"it holds {first} and no {_MANIFEST}",
                why_ja=f"{first} があり、{_MANIFEST} がありません",
            )

    def _entries(self, raw: Any) -> dict[str, Entry]:
        if not isinstance(raw, dict) or not isinstance(raw.get(_MARK), int):
            why, why_ja = f"{_MANIFEST} is none of keikaku's", f"{_MANIFEST} が keikaku のものではありません"
            raise NotAStoreError(path=self.path, why=why, why_ja=why_ja)
        if raw[_MARK] > FORMAT:
            raise NewerStoreError(path=self.path, found=raw[_MARK], known=FORMAT)
        try:
            return {key: _entry(entry) for key, entry in raw["documents"].items()}
        except (KeyError, TypeError, AttributeError, ValueError):
            raise DamagedStoreError(
                path=self.path,
                file=_MANIFEST,
                what="cannot be understood",
                what_ja="を解釈できません",
                way_out="move the folder away and build again",
                way_out_ja="フォルダを退避して build し直してください",
            ) from None

    @contextlib.contextmanager
    def _unwritable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._cannot_write(error) from error

    def _cannot_write(self, error: OSError) -> UnwritableStoreError:
        return UnwritableStoreError(path=self.path, why=_why(error))


class Writer:
    """Puts documents into a store that is held for writing."""

    def __init__(self, store: Store, held: contextlib.ExitStack, wait: float) -> None:
        self._store = store
        self._held = held
        self._wait = wait
        self._documents: dict[str, Entry] | None = None

    def hold(self) -> dict[str, Entry]:
        """Wait for the store, and return what it will hold."""
        if self._documents is None:
            self._held.enter_context(self._store._held(self._wait))
            self._documents = self._store.documents
            self._sweep()
        return self._documents

    def put(self, key: str, lines: list[str], **about: str) -> bool:
        """Put a document's graph in the place of what was there.

        Args:
            key: The document.
            lines: Its sorted N-Quads lines.
            about: The fields of :class:`Entry` that say where it comes from.

        Returns:
            Whether anything changed.

        Raises:
            LockedStoreError: Another process holds the store.
            UnwritableStoreError: No rights, no space; the store is as it was.
        """
        documents = self.hold()
        data = "".join(f"{line}\n" for line in lines).encode()
        digest = hashlib.sha256(data).hexdigest()
        file = f"graphs/{_file_name(key)}.{digest[:16]}.nq"
        entry = Entry(file=file, sha256=digest, quads=len(lines), **about)
        with self._store._unwritable():
            whole = _holds(self._store.path / file, data)
            if not whole:
                write_whole(self._store.path / file, [data], durable=True)
        changed = documents.get(key) != entry or not whole
        documents[key] = entry
        return changed

    def remove(self, key: str) -> None:
        """Take a document out."""
        self.hold().pop(key, None)

    def commit(self) -> None:
        """Make what was put the store's content, in one rename.

        Raises:
            UnwritableStoreError: No rights, no space; the store is as it was.
        """
        if self._documents is None or (self._documents == self._store._documents and self._store.exists):
            return
        documents = {key: asdict(entry) for key, entry in sorted(self._documents.items())}
        try:
            manifest = _json({_MARK: FORMAT, "documents": documents})
            write_whole(self._store.path / _MANIFEST, [manifest], durable=True)
        except OSError as error:
            self.discard()
            raise self._store._cannot_write(error) from error
        self._store._documents = dict(self._documents)
        self._sweep()

    def discard(self) -> None:
        """Forget what was put."""
        if self._documents is not None:
            self._documents = self._store.documents
            self._sweep()

    def _sweep(self) -> None:
        """Remove what the manifest does not name: what a killed process left, what was replaced."""
        named = {entry.file for entry in self._store._documents.values()}
        folder = self._store.path
        with contextlib.suppress(OSError):
            litter = [folder / f"{_MANIFEST}.part", folder / f"{_HOLDER}.part"]
            for file in (*(folder / "graphs").iterdir(), *litter):
                ours = file in litter or _is_graph_file(file.name)
                if ours and f"graphs/{file.name}" not in named:
                    with contextlib.suppress(OSError):
                        file.unlink(missing_ok=True)


def _entry(raw: dict[str, Any]) -> Entry:
    """Return an entry of a manifest, which may come from anywhere.

    Raises:
        TypeError: A field is missing, unknown, or of another type.
        ValueError: Its file lies outside the store.
    """
    entry = Entry(**raw)
    for field in fields(Entry):
        if not isinstance(getattr(entry, field.name), int if field.name == "quads" else str):
            raise TypeError(field.name)
    if not (entry.file.startswith("graphs/") and _is_graph_file(entry.file[7:])):
        raise ValueError(entry.file)
    return entry


def _names(folder: Path) -> set[str]:
    """Return the names of what a folder holds, none where there is no folder."""
    try:
        return {child.name for child in folder.iterdir()}
    except FileNotFoundError:
        return set()


def _is_graph_file(name: str) -> bool:
    """Tell whether a name is one that the store gives a graph file, or the beginning of one."""
    return bool(_GRAPH_FILE.fullmatch(name.removesuffix(".part")))


def _file_name(key: str) -> str:
    """Return the key of a document as part of a file name, shortened where it is too long for one."""
    if len(key.encode()) <= _LONGEST_NAME:
        return key
    return f"{key[:40]}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _holds(file: Path, data: bytes) -> bool:
    """Tell whether a file is there and whole."""
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
