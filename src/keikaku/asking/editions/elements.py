"""An edition of a plan as plain data: its elements, their texts, indicators, money, departments and goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property, partial

from pyoxigraph import Store

from keikaku.asking.lineage.things import Reader, Thing
from keikaku.documents.places import shown
from keikaku.ground.errors import QuestionError
from keikaku.ground.messages import LANGUAGES, Words
from keikaku.ground.vocab import KEI, PREFIXES
from keikaku.reading.model import TEXT_FACTS, Fact

_TEXTS = tuple(sorted(fact.value for fact in TEXT_FACTS - {Fact.DESCRIPTION, Fact.NOTE}))
_DESCRIPTION = PREFIXES["dcterms"] + "description"
_DEPARTMENTS = ("leadDepartment", "relatedDepartment", "department")
_OWL = "http://www.w3.org/2002/07/owl#"
_NOT = "https://w3id.org/sssom/predicate_modifier"
_ROLES = ("Baseline", "Actual", "Target", "Comparison")
ORIGINS = ("continues", "splitFrom", "mergedFrom")
"""How an element may go on with one of an earlier edition, as people confirmed it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an indicator.

    Attributes:
        role: "Baseline", "Actual" or "Target".
        year: Its fiscal year, None where none is printed.
        value: Its value, None where the document prints words.
        shown: As people read it: the print, or the value.
        interim: Whether it is a target on the way.
        counted: How it came about, by the local name of the ontology ("OverPeriod" …), "" where nothing is printed.
    """

    role: str
    year: int | None
    value: Decimal | None
    shown: str
    interim: bool = False
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator in one edition.

    Attributes:
        iri: Its IRI.
        label: Its name.
        unit: As printed, "" where none is.
        direction: "Increase", "Decrease", "Maintain" or "".
        figures: By role and year.
        sources: Where it was read.
    """

    iri: str
    label: str
    unit: str = ""
    direction: str = ""
    figures: tuple[Figure, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def target(self) -> Figure | None:
        """The last target with a value, those on the way left out where there are others."""
        found = [one for one in self.figures if one.role == "Target" and one.value is not None]
        final = [one for one in found if not one.interim] or found
        return max(final, key=lambda one: one.year or 0, default=None)

    @property
    def baseline(self) -> Figure | None:
        """The first baseline with a value."""
        found = [one for one in self.figures if one.role == "Baseline" and one.value is not None]
        return min(found, key=lambda one: one.year or 9999, default=None)


@dataclass(frozen=True, slots=True)
class Part:
    """An element of an edition.

    Attributes:
        iri: Its IRI.
        kind: Local name of its class, "Measure".
        label: Its name as printed.
        number: Its number as printed, or "".
        parent: IRI of the element above it, or of the plan.
        texts: What it says, by local name of the property.
        indicators: Those that measure it.
        money: Yen by fiscal year, of the stage that counts in sums.
        departments: Names of the departments.
        goals: The SDGs that it states, as ``sdg:4``, and strategy codes, as printed.
        sources: Where it was read, as people read it.
        fragments: IRIs of the places that it was read from.
        origins: What it goes on with of earlier editions, as people confirmed: IRI to how, one of ``ORIGINS``.
        refused: What it does not go on with, as people decided.
    """

    iri: str
    kind: str
    label: str
    number: str = ""
    parent: str = ""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    indicators: tuple[Measured, ...] = ()
    money: Mapping[int, int] = field(default_factory=dict)
    departments: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.number} {self.label}".strip()


@dataclass(frozen=True)
class Edition:
    """A plan as one edition of it.

    Attributes:
        plan: The plan.
        municipality: Its publisher's name.
        start: First fiscal year, None where none is known, or documents print several.
        end: Last fiscal year, likewise.
        offices: The departments that its elements name, by name.
        claimed: The first and last years that documents print where they do not agree, else nothing.
        sources: Where its title and its period were read.
        parts: Its elements by IRI, in the order of their places.
        own: The indicators of the plan itself.
        revises: IRIs of plans that it says it revises.
        is_draft: Whether it was read with a draft that nobody accepted.
    """

    plan: Thing
    municipality: str
    start: int | None
    end: int | None
    parts: Mapping[str, Part]
    own: tuple[Measured, ...] = ()
    revises: frozenset[str] = frozenset()
    is_draft: bool = False
    claimed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    offices: Mapping[str, Part] = field(default_factory=dict)

    @property
    def period(self) -> str:
        """The years as text, "" where none is known."""
        return f"{self.start or '?'}–{self.end or '?'}" if self.start or self.end else ""

    @property
    def printed_at(self) -> Words:
        """Where its title and its period were read, in words; "?" where plan.yml alone says them."""
        en, ja = (", ".join(shown(one, language) for one in self.sources) or "?" for language in LANGUAGES)
        return Words(en, ja)

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """IRIs of what stands directly below each element, and below the plan."""
        found: dict[str, list[str]] = {}
        for part in self.parts.values():
            found.setdefault(part.parent, []).append(part.iri)
        return found

    def above(self, iri: str) -> Iterator[str]:
        """Yield what an element stands below, from the nearest; a cycle ends where it began."""
        seen = {iri}
        while (part := self.parts.get(iri)) and part.parent not in seen and part.parent in self.parts:
            iri = part.parent
            seen.add(iri)
            yield iri


