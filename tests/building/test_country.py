"""A made-up country: what is built is what a perfect reading gives, and what was spoiled is what is reported."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
from made_up.country import LAYOUTS, Country
from made_up.defects import DOCUMENT
from made_up.graph_defects import GRAPH, GraphDefect, spoil_graph

from keikaku.building.pipeline import Options, build
from keikaku.building.report import DocumentReport
from keikaku.store.folder import Store
from keikaku.store.shared import restored, shared_graph
from keikaku.validation import validate

TOWNS = 6
"""As many as it takes for each layout and each defect to come up; `make nightly` builds a whole country."""
SMALL = 3_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a country in which nothing is spoiled."""
    folder = tmp_path_factory.mktemp("country") / "whole"
    assert Country(TOWNS, quads=SMALL).write(folder) == {}
    return folder


def test_every_graph_is_what_a_perfect_reading_gives(whole: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    reports = build(whole / "documents", store, Options(jobs=2))
    assert all(report.error is None and report.stored for report in reports)
    truth = {file.stem: file.read_bytes() for file in (whole / "truth").iterdir()}
    built, is_whole = {}, True
    for entry, data in zip(store.documents.values(), store.nquads(), strict=True):
        built[entry.loader] = restored(data, entry.graph, shared_graph(entry))
        is_whole &= hashlib.sha256(built[entry.loader]).hexdigest() == entry.said_sha256
    assert built == truth
    assert is_whole
    assert len(truth) > 3 * TOWNS
    assert {name[5:] for name in truth} == set(LAYOUTS)


def test_the_same_seed_gives_the_same_country(whole: Path, tmp_path: Path) -> None:
    Country(2, quads=SMALL).write(tmp_path / "again")
    for file in (tmp_path / "again").rglob("*.*"):
        if file.name != "spoiled.json":
            assert (whole / file.relative_to(tmp_path / "again")).read_bytes() == file.read_bytes()
    Country(2, seed=2, quads=SMALL).write(tmp_path / "other")
    assert not {file.read_bytes() for file in (tmp_path / "other").rglob("*.txt")} & {
        file.read_bytes() for file in whole.rglob("*.txt")
    }


def test_a_municipality_has_about_as_many_quads_as_wanted(tmp_path: Path) -> None:
    Country(8).write(tmp_path / "country")
    quads = sum(file.read_bytes().count(b"\n") for file in (tmp_path / "country" / "truth").iterdir())
    assert 9_000 < quads / 8 < 12_000


def test_what_was_spoiled_is_reported(tmp_path: Path) -> None:
    spoiled = Country(TOWNS, quads=SMALL, spoiled=1).write(tmp_path / "country")
    assert Counter(spoiled.values()) == dict.fromkeys(DOCUMENT, 1)
    store = Store(tmp_path / "store")
    reports = build(tmp_path / "country" / "documents", store, Options(jobs=0))
    rules = {defect.rule for defect in DOCUMENT.values()} - {""}
    for report in reports:
        kind = spoiled.get(report.path.parent.name)
        found = Counter(finding.rule for finding in report.findings if finding.rule in rules)
        assert found == expected(kind), report.path
        assert error_of(report) == (DOCUMENT[kind].error if kind else ""), report.path
    refused = {name for name, kind in spoiled.items() if DOCUMENT[kind].error}
    assert {entry.loader for entry in store.documents.values()} == {
        report.path.parent.name for report in reports
    } - refused


def expected(kind: str | None) -> dict[str, int]:
    """Return how often each rule must report a document that was spoiled in a way."""
    return {DOCUMENT[kind].rule: 1} if kind and DOCUMENT[kind].rule else {}


def error_of(report: DocumentReport) -> str:
    return type(report.error).__name__ if report.error else ""


@pytest.fixture(scope="module")
def graphs(whole: Path) -> dict[str, list[str]]:
    """Return the graph of each document, those of one layout together."""
    files = sorted((whole / "truth").iterdir(), key=lambda file: file.stem[5:])
    return {file.stem: file.read_text(encoding="utf-8").splitlines() for file in files}


@pytest.mark.parametrize("defect", GRAPH, ids=lambda defect: defect.rule)
def test_what_was_spoiled_in_a_graph_is_reported(graphs: dict[str, list[str]], defect: GraphDefect) -> None:
    spoiled = ((name, spoil_graph(graphs[name], defect, "1")) for name in graphs)
    name, quads = next((name, quads) for name, quads in spoiled if quads)
    before = Counter(finding.rule for finding in validate(graphs[name]))
    after = Counter(finding.rule for finding in validate(quads))
    assert (after - before)[defect.rule] == 1
