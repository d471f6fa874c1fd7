"""A basic plan: a sheet for each measure, with texts, tables of indicators, actions and roles."""

from __future__ import annotations

from decimal import Decimal

from keikaku.reading.model import Element, Fact, Indicator, Kind, Observation, Role
from made_up.page import Made
from made_up.words import Words

_PLAN = """family: sogo-keikaku-sheets
municipality: {{code: "{code}", name: {name}, invented: true}}
document:
  title: {name}まちづくり計画 取組シート
  recognise: ['^{name}まちづくり計画 取組シート', '^■ ありたい姿$']
plans:
  - {{id: machizukuri-keikaku, kind: 基本計画, title: {name}まちづくり計画}}
  - {{id: sosei-senryaku, kind: 総合戦略, title: {name}しごと創生戦略}}
furniture:
  - {{pattern: '- [0-9]+ -', because: page numbers}}
titles:
  machizukuri-keikaku: '(?P<title>{name}まちづくり計画) 取組シート'
periods:
  machizukuri-keikaku: '計画期間\\s+(?P<period>.+年度)'
levels:
  goal: {{head: '柱(?P<number>[0-9]+)\\s+(?P<label>.+)'}}
  field: {{head: '分野(?P<number>[A-Z])\\s+(?P<label>.+)'}}
  measure: {{head: '取組シート\\s*(?P<number>[0-9]+-[0-9]+)\\s+(?P<label>.+)'}}
  group: {{head: '(?P<number>\\[[0-9]+\\])\\s*(?P<label>.+?)\\s+担当:(?P<department>.+)'}}
blocks:
  views: {{head: '大切にする(?P<count>[0-9]+)つの視点'}}
  state: {{head: ■ ?ありたい姿}}
  situation: {{is: issue, head: ■ ?いまの課題}}
  approach: {{head: ■ ?進め方}}
  content: {{head: '■ ?取り組むこと\\s*(?P<department>.*)'}}
  heads: {{head: ■ ?((成果|活動)のものさし|みんなの役割)}}
  actions: {{head: 項目\\s+内容}}
  roles: {{head: だれが\\s+何をする, who: [町民, 事業者]}}
sentences:
  strategy: {{of: measure, ahead: true, form: '〈しごと創生戦略〉「(?P<strategyGoal>[^「」]+)」'}}
tables:
  outcomes: {{columns: {{indicatorKind: 区分, Indicator: ものさし}}}}
  process: {{columns: {{Indicator: ものさし}}, kind: 活動指標}}
expect:
  Goal: {{min: 1, max: 1}}
  Measure: {{min: 2, max: 40}}
  Action: {{min: 2, max: 200}}
  Indicator: {{min: 2, max: 200}}
"""
_WIDTH = 34  # characters after which such documents begin a new line


