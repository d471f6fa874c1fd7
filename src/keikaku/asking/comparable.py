"""The gate before figures of several municipalities stand side by side: whether they may, and every reason.

The rule is that of ``queries/comparable-figures.rq``, which asks it of pairs on any server; a test holds the two together. That
figures per head have one population base is asked here alone: plans print none of them. Here it is
kept apart from the search for pairs, of which a country has too many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import pyoxigraph as ox

from keikaku.graph.nquads import DCT, KEI, RDF
from keikaku.ground.vocab.units import unit

UNITS = "https://w3id.org/keikaku/unit"
ROLES = {"target": f"{KEI}Target", "actual": f"{KEI}Actual"}
"""What is compared, by the class of the figure: the last of each."""


class Verdict(StrEnum):
    """Whether figures may stand side by side."""

    COMPARABLE = "comparable"
    NOTE = "with note"
    NOT = "not comparable"


class Reason(StrEnum):
    """Why they may not, or with what in mind; in the words of the query."""

    UNITS = "units that cannot be converted"
    COUNTED = "counted differently"
    BOUND = "a bound beside a value"
    YEAR = "another fiscal year"
    UNSAID = "only one says how it is counted"
    UNKNOWN = "a unit that no list knows"
    BASE = "another population base"
    BASE_YEAR = "a population of another year"
    KIND = "another kind of plan"
    EXTENT = "another part of the plan was read"
    PERIOD = "another period"


AGAINST = (Reason.UNITS, Reason.COUNTED, Reason.BOUND, Reason.BASE, Reason.KIND, Reason.EXTENT)
"""The reasons that forbid; the others are notes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is printed.

    Attributes:
        label: The print, or "".
        measured: What it is converted to: the IRI of a unit, or the print where no list knows it.
        factor: What a figure is multiplied by for that.
        known: Whether the list of units has it.
    """

    label: str
    measured: str
    factor: Decimal = Decimal(1)
    known: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """The last target or actual of an indicator.

    Attributes:
        municipality: IRI of its municipality.
        indicator: IRI of the indicator.
        role: A key of :data:`ROLES`.
        year: The fiscal year.
        value: As it is printed.
        unit: Its unit.
        counted: How it is counted over years (IRI), or "".
        bound: The comparator of a bound ("ge"), or "".
        base: The kind of population that it is divided by, or "" where it is no figure per head that keikaku computes.
        base_year: The year of that population, or "".
    """

    municipality: str
    indicator: str
    role: str
    year: str
    value: Decimal
    unit: Unit
    counted: str = ""
    bound: str = ""
    base: str = ""
    base_year: str = ""

    @property
    def in_base(self) -> Decimal:
        """The value in the unit that all of its kind are converted to."""
        return self.value * self.unit.factor


def judge(one: Figure, other: Figure) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return whether two figures of one name and role may stand side by side, with every reason."""
    same_unit = one.unit.measured == other.unit.measured
    said = {
        Reason.UNITS: not same_unit,
        Reason.COUNTED: bool(one.counted and other.counted and one.counted != other.counted),
        Reason.BOUND: one.bound != other.bound,
        Reason.YEAR: one.year != other.year,
        Reason.UNSAID: bool(one.counted) != bool(other.counted),
        Reason.UNKNOWN: same_unit and not one.unit.known,
        Reason.BASE: one.base != other.base,
        Reason.BASE_YEAR: any(each.base_year != each.year for each in (one, other) if each.base_year),
    }
    return _verdict(said)


@dataclass(frozen=True, slots=True)
class PlanScope:
    """What the gate asks of a whole plan.

    Attributes:
        kind: Local name of its kind.
        start: Its first fiscal year, or "".
        end: Its last fiscal year, or "".
        extent: How much of it the documents hold (IRI), or "".
    """

    kind: str
    start: str
    end: str
    extent: str


