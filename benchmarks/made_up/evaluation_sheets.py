"""Evaluation sheets: one for each measure, with indicators, ratings, and a table of actions and projects."""

from __future__ import annotations

from decimal import Decimal

from keikaku.reading.model import (
    Direction,
    Element,
    Evaluation,
    Fact,
    Indicator,
    Kind,
    Observation,
    Role,
    Statement,
)
from made_up.page import Made, repaired
from made_up.words import Words

_PLAN = """family: shisaku-hyoka
municipality: {{code: "{code}", name: {name}, invented: true}}
document:
  recognise: ['{name}', '基本方針[0-9]\\s+政策[0-9]\\s+施策[0-9]+', 進み具合の目安]
  title: {name} 施策点検シート
  edition: '令和(?P<edition>[0-9]+)年度点検'
plans:
  - {{id: tenken, kind: 評価, title: {name} 施策点検シート}}
repairs:
  - {{print: みどリ, reading: みどり, because: The department prints a katakana リ for the hiragana り.}}
furniture:
  - {{pattern: 'R[0-9]+以降\\t\\(翌年度から.*書きます\\)', because: Room for the outcomes of later years.}}
  - {{pattern: '{name} 令和[0-9]+年度点検', because: Running head.}}
periods:
levels:
  goal: {{head: '(?P<number>基本方針[0-9])', text: description}}
  field: {{head: '(?P<number>政策[0-9])\\s+(?P<label>.+)'}}
  measure:
    head: '(?P<place>基本方針[0-9]\\s+政策[0-9])\\s+(?P<number>施策[0-9]+).*'
    listed: '・\\s*(?P<number>[0-9]+)\\s+(?P<label>.+)'
    scattered: [政策, 施策名, 将来の姿, 現況 と問題点, 担当部署, 関係する 分野別計画, 貢献する SDGs]
fields:
  政策: {{opens: field}}
  将来の姿: targetState
  現況と問題点: currentSituation
  担当部署: {{is: leadDepartment, others: relatedDepartment}}
  関係する分野別計画: relatedPlan
  貢献するSDGs: sdg
  進み具合: progressRating
  これからの進め方: approach
  総合評価: reviewRating
  見直しの方向: {{is: description, of: evaluation}}
blocks:
  list: {{head: '基本方針の指標|重点取組の一覧|一年間の成果', is: skip}}
  issues: {{head: 見込まれる課題, is: issue, of: measure}}
sentences:
  outcome: {{form: '(?P<year>R[0-9]+)\\s+(?P<outcome>[^(].+)', within: row}}
legends:
  progress: '進み具合の目安\\s+(?P<legend>.+)'
  review: '総合評価の目安\\s+(?P<legend>.+)'
tables:
  indicators: {{heads: [unit, desiredDirection], columns: {{desiredDirection: 推移}}, boxed: true, period: true}}
  wanted: {{rows: Indicator, of: goal, heads: [desiredDirection], columns: {{desiredDirection: 推移}}}}
  actions:
    heads: [description, Project]
    columns: {{Action: 重点取組, description: これまでの成果}}
    facts: {{description: description}}
    wrapped: true
    ends: {{Project: [事業]}}
expect:
  Goal: {{min: 1, max: 1}}
  Measure: {{min: 2, max: 40}}
  Indicator: {{min: 2, max: 200}}
  Evaluation: {{min: 2, max: 40}}
unread: 0
"""


PROGRESS = {"A": "早い", "B": "予定どおり", "C": "やや遅い", "D": "遅い"}
REVIEW = {"I": "このまま続ける", "II": "一部を見直す", "III": "大きく見直す", "IV": "やめる"}


