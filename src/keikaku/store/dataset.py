"""A dataset: a store in memory as it is published, with the documents that describe its things."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from keikaku.graph.addresses import Addresses, file_stem, place
from keikaku.graph.nquads import DCT, KEI, RDF, VOCABULARY
from keikaku.graph.triples import subjects_of
from keikaku.ground import vocab
from keikaku.store.described import Described, write_described
from keikaku.store.folder import Store
from keikaku.store.manifest import REPLACED
from keikaku.store.memory import is_vocabulary, load, load_into

_HISTORY = "municipality-changes"  # the file of the ontology, and its graph
_TYPE, _MUNICIPALITY = ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{KEI}Municipality")
_IDENTIFIER = ox.NamedNode(f"{DCT}identifier")
_REPLACED_BY = ox.NamedNode(f"{DCT}isReplacedBy")


def origin(store: Store) -> str:
    """Return the IRI under which a store names its things: what stands before ``graph/`` in its graphs' names."""
    for entry in store.documents.values():
        before, mark, _key = entry.graph.rpartition("graph/")
        if mark:
            return before
    return vocab.DEFAULT_BASE


class Dataset:
    """What a store holds, under the IRIs that its publisher gives it.

    Args:
        store: The store.
        addresses: Which IRIs its things are published under.
        folder: Where its quads stand on disk, for a store that no memory holds: written where there is none yet,
            and read from then on, by any number of processes; None for memory.

    Attributes:
        store: The store.
        addresses: Its addresses.
        memory: Its quads under their published IRIs, with the vocabularies, each in a graph of its own.
    """

    def __init__(self, store: Store, addresses: Addresses, folder: Path | None = None) -> None:
        self.store = store
        self.addresses = addresses
        self._described: Described | None = None
        if folder is None:
            self.memory = load(self.nquads())
            self._history = self._tell_history()
        else:
            self._open(folder)

    def _open(self, folder: Path) -> None:
        """Read the quads from disk, and write them there first where nobody did."""
        quads, described = folder / "quads", folder / "described.sqlite"
        if not described.exists():
            folder.mkdir(parents=True, exist_ok=True)
            self.memory = ox.Store(quads)
            load_into(self.memory, self.nquads())
            self._history = self._tell_history()
            write_described(described, self._pairs())
            self.memory.optimize()
            self.memory.flush()
            self.memory = ox.Store()  # closes it: nobody may tidy up beneath those who read
        self.memory = ox.Store.read_only(str(quads))
        self._history = frozenset(vocab.history(self._codes()))
        self._described = Described(described)

    def nquads(self) -> Iterator[bytes]:
        """Yield the published N-Quads of each document of the store, in order of their keys.

        What several documents say comes with each of them.
        """
        for data in self.store.nquads():
            yield self.addresses.renamed(data)

    def _tell_history(self) -> frozenset[str]:
        """Add how the municipalities came to be, under their published IRIs, beside the vocabularies; return local names.

        What the vocabularies say of municipalities that are gone has their IRIs; these resolve where the dataset is
        published, and questions find the plans of predecessors there.
        """
        graph = ox.NamedNode(f"{VOCABULARY}{_HISTORY}")
        told = vocab.history(self._codes())
        for local, facts in told.items():
            subject = ox.NamedNode(self.addresses.named(local))
            for predicate, values in facts.items():
                for value in values:
                    other = value.value.removeprefix(vocab.DEFAULT_BASE)
                    ours = isinstance(value, ox.NamedNode) and other in told
                    said = ox.NamedNode(self.addresses.named(other)) if ours else value
                    triple = (subject, ox.NamedNode(predicate), said)
                    if not next(iter(self.memory.quads_for_pattern(*triple, None)), None):
                        self.memory.add(ox.Quad(*triple, graph))
        return frozenset(told)

    def _codes(self) -> set[str]:
        """Return the codes of the municipalities that documents tell of."""
        kinds = self.memory.quads_for_pattern(None, _TYPE, _MUNICIPALITY, None)
        towns = {quad.subject for quad in kinds if not is_vocabulary(quad)}
        return {
            quad.object.value
            for town in towns
            for quad in self.memory.quads_for_pattern(town, _IDENTIFIER, None, None)
            if isinstance(quad.object, ox.Literal)
        }

    @cached_property
    def documents(self) -> Mapping[str, tuple[str, ...]]:
        """The documents by local name, sorted, each with the published IRIs of the things it describes.

        A document describes the thing whose local name it has and its parts.
        """
        if self._described is not None:
            return self._described
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name, thing in self._pairs():
            found[name].add(thing)
        return {name: tuple(sorted(found[name])) for name in sorted(found)}

    @cached_property
    def stems(self) -> Mapping[str, str]:
        """The documents by the paths of their files below ``doc/``, without suffix, sorted."""
        if self._described is not None:
            return self._described.stems
        return dict(sorted((file_stem(name), name) for name in self.documents))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Yield documents with the things that they describe, some twice."""
        for graph in self.memory.named_graphs():
            if isinstance(graph, ox.BlankNode) or graph.value.startswith(VOCABULARY):
                continue
            if graph.value in self._replacing:
                continue
            for subject in subjects_of(self.memory, graph):
                local = self.addresses.local(subject.value) if isinstance(subject, ox.NamedNode) else None
                if local:
                    yield place(local).document, subject.value
        for local in self._history:
            yield local, self.addresses.named(local)

    @cached_property
    def _replacing(self) -> set[str]:
        """The graphs that lead from old IRIs to new ones."""
        entries = self.store.documents.values()
        return {self.addresses.published(entry.graph) for entry in entries if entry.kind == REPLACED}

    @cached_property
    def replaced(self) -> dict[str, str]:
        """The things that are called otherwise now: old local name to the new one, sorted."""
        found = {}
        for graph in self._replacing:
            for quad in self.memory.quads_for_pattern(None, _REPLACED_BY, None, ox.NamedNode(graph)):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    old, new = (self.addresses.local(one.value) for one in (quad.subject, quad.object))
                    if old and new:
                        found[old] = new
        return dict(sorted(found.items()))

    def description(self, document: str) -> list[ox.Triple]:
        """Return what is said of the things that a document describes, sorted.

        Raises:
            KeyError: The dataset has no such document.
        """
        triples = {
            quad.triple
            for iri in self.documents[document]
            for quad in self.memory.quads_for_pattern(ox.NamedNode(iri), None, None, None)
        }
        return sorted(triples, key=str)

    def near(self, document: str, count: int = 5) -> list[str]:
        """Return the documents whose names are most like one that is not there."""
        last = document.rsplit("/", 1)[-1]
        names = {name.rsplit("/", 1)[-1]: name for name in self.documents}
        return [names[name] for name in difflib.get_close_matches(last, names, n=count, cutoff=0.4)]
