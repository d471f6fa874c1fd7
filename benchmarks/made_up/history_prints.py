"""The documents of a made-up history, as a town would print them, and the plan.yml of each series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from made_up.editions import _GOALS as GOALS
from made_up.history import (
    PLANS,
    STRATEGIES,
    Measure,
    Measured,
    era,
    words,
)
from made_up.history_truth import Actual, Rating, Unsettled, Wanted, Yen

if TYPE_CHECKING:
    from made_up.history import Story
    from made_up.history_truth import Truth

_HEAD = """family: {family}
municipality: {{code: "{code}", name: {name}, invented: true{time}}}
"""
_PLAN = """document:
  title: 第{at}次{name}総合計画 基本計画
  recognise: ['^第{at}次{name}総合計画 基本計画$']
plans:
  - {{id: sogo-keikaku-{at}, kind: 基本計画, title: 第{at}次{name}総合計画 基本計画{revises}}}
{before}periods: {{sogo-keikaku-{at}: '計画期間 (?P<period>.+)'}}
levels:
  title: {{opens: [sogo-keikaku-{at}], head: '第[0-9]次.+総合計画 基本計画'}}
  goal: {{is: Goal, under: plan, head: '基本目標(?P<number>[0-9])\\s+(?P<label>.+)'}}
  measure: {{is: Measure, under: goal, head: '施策(?P<number>[0-9]+-[0-9]+)\\s+(?P<label>.+)'}}
fields:
  主管課: leadDepartment
blocks:
  situation: {{head: '■現状と課題', is: currentSituation, marks: ・}}
  approach: {{head: '■施策の方針', is: policyDirection, marks: ・}}
  figures: {{head: '■指標', is: skip}}
tables:
  indicators: {{rows: Indicator, heads: [target]}}
expect:
  Measure: {{min: 2, max: 40}}
  Indicator: {{min: 2, max: 40}}
"""
_SHEETS = """document:
  title: 第{at}次{name}総合計画 施策評価シート
  recognise: ['第{at}次{name}総合計画 施策評価シート']
  edition: '(?P<edition>(平成|令和)[0-9]+)年度実績'
plans:
  - {{id: hyoka-{at}, kind: 評価, title: 第{at}次{name}総合計画 施策評価シート, start: {start}, end: {end}}}
periods:
furniture:
  - {{pattern: '第{at}次{name}総合計画 施策評価シート\\(.+\\)', because: the title of the sheets}}
levels:
  goal: {{is: Goal, under: plan}}
fields:
  基本目標: {{opens: goal}}
  施策名: {{opens: measure}}
legends:
  progress: '進捗の評価基準\\s+(?P<legend>.+)'
expect:
  Measure: {{min: 2, max: 40}}
  Evaluation: {{min: 2, max: 40}}
"""
_PROJECTS = """document:
  title: 第{at}次{name}総合計画 実施計画
  recognise: ['第{at}次{name}総合計画 実施計画']
  edition: '実施計画\\((?P<edition>(平成|令和)[0-9]+)年度版'
plans:
  - {{id: jisshi-keikaku-{at}, kind: 実施計画, title: 第{at}次{name}総合計画 実施計画, start: {start}, end: {end}}}
periods:
furniture:
  - {{pattern: '第{at}次{name}総合計画 実施計画\\(.+\\)', because: the title of the print}}
levels:
  goal: {{is: Goal, under: plan, head: '基本目標(?P<number>[0-9])\\s+(?P<label>.+)'}}
  measure: {{is: Measure, under: goal, head: '施策(?P<number>[0-9]+-[0-9]+)\\s+(?P<label>.+)'}}
tables:
  projects: {{rows: Project, heads: [total], unit: 千円}}
expect:
  Project: {{min: 2, max: 60}}
  Budget: {{min: 2, max: 200}}
"""
_STRATEGY = """document:
  title: 第{at}期{name}まち・ひと・しごと創生総合戦略
  recognise: ['^第{at}期{name}まち・ひと・しごと創生総合戦略$']
plans:
  - {{id: sogo-senryaku-{at}, kind: 総合戦略, title: 第{at}期{name}まち・ひと・しごと創生総合戦略}}
periods: {{sogo-senryaku-{at}: '計画期間 (?P<period>.+)'}}
furniture:
  - {{pattern: '第{at}期{name}まち・ひと・しごと創生総合戦略', because: the title}}
expect:
  Goal: {{min: 2, max: 2}}
  Indicator: {{min: 1, max: 9}}
