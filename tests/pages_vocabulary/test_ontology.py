"""The pages of the ontology: every term named at its anchor and told on a page, in both languages, with links that hold."""

from __future__ import annotations

import dataclasses
import re
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

from keikaku import __version__
from keikaku.ground.messages import Language
from keikaku.ground.vocab import KEI
from keikaku.web.pages.layout import LANGUAGES, SUFFIXES
from keikaku.web.pages.vocabulary import diagram, ontology
from keikaku.web.pages.vocabulary.diagram import SDG, Box, links, picture
from keikaku.web.pages.vocabulary.examples import example_text
from keikaku.web.pages.vocabulary.ontology import OntologyPages
from keikaku.web.pages.vocabulary.terms import Term, short, terms
from tests.pages.conftest import Site
from tests.pages.html import Page
from tests.support import ROOT

NS = "https://w3id.org/keikaku/ns#"


@pytest.fixture(scope="module")
def declared() -> Graph:
    """The ontology and the code lists, as rdflib reads them."""
    graph = Graph()
    for name in ("keikaku", "codes"):
        graph.parse(ROOT / "ontology" / f"{name}.ttl")
    return graph


def ours(graph: Graph) -> set[str]:
    return {str(one).removeprefix(NS) for one in graph.subjects() if str(one).startswith(NS)}


def told(site: Site, name: str, language: Language = "ja") -> Page:
    """Return the page that the entry of a term on the page of them all leads to."""
    hrefs = [link.href for link in site.page("ns", language).links if link.inside[-1:] == (name,)]
    assert len(hrefs) == 1, name
    path, _mark, anchor = hrefs[0].partition("#")
    page = site.page(path.removesuffix(SUFFIXES[language]), language)
    assert (anchor or name) in page.ids
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_an_anchor_a_label_and_a_definition(
    example_site: Site, declared: Graph, language: Language
) -> None:
    page = example_site.page("ns", language)
    assert ours(declared) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    for name in ours(declared):
        node = URIRef(NS + name)
        texts = {text for text, _language in told(example_site, name, language).texts}
        for predicate in (RDFS.label, SKOS.prefLabel, SKOS.definition):
            for text in declared.objects(node, predicate):
                if text.language == language:  # type: ignore[attr-defined]  # a literal
                    assert str(text) in texts, name


def test_the_other_language_is_marked(example_site: Site) -> None:
    assert ("measure", "en") in told(example_site, "Measure").texts
    assert ("施策", "ja") in told(example_site, "Measure", "en").texts


def test_the_version_is_that_of_the_package(example_site: Site) -> None:
    texts = [text for text, _language in example_site.page("ns").texts]
    assert f"https://w3id.org/keikaku/ns/{__version__}" in texts


def test_terms_link_to_rules_and_queries_that_are_there(example_site: Site) -> None:
    page = told(example_site, "totalAmount")
    paths = set(example_site.pages.paths())
    rules = {link.href for link in page.links if link.href.startswith("../../shapes/")}
    assert "../../shapes/rule/budget-total.html" in rules
    queries = {link.href for link in page.links if link.href.startswith("../../queries/")}
    assert "../../queries/money-by-year.html" in queries
    assert {href.removeprefix("../../").removesuffix(".html") for href in rules | queries} <= paths


def test_examples_are_the_datasets_own_where_it_has_them(plan_site: Site) -> None:
    shown = [
        link for link in told(plan_site, "budget").links if "budget" in link.inside and "doc/" in link.href
    ]
    assert "事業" in shown[0].text
    assert all(link.href.startswith("../../doc/07205/") for link in shown)


def test_the_small_example_uses_every_class_and_property() -> None:
    graph = Graph().parse(data=example_text(), format="turtle")
    used = {str(term) for triple in graph for term in triple if str(term).startswith(NS)}
    assert used <= {str(KEI[name]) for name in terms()}
    wanted = {term.iri for term in terms().values() if term.kind in ("class", "property")}
    missing = wanted - used - {NS + "PlanElement"} - {NS + "Observation"}
    assert missing == set()


