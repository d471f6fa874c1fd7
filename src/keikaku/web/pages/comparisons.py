"""Towns side by side: a page for each name of an indicator that several of them have, behind the gate.

Nothing is ranked: towns stand in the order of their codes. Figures share an axis only where the gate lets each stand beside each.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from keikaku.asking.comparable import (
    ROLES,
    UNITS,
    Figure,
    Reason,
    Unit,
    Verdict,
    figures,
    groups,
    judge,
    subjects,
)
from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Language, sentence
from keikaku.web.pages.axes import Axis, axis
from keikaku.web.pages.figures import BOUNDS
from keikaku.web.pages.heads import Statistics
from keikaku.web.pages.layout import Text
from keikaku.web.pages.overview import Counted
from keikaku.web.pages.things import Ref
from keikaku.web.pages.words import number, worded

INDEX = "compare/index"
PER_HEAD = "compare/money-per-head"
MOST_PAIRS = 10
"""Verdicts of pairs are listed for up to five towns; of more the groups say it."""
WIDTH = 320
"""Pixels of an axis; half of a phone's screen less its margins, drawn twice as wide where there is room."""
_RATIO = f"{UNITS}/percent"

VERDICTS = {
    Verdict.COMPARABLE: worded("pages.comparable"),
    Verdict.NOTE: worded("pages.comparable-with-note"),
    Verdict.NOT: worded("pages.not-comparable"),
}
REASONS = {
    Reason.UNITS: worded("pages.units-cannot-be-converted"),
    Reason.COUNTED: worded("pages.counted-differently"),
    Reason.BOUND: worded("pages.bound-beside-value"),
    Reason.YEAR: worded("pages.another-fiscal-year"),
    Reason.UNSAID: worded("pages.only-one-says-how"),
    Reason.UNKNOWN: worded("pages.unit-no-list-knows"),
    Reason.BASE: worded("pages.another-population-base"),
    Reason.BASE_YEAR: worded("pages.population-another-year"),
    Reason.KIND: worded("pages.another-plan-kind"),
    Reason.EXTENT: worded("pages.another-extent"),
    Reason.PERIOD: worded("pages.another-period"),
}
_PER_HEAD = worded("pages.money-per-head")
NAMES = {"target": worded("pages.last-target"), "actual": worded("pages.last-actual")}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure on the page.

    Attributes:
        figure: The figure.
        code: Code of its municipality.
        town: Its municipality.
        indicator: Its indicator.
        x: Where its bar begins, in pixels.
        width: How long its bar is.
    """

    figure: Figure
    code: str
    town: Ref
    indicator: Ref
    x: float = 0
    width: float = 0

    def shown(self, language: Language) -> str:
        """Return the value as it is printed: unit, and a bound as one."""
        text = f"{number(self.figure.value)}{self.figure.unit.label}"
        return BOUNDS[self.figure.bound][language].format(text) if self.figure.bound in BOUNDS else text


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that may stand side by side.

    Attributes:
        rows: By the code of the municipality.
        axis: The axis of their bars; none for one figure alone.
        notes: What has to be kept in mind.
        is_ratio: Whether they are shares, which do not grow with the size of a town.
    """

    rows: tuple[Row, ...]
    axis: Axis | None
    notes: tuple[Text, ...]
    is_ratio: bool

    @property
    def ends(self) -> tuple[str, str]:
        """Where the axis begins and ends, as figures."""
        ticks = self.axis.ticks if self.axis else (Decimal(0),)
        return number(f"{ticks[0].normalize():f}"), number(f"{ticks[-1].normalize():f}")


