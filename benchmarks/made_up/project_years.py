"""Sheets of projects (事務事業) over six years: settled money, and targets and outcomes of one indicator, year by year."""

from __future__ import annotations

from decimal import Decimal

from keikaku.reading.model import Budget, Element, Fact, Indicator, Kind, Observation, Role
from made_up.page import Made
from made_up.words import Words

_YEARS = range(2019, 2025)
_PLAN = """family: jimu-jigyo-hyoka
municipality: {{code: "{code}", name: {name}, invented: true}}
document: {{title: {name} 事務事業の六年, recognise: ['^{name} 事務事業の六年$', '^事業名\\t担当課\\t年度\\t決算額']}}
plans:
  - {{id: rokunen, kind: 評価, title: {name} 事務事業の六年, start: 2019, end: 2024}}
levels:
  measure: {{is: Measure, head: '◆ 施策(?P<number>[0-9]+) (?P<label>.+)'}}
expect:
  Measure: {{min: 2, max: 200}}
  Project: {{min: 4, max: 800}}
  Budget: {{min: 12, max: 4800}}
unread: 0
"""


class ProjectYears:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        self._plan = made.add_plan(
            "rokunen", "評価", f"{made.municipality} 事務事業の六年", start=2019, end=2024
        )

    def make(self, size: int) -> None:
        """Print so many measures."""
        made, words = self._made, self._words
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        made.print(f"{made.municipality} 事務事業の六年")
        for number in range(1, size + 1):
            label = words.label()
            line = made.spaced(f"◆ 施策{number} {label}")
            measure = made.element(Kind.MEASURE, label, self._plan, [line], number=str(number))
            made.print("事業名\t担当課\t年度\t決算額（千円）\t成果指標\t単位\t目標値\t実績値")
            for _project in range(words.dice.randint(2, 3)):
                self._project(measure)

    def _project(self, measure: Element) -> None:
        made, words = self._made, self._words
        label, office, name, unit = f"{words.label()}事業", words.offices(1)[0], words.label(), words.unit()
        project = made.element(Kind.PROJECT, label, measure, [])
        indicator = Indicator(of=project, label=name, kinds=["成果指標"], unit=unit, lines=[])
        made.truth.indicators.append(indicator)
        for year in _YEARS:
            money, figures = words.dice.randint(5_000, 50_000), words.pair()
            prints = [words.figure(value) for value in figures]
            era = "令和元年度" if year == _YEARS[0] else f"令和{year - 2018}年度"
            names = (label, office, name, unit) if year == _YEARS[0] else ("",) * 4
            line = made.print("\t".join((*names[:2], era, words.figure(money), *names[2:], *prints)))
            if year == _YEARS[0]:
                project.lines.append(line)
                indicator.lines.append(line)
                made.state(project, Fact.DEPARTMENT, office, line)
            made.truth.budgets.append(
                Budget(lines=[line], of=project, fiscal_year=year, stage="決算", total=money * 1000)
            )
            told = zip((Role.TARGET, Role.ACTUAL), figures, prints, strict=True)
            indicator.observations += [
                Observation(
                    role=role, fiscal_year=year, value=Decimal(value), as_printed=printed, lines=[line]
                )
                for role, value, printed in told
            ]


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    ProjectYears(made, words).make(size)
