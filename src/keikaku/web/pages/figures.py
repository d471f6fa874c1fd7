"""The parts of things that are figures: budgets, observations, evaluations and roles, each with its source lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from keikaku.graph.nquads import DCT, KEI
from keikaku.ground.messages import Language, say
from keikaku.ground.vocab import codes
from keikaku.web.pages.charts import Bars, Chart, Figure, bars, chart
from keikaku.web.pages.facts import Row, rows, unreadable
from keikaku.web.pages.layout import Text
from keikaku.web.pages.progress import Judged, direction, judge
from keikaku.web.pages.things import Facts, Reading, Ref, Things, value, values
from keikaku.web.pages.words import number, whole, worded

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?")
_ROLES = {
    "baseline": worded("pages.baseline"),
    "actual": worded("pages.actual"),
    "target": worded("pages.target"),
    "comparison": worded("pages.compare-with"),
}
_INTERIM = worded("pages.interim-target")
BOUNDS = {
    "lt": worded("pages.below"),
    "le": worded("pages.at-most"),
    "ge": worded("pages.at-least"),
    "gt": worded("pages.above"),
}
"""How a bound is said, by its comparator."""
_SIGNS = {"lt": "<", "le": "≤", "ge": "≥", "gt": ">"}


@dataclass(frozen=True, slots=True)
class Budget:
    """What a project costs in a fiscal year; amounts in yen, None where none is printed."""

    iri: str
    year: str
    total: int | None
    specific: int | None
    general: int | None
    reading: Reading
    stage: Mapping[str, str]
    replaced: bool = False


@dataclass(frozen=True)
class Budgets:
    """The budgets of a thing, by year and stage."""

    items: tuple[Budget, ...]

    @property
    def total(self) -> int:
        """The sum of all years in yen; of several stages of a year the one that counts."""
        return sum(one.total or 0 for one in self.items if not one.replaced)

    @cached_property
    def chart(self) -> dict[Language, Bars | None]:
        """Bars by language."""
        return {
            language: year_bars([_amount(one) for one in self.items if not one.replaced], language)
            for language in ("ja", "en")
        }


def _amount(one: Budget) -> tuple[str, int, int, int]:
    return one.year, one.total or 0, one.specific or 0, one.general or 0


def year_bars(amounts: Sequence[tuple[str, int, int, int]], language: Language) -> Bars | None:
    """Return bars of amounts in yen: year, total, specific revenue, general revenue."""
    found = []
    for year, total, specific, general in amounts:
        rest = max(total - specific - general, 0)
        parts = [("specific", specific), ("general", general), ("rest", rest)]
        text = say("pages.number-k", number=number(total // 1000)).text(language)
        name = say("pages.fy-year", year=year).text(language)
        found.append((name, [part for part in parts if part[1] > 0], text))
    return bars(found)


def budgets(things: Things, about: Facts) -> Budgets:
    """Return the budgets of a described thing."""
    found = [_budget(things, iri) for iri in values(about, f"{KEI}budget")]
    return Budgets(tuple(sorted(found, key=lambda one: (one.year, one.iri))))


@cache
def _stages() -> dict[str, dict[str, str]]:
    """Return the labels of the stages of a budget, by language."""
    return {code.iri: code.labels for code in codes("budgetStages")}


def _budget(things: Things, iri: str) -> Budget:
    about = things.about(iri)
    return Budget(
        iri=iri,
        year=value(about, f"{KEI}fiscalYear"),
        total=whole(value(about, f"{KEI}totalAmount")),
        specific=whole(value(about, f"{KEI}specificRevenue")),
        general=whole(value(about, f"{KEI}generalRevenue")),
        reading=things.reading(about),
        stage=_stages().get(value(about, f"{KEI}budgetStage"), {}),
        replaced=bool(value(about, f"{DCT}isReplacedBy")),
    )


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure of an indicator.

    Attributes:
        iri: Its IRI.
        role: "baseline", "actual", "target" or "comparison".
        year: Its fiscal year, or "".
        value: As the graph holds it, or "" where it could not be read.
        bound: "lt", "le", "ge", "gt" or "".
        low: Where a range begins, or "".
        high: Where it ends, or "".
        accumulation: IRI of how it is counted, or "".
        counted: Name of how it is counted, or None.
        reading: Where it was read.
        replaced: Whether another document prints a figure that counts in its place.
        against: Whether neither document is the later, so that they contradict each other.
        interim: Whether it is a target on the way.
    """

    iri: str
    role: str
    year: str
    value: str
    bound: str
    low: str
    high: str
    accumulation: str
    counted: Text | None
    reading: Reading
    replaced: bool = False
    against: bool = False
    interim: bool = False

    @property
    def name(self) -> Text:
        """What its role is called."""
        return _INTERIM if self.interim else _ROLES[self.role]

    @property
    def is_range(self) -> bool:
        """Whether it lies between two values."""
        return not self.value and bool(self.low or self.high)

    @property
    def words(self) -> str:
        """The words that stand in place of a value, "" where there is one or the print is in doubt."""
        is_certain = self.reading.confidence != "Doubtful"
        return self.reading.printed if is_certain and not (self.value or self.is_range) else ""

    @property
    def figure(self) -> Figure:
        """The figure as a chart takes it."""
        value, low, high = (
            Decimal(one) if _NUMBER.fullmatch(one) else None for one in (self.value, self.low, self.high)
        )
        text = f"{number(self.low)}～{number(self.high)}" if self.is_range else number(self.value)
        return Figure(
            role=self.role,
            year=whole(self.year),
            value=value,
            text=f"{_SIGNS.get(self.bound, '')}{text}" if value is not None or self.is_range else self.words,
            bound=self.bound,
            low=low,
            high=high,
            accumulation=self.accumulation.removeprefix(KEI),
            is_repaired=self.reading.confidence == "Repaired",
        )

    def shown(self, unit: str, language: Language) -> str:
        """Return the value or range with its unit and bound, or the words that stand for one; "" where it is lost."""
        unit = unit if language == "ja" or unit in ("%", "％", "") else f" {unit}"
        if self.is_range:
            return f"{number(self.low)}～{number(self.high)}{unit}"
        if not self.value:
            return self.words
        text = number(self.value) + unit
        return BOUNDS[self.bound][language].format(text) if self.bound in BOUNDS else text


