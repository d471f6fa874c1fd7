"""Sums that tables print, held against what was read of their parts."""

from __future__ import annotations

import pytest

from keikaku.reading.records import Reading
from tests.reading.made import Read

TABLES = "tables: {projects: {rows: Project, unit: 千円, bare: total}}\n"


def found(reading: Reading) -> list[tuple[str, tuple[int, ...]]]:
    return [(finding.rule, finding.lines) for finding in reading.findings if finding.rule.startswith("sum")]


@pytest.mark.parametrize(("printed", "wrong"), [("8,000", False), ("9,000", True)])
def test_a_row_that_is_a_sum_of_rows(read: Read, printed: str, wrong: bool) -> None:
    text = f"架空町\n事業名\tR5事業費(千円)\n道路の整備\t3,000\n公園の整備\t5,000\n合計\t{printed}\n"
    reading = read(text, TABLES)
    assert [each.label for each in reading.elements] == ["道路の整備", "公園の整備"]
    assert [(each.fiscal_year, len(each.parts)) for each in reading.totals] == [(2023, 2)]
    assert found(reading) == ([("sum-rounded", (5, 3, 4))] if wrong else [])


@pytest.mark.parametrize(("printed", "wrong"), [("9,000", False), ("9,900", True)])
def test_a_column_that_is_the_sum_of_the_years(read: Read, printed: str, wrong: bool) -> None:
    reading = read(f"架空町\n事業名\tR5\tR6\t合計\n道路の整備\t4,000\t5,000\t{printed}\n", TABLES)
    assert [each.total for each in reading.budgets] == [4_000_000, 5_000_000]
    assert [(each.fiscal_year, each.total) for each in reading.totals] == [
        (None, int(printed.replace(",", "")) * 1000)
    ]
    assert found(reading) == ([("sum", (3,))] if wrong else [])


def test_subtotals_add_up_the_rows_above_them_alone(read: Read) -> None:
    rows = ["道路\t3", "公園\t4", "小計\t7", "保育\t5", "小計\t6", "合計\t12"]
    reading = read("架空町\n事業名\tR5事業費(千円)\n" + "\n".join(rows) + "\n", TABLES)
    assert [len(each.parts) for each in reading.totals] == [2, 1, 3]
    assert [lines[0] for _, lines in found(reading)] == [7]
