"""Suggestions and decisions in the store: one graph for each municipality, beside those of its documents.

Each link has a node for the suggestion and one for the decision, both ``owl:Axiom`` with SSSOM's terms
(docs/suggestions.md shows them). A later decision about a link takes the place of an earlier one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from keikaku.audit.suggestions.proposals import OF_EDITIONS, Key, Link, curie, suggestions
from keikaku.audit.suggestions.returned import Decision, read_returned
from keikaku.audit.suggestions.sources import Sources
from keikaku.audit.suggestions.sssom import LEXICAL, MANUAL, TOOL
from keikaku.ground.defaults import DECISIONS
from keikaku.ground.errors import NoReviewerError
from keikaku.ground.messages import say
from keikaku.ground.version import __version__
from keikaku.ground.vocab import PREFIXES
from keikaku.reading.decisions.applying import LINK
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.reviewers import Reviewer, keep_names
from keikaku.store.folder import Store

KIND = "mappings"
"""Kind of the store's entries that hold links."""

_SPACES = dict(PREFIXES) | {
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
}


_OF_LINK = f'factKey> "{LINK}'
_ROLE = f"<{PREFIXES['kei']}reviewerRole>"
_INFLUENCED = "prov:wasInfluencedBy"
"""With what a decision of a desk names the activity, in the document's graph, that it was taken from."""


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
    links = suggestions(memory, least=0.0)
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


def record(links: Iterable[Link], store: Store, wait: float = 10.0) -> None:
    """Put suggestions into the store, in the place of earlier ones that nobody has decided about.

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
            graph.forget_undecided()
            for link in theirs:
                graph.suggest(link, sources)
            writer.put(graph.key, graph.lines(), **graph.about("-", "-"))


def decided(store: Store, mark: str = "") -> set[Key]:
    """Return the links of a store that somebody has decided about, or those with this decision: "rejected"."""
    found: set[Key] = set()
    for key, entry in store.documents.items():
        if entry.kind == KIND:
            base = entry.graph.removesuffix(f"graph/{key}")
            found |= _Graph(store, base + entry.municipality).decided(mark)
    return found


@dataclass(frozen=True, slots=True)
class _AtDesk:
    """What stands of a link by the decisions about a document (``decisions.tsv``).

    Attributes:
        key: What the link says.
        accepted: Whether it was confirmed, not rejected.
        on: The day, as XML Schema writes it.
        by: IRI of who decided.
        activity: IRI of the decision, in the document's graph.
    """

    key: Key
    accepted: bool
    on: str
    by: str
    activity: str


def adopt(store: Store, documents: Collection[str], wait: float = 10.0) -> int:
    """Take what was decided of links in front of documents into the graphs of links, where the tables of decisions lead too.

    What was taken of a document before, and does not stand in it any more, goes. Of two decisions about a link that of the
    later day counts; of one day that of the table.

    Args:
        store: The store.
        documents: The documents that were stored anew, by their keys.
        wait: Seconds to wait for another process that holds the store.

    Returns:
        How many graphs of links changed.

    Raises:
        StoreError: The store cannot be read or written.
        MappingsError: Somebody decided in another role before.
    """
    graphs: dict[str, _Graph] = {}
    changed: set[str] = set()
    for key in documents:
        entry = store.documents.get(key)
        if entry is None or entry.kind == KIND:
            continue
        municipality = entry.graph.removesuffix(f"graph/{key}") + entry.municipality
        if f"{KIND}-{entry.municipality}" not in store.documents and not any(map(_tells, store.lines(key))):
            continue  # as of nearly all documents
        graph = graphs.setdefault(municipality, _Graph(store, municipality))
        if graph.take(entry.graph, *_at_desk(store.lines(key))):
            changed.add(municipality)
    if changed:
        with store.writing(wait=wait) as writer:
            writer.hold()
            for municipality in sorted(changed):
                graph = graphs[municipality]
                writer.put(graph.key, graph.lines(), **graph.about(DECISIONS, "-"))
    return len(changed)


def _tells(line: str) -> bool:
    return _OF_LINK in line


def _at_desk(lines: list[str]) -> tuple[list[_AtDesk], dict[str, str]]:
    """Return what a document's graph says of links that were decided, and the roles of who decided."""
    wanted = {line.partition(" ")[0] for line in lines if _tells(line)}
    about: dict[str, dict[str, str]] = {}
    for quad in parse(
        "".join(f"{line}\n" for line in lines if line.partition(" ")[0] in wanted or _ROLE in line),
        format=RdfFormat.N_QUADS,
    ):
        about.setdefault(str(quad.subject), {})[str(quad.predicate)] = quad.object.value
    found = []
    for name in sorted(wanted):
        said = about[name]
        subject, predicate, target = said[str(_node("kei:factKey"))].removeprefix(LINK).split(" ")
        found.append(
            _AtDesk(
                key=(subject, predicate, target),
                accepted=said[str(_node("kei:decision"))] == Act.ACCEPT,
                on=said[str(_node("prov:endedAtTime"))][:10],
                by=said[str(_node("prov:wasAssociatedWith"))],
                activity=name[1:-1],
            )
        )
    roles = {name[1:-1]: said[_ROLE] for name, said in about.items() if _ROLE in said}
    return found, roles


