"""A made-up country: plans of as many municipalities as wanted, minted as real ones are.

Labels are put together from the words that plans use, so that searches and comparisons find about as much as
among real plans. The same seed gives the same country.

    python benchmarks/country.py 100 build/country     writes one N-Quads file a municipality
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from keikaku.documents.numbered_lines import Document
from keikaku.graph.mint import mint
from keikaku.reading.model import (
    Budget,
    Confidence,
    Direction,
    Element,
    Evaluation,
    Fact,
    Indicator,
    Kind,
    Observation,
    Plan,
    Role,
    Statement,
)
from keikaku.reading.records import Reading
from keikaku.reading.series import Series, read_series

ROOT = Path(__file__).resolve().parents[1]
FIRST = 90_000  # code of the first municipality
WHO = ["市民", "高齢者", "子ども", "若者", "女性", "農業者", "事業者", "観光客", "障がい者", "地域"]
WHAT = [
    "図書館",
    "学校",
    "公園",
    "道路",
    "上下水道",
    "公共交通",
    "防災",
    "健診",
    "保育",
    "移住",
    "商店街",
    "農地",
    "森林",
    "文化財",
    "ＩＣＴ",
    "空き家",
]
HOW = ["の充実", "の推進", "の支援", "の整備", "の促進", "の強化", "の活性化", "の保全", "の見直し", "の育成"]
UNITS = ["人", "％", "件", "回", "か所", "円/人", "団体", "ha"]


@dataclass
class _Town:
    """Makes the records of one municipality."""

    dice: random.Random
    reading: Reading
    line: int = 0
    made: int = 0
    departments: list[str] = field(default_factory=list)

    def lines(self) -> list[int]:
        self.line += 1
        return [self.line]

    def label(self) -> str:
        self.made += 1
        choice = self.dice.choice
        return f"{choice(WHO)}{choice(WHAT)}{choice(HOW)}（{self.made}）"

    def fact(self, fact: Fact, value: str, plan: str = "") -> Statement:
        return Statement(lines=self.lines(), fact=fact, value=value, plan=plan)

    def element(self, kind: Kind, plan: Plan, parent: Element | Plan, *facts: Statement) -> Element:
        made = Element(
            lines=self.lines(),
            kind=kind,
            label=self.label(),
            plan=plan,
            parent=parent,
            statements=list(facts),
        )
        self.reading.elements.append(made)
        return made

    def plan(self, plan_id: str, kind: str, part_of: str = "") -> Plan:
        made = Plan(
            lines=self.lines(),
            id=plan_id,
            kind=kind,
            title=f"{plan_id}計画",
            start=2021,
            end=2025,
            part_of=part_of,
        )
        self.reading.plans[plan_id] = made
        return made

    def make(self) -> None:
        basic = self.plan("kihon-keikaku", "基本計画")
        projects = self.plan("jisshi-keikaku", "実施計画", part_of="kihon-keikaku")
        self.plan("senryaku", "総合戦略")
        self.departments = [f"{self.dice.choice(WHAT)}{number}課" for number in range(25)]
        vision = self.element(Kind.VISION, basic, basic)
        for _goal in range(8):
            goal = self.element(Kind.GOAL, basic, vision, self.sdg())
            for _measure in range(5):
                self.measure(basic, projects, goal)

    def sdg(self) -> Statement:
        return self.fact(Fact.SDG, str(self.dice.randint(1, 17)))

    def measure(self, basic: Plan, projects: Plan, goal: Element) -> None:
        texts = [self.fact(Fact.CURRENT_SITUATION, "".join(self.label() for _ in range(4))) for _ in range(2)]
        measure = self.element(Kind.MEASURE, basic, goal, self.sdg(), *texts)
        measure.statements.append(self.fact(Fact.LEAD_DEPARTMENT, self.dice.choice(self.departments)))
        for _indicator in range(3):
            self.indicator(measure)
        for _project in range(5):
            self.project(projects, measure)
        rating = self.dice.choice("ABCD")
        self.reading.evaluations.append(
            Evaluation(lines=self.lines(), of=measure, fiscal_year=2023, progress=rating, review="II")
        )

    def indicator(self, measure: Element) -> None:
        baseline, target = self.dice.randint(1, 500), self.dice.randint(1, 500)
        figures = (
            (Role.BASELINE, 2020, baseline),
            (Role.TARGET, 2025, target),
            (Role.ACTUAL, 2023, self.dice.randint(min(baseline, target) - 1, max(baseline, target) + 1)),
        )
        self.reading.indicators.append(
            Indicator(
                lines=self.lines(),
                of=measure,
                label=self.label(),
                unit=self.dice.choice(UNITS),
                direction=Direction.INCREASE if target >= baseline else Direction.DECREASE,
                observations=[
                    Observation(lines=[self.line], role=role, fiscal_year=year, value=Decimal(value))
                    for role, year, value in figures
                ],
            )
        )

    def project(self, plan: Plan, measure: Element) -> None:
        code = self.fact(
            Fact.STRATEGY_CODE, f"{self.dice.choice('ⅠⅡⅢⅣ')}({self.dice.randint(1, 4)})", "senryaku"
        )
        department = self.fact(Fact.LEAD_DEPARTMENT, self.dice.choice(self.departments))
        project = self.element(Kind.PROJECT, plan, measure, department, code)
        if self.dice.random() < 0.02:
            project.confidence = Confidence.DOUBTFUL
        for year in (2022, 2023):
            own, special = self.dice.randint(0, 9999) * 1000, self.dice.randint(0, 9999) * 1000
            self.reading.budgets.append(
                Budget(
                    lines=[self.line],
                    of=project,
                    fiscal_year=year,
                    total=own + special,
                    general=own,
                    specific=special,
                )
            )


def _series(template: Series, number: int) -> Series:
    settings = template.settings
    municipality = settings.municipality.model_copy(
        update={"code": f"{FIRST + number}", "name": f"架空{number}町"}
    )
    return replace(
        template,
        id=f"town-{number}",
        settings=settings.model_copy(update={"municipality": municipality}),
    )


def towns(count: int, seed: int = 1) -> Iterator[list[str]]:
    """Yield the N-Quads lines of each municipality."""
    template = read_series(ROOT / "examples" / "project-tables" / "plan.yml")
    for number in range(count):
        document = Document(
            path=Path(f"town-{number}.txt"),
            name=f"town-{number}.txt",
            sha256="0" * 64,
            encoding="utf-8",
            lines=(),
        )
        reading = Reading(document, {})
        _Town(random.Random(f"{seed}/{number}"), reading).make()  # noqa: S311 - no secret
        yield mint(reading, _series(template, number))


def main(count: int = 1, folder: Path | None = None) -> None:
    """Write a country into a folder, or say how large it is."""
    quads = 0
    for number, lines in enumerate(towns(count)):
        quads += len(lines)
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
            text = "".join(f"{line}\n" for line in lines)
            (folder / f"town-{number}.nq").write_text(text, encoding="utf-8")
    print(f"{count} municipalities: {quads:,} quads")


if __name__ == "__main__":
    wanted, place = [*sys.argv[1:], "1", ""][:2] if len(sys.argv) != 2 else (sys.argv[1], "")
    main(int(wanted), Path(place) if place else None)
