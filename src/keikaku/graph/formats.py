"""The RDF formats in which a resource can be had; the same triples give the same bytes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from keikaku.ground import vocab

_TYPE = vocab.PREFIXES["rdf"] + "type"
_STRING = vocab.PREFIXES["xsd"] + "string"
_PLAIN = re.compile(r"\w[\w-]*")


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


def _written(syntax: ox.RdfFormat, triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    ox.serialize(triples, buffer, format=syntax, prefixes=dict(prefixes))
    return buffer.getvalue()


def turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] = vocab.PREFIXES) -> bytes:
    """Return triples as Turtle; pyoxigraph writes prefixes in an order of its own, here they are sorted."""
    count = len(prefixes)
    lines = _written(ox.RdfFormat.TURTLE, triples, prefixes).split(b"\n", count)
    return b"\n".join([*sorted(lines[:count]), *lines[count:]])


def ntriples(triples: Sequence[ox.Triple]) -> bytes:
    """Return triples as N-Triples."""
    return "".join(f"{triple} .\n" for triple in triples).encode()


def jsonld(triples: Sequence[ox.Triple], prefixes: Mapping[str, str] = vocab.PREFIXES) -> bytes:
    """Return triples as JSON-LD, its names short, its context inside: reading it fetches nothing."""
    nodes: dict[str, dict[str, Any]] = {}
    used: dict[str, str] = {}

    def short(iri: str) -> str:
        for prefix, namespace in prefixes.items():
            local = iri.removeprefix(namespace)
            if local != iri and _PLAIN.fullmatch(local):
                used[prefix] = namespace
                return f"{prefix}:{local}"
        return iri

    for triple in triples:
        about = triple.subject
        name = about.value if isinstance(about, ox.NamedNode) else str(about)
        node = nodes.setdefault(name, {"@id": name})
        if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode):
            node.setdefault("@type", []).append(short(triple.object.value))
        else:
            node.setdefault(short(triple.predicate.value), []).append(_json_value(triple.object, short))
    graph = [
        {
            key: value[0] if isinstance(value, list) and len(value) == 1 else value
            for key, value in node.items()
        }
        for node in nodes.values()
    ]
    document = {"@context": used, "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _json_value(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, short: Callable[[str], str]
) -> Any:
    if isinstance(term, ox.Literal):
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        return term.value if datatype == _STRING else {"@value": term.value, "@type": short(datatype)}
    return {"@id": term.value if isinstance(term, ox.NamedNode) else str(term)}


FORMATS = {
    "ttl": Format("text/turtle", ".ttl", turtle),
    "jsonld": Format("application/ld+json", ".jsonld", jsonld),
    "nt": Format("application/n-triples", ".nt", ntriples),
}
