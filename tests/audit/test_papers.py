"""The papers: the same bytes each time, no formula, no script but the page's own, every table in each."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import pytest
from rich.console import Console

from keikaku.audit.model import Audit
from keikaku.audit.paper_csv import csv_bytes, json_bytes
from keikaku.audit.paper_html import html_bytes
from keikaku.audit.paper_xlsx import workbook_bytes
from keikaku.audit.run import audit
from keikaku.audit.summary import summary_rows
from keikaku.audit.tables import tables
from keikaku.audit.tabular import Column, Table
from keikaku.audit.words import COLOURS, text_colour
from keikaku.cli.heat_map import heat_map, show
from keikaku.ground.messages import Language
from keikaku.ground.spreadsheet_text import neutral
from keikaku.store.folder import Store
from tests.audit.support import fixture_lines
from tests.support import put, raises

LANGUAGES: tuple[Language, Language] = ("ja", "en")
NASTY = '=HYPERLINK("http://evil.example/","x")<script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Return an audit of towns whose labels are formulas and scripts."""
    literal = NASTY.replace('"', '\\"')
    documents = {
        name: [
            re.sub(r'"(広場の整備|安心のむら|防災倉庫|訓練の回数)"@ja', f'"{literal}"@ja', line)
            for line in lines
        ]
        for name, lines in fixture_lines().items()
    }
    return audit(put(Store(tmp_path_factory.mktemp("nasty") / "store"), documents))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", ["town_audit", "plan_audit"])
def test_the_same_bytes_each_time(made: str, language: Language, request: pytest.FixtureRequest) -> None:
    one = request.getfixturevalue(made)
    again = audit(request.getfixturevalue({"town_audit": "towns", "plan_audit": "plans"}[made]))
    assert html_bytes(one, language) == html_bytes(again, language)
    assert workbook_bytes(one, language) == workbook_bytes(again, language)
    assert json_bytes(one) == json_bytes(again)


def test_a_workbook_carries_no_time(town_audit: Audit) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_bytes(town_audit, "ja"))) as book:
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert book.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def as_shown(cell: object) -> str:
    """Return what a spreadsheet shows of a value at most: fifteen digits, nothing for an empty text."""
    return f"{cell:.15g}" if isinstance(cell, int | float) else str(cell or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbook_holds_every_table(town_audit: Audit, language: Language) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(town_audit, language)))
    for table, sheet in zip(tables(town_audit, language), book.worksheets, strict=True):
        assert sheet.title == table.title
        written = [list(map(as_shown, row)) for row in sheet.iter_rows(min_row=2, values_only=True)]
        assert written == [list(map(as_shown, row)) for row in table.rows]
        assert sheet.freeze_panes in ("A2", "F2")
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == "$1:$1"
        alike = [(one.width, (one.max or 0) - (one.min or 0) + 1) for one in sheet.column_dimensions.values()]
        assert sum(count for _width, count in alike) == len(table.columns)
        wide = sum(width * count for width, count in alike)
        pages = sheet.page_setup.fitToWidth or 1
        assert wide / pages <= 260  # letters that can be read on paper
        assert bool(sheet.print_title_cols) == (pages > 1)
        footer = sheet.oddFooter
        assert footer is not None
        assert "&P / &N" in (footer.center.text or "")


def test_no_cell_of_a_workbook_is_a_formula(nasty: Audit) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(nasty, "ja")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert [cell.value for cell in cells if str(cell.value).startswith("'=HYPERLINK")]