class MeasureSheets:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        name = made.municipality
        self._plan = made.add_plan(
            "machizukuri-keikaku", "基本計画", f"{name}まちづくり計画", start=2025, end=2030
        )
        made.add_plan("sosei-senryaku", "総合戦略", f"{name}しごと創生戦略")
        self._pages = 0

    def make(self, size: int) -> None:
        """Print two fields of so many measures each."""
        made, words = self._made, self._words
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        self._plan.lines.append(made.print(f"{made.municipality}まちづくり計画 取組シート"))
        self._plan.lines.append(made.print("計画期間 令和7年度～令和12年度"))
        goal = made.element(Kind.GOAL, words.label(), self._plan, [], number="1")
        for number, letter in enumerate("ＡＢ", start=1):
            label = words.label()
            field = made.element(
                Kind.FIELD, label, goal, [made.spaced(f"分野{letter} {label}")], number=letter
            )
            if number == 1:
                self._opening(goal)
                goal.lines.append(made.spaced(f"柱1 {goal.label}"))
            for own in range(1, size + 1):
                self._measure(field, f"{number}-{own}")

    def _opening(self, goal: Element) -> None:
        """Print what the chapter says of the whole goal."""
        made, words = self._made, self._words
        for _text in range(2):
            self._text(goal, Fact.TARGET_STATE, "★ ")
        made.spaced("大切にする２つの視点")
        for _perspective in range(2):
            label = words.label()
            perspective = made.element(Kind.PERSPECTIVE, label, goal, [made.print(label)])
            for _text in range(words.dice.randint(1, 2)):
                value = words.label()
                made.state(perspective, Fact.POLICY_DIRECTION, value, made.print(f"★ {value}"))
            made.print()

    def _text(self, of: Element, fact: Fact, mark: str) -> None:
        sentence = self._words.sentence()
        printed = f"{mark}{sentence}"
        lines = [self._made.print(printed[at : at + _WIDTH]) for at in range(0, len(printed), _WIDTH)]
        self._made.state(of, fact, sentence, *lines)

    def _measure(self, field: Element, number: str) -> None:
        made, words = self._made, self._words
        serves = words.label() if words.chance(0.3) else ""
        above = made.print(f"〈しごと創生戦略〉「{serves}」") if serves else 0
        label = words.label()
        measure = made.element(
            Kind.MEASURE, label, field, [made.print(f"取組シート{number} {label}")], number=number
        )
        if serves:
            made.state(measure, Fact.STRATEGY_GOAL, serves, above, plan="sosei-senryaku")
        self._texts(measure, "■ ありたい姿", Fact.TARGET_STATE)
        self._outcomes(measure)
        self._texts(measure, "■ いまの課題", Fact.ISSUE)
        self._texts(measure, "■ 進め方", Fact.APPROACH)
        self._actions(measure)
        if words.chance(0.5):
            self._activities(measure)
        self._roles(measure)
        self._pages += 1
        made.print(f"- {self._pages} -")

    def _texts(self, measure: Element, head: str, fact: Fact) -> None:
        self._made.print()
        self._made.print(head)
        for _text in range(self._words.dice.randint(1, 2)):
            self._text(measure, fact, "・")

    def _outcomes(self, measure: Element) -> None:
        made, words = self._made, self._words
        made.spaced("■ 成果のものさし")
        head = made.print("区分 ものさし 基準値 目標値(令和12年度)")
        for _row in range(words.dice.randint(1, 3)):
            kind = words.dice.choice(("統計指標", "市民意識指標"))
            self._row(measure, f"{kind} ", ["成果指標", kind], head, "令和5年度")

    def _activities(self, measure: Element) -> None:
        made, words = self._made, self._words
        made.spaced("■ 活動のものさし")
        made.print("ものさし 基準値 目標値")
        head = made.print("（令和12年度）")
        for _row in range(words.dice.randint(1, 2)):
            self._row(measure, "", ["活動指標"], head, "R5")

    def _row(self, measure: Element, before: str, kinds: list[str], head: int, year: str) -> None:
        made, words = self._made, self._words
        label, unit = words.label(), words.unit()
        baseline, target = words.pair()
        first, second = (words.figure(value) for value in (baseline, target))
        made.print()
        line = made.print(f"{before}{label}（{unit}） {first}（{year}） {second}")
        observations = [
            Observation(
                role=Role.BASELINE, fiscal_year=2023, value=Decimal(baseline), lines=[line], as_printed=first
            ),
            Observation(
                role=Role.TARGET,
                fiscal_year=2030,
                value=Decimal(target),
                lines=[line, head],
                as_printed=second,
            ),
        ]
        made.truth.indicators.append(
            Indicator(
                of=measure, label=label, kinds=kinds, unit=unit, observations=observations, lines=[line]
            )
        )

    def _actions(self, measure: Element) -> None:
        made, words = self._made, self._words
        offices = words.offices()
        head = made.spaced(f"■ 取り組むこと {' / '.join(offices)}")
        for office in offices:
            made.state(measure, Fact.DEPARTMENT, office, head)
        made.print("項目 内容")
        for _action in range(words.dice.randint(2, 4)):
            self._action(measure)

    def _action(self, measure: Element) -> None:
        made, words = self._made, self._words
        label, content = words.label(), words.label()
        made.print()
        if words.chance(0.4):
            line = made.print(f"{label} ○ {content}")
            action = made.element(Kind.ACTION, label, measure, [line])
            made.state(action, Fact.CONTENT, content, line)
            return
        action = made.element(Kind.ACTION, label, measure, [made.print(label)])
        made.print()
        for _content in range(words.dice.randint(1, 2)):
            made.state(action, Fact.CONTENT, content, made.print(f"○ {content}"))
            content = words.label()

    def _roles(self, measure: Element) -> None:
        made, words = self._made, self._words
        made.spaced("■ みんなの役割")
        made.print("だれが 何をする")
        made.print()
        text = f"{words.label()}を手伝います"
        made.state(measure, Fact.STAKEHOLDER_ROLE, text, made.print(f"町　民 {text}"), who="町民")
        made.print()
        who = made.print("事業者")
        for _text in range(2):
            text = f"{words.label()}に力を貸します"
            made.state(measure, Fact.STAKEHOLDER_ROLE, text, who, made.print(text), who="事業者")


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    MeasureSheets(made, words).make(size)
