"""The pages of municipalities: a map and the list of all with what is read and reviewed, and for each its plans, its departments and the SDGs that it declares."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from keikaku.ground.messages import Language
from keikaku.web.pages.agreement import path_of
from keikaku.web.pages.layout import Layout
from keikaku.web.pages.overview import Body, Overview
from keikaku.web.pages.tile_map import SIZE, size, tiles


def values_of(overview: Overview, iri: str) -> dict[str, Any]:
    """Return what the page of a municipality shows besides what all pages show."""
    body = overview.body[iri]
    return {"body": body, "agreement": path_of(body) if body.code and (body.plans or body.named) else ""}


class Municipalities:
    """The list of municipalities.

    Args:
        layout: What pages have in common.
        overview: Counts the dataset.
    """

    def __init__(self, layout: Layout, overview: Overview) -> None:
        self._layout = layout
        self._overview = overview

    def paths(self) -> Iterable[str]:
        """Return the path of the list."""
        return ("municipalities",)

    def html(self, path: str, language: Language) -> bytes:
        """Return the list of municipalities."""
        bodies = self._overview.bodies
        kinds = Counter((one.municipality, one.kind) for one in self._layout.dataset.store.documents.values())

        groups: defaultdict[str, list[Body]] = defaultdict(list)
        for body in bodies:
            groups[body.prefecture].append(body)

        def documents(code: str, wanted: Iterable[str]) -> int:
            return sum(kinds[code, kind] for kind in wanted)

        shown = tiles(body.prefecture for body in bodies if body.plans)
        return self._layout.render(
            "municipalities.html.j2",
            path,
            language,
            title="自治体" if language == "ja" else "Municipalities",
            groups=list(groups.items()),
            documents=documents,
            tiles=shown,
            size=size(),
            tile_size=SIZE,
            everywhere=sum(tile.all for tile in shown),
            held=sum(tile.held for tile in shown),
        )
