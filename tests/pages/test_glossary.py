"""The page that says what the words of the pages mean."""

from __future__ import annotations

import re

import pytest

from keikaku.graph.states import Status
from keikaku.ground.messages import Language
from keikaku.ground.vocab import codes
from keikaku.web.pages.glossary import readings
from tests.pages.conftest import Site

LISTS = ("linkStates", "readingConfidences", "readingStates", "accumulations", "extents", "planKinds")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_state_and_mark_that_pages_show_is_explained(example_site: Site, language: Language) -> None:
    page = example_site.page("glossary", language)
    for name in LISTS:
        for code in codes(name):
            assert code.labels[language] in page.text
            assert code.definitions[language] in page.text
    assert Status.SUGGESTED.definition(language) in page.text


def test_no_word_stands_without_what_it_means_and_no_anchor_twice(example_site: Site) -> None:
    page = example_site.page("glossary")
    assert len(page.ids) == len(set(page.ids))
    terms = [tag for tag, _attributes in page.tags if tag == "dt"]
    assert len(terms) > 60
    for name in ("Measure", "Project", "Indicator", "Certain"):
        assert len(page.within(name)) > 10


def test_words_are_read_in_kana(example_site: Site) -> None:
    """A word that is new shows none until somebody writes its reading, so that few may lack one."""
    page = example_site.page("glossary")
    assert "施策 （しさく）" in page.text
    assert "measure 施策（しさく）" in example_site.page("glossary", "en").text
    assert all(re.fullmatch("[ぁ-ゖァ-ヺー]+", kana) for kana in readings().values())
    assert [word for word in readings() if word not in page.text] == [], "a reading of a word that is gone"
    assert page.text.count("（") >= 0.9 * len(readings())


def test_every_page_leads_there(example_site: Site) -> None:
    page = example_site.page("plans")
    assert any(link.href.endswith("glossary.html") for link in page.links)
