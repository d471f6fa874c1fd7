"""PDFs: cells with their spans, columns, turned and vertical text, and an account of every character."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from keikaku import PublishedDocument, read_document
from keikaku.documents.form import PrintedLine, State, Table
from keikaku.documents.pdf.geometry import Frame, upright
from keikaku.documents.pdf.rules import Rule, joined
from tests.documents.cells import document, expected, plain, tables, truth
from tests.documents.made import Page, pdf
from tests.support import shared

LARGEST = ("documents", "more", "fuji-budget-r6.pdf")


@pytest.mark.parametrize("name", ["d3-text", "d6-rot"])
def test_every_cell_of_tables_with_and_without_walls_and_turned_ones(name: str) -> None:
    read = document("formats", "pdf", f"{name}.pdf")
    wrong = [
        (table["page"], sorted(cells - best))
        for table in truth(name)["tables"]
        for cells in [expected(table)]
        for best in [max(tables(read, table["page"]), key=lambda found: len(found & cells))]
        if cells - best
    ]

    assert wrong == []


def test_every_row_of_a_table_over_four_pages() -> None:
    read = document("formats", "pdf", "d2-projects.pdf")
    found = set()
    for part in read.parts:
        for block in part.blocks:
            if isinstance(block, Table):
                found |= {tuple(plain(cell.text) for cell in row if cell.column) for row in block.by_row()}
    rows = [tuple(plain(text) for text in row) for row in truth("d2-projects")["body"]]

    assert len(rows) == 115
    assert [row for row in rows if row[1:] not in found] == []


@pytest.mark.parametrize("page", range(1, 7))
def test_running_text_is_read_whole(page: int) -> None:
    part = document("formats", "pdf", "d8-body.pdf").parts[page - 1]
    text = "".join(block.text for block in part.blocks if isinstance(block, PrintedLine))

    assert plain(text) == plain("".join(truth("d8-body")["flow"][page - 1]))


@pytest.mark.parametrize("page", range(1, 9))
def test_two_columns_are_read_one_after_the_other(page: int) -> None:
    part = document("formats", "pdf", "d3-text.pdf").parts[page - 1]
    text = plain("".join(block.text for block in part.blocks if isinstance(block, PrintedLine)))
    places = [text.find(plain(paragraph)) for paragraph in truth("d3-text")["flow"][page - 1]]

    assert -1 not in places
    assert places == sorted(places)


def wrong_accounts(read: PublishedDocument) -> list[int]:
    """Return the pages whose characters do not add up, or whose lines do not hold what the account says."""
    wrong = []
    for part in read.parts:
        counts = part.counts
        went = counts.printed + counts.furniture + counts.doubled + counts.outside
        went += counts.invisible + counts.unmapped + counts.small + counts.pictured
        lines = [block for block in part.blocks if isinstance(block, PrintedLine)]
        cells = [cell for block in part.blocks if isinstance(block, Table) for cell in block.cells]
        held = [line for cell in cells if not cell.carried for line in cell.lines]
        printed = letters([*held, *(line for line in lines if not line.furniture)])
        furniture = letters(line for line in lines if line.furniture)
        if (counts.total, counts.printed, counts.furniture) != (went, printed, furniture):
            wrong.append(part.number)
    return wrong


def letters(lines: Iterable[PrintedLine]) -> int:
    return sum(not char.isspace() for line in lines if not line.icons for char in line.text)


@pytest.mark.parametrize(
    "folder", [("documents",), ("documents", "more"), ("formats", "pdf"), ("formats", "third-party")]
)
def test_every_character_of_every_page_is_accounted_for(folder: tuple[str, ...]) -> None:
    """All documents at hand; the largest is read, and counted, where its figures are looked at."""
    names = sorted(path.name for path in shared(*folder).glob("*.pdf") if path.name != LARGEST[-1])
    wrong = {name: wrong_accounts(document(*folder, name)) for name in names}

    assert names
    assert {name: pages for name, pages in wrong.items() if pages} == {}


def test_a_font_that_does_not_say_its_characters_prints_no_rubbish() -> None:
    read = document("formats", "pdf", "d10-no-tounicode.pdf")

    assert [part.notes for part in read.parts] == [["unmapped-font"]] * 6
    assert read.text == ""


def test_a_font_that_is_not_embedded_is_read() -> None:
    text = document("formats", "pdf", "d9-cid-noembed.pdf").text

    assert "髙橋" in text
    assert "１，２３４" in text


def test_what_is_set_apart_in_vertical_writing_stays_apart_and_a_name_spread_over_its_cell_does_not(
    tmp_path: Path,
) -> None:
    """The number of a heading is no part of its text."""
    page = (
        Page().down(500, 80, "第一章　計画の考え方", 12).down(470, 80, "一　計画の期間を五年間とする。", 12)
    )
    for at, char in enumerate("事業概要"):
        page.text(440, 80 + 21 * at, char, 12)

    assert read_document(pdf(tmp_path / "plan.pdf", [page])).text.split("\n")[:3] == [
        "第一章　計画の考え方",
        "一　計画の期間を五年間とする。",
        "事業概要",
    ]


def test_vertical_writing_goes_down_and_to_the_left() -> None:
    assert document("formats", "third-party", "pdfjs-vertical.pdf").text == "あいうえお\n日本語\n"


def test_headings_in_false_bold_are_read_once() -> None:
    text = document("documents", "otoineppu-strategy.pdf").text
    doubled = sum(part.counts.doubled for part in document("documents", "otoineppu-strategy.pdf").parts)

    assert doubled == 265
    assert text.count("４．高校生参加による個性的で魅力ある村づくり\n") == 1


def test_a_figure_in_a_real_table_stands_in_its_column() -> None:
    """Row 12 of 南国市's continuing projects: five sources of funds, two of them printed, a decrease."""
    rows = [line.split("\t") for line, _ in document("documents", "nankoku-continuing-projects-r4.pdf").lines]
    (row,) = [row for row in rows if row[0] == "11"]

    assert row[3] == "長岡西部保育所改築事業費"
    assert row[4:7] == ["485,345", "112,076", "△ 373,269"]
    assert row[7:12] == ["", "", "100,800", "", "11,276"]


