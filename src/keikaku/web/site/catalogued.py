"""What a catalogue says of each document that was read: whose it is, what it is called, which years it covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from keikaku.graph.addresses import file_stem
from keikaku.graph.nquads import DCT, KEI, LABEL, RDF, SKOS
from keikaku.ground import vocab
from keikaku.store.dataset import Dataset
from keikaku.store.manifest import OF_DOCUMENTS
from keikaku.store.shared import shared_graph

_ESTAT = "http://data.e-stat.go.jp/lod/sac/"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A document that was read, as a dataset of a catalogue.

    Attributes:
        key: Its key in the store.
        graph: Published IRI of its graph.
        iri: Published IRI of the document.
        title: Its title.
        plans: Titles of the plans that it holds, sorted.
        municipality: Published IRI of the municipality.
        code: Its five-digit code.
        name: Its name.
        area: e-Stat IRI of its area, or "" where it has none.
        years: First and last fiscal year of the plans, or None where they name none.
        source: Address of the document where it was published, or "".
        licence: IRI of its licence, or "".
    """

    key: str
    graph: str
    iri: str
    title: str
    plans: tuple[str, ...]
    municipality: str
    code: str
    name: str
    area: str
    years: tuple[int, int] | None
    source: str
    licence: str

    @property
    def stem(self) -> str:
        """Its key as part of the paths of its pages."""
        return file_stem(self.key)

    @property
    def full_title(self) -> str:
        """Its title with the name of the municipality, which many titles hold already."""
        return self.title if self.name in self.title else f"{self.name} {self.title}"

    @property
    def local_government_code(self) -> str:
        """The six-digit code of the municipality, with its check digit; "" where it is none that is known."""
        known = vocab.municipality(self.code)
        return known.lg_code if known else ""


def plan_documents(dataset: Dataset) -> list[PlanDocument]:
    """Return what a catalogue says of the documents of a dataset, in order of their keys."""
    return list(_plan_documents(dataset))


def _plan_documents(dataset: Dataset) -> Iterator[PlanDocument]:
    for key, entry in dataset.store.documents.items():
        if entry.kind not in OF_DOCUMENTS:
            continue
        graph = ox.NamedNode(dataset.addresses.published(entry.graph))
        iri = dataset.addresses.named(f"document/{key}")
        municipality = dataset.addresses.named(entry.municipality)
        shared = ox.NamedNode(dataset.addresses.published(shared_graph(entry) or entry.graph))
        look = _Look(dataset.memory, graph, shared)
        plans = sorted(look.of_type(f"{KEI}Plan"))
        areas = [one for one in look.values(municipality, f"{SKOS}exactMatch") if one.startswith(_ESTAT)]
        yield PlanDocument(
            key=key,
            graph=graph.value,
            iri=iri,
            title=look.value(iri, f"{DCT}title") or entry.source,
            plans=tuple(sorted({look.value(plan, f"{DCT}title") for plan in plans})),
            municipality=municipality,
            code=entry.municipality,
            name=look.value(municipality, LABEL[1:-1]) or entry.municipality,
            area=min(areas, default=""),
            years=_years(look, plans),
            source=look.value(iri, f"{DCT}source"),
            licence=look.value(iri, f"{DCT}license"),
        )


class _Look:
    """Looks values up in the graph of a document, and in that of what it shares."""

    def __init__(self, memory: ox.Store, graph: ox.NamedNode, shared: ox.NamedNode) -> None:
        self._memory = memory
        self._graph = graph
        self._both = {graph, shared}

    def values(self, subject: str, predicate: str) -> list[str]:
        thing, name = ox.NamedNode(subject), ox.NamedNode(predicate)
        quads = (
            quad for one in self._both for quad in self._memory.quads_for_pattern(thing, name, None, one)
        )
        return sorted(
            quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode | ox.Literal)
        )

    def value(self, subject: str, predicate: str) -> str:
        return next(iter(self.values(subject, predicate)), "")

    def of_type(self, kind: str) -> list[str]:
        """Return the things of a class that the document tells of; of a shared one it says at least where it does."""
        name, value = ox.NamedNode(f"{RDF}type"), ox.NamedNode(kind)
        quads = (
            quad for one in self._both for quad in self._memory.quads_for_pattern(None, name, value, one)
        )
        found = [quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)]
        return [thing.value for thing in found if self._tells_of(thing)]

    def _tells_of(self, thing: ox.NamedNode) -> bool:
        return next(iter(self._memory.quads_for_pattern(thing, None, None, self._graph)), None) is not None


def _years(look: _Look, plans: list[str]) -> tuple[int, int] | None:
    first = [int(year) for plan in plans for year in look.values(plan, f"{KEI}startFiscalYear")]
    last = [int(year) for plan in plans for year in look.values(plan, f"{KEI}endFiscalYear")]
    return (min(first), max(last)) if first and last else None
