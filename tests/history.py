"""The made-up municipality of twelve years: its documents, the truth about them, and a store of all."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from tests.support import ROOT, once

sys.path.insert(0, str(ROOT / "benchmarks"))
from made_up.history import Story, tell, write
from made_up.history_prints import _GOALS_OF_STRATEGY as GOALS_OF_STRATEGY
from made_up.history_prints import FIELD_OFFICES, FIELDS, IDLE, UNLOADED
from made_up.history_truth import Actual, Truth, Wanted

__all__ = ["FIELDS", "FIELD_OFFICES", "GOALS_OF_STRATEGY", "IDLE", "UNLOADED", "Actual", "Story", "Truth"]

LINKS = {
    "kept": "kei:continues",
    "renamed": "kei:continues",
    "moved": "kei:continues",
    "split": "kei:splitFrom",
    "merged": "kei:mergedFrom",
}
"""The predicate of each thing that becomes of an element or a department."""


@cache
def truth(*, troubles: bool = False) -> Truth:
    """Return what is true of the documents."""
    return tell(troubles=troubles)[0]


def documents(factory: pytest.TempPathFactory, *, troubles: bool = False) -> Path:
    """Return the folder of the documents, a folder for each series; nobody changes it."""
    name = "history-troubles" if troubles else "history"
    return once(factory, name, lambda folder: write(folder, troubles=troubles) and None)


def store(factory: pytest.TempPathFactory, *, troubles: bool = False) -> Path:
    """Return a store of all the documents; nobody changes it."""

    def make(folder: Path) -> None:
        from keikaku.building.model import Options
        from keikaku.building.pipeline import build
        from keikaku.store.folder import Store

        for report in build([documents(factory, troubles=troubles)], Store(folder), Options(jobs=0)):
            assert not report.error, report.error

    return once(factory, "history-troubles-store" if troubles else "history-store", make)


def rows(memory: ox.Store, text: str) -> list[dict[str, str]]:
    """Return the rows of a SELECT over all graphs as one, as texts by column."""
    answer = memory.query(text, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    names = [one.value for one in answer.variables]
    return [{name: cell.value for name in names if (cell := row[name]) is not None} for row in answer]


def disagreements(truth: Truth) -> Iterator[tuple[str, str, str, str]]:
    """Yield indicator, both plans and what differs, by the rules of docs/consistency.md on what was printed."""
    of: defaultdict[str, dict[str, Wanted]] = defaultdict(dict)
    for one in truth.wanted:
        of[one.plan][one.indicator] = one
    for first, other in combinations(sorted(of), 2):
        periods = truth.periods[first], truth.periods[other]
        apart = periods[0][1] < periods[1][0] or periods[1][1] < periods[0][0]
        if apart or first[:-1] == other[:-1]:  # editions of one plan are not held against each other
            continue
        for name in of[first].keys() & of[other].keys():
            for what in _what(of[first][name], of[other][name]):
                yield name, first, other, what


def _what(one: Wanted, other: Wanted) -> Iterator[str]:
    """Yield what two plans say differently of an indicator; thousands are converted, sums over years not compared."""
    thousands = [1000 if each.unit.startswith("千") else 1 for each in (one, other)]
    if not (one.over or other.over):
        if one.target_year != other.target_year:
            yield "target year"
        elif one.target * thousands[0] != other.target * thousands[1]:
            yield "target"
    if one.base_year == other.base_year and one.base * thousands[0] != other.base * thousands[1]:
        yield "baseline"


def decided(factory: pytest.TempPathFactory) -> Path:
    """Return a store with troubles, in which a person decided on the links between editions as they are true."""

    def make(folder: Path) -> None:
        from keikaku.cli import app
        from keikaku.store.folder import Store

        shutil.copytree(store(factory, troubles=True), folder)
        table = folder.with_name("links.sssom.tsv")
        runner = CliRunner()
        done = runner.invoke(app, ["suggest", "--store", str(folder), "--output", str(table)])
        assert done.exit_code == 0, done.output
        rows = table.read_text(encoding="utf-8").rstrip("\n").split("\n")
        rows = [_decided(row) for row in rows]
        said = {tuple(row.split("\t")[:6]) for row in rows}
        rows += [row for row in _added(Store(folder).load()) if tuple(row.split("\t")[:6]) not in said]
        table.write_text("\n".join([*rows, ""]), encoding="utf-8")
        who = ["--by", "k-yamada", "--role", "企画課", "--store", str(folder)]
        done = runner.invoke(app, ["confirm", str(table), *who])
        assert done.exit_code == 0, done.output

    return once(factory, "history-decided", make)


def links() -> set[tuple[str, str, str]]:
    """Return what is true of measures and departments of the 6th plan: new name, predicate, old name."""
    told = truth(troubles=True)
    steps = [(one.old, one.relation, one.new) for one in told.elements]
    steps += [(one.old, one.relation, one.new) for one in told.offices if one.relation != "kept"]
    return {(new, LINKS[relation], old) for old, relation, new in steps if old and new}


def _decided(row: str) -> str:
    """Confirm a suggested link between the 総合計画, or of a department, that is true; reject one that is not."""
    cells = row.split("\t")
    of_editions = len(cells) > 6 and cells[3] in LINKS.values()
    if not of_editions or not ("department/" in cells[1] or "sogo-keikaku-6/measure" in cells[1]):
        return row
    return f"{'confirmed' if (cells[2], cells[3], cells[6]) in links() else 'rejected'}{row}"


def _added(memory: ox.Store) -> Iterator[str]:
    """Yield all true links as rows that a person writes, of things that the plans print."""
    found = rows(
        memory,
        """PREFIX kei: <https://w3id.org/keikaku/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?thing ?label { VALUES ?class { kei:Measure kei:Department } ?thing a ?class ; rdfs:label ?label }""",
    )
    old, new = (
        {
            one["label"]: one["thing"]
            for one in found
            if f"sogo-keikaku-{at}/" in one["thing"] or "/99910/department/" in one["thing"]
        }
        for at in (5, 6)
    )
    base = "https://w3id.org/keikaku/id/99910/"
    for after, predicate, before in sorted(links()):
        if after in new and before in old:
            subject, thing = (f"m99910:{quote(iri.removeprefix(base))}" for iri in (new[after], old[before]))
            yield "\t".join(
                [
                    "confirmed",
                    subject,
                    after,
                    predicate,
                    "",
                    thing,
                    before,
                    "semapv:ManualMappingCuration",
                    *[""] * 7,
                ]
            )
