"""Plans against each other: what two of a town say differently is found with both places, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from keikaku.asking.questions import queries
from keikaku.audit.model import Audit, View
from keikaku.audit.rules_of_audit import CONSISTENCY_RULES
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.queries.towns import CODES, TOWN, Document, town
from tests.support import put

OF_DOCUMENTS = {"figure-contradicts", "figure-restated", "plan-periods-differ"}
"""What documents of one plan say differently, not two plans."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return put(Store(tmp_path_factory.mktemp("agreement") / "store"), town(), CODES)


@pytest.fixture(scope="module")
def made(store: Store) -> Audit:
    return audit(store, view=View.CONSISTENCY)


def test_what_differs_is_found_and_nothing_else(made: Audit) -> None:
    found = sorted((one.rule, one.elements[0].label) for one in made.findings)
    assert found == [
        ("department-not-named-later", "道路課"),
        ("indicator-baseline-differs", "来館者数"),
        ("indicator-baseline-differs", "来館者数"),
        ("indicator-target-differs", "来館者数"),
        ("indicator-target-year-differs", "貸出点数"),
        ("indicator-unit-differs", "満足度"),
        ("lowest-rating-same-money", "道路をまもる"),
        ("measure-not-carried-out", "空き家をなくす"),
        ("money-differs", "駐輪場の管理"),
        ("more-money-worse-figure", "来館者数"),
        ("plan-not-loaded", "空家等対策計画"),
        ("project-never-settled", "書庫の増築"),
        ("project-never-settled", "舗装の修繕"),
        ("strategy-goal-without-project", "仕事をつくる"),
    ]  # 歩道の延長 is 2 km in one plan and 2,000 m in another: the same
    assert {one.rule for one in made.findings} == {rule.name for rule in CONSISTENCY_RULES} - OF_DOCUMENTS


def test_a_finding_says_both_figures_and_names_both_plans(made: Audit) -> None:
    one = next(one for one in made.findings if one.rule == "indicator-target-differs")
    assert one.ja == (
        "指標「来館者数」の2025年度の目標値が、「食違町総合計画」では15000人、「食違町総合戦略」では18000人です。"
    )
    assert [ref.iri for ref in one.elements] == [
        f"{TOWN}/{plan}/indicator/来館者数" for plan in ("basic-plan", "strategy")
    ]
    assert {ref.sources[0].partition(":")[0] for ref in one.elements} == {"basic-plan.txt", "strategy.txt"}
    assert one.query in queries()


def test_a_unit_that_cannot_be_converted_is_said_and_its_figures_are_not_compared(made: Audit) -> None:
    said = [one.en for one in made.findings if "満足度" in one.en]
    assert said == [
        "“満足度” is counted in ％ in “食違町総合計画” and in ポイント in “食違町総合戦略”; one cannot be converted into the other, so its figures were not compared."
    ]


def test_a_plan_that_nobody_has_loaded_is_not_said_to_be_missing(made: Audit) -> None:
    states = {one.ref.label: one.state for one in made.municipalities[0].inventory}
    assert states.pop("空家等対策計画") == "named"
    assert set(states.values()) == {"loaded"}
    one = next(one for one in made.findings if one.rule == "plan-not-loaded")
    assert one.en.endswith("That does not say that it does not exist.")
    assert one.severity == "Info"


def test_one_plan_is_held_against_the_others(store: Store) -> None:
    found = audit(store, Scope(plan="食違町総合戦略"), view=View.CONSISTENCY).findings
    assert {one.rule for one in found} == {
        "indicator-baseline-differs", "indicator-target-differs", "indicator-target-year-differs", "indicator-unit-differs",
        "strategy-goal-without-project",
    }  # fmt: skip


