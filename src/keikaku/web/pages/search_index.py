"""The search index: small JSON files that a browser fetches as it needs them, the same for the same data.

    search/index.json    how many files there are, kinds, facets, and how many parts each municipality has
    search/folding.json  how a text is folded (:mod:`keikaku.web.pages.search_folding`)
    search/r0.json …     which words are read as what (:mod:`keikaku.web.pages.search_readings`)
    search/b0.json …     which parts hold two characters next to each other, or a value of a facet; by a hash of it
    search/s0.json …     the parts: entries with their passages and facets

The entries of a municipality stand together in one or several *parts* of about :data:`PART` bytes. The index says of two
characters not which of a million entries hold them but which parts do, and a browser looks through the parts: so what a
query loads is bounded whatever the size of the whole (:data:`QUERY` bytes at a time, and more when somebody asks for
more), and it needs neither a server nor an estimate of which words people look for. Names come before passages: the
index holds two lists for each pair, the parts with a name that has it, and the others.

A text is indexed with a space before and after it, which a folded text never holds: so what begins with a character, or
ends in one, is found as well.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from keikaku.graph.triples import Look
from keikaku.ground.text.folding import key
from keikaku.store.dataset import Dataset
from keikaku.web.pages.search_entries import KINDS, Entry, entries
from keikaku.web.pages.search_facets import FACETS
from keikaku.web.pages.search_folding import folding_json
from keikaku.web.pages.search_hash import bucket
from keikaku.web.pages.search_readings import Readings

FOLDER = "search"
PART = 30_000
"""Bytes that a part is to have, about: ten parts are what a query may load."""
QUERY = 300_000
"""Bytes that a browser loads at most before it shows what it found and asks whether to go on."""
_BUCKET = 10_000  # bytes that a file of the index is to have, about: a query loads up to twelve
_FACET = "\u0001"  # begins what is looked up for a facet; no folded text holds it


def pairs(text: str) -> set[str]:
    """Return which two characters of a folded text stand next to each other, its ends marked by spaces."""
    marked = f" {text} "
    return {marked[at : at + 2] for at in range(len(marked) - 1)}


def facet_key(name: str, value: str) -> str:
    """Return what the index holds a value of a facet under."""
    return f"{_FACET}{name}{_FACET}{value}"


def search_files(dataset: Dataset, found: Iterable[Entry] | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index: path below the base, bytes.

    Args:
        dataset: The dataset.
        found: What is found in it, sorted, where that is known; it is gone through several times.
    """
    found = entries(dataset) if found is None else found
    look, addresses = Look(dataset.memory), dataset.addresses
    codes = sorted({one.municipality for one in found if one.municipality})
    municipalities = {code: look.label(addresses.named(code), "ja") or code for code in codes}
    plans = {one.path: one.label for one in found if one.kind == "Plan"}
    yield from index_files(found, municipalities, plans)


@dataclass
class _Index:
    """What is gathered part by part.

    Attributes:
        lists: The parts by what they hold: those whose names have it, the others; each as runs: first, length.
        parts: How many parts there are.
        readings: How the words are read.
        sizes: How many entries and parts each municipality has, in order: code, entries, parts.
    """

    lists: dict[str, tuple[array[int], array[int]]] = field(default_factory=dict)
    parts: int = 0
    readings: Readings = field(default_factory=Readings)
    sizes: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, part: Sequence[Entry]) -> None:
        """Add the next part."""
        names = {pair for one in part for text in one.names for pair in pairs(text)}
        others = {pair for one in part for text in one.passages for pair in pairs(key(text))} - names
        others |= {
            facet_key(name, value)
            for one in part
            for name, values in _facets(one).items()
            for value in values
        }
        for at, held in enumerate((names, others)):
            for one in held:
                runs = self.lists.setdefault(one, (array("I"), array("I")))[at]
                if runs and runs[-2] + runs[-1] == self.parts:
                    runs[-1] += 1
                else:
                    runs.extend((self.parts, 1))
        self.readings.add(text for one in part for text in (one.label, *one.passages))
        self.parts += 1


