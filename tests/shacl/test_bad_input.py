"""Shapes and data that are wrong, hostile or huge: each ends in a sentence and status 2, or simply in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.validation.shacl.compiler import Shapes
from keikaku.validation.shacl.engine import run
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.peers import by_pyshacl
from keikaku.validation.shacl.sources import read_graph
from keikaku.validation.validating import FallbackWarning, Prepared
from tests.conftest import Keikaku
from tests.support import raises

HEAD = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
DATA = "ex:a ex:p ex:b , 1 ; ex:text 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' ."


def graph(folder: Path, text: str, name: str = "graph.ttl") -> Graph:
    return read_graph([written(folder, text, name)])


def written(folder: Path, text: str, name: str) -> Path:
    path = folder / name
    path.write_text(HEAD + text, encoding="utf-8")
    return path


REFUSED = {
    "recursion": ("ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:node ex:S ] .", "shapes.recursive"),
    "recursion through not": ("ex:S sh:targetNode ex:a ; sh:not ex:T . ex:T sh:or ( ex:S ) .", "shapes.recursive"),
    "unknown property": ("ex:S sh:targetNode ex:a ; sh:becauseISaySo ex:b .", "shapes.unsupported"),
    "advanced target": ("ex:S sh:target [ sh:select 'x' ] ; sh:nodeKind sh:IRI .", "shapes.unsupported"),
    "JavaScript": ("ex:S sh:targetNode ex:a ; sh:js [ sh:jsFunctionName 'f' ] .", "shapes.unsupported"),
    "entailment": ("<> sh:entailment ex:regime .", "shapes.unsupported"),
    "backreference": (r"ex:S sh:targetNode ex:a ; sh:pattern '(a+)\\1' .", "shapes.unsafe-pattern"),
    "look-around": ("ex:S sh:targetNode ex:a ; sh:pattern 'a(?=b)' .", "shapes.unsafe-pattern"),
    "huge repetition": ("ex:S sh:targetNode ex:a ; sh:pattern '((a{900}){900}){900}' .", "shapes.unsafe-pattern"),
    "no pattern": ("ex:S sh:targetNode ex:a ; sh:pattern '(' .", "shapes.unsafe-pattern"),
    "boundary": (r"ex:S sh:targetNode ex:a ; sh:pattern '\\ba' .", "shapes.unsupported"),
    "flag": ("ex:S sh:targetNode ex:a ; sh:pattern 'a' ; sh:flags 'x' .", "shapes.unsupported"),
    "two paths": ("ex:S sh:targetNode ex:a ; sh:path ex:p , ex:q .", "shapes.ill-formed"),
    "literal path": ("ex:S sh:targetNode ex:a ; sh:path 'p' ; sh:minCount 1 .", "shapes.ill-formed"),
    "no path": ("ex:S a sh:PropertyShape ; sh:targetNode ex:a .", "shapes.ill-formed"),
    "count on a node shape": ("ex:S sh:targetNode ex:a ; sh:minCount 1 .", "shapes.ill-formed"),
    "count in words": ("ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount 'one' .", "shapes.ill-formed"),
    "no list": ("ex:S sh:targetNode ex:a ; sh:in ex:b .", "shapes.ill-formed"),
    "round list": ("ex:S sh:targetNode ex:a ; sh:in _:l . _:l rdf:first 1 ; rdf:rest _:l .", "shapes.ill-formed"),
    "no query": ("ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT nothing' ] .", "shapes.ill-formed"),
    "query without $this": (
        "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT ?x { ?x ?y $this }' ] .", "shapes.ill-formed",
    ),
    "SERVICE": (
        "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }' ] .",
        "shapes.outward",
    ),
    "FROM": (
        "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this FROM <file:///etc/passwd> { $this ?p ?o }' ] .",
        "shapes.outward",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_shapes_that_cannot_be_run_are_refused_by_name(name: str, tmp_path: Path) -> None:
    text, error = REFUSED[name]
    with raises(error) as caught:
        Shapes(graph(tmp_path, text))
    for language in ("en", "ja"):
        sentence = caught.value.message(language)
        assert not any("{" + name + "}" in sentence for name in caught.value.values)
        assert (
            "example.org/S" in sentence
            or name in ("entailment", "recursion through not")
            or "graph.ttl" in sentence
        )


def test_recursion_names_the_way(tmp_path: Path) -> None:
    text, _error = REFUSED["recursion through not"]
    with raises("shapes.recursive", match=r"example.org/S → http://example.org/T → http://example.org/S"):
        Shapes(graph(tmp_path, text))


@pytest.mark.parametrize("name", ["backreference", "huge repetition", "SERVICE", "FROM", "JavaScript"])
def test_what_is_unsafe_does_not_reach_pyshacl_either(name: str, tmp_path: Path) -> None:
    text, error = REFUSED[name]
    with raises(error):
        by_pyshacl(graph(tmp_path, text), graph(tmp_path, DATA, "data.ttl"))


def results(folder: Path, shapes: str, data: str = DATA) -> list[Result]:
    return run(Shapes(graph(folder, shapes)), graph(folder, data, "data.ttl"))


def test_a_pattern_that_explodes_elsewhere_takes_no_time(tmp_path: Path) -> None:
    found = results(tmp_path, "ex:S sh:targetObjectsOf ex:text ; sh:pattern '^(a+)+$' .")
    assert len(found) == 1


def test_a_list_of_a_million_nodes(tmp_path: Path) -> None:
    count = 1_000_000
    rest, first = (
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>",
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>",
    )
    nil = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"
    nodes = [f"_:n{number}" for number in range(count)]
    data = Graph(
        {
            rest: {node: [onward] for node, onward in zip(nodes, [*nodes[1:], nil], strict=True)},
            first: {node: ['"x"'] for node in nodes[:-1]} | {nodes[-1]: ['"last"']},
            "<http://example.org/list>": {"<http://example.org/a>": [nodes[0]]},
        }
    )
    shapes = graph(
        tmp_path,
        """ex:S sh:targetSubjectsOf ex:list ;
        sh:property [ sh:path ( ex:list [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ; sh:maxLength 1 ; sh:maxCount 2 ] .""",
    )
    [result] = run(Shapes(shapes), data)
    assert result.value == '"last"'
    assert data.items(nodes[0]) == ['"x"'] * (count - 1) + ['"last"']


def test_shapes_nested_too_deep_are_refused(tmp_path: Path) -> None:
    deep = "ex:S0 sh:targetNode ex:a . " + " ".join(f"ex:S{n} sh:not ex:S{n + 1} ." for n in range(3000))
    with raises("shapes.unsupported", match="deeper than 50"):
        Shapes(graph(tmp_path, deep + "ex:S3000 sh:nodeKind sh:IRI ."))


def test_a_path_nested_too_deep_is_refused(tmp_path: Path) -> None:
    path = "[ sh:zeroOrMorePath " * 60 + "ex:p" + " ]" * 60
    with raises("shapes.unsupported", match="a path nested deeper"):
        Shapes(graph(tmp_path, f"ex:S sh:targetNode ex:a ; sh:path {path} ; sh:minCount 1 ."))


def test_what_is_not_supported_falls_back_to_pyshacl_with_a_warning(tmp_path: Path) -> None:
    shapes = graph(tmp_path, r"ex:S sh:targetNode 'a' ; sh:pattern '\\bb' .")
    with pytest.warns(FallbackWarning, match=r"\\b.* pyshacl does it"):
        prepared = Prepared(shapes)
    [result] = prepared.results(graph(tmp_path, DATA, "data.ttl"))
    assert result.value == '"a"'


def test_a_query_that_fails_is_said(tmp_path: Path) -> None:
    with raises("shapes.failed", match="failure"):
        results(
            tmp_path,
            "ex:S sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this (true AS ?failure) { }' ] .",
        )


def test_a_blank_focus_node_and_odd_texts_are_bound(tmp_path: Path) -> None:
    text = r"""ex:S sh:targetObjectsOf ex:p ; sh:sparql [ sh:select
        'SELECT $this ?value { ?value <http://example.org/p> $this FILTER (isBlank($this) || STRLEN(STR($this)) = 8) }' ] ."""
    found = results(tmp_path, text, r"ex:a ex:p _:x , '\\u0041 \"' , 'other' .")
    assert {result.value for result in found} == {"<http://example.org/a>"}
    assert sorted(result.focus[:2] for result in found) == ['"\\', "_:"]


SENTENCES = {
    "missing.nq": None,
    "no.ttl": "this is no turtle",
    "no.nq": "<http://example.org/a> <http://example.org/p> .\n",
    "cut.nq": '<http://example.org/a> <http://example.org/p> "open <http://example.org/g> .\n',
}


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("role", ["data", "shapes"])
def test_a_file_that_cannot_be_read_is_said(name: str, role: str, keikaku: Keikaku, tmp_path: Path) -> None:
    text = SENTENCES[name]
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    good = written(tmp_path, DATA, "good.ttl")
    arguments = [path] if role == "data" else [good, "--shapes", path]
    output = keikaku("validate", *arguments, "--lang", "en")
    assert output.exit_code == 2
    assert name in output.stderr
    assert "Traceback" not in output.stderr


@pytest.mark.parametrize("name", ["recursion", "backreference", "two paths", "SERVICE"])
def test_the_command_says_why_shapes_are_refused(name: str, keikaku: Keikaku, tmp_path: Path) -> None:
    text, error = REFUSED[name]
    shapes = written(tmp_path, text, "shapes.ttl")
    output = keikaku("validate", written(tmp_path, DATA, "data.ttl"), "--shapes", shapes, "--lang", "ja")
    assert output.exit_code == 2
    assert "シェイプ" in output.stderr
    assert error.startswith("shapes.")


def test_a_graph_that_goes_on_after_another_is_refused(keikaku: Keikaku, tmp_path: Path) -> None:
    lines = [f"<http://e/{n}> <http://e/p> <http://e/o> <http://e/g{n % 2}> .\n" for n in range(3)]
    path = tmp_path / "mixed.nq"
    path.write_text("".join(lines), encoding="utf-8")
    output = keikaku("validate", path, "--lang", "en")
    assert output.exit_code == 2
    assert "goes on after another graph" in output.stderr
