"""Municipalities that are gone: their IRIs lead to pages, and their plans are found through their successors."""

from __future__ import annotations

import pytest

from keikaku.store.folder import Store
from tests import history
from tests.pages.conftest import BASE, Site, site_of
from tests.queries.towns import Document
from tests.support import put

ABUTA, TOYAKO = "01572", "01584"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(Store(history.store(tmp_path_factory)))


@pytest.fixture(scope="module")
def toyako(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The pages of a town of today of which one plan is there; it came of 虻田町 and 洞爺村 in 2006."""
    plan = Document("toya", "basic-plan", "総合計画", "BasicPlan", 2021, 2030, (TOYAKO, "洞爺湖町"))
    plan.element("Goal", "湖とともに")
    return site_of(
        put(
            Store(tmp_path_factory.mktemp("toya") / "store"),
            {"toya": sorted(set(plan.lines))},
            {"toya": TOYAKO},
        )
    )


def test_a_plan_of_a_town_that_is_gone_is_found_through_its_successor(made_up: Site) -> None:
    page = made_up.of("99910")
    assert "前身の自治体の計画" in page.text
    assert "第4次浜手町総合計画 基本計画" in page.text
    assert any(link.href.endswith("99911.html") for link in page.links)
    gone = made_up.of("99911", "en")
    assert "Plans of its successors" in gone.text
    assert "第6次山海市総合計画 基本計画" in gone.text
    assert "1 April 2019" in gone.text


def test_figures_from_before_the_merger_stand_on_the_page_of_the_town(made_up: Site) -> None:
    """What both towns printed is added; what one alone printed is not, and says why."""
    ((name, year, value),) = history.truth().converted
    page = made_up.of("99910", "en")
    assert f"{name} baseline {year} {value} 人 sum 2 of 2 towns" in page.text
    assert (
        "朝市の来場者数 baseline 2010 — not converted 1 of 2 towns a town has no figure of that name"
        in page.text
    )
    assert "印字された値ではありません" in made_up.of("99910").text
    assert "Figures from before the merger" not in made_up.of("99911", "en").text


def test_iris_of_then_resolve_now(toyako: Site) -> None:
    now = toyako.of(TOYAKO, "en")
    assert "27 March 2006" in now.text
    assert {f"{ABUTA}.en.html", "01573.en.html"} <= {link.href.rpartition("/")[2] for link in now.links}
    gone = toyako.of(ABUTA)
    assert "この自治体は2006年3月27日に廃止されました。" in gone.text
    assert any(link.href.endswith(f"/{TOYAKO}.html") for link in gone.links), "to its successor"
    assert "総合計画" in gone.text, "the plan of its successor"
    described = {str(one.object) for one in toyako.dataset.description(ABUTA)}
    assert '"虻田町"@ja' in described
    (event,) = [name for name in toyako.dataset.documents if name.startswith("municipality-change/")]
    text = toyako.of(event).text
    assert "虻田町・洞爺村 → 洞爺湖町" in text
    told = {str(one.object) for one in toyako.dataset.description(event)}
    assert f"<{BASE}id/{ABUTA}>" in told, "under the IRIs that are published"


def test_lists_name_those_that_documents_tell_of(toyako: Site) -> None:
    text = toyako.page("municipalities").text
    assert "洞爺湖町" in text
    assert "虻田町" not in text


def test_a_town_without_changes_has_no_history(example_site: Site) -> None:
    assert "合併・改称" not in example_site.of("99999").text
