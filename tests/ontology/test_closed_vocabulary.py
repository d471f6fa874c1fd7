"""Closed vocabulary: a term that is used and not declared is silently no constraint and no answer.

Every IRI within a known namespace, in every file of data, shapes and queries, is declared there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from keikaku.ground.vocab import KEI, PREFIXES
from keikaku.reading.model import Confidence, Direction, Fact, Kind, Role
from tests.ontology.support import IRI_NAMESPACES, ROOT

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
}
FOLDERS = ("ontology", "shapes", "queries", "loaders", "examples", "tests")
FILES = sorted(p for f in FOLDERS for p in (ROOT / f).rglob("*") if p.suffix in {*FORMATS, ".rq"})
UNKNOWN_SDGS = {
    "http://metadata.un.org/sdg/18",
    "http://metadata.un.org/sdg/11.9",
}  # of invalid.sdg-known.ttl

PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
COMMENT = re.compile(r"(?:^|(?<=\s))#.*$", re.MULTILINE)
NAME = re.compile(r"(?<![\w:?$<])([A-Za-z][\w-]*)?:([A-Za-z_][\w.-]*)?")
PYTHON_NAME = re.compile(r"""(?:\bkei\(["']|\bkei:)([A-Za-z]\w*)""")
ADDRESS = re.compile(r"<(https?://[^>\s]*)>")


def namespace_of(iri: str) -> str | None:
    return max((ns for ns in IRI_NAMESPACES if iri.startswith(ns)), key=len, default=None)


def undeclared(iris: Iterator[str]) -> set[str]:
    """Return the IRIs within a known namespace that it does not declare."""
    found = set()
    for iri in iris:
        namespace = namespace_of(iri)
        if namespace and iri != namespace and iri not in IRI_NAMESPACES[namespace]:
            found.add(iri)
    return found


def iris_of_sparql(text: str, prefixes: dict[str, str]) -> Iterator[str]:
    """Yield the IRIs of a SPARQL text, written out or prefixed."""
    known = {**prefixes, **dict(PREFIX.findall(text))}
    body = COMMENT.sub("", QUOTED.sub('""', PREFIX.sub("", text)))
    yield from ADDRESS.findall(body)
    for prefix, name in NAME.findall(ADDRESS.sub("", body)):
        assert prefix in known, f"prefix {prefix!r} is not declared"
        yield known[prefix] + name.rstrip(".")


def terms_of(statement: Quad | Triple) -> Iterator[NamedNode | Literal]:
    for term in (statement.subject, statement.predicate, statement.object):
        if isinstance(term, NamedNode | Literal):
            yield term


def iris_of_data(path: Path) -> Iterator[str]:
    """Yield the IRIs of a file of RDF, with those of the SPARQL inside shapes."""
    declared: dict[str, str] = {}
    queries: list[str] = []
    prefix_of: dict[object, str] = {}
    for quad in parse(path=path, format=FORMATS[path.suffix], base_iri="https://w3id.org/keikaku/id/"):
        for term in terms_of(quad):
            yield term.value if isinstance(term, NamedNode) else term.datatype.value
        if quad.predicate.value.endswith("shacl#prefix"):
            prefix_of[quad.subject] = quad.object.value
        elif quad.predicate.value.endswith("shacl#namespace"):
            declared[prefix_of[quad.subject]] = quad.object.value
        elif quad.predicate.value.endswith(("shacl#select", "shacl#ask")):
            queries.append(quad.object.value)
    for query in queries:
        yield from iris_of_sparql(query, declared)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_term_is_declared(path: Path) -> None:
    iris = (
        iris_of_sparql(path.read_text(encoding="utf-8"), {}) if path.suffix == ".rq" else iris_of_data(path)
    )
    allowed = UNKNOWN_SDGS if path.name == "invalid.sdg-known.ttl" else set()
    assert undeclared(iris) == allowed


def test_python_mints_declared_terms_only() -> None:
    named = {
        name for path in (ROOT / "src").rglob("*.py") for name in PYTHON_NAME.findall(path.read_text("utf-8"))
    }
    listed = {str(name) for names in (Confidence, Direction, Fact, Kind, Role) for name in names} - {
        Fact.DESCRIPTION
    }
    listed -= {Fact.DESCRIPTION, Fact.NOTE}  # terms of other vocabularies
    assert {name for name in named | listed if PREFIXES["kei"] + name not in KEI} == set()
    assert len(named) > 20


@pytest.mark.parametrize(
    "iri",
    [
        PREFIXES["kei"] + "contributesto",
        PREFIXES["sh"] + "dataType",
        PREFIXES["sh"] + "nodeType",
        PREFIXES["skos"] + "label",
        PREFIXES["prov"] + "wasDerivedfrom",
        PREFIXES["qb"] + "observation1",
        PREFIXES["sdg"] + "18",
    ],
)
def test_a_misspelt_term_is_found(iri: str) -> None:
    assert undeclared(iter([iri])) == {iri}


def test_terms_of_a_query_are_found() -> None:
    query = """
        # kei:NotThis: a comment
        PREFIX kei: <https://w3id.org/keikaku/ns#>
        PREFIX : <http://www.w3.org/ns/shacl#>
        SELECT ?a WHERE { ?a kei:inPlan/^kei:contributesto ?b ; a :NodeShap . FILTER (?a != "kei:nor-this"@ja)
            <http://www.w3.org/ns/prov#Entity> ?c <https://example.org/x> }
    """
    assert undeclared(iris_of_sparql(query, {})) == {
        PREFIXES["kei"] + "contributesto",
        PREFIXES["sh"] + "NodeShap",
    }
