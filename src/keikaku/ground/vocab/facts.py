"""What the files of ``ontology/`` say of each IRI."""

from __future__ import annotations

import pyoxigraph as ox

from keikaku.ground import content

Facts = dict[str, list[ox.NamedNode | ox.Literal]]
"""Predicate to objects, in the file's order."""


def read_facts(name: str) -> dict[str, Facts]:
    """Return what a file of the ontology says of each IRI."""
    found: dict[str, Facts] = {}
    path = content.folder("ontology") / name
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            facts = found.setdefault(quad.subject.value, {})
            facts.setdefault(quad.predicate.value, []).append(quad.object)
    return found


def first(facts: Facts, predicate: str) -> str:
    """Return the first value of a property that is there."""
    return facts[predicate][0].value


def by_language(facts: Facts, *predicates: str) -> dict[str, str]:
    """Return the texts of some properties by their languages."""
    return {
        text.language: text.value
        for predicate in predicates
        for text in facts.get(predicate, ())
        if isinstance(text, ox.Literal) and text.language
    }
