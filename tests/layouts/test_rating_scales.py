"""Scales of every kind, from the legend that a document prints or plan.yml declares to stored, valid quads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from keikaku.checks import check
from keikaku.errors import SeriesError
from keikaku.model import Confidence, Fact, Severity
from keikaku.pipeline import build
from keikaku.reading import Reading
from keikaku.series import read_series
from keikaku.shacl.validating import validate
from keikaku.store import Store
from keikaku.vocab import DEFAULT_BASE, PREFIXES
from tests.support import ROOT, load_text, quads

NAME = "examples/evaluation-sheets"
TEXT = (ROOT / NAME / "plan.txt").read_text(encoding="utf-8")
LEGEND = "A 早い B 予定どおり C やや遅い D 遅い"
SCHEME = f"{DEFAULT_BASE}99999/review-sheets/rating"
KEI, SKOS = PREFIXES["kei"], PREFIXES["skos"]

SCALES: dict[str, tuple[str, list[tuple[str, str, int | None]]]] = {
    "◎○△×": ("◎：達成 ○：ほぼ達成 △：遅れ ×：未着手", [("◎", "達成", 1), ("○", "ほぼ達成", 2), ("△", "遅れ", 4), ("×", "未着手", 5)]),
    "SABC": ("S 期待以上 A 順調 B 遅れ C 中止", [("S", "期待以上", 1), ("A", "順調", 2), ("B", "遅れ", 4), ("C", "中止", 5)]),
    "54321": ("5 最良 4 良 3 並 2 劣 1 最悪", [("5", "最良", 1), ("4", "良", 2), ("3", "並", 3), ("2", "劣", 4), ("1", "最悪", 5)]),
    "12345": ("1 最悪 2 劣 3 並 4 良 5 最良", [("1", "最悪", None), ("2", "劣", None), ("3", "並", None), ("4", "良", None), ("5", "最良", None)]),
    "three words": ("順調／やや遅れ／遅れ", [("順調", "順調", 1), ("やや遅れ", "やや遅れ", 3), ("遅れ", "遅れ", 5)]),
    "two words": ("達成／未達成", [("達成", "達成", 1), ("未達成", "未達成", 5)]),
    "six letters": ("A 一 B 二 C 三 D 四 E 五 F 六", [("A", "一", 1), ("B", "二", 2), ("C", "三", 3), ("D", "四", 3), ("E", "五", 4), ("F", "六", 5)]),
}  # fmt: skip


def sheets(legend: str, first: str, second: str) -> str:
    text = TEXT.replace(LEGEND, legend)
    return text.replace("\nВ\t支流", f"\n{first}\t支流").replace("\nC\t遊歩道", f"\n{second}\t遊歩道")


def graph(lines: list[str]) -> list[Quad]:
    return list(parse("\n".join(lines), format=RdfFormat.N_QUADS))


def values(found: list[Quad], subject: str, predicate: str) -> list[str]:
    return [
        one.object.value
        for one in found
        if one.subject == NamedNode(subject)
        and one.predicate == NamedNode(predicate)
        and isinstance(one.object, NamedNode | Literal)
    ]


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_of_the_plan_reaches_the_store_with_its_own_words(scale: str, tmp_path: Path) -> None:
    legend, expected = SCALES[scale]
    first, second = expected[0][0], expected[-1][0]
    reading = load_text(NAME, sheets(legend, first, second), tmp_path)
    assert [one.progress for one in reading.evaluations] == [first, second]
    assert not [
        one for one in reading.findings if one.rule in ("rating-scale", "rating-progress", "rating-mark")
    ]
    lines = quads(reading, NAME)
    assert not [one for one in validate(lines) if one.severity is Severity.VIOLATION]
    found = graph(lines)
    for place, (mark, words, step) in enumerate(expected, 1):
        concept = f"{SCHEME}/progress/{mark}"
        assert values(found, concept, f"{SKOS}notation") == [mark]
        assert values(found, concept, f"{SKOS}prefLabel") == [words]
        assert values(found, concept, f"{SKOS}closeMatch") == ([f"{KEI}CommonRating{step}"] if step else [])
        assert values(found, concept, f"{KEI}ratingOrder") == ([str(place)] if step else [])
    rated = {one.object.value for one in found if one.predicate == NamedNode(f"{KEI}progressRating")}  # type: ignore[union-attr]
    assert rated == {f"{SCHEME}/progress/{first}", f"{SCHEME}/progress/{second}"}


def test_a_mark_that_the_legend_lacks_is_reported_and_kept_with_no_place(tmp_path: Path) -> None:
    reading = load_text(NAME, sheets(LEGEND, "E", "C"), tmp_path)
    assert next((one.progress, one.confidence) for one in reading.evaluations) == ("E", Confidence.DOUBTFUL)
    assert len([one for one in reading.findings if one.rule == "rating-progress"]) == 1
    lines = quads(reading, NAME)
    assert not [one for one in validate(lines) if one.severity is Severity.VIOLATION]
    found = graph(lines)
    assert values(found, f"{SCHEME}/progress/E", f"{SKOS}prefLabel") == ["E"]
    assert values(found, f"{SCHEME}/progress/E", f"{SKOS}closeMatch") == []


def test_a_rating_without_any_legend_is_known_by_its_mark(tmp_path: Path) -> None:
    text = "\n".join(line for line in sheets(LEGEND, "B", "C").split("\n") if LEGEND not in line)
    found = graph(quads(load_text(NAME, text, tmp_path), NAME))
    assert values(found, f"{SCHEME}/progress/B", f"{SKOS}prefLabel") == ["B"]
    assert values(found, f"{SCHEME}/progress/B", f"{KEI}ratingOrder") == []


def declared(folder: Path, ratings: dict[Any, Any]) -> Path:
    settings = yaml.safe_load((ROOT / NAME / "plan.yml").read_text(encoding="utf-8"))
    next(plan for plan in settings["plans"] if plan["id"] == "review-sheets")["ratings"] = ratings
    (folder / "plan.yml").write_text(
        yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    (folder / "plan.txt").write_text(sheets("別紙のとおり", "◎", "△"), encoding="utf-8")
    return folder


def test_plan_yml_declares_a_scale_whose_legend_is_not_printed(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.store")
    build(declared(tmp_path, {"progress": {"◎": "達成", "○": "継続", "△": "遅れ"}}), store)
    found = list(store.load())
    assert values(found, f"{SCHEME}/progress/△", f"{SKOS}prefLabel") == ["遅れ"]
    assert values(found, f"{SCHEME}/progress/△", f"{SKOS}closeMatch") == [f"{KEI}CommonRating5"]


def test_plan_yml_tells_which_end_of_printed_numbers_is_the_best(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.store")
    folder = declared(tmp_path, {"progress": {"3": "-", "2": "-", "1": "-"}})
    (folder / "plan.txt").write_text(sheets("1 遅れ 2 並 3 順調", "3", "1"), encoding="utf-8")
    build(folder, store)
    found = list(store.load())
    assert values(found, f"{SCHEME}/progress/3", f"{SKOS}prefLabel") == ["順調"]
    assert values(found, f"{SCHEME}/progress/3", f"{KEI}ratingOrder") == ["1"]
    assert values(found, f"{SCHEME}/progress/1", f"{SKOS}closeMatch") == [f"{KEI}CommonRating5"]


@pytest.mark.parametrize(
    ("ratings", "key"), [({"progress": {"A": "順調"}}, "progress"), ({"x": {"A": "a", "B": "b"}}, "x")]
)
def test_a_scale_that_plan_yml_cannot_have_names_its_key(
    ratings: dict[Any, Any], key: str, tmp_path: Path
) -> None:
    with pytest.raises(SeriesError) as caught:
        read_series(declared(tmp_path, ratings) / "plan.yml")
    assert f".ratings.{key}" in str(caught.value)


def test_indicators_and_projects_may_be_rated(reading: Reading) -> None:
    project = next(one for one in reading.elements if one.kind == "Project")
    indicator = reading.indicators[0]
    project.plan.ratings["general"] = {"◎": "達成", "×": "未達成"}
    reading.state(project, Fact.RATING, "◎", project.lines)
    reading.state(indicator, Fact.RATING, "?", indicator.lines)
    check(reading)
    assert [one.rule for one in reading.findings].count("rating-mark") == 1
    lines = quads(reading, NAME)
    assert not [one for one in validate(lines) if one.severity is Severity.VIOLATION]
    found = graph(lines)
    rated = {one.object.value for one in found if one.predicate == NamedNode(f"{KEI}rating")}  # type: ignore[union-attr]
    assert rated == {f"{SCHEME}/general/◎", f"{SCHEME}/general/%3F"}
    assert values(found, f"{SCHEME}/general/◎", f"{SKOS}closeMatch") == [f"{KEI}CommonRating1"]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return load_text(NAME, TEXT, tmp_path)
