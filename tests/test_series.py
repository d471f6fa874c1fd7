"""A series: what plan.yml says, and what it makes of a document. Its errors: test_bad_input."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keikaku.documents.numbered_lines import read_document
from keikaku.ground.errors import SeriesError
from keikaku.ground.rules import Severity
from keikaku.reading.series import read_series
from tests.conftest import Town
from tests.support import ROOT

ALL = sorted([*ROOT.glob("loaders/*/plan.yml"), *ROOT.glob("examples/*/plan.yml")])


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.parent.name)
def test_every_series_can_be_read(path: Path) -> None:
    series = read_series(path, trusted=True)
    assert series.id == path.parent.name
    assert series.settings.document.recognise
    assert all(bounds.min <= bounds.max for bounds in series.settings.expect.values())


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.parent.name)
def test_no_furniture_matches_any_line(path: Path) -> None:
    for rule in read_series(path, trusted=True).settings.furniture:
        for expression in (rule.pattern, rule.start, rule.end):
            assert expression is None or expression.is_narrow()


def test_the_version_changes_with_the_files(town: Town) -> None:
    first = read_series(town.yml).version
    assert read_series(town.yml).version == first
    town.change("Goal: {min: 1, max: 4}", "Goal: {min: 1, max: 5}")
    second = read_series(town.yml).version
    (town.folder / "load.py").write_text("def read(reading, settings): ...\n")
    assert len({first, second, read_series(town.yml).version}) == 3


def test_the_name_of_the_folder_is_the_id(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(town.folder)
    assert read_series(Path("plan.yml")).id == "town"


def test_an_edition_is_read_from_the_document(town: Town) -> None:
    town.change("  recognise:\n", "  edition: '(?P<edition>令和[0-9]+年度)予算'\n  recognise:\n")
    series = read_series(town.yml)
    assert series.edition(read_document(town.plan)) == "令和6年度"
    town.plan.write_text("柱Ⅰ\n", encoding="utf-8")
    assert series.edition(read_document(town.plan)) == ""


def test_what_is_missing_for_recognition_is_named(town: Town) -> None:
    series = read_series(town.yml)
    assert series.missing(read_document(town.plan)) == []
    town.plan.write_text("柱Ⅰ 水\n", encoding="utf-8")
    assert series.missing(read_document(town.plan)) == [
        "架空町三か年実施計画",
        "番号\\t事業名\\t事業の内容\\t令和[0-9]+年度予算",
    ]


def test_furniture_is_a_pattern_or_a_bounded_stretch(town: Town) -> None:
    town.change(
        "titles:\n",
        "  - {start: 'はじめに', end: '町長 .+', lines: 4, because: a foreword}\ntitles:\n",
    )
    foreword = "はじめに\nこの計画は\n町の歩みです\n町長 山田\n"
    endless = "はじめに\n一\n二\n三\n四\n町長 山田\n"
    text = town.plan.read_text(encoding="utf-8")
    series = read_series(town.yml)
    for extra, counted in ((foreword, 4), (endless, 0)):
        town.plan.write_text(extra + text, encoding="utf-8")
        account = series.load(read_document(town.plan)).account()
        assert account.furniture == 3 + counted


@pytest.mark.parametrize("declared", [True, False])
def test_much_furniture_keeps_a_document_out_unless_plan_yml_says_why(town: Town, *, declared: bool) -> None:
    share = "furniture_share: {most: 0.5, because: the foot of each column}\n" if declared else ""
    feet = "  - {pattern: 'この段は[0-9]+', because: the foot of each column}\n"
    town.change("titles:\n", f"{feet}{share}titles:\n")
    text = town.plan.read_text(encoding="utf-8")
    town.plan.write_text(text + "".join(f"この段は{number}\n" for number in range(20)), encoding="utf-8")
    reading = read_series(town.yml).load(read_document(town.plan))
    told = [(one.rule, one.severity) for one in reading.findings if one.rule == "furniture-share"]
    assert told == ([] if declared else [("furniture-share", Severity.VIOLATION)])


def test_a_repair_keeps_the_print(town: Town) -> None:
    town.change("titles:\n", "repairs:\n  - {print: 蓄雷池, reading: 蓄電池, because: x}\ntitles:\n")
    town.plan.write_text(
        town.plan.read_text(encoding="utf-8").replace("集会所の蓄電池", "集会所の蓄雷池"), encoding="utf-8"
    )
    reading = read_series(town.yml).load(read_document(town.plan))
    [project] = [element for element in reading.elements if element.label == "集会所の蓄電池"]
    assert project.confidence == "Repaired"
    assert project.as_printed == "集会所の蓄雷池"


def test_repairs_may_not_make_much_text_of_little(town: Town) -> None:
    doubling = "".join(f"  - {{print: {a}, reading: {b}, because: x}}\n" for a, b in ("年ヌ", "ヌネ") * 2)
    many = "  - {print: 年, reading: 年年年年年年年年年年, because: x}\n" * 12
    first = town.yml.read_text(encoding="utf-8")
    for repairs, keeps in (
        (doubling, True),
        (many, False),
        ("  - {print: 年, reading: " + "あ" * 200_000 + ", because: x}\n", False),
    ):
        town.yml.write_text(first.replace("titles:\n", f"repairs:\n{repairs}titles:\n"), encoding="utf-8")
        series, document = read_series(town.yml), read_document(town.plan)
        if keeps:
            series.load(document)
            continue
        with pytest.raises(SeriesError) as error:
            series.load(document)
        values = error.value.values
        assert re.fullmatch(r"repairs\.[0-9]+\.reading", str(values["key"]))
        line = town.yml.read_text(encoding="utf-8").splitlines()[int(str(values["line"])) - 1]
        assert line.lstrip().startswith("- {print: 年")
        assert values["path"] == town.yml


def test_a_print_is_no_longer_than_the_lines_that_print_it(town: Town) -> None:
    long = "集会所" * 300
    text = town.plan.read_text(encoding="utf-8") + f"※{long}\n"
    town.plan.write_text(text.replace("集会所の蓄電池", "集会所の蓄雷池"), encoding="utf-8")
    repairs = f"  - {{print: 雷, reading: 電, because: x}}\n  - {{print: {long}, reading: 池, because: x}}\n"
    town.change("titles:\n", f"repairs:\n{repairs}titles:\n")
    reading = read_series(town.yml).load(read_document(town.plan))
    [project] = [element for element in reading.elements if element.label == "集会所の蓄電池"]
    assert project.as_printed == "集会所の蓄雷池"


def test_a_doubt_marks_what_holds_it(town: Town) -> None:
    town.change("titles:\n", "doubts:\n  - {print: 蓄電池, because: x}\ntitles:\n")
    reading = read_series(town.yml).load(read_document(town.plan))
    doubted = {element.label for element in reading.elements if element.confidence == "Doubtful"}
    assert doubted == {"集会所の蓄電池"}


def test_a_layout_that_is_gone_is_read_by_the_grammar_of_its_example(town: Town) -> None:
    text = town.yml.read_text(encoding="utf-8")
    now = read_series(town.yml).load(read_document(town.plan))
    kept = text[: text.index("titles:")] + text[text.index("expect:") :]
    of_old = kept.replace("family: jisshi-keikaku", "layout: project-tables\nsettings: {goal: of old}")
    town.yml.write_text(of_old, encoding="utf-8")
    then = read_series(town.yml).load(read_document(town.plan))
    assert [repr(record) for record in then.records()] == [repr(record) for record in now.records()]
    [told] = [finding for finding in then.findings if finding not in now.findings]
    assert (told.rule, told.severity) == ("retired-layout", Severity.WARNING)
    assert "family: jisshi-keikaku" in told.ja


BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 5000))


@pytest.mark.parametrize("text", ["&a [*a]", "settings: &x {y: *x}", BOMB, CHAIN])
def test_aliases_that_swell_or_hold_themselves_are_refused(town: Town, text: str) -> None:
    town.yml.write_text(text)
    with pytest.raises(SeriesError, match="its aliases stand for too much"):
        read_series(town.yml)


def test_an_alias_stands_for_what_it_names(town: Town) -> None:
    town.change("Goal: {min: 1, max: 4}", "Goal: &few {min: 1, max: 4}")
    town.change("Measure: {min: 2, max: 8}", "Measure: *few")
    expect = read_series(town.yml).settings.expect
    assert expect["Measure"] == expect["Goal"]
