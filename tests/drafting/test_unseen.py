"""Kinds of documents that every municipality prints, in layouts nobody tuned for: what a draft reads of them without a person.

`benchmarks/draft.py` reads the same documents as they are published (PDF); here they are pages of HTML, to spare a browser.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.building.pipeline import Options, load
from keikaku.documents.as_lines import read_numbered
from keikaku.ground.errors import SeriesError
from keikaku.reading.drafting.draft import draft
from tests.drafting.test_draft import drafted
from tests.drafting.unseen.documents import DOCUMENTS, sheets, write
from tests.support import score

PLANS = Path(__file__).parent / "unseen" / "plans"
"""A plan.yml for each of some documents, written by the docs alone."""

LEAST = {
    "strategy": 0.9,
    "spread": 0.9,
    "programme": 1.0,
    "evaluation": 0.9,
    "outline": 0.9,
    "sdgs": 0.9,
    "main-projects": 1.0,
    "boxes": 1.0,
    "wide": 1.0,
    "nested": 1.0,
    "squared": 1.0,
    "progress": 1.0,
    "numbered": 1.0,
    "cards": 0.7,
    "matrix": 1.0,
    "years": 1.0,
    "arrows": 1.0,
    "panels": 1.0,
    "codes": 1.0,
    "single": 1.0,
    "portrait": 1.0,
    "merged": 1.0,
    "words": 1.0,
    "marks": 1.0,
    "running": 1.0,
    "kanji": 1.0,
    "control": 1.0,
    "priorities": 1.0,
    "ledger": 1.0,
    "reform": 1.0,
    "settled": 1.0,
    "resilience": 1.0,
    "health": 1.0,
    "children": 0.9,
    "depopulation": 0.95,
    "environment": 1.0,
    "digital": 0.95,
    "facilities": 0.79,
}
"""Mean F1 over the categories of the reference; of cards the money that is printed in words is left over, and of facilities that
whose year stands only beside it."""


@pytest.mark.parametrize("name", LEAST)
def test_an_unseen_layout_is_drafted_without_a_wrong_figure(name: str, tmp_path: Path) -> None:
    published = DOCUMENTS[name][1]
    path, truth = write(name, tmp_path, ".html" if published == ".pdf" else published)
    town = {"code": truth.code, "name": truth.name, "invented": True}
    folder, _said = drafted(path, tmp_path / "loaders", municipality=town)
    found = score(
        load(path, Options(loaders=(folder,), loader="drafted")).lines, truth.reference() | {"optional": []}
    )
    assert sum(f1 for f1, _missing, _extra in found.values()) / len(found) >= LEAST[name]
    for category in ("values", "budgets"):
        _f1, missing, wrong = found.get(category, (1.0, [], []))
        assert wrong == []
        assert not missing or (name, category) in {("cards", "budgets"), ("facilities", "budgets")}


@pytest.mark.parametrize("plan", sorted(PLANS.glob("*.yml")), ids=lambda plan: plan.stem)
def test_a_short_plan_yml_by_the_docs_reads_an_unseen_layout(plan: Path, tmp_path: Path) -> None:
    published = DOCUMENTS[plan.stem][1]
    path, truth = write(plan.stem, tmp_path, ".html" if published == ".pdf" else published)
    said = plan.read_text(encoding="utf-8")
    assert len(said.splitlines()) <= 25
    (tmp_path / "loaders" / "own").mkdir(parents=True)
    (tmp_path / "loaders" / "own" / "plan.yml").write_text(said, encoding="utf-8")
    lines = load(path, Options(loaders=(tmp_path / "loaders",), loader="own")).lines
    found = score(lines, truth.reference() | {"optional": []})
    figures = {category: found.pop(category) for category in ("values", "budgets") if category in found}
    assert {category: one[1:] for category, one in found.items() if one[0] < 1} == {}
    for category, (_f1, missing, wrong) in figures.items():
        assert wrong == []
        assert not missing or (plan.stem, category) == ("cards", "budgets")


@pytest.mark.parametrize(("name", "least"), [("project-sheets", 0.95), ("website", 0.95)])
def test_one_sheet_of_a_series_drafts_what_reads_them_all(name: str, least: float, tmp_path: Path) -> None:
    paths, truth = sheets(name, tmp_path)
    folder, _said = drafted(
        paths[0],
        tmp_path / "loaders",
        municipality={"code": truth.code, "name": truth.name, "invented": True},
    )
    options = Options(loaders=(folder,), loader="drafted")
    lines = sorted({line for path in paths for line in load(path, options).lines})
    found = score(lines, truth.reference() | {"optional": []})
    assert sum(f1 for f1, _missing, _extra in found.values()) / len(found) >= least
    assert all(found.get(category, (1.0, [], []))[2] == [] for category in ("values", "budgets"))


def test_a_level_without_a_form_is_told_that_a_field_may_open_it(tmp_path: Path) -> None:
    path, _truth = write("squared", tmp_path)
    said = (PLANS / "squared.yml").read_text(encoding="utf-8").replace("  施策: {opens: measure}\n", "")
    (tmp_path / "plan.yml").write_text(said, encoding="utf-8")
    with pytest.raises(SeriesError, match=r"levels\.measure: .*fields: \{LABEL: \{opens: measure\}\}"):
        load(path, Options())


def test_a_vision_of_how_many_people_there_will_be_is_no_plan(tmp_path: Path) -> None:
    found = draft(read_numbered(write("population", tmp_path)[0]))
    assert not found.is_plan
    assert found.counts.total() == 0


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_headings_in_rows_across_a_table_leave_the_head_above_it_standing(
    suffix: str, tmp_path: Path
) -> None:
    path, truth = write("wide", tmp_path, suffix)
    town = {"code": truth.code, "name": truth.name, "invented": True}
    folder, _said = drafted(path, tmp_path / "loaders", municipality=town)
    lines = load(path, Options(loaders=(folder,), loader="drafted")).lines
    found = score(lines, truth.reference() | {"optional": []})
    assert found["budgets"] == (1.0, [], [])
    assert found["lineage"][0] == 1


@pytest.mark.parametrize(("name", "suffix", "left"), [("priorities", ".html", 1), ("reform", ".docx", 6)])
def test_footnotes_units_above_tables_and_heads_in_forms_are_accounted_for(
    name: str, suffix: str, left: int, tmp_path: Path
) -> None:
    path, _truth = write(name, tmp_path, suffix)
    (tmp_path / "plan.yml").write_text((PLANS / f"{name}.yml").read_text(encoding="utf-8"), encoding="utf-8")
    reading = load(path, Options()).reading
    assert len(reading.account().unread) == left
    assert {"note-unplaced", "head-twice"} & {finding.rule for finding in reading.findings} == set()
