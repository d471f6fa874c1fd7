"""A dataset: the store's statements under published IRIs, parted into the documents that describe its things."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from keikaku.graph.addresses import Addresses, Style
from keikaku.graph.formats import FORMATS, jsonld, ntriples, turtle
from keikaku.graph.nquads import VOCABULARY
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from tests.resources.conftest import ORIGIN

BASE = "https://data.example.jp/plans/"
STYLES: list[Style] = ["slash", "hash"]


def dataset(store: Store, style: Style = "slash") -> Dataset:
    return Dataset(store, Addresses(BASE, ORIGIN, style))


def ours(one: Dataset) -> set[ox.Quad]:
    return {quad for quad in one.memory if not str(quad.graph_name).startswith(f"<{VOCABULARY}")}


def back(term: object, addresses: Addresses) -> object:
    return ox.NamedNode(addresses.stored(term.value)) if isinstance(term, ox.NamedNode) else term


@pytest.mark.parametrize("style", STYLES)
def test_published_statements_are_the_stores_under_other_names(store: Store, style: Style) -> None:
    made = dataset(store, style)
    renamed = {
        tuple(
            back(term, made.addresses)
            for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)
        )
        for quad in ours(made)
    }
    assert renamed == {
        (quad.subject, quad.predicate, quad.object, quad.graph_name) for quad in store.load(vocabularies=False)
    }  # fmt: skip
    assert not [quad for quad in ours(made) if ORIGIN in str(quad.subject) + str(quad.graph_name)]


@pytest.mark.parametrize("style", STYLES)
def test_what_a_text_says_stays_as_it_is(store: Store, style: Style) -> None:
    texts = {quad.object.value for quad in ours(dataset(store, style)) if isinstance(quad.object, ox.Literal)}
    assert f'<{ORIGIN}99999> and "<{ORIGIN}x>" \\' in texts


@pytest.mark.parametrize("style", STYLES)
def test_the_documents_together_say_all_that_is_said_of_our_things(store: Store, style: Style) -> None:
    made = dataset(store, style)
    described = {triple for name in made.documents for triple in made.description(name)}
    of_ours = {quad.triple for quad in ours(made) if made.addresses.local(quad.subject.value)}  # type: ignore[union-attr]
    assert described == of_ours
    assert (
        len(described) == 6 + 3
    )  # the plan's type, which both documents say, counts once; their shared graph


def test_a_part_is_described_with_its_whole(store: Store) -> None:
    made = dataset(store)
    assert list(made.documents) == ["99999/keikaku", "99999/keikaku/project/橋", "graph/shared/99999"]
    assert len(made.documents["99999/keikaku/project/橋"]) == 2


def test_an_unknown_document_is_told(store: Store) -> None:
    made = dataset(store)
    with pytest.raises(KeyError):
        made.description("99999/keikaku/project/端")
    assert made.near("99999/keikakv") == ["99999/keikaku"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_says_the_same_in_the_same_bytes(store: Store, name: str) -> None:
    made, again = dataset(store), dataset(store)
    syntax = {"ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD, "nt": ox.RdfFormat.N_TRIPLES}[name]
    for document in made.documents:
        triples = made.description(document)
        written = FORMATS[name].write(triples)
        assert {quad.triple for quad in ox.parse(written, format=syntax)} == set(triples)
        assert FORMATS[name].write(again.description(document)) == written


def test_json_ld_needs_nothing_from_elsewhere(store: Store) -> None:
    made = dataset(store)
    written = jsonld(made.description("99999/keikaku")).decode()
    plain = json.dumps(json.loads(written), ensure_ascii=False, indent=1, sort_keys=True)
    assert written == f"{plain}\n"  # as anybody's JSON is written, by faster means
    assert '"@context": {' in written
    assert '"@context": "' not in written


def test_nothing_is_nothing_in_every_format() -> None:
    assert ntriples([]) == b""
    assert not list(ox.parse(turtle([]), format=ox.RdfFormat.TURTLE))
    assert not list(ox.parse(jsonld([]), format=ox.RdfFormat.JSON_LD))
