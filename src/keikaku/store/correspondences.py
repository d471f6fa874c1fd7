"""Correspondences of two editions of a plan (XKOS), as they follow from what people confirmed of their elements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from keikaku.ground.vocab import PREFIXES

_XKOS = "http://rdf-vocabulary.ddialliance.org/xkos#"
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_REVISION = NamedNode(PREFIXES["prov"] + "wasRevisionOf")

Triples = Iterator[tuple[NamedNode, NamedNode, NamedNode]]


def correspondences(municipality: str, confirmed: Iterable[tuple[str, str, str]], split: str) -> Triples:
    """Yield a correspondence for each two editions, its associations, and that the later revises the earlier.

    What was confirmed of one element that was split, or of one that others merged into, is one association.

    Args:
        municipality: IRI of the municipality, below which plans are named.
        confirmed: The links between editions that were confirmed: new element, predicate, old element.
        split: The predicate of what was split.
    """
    for new, predicate, old in confirmed:
        if new.startswith(f"{municipality}/department/"):
            continue  # departments are those of the town, in no edition of their own
        before, after = (_plan(municipality, one) for one in (old, new))
        whole = old if predicate == split else new
        table = f"{municipality}/correspondence/{_name(after)}-{_name(before)}"
        digest = hashlib.blake2b(f"{predicate} {whole}".encode(), digest_size=8).hexdigest()
        row = NamedNode(f"{table}/{digest}")
        yield NamedNode(table), _TYPE, NamedNode(f"{_XKOS}Correspondence")
        for plan in (before, after):
            yield NamedNode(table), NamedNode(f"{_XKOS}compares"), plan
        yield NamedNode(table), NamedNode(f"{_XKOS}madeOf"), row
        yield row, _TYPE, NamedNode(f"{_XKOS}ConceptAssociation")
        yield row, NamedNode(f"{_XKOS}sourceConcept"), NamedNode(old)
        yield row, NamedNode(f"{_XKOS}targetConcept"), NamedNode(new)
        if before != after:
            yield after, _REVISION, before


def _plan(municipality: str, element: str) -> NamedNode:
    return NamedNode(f"{municipality}/{element.removeprefix(f'{municipality}/').partition('/')[0]}")


def _name(plan: NamedNode) -> str:
    return plan.value.rpartition("/")[2]
