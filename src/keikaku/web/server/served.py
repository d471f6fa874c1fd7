"""All that is served of one state of the store: which addresses there are, and the bytes that each answers with.

Addresses are those of the static site: ``{path}.html`` for the Japanese page, ``{path}.en.html`` for the
English one, ``doc/{name}.ttl`` and so on for RDF. What they answer with is made when it is asked for and kept
as long as there is room; the state never changes, a new one takes its place (:mod:`keikaku.web.server.live`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from threading import Lock

from cachetools import LRUCache

from keikaku.asking.evidence.originals import Originals
from keikaku.asking.evidence.prints import Prints, prints_of
from keikaku.asking.lineage.things import Reader
from keikaku.graph.addresses import file_stem, place
from keikaku.graph.formats import FORMATS
from keikaku.ground.errors import RequestError
from keikaku.ground.messages import Language
from keikaku.ground.version import __version__
from keikaku.store.dataset import Dataset
from keikaku.store.folder import filled
from keikaku.web.pages.all_pages import Pages
from keikaku.web.pages.bundles import available, bundles
from keikaku.web.pages.layout import SUFFIXES, Layout, assets
from keikaku.web.pages.prints import IMAGE_SUFFIX
from keikaku.web.pages.tools.section import data_files
from keikaku.web.server.near import Near
from keikaku.web.server.paths import canonical
from keikaku.web.server.representations import Representation, language, media_type
from keikaku.web.server.settings import Settings
from keikaku.web.server.static import files, table
from keikaku.web.server.withdrawn import Withdrawn
from keikaku.web.site.folder import Writer
from keikaku.web.site.in_schema_org import on_pages
from keikaku.web.site.publishing import vocabulary_files, write_rest

_ROOM = 96 * 2**20  # bytes of representations that are kept
_LARGEST = 8 * 2**20  # bytes of one that is kept

VARIANTS = (".html", ".en.html", *(one.suffix for one in FORMATS.values()), ".rq")
"""What an address without suffix may be had as, the server's favourite first."""


