"""A store as a site: pages, RDF, dumps, catalogues, host configuration, in a folder that any host can carry."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from heapq import merge
from itertools import chain
from pathlib import Path
from time import perf_counter

from keikaku.asking.evidence.originals import Originals
from keikaku.asking.evidence.prints import prints_of
from keikaku.graph.addresses import file_stem
from keikaku.graph.formats import FORMATS
from keikaku.ground import collector, content
from keikaku.ground.errors import KeikakuError, PublishingError
from keikaku.ground.processes.pool import Pool
from keikaku.ground.processes.process import LostError
from keikaku.ground.version import __version__
from keikaku.reading.decisions.reviewers import names
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages.all_pages import Pages
from keikaku.web.pages.bundles import available, bundles
from keikaku.web.pages.layout import LANGUAGES, SUFFIXES, Layout, assets
from keikaku.web.pages.search_entries import Entry, entries, of_all, of_things
from keikaku.web.pages.tools.section import data_files
from keikaku.web.site.catalogued import plan_documents
from keikaku.web.site.catalogues import catalogues
from keikaku.web.site.changes import PATH as CHANGES
from keikaku.web.site.changes import change_files, changes
from keikaku.web.site.dcat import catalogue
from keikaku.web.site.described import of_document, whole
from keikaku.web.site.dumps import Dumps, write_dumps
from keikaku.web.site.folder import Writer, mark_of, replacing, untouched, write_mark
from keikaku.web.site.found import Found
from keikaku.web.site.hosting.files import host_files
from keikaku.web.site.in_schema_org import on_pages
from keikaku.web.site.moved import moved_documents, moved_pages
from keikaku.web.site.open_data_list import PATH as LIST
from keikaku.web.site.open_data_list import open_data_list
from keikaku.web.site.parts import Part, Parts, batches, print_of
from keikaku.web.site.pictures import write_pictures
from keikaku.web.site.publication import Publication
from keikaku.web.site.sitemap import sitemaps
from keikaku.web.site.statistics import statistics
from keikaku.web.site.void import examples, void

_FEW = 200  # things that one process writes before others would have loaded the store
MOST_IN_MEMORY = 300_000
"""Quads of a store that each process loads; of more, all processes read one copy on disk. They take about 200 MiB in memory."""
_DATED = "graph/"
"""What documents say is a dataset, whose page tells the day of publication: written each time."""

Step = Callable[[int, int], None]


@dataclass(kw_only=True)
class Published:
    """What was written.

    Attributes:
        folder: Where the site is.
        pages: How many HTML pages it has, in both languages.
        documents: How many things have RDF files of their own.
        files: How many files there are.
        size: How many bytes they have.
        dumps: Name of the dumps' version.
        no_delta_from: The version before, where nothing leads on from it, since a file of it is gone or damaged; else "".
        base_before: The base of the site that was replaced, where it was another; else "".
        with_sources: Keys of the documents whose text lines stand on the pages.
        with_print: Keys of the documents whose print is shown.
        undrawn: Why some pages have no picture.
        differing: Files that are called as a document and are not what was read.
        seconds: How long it took.
    """

    folder: Path
    pages: int
    documents: int
    files: int
    size: int
    dumps: str
    no_delta_from: str
    base_before: str
    with_sources: list[str]
    with_print: list[str]
    undrawn: list[KeikakuError]
    differing: list[Path] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True)
class _Site:
    """What a worker needs to write a part of a site; it is sent to other processes."""

    store: Path
    proposed: bool
    accepted_only: bool
    settings: Publication
    files: tuple[tuple[str, Path], ...]
    folder: Path
    target: Path
    on_disk: Path | None

    def opened(self, keys: Collection[str] | None = None) -> Store:
        """Return the store, or what some of its documents hold."""
        return Store(self.store, proposed=self.proposed, accepted_only=self.accepted_only, only=keys)


def publish(
    store: Store | str | os.PathLike[str],
    folder: str | os.PathLike[str],
    settings: Publication,
    step: Step = lambda _done, _total: None,
    *,
    jobs: int = 1,
) -> Published:
    """Write a store as a site; the same store and settings give the same bytes.

    Args:
        store: The store, or its path.
        folder: Where the site is to stand: nothing, an empty folder, or a site that it replaces.
        settings: What the publisher decides.
        step: Called with how many pages and documents are written, and of how many.
        jobs: Processes that write.

    Raises:
        StoreError: The store holds nothing.
        PublishingError: The base is none, something else is in the way, or the folder cannot be written; what
            was there before is there still.
        StoreError: The store cannot be read.
    """
    began, target = perf_counter(), Path(folder)
    opened = store if isinstance(store, Store) else Store(store)
    if not opened.documents:
        raise opened.nothing()
    sources = Originals.of(opened, settings.sources)
    with replacing(target) as new:
        site = _Site(
            opened.path,
            opened.proposed,
            opened.accepted_only,
            settings,
            tuple(sorted(sources.files.items())),
            new,
            target,
            new.with_name("data") if _quads(opened) > MOST_IN_MEMORY else None,
        )
        written = _build(site, step, jobs)
    written.differing = list(sources.differing.values())
    written.seconds = perf_counter() - began
    return written


def _quads(store: Store) -> int:
    return sum(entry.quads for entry in store.documents.values())


def _build(site: _Site, step: Step, jobs: int) -> Published:
    """Write a site into its new folder: the pages of things in other processes, what is told of many in this one."""
    pages, writer = _pages(site), Writer(site.folder)
    things = len(pages.layout.dataset.documents)
    few = sorted(pages.few())
    progress = _Progress(step, len(few) + 2 * things)
    if things <= _FEW:
        fingerprints = list[str]()
        _write_things(pages, pages.layout.dataset.documents, writer)
        undrawn, dumps = _write_whole(site, pages, writer, few, jobs)
    else:
        parts = Parts(pages.layout.dataset.store)
        fingerprints, fresh = _kept(site, pages, parts, writer)
        with _writing(site, fresh, jobs, progress) as written:
            undrawn, dumps = _write_whole(site, pages, writer, few, jobs)
        for files, size in written:
            writer.files += files
            writer.size += size
    progress.all()
    before = str((mark_of(site.target) or {}).get("base", site.settings.base))
    about = {"dumps": dumps.version, "iris": site.settings.style, "parts": fingerprints}
    write_mark(writer, about | {"base": site.settings.base, "software": __version__})
    prints = pages.layout.prints
    return Published(
        folder=site.target,
        pages=(1 + len(few) + things) * len(LANGUAGES),  # and what changed
        documents=things,
        files=writer.files,
        size=writer.size,
        dumps=dumps.version,
        no_delta_from=dumps.no_delta_from,
        base_before=before if before != site.settings.base else "",
        with_sources=[key for key, _file in site.files],
        with_print=sorted(prints.leaves) if prints else [],
        undrawn=undrawn,
    )


def _pages(site: _Site, keys: Collection[str] | None = None) -> Pages:
    """Load a store, or some of its documents into memory, and return the pages of a site."""
    dataset, settings = _dataset(site, keys), site.settings
    sources = Originals({key: file for key, file in site.files if keys is None or key in keys})
    return Pages(
        Layout(
            dataset,
            settings.title,
            licence=settings.licence,
            bundles=available(),
            sources=sources.lines(dataset),
            reviewers=names(site.store) if settings.reviewer_names else {},
            prints=prints_of(dataset, sources.files, settings.evidence),
            reports=settings.reports,
            publisher=settings.publisher,
            year=settings.year,
            described=on_pages(settings, dataset),
        )
    )


def _dataset(site: _Site, keys: Collection[str] | None = None) -> Dataset:
    """Load a store, or some of its documents into memory, where those loaded before make room."""
    if keys is not None:
        collector.sweep()
    store = site.opened(keys)
    return Dataset(store, site.settings.addresses(store), site.on_disk if keys is None else None)


# ---------------------------------------------------------------- the pages and RDF of things


def _write_things(pages: Pages, documents: Iterable[str], writer: Writer) -> None:
    """Write the pages and the RDF of things."""
    for document in documents:
        stem = f"doc/{file_stem(document)}"
        for language in LANGUAGES:
            writer.write(stem + SUFFIXES[language], pages.html(stem, language))
        triples = pages.layout.dataset.description(document)
        for one in FORMATS.values():
            writer.write(stem + one.suffix, one.write(triples))


def _kept(site: _Site, pages: Pages, parts: Parts, writer: Writer) -> tuple[list[str], list[Part]]:
    """Take over from the site that is replaced what did not change.

    Returns:
        What tells each part apart, and the parts that are to be written.
    """
    settings, store = site.settings, pages.layout.dataset.store
    at_hand = dict(site.files)
    besides = {
        "addresses": (settings.base, settings.style),
        "bundles": sorted(pages.layout.bundles),
        "evidence": settings.evidence,
        "publication": (
            settings.title,
            settings.licence,
            settings.publisher,
            settings.reports,
            settings.year,
        ),
        "reviewers": sorted(pages.layout.reviewers.items()),
    }
    before = set((mark_of(site.target) or {}).get("parts", ()))
    prints, waiting = {}, set[Part]()
    for part in parts.all:
        held = [(key, store.documents[key].source_sha256) for key in part.keys if key in at_hand]
        prints[part] = print_of(store, part, besides | {"sources": held})
        if prints[part] not in before:
            waiting.add(part)
    documents = pages.layout.dataset.documents
    for document in documents if before else ():
        own = parts.of(document)
        if own and own not in waiting and not untouched(site.target, _files_of(document)):
            waiting.add(own)
    for document in documents:
        own = parts.of(document)
        if own is None or (own not in waiting and document.startswith(_DATED)):
            _write_things(pages, [document], writer)
        elif own not in waiting:
            writer.keep(site.target, _files_of(document))
    return sorted(prints.values()), [part for part in parts.all if part in waiting]


def _files_of(document: str) -> list[str]:
    suffixes = (*SUFFIXES.values(), *(one.suffix for one in FORMATS.values()))
    return [f"doc/{file_stem(document)}{suffix}" for suffix in suffixes]


@contextmanager
def _writing(
    site: _Site, parts: Sequence[Part], jobs: int, progress: _Progress
) -> Iterator[list[tuple[int, int]]]:
    """Write the things of parts while the block runs; fill the list with files and bytes."""
    written: list[tuple[int, int]] = []
    tasks = list(batches(parts, jobs))
    pool = Pool(min(jobs, len(tasks)), "keikaku.web.site.publishing:writing", site) if jobs > 1 else None

    def write() -> None:
        answers = _spread(site, pool, tasks) if pool else (_write_part(site, one) for one in tasks)
        for count, files, size in answers:
            progress.add(2 * count)
            written.append((files, size))

    if pool is None:
        yield written
        write()
        return
    with ThreadPoolExecutor(1) as beside:
        going = beside.submit(write)
        try:
            yield written
        except BaseException:
            pool.close()
            raise
        going.result()


def _spread(site: _Site, pool: Pool, tasks: Sequence[tuple[str, ...]]) -> Iterator[tuple[int, int, int]]:
    with closing(pool.answers(tasks)) as answers:
        for _number, answer in answers:
            if isinstance(answer, LostError):
                raise PublishingError("publishing.lost-writer", path=site.target, why=answer.said)
            yield answer


def writing(site: _Site) -> Callable[[tuple[str, ...]], Iterator[tuple[int, int, int]]]:
    """Return what writes the things of some documents in this process.

    Args:
        site: The site.
    """

    def write(keys: tuple[str, ...]) -> Iterator[tuple[int, int, int]]:
        yield _write_part(site, keys)

    return write


def _write_part(site: _Site, keys: tuple[str, ...]) -> tuple[int, int, int]:
    """Write the things of some documents; return how many there are, their files and bytes."""
    pages, writer = _pages(site, frozenset(keys)), Writer(site.folder)
    documents = pages.layout.dataset.documents
    _write_things(pages, documents, writer)
    return len(documents), writer.files, writer.size


class _Progress:
    """Counts what is written, in one thread or two."""

    def __init__(self, step: Step, total: int) -> None:
        self._step, self._total, self._done = step, total, 0

    def add(self, count: int) -> None:
        self._done = min(self._done + count, self._total)
        self._step(self._done, self._total)

    def all(self) -> None:
        """Tell that all is written; what was taken over is not counted before."""
        self.add(self._total)


# ---------------------------------------------------------------- everything else


def _write_whole(
    site: _Site, pages: Pages, writer: Writer, few: Iterable[str], jobs: int
) -> tuple[list[KeikakuError], Dumps]:
    """Write the pages that tell of many things, and what a site has besides."""
    old = site.target if site.settings.old_dumps else None
    dumps = write_rest(writer, pages, site.settings, old, jobs, _found(site, pages))
    for path, data in moved_pages(site.settings.base, moved_documents(pages.layout.dataset)):
        writer.write(path, data)
    prints = pages.layout.prints
    undrawn = write_pictures(writer, prints) if prints else []
    for path in few:
        for language in LANGUAGES:
            writer.write(path + SUFFIXES[language], pages.html(path, language))
    return undrawn, dumps


def _found(site: _Site, pages: Pages) -> Iterable[Entry]:
    """Return what a search finds: of a store that no memory holds it is gathered part by part."""
    dataset = pages.layout.dataset
    if site.on_disk is None:
        return entries(dataset)
    parts = batches(Parts(dataset.store).all, 1)
    things = (one for keys in parts for one in of_things(_dataset(site, frozenset(keys))))
    return Found(site.on_disk / "found.sqlite", chain(of_all(dataset), things))


def write_rest(
    writer: Writer,
    pages: Pages,
    settings: Publication,
    old: Path | None,
    jobs: int = 1,
    found: Iterable[Entry] | None = None,
) -> Dumps:
    """Write what a site has besides its pages and documents; return its dumps.

    Args:
        writer: Writes the files.
        pages: The pages of the site.
        settings: What the publisher decides.
        old: Folder of the site whose dumps are kept, or nothing.
        jobs: Processes that make the dumps.
        found: What a search finds in the dataset, sorted, where that is known.
    """
    dataset = pages.layout.dataset
    for path, data in (*assets(), *bundles(), *data_files(dataset, found), *vocabulary_files()):
        writer.write(path, data)
    dumps = write_dumps(writer, dataset, settings, old, jobs)
    for path, data in change_files(pages.layout, changes(dumps.index), pages):
        writer.write(path, data)
    plans = plan_documents(dataset)
    counted = statistics(dataset)
    site = whole(settings, dumps, plans, counted.whole.classes)
    documents = [of_document(site, plan, dumps) for plan in plans]
    described = void(settings, counted, site, documents, examples(dataset))
    listed = catalogue(settings, site, documents)
    files = {
        "void.ttl": described.turtle(),
        ".well-known/void": described.turtle(),
        "catalog.ttl": listed.turtle(),
        "catalog.jsonld": listed.jsonld(),
        LIST: open_data_list(settings, plans, dumps),
    }
    besides = (
        catalogues(site),
        sitemaps(settings, merge(pages.paths(), [CHANGES])),
        host_files(settings, dataset.documents.keys(), moved_documents(dataset)),
    )
    for path, data in chain(files.items(), *besides):
        writer.write(path, data)
    return dumps


def vocabulary_files() -> Iterator[tuple[str, bytes]]:
    """Yield the ontology, the shapes and the queries themselves."""
    ontology = content.folder("ontology")
    yield "ns.ttl", (ontology / "keikaku.ttl").read_bytes()
    yield "context.jsonld", (ontology / "context.jsonld").read_bytes()
    for file in sorted(ontology.glob("*.ttl")):
        yield f"ontology/{file.name}", file.read_bytes()
    for folder, suffix in (("shapes", "ttl"), ("queries", "rq")):
        for file in sorted(content.folder(folder).glob(f"*.{suffix}")):
            yield f"{folder}/{file.name}", file.read_bytes()
