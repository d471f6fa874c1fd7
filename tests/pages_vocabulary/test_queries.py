"""The pages of the queries: all of them, each with its text and the first rows of what it answers."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from keikaku.asking import questions
from keikaku.ground.messages import Language
from keikaku.web.pages.layout import LANGUAGES
from keikaku.web.pages.vocabulary import answers
from keikaku.web.pages.vocabulary.answers import Answers
from keikaku.web.pages.vocabulary.queries import QueryPages
from keikaku.web.pages.vocabulary.uses import body, library
from tests.pages.conftest import Site


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_leads_to_every_query(example_site: Site, language: Language) -> None:
    page = example_site.page("queries/index", language)
    suffix = ".html" if language == "ja" else ".en.html"
    linked = {link.href: link.text for link in page.links}
    for name, query in library().items():
        assert linked[f"../queries/{name}{suffix}"] == query.titles[language]
    words = [attributes["data-words"] for _tag, attributes in page.tags if "data-words" in attributes]
    assert len(words) == len(library())
    assert any("地方創生コード" in one and "strategy code" in one for one in words)


def test_a_page_shows_the_whole_query(example_site: Site) -> None:
    for name, query in library().items():
        texts = [text for text, _language in example_site.page(f"queries/{name}").texts]
        assert any(" ".join(body(query).split()) == " ".join(text.split()) for text in texts), name
        assert not body(query).startswith("#")


def test_the_first_rows_are_those_of_the_query(plan_site: Site) -> None:
    page = plan_site.page("queries/plans", "en")
    rows = list(questions.run(plan_site.dataset.memory, library()["plans"]))
    assert len(rows) > 10
    heads, parameters, shown = 2, 1, 10
    assert sum(tag == "tr" for tag, _attributes in page.tags) == heads + parameters + shown
    texts = " ".join(text for text, _language in page.texts)
    assert "These are the first 10 rows" in texts


def test_things_in_answers_lead_to_their_pages(plan_site: Site) -> None:
    page = plan_site.page("queries/largest-projects")
    pages = set(plan_site.pages.paths())
    found = [link for link in page.links if link.href.startswith("../doc/")]
    assert len(found) >= 10
    assert all(unquote(link.href)[3:].partition("#")[0].removesuffix(".html") in pages for link in found)


def test_a_parameter_that_must_be_given_is_taken_from_the_data(plan_site: Site, example_site: Site) -> None:
    on_plans, on_examples = Answers(plan_site.dataset), Answers(example_site.dataset)
    for name, query in library().items():
        if any(not one.optional for one in query.parameters):
            assert set(on_plans.answer(query).values) == {
                one.name for one in query.parameters if not one.optional
            }
            if name != "similar-measures":  # no two of the first measures are alike
                assert not on_plans.answer(query).empty, name
                assert not on_examples.answer(query).empty, name
    assert on_plans.answer(library()["serves"]).truth is True


def test_the_page_leads_to_the_query_in_the_browser(plan_site: Site) -> None:
    page = plan_site.page("queries/elements-of-strategy-code", "en")
    run = next(link.href for link in page.links if link.text == "Run it in the browser")
    assert run == "../sparql.en.html?query=elements-of-strategy-code&notation=%E2%85%A2%284%29"


def test_answers_are_left_out_where_the_data_is_large(
    plan_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_QUADS", 10)

    def none(*_given: object) -> None:
        raise AssertionError("a query ran")

    monkeypatch.setattr(questions, "run", none)
    html = QueryPages(plan_site.pages.layout).html("queries/plans", "en").decode()
    assert "so the answer is not shown here" in html


def test_nothing_found_is_said(odd_site: Site) -> None:
    texts = [text for text, _language in odd_site.page("queries/money-by-strategy-code", "en").texts]
    assert "Nothing was found." in texts


def test_a_query_that_is_not_there_is_no_page(example_site: Site) -> None:
    with pytest.raises(KeyError):
        QueryPages(example_site.pages.layout).html("queries/no-such", "ja")


def test_the_same_data_gives_the_same_pages(example_site: Site) -> None:
    for path in ("queries/lineage-graph", "queries/all-lineages", "ns", "shapes"):
        again = type(example_site.pages)(example_site.pages.layout).html(path, "en")
        assert again == example_site.pages.html(path, "en")
