"""Documents to a validated store: read, recognise, load, mint, validate, store.

One bad document never stops the others, and nothing of it enters the store.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from keikaku import __version__, vocab
from keikaku.description import document_key, graph_iri
from keikaku.errors import (
    BelowYieldError,
    DoesNotConformError,
    KeikakuError,
    MissingPathError,
    NoDocumentError,
    ReadingError,
    TwoDocumentsError,
    UnreadableError,
    UnreadLinesError,
)
from keikaku.loaders import Loaders
from keikaku.mint import collisions, mint
from keikaku.model import Finding, Severity
from keikaku.read.document import Document, read_document
from keikaku.reading import Reading
from keikaku.report import DocumentReport, class_label, count_classes
from keikaku.series import Series
from keikaku.shacl import validate
from keikaku.store import Store, Writer

SUFFIXES = (".txt", ".text", ".md")
"""What a document in a folder is called; a file that is named itself may be called anything."""

_FEW = 10

Progress = Callable[[Path, int, int], None]
"""Called before each document with its path, how many came before it, and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build.

    Attributes:
        base: IRI under which the publisher's data lives, ending in "/" or "#".
        loader: Id of the series to use, whatever recognises the document.
        loaders: Further folders with series; their load.py may run.
        accept: Whether to store what is below its yield, partly unread, or does not conform.
        max_bytes: The largest file to read.
    """

    base: str = vocab.DEFAULT_BASE
    loader: str = ""
    loaders: tuple[Path, ...] = ()
    accept: bool = False
    max_bytes: int = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read and minted.

    Attributes:
        document: The file as read.
        series: What read it.
        reading: Its records.
        lines: Its sorted N-Quads.
        key: Its name in a store.
        graph: IRI of its named graph.
        unrun: The load.py beside the document, which did not run since nobody vouched for it.
    """

    document: Document
    series: Series
    reading: Reading
    lines: list[str]
    key: str
    graph: str
    unrun: Path | None = None


AnyPath = str | os.PathLike[str]


def find_documents(paths: AnyPath | Iterable[AnyPath]) -> list[Path | KeikakuError]:
    """Return the documents of files and folders, each once, in order of their paths.

    A path that does not exist, a folder that cannot be read, and one without documents stand in the list as
    errors.
    """
    found: dict[str, Path | KeikakuError] = {}
    for path in [paths] if isinstance(paths, str | os.PathLike) else paths:
        for place, answer in _look(Path(path)):
            found.setdefault(os.path.realpath(place), answer)
    return [found[key] for key in sorted(found)]


