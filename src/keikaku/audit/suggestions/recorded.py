"""Suggestions and decisions in the store: one graph for each municipality, beside those of its documents.

Each link has a node for the suggestion and one for the decision, both ``owl:Axiom`` with SSSOM's terms
(docs/suggestions.md shows them). A later decision about a link takes the place of an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from keikaku.audit.suggestions.proposals import OF, About, Link, suggestions
from keikaku.audit.suggestions.returned import Decision, read_returned
from keikaku.audit.suggestions.sources import Sources
from keikaku.audit.suggestions.sssom import LEXICAL, TOOL
from keikaku.ground.version import __version__
from keikaku.reading.decisions.reviewers import Reviewer, keep_names
from keikaku.store.folder import Store
from keikaku.store.link_graphs import (
    Key,
    LinkGraph,
    decision_of,
    is_link,
    mappings_key,
    node_of,
    statement,
    typed,
)
from keikaku.store.manifest import MAPPINGS


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a table of decisions did.

    Attributes:
        confirmed: How many links were confirmed.
        rejected: How many were rejected.
        added: How many of the confirmed ones no program suggested.
        undecided: How many rows decided nothing.
    """

    confirmed: int
    rejected: int
    added: int
    undecided: int


def confirm(
    path: Path, store: Store, by: Reviewer, on: date, *, confirm_all: bool = False, wait: float = 10.0
) -> Confirmed:
    """Take a table of decisions into the store, all of it or nothing.

    Args:
        path: The table that ``keikaku suggest`` wrote and a person edited.
        store: The store that the suggestions came from.
        by: Who decided. The name, if any, goes into a file beside the graphs and into none of them.
        on: The day of the decision.
        confirm_all: Whether rows without a mark are confirmed, too, where nobody has rejected their links.
        wait: Seconds to wait for another process that holds the store.

    Raises:
        MappingsError: The id decided in another role before.
        MappingsError: No row has a mark.
        InputError: The file cannot be read.
        MappingsError: The table is not right; nothing is taken.
        StoreError: The store cannot be read or written.
    """
    memory = store.load()
    links = suggestions(memory, least=0.0, about=tuple(OF))
    returned = read_returned(
        path, memory, links, confirm_all=confirm_all, rejected=decided(store, "rejected")
    )
    sources = Sources(memory)
    with store.writing(wait=wait) as writer:
        writer.hold()
        for municipality, decisions in _by_municipality(returned.decisions).items():
            graph = _Graph(store, municipality)
            author = graph.reviewer(by)
            for decision in decisions:
                graph.decide(decision, author, on, sources)
            writer.put(graph.key, graph.lines(), **graph.about(path.name, returned.document.sha256))
    if by.name:
        keep_names(store.path, {by.id: by.name})
    return Confirmed(
        confirmed=sum(one.accepted for one in returned.decisions),
        rejected=sum(not one.accepted for one in returned.decisions),
        added=sum(one.accepted and one.link is None for one in returned.decisions),
        undecided=returned.undecided,
    )


def record(links: Iterable[Link], store: Store, wait: float = 10.0, about: About = "goals") -> None:
    """Put suggestions into the store, in the place of earlier ones of their kind that nobody has decided about.

    Args:
        links: The suggestions.
        store: The store.
        wait: Seconds to wait for another process that holds the store.
        about: What all of them are about.

    Raises:
        StoreError: The store cannot be read or written.
    """
    sources = Sources(store.load(vocabularies=False))
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.municipality, []).append(link)
    with store.writing(wait=wait) as writer:
        writer.hold()
        for municipality, theirs in found.items():
            graph = _Graph(store, municipality)
            graph.forget_undecided(OF[about])
            for link in theirs:
                graph.suggest(link, sources)
            writer.put(graph.key, graph.lines(), **graph.about("-", "-"))


def decided(store: Store, mark: str = "") -> set[Key]:
    """Return the links of a store that somebody has decided about, or those with this decision: "rejected"."""
    found: set[Key] = set()
    for key, entry in store.documents.items():
        if entry.kind == MAPPINGS:
            base = entry.graph.removesuffix(f"graph/{key}")
            found |= _Graph(store, base + entry.municipality).decided(mark)
    return found


def _by_municipality(decisions: list[Decision]) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        found.setdefault(decision.municipality, []).append(decision)
    return found


class _Graph(LinkGraph):
    """The links of one municipality in a store."""

    def __init__(self, store: Store, municipality: str) -> None:
        key = mappings_key(municipality.rpartition("/")[2])
        super().__init__(municipality, store.lines(key) if key in store.documents else ())

    def suggest(self, link: Link, sources: Sources) -> NamedNode:
        """Write the node of a suggestion."""
        node = self.name(link.key)
        fields = {match.passage.property for match in link.matches}
        fragments = {source for match in link.matches for source in match.passage.sources} | {*link.places}
        self.write(
            node,
            *statement(link.key),
            ("sssom:mapping_justification", node_of(LEXICAL)),
            ("sssom:confidence", typed(f"{round(link.confidence, 2):g}", "double")),
            ("sssom:mapping_tool", Literal(TOOL)),
            ("sssom:mapping_tool_version", Literal(__version__)),
            ("rdfs:comment", Literal(sources.explain(link, "ja"), language="ja")),
            *(("sssom:match_string", Literal(word)) for word in link.words),
            *(("sssom:subject_match_field", node_of(field)) for field in fields),
            *(("prov:wasDerivedFrom", NamedNode(fragment)) for fragment in fragments),
        )
        return node

    def decide(self, decision: Decision, author: NamedNode, on: date, sources: Sources) -> None:
        """Write the node of a decision, and that of its suggestion."""
        origin = []
        if decision.link is not None:
            origin = [("prov:wasDerivedFrom", self.suggest(decision.link, sources))]
        self.write(
            NamedNode(f"{self.name(decision.key).value}/decision"),
            *decision_of(decision.key, author, on.isoformat(), accepted=decision.accepted),
            *origin,
        )

    def forget_undecided(self, predicates: Iterable[str]) -> None:
        """Take out the suggestions with these predicates that nobody has decided about."""
        said = [f" {node_of('owl:annotatedProperty')} {node_of(predicate)} " for predicate in predicates]
        kept = {node.removesuffix("/decision>") + ">" for node in self.nodes if node.endswith("/decision>")}
        self.nodes = {
            node: lines
            for node, lines in self.nodes.items()
            if node in kept
            or node.endswith("/decision>")
            or not is_link(node)
            or not any(one in line for one in said for line in lines)
        }