def judge_plans(one: PlanScope, other: PlanScope) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return whether what is counted of two whole plans may stand side by side, with every reason."""
    return _verdict(
        {
            Reason.KIND: one.kind != other.kind,
            Reason.EXTENT: one.extent != other.extent,
            Reason.PERIOD: (one.start, one.end) != (other.start, other.end),
        }
    )


def _verdict(said: Mapping[Reason, bool]) -> tuple[Verdict, tuple[Reason, ...]]:
    reasons = tuple(reason for reason, holds in said.items() if holds)
    if any(reason in AGAINST for reason in reasons):
        return Verdict.NOT, reasons
    return (Verdict.NOTE if reasons else Verdict.COMPARABLE), reasons


def groups(figures: Iterable[Figure]) -> list[list[Figure]]:
    """Part figures into groups in which each may stand beside each, in the order in which they come."""
    found: list[list[Figure]] = []
    for one in figures:
        fitting = (
            group for group in found if all(judge(one, other)[0] is not Verdict.NOT for other in group)
        )
        group = next(fitting, None)
        if group is None:
            found.append([one])
        else:
            group.append(one)
    return found


def subjects(memory: ox.Store) -> dict[str, dict[str, list[str]]]:
    """Return the names of indicators that several municipalities have: folded name, municipality, indicators; sorted."""
    publisher = dict(_pairs(memory, f"{DCT}publisher"))
    indicators = {subject for subject, _kind in _typed(memory, f"{KEI}Indicator")}
    plans = dict(_pairs(memory, f"{KEI}inPlan"))
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri, name in _pairs(memory, f"{KEI}searchKey"):
        town = publisher.get(plans.get(iri, ""), "")
        if iri in indicators and town:
            found[name][town].append(iri)
    return {name: dict(sorted(towns.items())) for name, towns in sorted(found.items()) if len(towns) > 1}


def figures(memory: ox.Store, municipality: str, indicators: Sequence[str]) -> list[Figure]:
    """Return the last targets and actuals of some indicators of a municipality that have a year and a number."""
    found = []
    for indicator in sorted(indicators):
        units = _values(memory, indicator, f"{KEI}unitLabel") or [""]
        for role, kind in ROLES.items():
            of_role = [
                node
                for node in _values(memory, indicator, f"{KEI}observation")
                if kind in _values(memory, node, f"{RDF}type") and _values(memory, node, f"{KEI}fiscalYear")
            ]
            years = {node: max(_values(memory, node, f"{KEI}fiscalYear")) for node in of_role}
            for node in (node for node in of_role if years[node] == max(years.values())):
                found += [
                    Figure(
                        municipality,
                        indicator,
                        role,
                        years[node],
                        number,
                        unit_of(printed),
                        _first(memory, node, f"{KEI}accumulation"),
                        _first(memory, node, f"{KEI}comparator"),
                    )
                    for value in _values(memory, node, f"{KEI}value")
                    if (number := _number(value)) is not None
                    for printed in units
                ]
    return found


def unit_of(label: str) -> Unit:
    """Return what a print means, by ``ontology/units.ttl``; a print that it does not have stands for itself."""
    found = unit(label)
    return Unit(label, found.base, found.factor, known=True) if found else Unit(label, label)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _first(memory: ox.Store, subject: str, predicate: str) -> str:
    return min(_values(memory, subject, predicate), default="")


def _values(memory: ox.Store, subject: str, predicate: str) -> list[str]:
    quads = memory.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)
    terms = {quad.object for quad in quads}
    return sorted(term.value for term in terms if isinstance(term, ox.NamedNode | ox.Literal))


def _pairs(memory: ox.Store, predicate: str) -> list[tuple[str, str]]:
    quads = memory.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
    return sorted(
        (quad.subject.value, quad.object.value)
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal)
    )


def _typed(memory: ox.Store, kind: str) -> list[tuple[str, str]]:
    quads = memory.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(kind), None)
    return [(quad.subject.value, kind) for quad in quads if isinstance(quad.subject, ox.NamedNode)]
