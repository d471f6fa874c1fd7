"""A scale that was known by its plan alone is known by its legend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from keikaku.building.pipeline import build
from keikaku.graph.addresses import Addresses
from keikaku.graph.nquads import SKOS, kei
from keikaku.graph.scales import CLOSE, scheme_description, scheme_iri, step_description, step_iri
from keikaku.ground.vocab import DEFAULT_BASE
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.store.manifest import Entry
from keikaku.store.migration import legends
from keikaku.store.migration.model import Town
from keikaku.store.migration.run import migrate, replaced_entry
from tests.migration.test_migrate import unpacked
from tests.support import ROOT

PLAN = f"<{DEFAULT_BASE}99999/plan>"
OLD = f"{PLAN[:-1]}/rating/progress>"
EVALUATION = f"{PLAN[:-1]}/evaluation/x>"
WORDS = {"A": "順調", "B": "遅れ"}


def ratings(path: Path) -> set[str]:
    found = {line for data in Store(path).nquads() for line in data.decode().split("\n")[:-1]}
    return {line for line in found if "/rating/" in line and "isReplacedBy" not in line}


def test_scales_are_those_that_building_anew_gives_and_old_addresses_lead_to_them(tmp_path: Path) -> None:
    new = tmp_path / "new.store"
    build(ROOT / "examples" / "evaluation-sheets", Store(new))
    old = unpacked("version-2", tmp_path)
    (town,) = migrate(old, write=True).towns
    assert ratings(old) == ratings(new) != set()
    moved = Dataset(Store(old), Addresses("https://a.example/", DEFAULT_BASE)).replaced
    assert town.renamed == {f"{DEFAULT_BASE}{one}": f"{DEFAULT_BASE}{other}" for one, other in moved.items()}
    step = "99999/review-sheets/rating/progress/B"
    assert re.fullmatch(r"99999/review-sheets/rating/progress/[0-9a-f]{8}/B", moved[step])
    assert migrate(old).steps == ()


def file(words: Mapping[str, str], order: list[str], mark: str) -> list[str]:
    """Return what a document said of its scale, and of one rating by it, before scales were known by legends."""
    rating = step_iri(OLD, mark)
    triples = [*scheme_description(OLD, words, order), (EVALUATION, kei("progressRating"), rating)]
    if mark not in words:
        triples += [(rating, *pair) for pair in step_description(OLD, mark)]
    return sorted(f"{' '.join(triple)} <https://a.example/g> ." for triple in triples)


def migrated(**files: list[str]) -> Town:
    entries: dict[str, Entry] = {key: replaced_entry("https://a.example/g", key, "99999") for key in files}
    town = Town(DEFAULT_BASE, "99999", entries, dict(files))
    town.rename(legends.STEP.renames(town))
    town.files = {key: legends.STEP.rewrite(town, key, lines) for key, lines in town.files.items()}
    return town


def said(lines: list[str], subject: str, predicate: str) -> list[str]:
    return [
        line.split(" ", 2)[2].rsplit(" ", 2)[0]
        for line in lines
        if line.startswith(f"{subject} {predicate} ")
    ]


def rated(lines: list[str]) -> str:
    (step,) = said(lines, EVALUATION, kei("progressRating"))
    return step


def test_a_step_that_is_no_rank_loses_its_place() -> None:
    words = {**WORDS, "-": "対象外"}
    town = migrated(a=file(words, ["A", "B", "-"], "B"))
    scheme = scheme_iri(PLAN, "progress", words, ["A", "B"])
    lines = town.files["a"]
    assert rated(lines) == step_iri(scheme, "B")
    none = step_iri(scheme, "-")
    assert (said(lines, none, kei("ratingOrder")), said(lines, none, CLOSE)) == ([], [])
    assert len(said(lines, step_iri(scheme, "B"), kei("ratingOrder"))) == 1
    assert len(said(lines, step_iri(scheme, "B"), CLOSE)) == 1


def test_an_order_that_nobody_told_is_not_told() -> None:
    numbers = {"1": "一", "2": "二"}
    for words, order, kept in (
        (numbers, [], []),
        (numbers, ["1", "2"], ["1", "2"]),  # only plan.yml can have told so
        ({"2": "遅れ", "1": "順調"}, ["2", "1"], ["1", "2"]),
        ({"A": "遅れ", "B": "順調"}, ["A", "B"], []),
        ({"順調": "順調", "遅れ": "遅れ"}, ["順調", "遅れ"], ["順調", "遅れ"]),
    ):
        mark = next(iter(words))
        lines = migrated(a=file(words, order, mark)).files["a"]
        scheme = scheme_iri(PLAN, "progress", words, kept)
        assert rated(lines) == step_iri(scheme, mark)
        assert [said(lines, step_iri(scheme, one), kei("ratingOrder")) != [] for one in words] == [
            one in kept for one in words
        ]


def test_marks_without_a_legend_stay() -> None:
    lines = file({}, [], "B")
    town = migrated(a=lines)
    assert (town.files["a"], legends.STEP.renames(town)) == (lines, {})


def test_a_mark_that_the_legend_does_not_know_stands_in_its_scale() -> None:
    lines = migrated(a=file(WORDS, ["A", "B"], "C")).files["a"]
    step = step_iri(scheme_iri(PLAN, "progress", WORDS, ["A", "B"]), "C")
    assert (rated(lines), said(lines, step, f"<{SKOS}prefLabel>")) == (step, ['"C"@ja'])


def test_documents_that_word_a_scale_differently_part_and_are_named() -> None:
    other = {"A": "達成", "B": "未達成"}
    files = {
        "a": file(WORDS, ["A", "B"], "B"), "b": file(other, ["A", "B"], "B"), "c": file({}, [], "B")
    }  # fmt: skip
    before = Town(DEFAULT_BASE, "99999", {}, dict(files))
    assert legends.STEP.renames(before) == {}
    (note,) = legends.STEP.notes(before)
    names = {
        key: scheme_iri(PLAN, "progress", words, [*words]) for key, words in (("a", WORDS), ("b", other))
    }
    assert all(f"{name} ({key})" in note.text() and name in note.text("ja") for key, name in names.items())
    town = migrated(**files)
    assert {key: rated(lines) for key, lines in town.files.items()} == {
        key: step_iri(names.get(key, OLD), "B") for key in files
    }


def test_a_scale_that_is_known_by_its_legend_stays() -> None:
    """It may have been given an order by plan.yml that neither words nor marks tell."""
    words = {"B": "二", "A": "一"}
    scheme = scheme_iri(PLAN, "progress", words, ["B", "A"])
    lines = [line.replace(OLD[:-1], scheme[:-1]) for line in file(words, ["B", "A"], "B")]
    assert migrated(a=lines).files["a"] == sorted(lines)
