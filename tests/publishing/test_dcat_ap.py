"""The catalogue against what DCAT-AP 3.0.1 itself asks.

``dcat-ap-3.0.1.tsv`` is every constraint of the profile's own SHACL file, one a line: the class, the property, how often it may
stand, and of which class, data type or kind its values are. It was read line by line from ``releases/3.0.1/shacl/
dcat-ap-SHACL.ttl`` of https://github.com/SEMICeu/DCAT-AP at commit 0761792; no package registry has the file itself.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from keikaku.web.site.site_facts import PREFIXES
from tests.publishing.conftest import Site
from tests.publishing.test_catalogues import SHAPES

pytestmark = pytest.mark.xdist_group("site")
NAMES = {
    **PREFIXES,
    "eli": "http://data.europa.eu/eli/ontology#",
    "locn": "http://www.w3.org/ns/locn#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "time": "http://www.w3.org/2006/time#",
}
KINDS = {"literal": SH.Literal, "node": SH.BlankNodeOrIRI}
Row = tuple[URIRef, URIRef, int, int | None, URIRef]


def iri(name: str) -> URIRef:
    prefix, _mark, local = name.partition(":")
    return Namespace(NAMES[prefix])[local]


@cache
def table() -> tuple[Row, ...]:
    with Path(__file__).with_name("dcat-ap-3.0.1.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                iri(row["class"]),
                iri(row["property"]),
                int(row["least"]),
                None if row["most"] == "*" else int(row["most"]),
                KINDS.get(row["value"]) or iri(row["value"]),
            )
            for row in csv.DictReader(file, delimiter="\t")
        )


@cache
def profile() -> Graph:
    """Return the constraints as shapes."""
    made = Graph()
    for kind, path, least, most, value in table():
        shape, rule = BNode(kind), BNode()
        made.add((shape, RDF.type, SH.NodeShape))
        made.add((shape, SH.targetClass, kind))
        made.add((shape, SH.property, rule))
        made.add((rule, SH.path, path))
        made.add((rule, SH.minCount, Literal(least)))
        if most is not None:
            made.add((rule, SH.maxCount, Literal(most)))
        made.add((rule, of_values(value), value))
    return made


def of_values(value: URIRef) -> URIRef:
    """Return the property of SHACL that says what values are."""
    if value in KINDS.values():
        return SH.nodeKind
    return SH.datatype if value.startswith(NAMES["xsd"]) else SH["class"]


def test_the_catalogue_keeps_the_profile(site: Site) -> None:
    good, _report, text = validate(
        Graph().parse(site.folder / "catalog.ttl"), shacl_graph=profile(), inference="none"
    )
    assert good, text


@pytest.mark.parametrize(
    ("old", "new"), [("dcterms:title", "dcterms:alternative"), ("spdx:checksumValue", "spdx:fileName")]
)
def test_the_table_finds_what_is_wrong(small_site: Site, old: str, new: str) -> None:
    text = (small_site.folder / "catalog.ttl").read_text()
    assert old in text
    data = Graph().parse(data=text.replace(old, new), format="turtle")
    assert not validate(data, shacl_graph=profile(), inference="none")[0]


def test_our_shapes_ask_no_less_than_the_profile() -> None:
    """Each class of ours has what the profile makes mandatory, and no rule of ours allows more than the profile's."""
    graph = Graph().parse(SHAPES)
    ours: dict[Node, dict[Node, Node]] = {
        kind: {
            path: rule for rule in graph.objects(shape, SH.property) for path in graph.objects(rule, SH.path)
        }
        for shape, kind in graph.subject_objects(SH.targetClass)
    }
    compared = 0
    for kind, path, least, most, value in table():
        rule = ours.get(kind, {}).get(path)
        if rule is None:
            assert kind not in ours or not least, (kind, path)
            continue
        compared += 1
        assert int(graph.value(rule, SH.minCount) or 0) >= least, (kind, path)  # type: ignore[arg-type]
        if most is not None:
            assert graph.value(rule, SH.maxCount) == Literal(most), (kind, path)
        said = {graph.value(rule, name) for name in (SH["class"], SH.datatype, SH.nodeKind)} - {None}
        # a data type is a literal, an IRI is a node: what is narrower holds
        narrower = {SH.Literal: {iri("xsd:date")}, SH.BlankNodeOrIRI: {SH.IRI}}.get(value, set())
        assert said & {value, *narrower}, (kind, path, said)
    assert compared >= 60
    known = {kind for kind, *_rest in table()}
    assert set(ours) <= known
