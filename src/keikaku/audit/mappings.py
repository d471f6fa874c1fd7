"""Suggested and confirmed links, as `keikaku suggest` and `keikaku confirm` write them (docs/suggestions.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.audit.graph import value_of
from keikaku.graph.states import Status
from keikaku.ground.vocab import PREFIXES

_OWL = "http://www.w3.org/2002/07/owl#"
_SSSOM = "https://w3id.org/sssom/"
_SOURCE, _TARGET = f"{_OWL}annotatedSource", f"{_OWL}annotatedTarget"
_MANUAL = "ManualMappingCuration"
_CREATOR, _ID = f"{PREFIXES['dcterms']}creator", f"{PREFIXES['dcterms']}identifier"
_ROLE = f"{PREFIXES['kei']}reviewerRole"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A link that the document does not state.

    Attributes:
        iri: The mapping.
        subject: What is linked.
        target: What it is linked to.
        status: Suggested or confirmed.
        how: Confidence and words; or id and role of who confirmed it, and when.
    """

    iri: str
    subject: str
    target: str
    status: Status
    how: str


Node = dict[str, list[str]]


def read_mappings(lines: Iterable[str]) -> list[Mapping]:
    """Return the mappings of a graph's N-Quads; a suggestion that a person decided stands as decided.

    A rejected one is left out.
    """
    pairs: dict[tuple[str, str], dict[str, Node]] = defaultdict(dict)
    everything = _nodes(lines)
    for iri, node in everything.items():
        if _SOURCE in node and _TARGET in node and not _leads_to_no_goal(node):
            pairs[node[_SOURCE][0], node[_TARGET][0]][iri] = node
    return [found for pair, nodes in sorted(pairs.items()) if (found := _settled(pair, nodes, everything))]


def _leads_to_no_goal(node: Node) -> bool:
    """Tell whether a mapping leads to an element of an earlier edition, or to a policy theme."""
    others = (PREFIXES["kei"], PREFIXES["dcterms"])
    return any(value.startswith(others) for value in node.get(f"{_OWL}annotatedProperty", ()))


def _nodes(lines: Iterable[str]) -> dict[str, Node]:
    nodes: dict[str, Node] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        nodes[subject[1:-1]][predicate[1:-1]].append(value_of(rest))
    return nodes


def _settled(pair: tuple[str, str], nodes: dict[str, Node], everything: dict[str, Node]) -> Mapping | None:
    decided = {iri: node for iri, node in nodes.items() if _is_decision(node)}
    iri, node = min((decided or nodes).items())
    if any(value.endswith("NegatedPredicate") for value in node.get(f"{_SSSOM}predicate_modifier", ())):
        return None
    status = Status.CONFIRMED if decided else Status.SUGGESTED
    return Mapping(iri, *pair, status, _decision(node, everything) if decided else _reasons(node))


def _is_decision(node: Node) -> bool:
    return any(value.endswith(_MANUAL) for value in node.get(f"{_SSSOM}mapping_justification", ()))


def _decision(node: Node, everything: dict[str, Node]) -> str:
    who = []
    for iri in node.get(_CREATOR, ()):
        reviewer = everything.get(iri, {})
        roles = "".join(f" ({role})" for role in reviewer.get(_ROLE, ()))
        who.append(f"{reviewer.get(_ID, [iri])[0]}{roles}")
    dates = [*node.get("http://purl.org/dc/terms/created", ()), *node.get(f"{_SSSOM}mapping_date", ())]
    return " ".join([*who, *dates])


def _reasons(node: Node) -> str:
    comments = node.get("http://www.w3.org/2000/01/rdf-schema#comment", ())
    words = comments or node.get(f"{_SSSOM}match_string", ())
    return " ".join([*node.get(f"{_SSSOM}confidence", ()), ", ".join(sorted(words))]).strip()
