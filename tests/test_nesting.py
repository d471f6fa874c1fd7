"""Nesting that would end the process is refused before it is parsed, in our words and with its place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from keikaku.asking.sources.endpoint import Endpoint
from keikaku.graph import nesting
from keikaku.graph.nesting import DEEPEST
from keikaku.ground.errors import KeikakuError
from keikaku.store.folder import Store
from keikaku.store.manifest import MANIFEST
from keikaku.web.site.folder import MARK, mark_of
from tests.conftest import Keikaku
from tests.servers.bad import JSON, bad
from tests.support import raises

A = "<http://example.org/a>"
TURTLE = "@prefix ex: <http://example.org/> . # )>>\n"
IRI = {"type": "uri", "value": "http://example.org/a"}


def terms(depth: int) -> str:
    """Return a statement, without its dot, whose object is a triple within triples."""
    return f"{A} {A} " + f"<<( {A} {A} " * depth + A + " )>>" * depth


FILES: dict[str, Callable[[int], str]] = {
    "deep.jsonld": lambda depth: "\n" + '{"http://example.org/a":' * depth + "1" + "}" * depth,
    "deep.nt": lambda depth: f"{A} {A} {A} .\n{terms(depth)} .\n",
    "deep.nq": lambda depth: f"{A} {A} {A} {A} .\n{terms(depth)} {A} .\n",
    "deep.ttl": lambda depth: f"{TURTLE}{terms(depth)} .\n",
    "deep.trig": lambda depth: f"{TURTLE}{A} {{ {terms(depth)} }}\n",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("role", ["data", "shapes"])
def test_a_file_that_would_end_the_process(name: str, role: str, keikaku: Keikaku, tmp_path: Path) -> None:
    file, good = tmp_path / name, tmp_path / "good.ttl"
    file.write_text(FILES[name](30_000), encoding="utf-8")
    good.write_text(f"{A} {A} {A} .", encoding="utf-8")
    arguments = [file] if role == "data" else [good, "--shapes", file]
    for language, said in (("en", "nested deeper"), ("ja", "段を超えています")):
        output = keikaku("validate", *arguments, "--lang", language)
        assert output.exit_code == 2
        assert name in output.stderr
        assert "line 2 column" in output.stderr.replace("\n", " ")
        assert said in output.stderr.replace("\n", "")


def test_what_nests_less_is_left_to_the_parser() -> None:
    for name, made in FILES.items():
        where = nesting.in_json if name.endswith("ld") else nesting.in_triples
        assert where(made(DEEPEST)) is None, name
        assert where(made(DEEPEST + 1)) is not None, name
    many = "".join(f"{terms(2)} .\n" for _ in range(DEEPEST))
    assert nesting.in_triples(many) is None
    assert nesting.in_triples(f'{A} {A} "{"<<(" * 300}" . # {"<<(" * 300}\n') is None
    assert nesting.in_json(json.dumps(["[" * 300, '\\"[' * 300, "\\"])) is None
    assert nesting.in_json("[" + ",".join(["[]"] * 300) + "]") is None


@pytest.mark.parametrize("hidden", ["# )>>\n", '""")>>"""', "' )>> '"])
def test_ends_in_comments_and_strings_end_nothing(hidden: str) -> None:
    assert nesting.in_triples(f"<<( {A} {A} {hidden} " * 201) is not None


@pytest.mark.parametrize("size", [1, 2, 3, 7, 2**20])
def test_a_piece_at_a_time_is_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nesting, "_CHUNK", size)
    texts = ['\\"[' * 300, "\\", '"', "[" * 300, '\\\\"' * 5]
    for depth, expected in ((DEEPEST, False), (DEEPEST + 1, True)):
        value: object = texts  # a list, in others, in one more
        for _ in range(depth - 2):
            value = {"}": value}
        text = json.dumps([texts, value])
        assert nesting.is_deep_json(io.BytesIO(text.encode())) is expected
        assert (nesting.in_json(text) is not None) is expected


@contextmanager
def answering(kind: str, text: str) -> Iterator[Endpoint]:
    """Give a server that answers with a text to everything."""
    with bad(lambda request: request.reply(200, kind, text.encode())) as server:
        endpoint = Endpoint(server.url)
        yield endpoint
        endpoint.close()


def construct(endpoint: Endpoint) -> list[object]:
    return list(endpoint.construct("CONSTRUCT {} {}", union=False))


def test_answers_of_a_server() -> None:
    """Results whose triple terms nest too deep, and graphs likewise, in both syntaxes."""
    term = (
        f'{{"type":"triple","value":{{"subject":{json.dumps(IRI)},"predicate":{json.dumps(IRI)},"object":'
        * 30_000
        + json.dumps(IRI)
        + "}}" * 30_000
    )
    rows = f'{{"head":{{"vars":["a"]}},"results":{{"bindings":[{{"a":{term}}}]}}}}'
    answers: list[tuple[str, str, Callable[[Endpoint], object]]] = [
        (JSON, rows, lambda endpoint: endpoint.select("SELECT ?a {}", union=False)),
        ("application/n-triples", f"{A} {A} {A} .\n{terms(30_000)} .\n", construct),
        ("text/turtle", f"{TURTLE}{terms(30_000)} .\n", construct),
    ]
    for kind, text, ask in answers:
        with answering(kind, text) as endpoint:
            with raises("servers.broken-answer") as caught:
                ask(endpoint)
            assert endpoint.name in str(caught.value)
            assert "nested deeper" in str(caught.value)


def test_triple_terms_that_nest_little_are_read_from_a_server() -> None:
    for kind in ("application/n-triples", "text/turtle"):
        with answering(kind, f"{terms(3)} .\n" + f"{A} {A} {A} .\n" * 5 + f"{A} {A} {A} .") as endpoint:
            assert len(construct(endpoint)) == 7


def test_json_of_ours_that_somebody_nested(tmp_path: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    store, site = tmp_path / "store", tmp_path / "site"
    for folder, name in ((store, MANIFEST), (site, MARK)):
        folder.mkdir()
        (folder / name).write_text(deep, encoding="utf-8")
    with pytest.raises(KeikakuError) as caught:
        _ = Store(store).documents
    assert str(store) in str(caught.value)
    assert mark_of(site) is None


LONG = "9" * 5000
DATA = """
@prefix ex: <http://example.org/> . @prefix kei: <https://w3id.org/keikaku/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:a ex:p %s ; prov:wasDerivedFrom [ kei:firstLine %s ; kei:lastLine %s ] .
"""
SHAPES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:minCount %s ; sh:maxInclusive 5 ; sh:datatype xsd:decimal ] .
"""


@pytest.mark.parametrize(
    ("value", "first", "last", "count"),
    [
        (f'"{LONG}"^^xsd:decimal', "1", "2", "1"),
        (f'"{LONG}"^^xsd:decimal', LONG, LONG, "1"),
        (f'"{LONG}"^^xsd:decimal', '"a"', "2", "1"),
        (f'"{LONG}"^^xsd:decimal', "1", "999999999", "1"),
        (f'"{LONG}-01-01"^^xsd:date', "1", "2", LONG),
    ],
)
def test_numbers_longer_than_python_reads(
    value: str, first: str, last: str, count: str, keikaku: Keikaku, tmp_path: Path
) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(DATA % (value, first, last), encoding="utf-8")
    shapes.write_text(SHAPES % count, encoding="utf-8")
    output = keikaku("validate", data, "--shapes", shapes, "--lang", "en")
    assert output.exit_code == 1, output.stderr