"""
IDLE = (3, 2)
"""Strategy and goal without a project."""
FIELD_PERIOD = (2018, 2022)
"""First and last year of the plan of one field."""
FIELDS = ("里山", "干潟", "河川", "湿地", "水路", "松林", "農地")
FIELD_OFFICES = ("福祉課", "建設課", "都市計画課", "学校教育課", "環境課", "森林課", "水道課")
"""Its departments: 企画課 has no part in it."""
UNLOADED = "食育推進計画"
"""The end of the name of a plan that it names, and that nobody has."""
_GOALS_OF_STRATEGY = ("人の流れをつくる", "しごとをつくる")


def prints(story: Story) -> Iterator[tuple[str, str]]:
    """Yield the paths and the texts of the documents and their plan.yml, in the order in which they were printed."""
    yield from _neighbour(story)
    for plan in story.plans:
        start, end = PLANS[plan]
        yield from _plan(story, plan)
        if not any(start <= year <= end for year in story.years):
            continue
        yield f"hyoka-{plan}/plan.yml", _yml(story.truth, "shisaku-hyoka", _SHEETS, plan, start, end)
        yield f"jisshi-keikaku-{plan}/plan.yml", _yml(story.truth, "base", _PROJECTS, plan, start, end)
    for strategy in STRATEGIES:
        yield from _strategy(story, strategy)
    if story.troubles:
        yield from _field(story)
    for year in story.years:
        plan = next(number for number, (start, end) in PLANS.items() if start <= year <= end)
        yield from _projects(story, plan, year)
        yield from _sheets(story, plan, year)


def _yml(truth: Truth, family: str, text: str, at: int, start: int = 0, end: int = 0, **more: str) -> str:
    merger = truth.merger
    time = f', changes: [{{day: {merger.date}, of: ["{merger.successor}", "{merger.gone}"]}}]'
    head = _HEAD.format(family=family, code=truth.code, name=truth.name, time=time)
    return head + text.format(at=at, name=truth.name, start=start, end=end, **more)


def _want(truth: Truth, plan: str, period: tuple[int, int], one: Measured) -> None:
    truth.periods[plan] = period
    figures = (one.base_year, one.base, one.target_year, one.target, one.over)
    truth.wanted.add(Wanted(plan, one.label, one.unit, *figures))


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _neighbour(story: Story) -> Iterator[tuple[str, str]]:
    """Yield the plan of the town that was taken in."""
    name, truth = "浜手町", story.truth
    head = _HEAD.format(
        family="base", code=truth.merger.gone, name=name, time=f", dissolved: {truth.merger.date}"
    )
    yield "hamate/plan.yml", head + _PLAN.format(at=4, name=name, revises="", before="")
    plan = [
        Measure("磯と浜の保全", 0, ["磯", "浜"], ["磯焼けした岩場に海藻を植える。"], "水産課", Measured("藻場の面積", "ha", 2010, 12, 2020, 30), "藻場再生事業", "1-1"),
        Measure("漁港のにぎわいづくり", 0, ["漁港", "朝市"], ["朝市を月に二度ひらく。"], "水産課", Measured("朝市の来場者数", "人", 2010, 800, 2020, 1500), "朝市事業", "1-2"),
    ]  # fmt: skip
    same = next(one.indicator for one in story.plans[5] if not one.indicator.over)
    theirs = Measured(same.label, same.unit, same.base_year, same.base // 4, 2020, same.base // 3)
    truth.converted.append((same.label, same.base_year, same.base + theirs.base))
    plan.append(Measure("隣の市と同じ取組", 0, ["広域", "連携"], ["隣の市と同じ数え方で数える。"], "企画課", theirs, "広域連携事業", "1-3"))  # fmt: skip
    yield "hamate/plan.txt", _basic_plan(f"第4次{name}総合計画 基本計画", (2011, 2020), plan)


def _field(story: Story) -> Iterator[tuple[str, str]]:
    """Yield a plan of one field: with departments that others do not name, and without one that they name; it names a plan that nobody has."""
    truth, title = story.truth, f"第2次{story.truth.name}環境基本計画"
    text = _PLAN.replace("第{at}次{name}総合計画 基本計画", "第{at}次{name}環境基本計画")
    text = text.replace("sogo-keikaku-{at}, kind: 基本計画", "kankyo-{at}, kind: 個別計画").replace(
        "sogo-keikaku-{at}", "kankyo-{at}"
    )
    text = text.replace("第[0-9]次.+総合計画 基本計画", "第[0-9]次.+環境基本計画").replace(
        "  主管課: leadDepartment\n", "  主管課: leadDepartment\n  関連計画: relatedPlan\n"
    )
    yield "kankyo-2/plan.yml", _yml(truth, "base", text, 2, revises="", before="")
    plan = [
        Measure(f"{topic}の環境を守る取組", at % 2, [topic, "川"], [f"{topic}の水辺を調べる。"], office, Measured(f"{topic}の調査地点数", "か所", 2017, 3 + at, 2022, 9 + at), f"{topic}調査事業", f"{at % 2 + 1}-{at // 2 + 1}")
        for at, (topic, office) in enumerate(zip(FIELDS, FIELD_OFFICES, strict=True))
    ]  # fmt: skip
    plan.sort(key=lambda one: one.goal)
    for one in plan:
        _want(truth, "kankyo-2", FIELD_PERIOD, one.indicator)
    printed = _basic_plan(title, FIELD_PERIOD, plan)
    yield (
        "kankyo-2/plan.txt",
        printed.replace("■現状と課題", f"関連計画\t{truth.name}{UNLOADED}\n■現状と課題", 1),
    )


def _plan(story: Story, at: int) -> Iterator[tuple[str, str]]:
    name = story.truth.name
    for one in story.plans[at]:
        _want(story.truth, f"sogo-keikaku-{at}", PLANS[at], one.indicator)
    before = at - 1
    known = before in PLANS
    yield (
        f"sogo-keikaku-{at}/plan.yml",
        _yml(
            story.truth,
            "base",
            _PLAN,
            at,
            revises=f", revision_of: sogo-keikaku-{before}" if known else "",
            before=f"  - {{id: sogo-keikaku-{before}, kind: 基本計画, title: 第{before}次{name}総合計画 基本計画}}\n"
            if known
            else "",
        ),
    )
    yield (
        f"sogo-keikaku-{at}/plan.txt",
        _basic_plan(f"第{at}次{name}総合計画 基本計画", PLANS[at], story.plans[at]),
    )


def _basic_plan(title: str, period: tuple[int, int], plan: list[Measure]) -> str:
    lines = [title, "", f"計画期間 {words(period[0])}～{words(period[1])}", ""]
    goal = -1
    for one in plan:
        if one.goal != goal:
            goal = one.goal
            lines += [f"基本目標{goal + 1} {GOALS[goal]}", ""]
        lines += [f"施策{one.number} {one.label}", f"主管課\t{one.office}", "■現状と課題"]
        lines += [f"・{one.topics[0]}と{one.topics[-1]}について、町民の声を聴いて見直す時期にある。"]
        lines += ["■施策の方針", *(f"・{said}" for said in one.texts), "■指標", *_wanted(one.indicator), ""]
    return _lines(*lines)


def _wanted(one: Measured) -> list[str]:
    heads = ["指標名", "単位", f"基準値({era(one.base_year)})"]
    row = [one.label, one.unit, f"{one.base:,}"]
    if one.interim:
        heads.append(f"中間目標値({era(one.interim[0])})")
        row.append(f"{one.interim[1]:,}")
    heads.append(f"目標値({era(one.target_year)})")
    row.append(f"{one.over}年間で{one.target:,}{one.unit}" if one.over else f"{one.target:,}")
    return ["\t".join(heads), "\t".join(row)]


def _sheets(story: Story, plan: int, year: int) -> Iterator[tuple[str, str]]:
    """Yield the evaluation of a year, printed in the next: the actuals of that year and of the one before."""
    truth, path = story.truth, f"hyoka-{plan}/{year}.txt"
    lines = [f"第{plan}次{truth.name}総合計画 施策評価シート({words(year)}実績)", ""]
    for at, one in enumerate(story.plans[plan]):
        lines += [
            f"基本目標\t{one.goal + 1} {GOALS[one.goal]}",
            f"施策名\t{one.number} {one.label}\t主管課\t{one.office}",
        ]
        figures = one.indicator
        _want(truth, f"hyoka-{plan}", PLANS[plan], figures)
        shown = [other for other in (year - 1, year) if other >= PLANS[plan][0]]
        heads = "\t".join(f"{era(other)}実績" for other in shown)
        cells = [_actual(story, path, one, at, other, year) for other in shown]
        lines.append(
            f"指標名\t単位\t基準値({era(figures.base_year)})\t{heads}\t目標値({era(figures.target_year)})"
            + ("\t方向性" if story.troubles else "")
        )
        target = (
            f"{figures.over}年間で{figures.target:,}{figures.unit}" if figures.over else f"{figures.target:,}"
        )
        row = [figures.label, figures.unit, f"{figures.base:,}", *cells, target]
        row += ["↑"] if story.troubles else []
        lines.append("\t".join(row))
        mark = "ABCD"[(at + year) % 4]
        truth.ratings.append(Rating(one.label, year, mark, path))
        lines += [
            "施策の進捗\t今後の取組方針",
            f"{mark}\t{one.topics[0]}を続ける。",
            "進捗の評価基準\tA 順調 B 概ね順調 C やや遅れ D 遅れ",
            "",
        ]
    yield path, _lines(*lines)


def _actual(story: Story, path: str, one: Measure, at: int, year: int, printed: int) -> str:
    """Return the actual of a year as the sheet of a year prints it; each fifth measure's of 2017 and 2022 is restated."""
    figures, value = one.indicator, one.indicator.values[year]
    if printed > year and year in (2017, 2022) and at % 5 == 0:
        value += 11
    missing = figures.missing.get(year, "")
    print_ = missing or f"{value:,}"
    story.truth.actuals.append(
        Actual(one.label, figures.label, year, None if missing else value, print_, path)
    )
    return print_


