"""Scales of every kind, from the legend that a document prints or plan.yml declares to stored, valid quads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from keikaku.building.pipeline import build
from keikaku.graph.nquads import segment
from keikaku.ground.errors import SeriesError
from keikaku.ground.rules import Severity
from keikaku.ground.vocab import DEFAULT_BASE, PREFIXES
from keikaku.reading.checks import check
from keikaku.reading.model import Confidence, Fact
from keikaku.reading.records import Reading
from keikaku.reading.series import read_series
from keikaku.store.folder import Store
from keikaku.validation.validating import validate
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
    "12345": ("1 一 2 二 3 三 4 四 5 五", [("1", "一", None), ("2", "二", None), ("3", "三", None), ("4", "四", None), ("5", "五", None)]),
    "12345, the last the best": ("1 最悪 2 劣 3 並 4 良 5 最良", [("1", "最悪", 5), ("2", "劣", 4), ("3", "並", 3), ("4", "良", 2), ("5", "最良", 1)]),
    "①②③": ("① 順調 ② 並 ③ 遅れ", [("①", "順調", 1), ("②", "並", 3), ("③", "遅れ", 5)]),
    "×△○◎": ("×：未達成 △：一部 ○：ほぼ ◎：達成", [("×", "未達成", 5), ("△", "一部", 4), ("○", "ほぼ", 2), ("◎", "達成", 1)]),
    "CBA": ("C 三 B 二 A 一", [("C", "三", 5), ("B", "二", 3), ("A", "一", 1)]),
    "the worst words first": ("遅れ／やや遅れ／順調", [("遅れ", "遅れ", 5), ("やや遅れ", "やや遅れ", 3), ("順調", "順調", 1)]),
    "letters against words": ("A 遅れ B 並 C 順調", [("A", "遅れ", None), ("B", "並", None), ("C", "順調", None)]),
    "a dash": ("A 順調 B 並 C 遅れ － 対象外", [("A", "順調", 1), ("B", "並", 3), ("C", "遅れ", 5), ("-", "対象外", None)]),
    "a dash among signs": ("◎ 達成 × 未達成 － 前年度なし", [("◎", "達成", 1), ("×", "未達成", 5), ("-", "前年度なし", None)]),
    "words that rate nothing": ("順調／遅れ／評価なし", [("順調", "順調", 1), ("遅れ", "遅れ", 5), ("評価なし", "評価なし", None)]),
    "words behind letters": ("S 一 A 二 B 三／未実施", [("S", "一", 1), ("A", "二", 3), ("B", "三", 5), ("未実施", "未実施", None)]),
    "a letter that rates nothing": ("A 順調 B 遅れ C 未実施", [("A", "順調", 1), ("B", "遅れ", 5), ("C", "未実施", None)]),
    "not done, of what is done": ("実施／一部実施／未実施", [("実施", "実施", 1), ("一部実施", "一部実施", 3), ("未実施", "未実施", 5)]),
    "one rank": ("○ 実績あり － 実績なし", [("○", "実績あり", None), ("-", "実績なし", None)]),
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


def scheme(found: list[Quad], name: str = "progress") -> str:
    """Return the plan's scale that its ratings name."""
    steps = {one.object.value for one in found if one.predicate.value.lower() == f"{KEI}{name}rating".lower()}  # type: ignore[union-attr]
    (scale,) = {place for step in steps for place in values(found, step, f"{SKOS}inScheme")}
    return scale


@pytest.mark.parametrize("scale", SCALES)
def test_a_scale_of_the_plan_reaches_the_store_with_its_own_words(scale: str, tmp_path: Path) -> None:
    legend, expected = SCALES[scale]
    first, second = expected[0][0], expected[-1][0]
    reading = load_text(NAME, sheets(legend, first, second), tmp_path)
    assert [one.progress for one in reading.evaluations] == [first, second]
    assert not [one for one in reading.findings if one.rule in ("rating-scale", "rating-mark")]
    assert len([one for one in reading.findings if one.rule == "rating-unread"]) == 1  # the lost review
    lines = quads(reading, NAME)
    assert not [one for one in validate(lines) if one.severity is Severity.VIOLATION]
    found = graph(lines)
    ranked = sorted((step, place) for place, (*_, step) in enumerate(expected) if step)
    if expected[0][2] == 5:
        ranked.sort(key=lambda rank: (rank[0], -rank[1]))
    order = {place: rank for rank, (_, place) in enumerate(ranked, 1)}
    for place, (mark, words, step) in enumerate(expected):
        concept = f"{scheme(found)}/{segment(mark)}"
        assert values(found, concept, f"{SKOS}notation") == [mark]
        assert values(found, concept, f"{SKOS}prefLabel") == [words]
        assert values(found, concept, f"{SKOS}closeMatch") == ([f"{KEI}CommonRating{step}"] if step else [])
        assert values(found, concept, f"{KEI}ratingOrder") == ([str(order[place])] if step else [])
    rated = {one.object.value for one in found if one.predicate == NamedNode(f"{KEI}progressRating")}  # type: ignore[union-attr]
    assert rated == {f"{scheme(found)}/{segment(mark)}" for mark in (first, second)}


