"""Grammars and families: what they may say, how one departs from another, and what a fault is told as."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.ground.errors import SeriesError
from keikaku.reading import families
from keikaku.reading.settings import NotAllowedError
from tests.reading.made import Read, series, tree

FAULTS = {
    "a level that is nothing": ("levels:\n  goal: {head: 'x(?P<label>.+)'}\n", "levels.goal"),
    "a level that is two things": (
        "levels:\n  goal: {is: Goal, opens: plan, head: 'x(?P<label>.+)'}\n",
        "levels.goal",
    ),
    "a class that there is not": ("levels:\n  goal: {is: Gaol, head: 'x(?P<label>.+)'}\n", "levels.goal.is"),
    "a group that nothing reads": (
        "levels:\n  goal: {is: Goal, head: 'x(?P<lable>.+)'}\n",
        "levels.goal.head",
    ),
    "a level under one that is not there": (
        "levels:\n  goal: {is: Goal, under: vision, head: 'x(?P<label>.+)'}\n",
        "levels.goal.under",
    ),
    "a block of a level that is not there": (
        "blocks:\n  issue: {is: issue, head: 課題, of: goal}\n",
        "blocks.issue.of",
    ),
    "an item of what is no element": (
        "blocks:\n  issue: {is: issue, head: 課題, item: '(?P<label>.+)'}\n",
        "blocks.issue",
    ),
    "a fact that there is not": ("fields: {主管課: department2}\n", "fields.主管課.is"),
    "a field that is nothing": ("fields: {主管課: {of: ''}}\n", "fields.主管課"),
    "a field that opens a level that is not there": ("fields: {施策: {opens: goal}}\n", "fields.施策.opens"),
    "an element of an evaluation": ("fields: {施策: {is: Measure, of: evaluation}}\n", "fields.施策"),
    "a sentence that says nothing": ("sentences:\n  one: {form: 'あ+'}\n", "sentences.one.form"),
    "a stretch without an end": ("outside:\n  front: {because: foreword}\n", "outside.front"),
    "a role that no column has": ("tables:\n  kpi: {rows: Indicator, heads: [goal]}\n", "tables.kpi.heads.0"),
    "a period without its years": ("periods: {plan: '期間'}\n", "periods.plan"),
    "settings of a layout": ("settings: {goal: x}\n", "settings"),
    "a key that there is not": ("levles: {}\n", "levles"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_line_and_key(fault: str, tmp_path: Path) -> None:
    grammar, key = FAULTS[fault]
    with pytest.raises(SeriesError) as raised:
        series(tmp_path, grammar)
    values = raised.value.values
    assert values["path"] == tmp_path / "plan.yml"
    assert values["key"] == key
    lines = (tmp_path / "plan.yml").read_text(encoding="utf-8").splitlines()
    assert key.split(".")[0] in "".join(lines[int(str(values["line"])) - 2 : int(str(values["line"]))])
    assert values["detail"]
    assert raised.value.message("ja") != raised.value.message("en")


def test_a_family_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SeriesError) as raised:
        series(tmp_path, "", family="sogo-senryku")
    assert raised.value.values["key"] == "family"
    assert "sogo-senryaku" in str(raised.value.values["detail"])


def test_a_document_of_furniture_alone_is_read(read: Read) -> None:
    reading = read("架空町\f架空町\f架空町\f架空町\n", "")
    assert list(reading.elements) == []


def test_a_plan_yml_names_a_family_and_no_reader_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SeriesError) as raised:
        series(tmp_path, "layout: own-sheets\n")
    assert raised.value.values["key"] == "layout"


@pytest.mark.parametrize("name", families.names())
def test_a_family_can_be_named(name: str, tmp_path: Path) -> None:
    assert series(tmp_path, "", family=name).settings.family == name


def test_a_plan_yml_departs_from_its_family(read: Read) -> None:
    print_ = "架空町\n基本目標１　水の町\n（１）川を守る\n"
    assert tree(read(print_, "", "sogo-senryaku")) == [
        ("Goal", "水の町", "plan"),
        ("Measure", "川を守る", "水の町"),
    ]
    departed = read(print_, "levels:\n  goal: {is: StrategyGoal}\n  measure:\n", "sogo-senryaku")
    assert tree(departed) == [("StrategyGoal", "水の町", "plan")]


def test_families_derive_from_families(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.yml").write_text(
        "levels: {a: {is: Goal, head: 'a'}, b: {is: Field}}\n", encoding="utf-8"
    )
    (tmp_path / "two.yml").write_text("family: one\nlevels: {a: {head: 'c'}, b: }\n", encoding="utf-8")
    (tmp_path / "round.yml").write_text("family: round\n", encoding="utf-8")
    monkeypatch.setattr(families, "FOLDER", tmp_path)
    families.defaults.cache_clear()
    try:
        assert families.defaults("two") == {"levels": {"a": {"is": "Goal", "head": "c"}}}
        with pytest.raises(SeriesError) as raised:
            families.defaults("round")
        assert raised.value.values["key"] == "family"
    finally:
        families.defaults.cache_clear()


def test_a_name_that_is_no_family_is_not_allowed() -> None:
    with pytest.raises(NotAllowedError):
        families.known("no-family")