def _facets(one: Entry) -> dict[str, tuple[str, ...]]:
    own = {"kind": (one.kind,), "plan": (one.plan,) if one.plan else ()}
    return {**own, **one.facets}


def index_files(
    found: Iterable[Entry], municipalities: Mapping[str, str], plans: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an index: path below the base, bytes.

    Args:
        found: What is found, in the order of :attr:`Entry.order`.
        municipalities: Names of the municipalities by code.
        plans: Names of the plans by the paths of their pages.
    """
    index, digest, counts = _Index(), hashlib.sha256(), Counter[str]()
    folding = (f"{FOLDER}/folding.json", folding_json())
    for path, data in chain(
        _named(index, found, plans), _buckets(index), index.readings.files(FOLDER), [folding]
    ):
        digest.update(data)
        counts[path.removeprefix(f"{FOLDER}/")[0]] += 1
        yield path, data
    about = {
        "buckets": counts["b"],
        "facets": [
            [
                one.name,
                one.label.ja,
                one.label.en,
                {value: [text.ja, text.en] for value, text in one.values().items()},
            ]
            for one in FACETS
        ],
        "kinds": [[kind, names["ja"], names["en"]] for kind, names in KINDS.items()],
        "municipalities": [
            [code, municipalities.get(code, ""), size, parts] for code, size, parts in index.sizes
        ],
        "query": QUERY,
        "readings": counts["r"],
        "version": digest.hexdigest()[:12],
    }
    yield f"{FOLDER}/index.json", _json(about)


def _named(index: _Index, found: Iterable[Entry], plans: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Yield the parts, and gather what they hold."""
    for code, run in groupby(found, key=lambda one: one.municipality):
        index.readings.add_municipality(code)
        before, size = index.parts, 0
        for part in _parts(run):
            yield f"{FOLDER}/s{index.parts}.json", _part(part, plans)
            index.add(part)
            size += len(part)
        index.sizes.append((code, size, index.parts - before))


def _parts(run: Iterable[Entry]) -> Iterator[list[Entry]]:
    part: list[Entry] = []
    size = 0
    for one in run:
        part.append(one)
        size += sum(len(text.encode()) for text in (one.label, one.path, *one.more, *one.passages)) + 60
        if size >= PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def _part(part: Sequence[Entry], plans: Mapping[str, str]) -> bytes:
    used = sorted({one.plan for one in part if one.plan})
    places = {plan: at for at, plan in enumerate(used)}
    rows = [_fields(one, places) for one in part]
    return _json({"plans": [[plan, plans.get(plan, "")] for plan in used], "rows": rows})


def _fields(one: Entry, places: dict[str, int]) -> list[object]:
    """Return an entry as a list: kind, label, English label, number, plan, path, further names, facets, passages."""
    inside = bool(one.plan) and one.path.startswith(f"{one.plan}/")
    return [
        list(KINDS).index(one.kind),
        one.label,
        one.english,
        one.number,
        places.get(one.plan, -1),
        one.path[len(one.plan) :] if inside else one.path,
        [*one.more],
        [[*one.facets.get(facet.name, ())] for facet in FACETS] if one.facets else [],
        [*one.passages],
    ]


def _buckets(index: _Index) -> Iterator[tuple[str, bytes]]:
    """Yield the lists of parts, each as rising runs: distance from the last, length."""
    size = sum(10 + 3 * (len(names) + len(others)) for names, others in index.lists.values())
    count = max(1, -(-size // _BUCKET))
    files: list[list[str]] = [[] for _ in range(count)]
    for one in index.lists:
        files[bucket(one, count)].append(one)
    for at, held in enumerate(files):
        yield f"{FOLDER}/b{at}.json", _json({one: [_gaps(runs) for runs in index.lists[one]] for one in held})


def _gaps(runs: Sequence[int]) -> list[int]:
    """Return rising runs, each its first number and length, with how many are left out before each in place of the first.

    >>> _gaps([0, 3, 7, 1, 9, 1])
    [0, 3, 4, 1, 1, 1]
    """
    found: list[int] = []
    after = 0
    for first, length in zip(runs[::2], runs[1::2], strict=True):
        found += [first - after, length]
        after = first + length
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
