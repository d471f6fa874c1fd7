"""Tables of projects: the invented example, and small tables made for one question each."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from keikaku.graph.mint import mint
from keikaku.ground.rules import Severity
from keikaku.reading.model import Fact
from keikaku.reading.records import Reading
from keikaku.validation import validate
from tests.claims import reported, unreported
from tests.reading.made import series, text
from tests.support import ROOT, load_text, quads

NAME = "examples/project-tables"
TEXT = (ROOT / NAME / "plan.txt").read_text(encoding="utf-8")
LINES = TEXT.splitlines()
HEAD = [
    "番号\t事業名\t事業の内容\t令和6年度予算(万円)\t3か年の予定\t\t\t区分\t総合戦略\t主管",
    "\t\t\t一般財源 特定財源\tR6\tR7\tR8\t\t\t",
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
        (Fact.PROJECT_STATUS, "新", ""),
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
        (ROW, "\t\t\t200", "\t\t\t100"),
        (ROW.replace("300\t", "300 \t"), "\t\t\t２００", "\t\t\t100\t\t\t\t\t\t"),
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
        (ROW, "\t\t\t100", "\t\t\t\t210"),
        (ROW,),
        *(
            (ROW.replace("300", no), "\t\t\t100", "\t\t\t200")
            for no in ("3 00", "3,00", "O", "300 200", "３・０")
        ),
    ],
)
def test_figures_that_do_not_prove_themselves_are_told_and_not_taken(
    rows: tuple[str, ...], tmp_path: Path
) -> None:
    reading = load_text(NAME, table(*rows), tmp_path)
    assert budgets(reading) == []
    assert reported(reading)


def test_dashes_are_no_budget(tmp_path: Path) -> None:
    reading = load_text(NAME, table(ROW.replace("300", "―"), "\t\t\t-", "\t\t\t－"), tmp_path)
    assert reading.budgets == []
    assert reading.account().unread == ()


@pytest.mark.parametrize(
    ("tail", "status"),
    [
        ("\t\t\t継\tⅠ(2)\t山里課", "継"),
        ("\t\t継\tⅠ(2)\t山里課\t", "継"),
        ("\t\t\t\t新\t\t山里課", "新"),
        ("\t\t継\t-\t山里課", "継"),
    ],
)
def test_cells_are_known_by_form_where_columns_shift(tail: str, status: str, tmp_path: Path) -> None:
    row = f"1\t桜の植えかえ\t古い桜を植えかえる。\t300\t{tail}"
    reading = load_text(NAME, table(row, "\t\t\t200", "\t\t\t100"), tmp_path)
    values = {one.fact: one.value for one in reading.elements[-1].statements}
    assert (values[Fact.PROJECT_STATUS], values[Fact.DEPARTMENT]) == (status, "山里課")


# -- heads


@pytest.mark.parametrize(
    "head",
    [
        [HEAD[0]],
        [HEAD[0].replace("万円", "万人"), HEAD[1]],
        [HEAD[0].replace("令和6年度", "令和年度"), HEAD[1]],
        [HEAD[0], HEAD[1].replace("一般財源 特定財源", "特定財源 一般財源")],
        [HEAD[1]],
        [],
    ],
)
def test_a_damaged_head_gives_no_figures_in_silence(head: list[str], tmp_path: Path) -> None:
    reading = load_text(NAME, table(ROW, "\t\t\t200", "\t\t\t100", head=head), tmp_path)
    assert reported(reading) or budgets(reading) == [("1", 3_000_000, 1_000_000, 2_000_000)]


@pytest.mark.parametrize(
    ("years", "period"),
    [
        ([("R6", "R7", "R8"), ("R6", "R7", "")], (2024, 2026)),
        ([("R6", "R7", ""), ("R6", "", "R8"), ("R6", "R7", "R8")], (2024, 2026)),
        ([("R6", "R7", "R8"), ("R7", "R8", "R9")], None),
        ([("R6", "", "R8")], None),
    ],
)
def test_the_period_is_what_the_heads_print_together(
    years: list[tuple[str, ...]], period: tuple[int, int] | None, tmp_path: Path
) -> None:
    parts = []
    for number, printed in enumerate(years, start=1):
        parts += [
            HEAD[0],
            "\t\t\t一般財源 特定財源\t" + "\t".join(printed),
            f"{number}\t桜{number}\t植える。\t-",
        ]
    reading = load_text(NAME, table(*parts, head=[]), tmp_path)
    plan = reading.plans["sankanen-jisshi-keikaku"]
    assert ((plan.start, plan.end) if plan.start else None) == period
    assert ("plan-years" in rules(reading)) == (period is None)


# -- damage


def test_no_line_can_be_removed_or_doubled_with_a_wrong_claim(example: Reading, tmp_path: Path) -> None:
    """The heading of Ⅰ-2 is the exception: its one text then goes on with those of Ⅰ-1, and nothing shows it."""
    for at, line in [*enumerate(LINES)][::3]:
        for cut in (LINES[:at] + LINES[at + 1 :], [*LINES[:at], line, *LINES[at:]]):
            if line and not line.startswith("◆ Ⅰ-2"):
                assert unreported(example, load_text(NAME, "\n".join(cut), tmp_path)) == [], (at + 1, line)


def test_no_cell_can_go_with_a_wrong_claim(example: Reading, tmp_path: Path) -> None:
    for at, line in [*enumerate(LINES)][::3]:
        cells = line.split("\t")
        for column in range(len(cells) if len(cells) > 1 else 0):
            row = "\t".join(cells[:column] + cells[column + 1 :])
            text = "\n".join([*LINES[:at], row, *LINES[at + 1 :]])
            assert unreported(example, load_text(NAME, text, tmp_path)) == [], (at + 1, column)


# -- stages of a budget


PLAIN = """\
levels:
  goal: {head: '柱(?P<number>[ⅠⅡ]) (?P<label>.+)'}
  measure: {head: '◆ (?P<number>[ⅠⅡ]-[0-9]) (?P<label>.+)'}
