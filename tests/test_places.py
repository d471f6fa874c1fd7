"""Places: written as IRIs, read back from there, said in two languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from keikaku.documents.form import Box
from keikaku.documents.places import Place, parse, position, shown, sources

DOCUMENT = "https://example.jp/id/document/plan"
spans = st.tuples(st.integers(1, 99999), st.integers(0, 50)).map(lambda pair: (pair[0], sum(pair)))
points = st.integers(0, 20000).map(lambda tenths: tenths / 10)
nothing = st.just((0, 0))
on_pages = st.builds(
    Place,
    document=st.just(DOCUMENT),
    pages=spans,
    table=st.integers(0, 9),
    rows=nothing | spans,
    left=points,
    top=points,
    width=points.filter(bool),
    height=points.filter(bool),
)
names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=31
)
others = st.one_of(
    st.builds(Place, document=st.just(DOCUMENT), lines=spans),
    st.builds(Place, document=st.just(DOCUMENT), pages=spans),
    st.builds(Place, document=st.just(DOCUMENT), rows=spans),
    st.builds(Place, document=st.just(DOCUMENT), table=st.integers(1, 99), rows=spans),
    st.builds(Place, document=st.just(DOCUMENT), paragraphs=spans),
    st.builds(Place, document=st.just(DOCUMENT), sheet=names, cells=st.sampled_from(["B7", "B7:AA19"])),
    st.just(Place(DOCUMENT)),
    st.builds(Place, document=st.just(DOCUMENT), file=names, pages=spans),
)


@given(on_pages | others)
def test_a_place_is_read_back_from_its_iri(place: Place) -> None:
    assert parse(place.iri) == place
    assert NamedNode(place.iri).value == place.iri


@given(st.text(max_size=60))
def test_what_is_no_place_is_none(fragment: str) -> None:
    place = parse(f"{DOCUMENT}#{fragment}")

    assert place is None or place.document == DOCUMENT


@pytest.mark.parametrize(
    ("fragment", "en", "ja"),
    [
        ("line=11,12", "line 12", "12行"),
        ("line=11,15", "lines 12–15", "12–15行"),
        ("page=3", "p. 3", "p. 3"),
        ("page=1-12", "pp. 1–12", "p. 1–12"),
        ("page=12&viewrect=56,102,480,16&table=3&row=4", "p. 12, table 3 row 4", "p. 12, 表3 行4"),
        ("page=12&viewrect=56,102,480,16&table=3&row=4-6", "p. 12, table 3 rows 4–6", "p. 12, 表3 行4–6"),
        ("row=5", "row 5", "行5"),
        ("sheet=予算&range=B7", "sheet “予算” B7", "シート「予算」 B7"),
        ("sheet=R6%20%26%20R7&range=B7:D7", "sheet “R6 & R7” B7:D7", "シート「R6 & R7」 B7:D7"),
        ("table=2&row=3", "table 2 row 3", "表2 行3"),
        ("paragraph=12", "paragraph 12", "段落12"),
        ("file=2%2F節.pdf&page=3", "2/節.pdf p. 3", "2/節.pdf p. 3"),
        ("whole", "the whole document", "文書全体"),
    ],
)
def test_places_are_said_in_both_languages(fragment: str, en: str, ja: str) -> None:
    place = parse(f"{DOCUMENT}#{fragment}")

    assert place is not None
    assert place.iri == f"{DOCUMENT}#{fragment}"
    assert (place.words("en"), place.words("ja")) == (en, ja)


@pytest.mark.parametrize(
    "iri",
    [
        DOCUMENT,
        f"{DOCUMENT}#",
        f"{DOCUMENT}#part-2",
        f"{DOCUMENT}#page=x",
        f"{DOCUMENT}#page=3&page=4",
        f"{DOCUMENT}#page=3&viewrect=1,2,3",
        f"{DOCUMENT}#page=3&viewrect=1.2.3,2,3,4",
        f"{DOCUMENT}#page=3&zoom=2",
    ],
)
def test_others_fragments_are_no_places(iri: str) -> None:
    assert parse(iri) is None


def test_a_box_is_that_of_the_page_as_it_is_displayed() -> None:
    place = parse(f"{DOCUMENT}#page=3&viewrect=56,102.5,480,16")

    assert place is not None
    assert place.box == Box(56, 102.5, 536, 118.5)
    assert place.page.iri == f"{DOCUMENT}#page=3"


def test_sources_are_sorted_by_file_and_by_where_they_stand_in_it() -> None:
    iris = [
        f"{DOCUMENT}#page=10&viewrect=1,5,9,9",
        f"{DOCUMENT}#page=9&viewrect=9,5,9,9",
        f"{DOCUMENT}#page=10&viewrect=9,4,9,9",
        "https://example.jp/id/document/a#line=99,100",
        "https://example.jp/id/document/a#line=8,12",
        f"{DOCUMENT}#chapter-2",
    ]
    found = sources(iris, {DOCUMENT: "plan.pdf", "https://example.jp/id/document/a": "a.txt"})

    assert found == [
        "a.txt:9-12",
        "a.txt:100",
        "plan.pdf#page=9&viewrect=9,5,9,9",
        "plan.pdf#page=10&viewrect=9,4,9,9",
        "plan.pdf#page=10&viewrect=1,5,9,9",
    ]
    assert sorted(found[2:], key=position) == found[2:]
    assert sorted(found[:2], key=position) == found[:2]


def test_a_source_is_shown_as_tools_open_it_or_in_words() -> None:
    assert shown("plan.txt:12", "ja") == "plan.txt:12"
    assert shown("決算#2.pdf#page=3", "ja") == "決算#2.pdf p. 3"
    assert shown("no place", "en") == "no place"
