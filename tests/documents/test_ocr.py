"""Scans: cells, lines and figures of pages that are pictures, and what is doubtful of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from keikaku import PublishedDocument, read_document
from keikaku.cli.text import remarks
from keikaku.documents.form import Box, Cell, Counts, Kind, Origin, Part, PrintedLine, Run, State, Table
from keikaku.documents.ocr import engines, recognising, recorded, second
from keikaku.documents.ocr.agree import DASH, origin, settled
from keikaku.documents.ocr.model import Recognition, Settings
from keikaku.documents.ocr.painted_icons import icons_on
from keikaku.documents.ocr.raster import rules, straight
from keikaku.documents.pdf.icons import OFFICIAL
from tests.conftest import Keikaku
from tests.documents.cells import Cells, document, expected, plain, tables, truth
from tests.documents.made import Page, pdf
from tests.documents.scans import DPI, save, scan, worn
from tests.reading.test_icons import wheel
from tests.support import raises, shared

UNCACHED = Settings(cached=False)
PAGES = (("d2-projects", 4), ("d3-text", 2), ("d6-rot", 1), ("d8-body", 2))


@pytest.fixture(scope="module")
def two_engines() -> None:
    """Need tesseract with its Japanese models: tools/test-ocr.sh installs them."""
    if second.describe() is None:
        pytest.skip("tesseract-ocr, tesseract-ocr-jpn and tesseract-ocr-jpn-vert are not installed")


@pytest.fixture(scope="module")
def scanned(two_engines: None, tmp_path_factory: pytest.TempPathFactory) -> PublishedDocument:
    """Return four scanned pages and an empty one, read once."""
    pages = [scan(name, page, skew=(0.4, -0.6, 0.2)[at % 3]) for at, (name, page) in enumerate(PAGES)]
    empty = Image.new("RGB", pages[0].size, (250, 250, 250))
    return read_document(save(tmp_path_factory.mktemp("scan") / "scan.tif", *pages, empty), ocr=UNCACHED)


def cells_of(name: str, page: int) -> list[Cells]:
    """Return the cells of the tables of a typeset page."""
    told = [expected(table) for table in truth(name)["tables"] if table["page"] == page]
    return told or tables(document("formats", "pdf", f"{name}.pdf"), page)


def every_line(read: PublishedDocument, page: int) -> Iterator[tuple[PrintedLine, Cell | None]]:
    """Yield the lines of a page, with the cell that each stands in."""
    for block in read.parts[page - 1].blocks:
        if isinstance(block, PrintedLine):
            yield block, None
        elif isinstance(block, Table):
            yield from ((line, cell) for cell in block.cells for line in cell.lines)


def test_cells_of_scans(scanned: PublishedDocument) -> None:
    """Ruled, merged, unruled and turned tables: text, place and spans of nine cells of ten."""
    right = every = 0
    for number, (name, page) in enumerate(PAGES, start=1):
        for wanted in cells_of(name, page):
            best: Cells = max(tables(scanned, number), key=lambda found: len(found & wanted), default=set())
            right, every = right + len(best & wanted), every + len(wanted)

    assert every > 150
    assert right / every >= 0.9


def test_no_wrong_figure_is_certain(scanned: PublishedDocument) -> None:
    """A figure that both engines read alike is the printed one."""
    certain = 0
    for number, (name, page) in enumerate(PAGES, start=1):
        printed = {cell[:4]: cell[4] for table in cells_of(name, page) for cell in table}
        for line, cell in every_line(scanned, number):
            if cell is None or line.origin is not Origin.AGREED or not re.search("[0-9]", line.text):
                continue
            certain += 1
            wanted = printed.get((cell.row, cell.column, cell.rows, cell.columns), "")
            assert set(re.findall("[0-9.,]+", plain(line.text))) <= set(re.findall("[0-9.,]+", wanted))
    assert certain > 50


def test_running_text_of_a_scan(scanned: PublishedDocument) -> None:
    wanted = plain("".join(truth("d8-body")["flow"][1]))
    read = plain("".join(line.text for line, _ in every_line(scanned, 4)))

    assert distance(wanted, read) / len(wanted) <= 0.02


def distance(one: str, other: str) -> int:
    """Return the least number of characters to insert, delete or replace."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, start=1):
        before, row[0] = row[0], at
        for column, wanted in enumerate(other, start=1):
            before, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, before + (char != wanted)),
            )
    return row[-1]


