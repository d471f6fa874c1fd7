"""N-Quads in memory, where queries run, with the vocabularies beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pyoxigraph as ox

from keikaku.graph.nquads import KEI, RDF, VOCABULARY
from keikaku.graph.sparql import examine
from keikaku.ground import content
from keikaku.ground.files import joined

_TYPE = ox.NamedNode(f"{RDF}type")
_MUNICIPALITY = ox.NamedNode(f"{KEI}Municipality")
_RUN = 2**25  # bytes of N-Quads loaded at a time: Oxigraph holds about six times as much while it sorts them
_MAY_NAME = re.compile("from", re.IGNORECASE)


def load(pieces: Iterable[bytes], *, vocabularies: bool = True) -> ox.Store:
    """Load N-Quads whose hashes were checked.

    Args:
        pieces: The N-Quads.
        vocabularies: Whether the ontology, the code lists and the SDGs come too, each in a graph of its own.
    """
    memory = ox.Store()
    memory.bulk_load(joined(pieces), format=ox.RdfFormat.N_QUADS, lenient=True)
    if vocabularies:
        _load_vocabularies(memory)
    return memory


def load_into(disk: ox.Store, pieces: Iterable[bytes]) -> None:
    """Load N-Quads whose hashes were checked, and the vocabularies, into a store on disk, in bounded memory."""
    run, size = list[bytes](), 0
    for piece in pieces:
        run.append(piece)
        size += len(piece)
        if size >= _RUN:
            disk.bulk_load(joined(run), format=ox.RdfFormat.N_QUADS, lenient=True)
            run, size = [], 0
    disk.bulk_load(joined(run), format=ox.RdfFormat.N_QUADS, lenient=True)
    _load_vocabularies(disk)


def _load_vocabularies(memory: ox.Store) -> None:
    for file in sorted(content.folder("ontology").glob("*.ttl")):
        graph = ox.NamedNode(VOCABULARY + file.stem)
        memory.bulk_load(path=file, format=ox.RdfFormat.TURTLE, to_graph=graph)
    _leave_to_documents(memory)


def _leave_to_documents(memory: ox.Store) -> None:
    """Take out of the vocabularies what documents say of their municipalities, so that it stands once."""
    kinds = [*memory.quads_for_pattern(None, _TYPE, _MUNICIPALITY, None)]
    for subject in {quad.subject for quad in kinds if not is_vocabulary(quad)}:
        quads = [*memory.quads_for_pattern(subject, None, None, None)]
        said = {quad.triple for quad in quads if not is_vocabulary(quad)}
        for quad in quads:
            if is_vocabulary(quad) and quad.triple in said:
                memory.remove(quad)


def is_vocabulary(quad: ox.Quad) -> bool:
    """Tell whether a statement stands in the graph of a vocabulary."""
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(VOCABULARY)


def vocabulary_quads(said: frozenset[ox.Triple] = frozenset()) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield the vocabularies as graphs, by their IRIs.

    Args:
        said: What documents say already, and is left to them.
    """
    for file in sorted(content.folder("ontology").glob("*.ttl")):
        graph = ox.NamedNode(VOCABULARY + file.stem)
        quads = ox.parse(path=file, format=ox.RdfFormat.TURTLE)
        yield (
            graph.value,
            [
                ox.Quad(one.subject, one.predicate, one.object, graph)
                for one in quads
                if one.triple not in said
            ],
        )


def united(memory: ox.Store) -> ox.Store:
    """Return a store whose queries see all its graphs as one, unless they name a dataset."""
    return cast("ox.Store", _United(memory))


class _United:
    """Does what a store does; pyoxigraph's own class takes no subclass."""

    def __init__(self, memory: ox.Store) -> None:
        self._memory = memory

    def query(self, query: str, **how: Any) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query; as :meth:`pyoxigraph.Store.query`, over all graphs as one where nothing names others."""
        if how.get("default_graph") is None and how.get("named_graphs") is None:
            named = _MAY_NAME.search(query) and "FROM" in map(str.upper, examine(query).reaches)
            how.setdefault("use_default_graph_as_union", not named)
        return self._memory.query(query, **how)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(self._memory, name)
        setattr(self, name, found)  # looked up once
        return found

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self._memory)

    def __len__(self) -> int:
        return len(self._memory)

    def __contains__(self, quad: ox.Quad) -> bool:
        return quad in self._memory
