"""The store: a folder with one sorted N-Quads file a document, and a manifest.

    keikaku.store/
        manifest.json      what is there; replacing it is the moment at which a change happens
        graphs/<document>.<hash>.nq
        journal.jsonl      what a build has finished and not published yet (keikaku.building)
        lock, holder.json  who is writing

A graph file is named by its content and never changed. New ones are written beside the old ones; then the
manifest is replaced by a rename, once for a whole build; then what it no longer names is removed. Whenever
the process dies, the store is as before the build or as after it, and the next one removes what was left
lying, save what the journal names. Anything else (an index, a summary) is derived and can be made again.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import socket
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph
from filelock import FileLock, Timeout

from keikaku.ground.errors import DamagedStoreError, StoreError
from keikaku.ground.files import held, read_json, stamp_of, why, write_whole
from keikaku.ground.messages import Message, say
from keikaku.store.kept import Disk, Kept
from keikaku.store.manifest import (
    ACCEPTED,
    FORMAT,
    HOLDER,
    JOURNAL,
    MANIFEST,
    OF_DOCUMENTS,
    PARTS,
    PROPOSED,
    Entry,
    graph_file,
    json_bytes,
    read_manifest,
)
from keikaku.store.memory import load, united

__all__ = ["Entry", "Store", "Writer"]

_JOURNALED = re.compile(rb'"file":"(graphs/[^"\\\n]+)"')


class Store:
    """A store on disk.

    Args:
        path: The folder; it need not exist yet.
        proposed: Whether what was read with drafts that nobody accepted is seen too.
        accepted_only: Whether of the documents only those are seen whose readings people accepted.
        only: Keys of the documents that are seen, None for all.

    Raises:
        StoreError: The path holds something else.
        StoreError: The system does not let the folder be read.
        StoreError: A newer version wrote it.
        StoreError: An older version wrote it; ``keikaku migrate`` brings it up to this one.
        DamagedStoreError: The manifest cannot be understood.
    """

    _oldest = FORMAT

    def __init__(
        self, path: str | os.PathLike[str], *, proposed: bool = False, accepted_only: bool = False,
        only: Collection[str] | None = None,
    ) -> None:  # fmt: skip
        self.path = Path(path)
        self._only = only
        self.proposed = proposed
        self.accepted_only = accepted_only
        self._kept = Kept(Disk(self.path))
        self._seen: tuple[int, ...] | None = None
        self._documents: dict[str, Entry] = {}
        self._read_manifest()

    def nothing(self) -> StoreError:
        """Return the error of a store in which no document is seen."""
        if not self._documents:
            return StoreError("store.empty", path=self.path)
        return StoreError(
            "store.none-accepted" if self.accepted_only else "store.all-proposed", path=self.path
        )

    @property
    def documents(self) -> dict[str, Entry]:
        """The documents by key, sorted."""
        only = self._documents if self._only is None else self._only
        hidden = OF_DOCUMENTS - {ACCEPTED} if self.accepted_only else set() if self.proposed else {PROPOSED}
        seen = (key for key, entry in self._documents.items() if key in only and entry.kind not in hidden)
        return {key: self._documents[key] for key in sorted(seen)}

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored here."""
        return (self.path / MANIFEST).is_file()

    def lines(self, key: str) -> list[str]:
        """Return the N-Quads lines of a document.

        Raises:
            KeyError: The store has no such document.
            DamagedStoreError: The file is missing or was changed by something else.
        """
        return self._bytes(key).decode().split("\n")[:-1]

    def nquads(self, keys: Iterable[str] | None = None) -> Iterator[bytes]:
        """Yield the N-Quads of each document, in order of their keys; what several say comes with each of them.

        Args:
            keys: Of which documents; of all where None.

        Raises:
            DamagedStoreError: A file is missing, was changed by something else, or holds what no graph file holds
                (:mod:`keikaku.store.graphfiles`).
        """
        for key in self.documents if keys is None else keys:
            with contextlib.suppress(KeyError):  # a writer took it out meanwhile
                yield self._bytes(key)

    def load(self, *, vocabularies: bool = True) -> pyoxigraph.Store:
        """Load everything into memory, where queries run over all graphs as one, unless they name a dataset.

        Args:
            vocabularies: Whether the ontology, the code lists and the SDGs come too, each in a graph of its own.

        Raises:
            DamagedStoreError: A file is missing or was changed by something else.
        """
        return united(load(self.nquads(), vocabularies=vocabularies))

    @contextlib.contextmanager
    def writing(self, *, wait: float = 10.0) -> Iterator[Writer]:
        """Hold the store for writing; all that was put becomes its content at once when the block ends.

        An error, or Ctrl-C, leaves the store as it was. A store that does not exist yet is made, and held, by
        the first thing that is put.

        Args:
            wait: Seconds to wait for another writer.

        Raises:
            StoreError: Another process holds the store.
            StoreError: No rights, no space; the store is as it was.
        """
        with contextlib.ExitStack() as held:
            self._refuse_closed()
            writer = Writer(self, held, wait)
            if self.exists or (self.path / JOURNAL).is_file():
                writer.hold()
            with contextlib.ExitStack() as undo:
                undo.callback(writer.discard)
                yield writer
                undo.pop_all()
            writer.commit()

    def _refuse_closed(self) -> None:
        """Refuse a folder that this user may not write to, before the work that would fill it."""
        folder = next(place for place in (self.path, *self.path.absolute().parents) if place.exists())
        effective = os.access in os.supports_effective_ids
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK, effective_ids=effective):
            raise StoreError("store.unwritable", path=folder, why=os.strerror(errno.EACCES))

    @contextlib.contextmanager
    def _held(self, wait: float) -> Iterator[None]:
        with self._unwritable():
            (self.path / "graphs").mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "lock")
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise StoreError("store.locked", path=self.path, holder=self._holder(), seconds=wait) from None
        except OSError as error:
            raise self._cannot_write(error) from error
        try:
            self._read_manifest()
            with self._unwritable():
                about = {"pid": os.getpid(), "host": socket.gethostname()}
                write_whole(self.path / HOLDER, [json_bytes(about)])
            yield
        finally:
            with contextlib.suppress(OSError):
                (self.path / HOLDER).unlink(missing_ok=True)
            lock.release()

    def _holder(self) -> Message:
        """Return who holds the store."""
        try:
            holder = read_json((self.path / HOLDER).read_text(encoding="utf-8"))
            pid, host = holder["pid"], holder["host"]
        except (OSError, ValueError, KeyError, TypeError):
            return say("store.another-process")
        return say("store.process-on", pid=pid, host=host)

    # -- files

    def _bytes(self, key: str) -> bytes:
        entry = self._documents[key]
        try:
            return self._kept.whole(entry)
        except DamagedStoreError:
            if self._read_manifest().get(key) == entry:
                raise
            return self._bytes(key)  # a writer replaced it meanwhile

    def _read_manifest(self) -> dict[str, Entry]:
        """Return what the manifest says; what was read from the very file is not read again."""
        seen = stamp_of(self.path / MANIFEST)
        if seen is None or seen != self._seen:
            self._documents, self._seen = read_manifest(self.path, oldest=self._oldest), seen
        return self._documents

    @contextlib.contextmanager
    def _unwritable(self) -> Iterator[None]:
        """Say of an error of the system that the store cannot be written."""
        try:
            yield
        except OSError as error:
            raise self._cannot_write(error) from error

    def _cannot_write(self, error: OSError) -> StoreError:
        return StoreError("store.unwritable", path=self.path, why=why(error))


