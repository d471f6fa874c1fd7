"""Tables of real documents, where they lie: every figure of their references that stands in a table, and no other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

import pytest

from keikaku.documents.document import PublishedDocument, read_document
from keikaku.documents.numbered_lines import Line
from keikaku.documents.numbered_lines import read_document as read_text
from keikaku.ground.text.folding import key, tidy
from keikaku.reading.tables import Grid, Item, TableKind, TableRead, Use, goes_on, read_tables, spaced_table
from keikaku.reading.values.codes import strip_footnote_marks, unit_in_brackets
from keikaku.reading.values.numbers import figure, money
from tests.support import shared

INDICATORS: dict[str, Any] = {"rows": "Indicator"}
PROJECTS: dict[str, Any] = {"rows": "Project"}
MARKS = {**PROJECTS, "bare": "schedule"}
STACKS = {
    **PROJECTS,
    "stack": ["total", "specific", "general"],
    "contents": ["status", "strategyCode", "department"],
}


def grids(document: PublishedDocument) -> Iterator[tuple[int, Grid]]:
    """Yield the page and the grid of each table; of text, its lines with TABs are one."""
    caption = ""
    numbered = [
        (Line.make(at, text.replace("\n", " "), place.part), place)
        for at, (text, place) in enumerate(document.lines, 1)
    ]
    for (page, table, tabbed), group in groupby(
        numbered, key=lambda each: (each[1].part, each[1].table, "\t" in each[0].text)
    ):
        rows = list(group)
        if table or tabbed:
            yield (
                page,
                Grid.of_lines(
                    [line for line, _ in rows], {line.number: place.cells for line, place in rows}, caption
                ),
            )
        elif printed := [line.text for line, _ in rows if not line.blank]:
            caption = printed[-1]


@cache
def _document(path: str) -> PublishedDocument:
    return read_document(shared(path))


def tables(path: str, *kinds: dict[str, Any]) -> list[TableRead[TableKind]]:
    """Return the tables of a document that are of some kinds, those over pages joined."""
    models = {str(kind["rows"]): TableKind.model_validate(kind) for kind in kinds}
    whole: list[tuple[int, Grid]] = []
    for page, grid in grids(_document(path)):
        if whole and whole[-1][0] == page - 1 and goes_on(whole[-1][1], grid, [*models.values()]):
            whole[-1] = page, whole[-1][1].joined(grid)
        else:
            whole.append((page, grid))
    return [table for _, grid in whole for table in read_tables(grid, models) if table.kind]


def items(read: Iterable[TableRead[TableKind]], of: str) -> list[Item]:
    return [item for table in read for item in table.items if item.of == of]


def gold(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(shared(f"gold/{name}.json").read_text(encoding="utf-8"))
    return loaded


Fact = tuple[str, str, int | None, Decimal]


def figures(read: Iterable[TableRead[TableKind]]) -> set[Fact]:
    """Return the figures of indicators: name, what it is, year, value."""
    said = set()
    for item in items(read, "Indicator"):
        name = unit_in_brackets(strip_footnote_marks(tidy(item.label.text if item.label else "")))[0]
        for value in item.all("baseline", "interim", "target", "actual"):
            found = figure(value.text)
            if found is not None and found.value is not None:
                said.add((key(name), value.role.replace("interim", "target"), value.year, found.value))
    return said


def reference(name: str) -> set[Fact]:
    said = set()
    for each in gold(name)["indicators"]:
        told = [
            ("baseline", each["baseline"]),
            ("target", each["target"]),
            *(("actual", one) for one in each["actuals"]),
        ]
        for role, one in told:
            if one and one["value"] is not None:
                said.add((key(each["label"]), role, one["fy"], Decimal(str(one["value"]))))
    return said


@pytest.mark.parametrize(
    ("file", "name", "kinds"),
    [
        ("hino-jisshi", "hino-jisshi", [INDICATORS, MARKS]),
        ("mihiraki", "mihiraki", [INDICATORS, {"rows": "Action"}]),
        ("sogo-senryaku", "sogo-senryaku", [INDICATORS]),
        ("sdgs-mirai", "sdgs-mirai", [{**INDICATORS, "bare": "target"}]),
    ],
)
def test_every_figure_of_a_reference_and_no_other(file: str, name: str, kinds: list[dict[str, Any]]) -> None:
    read = tables(f"documents/{file}.pdf", *kinds)
    assert figures(read) == reference(name)
    assert not [use for table in read for use in table.uses.values() if use is Use.UNREAD]
    assert not [finding for table in read for finding in table.findings]


def test_figures_of_a_strategys_tables_are_those_of_its_reference() -> None:
    read = tables("documents/otoineppu-strategy.pdf", INDICATORS)
    assert len(items(read, "Indicator")) == 14
    assert figures(read) <= reference("otoineppu")


def test_marks_and_sums_of_a_three_year_plan() -> None:
    read = tables("documents/hino-jisshi.pdf", INDICATORS, MARKS)
    projects = items(read, "Project")
    assert {key(item.label.text) for item in projects if item.label} == {
        key(node["label"]) for node in gold("hino-jisshi")["nodes"] if node["type"] == "Project"
    }
    for table in read:
        for total in table.sums:
            adds = [
                money(value.text, value.unit) for part in total.parts for value in part.all("period_total")
            ]
            [printed] = [money(value.text, value.unit) for value in total.all("period_total")]
            assert None not in adds
            assert printed is not None
            assert sum(filter(None, adds)) <= printed


def budgets(
    read: Iterable[TableRead[TableKind]], roles: Iterable[str]
) -> set[tuple[str, int | None, str, int]]:
    return {
        (key(item.label.text), value.year, value.role, amount)
        for item in items(read, "Project")
        if item.label
        for value in item.all(*roles)
        if (amount := money(value.text, value.unit)) is not None
    }


@pytest.mark.parametrize(
    ("path", "name", "kind", "roles"),
    [
        (
            "documents/nankoku-continuing-projects-r4.pdf",
            "nankoku-continuing",
            PROJECTS,
            ("total", "national", "prefectural", "bonds", "other", "general"),
        ),
        (
            "plans/shirakawa-implementation-plan-goal7.txt",
            "shirakawa",
            STACKS,
            ("total", "specific", "general"),
        ),
    ],
)
def test_every_amount_of_a_reference_and_no_other(
    path: str, name: str, kind: dict[str, Any], roles: tuple[str, ...]
) -> None:
    known = gold(name)
    labels = {node["id"]: key(node["label"]) for node in known["nodes"]}
    expected = {
        (labels[each["of"]], each["fy"], role, each[role] * 1000)
        for each in known["budgets"]
        for role in roles
        if each.get(role) is not None
    }
    read = tables(path, kind)
    assert budgets(read, roles) == expected
    assert not [finding for table in read for finding in table.findings]


def test_departments_of_a_budget_over_three_pages() -> None:
    read = tables("documents/nankoku-continuing-projects-r4.pdf", PROJECTS)
    assert len(read) == 1
    projects = items(read, "Project")
    assert [item.text("number") for item in projects] == [str(number) for number in range(1, 28)]
    assert [key(item.text("department")) for item in projects] == [
        key(each["label"]) for each in gold("nankoku-continuing")["departments"]
    ]


def test_every_figure_of_tables_in_running_text() -> None:
    lines = read_text(shared("plans/suzaka-basic-plan-measures-35-39.txt")).lines
    kinds = {"indicators": TableKind.model_validate(INDICATORS)}
    read: list[TableRead[TableKind]] = []
    at = 0
    while at < len(lines):
        found = spaced_table(lines[at:], [*kinds.values()])
        read += read_tables(found[0], kinds) if found else []
        at += found[1] if found else 1
    assert len(items(read, "Indicator")) == len(gold("suzaka")["indicators"])
    assert figures(read) == reference("suzaka")
