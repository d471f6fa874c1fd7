"""The pages of the shapes: every rule at its anchor, with its message, its demands and the way to mend it, in words."""

from __future__ import annotations

import pytest
from rdflib import SH, BNode, Graph, Literal, URIRef

from keikaku.ground.messages import Language
from keikaku.web.pages.layout import LANGUAGES
from keikaku.web.pages.vocabulary.rules import SHAPES, path_text, rule_files
from keikaku.web.pages.vocabulary.wording import asked, mending
from tests.pages.conftest import Site
from tests.support import ROOT

RULES = [(file, rule) for file in rule_files() for rule in file.rules.values()]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """All shapes, as rdflib reads them."""
    graph = Graph()
    for file in (ROOT / "shapes").glob("*.ttl"):
        graph.parse(file)
    return graph


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_an_anchor_and_its_message(
    example_site: Site, shapes: Graph, language: Language
) -> None:
    page = example_site.page("shapes", language)
    names = {str(one).removeprefix(SHAPES) for one in shapes.subjects() if str(one).startswith(SHAPES)}
    assert len(names) > 90
    assert names <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    texts = {text for text, _language in page.texts}
    for _file, rule in RULES:
        if rule.severity:
            told = example_site.page(f"shapes/rule/{rule.name}", language)
            assert rule.name in told.ids
            assert rule.messages[language] in {text for text, _language in told.texts}
    messages = [
        one
        for one in shapes.objects(None, SH.message)
        if isinstance(one, Literal) and one.language == language
    ]
    assert len(messages) > 80
    assert all(str(message) in texts for message in messages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_says_what_it_asks_and_how_to_mend_it(language: Language) -> None:
    for file, rule in RULES:
        if rule.severity:
            assert mending(file.graph, rule, language), rule.name
            assert rule.select or asked(file.graph, rule.node, language), rule.name
            assert rule.targets, rule.name
        else:
            assert rule.parts, rule.name


def test_what_a_rule_asks_for_in_words() -> None:
    by_name = {rule.name: (file, rule) for file, rule in RULES}

    def words(name: str, language: Language) -> list[str]:
        file, rule = by_name[name]
        return asked(file.graph, rule.node, language)

    assert words("budget-total", "en") == [
        "There is at most 1 value.",
        "Each value has the datatype xsd:integer.",
    ]
    assert words("element-label", "ja") == [
        "値はちょうど1個です。",
        '値の言語タグは次のどれかです:"ja"。',
        "値は空ではありません。",
    ]
    assert words("figure-role", "en") == [
        "Of the values for which this holds: Each value is one of: kei:Baseline, kei:Target, kei:Actual, kei:Comparison. There is exactly 1 value."
    ]
    assert by_name["measure-sdg"][1].path == "(^kei:contributesTo)*/kei:sdg"
    assert by_name["lineage-cycle"][1].select.startswith("SELECT $this ?value WHERE {")


def test_rules_link_to_their_terms_and_files(example_site: Site) -> None:
    pages = [example_site.page(f"shapes/rule/{rule.name}") for _file, rule in RULES if rule.severity]
    hrefs = {link.href for page in pages for link in page.links}
    assert "../../ns/property/totalAmount.html" in hrefs
    terms = {href.removeprefix("../../").partition("#")[0] for href in hrefs if href.startswith("../../ns/")}
    assert {path.removesuffix(".html") for path in terms} <= set(example_site.pages.paths())
    files = {href for href in hrefs if href.startswith("../../shapes/") and href.endswith(".ttl")}
    assert files == {f"../../shapes/{path.name}" for path in (ROOT / "shapes").glob("*.ttl")}


def test_a_constraint_without_words_is_refused() -> None:
    graph, node = Graph(), URIRef(SHAPES + "x")
    graph.add((node, SH.uniqueLang, Literal(True)))
    with pytest.raises(ValueError, match="no words for sh:uniqueLang"):
        asked(graph, node, "en")


def test_a_path_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="property path"):
        path_text(Graph(), BNode())
