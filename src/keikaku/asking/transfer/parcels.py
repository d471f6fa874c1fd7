"""A store's graphs as what is sent to a server, and a document's file made again from what comes back.

A file of a store holds what its document says: in the document's graph, in the graph of what the documents of its
municipality share (:mod:`keikaku.store.shared`), and in the graph of the code lists. A server holds each graph once.
Which statements of the shared graph a document makes therefore travels with the document's graph
(``kei:sharedStatements``), and which codes it uses (``kei:usesCode``); both are taken away when it comes back.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from keikaku.graph.nquads import VOCABULARY
from keikaku.ground import vocab
from keikaku.ground.vocab import KEI
from keikaku.store.folder import Store
from keikaku.store.memory import vocabulary_quads
from keikaku.store.shared import shared_graph

HASH = str(KEI.contentSha256)
_SHARES = f"<{KEI.sharedStatements}>"
_USES = f"<{KEI.usesCode}>"
_CODES = f"{VOCABULARY}codes"
MAPPINGS = "https://w3id.org/sssom/MappingSet"
"""The class of graphs that hold suggested links and what people decided about them."""

Step = Callable[[str, int, int], None]
"""Called before each graph with its IRI, how many came before it, and how many there are."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A graph to be sent.

    Attributes:
        graph: Its IRI.
        sha256: Of its sorted N-Quads.
        size: How many triples it has.
        triples: Reads them, as N-Triples.
    """

    graph: str
    sha256: str
    size: int
    triples: Callable[[], bytes] = field(repr=False)

    @property
    def fact(self) -> bytes:
        """The statement that says the hash, as N-Triples."""
        return f'<{self.graph}> <{HASH}> "{self.sha256}" .\n'.encode()


def parcels(store: Store, *, vocabularies: bool = True) -> list[Parcel]:
    """Return the graphs of a store, and the ontology, code lists and SDGs, as what is to be sent.

    Args:
        store: The store.
        vocabularies: Whether the ontology and the code lists come too.
    """
    shared = _shared(store)
    found = [_document(store, key, shared) for key in store.documents]
    found += [_parcel(graph, [*lines]) for graph, lines in shared.items()]
    return found + ([*_vocabularies(store)] if vocabularies else [])


def abandoned(store: Store, there: Iterable[str]) -> list[str]:
    """Return the graphs on a server of what documents of the store shared once and do not share now."""
    ours = {graph for entry in store.documents.values() if (graph := shared_graph(entry))}
    return sorted((ours & set(there)) - set(_shared(store)))


def parcel(graph: str, quads: Iterable[ox.Quad]) -> Parcel:
    """Return triples, whatever graph they are in, as a graph to be sent."""
    return _parcel(graph, sorted({f"{quad.triple}" for quad in quads}))


def _parcel(graph: str, triples: list[str]) -> Parcel:
    data = "".join(f"{triple} .\n" for triple in triples).encode()
    return Parcel(graph, hashed(graph, triples), len(triples), lambda: data)


def hashed(graph: str, triples: Iterable[str]) -> str:
    """Return the hash of a graph: of its sorted N-Quads."""
    return hashlib.sha256("".join(f"{triple} <{graph}> .\n" for triple in triples).encode()).hexdigest()


def _shared(store: Store) -> dict[str, dict[str, int]]:
    """Return what the documents of each municipality share: the triples in order, with their numbers."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, entry in store.documents.items():
        if entry.alone:
            graph = shared_graph(entry)
            found[graph].update(_within(store.lines(key), graph))
    return {
        graph: {line: number for number, line in enumerate(sorted(lines))}
        for graph, lines in sorted(found.items())
    }


def _within(lines: Iterable[str], graph: str) -> Iterator[str]:
    """Yield the triples of a graph."""
    tail = f" <{graph}> ."
    return (line[: -len(tail)] for line in lines if line.endswith(tail))


def _document(store: Store, key: str, shared: Mapping[str, Mapping[str, int]]) -> Parcel:
    entry = store.documents[key]

    def triples() -> list[str]:
        lines = store.lines(key)
        facts = [*_facts(lines, entry.graph, shared_graph(entry), shared)]
        own = [*_within(lines, entry.graph)]
        return sorted([*own, *facts]) if facts else own

    found = triples()
    return Parcel(
        entry.graph,
        hashed(entry.graph, found),
        len(found),
        lambda: "".join(f"{triple} .\n" for triple in triples()).encode(),
    )


def _facts(lines: list[str], graph: str, home: str, shared: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Yield the statements from which a document's file can be made again."""
    numbers = [shared[home][triple] for triple in _within(lines, home)] if home in shared else []
    if numbers:
        bits = sum(1 << number for number in numbers)
        yield f'<{graph}> {_SHARES} "{home} {len(shared[home])} {bits:x}"'
    codes = {triple.partition(" ")[0] for triple in _within(lines, _CODES)}
    yield from (f"<{graph}> {_USES} {code}" for code in codes)


def _vocabularies(store: Store) -> Iterator[Parcel]:
    """Yield the vocabularies without what the documents say of their municipalities."""
    towns = {f"<{shared_graph(entry).replace('graph/shared/', '')}> " for entry in store.documents.values()}
    lines = (line for key in store.documents for line in store.lines(key) if line.startswith((*towns,)))
    said = frozenset(quad.triple for quad in ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
    for graph, quads in vocabulary_quads(said):
        yield parcel(graph, quads)


# ---------------------------------------------------------------- and back


def restored(graph: str, triples: Iterable[str], shared: Mapping[str, list[str]]) -> tuple[list[str], bool]:
    """Return the lines of a document's file, sorted, and whether they are all there.

    Args:
        graph: The document's graph.
        triples: What the server holds in it.
        shared: What it holds in the graphs of shared things, sorted.
    """
    lines, is_whole = [], True
    for triple in triples:
        if triple.startswith(f"<{graph}> {_SHARES} "):
            home, count, bits = triple.split('"')[1].split(" ")
            theirs = shared.get(home, [])
            is_whole = len(theirs) == int(count)
            chosen = int(bits, 16) if is_whole else -1
            lines += [f"{one} <{home}> ." for number, one in enumerate(theirs) if chosen >> number & 1]
        elif triple.startswith(f"<{graph}> {_USES} "):
            code = triple.rpartition(" ")[2]
            facts = vocab.code_description(code[1:-1]) if vocab.is_code(code[1:-1]) else ()
            lines += [f"{code} {predicate} {value} <{_CODES}> ." for predicate, value in facts]
        else:
            lines.append(f"{triple} <{graph}> .")
    return sorted(lines), is_whole


def text_of(cell: object) -> str:
    """Return the text of a cell of an answer, whatever a server put there."""
    return cell.value if isinstance(cell, ox.Literal | ox.NamedNode) else ""
