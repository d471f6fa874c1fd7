"""Twelve years of a made-up municipality: every document is read as it was printed, with nothing left over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from keikaku.documents.numbered_lines import read_document
from keikaku.reading.model import Element, Plan, Role
from keikaku.reading.records import Reading
from keikaku.reading.series import read_series
from tests import history


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """The readings of all documents by their paths."""
    folder = history.documents(tmp_path_factory)
    found = {}
    for path in history.truth().documents:
        series = read_series((folder / path).with_name("plan.yml"))
        found[path] = series.load(read_document(folder / path))
    return found


def _name(of: Element | Plan) -> str:
    return of.title if isinstance(of, Plan) else of.label


def named(readings: dict[str, Reading], begin: str) -> Iterator[tuple[str, Reading]]:
    return ((path, reading) for path, reading in readings.items() if path.startswith(begin))


def test_every_line_is_accounted_for(readings: dict[str, Reading]) -> None:
    assert len(readings) == 30
    assert {path: reading.account().unread for path, reading in readings.items()} == dict.fromkeys(
        readings, ()
    )


def test_actuals_are_those_of_the_sheets(readings: dict[str, Reading]) -> None:
    found = {
        (_name(one.of), one.label, figure.fiscal_year, figure.value, figure.as_printed, path)
        for path, reading in named(readings, "hyoka")
        for one in reading.indicators
        for figure in one.observations
        if figure.role is Role.ACTUAL
    }
    assert found == {tuple(one) for one in history.truth().actuals}


def test_money_and_ratings_are_those_of_the_prints(readings: dict[str, Reading]) -> None:
    money = {
        (one.of.label, _name(one.of.parent), one.fiscal_year, one.stage, one.total, path)
        for path, reading in named(readings, "jisshi")
        for one in reading.budgets
    }
    assert money == {tuple(one) for one in history.truth().money}
    ratings = {
        (one.of.label, one.fiscal_year, one.progress, path)
        for path, reading in named(readings, "hyoka")
        for one in reading.evaluations
    }
    assert ratings == {tuple(one) for one in history.truth().ratings}


def test_targets_of_the_plans_and_strategies(readings: dict[str, Reading]) -> None:
    def wanted(path: str) -> dict[str, tuple[int, int]]:
        return {
            one.label: (int(figure.value or 0), figure.fiscal_year or 0)
            for one in readings[path].indicators
            for figure in one.observations
            if figure.role is Role.TARGET and not figure.interim
        }

    old, new = wanted("sogo-keikaku-5/plan.txt"), wanted("sogo-keikaku-6/plan.txt")
    assert {one.change for one in history.truth().aims} == {"raised", "lowered", "postponed"}
    for aim in history.truth().aims:
        assert old[aim.indicator] == (aim.old_value, aim.old_year)
        assert new[aim.indicator] == (aim.new_value, aim.new_year)
    for at, indicator, value, year in history.truth().kpis:
        assert wanted(f"sogo-senryaku-{at}/plan.txt")[indicator] == (value, year)


def test_measures_are_those_of_the_truth(readings: dict[str, Reading]) -> None:
    for at, side in ((5, "old"), (6, "new")):
        labels = {
            one.label for one in readings[f"sogo-keikaku-{at}/plan.txt"].elements if one.kind == "Measure"
        }
        assert labels == {getattr(one, side) for one in history.truth().elements} - {""}
