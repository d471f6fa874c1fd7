"""RDF that describes the site itself: a list of triples that is filled by names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from keikaku.graph import formats
from keikaku.ground import vocab
from keikaku.web.pages.layout import Text

PREFIXES: Final = {
    **vocab.PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "as": "https://www.w3.org/ns/activitystreams#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "formats": "http://www.w3.org/ns/formats/",
    "ldes": "https://w3id.org/ldes#",
    "spdx": "http://spdx.org/rdf/terms#",
    "tree": "https://w3id.org/tree#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
"""The prefixes of what describes a site."""

Value = ox.NamedNode | ox.Literal | Text | str | int


class Facts:
    """Triples that describe a site."""

    def __init__(self) -> None:
        self.triples: set[ox.Triple] = set()

    def add(self, subject: str, **values: Value | Sequence[Value] | None) -> None:
        """Say something of a thing.

        Args:
            subject: Its IRI.
            values: Objects by predicate, its prefix and name parted by ``_`` (``dcterms_title``); ``a`` is
                the type. A string is a prefixed name or, after ``=``, a literal; a text is said in both
                languages; nothing is said of what is None or empty.
        """
        about = ox.NamedNode(iri(subject))
        for name, given in values.items():
            predicate = ox.NamedNode(iri("rdf:type" if name == "a" else name.replace("_", ":", 1)))
            for term in _terms(given):
                self.triples.add(ox.Triple(about, predicate, term))

    def turtle(self) -> bytes:
        """Return them as Turtle."""
        return formats.turtle(self._sorted(), PREFIXES)

    def jsonld(self) -> bytes:
        """Return them as JSON-LD with its context inside."""
        return formats.jsonld(self._sorted(), PREFIXES)

    def _sorted(self) -> list[ox.Triple]:
        return sorted(self.triples, key=str)


def iri(name: str) -> str:
    """Return a prefixed name, or a whole IRI, as an IRI.

    >>> iri("dcterms:title")
    'http://purl.org/dc/terms/title'
    """
    prefix, _mark, local = name.partition(":")
    return name if local.startswith("//") else PREFIXES[prefix] + local


def typed(value: object, datatype: str) -> ox.Literal:
    """Return a literal of an XSD type."""
    return ox.Literal(str(value), datatype=ox.NamedNode(PREFIXES["xsd"] + datatype))


def japanese(text: str) -> ox.Literal:
    """Return a text that is there in Japanese only."""
    return ox.Literal(text, language="ja")


def named(value: str) -> str:
    """Return an IRI as a word that can stand in an address: its prefixed name with a hyphen, or a hash.

    >>> named("https://w3id.org/keikaku/ns#Project")
    'kei-Project'
    """
    for prefix, namespace in PREFIXES.items():
        local = value.removeprefix(namespace)
        if local != value and local.isalnum():
            return f"{prefix}-{local}"
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def _terms(value: Value | Sequence[Value] | None) -> list[ox.NamedNode | ox.Literal]:
    if value is None or value == "" or value == "=":
        return []
    if isinstance(value, ox.NamedNode | ox.Literal):
        return [value]
    if isinstance(value, Text):
        return [ox.Literal(value.ja, language="ja"), ox.Literal(value.en, language="en")]
    if isinstance(value, int):
        return [typed(value, "integer")]
    if isinstance(value, str):
        return [ox.Literal(value[1:]) if value.startswith("=") else ox.NamedNode(iri(value))]
    return [term for one in value for term in _terms(one)]
