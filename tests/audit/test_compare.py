"""Side by side: municipalities, or the plans of one."""

from __future__ import annotations

import pytest

from keikaku.audit.compare import period, spread, units
from keikaku.audit.model import Audit
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.audit.tables import comparison, distribution
from keikaku.graph.states import STANDINGS, Status
from keikaku.store.folder import Store


def test_municipalities_side_by_side(town_audit: Audit) -> None:
    found = {unit.label: unit for unit in units(town_audit)}
    assert set(found) == {"改定町 (99996)", "模擬村 (99997)", "虚構町 (99998)", "架空市 (99999)"}
    city = found["架空市 (99999)"]
    assert (city.measures, city.covered, city.yen) == (3, 2, 3_500_000)
    assert city.share(Status.DECLARED) == pytest.approx(1 / 3)
    assert sum(city.share(status) or 0 for status in STANDINGS) == pytest.approx(1)


def test_plans_of_one_municipality_side_by_side(towns: Store) -> None:
    found = units(audit(towns, Scope(municipality="99999")))
    assert [unit.label for unit in found] == ["架空市基本計画 2021–2025", "架空市実施計画 2022–2024"]


def test_the_spread(town_audit: Audit) -> None:
    found = units(town_audit)
    assert spread(found, lambda unit: unit.measures) == (2, 3.0, 5)
    assert spread([], lambda unit: unit.measures) is None
    rows = {str(row[0]): row for row in distribution(town_audit, "en").rows}
    assert [rows[name][1] for name in ("smallest", "median", "largest")] == [2, 3, 5]


def test_what_is_compared_stands_by_itself(town_audit: Audit) -> None:
    compared = comparison(town_audit, "ja").rows
    assert [row[0] for row in compared] == [unit.label for unit in units(town_audit)]
    assert len(distribution(town_audit, "ja").rows) == 3


def test_periods() -> None:
    assert [period(2021, 2025), period(None, 2025), period(None, None)] == ["2021–2025", "?–2025", ""]