def test_the_command_shows_it_and_writes_the_papers(keikaku: Keikaku, store: Store, tmp_path: Path) -> None:
    done = keikaku("audit", "--consistency", "--store", store.path, "--output", tmp_path, "--lang", "ja")
    assert "計画の整合 監査調書" in done.stdout
    assert "名前だけ(未取込)" in done.stdout
    paper = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    assert paper["view"] == "consistency"
    assert len(paper["inventory"]) == 5
    assert "--consistency" in paper["provenance"]["command"]
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    assert 'id="inventory"' in page
    assert 'id="matrix"' not in page
    names = {path.name for path in tmp_path.iterdir()}
    assert {"audit-inventory.csv", "audit-findings.csv"} <= names
    assert "audit-matrix.csv" not in names


def test_no_yen_is_counted_twice_over_two_plans(store: Store, made: Audit) -> None:
    """The evaluation settles what the implementation plan budgets; each plan's own sum holds what it prints."""
    own = {one.ref.label: one.yen for one in made.plans}
    assert own["食違町実施計画"] == 16_000_000 + 11_500_000 + 300_000
    assert own["食違町施策評価"] == 10_000_000 + 1_400_000 + 400_000
    # 2023: 9,000,000 settled, 1,000,000 settled, 5,000,000 never; 2024: 10,000,000 budgeted, 1,400,000 settled; 2025: what
    # differs in two plans may be two things
    assert made.yen == 15_000_000 + 11_400_000 + 700_000
    assert audit(store).yen == made.yen


def test_what_a_store_says_of_money_is_undone_with_it(tmp_path: Path) -> None:
    """Without the evaluation the amounts of the implementation plan count again."""
    kept = put(Store(tmp_path / "store"), town(), CODES)
    assert any("countedBy" in line for line in kept.lines("works"))
    with kept.writing() as writer:
        writer.remove("sheets-r5")
    assert not any("countedBy" in line for line in kept.lines("works"))


def test_what_documents_of_one_plan_print_differently(tmp_path: Path) -> None:
    documents = {}
    for name, figures in {
        "first-print": [("Target", 2025, 70)],
        "second-print": [("Target", 2025, 75)],
        "sheets-2023": [("Actual", 2023, 9500)],
        "sheets-2024": [("Actual", 2023, 9400), ("Actual", 2024, 9600)],
    }.items():
        plan = "plan" if "print" in name else "sheets"
        end = 2031 if name == "second-print" else 2030  # two documents claim one edition
        at = Document(name, plan, f"{plan}の題", "BasicPlan", 2021, end)
        iri = at.indicator("来館者数", at.element("Goal", "学びのまち"), "人", list(figures))
        for role, year, _value in figures:
            at.say(f"{iri}/{role.lower()}/{year}", "kei:figureRole", f"kei:{role}")
        documents[name] = sorted(set(at.lines))
    store = put(Store(tmp_path / "store"), documents, dict.fromkeys(documents, "99995"))
    made = audit(store, view=View.CONSISTENCY)
    found = {one.rule: one for one in made.findings if one.rule in OF_DOCUMENTS}
    assert found.keys() == OF_DOCUMENTS
    assert found["figure-contradicts"].en == (
        "A figure of “来館者数” in “planの題” for 2025 is printed as 70 and as 75, and neither document is the later one."
    )
    assert found["figure-contradicts"].severity == "Warning"
    assert found["figure-contradicts"].sources == ("first-print.txt:3", "second-print.txt:3")
    assert found["figure-restated"].ja == (
        "「sheetsの題」の指標「来館者数」の2023年度の値は、初めに 9500 と印刷され、後の文書では 9400 です。"
    )
    assert found["figure-restated"].severity == "Info"
    assert found["plan-periods-differ"].en.startswith(
        "Documents print different periods of “planの題”: its last year is 2030 and 2031."
    )
    assert {one.partition(":")[0] for one in found["plan-periods-differ"].elements[0].sources} == {
        "first-print.txt", "second-print.txt",
    }  # fmt: skip
    assert [(one.start, one.end) for one in made.municipalities[0].inventory] == [
        ("2021", "2031"), ("2021", "2030"),
    ]  # fmt: skip
