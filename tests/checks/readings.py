"""Readings put together by hand, for checks that know no layout."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from keikaku.documents.numbered_lines import Document, Line
from keikaku.ground.rules import Severity
from keikaku.reading.checks import check
from keikaku.reading.model import Element, Fact, Indicator, Kind, Plan, Role
from keikaku.reading.records import Reading

Year = int | None


def reading(*lines: str, **periods: tuple[str, Year, Year]) -> Reading:
    """Return an empty reading of lines; each plan by its id (``_`` for ``-``): kind, first and last year."""
    text = lines or ("",)
    document = Document(
        path=Path("plan.txt"),
        name="plan.txt",
        sha256="0" * 64,
        encoding="utf-8",
        lines=tuple(Line.make(number, line) for number, line in enumerate(text, start=1)),
    )
    plans = {
        name.replace("_", "-"): Plan(
            id=name.replace("_", "-"), kind=kind, title=f"架空町{kind}", start=start, end=end, lines=[1]
        )
        for name, (kind, start, end) in (periods or {"basic_plan": ("基本計画", 2021, 2025)}).items()
    }
    return Reading(document, plans)


def plan(made: Reading) -> Plan:
    return next(iter(made.plans.values()))


def element(
    made: Reading, label: str, number: str = "", kind: Kind = Kind.MEASURE, under: Element | None = None
) -> Element:
    return made.element(kind, label, under=under or plan(made), lines=[1], number=number)


def department(made: Reading, of: Element, name: str) -> None:
    made.state(of, Fact.DEPARTMENT, name, [1])


def indicator(
    made: Reading, label: str, *figures: str, unit: str = "人", years: tuple[Year, ...] = (2019, 2025)
) -> Indicator:
    """Add an indicator with a baseline, a target and actuals, as printed; "" leaves one out."""
    found = made.indicator(plan(made), label, [1], unit=unit)
    roles = (Role.BASELINE, Role.TARGET, Role.ACTUAL, Role.ACTUAL)
    for role, figure, year in zip(roles, figures, (*years, 2022, 2023), strict=False):
        if figure:
            made.observe(found, role, year, Decimal(figure), [1], as_printed=figure)
    return found


def found(made: Reading) -> set[tuple[str, Severity]]:
    """Return the rules that a reading breaks, with their severities."""
    before = len(made.findings)
    check(made)
    return {(one.rule, one.severity) for one in made.findings[before:]}


def rules(made: Reading) -> set[str]:
    return {rule for rule, _severity in found(made)}
