"""Tables of projects: the invented example, and small tables made for one question each."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.errors import SeriesError
from keikaku.model import Confidence, Fact, Severity
from keikaku.reading import Reading
from keikaku.series import read_series
from tests.claims import reported, unreported
from tests.support import ROOT, load_text, quads

NAME = "examples/project-tables"
TEXT = (ROOT / NAME / "plan.txt").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
HEAD = [
    "番号\t事業名\t事業の内容\t令和6年度予算(万円)\t3か年の予定\t\t\t区分\t総合戦略\t主管",
    "\t\t\t特定財源 一般財源\tR6\tR7\tR8\t\t\t",
]
ROW = "1\t桜の植えかえ\t古い桜を植えかえる。\t300\t\t\t\t継\tⅠ(2)\t山里課"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return load_text(NAME, TEXT, tmp_path_factory.mktemp("example"))


def table(*rows: str, head: list[str] = HEAD) -> str:
    """Return a plan of one measure with one table."""
    return "\n".join(["柱Ⅰ 緑のまち", "◆ Ⅰ-1 木を植える", *head, *rows])


def rules(reading: Reading) -> set[str]:
    return {one.rule for one in reading.findings if one.severity is not Severity.INFO}


def budgets(reading: Reading) -> list[tuple[str, int | None, int | None, int | None]]:
    return [(one.of.number, one.total, one.specific, one.general) for one in reading.budgets]


# -- the example


def test_example_is_read_whole(example: Reading) -> None:
    account = example.account()
    parts = account.read + account.structure + account.furniture + account.blank
    assert account.unread == ()
    assert parts == account.total
    assert not rules(example)


def test_example_has_goals_measures_and_projects(example: Reading) -> None:
    found = [(one.kind.value, one.number, one.label) for one in example.elements]
    assert found == [
        ("Goal", "Ⅰ", "水と森にはぐくまれるまち"),
        ("Measure", "Ⅰ-1", "沢すじの手入れ"),
        ("Project", "1", "沢見回り組の立ち上げ"),
        ("Project", "2", "土砂だめの掘り直し"),
        ("Project", "3", "水辺の地図づくり"),
        ("Project", "4", "流木の薪くばり"),
        ("Measure", "Ⅰ-2", "停電にそなえる"),
        ("Project", "1", "集会所の蓄電池"),
        ("Project", "2", "炊き出し釜の点検"),
        ("Goal", "Ⅱ", "手しごとが続くまち"),
        ("Measure", "Ⅱ-1", "見習いの受け入れ"),
        ("Project", "1", "見習い宿の改修"),
        ("Project", "2", "工房めぐりの日"),
    ]


def test_example_budgets_follow_the_heads(example: Reading) -> None:
    found = {one.of.label: (one.fiscal_year, one.total, one.specific, one.general) for one in example.budgets}
    assert found == {
        "沢見回り組の立ち上げ": (2024, 1_200_000, 400_000, 800_000),
        "土砂だめの掘り直し": (2024, 34_000_000, 20_000_000, 14_000_000),
        "流木の薪くばり": (2024, 250_000, 0, 250_000),
        "集会所の蓄電池": (2024, 19_800_000, 13_200_000, 6_600_000),
        "見習い宿の改修": (2024, 8_600_000, 8_600_000, 0),
        "工房めぐりの日": (2024, 905_000, 0, 905_000),
    }


def test_example_plans(example: Reading) -> None:
    found = [(one.title, one.start, one.end) for one in example.plans.values()]
    assert found == [("三か年実施計画", 2024, 2026), ("架空町しごと・くらし戦略", None, None)]


def test_example_statements(example: Reading) -> None:
    project = next(one for one in example.elements if one.label == "水辺の地図づくり")
    found = [
        (one.fact, one.value, one.plan) for one in project.statements if one.fact is not Fact.DESCRIPTION
    ]
    assert found == [
        (Fact.PROJECT_STATUS, "新規", ""),
        (Fact.STRATEGY_CODE, "Ⅰ(2)", "kurashi-senryaku"),
        (Fact.STRATEGY_CODE, "Ⅱ(1)", "kurashi-senryaku"),
        (Fact.DEPARTMENT, "学びの室", ""),
    ]


def test_example_title_page_spells_the_goal_in_its_own_way(example: Reading) -> None:
    goal = example.elements[0]
    assert goal.lines[:3] == [1, 3, 9]
    assert [one.rule for one in example.findings] == ["spelling"]


def test_example_mints(example: Reading) -> None:
    assert quads(example, NAME)


# -- figures


@pytest.mark.parametrize(
    "rows",
    [
        (ROW, "\t\t\t100", "\t\t\t200"),
        (ROW.replace("300\t", "300 \t"), "\t\t\t１００", "\t\t\t200\t\t\t\t\t\t"),
    ],
)
def test_figures_over_rows(rows: tuple[str, ...], tmp_path: Path) -> None:
    assert budgets(load_text(NAME, table(*rows), tmp_path)) == [("1", 3_000_000, 1_000_000, 2_000_000)]


@pytest.mark.parametrize(
    "rows",
    [
        (ROW, "\t\t\t100"),
        (ROW, "\t\t\t100", "\t\t\t210"),
        (ROW, "\t\t\t100", "\t\t\t200", "\t\t\t200"),
        (ROW, "\t\t\t-", "\t\t\t300"),
        (ROW.replace("300", "-"), "\t\t\t100", "\t\t\t200"),
        (ROW,),
    ],
)
def test_figures_that_do_not_prove_themselves_keep_the_print(rows: tuple[str, ...], tmp_path: Path) -> None:
    reading = load_text(NAME, table(*rows), tmp_path)
    (budget,) = reading.budgets
    assert (budget.total, budget.specific, budget.general) == (None, None, None)
    assert budget.confidence is Confidence.DOUBTFUL
    assert "/" in budget.as_printed or budget.as_printed == "300"
    assert "budget-figures" in rules(reading)


@pytest.mark.parametrize("figure", ["3 00", "3,00", "O", "300 200", "３・０"])
def test_cells_that_are_no_amount_leave_the_row_unread(figure: str, tmp_path: Path) -> None:
    reading = load_text(NAME, table(ROW.replace("300", figure), "\t\t\t100", "\t\t\t200"), tmp_path)
    assert budgets(reading) == []
    assert set(reading.account().unread) == {5, 6, 7}


def test_figures_stand_under_the_money(tmp_path: Path) -> None:
    reading = load_text(NAME, table(ROW, "\t\t\t100", "\t\t\t\t200"), tmp_path)
    assert 7 in reading.account().unread
    assert "budget-figures" in rules(reading)


def test_dashes_are_no_budget(tmp_path: Path) -> None:
    reading = load_text(NAME, table(ROW.replace("300", "―"), "\t\t\t-", "\t\t\t－"), tmp_path)
    assert reading.budgets == []
    assert reading.account().unread == ()


def test_no_figures_at_all_are_reported(tmp_path: Path) -> None:
    assert rules(load_text(NAME, table(ROW.replace("300", "")), tmp_path)) == {"no-figures"}


def test_figures_before_their_project_belong_to_nobody(tmp_path: Path) -> None:
    reading = load_text(NAME, table("\t\t\t100", ROW, "\t\t\t200"), tmp_path)
    assert 5 in reading.account().unread
    assert "budget-figures" in rules(reading)


# -- columns


@pytest.mark.parametrize(
    ("tail", "status", "department"),
    [
        ("\t\t\t継\tⅠ(2)\t山里課", "継続", "山里課"),
        ("\t\t継\tⅠ(2)\t山里課\t", "継続", "山里課"),
        ("\t\t\t\t新\t\t山里課", "新規", "山里課"),
        ("\t\t継\t-\t山里課", "継続", "山里課"),
    ],
)
def test_cells_are_known_by_form_where_columns_shift(
    tail: str, status: str, department: str, tmp_path: Path
) -> None:
    row = f"1\t桜の植えかえ\t古い桜を植えかえる。\t300\t{tail}"
    reading = load_text(NAME, table(row, "\t\t\t100", "\t\t\t200"), tmp_path)
    values = {one.fact: one.value for one in reading.elements[-1].statements}
    assert (values[Fact.PROJECT_STATUS], values[Fact.DEPARTMENT]) == (status, department)


@pytest.mark.parametrize(
    "tail",
    [
        "\t\t\t継続中\tⅠ(2)\t山里課",
        "\t\t\t継\tⅠ(2\t山里課",
        "\t\t\t継\t11(2)\t山里課",
        "\t\t\t継\tⅠ(2)\t山里",
        "\t\t\t継\t山里課\tⅠ(2)",
        "\t\t\t継\t山里課",
        "\t→\t\t継\tⅠ(2)\t山里課",
        "\t\t\t継\tⅠ(2)\t山\ufffd課",
        "\t\t\t継\tⅠ(2)\t山里課\t山里課",
    ],
)
def test_a_word_that_no_column_explains_leaves_the_row_unread(tail: str, tmp_path: Path) -> None:
    row = f"1\t桜の植えかえ\t古い桜を植えかえる。\t300\t{tail}"
    assert 5 in load_text(NAME, table(row), tmp_path).account().unread


@pytest.mark.parametrize(
    "row", ["1\t桜\t300\t\t\t\t\t継", "桜\t植える。\t300", "1\t\t植える。\t300", "1,000\t桜\t植える。"]
)
def test_a_lost_cell_left_of_the_money_leaves_the_row_unread(row: str, tmp_path: Path) -> None:
    assert 5 in load_text(NAME, table(row), tmp_path).account().unread


def test_empty_cells_are_reported(tmp_path: Path) -> None:
    reading = load_text(NAME, table("1\t桜の植えかえ\t\t-\t\t\t\t\t\t"), tmp_path)
    assert rules(reading) == {"cell-empty"}


def test_lost_characters_mark_the_text(tmp_path: Path) -> None:
    row = ROW.replace("桜の植", "桜\ufffd植").replace("300", "-")
    reading = load_text(NAME, table(row), tmp_path)
    assert reading.elements[-1].confidence is Confidence.DOUBTFUL
    assert reading.elements[-1].as_printed == "桜\ufffd植えかえ"
    assert rules(reading) == {"lost-character"}


# -- heads


def test_sources_come_in_the_order_of_the_head(tmp_path: Path) -> None:
    head = [HEAD[0], HEAD[1].replace("特定財源 一般財源", "一般財源 特定財源")]
    reading = load_text(NAME, table(ROW, "\t\t\t100", "\t\t\t200", head=head), tmp_path)
    assert budgets(reading) == [("1", 3_000_000, 2_000_000, 1_000_000)]


@pytest.mark.parametrize(
    "head",
    [
        [HEAD[0]],
        [HEAD[0], HEAD[1].replace("特定財源", "")],
        [HEAD[0].replace("万円", "万人"), HEAD[1]],
        [HEAD[0].replace("令和6年度", "令和年度"), HEAD[1]],
        [HEAD[0].replace("区分", "区介"), HEAD[1]],
        [HEAD[1]],
        [HEAD[0] + "\t主管", HEAD[1]],
        ["番号\t事業名\t事業の内容\tR6\t令和6年度予算(万円)", HEAD[1]],
        [],
    ],
)
def test_a_damaged_head_gives_no_figures(head: list[str], tmp_path: Path) -> None:
    reading = load_text(NAME, table(ROW, "\t\t\t100", "\t\t\t200", head=head), tmp_path)
    assert all(total is None for _, total, _, _ in budgets(reading))
    assert reported(reading)


@pytest.mark.parametrize(
    ("print_", "other"),
    [("令和6年度", "令和5年度"), ("万円", "千円"), ("特定財源 一般財源", "一般財源 特定財源")],
)
def test_heads_that_disagree_about_money_are_reported(print_: str, other: str, tmp_path: Path) -> None:
    second = [line.replace(print_, other) for line in HEAD]
    rows = [ROW, "\t\t\t100", "\t\t\t200"]
    text = table(*rows, *second, *[line.replace("1\t桜", "2\t桜並木") for line in rows])
    reading = load_text(NAME, text, tmp_path)
    assert "table-head" in rules(reading)


@pytest.mark.parametrize(
    ("years", "period"),
    [
        ([("R6", "R7", "R8"), ("R6", "R7", "")], (2024, 2026)),
        ([("R6", "R7", ""), ("R6", "", "R8"), ("R6", "R7", "R8")], (2024, 2026)),
        ([("R6", "R7", "")], None),
        ([("R6", "R7", "R8"), ("R7", "R8", "R9")], None),
        ([("R6", "R8", "R7")], None),
    ],
)
def test_period_is_what_the_heads_print_together(
    years: list[tuple[str, ...]], period: tuple[int, int] | None, tmp_path: Path
) -> None:
    parts = []
    for number, printed in enumerate(years, start=1):
        parts += [
            HEAD[0],
            "\t\t\t特定財源 一般財源\t" + "\t".join(printed),
            f"{number}\t桜{number}\t植える。\t-",
        ]
    reading = load_text(NAME, table(*parts, head=[]), tmp_path)
    plan = reading.plans["sankanen-jisshi-keikaku"]
    assert ((plan.start, plan.end) if plan.start else None) == period
    assert ("plan-years" in rules(reading)) == (period is None)


# -- headings and numbers


def test_numbers_that_begin_again_end_the_measure(tmp_path: Path) -> None:
    reading = load_text(
        NAME, table(ROW.replace("300", "-"), "1\t松\t松を植える。\t-\t\t\t\t継\t\t山里課"), tmp_path
    )
    assert [one.label for one in reading.elements[2:]] == ["桜の植えかえ"]
    assert "heading-lost" in rules(reading)
    assert 6 in reading.account().unread


def test_a_page_that_is_there_twice_is_a_copy(tmp_path: Path) -> None:
    page = table(ROW, "\t\t\t100", "\t\t\t200")
    reading = load_text(NAME, f"{page}\n{page}", tmp_path)
    assert budgets(reading) == [("1", 3_000_000, 1_000_000, 2_000_000)]
    assert not reported(reading)
    assert reading.account().furniture == 3


def test_a_project_printed_twice_with_other_figures_is_reported(tmp_path: Path) -> None:
    rows = [ROW, "\t\t\t100", "\t\t\t200"]
    reading = load_text(NAME, table(*rows, ROW, "\t\t\t200", "\t\t\t100"), tmp_path)
    assert "row-twice" in rules(reading)
    assert reading.account().unread == (8, 9, 10)


def test_a_number_left_out_is_reported(tmp_path: Path) -> None:
    dashes = ROW.replace("300", "-")
    reading = load_text(NAME, table(dashes, "3" + dashes[1:].replace("桜", "松")), tmp_path)
    assert rules(reading) == {"number-gap"}


@pytest.mark.parametrize("measure", ["◆ Ⅱ-1 木を守る", "◆ Ⅰ-1 木を守る"])
def test_a_measure_that_contradicts_its_number_is_not_read(measure: str, tmp_path: Path) -> None:
    text = table(ROW.replace("300", "-")) + f"\n{measure}\n" + "\n".join([*HEAD, ROW])
    reading = load_text(NAME, text, tmp_path)
    assert len(reading.elements) == 3
    assert set(reading.account().unread) == {6, 7, 8, 9}


def test_a_text_ends_at_a_blank_line(tmp_path: Path) -> None:
    text = (
        "柱Ⅰ 緑のまち\n◆ Ⅰ-1 木を植える\n〔三年後の姿〕\n\n木があります。\n花があります。\n\n実があります。"
    )
    reading = load_text(NAME, text, tmp_path)
    assert [one.value for one in reading.elements[-1].statements] == ["木があります。", "花があります。"]
    assert reading.account().unread == (8,)


# -- any damage


def test_no_line_can_be_removed_or_doubled_with_a_wrong_claim(example: Reading, tmp_path: Path) -> None:
    for at, line in enumerate(LINES):
        for cut in (LINES[:at] + LINES[at + 1 :], [*LINES[:at], line, *LINES[at:]]):
            if line:
                assert unreported(example, load_text(NAME, "\n".join(cut), tmp_path)) == [], (at + 1, line)


def test_no_two_rows_can_change_places_with_a_wrong_claim(example: Reading, tmp_path: Path) -> None:
    """The two sources of one project are the exception: the print does not say which row is which."""
    for at in range(len(LINES) - 1):
        rows = LINES[at : at + 2]
        if all(line.startswith("\t\t\t") for line in rows):
            continue
        text = "\n".join(LINES[:at] + rows[::-1] + LINES[at + 2 :])
        assert unreported(example, load_text(NAME, text, tmp_path)) == [], (at + 1, rows)


def test_no_cell_can_go_with_a_wrong_claim(example: Reading, tmp_path: Path) -> None:
    for at, line in enumerate(LINES):
        cells = line.split("\t")
        for column in range(len(cells) if len(cells) > 1 else 0):
            row = "\t".join(cells[:column] + cells[column + 1 :])
            text = "\n".join([*LINES[:at], row, *LINES[at + 1 :]])
            assert unreported(example, load_text(NAME, text, tmp_path)) == [], (at + 1, column)


# -- settings


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  statuses: {継: 続ける}", "no project status"),
        ("  texts: {sdg: 'x'}", "holds no text"),
        ("  colums: {}", "unknown key"),
    ],
)
def test_settings_are_checked(line: str, said: str, tmp_path: Path) -> None:
    text = (ROOT / NAME / "plan.yml").read_text(encoding="utf-8")
    key = line.split(":", 1)[0]
    kept = [one for one in text.splitlines() if not one.startswith(key)]
    if "texts" in key:
        kept = [
            one
            for one in kept
            if not one.startswith("    ") or not one.strip().startswith(("targetState", "currentSituation"))
        ]
    kept.insert(kept.index("settings:") + 1, line)
    folder = tmp_path / "series"
    folder.mkdir()
    (folder / "plan.yml").write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(SeriesError, match=said):
        read_series(folder / "plan.yml")
