"""How much of a plan a document holds: said in plan.yml, in the data, on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.building.pipeline import Options, build
from keikaku.ground.errors import SeriesError
from keikaku.reading.series import read_series
from keikaku.store.folder import Store
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.support import ROOT

KEI = "https://w3id.org/keikaku/ns#"
EXAMPLE = ROOT / "examples" / "measure-tables"


def declared(folder: Path, lines: str) -> Path:
    """Return a copy of an example whose plan.yml says something of its extent."""
    for file in EXAMPLE.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.name == "plan.yml":
            text = text.replace("document:\n", f"document:\n{lines}", 1)
            assert lines in text
        (folder / file.name).write_text(text, encoding="utf-8")
    return folder


def test_an_excerpt_says_so_in_the_data_and_on_the_pages(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    folder.mkdir()
    declared(folder, "  extent: 抜粋\n  part: 第1章\n")
    store = Store(tmp_path / "store")
    build([folder / "plan.txt"], store, Options())
    lines = [line for key in store.documents for line in store.lines(key)]
    subjects = {line.split(" ")[0] for line in lines if f"<{KEI}extent> <{KEI}Excerpt>" in line}
    plans = {line.split(" ")[0] for line in lines if line.split(" ")[2] == f"<{KEI}Plan>"}
    assert plans <= subjects
    assert any("/document/" in subject for subject in subjects)
    publish(store, tmp_path / "site", Publication(base="https://plans.example.jp/"))
    pages = [file.read_text(encoding="utf-8") for file in (tmp_path / "site").rglob("*.html")]
    named = [page for page in pages if "収録範囲: 抜粋(第1章)" in page]
    assert len(named) > len(plans)  # of every element, too


@pytest.mark.parametrize(
    "lines", ["  extent: 一部\n", "  extent: 抜粋\n", "  part: 第1章\n", "  extent: 全体\n  part: 第1章\n"]
)
def test_an_extent_that_says_too_little_or_too_much(tmp_path: Path, lines: str) -> None:
    with pytest.raises(SeriesError):
        read_series(declared(tmp_path, lines) / "plan.yml")
