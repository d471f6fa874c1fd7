"""Figures that a municipality's predecessors printed, converted to it: by ``queries/figures-of-predecessors.rq``, the one home of the rule."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pyoxigraph as ox

from keikaku.asking.questions import ask


class Why(StrEnum):
    """Why a figure is not converted, or with what in mind; in the words of the query."""

    LACKING = "no figure of a town"
    SEVERAL = "two figures of one town"
    UNITS = "units that cannot be converted"
    COUNTED = "counted differently"
    BOUND = "a bound beside a value"
    DIVIDED = "a town was divided"
    KIND = "a unit that is neither summed nor weighted"
    MEAN = "an average, a rank or a change"
    POPULATION = "no population of every town"
    SHARE = "it need not be a share of the population"
    YEAR = "a population of another year"


class Method(StrEnum):
    """How a figure is converted; in the words of the query."""

    SAME = "carried over"
    SUM = "sum"
    MEAN = "weighted by population"


@dataclass(frozen=True, slots=True)
class Converted:
    """What the towns of a year printed of one name, as one figure.

    Attributes:
        name: Name of the indicator.
        role: "actual" or "baseline".
        year: The fiscal year.
        value: The converted value, None where it may not be converted.
        unit: Its unit, or "".
        method: How it was converted, None where it may not be.
        reasons: Why it may not be, or what has to be kept in mind.
        towns: How many towns there were in that year.
        figures: How many of them have a figure.
    """

    name: str
    role: str
    year: str
    value: Decimal | None
    unit: str
    method: Method | None
    reasons: tuple[Why, ...]
    towns: int
    figures: int


def converted(memory: ox.Store, municipality: str) -> list[Converted]:
    """Return what the predecessors of a municipality printed, converted to it, by name, role and year.

    Args:
        memory: Their documents, the changes, and the list of units.
        municipality: IRI of the municipality of today.
    """
    answer = ask(memory, "figures-of-predecessors", municipality=municipality)
    texts = [{name: "" if row[name] is None else str(row[name]) for name in row} for row in answer.records()]
    return [
        Converted(
            name=row["name"],
            role=row["role"],
            year=row["year"],
            value=Decimal(row["converted"]) if row["converted"] else None,
            unit=row["unit"],
            method=Method(row["method"]) if row["method"] else None,
            reasons=tuple(Why(one) for one in row["reasons"].split("; ") if one),
            towns=int(row["towns"]),
            figures=int(row["figures"]),
        )
        for row in texts
    ]
