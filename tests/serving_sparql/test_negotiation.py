"""What each header must get, over what is offered for resources and for answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.web.server.negotiation import best, best_language

HTML, TURTLE, JSON_LD, N_TRIPLES = "text/html", "text/turtle", "application/ld+json", "application/n-triples"
RESOURCE = (HTML, TURTLE, JSON_LD, N_TRIPLES)
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
ROWS = (JSON, XML, CSV, TSV)

RESOURCES = [
    # nothing said, nothing understood
    (None, HTML),
    ("", HTML),
    ("   ", HTML),
    (",,,", HTML),
    ("turtle", HTML),
    ("*", HTML),
    ("text/turtle/x", HTML),
    # wildcards
    ("*/*", HTML),
    ("text/*", HTML),
    ("application/*", JSON_LD),
    ("*/turtle", HTML),
    # one by name
    ("text/html", HTML),
    ("text/turtle", TURTLE),
    ("application/ld+json", JSON_LD),
    ("application/n-triples", N_TRIPLES),
    ("TEXT/Turtle", TURTLE),
    # browsers, Java, curl, rdflib, Jena, Protégé
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", HTML),
    ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),
    ("text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.8, */*;q=0.1", TURTLE),
    ("application/rdf+xml, text/turtle;q=0.9, */*;q=0.1", TURTLE),
    ("text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,application/rdf+xml;q=0.7", TURTLE),
    ("application/ld+json, application/json;q=0.9", JSON_LD),
    ("image/*", None),
    ("image/png, application/pdf", None),
    ("application/rdf+xml", None),
    # weights
    ("text/html;q=0.5, text/turtle", TURTLE),
    ("text/html;q=0.5, text/turtle;q=0.4", HTML),
    ("text/turtle;q=0.001", TURTLE),
    ("text/turtle;q=0", None),
    ("text/turtle;q=0.000, */*", HTML),
    ("text/html;q=0, */*", TURTLE),
    ("text/*;q=0, */*", JSON_LD),
    ("*/*;q=0", None),
    ("*/*;q=0, text/turtle", TURTLE),
    ("text/html;q=0, text/turtle;q=0, application/ld+json;q=0, application/n-triples;q=0", None),
    ("text/turtle;q=1.000, text/html;q=0.999", TURTLE),
    ("text/turtle;q=.9, text/html;q=0.3333333", TURTLE),
    ("text/turtle;q=0., text/html;q=1.", HTML),
    # a weight that is none leaves its element out
    ("text/turtle;q=2, application/ld+json", JSON_LD),
    ("text/turtle;q=high, application/ld+json;q=0.1", JSON_LD),
    ("text/turtle;q=-1, application/ld+json;q=0.1", JSON_LD),
    ("text/turtle;q=, application/ld+json;q=0.1", JSON_LD),
    # the more precise range decides, wherever it stands
    ("text/*;q=0.9, text/html;q=0.1", TURTLE),
    ("*/*;q=0.1, text/*;q=0.3, application/n-triples;q=0.2", HTML),
    ("text/*;q=0.3, text/html;q=0.7, text/html;level=1, */*;q=0.5", HTML),
    # of the same weight: what is asked for by name, then the server's order
    ("text/turtle, */*", TURTLE),
    ("application/n-triples, text/turtle", TURTLE),
    ("application/n-triples, text/html", HTML),
    ("text/*, application/n-triples", N_TRIPLES),
    ("text/turtle;q=0.8, text/turtle;q=0.2, text/html;q=0.5", TURTLE),
    # parameters
    ("text/turtle;charset=utf-8", TURTLE),
    ('text/turtle; charset="UTF-8"; q=0.7, text/html;q=0.6', TURTLE),
    ("text/turtle;charset=shift_jis", None),
    ("text/turtle;q=0.9;charset=utf-8, text/html;q=0.8", TURTLE),
    ("text/turtle;Q=0.1, text/html;q=0.2", HTML),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
    ('application/ld+json;profile="a, text/html; q=1";q=0.9, text/turtle;q=0.8', JSON_LD),
    (r'text/html;x="\", text/html", text/turtle;q=0.1', TURTLE),
    ('text/turtle;q=0.5, text/html;x="never closed', TURTLE),
    ("text/turtle;version=1.2", None),
    ("text/turtle;;q=0.5", TURTLE),
    # white space
    ("  text/turtle ;\tq=0.5 ,\ttext/html ; q=0.4 ", TURTLE),
    ("text / turtle, application/n-triples", N_TRIPLES),
]
ANSWERS = [
    (None, JSON),
    ("*/*", JSON),
    ("application/sparql-results+json,*/*;q=0.9", JSON),
    ("application/sparql-results+xml", XML),
    ("text/csv", CSV),
    ("text/csv; header=present", None),
    ("text/tab-separated-values, text/csv;q=0.9", TSV),
    ("text/*", CSV),
    ("application/json", None),
    ("text/turtle", None),
    ("text/turtle, application/sparql-results+xml;q=0.1", XML),
    ("application/sparql-results+json;q=0.5, application/sparql-results+xml", XML),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", JSON),
    ("application/*;q=0.2, text/tab-separated-values;q=0.3", TSV),
]
LANGUAGES = [
    (None, "ja"),
    ("", "ja"),
    ("*", "ja"),
    ("ja", "ja"),
    ("en", "en"),
    ("EN", "en"),
    ("en-US", "en"),
    ("en-GB,en;q=0.9", "en"),
    ("ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7", "ja"),
    ("en-US,en;q=0.9,ja;q=0.8", "en"),
    ("en;q=0.5,ja;q=0.6", "ja"),
    ("fr", "ja"),
    ("fr,en;q=0.1", "en"),
    ("fr,*;q=0.1", "ja"),
    ("ja;q=0", "en"),
    ("en;q=0", "ja"),
    ("ja;q=0,*;q=0.5", "en"),
    ("zh-Hant-TW, en;q=0.3, ja;q=0.2", "en"),
    ("en;q=wrong, ja;q=0.1", "ja"),
    ("eng", "ja"),
    ("日本語", "ja"),
    ("en;x=1;q=0.4, ja;q=0.5", "ja"),
]


@pytest.mark.parametrize(("accept", "expected"), RESOURCES)
def test_resources(accept: str | None, expected: str | None) -> None:
    assert best(accept, RESOURCE) == expected


@pytest.mark.parametrize(("accept", "expected"), ANSWERS)
def test_answers(accept: str | None, expected: str | None) -> None:
    assert best(accept, ROWS) == expected


@pytest.mark.parametrize(("header", "expected"), LANGUAGES)
def test_languages(header: str | None, expected: str) -> None:
    assert best_language(header, ("ja", "en")) == expected


def test_an_offer_may_have_parameters() -> None:
    offered = ("text/html;charset=utf-8", 'application/ld+json;profile="x"', "text/html;level=1")
    assert best("text/html;level=1, text/html;q=0.9", offered) == "text/html;level=1"
    assert best("application/ld+json", offered) == offered[1]
    assert best("text/html;level=2", offered) is None


def test_nothing_offered_is_nothing() -> None:
    assert best("*/*", ()) is None
    assert best(None, ()) is None


@given(st.text(max_size=200) | st.text(alphabet='tex/*;q=0.1,"\\ ', max_size=200))
def test_any_header_gets_an_offer_or_none(header: str) -> None:
    assert best(header, RESOURCE) in (*RESOURCE, None)
    assert best_language(header, ("ja", "en")) in ("ja", "en")


def test_a_long_header_takes_no_long_time() -> None:
    for header in ('"' * 60_000, '"\\' * 30_000, "a/b;" * 15_000, "a/b," * 15_000, 'a/b;c="' + "\\" * 50_000):
        assert best(header, RESOURCE) in (*RESOURCE, None)
        assert best_language(header, ("ja", "en")) == "ja"
