"""Whole plans side by side: of one kind only, of one extent in one table, with every reason, in no ranking."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.asking.comparable import PlanScope, Reason, Verdict, judge_plans
from keikaku.store.folder import Store
from keikaku.web.pages.comparisons import INDEX
from tests.pages import compared
from tests.pages.conftest import Site, site_of
from tests.pages.weight import heavy
from tests.queries import towns
from tests.support import put


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the pages of towns that have plans of one kind, and of others."""
    documents = towns.town() | towns.twice() | compared.documents()
    codes = {**towns.CODES, **towns.CODES_TWICE, **compared.CODES}
    return site_of(put(Store(Path(tmp_path_factory.mktemp("plans")) / "store"), documents, codes))


def test_whole_plans_stand_side_by_side(site: Site) -> None:
    pages = [path for path in site.pages.paths() if path.startswith("compare/plans-")]
    assert "compare/plans-basicplan" in pages
    page = site.page("compare/plans-basicplan", "en")
    assert "Plans side by side" in page.text
    assert "食違町総合計画" in page.text
    assert "食違町実施計画" not in page.text, "a plan of another kind stands on no page with it"
    assert "another period" in page.text
    assert any(link.href.endswith("plans-basicplan.html") for link in site.page(INDEX).links)


def test_the_first_view_of_a_comparison_is_small(site: Site) -> None:
    pages = [path for path in site.pages.paths() if path.startswith("compare/")]
    assert len(pages) > 3, "of indicators and of plans"
    assert heavy(site, pages) == {}


def test_plans_are_chosen_by_the_address(site: Site) -> None:
    page = site.page("compare/plans-basicplan")
    (form,) = [attributes for tag, attributes in page.tags if tag == "form" and "data-compare" in attributes]
    assert form["data-compare"] == "plan"
    boxes = [one["value"] for tag, one in page.tags if tag == "input" and one.get("name") == "plan"]
    rows = [one["data-town"] for tag, one in page.tags if tag == "tr" and "data-town" in one]
    assert boxes == sorted(boxes, key=lambda key: str(key).partition("/")[0]), "in the order of the codes"
    assert sorted(map(str, boxes)) == sorted(map(str, rows))
    assert len(boxes) > 2


def test_the_gate_of_plans() -> None:
    whole = PlanScope("BasicPlan", "2021", "2030", "WholePlan")
    assert judge_plans(whole, whole) == (Verdict.COMPARABLE, ())
    assert judge_plans(whole, PlanScope("BasicPlan", "2022", "2031", "WholePlan")) == (
        Verdict.NOTE,
        (Reason.PERIOD,),
    )
    assert judge_plans(whole, PlanScope("BasicPlan", "2021", "2030", "Excerpt"))[0] is Verdict.NOT
    assert judge_plans(whole, PlanScope("EvaluationReport", "2021", "2030", "WholePlan"))[0] is Verdict.NOT
