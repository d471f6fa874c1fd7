"""Icons of the goals: whose they are, where they stand, how sure that is; what cannot be told links nothing."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw

from keikaku.documents.as_lines import numbered
from keikaku.documents.document import PublishedDocument, read_document
from keikaku.documents.form import State
from keikaku.documents.pdf.icons import OFFICIAL
from keikaku.graph.mint import mint
from keikaku.reading.model import Confidence, Element, Fact
from keikaku.reading.records import Reading
from tests.documents.cells import document, truth
from tests.documents.made import Page, pdf
from tests.reading.made import series

LEVEL = "levels: {measure: {is: Measure, head: '(?P<number>施策[0-9]+)\\s+(?P<label>.+)'}}\n"
FIELDS = "fields: {関連するSDGs: sdg, 担当課: leadDepartment}\n"


def goals(reading: Reading) -> dict[str, list[str]]:
    """Return the goals of each element by its label."""
    return {
        one.label: [said.value for said in one.statements if said.fact is Fact.SDG]
        for one in reading.elements
    }


def read(folder: Path, published: PublishedDocument, grammar: str) -> Reading:
    return series(folder, grammar).load(numbered(published))


def drawn(folder: Path, grammar: str, *pages: Page) -> Reading:
    return read(folder, read_document(pdf(folder / "plan.pdf", list(pages)), ocr=None), grammar)


def rules(reading: Reading) -> list[str]:
    return [one.rule for one in reading.findings if one.rule.startswith("icon")]


def test_measures_are_linked_to_the_goals_whose_icons_apply_and_to_no_other(tmp_path: Path) -> None:
    """Sixteen pages of greyed, pale, faded and left out icons with decoys, some under text: every link, and none more."""
    read_ = document("formats", "pdf", "d4-icons.pdf")
    reading = read(tmp_path, read_, LEVEL)
    found = {(int(one.number[2:]), int(said.value)) for one in reading.elements for said in one.statements}

    assert found == {(icon["page"], icon["n"]) for icon in truth("d4-icons")["icons"] if icon["on"]}
    assert {said.confidence for one in reading.elements for said in one.statements} == {Confidence.CERTAIN}
    assert rules(reading) == []


def test_a_link_points_to_its_icon_and_says_what_tells_the_goal(tmp_path: Path) -> None:
    page = Page().text(60, 60, "施策1 緑を守る", 14).icon(60, 80, 13).icon(84, 80, 15)
    loaded = series(tmp_path, LEVEL)
    reading = loaded.load(numbered(read_document(pdf(tmp_path / "plan.pdf", [page]), ocr=None)))
    said = [line for line in mint(reading, loaded) if "/statement/" in line.split(" ")[0]]

    assert sum("#page=1&viewrect=60,80,20,20>" in line for line in said) == 1
    assert sum("#page=1&viewrect=84,80,20,20>" in line for line in said) == 1
    assert sum("ns#iconWitness> <https://w3id.org/keikaku/ns#IconColour>" in line for line in said) == 2
    assert sum("ns#iconWitness> <https://w3id.org/keikaku/ns#IconDigit>" in line for line in said) == 2


def test_icons_beside_a_heading_and_behind_a_label_leave_both_as_they_are(tmp_path: Path) -> None:
    page = Page().text(60, 60, "施策1 緑を守る", 14).icon(300, 45, 13)
    page.text(60, 120, "関連するSDGs").icon(160, 106, 3).icon(184, 106, 4)
    page.text(60, 160, "担当課").text(160, 160, "環境課")
    page.text(60, 220, "施策2 水を守る", 14).icon(300, 205, 6)
    reading = drawn(tmp_path, LEVEL + FIELDS, page)

    assert goals(reading) == {"緑を守る": ["13", "3", "4"], "水を守る": ["6"]}
    assert [one.value for one in reading.elements[0].statements if one.fact is Fact.LEAD_DEPARTMENT] == [
        "環境課"
    ]


def test_icons_in_the_cells_of_a_table_are_those_of_their_row(tmp_path: Path) -> None:
    """In a column of their own, whose head says so, and in the cell of a name."""
    table = "tables: {measures: {rows: Measure, heads: [sdg]}}\n"
    page = Page().grid([60, 200, 320, 420], [60, 90, 120, 150])
    page.text(65, 78, "施策名").text(205, 78, "SDGs").text(325, 78, "担当課")
    page.text(65, 108, "緑を守る").icon(205, 95, 13).icon(229, 95, 15).text(325, 108, "環境課")
    page.text(65, 138, "水を守る").icon(150, 125, 14).icon(205, 125, 6).text(325, 138, "水道課")
    reading = drawn(tmp_path, table, page)

    assert {one.label: sorted(one_goals, key=int) for one, one_goals in by_element(reading)} == {
        "緑を守る": ["13", "15"],
        "水を守る": ["6", "14"],
    }


def by_element(reading: Reading) -> list[tuple[Element, list[str]]]:
    return [(one, goals(reading)[one.label]) for one in reading.elements]


def test_a_row_of_a_form_is_read_as_a_heading_with_the_icons_beside_it(tmp_path: Path) -> None:
    page = Page().grid([60, 300, 420], [60, 90, 120])
    page.text(65, 78, "施策1 緑を守る").icon(305, 65, 13)
    page.text(65, 108, "関連するSDGs").icon(305, 95, 15)

    assert goals(drawn(tmp_path, LEVEL + FIELDS, page)) == {"緑を守る": ["13", "15"]}


def test_what_cannot_be_told_links_nothing_and_is_a_field_that_cannot_be_read(tmp_path: Path) -> None:
    page = Page().text(60, 60, "施策1 緑を守る", 14).icon(60, 80, 13).icon(84, 80, 15, colour="#3f7e44")
    reading = drawn(tmp_path, LEVEL, page)

    assert goals(reading) == {"緑を守る": ["13"]}
    assert reading.elements[0].unreadable == [Fact.SDG]
    assert rules(reading) == ["icon-unreadable"]


@pytest.mark.parametrize("where", ["before any heading", "on a page after", "all seventeen"])
def test_icons_of_nothing_are_told_and_link_nothing(tmp_path: Path, where: str) -> None:
    page, other = Page(), Page()
    if where == "before any heading":
        page.icon(60, 20, 3).icon(84, 20, 4)
    page.text(60, 60, "施策1 緑を守る", 14)
    if where == "on a page after":
        other.icon(60, 40, 3).icon(84, 40, 4)
    if where == "all seventeen":
        for goal in range(1, 18):
            page.icon(20 + 24 * goal, 100, goal)
    reading = drawn(tmp_path, LEVEL, page, other.text(60, 300, "おわりに"))

    assert goals(reading) == {"緑を守る": []}
    assert rules(reading) == ["icons-of-nothing"]


def test_plan_yml_says_of_what_icons_are_or_that_they_declare_nothing(tmp_path: Path) -> None:
    pages = Page().text(60, 60, "施策1 緑を守る", 14), Page().icon(60, 40, 3).icon(84, 40, 4)

    assert goals(drawn(tmp_path, LEVEL + "icons: {of: measure}\n", *pages)) == {"緑を守る": ["3", "4"]}
    skipped = drawn(tmp_path, LEVEL + "icons: skip\n", *pages)
    assert (goals(skipped), rules(skipped)) == ({"緑を守る": []}, [])


def test_a_colour_alone_and_in_no_row_leaves_a_doubt(tmp_path: Path) -> None:
    page = Page().text(60, 60, "施策1 緑を守る", 14)
    page.bar(60, 80, 40, 40, "0.2471 0.4941 0.2667").bar(70, 95, 20, 10, "1 1 1")
    reading = drawn(tmp_path, LEVEL, page)
    said = reading.elements[0].statements[0]

    assert (said.value, said.confidence, said.as_printed) == ("13", Confidence.DOUBTFUL, "SDGs 13")


def test_a_mark_on_a_coloured_square_is_print_and_no_icon(tmp_path: Path) -> None:
    page = Page().text(60, 60, "施策1 緑を守る", 14)
    page.bar(60, 80, 40, 40, "0.2471 0.4941 0.2667").text(65, 110, "達成", 15, colour="1 1 1")
    published = read_document(pdf(tmp_path / "plan.pdf", [page]), ocr=None)

    assert "達成" in published.text
    assert goals(read(tmp_path, published, LEVEL)) == {"緑を守る": []}


def test_images_of_a_web_page_are_icons_by_their_words(tmp_path: Path) -> None:
    """A greyed one does not apply; one whose number and name differ cannot be told."""
    (tmp_path / "plan.html").write_text(
        """<!DOCTYPE html><html><body><h2>施策1 緑を守る <img alt="SDGs目標13"><img alt="陸の豊かさも守ろう"></h2>
        <p>関連するSDGs：<img alt="ゴール3"><img alt="SDGs 4" style="filter: grayscale(100%)"></p>
        <h2>施策2 水を守る</h2><p><img alt="目標6 貧困をなくそう"></p><p><img alt="写真3"></p>""",
        encoding="utf-8",
    )
    reading = read(tmp_path, read_document(tmp_path / "plan.html"), LEVEL + FIELDS)

    assert goals(reading) == {"緑を守る": ["13", "15", "3"], "水を守る": []}
    assert rules(reading) == ["icon-unreadable"]


def strip(*goals: int, off: dict[int, str] | None = None, step: int = 112) -> Image.Image:
    """Return a picture of icons side by side: squares of their colours, or of others, with a white drawing in each."""
    picture = Image.new("RGB", (step * len(goals), 100), "white")
    draw = ImageDraw.Draw(picture)
    for at, goal in enumerate(goals):
        draw.rectangle([step * at, 0, step * at + 99, 99], fill=(off or {}).get(goal, OFFICIAL[goal - 1]))
        draw.rectangle([step * at + 8, 8, step * at + 30, 30], fill="white")
        draw.ellipse([step * at + 30, 45, step * at + 75, 85], fill="white")
    return picture


def wheel(*, colours: tuple[str, ...] = OFFICIAL) -> Image.Image:
    picture = Image.new("RGB", (400, 400), "white")
    draw = ImageDraw.Draw(picture)
    for at, colour in enumerate(colours):
        draw.pieslice(
            [10, 10, 390, 390], at * 360 / len(colours), (at + 1) * 360 / len(colours) - 2, fill=colour
        )
    draw.ellipse([110, 110, 290, 290], fill="white")
    return picture


def pictured(path: Path, picture: Image.Image, width: float, height: float) -> PublishedDocument:
    """Read a page with a heading and below it a picture, as compressed as pictures in plans are."""
    pdf(path, [Page().text(60, 60, "施策1 緑を守る", 14)])
    with pdfium.PdfDocument(path) as document:
        page = document[0]
        held = io.BytesIO()
        picture.save(held, "JPEG", quality=80)
        image = pdfium.PdfImage.new(document)
        image.load_jpeg(held)
        image.set_matrix(
            pdfium.PdfMatrix().scale(width, height).translate(60, page.get_height() - 90 - height)
        )
        page.insert_obj(image)
        page.gen_content()
        document.save(path.with_suffix(".out.pdf"))
    return read_document(path.with_suffix(".out.pdf"), ocr=None)


@pytest.mark.parametrize("shown", [(13, 14), (3, 4, 8, 17), tuple(range(1, 18))])
def test_icons_in_one_picture_are_read(shown: tuple[int, ...], tmp_path: Path) -> None:
    published = pictured(tmp_path / "plan.pdf", strip(*shown), 28 * len(shown), 25)
    found = [icon for part in published.parts for icon in part.icons]

    assert [(icon.goal, icon.state) for icon in found] == [(goal, State.APPLIES) for goal in shown]
    if len(shown) < 17:  # all seventeen in one row declare nothing
        assert goals(read(tmp_path, published, LEVEL)) == {"緑を守る": [str(goal) for goal in shown]}


@pytest.mark.parametrize("step", [112, 100])
@pytest.mark.parametrize("on", [(3,), (4, 17), (11, 12, 13)])
def test_greyed_and_faded_icons_in_one_picture_are_printed_and_do_not_apply(
    on: tuple[int, ...], step: int, tmp_path: Path
) -> None:
    """With white between the icons and without, one of them in its colour or several."""
    every = tuple(range(1, 18))
    greyed = {goal: "#b8b8b8" if goal % 2 else "#d6d6d6" for goal in every if goal not in on}
    for goal in {2, 7, 9} - set(on):  # faded to a third
        red, green, blue = (int(OFFICIAL[goal - 1][at : at + 2], 16) for at in (1, 3, 5))
        greyed[goal] = f"#{170 + red // 3:02x}{170 + green // 3:02x}{170 + blue // 3:02x}"
    published = pictured(tmp_path / "plan.pdf", strip(*every, off=greyed, step=step), 17 * step / 4, 25)
    found = [icon for part in published.parts for icon in part.icons]

    assert [icon.goal for icon in found] == list(every)
    assert [icon.goal for icon in found if icon.state is State.APPLIES] == list(on)
    assert {icon.state for icon in found if icon.goal not in on} == {State.NOT_APPLYING}
    assert goals(read(tmp_path, published, LEVEL)) == {"緑を守る": [str(goal) for goal in on]}


def faded(goal: int) -> str:
    red, green, blue = (int(OFFICIAL[goal - 1][at : at + 2], 16) for at in (1, 3, 5))
    return f"#{153 + red * 2 // 5:02x}{153 + green * 2 // 5:02x}{153 + blue * 2 // 5:02x}"


@pytest.mark.parametrize("step", [112, 100])
@pytest.mark.parametrize("off", [dict.fromkeys(range(1, 18), "#b8b8b8"), {n: faded(n) for n in range(1, 18)}])
def test_all_seventeen_in_one_picture_without_one_in_colour_do_not_apply(
    off: dict[int, str], step: int, tmp_path: Path
) -> None:
    published = pictured(tmp_path / "plan.pdf", strip(*range(1, 18), off=off, step=step), 17 * step / 4, 25)
    found = [(icon.goal, icon.state) for part in published.parts for icon in part.icons]

    assert found == [(goal, State.NOT_APPLYING) for goal in range(1, 18)]
    assert goals(read(tmp_path, published, LEVEL)) == {"緑を守る": []}


def laid(picture: Image.Image, rows: int, margin: int = 0) -> Image.Image:
    """Return the icons of a strip of seventeen or fewer in rows, with a margin about them."""
    number = picture.width // 112
    columns = -(-number // rows)
    whole = Image.new("RGB", (112 * columns + 2 * margin, 112 * rows + 2 * margin), "white")
    for at in range(number):
        one = picture.crop((112 * at, 0, 112 * at + 112, 100))
        whole.paste(one, (margin + at % columns * 112, margin + at // columns * 112))
    return whole


@pytest.mark.parametrize("off", [dict.fromkeys(range(1, 18), "#b8b8b8"), {n: faded(n) for n in range(1, 18)}])
@pytest.mark.parametrize(("rows", "margin"), [(1, 40), (2, 0), (3, 0), (3, 40), (17, 0)])
def test_all_seventeen_without_one_in_colour_in_rows_a_column_or_with_a_margin_do_not_apply(
    off: dict[int, str], rows: int, margin: int, tmp_path: Path
) -> None:
    picture = laid(strip(*range(1, 18), off=off), rows, margin)
    published = pictured(tmp_path / "plan.pdf", picture, picture.width / 4, picture.height / 4)
    found = [(icon.goal, icon.state) for part in published.parts for icon in part.icons]

    assert found == [(goal, State.NOT_APPLYING) for goal in range(1, 18)]


@pytest.mark.parametrize("off", [dict.fromkeys(range(1, 18), "#b8b8b8"), {n: faded(n) for n in range(1, 18)}])
@pytest.mark.parametrize(
    ("shown", "rows", "margin"),
    [
        ((1, 2), 1, 0),
        ((3, 4, 11), 1, 20),
        ((3, 4, 11), 3, 0),
        (tuple(range(1, 17)), 2, 0),
        ((2, 3, 4, 5, 6, 8, 9), 2, 8),
    ],
)
def test_fewer_without_one_in_colour_are_named_as_what_cannot_be_told(
    off: dict[int, str], shown: tuple[int, ...], rows: int, margin: int, tmp_path: Path
) -> None:
    """They may be greyed, or printed without colour: nobody can say so from the page."""
    picture = laid(strip(*shown, off=off), rows, margin)
    reading = read(
        tmp_path, pictured(tmp_path / "plan.pdf", picture, picture.width / 4, picture.height / 4), LEVEL
    )
    assert (goals(reading), rules(reading)) == ({"緑を守る": []}, ["icon-unreadable"])
    assert reading.elements[0].unreadable == [Fact.SDG]


def decoy(kind: str) -> Image.Image:
    """Return a picture as long as seventeen squares that holds no icons."""
    if kind == "other colours":
        return strip(*range(1, 18), off=dict.fromkeys(range(1, 18), "#8ab4f8"))
    if kind == "a bar with drawings":
        return strip(*range(1, 17), off=dict.fromkeys(range(1, 17), "#b8b8b8"), step=100)
    if kind == "signs without ground":
        picture = Image.new("RGB", (1700, 100), "white")
        for at in range(17):
            ImageDraw.Draw(picture).ellipse([100 * at + 5, 5, 100 * at + 95, 95], fill="#b8b8b8")
            ImageDraw.Draw(picture).ellipse([100 * at + 30, 30, 100 * at + 60, 60], fill="white")
        return picture
    picture = (
        Image.effect_noise((1700, 100), 80)
        if kind == "noise"
        else Image.linear_gradient("L").resize((1700, 100))
    )
    if kind == "plain":
        picture = Image.new("L", (1700, 100), 160)
        for at in range(17):
            ImageDraw.Draw(picture).line([100 * at, 0, 100 * at, 99], fill=255, width=8)
    return picture.convert("RGB")


@pytest.mark.parametrize(
    "kind", ["a bar with drawings", "signs without ground", "other colours", "noise", "gradient", "plain"]
)
def test_squares_of_another_picture_are_no_icons(kind: str, tmp_path: Path) -> None:
    published = pictured(tmp_path / "plan.pdf", decoy(kind), 425, 25)
    assert not [icon for part in published.parts for icon in part.icons]


def test_white_writing_on_grey_bars_is_no_row_of_icons() -> None:
    """A page of 南国市's DX policy: five grey bars, as large as two rows of four small icons."""
    assert not [
        icon for part in document("documents", "more", "nankoku-dx-policy.pdf").parts for icon in part.icons
    ]


@pytest.mark.parametrize("side", [40, 60, 120, 200])
def test_the_wheel_of_any_size_says_no_goal(side: float, tmp_path: Path) -> None:
    found = [
        icon for part in pictured(tmp_path / "plan.pdf", wheel(), side, side).parts for icon in part.icons
    ]
    assert [(icon.goal, icon.state) for icon in found] == [(0, State.UNKNOWN)]


def test_the_wheel_and_a_chart_are_no_goals(tmp_path: Path) -> None:
    """The wheel is told as something that cannot be read; a chart in other colours is nothing at all."""
    reading = read(tmp_path, pictured(tmp_path / "plan.pdf", wheel(), 120, 120), LEVEL)
    assert (goals(reading), rules(reading)) == ({"緑を守る": []}, ["icon-unreadable"])
    chart = wheel(colours=("#8ab4f8", "#5b6b7b", "#d9d9d9", "#7a5c3e", "#203040", "#9fc5a8"))
    assert not [
        icon for part in pictured(tmp_path / "chart.pdf", chart, 120, 120).parts for icon in part.icons
    ]
