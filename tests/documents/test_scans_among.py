"""Scans in archives and folders, and under a little text: what is asked of recognition, and where its answers stand."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from keikaku import read_document
from keikaku.documents import archives, files
from keikaku.documents.form import Box, Cell, Counts, Found, Kind, Origin, Part, PrintedLine, Run, Table
from keikaku.documents.ocr import engines, images, recorded
from keikaku.documents.ocr.model import Engine, Recognition, Settings, file_hash
from keikaku.documents.ocr.over import laid_over
from keikaku.ground.errors import MissingExtraError
from tests.conftest import Keikaku
from tests.documents.made import Page, pdf
from tests.support import raises

HOW = Recognition(engines=(Engine(name="engine", version="1", models=()),), dpi=200, program="0")
PICTURE = "q {width} 0 0 {height} {left} {bottom} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xe0 EI Q"
"""A light picture, stretched, as the content of a page (ISO 32000-1, 8.9.7)."""


class Engines:
    """Stand in the place of recognition: a line a page that says which page was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, list[int], bool]] = []

    def __call__(self, path: Path, form: str, numbers: Iterable[int], settings: Settings) -> Iterator[Part]:
        assert path.is_file()
        numbers = list(numbers)
        self.asked.append((path.suffix, form, numbers, settings.pictures))
        for number in numbers:
            line = PrintedLine(
                runs=(Run(text=f"認識{number}"),), box=Box(60, 300, 200, 310), origin=Origin.AGREED
            )
            yield Part(
                kind=Kind.PAGE,
                number=number,
                blocks=[line],
                counts=Counts(total=3, printed=3),
                sha256=f"{number:064}",
            )


@pytest.fixture
def recognise(monkeypatch: pytest.MonkeyPatch) -> Engines:
    monkeypatch.setattr(engines, "is_installed", lambda: True)
    monkeypatch.setattr(engines, "recognition", lambda _settings: HOW)
    return Engines()


def pictured(*pages: Page) -> list[Page]:
    """Lay a picture under what pages print."""
    for page in pages:
        picture = PICTURE.format(width=page.width, height=page.height, left=0, bottom=0)
        page.drawn.insert(0, picture.replace("\xe0", "\\"))
    return list(pages)


def folder_of_files(folder: Path) -> Path:
    """Write a text, a scan of two pages, a PDF of one printed page and one scanned, a photograph."""
    folder.mkdir()
    (folder / "1.txt").write_text("本文の行\n", encoding="utf-8")
    scan = Image.new("L", (50, 70), 220)
    scan.save(folder / "2.tif", save_all=True, append_images=[scan])
    pdf(folder / "3.pdf", [Page().text(60, 100, "印字の行"), *pictured(Page())])
    scan.save(folder / "4.png")
    return folder


def zipped(archive: Path, folder: Path) -> Path:
    """Pack the files of a folder."""
    with zipfile.ZipFile(archive, "w") as packed:
        for file in folder.iterdir():
            packed.write(file, file.name)
    return archive


def test_scans_among_the_files_of_an_archive_and_of_a_folder(tmp_path: Path, recognise: Engines) -> None:
    """Each file is asked for by its own pages; the answers stand at those of the whole document."""
    folder = folder_of_files(tmp_path / "plan")
    archive = zipped(tmp_path / "plan.zip", folder)
    asked = [(".tif", "TIFF", [1, 2], False), (".pdf", "PDF", [2], False), (".png", "PNG", [1], False)]
    for path in (folder, archive):
        recognise.asked.clear()
        read = read_document(path, recognise=recognise)

        assert recognise.asked == asked
        assert [(part.file, part.number, part.notes) for part in read.parts] == [
            ("1.txt", 1, []),
            ("2.tif", 2, ["recognised", "no-second-engine"]),
            ("2.tif", 3, ["recognised", "no-second-engine"]),
            ("3.pdf", 4, []),
            ("3.pdf", 5, ["recognised", "no-second-engine"]),
            ("4.png", 6, ["recognised", "no-second-engine"]),
        ]
        assert [text for text, _ in read.lines] == [
            "本文の行",
            "認識1",
            "認識2",
            "印字の行",
            "認識2",
            "認識1",
        ]
        assert [place.page for _text, place in read.lines] == [1, 1, 2, 1, 2, 1]
        assert read.recognitions == dict.fromkeys(("2.tif", "3.pdf", "4.png"), HOW)


