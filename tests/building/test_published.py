"""Plans as they are published: the records of their text, and for everything read the page, cell or row it stands on."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from pyoxigraph import Literal, NamedNode
from typer.testing import Result

from keikaku.building.inputs import find_documents
from keikaku.building.pipeline import Loaded, Options, build, check, load
from keikaku.documents import places
from keikaku.documents.as_lines import read_numbered
from keikaku.graph.located import Locator
from keikaku.graph.nquads import DERIVED, LABEL, PLACE
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.prints import OFFICE, PRINTS
from tests.support import ROOT

EXAMPLES = ROOT / "examples"


def published(example: str, form: str, folder: Path) -> Path:
    """Return an example as a file of a form, its plan.yml beside it."""
    beside = folder / example
    beside.mkdir()
    shutil.copy(EXAMPLES / example / "plan.yml", beside)
    return PRINTS[form]((EXAMPLES / example / "plan.txt").read_text(encoding="utf-8"), beside)


@cache
def facts_of_text(example: str) -> frozenset[str]:
    return frozenset(facts(load(EXAMPLES / example / "plan.txt")))


def facts(loaded: Loaded) -> set[str]:
    """Return what was read, without what says where and from which file."""
    where = ("/document/", f" {DERIVED} ", f" {PLACE} ", "#build> ")
    return {line for line in loaded.lines if not any(one in line for one in where)}


def place_of(loaded: Loaded, label: str) -> places.Place:
    """Return where a thing of a name stands."""
    (subject, *_) = [line.split(" ")[0] for line in loaded.lines if f' {LABEL} "{label}"@ja ' in line]
    (iri, *_) = [line.split(" ")[2] for line in loaded.lines if line.startswith(f"{subject} {PLACE} ")]
    place = places.parse(iri.strip("<>"))
    assert place is not None
    return place


@pytest.mark.parametrize("form", PRINTS)
@pytest.mark.parametrize(
    "example",
    ["bulleted-outlines", "evaluation-sheets", "measure-sheets", "measure-tables", "project-tables"],
)
def test_a_published_file_gives_the_records_of_its_text(example: str, form: str, tmp_path: Path) -> None:
    assert facts(load(published(example, form, tmp_path))) == facts_of_text(example)


def test_the_place_of_a_fact_in_a_workbook_is_its_row_of_cells(tmp_path: Path) -> None:
    path = published("project-tables", "xlsx", tmp_path)
    place = place_of(load(path), "水辺の地図づくり")
    sheet = openpyxl.load_workbook(path)[place.sheet]

    assert "水辺の地図づくり" in [cell.value for row in sheet[place.cells] for cell in row]
    assert place.words("ja") == f"シート「{sheet.title}」 {place.cells}"
    assert place.words("en") == f"sheet “{sheet.title}” {place.cells}"


@pytest.mark.parametrize("form", ["html", "docx"])
def test_the_place_of_a_fact_in_a_table_is_the_tables_and_the_rows_number(form: str, tmp_path: Path) -> None:
    path = published("project-tables", form, tmp_path)
    place = place_of(load(path), "水辺の地図づくり")
    source = path.read_text("utf-8") if form == "html" else ZipFile(path).read("word/document.xml").decode()
    opening, row = ("<table>", "<tr>") if form == "html" else ("<w:tbl>", "<w:tr>")
    table = source.split(opening)[place.table]

    assert "水辺の地図づくり" in table.split(row)[place.rows[0]]
    assert place.words("ja") == f"表{place.table} 行{place.rows[0]}"
    assert place.words("en") == f"table {place.table} row {place.rows[0]}"


def test_the_place_of_a_fact_in_a_pdf_is_a_box_around_its_print(tmp_path: Path) -> None:
    path = published("evaluation-sheets", "pdf", tmp_path)
    loaded = load(path)
    pdf = pypdfium2.PdfDocument(path)
    labelled = {
        line.split(" ")[0]: line.split('"')[1]
        for line in loaded.lines
        if f" {LABEL} " in line and "/measure/" in line
    }
    iris = {
        (line.split(" ")[0], line.split(" ")[2].strip("<>"))
        for line in loaded.lines
        if f" {PLACE} " in line and line.split(" ")[0] in labelled
    }
    texts: dict[str, str] = {}
    for subject, iri in iris:
        place = places.parse(iri)
        assert place is not None
        assert place.box is not None
        page = pdf[place.pages[0] - 1]
        height = page.get_height()
        box = place.box
        text = page.get_textpage().get_text_bounded(
            box.left - 1, height - box.bottom - 1, box.right + 1, height - box.top + 1
        )
        texts[subject] = texts.get(subject, "") + "".join(text.split())

    pages = {
        place.fragment
        for line in loaded.lines
        if f" {DERIVED} " in line and (place := places.parse(line.split(" ")[2].strip("<>")))
    }

    assert labelled
    assert [label for subject, label in labelled.items() if label not in texts[subject]] == []
    assert pages >= {"page=1"}
    assert all(re.fullmatch("page=[0-9]+(-[0-9]+)?", one) for one in pages)


def test_findings_in_a_file_without_lines_of_its_own_name_its_places(
    tmp_path: Path, keikaku: Keikaku
) -> None:
    path = published("project-tables", "xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.append(["※この行は計画のどこにも属さない一文です。"])
    sheet.append(["予備費", "99,999", "千円"])
    book.save(path)
    report = tmp_path / "report.json"
    told: dict[str, Result] = {
        lang: keikaku("check", str(path), "--verbose", "--lang", lang, "--report", str(report))
        for lang in ("ja", "en")
    }
    (document,) = json.loads(report.read_text("utf-8"))["documents"]
    sources = [finding["source"] for finding in document["findings"] if finding["lines"]]
    last = sheet.max_row

    assert f"{path}#sheet={sheet.title}&range=A{last}:C{last}" in sources
    assert f"シート「{sheet.title}」 A{last}:C{last}" in told["ja"].output
    assert f"sheet “{sheet.title}” A{last}:C{last}" in told["en"].output


@pytest.mark.parametrize("form", OFFICE)
def test_a_store_built_of_a_published_file_conforms_and_says_where(form: str, tmp_path: Path) -> None:
    path = published("project-tables", form, tmp_path)
    store = Store(tmp_path / "plans.store")
    (report,) = build(tmp_path / "project-tables", store, Options(accept=True))
    formats = store.load().quads_for_pattern(None, NamedNode("http://purl.org/dc/terms/format"), None, None)
    types = {quad.object.value for quad in formats if isinstance(quad.object, Literal)}

    assert report.error is None
    assert report.path == path
    assert types == {read_numbered(path).media_type} != {"text/plain"}


def test_folders_hold_published_files_as_well_as_texts(tmp_path: Path) -> None:
    names = ["a.pdf", "b.XLSX", "c.xls", "d.ods", "e.docx", "f.html", "g.csv", "h.tsv", "i.txt"]
    for name in [*names, "plan.yml", "logo.png"]:
        (tmp_path / name).touch()

    assert [path.name for path in find_documents(tmp_path) if isinstance(path, Path)] == names


def test_a_text_that_speaks_of_html_is_still_a_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("計画の書き方\n<html> で始まるファイルは\n", encoding="utf-8")

    assert [line.printed for line in read_numbered(path).lines] == [
        "計画の書き方",
        "<html> で始まるファイルは",
    ]


def test_paragraphs_and_tables_are_places_of_their_own(tmp_path: Path) -> None:
    document = read_numbered(published("evaluation-sheets", "html", tmp_path))
    loaded = load(document.path)
    found = {line.split(" ")[2] for line in loaded.lines if f" {PLACE} " in line}
    kinds = {place.fragment.partition("=")[0] for iri in found if (place := places.parse(iri.strip("<>")))}

    assert kinds == {"paragraph", "table"}


def test_a_report_of_a_published_file_survives_being_kept(tmp_path: Path) -> None:
    path = published("project-tables", "xlsx", tmp_path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].append(["予備費", "99,999", "千円"])
    book.save(path)
    (report,) = check([path])
    again = type(report).from_record(path, report.as_record())

    assert report.places
    assert again.places == report.places


def test_a_page_in_an_archive_is_counted_within_its_file(tmp_path: Path) -> None:
    """Two files of an archive may both have a first page and a first table."""
    texts = {"1.html": "one", "2.html": "two"}
    path = tmp_path / "plan.zip"
    with ZipFile(path, "w") as archive:
        for name, word in texts.items():
            archive.writestr(
                name, f"<html><body><p>{word}</p><table><tr><td>a<td>{word}</table></body></html>"
            )
    document = read_numbered(path)
    locator = Locator(document, "https://example.jp/id/document/plan")
    found = {
        line.text: place.fragment for line in document.lines for place, *_ in locator.places([line.number])
    }

    assert found == {
        "one": "file=1.html&paragraph=1",
        "a\tone": "file=1.html&table=1&row=1",
        "two": "file=2.html&paragraph=1",
        "a\ttwo": "file=2.html&table=1&row=1",
    }
