"""The pages of departments: the list by municipality, and for each what it answers for and what that costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Language, sentence
from keikaku.web.pages.figures import year_bars
from keikaku.web.pages.overview import DEPARTMENT_PROPERTIES, Body, Counted, Overview, Sums
from keikaku.web.pages.things import Reading, Ref, Things


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a department answers for."""

    ref: Ref
    plan: Ref | None
    yen: int | None
    reading: Reading


def values_of(things: Things, overview: Overview, iri: str) -> dict[str, Any]:
    """Return what the page of a department shows besides what all pages show."""
    duties: defaultdict[str, list[Duty]] = defaultdict(list)
    known = overview.by_department.get(iri, [])
    for name, one in known:
        plan = overview.plan_of.get(one)
        sums = overview.yen_of.get(one)
        reading = _reading(things, one, KEI + name, iri)
        duties[name].append(
            Duty(things.ref(one), things.ref(plan) if plan else None, sums.total if sums else None, reading)
        )
    sums = overview.sums([one for _name, one in known])
    return {
        "duties": [
            (things.terms[KEI + name], sorted(duties[name], key=lambda duty: duty.ref.order))
            for name in DEPARTMENT_PROPERTIES
            if name in duties
        ],
        "sums": sums,
        "sums_chart": {language: year_bars(sums.years, language) for language in ("ja", "en")},
    }


def _reading(things: Things, subject: str, predicate: str, iri: str) -> Reading:
    for (name, one), reading in things.statements(subject).items():
        if name == predicate and one.value == iri:
            return reading
    return Reading(things.lines(things.about(subject)))


@dataclass(frozen=True, slots=True)
class Department:
    """A department in the list."""

    ref: Ref
    count: int
    sums: Sums


class Departments(Counted):
    """The list of departments."""

    def paths(self) -> Iterable[str]:
        """Return the path of the list."""
        return ("departments",)

    def html(self, path: str, language: Language) -> bytes:
        """Return the list of departments."""
        return self._layout.render(
            "departments.html.j2",
            path,
            language,
            title=sentence("pages.departments", language),
            groups=[(body, self._of(body)) for body in self._overview.bodies if body.departments],
        )

    def _of(self, body: Body) -> list[Department]:
        found = []
        for ref in body.departments:
            duties = {iri for _name, iri in self._overview.by_department.get(ref.iri, [])}
            found.append(Department(ref, len(duties), self._overview.sums(sorted(duties))))
        return found
