"""The links that people decided about, as graphs of a store: one for each municipality, beside those of its documents.

Each link has a node for the suggestion and one for the decision, both ``owl:Axiom`` with SSSOM's terms
(docs/suggestions.md shows them). What was decided at a desk in front of a document stands in the document's graph, and is
taken over whenever the document is stored anew, whoever stores it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from keikaku.ground.defaults import DECISIONS
from keikaku.ground.errors import NoReviewerError
from keikaku.ground.messages import say
from keikaku.ground.version import __version__
from keikaku.ground.vocab import PREFIXES
from keikaku.reading.decisions.applying import LINK
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.store.correspondences import correspondences
from keikaku.store.manifest import MAPPINGS, Entry, graph_file
from keikaku.store.shared import Read, Write

Key = tuple[str, str, str]
"""What a link says: subject, predicate (as a CURIE), object."""
CONTINUES, SPLIT_FROM, MERGED_FROM = "kei:continues", "kei:splitFrom", "kei:mergedFrom"
"""Predicates of links from an element to that of an earlier edition which it goes on with."""
OF_EDITIONS = (CONTINUES, SPLIT_FROM, MERGED_FROM)
MANUAL = "semapv:ManualMappingCuration"
"""Why a link holds that a person confirmed."""
_SPACES = dict(PREFIXES) | {
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
}
_OF_LINK = f'factKey> "{LINK}'
_ROLE = f"<{PREFIXES['kei']}reviewerRole>"
_INFLUENCED = "prov:wasInfluencedBy"
"""With what a decision of a desk names the activity, in the document's graph, that it was taken from."""


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


def adopted(now: Mapping[str, Entry], documents: Iterable[str], read: Read, write: Write) -> dict[str, Entry]:
    """Take what was decided of links in front of documents into the graphs of links, where the tables of decisions lead too.

    What was taken of a document before, and does not stand in it any more, goes. Of two decisions about a link that of the
    later day counts; of one day that of the table.

    Args:
        now: The documents of a store by key.
        documents: The keys of those that were stored anew.
        read: Returns the N-Quads of an entry.
        write: Writes N-Quads under a path in the store.

    Returns:
        The entries of the graphs of links that had to be written anew, by key.
    """
    graphs: dict[str, LinkGraph] = {}
    changed: set[str] = set()
    for key in documents:
        entry = now[key]
        mappings = now.get(mappings_key(entry.municipality))
        lines = read(entry).decode().splitlines()
        if mappings is None and not any(_OF_LINK in line for line in lines):
            continue
        municipality = entry.graph.removesuffix(f"graph/{key}") + entry.municipality
        if municipality not in graphs:
            held = read(mappings).decode().splitlines() if mappings else ()
            graphs[municipality] = LinkGraph(municipality, held)
        if graphs[municipality].take(entry.graph, *_at_desk(lines)):
            changed.add(municipality)
    found = {}
    for municipality in sorted(changed):
        graph = graphs[municipality]
        data = "".join(f"{line}\n" for line in graph.lines()).encode()
        sha256 = hashlib.sha256(data).hexdigest()
        file = graph_file(graph.key, sha256)
        write(file, data)
        found[graph.key] = Entry(
            file=file, sha256=sha256, quads=data.count(b"\n"), **graph.about(DECISIONS, "-")
        )
    return found


def mappings_key(code: str) -> str:
    """Return the key of the graph of a municipality's links."""
    return f"{MAPPINGS}-{code}"


