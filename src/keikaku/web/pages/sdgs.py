"""The pages of the UN's goals: which elements of which plans declare each, and the heat map of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from keikaku.graph.nquads import DCT, KEI, SKOS
from keikaku.graph.triples import RDF_TYPE
from keikaku.ground.messages import Language, sentence
from keikaku.ground.vocab.names import PREFIXES
from keikaku.web.pages.goals import GOALS, in_order
from keikaku.web.pages.layout import Text
from keikaku.web.pages.overview import Counted, PlanSummary
from keikaku.web.pages.things import Reading, Ref, goal_of, value, values

OWL = PREFIXES["owl"]
_GOAL = "http://metadata.un.org/sdg/"
_STEPS = 5
COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A thing that declares a goal."""

    ref: Ref
    reading: Reading


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the framework.

    Attributes:
        name: Of the version: "2019".
        title: Of the framework.
        indicators: How many indicators it has.
        plans: The plans that name it.
    """

    name: str
    title: Text
    indicators: str
    plans: tuple[Ref, ...]


class Sdgs(Counted):
    """The pages of the goals: the list, one for each, and the heat map."""

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        yield "sdg/index"
        yield from (f"sdg/{goal}" for goal in GOALS)
        yield COVERAGE

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == COVERAGE:
            return self._coverage(language)
        if path == "sdg/index":
            return self._index(language)
        goal = int(path.removeprefix("sdg/"))
        name = self._things.terms[f"{_GOAL}{goal}"]
        return self._layout.render(
            "goal.html.j2",
            path,
            language,
            title=f"SDG {goal} {name[language]}",
            goal=goal,
            name=name,
            iri=f"{_GOAL}{goal}",
            groups=self._groups(goal),
            cell=self._overview.sdgs.cell(goal),
            lost=[plan for plan in self._overview.plans if plan.sdgs.lost],
        )

    def _index(self, language: Language) -> bytes:
        return self._layout.render(
            "goals.html.j2",
            "sdg/index",
            language,
            title=sentence("pages.sdgs", language),
            goals=[(self._things.terms[f"{_GOAL}{cell.goal}"], cell) for cell in self._overview.sdgs.cells],
            shown=self._overview.sdgs.shown,
            versions=self._versions(),
            local=self._local(),
        )

    def _versions(self) -> list[Version]:
        """Return the versions of the framework that are known, the shipped one among them, by their names."""
        things = self._things
        found = []
        for iri in things.subjects(RDF_TYPE, f"{KEI}SdgFramework"):
            about = things.about(iri)
            plans = things.refs(things.subjects(f"{DCT}conformsTo", iri))
            count = value(about, f"{KEI}indicatorCount")
            found.append(Version(value(about, f"{OWL}versionInfo"), things.terms[iri], count, tuple(plans)))
        return sorted(found, key=lambda one: one.name)

    def _local(self) -> list[tuple[Text, list[tuple[Ref, list[int]]]]]:
        """Return the local indicators that publishers added, by their lists: each with the goals that it belongs to."""
        found = []
        for scheme in self._things.subjects(RDF_TYPE, f"{KEI}LocalIndicators"):
            refs = self._things.refs(self._things.subjects(f"{SKOS}inScheme", scheme))
            found.append((self._things.terms[scheme], [(ref, self._goals_of(ref.iri)) for ref in refs]))
        return found

    def _goals_of(self, indicator: str) -> list[int]:
        matches = values(self._things.about(indicator), f"{SKOS}broadMatch")
        return sorted({goal for one in matches if (goal := goal_of(one))})

    def _groups(self, goal: int) -> list[tuple[PlanSummary, list[Declaration]]]:
        """Return what declares a goal by plan, the plans by municipality."""
        found: defaultdict[str, list[Declaration]] = defaultdict(list)
        for iri in self._overview.declared[goal]:
            plan = self._overview.plan_of.get(iri, iri)
            found[plan].append(Declaration(self._things.ref(iri), self._declared(iri, goal)))
        return [
            (plan, sorted(found[plan.ref.iri], key=lambda one: one.ref.order))
            for plan in self._overview.plans
            if plan.ref.iri in found
        ]

    def _declared(self, iri: str, goal: int) -> Reading:
        for (predicate, one), reading in self._things.statements(iri).items():
            if predicate == f"{KEI}sdg" and goal_of(one.value) == goal:
                return reading
        return Reading(self._things.lines(self._things.about(iri)))

    def _coverage(self, language: Language) -> bytes:
        plans = [plan for plan in self._overview.plans if plan.is_read]
        most = max((count for plan in plans for count in plan.sdgs.counts.values()), default=0)
        declaring = [plan for plan in plans if plan.sdgs.counts]
        others = [plan for plan in plans if not plan.sdgs.counts]
        return self._layout.render(
            "coverage.html.j2",
            COVERAGE,
            language,
            title=sentence("pages.sdg-coverage", language),
            rows=[self._row(plan, most) for plan in declaring],
            shown=in_order(status for plan in declaring for status in plan.sdgs.shown),
            others=[
                (status, [plan for plan in others if plan.sdgs.status is status])
                for status in in_order(plan.sdgs.status for plan in others)
            ],
            goals=[(goal, self._things.terms[f"{_GOAL}{goal}"]) for goal in GOALS],
            totals=self._overview.sdgs.cells,
        )

    def _row(self, plan: PlanSummary, most: int) -> dict[str, Any]:
        return {
            "plan": plan,
            "municipality": self._things.ref(plan.municipality) if plan.municipality else None,
            "cells": [(cell, shade(cell.count, most)) for cell in plan.sdgs.cells],
        }


def shade(count: int, most: int) -> str:
    """Return the class of a cell of a heat map: "none" for nothing, "h5" for the most.

    >>> shade(0, 10), shade(1, 10), shade(10, 10)
    ('none', 'h1', 'h5')
    """
    return f"h{-(-_STEPS * count // most)}" if count else "none"
