"""The fixture of two invented towns on both engines, and answers as rows of text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.plugins import sparql as rdflib_sparql

from keikaku.asking.questions import Query, queries, run
from keikaku.store.folder import Store
from tests.queries import towns
from tests.support import ROOT, put

FOLDER = Path(__file__).parent
NAMES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
rdflib_sparql.SPARQL_LOAD_GRAPHS = False

Rows = list[tuple[str, ...]]


@cache
def library() -> dict[str, Query]:
    """Return the queries of the library."""
    return queries()


@cache
def memory(town: bool = False) -> ox.Store:
    """Return the fixtures, with the vocabularies that queries look names up in, as an embedded store.

    Args:
        town: Whether that of plans held against each other is meant (:mod:`tests.queries.towns`).
    """
    store = ox.Store()
    if town:
        with TemporaryDirectory() as folder:  # a store says which amount counts in sums over two plans
            kept = put(
                Store(Path(folder) / "store"),
                towns.town() | towns.twice(),
                towns.CODES | towns.CODES_TWICE,
            )
            store.bulk_load(b"".join(kept.nquads()), format=ox.RdfFormat.N_QUADS)
        store.bulk_load("\n".join(towns.neighbour()).encode(), format=ox.RdfFormat.N_QUADS)
    else:
        for name in ("fixture", "years", "statistics"):
            store.bulk_load(path=FOLDER / f"{name}.trig", format=ox.RdfFormat.TRIG)
    for name in ("codes", "sdg", "themes", "units"):
        graph = ox.NamedNode(f"https://w3id.org/keikaku/vocabulary/{name}")
        store.bulk_load(path=ROOT / "ontology" / f"{name}.ttl", format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


def of_town(query: Query) -> bool:
    """Tell whether the rows of a query come from the town whose plans are held against each other."""
    return any(towns.TOWN in parameter.example for parameter in query.parameters)


@cache
def graph(town: bool = False) -> rdflib.Graph:
    """Return the same for rdflib, its graphs merged into one."""
    triples = sorted({str(quad.triple) for quad in memory(town)})
    return rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")


def examples(query: Query) -> dict[str, str]:
    """Return a value for each parameter that must be given."""
    return {one.name: one.example for one in query.parameters if not one.optional}


def rows(query: Query, values: dict[str, str]) -> Rows:
    """Return the embedded store's answer, in the order in which it comes where the query orders it."""
    return texts(query, run(memory(of_town(query)), query, values))


def texts(query: Query, answer: Iterable[Any]) -> Rows:
    """Return an answer's terms as texts, whichever engine gave it."""
    if query.form == "ASK":
        return [(str(bool(answer)).lower(),)]
    found = [tuple(_text(cell) for cell in row) for row in answer]
    return sorted(found) if query.form == "CONSTRUCT" else found


def rdflib_rows(query: Query, values: dict[str, str]) -> Rows:
    """Return rdflib's answer to the same text."""
    result = graph(of_town(query)).query(query.bound(values))
    if result.type == "ASK":
        return [(str(result.askAnswer).lower(),)]
    return [tuple(_text(cell) for cell in row) for row in result]  # type: ignore[union-attr]


def _text(term: object) -> str:
    """Return a term's text; numbers in one form whatever the engine makes of them."""
    if term is None:
        return ""
    if isinstance(term, rdflib.Literal):
        return _number(str(term)) if term.datatype in _NUMBERS else str(term)
    if isinstance(term, ox.Literal):
        return _number(term.value) if term.datatype.value in map(str, _NUMBERS) else term.value
    return term.value if isinstance(term, ox.NamedNode) else str(term)


_NUMBERS = (rdflib.XSD.integer, rdflib.XSD.decimal)


def _number(text: str) -> str:
    return f"{float(text):.6f}".rstrip("0").rstrip(".")
