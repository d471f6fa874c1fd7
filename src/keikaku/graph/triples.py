"""What the graphs in memory say of one thing: the few looks at them that every section takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pyoxigraph as ox

from keikaku.graph.nquads import DCT, KEI, ORG, PROV, SKOS
from keikaku.ground.messages import Language

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
LABELS = (f"{RDFS}label", f"{SKOS}prefLabel", f"{DCT}title")

__all__ = ["DCT", "KEI", "LABELS", "ORG", "PROV", "RDFS", "RDF_TYPE", "SKOS", "Look", "node", "subjects_of"]


def node(iri: str) -> ox.NamedNode | None:
    """Return the node of an IRI, None where the text is none: a graph may hold a text where an IRI should stand."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


def subjects_of(memory: ox.Store, graph: ox.NamedNode) -> Iterator[ox.NamedNode | ox.BlankNode]:
    """Yield what a graph speaks of, each once: the store finds out which, not a set of all its statements.

    Args:
        memory: Holds the graph.
        graph: Its IRI.
    """
    found = memory.query("SELECT DISTINCT ?s WHERE { ?s ?p ?o }", default_graph=graph)
    for row in cast("ox.QuerySolutions", found):
        subject = row["s"]
        if isinstance(subject, ox.NamedNode | ox.BlankNode):
            yield subject


class Look:
    """Looks at the graphs in memory as one.

    Args:
        memory: The graphs.
    """

    def __init__(self, memory: ox.Store) -> None:
        self._memory = memory

    def objects(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        """Return the IRIs and literals that a thing is linked to by a property, sorted, each once; none of ""."""
        thing = node(subject)
        if thing is None:
            return []
        quads = self._memory.quads_for_pattern(thing, ox.NamedNode(predicate), None, None)
        found = {quad.object for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)}
        return sorted(found, key=str)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the IRIs and texts that a thing is linked to by a property, sorted, each once."""
        return [one.value for one in self.objects(subject, predicate)]

    def value(self, subject: str, *predicates: str) -> str:
        """Return the first value of the first property that has one, or ""."""
        return next((one for name in predicates for one in self.values(subject, name)), "")

    def links(self, subject: str, *predicates: str) -> list[str]:
        """Return the IRIs that a thing is linked to by properties, in their order; a text is no link."""
        found = (one for name in predicates for one in self.objects(subject, name))
        return [one.value for one in found if isinstance(one, ox.NamedNode)]

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return the IRIs of what is linked to a thing by a property, sorted, each once."""
        quads = self._memory.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), None)
        return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})

    def targets(self, predicate: str) -> list[str]:
        """Return the IRIs that anything is linked to by a property, sorted, each once."""
        quads = self._memory.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)})

    def text(self, subject: str, language: Language, *predicates: str) -> str:
        """Return the text of the first property that has one: in the language, else in any, else ""."""
        for name in predicates:
            found = [one for one in self.objects(subject, name) if isinstance(one, ox.Literal)]
            chosen = [one for one in found if one.language == language] or found
            if chosen:
                return chosen[0].value
        return ""

    def label(self, subject: str, language: Language) -> str:
        """Return what a thing is called: in the language, else in any, else ""."""
        return self.text(subject, language, *LABELS)

    def graphs(self, subject: str) -> list[str]:
        """Return the graphs that speak of a thing, sorted."""
        quads = self._memory.quads_for_pattern(ox.NamedNode(subject), None, None, None)
        return sorted({quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)})
