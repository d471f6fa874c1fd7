"""Towns side by side: one rule with the query, nothing ranked, nothing on an axis that the gate keeps apart."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from keikaku.asking.comparable import Verdict, figures, groups, judge, subjects
from keikaku.asking.questions import run
from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from keikaku.web.pages.comparisons import INDEX, path_of
from tests.pages import compared
from tests.pages.conftest import Site, site_of
from tests.pages.html import Page
from tests.queries import support
from tests.support import put


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the pages of four towns that print one indicator in their ways, and another that one prints."""
    folder = Path(tmp_path_factory.mktemp("compared"))
    return site_of(put(Store(folder / "store"), compared.documents(), compared.CODES))


@pytest.fixture(scope="module")
def page(site: Site) -> Page:
    return site.page(path_of("来館者数"))


@pytest.mark.parametrize("town", [False, True], ids=["towns", "plans-of-a-town"])
def test_the_gate_and_the_query_have_one_rule(town: bool) -> None:
    memory = support.memory(town)
    told = [
        [str(getattr(term, "value", "")) for term in row]
        for row in run(memory, support.library()["comparable-figures"])
    ]
    asked = {
        (one[2], one[4], one[5], float(one[6]), one[11], one[12], float(one[13])): (one[16], one[17])
        for one in told
    }
    found = {}
    for towns in subjects(memory).values():
        of = [one for name, iris in towns.items() for one in figures(memory, name, iris)]
        for one, other in product(of, of):
            if one.role == other.role and one.municipality < other.municipality:
                verdict, reasons = judge(one, other)
                key = (one.indicator, one.role, one.year, float(one.value))
                rest = (other.indicator, other.year, float(other.value))
                found[key + rest] = (str(verdict), "".join(f"{reason}; " for reason in reasons))
    assert found == asked
    assert not town or {verdict for verdict, _reasons in found.values()} == set(Verdict)


def test_only_figures_that_may_stand_side_by_side_share_a_table(site: Site) -> None:
    memory = site.dataset.memory
    (towns,) = (towns for name, towns in subjects(memory).items() if name == "来館者数")
    parted = groups([one for name, iris in towns.items() for one in figures(memory, name, iris)])
    assert [[one.municipality[-5:] for one in group] for group in parted] == [
        ["99991", "99992", "99993"],
        ["99994"],
    ]


def test_towns_stand_in_the_order_of_their_codes_with_bars_from_zero(page: Page) -> None:
    rows = [
        attributes["data-town"] for tag, attributes in page.tags if tag == "tr" and "data-town" in attributes
    ]
    assert rows == ["99991", "99992", "99993", "99994"]
    bars = [attributes for tag, attributes in page.tags if tag == "rect"]
    assert [float(bar["x"]) for bar in bars] == [0, 0, 0]
    assert "0 – 20,000" in page.text
    west, south, north = (float(bar["width"]) for bar in bars)
    assert south / west == pytest.approx(8000 / 12000, abs=0.01)
    assert north / west == pytest.approx(20000 / 12000, abs=0.01)


def test_why_figures_may_not_stand_side_by_side_is_said_in_both_languages(site: Site) -> None:
    cases: tuple[tuple[Language, tuple[str, ...]], ...] = (
        ("ja", ("換算できない単位", "年度が違う", "比べられない", "1人当たりではありません", "8千人")),
        (
            "en",
            (
                "units that cannot be converted",
                "another fiscal year",
                "not comparable",
                "Not per head",
                "8千人",
            ),
        ),
    )
    for language, words in cases:
        text = site.page(path_of("来館者数"), language).text
        assert [word for word in words if word not in text] == []


def test_the_list_names_what_several_towns_print_and_nothing_else(site: Site) -> None:
    text = site.page(INDEX).text
    assert "来館者数" in text
    assert "蔵書数" not in text


def test_without_a_script_all_towns_are_shown_and_the_choice_is_hidden(page: Page) -> None:
    (form,) = [attributes for tag, attributes in page.tags if tag == "form" and "data-compare" in attributes]
    assert "hidden" in form
    assert not [a for tag, a in page.tags if tag == "tr" and "data-town" in a and "hidden" in a]


def test_one_town_alone_is_beside_nobody(example_site: Site) -> None:
    assert "二つ以上の自治体にはありません" in example_site.page(INDEX).text
