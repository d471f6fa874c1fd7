"""Several names in one cell: each is a name, and what stands beside them is said of what they belong to."""

from __future__ import annotations

import pytest

from keikaku.documents.form import Box, Cell, PrintedLine, Run
from keikaku.reading.tables.several import lines_of
from tests.reading.test_tables import INDICATORS, PROJECTS, names, one, said

HEAD = "施策 | 主な事業 | 担当課 | KPI | 目標値(R6)\n"


def test_projects_between_commas_are_each_a_project_of_the_measure() -> None:
    table = one(HEAD + "移住の促進 | 空き家活用事業、移住相談事業 | 企画課 | 移住者数 | 120", INDICATORS)
    assert names(table.items) == ["移住の促進", "空き家活用事業", "移住相談事業", "移住者数"]
    assert {item.parent.label.text for item in table.items if item.parent and item.parent.label} == {
        "移住の促進"
    }
    assert said(table.items[-1]) == [("department", "企画課"), ("target", "120", 2024)]


def test_projects_that_share_their_money_stay_one_name() -> None:
    table = one("施策 | 事業名 | 事業費(千円)\n移住の促進 | 空き家活用事業、移住相談事業 | 500", PROJECTS)
    assert names(table.items) == ["移住の促進", "空き家活用事業、移住相談事業"]


def test_a_comma_within_a_name_parts_nothing() -> None:
    table = one(HEAD + "保育の充実 | 保育所、幼稚園の改修事業 | こども課 | 定員 | 120", INDICATORS)
    assert names(table.items)[1] == "保育所、幼稚園の改修事業"


def test_what_stands_below_a_baseline_is_one_whatever_its_row_says_of_the_figures_beside_it() -> None:
    table = one(
        "KPI | 基準値(R1) |  | R2 | R3\n移住者数 | 52 | 目標 | 60 | 70\n^ | ^ | 実績 | 58 | 71", INDICATORS
    )
    assert said(table.items[0]) == [
        ("baseline", "52", 2019),
        ("target", "60", 2020),
        ("target", "70", 2021),
        ("actual", "58", 2020),
        ("actual", "71", 2021),
    ]


@pytest.mark.parametrize(("right", "lines"), [(50.0, ("商工課", "建設課")), (31.0, ("商工課建設課",))])
def test_a_line_that_had_room_for_more_was_broken_on_purpose(right: float, lines: tuple[str, ...]) -> None:
    def line(text: str, top: float) -> PrintedLine:
        return PrintedLine(runs=(Run(text=text),), box=Box(0, top, 30, top + 10))

    cell = Cell(row=0, column=0, lines=(line("商工課", 0), line("建設課", 10)), box=Box(0, 0, right, 20))
    assert lines_of(cell) == lines
