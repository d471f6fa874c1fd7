"""Links that were confirmed by leaving their rows as they were: listed, and put back to suggested where asked for."""

from __future__ import annotations

import pytest

from keikaku.audit.mappings import read_mappings
from keikaku.graph.states import Status
from keikaku.store.manifest import Entry
from keikaku.store.migration.decisions import REOPENED, STEP
from keikaku.store.migration.model import Step, Town

BASE, CODE, KEY = "https://w3id.org/keikaku/id/", "99998", "mappings-99998"
GRAPH = f"<{BASE}graph/{KEY}>"
OWL, SSSOM = "http://www.w3.org/2002/07/owl#", "https://w3id.org/sssom/"
SEMAPV = "https://w3id.org/semapv/vocab/"
DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
NOT = f"<{SSSOM}predicate_modifier> <{SSSOM}NegatedPredicate>"


def link(name: str, goal: int, *more: str, kind: str) -> list[str]:
    node = f"{BASE}{CODE}/mapping/{name}"
    pairs = [
        f"<{OWL}annotatedSource> <{BASE}{CODE}/plan/measure/x>",
        f"<{OWL}annotatedTarget> <http://metadata.un.org/sdg/{goal}>",
        f"<{SSSOM}mapping_justification> <{SEMAPV}{kind}>",
        *more,
    ]
    listed = f"{GRAPH} <{SSSOM}mappings> <{node}> {GRAPH} ."
    return [listed, *(f"<{node}> {pair} {GRAPH} ." for pair in pairs)]


def decided(name: str, goal: int, *more: str, suggested: bool = True) -> list[str]:
    who = f'<{SSSOM}author_label> "山田 花子"'
    derived = [f"<{DERIVED}> <{BASE}{CODE}/mapping/{name}>"] if suggested else []
    made = link(f"{name}/decision", goal, who, *derived, *more, kind="ManualMappingCuration")
    return [*made, *(link(name, goal, kind="LexicalMatching") if suggested else [])]


@pytest.fixture
def town() -> Town:
    """Return a town with a link that was only left standing, a rejected one, and one that a person added."""
    about = dict.fromkeys(
        ("graph", "file", "sha256", "source", "source_sha256", "loader", "loader_version"), "-"
    )
    entry = Entry(**about, software="-", municipality=CODE, quads=1, kind="mappings")
    lines = [*decided("a", 3), *decided("b", 4, NOT), *decided("c", 5, suggested=False)]
    return Town(BASE, CODE, {KEY: entry}, {KEY: sorted(lines)})


def statuses(lines: list[str]) -> dict[str, Status]:
    return {one.target.rpartition("/")[2]: one.status for one in read_mappings(lines)}


@pytest.mark.parametrize(("step", "left"), [(STEP, Status.CONFIRMED), (REOPENED, Status.SUGGESTED)])
def test_what_nobody_marked_is_put_back_only_where_asked_for(town: Town, step: Step, left: Status) -> None:
    found = statuses(step.rewrite(town, KEY, town.files[KEY]))
    assert found["3"] is left
    assert found["5"] is Status.CONFIRMED
    assert found.get("4", Status.REJECTED) is Status.REJECTED


@pytest.mark.parametrize("step", [STEP, REOPENED])
def test_no_name_stays_in_the_data_and_the_notes_say_where_it_belongs(town: Town, step: Step) -> None:
    made = step.rewrite(town, KEY, town.files[KEY])
    assert "山田" not in "".join(made)
    assert any(one.how.startswith("r1 ") for one in read_mappings(made))
    notes = step.notes(town)
    assert any('r1: "山田 花子"' in note.text("ja") and "reviewers.yml" in note.text() for note in notes)


def test_the_links_that_nobody_marked_are_listed_one_by_one(town: Town) -> None:
    listed = [note for note in STEP.notes(town) if "--reopen" in note.text()]
    assert ["sdg/3" in note.text("ja") for note in listed] == [True]


def test_a_reopened_link_leaves_nothing_behind(town: Town) -> None:
    made = REOPENED.rewrite(town, KEY, town.files[KEY])
    assert not [line for line in made if "/mapping/a/decision" in line]


def test_decisions_of_this_version_stay_as_they_are(town: Town) -> None:
    once = STEP.rewrite(town, KEY, town.files[KEY])
    town.files = {KEY: once}
    assert REOPENED.rewrite(town, KEY, once) == once
    assert STEP.notes(town) == []
