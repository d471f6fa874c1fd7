"""The ontology as a product: hygiene of its terms, its version, its links, its JSON-LD context."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, VANN

import keikaku
from keikaku.ground import content, vocab
from keikaku.ground.vocab import KEI, PREFIXES
from tests.ontology.support import IRI_NAMESPACES, ROOT, load_tool

NS = PREFIXES["kei"]
ONTOLOGY = URIRef("https://w3id.org/keikaku/ns")
CODED = URIRef(PREFIXES["qb"] + "CodedProperty")
CODE_LIST = URIRef(PREFIXES["qb"] + "codeList")


@cache
def ontology() -> Graph:
    return Graph().parse(content.folder("ontology") / "keikaku.ttl")


@cache
def codes() -> Graph:
    return Graph().parse(content.folder("ontology") / "codes.ttl")


@cache
def ontology_terms() -> list[URIRef]:
    return sorted(s for s in set(ontology().subjects()) if isinstance(s, URIRef) and s.startswith(NS))


def concepts() -> list[URIRef]:
    return sorted(s for s in set(codes().subjects()) if isinstance(s, URIRef))


def languages(graph: Graph, term: URIRef, predicate: URIRef) -> list[str]:
    return sorted(text.language or "" for text in graph.objects(term, predicate) if isinstance(text, Literal))


def test_version_is_the_packages() -> None:
    version = keikaku.__version__
    assert ontology().value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert str(ontology().value(ONTOLOGY, OWL.versionInfo)) == version


def test_header_names_licence_creator_and_namespace() -> None:
    graph = ontology()
    assert graph.value(ONTOLOGY, DCTERMS.license) == URIRef(
        "https://creativecommons.org/publicdomain/zero/1.0/"
    )
    assert str(graph.value(ONTOLOGY, DCTERMS.creator)) == "The keikaku project"
    assert str(graph.value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "kei"
    assert str(graph.value(ONTOLOGY, VANN.preferredNamespaceUri)) == NS


def test_terms_carry_no_version() -> None:
    assert not [term for term in ontology_terms() if keikaku.__version__ in term]


@pytest.mark.parametrize("term", ontology_terms(), ids=lambda term: term.removeprefix(NS))
def test_term_is_described(term: URIRef) -> None:
    graph = ontology()
    assert languages(graph, term, RDFS.label) == ["en", "ja"]
    assert languages(graph, term, SKOS.definition) == ["en", "ja"]
    assert graph.value(term, RDFS.isDefinedBy) == ONTOLOGY
    if (term, RDF.type, OWL.Class) in graph:
        assert graph.value(term, RDFS.subClassOf), "a class needs a superclass"
    else:
        assert graph.value(term, RDFS.range) or graph.value(
            term, URIRef(PREFIXES["schema"] + "rangeIncludes")
        )


def test_classes_begin_with_a_capital_and_properties_do_not() -> None:
    classes = set(ontology().subjects(RDF.type, OWL.Class))
    for term in ontology_terms():
        assert term.removeprefix(NS)[0].isupper() == (term in classes), term


def test_no_two_terms_have_one_label() -> None:
    labels = Counter(
        (label.language, label.casefold())
        for label in ontology().objects(None, RDFS.label)
        if isinstance(label, Literal)
    )
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("concept", concepts(), ids=lambda concept: concept.removeprefix(NS))
def test_code_is_described(concept: URIRef) -> None:
    graph = codes()
    assert languages(graph, concept, SKOS.prefLabel) == ["en", "ja"]
    assert languages(graph, concept, SKOS.definition) == ["en", "ja"]
    if (concept, RDF.type, SKOS.Concept) in graph:
        schemes = list(graph.objects(concept, SKOS.inScheme))
        assert len(schemes) == 1
        assert graph.value(concept, SKOS.topConceptOf) or graph.value(concept, SKOS.broader)
        top = (concept, SKOS.topConceptOf, schemes[0]) in graph
        assert ((schemes[0], SKOS.hasTopConcept, concept) in graph) == top


def test_no_two_codes_of_a_list_have_one_label() -> None:
    graph = codes()
    labels = Counter(
        (scheme, label)
        for concept, scheme in graph.subject_objects(SKOS.inScheme)
        for label in graph.objects(concept, SKOS.prefLabel)
    )
    assert [label for label, count in labels.items() if count > 1] == []


def test_coded_properties_name_a_code_list() -> None:
    lists = set(codes().subjects(RDF.type, SKOS.ConceptScheme))
    coded = set(ontology().subjects(RDF.type, CODED))
    named = {ontology().value(term, CODE_LIST) for term in coded}
    older = set(codes().subjects(OWL.deprecated, None))
    # Of answers and pages, and what the steps of plans' own scales come close to: no property names them alone.
    assert lists - named - older == {KEI.linkStates, KEI.progressStates, KEI.commonRatings}
    assert named < lists


def test_python_names_every_term_and_no_other() -> None:
    terms = {str(term) for term in [*ontology_terms(), *concepts()]}
    assert {str(term) for term in dir(KEI) if str(term).startswith(NS)} == terms


def test_misspelt_term_fails() -> None:
    with pytest.raises(AttributeError, match="Plam"):
        _ = KEI.Plam


def test_prefixes_agree_with_rdflib() -> None:
    for prefix, namespace in PREFIXES.items():
        known = IRI_NAMESPACES.get(namespace)
        assert known is not None, prefix


def test_terms_are_listed_for_people() -> None:
    listed = vocab.terms()
    assert {term.iri for term in listed} == {str(term) for term in [*ontology_terms(), *concepts()]}
    assert all(set(term.labels) == set(term.definitions) == {"en", "ja"} for term in listed)
    assert {term.kind for term in listed} == {
        "class",
        "object property",
        "datatype property",
        "code list",
        "code",
    }
    assert all((term.scheme is not None) == (term.kind == "code") for term in listed)


def test_context_is_what_the_tool_makes() -> None:
    path = content.folder("ontology") / "context.jsonld"
    assert json.loads(path.read_text(encoding="utf-8")) == load_tool("make_context").context()


def test_context_turns_plain_json_into_the_same_data() -> None:
    context = json.loads((content.folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))[
        "@context"
    ]
    document = {
        "@context": [context, {"@base": "https://w3id.org/keikaku/id/"}],
        "id": "20999/measure/park",
        "type": ["Measure", "PlanElement"],
        "label": {"ja": "公園の整備"},
        "notation": "35",
        "inPlan": {"id": "20999/plan", "type": "Plan", "planKind": "BasicPlan", "startFiscalYear": "2021"},
        "sdg": ["http://metadata.un.org/sdg/11"],
        "policyDirection": {"ja": ["公園を増やす。", "公園を直す。"]},
        "readingConfidence": "Certain",
        "wasDerivedFrom": "document/sample#line=3,6",
        "budget": {"id": "20999/budget", "totalAmount": 16759000},
    }
    turtle = """
        @base <https://w3id.org/keikaku/id/> .
        <20999/measure/park> a kei:Measure , kei:PlanElement ;
            rdfs:label "公園の整備"@ja ; skos:notation "35" ; kei:inPlan <20999/plan> ; kei:sdg sdg:11 ;
            kei:policyDirection "公園を増やす。"@ja , "公園を直す。"@ja ; kei:readingConfidence kei:Certain ;
            prov:wasDerivedFrom <document/sample#line=3,6> ; kei:budget <20999/budget> .
        <20999/plan> a kei:Plan ; kei:planKind kei:BasicPlan ; kei:startFiscalYear "2021"^^xsd:gYear .
        <20999/budget> kei:totalAmount 16759000 .
    """
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    assert set(parse(json.dumps(document), format=RdfFormat.JSON_LD)) == set(
        parse(head + turtle, format=RdfFormat.TURTLE)
    )


def test_files_are_parsed_without_a_word() -> None:
    for path in (ROOT / "ontology").glob("*.ttl"):
        assert len(Graph().parse(path)) > 80, path


def test_provenance_classes_are_prov_entities() -> None:
    for term in (KEI.Plan, KEI.PlanElement, KEI.Indicator, KEI.Budget, KEI.Evaluation, KEI.SourceDocument):
        assert (term, RDFS.subClassOf, PROV.Entity) in ontology()
