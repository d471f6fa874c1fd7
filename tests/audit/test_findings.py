"""Findings: each is what its query finds, in the scope, with its lines."""

from __future__ import annotations

import shlex
from collections import Counter

import pytest

from keikaku.asking.questions import queries
from keikaku.audit.model import Audit, AuditFinding
from keikaku.audit.rules_of_audit import RULES
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.audit.tables import command_of
from keikaku.ground.rules import Severity
from keikaku.store.folder import Store
from keikaku.validation import validate
from tests.audit.support import rows_of
from tests.conftest import Keikaku


def rule(made: Audit, name: str) -> list[AuditFinding]:
    return [one for one in made.findings if one.rule == name]


UNSERVED = {"sdg-perhaps-without-measure", "sdg-without-measure"}
EXPECTED = {
    "broken-lineage",
    "budget-sum",
    "same-actual",
    "doubtful",
    "indicator-off-track",
    "indicator-without-target",
    "measure-inherits-sdg-only",
    "measure-with-general-sdg",
    "measure-without-sdg",
    "project-budget",
    "sdg-measure-without-budget",
    "sdg-measure-without-department",
    "sdg-measure-without-indicator",
    "sdg-measure-without-target",
    "sdg-named-once",
    "sdg-perhaps-without-measure",
    "sdg-unreadable",
    "sdg-without-measure",
    "strategy-goal-without-project",
    "target-side",
}


def test_the_fixture_has_something_for_every_rule(town_audit: Audit) -> None:
    assert {one.rule for one in town_audit.findings} == EXPECTED
    assert {one.name for one in RULES} | UNSERVED == EXPECTED


def test_numbers_run_through_and_sentences_are_whole(town_audit: Audit, plan_audit: Audit) -> None:
    for made in (town_audit, plan_audit):
        assert [one.number for one in made.findings] == list(range(1, len(made.findings) + 1))
        for one in made.findings:
            assert one.elements
            assert "{" not in one.en + one.ja
            assert one.en.endswith(".")
            assert one.ja.endswith("。")


def test_findings_name_their_lines(plan_audit: Audit) -> None:
    lost = [one for one in plan_audit.findings if not one.sources]
    assert not lost


@pytest.mark.parametrize("made", ["town_audit", "plan_audit"])
def test_every_finding_is_a_row_of_its_query(made: str, request: pytest.FixtureRequest) -> None:
    store = request.getfixturevalue({"town_audit": "towns", "plan_audit": "plans"}[made])
    subjects = {one.name: one.subject for one in RULES} | dict.fromkeys(UNSERVED, "plan")
    for one in request.getfixturevalue(made).findings:
        rows = rows_of(store, one.query, **dict(one.parameters))
        found = {row.get(subjects[one.rule], "") for row in rows}
        subjects_of = {element.iri for element in one.elements}
        assert found & subjects_of or any(
            iri.startswith(tuple(subjects_of)) or "/statement/" in iri for iri in found
        )


@pytest.mark.parametrize("each", [one for one in RULES if not one.where[0]], ids=lambda one: one.name)
def test_every_row_of_a_query_is_a_finding(each: object, towns: Store, town_audit: Audit) -> None:
    name, query, subject = each.name, each.query, each.subject  # type: ignore[attr-defined]
    wanted = {row[subject] for row in rows_of(towns, query)}
    found = {element.iri for one in rule(town_audit, name) for element in one.elements}
    if name == "measure-without-sdg":  # of one that cannot be read it is not said
        wanted -= {row["element"] for row in rows_of(towns, "sdg-unreadable")}
    assert wanted <= found


def test_goals_that_nothing_serves_are_those_of_the_query(towns: Store, town_audit: Audit) -> None:
    wanted: dict[str, list[str]] = {}
    for row in rows_of(towns, "sdgs-without-measures"):
        wanted.setdefault(row["plan"], []).append(row["sdg"].rsplit("/", 1)[-1])
    said = {one.plan: one.en for name in UNSERVED for one in rule(town_audit, name)}
    assert set(said) == {plan for plan, goals in wanted.items() if len(goals) < 17}
    assert all(f": {', '.join(wanted[plan])}." in text for plan, text in said.items())


def test_arithmetic_is_what_the_shapes_find(towns: Store, town_audit: Audit) -> None:
    pairs = ("budget-sum", "target-side", "same-actual")
    found = Counter(one.rule for key in towns.documents for one in validate(towns.lines(key)))
    for name in pairs:
        assert len(rule(town_audit, name)) == found[name], name


def test_shapes_are_findings_where_they_are_asked_for(towns: Store) -> None:
    made = audit(towns, Scope(municipality="99997"), shapes=True)
    shapes = [one for one in made.findings if one.rule.startswith("shape:")]
    names = {one.rule for one in shapes}
    assert "shape:measure-project" in names
    assert not names & {f"shape:{one.name}" for one in RULES}  # no defect is said twice
    assert {command_of(one, ("--store", "a b")) for one in shapes} == {"keikaku audit --store 'a b' --shapes"}


def test_a_finding_can_be_found_again(keikaku: Keikaku, towns: Store, town_audit: Audit) -> None:
    one = rule(town_audit, "budget-sum")[0]
    assert one.severity is Severity.VIOLATION
    program, *arguments = shlex.split(command_of(one, ("--store", str(towns.path))))
    assert program == "keikaku"
    result = keikaku(*arguments)
    assert result.exit_code == 0
    assert "防災倉庫" in result.output


def test_queries_that_are_named_exist() -> None:
    assert {one.query for one in RULES} <= set(queries())


def test_findings_of_one_plan_ask_for_the_plan(towns: Store) -> None:
    made = audit(towns, Scope(plan="模擬村評価シート"))
    plan = made.plans[0].ref.iri
    assert {one.plan for one in made.findings} == {plan}
    assert rule(made, "budget-sum")[0].parameters == (("plan", plan),)


def test_what_is_so_of_a_whole_plan_is_said_once(plan_audit: Audit) -> None:
    found = [one for one in rule(plan_audit, "measure-without-sdg") if one.municipality == "20207"]
    assert len(found) == 1
    assert len(found[0].elements) == 1 + 5  # the plan and its measures
