"""From a fact to its print: where its link leads, what is marked there, and what is never shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from lxml import html
from PIL import Image

from keikaku.documents.document import read_document
from keikaku.ground.errors import SeriesError
from keikaku.reading.series import read_series
from keikaku.web.site.publication import Publication
from tests.evidence.conftest import BASE, Site, Town
from tests.evidence.made import CC_BY, plan_yml
from tests.support import raises

pytestmark = pytest.mark.xdist_group("evidence")  # all of them ask for the same four sites

BOX = re.compile(r"box-([0-9.]+)-([0-9.]+)-([0-9.]+)-([0-9.]+)")


def links(site: Site) -> set[tuple[str, str]]:
    """Return the leaves, and the places on them, that the pages of things lead to."""
    found = set()
    for file in site.folder.joinpath("doc").rglob("*.html"):
        for link in html.parse(str(file)).xpath("//a[@class='print']/@href"):
            path, _mark, anchor = link.partition("#")
            target = (file.parent / unquote(path)).resolve().relative_to(site.folder.resolve())
            found.add((target.as_posix(), unquote(anchor)))
    return found


def pixels(site: Site, page: int | str, box: tuple[float, float, float, float]) -> np.ndarray[Any, Any]:
    """Return the grey values under a box of the picture that is delivered."""
    [file] = site.folder.glob(f"print/*/{page}.webp")
    picture = Image.open(file).convert("L")
    scale = picture.width / 595
    left, top, right, bottom = (round(side * scale) for side in box)
    return np.asarray(picture.crop((left, top, right, bottom)))


@pytest.mark.parametrize("made", ["site", "workbook_site", "archive_site"])
def test_every_link_leads_to_a_place_on_its_leaf(made: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(made)
    found = links(site)
    lost = [
        (file, anchor)
        for file, anchor in sorted(found)
        if not html.parse(str(site.folder / file)).xpath("//*[@id=$id]", id=anchor)
    ]

    assert lost == []
    assert len(found) > 50


def test_the_box_of_a_fact_holds_its_print(site: Site) -> None:
    boxes = {
        (int(Path(file).name.partition(".")[0]), tuple(map(float, match.groups())))
        for file, anchor in links(site)
        if (match := BOX.fullmatch(anchor))
    }
    blank = [
        (page, left, top)
        for page, (left, top, width, height) in sorted(boxes)
        if page != 1 or not 250 < top < 290  # that one is withheld
        if (pixels(site, page, (left, top, left + width, top + height)) < 128).sum() < 20
    ]

    assert blank == []
    assert len(boxes) > 20


def test_what_is_withheld_is_painted_over_in_the_file_and_left_out_of_the_lines(site: Site) -> None:
    withheld = next(
        text
        for text, place in read_document(site.town.document).lines
        if place.box and 262 < place.box.top < 280
    )
    page = (site.folder / "doc/document/documents.html").read_text(encoding="utf-8")
    source = [one.text_content() for one in html.fromstring(page).xpath("//ol[@class='source']//pre")]

    assert np.ptp(pixels(site, 1, (56, 261, 199, 283))) < 12
    assert (pixels(site, 1, (60, 300, 200, 312)) < 128).any()
    assert withheld not in source
    assert "［非公開］" in source


def test_the_box_is_drawn_over_the_page_at_its_points(site: Site) -> None:
    [leaf] = site.folder.glob("print/*/3.html")
    tree = html.parse(str(leaf))
    [image] = tree.xpath("//figure//img")
    [overlay] = tree.xpath("//figure//svg")
    groups = overlay.xpath(".//g")

    assert (image.get("src").endswith("3.webp"), image.get("loading"), image.get("width")) == (
        True,
        "lazy",
        "1000",
    )
    assert "p. 3" in image.get("alt")
    assert overlay.get("viewbox") == "0 0 595.0 842.0"
    for group in groups:
        left, top, width, height = map(float, BOX.fullmatch(group.get("id")).groups())  # type: ignore[union-attr]
        rect = group.find("rect")
        assert float(rect.get("x")) < left < left + width < float(rect.get("x")) + float(rect.get("width"))
        assert float(rect.get("y")) < top < top + height < float(rect.get("y")) + float(rect.get("height"))
    assert groups


def test_source_and_licence_are_named_beneath_and_what_was_read_is_listed(site: Site) -> None:
    [leaf] = site.folder.glob("print/*/3.en.html")
    tree = html.parse(str(leaf))
    caption = tree.xpath("string(//figcaption)")

    assert ("plan.pdf" in caption, "CC BY 4.0" in caption) == (True, True)
    assert tree.xpath("//figcaption//a[@rel='license']/@href") == [CC_BY]
    marked = tree.xpath("//ol[@class='marks']/li/a/@href")
    assert sorted(marked) == sorted(f"#{one}" for one in tree.xpath("//svg//g/@id"))
    assert tree.xpath("//ol[@class='marks']//ul//a")


def test_the_rows_around_a_cell_are_shown_and_a_withheld_one_is_not(workbook_site: Site) -> None:
    [leaf] = workbook_site.folder.glob("print/*/sheet-1-1.html")
    tree = html.parse(str(leaf))
    [cell] = tree.xpath("//td[@id='B10']")
    lines = [text for text, _place in read_document(workbook_site.town.document).lines]

    assert (cell.text_content(), cell.get("class")) == (lines[8], "read")
    assert tree.xpath("string(//tr[th='9']/td)") == "［非公開］"
    assert lines[7] not in leaf.read_text(encoding="utf-8").partition("</figure>")[0]
    assert not list(workbook_site.folder.glob("print/**/*.webp"))


def test_a_paragraph_is_shown_among_its_neighbours(archive_site: Site) -> None:
    [leaf] = archive_site.folder.glob("print/*/file-2-paragraphs-1.html")
    [paragraph] = html.parse(str(leaf)).xpath("//p[@id='at-9-9']")
    found = read_document(archive_site.town.document).lines
    lines = [text for text, place in found if place.file == "2後半.html"]

    assert paragraph.text_content() == lines[8]
    assert paragraph.getprevious().text_content() == lines[7]
    assert "2後半.html" in html.parse(str(leaf)).xpath("string(//h1)")


def test_a_page_of_a_file_in_an_archive_is_shown_without_what_is_withheld(archive_site: Site) -> None:
    [leaf] = archive_site.folder.glob("print/*/file-1-1.html")
    text = (archive_site.folder / "doc/document/documents.html").read_text(encoding="utf-8")

    [source] = html.parse(str(leaf)).xpath("//figure//img/@src")

    assert (leaf.parent / source).resolve() == leaf.with_suffix(".webp")
    assert np.ptp(pixels(archive_site, "file-1-1", (56, 261, 199, 283))) < 12
    assert (pixels(archive_site, "file-1-1", (60, 300, 200, 312)) < 128).any()
    assert "［非公開］" in text


# ---------------------------------------------------------------- who decides


def test_nothing_is_shown_of_a_document_whose_licence_does_not_say_so(
    unlicensed: Town, tmp_path: Path
) -> None:
    quiet = unlicensed.publish(tmp_path / "quiet")
    asked = unlicensed.publish(tmp_path / "asked", evidence=True)

    assert (quiet.with_print, asked.with_print) == ([], ["documents"])
    assert not (tmp_path / "quiet" / "print").exists()
    assert 'class="print"' not in "".join(
        file.read_text(encoding="utf-8") for file in (tmp_path / "quiet" / "doc").rglob("*.html")
    )
    [leaf] = (tmp_path / "asked").glob("print/*/1.html")
    assert "公開者の判断" in html.parse(str(leaf)).xpath("string(//figcaption)")


def test_nothing_is_shown_where_the_publisher_wants_none(printed: Town, tmp_path: Path) -> None:
    assert printed.publish(tmp_path / "site", evidence=False).with_print == []
    assert not (tmp_path / "site" / "print").exists()


def test_a_print_that_is_asked_for_needs_a_folder() -> None:
    with raises("publishing.no-sources"):
        Publication(base=BASE, evidence=True)


def test_a_file_that_is_not_what_was_read_is_said_and_not_shown(printed: Town, tmp_path: Path) -> None:
    folder = tmp_path / "others"
    folder.mkdir()
    other = folder / "plan.pdf"
    other.write_bytes(printed.document.read_bytes() + b"\n")
    written = printed.publish(tmp_path / "site", sources=(folder,))

    assert (written.differing, written.with_print) == ([other], [])


def test_the_same_store_gives_the_same_print(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEIKAKU_CACHE", str(tmp_path / "cache"))
    site.town.publish(tmp_path / "site")
    [one], [other] = (folder.glob("print/*/1.webp") for folder in (site.folder, tmp_path / "site"))

    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [
        "[{page: 1, box: [200, 10, 100, 20], because: x}]",
        "[{page: 1, box: [0, 0, 10], because: x}]",
        "[{sheet: S, because: x}]",
        "[{page: 1, sheet: S, cells: B2, because: x}]",
        "[{sheet: S, cells: 'B2-C3', because: x}]",
        "[{box: [1, 2, 3, 4], because: x}]",
        "[{page: 1}]",
    ],
)
def test_what_is_withheld_is_somewhere(tmp_path: Path, wrong: str) -> None:
    path = plan_yml(tmp_path / "plan.yml", withheld=wrong)

    with pytest.raises(SeriesError) as caught:
        read_series(path)
    assert str(caught.value.values["key"]).startswith("document.withheld.0")
    assert caught.value.values["line"] == 6
