"""Any grid, however odd: every cell is accounted for once, and no figure is lost in silence."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from keikaku.documents.form import Box
from keikaku.documents.numbered_lines import Line
from keikaku.reading.tables import Grid, GridCell, TableKind, TableRead, Use, read_tables, spaced_table
from keikaku.reading.tables.heads import is_figure

HEADS = (
    "指標名",
    "事業名",
    "施策",
    "単位",
    "基準値(R1)",
    "目標値",
    "R7",
    "事業費(千円)",
    "国",
    "一般財源",
    "区分",
    "SDGs",
    "番号",
    "No",
    "財源内訳",
)
CELLS = (
    "",
    "",
    "道路",
    "1,200",
    "△3",
    "80％",
    "R6",
    "―",
    "○",
    "目標",
    "実績",
    "国庫支出金",
    "計",
    "継続",
    "現在（2021年）：12件",
    "※注",
    "5 6 7",
    "82（R1）",
    "17",
)
KINDS = {
    str(kind["rows"]): TableKind.model_validate(kind)
    for kind in (
        {"rows": "Indicator", "bare": "target", "wrapped": True},
        {"rows": "Project", "stack": ["total", "specific", "general"], "contents": ["status", "department"]},
        {"rows": "Owner", "heads": ["total"], "single": True},
        {"rows": "Measure"},
    )
}


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    texts = [
        [draw(st.sampled_from(HEADS if row == 0 else HEADS + CELLS * 3)) for _ in range(columns)]
        for row in range(rows)
    ]
    boxed = draw(st.booleans())
    cells, covered = [], set[tuple[int, int]]()
    for row in range(rows):
        for column in range(columns):
            if texts[row][column] and (row, column) not in covered:
                high, wide = draw(st.sampled_from([(1, 1)] * 5 + [(2, 1), (1, 2)]))
                place = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
                if place & covered or row + high > rows or column + wide > columns:
                    high, wide, place = 1, 1, {(row, column)}
                covered |= place
                box = Box(column, row, column + wide, row + high) if boxed else None
                cells.append(GridCell(row, column, texts[row][column], row + 1, high, wide, box))
    return Grid(tuple(cells), rows, columns, draw(st.sampled_from(["", "（単位：千円）", "令和6年度"])))


def printed(tables: list[TableRead[TableKind]]) -> set[tuple[int, int]]:
    """Return the cells that things, sums and remarks were read from."""
    items = [item for table in tables for item in (*table.items, *table.sums)]
    values = [value for item in items for value in (item.label, *item.values) if value]
    cells = [cell for value in values for cell in value.cells]
    return {cell.at for cell in (*cells, *(note for table in tables for note in table.notes))}


@settings(max_examples=250)
@given(grids())
def test_every_cell_is_accounted_for_once(grid: Grid) -> None:
    tables = read_tables(grid, KINDS)
    used = Counter(place for table in tables for place in table.uses)
    assert set(used) == {cell.at for cell in grid.cells}
    assert set(used.values()) <= {1}
    uses = {place: use for table in tables for place, use in table.uses.items()}
    reported = {line for table in tables for finding in table.findings for line in finding.lines}
    of_kind = {place for table in tables if table.kind for place in table.uses}
    for cell in grid.cells:
        if uses[cell.at] is Use.READ:
            assert cell.at in printed(tables) or cell.line in reported
        elif uses[cell.at] is Use.UNREAD and cell.at in of_kind and is_figure(cell.text):
            assert cell.line in reported


@settings(max_examples=100)
@given(grids())
def test_reading_twice_is_reading_once(grid: Grid) -> None:
    once, twice = read_tables(grid, KINDS), read_tables(grid, KINDS)
    assert [(table.rows, table.uses, table.findings) for table in once] == [
        (table.rows, table.uses, table.findings) for table in twice
    ]


@settings(max_examples=100)
@given(st.lists(st.lists(st.sampled_from(HEADS + CELLS), max_size=5).map(" ".join), min_size=1, max_size=8))
def test_any_lines_are_a_table_or_none(texts: list[str]) -> None:
    lines = [Line.make(at, text) for at, text in enumerate(texts, 1)]
    found = spaced_table(lines, [*KINDS.values()])
    if found is not None:
        grid, taken = found
        assert 1 <= taken <= len(lines)
        assert {cell.line for cell in grid.cells} <= set(range(1, taken + 1))
        assert sum(table.kind is not None for table in read_tables(grid, KINDS)) == 1


def test_what_was_left_over_is_left_over_where_it_is_printed_again() -> None:
    texts = [("事業名", "R7", "所管課"), ("道路改良", "※注", "建設課"), ("道路改良", "※注", "建設課")]
    cells = tuple(
        GridCell(row, at, text, row + 1, 1, 1)
        for row, line in enumerate(texts)
        for at, text in enumerate(line)
    )
    tables = read_tables(Grid(cells, 3, 3, ""), KINDS)
    uses = {place: use for table in tables for place, use in table.uses.items()}
    assert uses[1, 1] is uses[2, 1] is Use.UNREAD


def test_a_form_whose_last_label_has_no_value_is_read() -> None:
    texts = ("事業名", "道路改良", "担当課", "建設課", "事業費")
    cells = tuple(GridCell(0, at, text, 1, 1, 1) for at, text in enumerate(texts))
    tables = read_tables(Grid(cells, 1, len(texts), ""), KINDS)
    assert {place for table in tables for place in table.uses} == {cell.at for cell in cells}


def test_a_name_printed_again_in_the_other_cell_below_its_head_is_kept() -> None:
    rows = (("施策", ""), ("広報の充実", "1"), ("1", "広報の充実"))
    cells = [
        GridCell(row, at, text, row + 1, 1, 1 if row else 2)
        for row, line in enumerate(rows)
        for at, text in enumerate(line)
        if text
    ]
    tables = read_tables(Grid(tuple(cells), 3, 2, ""), KINDS)
    read = {place for table in tables for place, use in table.uses.items() if use is Use.READ}
    assert (2, 1) in read
    assert read <= printed(tables)
