"""Where finished documents go: into the store that is held, into its journal, into the reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from keikaku.building.changes import Input, digest, inputs, made_with, refreshed, stamp
from keikaku.building.inputs import PLAN
from keikaku.building.journal import Journal, Record, name_of
from keikaku.building.model import Built, Options
from keikaku.building.report import DocumentReport, Reports
from keikaku.ground.errors import ReadingError
from keikaku.ground.messages import say
from keikaku.reading.loaders import Loaders
from keikaku.reading.model import Finding
from keikaku.reading.series import DRAFTED
from keikaku.reading.settings import key_at
from keikaku.store.folder import Entry, Writer


class Shelf:
    """Puts what was built, or was built before, where it belongs.

    Where two documents of a build stand for one graph, the first in order of their paths is stored, whichever
    was finished first.

    Args:
        writer: The store.
        reports: Where the reports go.
        options: How is built.
        loaders: The series at hand.
    """

    def __init__(self, writer: Writer, reports: Reports, options: Options, loaders: Loaders) -> None:
        self._writer = writer
        self._reports = reports
        self._options = options
        self._loaders = loaders
        self._made_with = made_with(options, loaders)
        self._journal: Journal | None = None
        self._inputs: dict[int, tuple[Input, ...]] = {}
        self._taken: dict[str, int] = {}
        self._damaged: dict[int, Finding] = {}
        if writer.is_held:
            self._open()

    def _open(self) -> Journal:
        """Return the journal of the store, which exists as soon as the store is held."""
        if self._journal is None:
            self._journal = Journal(self._writer.journal)
            self._journal.read()
            self._writer.after_commit = self._journal.settle
        return self._journal

    # -- what was built before

    def has(self, index: int, path: Path) -> bool:
        """Take a document from what was built before, if nothing changed since; tell whether that is so."""
        record = self._journal.known.get(name_of(path)) if self._journal else None
        record = self._current(path, record) if record and not self._options.force else None
        if record is None or not self._is_whole(index, record):
            self._inputs[index] = inputs(path)
            return False
        if record.entry:
            entry = Entry(**record.entry)  # type: ignore[arg-type]
            report = self._named(index, path, record.report, self._replaced(path, record.key, record.entry))
            self._store(index, record.key, entry, report, refused=record.refused)
        else:
            self._reports.put(index, record.report, refused=True)
        return True

    def _current(self, path: Path, record: Record) -> Record | None:
        """Return a record with stamps of now, None where the same would not come out again."""
        name, version = record.loader
        series = self._loaders.known.get(name)
        is_beside = bool(record.inputs[1][1])
        if record.made_with != self._made_with:
            return None
        if record.refused and (record.entry is not None) != self._options.accept:
            return None
        is_drafted = name.startswith(DRAFTED)
        if name and not is_beside and not is_drafted and (series is None or series.version != version):
            return None
        now = refreshed(path, record.inputs)
        return record.model_copy(update={"inputs": now}) if now else None

    def _is_whole(self, index: int, record: Record) -> bool:
        """Tell whether the graph file is as it was written, and note the record with stamps of now."""
        if record.entry:
            file = self._writer.folder / str(record.entry["file"])
            now, published = stamp(file), self._writer.published.get(record.key)
            is_published = published == Entry(**record.entry)  # type: ignore[arg-type]
            if not (is_published and now == record.stamp) and digest(file) != record.entry["sha256"]:
                if is_published:
                    self._damaged[index] = _damage(str(record.entry["file"]))
                return False
            record = record.model_copy(update={"stamp": now})
        self._open().refresh(record)
        return True

    # -- what was built now

    def put(self, index: int, path: Path, built: Built) -> None:
        """Put what was built into the store, if it may be stored, and into the journal.

        Raises:
            StoreError: The store cannot be held or written.
        """
        entry, is_written = None, False
        if built.nquads is not None and built.about and self._taken.get(built.key, index) >= index:
            entry, is_written = self._writer.write(built.key, built.nquads, **built.about)
        if self._writer.is_held and built.lasting:
            self._note(index, path, built, entry)
        report = self._named(index, path, built.record, self._replaced(path, built.key, built.about or {}))
        if built.nquads is None:
            self._reports.put(index, report, refused=True)
        else:
            self._store(index, built.key, entry, report, refused=built.refused, is_written=is_written)

    def _note(self, index: int, path: Path, built: Built, entry: Entry | None) -> None:
        about = built.about or {}
        record = Record(
            path=name_of(path),
            made_with=self._made_with,
            inputs=self._inputs.pop(index),
            loader=(about.get("loader", ""), about.get("loader_version", "")),
            key=built.key,
            entry=asdict(entry) if entry else None,
            stamp=stamp(self._writer.folder / entry.file) if entry else None,
            report=built.record,
            refused=built.refused,
        )
        if entry or built.nquads is None:
            with self._writer.unwritable():
                self._open().note(record)

    def _named(self, index: int, path: Path, record: str, replaced: Finding | None) -> str:
        """Return a report that names the graph file, where something else changed it, and the document that stood there."""
        more = [one for one in (self._damaged.get(index), replaced) if one]
        if not more:
            return record
        report = DocumentReport.from_record(path, record)
        report.findings += more
        return report.as_record()

    def _replaced(self, path: Path, key: str, about: Mapping[str, object]) -> Finding | None:
        """Return what is said where the store held another document under the key: other bytes of another name."""
        before = self._writer.published.get(key)
        if (
            before is None
            or before.source == about["source"]
            or before.source_sha256 == about["source_sha256"]
        ):
            return None
        at = self._edition_at(path, str(about["loader"]))
        return Finding.of(say("rules.another-document", before=before.source, key=key, at=at))

    def _edition_at(self, path: Path, loader: str) -> str:
        """Return where the plan.yml that reads a document says, or may say, what tells editions apart."""
        series = self._loaders.known.get(loader)
        beside = (path if path.is_dir() else path.parent) / PLAN
        return key_at(series.path if series and not beside.is_file() else beside, "document", "edition")

    def _store(
        self,
        index: int,
        key: str,
        entry: Entry | None,
        report: str,
        *,
        refused: bool,
        is_written: bool = False,
    ) -> None:
        """Let a document stand for its graph, unless one before it does."""
        other = self._taken.get(key, index)
        if other < index or entry is None:
            self._refuse(index, other, key, report)
            return
        self._taken[key] = index
        changed = self._writer.keep(key, entry) or is_written
        if other > index:
            self._refuse(other, index, key)
        self._reports.put(index, report, refused=refused, stored=True, changed=changed)

    def _refuse(self, index: int, other: int, key: str, record: str = "") -> None:
        """Say of a document that another one stands for its graph."""
        path = self._reports.paths[index]
        report = DocumentReport.from_record(path, record) if record else self._reports[index]
        at = self._edition_at(path, report.loader)
        report.error = ReadingError(
            "building.two-documents", path=path, other=self._reports.paths[other], key=key, at=at
        )
        self._reports.put(index, report.as_record(), refused=True)


def _damage(file: str) -> Finding:
    return Finding.of(
        say("rules.changed-record", file=file),
    )
