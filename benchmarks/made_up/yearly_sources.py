"""An implementation plan of three years: of each project a row a year, with the sources of its money."""

from __future__ import annotations

from keikaku.reading.model import Budget, Element, Fact, Kind
from made_up.page import Made
from made_up.words import Words

_PLAN = """family: jisshi-keikaku
municipality: {{code: "{code}", name: {name}, invented: true}}
document: {{title: {name} 財源別実施計画, recognise: ['^{name} 財源別実施計画', '事業名\\t担当課\\t年度\\t事業費']}}
plans:
  - {{id: zaigen, kind: 実施計画, title: {name} 財源別実施計画}}
expect:
  Goal: {{min: 2, max: 2}}
  Measure: {{min: 2, max: 200}}
  Budget: {{min: 6, max: 2000}}
unread: 0
"""
_YEARS = range(2025, 2028)
_HEAD = "事業名\t担当課\t年度\t事業費（千円）\t国庫支出金\t県支出金\t地方債\tその他\t一般財源"


class YearlySources:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        self._plan = made.add_plan(
            "zaigen", "実施計画", f"{made.municipality} 財源別実施計画", start=2025, end=2027
        )

    def make(self, size: int) -> None:
        """Print two goals of so many measures each, about."""
        made, words = self._made, self._words
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        made.print(f"{made.municipality} 財源別実施計画")
        self._plan.lines.append(made.spaced("実施計画（令和7年度～令和9年度）"))
        for goal_number in (1, 2):
            label = words.label()
            line = made.spaced(f"基本目標{goal_number} {label}")
            goal = made.element(Kind.GOAL, label, self._plan, [line], number=str(goal_number))
            for at in range(1, max(1, size // 2) + 1):
                label, number = words.label(), f"{goal_number}-{at}"
                line = made.spaced(f"施策{number} {label}")
                self._table(made.element(Kind.MEASURE, label, goal, [line], number=number))

    def _table(self, measure: Element) -> None:
        self._made.print(_HEAD)
        for _project in range(self._words.dice.randint(2, 5)):
            self._project(measure)

    def _project(self, measure: Element) -> None:
        made, words = self._made, self._words
        label, offices = f"{words.label()}事業", words.offices()
        project = made.element(Kind.PROJECT, label, measure, [])
        for year in _YEARS:
            money = [words.dice.choice((0, words.dice.randint(1_000, 9_999))) for _source in range(4)]
            general = words.dice.randint(5_000, 9_999)
            figures = [words.figure(amount) for amount in (sum(money) + general, *money, general)]
            named = f"{label}\t{'、'.join(offices)}" if year == _YEARS[0] else "\t"
            line = made.print("\t".join((named, f"令和{year - 2018}年度", *figures)))
            if year == _YEARS[0]:
                project.lines.append(line)
                for office in offices:
                    made.state(project, Fact.DEPARTMENT, office, line)
            self._budget(project, year, [*money, general], [line])

    def _budget(self, project: Element, year: int, money: list[int], lines: list[int]) -> None:
        national, prefectural, bonds, other, general = (amount * 1000 for amount in money)
        specific = national + prefectural + bonds + other
        budget = Budget(
            lines=lines,
            of=project,
            fiscal_year=year,
            total=specific + general,
            specific=specific,
            general=general,
        )
        budget.national, budget.prefectural, budget.bonds, budget.other = national, prefectural, bonds, other
        self._made.truth.budgets.append(budget)


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    YearlySources(made, words).make(size)
