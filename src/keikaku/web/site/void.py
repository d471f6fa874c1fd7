"""VoID: what the dataset holds, counted, and where it is to be had.

The vocabulary is that of https://www.w3.org/TR/void/ (2011); a file at ``.well-known/void`` is its section 7.2.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from keikaku.graph.formats import FORMATS
from keikaku.graph.nquads import KEI, RDF
from keikaku.ground import vocab
from keikaku.ground.hyperlinks import is_address
from keikaku.store.dataset import Dataset
from keikaku.web.pages.layout import encoded
from keikaku.web.pages.words import worded
from keikaku.web.site.described import Described
from keikaku.web.site.publication import Publication
from keikaku.web.site.site_facts import Facts, iri, japanese, named, typed
from keikaku.web.site.statistics import Counts, Statistics

_SHARED = worded("site.what-several-documents-one")
_FEATURES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}
"""The local names of our formats in http://www.w3.org/ns/formats/."""
_SHOWN = ("Plan", "Goal", "Measure", "Project", "Indicator")


def void(
    settings: Publication,
    counted: Statistics,
    site: Described,
    documents: list[Described],
    examples: Mapping[str, str],
) -> Facts:
    """Describe the dataset.

    Args:
        settings: The publisher's.
        counted: What the dataset holds.
        site: The description of the whole.
        documents: Those of its documents.
        examples: IRIs of things that show what it is like, by their class.
    """
    facts = Facts()
    _document(facts, settings)
    _whole(facts, settings, counted.whole, site, list(examples.values()))
    _partitions(facts, f"{settings.base}#dataset", f"{settings.base}void.ttl#", counted.whole)
    for one in documents:
        counts = counted.graphs[one.iri]
        facts.add(site.iri, void_subset=one.iri)
        _subset(facts, one, counts)
        _partitions(facts, one.iri, f"{settings.base}void.ttl#{encoded(one.plans[0].key)}-", counts)
    for graph in sorted(counted.shared):
        facts.add(f"{settings.base}#dataset", void_subset=graph)
        facts.add(graph, a="void:Dataset", dcterms_title=_SHARED)
        _sizes(facts, graph, counted.graphs[graph])
        _partitions(facts, graph, f"{settings.base}void.ttl#{named(graph)}-", counted.graphs[graph])
    _linksets(facts, settings, counted.whole)
    return facts


def _document(facts: Facts, settings: Publication) -> None:
    facts.add(
        f"{settings.base}void.ttl",
        a="void:DatasetDescription",
        dcterms_title=worded("site.void-description-dataset"),
        foaf_primaryTopic=f"{settings.base}#dataset",
        foaf_topic=f"{settings.base}#dataset",
    )


def _whole(facts: Facts, settings: Publication, counts: Counts, site: Described, examples: list[str]) -> None:
    used = set(counts.properties) | set(counts.classes)
    vocabularies = [space for space in vocab.PREFIXES.values() if any(one.startswith(space) for one in used)]
    folder = "id/" if settings.style == "slash" else "doc/"
    facts.add(
        site.iri,
        a="void:Dataset",
        dcterms_title=site.title,
        dcterms_description=site.about,
        dcterms_license=site.licence,
        dcterms_modified=typed(site.day, "date") if site.day else None,
        foaf_homepage=settings.base,
        void_uriSpace=f"={settings.base}{folder}",
        void_rootResource=[examples[0]] if examples else [],
        void_exampleResource=[*examples],
        void_vocabulary=[*vocabularies],
        void_feature=[iri(f"formats:{_FEATURES[name]}") for name in FORMATS],
        void_dataDump=[site.address(file) for file in site.files if not file.table],
        void_sparqlEndpoint=settings.sparql,
    )
    _sizes(facts, f"{settings.base}#dataset", counts)


def _subset(facts: Facts, one: Described, counts: Counts) -> None:
    (plan,) = one.plans
    facts.add(
        one.iri,
        a="void:Dataset",
        dcterms_title=japanese(plan.full_title),
        dcterms_license=plan.licence if is_address(plan.licence) else "",
        dcterms_source=plan.iri,
        void_dataDump=[one.address(file) for file in one.files],
    )
    _sizes(facts, one.iri, counts)


def _sizes(facts: Facts, subject: str, counts: Counts) -> None:
    facts.add(
        subject,
        void_triples=counts.triples,
        void_entities=counts.entities,
        void_classes=len(counts.classes),
        void_properties=len(counts.properties),
    )


def _partitions(facts: Facts, subject: str, names: str, counts: Counts) -> None:
    for kind, number in sorted(counts.classes.items()):
        part = f"{names}class-{named(kind)}"
        facts.add(subject, void_classPartition=part)
        facts.add(part, a="void:Dataset", void_class=kind, void_entities=number)
    for predicate, number in sorted(counts.properties.items()):
        part = f"{names}property-{named(predicate)}"
        facts.add(subject, void_propertyPartition=part)
        facts.add(part, a="void:Dataset", void_property=predicate, void_triples=number)


def _linksets(facts: Facts, settings: Publication, counts: Counts) -> None:
    dataset = f"{settings.base}#dataset"
    for (target, predicate), number in sorted(counts.links.items()):
        links = f"{settings.base}void.ttl#links-{target.rpartition('/')[2]}-{named(predicate)}"
        facts.add(dataset, void_subset=links)
        facts.add(
            links,
            a="void:Linkset",
            void_subjectsTarget=dataset,
            void_objectsTarget=target,
            void_linkPredicate=predicate,
            void_triples=number,
        )
        facts.add(target, a="void:Dataset")


def examples(dataset: Dataset) -> dict[str, str]:
    """Return IRIs of things that show what a dataset is like: the first of each class, by the class."""
    found: dict[str, str] = {}
    for name in _SHOWN:
        quads = dataset.memory.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(KEI + name))
        named = [quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)]
        if named:
            found[name] = min(named)
    return found
