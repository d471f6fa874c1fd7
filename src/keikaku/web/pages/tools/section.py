"""The two pages themselves, and the files that they read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property

from keikaku.asking.lineage.things import Reader
from keikaku.ground.messages import Language, pair
from keikaku.store.dataset import Dataset
from keikaku.web.pages.layout import Layout
from keikaku.web.pages.search_entries import Entry
from keikaku.web.pages.search_index import search_files
from keikaku.web.pages.tools.library import first, library
from keikaku.web.pages.tools.lineage import FOLDER, INDEX, lineage_files

DUMPS = ("dumps/latest/keikaku.nq.gz", "dumps/latest/vocabulary.nq.gz")
"""What the SPARQL page of a static site loads."""
LIBRARY = "data/queries.json"
SECONDS = 60
"""Longest time of a query in a reader's browser."""
_TEMPLATES = {"sparql": "tools-sparql.html.j2", "lineage": "tools-lineage.html.j2"}


class Tools:
    """The pages that work in the reader's browser.

    Args:
        layout: What all pages have in common.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def paths(self) -> Iterable[str]:
        """Return the paths of its pages."""
        return tuple(_TEMPLATES)

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: It has no such page.
        """
        template = _TEMPLATES[path]
        addresses = self._layout.dataset.addresses
        titles = {
            "sparql": pair("pages.ask-with-sparql", first="ja"),
            "lineage": pair("pages.walk-lineage", first="ja"),
        }
        return self._layout.render(
            template,
            path,
            language,
            title=titles[path][language == "en"],
            dataset_base=addresses.base,
            style=addresses.style,
            dumps=DUMPS,
            library=LIBRARY,
            seconds=SECONDS,
            index=INDEX,
            folder=FOLDER,
            first=first(),
            plans=self._plans if path == "lineage" else (),
            ready=path in self._layout.bundles,
        )

    @cached_property
    def _plans(self) -> list[tuple[str, str, str]]:
        """The plans to start from: municipality, name, IRI."""
        reader = Reader(self._layout.dataset.memory)
        local = self._layout.dataset.addresses.local
        plans = [thing for thing in reader.of_kind("Plan") if thing.kind == "Plan" and local(thing.iri)]
        return sorted((reader.municipality(plan.iri), plan.label, plan.iri) for plan in plans)


def data_files(dataset: Dataset, found: Iterable[Entry] | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the files that the pages read besides the dumps: path below the base, bytes.

    Args:
        dataset: The dataset.
        found: What a search finds in it, where that is known.
    """
    yield (
        LIBRARY,
        json.dumps(library(dataset), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(),
    )
    yield from lineage_files(dataset)
    yield from search_files(dataset, found)