def test_the_recognised_pages_of_each_file_lie_beside_it(
    tmp_path: Path, recognise: Engines, monkeypatch: pytest.MonkeyPatch, keikaku: Keikaku
) -> None:
    """The command that reads a folder writes them, and whatever reads the folder, a file of it or its archive finds them."""
    folder = folder_of_files(tmp_path / "plan")
    monkeypatch.setattr("keikaku.cli.text._recogniser", lambda _scheduler: recognise)
    told = keikaku("text", folder, "--recognised", folder)
    written = {file.name for file in folder.glob("*.ocr.json")}
    assert (told.exit_code, written) == (0, {"2.tif.ocr.json", "3.pdf.ocr.json", "4.png.ocr.json"})
    archive = zipped(tmp_path / "packed.zip", folder)
    monkeypatch.setattr(engines, "is_installed", lambda: False)
    recognise.asked.clear()

    for path in (folder, archive):
        read = read_document(path, recognise=recognise)
        assert (read.text, set(read.recognitions)) == (told.stdout, {"2.tif", "3.pdf", "4.png"})
    assert read_document(folder / "2.tif", recognise=recognise).text == "認識1\n\f認識2\n"
    assert recognise.asked == []
    (folder / "4.png").write_bytes((folder / "4.png").read_bytes() + b"\0")
    assert read_document(folder).parts[-1].notes == ["no-text", "ocr-missing"]


def test_files_that_were_recognised_by_other_engines_say_so(tmp_path: Path, recognise: Engines) -> None:
    folder = folder_of_files(tmp_path / "plan")
    page = Part(kind=Kind.PAGE, number=1, sha256="1" * 64)
    older = replace(HOW, program="an older one")
    recorded.write(folder / "4.png.ocr.json", file_hash(folder / "4.png"), older, [page])
    read = read_document(folder, recognise=recognise)

    assert read.recognitions == {"2.tif": HOW, "3.pdf": HOW, "4.png": older}
    assert [asked[0] for asked in recognise.asked] == [".tif", ".pdf"]
    assert read.chosen(["4.png"]).recognitions == {"4.png": older}
    with pytest.raises(LookupError):  # one file holds what one set of engines read
        read.keep_recognised(tmp_path / "plan.ocr.json")
    (tmp_path / "out").mkdir()
    read.keep_recognised(tmp_path / "out")
    kept = recorded.read(tmp_path / "out" / "4.png")
    assert kept is not None
    assert (kept.document, kept.recognition) == (file_hash(folder / "4.png"), older)


def test_broken_recognised_pages_of_a_file_are_named_by_their_place(tmp_path: Path) -> None:
    folder = folder_of_files(tmp_path / "plan")
    (folder / "3.pdf.ocr.json").write_text("{", encoding="utf-8")
    for path in (folder, zipped(tmp_path / "plan.zip", folder)):
        with raises("documents.recognised-text") as caught:
            read_document(path)
        assert caught.value.values["path"] == path / "3.pdf.ocr.json"
        assert caught.value.values["document"] == path / "3.pdf"


def test_pictures_beside_a_page_of_html_are_its_own(tmp_path: Path) -> None:
    folder = folder_of_files(tmp_path / "plan")
    (folder / "index.html").write_text("<html><body><p>頁</p></body></html>", encoding="utf-8")

    assert [name for name, _file in archives.documents_in(folder)] == [
        "index.html",
        "1.txt",
        "2.tif",
        "3.pdf",
    ]


