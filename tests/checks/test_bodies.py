"""A plan against the time of its municipality: one that begins after it was gone, or before it began."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.reading.checks.bodies import out_of_time
from keikaku.reading.planfile import MunicipalitySettings
from tests.checks.readings import reading


def found(code: str, start: int, **more: object) -> list[tuple[str, str, str]]:
    """Return what is said of a plan that begins in a year, as rule and both sentences."""
    made = reading("総合計画", plan=("基本計画", start, start + 5))
    body = MunicipalitySettings.model_validate({"code": code, **more})
    return [(one.rule, one.ja, one.en) for one in out_of_time(made, body, Path("plan.yml"))]


def test_a_plan_after_its_municipality_was_gone() -> None:
    ((rule, ja, en),) = found("01572", 2006)  # 虻田町 became part of 洞爺湖町 on 2006-03-27
    assert rule == "municipality-gone"
    assert "2006-03-27" in ja
    assert "洞爺湖町" in ja
    assert "dissolved on 2006-03-27" in en
    assert found("01572", 2005) == [], "the last fiscal year that it saw"


def test_a_plan_before_its_municipality_began() -> None:
    ((rule, ja, en),) = found("01584", 2004)
    assert rule == "municipality-not-yet"
    assert "2006-03-27" in ja
    assert "founded on 2006-03-27" in en
    assert found("01584", 2005) == [], "a plan that was made for its first days"


@pytest.mark.parametrize(("start", "rule"), [(2018, []), (2019, ["municipality-gone"])])
def test_what_a_plan_yml_says_of_an_invented_town(start: int, rule: list[str]) -> None:
    said = found("99911", start, name="浜手町", invented=True, dissolved="2019-04-01")
    assert [one for one, _ja, _en in said] == rule