@dataclass(frozen=True)
class Indicator:
    """An indicator with its figures.

    Attributes:
        ref: The indicator.
        unit: As printed, or "".
        desired: Local name of the printed desired direction, or "".
        direction: Its name, or None.
        direction_reading: How it was read, where its characters had to be repaired.
        observations: By year: baseline, actuals, targets.
        reading: Where the indicator is named.
    """

    ref: Ref
    unit: str
    desired: str
    direction: Text | None
    direction_reading: Reading | None
    observations: tuple[Observation, ...]
    reading: Reading

    @cached_property
    def large(self) -> Chart | None:
        """Its chart."""
        return chart(self._figures, self._better)

    @cached_property
    def small(self) -> Chart | None:
        """Its chart as wide as a word."""
        return chart(self._figures, self._better, small=True)

    @cached_property
    def judged(self) -> Judged:
        """How far it is, computed from its figures."""
        return judge(self._figures, self.desired)

    @cached_property
    def _better(self) -> int | None:
        return direction(self._figures, self.desired)

    @cached_property
    def _figures(self) -> list[Figure]:
        found = [one.figure for one in self.observations if not one.replaced]
        return [one for one in found if one.is_number or one.text]  # else it is lost: the table says so


def indicator(things: Things, iri: str) -> Indicator:
    """Return an indicator with its figures."""
    about = things.about(iri)
    counted = value(about, f"{KEI}accumulation")
    every = (*values(about, f"{KEI}observation"), *values(about, f"{KEI}superseded"))
    found = [_observation(things, one, counted) for one in every]
    roles = list(_ROLES)
    desired = value(about, f"{KEI}desiredDirection")
    return Indicator(
        ref=things.ref(iri),
        unit=value(about, f"{KEI}unitLabel"),
        desired=desired.removeprefix(KEI),
        direction=things.terms[desired] if desired else None,
        direction_reading=_reading_of(things, iri, f"{KEI}desiredDirection"),
        observations=tuple(
            sorted(found, key=lambda one: (one.year or "9999", roles.index(one.role), one.iri))
        ),
        reading=things.reading(about),
    )


