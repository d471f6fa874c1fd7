"""Do this town's plans agree? A page for each town, and what is known and loaded over all."""

from __future__ import annotations

import pytest

from keikaku.store.folder import Store
from tests.pages.conftest import BASE, Site, site_of
from tests.queries.towns import CODES, town
from tests.support import put


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_of(put(Store(tmp_path_factory.mktemp("agreement") / "store"), town(), CODES))


def test_a_town_has_a_page_of_what_differs(site: Site) -> None:
    page = site.page("agreement/99995", "en")
    assert "Do the plans of 食違町 agree?" in page.text
    assert (
        "The target of “来館者数” for 2025 is 15000人 in “食違町総合計画” and 18000人 in “食違町総合戦略”."
        in page.text
    )
    text = " ".join(page.text.split())
    assert "来館者数 (basic-plan.txt:6), 来館者数 (strategy.txt:4)" in text, "where both stand"
    linked = {link.href for link in page.links}
    assert any("99995/strategy/indicator" in href for href in linked), "to the indicator in the other plan"
    assert not any(href.startswith(BASE.replace("data.example.jp", "w3id.org")) for href in linked)


def test_a_plan_that_is_named_alone_is_said_not_to_be_loaded(site: Site) -> None:
    text = site.page("agreement/99995").text
    assert "空家等対策計画 個別計画 — 名前だけ(未取込)" in text
    assert "存在しないという意味ではありません" in text


def test_the_page_of_the_town_and_the_list_lead_there(site: Site) -> None:
    for path in ("doc/99995", "agreement/index"):
        assert any("agreement" in link.href and link.href.endswith("99995.html")
                   for link in site.page(path).links), path  # fmt: skip
    assert "富山県 — 15" in site.page("agreement/index").text


def test_one_loaded_plan_is_held_against_nothing(plan_site: Site) -> None:
    text = plan_site.page("agreement/07205").text
    assert "取り込まれた計画が1件なので、互いに突き合わせられるものはまだありません" in text
    assert "第2期白河市みらい創造総合戦略" in text