def _by_municipality(decisions: list[Decision]) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        found.setdefault(decision.municipality, []).append(decision)
    return found


def _node(curie: str) -> NamedNode:
    prefix, _colon, name = curie.partition(":")
    return NamedNode(_SPACES[prefix] + name)


def _typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=_node(f"xsd:{kind}"))


class _Graph:
    """The links of one municipality: IRI of a node to what is said of it."""

    def __init__(self, store: Store, municipality: str) -> None:
        base, _slash, self._code = municipality.rpartition("/")
        self._municipality = municipality
        self.key = f"{KIND}-{self._code}"
        self._graph = NamedNode(f"{base}/graph/{self.key}")
        self._nodes: dict[str, set[str]] = {}
        if self.key in store.documents:
            for line in store.lines(self.key):
                self._nodes.setdefault(line.partition(" ")[0], set()).add(line)
        self._nodes = {node: lines for node, lines in self._nodes.items() if _is_own(node)}

    def suggest(self, link: Link, sources: Sources) -> NamedNode:
        """Write the node of a suggestion."""
        node = self._name(link.key)
        fields = {match.passage.property for match in link.matches}
        fragments = {source for match in link.matches for source in match.passage.sources} | {*link.places}
        self._write(
            node,
            *_statement(link.key),
            ("sssom:mapping_justification", _node(LEXICAL)),
            ("sssom:confidence", _typed(f"{round(link.confidence, 2):g}", "double")),
            ("sssom:mapping_tool", Literal(TOOL)),
            ("sssom:mapping_tool_version", Literal(__version__)),
            ("rdfs:comment", Literal(sources.explain(link, "ja"), language="ja")),
            *(("sssom:match_string", Literal(word)) for word in link.words),
            *(("sssom:subject_match_field", _node(field)) for field in fields),
            *(("prov:wasDerivedFrom", NamedNode(fragment)) for fragment in fragments),
        )
        return node

    def reviewer(self, by: Reviewer) -> NamedNode:
        """Write the node of who decides: an id and a role, never a name.

        Raises:
            MappingsError: The id decided in another role before.
        """
        node = NamedNode(f"{self._municipality}/reviewer/{by.id}")
        before = self._nodes.get(str(node))
        self._write(
            node,
            ("rdf:type", _node("prov:Agent")),
            ("dcterms:identifier", Literal(by.id)),
            ("kei:reviewerRole", Literal(by.role)),
        )
        if before not in (None, self._nodes[str(node)]):
            raise NoReviewerError(
                "mappings.no-reviewer",
                what=say("mappings.id-which-decided-another", id_=by.id),
            )
        return node

    def decide(self, decision: Decision, author: NamedNode, on: date, sources: Sources) -> None:
        """Write the node of a decision, and that of its suggestion."""
        origin = []
        if decision.link is not None:
            origin = [("prov:wasDerivedFrom", self.suggest(decision.link, sources))]
        self._write(
            NamedNode(f"{self._name(decision.key).value}/decision"),
            *_decision(decision.key, author, on.isoformat(), accepted=decision.accepted),
            *origin,
        )

    def take(self, source: str, links: Iterable[_AtDesk], roles: Mapping[str, str]) -> bool:
        """Take up what stands in a document's graph; tell whether that changed anything."""
        before = self.lines()
        mine = f"{_node(_INFLUENCED)} <{source}#"
        for taken in [one for one, lines in self._nodes.items() if any(mine in line for line in lines)]:
            del self._nodes[taken]
        for one in links:
            name = self._name(one.key)
            decision = NamedNode(f"{name.value}/decision")
            if self._day(decision) >= one.on:
                continue
            author = self.reviewer(Reviewer(one.by.rpartition("/")[2], roles[one.by]))
            origin = [("prov:wasDerivedFrom", name)] if str(name) in self._nodes else []
            self._write(
                decision,
                *_decision(one.key, author, one.on, accepted=one.accepted),
                (_INFLUENCED, NamedNode(one.activity)),
                *origin,
            )
        return self.lines() != before

    def _day(self, decision: NamedNode) -> str:
        """Return the day of a decision, "" where there is none."""
        created = f'{_node("dcterms:created")} "'
        found = (line.partition(created)[2] for line in self._nodes.get(str(decision), ()))
        return next((said.partition('"')[0] for said in found if said), "")

    def forget_undecided(self) -> None:
        """Take out the suggestions that nobody has decided about."""
        kept = {node.removesuffix("/decision>") + ">" for node in self._nodes if node.endswith("/decision>")}
        self._nodes = {
            node: lines
            for node, lines in self._nodes.items()
            if node in kept or node.endswith("/decision>") or not _is_link(node)
        }

    def decided(self, mark: str = "") -> set[Key]:
        """Return the links that have a decision, or those with this one."""
        wanted = f'{_node("kei:decision")} "{mark}' if mark else ""
        return {
            key
            for node, lines in self._nodes.items()
            if node.endswith("/decision>") and any(wanted in line for line in lines)
            for key in _keys(lines)
        }

    def lines(self) -> list[str]:
        """Return the graph as sorted lines of N-Quads."""
        head = [(self._graph, _node("rdf:type"), _node("sssom:MappingSet"))]
        head += [
            (self._graph, _node("sssom:mappings"), NamedNode(node[1:-1]))
            for node in self._nodes
            if _is_link(node)
        ]
        head += self._confirmed()
        lines = {f"{Quad(*triple, self._graph)} ." for triple in head}
        return sorted(lines.union(*self._nodes.values()))

    def _confirmed(self) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
        """Yield what elements go on with of an earlier edition, as a person confirmed it."""
        for subject, predicate, before in sorted(self.decided("confirmed")):
            if predicate in OF_EDITIONS:
                yield NamedNode(subject), _node(predicate), NamedNode(before)

    def about(self, source: str, sha256: str) -> dict[str, str]:
        """Return what the manifest says of the graph."""
        return {
            "graph": self._graph.value,
            "source": source,
            "source_sha256": sha256,
            "loader": KIND,
            "loader_version": __version__,
            "software": __version__,
            "municipality": self._code,
            "kind": KIND,
        }

    def _name(self, key: Key) -> NamedNode:
        digest = hashlib.blake2b(" ".join(key).encode(), digest_size=8).hexdigest()
        return NamedNode(f"{self._municipality}/mapping/{digest}")

    def _write(self, node: NamedNode, *pairs: tuple[str, NamedNode | Literal]) -> None:
        self._nodes[str(node)] = {
            f"{Quad(node, _node(predicate), value, self._graph)} ." for predicate, value in pairs
        }


