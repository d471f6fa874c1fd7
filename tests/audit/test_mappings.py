"""Suggested, confirmed and rejected links, in the form that docs/suggestions.md documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from keikaku.asking.questions import queries, run
from keikaku.audit.mappings import read_mappings
from keikaku.audit.model import Audit
from keikaku.audit.run import audit
from keikaku.audit.summary import summary_rows
from keikaku.audit.tables import matrix
from keikaku.graph.states import Status
from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from tests.audit.support import fixture_lines
from tests.conftest import Keikaku
from tests.support import TOWNS, put

MEASURE = "https://w3id.org/keikaku/id/99998/basic-plan/measure/金ケ崎地区の活性化"
OWL, SSSOM = "http://www.w3.org/2002/07/owl#", "https://w3id.org/sssom/"
SEMAPV = "https://w3id.org/semapv/vocab/"
GRAPH = "<https://w3id.org/keikaku/id/graph/mappings-99998>"


def mapping(name: str, goal: int, *more: str, decision: bool = False) -> list[str]:
    kind = "ManualMappingCuration" if decision else "LexicalMatching"
    pairs = [
        f"<{OWL}annotatedSource> <{MEASURE}>",
        f"<{OWL}annotatedTarget> <http://metadata.un.org/sdg/{goal}>",
        f"<{SSSOM}mapping_justification> <{SEMAPV}{kind}>",
        *more,
    ]
    return [f"<https://w3id.org/keikaku/id/99998/mapping/{name}> {pair} {GRAPH} ." for pair in pairs]


SURE = f'<{SSSOM}confidence> "0.87"^^<http://www.w3.org/2001/XMLSchema#double>'
WORDS = f'<{SSSOM}match_string> "地区"'
REVIEWER = "https://w3id.org/keikaku/id/99998/reviewer/k-yamada"
WHO = f"<http://purl.org/dc/terms/creator> <{REVIEWER}>"
REVIEWERS = [
    f'<{REVIEWER}> <http://purl.org/dc/terms/identifier> "k-yamada" {GRAPH} .',
    f'<{REVIEWER}> <https://w3id.org/keikaku/ns#reviewerRole> "企画課" {GRAPH} .',
]
WHO_SAYS = ("--by", "k-yamada", "--role", "企画課")
WHEN = '<http://purl.org/dc/terms/created> "2026-11-20"^^<http://www.w3.org/2001/XMLSchema#date>'
NOT = f"<{SSSOM}predicate_modifier> <{SSSOM}NegatedPredicate>"


def mapped(tmp_path: Path, *lines: str) -> Audit:
    documents = fixture_lines() | {"mappings-99998": sorted(lines)}
    store = put(Store(tmp_path / "store"), documents, {**TOWNS, "mappings-99998": "99998"})
    return audit(store)


def statuses(made: Audit) -> dict[int, Status]:
    row = next(row for row in made.measures if row.ref.iri == MEASURE)
    return {goal: cell.status for goal, cell in row.cells.items()}


def test_suggested_confirmed_and_rejected(tmp_path: Path) -> None:
    made = mapped(
        tmp_path,
        *mapping("a", 11, SURE, WORDS),
        *mapping("b", 8, SURE, WORDS),
        *mapping("b/decision", 8, WHO, WHEN, decision=True),
        *REVIEWERS,
        *mapping("c", 3, SURE),
        *mapping("c/decision", 3, WHO, NOT, decision=True),
    )
    assert statuses(made) == {8: Status.CONFIRMED, 11: Status.SUGGESTED}
    row = next(row for row in made.measures if row.ref.iri == MEASURE)
    assert row.status is Status.CONFIRMED
    assert row.cells[8].evidence[0].how == "k-yamada (企画課) 2026-11-20"
    assert row.cells[11].evidence[0].how == "0.87 地区"
    assert made.tallies[8].measures[Status.CONFIRMED] == 1


def test_what_is_suggested_moves_no_money(tmp_path: Path, town_audit: Audit) -> None:
    made = mapped(tmp_path, *mapping("a", 4, SURE))
    assert made.linked_yen == town_audit.linked_yen
    assert made.tallies[4].yen == town_audit.tallies[4].yen


def test_a_mapping_of_something_else_is_no_link(tmp_path: Path) -> None:
    lines = [line.replace("/sdg/4>", "/sdg/99>") for line in mapping("a", 4)]
    lines += [line.replace(MEASURE, "https://example.com/gone") for line in mapping("b", 5)]
    assert statuses(mapped(tmp_path, *lines)) == {}
    assert read_mappings([]) == []


def test_what_the_commands_write_is_read(keikaku: Keikaku, examples: Store, tmp_path: Path) -> None:
    store = tmp_path / "copy.store"
    shutil.copytree(examples.path, store)
    result = keikaku("suggest", "--store", store, "--record", "--output", tmp_path / "links.sssom.tsv")
    if result.exit_code:
        pytest.fail(result.output)
    suggested = [one for row in audit(Store(store)).measures for one in row.cells.values()]
    assert Status.SUGGESTED in {one.status for one in suggested}
    result = keikaku("confirm", tmp_path / "links.sssom.tsv", "--store", store, *WHO_SAYS, "--all")
    assert result.exit_code == 0, result.output
    confirmed = [one for row in audit(Store(store)).measures for one in row.cells.values()]
    assert Status.SUGGESTED not in {one.status for one in confirmed}
    assert any("k-yamada (企画課)" in one.how for cell in confirmed for one in cell.evidence)


def test_suggested_and_confirmed_links_are_those_of_the_query(
    keikaku: Keikaku, examples: Store, tmp_path: Path
) -> None:
    store = tmp_path / "copy.store"
    shutil.copytree(examples.path, store)
    table = tmp_path / "links.sssom.tsv"
    assert keikaku("suggest", "--store", store, "--record", "--output", table).exit_code == 0
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:-3]) + "\n", encoding="utf-8")
    assert keikaku("confirm", table, "--store", store, *WHO_SAYS, "--all").exit_code == 0
    made = audit(Store(store))
    undeclared = (Status.SUGGESTED, Status.CONFIRMED)
    counted = {
        (row.ref.iri, f"http://metadata.un.org/sdg/{goal}", str(cell.status))
        for row in made.measures
        for goal, cell in row.cells.items()
        if cell.status in undeclared
    }
    asked = run(Store(store).load(), queries()["suggested-links"])
    found = {tuple(str(row[at]).strip('<>"') for at in (0, 2, 4)) for row in asked}
    measures = {row.ref.iri for row in made.measures}
    assert counted == {link for link in found if link[0] in measures}
    assert {status for _measure, _goal, status in counted} == set(map(str, undeclared))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_confirmed_link_hides_no_unreadable_field(
    language: Language, examples: Store, tmp_path: Path
) -> None:
    before = audit(examples)
    lost = {row.ref.iri for row in before.measures if row.rest is Status.UNREADABLE}
    code = next(row.municipality for row in before.measures if row.ref.iri in lost)
    lines = [
        line.replace(MEASURE, iri).replace("99998", code)
        for place, iri in enumerate(sorted(lost))
        for line in mapping(f"{place}/decision", 8, WHO, WHEN, decision=True)
    ]
    store = Store(shutil.copytree(examples.path, tmp_path / "copy.store"))
    put(store, {f"mappings-{code}": sorted(lines)}, {f"mappings-{code}": code})
    after = audit(store)
    rows = [row for row in after.measures if row.ref.iri in lost]
    assert {row.status for row in rows} == {Status.CONFIRMED}
    told = dict(summary_rows(after, language))
    name = next(item for item in told if Status.UNREADABLE.word(language) in item)
    assert told[name].split()[0] == str(len(lost))
    word = Status.UNREADABLE.word(language)
    shown = [row for row in matrix(after, language).rows if row[4] in {one.ref.label for one in rows}]
    assert len(shown) >= len(lost)
    assert all(word in str(row[5]) for row in shown)
