"""Thirty questions of totals, and what rdflib answers to them over the merged Turtle of a store."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from rdflib import Graph

from keikaku.store import export
from keikaku.store.folder import Store

PREFIXES = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kei: <https://w3id.org/keikaku/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_PATTERNS = {
    "yen of a town": "?p kei:budget/kei:totalAmount ?v ; kei:inPlan/dcterms:publisher/rdfs:label ?k",
    "yen of a plan": "?p kei:budget/kei:totalAmount ?v ; kei:inPlan/rdfs:label ?k",
    "yen of a department": "?p kei:budget/kei:totalAmount ?v ; kei:department/rdfs:label ?k",
    "figures by kind of plan": "?i kei:observation/kei:value ?v ; kei:inPlan/kei:planKind/skos:prefLabel ?k",
    "figures of a town": "?i kei:observation/kei:value ?v ; kei:inPlan/dcterms:publisher/dcterms:identifier ?k",
}
_AGGREGATES = (
    "SUM(?v)", "COUNT(*)", "COUNT(DISTINCT ?v)", "MIN(?v)", "MAX(?v)", "SUM(?v * 2)",
)  # fmt: skip

QUESTIONS = {
    f"{aggregate} {name}": f"{PREFIXES}SELECT ?k ({aggregate} AS ?n) WHERE {{ {pattern} }} GROUP BY ?k"
    for name, pattern in _PATTERNS.items()
    for aggregate in _AGGREGATES
}

Totals = dict[str, Decimal]


def totals(rows: Iterable[tuple[str, str]]) -> Totals:
    """Return rows of a name and a number as a dictionary, however the number is written."""
    return {name: _number(number) for name, number in rows}


def _number(text: str) -> Decimal:
    try:
        return Decimal(text).normalize()
    except InvalidOperation:
        raise AssertionError(text) from None


def expected(store: Store) -> dict[str, Totals]:
    """Return what rdflib answers, which knows one graph and nothing of named ones."""
    graph = Graph().parse(data=b"".join(export.turtle(store)), format="turtle")
    return {
        name: totals((str(row[0]), str(row[1])) for row in graph.query(question))  # type: ignore[index]
        for name, question in QUESTIONS.items()
    }
