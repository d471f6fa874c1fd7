"""What only several pages tell: page numbers, running heads, tables that go on."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku import PublishedDocument, read_document
from keikaku.documents.form import PrintedLine, Table
from tests.documents.cells import document, plain, truth
from tests.documents.made import Page, pdf

XS, ROW = [50.0, 150.0, 350.0, 450.0], 20.0
HEAD = ("区分", "事業名", "担当課")


def furniture(read: PublishedDocument) -> list[str]:
    return [
        block.text
        for part in read.parts
        for block in part.blocks
        if isinstance(block, PrintedLine) and block.furniture
    ]


def tables(read: PublishedDocument) -> list[Table]:
    return [block for part in read.parts for block in part.blocks if isinstance(block, Table)]


def table_page(rows: list[tuple[str, str, str]], spans: tuple[int, ...] = (), number: int = 0) -> Page:
    """Return a page with one table from its top; `spans` are the rows whose first cell reaches into the next."""
    page = Page()
    ys = [60.0 + ROW * index for index in range(len(rows) + 1)]
    page.grid(XS, ys, tuple((row, 0) for row in spans))
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(XS, row, strict=False):
            if text:
                page.text(x + 4, y + 14, text)
    if number:
        page.text(290, 810, f"- {number} -")
    return page


def test_page_numbers_are_known_whatever_page_of_the_file_they_stand_on(tmp_path: Path) -> None:
    """Two pages of front matter; then numbers at alternating corners."""
    pages = [Page().text(60, 400, "架空町総合計画"), Page().text(60, 100, "目次")]
    for number in range(1, 5):
        pages.append(
            Page().text(60, 100, f"第{number}章の本文").text(500 if number % 2 else 60, 815, str(number))
        )
    read = read_document(pdf(tmp_path / "plan.pdf", pages))

    assert [part.folio() for part in read.parts] == ["", "", "1", "2", "3", "4"]
    assert furniture(read) == ["1", "2", "3", "4"]
    assert [place.folio for text, place in read.lines if text == "第2章の本文"] == ["2"]


def test_numbers_that_do_not_count_up_or_stand_in_a_row_are_no_page_numbers(tmp_path: Path) -> None:
    pages = [Page().text(60, 100, "本文").text(290, 815, number) for number in ("12", "40", "7", "90")]
    for at, page in enumerate(pages):
        for index in range(4):
            page.text(60 + 60 * index, 30, str(at + index))
    read = read_document(pdf(tmp_path / "plan.pdf", pages))

    assert furniture(read) == []
    assert [part.folio() for part in read.parts] == [""] * 4


def test_a_chapter_that_counts_up_with_the_pages_is_a_heading(tmp_path: Path) -> None:
    pages = [Page().text(60, 40, f"施策{number}").text(60, 100, "本文") for number in range(1, 6)]

    assert furniture(read_document(pdf(tmp_path / "plan.pdf", pages))) == []


def test_running_heads_are_furniture_where_they_are_printed_elsewhere_too(tmp_path: Path) -> None:
    """The title stands on the cover, the chapter's name only in its running heads: one print of it stays."""
    pages = [Page().text(60, 400, "架空町総合計画", 20)]
    for number in range(4):
        page = Page().text(60, 40, "架空町総合計画", 8).text(60, 100, f"本文{number}")
        pages.append(page.text(60, 800, "第一部", 8))
    read = read_document(pdf(tmp_path / "plan.pdf", pages))

    assert furniture(read) == ["架空町総合計画", *["架空町総合計画", "第一部"] * 3]
    for part in read.parts:
        assert part.counts.total == part.counts.printed + part.counts.furniture


def test_a_caption_near_its_table_is_no_running_head(tmp_path: Path) -> None:
    pages = []
    for number in range(4):
        page = table_page([HEAD, ("1", f"事業{number}", "環境課")])
        pages.append(page.text(380, 56, "(単位:千円)"))

    assert furniture(read_document(pdf(tmp_path / "plan.pdf", pages))) == []


def test_a_page_number_beside_a_running_head_parts_from_it(tmp_path: Path) -> None:
    pages = [
        Page().text(60, 40, "まちの計画", 8).text(500, 40, str(number), 8).text(60, 100, f"節{number}の本文")
        for number in range(8, 12)
    ]
    read = read_document(pdf(tmp_path / "plan.pdf", pages))

    assert [part.folio() for part in read.parts] == ["8", "9", "10", "11"]
    assert furniture(read) == ["8", *[f"まちの計画\u3000\u3000{number}" for number in (9, 10, 11)]]