def edition(memory: Store, plan: Thing) -> Edition:
    """Return an edition of a plan.

    Args:
        memory: A loaded store.
        plan: The plan, as :func:`keikaku.asking.lineage.names.find` returns it.

    Raises:
        QuestionError: It is no plan, or the store holds nothing of it.
    """
    if plan.kind != "Plan":
        raise QuestionError("editions.no-plan", name=plan.label)
    reader = Reader(memory)
    parts = [
        _part(reader, iri) for iri in reader.subjects("inPlan", plan.iri) if reader.is_a(iri, "PlanElement")
    ]
    if not parts:
        raise QuestionError("editions.nothing-of", name=plan.label)
    offices = {one for part in parts for name in _DEPARTMENTS for one in reader.values(part.iri, name)}
    starts, ends = (reader.values(plan.iri, f"{which}FiscalYear") for which in ("start", "end"))
    return Edition(
        plan=plan,
        municipality=reader.municipality(plan.iri),
        start=_only(starts),
        end=_only(ends),
        claimed=(", ".join(starts), ", ".join(ends)) if max(len(starts), len(ends)) > 1 else (),
        sources=tuple(reader.sources(plan.iri)),
        parts={part.iri: part for part in sorted(parts, key=partial(_standing, reader))},
        own=_indicators(reader, plan.iri),
        revises=frozenset(reader.objects(plan.iri, PREFIXES["prov"] + "wasRevisionOf")),
        offices={one.label: one for one in (_office(reader, iri) for iri in sorted(offices))},
        is_draft=any(str(KEI.Proposed) in reader.values(part.iri, "readingStatus") for part in parts),
    )


def _standing(reader: Reader, part: Part) -> tuple[str, int, str]:
    """Return what parts are put in order by: their document, the first line that they were read from, their IRI."""
    lines = [int(line) for place in part.fragments for line in reader.values(place, "firstLine")]
    return (part.fragments[0].partition("#")[0] if part.fragments else "", min(lines, default=0), part.iri)


def _only(years: list[str]) -> int | None:
    """Return the year that all documents print; where they print several, nobody can tell which holds."""
    return int(years[0]) if len(years) == 1 and years[0].isdigit() else None


def _year(reader: Reader, iri: str, name: str) -> int | None:
    return next((int(year) for year in reader.values(iri, name) if year.isdigit()), None)


def _part(reader: Reader, iri: str) -> Part:
    thing = reader.thing(iri)
    texts = {name: tuple(values) for name in _TEXTS if (values := reader.values(iri, name))}
    if described := reader.objects(iri, _DESCRIPTION):
        texts["description"] = tuple(described)
    goals = [f"sdg:{one.rpartition('/')[2]}" for one in reader.values(iri, "sdg")]
    codes = [reader.thing(one).number for one in reader.values(iri, "strategyCode")]
    return Part(
        iri=iri,
        kind=thing.kind,
        label=thing.label,
        number=thing.number,
        parent=next(iter(reader.values(iri, "contributesTo")), ""),
        texts=texts,
        indicators=_indicators(reader, iri),
        money=_money(reader, iri),
        departments=frozenset(
            reader.thing(one).label for name in _DEPARTMENTS for one in reader.values(iri, name)
        ),
        goals=frozenset(goals + codes),
        sources=tuple(reader.sources(iri)),
        fragments=tuple(reader.values(iri, "place")),
        origins=_origins(reader, iri),
        refused=frozenset(_refused(reader, iri)),
    )


def _office(reader: Reader, iri: str) -> Part:
    return Part(
        iri=iri,
        kind="Department",
        label=reader.thing(iri).label,
        origins=_origins(reader, iri),
        refused=frozenset(_refused(reader, iri)),
    )


def _origins(reader: Reader, iri: str) -> dict[str, str]:
    return {old: name for name in ORIGINS for old in reader.values(iri, name)}


def _refused(reader: Reader, iri: str) -> Iterator[str]:
    """Yield what people rejected of the proposals that an element goes on with something."""
    links = {str(KEI[name]) for name in ORIGINS}
    for link in reader.having(f"{_OWL}annotatedSource", iri):
        if reader.objects(link, _NOT) and links.intersection(
            reader.objects(link, f"{_OWL}annotatedProperty")
        ):
            yield from reader.objects(link, f"{_OWL}annotatedTarget")


def _indicators(reader: Reader, iri: str) -> tuple[Measured, ...]:
    return tuple(
        Measured(
            iri=one,
            label=reader.thing(one).label,
            unit=next(iter(reader.values(one, "unitLabel")), ""),
            direction=_local(reader, one, "desiredDirection"),
            figures=tuple(_figure(reader, each) for each in reader.values(one, "observation")),
            sources=tuple(reader.sources(one)),
        )
        for one in reader.subjects("indicatorOf", iri)
    )


def _local(reader: Reader, iri: str, name: str) -> str:
    return next((value.rpartition("#")[2] for value in reader.values(iri, name)), "")


def _figure(reader: Reader, iri: str) -> Figure:
    printed = next(iter(reader.values(iri, "asPrinted")), "")
    value = _decimal(next(iter(reader.values(iri, "value")), ""))
    return Figure(
        role=next((role for role in _ROLES if reader.is_a(iri, role)), ""),
        year=_year(reader, iri, "fiscalYear"),
        value=value,
        shown=f"{value:f}" if value is not None else printed,
        interim=reader.is_a(iri, "InterimTarget"),
        counted=_local(reader, iri, "accumulation"),
    )


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _money(reader: Reader, iri: str) -> dict[int, int]:
    """Return the yen of each year that counts in sums: a budget that another stage replaces does not."""
    found: dict[int, int] = {}
    for one in reader.values(iri, "budget"):
        year, amounts = _year(reader, one, "fiscalYear"), reader.values(one, "totalAmount")
        if year and amounts and not reader.objects(one, PREFIXES["dcterms"] + "isReplacedBy"):
            found[year] = int(amounts[0])
    return found
