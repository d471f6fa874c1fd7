"""An outline of a basic plan: pillars with measures and actions as bullets of two levels."""

from __future__ import annotations

from decimal import Decimal

from keikaku.reading.model import Element, Fact, Indicator, Kind, Observation, Role
from made_up.page import Made, repaired
from made_up.words import Words

_PLAN = """family: sogo-keikaku-outline
municipality: {{code: "{code}", name: {name}, invented: true}}
document:
  title: {name} 中期計画のすがた
  recognise: ['^{name} 中期計画のすがた$', '^〔政策と取り組み〕$']
plans:
  - {{id: choki-koso, kind: 基本構想, title: {name} 長期構想}}
  - {{id: chuki-keikaku, kind: 基本計画, title: {name} 中期計画, part_of: choki-koso}}
levels:
  basic: {{head: '[^ ]+ 中期計画のすがた|中期計画 ?\\((?P<period>.+)\\)'}}
  concept: {{head: 長期構想}}
  vision: {{head: '合言葉 = (?P<label>.+)'}}
blocks:
  views: {{marks: '*', item: '(?P<number>[ア-ヲ]) (?P<label>.+)'}}
  thinking: {{marks: '*'}}
  heads: {{head: ■ 柱ごとの政策}}
  direction: {{marks: '*'}}
  outline:
    marks: '*'
    nested: {{is: Action, marks: +}}
    group: {{is: Field, item: '\\[(?P<label>[^\\[\\]]+)\\]'}}
  indicators:
    head: 〔目安〕
    marks: '*'
    item: '(?P<label>[^ ]+)( (?P<baseline>[^ ]+)\\((?P<baseline_year>[^()]+)\\) → (?P<target>[^ ]+)\\((?P<target_year>[^()]+)\\))?'
expect:
  Vision: {{min: 1, max: 1}}
  Goal: {{min: 4, max: 12}}
  Measure: {{min: 2, max: 200}}
  Action: {{min: 2, max: 800}}
"""


class BulletedOutlines:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        name = made.municipality
        self._concept = made.add_plan("choki-koso", "基本構想", f"{name} 長期構想", start=2022, end=2031)
        self._plan = made.add_plan(
            "chuki-keikaku", "基本計画", f"{name} 中期計画", start=2022, end=2026, part_of="choki-koso"
        )

    def make(self, size: int) -> None:
        """Print four pillars of so many measures each."""
        made, words = self._made, self._words
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        self._plan.lines.append(made.print(f"{made.municipality} 中期計画のすがた"))
        label = words.label()
        made.element(Kind.VISION, label, self._concept, [made.spaced(f"合言葉 ＝ {label}")])
        self._concept.lines.append(made.spaced("長期構想"))
        self._concept.lines.append(made.print("（令和4年度～令和13年度）"))
        made.spaced("町民との3つの約束")
        for _promise in range(3):
            label = words.label()
            made.element(Kind.GOAL, label, self._concept, [made.spaced(label)])
        self._thoughts()
        made.spaced("■ 柱ごとの政策")
        for letter in "ABCD":
            self._pillar(letter, size)
        self._plan.lines.append(made.spaced("中期計画（令和4年度～令和8年度）"))

    def _thoughts(self) -> None:
        made, words = self._made, self._words
        made.spaced("■ 中期計画の考え方")
        for _thought in range(2):
            text = words.label()
            made.state(self._plan, Fact.POLICY_DIRECTION, text, made.print(f"* {text}"))
        made.spaced("■ あらたな2つの目線")
        for number in "㋐㋑":
            label = words.label()
            line = made.print(f"* {number} {label}")
            made.element(Kind.PERSPECTIVE, label, self._plan, [line], number=number)

    def _pillar(self, letter: str, size: int) -> None:
        made, words = self._made, self._words
        label = words.label()
        lines = [made.spaced(f"柱{letter}"), made.print(label)]
        goal = made.element(Kind.GOAL, label, self._plan, lines, number=f"柱{letter}")
        made.spaced("〔めざす方向〕")
        for _text in range(2):
            text = words.label()
            made.state(goal, Fact.POLICY_DIRECTION, text, made.print(f"* {text}"))
        made.spaced("〔政策と取り組み〕")
        self._outline(goal, size)
        made.spaced("〔目安〕")
        for _indicator in range(words.dice.randint(1, 3)):
            self._indicator(goal)

    def _outline(self, goal: Element, size: int) -> None:
        made, words = self._made, self._words
        label = words.label()
        above = made.element(Kind.FIELD, label, goal, [made.print(f"* ［{label}］")])
        glued_after = size // 2 if words.chance(0.5) else -1
        for number in range(size):
            label, mark = words.label(), "◎" if words.chance(0.3) else ""
            measure = made.element(Kind.MEASURE, label, above, [made.print(f"* {mark}{label}")], mark=mark)
            for _action in range(words.dice.randint(2, 4)):
                label = words.label()
                made.element(
                    Kind.ACTION, label, measure, [made.print(f"{words.dice.choice(('  ', ''))}+ {label}")]
                )
            if number == glued_after and number < size - 1:
                above = self._glued(measure, goal)

    def _glued(self, measure: Element, goal: Element) -> Element:
        """Print an action with the next group's heading at its end; return the group."""
        made, words = self._made, self._words
        label, group = words.label(), words.label()
        line = made.print(f"  + {label}［{group}］")
        action = made.element(Kind.ACTION, label, measure, [line])
        repaired(action, f"{label}［{group}］")
        field = made.element(Kind.FIELD, group, goal, [line])
        repaired(field, f"［{group}］")
        return field

    def _indicator(self, goal: Element) -> None:
        made, words = self._made, self._words
        label, unit = words.label(), words.unit()
        values = words.pair()
        prints = [f"{words.figure(value)}{unit}" for value in values]
        line = made.print(f"* {label} {prints[0]}（令和3年度） → {prints[1]}（令和8年度）")
        observations = [
            Observation(role=role, fiscal_year=year, value=Decimal(value), lines=[line], as_printed=printed)
            for role, year, value, printed in zip(
                (Role.BASELINE, Role.TARGET), (2021, 2026), values, prints, strict=True
            )
        ]
        made.truth.indicators.append(
            Indicator(of=goal, label=label, unit=unit, observations=observations, lines=[line])
        )


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    BulletedOutlines(made, words).make(size)