def test_what_read_a_scan_stands_with_it(scanned: PublishedDocument) -> None:
    recognition = scanned.recognitions[""]
    assert [engine.name for engine in recognition.engines] == ["rapidocr", "tesseract"]
    assert all(
        re.fullmatch("[0-9a-f]{64}", hash_) for engine in recognition.engines for _, hash_ in engine.models
    )
    assert [part.notes[:1] for part in scanned.parts] == [["recognised"]] * 4 + [["no-text"]]
    assert len({part.sha256 for part in scanned.parts}) == 5
    assert (scanned.form, scanned.media_type) == ("TIFF", "image/tiff")


def test_boxes_lie_where_the_scan_shows_the_print(scanned: PublishedDocument) -> None:
    """Within two points of the box of the same line in the typeset page, which lies straight."""
    typeset = {
        plain(line.text): line.box for line, _ in every_line(document("formats", "pdf", "d8-body.pdf"), 2)
    }
    found = {plain(line.text): line.box for line, _ in every_line(scanned, 4)}
    pairs = [(box, found[text]) for text, box in typeset.items() if text in found]
    height = scanned.parts[3].height

    assert len(pairs) > 10
    for box, seen in pairs:
        assert box is not None
        assert seen is not None
        assert (
            abs((box.top + box.bottom) / 2 - (seen.top + seen.bottom) / 2) < 0.011 * height
        )  # of the skew, 0.4 degrees


@pytest.mark.parametrize("settings", [replace(UNCACHED, seconds=0.0), replace(UNCACHED, memory=96 * 2**20)])
def test_a_page_that_cannot_be_recognised_is_a_page_without_text(tmp_path: Path, settings: Settings) -> None:
    path = save(tmp_path / "scan.png", scan("d8-body", 2).crop((0, 0, 800, 400)))
    (part,) = read_document(path, ocr=settings).parts

    assert part.blocks == []
    assert part.notes[0] == "no-text"
    assert part.notes[1] in {"ocr-late", "ocr-ended", "ocr-memory"}


def test_what_is_missing_is_named_with_its_way_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "scan.jpg", scan("d8-body", 2).crop((0, 0, 800, 400)))
    monkeypatch.setattr(engines, "is_installed", lambda: False)
    read = read_document(path)
    said = {language: " ".join(remarks(read, language)) for language in ("en", "ja")}

    assert read.parts[0].notes == ["no-text", "ocr-missing"]
    assert all("pip install 'keikaku[ocr]'" in words for words in said.values())


def test_without_a_second_engine_no_figure_is_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path / "scan.png", scan("d3-text", 2, skew=0.0).crop((0, 1500, 1653, 1900)))
    monkeypatch.setenv("PATH", str(tmp_path))
    read = read_document(path, ocr=UNCACHED)
    lines = [line for line, _ in every_line(read, 1)]

    assert any(re.search("[0-9]", line.text) for line in lines)
    assert {line.origin for line in lines} == {Origin.RECOGNISED}
    assert "apt-get install tesseract-ocr" in " ".join(remarks(read, "en"))


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("1,234", "1,234", Origin.AGREED),
        ("１，２３４", "1,234", Origin.AGREED),
        ("1,234", "1.234", Origin.RECOGNISED),
        ("△5", "5", Origin.RECOGNISED),
        ("事業12", "亊業12", Origin.AGREED),
        ("担当課", "担当謀", Origin.RECOGNISED),
        ("12", None, Origin.RECOGNISED),
    ],
)
def test_how_far_a_line_is_believed(first: str, second: str | None, wanted: Origin) -> None:
    assert origin(first, second) is wanted


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("再生可能工ネルギ一", "再生可能エネルギー", "再生可能エネルギー"),
        ("橋りようの整備", "橋りょうの整備", "橋りょうの整備"),
        ("データ一元化", "データ一元化", "データ一元化"),
        ("工事一式", "エ事ー式", "工事一式"),
        ("です。　1　基準", "です。※1基準", "です。※1　基準"),
        ("12,519", "12.519", "12,519"),
    ],
)
def test_what_the_second_engine_settles(first: str, second: str, wanted: str) -> None:
    line = PrintedLine(runs=(Run(text=first),), second=second)
    assert settled(line, in_cell=False).text == wanted


