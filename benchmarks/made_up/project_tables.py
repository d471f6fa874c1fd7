"""An implementation plan: tables of projects with budgets, in one row each or in three."""

from __future__ import annotations

from keikaku.reading.model import Budget, Element, Fact, Kind
from made_up.page import Made, repaired
from made_up.words import Words

_PLAN = """family: jisshi-keikaku
municipality: {{code: "{code}", name: {name}, invented: true}}
document:
  title: {name} 三か年実施計画
  recognise: ['{name}三か年実施計画', '^柱[ⅠⅡⅢⅣ] ', '番号\\t事業名\\t事業の内容\\t令和[0-9]+年度予算']
plans:
  - {{id: jisshi-keikaku, kind: 実施計画, title: 三か年実施計画}}
  - {{id: senryaku, kind: 総合戦略, title: 総合戦略}}
repairs:
  - {{print: 図書舘, reading: 図書館, because: The extraction takes one character for the other.}}
furniture:
  - {{pattern: '{name}三か年実施計画\\s+[0-9]+ページ', because: The foot of each page.}}
titles:
  総合戦略: '※「総合戦略」の欄は、(?P<title>[^、。]+戦略)の番号です。'
levels:
  goal: {{head: '柱\\s*(?P<number>[ⅠⅡⅢⅣ])\\s+(?P<label>[^〈〉]+?)\\s*〈[^〈〉]+〉'}}
  measure: {{head: '◆\\s*(?P<number>[ⅠⅡⅢⅣ]-[0-9]+)\\s+(?P<label>.+)'}}
blocks:
  situation: {{head: '〔いまの様子〕', is: currentSituation, marks: ・}}
  state: {{head: '〔三年後の姿〕', marks: ・}}
tables:
  projects: {{stack: [total, general, specific]}}
expect:
  Goal: {{min: {least}, max: 4}}
  Measure: {{min: 2, max: 40}}
  Project: {{min: 4, max: 400}}
  Budget: {{min: 3, max: 400}}
unread: 0
"""
_STATUSES = {"継": "継続", "新": "新規", "拡": "拡充"}
_NUMERALS = "ⅠⅡⅢⅣ"


class ProjectTables:
    """Makes one such document."""

    def __init__(self, made: Made, words: Words) -> None:
        self._made, self._words = made, words
        self._page = 0
        self._plan = made.add_plan("jisshi-keikaku", "実施計画", "三か年実施計画", start=2024, end=2026)
        self._title = f"{made.municipality}しごと戦略"
        self._strategy = made.add_plan("senryaku", "総合戦略", self._title)

    def make(self, size: int) -> None:
        """Print goals of so many measures each."""
        made = self._made
        made.plan = _PLAN.format(code=made.code, name=made.municipality, least=2)
        for numeral in _NUMERALS[:2]:
            label = self._words.label()
            goal = made.element(Kind.GOAL, label, self._plan, [], number=numeral)
            for number in range(1, size + 1):
                self._begin_page(goal)
                self._measure(goal, f"{numeral}-{number}")

    def _begin_page(self, goal: Element) -> None:
        made = self._made
        self._page += 1
        made.spaced(f"{made.municipality}三か年実施計画  {self._page}ページ")
        goal.lines.append(made.print(f"柱{goal.number} {goal.label}〈くらし・環境〉"))

    def _measure(self, goal: Element, number: str) -> None:
        made, words = self._made, self._words
        label = words.label()
        measure = made.element(Kind.MEASURE, label, goal, [made.spaced(f"◆ {number} {label}")], number=number)
        for head, fact in (("〔いまの様子〕", Fact.CURRENT_SITUATION), ("〔三年後の姿〕", Fact.TARGET_STATE)):
            made.print(head)
            for _text in range(words.dice.randint(1, 2)):
                self._text(measure, fact)
            made.print()
        self._table(measure)
        self._strategy.lines.append(made.spaced(f"※「総合戦略」の欄は、{self._title}の番号です。"))

    def _text(self, of: Element, fact: Fact) -> None:
        sentence = self._words.sentence()
        self._state(of, fact, sentence, self._made.print(f"・{self._printed(sentence)}"))

    def _printed(self, text: str) -> str:
        return text.replace("図書館", "図書舘")

    def _state(self, of: Element, fact: Fact, value: str, line: int) -> None:
        statement = self._made.state(of, fact, value, line)
        if self._printed(value) != value:
            repaired(statement, self._printed(value))

    def _table(self, measure: Element) -> None:
        made, words = self._made, self._words
        is_wide = words.chance(0.5)
        if is_wide:
            head = made.print(
                "番号\t事業名\t事業の内容\t令和6年度予算（万円）\t\t\t3か年の予定\t\t\t区分\t総合戦略\t主管"
            )
            self._plan.lines.append(made.print("\t\t\t\t一般財源\t特定財源\tR6\tR7\tR8\t\t\t"))
        else:
            head = made.print(
                "番号\t事業名\t事業の内容\t令和6年度予算（万円）\t3か年の予定\t\t\t区分\t総合戦略\t主管"
            )
            self._plan.lines.append(made.print("\t\t\t一般財源 特定財源\tR6\tR7\tR8\t\t\t"))
        for number in range(1, words.dice.randint(4, 7)):
            self._project(measure, number, head, is_wide=is_wide)

    def _project(self, measure: Element, number: int, head: int, *, is_wide: bool) -> None:
        made, words = self._made, self._words
        label = words.label().replace("図書館", "博物館")
        description = words.sentence()
        status = words.dice.choice("継新拡")
        codes = [
            f"{words.dice.choice('ⅠⅡⅢ')}({words.dice.randint(1, 4)})"
            for _code in range(words.dice.randint(0, 2))
        ]
        offices = words.offices()
        general, special = words.dice.randint(1, 9999), words.dice.randint(0, 9999)
        figures = (
            ["-", "-", "-"]
            if words.chance(0.1)
            else [words.figure(n) for n in (general + special, general, special)]
        )
        between = words.dice.choice(("、", " "))
        tail = f"{status}\t{' '.join(codes) or '-'}\t{between.join(offices)}"
        first = f"{number}\t{label}\t{self._printed(description)}"
        if is_wide:
            lines = [made.print(f"{first}\t{figures[0]}\t{figures[1]}\t{figures[2]}\t\t\t\t{tail}")]
        else:
            lines = [made.print(f"{first}\t{figures[0]}\t\t\t\t{tail}")]
            lines += [made.print(f"\t\t\t{figure}\t\t\t\t\t\t") for figure in figures[1:]]
        row = lines[0]
        project = made.element(Kind.PROJECT, label, measure, [row], number=str(number))
        self._state(project, Fact.DESCRIPTION, description, row)
        made.state(project, Fact.PROJECT_STATUS, _STATUSES[status], row)
        for code in dict.fromkeys(codes):
            made.state(project, Fact.STRATEGY_CODE, code, row, plan="senryaku")
        for office in offices:
            made.state(project, Fact.DEPARTMENT, office, row)
        if figures[0] != "-":
            self._budget(project, general, special, [head, *lines])

    def _budget(self, project: Element, general: int, special: int, lines: list[int]) -> None:
        yen = 10_000
        self._made.truth.budgets.append(
            Budget(
                lines=lines,
                of=project,
                fiscal_year=2024,
                total=(general + special) * yen,
                general=general * yen,
                specific=special * yen,
            )
        )


def make(made: Made, words: Words, size: int) -> None:
    """Print a document of this layout."""
    ProjectTables(made, words).make(size)
