"""A build on a Dask cluster, seen from whoever asks for it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from keikaku.building.cluster.notes import Note, notes
from keikaku.building.cluster.remote_files import Address, Place, find_addresses
from keikaku.building.cluster.task import Finished, build_at, pack, software
from keikaku.building.model import Options
from keikaku.building.pipeline import Progress
from keikaku.building.report import DocumentReport, Reports
from keikaku.ground.errors import (
    BuildingError,
    ClusterError,
    KeikakuError,
    MissingExtraError,
    ReadingError,
)
from keikaku.ground.messages import say
from keikaku.store.kept import Kept
from keikaku.store.manifest import MANIFEST, Entry, entries_of, entry_of, manifest_bytes

# distributed says nothing of its types
Client = Any
Future = Any

_PATIENCE = 10.0  # seconds to wait for a scheduler
_LONGEST_BATCH = 32
_KEEP_EVERY = 200  # documents


def build_on_cluster(
    scheduler: str,
    addresses: Sequence[str],
    store: str,
    options: Options | None = None,
    progress: Progress | None = None,
) -> Reports:
    """Build documents into a store on an existing Dask cluster.

    The workers fetch documents, read them and write their graph files; only what became of them comes back. The
    manifest is written once, at the end. What was finished before, from the same files with the same software, is
    not done again, whoever interrupted it.

    Args:
        scheduler: Address of the scheduler, ``tcp://host:8786``.
        addresses: Documents and folders, at any address that fsspec knows and the workers reach.
        store: The store, likewise.
        options: How; ``jobs`` does not matter here.
        progress: Called after each document.

    Returns:
        A report for each document, in order of their addresses.

    Raises:
        ClusterError: The scheduler, a worker or an address does not do what it must.
        StoreError: There is something else at the store's address.
        MissingExtraError: distributed or fsspec is not installed.
    """
    options = options or Options()
    place = Place(store)
    documents = find_addresses(list(addresses))
    run = _Run(scheduler, place, documents, options, progress)
    return run.result()


@contextlib.contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """Yield a connection to a scheduler, closed at the end.

    Raises:
        MissingExtraError: distributed is not installed.
        ClusterError: There is no scheduler at the address.
    """
    try:
        import distributed
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="--scheduler", package="distributed", extra="cluster"
        ) from None
    _silence()
    try:
        client = distributed.Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise ClusterError("building.unreachable-scheduler", address=scheduler, why=why) from error
    try:
        yield client
    finally:
        with contextlib.suppress(OSError, TimeoutError):
            client.close(timeout=2)


class _Run:
    def __init__(
        self,
        scheduler: str,
        place: Place,
        documents: dict[str, str],
        options: Options,
        progress: Progress | None,
    ) -> None:
        self._scheduler = scheduler
        self._place = place
        self._kept = Kept(place)
        self._documents = documents
        self._options = options
        self._progress = progress
        self._packed = pack(options.loaders)
        self._software = software(options, self._packed)
        self._notes = notes(place)
        self._lost: dict[str, Finished] = {}
        self._done = 0

    def result(self) -> Reports:
        manifest = self._place.read(MANIFEST)
        entries = {} if manifest is None else entries_of(manifest, self._place.address)
        self._notes.read()
        left = self._left()
        self._done = len(self._documents) - len(left)
        if left:
            with connected(self._scheduler) as client, self._losing(client):
                self._build(client, left)
        return self._publish(manifest, entries)

    def _left(self) -> list[str]:
        """Return the documents that are to be read: no note of them, or its graph file is not what it says."""
        sizes = self._place.sizes("graphs")
        return [
            address
            for address, token in self._documents.items()
            if not self._is_finished(address, token, sizes)
        ]

    def _is_finished(self, address: str, token: str, sizes: dict[str, int]) -> bool:
        note = self._notes.known.get(address)
        if self._options.force or note is None or (note.token, note.software) != (token, self._software):
            return False
        entry = note.finished.entry
        if note.finished.refused and (entry is not None) != self._options.accept:
            return False
        return entry is None or str(entry["file"]).removeprefix("graphs/") in sizes

    # -- the cluster

    @contextlib.contextmanager
    def _losing(self, client: Client) -> Iterator[None]:
        """Say of an error of the connection that the scheduler went away; what is finished is kept."""
        from distributed import CancelledError
        from distributed.comm import CommClosedError

        try:
            yield
        except (OSError, CancelledError) as error:
            gone = isinstance(error, CommClosedError | TimeoutError | CancelledError)
            if not gone and client.status == "running":
                raise
            self._notes.keep()
            raise ClusterError(
                "building.lost-scheduler",
                address=self._scheduler,
                done=self._done,
                total=len(self._documents),
            ) from error

    def _build(self, client: Client, left: list[str]) -> None:
        workers = self._workers(client)
        size = max(1, min(_LONGEST_BATCH, len(left) // (workers * 4)))
        batches = iter([left[at : at + size] for at in range(0, len(left), size)])
        asked: dict[Future, list[str]] = {}
        while True:
            while len(asked) < workers * 3 and (batch := next(batches, None)):
                asked[self._submit(client, batch)] = batch
            if not asked:
                break
            for future in self._settled(client, asked):
                self._take(future, asked.pop(future))
        self._notes.keep()

    def _workers(self, client: Client) -> int:
        """Return how many threads the workers have; their software must be this command's."""
        threads = client.nthreads()
        if not threads:
            raise ClusterError("building.no-cluster-workers", address=self._scheduler)
        for worker, theirs in client.run(software, self._options, self._packed).items():
            if theirs != self._software:
                raise ClusterError(
                    "building.different-software", worker=worker, theirs=theirs[:12], ours=self._software[:12]
                )
        return sum(threads.values())

    def _submit(self, client: Client, batch: list[str]) -> Future:
        return client.submit(
            build_at, batch, self._place.address, self._options, self._packed, pure=False, retries=1
        )

    def _settled(self, client: Client, asked: dict[Future, list[str]]) -> list[Future]:
        """Return the tasks that came to an end, as soon as there are any.

        Raises:
            TimeoutError: The scheduler went away.
        """
        from distributed import CancelledError, wait

        while True:
            ended = [future for future in asked if future.status != "pending"]
            if client.status != "running" or any(future.status in ("cancelled", "lost") for future in ended):
                raise TimeoutError
            if ended:
                return ended
            with contextlib.suppress(TimeoutError, CancelledError), client.as_current():
                wait(list(asked), timeout=1, return_when="FIRST_COMPLETED")

    def _take(self, future: Future, batch: list[str]) -> None:
        """Note what became of a batch."""
        from distributed import KilledWorker

        try:
            finished: list[Finished] = future.result(timeout=_PATIENCE)
        except KilledWorker:
            finished = [_killed(address) for address in batch]
        for one in finished:
            if one.lasting:
                self._notes.add(Note(self._documents[one.address], self._software, one))
            else:
                self._lost[one.address] = one
            self._done += 1
            if self._progress:
                self._progress(Address(one.address), self._done, len(self._documents))
            if self._done % _KEEP_EVERY == 0:
                self._notes.keep()

    # -- the store

    def _publish(self, before: bytes | None, entries: dict[str, Entry]) -> Reports:
        """Write the manifest, and return the reports."""
        reports = Reports([Address(address) for address in self._documents])
        taken: dict[str, str] = {}
        now = dict(entries)
        for index, address in enumerate(self._documents):
            finished = self._lost.get(address) or self._notes.known[address].finished
            self._report(reports, index, finished, taken)
            if finished.entry and taken.get(finished.key) == address:
                entry, known = entry_of(finished.entry), entries.get(finished.key)
                is_same = known is not None and known.says_as(entry)
                reports.put(
                    index,
                    finished.record,
                    refused=finished.refused,
                    stored=True,
                    changed=not is_same,
                )
                now[finished.key] = known if known and is_same and self._is_there(known) else entry
        self._kept.settle(entries, now)
        self._replace(before, now)
        self._note_settled(now)
        self._notes.compact(self._notes.known)
        self._sweep(now)
        return reports

    def _is_there(self, entry: Entry) -> bool:
        return entry.file.removeprefix("graphs/") in self._place.sizes("graphs")

    def _note_settled(self, now: dict[str, Entry]) -> None:
        """Let the notes name the graph files that the manifest names."""
        for note in list(self._notes.known.values()):
            finished, entry = note.finished, now.get(note.finished.key)
            if entry and finished.entry and entry.says_as(entry_of(finished.entry)):
                raw = asdict(entry)
                if raw != finished.entry:
                    self._notes.add(replace(note, finished=replace(finished, entry=raw)))

    def _report(self, reports: Reports, index: int, finished: Finished, taken: dict[str, str]) -> None:
        """Keep the report of a document; the first that stands for a graph is stored, others say so."""
        if finished.entry is None:
            reports.put(index, finished.record, refused=True)
            return
        first = taken.setdefault(finished.key, finished.address)
        if first != finished.address:
            report = DocumentReport.from_record(reports.paths[index], finished.record)
            report.error = ReadingError(
                "building.two-documents",
                path=report.path,
                other=Address(first),
                key=finished.key,
                at="plan.yml: document.edition",
            )
            reports.put(index, report.as_record(), refused=True)

    def _replace(self, before: bytes | None, now: dict[str, Entry]) -> None:
        if manifest_bytes(now) == before or not now:
            return
        if self._place.read(MANIFEST) != before:
            raise ClusterError("building.changed-place", place=self._place.address)
        self._kept.name(now)

    def _sweep(self, now: dict[str, Entry]) -> None:
        """Remove what neither the manifest nor a note names."""
        named = {entry.file for entry in now.values()}
        named |= {
            str(note.finished.entry["file"]) for note in self._notes.known.values() if note.finished.entry
        }
        self._kept.sweep(named)


def _silence() -> None:
    """Let Dask's loggers be quiet: what they would say of a lost connection, an error says here."""
    for name in ["distributed", *logging.root.manager.loggerDict]:
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _killed(address: str) -> Finished:
    error: KeikakuError = BuildingError(
        "building.lost-worker", path=Address(address), how=say("building.worker")
    )
    record = DocumentReport(path=Address(address), error=error).as_record()
    return Finished(address=address, record=record, refused=True, lasting=False)
