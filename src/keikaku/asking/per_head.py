"""Money per head and as a share of what a municipality spends: which statistic stands below which year's money.

The rule is that of ``queries/money-per-head.rq``, which answers it on any server; a test holds the two together. Of each kind of population the
nearest year counts, of two that are equally near the earlier; that the years differ is always said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import pyoxigraph as ox

from keikaku.graph.nquads import DCT, KEI, PROV

POPULATIONS = ("CensusPopulation", "RegisteredPopulation")
"""The bases of a figure per head; figures of two bases are not comparable."""
EXPENDITURE = "SettledExpenditure"


@dataclass(frozen=True, slots=True)
class Taken:
    """A statistic of a municipality, as it stands in the graph.

    Attributes:
        iri: Its node.
        kind: Local name of its kind.
        year: Its year.
        value: In persons, square kilometres or yen.
        printed: What the table prints, with its unit.
        item: What the table calls it.
        row: Its row in the file.
        source: What the source is called.
        file: Name of the file.
    """

    iri: str
    kind: str
    year: int
    value: Decimal
    printed: str
    item: str
    row: str
    source: str
    file: str


@dataclass(frozen=True, slots=True)
class PerHead:
    """The money of a year beside what it is divided by.

    Attributes:
        year: The fiscal year of the money.
        yen: The money.
        population: What it is divided by, None where no population was taken.
        expenditure: What it is a share of, None where no settled expenditure was taken.
    """

    year: str
    yen: int
    population: Taken | None
    expenditure: Taken | None

    @property
    def amount(self) -> Decimal | None:
        """Yen per head, whole yen."""
        if self.population is None or not self.population.value:
            return None
        return (self.yen / self.population.value).quantize(Decimal(1), ROUND_HALF_UP)

    @property
    def percent(self) -> Decimal | None:
        """Per cent of the settled expenditure, to a thousandth."""
        if self.expenditure is None or not self.expenditure.value:
            return None
        return (self.yen * 100 / self.expenditure.value).quantize(Decimal("0.001"), ROUND_HALF_UP)


def taken(memory: ox.Store, municipality: str) -> list[Taken]:
    """Return the statistics of a municipality, by kind and year."""
    found = []
    of = memory.quads_for_pattern(None, ox.NamedNode(f"{KEI}statisticOf"), ox.NamedNode(municipality), None)
    for node in {quad.subject for quad in of if isinstance(quad.subject, ox.NamedNode)}:
        file = _object(memory, node, f"{PROV}wasDerivedFrom")
        origin = ox.NamedNode(file)
        found.append(
            Taken(
                node.value,
                _object(memory, node, f"{KEI}statisticKind").removeprefix(KEI),
                int(_object(memory, node, f"{KEI}statisticYear")),
                Decimal(_object(memory, node, f"{KEI}statisticValue")),
                _object(memory, node, f"{KEI}asPrinted"),
                _object(memory, node, f"{KEI}statisticItem"),
                _object(memory, node, f"{KEI}firstRow"),
                _object(memory, origin, f"{DCT}title"),
                _object(memory, origin, f"{KEI}fileName"),
            )
        )
    return sorted(found, key=lambda one: (one.kind, one.year, one.iri))


def _object(memory: ox.Store, subject: ox.NamedNode, predicate: str) -> str:
    quads = memory.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
    terms = (quad.object for quad in quads)
    return min((term.value for term in terms if isinstance(term, ox.NamedNode | ox.Literal)), default="")


def nearest(found: Iterable[Taken], kind: str, year: int) -> Taken | None:
    """Return the statistic of a kind whose year is nearest, of two that are equally near the earlier."""
    return min(
        (one for one in found if one.kind == kind),
        key=lambda one: 2 * abs(one.year - year) + (one.year > year),
        default=None,
    )


def per_head(money: Mapping[str, int], found: list[Taken]) -> list[PerHead]:
    """Return a row for each year's money and each kind of population that was taken; one without where none was.

    Args:
        money: Yen by fiscal year, no yen twice.
        found: The statistics of the municipality.
    """
    rows = []
    for year, yen in sorted((year, yen) for year, yen in money.items() if year.isdecimal()):
        near = (nearest(found, kind, int(year)) for kind in POPULATIONS)
        bases: list[Taken | None] = [base for base in near if base]
        spent = nearest(found, EXPENDITURE, int(year))
        rows += [PerHead(year, yen, base, spent) for base in bases or [None]]
    return rows
