"""A scan as linked data: with what its text was recognised, and how far each fact may be believed."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from keikaku import read_document
from keikaku.building.pipeline import Loaded, Options, build, check, load
from keikaku.documents.form import Origin, Part, PrintedLine
from keikaku.documents.ocr import engines, recorded
from keikaku.documents.ocr.model import Engine, Recognition
from keikaku.graph.nquads import CONFIDENCE, GENERATED, INTEGER, ORIGIN, PLACE, kei
from keikaku.ground.messages import Language
from keikaku.ground.rules import Severity
from keikaku.store.folder import Store
from keikaku.web.server.served import Served
from keikaku.web.server.settings import Settings
from keikaku.web.site.publication import Publication
from tests.documents.made import Page, pdf
from tests.documents.test_scans_among import pictured
from tests.evidence.made import as_folder, as_pdf, plan_yml
from tests.reading.made import series
from tests.reading.test_icons import LEVEL

LANGUAGES: tuple[Language, ...] = ("ja", "en")
MODEL = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
HOW = Recognition(
    engines=(
        Engine(name="rapidocr", version="3.10.0", models=(("rec.onnx", MODEL),)),
        Engine(name="tesseract", version="5.3.0", models=(("jpn.traineddata", MODEL),)),
    ),
    dpi=200,
    program="1.0.0+abc",
)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a scan over another program's invisible text, with its recognised pages as a file beside it.

    The second engine reads other figures on every page but the first.
    """
    folder = tmp_path_factory.mktemp("scan")
    printed = read_document(as_pdf(folder / "printed.pdf")).parts
    pages = pictured(*(_page(part) for part in printed))
    scan = pdf(folder / "plan.pdf", pages)
    known = [_recognised(part) for part in printed]
    recorded.write(recorded.beside(scan), read_document(scan, ocr=None).sha256, HOW, known)
    plan_yml(folder / "plan.yml")
    (folder / "printed.pdf").unlink()
    return scan


def _page(part: Part) -> Page:
    """Return a page on which another program drew text invisibly (rendering mode 3: ISO 32000-1, 9.3.6)."""
    page = Page(part.width, part.height)
    page.drawn.append("3 Tr")
    return page.text(60, 100, "見えない文字")


def _recognised(part: Part) -> Part:
    def line(one: PrintedLine) -> PrintedLine:
        alike = part.number == 1 or not re.search("[0-9]", one.text)
        return replace(one, origin=Origin.AGREED if alike else Origin.RECOGNISED)

    blocks = [line(one) if isinstance(one, PrintedLine) and not one.pictured else one for one in part.blocks]
    return replace(part, blocks=blocks, sha256=f"{part.number:064}")


def values(loaded: Loaded, predicate: str) -> dict[str, str]:
    """Return the last value of a property by its subject."""
    split = (line.split(" ", 2) for line in loaded.lines)
    return {subject: rest.rpartition(" <")[0] for subject, name, rest in split if name == predicate}


def test_what_recognised_a_scan_stands_in_its_graph(scanned: Path) -> None:
    """Every fact of it names the recognition; its place says whether both engines read it alike; only other figures are doubted."""
    loaded = load(scanned)
    read, places = values(loaded, CONFIDENCE), values(loaded, PLACE)
    generated, origins = values(loaded, GENERATED), values(loaded, ORIGIN)
    graph = f"<{loaded.graph}"
    doubted = {subject for subject, confidence in read.items() if confidence == kei("Doubtful")}

    assert len(doubted) == 4
    assert {origins[places[one]] for one in doubted} == {kei("Recognised")}
    assert kei("RecognisedAlike") in origins.values()
    of_places = {one for one, place in places.items() if place in origins}
    assert {one: generated.get(one) for one in of_places} == dict.fromkeys(of_places, f"{graph}#recognition>")
    assert set(values(loaded, kei("engineVersion"))) == {f"{graph}#rapidocr>", f"{graph}#tesseract>"}
    assert f"jpn.traineddata sha256:{MODEL}" in str(values(loaded, kei("engineModel")))
    assert set(values(loaded, kei("invisibleCharacters")).values()) == {f'"6"{INTEGER}'}


def test_a_link_that_a_scanned_icon_states_names_the_recognition_and_one_of_a_typeset_icon_none(
    tmp_path: Path,
) -> None:
    page = (
        Page()
        .text(60, 30, "架空町総合計画")
        .text(60, 60, "施策1 緑を守る", 14)
        .icon(60, 80, 13)
        .icon(84, 80, 15)
    )
    page.text(60, 140, "施策2 水を守る", 14).icon(60, 160, 6)
    series(tmp_path, LEVEL)
    printed = load(pdf(tmp_path / "plan.pdf", [page]))
    parts = read_document(tmp_path / "plan.pdf", ocr=None).parts
    scan = pdf(tmp_path / "scan.pdf", pictured(Page()))
    recorded.write(
        recorded.beside(scan),
        read_document(scan, ocr=None).sha256,
        HOW,
        [_recognised(part) for part in parts],
    )
    loaded = load(scan)
    links, places = values(loaded, kei("iconWitness")), values(loaded, PLACE)

    assert len(links) == 3
    assert {values(loaded, GENERATED).get(one) for one in links} == {f"<{loaded.graph}#recognition>"}
    assert {values(loaded, ORIGIN).get(places[one]) for one in links} == {kei("RecognisedIcon")}
    assert set(values(printed, kei("iconWitness"))) == set(links)
    assert not values(printed, ORIGIN)
    assert not set(values(printed, GENERATED)) & set(links)


