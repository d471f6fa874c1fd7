"""The print of a dataset's documents, as far as it may be shown: where each place is looked at, and what is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from keikaku.asking.evidence.excerpts import Stretch, excerpt
from keikaku.asking.evidence.leaves import Leaf, Numbers, anchor, leaf_name, leaves
from keikaku.asking.evidence.shown import Shown, shown
from keikaku.documents.document import read_document
from keikaku.documents.page_images import Drawn, PageImage, page_images
from keikaku.documents.places import Place, parse
from keikaku.documents.text_form import Place as Stand
from keikaku.graph.addresses import file_stem
from keikaku.graph.nquads import KEI
from keikaku.graph.triples import Look
from keikaku.ground.errors import KeikakuError
from keikaku.store.dataset import Dataset

FOLDER = "print"
"""Where the leaves are, below the base."""
_OPEN = 2  # documents whose lines are kept in memory at once


class Prints:
    """The print of a dataset's documents.

    Args:
        dataset: What is published.
        shown: The documents whose print may be shown, by their keys.
    """

    def __init__(self, dataset: Dataset, shown: Mapping[str, Shown]) -> None:
        self._dataset = dataset
        self.shown = dict(shown)
        self.lines = lru_cache(maxsize=_OPEN)(self._lines)
        self._one_at_a_time = Lock()

    @cached_property
    def leaves(self) -> dict[str, dict[str, Leaf]]:
        """The leaves that something was read from, by the document's key and their name."""
        return {key: leaves(places) for key, places in self._places.items()}

    @cached_property
    def _places(self) -> dict[str, set[Place]]:
        found: defaultdict[str, set[Place]] = defaultdict(set)
        if self.shown:
            for iri in Look(self._dataset.memory).targets(f"{KEI}place"):
                key, place = self._place(iri)
                if place is not None and key in self.shown:
                    found[key].add(place)
        return dict(sorted(found.items()))

    @cached_property
    def _numbers(self) -> dict[str, Numbers]:
        return {key: Numbers.of(places) for key, places in self._places.items()}

    def _place(self, iri: str) -> tuple[str, Place | None]:
        """Return the key of the document that a place is in, and the place."""
        local = self._dataset.addresses.local(iri) or ""
        return local.partition("#")[0].removeprefix("document/"), parse(local)

    def paths(self) -> Iterator[str]:
        """Yield the paths of the leaves below the base, without suffix."""
        for key, held in self.leaves.items():
            yield from (path(key, name) for name in held)

    @cached_property
    def by_path(self) -> dict[str, tuple[Shown, Leaf]]:
        """The document and the leaf at each path."""
        return {
            path(key, name): (self.shown[key], leaf)
            for key, held in self.leaves.items()
            for name, leaf in held.items()
        }

    def where(self, iri: str) -> tuple[str, str] | None:
        """Return the path of the leaf that a place stands on, and its anchor there; None where it is not shown."""
        key, place = self._place(iri)
        if place is None or key not in self._numbers:
            return None
        name = leaf_name(place, self._numbers[key])
        return (path(key, name), anchor(place)) if name in self.leaves.get(key, {}) else None

    def beside(self, key: str, name: str) -> tuple[str, str]:
        """Return the names of the leaves before and after one, "" for none."""
        names = list(self.leaves[key])
        at = names.index(name)
        return names[at - 1] if at else "", names[at + 1] if at + 1 < len(names) else ""

    # -- what is there

    def draw(self, key: str) -> tuple[dict[str, PageImage], list[KeikakuError]]:
        """Return pictures of all pages of a document that something was read from, by their leaves, and why some have none."""
        images: dict[str, PageImage] = {}
        failed: list[KeikakuError] = []
        by_file: defaultdict[str, dict[int, str]] = defaultdict(dict)
        for name, leaf in self.leaves.get(key, {}).items():
            if leaf.page:
                by_file[leaf.file][leaf.page] = name
        for file, names in by_file.items():
            drawn = self._drawn(self.shown[key], file, list(names))
            images |= {names[page]: image for page, image in sorted(drawn.images.items())}
            failed += [error for _page, error in sorted(drawn.failed.items())]
        return images, failed

    def image(self, key: str, leaf: Leaf) -> PageImage | None:
        """Return the picture of a page that something was read from; None where it cannot be drawn, or is none."""
        return (
            self._drawn(self.shown[key], leaf.file, [leaf.page]).images.get(leaf.page) if leaf.page else None
        )

    def _drawn(self, one: Shown, file: str, pages: Sequence[int]) -> Drawn:
        boxes = {page: one.withheld.boxes(page, file) for page in pages}
        with self._one_at_a_time:
            return page_images(one.path, one.form, one.sha256, pages, boxes, file=file)

    def excerpt(self, key: str, leaf: Leaf) -> list[Stretch]:
        """Return what stands around the places of a leaf that is no page."""
        return excerpt(self.lines(key), leaf, self.shown[key].withheld)

    def _lines(self, key: str) -> Sequence[tuple[str, Stand]]:
        return read_document(self.shown[key].path).lines


def path(key: str, name: str) -> str:
    """Return the path of a leaf below the base, without suffix."""
    return f"{FOLDER}/{file_stem(key)}/{name}"


def prints_of(dataset: Dataset, files: Mapping[str, Path], asked: bool | None) -> Prints | None:
    """Return the print of a dataset's documents as far as it may be shown; None where none may.

    Args:
        dataset: What is published.
        files: The file of each document that is at hand, by its key.
        asked: What the publisher decides; see :func:`keikaku.asking.evidence.shown.shown`.
    """
    documents = ((key, dataset.addresses.named(f"document/{key}")) for key in files)
    found = shown(dataset.memory, documents, files, asked)
    return Prints(dataset, found) if found else None
