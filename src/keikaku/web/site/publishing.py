"""A store as a site: pages, RDF, dumps, catalogues, host configuration, in a folder that any host can carry."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import perf_counter

import pyoxigraph as ox

from keikaku.asking.evidence.originals import Originals
from keikaku.asking.evidence.prints import prints_of
from keikaku.graph.addresses import file_stem
from keikaku.graph.formats import FORMATS
from keikaku.graph.nquads import KEI, RDF
from keikaku.ground import content
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
from keikaku.web.pages.tools.section import data_files
from keikaku.web.site.catalogued import plan_documents
from keikaku.web.site.catalogues import catalogues
from keikaku.web.site.changes import PATH as CHANGES
from keikaku.web.site.changes import change_files, changes
from keikaku.web.site.dcat import catalogue
from keikaku.web.site.described import of_document, whole
from keikaku.web.site.dumps import Dumps, write_dumps
from keikaku.web.site.folder import MARK, Writer, replacing
from keikaku.web.site.hosting.files import host_files
from keikaku.web.site.in_schema_org import on_pages
from keikaku.web.site.moved import moved_documents, moved_pages
from keikaku.web.site.open_data_list import PATH as LIST
from keikaku.web.site.open_data_list import open_data_list
from keikaku.web.site.pictures import write_pictures
from keikaku.web.site.publication import Publication
from keikaku.web.site.sitemap import sitemaps
from keikaku.web.site.statistics import statistics
from keikaku.web.site.void import void

FORMAT = 1
_CHUNK = 40  # pages or documents that a worker takes at a time
_FEW = 600  # of them that one process writes before others would have loaded the store
_SHOWN = ("Plan", "Goal", "Measure", "Project", "Indicator")

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


Chunk = tuple[tuple[str, ...], tuple[str, ...]]
"""Paths of pages, and local names of documents."""


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
    with replacing(target) as new, ExitStack() as undo:
        undo.callback(_pages.cache_clear)
        site = _Site(
            opened.path,
            opened.proposed,
            opened.accepted_only,
            settings,
            tuple(sorted(sources.files.items())),
            new,
            target,
        )
        written = _build(site, step, jobs)
    written.differing = list(sources.differing.values())
    written.seconds = perf_counter() - began
    return written


def _build(site: _Site, step: Step, jobs: int) -> Published:
    """Write a site into its new folder."""
    pages, writer = _pages(site), Writer(site.folder)
    documents = list(pages.layout.dataset.documents)
    chunks = list(_chunks(sorted(set(pages.paths())), documents))
    old = site.target if site.settings.old_dumps else None
    dumps = write_rest(writer, pages, site.settings, old)
    for path, data in moved_pages(site.settings.base, moved_documents(pages.layout.dataset)):
        writer.write(path, data)
    prints = pages.layout.prints
    undrawn = write_pictures(writer, prints) if prints else []
    for files, size in _written(site, chunks, step, jobs):
        writer.files += files
        writer.size += size
    _write_mark(writer, site.settings, dumps)
    return Published(
        folder=site.target,
        pages=(1 + sum(len(paths) for paths, _ in chunks)) * len(LANGUAGES),  # and what changed
        documents=len(documents),
        files=writer.files,
        size=writer.size,
        dumps=dumps.version,
        with_sources=[key for key, _file in site.files],
        with_print=sorted(prints.leaves) if prints else [],
        undrawn=undrawn,
    )


@cache
def _pages(site: _Site) -> Pages:
    """Load the store and return the pages of a site, once in a process."""
    store = Store(site.store, proposed=site.proposed, accepted_only=site.accepted_only)
    dataset = Dataset(store, site.settings.addresses(store))
    settings, sources = site.settings, Originals(dict(site.files))
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
            year=str(settings.day.year) if settings.day else "",
            described=on_pages(settings, dataset),
        )
    )


# ---------------------------------------------------------------- pages and RDF


def _chunks(paths: Sequence[str], documents: Sequence[str]) -> Iterator[Chunk]:
    for start in range(0, len(paths), _CHUNK):
        yield tuple(paths[start : start + _CHUNK]), ()
    for start in range(0, len(documents), _CHUNK):
        yield (), tuple(documents[start : start + _CHUNK])


def _written(site: _Site, chunks: list[Chunk], step: Step, jobs: int) -> Iterator[tuple[int, int]]:
    """Write pages and documents; yield the files and bytes of each chunk."""
    total, done = sum(len(paths) + len(documents) for paths, documents in chunks), 0
    if jobs < 2 or total <= _FEW:
        results: Iterator[tuple[int, int, int]] = (_write_chunk(site, chunk) for chunk in chunks)
    else:
        results = _spread(site, chunks, jobs)
    for count, files, size in results:
        done += count
        step(done, total)
        yield files, size


def _spread(site: _Site, chunks: list[Chunk], jobs: int) -> Iterator[tuple[int, int, int]]:
    pool = Pool(jobs, "keikaku.web.site.publishing:writing", site)
    with closing(pool.answers(chunks)) as answers:
        for _number, answer in answers:
            if isinstance(answer, LostError):
                raise PublishingError("publishing.lost-writer", path=site.target, why=answer.said)
            yield answer


def writing(site: _Site) -> Callable[[Chunk], Iterator[tuple[int, int, int]]]:
    """Return what writes a part of a site in this process.

    Args:
        site: The site.
    """

    def write(chunk: Chunk) -> Iterator[tuple[int, int, int]]:
        yield _write_chunk(site, chunk)

    return write


def _write_chunk(site: _Site, chunk: Chunk) -> tuple[int, int, int]:
    """Write a chunk; return how much of it there was, its files and its bytes."""
    pages, writer = _pages(site), Writer(site.folder)
    paths, documents = chunk
    for path in paths:
        for language in LANGUAGES:
            writer.write(path + SUFFIXES[language], pages.html(path, language))
    for document in documents:
        triples = pages.layout.dataset.description(document)
        for one in FORMATS.values():
            writer.write(f"doc/{file_stem(document)}{one.suffix}", one.write(triples))
    return len(paths) + len(documents), writer.files, writer.size


# ---------------------------------------------------------------- everything else


def write_rest(writer: Writer, pages: Pages, settings: Publication, old: Path | None) -> Dumps:
    """Write what a site has besides its pages and documents; return its dumps.

    Args:
        writer: Writes the files.
        pages: The pages of the site.
        settings: What the publisher decides.
        old: Folder of the site whose dumps are kept, or nothing.
    """
    dataset = pages.layout.dataset
    for path, data in (*assets(), *bundles(), *data_files(dataset), *vocabulary_files()):
        writer.write(path, data)
    dumps = write_dumps(writer, dataset, settings, old)
    for path, data in change_files(pages.layout, changes(dumps.index), frozenset(pages.paths())):
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
        **dict(catalogues(site)),
        **dict(sitemaps(settings, sorted({*pages.paths(), CHANGES}))),
        **dict(host_files(settings, list(dataset.documents), moved_documents(dataset))),
    }
    for path, data in files.items():
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


def examples(dataset: Dataset) -> dict[str, str]:
    """Return IRIs of things that show what a dataset is like: the first of each class, by the class."""
    found: dict[str, str] = {}
    for name in _SHOWN:
        quads = dataset.memory.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(KEI + name))
        named = [quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)]
        if named:
            found[name] = min(named)
    return found


def _write_mark(writer: Writer, settings: Publication, dumps: Dumps) -> None:
    """Write what a site says of itself, last: a folder without it is none."""
    about = {
        "keikaku-site": FORMAT,
        "base": settings.base,
        "dumps": dumps.version,
        "files": writer.files + 1,
        "iris": settings.style,
        "software": __version__,
    }
    writer.write(MARK, (json.dumps(about, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
