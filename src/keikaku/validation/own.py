"""The shapes of ``shapes/``, compiled once a process, and the vocabularies that every document is seen with.

No shape looks across documents: each document describes its own municipality, and what it points at elsewhere
are the ontology, the code lists, the SDGs and the national strategies, which stand beside every document here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from keikaku.ground import content
from keikaku.validation.shacl.compiler import Shapes
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.sources import read_graph

if TYPE_CHECKING:
    import rdflib  # which only the other engine needs

_VOCABULARIES = ("keikaku", "codes", "sdg", "national-strategies")


@cache
def shapes() -> rdflib.Graph:
    """Return the shapes of ``shapes/`` as one graph."""
    import rdflib

    graph = rdflib.Graph()
    for file in _files():
        graph.parse(file)
    return graph


def _files() -> list[Path]:
    return sorted(content.folder("shapes").glob("*.ttl"))


@cache
def compiled() -> Shapes:
    """Return the shapes of ``shapes/``, compiled."""
    return Shapes(read_graph(_files()))


@cache
def vocabularies() -> Graph:
    """Return the vocabularies that a document is validated together with."""
    return read_graph(content.folder("ontology") / f"{name}.ttl" for name in _VOCABULARIES)


def as_graph(lines: Iterable[str]) -> rdflib.Graph:
    """Return N-Quads lines as one graph of rdflib, whatever graph they name."""
    import rdflib

    graph = rdflib.Graph()
    triples = (f"{line[: line.rindex(' <')]} ." for line in lines)
    graph.parse(data="\n".join(triples), format="nt")
    return graph
