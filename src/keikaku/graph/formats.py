"""The RDF formats in which a resource can be had; the same triples give the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from json.encoder import encode_basestring
from typing import Any

import pyoxigraph as ox

from keikaku.ground import vocab

_TYPE = vocab.PREFIXES["rdf"] + "type"
Statements = Iterable[ox.Triple] | Iterable[ox.Quad]
"""Triples, or quads of the default graph, which parsing yields: the same to whoever writes them."""
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


def _written(syntax: ox.RdfFormat, triples: Statements, prefixes: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    ox.serialize(triples, buffer, format=syntax, prefixes=dict(prefixes))
    return buffer.getvalue()


def turtle(triples: Statements, prefixes: Mapping[str, str] = vocab.PREFIXES) -> bytes:
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

    @cache  # the properties of a thing's parts come again and again
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
    context = _indented(used, "\n ")
    graph = _indented([*nodes.values()], "\n ")
    return f'{{\n "@context": {context},\n "@graph": {graph}\n}}\n'.encode()


def _indented(value: Any, line: str) -> str:
    """Return JSON as ``json.dumps(…, indent=1, sort_keys=True)`` writes it, a list of one value inside a node as that value.

    That function indents in Python, a part at a time: it took half of the time of all formats.

    Args:
        value: Texts, lists and objects, of texts by texts.
        line: The line end with the indent of what the value stands in.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{line} "
    if isinstance(value, dict):
        pairs = (f"{encode_basestring(key)}: {_indented(_alone(value[key]), inner)}" for key in sorted(value))
        return f"{{{inner}{f',{inner}'.join(pairs)}{line}}}" if value else "{}"
    return f"[{inner}{f',{inner}'.join(_indented(one, inner) for one in value)}{line}]" if value else "[]"


def _alone(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


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