def test_figures_below_each_other_in_one_cell_are_rows_of_their_own() -> None:
    """A budget briefing whose last table rules groups alone: eleven rows of names and two amounts."""
    lines = [line for line, _ in document("documents", "more", "nankoku-budget-briefing-r8.pdf").lines]
    rows = [tuple(line.split("\t")[1:]) for line in lines if line.count("\t") == 3]

    assert ("国保", "5,503,210", "467,217") in rows
    assert ("後期高齢", "988,096", "234,915") in rows
    assert ("下水", "1,190,603", "324,909") in rows


@pytest.mark.parametrize(
    "parts",
    [LARGEST, ("documents", "more", "nankoku-budget-briefing-r8.pdf")],
)
def test_no_two_figures_run_together(parts: tuple[str, ...]) -> None:
    """A figure of more than one thousands' group has three digits behind every comma: 42,239168,957 is two."""
    read = document(*parts)

    assert [line for line, _ in read.lines if re.search(r"[0-9],[0-9]{4,}", line)] == []
    assert wrong_accounts(read) == []


def test_lines_know_the_page_the_table_and_the_row() -> None:
    lines = document("documents", "nankoku-continuing-projects-r4.pdf").lines
    text, place = next((text, place) for text, place in lines if text.startswith("26\t"))

    assert (place.part, place.table) == (3, 1)
    assert place.box is not None
    assert place.cells[1].text == "学校教育課"
    assert len(text.split("\t")) == 13


def test_box_of_a_cell_lies_on_the_page() -> None:
    read = document("formats", "pdf", "d6-rot.pdf")
    for part in read.parts:
        for block in part.blocks:
            if isinstance(block, Table):
                for cell in block.cells:
                    assert cell.box is not None
                    assert 0 <= cell.box.left < cell.box.right <= part.width
                    assert 0 <= cell.box.top < cell.box.bottom <= part.height


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_keeps_every_point_on_itself(rotation: int) -> None:
    frame = Frame(10.0, 20.0, 300.0, 400.0, rotation)
    for x, y in [(10.0, 20.0), (310.0, 420.0), (110.0, 70.0)]:
        shown = frame.point(x, y)
        assert 0 <= shown[0] <= frame.width
        assert 0 <= shown[1] <= frame.height
    assert frame.holds(*frame.point(110.0, 70.0))


def test_the_upper_left_corner_of_a_turned_page() -> None:
    """A page turned clockwise by 90 degrees shows its file's lower left corner at the upper left."""
    assert Frame(0.0, 0.0, 300.0, 400.0, 90).point(0.0, 0.0) == (0.0, 0.0)
    assert Frame(0.0, 0.0, 300.0, 400.0, 0).point(0.0, 400.0) == (0.0, 0.0)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_standing_upright_can_be_taken_back(angle: int) -> None:
    extent = (1.0, 2.0, 5.0, 9.0)

    assert upright(upright(extent, angle), -angle % 360) == extent


def test_pieces_of_a_rule_are_one_and_others_are_not() -> None:
    rules = [Rule(10.0, 0, 20), Rule(10.5, 21, 60), Rule(10.2, 90, 120), Rule(40.0, 0, 3)]

    assert [(round(rule.start), round(rule.end)) for rule in joined(rules)] == [(0, 60), (90, 120)]


def icons_of(truth_: Any) -> Counter[tuple[int, int, bool]]:
    return Counter((icon["page"], icon["n"], icon["on"]) for icon in truth_["icons"])


def test_icons_of_the_goals_apply_or_are_greyed_and_decoys_are_neither() -> None:
    """Sixteen pages: four sizes; the others grey, light grey, faded or absent; coloured bullets and a key beside."""
    read = document("formats", "pdf", "d4-icons.pdf")
    found = Counter(
        (part.number, icon.goal, icon.state is State.APPLIES)
        for part in read.parts
        for icon in part.icons
        if icon.state is not State.UNKNOWN
    )

    assert found == icons_of(truth("d4-icons"))


@pytest.mark.parametrize(
    "name", ["mihiraki", "more/otoineppu-population-vision", "more/nankoku-dx-policy", "otoineppu-strategy"]
)
def test_squares_of_other_documents_are_no_icons(name: str) -> None:
    read = document("documents", *f"{name}.pdf".split("/"))

    assert [icon for part in read.parts for icon in part.icons] == []


def test_a_real_plan_gives_the_same_whenever_it_is_read() -> None:
    from keikaku import read_document

    path = shared("documents", "mihiraki.pdf")

    assert read_document(path).as_record() == read_document(path).as_record()