def _decision(
    key: Key, author: NamedNode, on: str, *, accepted: bool
) -> Iterator[tuple[str, NamedNode | Literal]]:
    yield from _statement(key)
    yield "sssom:mapping_justification", _node(MANUAL)
    yield "kei:decision", Literal("confirmed" if accepted else "rejected")
    yield "dcterms:creator", author
    yield "dcterms:created", _typed(on, "date")
    if not accepted:
        yield "sssom:predicate_modifier", _node("sssom:NegatedPredicate")


def _statement(key: Key) -> Iterator[tuple[str, NamedNode | Literal]]:
    subject, predicate, goal = key
    yield "rdf:type", _node("owl:Axiom")
    yield "owl:annotatedSource", NamedNode(subject)
    yield "owl:annotatedProperty", _node(predicate)
    yield "owl:annotatedTarget", NamedNode(goal)


def _is_link(node: str) -> bool:
    """Tell whether a node is a link and not a reviewer."""
    return "/mapping/" in node


def _is_own(node: str) -> bool:
    """Tell whether a node is a link or a reviewer: what else the graph says follows from them."""
    return _is_link(node) or "/reviewer/" in node


def _keys(lines: set[str]) -> Iterator[Key]:
    """Yield what the lines of a node say."""
    parts = {line.split(" ")[1][1:-1]: line.split(" ")[2][1:-1] for line in lines}
    owl = _SPACES["owl"]
    predicate = curie(parts[f"{owl}annotatedProperty"])
    yield parts[f"{owl}annotatedSource"], predicate, parts[f"{owl}annotatedTarget"]
