"""Small documents that were once read wrongly: an example with one thing changed, as real documents print it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from keikaku.building.model import Loaded
from keikaku.building.pipeline import load
from keikaku.ground.rules import Severity
from keikaku.reading.model import Accumulation, Confidence, Observation, Role, Statement
from keikaku.validation import validate
from tests.support import ROOT, raises, shared

_ABOUT_THE_FILE = re.compile(r"/documents?/|/graph/|ns#(?:loader|sha256|asPrinted)>|/altLabel>|#altLabel>")


@cache
def example(name: str) -> Loaded:
    return load(ROOT / "examples" / name / "plan.txt")


def case(name: str) -> Loaded:
    """Read a case with its own plan.yml, which names a layout of old."""
    return load(shared("cases") / name / "plan.txt")


def facts(loaded: Loaded) -> set[str]:
    """Return the quads without their graph, and without those about the file and the print."""
    quads = (line.rsplit(" <", 1)[0] for line in loaded.lines)
    return {re.sub(r"#line=.*", "", quad) for quad in quads if not _ABOUT_THE_FILE.search(quad)}


def changed(tmp_path: Path, name: str, *changes: tuple[str, str]) -> Loaded:
    """Read an example with some of its text changed."""
    folder = tmp_path / name
    folder.mkdir()
    source = ROOT / "examples" / name
    text = (source / "plan.txt").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "plan.txt").write_text(text, encoding="utf-8")
    (folder / "plan.yml").write_bytes((source / "plan.yml").read_bytes())
    return load(folder / "plan.txt")


def prints(loaded: Loaded) -> set[str]:
    return {record.as_printed for record in loaded.reading.records() if record.as_printed}


def rules(loaded: Loaded) -> set[str]:
    return {finding.rule for finding in loaded.reading.findings}


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("name", "of", "print_"),
    [
        ("A1b_mixed_dept", "project-tables", "⼭⾥課"),
        ("A2_radsup_measure-sheets", "measure-sheets", "一日店⻑"),
        ("A2b_mixed_dept", "measure-tables", "町⺠課"),
        ("A3_ivs_dept", "project-tables", "山里\U000e0101課"),
        ("A8_softhyphen", "measure-tables", "建設\u00ad課"),
    ],
)
def test_the_same_characters_give_the_same_records_and_the_print_stays(
    name: str, of: str, print_: str
) -> None:
    read = case(name)
    assert facts(read) == facts(example(of))
    assert print_ in prints(read)
    assert read.reading.account().unread == ()


def test_letters_and_marks_apart_change_no_record() -> None:
    assert facts(case("A5_nfd_measure-tables")) == facts(example("measure-tables"))


def test_a_private_character_is_in_no_label_and_is_reported_with_its_place() -> None:
    read = case("P1b_pua_in_label")
    confidence = re.compile("readingConfidence")
    left, right = (
        {quad for quad in facts(each) if not confidence.search(quad)}
        for each in (read, example("measure-tables"))
    )
    assert left == right
    found = [each for each in read.reading.findings if each.rule == "lost-character"]
    assert [each.lines for each in found] == [(96,)]
    assert "U+F06C" in found[0].en


def test_two_forms_of_a_department_are_one_with_the_form_printed_most_often() -> None:
    read = case("A3_taka")
    names = {
        record.value
        for record in read.reading.records()
        if isinstance(record, Statement) and record.value.endswith("齢課")
    }
    assert len(names) == 1
    (name,) = names
    (other,) = read.reading.other_names[name]
    assert {name, other} == {"髙齢課", "高齢課"}
    assert other in prints(read)
    nodes = {quad.split(" ")[0] for quad in read.lines if f'label> "{name}"@ja' in quad}
    assert len(nodes) == 1
    assert any(
        quad.startswith(f'{min(nodes)} <http://www.w3.org/2004/02/skos/core#altLabel> "{other}"@ja')
        for quad in read.lines
    )


@pytest.mark.parametrize("unreadable", ["\ufffd", "\ue123"])
def test_a_name_with_a_character_that_nobody_can_read_is_doubtful(tmp_path: Path, unreadable: str) -> None:
    read = changed(tmp_path, "measure-tables", ("夜道の明かり\t", f"夜道{unreadable}明かり\t"))
    doubtful = [record for record in read.reading.records() if record.as_printed == f"夜道{unreadable}明かり"]
    assert doubtful
    assert all(record.confidence is Confidence.DOUBTFUL for record in doubtful)
    found = [each for each in read.reading.findings if each.rule == "lost-character"]
    assert len(found) == 1
    line = next(line.number for line in read.document.lines if unreadable in line.printed)
    assert found[0].lines == (line,)


def test_an_encoding_that_is_not_read_is_named() -> None:
    with raises("documents.binary") as error:
        case("A10_iso2022")
    assert "ISO-2022-JP" in str(error.value)


# ---------------------------------------------------------------- years


def periods(loaded: Loaded) -> dict[str, tuple[int | None, int | None]]:
    return {plan.id: (plan.start, plan.end) for plan in loaded.reading.plans.values()}


@pytest.mark.parametrize(
    ("name", "period"),
    [("W_heisei", (2016, 2025)), ("W_kara", (2024, 2028)), ("W_month", (2024, 2028))],
)
def test_a_period_is_read_in_every_form(name: str, period: tuple[int, int]) -> None:
    read = case(name)
    assert periods(read)["basic-plan-3"] == periods(read)["work-strategy"] == period
    assert read.reading.account().unread == ()
    assert ("era-ended" in rules(read)) == (name == "W_heisei")


@pytest.mark.parametrize(("name", "year"), [("Y2_slash", 2024), ("Y3_h31r1", 2019)])
def test_a_figure_has_its_year_in_every_form(name: str, year: int) -> None:
    read = case(name)
    changed = [
        line.number for line in read.document.lines if re.search("2025/3|H31/R1|令和元年度", line.text)
    ]
    years = {
        observation.fiscal_year
        for indicator in read.reading.indicators
        for observation in indicator.observations
        if observation.role is Role.BASELINE and set(changed) & set(observation.lines)
    }
    assert changed
    assert years == {year}
    assert read.reading.account().unread == ()


# ---------------------------------------------------------------- figures


def figures_of(loaded: Loaded, label: str) -> dict[str, Observation]:
    (indicator,) = (each for each in loaded.reading.indicators if each.label == label)
    return {observation.role: observation for observation in indicator.observations}


@pytest.mark.parametrize(
    ("name", "amounts"),
    [
        ("B1_oku", (120_000_000, 40_000_000, 80_000_000)),
        ("B2_neg", (-34_000_000, -20_000_000, -14_000_000)),
        ("B4_yen", (34_000_000, 20_000_000, 14_000_000)),
    ],
)
def test_money_is_exact(name: str, amounts: tuple[int, int, int]) -> None:
    read = case(name)
    (budget,) = (each for each in read.reading.budgets if each.of.label == "土砂だめの掘り直し")
    assert (budget.total, budget.specific, budget.general) == amounts
    assert read.reading.account().unread == ()
    negative = [each for each in validate(read.lines) if each.rule == "budget-negative"]
    assert {each.severity for each in negative} == ({Severity.WARNING} if amounts[0] < 0 else set())


def test_a_bound_is_no_part_of_the_unit() -> None:
    (indicator,) = (each for each in case("Q2_mt_inai").reading.indicators if each.label == "将来人口")
    said = [(str(each.value), each.comparator, each.fiscal_year) for each in indicator.observations]
    assert said == [("4200", "le", 2028), ("4050", "le", 2033)]
    assert indicator.unit == "人"


def test_a_range_has_two_bounds_and_a_target_in_words_none() -> None:
    read = case("V2_range")
    people = figures_of(read, "夏に川で遊んだ子どもの延べ人数")
    bounds = [(people[role].value, people[role].lower, people[role].upper) for role in ("Baseline", "Target")]
    assert [tuple(map(str, each)) for each in bounds] == [("None", "50", "60"), ("None", "70", "80")]
    shops = figures_of(read, "朝市の出店数")
    for role, print_ in (("Baseline", "増加"), ("Target", "約25")):
        said = shops[role]
        assert (said.value, said.lower, said.as_printed, said.confidence) == (
            None,
            None,
            print_,
            Confidence.CERTAIN,
        )
    assert read.reading.account().unread == ()


def test_words_in_a_cell_cost_no_other_figure() -> None:
    read = case("V3_words")
    people, shops = figures_of(read, "夏に川で遊んだ子どもの延べ人数"), figures_of(read, "朝市の出店数")
    assert [str(each.value) for each in (*people.values(), *shops.values())] == ["1240", "None", "None", "25"]
    assert (people["Target"].as_printed, shops["Baseline"].as_printed) == ("毎年増加", "調査中")
    assert len(read.reading.indicators) == len(example("measure-sheets").reading.indicators)
    assert read.reading.account().unread == ()


def test_a_figure_over_years_says_so() -> None:
    guests = figures_of(case("Z5_bo_total"), "延べ宿泊者数")
    assert guests["Target"].accumulation is Accumulation.CUMULATIVE
    assert (str(guests["Target"].value), guests["Target"].fiscal_year) == ("1500", 2026)
    assert guests["Baseline"].accumulation is None
