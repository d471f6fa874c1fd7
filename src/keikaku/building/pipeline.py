"""Documents to a validated store: read, recognise, load, mint, validate, store.

One bad document never stops the others, and nothing of it enters the store.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from keikaku.building.inputs import AnyPath, find_documents
from keikaku.building.judge import barred, findings_of
from keikaku.building.model import Built, Loaded, Options
from keikaku.building.report import DocumentReport, Reports, count_classes
from keikaku.building.shelf import Shelf
from keikaku.documents.as_lines import numbered, read_numbered
from keikaku.documents.limits import limit
from keikaku.documents.numbered_lines import Document
from keikaku.graph.collisions import collisions
from keikaku.graph.description import document_key, graph_iri
from keikaku.graph.located import Locator
from keikaku.graph.mint import mint
from keikaku.ground.blame import Blame, said
from keikaku.ground.content import PACKAGE
from keikaku.ground.errors import (
    BuildingError,
    InputError,
    KeikakuError,
    RecognitionError,
    SeriesError,
    UnrecognisedError,
)
from keikaku.ground.messages import say
from keikaku.ground.processes.memory import bound, bounded
from keikaku.ground.processes.pool import Pool
from keikaku.ground.processes.process import LostError
from keikaku.ground.rules import Severity
from keikaku.ground.version import __version__
from keikaku.reading.decisions.acceptance import State, acceptance
from keikaku.reading.decisions.home import decisions_about, names_about
from keikaku.reading.loaders import Loaders
from keikaku.reading.series import Series
from keikaku.store.folder import Store
from keikaku.store.manifest import ACCEPTED, PROPOSED
from keikaku.validation import validate

__all__ = ["Loaded", "Options", "build", "build_document", "check", "find_documents", "load"]

_LASTING = (InputError, RecognitionError, SeriesError)  # what follows from the input and the patterns alone

Progress = Callable[[Path, int, int], None]
"""Called after each document with its path, how many are finished, and how many there are."""


def load(path: AnyPath, options: Options | None = None, loaders: Loaders | None = None) -> Loaded:
    """Read one document and mint its quads.

    Args:
        path: The document.
        options: How.
        loaders: The series at hand; found afresh where None.

    Raises:
        KeikakuError: It cannot be read, nothing recognises it, or its loader refuses it.
    """
    options = options or Options()
    document = read_numbered(
        Path(path),
        max_bytes=options.max_bytes,
        memory=options.memory,
        seconds=options.seconds,
    )
    document = replace(document, name=os.fsencode(document.name).decode("utf-8", "replace"))
    return loaded_of(document, options, loaders)


def loaded_of(document: Document, options: Options, loaders: Loaders | None = None) -> Loaded:
    """Read a document's lines, do what people decided about it, and mint its quads.

    Args:
        document: The document as numbered lines.
        options: How.
        loaders: The series at hand; found afresh where None.

    Raises:
        KeikakuError: Nothing recognises it, its loader refuses it, or a file of decisions does not say what it must.
    """
    loaders = (loaders or Loaders.of(options.loaders)).beside(document)
    series = _series(document, options, loaders)
    document = _of_files(document, series)
    plan = None if series.proposed else series.path
    reading = series.load(document, decisions_about(document.path, plan))
    if reading.reviewed and series.settings.review.names:
        reading.reviewed.names = names_about(document.path, plan)
    stands = acceptance(reading, series.settings.review, is_draft=series.proposed)
    if stands.state is State.ACCEPTED:
        series = replace(series, proposed=False, accepted=True)
    edition = series.edition(document)
    return Loaded(
        document=document,
        series=series,
        reading=reading,
        lines=mint(reading, series, options.base),
        key=document_key(series, edition),
        graph=graph_iri(series, edition, options.base),
        unrun=loaders.unrun(series),
        acceptance=stands,
    )


def _series(document: Document, options: Options, loaders: Loaders) -> Series:
    """Return the series that reads a document: the one that is named, or recognises it, or a draft."""
    if options.loader:
        return loaders.named(options.loader)
    try:
        return loaders.recognise(document)
    except UnrecognisedError:
        if not options.draft:
            raise
    from keikaku.reading.drafting.proposed import series_for  # most builds draft nothing

    return series_for(document, options.municipality, loaders.known.values())


def _of_files(document: Document, series: Series) -> Document:
    """Return a document with those of its files that its series names."""
    patterns, published = series.settings.document.files, document.published
    if not patterns or published is None:
        return document
    try:
        return replace(numbered(published.chosen(patterns)), name=document.name)
    except LookupError as error:
        held = ", ".join(sorted({part.file for part in published.parts})[:10])
        raise InputError(
            "documents.missing-member",
            path=document.path,
            pattern=error.args[0],
            series=series.id,
            names=held,
        ) from error


def build_document(path: Path, options: Options | None = None, loaders: Loaders | None = None) -> Built:
    """Read, mint and validate one document; nothing is stored, nothing raised.

    This is all that has to happen where a document is: in this process, in one of its workers, on a cluster.

    Args:
        path: The document.
        options: How.
        loaders: The series at hand; found afresh where None.
    """
    options = options or Options()
    report = DocumentReport(path=path)
    try:
        with Blame(partial(_broken, path), PACKAGE, passing=()):
            loaded = load(path, options, loaders)
            _judge(report, loaded, options)
            return _built_of(report, loaded, options)
    except KeikakuError as error:
        failed = DocumentReport(path=path, error=error)
        return Built(record=failed.as_record(), refused=True, lasting=isinstance(error, _LASTING))


def _broken(path: Path, raised: BaseException, file: Path, line: int) -> BuildingError:
    """Return the error for what nobody meant to happen while a document was read, minted and validated."""
    if isinstance(raised, MemoryError):
        most = bounded()
        limit = f"{most // 2**20:,} MiB" if most else say("building.free-memory")
        return BuildingError("building.memory-document", path=path, limit=limit)
    return BuildingError(
        "building.broken-loader",
        path=path,
        near="",
        file=file,
        line=line,
        error=said(raised),
    )


def _built_of(report: DocumentReport, loaded: Loaded, options: Options) -> Built:
    """Return what a document that was read and judged gives."""
    stored = report.error is None or options.accept
    return Built(
        record=report.as_record(),
        refused=report.error is not None,
        key=loaded.key,
        nquads="".join(f"{line}\n" for line in loaded.lines).encode() if stored else None,
        about={
            "graph": loaded.graph,
            "source": loaded.document.name,
            "source_sha256": loaded.document.sha256,
            "loader": loaded.series.id,
            "loader_version": loaded.series.version,
            "software": __version__,
            "municipality": loaded.series.settings.municipality.code,
            **_kind(loaded.series),
        },
    )


def _kind(series: Series) -> dict[str, str]:
    """Return what the manifest says of who answers for a document, nothing where a plan.yml does."""
    return {"kind": PROPOSED} if series.proposed else {"kind": ACCEPTED} if series.accepted else {}


def judged(loaded: Loaded, options: Options) -> DocumentReport:
    """Return the report of a document that was read: what a person should look at, and what keeps it out of the store."""
    report = DocumentReport(path=loaded.document.path)
    _judge(report, loaded, options)
    return report


def _judge(report: DocumentReport, loaded: Loaded, options: Options) -> None:
    """Fill in a report: what was read, what was left over, what does not conform, and whether that bars it."""
    report.sha256 = loaded.document.sha256
    report.loader = loaded.series.id
    report.state = str(loaded.acceptance.state)
    report.elements = count_classes(loaded.lines)
    report.account = account = loaded.reading.account()
    report.unread = [(number, loaded.document.lines[number - 1].printed) for number in account.unread]
    findings = [
        *findings_of(report, loaded),
        *collisions(loaded.reading, loaded.series),
        *validate(loaded.lines, options.validator),
    ]
    order = list(Severity)
    report.findings = sorted(findings, key=lambda finding: order.index(finding.severity))
    report.places = _places(report, loaded)
    report.error = barred(report, loaded)


def _places(report: DocumentReport, loaded: Loaded) -> dict[int, str]:
    """Return where the lines of a report stand in a file that is no text, by their numbers."""
    if loaded.document.published is None:
        return {}
    numbers = {line for finding in report.findings for line in finding.lines}
    locator = Locator(loaded.document, "")
    placed = {number: locator.places([number]) for number in sorted(numbers) if number}
    return {number: one.place.fragment for number, found in placed.items() for one in found}


def check(
    paths: AnyPath | Iterable[AnyPath], options: Options | None = None, progress: Progress | None = None
) -> Sequence[DocumentReport]:
    """Read, load, mint and validate documents without storing them.

    Args:
        paths: Files and folders.
        options: How.
        progress: Called after each document.

    Returns:
        A report for each document, in order of their paths.

    Raises:
        SeriesError: A plan.yml of the loaders does not say what it must.
    """
    options = options or Options()
    documents = find_documents(paths)
    reports = _reports(documents)
    loaders = Loaders.of(options.loaders)
    tell = _counting(progress, len(documents), len(documents) - len(_readable(documents)))
    with _readers(options) as pool:
        for index, path, built in _built(_readable(documents), options, loaders, pool):
            reports.put(index, built.record, refused=built.refused)
            tell(path)
    return reports


def build(
    paths: AnyPath | Iterable[AnyPath],
    store: Store,
    options: Options | None = None,
    progress: Progress | None = None,
    *,
    wait: float = 10.0,
) -> Sequence[DocumentReport]:
    """Build documents into a store: all that may be stored enters it at once, when the last is read.

    What was read before, from the same bytes and with the same code, is not read again. A build that is
    interrupted leaves the store as it was; the next one goes on where it stopped.

    Args:
        paths: Files and folders.
        store: Where to; what it holds of other documents stays.
        options: How.
        progress: Called after each document.
        wait: Seconds to wait for another build that holds the store.

    Returns:
        A report for each document, in order of their paths.

    Raises:
        StoreError: The store cannot be held or written; it is as it was.
        SeriesError: A plan.yml of the loaders does not say what it must.
        BuildingError: No process for reading can be started.
    """
    options = options or Options()
    loaders = Loaders.of(options.loaders)
    with store.writing(wait=wait) as writer, _readers(options) as pool:
        documents = find_documents(paths)
        reports = _reports(documents)
        shelf = Shelf(writer, reports, options, loaders)
        left = [(index, path) for index, path in _readable(documents) if not shelf.has(index, path)]
        tell = _counting(progress, len(documents), len(documents) - len(left))
        for index, path, built in _built(left, options, loaders, pool):
            shelf.put(index, path, built)
            tell(path)
    return reports


def _reports(documents: list[Path | KeikakuError]) -> Reports:
    """Return a place for the reports, with those of paths that are no documents."""
    errors = {index: error for index, error in enumerate(documents) if isinstance(error, KeikakuError)}
    reports = Reports([one if isinstance(one, Path) else Path(str(one.values["path"])) for one in documents])
    for index, error in errors.items():
        reports.put(index, DocumentReport(path=reports.paths[index], error=error).as_record(), refused=True)
    return reports


def _readable(documents: list[Path | KeikakuError]) -> list[tuple[int, Path]]:
    return [(index, path) for index, path in enumerate(documents) if isinstance(path, Path)]


def _counting(progress: Progress | None, total: int, done: int) -> Callable[[Path], None]:
    """Return what to call after each document; what was finished before counts too."""

    def tell(path: Path) -> None:
        nonlocal done
        done += 1
        if progress:
            progress(path, done, total)

    return tell


@contextlib.contextmanager
def _readers(options: Options) -> Iterator[Pool | None]:
    """Hold the processes that read documents; the first starts at once."""
    if not options.jobs:
        yield None
        return
    with contextlib.closing(readers(options)) as pool:
        pool.warm()
        yield pool


def _built(
    documents: list[tuple[int, Path]], options: Options, loaders: Loaders, pool: Pool | None
) -> Iterator[tuple[int, Path, Built]]:
    """Yield what each document gives, as they come."""
    if pool is None:
        for index, path in documents:
            yield index, path, build_document(path, options, loaders)
        return
    for number, answer in pool.answers(path for _index, path in documents):
        index, path = documents[number]
        yield index, path, _lost(path, answer, options) if isinstance(answer, LostError) else answer


def _lost(path: Path, lost: LostError, options: Options) -> Built:
    return Built(
        record=DocumentReport(path=path, error=unread(path, lost, options)).as_record(),
        refused=True,
        lasting=False,
    )


# ---------------------------------------------------------------- in processes of their own


def readers(options: Options, count: int | None = None) -> Pool:
    """Return processes that read documents, each within its limits of time and memory.

    Args:
        options: How they read.
        count: How many; those of the options where None.
    """
    return Pool(count or options.jobs, "keikaku.building.pipeline:reader", options, seconds=options.seconds)


def reader(options: Options) -> Callable[[Path], Iterator[Built]]:
    """Return what reads documents in this process, bounded from then on.

    Args:
        options: How.
    """
    loaders = Loaders.of(options.loaders)

    def read(path: Path) -> Iterator[Built]:
        bound(options.memory or limit("text").memory)
        yield build_document(path, options, loaders)

    return read


def unread(path: Path, lost: LostError, options: Options) -> BuildingError:
    """Return what to say of a document whose process ended.

    Args:
        path: The document.
        lost: How it ended.
        options: How it was read.
    """
    if lost.end is None:
        return BuildingError("building.slow-document", path=path, seconds=options.seconds)
    return BuildingError("building.lost-worker", path=path, how=lost.end.said)
