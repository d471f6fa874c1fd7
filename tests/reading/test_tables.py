"""Tables by their column heads, on made-up grids: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from keikaku.documents.form import Box
from keikaku.documents.numbered_lines import Line
from keikaku.ground.errors import SeriesError
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.settings import NotAllowedError, Settings, check
from keikaku.reading.tables import (
    Grid,
    GridCell,
    Item,
    NoKind,
    TableKind,
    TableRead,
    Use,
    goes_on,
    read_tables,
    spaced_table,
    unmet,
)
from keikaku.reading.tables.vocabulary import shipped

INDICATORS: dict[str, Any] = {"rows": "Indicator"}
PROJECTS: dict[str, Any] = {"rows": "Project"}


def grid(text: str, caption: str = "") -> Grid:
    """Return a grid of rows whose cells strokes part; a cell ``=`` goes on from the left, ``^`` from above."""
    framed = [row.strip() for row in text.splitlines() if row.strip()]
    lines = (
        [row[1:-1] if row[0] == row[-1] == "|" else row for row in framed]
        if text[0] == "\n"
        else text.split("\n")
    )
    rows = [[cell.strip() for cell in row.split("|")] for row in lines]
    cells = []
    for r, row in enumerate(rows):
        for c, printed in enumerate(row):
            if not printed or printed in {"=", "^"}:
                continue
            wide = next((n for n in range(1, len(row) - c) if row[c + n] != "="), len(row) - c)
            below = [rows[each][c] if c < len(rows[each]) else "" for each in range(r + 1, len(rows))]
            high = next((n for n, under in enumerate(below, 1) if under != "^"), len(below) + 1)
            cells.append(GridCell(r, c, printed, r + 1, high, wide))
    return Grid(tuple(cells), len(rows), max(map(len, rows)), caption)


def read(text: str, *kinds: dict[str, Any], caption: str = "") -> list[TableRead[TableKind]]:
    return read_tables(grid(text, caption), named(*kinds))


def named(*kinds: dict[str, Any]) -> dict[str, TableKind]:
    return {f"kind{at}": TableKind.model_validate(kind) for at, kind in enumerate(kinds)}


def one(text: str, *kinds: dict[str, Any], caption: str = "") -> TableRead[TableKind]:
    [table] = read(text, *kinds, caption=caption)
    return table


def said(item: Item) -> list[tuple[object, ...]]:
    """Return what an item says: role, print, year where there is one."""
    return [(value.role, value.text, *filter(None, [value.year])) for value in item.values]


def names(items: list[Item]) -> list[str]:
    return [item.label.text if item.label else "-" for item in items]


def rules(table: TableRead[TableKind]) -> list[str]:
    return [finding.rule for finding in table.findings]


# -- heads


def test_a_head_over_two_rows_gives_roles_years_and_units() -> None:
    table = one(
        """
        | 指　標　名 | 単位 | 基準値      | 目標値 | =      |
        | ^          | ^    | 令和２年度 | R5     | R7     |
        | 図書の数   | 冊   | 100         | 110    | 120    |
        """,
        INDICATORS,
    )
    assert table.heads == [0, 1]
    assert said(table.items[0]) == [
        ("unit", "冊"),
        ("baseline", "100", 2020),
        ("target", "110", 2023),
        ("target", "120", 2025),
    ]
    assert set(table.uses.values()) == {Use.READ, Use.STRUCTURE}


def test_a_merged_head_that_text_has_lost_stands_over_the_columns_at_its_right() -> None:
    table = one("事業名 | 事業費(千円) | | \n | R4 | R5 | R6 \n道路の整備 | 10 | 20 | 30", PROJECTS)
    assert [(v.role, v.year, v.unit) for v in table.items[0].values] == [
        ("total", year, "千円") for year in (2022, 2023, 2024)
    ]


def test_sources_take_year_unit_and_stage_of_the_money_at_their_left() -> None:
    table = one(
        """
        | 事業名 | R3当初予算額（千円） | R4当初予算額（千円） | 増減 | 財源内訳 | =  | =        |
        | ^      | ^                    | ^                    | ^    | 国       | 県 | 一般財源 |
        | 道の駅 | 50                   | 60                   | 10   | 30       |    | 30       |
        """,
        PROJECTS,
    )
    money = [(v.role, v.text, v.year, v.unit, v.stage) for v in table.items[0].all("national", "general")]
    assert money == [
        ("national", "30", 2022, "千円", "当初予算"),
        ("general", "30", 2022, "千円", "当初予算"),
    ]
    assert [v.year for v in table.items[0].all("total")] == [2021, 2022]


@pytest.mark.parametrize("heads", ["R4事業費 | R3事業費", "R3事業費 | R4事業費"])
def test_sources_beside_two_years_are_those_of_the_latest(heads: str) -> None:
    table = one(f"事業名 | {heads} | 増減 | 国 | 一般財源\n道路 | 1 | 2 | 1 | 3 | 4", PROJECTS)
    assert {value.year for value in table.items[0].all("national", "general")} == {2022}


def test_sources_behind_each_year_are_those_of_that_year() -> None:
    table = one("事業名 | R3事業費 | 国 | R4事業費 | 国\n道路 | 1 | 2 | 3 | 4", PROJECTS)
    assert [value.year for value in table.items[0].all("national")] == [2021, 2022]


def test_words_of_plan_yml_come_before_the_shipped_ones() -> None:
    text = "めざす数 | 起点 | 終点\n歩く人 | 5人 | 9人"
    assert one(text, INDICATORS).refused is NoKind.NO_HEAD
    own = {"rows": "Indicator", "columns": {"Indicator": "めざす数", "baseline": "起点", "target": "終点"}}
    assert said(one(text, own).items[0]) == [("baseline", "5人"), ("target", "9人")]


def test_a_table_of_no_declared_kind_is_unread_and_ends_the_one_above_it() -> None:
    tables = read("指標 | 目標値(R7)\n人口 | 900\n取組名 | 担当課\n花を植える | 公園課", INDICATORS)
    assert [(table.kind is None, table.rows) for table in tables] == [(False, range(2)), (True, range(2, 4))]
    assert set(tables[1].uses.values()) == {Use.UNREAD}
    assert names(tables[0].items) == ["人口"]


def test_two_kinds_that_fit_are_none() -> None:
    table = one("事業名 | 担当課\n道路 | 建設課", PROJECTS, {"rows": "Project", "unit": "千円"})
    assert (table.kind, table.refused, rules(table)) == (None, NoKind.AMBIGUOUS, ["table-ambiguous"])
    assert "tables.kind0, tables.kind1" in table.findings[0].ja


def test_two_kinds_that_read_a_table_alike_are_one() -> None:
    kinds = ({"rows": "Project", "heads": [role]} for role in ("department", "description"))
    table = one("事業名 | 概要 | 担当課\n道路 | 直す | 建設課", *kinds)
    assert said(table.items[0]) == [("description", "直す"), ("department", "建設課")]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "指標 | 基準値 | = | 目標値 | =\n^ | 年度 | 数値 | 年度 | 数値\n会員数 | R5 | 210 | R11 | 350",
            [("baseline", "210", 2023), ("target", "350", 2029)],
        ),
        (
            "指標 | 基準年度 | 基準値 | 目標年度 | 目標値\n会員数 | R5 | 210 | R11 | 350",
            [("baseline", "210", 2023), ("target", "350", 2029)],
        ),
        (
            "指標 | 現状値 | 年度 | 目標値 | 年度\n会員数 | 210 | R5 | 350 | R11",
            [("baseline", "210", 2023), ("target", "350", 2029)],
        ),
        (
            "指標 | 年度 | 現状値 | 年度 | 目標値\n会員数 | R5 | 210 | R11 | 350",
            [("baseline", "210", 2023), ("target", "350", 2029)],
        ),
        (
            "指標 | 現状値 | 年度 | 目標値\n会員数 | 210 | R5 | 350",
            [("baseline", "210", 2023), ("target", "350")],
        ),
    ],
    ids=["below one head", "by their words", "at the right", "at the left", "of one figure alone"],
)
def test_a_column_of_years_dates_the_figures_beside_it(text: str, figures: list[tuple[object, ...]]) -> None:
    table = one(text, INDICATORS)
    assert said(table.items[0]) == figures
    assert Use.UNREAD not in table.uses.values()


def test_figures_in_two_cells_below_one_head_are_left_in_their_parts() -> None:
    head = "指標 | 単位 | 現状値(R3) | = | 目標値(R8) | ="
    table = one(f"{head}\n見学者 | 人 | 320 | = | 5 | 00\n清掃 | 回 | 12 | 回 | 24 | =", INDICATORS)
    assert [value.text for value in table.items[0].all("baseline", "target")] == ["320", "5 | 00"]
    assert "24" in [value.text for value in table.items[1].all("target")]
    assert rules(table) == ["figure-doubtful"]
    assert "5 | 00" in table.findings[0].ja


def test_a_row_of_labels_and_values_in_turn_is_no_head() -> None:
    form = "事業名 | 道路改良 | 担当課 | 建設課\n目的 | 安全を守る | 区分 | 継続"
    assert one(form, PROJECTS).refused is NoKind.NO_HEAD
    head = "事業名 | 対象 | 担当課 | 効果\n道路改良 | 住民 | 建設課 | 安全"
    assert names(one(head, PROJECTS).items) == ["道路改良"]


def test_the_year_of_a_row_of_money_may_stand_with_its_stage() -> None:
    rows = "年度 | 事業費 | 一般財源\n令和5年度決算 | 900 | 900\n令和6年度予算 | 950 | 950"
    money = one(rows, {"rows": "Owner", "heads": ["total"], "unit": "千円"}).items[0].all("total")
    assert [(value.text, value.year, value.stage) for value in money] == [
        ("900", 2023, "決算"),
        ("950", 2024, ""),
    ]


def test_of_two_kinds_the_one_that_asks_for_more_is_meant() -> None:
    table = one("事業名 | 担当課\n道路 | 建設課", PROJECTS, {"rows": "Project", "heads": ["department"]})
    assert table.kind is not None
    assert table.kind.heads == ["department"]


def test_no_name_is_carried_over_a_head_that_is_printed_again() -> None:
    head = "指標名 | 単位 | 基準値 | 目標値"
    table = one(f"{head}\n図書の数 | 冊 | 100 | 120\n{head}\n | 人 | 46 | 200", INDICATORS)
    assert said(table.items[0]) == [("unit", "冊"), ("baseline", "100"), ("target", "120")]
    assert "unread-figure" in rules(table)


def test_nothing_is_called_as_its_column_is() -> None:
    head = "指標名 | 単位 | 基準値 | 目標値"
    broken = "指標名 | 単位 | 直(R4) | 値(R10)"
    tables = read(
        f"{head}\n図書の数 | 冊 | 100 | 120\n{broken}\n寄附の額 | 億円 | 1.45 | 3.0",
        {**INDICATORS, "heads": ["target"]},
    )
    assert [names(table.items) for table in tables] == [["図書の数"], []]


def test_rows_of_one_indicator_for_several_groups_are_one_each() -> None:
    text = """
        | 項目           | 対象   | 単位 | 現状値(R4) | 目標値(R17) |
        | 適正体重の割合 | 男性   | %    | 62.1       | 66.0        |
        | ^              | 女性   | %    | 59.8       | 66.0        |
        | 朝食を食べる人 | 中学生 | %    | 84.3       | 95.0        |
        """
    table = one(text, {**INDICATORS, "heads": ["target"]})
    assert names(table.items) == ["適正体重の割合(男性)", "適正体重の割合(女性)", "朝食を食べる人"]
    assert [item.text("baseline") for item in table.items] == ["62.1", "59.8", "84.3"]


def test_how_much_is_needed_and_offered_a_year_are_targets_of_each() -> None:
    text = "区分 | 単位 | 令和7年度 | 令和8年度\n量の見込み | 人 | 210 | 205\n確保方策 | 人 | 200 | 210"
    table = one(text, {**INDICATORS, "heads": ["target"]})
    assert said(table.items[1]) == [("unit", "人"), ("target", "200", 2025), ("target", "210", 2026)]
    assert read(text.replace("確保方策", "児童の数"), {**INDICATORS, "heads": ["target"]})[0].kind is None


def test_a_head_printed_again_is_structure() -> None:
    head = "事業名 | 担当課"
    table = one(f"{head}\n道路 | 建設課\n{head}\n公園 | 公園課", PROJECTS)
    assert (table.heads, names(table.items)) == ([0, 2], ["道路", "公園"])


@pytest.mark.parametrize(
    ("lower", "goes"),
    [("公園 | 公園課", True), ("事業名 | 担当課\n公園 | 公園課", True), ("指標 | 目標値\n人口 | 9", False)],
)
def test_a_table_goes_on_over_a_page_unless_another_head_begins(lower: str, goes: bool) -> None:
    kinds = named(PROJECTS, INDICATORS)
    upper = grid("事業名 | 担当課\n道路 | 建設課")
    assert goes_on(upper, grid(lower), [*kinds.values()]) is goes
    if goes:
        [table] = read_tables(upper.joined(grid(lower)), kinds)
        assert names(table.items) == ["道路", "公園"]


# -- years and units


def test_a_year_stands_in_the_cell_the_head_the_row_plan_yml_or_the_caption() -> None:
    text = "指標 | 基準値 | 目標値\n人口 | 82（R1） | 90\n世帯 | 70 | 80"
    kind = {"rows": "Indicator", "years": {"baseline": 2018}}
    table = one(text, kind, caption="令和12年度の目標")
    assert [said(item) for item in table.items] == [
        [("baseline", "82", 2019), ("target", "90", 2030)],
        [("baseline", "70", 2018), ("target", "80", 2030)],
    ]


def test_a_bracket_that_is_no_year_stays() -> None:
    [value] = one("指標 | 目標値(R7)\n来訪者 | ９人（延べ２４３日）", INDICATORS).items[0].values
    assert (value.text, value.year) == ("９人（延べ２４３日）", 2025)


def test_rows_by_year() -> None:
    table = one(
        "指標 | 年度 | 目標値 | 実績値\n人口 | R4 | 90 | 91\n | R5 | 92 | 93\n | R6 | 94 | 95", INDICATORS
    )
    assert names(table.items) == ["人口"]
    assert [v.year for v in table.items[0].all("actual")] == [2022, 2023, 2024]


def test_a_unit_of_the_caption_is_that_of_money_only_where_it_is_money() -> None:
    text = "事業名 | R5事業費 | 目標値\n道路 | 5 | 6"
    units = [v.unit for v in one(text, PROJECTS, caption="（単位：千円）").items[0].values]
    assert units == ["千円", "千円"]
    assert [v.unit for v in one(text, PROJECTS, caption="（単位：人）").items[0].values] == ["", "人"]


def test_a_year_alone_has_the_role_that_is_declared_or_none() -> None:
    text = "事業名 | R7 | R8\n道路 | 3,000 | 4,000"
    declared = one(text, {"rows": "Project", "bare": "total"})
    assert said(declared.items[0]) == [("total", "3,000", 2025), ("total", "4,000", 2026)]
    open_ = one(text, PROJECTS)
    assert (rules(open_), said(open_.items[0])) == (["unread-figure"] * 2, [])


# -- rows


def test_target_and_actual_in_two_rows_of_one_indicator() -> None:
    table = one(
        """
        | 指標   | 区分 | R5 | R6 |
        | 来館者 | 目標 | 10 | 20 |
        | ^      | 実績 | 10 |    |
        | 貸出   | 目標 | 30 | 40 |
        | ^      | 実績 | 31 | 42 |
        """,
        INDICATORS,
    )
    assert names(table.items) == ["来館者", "貸出"]
    assert said(table.items[0]) == [("target", "10", 2023), ("target", "20", 2024), ("actual", "10", 2023)]
    assert not rules(table)


def test_target_and_actual_in_rows_that_print_the_name_again() -> None:
    table = one("指標 | | R5 | R6\n来館者 | 目標 | 10 | 20\n来館者 | 実績 | 10 | 20", INDICATORS)
    assert names(table.items) == ["来館者"]
    assert [v.text for v in table.items[0].all("actual")] == ["10", "20"]


BOX = """
| 指標名         | 単位 | 基準値(R4) | 目標値(R10) | 方向性 |
| 町に愛着がある | ％   | 70         | 80          | ↑      |
| と答えた       | 実績 | R6         | R7          |        |
| 町民の割合     |      | 78.8       | 79.1        |        |
"""


def test_a_box_of_one_indicator_with_a_head_of_years_within() -> None:
    tables = read(BOX + BOX.strip().replace("町に", "村に"), {"rows": "Indicator", "single": True})
    assert [names(table.items) for table in tables] == [
        ["町に愛着があると答えた町民の割合"],
        ["村に愛着があると答えた町民の割合"],
    ]
    assert said(tables[0].items[0]) == [
        ("unit", "％"),
        ("baseline", "70", 2022),
        ("target", "80", 2028),
        ("desiredDirection", "↑"),
        ("actual", "78.8", 2024),
        ("actual", "79.1", 2025),
    ]


def test_a_head_within_ends_with_its_thing() -> None:
    table = one(
        "指標 | 目標値(R7) | 目標値(R8)\n人口 | 1 | 2\n | R5 | R6\n | 3 | 4\n世帯 | 5 | 6", INDICATORS
    )
    assert said(table.items[0])[2:] == [("target", "3", 2023), ("target", "4", 2024)]
    assert said(table.items[1]) == [("target", "5", 2025), ("target", "6", 2026)]


def test_money_in_rows_by_source() -> None:
    table = one(
        """
        | 事業名 | 財源       | R4事業費 | R5事業費 |
        | 道路   | 国庫支出金 | 1        | 2        |
        | ^      | 一般財源   | 3        | 4        |
        | ^      | 計         | 4        | 6        |
        """,
        PROJECTS,
    )
    assert [(v.role, v.year) for v in table.items[0].values if v.year == 2022] == [
        ("national", 2022),
        ("general", 2022),
        ("total", 2022),
    ]
    assert not table.sums


def test_sums_over_years_and_sources_that_a_merged_cell_groups() -> None:
    table = one(
        """
        | 事業名 | 区分     | =          | R4 | R5 | 合計 |
        | 道路   | 事業費   | =          | 9  | 8  | 17   |
        | ^      | 財源内訳 | 国庫支出金 | 4  | 3  | 7    |
        | ^      | ^        | 一般財源   | 5  | 5  | 10   |
        """,
        PROJECTS,
    )
    assert said(table.items[0]) == [
        ("total", "9", 2022),
        ("total", "8", 2023),
        ("period_total", "17"),
        ("national", "4", 2022),
        ("national", "3", 2023),
        ("period_part", "7"),
        ("general", "5", 2022),
        ("general", "5", 2023),
        ("period_part", "10"),
    ]
    assert not rules(table)


def test_figures_of_a_row_that_does_not_say_what_they_are_are_reported() -> None:
    table = one(
        "区分 | R4決算 | R5予算\n事業費 | 9 | 8\n一般財源 | 9 | 8\n花壇の数 | 3 | 4",
        {"rows": "Owner", "heads": ["total"]},
    )
    assert {value.text for value in table.items[0].values} == {"9", "8"}
    assert [finding.lines for finding in table.findings] == [(4,), (4,)]


def test_what_is_planned_and_done_of_money_is_money() -> None:
    table = one(
        "| 事業名 | R5事業費（千円） | = |\n| ^ | 計画 | 実績 |\n| 道路 | 9 | 8 |".join("\n\n"), PROJECTS
    )
    assert [(v.role, v.text, v.year, v.stage) for v in table.items[0].values] == [
        ("total", "9", 2023, "計画額"),
        ("total", "8", 2023, "決算"),
    ]


@pytest.mark.parametrize(
    ("cells", "role"),
    [(("継続", "新規"), "status"), (("成果指標", "活動指標"), "indicatorKind"), (("甲", "乙"), "category")],
)
def test_a_column_of_sorts_is_what_it_holds(cells: tuple[str, str], role: str) -> None:
    table = one(f"指標 | 区分 | 目標値\n人口 | {cells[0]} | 9\n世帯 | {cells[1]} | 8", INDICATORS)
    assert table.items[0].text(role) == cells[0]


def test_a_table_of_sources_speaks_of_what_it_stands_under() -> None:
    table = one("区分 | R4 | R5\n事業費 | 9 | 8\n一般財源 | 9 | 8", {"rows": "Owner", "bare": "total"})
    assert [item.of for item in table.items] == ["Owner"]
    assert said(table.items[0]) == [
        ("total", "9", 2022),
        ("total", "8", 2023),
        ("general", "9", 2022),
        ("general", "8", 2023),
    ]


def test_money_among_indicators_speaks_of_what_the_table_stands_under() -> None:
    table = one(
        "指標 | R4実績 | R5実績\n事業費 | 9 | 8\n来館者 | 1 | 2",
        INDICATORS,
    )
    assert [(item.of, len(item.values)) for item in table.items] == [("Owner", 2), ("Indicator", 2)]
    assert {value.role for value in table.items[0].values} == {"total"}


STACK = {"rows": "Project", "stack": ["total", "specific", "general"]}


@pytest.mark.parametrize(
    "text",
    [
        "事業名 | R2事業費(千円) | 担当課\n道路 | 9 | 建設課\n | 4 | \n | 5 | ",
        "事業名 | R2事業費(千円) | 担当課\n | 特定財源 |\n | 一般財源 | \n道路 | 9 4 5 | 建設課",
        "事業名 | R2事業費(千円) | | 担当課\n | 特定財源 | 一般財源 |\n道路 | 9 | | 建設課\n | 4 | 5 |",
    ],
)
def test_money_under_each_other(text: str) -> None:
    [item] = one(text, STACK).items
    assert {v.role: v.text for v in item.all("total", "specific", "general")} == {
        "total": "9",
        "specific": "4",
        "general": "5",
    }


def test_a_stack_that_has_lost_an_amount_is_not_read() -> None:
    table = one("事業名 | R2事業費(千円)\n道路 | 9\n | 4\n公園 | 3\n | 1\n | 2", STACK)
    assert rules(table) == ["table-stack"]
    assert table.findings[0].lines == (2, 3)
    assert [len(item.all("total")) for item in table.items] == [0, 1]


def test_cells_that_the_print_has_shifted_are_told_by_what_they_hold() -> None:
    kind = {"rows": "Project", "contents": ["status", "strategyCode", "department"]}
    text = "事業名 | 3か年の事業計画 | 区分 | 地方創生事業 | 担当課\n道路 | 継続 | Ⅲ(4) | 建設課 |"
    assert said(one(text, kind).items[0]) == [
        ("status", "継続"),
        ("strategyCode", "Ⅲ(4)"),
        ("department", "建設課"),
    ]


def test_projects_printed_in_a_row_for_each_indicator_are_one_each() -> None:
    table = one(
        """
        | 番号 | 事業名 | 施策   | R6決算(千円) | 活動指標名 | 単位 | 実績値 | 成果指標名 | 単位 | 実績値 |
        | 1    | 道路   | 暮らし | 540          | 延長       | km   | 3      | 満足度     | ％   | 70     |
        | 1    | 道路   | 暮らし | 540          |            |      |        | 事故       | 件   | 2      |
        | 2    | 道路   | 暮らし | 30           | 橋         | 橋   | 1      |            |      |        |
        """,
        PROJECTS,
    )
    assert [(item.of, names([item])[0]) for item in table.items] == [
        ("Measure", "暮らし"),
        ("Project", "道路"),
        ("Indicator", "延長"),
        ("Indicator", "満足度"),
        ("Indicator", "事故"),
        ("Project", "道路"),
        ("Indicator", "橋"),
    ]
    measure, first = table.items[:2]
    assert first.parent is measure
    assert said(first) == [("number", "1"), ("total", "540", 2024)]
    assert first.lines == [2, 3]
    assert [item.parent for item in table.items[2:5]] == [first] * 3
    assert said(table.items[3]) == [("indicatorKind", "成果指標"), ("unit", "％"), ("actual", "70")]


def test_nested_columns_are_a_lineage() -> None:
    table = one(
        """
        | 将来像     | 基本目標 | 分野 | 施策       |
        | 緑のまち   | 育てる   | 子   | 保育の充実 |
        | ^          | ^        | ^    | 学びの支援 |
        | ^          | ^        | 老   | 見守り     |
        | ^          | 守る     | 安全 | 消防       |
        """,
        {"rows": "Measure"},
    )
    lineage = {}
    for item in table.items:
        lineage[names([item])[0]] = names([item.parent])[0] if item.parent else ""
    assert lineage == {
        "緑のまち": "",
        "育てる": "緑のまち",
        "子": "育てる",
        "保育の充実": "子",
        "学びの支援": "子",
        "老": "育てる",
        "見守り": "老",
        "守る": "緑のまち",
        "安全": "守る",
        "消防": "安全",
    }


def test_cells_that_print_their_own_head() -> None:
    table = one(
        """
        | ゴール | ターゲット番号 | KPI        | =           |
        | 8      | 8.3            | 指標：創業 | =           |
        | ^      | ^              | 現在（2021年）：12件 | 2030年：40件 |
        """,
        {"rows": "Indicator", "bare": "target", "columns": {"sdg": "ゴール|ターゲット番号"}},
    )
    assert names(table.items) == ["創業"]
    assert said(table.items[0]) == [
        ("sdg", "8"),
        ("sdg", "8.3"),
        ("baseline", "12件", 2021),
        ("target", "40件", 2030),
    ]


def test_sums_and_remarks_are_no_things() -> None:
    table = one("事業名 | R5事業費\n道路 | 3\n公園 | 4\n分野計 | 7\n※事業費は見込み |", PROJECTS)
    assert (names(table.items), names(table.sums)) == (["道路", "公園"], ["分野計"])
    assert said(table.sums[0]) == [("total", "7", 2023)]
    assert [cell.text for cell in table.notes] == ["※事業費は見込み"]


def test_a_sum_adds_up_the_rows_since_the_one_above_it_and_the_last_one_all() -> None:
    rows = ["道路 | 3", "公園 | 4", "小計 | 7", "保育 | 5", "小計 | 5", "合計 | 12"]
    table = one("\n".join(["事業名 | R5事業費", *rows]), PROJECTS)
    assert [(names([each])[0], names(each.parts)) for each in table.sums] == [
        ("小計", ["道路", "公園"]),
        ("小計", ["保育"]),
        ("合計", ["道路", "公園", "保育"]),
    ]


def test_texts_that_go_on_below_are_one() -> None:
    table = one("事業名 | 事業概要 | R5事業費\n道路 | 市道を広げ、 | 3\n | 歩道を設ける。 | ", PROJECTS)
    assert said(table.items[0]) == [("description", "市道を広げ、歩道を設ける。"), ("total", "3", 2023)]


WRAPPED = {"rows": "Indicator", "wrapped": True}


def test_names_wrapped_around_the_row_of_their_figures() -> None:
    table = one(
        "指標 | 目標値(R7)\n応援団の | \n | 5組\n組織化 |\n制作 | 1本\n住む若い | \n人の | 9人\n割合 | ",
        WRAPPED,
    )
    assert [(item.label.text, item.text("target")) for item in table.items if item.label] == [
        ("応援団の組織化", "5組"),
        ("制作", "1本"),
        ("住む若い人の割合", "9人"),
    ]


def test_names_that_go_on_below_their_figures() -> None:
    table = one("指標 | 目標値(R7)\n応援団の | 5組\n組織化 |\n制作 | 1本", WRAPPED)
    assert names(table.items) == ["応援団の組織化", "制作"]


def test_boxes_tell_which_row_a_wrapped_line_belongs_to() -> None:
    text = grid("指標 | 目標値(R7)\n応援団 | 5組\nの組織 |\n映画の |\n制作 | 1本")
    tops = [0, 20, 30, 50, 60]
    placed = tuple(
        GridCell(c.row, c.column, c.text, c.line, box=Box(0, tops[c.row], 9, tops[c.row] + 8))
        for c in text.cells
    )
    [table] = read_tables(Grid(placed, text.rows, text.columns), named(WRAPPED))
    assert names(table.items) == ["応援団の組織", "映画の制作"]


def test_wrapped_lines_that_cannot_be_told_are_not_read() -> None:
    table = one("指標 | 目標値(R7)\n住む | \n若い | \n人 | 9人\n割合 |", WRAPPED)
    assert rules(table) == ["table-wrapped"]
    assert table.findings[0].lines == (2, 3, 5)


def spaced(text: str, *kinds: dict[str, Any]) -> tuple[list[TableRead[TableKind]], int]:
    models = named(*kinds)
    lines = [Line.make(at, line) for at, line in enumerate(text.splitlines(), 1)]
    found = spaced_table(lines, [*models.values()])
    return (read_tables(found[0], models), found[1]) if found else ([], 0)


def test_columns_that_spaces_part_with_names_wrapped_over_lines() -> None:
    text = """指標の種類 指標名 現状値（年度） 目標値