@pytest.mark.parametrize(
    ("second", "in_cell", "wanted"), [("ーー・", True, DASH), ("1", True, "一"), ("ー", False, "一")]
)
def test_a_dash_alone_in_a_cell_is_no_number(second: str, in_cell: bool, wanted: str) -> None:
    line = PrintedLine(runs=(Run(text="一", box=Box(0, 0, 9, 9)),), second=second)
    assert settled(line, in_cell=in_cell).text == wanted


def test_icons_of_the_goals_on_scans() -> None:
    """Applying, greyed and faded icons and decoys of four pages: at least 97 % right, 93 % found."""
    pages = (1, 5, 9, 13)
    wanted = Counter(
        (icon["page"], icon["n"])
        for icon in truth("d4-icons")["icons"]
        if icon["on"] and icon["page"] in pages
    )
    found: Counter[tuple[int, int]] = Counter()
    for page in pages:
        pixels = np.ascontiguousarray(np.asarray(scan("d4-icons", page))[:, :, ::-1])
        icons = icons_on(straight(pixels, DPI), ())
        found.update((page, icon.goal) for icon in icons if icon.state is State.APPLIES)
    right = sum((found & wanted).values())

    assert sum(wanted.values()) > 8
    assert right >= 0.97 * sum(found.values())
    assert right >= 0.93 * sum(wanted.values())


@pytest.mark.parametrize("side", [110, 330, 550])
def test_the_wheel_on_a_scan_is_told_and_a_chart_is_not(side: int) -> None:
    """40, 119 and 198 points wide; the same colours in another order around a middle are no wheel."""

    def told(colours: tuple[str, ...]) -> list[tuple[int, State]]:
        page = Image.new("RGB", (1240, 1754), (250, 250, 248))
        page.paste(wheel(colours=colours).resize((side, side)), (300, 400))
        pixels = np.asarray(worn(page, skew=0.6))
        found = icons_on(straight(np.ascontiguousarray(pixels[:, :, ::-1]), DPI), ())
        return [(icon.goal, icon.state) for icon in found]

    assert told(OFFICIAL) == [(0, State.UNKNOWN)]
    assert told(tuple(OFFICIAL[at * 5 % 17] for at in range(17))) == []


