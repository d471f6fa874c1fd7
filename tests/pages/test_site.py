"""The pages together: every link leads somewhere, every described thing has its place, both languages are whole."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest

from keikaku.graph.addresses import file_stem
from keikaku.web.pages.layout import LANGUAGES, SUFFIXES, Text
from keikaku.web.pages.words import SHARED
from tests.pages.conftest import Site, site_of
from tests.pages.html import Page, target

OTHERS = ("changes", "search", "sparql", "data", "ns", "lineage", "queries", "shapes")
"""Pages that other sections or the publisher write."""
WORDS_JA = ("出典", "年度", "担当課", "計画", "施策", "検索", "読み取", "件", "合計", "印刷", "一覧", "行")
WORDS_EN = ("line", "source", "department", "plan", "measure", "search", "budget", "read", "page", "kind")
OURS = ("index", "about", "404", "plans", "municipalities", "departments", "coverage")


def is_ours(path: str) -> bool:
    return path in OURS or path.startswith(("doc/", "sdg/", "strategy/"))


def own_files(site: Site) -> list[tuple[str, Page]]:
    return [(file, page) for file, page in site.files() if is_ours(file.partition(".")[0])]


def test_every_link_leads_to_a_page_and_an_anchor_of_it(either_site: Site) -> None:
    pages = dict(either_site.files())
    broken = []
    for file, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link.href) or file.startswith(("404", *OTHERS)):
                continue
            to, anchor = target(file, link.href)
            if to.endswith(tuple(SUFFIXES.values())):
                known = to in pages or to.startswith(OTHERS)
                if not known or (anchor and to in pages and anchor not in pages[to].ids):
                    broken.append(f"{file}: {link.href}")
    assert not broken


def test_everything_that_is_described_has_its_place(either_site: Site) -> None:
    dataset = either_site.dataset
    missing = []
    for document, iris in dataset.documents.items():
        for language in LANGUAGES:
            ids = set(either_site.of(file_stem(document), language).ids)
            places = {either_site.pages.layout.anchor(iri) or "it" for iri in iris}
            missing += [f"{document}: {place}" for place in places - ids]
    assert not missing


def test_no_anchor_stands_twice(either_site: Site) -> None:
    twice = {
        f"{file}#{one}": count
        for file, page in own_files(either_site)
        for one, count in Counter(page.ids).items()
        if count > 1
    }
    assert not twice


def test_headings_are_in_order(example_site: Site) -> None:
    for file, page in own_files(example_site):
        levels = [level for level, _text in page.headings]
        assert levels[0] == 1, file
        assert levels.count(1) == 1, file
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), file


def test_a_page_names_its_language_and_the_other(example_site: Site) -> None:
    for language, other in (("ja", "en"), ("en", "ja")):
        page = example_site.page("plans", language)  # type: ignore[arg-type]
        assert page.tags[0] == ("html", {"lang": language})
        (change,) = [link for link in page.links if link.attributes.get("hreflang") == other]
        assert target("plans.html", change.href)[0] == f"plans{SUFFIXES[other]}"  # type: ignore[index]


def test_an_english_page_says_nothing_of_its_own_in_japanese(example_site: Site) -> None:
    found = [
        f"{file}: {text}"
        for file, page in own_files(example_site)
        if file.endswith(".en.html")
        for text, language in page.prose
        if language == "en" and any(word in text for word in WORDS_JA)
    ]
    assert not found


def test_a_japanese_page_says_nothing_of_its_own_in_english(example_site: Site) -> None:
    loaders = {entry.loader for entry in example_site.dataset.store.documents.values()}
    documents = example_site.dataset.store.documents
    data = {*documents, *loaders, *(f"{key}#build" for key in documents), "plan.txt", "text/plain"}
    found = [
        f"{file}: {text}"
        for file, page in own_files(example_site)
        if not file.endswith(".en.html")
        for text, language in page.prose
        if language == "ja" and text not in data and set(re.findall("[a-z]+", text.lower())) & set(WORDS_EN)
    ]
    assert not found


def test_terms_of_others_are_named_in_both_languages() -> None:
    assert all(isinstance(name, Text) and name.ja and name.en for name in SHARED.values())


@pytest.mark.parametrize(
    "path", ["doc/99999/sankanen-jisshi-keikaku", "coverage", "doc/document/project-tables"]
)
def test_the_same_store_gives_the_same_bytes(either_site: Site, path: str) -> None:
    addresses = either_site.dataset.addresses
    again = site_of(either_site.dataset.store, addresses.style)
    for language in LANGUAGES:
        assert again.pages.html(path, language) == either_site.pages.html(path, language)


def test_no_style_and_no_script_stands_in_a_page(example_site: Site) -> None:
    for file, page in own_files(example_site):
        for tag, attributes in page.tags:
            assert "style" not in attributes, file
            assert tag != "style", file
            assert not [name for name in attributes if name.startswith("on")], file
            if tag == "script":
                assert attributes.get("src") or attributes["type"] == "application/ld+json", file


def test_every_table_has_a_caption_and_every_picture_a_name(example_site: Site) -> None:
    for file, page in own_files(example_site):
        tags = Counter(tag for tag, _attributes in page.tags)
        assert tags["table"] == tags["caption"], file
        for tag, attributes in page.tags:
            if tag == "svg" and attributes.get("aria-hidden") != "true":
                # Of a picture that is an image nothing is said but its name: one with links is a group.
                is_map = any(one is attributes for one in page.maps)
                assert attributes["role"] == ("group" if is_map else "img"), file
                assert attributes["aria-label"], file
            if tag == "th":
                assert attributes["scope"] in ("col", "row", "rowgroup"), file


def test_a_page_of_a_resource_links_to_its_data(either_site: Site) -> None:
    page = either_site.of("99999")
    assert [
        (link.text, target("doc/99999.html", link.href)[0])
        for link in page.links
        if ".ttl" in link.href or "json" in link.href or ".nt" in link.href
    ] == [
        ("Turtle", "doc/99999.ttl"),
        ("JSON-LD", "doc/99999.jsonld"),
        ("N-Triples", "doc/99999.nt"),
    ]


def test_the_licence_stands_on_every_page(example_site: Site) -> None:
    for file, page in own_files(example_site):
        assert page.to("CC BY 4.0"), file


def test_the_page_for_unknown_addresses_works_at_any_address(either_site: Site) -> None:
    page = Page(either_site.pages.not_found("en", [either_site.dataset.addresses.named("99999")]))
    assert "nothing at this address" in page.text
    assert [link.href for link in page.to("架空町")] == ["/plans/doc/99999.en.html"]
    sheets = [attributes["href"] for tag, attributes in page.tags if attributes.get("rel") == "stylesheet"]
    assert "/plans/assets/site.css" in sheets


def test_every_page_has_a_title_that_names_what_it_shows(example_site: Site) -> None:
    wrong = []
    for path in example_site.pages.paths():
        for language in LANGUAGES:
            page = example_site.page(path, language)
            shown = "".join(page.headings[0][1].split())
            named = "".join(page.title.partition(" · ")[0].split())
            if not named or (path.startswith("doc/") and named not in shown and shown not in named):
                wrong.append((path, named, shown))
    assert not wrong