def _projects(story: Story, plan: int, year: int) -> Iterator[tuple[str, str]]:
    """Yield the 実施計画 of a year: what the year before took, the budget of the year, and the plan of the next."""
    truth, path = story.truth, f"jisshi-keikaku-{plan}/{year}.txt"
    start, end = PLANS[plan]
    lines = [f"第{plan}次{truth.name}総合計画 実施計画({words(year)}版)", ""]
    stages = [(year - 1, "決算", "決算額"), (year, "当初予算", "当初予算額"), (year + 1, "計画額", "計画額")]
    stages = [one for one in stages if start <= one[0] <= end]
    heads = "\t".join(f"{era(of)}{head}" for of, _stage, head in stages)
    goal = -1
    for at, one in enumerate(story.plans[plan]):
        if one.goal != goal:
            goal = one.goal
            lines += [f"基本目標{goal + 1} {GOALS[goal]}", ""]
        amounts = [_thousands(at, of, stage, stays=story.troubles) for of, stage, _head in stages]
        printed = [(of, stage, amount) for (of, stage, _head), amount in zip(stages, amounts, strict=True)]
        truth.money += [
            Yen(one.project, one.label, of, stage, 1000 * amount, path)
            for of, stage, amount in printed
            if amount
        ]
        truth.unsettled |= {Unsettled(one.project, of) for of, _stage, amount in printed if not amount}
        cells = "\t".join(f"{amount:,}" if amount else "－" for amount in amounts)
        lines += [
            f"施策{one.number} {one.label}",
            f"事業名\t事業内容\t{heads}\t担当課",
            f"{one.project}\t{one.topics[1]}を各地区で行う。\t{cells}\t{one.office}",
            "",
        ]
    yield path, _lines(*lines)