def _look(path: Path) -> Iterator[tuple[Path, Path | KeikakuError]]:
    """Yield what stands at a path: its place, and a document or an error."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        yield path, MissingPathError(path=path)
    except OSError as error:
        yield path, UnreadableError(path=path, why=error.strerror or type(error).__name__)
    else:
        yield from _documents_in(path) if stat.S_ISDIR(mode) else [(path, path)]


def _documents_in(folder: Path) -> Iterator[tuple[Path, Path | KeikakuError]]:
    found: list[tuple[Path, Path | KeikakuError]] = []

    def note(error: OSError) -> None:
        closed = Path(error.filename)
        found.append((closed, UnreadableError(path=closed, why=error.strerror or type(error).__name__)))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        documents = (Path(place, name) for name in files if not name.startswith("."))
        found += [(file, file) for file in documents if file.suffix.lower() in SUFFIXES]
    yield from found or [(folder, NoDocumentError(path=folder, suffixes=", ".join(SUFFIXES)))]


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
    document = read_document(Path(path), max_bytes=options.max_bytes)
    document = replace(document, name=os.fsencode(document.name).decode("utf-8", "replace"))
    loaders = (loaders or Loaders.of(options.loaders)).beside(document)
    series = loaders.named(options.loader) if options.loader else loaders.recognise(document)
    reading = series.load(document)
    edition = series.edition(document)
    return Loaded(
        document=document,
        series=series,
        reading=reading,
        lines=mint(reading, series, options.base),
        key=document_key(series, edition),
        graph=graph_iri(series, edition, options.base),
        unrun=loaders.unrun(series),
    )


def check(
    paths: AnyPath | Iterable[AnyPath], options: Options | None = None, progress: Progress | None = None
) -> list[DocumentReport]:
    """Read, load, mint and validate documents without storing them.

    Args:
        paths: Files and folders.
        options: How.
        progress: Called before each document.

    Returns:
        A report for each document, in order of their paths.

    Raises:
        SeriesError: A plan.yml of the loaders does not say what it must.
    """
    return [report for report, _loaded in _examine(paths, options or Options(), progress)]


def build(
    paths: AnyPath | Iterable[AnyPath],
    store: Store,
    options: Options | None = None,
    progress: Progress | None = None,
    *,
    wait: float = 10.0,
) -> list[DocumentReport]:
    """Build documents into a store: all that may be stored enters it at once, when the last is read.

    Args:
        paths: Files and folders.
        store: Where to; what it holds of other documents stays.
        options: How.
        progress: Called before each document.
        wait: Seconds to wait for another build that holds the store.

    Returns:
        A report for each document, in order of their paths.

    Raises:
        StoreError: The store cannot be held or written; it is as it was.
        SeriesError: A plan.yml of the loaders does not say what it must.
    """
    options = options or Options()
    reports = []
    taken: dict[str, Path] = {}
    with store.writing(wait=wait) as writer:
        for report, loaded in _examine(paths, options, progress):
            reports.append(report)
            if loaded and (report.error is None or options.accept):
                _put(writer, report, loaded, taken)
    return reports


def _put(writer: Writer, report: DocumentReport, loaded: Loaded, taken: dict[str, Path]) -> None:
    """Store a document, unless another of this build already stands for the same graph."""
    if loaded.key in taken:
        report.error = TwoDocumentsError(path=report.path, other=taken[loaded.key], key=loaded.key)
        return
    taken[loaded.key] = report.path
    report.changed = writer.put(
        loaded.key,
        loaded.lines,
        graph=loaded.graph,
        source=loaded.document.name,
        source_sha256=loaded.document.sha256,
        loader=loaded.series.id,
        loader_version=loaded.series.version,
        software=__version__,
        municipality=loaded.series.settings.municipality.code,
    )
    report.stored = True


def _examine(
    paths: AnyPath | Iterable[AnyPath], options: Options, progress: Progress | None
) -> Iterator[tuple[DocumentReport, Loaded | None]]:
    loaders = Loaders.of(options.loaders)
    documents = find_documents(paths)
    for index, path in enumerate(documents):
        if isinstance(path, KeikakuError):
            yield DocumentReport(path=Path(str(path.values["path"])), error=path), None
            continue
        if progress:
            progress(path, index, len(documents))
        report = DocumentReport(path=path)
        try:
            loaded = load(path, options, loaders)
        except KeikakuError as error:
            report.error = error
            yield report, None
            continue
        _judge(report, loaded)
        yield report, loaded


def _judge(report: DocumentReport, loaded: Loaded) -> None:
    """Fill in a report: what was read, what was left over, what does not conform, and whether that bars it."""
    report.sha256 = loaded.document.sha256
    report.loader = loaded.series.id
    report.elements = count_classes(loaded.lines)
    report.account = account = loaded.reading.account()
    report.unread = [(number, loaded.document.lines[number - 1].printed) for number in account.unread]
    findings = [
        *loaded.reading.findings,
        *_unrun(loaded),
        *_unread(report),
        *_above_yield(report, loaded),
        *collisions(loaded.reading, loaded.series),
    ]
    findings += validate(loaded.lines)
    order = list(Severity)
    report.findings = sorted(findings, key=lambda finding: order.index(finding.severity))
    report.error = _barred(report, loaded)


def _unrun(loaded: Loaded) -> Iterator[Finding]:
    if loaded.unrun:
        yield Finding(
            rule="load-py-not-run",
            severity=Severity.WARNING,
            en=f"{loaded.unrun} did not run: `--loaders {loaded.unrun.parent}` says that it is trusted.",
            ja=f"{loaded.unrun} は実行していません。信頼できる場合は --loaders {loaded.unrun.parent} を指定してください。",
        )


def _unread(report: DocumentReport) -> Iterator[Finding]:
    for number, text in report.unread:
        yield Finding(
            rule="unread-line",
            severity=Severity.WARNING,
            en=f"This line could not be read: {text.strip()}",
            ja=f"この行は読み取れませんでした: {text.strip()}",
            lines=(number,),
        )


def _above_yield(report: DocumentReport, loaded: Loaded) -> Iterator[Finding]:
    for name, bounds in loaded.series.settings.expect.items():
        found = report.elements.get(name, 0)
        if found > bounds.max:
            yield Finding(
                rule="above-yield",
                severity=Severity.WARNING,
                en=f"{found} of class {name}, more than the {bounds.max} expected.",
                ja=f"{class_label(name, 'ja')}が {found} 件あり、見込みの {bounds.max} 件を超えています。",
            )


def _barred(report: DocumentReport, loaded: Loaded) -> ReadingError | None:
    """Return why a document may not be stored, worst first, or None."""
    return _below_yield(report, loaded) or _too_many_unread(report, loaded) or _violates(report)


def _below_yield(report: DocumentReport, loaded: Loaded) -> ReadingError | None:
    short = [
        (name, report.elements.get(name, 0), bounds.min)
        for name, bounds in loaded.series.settings.expect.items()
        if report.elements.get(name, 0) < bounds.min
    ]
    if not short:
        return None
    return BelowYieldError(
        path=report.path,
        missing=", ".join(f"{name} {found} of at least {floor}" for name, found, floor in short),
        missing_ja="、".join(
            f"{class_label(name, 'ja')} {found} 件(見込み {floor} 件以上)" for name, found, floor in short
        ),
    )


def _too_many_unread(report: DocumentReport, loaded: Loaded) -> ReadingError | None:
    allowed = loaded.series.settings.unread
    if len(report.unread) <= allowed:
        return None
    numbers = [str(number) for number, _text in report.unread]
    shown = ", ".join(numbers[:_FEW]) + (" …" if len(numbers) > _FEW else "")
    return UnreadLinesError(path=report.path, count=len(numbers), allowed=allowed, lines=shown)


def _violates(report: DocumentReport) -> ReadingError | None:
    violations = [finding for finding in report.findings if finding.severity is Severity.VIOLATION]
    if not violations:
        return None
    first = violations[0]
    return DoesNotConformError(path=report.path, count=len(violations), first=first.en, first_ja=first.ja)
