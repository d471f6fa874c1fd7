"""The RDF formats in which a resource can be had; the same triples give the same bytes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from keikaku import vocab


@dataclass(frozen=True, slots=True)
class Format:
    """An RDF format.

    Attributes:
        media_type: As in an ``Accept`` header.
        suffix: Of its files, with the dot.
        write: Returns sorted triples in it.
    """

    media_type: str
    suffix: str
    write: Callable[[Sequence[ox.Triple]], bytes]


def _written(syntax: ox.RdfFormat, triples: Sequence[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    ox.serialize(triples, buffer, format=syntax, prefixes=dict(prefixes))
    return buffer.getvalue()


def turtle(triples: Sequence[ox.Triple], prefixes: Mapping[str, str] = vocab.PREFIXES) -> bytes:
    """Return triples as Turtle; pyoxigraph writes prefixes in an order of its own, here they are sorted."""
    lines = _written(ox.RdfFormat.TURTLE, triples, prefixes).split(b"\n")
    count = len(prefixes)
    return b"\n".join([*sorted(lines[:count]), *lines[count:]])


def ntriples(triples: Sequence[ox.Triple]) -> bytes:
    """Return triples as N-Triples."""
    return "".join(f"{triple} .\n" for triple in triples).encode()


def jsonld(triples: Sequence[ox.Triple], prefixes: Mapping[str, str] = vocab.PREFIXES) -> bytes:
    """Return triples as JSON-LD with its context inside, so that reading it fetches nothing."""
    document = json.loads(_written(ox.RdfFormat.JSON_LD, triples, prefixes))
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


FORMATS = {
    "ttl": Format("text/turtle", ".ttl", turtle),
    "jsonld": Format("application/ld+json", ".jsonld", jsonld),
    "nt": Format("application/n-triples", ".nt", ntriples),
}