def test_the_small_example_keeps_domains_and_ranges() -> None:
    graph = Graph().parse(data=example_text(), format="turtle")
    for subject, predicate, value in graph:
        term = terms().get(str(predicate).removeprefix(NS))
        if term is None:
            continue
        types = {str(one) for one in graph.objects(subject, RDF.type)}
        assert not term.domain or types & set(term.domain), f"{subject} {predicate}"
        if (value, RDF.type, None) in graph and term.range:
            assert {str(one) for one in graph.objects(value, RDF.type)} & set(term.range), (
                f"{predicate} {value}"
            )


def test_a_deprecated_term_says_so(example_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    old = dataclasses.replace(terms()["mark"], deprecated=True, replacement=NS + "content")
    known = {**terms(), "mark": old}
    monkeypatch.setattr(ontology, "terms", lambda: known)
    pages = OntologyPages(example_site.pages.layout)
    html = {path: pages.html(path, "en").decode() for path in pages.paths()}
    assert "deprecated" in html["ns/property/mark"]
    assert re.search(
        r'Replaced by</dt><dd><a href="../../ns/property/content.en.html">', html["ns/property/mark"]
    )
    others = {term.page[0] for term in known.values() if term.deprecated}
    assert {path for path, text in html.items() if ">deprecated<" in text} == others


# ---------------------------------------------------------------- the picture


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_shows_every_class_once(example_site: Site, language: Language) -> None:
    html = example_site.pages.html("ns/picture", language).decode()
    svg = ElementTree.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])  # noqa: S314 - ours
    linked = [
        one.get("href", "").removeprefix("../").removesuffix(SUFFIXES[language]) for one in svg.iter("a")
    ]
    classes = [name for name, term in terms().items() if term.kind == "class"]
    assert sorted(one for one in linked if not one.startswith("sdg/")) == sorted(
        f"ns/class/{one}" for one in classes
    )
    assert svg.find("title") is not None
    assert svg.find("desc") is not None
    labels = {text.text for text in svg.iter("text")}
    assert {terms()[name].labels[language] for name in classes} <= labels


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width < other.x
        or other.x + other.width < one.x
        or one.y + one.height < other.y
        or other.y + other.height < one.y
    )


def test_boxes_stand_apart_and_inside() -> None:
    drawn = picture("ja")
    assert all(apart(one, other) for one, other in combinations(drawn.boxes, 2))
    assert all(box.x + box.width <= drawn.width and box.y + box.height <= drawn.height for box in drawn.boxes)


def test_links_follow_from_the_ontology_and_the_shapes() -> None:
    found = links()
    assert "kei:contributesTo" in found["PlanElement", "PlanElement"]
    assert found["PlanElement", SDG] == ["kei:sdg"]
    assert found["Plan", "Municipality"] == ["dcterms:publisher"]
    assert found["Department", "Municipality"] == ["org:unitOf"]
    for term in terms().values():
        leads = [
            one for one in term.range if one.startswith(NS) and terms()[one.removeprefix(NS)].kind == "class"
        ]
        if term.kind == "property" and leads:
            assert any(short(term.iri) in names for names in found.values()), term.name


def test_a_class_without_a_place_is_drawn_below(monkeypatch: pytest.MonkeyPatch) -> None:
    new: Term = dataclasses.replace(
        terms()["Budget"], name="Novelty", labels={"ja": "新しいもの", "en": "novelty"}
    )
    known = {**terms(), "Novelty": new}
    monkeypatch.setattr(diagram, "terms", lambda: known)
    boxes = {box.name: box for box in picture("en").boxes}
    assert boxes["Novelty"].y > max(box.y for name, box in boxes.items() if name != "Novelty")


def test_the_picture_in_words_says_the_same(example_site: Site) -> None:
    texts = " ".join(text for text, _language in example_site.page("ns/picture", "en").texts)
    for line in picture("en").lines:
        source, target = (
            "SDGs" if name == SDG else terms()[name].labels["en"] for name in (line.source, line.target)
        )
        assert f"{source} → {target}" in texts


def test_headings_do_not_skip_a_level(example_site: Site) -> None:
    for path in (
        "ns",
        "ns/example",
        "ns/picture",
        "ns/list/extents",
        "shapes",
        "shapes/rule/budget-sum",
        "queries/index",
        "queries/lineage-up",
        "data",
        "search",
    ):
        levels = [level for level, _text in example_site.page(path).headings]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), path
