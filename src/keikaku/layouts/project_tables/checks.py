"""What project tables prove or contradict by themselves: their order, their heads, their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from keikaku.layouts.project_tables.heads import Head
from keikaku.model import Confidence, Element, Fact, Plan, Record, Severity
from keikaku.read.folding import LOST, fold, key
from keikaku.reading import Reading

if TYPE_CHECKING:
    from keikaku.layouts.project_tables.rows import Row
    from keikaku.layouts.project_tables.sheet import Goal, Measure

_NESTED = re.compile(r"(?P<above>.+)[-.](?P<own>[0-9]{1,4})")
_COLUMNS_JA = {"description": "事業概要", "status": "区分", "department": "担当課"}


def belongs(reading: Reading, goal: Goal, number: str, line: int) -> bool:
    """Tell whether a measure's number is one of its goal's: 7-1 stands under 7."""
    nested = _NESTED.fullmatch(fold(number))
    if nested is None or key(nested["above"]) == key(goal.element.number):
        return True
    reading.find(
        "measure-goal",
        Severity.VIOLATION,
        f"Measure {number} stands under goal {goal.element.number}, which its number does not name.",
        f"施策 {number} が目標 {goal.element.number} の下にありますが、番号が一致しません。",
        next(reversed(goal.lines)),
        line,
    )
    return False


def heading_lost(reading: Reading, measure: Measure, line: int) -> None:
    """Report the texts of a measure below the tables of another."""
    reading.find(
        "heading-lost",
        Severity.VIOLATION,
        f"A measure begins here, after the tables of {measure.element.number}, and its heading is missing.",
        f"{measure.element.number} の表の後で別の施策が始まっていますが、その見出しがありません。",
        line,
    )


def numbers_begin_again(reading: Reading, measure: Element, row: Row, line: int) -> None:
    """Report projects of two measures under one heading."""
    reading.find(
        "heading-lost",
        Severity.VIOLATION,
        f"Project {row.number} {row.label} cannot follow here: the numbers of {measure.number} are past it; "
        "the heading of another measure is missing, or a number is wrong.",
        f"事業 {row.number}「{row.label}」は {measure.number} の番号の続きではありません。"
        "別の施策の見出しが失われたか、番号が誤っています。",
        line,
    )


def printed_twice(reading: Reading, row: Row, first: int, lines: Sequence[int]) -> None:
    """Report a project that is printed twice, with other figures."""
    reading.find(
        "row-twice",
        Severity.VIOLATION,
        f"Project {row.number} {row.label} is printed twice, with other figures.",
        f"事業 {row.number}「{row.label}」が異なる数値で二重に印字されています。",
        first,
        *lines,
    )


def lost_characters(reading: Reading, record: Record, printed: str, line: int) -> None:
    """Mark a record in whose print a character is lost, and keep the print."""
    if LOST not in printed:
        return
    record.confidence, record.as_printed = Confidence.DOUBTFUL, printed
    reading.find(
        "lost-character",
        Severity.WARNING,
        f"A character is lost in {printed}.",
        f"「{printed}」の文字が失われています。",
        line,
    )


def usual_texts(measures: Sequence[Measure]) -> list[Fact]:
    """Return the kinds of text that more than half of the measures have."""
    counts = Counter(fact for measure in measures for fact in measure.headings)
    return sorted(fact for fact, count in counts.items() if 2 * count > len(measures))


def without_text(reading: Reading, measure: Element, fact: Fact, heading: int | None) -> None:
    """Report a text that a measure should have and has not."""
    reading.find(
        "no-text",
        Severity.WARNING,
        f"{measure.number} {measure.label} prints no {fact.value}, which its heading or other measures announce.",
        f"{measure.number}「{measure.label}」に、見出しや他の施策にある文章({fact.value})がありません。",
        measure.lines[0],
        *([heading] if heading else []),
    )


def empty_cells(reading: Reading, row: Row, line: int) -> None:
    """Report cells in which the project should print something."""
    if not row.empty:
        return
    reading.find(
        "cell-empty",
        Severity.WARNING,
        f"Project {row.number} {row.label} prints no {', '.join(row.empty)}.",
        f"事業 {row.number}「{row.label}」に{'・'.join(_COLUMNS_JA[name] for name in row.empty)}の印字がありません。",
        line,
    )


def without_figures(reading: Reading, project: Element) -> None:
    """Report a project that prints neither figures nor a dash."""
    reading.find(
        "no-figures",
        Severity.WARNING,
        f"{project.label}: neither figures nor a dash are printed.",
        f"{project.label}: 事業費の数値も「-」も印字されていません。",
        *project.lines,
    )


def nameless(reading: Reading, goal: Element) -> None:
    """Report a goal of which only the number is printed."""
    reading.find(
        "no-label",
        Severity.VIOLATION,
        f"Goal {goal.number} is printed without its name.",
        f"目標 {goal.number} の名称が印字されていません。",
        *goal.lines,
    )


def check_heads(reading: Reading, heads: Sequence[Head], plan: Plan) -> None:
    """Read the plan's period from the heads, and report where they contradict each other."""
    _check_money(reading, heads)
    printed = [head for head in heads if head.years]
    if not printed:
        return
    lines = sorted({line for head in printed for _, line in head.years})
    years = sorted({year for head in printed for year, _ in head.years})
    if not _agree(printed, years, {head.count for head in heads if head.count}):
        reading.find(
            "plan-years",
            Severity.VIOLATION,
            f"The table heads contradict each other about the years of the plan: {', '.join(map(str, years))}.",
            f"計画の年度について表頭が互いに矛盾しています: {', '.join(map(str, years))}。",
            *lines,
        )
        return
    reading.period(plan, years[0], years[-1], *lines)
    strange = [head for head in heads if head.used and not years[0] <= head.year <= years[-1]]
    if strange:
        reading.find(
            "budget-year",
            Severity.VIOLATION,
            f"Budgets of {strange[0].year} in a plan of {years[0]}-{years[-1]}.",
            f"計画期間 {years[0]}～{years[-1]} の外の {strange[0].year} 年度の事業費が印字されています。",
            *(head.year_line for head in strange),
        )


def _agree(heads: Sequence[Head], years: Sequence[int], counts: set[int]) -> bool:
    """Tell whether heads print the same years, save that some have lost a column."""
    runs = {tuple(year for year, _ in head.years) for head in heads}
    longest = {run for run in runs if len(run) == max(map(len, runs))}
    ascending = all(before < after for run in runs for before, after in pairwise(run))
    whole = years[-1] - years[0] + 1 == len(years)
    return ascending and whole and longest == {tuple(years)} and counts <= {len(years)}


def _check_money(reading: Reading, heads: Sequence[Head]) -> None:
    """Report heads that say something else of the figures than most do, or that do not say what they are."""
    used = [head for head in heads if head.used]
    if not used:
        return
    usual = Counter(head.money_says for head in used).most_common(1)[0][0]
    for head in used:
        if head.money_says == usual and head.is_complete():
            continue
        reading.find(
            "table-head",
            Severity.VIOLATION,
            "The head of this table does not say what the heads of the other tables say of the figures below.",
            "この表の表頭は、数値の意味について他の表と同じことを示していません。",
            *head.lines,
        )