def _reading_of(things: Things, iri: str, predicate: str) -> Reading | None:
    return next((one for (name, _value), one in things.statements(iri).items() if name == predicate), None)


def _observation(things: Things, iri: str, counted: str) -> Observation:
    about = things.about(iri)
    kinds = values(about, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    accumulation = value(about, f"{KEI}accumulation") or counted
    role = next(
        (name for name in ("baseline", "target", "comparison") if KEI + name.title() in kinds), "actual"
    )
    return Observation(
        iri=iri,
        role=role,
        year=value(about, f"{KEI}fiscalYear"),
        value=value(about, f"{KEI}value"),
        bound=value(about, f"{KEI}comparator"),
        low=value(about, f"{KEI}lowerBound"),
        high=value(about, f"{KEI}upperBound"),
        accumulation=accumulation,
        counted=things.terms[accumulation] if accumulation else None,
        reading=things.reading(about),
        replaced=f"{KEI}SupersededObservation" in kinds,
        against=f"{KEI}contradicts" in about,
        interim=f"{KEI}InterimTarget" in kinds,
    )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a measure was judged in a fiscal year: ratings as code and meaning, those that cannot be read, texts as rows."""

    iri: str
    year: str
    ratings: tuple[tuple[Text, str, Text], ...]
    lost: tuple[Text, ...]
    rows: tuple[Row, ...]
    reading: Reading


def evaluations(things: Things, about: Facts) -> list[Evaluation]:
    """Return the evaluations of a described thing, by year."""
    found = [_evaluation(things, iri) for iri in values(about, f"{KEI}evaluation")]
    return sorted(found, key=lambda one: (one.year, one.iri))


_RATINGS = (f"{KEI}progressRating", f"{KEI}reviewRating", f"{KEI}rating")


def _evaluation(things: Things, iri: str) -> Evaluation:
    about = things.about(iri)
    shown = {*_RATINGS, f"{KEI}fiscalYear"}
    return Evaluation(
        iri=iri,
        year=value(about, f"{KEI}fiscalYear"),
        ratings=tuple(
            (things.terms[name], things.ref(one).number, things.terms[one])
            for name in _RATINGS
            for one in values(about, name)
        ),
        lost=tuple(unreadable(things, about)),
        rows=tuple(row for row in rows(things, iri, about) if row.iri not in shown),
        reading=things.reading(about),
    )


@dataclass(frozen=True, slots=True)
class Role:
    """What a group is to do for a thing; ``statement`` is the IRI of the statement that says so, or ""."""

    iri: str
    who: str
    texts: tuple[str, ...]
    reading: Reading
    statement: str


def roles(things: Things, iri: str, about: Facts) -> list[tuple[str, list[Role]]]:
    """Return the roles that are printed for a described thing, by group, as the document prints them."""
    read = things.statements(iri) if f"{KEI}stakeholderRole" in about else {}
    found = []
    for one in about.get(f"{KEI}stakeholderRole", []):
        inner = things.about(one.value)
        said = read.get((f"{KEI}stakeholderRole", one))
        found.append(
            Role(
                iri=one.value,
                who=value(inner, f"{KEI}stakeholder"),
                texts=tuple(values(inner, f"{DCT}description")),
                reading=things.reading(inner),
                statement=said.iri if said else "",
            )
        )
    found.sort(key=lambda one: (*(line.first for line in one.reading.lines[:1]), one.who, one.texts))
    grouped: dict[str, list[Role]] = {}
    for role in found:
        grouped.setdefault(role.who, []).append(role)
    return list(grouped.items())
