"""Three towns' lists of evaluated projects (CSV): every row and figure, in as many nodes as are printed."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal

import pytest

from keikaku.building.pipeline import Options, load
from keikaku.graph.collisions import collisions
from keikaku.ground.rules import Severity
from keikaku.reading.model import Kind
from keikaku.reading.values.numbers import number
from tests.support import ROOT, shared

TOWNS = ("ichinomiya", "shimotsuma", "shinagawa")
VALUE = "<https://w3id.org/keikaku/ns#value>"


def rows(town: str) -> list[list[str]]:
    with shared(f"tables/{town}-project-evaluation.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def figures_of(printed: list[list[str]]) -> list[str]:
    """Return the figure of each indicator of a list, "" where it has none."""
    return [row[at + 2].strip() for row in printed for at in (6, 9) if row[at].strip()]


@pytest.mark.parametrize("town", TOWNS)
def test_every_row_and_figure(town: str) -> None:
    printed = rows(town)
    loaded = load(shared(f"tables/{town}-project-evaluation.csv"), Options())
    reading = loaded.reading
    assert loaded.series.id == f"{town}-project-evaluation-r6"

    projects = [element for element in reading.elements if element.kind is Kind.PROJECT]
    assert [element.number for element in projects] == list(dict.fromkeys(row[0] for row in printed))
    amounts = {row[0]: number(row[4]) for row in printed}
    assert {each.of.number: each.total for each in reading.budgets} == {
        name: int(amount) * 1000 for name, amount in amounts.items() if amount is not None
    }
    assert {each.fiscal_year for each in reading.budgets} == {2024}

    indicators = figures_of(printed)
    assert len(reading.indicators) == len(indicators)
    figures = Counter(number(figure) for figure in indicators if figure)
    values = [each.value for indicator in reading.indicators for each in indicator.observations]
    assert Counter(values) == figures
    minted = [line.split(f" {VALUE} ") for line in loaded.lines if VALUE in line]
    assert len({node for node, _ in minted}) == len(minted) == len(values)
    assert sum(Decimal(value.split('"')[1]) for _, value in minted) == sum(filter(None, values))

    names = Counter((each.parent, each.label) for each in projects)
    alike = [
        finding for finding in collisions(reading, loaded.series) if finding.severity is Severity.WARNING
    ]
    units = Counter((each.of, each.label, *each.kinds, each.unit) for each in reading.indicators)
    assert len(alike) == sum(count - 1 for count in (*names.values(), *units.values()))
    assert not [finding for finding in collisions(reading, loaded.series) if finding not in alike]

    account = reading.account()
    assert (account.unread, account.structure + account.read) == (
        (),
        1 + len(printed),
    )  # the head says the year


@pytest.mark.parametrize("town", TOWNS)
def test_a_plan_yml_has_fifteen_lines(town: str) -> None:
    path = ROOT / "loaders" / f"{town}-project-evaluation-r6" / "plan.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 15
    assert max(map(len, lines)) <= 100