class EvaluationSheets:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        self._plan = made.add_plan(
            "tenken", "評価", f"{made.municipality} 施策点検シート", start=2025, end=2029
        )

    def make(self, size: int) -> None:
        """Print so many sheets."""
        made, words = self._made, self._words
        made.plan = _PLAN.format(code=made.code, name=made.municipality)
        made.print(f"{made.municipality} 令和7年度点検")
        made.print()
        label, sentence = words.label(), words.sentence()
        lines = [made.print("基本方針4"), made.print(label)]
        goal = made.element(Kind.GOAL, label, self._plan, lines, number="基本方針4")
        made.print()
        made.state(goal, Fact.DESCRIPTION, sentence, made.print(sentence))
        made.print()
        label = words.label()
        field = made.element(Kind.FIELD, label, goal, [made.print(f"政策2 {label}")], number="政策2")
        labels = [words.label() for _measure in range(size)]
        listed = [made.print(f"・ {number} {label}") for number, label in enumerate(labels, start=1)]
        self._goal_figures(goal)
        for number, label in enumerate(labels, start=1):
            measure = made.element(Kind.MEASURE, label, field, [listed[number - 1]], number=f"施策{number}")
            self._sheet(field, measure)

    def _goal_figures(self, goal: Element) -> None:
        made, words = self._made, self._words
        made.spaced("基本方針の指標")
        made.print("成果指標\t推移")
        label = words.label()
        made.truth.indicators.append(
            Indicator(
                of=goal,
                label=label,
                kinds=["成果指標"],
                direction=Direction.INCREASE,
                lines=[made.print(f"{label}\t↗")],
            )
        )

    def _goals(self, of: Element) -> None:
        goals = self._words.goals()
        line = self._made.print(f"貢献するSDGs\t{'、'.join(map(str, goals))}")
        for goal in goals:
            self._made.state(of, Fact.SDG, str(goal), line)

    def _sheet(self, field: Element, measure: Element) -> None:
        made, words = self._made, self._words
        made.print()
        self._goals(measure)
        heading = made.print(f"基本方針4 政策2 {measure.number}")
        measure.lines.append(heading)
        field.lines.append(made.print(f"政策\t{field.label}"))
        measure.lines.append(made.print(f"施策名\t{measure.label}"))
        self._text(measure, "将来の姿", Fact.TARGET_STATE)
        self._departments(measure)
        plan = f"{made.municipality}{words.label()}計画"
        made.state(measure, Fact.RELATED_PLAN, plan, made.print(f"関係する分野別計画\t{plan}"))
        self._text(measure, "現況と問題点", Fact.CURRENT_SITUATION)
        for _indicator in range(words.dice.randint(1, 3)):
            made.print()
            self._box(measure)
        made.print()
        self._review(measure)
        self._table(measure)

    def _text(self, measure: Element, head: str, fact: Fact) -> None:
        sentence = self._words.sentence()
        self._made.state(measure, fact, sentence, self._made.print(f"{head}\t{sentence}"))

    def _departments(self, measure: Element) -> None:
        made, words = self._made, self._words
        offices = words.offices()
        lead = "みどり課"
        printed = "みどリ課" if words.chance(0.2) else lead
        line = made.print(f"担当部署\t<u>{printed}</u>\t{'、'.join(offices)}")
        statement = made.state(measure, Fact.LEAD_DEPARTMENT, lead, line)
        if printed != lead:
            repaired(statement, printed)
        for office in offices:
            made.state(measure, Fact.RELATED_DEPARTMENT, office, line)

    def _box(self, measure: Element) -> None:
        made, words = self._made, self._words
        label, unit = words.label(), words.dice.choice("人件回")
        baseline = words.dice.randint(100, 9000)
        target = baseline + words.dice.choice((-1, 1)) * (baseline // words.dice.randint(3, 9))
        actual = (baseline + target) // 2
        prints = [f"{value:,}" for value in (baseline, target, actual)]
        direction, arrow = (Direction.INCREASE, "↗") if target > baseline else (Direction.DECREASE, "↘")
        head = made.print("成果指標\t単位\t\t当初値(R6)\t\t目標値(R11)\t\t推移")
        first = made.print(f"\t{unit}\t\t{prints[0]}\t\t{prints[1]}\t\t{arrow}")
        second = made.print(f"{label}\t実績\tR7\tR8\tR9\tR10\tR11")
        third = made.print(f"\t\t{prints[2]}")
        self._plan.lines.append(second)
        figures = (
            (Role.BASELINE, 2024, baseline, prints[0], [head, first]),
            (Role.TARGET, 2029, target, prints[1], [head, first]),
            (Role.ACTUAL, 2025, actual, prints[2], [third]),
        )
        observations = [
            Observation(role=role, fiscal_year=year, value=Decimal(value), as_printed=printed, lines=lines)
            for role, year, value, printed, lines in figures
        ]
        made.truth.indicators.append(
            Indicator(
                of=measure,
                label=label,
                unit=unit,
                kinds=["成果指標"],
                direction=direction,
                observations=observations,
                lines=[first, second],
            )
        )

    def _review(self, measure: Element) -> None:
        made, words = self._made, self._words
        progress = words.dice.choice("ABCD")
        made.print("進み具合\tこれからの進め方")
        sentence = words.sentence()
        line = made.print(f"{progress}\t{sentence}")
        made.state(measure, Fact.APPROACH, sentence, line)
        self._legend(measure, "progress", "進み具合の目安", PROGRESS)
        made.print("一年間の成果")
        sentence = words.sentence()
        made.state(measure, Fact.OUTCOME, sentence, made.print(f"R7\t{sentence}"))
        made.print("R8以降\t(翌年度から、ここに一年間の成果を書きます)")
        made.print("見込まれる課題")
        sentence = words.sentence()
        made.state(measure, Fact.ISSUE, sentence, made.print(sentence))
        made.print("総合評価\t見直しの方向")
        review, sentence = words.dice.choice(("I", "II", "III", "IV")), words.sentence()
        below = made.print(f"{review}\t{sentence}")
        self._legend(measure, "review", "総合評価の目安", REVIEW)
        made.truth.evaluations.append(
            Evaluation(
                of=measure,
                fiscal_year=2025,
                progress=progress,
                review=review,
                lines=[line, below],
                texts=[Statement(fact=Fact.DESCRIPTION, value=sentence, lines=[below])],
            )
        )

    def _legend(self, measure: Element, name: str, head: str, words: dict[str, str]) -> None:
        steps = " ".join(f"{mark} {said}" for mark, said in words.items())
        self._made.truth.scale(measure.plan, name, words, self._made.print(f"{head}\t{steps}"))

    def _table(self, measure: Element) -> None:
        made, words = self._made, self._words
        made.print("重点取組の一覧")
        made.print("重点取組\tこれまでの成果\t主な事業")
        for _action in range(words.dice.randint(1, 3)):
            label, sentence = words.label(), words.sentence()
            projects = [f"{words.label()}事業" for _project in range(2)]
            half = len(sentence) // 2
            lines = [
                made.print(f"{label}\t{sentence[:half]}\t{projects[0]}"),
                made.print(f"\t{sentence[half:]}\t{projects[1]}"),
            ]
            action = made.element(Kind.ACTION, label, measure, [lines[0]])
            made.state(action, Fact.DESCRIPTION, sentence, *lines)
            for project, line in zip(projects, lines, strict=True):
                made.element(Kind.PROJECT, project, action, [line])


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    EvaluationSheets(made, words).make(size)
