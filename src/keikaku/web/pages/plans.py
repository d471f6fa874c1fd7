"""The pages of plans: the list of all, and for each its tree from the vision down to projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from keikaku.graph.nquads import DCT, PROV
from keikaku.ground.messages import Language, sentence
from keikaku.web.pages.edition_changes import path_of
from keikaku.web.pages.figures import year_bars
from keikaku.web.pages.overview import Counted, Overview
from keikaku.web.pages.reviews import standing
from keikaku.web.pages.things import KINDS, Facts, Things, values
from keikaku.web.pages.tree import tree


def values_of(things: Things, overview: Overview, iri: str, about: Facts) -> dict[str, Any]:
    """Return what the page of a plan shows besides what all pages show."""
    summary = overview.plan[iri]
    years = summary.sums.years
    related = [
        *values(about, f"{DCT}isPartOf"),
        *values(about, f"{PROV}wasRevisionOf"),
        *things.subjects(f"{DCT}isPartOf", iri),
        *things.subjects(f"{PROV}wasRevisionOf", iri),
    ]
    return {
        "summary": summary,
        "body": overview.body.get(summary.municipality),
        "kinds": [name for name in KINDS if summary.counts[name]],
        "tree": tree(things, overview, iri),
        "sums_chart": {language: year_bars(years, language) for language in ("ja", "en")},
        "editions": [
            (things.ref(old if new == iri else new), path_of(things, old, new), new == iri)
            for old, new in overview.editions
            if iri in (old, new)
        ],
        "related": [one for one in things.refs(dict.fromkeys(related)) if one.kind == "Plan"],
        "standings": [
            standing(things, things.graphs[one])
            for one in sorted({line.iri.partition("#")[0] for line in things.lines(about)} or things.graphs)
            if one in things.graphs
        ],
        "sources": sorted({line.iri.partition("#")[0] for line in things.lines(about)}),
    }


class Plans(Counted):
    """The list of plans."""

    def paths(self) -> Iterable[str]:
        """Return the path of the list."""
        return ("plans",)

    def html(self, path: str, language: Language) -> bytes:
        """Return the list of plans."""
        title = sentence("pages.plans", language)
        return self._layout.render(
            "plans.html.j2", path, language, title=title, bodies=self._overview.bodies,
            editions=self._overview.editions,
        )  # fmt: skip
