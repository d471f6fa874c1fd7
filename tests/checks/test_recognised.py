"""Figures that text recognition read: what confirms them, and what becomes of those that nothing confirms."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku import PublishedDocument
from keikaku.documents.as_lines import numbered
from keikaku.documents.form import Cell, Found, Kind, Origin, Part, PrintedLine, Run, Table
from keikaku.reading.model import Budget, Confidence, Plan
from keikaku.reading.model import Kind as Of
from keikaku.reading.records import Reading
from tests.checks.readings import element, found, plan

ROWS = (
    (("清掃", Origin.AGREED), ("1,000", Origin.AGREED), ("2,000", Origin.RECOGNISED)),
    (("植樹", Origin.RECOGNISED), ("3,000", Origin.AGREED), ("4,000", Origin.AGREED)),
    (("点検", Origin.AGREED), ("5,000", Origin.RECOGNISED), ("6,000", Origin.RECOGNISED)),
)


@pytest.fixture
def made() -> Reading:
    """Return a reading of a scanned table of three projects: the amounts of two years, read alike or not."""
    cells = tuple(
        Cell(row=row, column=column, lines=(PrintedLine(runs=(Run(text=text),), origin=origin),))
        for row, fields in enumerate(ROWS)
        for column, (text, origin) in enumerate(fields)
    )
    part = Part(kind=Kind.PAGE, number=1, blocks=[Table(cells=cells, found=Found.RULED)])
    document = numbered(PublishedDocument(Path("scan.pdf"), "0" * 64, "PDF", "application/pdf", (part,)))
    basic = Plan(id="basic_plan", kind="基本計画", title="架空町基本計画", start=2024, end=2025, lines=[1])
    return Reading(document, {basic.id: basic})


def budgets(made: Reading) -> list[Budget]:
    """Add the money of the projects, the cells of each named."""
    held = []
    for line, fields in enumerate(ROWS, start=1):
        project = element(made, fields[0][0], kind=Of.PROJECT)
        for column in (1, 2):
            amount = int(fields[column][0].replace(",", "")) * 1000
            one = made.budget(project, 2023 + column, amount, None, None, [line])
            one.cells = {line: (0, column)}
            held.append(one)
    return held


def doubtful(held: list[Budget]) -> list[int | None]:
    return [one.total for one in held if one.confidence is Confidence.DOUBTFUL]


def test_a_figure_is_certain_where_both_engines_read_it_alike(made: Reading) -> None:
    held = budgets(made)
    assert "recognised-figure" in {rule for rule, _ in found(made)}
    assert doubtful(held) == [2_000_000, 5_000_000, 6_000_000]


def test_a_printed_sum_confirms_its_parts(made: Reading) -> None:
    held = budgets(made)
    made.total(plan(made), 2025, [3], total=12_000_000)
    found(made)
    assert doubtful(held) == [5_000_000]


def test_a_sum_that_does_not_add_up_confirms_nothing(made: Reading) -> None:
    held = budgets(made)
    made.total(plan(made), 2025, [3], total=12_100_000)
    found(made)
    assert doubtful(held) == [2_000_000, 5_000_000, 6_000_000]