class Writer:
    """Puts documents into a store that is held for writing.

    Attributes:
        renewed: Whether the manifest is written though it names the same: an older version wrote it.
        after_commit: Called with what the manifest names, as soon as it names it.
    """

    def __init__(self, store: Store, held: contextlib.ExitStack, wait: float) -> None:
        self._store = store
        self._kept = store._kept
        self._held = held
        self._wait = wait
        self._documents: dict[str, Entry] | None = None
        self.folder = store.path
        self.journal = store.path / JOURNAL
        self.unwritable = store._unwritable
        self.renewed = False
        self.after_commit: Callable[[Mapping[str, Entry]], None] | None = None

    @property
    def is_held(self) -> bool:
        """Whether the store is held already."""
        return self._documents is not None

    @property
    def published(self) -> Mapping[str, Entry]:
        """What the manifest names, whatever was put since."""
        return self._store._documents

    def hold(self) -> dict[str, Entry]:
        """Wait for the store, and return what it will hold."""
        if self._documents is None:
            self._held.enter_context(self._store._held(self._wait))
            self._documents = dict(sorted(self._store._documents.items()))
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
            StoreError: Another process holds the store.
            StoreError: No rights, no space; the store is as it was.
        """
        data = "".join(f"{line}\n" for line in lines).encode()
        entry, is_written = self.write(key, data, **about)
        return self.keep(key, entry) or is_written

    def write(self, key: str, data: bytes, **about: str) -> tuple[Entry, bool]:
        """Write a document's graph file, without making it part of the store; tell whether it had to be written.

        Args:
            key: The document.
            data: Its sorted N-Quads.
            about: The fields of :class:`Entry` that say where it comes from.

        Raises:
            StoreError: Another process holds the store.
            StoreError: No rights, no space; the store is as it was.
        """
        self.hold()
        digest = hashlib.sha256(data).hexdigest()
        if settled := self._settled(key, digest):
            return replace(settled, **about), False  # type: ignore[arg-type]
        file = graph_file(key, digest)
        with self.unwritable():
            is_written = not held(self.folder / file, data)
            if is_written:
                write_whole(self.folder / file, [data], durable=True)
        return Entry(file=file, sha256=digest, quads=data.count(b"\n"), **about), is_written

    def _settled(self, key: str, digest: str) -> Entry | None:
        """Return the published entry of a document that says this already and shares some of it, if it is whole."""
        entry = self.published.get(key)
        if entry is None or entry.alone != digest:
            return None
        with contextlib.suppress(OSError):
            data = (self.folder / entry.file).read_bytes()
            return entry if hashlib.sha256(data).hexdigest() == entry.sha256 else None
        return None

    def keep(self, key: str, entry: Entry) -> bool:
        """Let a graph file that was written be a document's; tell whether the document says something new."""
        known = self.hold()
        if entry.kind != PROPOSED:  # what a person answers for takes the place of the draft
            for other, one in list(known.items()):
                if one.kind == PROPOSED and one.source_sha256 == entry.source_sha256:
                    del known[other]
        known[key] = entry
        return not entry.says_as(self.published.get(key))

    def remove(self, key: str) -> None:
        """Take a document out."""
        self.hold().pop(key, None)

    def commit(self) -> None:
        """Make what was put the store's content, in one rename.

        Raises:
            StoreError: No rights, no space; the store is as it was.
        """
        if self._documents is None:
            return
        with contextlib.ExitStack() as undo:
            undo.callback(self.discard)
            self._kept.settle(self.published, self._documents)
            undo.pop_all()
        if self._documents == self.published and self._store.exists and not self.renewed:
            if self.after_commit:
                self._finish()
            return
        with contextlib.ExitStack() as undo:
            undo.callback(self.discard)
            self._kept.name(self._documents)
            undo.pop_all()
        self._store._documents = dict(self._documents)
        self._finish()

    def _finish(self) -> None:
        """Bring the journal up to what is published now, and remove what neither names."""
        if self.after_commit:
            with self.unwritable():
                self.after_commit(self.published)
        self._sweep()

    def discard(self) -> None:
        """Forget what was put."""
        if self._documents is not None:
            self._documents = self._store.documents
            self._sweep()

    def _sweep(self) -> None:
        """Remove what neither manifest nor journal names: what a killed process left, what was replaced."""
        self._kept.sweep({entry.file for entry in self.published.values()} | self._journaled())
        for name in PARTS:
            with contextlib.suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)

    def _journaled(self) -> set[str]:
        """Return the graph files that the journal names, without understanding it."""
        with contextlib.suppress(OSError):
            return {name.decode("utf-8", "replace") for name in _JOURNALED.findall(self.journal.read_bytes())}
        return set()


def filled(path: Path, *, proposed: bool = False, accepted_only: bool = False) -> Store:
    """Return a store that holds something.

    Args:
        path: Its folder.
        proposed: Whether what was read with drafts that nobody accepted is seen too.
        accepted_only: Whether of the documents only those are seen whose readings people accepted.

    Raises:
        StoreError: It holds no document.
    """
    store = Store(path, proposed=proposed, accepted_only=accepted_only)
    if not any(entry.kind in OF_DOCUMENTS for entry in store.documents.values()):
        raise store.nothing()
    return store
