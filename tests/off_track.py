"""Indicators with figures of all kinds, and whether they are off track: one rule for queries, index and pages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from keikaku.web.pages.charts import Figure

KEI = "https://w3id.org/keikaku/ns#"
BASE = "https://example.org/off-track/"


@dataclass(frozen=True)
class Case:
    """An indicator; baseline of 2020, target of 2025."""

    name: str
    baseline: int
    target: int
    actual: int
    direction: str  # the one expected, "" where it cannot be told
    off: bool
    bound: str = ""
    printed: str = ""
    year: int = 2022
    counted: tuple[str, str, str] = ("", "", "")

    def figures(self) -> list[Figure]:
        """Return its figures as pages have them."""
        return [
            Figure(
                role=role,
                year=year,
                value=Decimal(value),
                text=str(value),
                bound=self.bound if role == "target" else "",
                accumulation=counted,
            )
            for (role, year, value), counted in zip(self._said(), self.counted, strict=True)
        ]

    def lines(self) -> list[str]:
        """Return it as N-Triples without dots."""
        one, plan, town = f"<{BASE}{self.name}>", f"<{BASE}plan>", f"<{BASE}town>"
        kind, label = (
            "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
            "<http://www.w3.org/2000/01/rdf-schema#label>",
        )
        lines = [
            f'{town} {label} "架空町"@ja',
            f'{plan} {label} "計画"@ja',
            f"{plan} <http://purl.org/dc/terms/publisher> {town}",
            f"{one} {kind} <{KEI}Indicator>",
            f'{one} {label} "{self.name}"@ja',
            f"{one} <{KEI}inPlan> {plan}",
        ]
        if self.printed:
            lines.append(f"{one} <{KEI}desiredDirection> <{KEI}{self.printed}>")
        for (role, year, value), counted in zip(self._said(), self.counted, strict=True):
            node = f"<{BASE}{self.name}/{role}>"
            lines += [
                f"{one} <{KEI}observation> {node}",
                f"{node} {kind} <{KEI}{role.title()}>",
                f'{node} <{KEI}fiscalYear> "{year}"^^<http://www.w3.org/2001/XMLSchema#gYear>',
                f'{node} <{KEI}value> "{value}"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            ]
            if counted:
                lines.append(f"{node} <{KEI}accumulation> <{KEI}{counted}>")
            if self.bound and role == "target":
                lines.append(f'{node} <{KEI}comparator> "{self.bound}"')
        return lines

    def _said(self) -> list[tuple[str, int, int]]:
        return [
            ("baseline", 2020, self.baseline),
            ("target", 2025, self.target),
            ("actual", self.year, self.actual),
        ]


CASES = [
    Case("up", 10, 20, 12, "Increase", True),
    Case("up-well", 10, 20, 15, "Increase", False),
    Case("down", 20, 10, 18, "Decrease", True),
    Case("down-well", 20, 10, 12, "Decrease", False),
    Case("printed-down", 10, 20, 22, "Decrease", True, printed="Decrease"),
    Case("printed-before-bound", 10, 20, 22, "Decrease", True, printed="Decrease", bound="ge"),
    # At most 4,200 beside a baseline of 4,000 is "keep it below", and more is worse.
    Case("at-most", 4000, 4200, 4100, "Decrease", False, bound="le"),
    Case("at-most-line", 4000, 4200, 4190, "Decrease", False, bound="le"),
    Case("at-most-broken", 4000, 4200, 4300, "Decrease", True, bound="le"),
    Case("at-most-last", 4000, 4200, 4100, "Decrease", False, bound="le", year=2025),
    Case("below", 4000, 4200, 4200, "Decrease", True, bound="lt", year=2025),
    Case("at-least", 100, 80, 90, "Increase", False, bound="ge"),
    Case("at-least-broken", 100, 80, 70, "Increase", True, bound="ge"),
    Case("more-than", 10, 20, 20, "Increase", True, bound="gt", year=2025),
    Case("more-than-yet", 10, 20, 20, "Increase", False, bound="gt"),
    Case("late", 10, 20, 19, "Increase", True, year=2027),
    Case("same", 10, 10, 9, "", False),
    Case("same-at-least", 10, 10, 9, "Increase", True, bound="ge"),
    Case("kept", 10, 10, 9, "Maintain", True, printed="Maintain"),
    Case("counted-otherwise", 10, 20, 12, "Increase", False, counted=("", "", "PerYear")),
    Case("counted-alike", 10, 20, 12, "Increase", True, counted=("PerYear", "PerYear", "PerYear")),
]  # fmt: skip
