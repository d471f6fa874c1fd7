"""An example of each term: from the dataset where it has one, else from a small example of a made-up town."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from keikaku.graph.nquads import VOCABULARY, XSD
from keikaku.graph.triples import RDF_TYPE
from keikaku.store.dataset import Dataset
from keikaku.web.pages.vocabulary.terms import Term, short

_FILE = Path(__file__).with_name("example.ttl")
_BASE = "https://example.org/id/"
_LONGEST = 120
Found = ox.Quad | ox.Triple


@dataclass(frozen=True, slots=True)
class Example:
    """A statement that shows a term in use.

    Attributes:
        subject: IRI of what it is about.
        predicate: Of the statement.
        value: The value's text, shortened where it is long.
        iri: The value's IRI, or "" where it is text.
        own: Whether the dataset says so; else it is from the example of a made-up town.
    """

    subject: str
    predicate: str
    value: str
    iri: str
    own: bool

    @property
    def turtle(self) -> str:
        """The statement in Turtle."""
        subject = f"<{self.subject.removeprefix(_BASE)}>"
        known = short(self.iri)
        named = known if known != self.iri else f"<{self.iri.removeprefix(_BASE)}>"
        return f"{subject} {short(self.predicate)} {named if self.iri else self.value} ."


def example_text() -> str:
    """Return the example of a made-up town as Turtle."""
    return _FILE.read_text(encoding="utf-8")


@cache
def _town() -> tuple[ox.Triple, ...]:
    return tuple(quad.triple for quad in ox.parse(path=_FILE, format=ox.RdfFormat.TURTLE))


def examples(dataset: Dataset, terms: dict[str, Term]) -> dict[str, Example]:
    """Return an example of each term that has one, by its local name.

    The first graph by name that uses a term gives it, and of its statements the first in order: one document is
    looked through for a term, however many there are.
    """
    graphs = sorted(
        (
            graph
            for graph in dataset.memory.named_graphs()
            if isinstance(graph, ox.NamedNode) and not graph.value.startswith(VOCABULARY)
        ),
        key=str,
    )
    found: dict[str, Example] = {}
    for name, term in terms.items():
        own = next((one for graph in graphs if (one := _first(_in_graph(dataset, term, graph)))), None)
        one = own or _first(triple for triple in _town() if _shows(triple, term))
        if one is not None:
            found[name] = _example(one, own is not None)
    return found


def _in_graph(dataset: Dataset, term: Term, graph: ox.NamedNode) -> Iterator[Found]:
    node = ox.NamedNode(term.iri)
    if term.kind == "property":
        return dataset.memory.quads_for_pattern(None, node, None, graph)
    predicate = ox.NamedNode(RDF_TYPE) if term.kind == "class" else None
    return dataset.memory.quads_for_pattern(None, predicate, node, graph)


def _shows(triple: ox.Triple, term: Term) -> bool:
    if term.kind == "property":
        return triple.predicate.value == term.iri
    is_value = isinstance(triple.object, ox.NamedNode) and triple.object.value == term.iri
    return is_value and (term.kind == "code" or triple.predicate.value == RDF_TYPE)


def _first(found: Iterator[Found]) -> Found | None:
    """Return the first statement of what is no statement about a statement."""
    plain = (
        one
        for one in found
        if isinstance(one.subject, ox.NamedNode)
        and isinstance(one.object, ox.NamedNode | ox.Literal)
        and "/statement/" not in one.subject.value
        and "#statement/" not in one.subject.value
    )
    return min(plain, key=lambda one: (str(one.subject), str(one.predicate), str(one.object)), default=None)


def _example(one: Found, own: bool) -> Example:
    value, text = one.object, ""
    if isinstance(value, ox.Literal):
        text = value.value if len(value.value) <= _LONGEST else f"{value.value[:_LONGEST]}…"
        if not own:
            text = str(value).replace(f"^^<{XSD}integer>", "").replace(f"^^<{XSD}", "^^xsd:").rstrip(">")
    iri = value.value if isinstance(value, ox.NamedNode) else ""
    subject = one.subject.value if isinstance(one.subject, ox.NamedNode) else ""
    return Example(subject, one.predicate.value, text or (short(iri) if iri else ""), iri, own)