def _at_desk(lines: list[str]) -> tuple[list[_AtDesk], dict[str, str]]:
    """Return what a document's graph says of links that were decided, and the roles of who decided."""
    wanted = {line.partition(" ")[0] for line in lines if _OF_LINK in line}
    about: dict[str, dict[str, str]] = {}
    for quad in parse(
        "".join(f"{line}\n" for line in lines if line.partition(" ")[0] in wanted or _ROLE in line),
        format=RdfFormat.N_QUADS,
    ):
        about.setdefault(str(quad.subject), {})[str(quad.predicate)] = quad.object.value
    found = []
    for name in sorted(wanted):
        said = about[name]
        subject, predicate, target = said[str(node_of("kei:factKey"))].removeprefix(LINK).split(" ")
        found.append(
            _AtDesk(
                key=(subject, predicate, target),
                accepted=said[str(node_of("kei:decision"))] == Act.ACCEPT,
                on=said[str(node_of("prov:endedAtTime"))][:10],
                by=said[str(node_of("prov:wasAssociatedWith"))],
                activity=name[1:-1],
            )
        )
    roles = {name[1:-1]: said[_ROLE] for name, said in about.items() if _ROLE in said}
    return found, roles


def curie(predicate: str) -> str:
    """Return the predicate of a link by its short name; one of another vocabulary as it is.

    >>> curie("http://www.w3.org/2004/02/skos/core#relatedMatch")
    'skos:relatedMatch'
    """
    for prefix, space in _SPACES.items():
        if predicate.startswith(space):
            return f"{prefix}:{predicate.removeprefix(space)}"
    return predicate


def node_of(curie: str) -> NamedNode:
    """Return what a short name stands for."""
    prefix, _colon, name = curie.partition(":")
    return NamedNode(_SPACES[prefix] + name)


def typed(value: str, kind: str) -> Literal:
    """Return a value of a kind of XML Schema's."""
    return Literal(value, datatype=node_of(f"xsd:{kind}"))


class LinkGraph:
    """The links of one municipality: IRI of a node to what is said of it.

    Args:
        municipality: IRI of the municipality.
        held: The lines of the graph as it is, none where there is none yet.
    """

    def __init__(self, municipality: str, held: Iterable[str]) -> None:
        base, _slash, self._code = municipality.rpartition("/")
        self._municipality = municipality
        self.key = mappings_key(self._code)
        self._graph = NamedNode(f"{base}/graph/{self.key}")
        self.nodes: dict[str, set[str]] = {}
        for line in held:
            self.nodes.setdefault(line.partition(" ")[0], set()).add(line)
        self.nodes = {node: lines for node, lines in self.nodes.items() if _is_own(node)}

    def reviewer(self, by: Reviewer) -> NamedNode:
        """Write the node of who decides: an id and a role, never a name.

        Raises:
            MappingsError: The id decided in another role before.
        """
        node = NamedNode(f"{self._municipality}/reviewer/{by.id}")
        before = self.nodes.get(str(node))
        self.write(
            node,
            ("rdf:type", node_of("prov:Agent")),
            ("dcterms:identifier", Literal(by.id)),
            ("kei:reviewerRole", Literal(by.role)),
        )
        if before not in (None, self.nodes[str(node)]):
            raise NoReviewerError(
                "mappings.no-reviewer",
                what=say("mappings.id-which-decided-another", id_=by.id),
            )
        return node

    def take(self, source: str, links: Iterable[_AtDesk], roles: Mapping[str, str]) -> bool:
        """Take up what stands in a document's graph; tell whether that changed anything."""
        before = self.lines()
        mine = f"{node_of(_INFLUENCED)} <{source}#"
        for taken in [one for one, lines in self.nodes.items() if any(mine in line for line in lines)]:
            del self.nodes[taken]
        for one in links:
            name = self.name(one.key)
            decision = NamedNode(f"{name.value}/decision")
            if self._day(decision) >= one.on:
                continue
            author = NamedNode(one.by)
            if str(author) not in self.nodes:  # who decided in another role before keeps that one
                self.reviewer(Reviewer(one.by.rpartition("/")[2], roles[one.by]))
            origin = [("prov:wasDerivedFrom", name)] if str(name) in self.nodes else []
            self.write(
                decision,
                *decision_of(one.key, author, one.on, accepted=one.accepted),
                (_INFLUENCED, NamedNode(one.activity)),
                *origin,
            )
        return self.lines() != before

    def _day(self, decision: NamedNode) -> str:
        """Return the day of a decision, "" where there is none."""
        created = f'{node_of("dcterms:created")} "'
        found = (line.partition(created)[2] for line in self.nodes.get(str(decision), ()))
        return next((said.partition('"')[0] for said in found if said), "")

    def decided(self, mark: str = "") -> set[Key]:
        """Return the links that have a decision, or those with this one."""
        wanted = f'{node_of("kei:decision")} "{mark}' if mark else ""
        return {
            key
            for node, lines in self.nodes.items()
            if node.endswith("/decision>") and any(wanted in line for line in lines)
            for key in _keys(lines)
        }

    def lines(self) -> list[str]:
        """Return the graph as sorted lines of N-Quads."""
        head = [(self._graph, node_of("rdf:type"), node_of("sssom:MappingSet"))]
        head += [
            (self._graph, node_of("sssom:mappings"), NamedNode(node[1:-1]))
            for node in self.nodes
            if is_link(node)
        ]
        head += self._confirmed()
        kept = (key for key in sorted(self.decided("confirmed")) if key[1] in OF_EDITIONS)
        head += correspondences(self._municipality, kept, SPLIT_FROM)
        lines = {f"{Quad(*triple, self._graph)} ." for triple in head}
        return sorted(lines.union(*self.nodes.values()))

    def _confirmed(self) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
        """Yield what elements go on with of an earlier edition, as a person confirmed it."""
        for subject, predicate, before in sorted(self.decided("confirmed")):
            if predicate in OF_EDITIONS:
                yield NamedNode(subject), node_of(predicate), NamedNode(before)

    def about(self, source: str, sha256: str) -> dict[str, str]:
        """Return what the manifest says of the graph."""
        return {
            "graph": self._graph.value,
            "source": source,
            "source_sha256": sha256,
            "loader": MAPPINGS,
            "loader_version": __version__,
            "software": __version__,
            "municipality": self._code,
            "kind": MAPPINGS,
        }

    def name(self, key: Key) -> NamedNode:
        """Return the node of a link."""
        digest = hashlib.blake2b(" ".join(key).encode(), digest_size=8).hexdigest()
        return NamedNode(f"{self._municipality}/mapping/{digest}")

    def write(self, node: NamedNode, *pairs: tuple[str, NamedNode | Literal]) -> None:
        """Say these things of a node, and nothing else."""
        self.nodes[str(node)] = {
            f"{Quad(node, node_of(predicate), value, self._graph)} ." for predicate, value in pairs
        }