（2025年）

市民意識指標 町の広報を
読む人の割合（％） 86.5（2019） 90.0 未満

統計指標 SNS の登録者数 9,560（2019） 10,000
相談できる人がいる人の割合 ― 増加
町は広報を見直します。
統計指標 次の表の数 1 2"""
    [table], taken = spaced(text, INDICATORS)
    assert names(table.items) == [
        "町の広報を読む人の割合（％）",
        "SNS の登録者数",
        "相談できる人がいる人の割合",
    ]
    assert [[(v.role, v.text, v.year) for v in item.all("baseline", "target")] for item in table.items] == [
        [("baseline", "86.5", 2019), ("target", "90.0 未満", 2025)],
        [("baseline", "9,560", 2019), ("target", "10,000", 2025)],
        [("baseline", "―", None), ("target", "増加", 2025)],
    ]
    assert [item.text("indicatorKind") for item in table.items] == ["市民意識指標", "統計指標", ""]
    assert table.items[0].lines == [4, 5]
    assert taken == 8


@pytest.mark.parametrize(
    "text",
    [
        "指標名 について 考える",
        "事業名 担当課\n道路 建設課",
        "指標名 目標値 備考\n人口 9 なし",
        "人口は 9 人",
    ],
)
def test_lines_that_are_no_table_of_figures_are_none(text: str) -> None:
    assert spaced(text, INDICATORS, PROJECTS) == ([], 0)


@pytest.mark.parametrize(
    "text",
    [
        "数値目標 | 新規就業者数 | 基準値（R1） | 31人 | 目標値（R6） | 150人",
        "\n| 数値目標 | 新規就業者数 | = | = |\n| 基準値（R1） | 31人 | 目標値（R6） | 150人 |\n",
        "数値目標 | 新規就業者数\n基準値（R1） | 31人\n目標値（R6） | 150人",
    ],
)
def test_heads_beside_their_values(text: str) -> None:
    [item] = one(text, INDICATORS).items
    assert (names([item]), said(item)) == (
        ["新規就業者数"],
        [("baseline", "31人", 2019), ("target", "150人", 2024)],
    )


def test_heads_beside_the_values_of_several_things() -> None:
    text = "指標 | 人口 | 世帯\n基準値（R1） | 31 | 9\n目標値（R6） | 33 | 10"
    table = one(text, INDICATORS)
    assert {names([item])[0]: said(item) for item in table.items} == {
        "人口": [("baseline", "31", 2019), ("target", "33", 2024)],
        "世帯": [("baseline", "9", 2019), ("target", "10", 2024)],
    }
    assert table.uses[1, 0] is Use.STRUCTURE
    assert table.uses[1, 2] is Use.READ
    assert len(table.uses) == 9


def test_pairs_of_several_things() -> None:
    text = "KPI | 人口 | 目標値（R6） | 33\nKPI | 世帯 | 目標値（R6） | 10\n指標 | 犬 | 現状値（R1） | 2"
    tables = read(text, INDICATORS)
    assert [names(table.items) for table in tables] == [["人口", "世帯"], ["犬"]]


def test_a_form_that_names_no_thing_is_left_to_others() -> None:
    assert one("担当課 | 建設課 | 目標値 | 5", INDICATORS).refused is NoKind.NO_HEAD


def test_a_unit_above_the_head_within_the_grid() -> None:
    [table] = read("（単位：千円） | |\n事業名 | R5事業費 | 担当課\n道路 | 5 | 建設課", PROJECTS)
    assert [value.unit for value in table.items[0].all("total")] == ["千円"]
    assert (table.rows, table.uses[0, 0]) == (range(3), Use.STRUCTURE)


def test_marks_below_goals() -> None:
    table = one(
        """
        | 事業名 | SDGs | = | = |
        | ^      | 1    | 3 | 17 |
        | 道路   | ●   |   | ○ |
        | 公園   | -    | ● |   |
        """,
        PROJECTS,
    )
    assert [[value.text for value in item.all("sdg")] for item in table.items] == [["1", "17"], ["3"]]


# -- the account


def test_figures_without_a_role_are_reported_with_their_place() -> None:
    table = one("事業名 | 担当課 | 花壇\n道路 | 建設課 | 1,200\n公園 | 公園課 | 花壇", PROJECTS)
    assert rules(table) == ["unread-figure"]
    assert table.findings[0].lines == (2,)
    assert [place for place, use in table.uses.items() if use is Use.UNREAD] == [(1, 2), (2, 2)]


def test_a_figure_of_an_indicator_that_has_no_name_is_reported() -> None:
    table = one("事業名 | 指標 | 目標値(R7)\n道路 | 延長 | 5\n公園 | | 6", PROJECTS)
    assert (rules(table), table.findings[0].lines) == (["unread-figure"], (3,))


def test_a_column_that_plan_yml_leaves_out_is_structure() -> None:
    kind = {"rows": "Project", "columns": {"nothing": "ページ"}}
    table = one("事業名 | 担当課 | ページ\n道路 | 建設課 | 12", kind)
    assert (table.uses[1, 2], rules(table)) == (Use.STRUCTURE, [])


# -- what plan.yml may say


class _File(Settings):
    tables: list[TableKind]


def refused(tmp_path: Path, text: str) -> SeriesError:
    path = tmp_path / "plan.yml"
    path.write_text(text, encoding="utf-8")
    node, raw = read_yaml(path)
    with pytest.raises(SeriesError) as error:
        check(_File, raw, path, node)
    return error.value


def test_a_role_that_does_not_exist_is_named_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, "tables:\n  - rows: Project\n    columns:\n      goalvalue: 目標\n")
    assert (error.values["line"], error.values["key"]) == (4, "tables.0.columns.goalvalue")
    assert "target" in str(error.values["detail"])
    assert "使えるもの" in error.message("ja")


def test_a_stack_of_one_is_none(tmp_path: Path) -> None:
    assert refused(tmp_path, "tables:\n  - rows: Project\n    stack: [total]\n").values["line"] == 3


def test_unknown_rows_are_refused() -> None:
    with pytest.raises(ValidationError):
        TableKind.model_validate({"rows": "Budget"})


def test_a_declared_role_that_no_column_has_is_an_error_with_its_keys() -> None:
    kinds = named({"rows": "Project", "columns": {"department": "所管の課", "status": "別"}})
    tables = read_tables(grid("事業名 | 担当課 | 所管の課\n道路 | 建設課 | 道路課"), kinds)
    [error] = unmet(kinds, tables)
    assert isinstance(error, NotAllowedError)
    assert error.at == ("tables", "kind0", "columns", "status")
    assert "所管の課" in error.said.text("ja")


def test_a_kind_that_a_document_does_not_print_is_no_error() -> None:
    assert not list(unmet(named({"rows": "Project", "columns": {"status": "別"}}), []))


# -- the shipped words


@pytest.mark.parametrize(
    ("head", "role", "year", "unit", "stage"),
    [
        ("重要業績評価指標（ＫＰＩ）", "Indicator", None, "", ""),
        ("中間目標（Ｒ　７）", "interim", 2025, "", ""),
        ("令和６年度末実績値", "actual", 2024, "", ""),
        ("H30 決 算 額（百万円）", "total", 2018, "百万円", "決算"),
        ("概算事業費（３年計）", "period_total", None, "", "計画額"),
        ("国庫支出金", "national", None, "", ""),
        ("都道府県支出金", "prefectural", None, "", ""),
        ("担当課（室）", "department", None, "", ""),
        ("目標達成率（％）", "achievement", None, "%", ""),
        ("目標値※1", "target", None, "", ""),
        ("令和７年度までの目標値", "target", 2025, "", ""),
        ("2024年度（目標）", "target", 2024, "", ""),
        ("①事業名", "Project", None, "", ""),
        ("国・県支出金", "subsidies", None, "", ""),
        ("花の名前", "", None, "", ""),
    ],
)
def test_shipped_words(head: str, role: str, year: int | None, unit: str, stage: str) -> None:
    said_ = shipped().head(head)
    assert (said_.role, said_.year) == (role, year)
    assert not stage or said_.stage == stage
    assert said_.unit.replace("％", "%") == unit


@pytest.mark.parametrize("name", ["市民会計", "基幹統計", "総合計画", "計量業務", "会計課窓口"])
def test_names_that_end_like_sums_are_none(name: str) -> None:
    assert not shipped().is_sum(name)
