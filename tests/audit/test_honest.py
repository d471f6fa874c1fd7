"""What an audit may say: no value that is missing, no accusation without what speaks against it, no picture that lies."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from keikaku.audit.flow import picture
from keikaku.audit.model import Audit
from keikaku.audit.run import audit
from keikaku.audit.summary import summary_rows
from keikaku.audit.tables import provenance, queries
from keikaku.graph.states import Status
from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from tests.audit.support import fixture_lines
from tests.conftest import Keikaku
from tests.support import put

KEI = "https://w3id.org/keikaku/ns#"


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize("made", ["town_audit", "plan_audit"])
def test_no_sentence_has_a_value_that_is_missing(made: str, request: pytest.FixtureRequest) -> None:
    findings = request.getfixturevalue(made).findings
    assert findings
    unsaid = [one for one in findings if re.search("「[?？]?」|“[?]?”|\\bNone\\b(?! of)", one.ja + one.en)]
    assert unsaid == []


def test_a_doubtful_reading_names_its_property_and_the_print(plan_audit: Audit) -> None:
    doubtful = [one for one in plan_audit.findings if one.rule == "doubtful"]
    assert len(doubtful) > 10
    stated = next(one for one in doubtful if "所得の向上" in one.ja)
    assert "施策の方針" in stated.ja
    assert "policy direction" in stated.en
    assert "干貫石" in stated.ja
    named = next(one for one in doubtful if "広聴事業" in one.ja)
    assert "の名称の" in named.ja


def test_documents_without_projects_are_not_told_that_no_project_names_a_goal(plan_audit: Audit) -> None:
    lacking = {one.municipality for one in plan_audit.findings if one.rule == "strategy-goal-without-project"}
    with_projects = {
        one.code for one in plan_audit.municipalities if any(flow.projects for flow in one.flows)
    }
    assert lacking <= with_projects


def test_with_projects_it_is_said(town_audit: Audit) -> None:
    assert [one for one in town_audit.findings if one.rule == "strategy-goal-without-project"]


# ---------------------------------------------------------------- what speaks against a finding


def off_track(made: Audit, label: str) -> tuple[str, str, tuple[str, ...]]:
    one = next(one for one in made.findings if one.rule == "indicator-off-track" and f"「{label}」" in one.ja)
    return one.ja, one.en, one.sources


def test_a_finding_shows_the_repairs_of_its_figures(plan_audit: Audit) -> None:
    japanese, english, _sources = off_track(plan_audit, "財政力指数")
    assert "2022年度の基準値(修復。印刷は「0. | 89」)" in japanese
    assert "target of 2028 (repaired, printed “0.9 | 90”)" in english
    assert "実績値(修復" not in japanese  # the actual was read as it stands


def test_a_sentence_of_the_same_sheet_stands_beside_it(plan_audit: Audit) -> None:
    japanese, english, sources = off_track(plan_audit, "施策の目標達成率")
    assert "同じシートの記述: 「施策の目標達成率が" in japanese
    assert "The same sheet says of it: " in english
    assert sources[-1] == "ami-evaluation-sheets-r6.txt:60"


def test_a_finding_on_figures_that_were_read_as_they_stand_has_no_caveat(town_audit: Audit) -> None:
    sums = [one for one in town_audit.findings if one.rule == "budget-sum"]
    assert sums
    assert all("rests on" not in one.en for one in sums)


# ---------------------------------------------------------------- pictures and orders


@pytest.mark.parametrize("language", ["ja", "en"])
def test_bands_are_as_wide_as_what_they_stand_for(town_audit: Audit, language: Language) -> None:
    made = picture(town_audit, language)
    for status in {bool(band.status) for band in made.bands}:
        bands = [band for band in made.bands if bool(band.status) is status]
        amounts = [float(band.title.rsplit(": ", 1)[1].replace(",", "")) for band in bands]
        for band, amount in zip(bands, amounts, strict=True):
            assert band.width == pytest.approx(max(0.4, 10 * amount / (max(amounts) or 1)), abs=0.01)


def test_measures_without_a_link_are_drawn_by_their_number(town_audit: Audit) -> None:
    titles = [band.title for band in picture(town_audit, "en").bands if band.status == Status.ABSENT]
    counts = {
        one.ref.label: sum(row.status is Status.ABSENT for row in one.measures)
        for one in town_audit.municipalities
    }
    drawn = {title.split(" → ")[1].split(" (")[0]: int(title.rsplit(": ", 1)[1]) for title in titles}
    assert drawn == {label: count for label, count in counts.items() if count}


def test_measures_of_one_line_stand_in_the_order_of_their_numbers(plan_audit: Audit) -> None:
    numbers = [row.number for row in plan_audit.measures if row.number and "①" <= row.number <= "⑳"]
    assert numbers == ["①", "②", "③", "①", "②", "③", "④", "①", "②", "③"]


def test_codes_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    documents = fixture_lines()
    name, lines = next(
        (name, lines) for name, lines in documents.items() if any("StrategyCode>" in one for one in lines)
    )
    codes = [one.split(" ")[0] for one in lines if f"<{KEI}StrategyCode>" in one]
    graph = lines[0].split(" ")[-2]
    notation = "<http://www.w3.org/2004/02/skos/core#notation>"
    kept = [one for one in lines if not (one.split(" ")[0] in codes and f" {notation} " in one)]
    printed = {code: f"Ⅰ({number})" for code, number in zip(codes, (10, 2, 1, 11, 3), strict=False)}
    documents[name] = sorted(
        [*kept, *(f'{code} {notation} "{text}" {graph} .' for code, text in printed.items())]
    )
    made = audit(put(Store(tmp_path / "store"), documents))
    ours = [row.ref.label for row in made.strategy if f"<{row.ref.iri}>" in printed]
    assert len(ours) > 1
    assert ours == sorted(ours, key=lambda text: int(re.findall("[0-9]+", text)[0]))


# ---------------------------------------------------------------- commands


def test_every_command_of_a_paper_runs_from_anywhere(keikaku: Keikaku, towns: Store, tmp_path: Path) -> None:
    assert (
        keikaku("audit", "--store", towns.path, "--output", tmp_path, "-f", "json", "-f", "csv").exit_code
        == 0
    )
    paper = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    commands = {one["command"] for one in paper["findings"]}
    assert commands
    assert all(f"--store {shlex.quote(str(towns.path))}" in command for command in commands)
    for command in sorted(commands)[:5]:
        program, *arguments = shlex.split(command)
        assert (program, keikaku(*arguments).exit_code) == ("keikaku", 0)


def test_the_table_of_queries_names_the_store(town_audit: Audit) -> None:
    town_audit.provenance.data = ("--store", "a.store")
    try:
        assert all("--store a.store" in str(row[2]) for row in queries(town_audit, "en").rows)
    finally:
        town_audit.provenance.data = ()


# ---------------------------------------------------------------- excerpts and digests


def test_what_was_read_of_each_plan_is_told(plan_audit: Audit) -> None:
    extents = {one.ref.iri.split("/id/")[1]: (one.extent, one.part) for one in plan_audit.plans}
    assert extents["03381/basic-plan"] == ("Digest", "")
    assert extents["08443/evaluation-sheets"][0] == "Excerpt"
    told = dict(summary_rows(plan_audit, "ja"))["収録範囲"]
    assert "概要版 5" in told
    assert "基本目標7" in told
    assert any("抜粋" in str(row[1]) for row in provenance(plan_audit, "ja").rows)


def test_an_excerpt_is_not_told_what_it_cannot_say(plan_audit: Audit) -> None:
    extents = {one.ref.iri: one.extent for one in plan_audit.plans}
    gaps = [one for one in plan_audit.findings if one.gap]
    assert {extents[one.plan] for one in gaps} == {"Digest", "Excerpt"}
    assert not [one for one in gaps if one.rule == "sdg-without-measure" and extents[one.plan] == "Excerpt"]
    for one in gaps:
        words = {"Digest": ("概要版", "digest"), "Excerpt": ("抜粋", "excerpt")}[extents[one.plan]]
        assert words[0] in one.ja
        assert words[1] in one.en
        assert one.severity == "Info"


def test_of_a_whole_plan_it_is_said_without_reserve(town_audit: Audit) -> None:
    gaps = [one for one in town_audit.findings if one.gap]
    assert [one for one in gaps if one.rule == "sdg-without-measure"]
    assert not [one for one in gaps if "抜粋" in one.ja or "概要版" in one.ja]
