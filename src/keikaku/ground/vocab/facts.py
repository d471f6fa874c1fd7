"""What the files of ``ontology/`` say of each IRI."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from keikaku.ground import content

Facts = dict[str, list[ox.NamedNode | ox.Literal]]
"""Predicate to objects, in the file's order."""


def read_facts(name: str) -> dict[str, Facts]:
    """Return what a file of the ontology says of each IRI."""
    return _facts_of(turtle(name))


def read_blocks(name: str, subjects: Iterable[str]) -> dict[str, Facts]:
    """Return what a file of the ontology says of some subjects, and read no more of it.

    For one body of thousands, which is all that a small build asks for.

    Args:
        name: A file that ``tools/make_vocabularies.py`` writes: a block a subject, an empty line between two.
        subjects: As the file writes them; those that it does not describe are passed over.
    """
    head, blocks = _blocks(name)
    found = [blocks[subject] for subject in subjects if subject in blocks]
    return _facts_of("\n\n".join((head, *found))) if found else {}


@cache
def _blocks(name: str) -> tuple[str, dict[str, str]]:
    """Return the prefixes of a file and its blocks by their subjects."""
    head, *blocks = turtle(name).split("\n\n")
    return head, {block.partition(" ")[0]: block for block in blocks}


@cache
def turtle(name: str) -> str:
    """Return the text of a file of the ontology."""
    return (content.folder("ontology") / name).read_text(encoding="utf-8")


def _facts_of(turtle: str) -> dict[str, Facts]:
    found: dict[str, Facts] = {}
    for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
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
