"""The pages of municipalities: a map and the list of all with what is read and reviewed, and for each its plans, its departments and the SDGs that it declares."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from keikaku.asking.predecessors import Method, Why, converted
from keikaku.graph.nquads import DCT, ORG
from keikaku.ground.messages import Language, sentence
from keikaku.web.pages.agreement import path_of
from keikaku.web.pages.heads import Statistics, has_heads, notes
from keikaku.web.pages.overview import Body, Counted, Overview, PlanSummary
from keikaku.web.pages.things import Ref, Things, value, values
from keikaku.web.pages.tile_map import SIZE, size, tiles
from keikaku.web.pages.words import worded

_OLD, _NEW = f"{ORG}originalOrganization", f"{ORG}resultingOrganization"
METHODS = {
    Method.SAME: worded("pages.carried-over"),
    Method.SUM: worded("pages.summed"),
    Method.MEAN: worded("pages.weighted"),
}
REASONS = {
    Why.LACKING: worded("pages.lacking"),
    Why.SEVERAL: worded("pages.several"),
    Why.UNITS: worded("pages.units-cannot-be-converted"),
    Why.COUNTED: worded("pages.counted-differently"),
    Why.BOUND: worded("pages.bound-beside-value"),
    Why.DIVIDED: worded("pages.divided"),
    Why.KIND: worded("pages.unit-not-converted"),
    Why.MEAN: worded("pages.no-sum"),
    Why.POPULATION: worded("pages.population-not-taken"),
    Why.SHARE: worded("pages.need-not-be-population"),
    Why.YEAR: worded("pages.population-of-another-year"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A merger or renaming: its IRI, day, and the bodies before and after it."""

    iri: str
    day: str
    before: tuple[Ref, ...]
    after: tuple[Ref, ...]


def values_of(things: Things, overview: Overview, iri: str) -> dict[str, Any]:
    """Return what the page of a municipality shows besides what all pages show."""
    body = overview.body[iri]
    statistics = Statistics(things)
    heads = statistics.per_head(iri, body.sums)
    came = _changes(things, _NEW, iri)
    return {
        "body": body,
        "statistics": statistics,
        "taken": statistics.of(iri),
        "heads": [(None, one) for one in heads] if has_heads(heads) else [],
        "notes": notes,
        "agreement": path_of(body) if body.code and (body.plans or body.named) else "",
        "came": came,
        "before": converted(things.dataset.memory, iri) if came else [],
        "methods": METHODS,
        "reasons": REASONS,
        "went": [one for one in _changes(things, _OLD, iri) if iri not in {ref.iri for ref in one.after}],
        "earlier": _plans_of(overview, _far(things, iri, _NEW, _OLD)),
        "later": _plans_of(overview, _far(things, iri, _OLD, _NEW)) if body.dissolved else [],
    }


def _changes(things: Things, side: str, iri: str) -> list[Change]:
    """Return the changes that have a municipality on one side, by their days."""
    found = []
    for event in things.subjects(side, iri):
        about = things.about(event)
        before, after = (tuple(map(things.ref, values(about, one))) for one in (_OLD, _NEW))
        found.append(Change(event, value(about, f"{DCT}date"), before, after))
    return sorted(found, key=lambda one: (one.day, one.iri))


def _far(things: Things, iri: str, side: str, other: str) -> list[str]:
    """Return the municipalities on the other side of the changes of one, over any number of changes, the nearest first."""
    found, waiting = [iri], [iri]
    while waiting:
        for event in things.subjects(side, waiting.pop(0)):
            new = [one for one in values(things.about(event), other) if one not in found]
            found += new
            waiting += new
    return found[1:]


def _plans_of(overview: Overview, bodies: Iterable[str]) -> list[tuple[Body, PlanSummary]]:
    return [
        (body, plan)
        for iri in bodies
        if (body := overview.body.get(iri))
        for plan in (*body.plans, *body.named)
    ]


class Municipalities(Counted):
    """The list of municipalities."""

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
            title=sentence("pages.municipalities", language),
            groups=list(groups.items()),
            documents=documents,
            tiles=shown,
            size=size(),
            tile_size=SIZE,
            everywhere=sum(tile.all for tile in shown),
            held=sum(tile.held for tile in shown),
        )