class Comparisons(Counted):
    """The pages of comparisons."""

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return (INDEX, *self._names, *([PER_HEAD] if self._heads else []))

    @cached_property
    def _subjects(self) -> dict[str, dict[str, list[str]]]:
        return subjects(self._things.dataset.memory)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {path_of(name): name for name in self._subjects}

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == INDEX:
            return self._layout.render(
                "comparisons.html.j2",
                path,
                language,
                title=sentence("pages.towns-side-side", language),
                heads=PER_HEAD if self._heads else "",
                plans=[(plans_path(kind), self._things.terms[KEI + kind]) for kind in self._kinds],
                subjects=[
                    (one, self._label(towns), self._towns(towns))
                    for one, name in self._names.items()
                    for towns in [self._subjects[name]]
                ],
            )
        if path == PER_HEAD:
            towns: Iterable[str] = dict.fromkeys(one.municipality for one in self._heads)
            found, roles, title = self._heads, [("actual", _PER_HEAD, self._heads)], _PER_HEAD[language]
        else:
            subject = self._subjects[self._names[path]]
            memory = self._things.dataset.memory
            towns, title = subject, self._label(subject)
            found = [one for town, iris in subject.items() for one in figures(memory, town, iris)]
            roles = [(role, NAMES[role], [one for one in found if one.role == role]) for role in ROLES]
        return self._layout.render(
            "comparison.html.j2",
            path,
            language,
            title=title,
            below=self._below if path == PER_HEAD else {},
            towns=self._towns(towns),
            roles=[(name, self._groups(of), self._pairs(of)) for _role, name, of in roles if of],
            lacking=[
                self._things.ref(town) for town in towns if all(one.municipality != town for one in found)
            ],
            width=WIDTH,
            verdicts=VERDICTS,
        )

    @cached_property
    def _heads(self) -> list[Figure]:
        """Money per head of the last year with money, of each town and kind of population; none where one town alone has some."""
        statistics = Statistics(self._things)
        found = []
        for body in self._overview.bodies:
            rows = statistics.per_head(body.ref.iri, body.sums)
            for one in (one for one in rows if one.year == rows[-1].year):
                if one.amount is not None and one.population is not None:
                    base, year = one.population.kind, str(one.population.year)
                    town, unit = body.ref.iri, Unit("円", f"{UNITS}/yen", known=True)
                    found.append(
                        Figure(
                            town,
                            one.population.iri,
                            "actual",
                            one.year,
                            one.amount,
                            unit,
                            base=base,
                            base_year=year,
                        )
                    )
        return found if len({one.municipality for one in found}) > 1 else []

    @cached_property
    def _kinds(self) -> list[str]:
        """The kinds of plan of which several towns have one."""
        of = {
            body.code: {self._overview.kind_name(plan) for plan in body.plans}
            for body in self._overview.bodies
        }
        counted = Counter(kind for kinds in of.values() for kind in kinds if kind)
        return sorted(kind for kind, count in counted.items() if count > 1)

    @property
    def _below(self) -> dict[str, Text]:
        """What money per head is divided by, with year and source, by the IRI of the population."""
        statistics = Statistics(self._things)
        towns = {one.municipality for one in self._heads}
        return {one.iri: statistics.below(one) for town in towns for one in statistics.of(town)}

    def _label(self, towns: dict[str, list[str]]) -> str:
        return self._things.ref(min(iri for iris in towns.values() for iri in iris)).label

    def _towns(self, towns: Iterable[str]) -> list[tuple[str, Ref]]:
        return sorted((self._code(town), self._things.ref(town)) for town in towns)

    def _code(self, town: str) -> str:
        body = self._overview.body.get(town)
        return body.code if body else town.rpartition("/")[2]

    def _groups(self, found: Sequence[Figure]) -> list[Group]:
        ordered = sorted(found, key=lambda one: (self._code(one.municipality), one.indicator))
        return [self._group(group) for group in groups(ordered)]

    def _group(self, group: Sequence[Figure]) -> Group:
        several = len({one.municipality for one in group}) > 1
        scale = axis([Decimal(0), *(one.in_base for one in group)]) if several else None  # a bar begins at 0
        reasons = dict.fromkeys(
            reason for one, other in combinations(group, 2) for reason in judge(one, other)[1]
        )
        return Group(
            tuple(self._row(one, scale) for one in group),
            scale,
            tuple(REASONS[reason] for reason in reasons),
            all(one.unit.measured == _RATIO for one in group),
        )

    def _row(self, one: Figure, scale: Axis | None) -> Row:
        refs = self._things.ref(one.municipality), self._things.ref(one.indicator)
        if scale is None:
            return Row(one, self._code(one.municipality), *refs)
        low, high = sorted((scale.share(Decimal(0)), scale.share(one.in_base)))
        return Row(
            one, self._code(one.municipality), *refs, round(low * WIDTH, 1), round((high - low) * WIDTH, 1)
        )

    def _pairs(self, found: Sequence[Figure]) -> list[tuple[tuple[str, str], Ref, Ref, Verdict, list[Text]]]:
        """Return the verdicts of the pairs of towns, where they are few."""
        pairs = [
            (one, other)
            for one, other in combinations(sorted(found, key=lambda one: self._code(one.municipality)), 2)
            if one.municipality != other.municipality
        ]
        if len(pairs) > MOST_PAIRS:
            return []
        return [
            (
                (self._code(one.municipality), self._code(other.municipality)),
                self._things.ref(one.municipality),
                self._things.ref(other.municipality),
                judge(one, other)[0],
                [REASONS[reason] for reason in judge(one, other)[1]],
            )
            for one, other in pairs
        ]


def plans_path(kind: str) -> str:
    """Return the path of the page of the plans of a kind.

    >>> plans_path("BasicPlan")
    'compare/plans-basicplan'
    """
    return f"compare/plans-{kind.lower()}"


def path_of(name: str) -> str:
    """Return the path of the page of an indicator's folded name: names hold what no file may be called."""
    return f"compare/{hashlib.sha256(name.encode()).hexdigest()[:12]}"