@pytest.mark.parametrize("skew", [-2.0, 0.0, 1.3])
def test_a_page_is_set_straight_and_its_rules_found(skew: float) -> None:
    page = np.full((900, 700, 3), 255, np.uint8)
    for at in (100, 300, 500, 700):
        page[at : at + 3, 100:601] = 30
    for at in (100, 350, 600):
        page[100:703, at : at + 3] = 30
    askew = np.asarray(
        Image.fromarray(page).rotate(skew, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    )
    raster = straight(askew, 200)
    drawn = rules(raster)

    assert raster.skew == pytest.approx(-skew, abs=0.1)
    assert [round(rule.at / 72 * 200, -1) for rule in drawn.level] == [100, 300, 500, 700]
    assert [round(rule.at / 72 * 200, -1) for rule in drawn.upright] == [100, 350, 600]


def test_an_image_that_claims_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("1", (40_000, 4_000)).save(path)
    with raises("documents.bomb") as caught:
        read_document(path)
    assert "40,000" in str(caught.value.values["where"])


def test_a_broken_image_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.tif"
    path.write_bytes(b"II*\0" + bytes(60))
    with raises("documents.damaged"):
        read_document(path)


def test_recognition_can_be_left_out(tmp_path: Path) -> None:
    path = save(tmp_path / "scan.png", scan("d8-body", 2).crop((0, 0, 400, 200)))
    assert [part.notes for part in read_document(path, ocr=None).parts] == [["no-text"]]


@pytest.fixture(scope="module")
def strip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a strip of a scanned page with a table, small enough to be read in a second."""
    return save(
        tmp_path_factory.mktemp("strip") / "strip.png",
        scan("d3-text", 2, skew=0.0).crop((0, 1400, 1653, 1560)),
    )


def test_a_column_of_vertical_writing_keeps_its_signs_and_its_figures(
    two_engines: None, tmp_path: Path
) -> None:
    page = Page(220, 240)
    page.down(190, 20, "湯の町の暮らしを守り、").down(166, 20, "遊休農地を減らします。").down(
        142, 20, "水路は約"
    )
    page.text(143, 53, "128", 11, turn=90).down(142, 80, "件であります。")
    image = pypdfium2.PdfDocument(pdf(tmp_path / "vertical.pdf", [page]))[0].render(scale=DPI / 72).to_pil()
    (part,) = read_document(save(tmp_path / "vertical.png", image), ocr=UNCACHED).parts
    lines = [block for block in part.blocks if isinstance(block, PrintedLine)]

    assert [line.text for line in lines] == [
        "湯の町の暮らしを守り、",
        "遊休農地を減らします。",
        "水路は約128件であります。",
    ]
    assert all(line.vertical for line in lines)


def test_pages_are_read_once_and_alike(strip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh cache gives the same bytes; a full one needs no engine."""
    records = []
    for name in ("one", "other"):
        monkeypatch.setenv("KEIKAKU_CACHE", str(tmp_path / name))
        records.append(json.dumps(read_document(strip).as_record(), ensure_ascii=False))
    (page,) = (tmp_path / "one" / "ocr").rglob("*.json")
    held = page.read_text(encoding="utf-8").replace("課", "係")
    page.write_text(held, encoding="utf-8")
    monkeypatch.setenv("KEIKAKU_CACHE", str(tmp_path / "one"))

    assert records[0] == records[1]
    assert "課" in records[0]
    assert "係" in read_document(strip).text


def test_recognised_pages_are_a_file_that_other_machines_read(
    strip: Path, tmp_path: Path, keikaku: Keikaku, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(strip.read_bytes())
    beside = tmp_path / "scan.png.ocr.json"
    told = keikaku("text", str(path), "--recognised", str(beside))
    monkeypatch.setattr(engines, "is_installed", lambda: False)
    read = read_document(path)

    assert told.exit_code == 0
    assert read.text == told.stdout
    assert read.recognitions[""].engines[0].name == "rapidocr"
    assert read.parts[0].notes == ["recognised"]
    path.write_bytes(save(tmp_path / "other.png", scan("d3-text", 2).crop((0, 0, 600, 200))).read_bytes())
    assert read_document(path).parts[0].notes == ["no-text", "ocr-missing"]


@pytest.mark.parametrize("text", ["{", '{"format": 1}', "[]"])
def test_a_broken_file_of_recognised_pages_is_named(strip: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(strip.read_bytes())
    beside = tmp_path / "scan.png.ocr.json"
    beside.write_text(text, encoding="utf-8")
    with raises("documents.recognised-text") as caught:
        read_document(path)
    assert caught.value.values["path"] == beside


def test_nothing_recognised_is_nothing_to_write(tmp_path: Path, keikaku: Keikaku) -> None:
    out = tmp_path / "out.json"
    told = keikaku("text", str(shared("formats", "pdf", "plan.pdf")), "--recognised", str(out))
    assert told.exit_code == 2
    assert not out.exists()


def test_a_font_without_characters_is_read_from_its_print(tmp_path: Path) -> None:
    """What was recognised counts once, also where it comes from a file beside the document."""
    blank = Part(kind=Kind.PAGE, number=1, notes=["unmapped-font"], counts=Counts(total=9, unmapped=9))
    line = PrintedLine(runs=(Run(text="計画"),), origin=Origin.RECOGNISED)
    answer = Part(kind=Kind.PAGE, number=1, blocks=[line], counts=Counts(total=2, printed=2), sha256="0" * 64)
    once = recognising.merged(blank, answer, ["recognised"])
    how = Recognition(engines=(), dpi=200, program="0")
    recorded.write(tmp_path / "plan.pdf.ocr.json", "1" * 64, how, [once])
    held = recorded.read(tmp_path / "plan.pdf")
    assert held is not None

    assert (once.counts.total, once.counts.printed, once.counts.unmapped) == (11, 2, 9)
    assert once.notes == ["unmapped-font", "recognised"]
    assert recognising.merged(blank, held.pages[0], ["recognised"]) == once
