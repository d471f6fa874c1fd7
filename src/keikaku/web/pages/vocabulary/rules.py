"""The rules of ``shapes/``: what each is about, what it asks for, and which terms it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from textwrap import dedent

from rdflib import DCTERMS, OWL, RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from keikaku.graph.triples import KEI
from keikaku.ground import content
from keikaku.ground.messages import Language
from keikaku.web.pages.vocabulary.terms import short

SHAPES = "https://w3id.org/keikaku/shapes#"
_TARGETS = {
    SH.targetClass: "class",
    SH.targetSubjectsOf: "subjects",
    SH.targetObjectsOf: "objects",
    SH.targetNode: "node",
}
_NAMED = re.compile(r"\bkei:([A-Za-z]\w*)")
_PATHS = {SH.inversePath: "^{}", SH.zeroOrMorePath: "{}*", SH.oneOrMorePath: "{}+", SH.zeroOrOnePath: "{}?"}


@dataclass(frozen=True, slots=True)
class Target:
    """What a rule looks at.

    Attributes:
        kind: ``"class"``, ``"subjects"``, ``"objects"`` or ``"node"``.
        iri: Of the class, the property or the thing.
    """

    kind: str
    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, or a group of rules for the things of one target.

    Attributes:
        name: Its local name.
        messages: What is said where it does not hold, by language; none for a mere group.
        severity: ``"Violation"``, ``"Warning"``, ``"Info"``, or "" for a mere group.
        targets: What it looks at.
        path: From there to the values, in SPARQL's notation, or "".
        select: The query that finds what breaks it, or "".
        parts: Names of the rules of a group.
        uses: Local names of the terms of the ontology that it names.
        node: Where it stands in the graph of its file.
    """

    name: str
    messages: dict[Language, str]
    severity: str
    targets: tuple[Target, ...]
    path: str
    select: str
    parts: tuple[str, ...]
    uses: frozenset[str]
    node: URIRef


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A file of ``shapes/``.

    Attributes:
        name: Its name without suffix.
        titles: What it is about, by language.
        rules: Its rules by name, in the order of the file.
        graph: Its triples.
    """

    name: str
    titles: dict[Language, str]
    rules: dict[str, Rule]
    graph: Graph


@cache
def rule_files() -> tuple[RuleFile, ...]:
    """Return the files of ``shapes/``, sorted by name."""
    return tuple(
        _read(path.stem, path.read_text("utf-8")) for path in sorted(content.folder("shapes").glob("*.ttl"))
    )


def _read(name: str, text: str) -> RuleFile:
    graph = Graph()
    graph.parse(data=text, format="turtle")
    about = next(graph.subjects(RDF.type, OWL.Ontology))
    nodes = [
        node
        for kind in (SH.NodeShape, SH.PropertyShape)
        for node in graph.subjects(RDF.type, kind)
        if isinstance(node, URIRef)
    ]
    nodes.sort(key=lambda node: text.index(f"\nks:{node.removeprefix(SHAPES)} "))
    rules = {node.removeprefix(SHAPES): _rule(graph, node) for node in nodes}
    return RuleFile(name=name, titles=_texts(graph, about, DCTERMS.title), rules=rules, graph=graph)


def _rule(graph: Graph, node: URIRef) -> Rule:
    queries = list(graph.objects(node, SH.sparql))
    said = [one for one in (node, *queries) if (one, SH.message, None) in graph]
    owner = next(graph.subjects(SH.property, node), node)
    path = graph.value(node, SH.path)
    select = graph.value(queries[0], SH.select) if queries else None
    severity = graph.value(node, SH.severity)
    parts = [str(one).removeprefix(SHAPES) for one in graph.objects(node, SH.property)]
    return Rule(
        name=node.removeprefix(SHAPES),
        messages=_texts(graph, said[0], SH.message) if said else {},
        severity=str(severity).removeprefix(str(SH)) if said else "",
        targets=tuple(
            Target(kind, str(iri))
            for predicate, kind in _TARGETS.items()
            for iri in sorted(graph.objects(owner, predicate), key=str)
        ),
        path=path_text(graph, path) if path else "",
        select=dedent(str(select)).strip() if select else "",
        parts=tuple(sorted(parts)),
        uses=frozenset(_uses(graph, node)),
        node=node,
    )


def _texts(graph: Graph, node: Node, predicate: URIRef) -> dict[Language, str]:
    found: dict[str | None, str] = {
        one.language: str(one) for one in graph.objects(node, predicate) if isinstance(one, Literal)
    }
    return {"ja": found.get("ja", ""), "en": found.get("en", "")}


def path_text(graph: Graph, path: Node) -> str:
    """Return a property path in SPARQL's notation (SHACL, 2.3.1)."""
    if isinstance(path, URIRef):
        return short(path)
    if (path, RDF.first, None) in graph:
        return "/".join(_grouped(graph, one) for one in Collection(graph, path))
    either = graph.value(path, SH.alternativePath)
    if either is not None:
        return " | ".join(path_text(graph, one) for one in Collection(graph, either))
    for predicate, form in _PATHS.items():
        inner = graph.value(path, predicate)
        if inner is not None:
            return form.format(_grouped(graph, inner))
    raise ValueError(f"a property path of no known kind: {path}")


def _grouped(graph: Graph, path: Node) -> str:
    text = path_text(graph, path)
    nested = graph.value(path, SH.inversePath) is not None or "|" in text
    return f"({text})" if nested or "/" in text else text


def _uses(graph: Graph, node: URIRef) -> Iterator[str]:
    """Yield the local names of our terms in a rule and in the nameless parts of it."""
    waiting: list[Node] = [node]
    seen: set[Node] = set()
    while waiting:
        one = waiting.pop()
        seen.add(one)
        for _subject, _predicate, value in graph.triples((one, None, None)):
            if isinstance(value, URIRef) and value.startswith(KEI):
                yield value.removeprefix(KEI)
            elif isinstance(value, Literal) and _predicate == SH.select:
                yield from _NAMED.findall(value)
            elif isinstance(value, BNode) and value not in seen:
                waiting.append(value)
