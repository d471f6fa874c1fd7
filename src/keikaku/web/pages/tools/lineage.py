"""The lineage as data for the page that walks it: a file per municipality, and one that says which serve a goal.

A file holds the municipality's things and the links from what serves to what is served, as compact arrays; what
a link leads to elsewhere (an SDG) stands in every file that needs it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from keikaku.asking.lineage.things import Reader
from keikaku.asking.lineage.trace import DONE_BY, SERVES
from keikaku.ground.vocab import KEI
from keikaku.store.dataset import Dataset
from keikaku.web.pages.layout import Text
from keikaku.web.pages.words import Terms

FOLDER = "data/lineage"
INDEX = f"{FOLDER}/index.json"
_GOAL = Text("SDG", "SDG")


def lineage_files(dataset: Dataset) -> Iterator[tuple[str, bytes]]:
    """Yield the files: path below the base, bytes; the index last."""
    reader, terms = Reader(dataset.memory), Terms(dataset.memory)
    served: dict[str, list[str]] = {}
    for code, names in sorted(_by_municipality(dataset).items()):
        data = _lineage(dataset, reader, terms, names)
        for iri, *_rest in data["things"]:
            if dataset.addresses.local(iri) is None:
                served.setdefault(iri, []).append(code)
        yield f"{FOLDER}/{code}.json", _json(data)
    yield INDEX, _json({"served": {iri: sorted(codes) for iri, codes in sorted(served.items())}})


def _by_municipality(dataset: Dataset) -> dict[str, list[str]]:
    """Return the local names of documents by the municipality that they begin with."""
    found: dict[str, list[str]] = {}
    for name in dataset.documents:
        code = name.split("/")[0]
        if code.isdecimal():
            found.setdefault(code, []).append(name)
    return found


def _lineage(dataset: Dataset, reader: Reader, terms: Terms, names: list[str]) -> dict[str, Any]:
    iris = [dataset.addresses.named(name) for name in names]
    iris = [iri for iri in iris if reader.thing(iri).kind]
    links = [
        (iri, upper, name)
        for iri in iris
        for name in (*SERVES, *DONE_BY)
        for upper in reader.values(iri, name)
    ]
    wanted = sorted({end for lower, upper, _name in links for end in (lower, upper)} | set(iris))
    number = {iri: index for index, iri in enumerate(wanted)}
    properties = [*SERVES, *DONE_BY]
    things = [reader.thing(iri) for iri in wanted]
    kinds = sorted({thing.kind for thing in things} - {""})
    return {
        "kinds": {kind: _pair(_GOAL if kind == "SDG" else terms[str(KEI) + kind]) for kind in kinds},
        "links": sorted(
            [number[lower], number[upper], properties.index(name)] for lower, upper, name in links
        ),
        "properties": [[name, *_pair(terms[str(KEI) + name])] for name in properties],
        "things": [
            [thing.iri, thing.kind, thing.number, thing.label, *_english(terms, thing.iri, thing.kind)]
            for thing in things
        ],
    }


def _english(terms: Terms, iri: str, kind: str) -> list[str]:
    """Return the English name where there is one: of a goal of the UN."""
    return [terms[iri].en] if kind == "SDG" else []


def _pair(text: Text) -> list[str]:
    return [text.ja, text.en]


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