def test_a_table_goes_on_with_its_heads_and_the_cell_that_began_before(tmp_path: Path) -> None:
    first = table_page([HEAD, ("防災", "訓練", "総務課"), ("", "備蓄", "総務課")], spans=(1,), number=1)
    second = table_page([HEAD, ("", "消防団", "消防課"), ("福祉", "見守り", "福祉課")], number=2)
    third = table_page([("", "", "子ども課"), ("", "保育", "子ども課")], number=3)
    read = read_document(pdf(tmp_path / "plan.pdf", [first, second, third]))
    found = tables(read)

    assert [(table.continues, table.repeated) for table in found] == [(False, 0), (True, 1), (True, 0)]
    carried = [[(c.row, c.column, c.text) for c in table.cells if c.carried] for table in found]
    assert carried == [[], [(1, 0, "防災")], [(0, 0, "福祉")]]
    assert [text for text, _ in read.lines if "消防団" in text] == ["防災\t消防団\t消防課"]
    for part in read.parts:
        assert part.counts.total == part.counts.printed + part.counts.furniture


def test_an_empty_first_cell_of_a_table_without_groups_stays_empty(tmp_path: Path) -> None:
    first = table_page([HEAD, ("防災", "訓練", "総務課")])
    second = table_page([HEAD, ("", "消防団", "消防課")])
    found = tables(read_document(pdf(tmp_path / "plan.pdf", [first, second])))

    assert [table.continues for table in found] == [False, True]
    assert not any(cell.carried for table in found for cell in table.cells)


def test_a_form_filled_in_anew_on_every_page_is_no_table_over_pages(tmp_path: Path) -> None:
    pages = [
        table_page([("施策名", name, ""), ("担当課", "", f"課{name}"), ("目標", "", f"{name}件")])
        for name in ("道路", "河川", "公園")
    ]

    assert not any(table.continues for table in tables(read_document(pdf(tmp_path / "plan.pdf", pages))))


def test_every_row_of_a_table_over_four_pages_with_its_spanned_first_column() -> None:
    read = document("formats", "pdf", "d2-projects.pdf")
    found = set()
    for table in tables(read):
        group = ""
        for row in table.by_row():
            fields = {cell.column: plain(cell.text) for cell in row}
            group = fields.get(0, group)
            found.add((group, *(fields.get(column, "") for column in range(1, table.columns))))
    rows = [tuple(plain(text) for text in row) for row in truth("d2-projects")["body"]]

    assert len(rows) == 115
    assert [row for row in rows if row not in found] == []


def test_the_pages_of_a_real_plan_by_the_numbers_printed_on_them() -> None:
    parts = document("documents", "otoineppu-strategy.pdf").parts
    numbers = [part.folio() for part in parts]

    assert numbers[4:] == [str(number) for number in range(1, 13)]


def test_a_real_table_goes_on_without_its_heads() -> None:
    read = document("documents", "nankoku-continuing-projects-r4.pdf")
    over = [(table.continues, table.repeated) for table in tables(read)]

    assert over[0] == (False, 0)
    assert over[-2:] == [(True, 0), (True, 0)]


def unruled(rows: list[tuple[str, str, str]], *, shift: float = 0.0) -> Page:
    """Return a page with a table without rules: names and offices set to the left, figures to the right."""
    page = Page()
    for at, (name, office, figure) in enumerate(rows):
        y = 76 + 24 * at
        page.text(60 + shift, y, name).text(260 + shift, y, office).text(
            430 + shift - 5 * len(figure), y, figure
        )
    return page


@pytest.mark.parametrize("repeats", [False, True])
def test_a_table_without_rules_goes_on_where_its_columns_are_set_alike(repeats: bool, tmp_path: Path) -> None:
    head = ("事業名", "担当課", "事業費")
    rows = [(f"事業その{at}", f"第{at}課", f"{at * 1234}") for at in range(1, 40)]
    pages = [unruled([head, *rows[:25]]), unruled([*([head] if repeats else []), *rows[25:]])]
    found = tables(read_document(pdf(tmp_path / "plan.pdf", pages), ocr=None))

    assert [(table.continues, table.repeated) for table in found] == [(False, 0), (True, int(repeats))]


def test_another_table_without_rules_is_another(tmp_path: Path) -> None:
    rows = [(f"事業その{at}", f"第{at}課", f"{at * 1234}") for at in range(1, 40)]
    pages = [unruled(rows[:25]), unruled(rows[25:], shift=9)]
    found = tables(read_document(pdf(tmp_path / "plan.pdf", pages), ocr=None))

    assert [table.continues for table in found] == [False, False]
