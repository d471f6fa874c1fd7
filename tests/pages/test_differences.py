"""What changed between two editions: a page for each two of the made-up municipality of twelve years."""

from __future__ import annotations

import lxml.html
import pytest

from keikaku.store.folder import Store
from tests import history
from tests.pages.conftest import Site, site_of
from tests.pages.weight import heavy

PAGE = "differences/99910/sogo-keikaku-6/sogo-keikaku-5"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(Store(history.store(tmp_path_factory)))


def test_a_page_tells_what_became_of_each_element(site: Site) -> None:
    page = site.page(PAGE)
    assert "「第5次山海市総合計画 基本計画」から何が変わったか" in page.text
    assert "根拠：名称の一致 64%、番号 2-1 が同じ" in page.text, "it says why"
    for one in history.truth().elements:
        assert one.old in page.text
        assert one.new in page.text
    hrefs = {link.href for link in page.links}
    for plan in ("sogo-keikaku-5", "sogo-keikaku-6"):
        assert any(f"document/{plan}.html#line=" in href for href in hrefs), "lines of both"


def test_targets_departments_and_what_cannot_be_compared(site: Site) -> None:
    text = site.page(PAGE, "en").text
    words = {"raised": "target raised", "lowered": "target lowered", "postponed": "target postponed"}
    for aim in history.truth().aims:
        assert words[aim.change] in text
        assert str(aim.old_value) in text
        assert str(aim.new_value) in text
    assert "unit printed otherwise" in text
    assert "answers now for" in text
    for one in history.truth().offices:
        if one.relation in ("renamed", "merged"):  # of the split one, this plan prints one of the two
            assert f"{one.relation} {one.old} {one.new} answers" in " ".join(text.split())
    assert "another baseline year" in text
    assert "Proposed by words and places; confirmed by nobody." in text
    assert "企画政策課" in site.page(PAGE).text
    whole = lxml.html.fromstring(site.pages.html(PAGE, "ja"))
    wide = [table for table in whole.iter("table") if "scroll" not in table.getparent().get("class", "")]
    assert wide == [], "on a narrow screen a table scrolls, not the page"


def test_plans_and_the_list_lead_there(site: Site) -> None:
    for path in ("doc/99910/sogo-keikaku-5", "doc/99910/sogo-keikaku-6", "differences/index"):
        assert any(link.href.endswith("sogo-keikaku-5.html") and "differences" in link.href
                   for link in site.page(path).links), path  # fmt: skip
    assert any("differences/index" in link.href for link in site.page("plans").links)
    between = [path for path in site.pages.paths() if path.startswith("differences/")]
    assert len(between) == 6, "five pairs of editions and the list"
    assert not any("99911" in path for path in between), "two towns are no editions of each other"


def test_the_first_view_of_two_editions_is_small(site: Site) -> None:
    assert heavy(site, [path for path in site.pages.paths() if path.startswith("differences/")]) == {}


def test_a_dataset_of_one_edition_says_so(plan_site: Site) -> None:
    assert "Of no plan are two editions loaded yet." in plan_site.page("differences/index", "en").text
