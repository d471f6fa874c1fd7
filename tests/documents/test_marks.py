"""What stands beside, across and behind the lines of a page: ruby, turned letters, text that cannot be seen, spreads."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku import read_document
from keikaku.documents.form import Box, Icon, Origin, Part, PrintedLine, State, Table
from keikaku.documents.pdf import icon_rows
from keikaku.documents.pdf.characters import Char, Style
from keikaku.documents.pdf.grids import Grid, grids
from keikaku.documents.pdf.rules import Drawn, Rule
from tests.documents.made import Page, pdf


def read(tmp_path: Path, *pages: Page) -> list[Part]:
    """Return the pages of a made document; the account of each must hold."""
    parts = list(read_document(pdf(tmp_path / "plan.pdf", list(pages))).parts)
    for part in parts:
        counts = part.counts
        went = counts.printed + counts.furniture + counts.doubled + counts.outside
        assert counts.total == went + counts.invisible + counts.unmapped + counts.small
    return parts


def texts(part: Part) -> list[str]:
    return [block.text for block in part.blocks if isinstance(block, PrintedLine)]


def readings(part: Part) -> list[tuple[str, str]]:
    return [
        (run.text, run.ruby)
        for block in part.blocks
        if isinstance(block, PrintedLine)
        for run in block.runs
        if run.ruby
    ]


def test_ruby_is_read_with_its_base_and_not_as_a_line(tmp_path: Path) -> None:
    """Over one word, over each of two kanji, and spread over a word."""
    page = Page().text(60, 100, "本町の架空川を守る").text(90, 91, "かくう", 5)
    page.text(60, 140, "三つの水源林を育てる").text(90, 131, "すい", 5).text(100, 131, "げん", 5)
    for index, char in enumerate("はた"):
        page.text(62 + 10 * index, 171, char, 5)
    (part,) = read(tmp_path, page.text(60, 180, "端境の期間"))

    assert texts(part) == ["本町の架空川を守る", "三つの水源林を育てる", "端境の期間"]
    assert readings(part) == [("架空", "かくう"), ("水源", "すいげん"), ("端境", "はた")]
    assert part.counts.small == 9


def test_ruby_of_vertical_writing_stands_at_its_right(tmp_path: Path) -> None:
    (part,) = read(tmp_path, Page().down(300, 100, "架空町の計画").down(310.5, 96, "かくう", 5))

    assert texts(part) == ["架空町の計画"]
    assert readings(part) == [("架空", "かくう")]


@pytest.mark.parametrize(
    ("small", "y"),
    [("（注）ふりがな", 91), ("かくう", 80), ("2024", 91)],
    ids=["a note", "far above", "figures"],
)
def test_other_small_print_above_a_line_stays_a_line(small: str, y: float, tmp_path: Path) -> None:
    (part,) = read(tmp_path, Page().text(60, 100, "架空町の計画").text(60, y, small, 5))

    assert texts(part) == [small, "架空町の計画"]
    assert part.counts.small == 0


def test_letters_that_lie_in_vertical_writing_stay_in_their_line(tmp_path: Path) -> None:
    page = Page().down(300, 100, "本町の").text(302, 122, "SDGs", turn=90).down(300, 151, "への貢献")
    page.down(250, 100, "平成").text(250, 120, "1").text(255, 120, "0").down(250, 130, "年度の目標")
    (part,) = read(tmp_path, page)

    assert texts(part) == ["本町のSDGsへの貢献", "平成10年度の目標"]


def test_a_turned_line_alone_is_no_vertical_writing(tmp_path: Path) -> None:
    (part,) = read(tmp_path, Page().text(300, 100, "横倒しの行", turn=90))
    (line,) = [block for block in part.blocks if isinstance(block, PrintedLine)]

    assert (line.text, line.vertical, line.runs[0].angle) == ("横倒しの行", False, 90)


def test_white_text_on_a_bar_is_print_and_on_paper_none(tmp_path: Path) -> None:
    page = Page().bar(50, 80, 200, 20, "0 0.2 0.5").text(60, 95, "第１章　総論", colour="1 1 1")
    page.text(60, 140, "本文").text(100, 140, "見えない氏名", colour="1 1 1")
    (part,) = read(tmp_path, page)

    assert texts(part) == ["第１章　総論", "本文"]
    assert part.counts.invisible == 6


def test_white_text_on_a_shape_that_is_no_rectangle_is_print(tmp_path: Path) -> None:
    page = Page()
    page.drawn.append("0.5 0 0 rg 50 740 m 50 760 250 760 250 740 c 250 720 50 720 50 740 c f")
    (part,) = read(tmp_path, page.text(120, 104, "基本目標", colour="1 1 1").text(60, 300, "本文"))

    assert texts(part) == ["基本目標", "本文"]
    assert part.counts.invisible == 0


def test_text_that_the_file_declares_for_its_glyphs_says_so(tmp_path: Path) -> None:
    (part,) = read(tmp_path, Page().actual(60, 100, "⺠", "民").text(60, 140, "町⺠"))

    assert [(b.text, b.origin) for b in part.blocks if isinstance(b, PrintedLine)] == [
        ("民", Origin.ACTUAL),
        ("町⺠", Origin.TEXT),
    ]


def spread(left: int, right: int) -> Page:
    """Return two printed pages on one sheet, a line of text at the same height on each."""
    page = Page(width=1190, height=842)
    page.text(60, 100, f"施策{left}のねらい").text(660, 100, f"施策{right}のねらい")
    page.text(60, 130, f"左の本文{left}").text(660, 130, f"右の本文{right}")
    return page.text(290, 815, str(left)).text(890, 815, str(right))


def test_two_printed_pages_on_a_sheet_are_read_one_after_the_other(tmp_path: Path) -> None:
    parts = read(tmp_path, spread(4, 5), spread(6, 7))

    assert [[leaf.folio for leaf in part.leaves] for part in parts] == [["4", "5"], ["6", "7"]]
    assert texts(parts[0]) == ["施策4のねらい", "左の本文4", "4", "施策5のねらい", "右の本文5", "5"]
    places = {text: place.folio for text, place in read_document(tmp_path / "plan.pdf").lines}
    assert (places["左の本文6"], places["右の本文7"]) == ("6", "7")


def test_sheets_that_open_to_the_right_are_read_from_the_right(tmp_path: Path) -> None:
    (part,) = read(tmp_path, spread(5, 4))

    assert texts(part)[:2] == ["施策4のねらい", "右の本文4"]
    assert part.leaves[0].box.left > part.leaves[1].box.left


def test_a_sheet_with_a_table_across_its_middle_is_one_page(tmp_path: Path) -> None:
    page = spread(4, 5).grid([60.0, 400.0, 800.0, 1100.0], [200.0, 230.0, 260.0])
    page.text(70, 220, "事業").text(410, 220, "見守り").text(810, 220, "福祉課")
    (part,) = read(tmp_path, page)

    assert len(part.leaves) == 1
    assert sum(isinstance(block, Table) for block in part.blocks) == 1


def test_a_wide_page_without_two_page_numbers_is_one_page(tmp_path: Path) -> None:
    page = Page(width=842, height=595)
    page.text(60, 100, "左の欄").text(500, 100, "右の欄").text(420, 570, "3")
    (part,) = read(tmp_path, page)

    assert len(part.leaves) == 1
    assert texts(part)[0] == "左の欄　　右の欄"


def test_a_space_is_what_the_file_sets_and_not_what_letters_spread_over_a_line_leave(tmp_path: Path) -> None:
    page = (
        Page().text(50, 100, "架空町 中期計画").text(50, 130, "◆ 沢すじ").text(50, 160, "一 般 会 計 予 算")
    )
    page.text(50, 190, "令和").text(72.5, 190, "4").text(80, 190, "年度")  # a quarter em between the scripts
    page.text(50, 220, "66,333").text(83.5, 220, "水路")  # a column beside another
    page.text(50, 250, "6").text(57.5, 250, "6")
    (part,) = read(tmp_path, page)

    assert texts(part) == ["架空町 中期計画", "◆ 沢すじ", "一般会計予算", "令和4年度", "66,333 水路", "6 6"]


def test_a_page_of_vertical_writing_is_read_tier_by_tier_from_the_right(tmp_path: Path) -> None:
    page = Page().text(50, 60, "架空町の計画", 12)
    for x, upper, lower in ((540, "　川のきれいな", "湯の町を継ぐ"), (522, "水を守る。", "人を育てる。")):
        page.down(x, 100, upper).down(x, 300, lower)
    page.down(504, 100, "す").down(486, 110, "※一").down(486, 140, "里山の手入れ").text(290, 800, "12")
    (part,) = read(tmp_path, page)

    assert texts(part) == [
        "架空町の計画", "川のきれいな", "水を守る。", "す", "※一　里山の手入れ", "湯の町を継ぐ", "人を育てる。", "12",
    ]  # fmt: skip


def test_walls_that_are_edges_of_icons_are_no_table_though_text_runs_over_them() -> None:
    """As on scans: edges lie a little within the icons, those of icons that were not told too."""
    icons = [
        Icon(goal, State.APPLIES, Box(left, 70, left + 42, 112), ("colour",))
        for goal, left in ((3, 100), (4, 146), (7, 284))
    ]
    xs = [left + at for left in (100, 146, 192, 238, 284) for at in (2, 40.5)]
    text = [
        Char("計", 105 + 10 * at, 100, 115 + 10 * at, 110, 0, Style(False, "", False, 10.0))
        for at in range(20)
    ]
    edges = _walls(xs, [72, 110])
    table = _walls([40, 98, 144, 250, 330], [68, 114, 140])

    assert icon_rows.tables_of_print([edges], icons, text) == []
    assert icon_rows.tables_of_print([table], icons, text) == [table]
    assert icon_rows.tables_of_print([edges], [], text) == [edges]


def _walls(xs: list[float], ys: list[float]) -> Grid:
    drawn = Drawn()
    drawn.level = [Rule(y, xs[0], xs[-1]) for y in ys]
    drawn.upright = [Rule(x, ys[0], ys[-1]) for x in xs]
    (grid,) = grids(drawn)
    return grid
