"""The terms of the ontology and of its code lists, in the order of their files, with what is said of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from keikaku.graph.triples import DCT, KEI, RDF_TYPE, RDFS, SKOS, Look
from keikaku.ground import content
from keikaku.ground.messages import Language
from keikaku.ground.vocab import PREFIXES

ONTOLOGY = KEI.rstrip("#")
_OWL = "http://www.w3.org/2002/07/owl#"
_QB = "http://purl.org/linked-data/cube#"
_SCHEMA = "https://schema.org/"
_DOMAINS = (f"{RDFS}domain", f"{_SCHEMA}domainIncludes")
_RANGES = (f"{RDFS}range", f"{_SCHEMA}rangeIncludes")
_KINDS = {
    f"{_OWL}Class": "class",
    f"{_OWL}ObjectProperty": "property",
    f"{_OWL}DatatypeProperty": "property",
    f"{SKOS}ConceptScheme": "list",
    f"{SKOS}Concept": "code",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class, a property, a code list or a code.

    Attributes:
        name: Its local name.
        kind: ``"class"``, ``"property"``, ``"list"`` or ``"code"``.
        labels: What it is called, by language.
        definitions: What it means, by language.
        others: What else documents call it.
        types: IRIs of what it is, such as ``owl:ObjectProperty``.
        above: IRIs of the classes or properties that it is a kind of, or of the list that a code is in.
        below: Local names of those that are a kind of it, or of the codes of a list.
        domain: IRIs of the classes whose things have it.
        range: IRIs of what its values are.
        codes: Local name of the code list that its values come from, or "".
        seen: IRIs of terms elsewhere that mean much the same.
        deprecated: Whether it should no longer be used.
        replacement: IRI of what to use instead, or "".
    """

    name: str
    kind: str
    labels: dict[Language, str]
    definitions: dict[Language, str]
    others: tuple[str, ...]
    types: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    codes: str
    seen: tuple[str, ...]
    deprecated: bool
    replacement: str

    @property
    def iri(self) -> str:
        """The term's IRI."""
        return KEI + self.name

    @property
    def page(self) -> tuple[str, str]:
        """The path of the page that documents it, and where on it: a code stands on the page of its list."""
        if self.kind == "code":
            return f"ns/list/{self.above[0].removeprefix(KEI)}", self.name
        return f"ns/{self.kind}/{self.name}", ""


@cache
def terms() -> dict[str, Term]:
    """Return the terms by local name, in the order of ``ontology/keikaku.ttl`` and ``ontology/codes.ttl``."""
    memory = ox.Store()
    order: dict[str, None] = {}
    for name in ("keikaku", "codes"):
        path = content.folder("ontology") / f"{name}.ttl"
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            memory.add(quad)
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(KEI):
                order[quad.subject.value.removeprefix(KEI)] = None
    look = Look(memory)
    return {name: _term(look, name) for name in order}


def ontology() -> dict[str, str]:
    """Return what the ontology says of itself: title and description by language, version, licence, prefix."""
    memory = ox.Store()
    memory.bulk_load(path=content.folder("ontology") / "keikaku.ttl", format=ox.RdfFormat.TURTLE)
    look = Look(memory)
    return {
        "title.ja": look.text(ONTOLOGY, "ja", f"{DCT}title"),
        "title.en": look.text(ONTOLOGY, "en", f"{DCT}title"),
        "description.ja": look.text(ONTOLOGY, "ja", f"{DCT}description"),
        "description.en": look.text(ONTOLOGY, "en", f"{DCT}description"),
        "licence": look.value(ONTOLOGY, f"{DCT}license"),
        "version": look.value(ONTOLOGY, f"{_OWL}versionInfo"),
        "versionIRI": look.value(ONTOLOGY, f"{_OWL}versionIRI"),
    }


def _term(look: Look, name: str) -> Term:
    iri = KEI + name
    types = look.values(iri, RDF_TYPE)
    kind = next(_KINDS[one] for one in types if one in _KINDS)
    up = {"class": f"{RDFS}subClassOf", "property": f"{RDFS}subPropertyOf", "code": f"{SKOS}inScheme"}
    down = {**up, "list": f"{SKOS}inScheme"}
    return Term(
        name=name,
        kind=kind,
        labels=_texts(look, iri, f"{RDFS}label", f"{SKOS}prefLabel"),
        definitions=_texts(look, iri, f"{SKOS}definition"),
        others=tuple(look.values(iri, f"{SKOS}altLabel")),
        types=tuple(types),
        above=tuple(look.values(iri, up[kind])) if kind in up else (),
        below=tuple(one.removeprefix(KEI) for one in look.subjects(down[kind], iri) if one.startswith(KEI)),
        domain=tuple(_all(look, iri, _DOMAINS)),
        range=tuple(_all(look, iri, _RANGES)),
        codes=look.value(iri, f"{_QB}codeList").removeprefix(KEI),
        seen=tuple(_all(look, iri, (f"{RDFS}seeAlso", f"{SKOS}exactMatch", f"{SKOS}closeMatch"))),
        deprecated=look.value(iri, f"{_OWL}deprecated") == "true",
        replacement=look.value(iri, f"{DCT}isReplacedBy"),
    )


def _texts(look: Look, iri: str, *predicates: str) -> dict[Language, str]:
    return {"ja": look.text(iri, "ja", *predicates), "en": look.text(iri, "en", *predicates)}


def _all(look: Look, iri: str, predicates: Iterable[str]) -> list[str]:
    return [one for name in predicates for one in look.values(iri, name)]


def short(iri: str) -> str:
    """Return an IRI with a prefix for its namespace, or whole where it has none.

    >>> short("http://www.w3.org/ns/prov#Entity")
    'prov:Entity'
    """
    fitting = [(len(start), prefix) for prefix, start in PREFIXES.items() if iri.startswith(start)]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"
