#!/usr/bin/env python3
"""Make ``ontology/context.jsonld`` from the ontology: one short name for each class, property and code.

    python tools/make_context.py [OUTPUT_FILE]

Links are IRIs, codes are names of the ontology, texts are maps from language to text, and numbers and years
have their datatype, so that plain JSON with this context is the same data as the RDF.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, QB, VOID

ROOT = Path(__file__).resolve().parents[1]
KEI = "https://w3id.org/keikaku/ns#"
USED = (  # no "sdg": that is the short name of a property
    "dcterms",
    "kei",
    "org",
    "prov",
    "qb",
    "rdf",
    "rdfs",
    "skos",
    "void",
    "xsd",
)

# Terms of other vocabularies that data uses, by their short names.
LINKS = {
    "broader": SKOS.broader,
    "exactMatch": SKOS.exactMatch,
    "inScheme": SKOS.inScheme,
    "isPartOf": DCTERMS.isPartOf,
    "predicate": RDF.predicate,
    "publisher": DCTERMS.publisher,
    "subject": RDF.subject,
    "unitOf": ORG.unitOf,
    "used": PROV.used,
    "wasAssociatedWith": PROV.wasAssociatedWith,
    "wasDerivedFrom": PROV.wasDerivedFrom,
    "wasGeneratedBy": PROV.wasGeneratedBy,
    "wasRevisionOf": PROV.wasRevisionOf,
}
TEXTS = {
    "description": DCTERMS.description,
    "label": RDFS.label,
    "prefLabel": SKOS.prefLabel,
    "title": DCTERMS.title,
}
STRINGS = {"format": DCTERMS.format, "identifier": DCTERMS.identifier, "notation": SKOS.notation}
OPEN = {"license": DCTERMS.license, "object": RDF.object, "source": DCTERMS.source}  # an IRI or a literal
CLASSES = {
    "Activity": PROV.Activity,
    "ConceptScheme": SKOS.ConceptScheme,
    "Concept": SKOS.Concept,
    "Dataset": VOID.Dataset,
    "FormalOrganization": ORG.FormalOrganization,
    "OrganizationalUnit": ORG.OrganizationalUnit,
    "QbObservation": QB.Observation,
    "SoftwareAgent": PROV.SoftwareAgent,
    "Statement": RDF.Statement,
}


def compact(iri: str, prefixes: dict[str, str]) -> str:
    """Return an IRI as prefix and local name."""
    name = next(name for name, namespace in prefixes.items() if iri.startswith(namespace))
    return f"{name}:{iri.removeprefix(prefixes[name])}"


def ontology() -> Graph:
    """Return the ontology and its code lists."""
    graph = Graph()
    for name in ("keikaku.ttl", "codes.ttl"):
        graph.parse(ROOT / "ontology" / name)
    return graph


def own_term(graph: Graph, term: URIRef, prefixes: dict[str, str]) -> Any:
    """Return the definition of one term of the ontology."""
    short = compact(term, prefixes)
    types = set(graph.objects(term, RDF.type))
    if QB.CodedProperty in types:
        return {"@id": short, "@type": "@vocab"}
    if OWL.ObjectProperty in types:
        return {"@id": short, "@type": "@id"}
    if OWL.DatatypeProperty in types:
        kind = graph.value(term, RDFS.range)
        if kind == RDF.langString:
            return {"@id": short, "@container": "@language"}
        if isinstance(kind, URIRef) and not kind.endswith("#string"):
            return {"@id": short, "@type": compact(kind, prefixes)}
    return short


def context() -> dict[str, Any]:
    """Return the context."""
    namespaces = {name: str(namespace) for name, namespace in Graph().namespaces()}
    known = {**namespaces, "kei": KEI}
    prefixes = {name: known[name] for name in USED}
    graph = ontology()
    own = {term for term in graph.subjects() if isinstance(term, URIRef) and term.startswith(KEI)}
    terms: dict[str, Any] = {term.removeprefix(KEI): own_term(graph, term, prefixes) for term in own}
    for name, iri in LINKS.items():
        terms[name] = {"@id": compact(iri, prefixes), "@type": "@id"}
    for name, iri in TEXTS.items():
        terms[name] = {"@id": compact(iri, prefixes), "@container": "@language"}
    for name, iri in {**STRINGS, **OPEN, **CLASSES}.items():
        terms[name] = compact(iri, prefixes)
    head = {"@version": 1.1, **prefixes, "id": "@id", "type": "@type"}
    return {"@context": {**head, **dict(sorted(terms.items()))}}


def main(arguments: list[str]) -> int:
    """Write the context."""
    if len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    output = Path(arguments[0]) if arguments else ROOT / "ontology" / "context.jsonld"
    text = json.dumps(context(), ensure_ascii=False, indent=2) + "\n"
    output.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