def test_a_mark_that_the_legend_lacks_is_reported_and_kept_with_no_place(tmp_path: Path) -> None:
    reading = load_text(NAME, sheets(LEGEND, "E", "C"), tmp_path)
    assert next((one.progress, one.confidence) for one in reading.evaluations) == ("E", Confidence.DOUBTFUL)
    assert (
        len([one for one in reading.findings if one.rule == "rating-unread"]) == 2
    )  # and the review of the second sheet
    lines = quads(reading, NAME)
    assert not [one for one in validate(lines) if one.severity is Severity.VIOLATION]
    found = graph(lines)
    assert values(found, f"{scheme(found)}/E", f"{SKOS}prefLabel") == ["E"]
    assert values(found, f"{scheme(found)}/E", f"{SKOS}closeMatch") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("B", "C"), ("◎", "×"), ("S", "A"), ("1", "5"), ("順調", "遅れ"), ("達成", "未達成")],
)
def test_a_rating_without_any_legend_is_known_by_its_mark(first: str, second: str, tmp_path: Path) -> None:
    text = "\n".join(line for line in sheets(LEGEND, first, second).split("\n") if LEGEND not in line)
    reading = load_text(NAME, text, tmp_path)
    assert [one.progress for one in reading.evaluations] == [first, second]
    assert Confidence.DOUBTFUL not in {one.confidence for one in reading.evaluations}
    assert not [one for one in reading.findings if one.rule == "rating-mark"]
    assert (
        len([one for one in reading.findings if one.rule == "rating-unread"]) == 1
    )  # the review of the second sheet
    found = graph(quads(reading, NAME))
    for mark in (first, second):
        assert values(found, f"{SCHEME}/progress/{mark}", f"{SKOS}prefLabel") == [mark]
        assert values(found, f"{SCHEME}/progress/{mark}", f"{KEI}ratingOrder") == []
        assert values(found, f"{SCHEME}/progress/{mark}", f"{SKOS}closeMatch") == []


def test_without_a_legend_a_letter_of_another_script_is_doubtful(tmp_path: Path) -> None:
    text = "\n".join(line for line in TEXT.split("\n") if LEGEND not in line)
    one, other = load_text(NAME, text, tmp_path).evaluations
    assert (one.progress, one.confidence, one.as_printed[0]) == ("B", Confidence.DOUBTFUL, "В")
    assert (other.progress, other.confidence) == ("C", Confidence.CERTAIN)


def test_a_legend_of_lost_marks_claims_none_of_ours(tmp_path: Path) -> None:
    """Boxes to be ticked tell words and no marks: which is which only plan.yml or another sheet can say."""
    reading = load_text(NAME, sheets("□ 早い □ 予定どおり □ やや遅い □ 遅い", "B", "C"), tmp_path)
    assert [one.rule for one in reading.findings if one.rule == "rating-scale"] == ["rating-scale"] * 2
    found = graph(quads(reading, NAME))
    assert scheme(found) == f"{SCHEME}/progress"
    assert values(found, f"{SCHEME}/progress/B", f"{SKOS}prefLabel") == ["B"]


def test_legends_of_one_document_that_differ_are_told_with_both_places(tmp_path: Path) -> None:
    first = TEXT.split("\n").index(next(line for line in TEXT.split("\n") if LEGEND in line)) + 1
    text = sheets(LEGEND, "B", "C")
    at = text.rindex(LEGEND)
    reading = load_text(NAME, text[:at] + text[at:].replace("予定どおり", "おおむね予定どおり"), tmp_path)
    (told,) = [one for one in reading.findings if one.rule == "rating-scale"]
    assert first in told.lines
    assert len(told.lines) == 2
    found = graph(quads(reading, NAME))
    assert values(found, f"{scheme(found)}/B", f"{SKOS}prefLabel") == ["予定どおり"]


def test_documents_of_one_plan_keep_each_its_own_legend(tmp_path: Path) -> None:
    """The sheets of another year may rate otherwise: no rating is told in the words of another year."""
    one, other = (
        graph(quads(load_text(NAME, sheets(legend, "B", "C"), tmp_path), NAME))
        for legend in (LEGEND, "S 極めて早い A 早い B やや遅い C 遅い")
    )
    both = [*one, *other]
    assert scheme(one) != scheme(other)
    assert values(both, f"{scheme(one)}/B", f"{SKOS}prefLabel") == ["予定どおり"]
    assert values(both, f"{scheme(other)}/B", f"{SKOS}prefLabel") == ["やや遅い"]
    again = graph(quads(load_text(NAME, sheets(LEGEND, "A", "D"), tmp_path), NAME))
    assert scheme(again) == scheme(one)


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
    assert values(found, f"{scheme(found)}/△", f"{SKOS}prefLabel") == ["遅れ"]
    assert values(found, f"{scheme(found)}/△", f"{SKOS}closeMatch") == [f"{KEI}CommonRating5"]


def test_plan_yml_tells_which_end_of_printed_numbers_is_the_best(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.store")
    folder = declared(tmp_path, {"progress": {"3": "-", "2": "-", "1": "-"}})
    (folder / "plan.txt").write_text(sheets("1 一 2 二 3 三", "3", "1"), encoding="utf-8")
    build(folder, store)
    found = list(store.load())
    assert values(found, f"{scheme(found)}/3", f"{SKOS}prefLabel") == ["三"]
    assert values(found, f"{scheme(found)}/3", f"{KEI}ratingOrder") == ["1"]
    assert values(found, f"{scheme(found)}/1", f"{SKOS}closeMatch") == [f"{KEI}CommonRating5"]


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
    scale = next(place.rpartition("/")[0] for place in rated)
    assert rated == {f"{scale}/◎", f"{scale}/%3F"}
    assert values(found, f"{scale}/◎", f"{SKOS}closeMatch") == [f"{KEI}CommonRating1"]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return load_text(NAME, TEXT, tmp_path)