def test_each_file_of_a_folder_names_what_recognised_it(tmp_path: Path) -> None:
    """Accepted pages of one file may be older than those of another; what differs has a node of its own."""
    older = replace(
        HOW,
        engines=(replace(HOW.engines[0], version="3.9.0"), HOW.engines[1]),
        program="0.9.0+abc",
    )
    folder = as_folder(tmp_path / "plan", HOW, older)
    (report,) = build(folder, store := Store(tmp_path / "store"), Options(jobs=0))
    loaded = load(folder)
    by_file: dict[str, set[str]] = {}
    for subject, place in values(loaded, PLACE).items():
        generated = values(loaded, GENERATED).get(subject, "")
        by_file.setdefault(re.findall(r"#file=([^&>]*)", place)[0], set()).add(generated)
    graph = f"<{loaded.graph}"

    assert report.error is None
    assert by_file["2.pdf"] == {f"{graph}#recognition>"}
    assert by_file["3.pdf"] == {f"{graph}#recognition-2>"}
    versions = values(loaded, kei("engineVersion"))
    assert versions == {
        f"{graph}#rapidocr>": '"3.10.0"',
        f"{graph}#rapidocr-2>": '"3.9.0"',
        f"{graph}#tesseract>": '"5.3.0"',
    }
    served = Served(
        Settings(store=store.path, publication=Publication(base="https://data.example.jp/plans/"))
    )
    (path,) = (path for path in served.pages.paths() if path.startswith("doc/document/"))
    page = served.pages.html(path, "en").decode()
    assert "rapidocr 3.10.0, tesseract 5.3.0, 200 dpi" in page
    assert "rapidocr 3.9.0, tesseract 5.3.0, 200 dpi" in page


def test_a_folder_is_built_again_when_recognised_pages_of_a_file_of_it_change(tmp_path: Path) -> None:
    folder, store = as_folder(tmp_path / "plan", HOW), Store(tmp_path / "store")
    beside = folder / "2.pdf.ocr.json"

    def built() -> tuple[bool, str]:
        (report,) = build(folder, store, Options(jobs=0))
        return report.changed, report.sha256

    first, again = built(), built()
    beside.write_text(beside.read_text(encoding="utf-8").replace("1.0.0+abc", "1.0.1+abc"), encoding="utf-8")
    assert (first[0], again[0], built()) == (True, False, (True, first[1]))


def test_recognition_adds_few_quads(scanned: Path) -> None:
    """Not above a quarter of what the same document has without it, however small it is."""
    added = (
        f" {GENERATED} ",
        f" {ORIGIN} ",
        "#recognition> <",
        "#rapidocr> <",
        "#tesseract> <",
        "invisibleCharacters",
    )
    lines = load(scanned).lines
    assert len(lines) <= 1.25 * sum(not any(one in line for one in added) for line in lines)


def test_a_scan_is_built_and_says_what_it_is_on_its_page(scanned: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    (report,) = build(scanned, store)
    rules = {finding.rule: finding.severity for finding in report.findings}
    served = Served(
        Settings(store=store.path, publication=Publication(base="https://data.example.jp/plans/"))
    )
    (path,) = (path for path in served.pages.paths() if path.startswith("doc/document/"))
    pages = {language: served.pages.html(path, language).decode() for language in LANGUAGES}

    assert (report.error, report.stored) == (None, True)
    assert rules["invisible-text"] is Severity.INFO
    assert "no-text" not in rules
    assert all("rapidocr 3.10.0, tesseract 5.3.0, 200 dpi" in page for page in pages.values())
    assert "on 3 pages (laid there by other programs" in pages["en"]
    assert "3 ページ(他のソフトが置いた文字" in pages["ja"]


def test_pages_that_nothing_recognised_are_a_finding(
    scanned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the engines are missing, what is pictures is said to be left out, page by page."""
    monkeypatch.setattr(engines, "is_installed", lambda: False)
    Image.new("L", (50, 70), 220).save(tmp_path / "2.tif")
    with zipfile.ZipFile(tmp_path / "plan.zip", "w") as archive:
        archive.write(as_pdf(tmp_path / "1.pdf"), "1.pdf")
        archive.write(tmp_path / "2.tif", "2.tif")
    (tmp_path / "plan.yml").write_bytes((scanned.parent / "plan.yml").read_bytes())
    (report,) = check(tmp_path / "plan.zip", Options(jobs=0))
    (found,) = (finding for finding in report.findings if finding.rule == "ocr-missing")

    assert found.severity is Severity.WARNING
    assert found.en.startswith("2.tif page 1: ")
    assert found.ja.startswith("2.tif 1 ページ: ")
