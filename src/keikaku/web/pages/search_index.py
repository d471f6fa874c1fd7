"""The search index: small JSON files that a browser fetches as it needs them, the same for the same data.

    search/index.json    how many files there are, kinds, municipalities, plans, and which entries are whose
    search/folding.json  how a text is folded (:mod:`keikaku.web.pages.search_folding`)
    search/b0.json …     which entries have two characters next to each other; by a hash of the two
    search/e0.json …     the entries themselves, in their order

An entry's number is its place in the order of kinds, municipalities and names, so those need no field of their own,
and a list of entries is a list of short distances. A text is indexed with a space before and after it, which a folded
text never holds: so what begins with a character, or ends in one, is found as well.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from keikaku.graph.triples import Look
from keikaku.store.dataset import Dataset
from keikaku.web.pages.search_entries import KINDS, Entry, entries
from keikaku.web.pages.search_folding import folding_json

FOLDER = "search"
PER_FILE = 200
"""Entries in a file."""
_BUCKET = 24_000  # bytes that a file of the index is to have, about
_FNV_OFFSET, _FNV_PRIME = 0x811C9DC5, 0x01000193


def pairs(text: str) -> set[str]:
    """Return which two characters of a folded text stand next to each other, its ends marked by spaces."""
    marked = f" {text} "
    return {marked[at : at + 2] for at in range(len(marked) - 1)}


def bucket(pair: str, count: int) -> int:
    """Return the file that two characters are in: FNV-1a, 32 bits, of their UTF-8, modulo the number of files."""
    number = _FNV_OFFSET
    for byte in pair.encode():
        number = (number ^ byte) * _FNV_PRIME & 0xFFFFFFFF
    return number % count


def search_files(dataset: Dataset) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index: path below the base, bytes."""
    found = entries(dataset)
    look, addresses = Look(dataset.memory), dataset.addresses
    codes = sorted({one.municipality for one in found if one.municipality})
    municipalities = [[code, look.label(addresses.named(code), "ja") or code] for code in codes]
    plans = {one.path: one.label for one in found if one.kind == "Plan"}
    yield from index_files(found, municipalities, plans)


def index_files(
    found: Sequence[Entry], municipalities: Sequence[Sequence[str]], plans: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an index: path below the base, bytes.

    Args:
        found: What is found, in the order of :attr:`Entry.order`.
        municipalities: Code and name of each.
        plans: Names of the plans by the paths of their pages.
    """
    files = dict(_bucket_files(found))
    buckets, used = len(files), sorted({one.plan for one in found if one.plan})
    places = {plan: at for at, plan in enumerate(used)}
    for at, start in enumerate(range(0, len(found), PER_FILE)):
        part = [_fields(one, places) for one in found[start : start + PER_FILE]]
        files[f"{FOLDER}/e{at}.json"] = _json(part)
    files[f"{FOLDER}/folding.json"] = folding_json()
    about = {
        "buckets": buckets,
        "count": len(found),
        "kinds": [[kind, names["ja"], names["en"]] for kind, names in KINDS.items()],
        "municipalities": municipalities,
        "perFile": PER_FILE,
        "plans": [[plan, plans.get(plan, "")] for plan in used],
        "runs": list(_runs(found)),
        "version": hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()[:12],
    }
    files[f"{FOLDER}/index.json"] = _json(about)
    yield from sorted(files.items())


def _fields(one: Entry, places: dict[str, int]) -> list[str | int]:
    """Return an entry as a list: label, English label, number, plan, path, further texts; without empty ends."""
    inside = bool(one.plan) and one.path.startswith(f"{one.plan}/")
    fields: list[str | int] = [
        one.label,
        one.english,
        one.number,
        places.get(one.plan, -1),
        one.path[len(one.plan) :] if inside else one.path,
        *one.more,
    ]
    return fields


def _bucket_files(found: Sequence[Entry]) -> Iterator[tuple[str, bytes]]:
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        for pair in sorted({pair for text in one.texts for pair in pairs(text)}):
            postings[pair].append(number)
    size = sum(len(numbers) * 3 + 10 for numbers in postings.values())
    count = max(1, -(-size // _BUCKET))
    files: list[dict[str, list[int]]] = [{} for _ in range(count)]
    for pair, numbers in postings.items():
        files[bucket(pair, count)][pair] = _distances(numbers)
    for at, content in enumerate(files):
        yield f"{FOLDER}/b{at}.json", _json(content)


def _distances(numbers: Sequence[int]) -> list[int]:
    """Return rising numbers as the first of them and the distance of each from the one before."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _runs(found: Sequence[Entry]) -> Iterator[list[str | int]]:
    """Yield how many entries of a kind and municipality follow each other: kind, municipality, count."""
    kinds = list(KINDS)
    for (kind, municipality), run in groupby(found, key=lambda one: (one.kind, one.municipality)):
        yield [kinds.index(kind), municipality, sum(1 for _ in run)]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