def test_a_scan_that_nothing_opens_costs_the_other_files_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_pillow(path: Path, form: str) -> Iterator[Part]:
        if form in {"TIFF", "PNG"}:
            raise MissingExtraError("ground.missing-extra", what=form, package="PIL", extra="ocr")
        yield from usual(path, form)

    usual = files.parts_of
    monkeypatch.setattr(files, "parts_of", without_pillow)
    parts = list(archives.read_folder(folder_of_files(tmp_path / "plan")))

    assert [(part.file, part.notes) for part in parts] == [
        ("1.txt", []),
        ("2.tif", ["no-text"]),
        ("3.pdf", []),
        ("3.pdf", ["no-text"]),
        ("4.png", ["no-text"]),
    ]


@pytest.mark.parametrize(
    ("letters", "share", "noted"),
    [(8, 1.0, True), (8, 0.5, False), (240, 1.0, False)],
    ids=["scan", "photo", "text"],
)
def test_a_page_number_over_a_scan(
    letters: int, share: float, noted: bool, tmp_path: Path, recognise: Engines
) -> None:
    """A page of which images cover most and whose text is a little is a scan; its own text stays what it is."""
    page = Page()
    for start in range(0, letters, 40):
        page.text(60, 200 + start, "計" * min(40, letters - start))
    picture = PICTURE.format(width=page.width, height=share * page.height, left=0, bottom=0)
    page.drawn.insert(0, picture.replace("\xe0", "\\"))
    read = read_document(pdf(tmp_path / "plan.pdf", [page]), recognise=recognise)
    (part,) = read.parts

    assert ("text-over-scan" in part.notes) is noted
    assert recognise.asked == ([(".pdf", "PDF", [1], True)] if noted else [])
    found = [(text, place.origin) for text, place in read.lines]
    assert found[:1] == [("計" * min(40, letters), Origin.TEXT)]
    assert found[1:2] == ([("認識1", Origin.AGREED)] if noted else found[1:2])
    assert part.counts.printed == letters + 3 * noted
    if noted:  # what the file prints is not in the file of recognised pages: it would be read twice
        read.keep_recognised(tmp_path / "plan.pdf.ocr.json")
        again = read_document(tmp_path / "plan.pdf", recognise=recognise)
        assert (again.parts, len(recognise.asked)) == (read.parts, 1)


def test_text_is_left_out_of_the_picture_that_is_recognised(tmp_path: Path) -> None:
    """Else it would be read twice; a font without characters is read from its print alone."""
    path = pdf(tmp_path / "plan.pdf", pictured(Page(200, 100).text(20, 60, "計画", 40)))
    inks = [
        int((np.ptp(images.draw(path, "PDF", 1, 72, pictures=pictures)[0], axis=(0, 1)) > 60).sum())
        for pictures in (False, True)
    ]

    assert inks == [3, 0]


def test_a_stamp_stands_in_the_cell_of_the_recognised_table_that_it_lies_in() -> None:
    def line(text: str, top: float) -> PrintedLine:
        return PrintedLine(runs=(Run(text=text),), box=Box(60, top, 100, top + 10))

    cells = tuple(
        Cell(
            row=row,
            column=0,
            box=Box(50, 200 + 50 * row, 300, 250 + 50 * row),
            lines=(line("認識", 230 + 50 * row),),
        )
        for row in (0, 1)
    )
    table = Table(cells=cells, found=Found.RULED, box=Box(50, 200, 300, 300))
    own = [line("３頁", 780), line("資料１", 20), line("済", 205)]
    laid = laid_over(own, [line("見出し", 100), table])

    assert [block.text for block in laid if isinstance(block, PrintedLine)] == ["資料１", "見出し", "３頁"]
    assert laid[2] == replace(table, cells=(replace(cells[0], lines=(own[2], *cells[0].lines)), cells[1]))
