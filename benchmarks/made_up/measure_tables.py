"""A digest of a comprehensive plan: pillars, a strategy, and tables of measures with departments and SDGs."""

from __future__ import annotations

from decimal import Decimal

from keikaku.reading.model import Element, Fact, Indicator, Kind, Observation, Role
from made_up.page import Made
from made_up.words import Words

_PLAN = """family: sogo-keikaku-tables
municipality: {{code: "{code}", name: {name}, invented: true}}
document:
  title: {name} 第3次総合計画のあらまし
  recognise: ['^{name} 第[0-9]+次総合計画のあらまし$', '^施策名\\t進め方']
plans:
  - {{id: kihon-koso, kind: 基本構想, title: {name}第3次総合計画 基本構想}}
  - {{id: kihon-keikaku, kind: 基本計画, title: {name}第3次総合計画 基本計画, part_of: kihon-koso}}
  - {{id: shigoto-senryaku, kind: 総合戦略, title: {name}しごと創生戦略}}
furniture:
  - {{pattern: 'この冊子は[^ ]+の作り話です。', because: a note on the booklet itself}}
levels:
  title: {{head: '[^ ]+ 第[0-9]+次総合計画のあらまし'}}
  strategy: {{head: '■ .+戦略 \\((?P<period>.+)\\)'}}
  vision: {{head: ◇ めざすまちの姿}}
  goal: {{head: '(?P<number>第[0-9]+の柱) (?P<label>.+~.+~)'}}
  project: {{head: '(?P<number>目標[0-9]+) (?P<label>.+)'}}
blocks:
  issues: {{head: ◇ 町を取り巻く課題}}
  heads: {{head: '◇ .+柱'}}
tables:
  measures: {{columns: {{policyDirection: 進め方}}}}
expect:
  Vision: {{min: 1, max: 1}}
  Goal: {{min: 3, max: 3}}
  Measure: {{min: 3, max: 200}}
"""


class MeasureTables:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        name = made.municipality
        self._concept = made.add_plan(
            "kihon-koso", "基本構想", f"{name}第3次総合計画 基本構想", start=2024, end=2033
        )
        self._plan = made.add_plan(
            "kihon-keikaku",
            "基本計画",
            f"{name}第3次総合計画 基本計画",
            start=2024,
            end=2028,
            part_of="kihon-koso",
        )
        self._strategy = made.add_plan(
            "shigoto-senryaku", "総合戦略", f"{name}しごと創生戦略", start=2024, end=2028
        )

    def make(self, size: int) -> None:
        """Print three goals of so many measures each, about."""
        made = self._made
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        title = made.print(f"{made.municipality} 第3次総合計画のあらまし")
        self._concept.lines.append(title)
        self._plan.lines.append(title)
        motto = [f"星と川のまち {made.municipality}", "～ともに耕す次の十年～"]
        made.print()
        echoes = [made.print(line) for line in motto]
        self._concept.lines.append(made.spaced("■ 基本構想 （令和6年度～令和15年度）"))
        self._issues()
        vision = self._vision(motto, echoes)
        goals = self._pillars(vision)
        self._population()
        self._goals_of_strategy()
        self._plan.lines.append(made.spaced("■ 基本計画 （令和6年度～令和10年度）"))
        for number, goal in enumerate(goals, start=1):
            self._chapter(number, goal, size)
        made.spaced(f"この冊子は{made.municipality}の作り話です。")

    def _issues(self) -> None:
        made, words = self._made, self._words
        made.spaced("◇ 町を取り巻く課題")
        for _issue in range(2):
            made.spaced(words.label())
            sentence = words.sentence()
            made.state(self._concept, Fact.ISSUE, sentence, made.print(sentence))

    def _vision(self, motto: list[str], echoes: list[int]) -> Element:
        made, words = self._made, self._words
        made.spaced("◇ めざすまちの姿")
        sentence = words.sentence()
        told = made.print(sentence)
        made.print()
        lines = [made.print(line) for line in motto]
        vision = made.element(Kind.VISION, " ".join(motto), self._concept, [*lines, *echoes])
        made.state(vision, Fact.DESCRIPTION, sentence, told)
        return vision

    def _pillars(self, vision: Element) -> list[Element]:
        made, words = self._made, self._words
        made.spaced("◇ まちの姿をかなえる三つの柱")
        goals = []
        for number in range(1, 4):
            label = f"{words.label()}～{words.label()}～"
            line = made.spaced(f"第{number}の柱 {label}")
            goals.append(made.element(Kind.GOAL, label, vision, [line], number=f"第{number}の柱"))
            sentence = words.sentence()
            made.state(goals[-1], Fact.DESCRIPTION, sentence, made.print(sentence))
        return goals

    def _population(self) -> None:
        made, words = self._made, self._words
        head = made.spaced("◇ 将来人口")
        indicator = Indicator(of=self._concept, label="将来人口", kinds=["人口目標"], unit="人", lines=[head])
        now = words.dice.randint(3000, 60000)
        for printed, year, value in (("令和10年度", 2028, now), ("令和15年度", 2033, now * 9 // 10)):
            figure = f"{words.figure(value)}人"
            line = made.spaced(f"{printed} {figure}")
            indicator.observations.append(
                Observation(
                    role=Role.TARGET, fiscal_year=year, value=Decimal(value), lines=[line], as_printed=figure
                )
            )
        made.truth.indicators.append(indicator)

    def _goals_of_strategy(self) -> None:
        made, words = self._made, self._words
        heading = f"■ {made.municipality}しごと創生戦略 （令和6年度～令和10年度）"
        self._strategy.lines.append(made.spaced(heading))
        for number in range(1, 4):
            label = words.label()
            line = made.spaced(f"目標{number} {label}")
            goal = made.element(Kind.STRATEGY_GOAL, label, self._strategy, [line], number=f"目標{number}")
            sentence = words.sentence()
            made.state(goal, Fact.DESCRIPTION, sentence, made.print(sentence))
            made.spaced("《取組》")
            for own in range(1, 4):
                label = words.label()
                made.element(Kind.ACTION, label, goal, [made.print(f"- ({own}) {label}")], number=f"({own})")

    def _chapter(self, number: int, goal: Element, size: int) -> None:
        made, words = self._made, self._words
        goal.lines.append(made.spaced(f"第{number}章 {goal.label}"))
        for _field in range(max(1, size // 4)):
            label = words.label()
            field = made.element(Kind.FIELD, label, goal, [made.spaced(label)], plan=self._plan)
            sentence = words.sentence()
            made.state(field, Fact.DESCRIPTION, sentence, made.print(sentence))
            made.print()
            made.print("施策名\t進め方\t担当課\tSDGs")
            for _measure in range(words.dice.randint(3, 5)):
                self._measure(field)

    def _measure(self, field: Element) -> None:
        made, words = self._made, self._words
        label, offices, goals = words.label(), words.offices(), words.goals()
        texts = [words.label() for _text in range(words.dice.randint(1, 3))]
        listed = " ".join(f"・ {text}" for text in texts)
        line = made.print(f"{label}\t<ul> {listed}\t{'、'.join(offices)}\t{' '.join(map(str, goals))}")
        measure = made.element(Kind.MEASURE, label, field, [line])
        for text in texts:
            made.state(measure, Fact.POLICY_DIRECTION, text, line)
        for office in offices:
            made.state(measure, Fact.DEPARTMENT, office, line)
        for goal in goals:
            made.state(measure, Fact.SDG, str(goal), line)


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    MeasureTables(made, words).make(size)
