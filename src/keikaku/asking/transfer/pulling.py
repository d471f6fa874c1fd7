"""Fetching: every graph whole and as it was pushed, or none of them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from keikaku.asking.sources.endpoint import Endpoint
from keikaku.asking.sources.services import Places
from keikaku.asking.sources.wire import Client, Limits
from keikaku.asking.transfer.decisions import difference, refuse_losing, with_decisions
from keikaku.asking.transfer.parcels import HASH, MAPPINGS, Step, hashed, restored, text_of
from keikaku.graph import sparql
from keikaku.ground.errors import ServerError
from keikaku.ground.files import write_whole
from keikaku.ground.version import __version__
from keikaku.ground.vocab import KEI
from keikaku.store.folder import Store
from keikaku.store.graphfiles import fault
from keikaku.store.manifest import REPLACED
from keikaku.store.shared import once
from keikaku.store.statistics import STATISTICS

MAPPINGS_KIND = "mappings"
"""Kind of the store's entries that hold links."""
_OWN_KINDS = {
    MAPPINGS: MAPPINGS_KIND,
    str(KEI.ReplacementGraph): REPLACED,
    str(KEI.StatisticsGraph): STATISTICS,
}
"""Classes of graphs that are of no document, with the kinds of their entries."""
_DOCUMENTS = f"""SELECT ?graph (COUNT(*) AS ?size) ?kind WHERE {{
    GRAPH ?graph {{ ?graph a ?kind . ?s ?p ?o }}
    FILTER(?kind IN (<{KEI.DocumentGraph}>, <{MAPPINGS}>, <{KEI.SharedGraph}>, <{KEI.ReplacementGraph}>, <{KEI.StatisticsGraph}>))
}} GROUP BY ?graph ?kind ORDER BY ?graph"""


def _graph_row(row: Iterable[object], url: str) -> tuple[str, int, str]:
    """Return a graph, its size and what it is; a server may answer anything."""
    try:
        graph, size, kind = map(text_of, row)
        return graph, int(size), kind
    except ValueError:
        raise ServerError(
            "servers.broken-answer", url=url, why="a row that is not a graph, its size and its class"
        ) from None


def graphs_of(places: Places, limits: Limits | None) -> list[tuple[str, int, str]]:
    """Return the graphs of a server that keikaku made, with their sizes and classes.

    Raises:
        ServerError: The server cannot be reached, or refuses.
    """
    endpoint = Endpoint(places.query, limits)
    try:
        return [_graph_row(row, places.url) for row in endpoint.select(_DOCUMENTS, union=False)]
    finally:
        endpoint.close()


def decisions_of(
    places: Places, wanted: Callable[[str], bool], limits: Limits | None
) -> Iterator[tuple[str, list[str]]]:
    """Yield the graphs of decisions on a server that are wanted, by IRI, with their sorted N-Quads.

    Raises:
        ServerError: The server cannot be reached, or refuses.
    """
    found = [row[:2] for row in graphs_of(places, limits) if row[2] == MAPPINGS and wanted(row[0])]
    fetcher = _Fetcher(places, limits)
    try:
        for graph, size in found:
            triples = fetcher.fetch(graph, size, changed=True)
            yield graph, [f"{triple} <{graph}> ." for triple in triples]
    finally:
        fetcher.close()


@dataclass(frozen=True, slots=True)
class Taken:
    """What decisions of a server became here.

    Attributes:
        taken: How many stand in the store now.
        kept: How many differ from one of the same day here, which was kept.
    """

    taken: int
    kept: int


def take_decisions(places: Places, target: Store, limits: Limits | None = None) -> Taken:
    """Add what was decided on a server about links of the store's municipalities; nothing else changes.

    A later decision takes the place of an earlier one, here or there.

    Args:
        places: The server's addresses.
        target: The store.
        limits: How long to wait, and for how much.

    Raises:
        MappingsError: An id decides in one role here and in another one there.
        ServerError: The server cannot be reached, or refuses.
    """
    ours = {
        f"{entry.graph.rpartition('graph/')[0]}graph/{MAPPINGS_KIND}-{entry.municipality}"
        for entry in target.documents.values()
    }
    taken = kept = 0
    with target.writing() as writer:
        for graph, there in decisions_of(places, ours.__contains__, limits):
            here = target.lines(_key(graph)) if _key(graph) in target.documents else []
            found = difference(here, there)
            kept += len(found.same_day)
            if new := len(found.only_there) + len(found.later_there):
                lines = with_decisions(here, there, graph)
                writer.put(_key(graph), lines, **_about(graph, lines))
                taken += new
    return Taken(taken, kept)


def pull(
    places: Places,
    target: Store | Path,
    limits: Limits | None = None,
    step: Step = lambda *_: None,
    *,
    changed: bool = False,
) -> list[str]:
    """Fetch the document graphs of a server into a store or a file of N-Quads, all of them or none.

    Args:
        places: The server's addresses.
        target: The store, or the file.
        limits: How long to wait, and for how much.
        step: Told of each graph.
        changed: Whether to take also graphs that are not as they were pushed.

    Returns:
        The graphs that arrived.

    Raises:
        ServerError: The server has no document graph.
        ServerError: A graph is not as it was pushed.
        MappingsError: People decided about links here, and what arrives does not know of it.
        ServerError: The server cannot be reached, or refuses.
    """
    rows = graphs_of(places, limits)
    shared = {graph: size for graph, size, kind in rows if kind == str(KEI.SharedGraph)}
    sizes = {graph: size for graph, size, _kind in rows if graph not in shared}
    if not sizes:
        raise ServerError("servers.nothing-to-pull", url=places.url)
    arriving = _arriving(places, shared, sizes, limits, step, changed=changed)
    if isinstance(target, Path):
        files = ((graph, "".join(f"{line}\n" for line in lines).encode()) for graph, lines in arriving)
        write_whole(target, once(files))
    else:
        with target.writing() as writer:
            for graph, lines in arriving:
                refuse_losing(target, _key(graph), lines)
                writer.put(_key(graph), lines, **_about(graph, lines))
    return list(sizes)