class Served:
    """A state of the store as it is served.

    Args:
        settings: What the server was told.

    Raises:
        StoreError: The store is empty, damaged or not to be read.
        ServingError: The list of withdrawn things cannot be read.
    """

    def __init__(self, settings: Settings) -> None:
        store = filled(settings.store, proposed=settings.proposed)
        publication = settings.publication
        self.settings = settings
        self.dataset = Dataset(store, publication.addresses(store))
        sources = Originals.of(store, publication.sources)
        self._prints = prints_of(self.dataset, sources.files, publication.evidence)
        layout = Layout(
            self.dataset,
            publication.title,
            licence=publication.licence,
            live=True,
            bundles=available(),
            sources=sources.lines(self.dataset),
            prints=self._prints,
            publisher=publication.publisher,
            described=on_pages(publication, self.dataset),
        )
        self.pages = Pages(layout)
        self._site = table(settings.site) if settings.site else {}
        self._fixed = dict((*assets(), *bundles(), *vocabulary_files()))
        self._rest: dict[str, Path] = {}
        self._tags: dict[Path, str] = {}
        self._folder: Path | None = None
        self.withdrawn = Withdrawn(settings.withdrawn, self.dataset.addresses)
        self._kept: LRUCache[str, Representation] = LRUCache(_ROOM, lambda one: one.size)
        self._lock, self._writing = Lock(), Lock()
        self._page_paths = frozenset(self.pages.paths())
        self._documents = {canonical(name): name for name in self.dataset.documents}
        self._stems = {f"doc/{file_stem(name)}": name for name in self.dataset.documents}

    @cached_property
    def version(self) -> str:
        """A name of this state: the same documents, read by the same software, have the same."""
        entries = (f"{key} {entry.sha256}" for key, entry in self.dataset.store.documents.items())
        return hashlib.sha256("\n".join([__version__, *entries]).encode()).hexdigest()[:16]

    def near(self, document: str) -> list[str]:
        """Return the documents that a visitor may have meant; it may take a while."""
        return self._near(document)

    @cached_property
    def _near(self) -> Near:
        return Near(self.dataset.documents)

    def label(self, document: str) -> str:
        """Return what the thing that a document is about is called."""
        thing = self._reader.thing(self.dataset.addresses.named(document))
        return " ".join(filter(None, (thing.number, thing.label)))

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.dataset.memory)

    # -- files

    def file(self, name: str) -> Representation | None:
        """Return what the address of a file answers with, nothing where there is none; it may take a while.

        Args:
            name: Decoded path below the base, with suffix.
        """
        found = self.kept(name)
        return found or self._made(name, self._maker(name))

    def late_file(self, name: str) -> Representation | None:
        """Return what the address of a dump, a catalogue or of what scripts read answers with, nothing where there is none.

        All dumps and catalogues are written when one is asked for; that takes its time once.

        Args:
            name: Decoded path below the base, with suffix.
        """
        if name in self._data:
            return self._made(name, self._data[name].__bytes__)
        self.write_rest()
        return self.file(name)

    def write_rest(self) -> None:
        """Write the dumps and catalogues, once."""
        with self._writing:
            if self._folder is None:
                folder = Path(tempfile.mkdtemp(prefix="keikaku-serve-"))
                weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
                publication = self.settings.publication
                endpoint = replace(publication, sparql=f"{publication.base}sparql")
                write_rest(Writer(folder), self.pages, endpoint, None, os.cpu_count() or 1)
                self._rest, self._folder = files(folder), folder

    def _made(self, name: str, make: Callable[[], bytes] | None) -> Representation | None:
        if make is None:
            return None
        made = Representation(make(), media_type(name), language(name))
        self.keep(name, made)
        return made

    def large(self, name: str) -> Path | None:
        """Return the path of a file that is too large to be kept.

        Args:
            name: Decoded path below the base, with suffix.
        """
        path = self._site.get(name) or self._rest.get(name)
        return path if path and path.stat().st_size > _LARGEST else None

    def tag(self, path: Path) -> str:
        """Return the tag of a large file; it may take a while."""
        if path not in self._tags:
            with path.open("rb") as data:
                self._tags[path] = hashlib.file_digest(data, "sha256").hexdigest()[:32]
        return self._tags[path]

    def kept(self, name: str) -> Representation | None:
        """Return what the address of a file answers with if it is at hand."""
        with self._lock:
            return self._kept.get(name)

    def has(self, name: str) -> bool:
        """Tell whether there is a file."""
        return self._maker(name) is not None

    def variants(self, path: str) -> Iterator[str]:
        """Yield the files that an address without suffix may be had as, the server's favourite first."""
        yield from (path + suffix for suffix in VARIANTS if self.has(path + suffix))

    def keep(self, name: str, what: Representation) -> None:
        """Keep what an address answers with, as long as there is room."""
        if what.size <= _LARGEST:
            with self._lock:
                self._kept[name] = what

    def _maker(self, name: str) -> Callable[[], bytes] | None:
        """Return what makes the bytes of a file."""
        if name in self._site:
            return self._site[name].read_bytes
        if name in self._fixed:
            return self._fixed[name].__bytes__
        if name in self._rest:
            return self._rest[name].read_bytes
        for chosen in _BY_LENGTH:
            if name.endswith(SUFFIXES[chosen]):
                return self._page(name.removesuffix(SUFFIXES[chosen]), chosen)
        stem = name.removesuffix(IMAGE_SUFFIX)
        if self._prints and stem != name and stem in self._prints.by_path:
            return partial(self._picture, name, self._prints)
        stem, _dot, suffix = name.rpartition(".")
        document = self._stems.get(stem)
        if document is not None and suffix in FORMATS:
            return lambda: FORMATS[suffix].write(self.dataset.description(document))
        return None

    def _picture(self, name: str, prints: Prints) -> bytes:
        """Return the picture of a page.

        Raises:
            RequestError: It cannot be drawn, or the leaf is no page.
        """
        one, leaf = prints.by_path[name.removesuffix(IMAGE_SUFFIX)]
        image = prints.image(one.key, leaf)
        if image is None:
            raise RequestError("serving.nothing-here", path=name)
        return image.data

    @cached_property
    def _data(self) -> dict[str, bytes]:
        """What scripts of the pages read."""
        return dict(data_files(self.dataset))

    def _page(self, path: str, chosen: Language) -> Callable[[], bytes] | None:
        return (lambda: self.pages.html(path, chosen)) if path in self._page_paths else None

    # -- things

    def thing(self, local: str) -> tuple[str, str] | None:
        """Return the path of the document that describes a thing, and the anchor there; nothing for no thing of ours.

        Args:
            local: Its local name, escaped in any way.
        """
        wanted = place(canonical(local))
        document = self._documents.get(wanted.document)
        if document is None:
            return None
        if not wanted.anchor:
            return f"doc/{file_stem(document)}", ""
        for iri in self.dataset.documents[document]:
            anchor = place(self.dataset.addresses.local(iri) or "").anchor
            if canonical(anchor) == wanted.anchor:
                return f"doc/{file_stem(document)}", anchor
        return None

    def moved(self, local: str) -> str | None:
        """Return the local name under which a thing goes on that was called otherwise once.

        Args:
            local: Its old local name, escaped in any way.
        """
        return self._moved.get(canonical(local))

    @cached_property
    def _moved(self) -> dict[str, str]:
        moved = {canonical(old): new for old, new in self.dataset.replaced.items()}
        return {old: new for old, new in moved.items() if old not in self._documents}

    def described(self, path: str) -> str | None:
        """Return the IRI of the thing that a document is about, by the document's path without suffix."""
        document = self._stems.get(path)
        return None if document is None else self.dataset.addresses.named(document)


_BY_LENGTH: tuple[Language, ...] = ("en", "ja")
"""English first: the suffix of its pages ends in that of the Japanese ones."""
