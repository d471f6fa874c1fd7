"""The search index: small JSON files that a browser fetches as it needs them, the same for the same data.

    search/index.json    how many files there are, kinds, municipalities, plans, and which entries are whose
    search/folding.json  how a text is folded (:mod:`keikaku.pages.search_folding`)
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
from collections.abc import Iterator, Sequence
from itertools import groupby

from keikaku.nquads import KEI
from keikaku.pages.search_entries import KINDS, Entry, entries
from keikaku.pages.search_folding import folding_json
from keikaku.pages.triples import Look
from keikaku.resources.addresses import file_stem
from keikaku.resources.dataset import Dataset

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
    files = dict(_bucket_files(found))
    plans = sorted({one.plan for one in found if one.plan})
    places = {plan: at for at, plan in enumerate(plans)}
    for at, start in enumerate(range(0, len(found), PER_FILE)):
        part = [_fields(one, places) for one in found[start : start + PER_FILE]]
        files[f"{FOLDER}/e{at}.json"] = _json(part)
    files[f"{FOLDER}/folding.json"] = folding_json()
    version = hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()[:12]
    buckets = sum(name.startswith(f"{FOLDER}/b") for name in files)
    files[f"{FOLDER}/index.json"] = _json(
        {
            "buckets": buckets,
            "count": len(found),
            "kinds": [[kind, names["ja"], names["en"]] for kind, names in KINDS.items()],
            "municipalities": _municipalities(dataset, found),
            "perFile": PER_FILE,
            "plans": _plans(dataset, plans),
            "runs": list(_runs(found)),
            "version": version,
        }
    )
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


def _municipalities(dataset: Dataset, found: Sequence[Entry]) -> list[list[str]]:
    look, addresses = Look(dataset.memory), dataset.addresses
    codes = sorted({one.municipality for one in found if one.municipality})
    return [[code, look.label(addresses.named(code), "ja") or code] for code in codes]


def _plans(dataset: Dataset, paths: Sequence[str]) -> list[list[str]]:
    """Return the path and the name of the plans."""
    look, addresses = Look(dataset.memory), dataset.addresses
    names = {}
    for iri in look.subjects("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{KEI}Plan"):
        local = addresses.local(iri)
        if local:
            names[f"doc/{file_stem(local)}"] = look.label(iri, "ja")
    return [[path, names.get(path, "")] for path in paths]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
