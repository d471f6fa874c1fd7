"""Vocabularies in time: versions of the SDG framework and the nation's strategies, as keikaku ships them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import pyoxigraph as ox

from keikaku.ground import content
from keikaku.ground.vocab.names import PREFIXES

NATIONAL = "https://w3id.org/keikaku/id/national-strategy/"
"""With what the IRIs of the nation's strategies begin; their names follow."""
FIRST = "2019"
"""The version of the SDG framework of a plan that names none. It stays so whatever is shipped later: links keep to it."""
_KEI, _SKOS, _OWL = PREFIXES["kei"], PREFIXES["skos"], PREFIXES["owl"]
TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
IN_SCHEME, NOTATION = (ox.NamedNode(f"{_SKOS}{name}") for name in ("inScheme", "notation"))
VERSION = ox.NamedNode(f"{_OWL}versionInfo")
SDG, STRATEGY, LOCAL = "SdgFramework", "NationalStrategy", "LocalIndicators"
KINDS = (SDG, STRATEGY, LOCAL)
"""The local names of the classes of schemes that a publisher can add."""


class Statement(NamedTuple):
    """What is said of a thing with a name, by a name or a text."""

    subject: ox.NamedNode
    predicate: ox.NamedNode
    object: ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary of a time.

    Attributes:
        iri: Its IRI.
        kind: Of :data:`KINDS`.
        name: By what plan.yml names it: the version of a framework, the name of a strategy.
        concepts: IRI of each concept by its numbers.
        triples: What a document that uses it says of it; none of what is shipped.
    """

    iri: str
    kind: str
    name: str
    concepts: Mapping[str, str]
    triples: tuple[Statement, ...] = ()


@cache
def shipped() -> tuple[Scheme, ...]:
    """Return the schemes that keikaku ships."""
    return tuple(one for name in ("sdg", "national-strategies") for one in schemes_of(shipped_triples(name)))


@cache
def shipped_triples(name: str) -> tuple[Statement, ...]:
    """Return what a file of ``ontology/`` says."""
    path = content.folder("ontology") / f"{name}.ttl"
    return tuple(statements(ox.parse(path=path, format=ox.RdfFormat.TURTLE)))


def statements(quads: Iterable[ox.Quad]) -> Iterator[Statement]:
    """Yield what is said of things that have names; what has none is left out."""
    for one in quads:
        if isinstance(one.subject, ox.NamedNode) and isinstance(one.object, ox.NamedNode | ox.Literal):
            yield Statement(one.subject, one.predicate, one.object)


def schemes_of(triples: Iterable[Statement]) -> list[Scheme]:
    """Return the schemes that some triples describe, whatever is missing."""
    said = list(triples)
    kinds = {ox.NamedNode(f"{_KEI}{kind}"): kind for kind in KINDS}
    found = []
    for one in said:
        if one.predicate != TYPE or not isinstance(one.object, ox.NamedNode) or one.object not in kinds:
            continue
        members = {
            each.subject for each in said if each.predicate == IN_SCHEME and each.object == one.subject
        }
        numbers = {
            each.object.value: each.subject.value
            for each in said
            if each.predicate == NOTATION and each.subject in members
        }
        version = next(
            (each.object.value for each in said if (each.subject, each.predicate) == (one.subject, VERSION)),
            "",
        )
        kind = kinds[one.object]
        name = one.subject.value.removeprefix(NATIONAL) if kind == STRATEGY else version
        found.append(Scheme(one.subject.value, kind, name, MappingProxyType(numbers)))
    return found


def named(schemes: Iterable[Scheme], kind: str, name: str) -> Scheme | None:
    """Return the scheme of a kind and a name."""
    return next((one for one in schemes if (one.kind, one.name) == (kind, name)), None)