def decision_of(
    key: Key, author: NamedNode, on: str, *, accepted: bool
) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Yield what is said of a decision about a link."""
    yield from statement(key)
    yield "sssom:mapping_justification", node_of(MANUAL)
    yield "kei:decision", Literal("confirmed" if accepted else "rejected")
    yield "dcterms:creator", author
    yield "dcterms:created", typed(on, "date")
    if not accepted:
        yield "sssom:predicate_modifier", node_of("sssom:NegatedPredicate")


def statement(key: Key) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Yield what is said of any node of a link: the link itself."""
    subject, predicate, goal = key
    yield "rdf:type", node_of("owl:Axiom")
    yield "owl:annotatedSource", NamedNode(subject)
    yield "owl:annotatedProperty", node_of(predicate)
    yield "owl:annotatedTarget", NamedNode(goal)


def is_link(node: str) -> bool:
    """Tell whether a node is a link and not a reviewer."""
    return "/mapping/" in node


def _is_own(node: str) -> bool:
    """Tell whether a node is a link or a reviewer: what else the graph says follows from them."""
    return is_link(node) or "/reviewer/" in node


def _keys(lines: set[str]) -> Iterator[Key]:
    """Yield what the lines of a node say."""
    parts = {line.split(" ")[1][1:-1]: line.split(" ")[2][1:-1] for line in lines}
    owl = _SPACES["owl"]
    predicate = curie(parts[f"{owl}annotatedProperty"])
    yield parts[f"{owl}annotatedSource"], predicate, parts[f"{owl}annotatedTarget"]
