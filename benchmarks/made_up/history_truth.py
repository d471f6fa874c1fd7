"""What is true of a made-up history, as rows of tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Became(NamedTuple):
    """What became of a measure: "new" has no old label, "dropped" no new one."""

    old: str
    relation: str
    new: str


class Aim(NamedTuple):
    """A target that the 6th plan sets otherwise than the 5th."""

    measure: str
    indicator: str
    change: str
    old_value: int
    old_year: int
    new_value: int
    new_year: int


class Office(NamedTuple):
    """What became of a department in 2021."""

    old: str
    relation: str
    new: str


class Actual(NamedTuple):
    """An actual as a sheet prints it; value None with the words that are printed in its place."""

    measure: str
    indicator: str
    year: int
    value: int | None
    print: str
    document: str


class Yen(NamedTuple):
    """Money of a project as a print of the 実施計画 says it, in yen."""

    project: str
    measure: str
    year: int
    stage: str
    amount: int
    document: str


class Wanted(NamedTuple):
    """What a plan wants of an indicator, as it prints it; ``over`` are the years of a sum, 0 where the target is none."""

    plan: str
    indicator: str
    unit: str
    base_year: int
    base: int
    target_year: int
    target: int
    over: int


class Unsettled(NamedTuple):
    """A project without settled accounts of a year of which the others have them."""

    project: str
    year: int


class Rating(NamedTuple):
    """How a sheet rates a measure."""

    measure: str
    year: int
    mark: str
    document: str


class Merger(NamedTuple):
    """A municipality that was taken in: codes and the day (ISO)."""

    gone: str
    successor: str
    date: str


@dataclass
class Truth:
    """What is true of the documents.

    Attributes:
        code: Code of the municipality; the neighbour that was taken in has the next one.
        name: Its name.
        documents: Paths of the documents below the folder, in the order in which they were printed.
        elements: What became of each measure of the 5th plan in the 6th.
        later: What became of each measure of the 6th plan in the 7th, where there is one.
        aims: Targets that differ between the two.
        offices: What became of the departments.
        actuals: Each actual of each sheet.
        money: Each amount of each print.
        ratings: Each rating of each sheet.
        merger: The neighbour.
        kpis: Strategy number, indicator, target and year of the KPIs of strategies that a 総合計画 names too.
        wanted: What each plan, strategy and series of sheets wants of its indicators, by the id of its plan.
        periods: First and last year of each of those, by the id of its plan.
        unsettled: Projects whose accounts of a year are not printed.
        converted: Indicator, year and sum of the baselines that it and its neighbour printed before they were one.
    """

    code: str
    name: str
    documents: list[str] = field(default_factory=list)
    elements: list[Became] = field(default_factory=list)
    later: list[Became] = field(default_factory=list)
    aims: list[Aim] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    actuals: list[Actual] = field(default_factory=list)
    money: list[Yen] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    merger: Merger = field(default_factory=lambda: Merger("", "", ""))
    kpis: list[tuple[int, str, int, int]] = field(default_factory=list)
    wanted: set[Wanted] = field(default_factory=set)
    periods: dict[str, tuple[int, int]] = field(default_factory=dict)
    unsettled: set[Unsettled] = field(default_factory=set)
    converted: list[tuple[str, int, int]] = field(default_factory=list)

    def restated(self) -> list[tuple[Actual, Actual]]:
        """Return actuals of one year that two sheets print with different figures, the earlier sheet first."""
        first: dict[tuple[str, str, int], Actual] = {}
        found = []
        for one in self.actuals:
            other = first.setdefault(one[:3], one)
            if other.value is not None and one.value is not None and other.value != one.value:
                found.append((other, one))
        return found
