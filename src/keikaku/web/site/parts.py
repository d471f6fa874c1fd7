"""The parts of a store that tell nothing of each other.

What the page of a thing shows it reaches by links from the thing. Documents are one part where one names what another
tells of: the same municipality, a plan of another town, a body that a merger links to them. So a part can be loaded, and
the pages of its things written, by itself: in memory that does not grow with the country, on as many processes as there
are, and not again where nothing of it changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keikaku.ground import content, vocab
from keikaku.ground.version import __version__
from keikaku.store.dataset import origin
from keikaku.store.folder import Store

_ENOUGH = 60_000
"""Quads that are loaded at once: loading the vocabularies beside them costs a hundredth of writing the pages of so many."""


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that tell of each other.

    Attributes:
        keys: Their keys, sorted.
        quads: How many quads they have.
    """

    keys: tuple[str, ...]
    quads: int


class Parts:
    """The parts of a store.

    Args:
        store: The store.

    Attributes:
        all: The parts, in order of their first keys.
    """

    def __init__(self, store: Store) -> None:
        self._above: dict[str, str] = {}
        self._owner: dict[str, str] = {}
        told = re.compile(
            b"<" + re.escape(origin(store).encode()) + rb"([0-9]+|(?:graph|document)/[^>#]+|[^/>#]+/?[^/>#]*)"
        )
        entries = store.documents
        for key, data in zip(entries, store.nquads(), strict=True):
            self._above[key] = key
            for name in {one.decode() for one in set(told.findall(data))}:
                self._join(name, key)
        for name in [one for one in self._owner if one.isdecimal()]:
            for local in vocab.history([name]):
                self._join(_first(local), self._owner[name])
        found: dict[str, list[str]] = {}
        for key in entries:
            found.setdefault(self._top(key), []).append(key)
        self._of = {
            top: Part(tuple(keys), sum(entries[key].quads for key in keys)) for top, keys in found.items()
        }
        self.all = tuple(self._of.values())

    def of(self, document: str) -> Part | None:
        """Return the part that tells of a document, by the document's local name; None where none does."""
        key = self._owner.get(_first(document))
        return self._of[self._top(key)] if key is not None else None

    def _join(self, name: str, key: str) -> None:
        one, other = self._top(self._owner.setdefault(name, key)), self._top(key)
        self._above[max(one, other)] = min(one, other)

    def _top(self, key: str) -> str:
        while (above := self._above[key]) != key:
            self._above[key] = key = self._above[above]
        return key


def _first(local: str) -> str:
    """Return by what a thing is known to belong to a part: the beginning of its local name.

    >>> _first("20207/jisshi/plan"), _first("document/plan"), _first("reviewer/abe")
    ('20207', 'document/plan', 'reviewer/abe')
    """
    first, _slash, rest = local.partition("/")
    if first.isdecimal():
        return first
    return local if first in ("graph", "document") else f"{first}/{rest.partition('/')[0]}".rstrip("/")


def batches(parts: Sequence[Part], processes: int) -> Iterator[tuple[str, ...]]:
    """Yield the keys of parts that are loaded together, so that the vocabularies are not loaded for every village.

    Args:
        parts: The parts.
        processes: How many are to have something to do.
    """
    enough = min(_ENOUGH, sum(part.quads for part in parts) // (2 * processes))
    keys, quads = list[str](), 0
    for part in parts:
        keys += part.keys
        quads += part.quads
        if quads >= enough:
            yield tuple(keys)
            keys, quads = [], 0
    if keys:
        yield tuple(keys)


def print_of(store: Store, part: Part, besides: Mapping[str, object]) -> str:
    """Return what tells two states of a part apart: where it is the same, the files of its things have the same bytes.

    Args:
        store: The store.
        part: The part.
        besides: What else its pages depend on, by name.
    """
    entries = store.documents
    said = [f"{key} {entries[key].graph} {entries[key].kind} {entries[key].sha256}" for key in part.keys]
    rest = [f"{name}: {value!r}" for name, value in sorted(besides.items())]
    return hashlib.sha256("\n".join([_software(), *rest, *said]).encode()).hexdigest()


@cache
def _software() -> str:
    """Return what tells two states of this software and its vocabularies apart, its version aside: people change it."""
    digest = hashlib.sha256(__version__.encode())
    code = Path(__file__).parents[2]
    for folder in (code, *(content.folder(name) for name in ("ontology", "shapes", "queries"))):
        for file in sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix != ".pyc"):
            digest.update(f"{file.relative_to(folder)}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