def _arriving(
    places: Places,
    shared: Mapping[str, int],
    sizes: Mapping[str, int],
    limits: Limits | None,
    step: Step,
    *,
    changed: bool,
) -> Iterator[tuple[str, list[str]]]:
    fetcher, total = _Fetcher(places, limits), len(shared) + len(sizes)
    fetched: dict[str, list[str]] = {}
    try:
        for done, (graph, size) in enumerate([*shared.items(), *sizes.items()]):
            step(graph, done, total)
            triples = fetcher.fetch(graph, size, changed=changed)
            if graph in shared:
                fetched[graph] = triples
                continue
            lines, is_whole = restored(graph, triples, fetched)
            if not is_whole and not changed:
                why = "it shares statements that are not there"
                raise ServerError("servers.different-graph", url=places.url, graph=graph, why=why)
            yield graph, lines
        step("", total, total)
    finally:
        fetcher.close()


class _Fetcher:
    """Gets graphs from a server, by the Graph Store protocol or else by CONSTRUCT."""

    def __init__(self, places: Places, limits: Limits | None) -> None:
        self._places = places
        self._client = Client(places.store or places.query, limits)
        self._endpoint = Endpoint(places.query, limits)

    def close(self) -> None:
        self._client.close()
        self._endpoint.close()

    def fetch(self, graph: str, size: int, *, changed: bool) -> list[str]:
        """Return the sorted triples of a graph, checked against its hash."""
        triples = (ox.serialize(self._triples(graph), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        found = {line.removesuffix(" .") for line in triples.split("\n")[:-1]}
        facts = {line for line in found if line.startswith(f"<{graph}> <{HASH}> ")}
        stated = {line.split('"')[1] for line in facts if '"' in line}
        lines = sorted(found - facts)
        if len(found) < size:
            why = f"{size} triples announced, {len(found)} arrived"
            raise ServerError("servers.broken-answer", url=self._places.url, why=why)
        if number := fault("".join(f"{line} <{graph}> .\n" for line in lines).encode()):
            why = f"no statement of RDF 1.1: {lines[number - 1][:100]}"
            raise ServerError("servers.broken-answer", url=self._places.url, why=why)
        digest = hashed(graph, lines)
        if stated and stated != {digest} and not changed:
            raise ServerError(
                "servers.different-graph",
                url=self._places.url,
                graph=graph,
                why=f"SHA-256 {digest[:12]}…, stated {min(stated)[:12]}…",
            )
        return lines

    def _triples(self, graph: str) -> Iterator[ox.Triple]:
        if not self._places.store:
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{sparql.iri(graph).value}> {{ ?s ?p ?o }} }}"
            return self._endpoint.construct(text, union=False)
        body = self._client.send(
            "GET",
            self._places.store,
            params={"graph": graph},
            headers={"Accept": "application/n-triples, text/turtle;q=0.9"},
        )
        return self._endpoint.triples(body)


def _key(graph: str) -> str:
    """Return the key of a document by its graph's IRI, which comes from a server and becomes a file's name."""
    name = graph.rpartition("/graph/")[2]
    if re.fullmatch(r"\w[\w.@+-]*", name):
        return name
    return f"graph-{hashlib.sha256(graph.encode()).hexdigest()[:16]}"


def _about(graph: str, lines: list[str]) -> dict[str, str]:
    """Return what a store's manifest says of a graph, read from the graph's description of itself."""
    about_itself = [line for line in lines if line.startswith(f"<{graph}> ")]
    for own_kind, name in _OWN_KINDS.items():
        if not any(f"<{own_kind}>" in line for line in about_itself):
            continue
        software = dict.fromkeys(("loader_version", "software"), __version__)
        code = _key(graph).rpartition("-")[2]
        return {
            "graph": graph,
            "source": "-",
            "source_sha256": "-",
            "loader": name,
            "municipality": code,
            "kind": name,
            **software,
        }
    memory = ox.Store()
    memory.bulk_load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)

    def value(subject: ox.NamedNode | None, name: str) -> ox.NamedNode | ox.Literal | None:
        predicate = ox.NamedNode(name if "://" in name else str(KEI[name]))
        found = sorted(memory.quads_for_pattern(subject, predicate, None), key=str)
        term = found[0].object if found else None
        return term if isinstance(term, ox.NamedNode | ox.Literal) else None

    node = ox.NamedNode(graph)
    origin = value(node, "http://www.w3.org/ns/prov#wasDerivedFrom")
    document = origin if isinstance(origin, ox.NamedNode) else node
    known = {
        "source": value(document, "fileName"),
        "source_sha256": value(document, "sha256"),
        "loader": value(node, "loader"),
        "loader_version": value(node, "loaderVersion"),
        "software": value(node, "softwareVersion"),
    }
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    bodies = memory.quads_for_pattern(None, kind, ox.NamedNode(str(KEI.Municipality)))
    codes = sorted(str(quad.subject).strip("<>").rpartition("/")[2] for quad in bodies)
    about = {name: term.value if term else "" for name, term in known.items()}
    return {"graph": graph, "municipality": codes[0] if codes else "", **about}
