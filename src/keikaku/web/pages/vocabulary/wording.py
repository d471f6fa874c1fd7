"""What a rule asks for, and how to mend what breaks it, in words of both languages.

The sentences follow from the constraints of SHACL Core that the shapes use (SHACL, 4). A constraint that has no
sentence here raises, so that no rule is published without its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from keikaku.ground.messages import Language, say
from keikaku.web.pages.vocabulary.rules import Rule, path_text
from keikaku.web.pages.vocabulary.terms import short

_SILENT = {
    RDF.type, SH.path, SH.message, SH.severity, SH.property, SH.sparql, SH.targetClass, SH.targetSubjectsOf,
    SH.targetObjectsOf, SH.targetNode, SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount,
    SH.qualifiedValueShape,
}  # fmt: skip


_VALUES = (
    SH.datatype, SH["class"], SH.pattern, SH.minInclusive, SH.maxInclusive, SH.hasValue, SH.equals,
    SH.lessThanOrEquals, SH.lessThan,
)  # fmt: skip


def _named(predicate: URIRef) -> str:
    """Return a constraint as messages name it: ``min-inclusive``."""
    return re.sub("[A-Z]", lambda match: f"-{match[0].lower()}", short(predicate).partition(":")[2])


def asked(graph: Graph, node: Node, language: Language) -> list[str]:
    """Return what a rule asks for, a sentence for each constraint."""
    sentences = [*_counts(graph, node, language)]
    for predicate in sorted(set(graph.predicates(node)) - _SILENT, key=str):
        for value in sorted(graph.objects(node, predicate), key=str):
            sentences.append(_sentence(graph, URIRef(str(predicate)), value, language))
    return sentences


def _counts(graph: Graph, node: Node, language: Language) -> Iterator[str]:
    least, most = graph.value(node, SH.minCount), graph.value(node, SH.maxCount)
    qualified = graph.value(node, SH.qualifiedMinCount), graph.value(node, SH.qualifiedMaxCount)
    if least is not None or most is not None:
        yield _counted(least, most, language)
    inner = graph.value(node, SH.qualifiedValueShape)
    if inner is not None:
        what = " ".join(asked(graph, inner, language))
        count = _counted(*qualified, language)
        yield say("vocabulary.asks-of-values", what=what, count=count).text(language)


def _counted(least: Node | None, most: Node | None, language: Language) -> str:
    low, high = str(least or 0), str(most) if most is not None else ""
    how = "exactly" if low == high else "least" if not high else "most" if low == "0" else "between"
    return say(f"vocabulary.asks-counted-{how}", low=low, high=high).text(language)


def _sentence(graph: Graph, predicate: URIRef, value: Node, language: Language) -> str:
    if predicate == SH.pattern and str(value) == r"\S":
        said = say("vocabulary.asks-not-empty")
    elif predicate in _VALUES:
        said = say(f"vocabulary.asks-value-{_named(predicate)}", value=shown(value))
    elif predicate == SH.nodeKind:
        said = say(f"vocabulary.asks-kind-{str(value).removeprefix(str(SH)).lower()}")
    elif predicate in (SH["in"], SH.languageIn):
        members = tuple(map(shown, Collection(graph, value)))
        said = say(f"vocabulary.asks-values-{_named(predicate)}", values=members)
    elif predicate == SH["or"]:
        choices = " / ".join(_inner(graph, one, language) for one in Collection(graph, value))
        said = say("vocabulary.asks-or", what=choices)
    elif predicate in (SH["not"], SH.node):
        said = say(f"vocabulary.asks-what-{_named(predicate)}", what=_inner(graph, value, language))
    else:
        raise ValueError(f"no words for {short(predicate)}")
    return said.text(language)


def _inner(graph: Graph, node: Node, language: Language) -> str:
    """Return what a nameless shape asks for, beginning with its path."""
    path = graph.value(node, SH.path)
    sentences = " ".join(asked(graph, node, language))
    if path is None:
        return sentences
    return say("vocabulary.asks-of-path", path=path_text(graph, path), what=sentences).text(language)


def shown(value: Node) -> str:
    """Return a value as Turtle writes it."""
    if isinstance(value, URIRef):
        return short(value)
    if isinstance(value, Literal) and value.datatype is None:
        return f'"{value}"'
    return str(value)


_FORMS = (SH.datatype, SH.pattern, SH["in"], SH.languageIn, SH.minInclusive, SH.maxInclusive, SH.hasValue,
          SH.equals, SH.lessThanOrEquals, SH.lessThan)  # fmt: skip


def mending(graph: Graph, rule: Rule, language: Language) -> list[str]:
    """Return how to mend what breaks a rule."""
    node, chosen = rule.node, []
    if rule.severity == "Info":
        chosen.append("info")
    elif rule.select:
        chosen.append("sparql")
    else:
        least = (SH.minCount, SH.qualifiedMinCount, SH["or"])
        most = (SH.maxCount, SH.qualifiedMaxCount)
        tests = {
            "least": least,
            "most": most,
            "form": _FORMS,
            "link": (SH["class"], SH.nodeKind, SH.node),
            "not": (SH["not"],),
        }
        chosen = [name for name, wanted in tests.items() if any((node, one, None) in graph for one in wanted)]
    return [say(f"vocabulary.mend-{name}").text(language) for name in chosen]