def test_no_cell_of_a_csv_is_a_formula(nasty: Audit) -> None:
    seen = 0
    for table in tables(nasty, "ja"):
        for row in csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"))):
            for cell in row:
                assert not re.match(r"[=+@\t\r]", cell)
                assert not re.match("-[^0-9]", cell)
                seen += cell.startswith("'=HYPERLINK")
    assert seen > 3


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x"])
def test_what_could_run_is_neutralised(text: str) -> None:
    assert neutral(text) == f"'{text}"
    table = Table("t", "t", [Column("a")], [[text]])
    assert (
        next(iter(csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig").split("\r\n", 1)[1]))))[0][0]
        == "'"
    )


class Page(HTMLParser):
    """Notes what a page asks a browser to do."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.handlers: list[str] = []
        self.scripts: list[dict[str, str | None]] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.handlers += [name for name in found if name.startswith("on") or name == "style"]
        if tag == "script":
            self.scripts.append(found)
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            value = found.get(name)
            if value and not (tag == "a" and name == "href") and not value.startswith("#"):
                self.outside.append(value)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("made", ["town_audit", "plan_audit", "nasty"])
def test_page_reaches_for_nothing(made: str, language: Language, request: pytest.FixtureRequest) -> None:
    text = html_bytes(request.getfixturevalue(made), language).decode()
    page = Page(text)
    assert page.outside == []
    assert page.handlers == []
    assert not {"img", "iframe", "object", "link", "base", "form"} & set(page.tags)
    assert [one.get("type") for one in page.scripts].count(None) == 1
    assert "default-src &#39;none&#39;" in text
    assert "<script>alert" not in text
    assert re.findall(r'href="(?!#|https?://)', text) == []
    assert "url(" not in text
    assert "@import" not in text


def test_a_label_cannot_end_the_data_of_a_long_table(nasty: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.audit.paper_html.FIRST_ROWS", 1)
    page = Page(html_bytes(nasty, "ja").decode())
    data = [one for one in page.scripts if (one.get("id") or "").startswith("d-")]
    assert data
    assert "img" not in page.tags


def test_page_of_one_municipality_is_small(plans: Store) -> None:
    for code in ("03381", "20207", "07205", "08443", "03213"):
        from keikaku.audit.scope import Scope

        assert len(html_bytes(audit(plans, Scope(municipality=code)), "ja")) < 1_000_000


def test_papers_say_what_they_were_made_from(towns: Store, town_audit: Audit) -> None:
    made = town_audit.provenance
    text = html_bytes(town_audit, "en").decode()
    for hash_ in (made.graph_sha256, made.shapes_sha256, made.queries_sha256):
        assert len(hash_) == 64
        assert hash_ in text
    for one, entry in zip(made.inputs, towns.documents.values(), strict=True):
        assert one.graph_sha256 == entry.sha256
        assert one.sha256 in text
        assert one.file in text
    assert "https://w3id.org/keikaku/ns/" in text


def test_json_is_whole(town_audit: Audit) -> None:
    found = json.loads(json_bytes(town_audit))
    assert len(found["measures"]) == len(town_audit.measures)
    assert found["goals"]["4"]["yen"] == 3_500_000
    assert found["findings"][0]["command"].startswith("keikaku query")


@pytest.mark.parametrize("language", LANGUAGES)
def test_summary_is_twelve_lines(town_audit: Audit, plan_audit: Audit, language: Language) -> None:
    assert len(summary_rows(town_audit, language)) == len(summary_rows(plan_audit, language)) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_terminal_reads_without_colour(town_audit: Audit, language: Language) -> None:
    buffer = io.StringIO()
    show(town_audit, Console(file=buffer, width=120, no_color=True), language)
    text = buffer.getvalue()
    line = next(line for line in text.splitlines() if "図書館の利用促進" in line)
    assert line.split()[-17:] == ["·"] * 3 + ["D"] + ["·"] * 6 + ["I"] + ["·"] * 6
    assert "\x1b" not in text


def test_many_measures_are_shown_together(
    monkeypatch: pytest.MonkeyPatch, town_audit: Audit, plan_audit: Audit
) -> None:
    monkeypatch.setattr("keikaku.cli.heat_map._MOST", 1)
    assert heat_map(town_audit, "ja").row_count == len(town_audit.municipalities)
    assert heat_map(plan_audit, "en").row_count == 5


def test_text_stands_out_from_every_colour() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for colour in COLOURS:
        pair = sorted((light(colour), light(text_colour(colour))))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5


@pytest.mark.parametrize(("module", "write"), [("jinja2", html_bytes), ("xlsxwriter", workbook_bytes)])
def test_a_missing_package_is_named(
    module: str, write: object, town_audit: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with raises("ground.missing-extra", match=r"keikaku\[audit\]"):
        write(town_audit, "en")  # type: ignore[operator]
