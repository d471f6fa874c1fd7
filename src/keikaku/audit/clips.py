"""The print beside a finding: clips of pages, and what stands around cells and paragraphs."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from keikaku.asking.evidence.cutting import around
from keikaku.asking.evidence.excerpts import Stretch, excerpt
from keikaku.asking.evidence.leaves import leaves
from keikaku.asking.evidence.originals import Originals
from keikaku.asking.evidence.shown import Shown, shown
from keikaku.audit.model import Audit, AuditFinding
from keikaku.documents.document import read_document
from keikaku.documents.page_images import PageImage, page_images
from keikaku.documents.places import Place, parse
from keikaku.ground.errors import InputError, PublishingError
from keikaku.store.dataset import origin
from keikaku.store.folder import Store

MOST = 60
"""Findings whose print the paper shows, the worst first."""
_EACH = 3  # places of a finding


@dataclass(frozen=True)
class Prints:
    """Where the print of documents is looked for, and whether it is shown.

    Attributes:
        folders: Folders that hold the documents.
        asked: See :func:`keikaku.asking.evidence.shown.shown`.

    Raises:
        InputError: A folder is not there.
        PublishingError: The print is to be shown, and no folder is named.
    """

    folders: tuple[Path, ...] = ()
    asked: bool | None = None

    def __post_init__(self) -> None:
        for folder in self.folders:
            if not folder.exists():
                raise InputError("documents.missing-path", path=folder)
        if self.asked and not self.folders:
            raise PublishingError("publishing.no-sources")

    @property
    def command(self) -> str:
        """The options that say so, for the command that the papers name."""
        flag = {True: ["--evidence"], False: ["--no-evidence"], None: []}[self.asked]
        said = [part for folder in self.folders for part in ("--sources", str(folder))]
        return "".join(f" {shlex.quote(part)}" for part in [*said, *flag])


NO_PRINTS = Prints()
"""Nothing is shown: no folder is looked in."""


@dataclass(frozen=True)
class Clip:
    """The print of one place.

    Attributes:
        document: The document.
        place: Where it is.
        picture: A clip of the page as the address of its data, or "".
        width: Of the clip, in pixels.
        height: Likewise.
        stretches: What stands around a place that is on no page.
    """

    document: Shown
    place: Place
    picture: str = ""
    width: int = 0
    height: int = 0
    stretches: tuple[Stretch, ...] = ()


def clips(store: Store, audit: Audit, prints: Prints) -> dict[int, list[Clip]]:
    """Return the print of the worst findings, by their numbers, as far as it may be shown.

    Args:
        store: The store that was audited.
        audit: The audit.
        prints: Where the documents are looked for, by their hashes, and whether their print is shown.

    Raises:
        InputError: The system does not let a file be read.
        MissingExtraError: What writes pictures is not installed.
    """
    files = Originals.of(store, prints.folders).files
    named = [(key, _iri(store, key)) for key in files]
    found = shown(_descriptions(store, files), named, files, prints.asked)
    cutter = _Cutter(found)
    order = sorted(audit.findings, key=lambda one: (_RANK[str(one.severity)], one.number))
    made: dict[int, list[Clip]] = {}
    for finding in order if found else ():
        documents = _by_file(store, finding, found)
        if cut := list(cutter.of(finding, documents)):
            made[finding.number] = cut
        if len(made) == MOST:
            break
    return dict(sorted(made.items()))


_RANK = {"Violation": 0, "Warning": 1, "Info": 2}


def _iri(store: Store, key: str) -> str:
    """Return the IRI of a document in the store."""
    return f"{origin(store)}document/{key}"


def _descriptions(store: Store, keys: Iterable[str]) -> ox.Store:
    """Return what the graphs say of some documents themselves."""
    memory = ox.Store()
    for key in keys:
        start = f"<{_iri(store, key)}> "
        said = "\n".join(line for line in store.lines(key) if line.startswith(start))
        memory.load(said.encode(), format=ox.RdfFormat.N_QUADS)
    return memory


def _by_file(store: Store, finding: AuditFinding, found: Mapping[str, Shown]) -> dict[str, Shown]:
    """Return the documents of a finding's municipality by the names of their files; of two of a name, none."""
    named: dict[str, list[Shown]] = {}
    for key, one in found.items():
        entry = store.documents[key]
        if entry.municipality == finding.municipality:
            named.setdefault(entry.source, []).append(one)
    return {file: ones[0] for file, ones in named.items() if len(ones) == 1}


class _Cutter:
    """Cuts clips; each page is drawn once, each other document read once.

    Args:
        found: The documents that may be shown.
    """

    def __init__(self, found: Mapping[str, Shown]) -> None:
        self._page = cache(self._drawn)
        self._lines = cache(lambda key: read_document(found[key].path).lines)
        self._found = found

    def of(self, finding: AuditFinding, documents: Mapping[str, Shown]) -> Iterator[Clip]:
        """Yield the clips of a finding."""
        left = _EACH
        for source in finding.sources:
            file, mark, fragment = source.rpartition("#")
            one, place = documents.get(file), parse(f"#{fragment}") if mark else None
            clip = self._clip(one, place) if one and place and left else None
            if clip:
                left -= 1
                yield clip

    def _clip(self, one: Shown, place: Place) -> Clip | None:
        if place.pages[0]:
            image = self._page(one.key, place.file, place.pages[0])
            return _cut(Clip(one, place), image) if image else None
        leaf = next(iter(leaves([place]).values()), None)
        try:
            held = excerpt(self._lines(one.key), leaf, one.withheld) if leaf else []
        except InputError:  # it was read once; what keeps it from being read now costs its clip alone
            return None
        return Clip(one, place, stretches=tuple(held)) if held else None

    def _drawn(self, key: str, file: str, page: int) -> PageImage | None:
        one = self._found[key]
        boxes = {page: one.withheld.boxes(page, file)}
        drawn = page_images(one.path, one.form, one.sha256, [page], boxes, file=file)
        return drawn.images.get(page)


def _cut(clip: Clip, image: PageImage) -> Clip:
    """Return a clip of a page, its picture inside."""
    cut = around(image, clip.place.box)
    data = base64.b64encode(cut.data).decode()
    return replace(clip, picture=f"data:image/webp;base64,{data}", width=cut.width, height=cut.height)
