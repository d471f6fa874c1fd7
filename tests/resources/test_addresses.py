"""Addresses: every thing has one, no two things the same, and the way back is the same thing."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.graph.addresses import NATIONAL, PARTS, Addresses, Style, file_stem, place
from keikaku.graph.nquads import KEI, segment

BASE, ORIGIN = "https://data.example.jp/plans/", "https://w3id.org/keikaku/id/"
STYLES: list[Style] = ["slash", "hash"]
LOCALS = [
    "07205",
    "07205/jisshi-keikaku",
    "07205/jisshi-keikaku/project/FIT構想-96614f",
    "07205/jisshi-keikaku/project/FIT構想-96614f/budget/2020",
    "07205/jisshi-keikaku/indicator/来館者数/target/2025",
    "07205/jisshi-keikaku/measure/防災/statement/ab12",
    "07205/jisshi-keikaku/evaluation/2024",
    "07205/department/くらし課",
    "07205/sogo-senryaku/code/Ⅰ(4)",
    "graph/plan",
    "graph/plan#build",
    "document/plan",
    "document/plan#line=11,12",
]
LABELS = st.text(min_size=1, max_size=80).map(segment).filter(bool)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("local", LOCALS)
def test_the_way_back_is_the_same_thing(style: Style, local: str) -> None:
    addresses = Addresses(BASE, ORIGIN, style)
    published = addresses.published(ORIGIN + local)
    assert published.startswith(BASE)
    assert addresses.local(published) == local
    assert addresses.stored(published) == ORIGIN + local


@pytest.mark.parametrize("style", STYLES)
def test_no_two_things_have_one_iri(style: Style) -> None:
    addresses = Addresses(BASE, ORIGIN, style)
    assert len({addresses.named(local) for local in LOCALS}) == len(LOCALS)


@pytest.mark.parametrize("style", STYLES)
def test_what_is_not_ours_stays_as_it_is(style: Style) -> None:
    addresses = Addresses(BASE, ORIGIN, style)
    for iri in ("http://metadata.un.org/sdg/11", ORIGIN, "https://w3id.org/keikaku/software", BASE):
        assert addresses.published(iri) == iri
        assert addresses.stored(iri) == iri
        assert addresses.page(iri) is None


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("origin", [ORIGIN, "https://other.example/a+b/"])
def test_lines_are_renamed_as_their_iris_are(style: Style, origin: str) -> None:
    """But not what literals say, with quotation marks and backslashes at their ends too."""
    addresses = Addresses("https://data.example.jp/\\1/", origin, style)
    iris = [
        *(origin + local for local in LOCALS),
        origin,
        NATIONAL,
        f"{NATIONAL}x/goal/1",
        KEI,
        f"x:{origin}y",
    ]
    text = rf'"\\<{origin}07205> \" <{origin}07205>\\"@ja'
    lines = [f"<{one}> <{KEI}p> <{other}> <{origin}graph/plan> ." for one in iris for other in iris[:2]]
    lines += [f"<{one}> <{KEI}p> {text} <{origin}graph/plan> ." for one in iris]

    def each(line: str) -> str:
        before, literal, after = line.partition(text)
        return re.sub("<([^>]+)>", lambda iri: f"<{addresses.published(iri[1])}>", before) + literal + (
            f" <{addresses.published(f'{origin}graph/plan')}> ." if literal else after
        )  # fmt: skip

    wanted = "".join(f"{each(line)}\n" for line in lines)
    assert addresses.renamed("".join(f"{line}\n" for line in lines).encode()).decode() == wanted


def test_a_hash_iri_without_a_fragment_is_a_document_and_no_thing() -> None:
    assert Addresses(BASE, ORIGIN, "hash").local(f"{BASE}doc/07205") is None


@pytest.mark.parametrize(
    ("local", "document", "anchor"),
    [
        ("07205/plan/project/X/budget/2020", "07205/plan/project/X", "budget/2020"),
        ("07205/plan/indicator/X/actual/2024/statement/ab", "07205/plan/indicator/X", "actual/2024/statement/ab"),
        ("07205/plan/evaluation/2024", "07205/plan", "evaluation/2024"),
        ("07205/plan/project/budget", "07205/plan/project/budget", ""),
        ("07205/department/role", "07205/department/role", ""),
        ("document/a#line=11,12", "document/a", "line=11,12"),
        ("graph/a#build", "graph/a", "build"),
    ],
)  # fmt: skip
def test_parts_are_described_on_the_document_of_their_whole(local: str, document: str, anchor: str) -> None:
    assert place(local) == (document, anchor)


def test_a_page_is_a_link_that_leads_to_the_file() -> None:
    addresses = Addresses(BASE, ORIGIN)
    page = addresses.page(f"{BASE}id/07205/plan/project/A%2FB%3F/budget/2020")
    assert page == "doc/07205/plan/project/A%252FB%3F#budget/2020"
    assert unquote(page.partition("#")[0]) == f"doc/{file_stem('07205/plan/project/A%2FB%3F')}"


@given(st.lists(LABELS, min_size=2, max_size=12, unique=True))
def test_no_two_documents_have_one_file(labels: list[str]) -> None:
    documents = [f"07205/plan/project/{label}" for label in labels]
    files = [f"{file_stem(one)}{suffix}" for one in documents for suffix in (".html", ".en.html", ".ttl")]
    assert len(set(files)) == len(files)


@pytest.mark.parametrize("pair", [("a%2Fb", "a%252Fb"), ("a", "a.en"), ("a.en", "a%2Een"), ("%2E", "%252E")])
def test_names_that_look_alike_have_files_of_their_own(pair: tuple[str, str]) -> None:
    stems = [file_stem(one) for one in pair]
    names = [stem + suffix for stem in stems for suffix in (".html", ".en.html")]
    assert len(set(names)) == (2 if unquote(pair[0]) == unquote(pair[1]) else 4)


@given(LABELS)
def test_a_file_name_is_one_that_a_file_system_takes(label: str) -> None:
    for name in file_stem(f"07205/{label}").split("/")[1:]:
        assert 0 < len(name.encode()) <= 200
        assert name not in (".", "..")
        assert "\0" not in name


@pytest.mark.parametrize("bad", ["..", "%2E%2E", ".", "%2e", "%2E%2E%2F%2E%2E%2Fetc"])
def test_no_name_leaves_the_folder(bad: str) -> None:
    parts = file_stem(f"07205/{bad}/x").split("/")
    assert len(parts) == 3
    assert not {"", ".", ".."} & set(parts)


def test_a_long_name_is_cut_and_stays_the_only_one() -> None:
    one, other = file_stem("あ" * 90 + "1"), file_stem("あ" * 90 + "2")
    assert one != other
    assert len(one.encode()) <= 200


def test_the_words_for_parts_stand_for_themselves_in_an_address() -> None:
    assert {quote(part) for part in PARTS} == PARTS