tables:
  projects: {plan: null}
"""
STAGED = """\
柱Ⅰ 緑のまち
◆ Ⅰ-1 木を植える
番号\t事業名\t令和6年度当初予算(千円)\t令和6年度決算(千円)\t令和7年度予算(千円)
1\t桜の植えかえ\t300\t280\t310
2\t松の手入れ\t100\t\t110
合計\t\t400\t280\t420
"""


def test_two_stages_of_a_year_are_two_budgets_and_one_of_them_counts(tmp_path: Path) -> None:
    town = series(tmp_path, PLAIN, "jisshi-keikaku")
    reading = town.load(text(tmp_path, STAGED))
    found = [(one.of.number, one.fiscal_year, one.stage, one.total) for one in reading.budgets]
    assert found == [
        ("1", 2024, "当初予算", 300_000),
        ("1", 2024, "決算", 280_000),
        ("1", 2025, "", 310_000),
        ("2", 2024, "当初予算", 100_000),
        ("2", 2025, "", 110_000),
    ]
    assert [(one.fiscal_year, one.stage, one.total) for one in reading.totals] == [
        (2024, "当初予算", 400_000),
        (2024, "決算", 280_000),
        (2025, "", 420_000),
    ]
    assert "sum" not in rules(reading)
    lines = mint(reading, town)
    replaced = [line.split(" ") for line in lines if "/isReplacedBy>" in line]
    assert [(old.rpartition("/")[2], new.rpartition("/")[2]) for old, _, new, *_ in replaced] == [
        ("InitialBudget>", "Settlement>")
    ]
    assert sum("#totalAmount> " in line for line in lines) == len(found)
    assert not [one for one in validate(lines) if one.severity is Severity.VIOLATION]
    store = Store()
    store.load("\n".join(lines).encode(), format=RdfFormat.N_QUADS)
    question = (ROOT / "queries" / "money-by-year.rq").read_text(encoding="utf-8")
    rows = store.query(question, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    assert [(row["year"].value, row["total"].value) for row in rows] == [
        ("2024", "380000"),
        ("2025", "420000"),
    ]


@pytest.mark.parametrize(
    ("money", "year"), [("令和6年度決算(千円)", 2024), ("事業費(千円)", None), ("令和6年度予算(千円)", None)]
)
def test_actuals_that_print_no_year_are_of_the_year_of_the_money_that_was_spent(
    money: str, year: int | None, tmp_path: Path
) -> None:
    rows = f"事業名\t{money}\t指標名\t単位\t実績値\n桜の植えかえ\t300\t植えた木\t本\t12\n"
    reading = series(tmp_path, "tables: {projects: {rows: Project, heads: [Indicator]}}\n").load(
        text(tmp_path, rows)
    )
    found = [(one.fiscal_year, str(one.value)) for each in reading.indicators for one in each.observations]
    assert found == ([(year, "12")] if year else [])
    assert ("unread-figure" in rules(reading)) == (year is None)
