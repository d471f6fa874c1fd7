"""Queries as text: what they are, what they reach for, and parameters bound as terms."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from keikaku.graph import sparql

TEXT = "SELECT ?out WHERE { BIND(?in AS ?out) }"


def _through(text: str) -> list[str]:
    """Send a text through a query on both engines."""
    bound = sparql.bind(TEXT, {"in": ox.Literal(text)})
    solutions = ox.Store().query(bound)
    assert isinstance(solutions, ox.QuerySolutions)
    found = [str(row["out"].value) for row in solutions]
    return found + [str(row[0]) for row in rdflib.Graph().query(bound)]  # type: ignore[index]


@given(st.text(st.characters(exclude_categories=["Cs"])).filter(sparql.is_text))
def test_a_text_arrives_as_it_left(text: str) -> None:
    assert _through(text) == [text, text]


@pytest.mark.parametrize(
    "text", ["\\u0022", "\\u0022 } #", "\\U00000022", "a\\\\u00e9", '"}\n{', "\\", "\t'"]
)
def test_escapes_are_not_decoded_twice(text: str) -> None:
    assert _through(text) == [text, text]


@pytest.mark.parametrize("text", ["\x00", "\x1b[2J", "\x7f", "\ud800"])
def test_control_characters_are_no_text(text: str) -> None:
    assert not sparql.is_text(text)


@pytest.mark.parametrize(
    "text", ["", "x", "https://a b", "https://a>", "https://a/{", 'https://"', "a:\\u003e", "\n"]
)
def test_what_is_no_iri_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the value
        sparql.iri(text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("ASK { ?p ?q 1 }", "ASK { VALUES ?p { 1 }  ?p ?q 1 }"),
        ("ASK { { SELECT ?x { ?x ?q ?p } } }", "ASK { VALUES ?p { 1 }  { SELECT ?x { VALUES ?p { 1 }  ?x ?q ?p } } }"),
        ("ASK { SELECT ?x { ?x ?q ?p } }", "ASK { SELECT ?x { VALUES ?p { 1 }  ?x ?q ?p } }"),
        (
            "ASK { VALUES (?a ?b) { (1 2) } FILTER NOT EXISTS { ?p ?a ?b } }",
            "ASK { VALUES ?p { 1 }  VALUES (?a ?b) { (1 2) } FILTER NOT EXISTS { ?p ?a ?b } }",
        ),
        (
            "CONSTRUCT { ?p ?p ?x } { ?x ?y ?p MINUS { ?x ?p '}{?p' } } # ?p {",
            "CONSTRUCT { ?p ?p ?x } { VALUES ?p { 1 }  ?x ?y ?p MINUS { VALUES ?p { 1 }  ?x ?p '}{?p' } } # ?p {",
        ),
    ],
)  # fmt: skip
def test_bindings_stand_in_every_group_that_mentions_them(text: str, bound: str) -> None:
    one = '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    term = ox.Literal(1)
    assert sparql.bind(text, {"p": term}) == bound.replace("{ 1 }", f"{{ {one} }}")
    ox.Store().query(sparql.bind(text, {"p": term}))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX a: <b:c> select * {}", "SELECT"),
        ("# INSERT\nASK {}", "ASK"),
        ("CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("DESCRIBE <a:b>", "DESCRIBE"),
        ("INSERT DATA { <a:b> <a:b> 'SELECT' }", "UPDATE"),
        ("PREFIX select: <a:b> DELETE WHERE { ?s ?p ?o }", "UPDATE"),
        ("LOAD <https://example.com/>", "UPDATE"),
        ("", ""),
        ("<html>", ""),
    ],
)
def test_form(text: str, form: str) -> None:
    assert sparql.examine(text).form == form


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <https://example.com/> { } }",
        "ASK{service silent<https://example.com/>{}}",
        "ASK{SERVICE:x{}}",
        "ASK{trueSERVICE<https://example.com/>{}}",
        "ASK{SERVICESILENT<https://example.com/>{}}",
        "ASK{\\u0053ERVICE <https://example.com/> {}}",
        "ASK{FILTER(?a<?b)SERVICE#>\n<https://example.com/>{}}",
        "SELECT * FROM <file:///etc/passwd> {}",
        "SELECT*FROMNAMED<https://example.com/>{}",
        "ASK { { SELECT * { SERVICE ?where { } } } }",
    ],
)
def test_what_reaches_outside_is_seen(text: str) -> None:
    assert sparql.examine(text).reaches


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE <https://example.com/>' } # SERVICE",
        "ASK { <https://example.com/service/from> ?p ?service }",
        'ASK { ?s ?p """FROM "quoted" SERVICE""" }',
    ],
)
def test_words_in_strings_names_and_comments_reach_nowhere(text: str) -> None:
    assert not sparql.examine(text).reaches
