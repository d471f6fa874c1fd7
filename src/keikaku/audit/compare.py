"""Municipalities, or plans and editions, side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from keikaku.audit.model import GOALS, Audit, Tally, count_statuses
from keikaku.graph.states import LINKED, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One of the things that are compared.

    Attributes:
        label: Its name.
        iri: Its IRI.
        statuses: Its measures by their surest status.
        tallies: What it does for each goal.
        yen: Its money, each budget once.
    """

    label: str
    iri: str
    statuses: dict[Status, int]
    tallies: dict[int, Tally]
    yen: int

    @property
    def measures(self) -> int:
        """How many measures it has."""
        return sum(self.statuses.values())

    @property
    def covered(self) -> int:
        """How many goals at least one measure is linked to, suggestions left out."""
        sure = [status for status in LINKED if status is not Status.SUGGESTED]
        return sum(any(self.tallies[goal].measures.get(one) for one in sure) for goal in GOALS)

    def share(self, *statuses: Status) -> float | None:
        """Return the part of its measures that has one of some statuses; None where it has no measure."""
        return sum(self.statuses[one] for one in statuses) / self.measures if self.measures else None


def units(audit: Audit) -> list[Unit]:
    """Return what is compared: the municipalities, or the plans where there is one municipality."""
    if len(audit.municipalities) > 1:
        return [
            Unit(
                label=f"{one.ref.label} ({one.code})",
                iri=one.ref.iri,
                statuses=count_statuses(one.measures),
                tallies=one.tallies,
                yen=one.yen,
            )
            for one in audit.municipalities
        ]
    plans = [plan for plan in audit.plans if plan.yen or any(plan.measures.values())]
    return [
        Unit(
            label=" ".join(part for part in (plan.ref.label, period(plan.start, plan.end)) if part),
            iri=plan.ref.iri,
            statuses=plan.measures,
            tallies=plan.tallies,
            yen=plan.yen,
        )
        for plan in plans or audit.plans
    ]


def period(start: int | None, end: int | None) -> str:
    """Return a period as text, "" where none is known.

    >>> period(2021, 2025), period(None, None)
    ('2021–2025', '')
    """
    return f"{start or '?'}–{end or '?'}" if start or end else ""


def spread(found: list[Unit], value: Callable[[Unit], float | None]) -> tuple[float, float, float] | None:
    """Return the smallest, the median and the largest of a value; None where there is none."""
    values = [number for unit in found if (number := value(unit)) is not None]
    return (min(values), median(values), max(values)) if values else None
