"""The terms of the ontology and its code lists, with their labels and definitions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from keikaku.ground.vocab.code_lists import code_facts
from keikaku.ground.vocab.facts import by_language, read_facts
from keikaku.ground.vocab.names import PREFIXES

_LABEL = PREFIXES["rdfs"] + "label"
_PREF_LABEL = PREFIXES["skos"] + "prefLabel"
_DEFINITION = PREFIXES["skos"] + "definition"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_TYPE = PREFIXES["rdf"] + "type"

_KINDS = {
    PREFIXES["owl"] + "Class": "class",
    PREFIXES["owl"] + "ObjectProperty": "object property",
    PREFIXES["owl"] + "DatatypeProperty": "datatype property",
    PREFIXES["skos"] + "ConceptScheme": "code list",
    PREFIXES["skos"] + "Concept": "code",
}


class Term(NamedTuple):
    """A term of the ontology, as ``keikaku vocab`` shows it.

    Attributes:
        iri: The term's IRI.
        kind: ``"class"``, ``"object property"``, ``"datatype property"``, ``"code list"`` or ``"code"``.
        labels: Language to label.
        definitions: Language to definition.
        scheme: The IRI of a code's list, else ``None``.
    """

    iri: str
    kind: str
    labels: dict[str, str]
    definitions: dict[str, str]
    scheme: str | None = None


def _terms() -> Iterator[Term]:
    for iri, facts in (read_facts("keikaku.ttl") | code_facts()).items():
        types = {kind.value for kind in facts.get(_TYPE, ())}
        kind = next((name for type_, name in _KINDS.items() if type_ in types), None)
        if kind is None:
            continue
        scheme = facts[_IN_SCHEME][0].value if _IN_SCHEME in facts else None
        labels = by_language(facts, _LABEL, _PREF_LABEL)
        yield Term(iri, kind, labels, by_language(facts, _DEFINITION), scheme)


@cache
def terms() -> tuple[Term, ...]:
    """Return every term of the ontology and its code lists, in the order in which the files define them."""
    return tuple(_terms())
