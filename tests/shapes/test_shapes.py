"""Every shapes file against its examples: ``valid.*.ttl`` conforms, ``invalid.RULE.ttl`` breaks that rule.

The report of an invalid example is approved and kept beside it. After a change that is meant, run

    KEIKAKU_APPROVE=1 pytest tests/shapes

and read the difference before committing it.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from keikaku.ground import content
from keikaku.ground.vocab import KEI, PREFIXES

HERE = Path(__file__).parent
SHAPES = sorted(content.folder("shapes").glob("*.ttl"))
KS = Namespace("https://w3id.org/keikaku/shapes#")
VOCABULARIES = ("keikaku.ttl", "codes.ttl", "sdg.ttl", "national-strategies.ttl")
APPROVE = bool(os.environ.get("KEIKAKU_APPROVE"))
COMPACT = {**PREFIXES, "ks": str(KS), "": "https://w3id.org/keikaku/id/"}


@cache
def shapes(name: str) -> Graph:
    """Return one shapes file, or all of them for ``"*"``."""
    graph = Graph()
    for path in content.folder("shapes").glob(f"{name}.ttl"):
        graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def vocabularies() -> Graph:
    graph = Graph()
    for name in VOCABULARIES:
        graph.parse(content.folder("ontology") / name)
    return graph


def validate(example: Graph, vocabularies: Graph, name: str) -> Graph:
    """Validate an example together with the vocabularies, which are as they were afterwards."""
    added = [triple for triple in example if triple not in vocabularies]
    for triple in added:
        vocabularies.add(triple)
    try:
        _, report, text = pyshacl.validate(
            vocabularies, shacl_graph=shapes(name), inference="none", inplace=True, allow_warnings=False
        )
    finally:
        for triple in added:
            vocabularies.remove(triple)
    assert isinstance(report, Graph), text
    return report


def shorten(node: Node | None) -> str:
    if isinstance(node, URIRef):
        found = max(
            (ns for ns in COMPACT.items() if node.startswith(ns[1])), key=lambda ns: len(ns[1]), default=None
        )
        return f"{found[0]}:{node.removeprefix(found[1])}" if found else f"<{node}>"
    if isinstance(node, Literal):
        datatype = "" if node.language or not node.datatype else f"^^{shorten(node.datatype)}"
        return f'"{node}"' + (f"@{node.language}" if node.language else datatype)
    return "-"


def path_text(report: Graph, path: Node | None) -> str:
    """Return a property path as SPARQL writes it."""
    if not isinstance(path, BNode):
        return shorten(path)
    if report.value(path, RDF.first):
        return " / ".join(path_text(report, step) for step in Collection(report, path))
    kind, inner = next((p, o) for p, o in report.predicate_objects(path) if p != RDF.type)
    if kind == SH.alternativePath:
        assert isinstance(inner, BNode)
        return "(" + "|".join(path_text(report, step) for step in Collection(report, inner)) + ")"
    around = {
        SH.inversePath: ("^", ""),
        SH.zeroOrMorePath: ("(", ")*"),
        SH.oneOrMorePath: ("(", ")+"),
    }
    before, after = around[URIRef(str(kind))]
    return before + path_text(report, inner) + after


def rule_of(report: Graph, result: Node) -> str:
    return str(report.value(result, SH.sourceShape)).removeprefix(str(KS))


def messages_of(shapes_graph: Graph, shape: Node) -> dict[str, str]:
    """Return a rule's messages by language; pyshacl itself loses the language of a SPARQL constraint's."""
    constraint = shapes_graph.value(shape, SH.sparql) or shape
    found = [m for m in shapes_graph.objects(constraint, SH.message) if isinstance(m, Literal)]
    return {message.language or "": str(message) for message in found}


def result_text(report: Graph, result: Node) -> str:
    messages = messages_of(shapes("*"), URIRef(KS + rule_of(report, result)))
    assert {str(m) for m in report.objects(result, SH.resultMessage)} == set(messages.values())
    rows = {
        "severity": str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
        "rule": rule_of(report, result),
        "focus": shorten(report.value(result, SH.focusNode)),
        "path": path_text(report, report.value(result, SH.resultPath)),
        "value": shorten(report.value(result, SH.value)),
        "component": shorten(report.value(result, SH.sourceConstraintComponent)),
        "en": messages["en"],
        "ja": messages["ja"],
    }
    return "".join(f"{key:<10} {value}\n" for key, value in rows.items())


def report_text(report: Graph) -> str:
    """Return a report as text that is the same for the same results."""
    return "\n".join(
        sorted(result_text(report, result) for result in report.subjects(RDF.type, SH.ValidationResult))
    )


def example_name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def examples(pattern: str) -> list[Path]:
    return sorted(HERE.glob(f"*/{pattern}"))


@pytest.mark.parametrize("path", examples("valid.*.ttl"), ids=example_name)
def test_valid_example_conforms(path: Path, vocabularies: Graph) -> None:
    report = validate(Graph().parse(path), vocabularies, path.parent.name)
    assert report_text(report) == ""


@pytest.mark.parametrize("path", examples("invalid.*.ttl"), ids=example_name)
def test_invalid_example_has_its_approved_report(path: Path, vocabularies: Graph) -> None:
    report = validate(Graph().parse(path), vocabularies, path.parent.name)
    found = report_text(report)
    rules = {rule_of(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)}
    assert rules == {path.name.split(".")[1]}
    approved = path.with_suffix(".approved.txt")
    if APPROVE:
        approved.write_text(found, encoding="utf-8")
    assert found == approved.read_text(encoding="utf-8")


def test_whole_document_conforms_to_all_shapes(vocabularies: Graph) -> None:
    assert report_text(validate(Graph().parse(HERE / "valid.document.ttl"), vocabularies, "*")) == ""


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_every_rule_has_an_invalid_example(path: Path) -> None:
    examples = {example.name.split(".")[1] for example in (HERE / path.stem).glob("invalid.*.ttl")}
    assert examples == set(rules(shapes(path.stem)))
    assert list((HERE / path.stem).glob("valid.*.ttl"))


def test_no_approved_report_without_example() -> None:
    reports = {path.name.removesuffix(".approved.txt") for path in HERE.glob("*/*.approved.txt")}
    assert reports == {path.stem for path in HERE.glob("*/invalid.*.ttl")}


def rules(graph: Graph) -> dict[str, Node]:
    """Return the shapes that carry a severity, by name: each is one rule."""
    return {str(shape).removeprefix(str(KS)): shape for shape in graph.subjects(SH.severity, None)}


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_every_rule_says_what_is_needed_in_both_languages(path: Path) -> None:
    graph = shapes(path.stem)
    for name, shape in rules(graph).items():
        assert sorted(messages_of(graph, shape)) == ["en", "ja"], name


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_every_constraint_is_a_named_rule(path: Path) -> None:
    """A shape without severity and message only says which rules hold for which things."""
    graph = shapes(path.stem)
    groups = {
        shape for shape in graph.subjects(RDF.type, SH.NodeShape) if not graph.value(shape, SH.severity)
    }
    for group in groups:
        assert {
            p for p in graph.predicates(group) if p not in {RDF.type, SH.targetClass, SH.targetSubjectsOf}
        } == {SH.property}
    assert set(graph.objects(None, SH.property)) <= set(rules(graph).values())
    assert set(rules(graph).values()) <= set(graph.objects(None, SH.property)) | set(
        graph.subjects(SH.targetClass)
    )


def test_lists_of_codes_are_those_of_the_ontology(vocabularies: Graph) -> None:
    graph = shapes("*")
    skos = Namespace(PREFIXES["skos"])
    lists = {
        KS["plan-kind"]: KEI.planKinds,
        KS["indicator-kind"]: KEI.indicatorKinds,
        KS["indicator-direction"]: KEI.directions,
        KS["project-status"]: KEI.projectStatuses,
        KS["confidence"]: KEI.readingConfidences,
    }
    for shape, scheme in lists.items():
        head = graph.value(shape, SH["in"])
        assert isinstance(head, BNode)
        assert set(Collection(graph, head)) == set(vocabularies.subjects(skos.inScheme, scheme)), shape


def test_kinds_of_element_are_the_subclasses_of_the_ontology(vocabularies: Graph) -> None:
    graph = shapes("elements")
    qualified = graph.value(KS["element-kind"], SH.qualifiedValueShape)
    head = graph.value(qualified, SH["in"])
    assert isinstance(head, BNode)
    subclass = URIRef(PREFIXES["rdfs"] + "subClassOf")
    assert set(Collection(graph, head)) == set(vocabularies.subjects(subclass, KEI.PlanElement))


def test_no_rule_applies_to_the_vocabularies(vocabularies: Graph) -> None:
    assert report_text(validate(Graph(), vocabularies, "*")) == ""
