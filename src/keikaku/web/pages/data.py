"""The page ``data``: everything that machines can have, and how to cite it. The files are those of a published site."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from keikaku.graph.addresses import file_stem
from keikaku.graph.nquads import DCT, KEI, PROV, RDF
from keikaku.graph.triples import Look
from keikaku.ground.messages import Language, sentence
from keikaku.store.manifest import REPLACED
from keikaku.web.pages.layout import OnePage

LATEST = "dumps/latest"


class Document(NamedTuple):
    """A document of the dataset, as the page lists it: name, page, dump, quads, hash of what was read, licence."""

    title: str
    iri: str
    dump: str
    quads: int
    sha256: str
    licence: str


class DataPage(OnePage):
    """The page of the data."""

    PATH = "data"

    def html(self, path: str, language: Language) -> bytes:
        """Return the page."""
        return self._layout.render(
            "data.html.j2",
            path,
            language,
            title=sentence("pages.use-data", language),
            latest=LATEST,
            documents=self._documents,
            quads=sum(one.quads for one in self._documents),
            example=self._example,
            base=self._layout.dataset.addresses.base,
            style=self._layout.dataset.addresses.style,
            licensed=any(one.licence for one in self._documents),
        )

    @cached_property
    def _documents(self) -> list[Document]:
        dataset = self._layout.dataset
        look = Look(dataset.memory)
        found = []
        for key, entry in dataset.store.documents.items():
            if entry.kind == REPLACED:
                continue
            graph = dataset.addresses.published(entry.graph)
            source = look.value(graph, f"{PROV}wasDerivedFrom")
            found.append(
                Document(
                    title=look.value(source, f"{DCT}title") or entry.source or key,
                    iri=source,
                    dump=f"{LATEST}/documents/{file_stem(key)}.nq.gz",
                    quads=entry.quads,
                    sha256=entry.source_sha256,
                    licence=look.value(graph, f"{DCT}license") or look.value(source, f"{DCT}license"),
                )
            )
        return found

    @cached_property
    def _example(self) -> str:
        """The IRI of a thing to show addresses with: the first plan, else the first thing."""
        dataset = self._layout.dataset
        plans = Look(dataset.memory).subjects(f"{RDF}type", f"{KEI}Plan")
        ours = [iri for iri in plans if dataset.addresses.local(iri)]
        return ours[0] if ours else dataset.addresses.named(next(iter(dataset.documents)))
