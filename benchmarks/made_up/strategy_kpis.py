"""A strategy (総合戦略): goals with their direction and figures, measures with tables of KPIs and lists of projects."""

from __future__ import annotations

from decimal import Decimal

from keikaku.reading.model import Element, Fact, Indicator, Kind, Observation, Role
from made_up.page import Made
from made_up.words import Words

_PLAN = """family: sogo-senryaku
municipality: {{code: "{code}", name: {name}, invented: true}}
document: {{title: {name}ひと・しごと総合戦略, recognise: ['^{name}ひと・しごと総合戦略$', '^【主な事業】$']}}
plans:
  - {{id: sogo-senryaku, kind: 総合戦略, title: {name}ひと・しごと総合戦略}}
levels:
  goal: {{is: StrategyGoal}}
expect:
  StrategyGoal: {{min: 4, max: 4}}
  Measure: {{min: 4, max: 200}}
  Indicator: {{min: 4, max: 800}}
unread: 0
"""
_HEAD = "指標\t単位\t基準値（令和5年度）\t目標値（令和11年度）"


class StrategyKpis:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        self._title = f"{made.municipality}ひと・しごと総合戦略"
        self._plan = made.add_plan("sogo-senryaku", "総合戦略", self._title, start=2025, end=2029)

    def make(self, size: int) -> None:
        """Print four goals of so many measures each, about."""
        made, words = self._made, self._words
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        made.print(self._title)
        self._plan.lines.append(made.spaced("計画期間 令和7年度～令和11年度"))
        for number in range(1, 5):
            label = words.label()
            line = made.spaced(f"基本目標{number} {label}")
            goal = made.element(Kind.STRATEGY_GOAL, label, self._plan, [line], number=f"基本目標{number}")
            made.spaced("■ 基本的方向")
            sentence = words.sentence()
            made.state(goal, Fact.POLICY_DIRECTION, sentence, made.print(f"○ {sentence}"))
            made.spaced("■ 数値目標")
            self._figures(goal)
            made.spaced("■ 具体的な施策")
            for at in range(1, max(1, size // 4) + 1):
                self._measure(goal, f"({at})")

    def _measure(self, goal: Element, number: str) -> None:
        made, words = self._made, self._words
        label, sentence = words.label(), words.sentence()
        measure = made.element(Kind.MEASURE, label, goal, [made.spaced(f"{number} {label}")], number=number)
        made.state(measure, Fact.CONTENT, sentence, made.print(sentence))
        made.print()
        self._figures(measure)
        made.spaced("【主な事業】")
        for _project in range(words.dice.randint(2, 4)):
            label, office = f"{words.label()}事業", words.offices(1)[0]
            line = made.print(f"・{label}（{office}）")
            made.state(made.element(Kind.PROJECT, label, measure, [line]), Fact.DEPARTMENT, office, line)

    def _figures(self, of: Element) -> None:
        made, words = self._made, self._words
        head = made.print(_HEAD)
        for _indicator in range(words.dice.randint(1, 3)):
            label, unit, pair = words.label(), words.unit(), words.pair()
            prints = [words.figure(value) for value in pair]
            line = made.print("\t".join((label, unit, *prints)))
            told = zip((Role.BASELINE, Role.TARGET), (2023, 2029), pair, prints, strict=True)
            observations = [
                Observation(
                    role=role, fiscal_year=year, value=Decimal(value), as_printed=printed, lines=[line, head]
                )
                for role, year, value, printed in told
            ]
            made.truth.indicators.append(
                Indicator(of=of, label=label, kinds=[], unit=unit, lines=[line], observations=observations)
            )


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    StrategyKpis(made, words).make(size)