def _thousands(at: int, year: int, stage: str, *, stays: bool) -> int:
    """Return the thousands of yen of a project in a year at a stage: nine tenths of the budget are spent, the plan was lower.

    Each sixth project's accounts of 2017 and 2022 are not printed: 0. Where money ``stays``, that of the first project is in 2016
    what it was in 2015, for which its measure got the lowest mark.
    """
    if stays and (at, year) == (0, 2016):
        year = 2015
    if stage == "決算" and year in (2017, 2022) and at % 6 == 4:
        return 0
    budget = 1000 * (at + 2) + 100 * (year - 2014)
    return {"決算": budget * 9 // 10, "計画額": budget - 50}.get(stage, budget)


def _strategy(story: Story, at: int) -> Iterator[tuple[str, str]]:
    """Yield a 総合戦略: two KPIs are indicators of the 総合計画 of its time, one of them with another target."""
    truth = story.truth
    start, end = STRATEGIES[at]
    plan = 5 if start < PLANS[6][0] else 6
    yield f"sogo-senryaku-{at}/plan.yml", _yml(truth, "sogo-senryaku", _STRATEGY, at)
    title = f"第{at}期{truth.name}まち・ひと・しごと創生総合戦略"
    lines = [title, "", f"計画期間 {words(start)}～{words(end)}", ""]
    for number, label in enumerate(_GOALS_OF_STRATEGY, start=1):
        one = [each for each in story.plans[plan] if not each.indicator.over][number]
        target = one.indicator.target + (0 if number == 1 else 15)
        wanted = replace(one.indicator, base_year=start - 1, target_year=end, target=target)
        _want(truth, f"sogo-senryaku-{at}", STRATEGIES[at], wanted)
        truth.kpis.append((at, one.indicator.label, target, end))
        lines += [
            f"基本目標{number} {label}",
            "基本的方向",
            f"・{one.topics[0]}と{one.topics[1]}をきっかけに、町とのつながりを広げる。",
            f"(1) {one.topics[0]}を生かした取組",
            "指標名\t単位\t基準値(" + era(start - 1) + f")\t目標値({era(end)})",
            f"{one.indicator.label}\t{one.indicator.unit}\t{one.indicator.base:,}\t{target:,}",
            *([] if story.troubles and (at, number) == IDLE else ["【主な事業】", f"・{one.project}"]),
            "",
        ]
    yield f"sogo-senryaku-{at}/plan.txt", _lines(*lines)
