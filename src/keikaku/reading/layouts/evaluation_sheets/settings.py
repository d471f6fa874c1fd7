"""Settings of the evaluation sheets: which words head what."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from keikaku.reading.model import Direction
from keikaku.reading.settings import Expression, Plain, PlanId, Settings, groups
from keikaku.reading.values.patterns import Pattern

Words = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]

_COUNT = "[0-9一二三四五六七八九十]+"


class Headings(Settings):
    """How the chapter page and the sheets are headed.

    Attributes:
        chapter: Head of a chapter page, with its label on this line or the next.
        section: Head of a section on the chapter page.
        listed: A measure in the list of a section.
        sheet: Head of a sheet: groups ``chapter``, ``section`` and ``number`` (of the measure).
        indicators: Head of the chapter's indicators.
        sdgs: Head of the chapter's SDG field.
    """

    chapter: Annotated[Expression, groups("number label")] = Pattern(
        rf"(?P<number>第\s*{_COUNT}\s*章)(?:\s+(?P<label>.+))?"
    )
    section: Annotated[Expression, groups("number label")] = Pattern(
        rf"(?P<number>第\s*{_COUNT}\s*節)\s+(?P<label>.+)"
    )
    listed: Annotated[Expression, groups("number label")] = Pattern(
        r"(?:[-・●○]\s*)?(?P<number>[0-9]+)\s+(?P<label>.+)"
    )
    sheet: Annotated[Expression, groups("chapter section number")] = Pattern(
        rf"(?P<chapter>第\s*{_COUNT}\s*章)\s+(?P<section>第\s*{_COUNT}\s*節)\s+(?P<number>第\s*{_COUNT}\s*施策)"
    )
    indicators: Plain = Pattern(r"■?\s*章の指標")
    sdgs: Plain = Pattern(r"■.*SDGs.*")


class Fields(Settings):
    """The names of a sheet's fields, each in the pieces in which it may be printed.

    Attributes:
        section: Labels beside the name of the section.
        measure: Labels beside the name of the measure.
        target_state: Labels beside the target state.
        situation: Labels beside the current situation.
        departments: Labels beside the departments.
        related_plans: Labels beside the related plans.
        sdgs: Labels beside the SDGs.
    """

    section: Words = ["節"]
    measure: Words = ["施策"]
    target_state: Words = ["目指す姿"]
    situation: Words = ["施策の現状", "と課題"]
    departments: Words = ["関連する課"]
    related_plans: Words = ["関連する", "個別計画"]
    sdgs: Words = ["関連する", "SDGs"]


class Box(Settings):
    """The boxes of the indicators.

    Attributes:
        name: Head of the names.
        unit: Head of the units.
        baseline: Head of the baseline, with a group ``year``.
        target: Head of the target, with a group ``year``.
        broken_head: What is left in a row of heads where the two could not be read.
        direction: Head of the directions.
        actual: What marks the row of the years.
        broken_actual: Second, broken prints of that mark, or of a name, in the row below it.
        directions: Which direction a sign prints.
        misread_directions: The same for what the extraction makes of a sign.
        misread_units: The unit beside which the extraction leaves a piece of that unit.
        debris: Marks that the extraction makes of a table's border.
    """

    name: Plain = Pattern("指標名")
    unit: Plain = Pattern("単位")
    baseline: Annotated[Expression, groups("year")] = Pattern(r"(?:基準値|現状値)\s*\((?P<year>[^()]+)\)")
    target: Annotated[Expression, groups("year")] = Pattern(r"目標値\s*\((?P<year>[^()]+)\)")
    broken_head: Plain = Pattern(r"(?:基準値|現状値).*目標値.*")
    direction: Plain = Pattern("方向性?")
    actual: Plain = Pattern("実績")
    broken_actual: Plain | None = None
    directions: dict[str, Direction] = {
        "↗": Direction.INCREASE,
        "↑": Direction.INCREASE,
        "↘": Direction.DECREASE,
        "↓": Direction.DECREASE,
        "→": Direction.MAINTAIN,
    }
    misread_directions: dict[str, Direction] = {}
    misread_units: dict[str, str] = {}
    debris: str = "]|['′’/"


class Review(Settings):
    """The heads of what a sheet says of the year: progress, outcome, problems ahead, rating.

    Attributes:
        progress_ratings: Marks of the ratings of progress, in the order of the legend; only where a legend has lost them.
        review_ratings: The same of the review.
        progress: Head of the column of progress ratings.
        approach: Head of the column beside it, the approach from here on.
        progress_scale: Head of the legend of progress ratings.
        outcome: Head of the outcomes.
        issue: Head of the issues expected.
        review: Head of the column of review ratings.
        direction: Head of the column beside it, direction and approach.
        review_scale: Head of the legend of review ratings.
    """

    progress: Plain = Pattern("施策の進捗")
    approach: Plain = Pattern("今後の取組方針")
    progress_scale: Plain = Pattern("進捗の評価基準")
    outcome: Plain = Pattern("事業の成果")
    issue: Plain = Pattern("今後発生が予測される課題")
    review: Plain = Pattern("施策の評価")
    direction: Plain = Pattern("施策の方向性・取組方針")
    review_scale: Plain = Pattern("施策の評価基準")
    progress_ratings: Words | None = None
    review_ratings: Words | None = None


class Table(Settings):
    """The table of a measure's actions.

    Attributes:
        title: What stands above the table.
        name: Head of the actions' names.
        description: Head of what was reached.
        projects: Head of the projects.
        project_ends: How the name of a project ends.
    """

    title: Plain = Pattern("施策の目標達成のための個別施策")
    name: str = "個別施策"
    description: str = "前期期間の取組の成果"
    projects: str = "主な事務事業"
    project_ends: Words = ["事業", "事務"]


class EvaluationSettings(Settings):
    """Settings of the layout.

    Attributes:
        plan: Id of the plan that the sheets are; needed where plan.yml declares several.
        headings: How chapter, section and sheet begin.
        fields: What stands beside the texts of a sheet.
        box: How the box of an indicator looks.
        review: What stands above the ratings and texts of the evaluation.
        table: How the table of actions looks.
        department_ends: How the name of a department ends.
        plan_ends: How the title of a related plan ends.
    """

    plan: PlanId = ""
    headings: Headings = Headings()
    fields: Fields = Fields()
    box: Box = Box()
    review: Review = Review()
    table: Table = Table()
    department_ends: Words = ["課", "室", "局", "部", "所", "館", "署", "係", "センター", "委員会"]
    plan_ends: Words = ["計画", "戦略", "方針", "プラン", "ビジョン", "構想", "大綱", "指針"]
