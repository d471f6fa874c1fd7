"""A basic plan of two pages for each measure: who is in charge, situation, direction, actions, indicators, related plans."""

from __future__ import annotations

from decimal import Decimal

from keikaku.reading.model import Element, Fact, Indicator, Kind, Observation, Role
from made_up.page import Made
from made_up.words import Words

_PLAN = """family: measure-spreads
municipality: {{code: "{code}", name: {name}, invented: true}}
document: {{title: {name} 前期基本計画, recognise: ['^{name} 前期基本計画', '^■ 施策の方向$']}}
plans:
  - {{id: kihon-keikaku, kind: 基本計画, title: {name} 前期基本計画}}
tables:
  indicators: {{of: measure}}
expect:
  Goal: {{min: 2, max: 2}}
  Measure: {{min: 2, max: 200}}
  Action: {{min: 4, max: 800}}
unread: 0
"""
_LISTS = (
    ("■ 現状と課題", Fact.CURRENT_SITUATION),
    ("■ 施策の方向", Fact.POLICY_DIRECTION),
)


class MeasureSpreads:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        self._plan = made.add_plan(
            "kihon-keikaku", "基本計画", f"{made.municipality} 前期基本計画", start=2024, end=2028
        )

    def make(self, size: int) -> None:
        """Print two goals of so many measures each, about."""
        made, words = self._made, self._words
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        self._plan.lines.append(made.spaced(f"{made.municipality} 前期基本計画（令和6年度～令和10年度）"))
        for goal_number in (1, 2):
            label = words.label()
            line = made.spaced(f"基本目標{goal_number} {label}")
            goal = made.element(Kind.GOAL, label, self._plan, [line], number=f"基本目標{goal_number}")
            for at in range(1, max(1, size // 2) + 1):
                self._measure(goal, f"施策{goal_number}-{at}")

    def _measure(self, goal: Element, number: str) -> None:
        made, words = self._made, self._words
        label = words.label()
        measure = made.element(Kind.MEASURE, label, goal, [made.spaced(f"{number} {label}")], number=number)
        offices, goals = words.offices(1), words.goals()
        made.state(measure, Fact.LEAD_DEPARTMENT, offices[0], made.print(f"主管課\t{offices[0]}"))
        line = made.print(f"関連するSDGs\t{'、'.join(map(str, goals))}")
        for one in goals:
            made.state(measure, Fact.SDG, str(one), line)
        for head, fact in _LISTS:
            made.spaced(head)
            for _text in range(words.dice.randint(1, 3)):
                sentence = words.sentence()
                made.state(measure, fact, sentence, made.print(f"● {sentence}"))
        self._actions(measure)
        self._indicators(measure)
        made.spaced("■ 関連する計画")
        plan = f"{made.municipality}{words.label()}計画"
        made.state(measure, Fact.RELATED_PLAN, plan, made.print(f"・{plan}"))

    def _actions(self, measure: Element) -> None:
        made, words = self._made, self._words
        made.spaced("■ 主な取組")
        made.print("取組\t取組の内容")
        for number in "①②③"[: words.dice.randint(2, 3)]:
            label, sentence = words.label(), words.sentence()
            line = made.print(f"{number} {label}\t{sentence}")
            action = made.element(Kind.ACTION, label, measure, [line], number=number)
            made.state(action, Fact.CONTENT, sentence, line)

    def _indicators(self, measure: Element) -> None:
        made, words = self._made, self._words
        made.spaced("■ 成果指標")
        head = made.print("指標名\t単位\t現状値（令和4年度）\t目標値（令和10年度）")
        for _indicator in range(words.dice.randint(1, 2)):
            label, unit, pair = words.label(), words.unit(), words.pair()
            prints = [words.figure(value) for value in pair]
            line = made.print("\t".join((label, unit, *prints)))
            told = zip((Role.BASELINE, Role.TARGET), (2022, 2028), pair, prints, strict=True)
            observations = [
                Observation(
                    role=role, fiscal_year=year, value=Decimal(value), as_printed=printed, lines=[line, head]
                )
                for role, year, value, printed in told
            ]
            made.truth.indicators.append(
                Indicator(of=measure, label=label, unit=unit, lines=[line], observations=observations)
            )


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    MeasureSpreads(made, words).make(size)
