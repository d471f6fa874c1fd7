"""The page of a thing: its facts, and beside each the line that it was read from."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pyoxigraph as ox
import pytest

from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Language
from tests.pages.conftest import Site
from tests.pages.html import Page, target
from tests.pages.odd import DEPTH, EVIL

SHIRAKAWA = "07205/jisshi-keikaku"
CALENDAR = f"{SHIRAKAWA}/project/いきいきカレンダー作成事業(表郷・大信・東地域)-51ab52"
LINES = "doc/document/shirakawa-implementation-plan-goal7"


def named(site: Site, local: str) -> ox.NamedNode:
    return ox.NamedNode(site.dataset.addresses.named(local))


def values(site: Site, local: str, name: str) -> list[str]:
    quads = site.dataset.memory.quads_for_pattern(named(site, local), ox.NamedNode(KEI + name), None, None)
    return sorted(quad.object.value for quad in quads)  # type: ignore[union-attr]


def locals_of(site: Site, kind: str) -> list[str]:
    return [name for name in site.dataset.documents if f"/{kind}/" in name]


@pytest.mark.parametrize(("language", "kind", "line"), [("ja", "事業", "40行"), ("en", "project", "line 40")])
def test_a_project_says_what_it_is_and_where_it_was_read(
    plan_site: Site, language: Language, kind: str, line: str
) -> None:
    page = plan_site.of(CALENDAR, language)
    level, heading = page.headings[0]
    assert (level, heading.split()) == (1, f"{kind}7 いきいきカレンダー作成事業(表郷・大信・東地域)".split())
    suffix = ".html" if language == "ja" else ".en.html"
    (to,) = {target(f"doc/{CALENDAR}.html", link.href) for link in page.to(line)}
    assert to == (f"{LINES}{suffix}", "line=39,40")


def test_the_trail_leads_up_to_the_municipality(plan_site: Site) -> None:
    page = plan_site.of(CALENDAR)
    trail = [link.text for link in page.links[page.links.index(page.to("白河市")[0]) :]][:4]
    assert trail == [
        "白河市",
        "白河市総合計画 実施計画",
        "7 地域のふれあいと支え合いで共に創るまち",
        "7-1 市民との協働による地域づくり",
    ]


def test_every_fact_of_a_project_has_its_line(plan_site: Site) -> None:
    for name in locals_of(plan_site, "project"):
        page = plan_site.of(name)
        statements = [anchor for anchor in page.ids if anchor.startswith("statement/")]
        for anchor in statements:
            assert re.search(r"\d+行", page.within(anchor)), f"{name}#{anchor}"


def test_a_budget_is_printed_as_the_store_holds_it(plan_site: Site) -> None:
    projects = [name for name in locals_of(plan_site, "project") if values(plan_site, name, "budget")]
    assert len(projects) > 20
    for name in projects:
        page = plan_site.of(name)
        for year in (2020, 2021, 2022):
            anchor = f"budget/{year}"
            if anchor in page.ids:
                for amount in ("totalAmount", "specificRevenue", "generalRevenue"):
                    for yen in values(plan_site, f"{name}/{anchor}", amount):
                        assert f"{int(yen):,}" in page.within(anchor).split(), f"{name}#{anchor}"


def test_a_budget_names_its_year_in_both_calendars(plan_site: Site) -> None:
    assert "2020年度（令和2年度）" in plan_site.of(CALENDAR).within("budget/2020")
    assert "FY 2020" in plan_site.of(CALENDAR, "en").within("budget/2020")


def test_figures_of_an_indicator_stand_in_a_table_and_a_chart(plan_site: Site) -> None:
    for name in locals_of(plan_site, "indicator"):
        page = plan_site.of(name)
        charts = [
            attributes
            for tag, attributes in page.tags
            if attributes.get("class") == "chart" and attributes.get("role")
        ]
        dated = 0
        for role in ("baseline", "actual", "target"):
            for anchor in (one for one in page.ids if one.startswith(f"{role}/")):
                (value,) = values(plan_site, f"{name}/{anchor}", "value") or [""]
                dated += bool(value) and not anchor.endswith("undated")
                shown = page.within(anchor).replace(",", "")
                assert value in shown if value else "読取不能" in shown
                assert re.search(r"\d+行", shown), f"{name}#{anchor}"
        assert len(charts) == (1 if dated > 1 else 0), name


def test_the_chart_of_an_indicator_says_its_figures_to_those_who_cannot_see(plan_site: Site) -> None:
    page = plan_site.of("20207/basic-plan-2021")
    names = [
        attributes["aria-label"]
        for tag, attributes in page.tags
        if tag == "svg" and "small" in attributes.get("class", "")
    ]
    assert any(name.endswith("基準値 2019年度 86.5％、目標値 2025年度 90％") for name in names), names[:3]


def test_the_points_of_a_chart_go_up_where_the_figures_do(plan_site: Site) -> None:
    (name,) = (one for one in locals_of(plan_site, "indicator") if "市公式ツイッターを見た人の数" in one)
    page = plan_site.of(name)
    lines = [attributes["points"] for tag, attributes in page.tags if tag == "polyline"]
    points = [[float(part) for part in point.split(",")] for point in lines[0].split()]
    assert all(x < further and y > higher for (x, y), (further, higher) in pairwise(points))


def test_an_evaluation_shows_its_ratings(example_site: Site) -> None:
    (name,) = (
        one for one in locals_of(example_site, "measure") if one.endswith("水辺のにぎわいをつくる-31066b")
    )
    page = example_site.of(name)
    (anchor,) = (one for one in page.ids if re.fullmatch(r"evaluation/\d+", one))
    (rating,) = values(example_site, f"{name}/{anchor}", "progressRating")
    legend = re.search("(?<=/rating/progress/)[0-9a-f]{8}", rating)
    assert legend is not None
    assert rating == named(example_site, f"99999/review-sheets/rating/progress/{legend.group()}/C").value
    assert "進捗の評価 C" in page.within(anchor)


def test_a_scale_is_called_by_its_marks_and_its_steps_by_a_japanese_kind(example_site: Site) -> None:
    (scale,) = (
        one
        for one in example_site.dataset.documents
        if re.fullmatch(r"99999/review-sheets/rating/progress/\w+", one)
    )
    for local in (scale, f"{scale}/B"):
        page = example_site.of(local)
        assert "A / B / C / D" in page.text
        assert not re.search(r"[0-9a-f]{8}", page.text.partition("識別子")[0])
        assert "Concept" not in page.text


def test_roles_are_grouped_by_who_plays_them(plan_site: Site) -> None:
    (name,) = (one for one in locals_of(plan_site, "measure") if "ICT等による" in one)
    page = plan_site.of(name)
    text = page.text
    assert text.index("市民 ") < text.index("企業 ") < text.index("活動団体 ")
    roles = [anchor for anchor in page.ids if anchor.startswith("role/")]
    assert len(roles) == len(values(plan_site, name, "stakeholderRole")) == 4


def test_sdgs_have_number_colour_and_name(plan_site: Site) -> None:
    (name,) = (one for one in locals_of(plan_site, "measure") if "シティプロモーション" in one)
    for language, words in (
        ("ja", "住み続けられるまちづくりを"),
        ("en", "Make cities and human settlements"),
    ):
        page = plan_site.of(name, language)  # type: ignore[arg-type]
        (badge,) = [link for link in page.links if link.attributes.get("class") == "sdg sdg-11"]
        assert badge.text == "SDG 11"
        assert words in page.within(next(one for one in badge.inside if one.startswith("statement/")))


def test_a_repaired_reading_is_marked_and_shows_what_is_printed(plan_site: Site) -> None:
    (name,) = (one for one in locals_of(plan_site, "measure") if "シティプロモーション" in one)
    text = plan_site.of(name).text
    assert "文字を修復" in text
    assert "印刷のまま： 11 SANIORE" in text
    assert "repaired as printed: 11 SANIORE" in plan_site.of(name, "en").text


def test_a_doubtful_reading_is_marked(plan_site: Site) -> None:
    doubtful = plan_site.dataset.memory.quads_for_pattern(
        None, ox.NamedNode(f"{KEI}readingConfidence"), ox.NamedNode(f"{KEI}Doubtful"), None
    )
    seen = 0
    for quad in doubtful:
        path, _mark, anchor = (plan_site.dataset.addresses.page(quad.subject.value) or "").partition("#")  # type: ignore[union-attr]
        to, anchor = target("", f"{path}#{anchor}")
        page = plan_site.page(to)
        assert "読み取りに疑い" in (page.within(anchor) if anchor else page.text), quad.subject
        seen += 1
    assert seen > 5


WORDS_OF_THE_UNREAD = {
    "sdg": "「関連するSDGs」は印刷されているが読み取れません",
    "progressRating": "? (読取不能)",
    "reviewRating": "? (読取不能)",
}


def test_an_unreadable_property_is_said_plainly(plan_site: Site) -> None:
    quads = plan_site.dataset.memory.quads_for_pattern(
        None, ox.NamedNode(f"{KEI}unreadableProperty"), None, None
    )
    seen = set()
    for quad in quads:
        page = plan_site.page(target("", plan_site.dataset.addresses.page(quad.subject.value) or "")[0])  # type: ignore[union-attr]
        words = WORDS_OF_THE_UNREAD[quad.object.value.removeprefix(KEI)]  # type: ignore[union-attr]
        assert words in page.text, quad.subject
        seen.add(words)
    assert len(seen) == 2


def test_what_serves_a_strategy_code_stands_on_its_page(plan_site: Site) -> None:
    name = "07205/sogo-senryaku/code/Ⅲ(4)"
    serving = plan_site.dataset.memory.quads_for_pattern(
        None, ox.NamedNode(f"{KEI}strategyCode"), named(plan_site, name), None
    )
    labels = [link.text for link in plan_site.of(name).links]
    projects = {quad.subject.value.rsplit("/", 1)[-1].rsplit("-", 1)[0] for quad in serving}  # type: ignore[union-attr]
    assert len(projects) == 7
    assert all(any(label.replace(" ", "").endswith(project) for label in labels) for project in projects)


# ---------------------------------------------------------------- what could mislead


def test_markup_in_labels_stays_text(odd_site: Site) -> None:
    for file, page in odd_site.files():
        assert not [
            attributes
            for tag, attributes in page.tags
            if tag == "script" and not attributes.get("src") and "type" not in attributes
        ], file
    assert odd_site.of("99999/odd/measure/M").headings[0][1].endswith(EVIL)
    assert EVIL not in odd_site.pages.html("doc/99999/odd/measure/M", "ja").decode()


def test_an_address_that_would_run_code_is_no_link(odd_site: Site) -> None:
    for file, page in odd_site.files():
        assert not [link.href for link in page.links if link.href.startswith("javascript")], file
    page = odd_site.of("document/odd")
    assert "javascript:alert(1)" in page.text
    assert page.to("https://example.jp/licence")


def test_a_figure_that_is_no_number_is_said_to_be_unreadable(odd_site: Site) -> None:
    page = odd_site.of("99999/odd/indicator/I", "en")
    assert (
        page.within("baseline/undated")
        == "Baseline no year printed unreadable doubtful reading as printed: Q.5"
    )
    assert page.within("target/2027").startswith("Target FY 2027 below 9.5")
    assert not [tag for tag, _attributes in page.tags if tag == "polyline"]


def test_a_text_where_a_thing_should_stand_is_shown_as_it_is(odd_site: Site) -> None:
    assert "a text" in odd_site.of("99999/deep/action/000").text
    assert "a text" in odd_site.of("99999/deep").text


def test_an_amount_that_is_no_number_is_left_out(odd_site: Site) -> None:
    cells = odd_site.of("99999/odd/project/P").within("budget/2024")
    assert cells == "2024年度（令和6年度） 1,234,567,000 — — 2行 読み取りに疑い 印刷のまま： 1,234,5G7 <千円>"


def test_a_circle_of_elements_is_shown_once(odd_site: Site) -> None:
    page = odd_site.of("99999/odd")
    assert len(page.to("A")) == len(page.to("B")) == 1
    assert [link.text for link in odd_site.of("99999/odd/action/A").links].count("B") >= 1


def test_a_plan_of_hundreds_of_levels_is_shown_whole(odd_site: Site) -> None:
    linked = Counter(link.text for link in odd_site.of("99999/deep").links)
    assert [linked[f"{number:03}"] for number in range(DEPTH)] == [1] * DEPTH


def test_a_suggested_link_is_no_fact(odd_site: Site) -> None:
    page = odd_site.of("99999/odd/measure/M")
    assert "文書にない結び付き" in page.text
    assert "確認済み 住み続けられるまちづくりを k-yamada, 企画課" in page.text
    assert "この目標を掲げると読み取れた計画はありません" in odd_site.page("sdg/11").text


def test_a_page_that_nothing_is_known_of_is_a_key_error(odd_site: Site) -> None:
    for path in ("doc/99999/odd/measure/X", "sdg/18", "strategy/none", "doc"):
        with pytest.raises(KeyError):
            odd_site.pages.html(path, "ja")


def test_a_page_reads_the_same_twice(odd_site: Site) -> None:
    html = odd_site.pages.html("doc/99999/odd", "ja")
    assert html == odd_site.pages.html("doc/99999/odd", "ja")
    assert Page(html).headings


def test_a_code_scheme_is_called_by_its_strategy_and_lists_its_codes_in_order(plan_site: Site) -> None:
    page = plan_site.of("07205/sogo-senryaku/codes")
    assert page.headings[0][1] == "コードの体系第2期白河市みらい創造総合戦略"
    codes = [link.text for link in page.links if "/code/" in link.href]
    assert codes == sorted(codes)
    assert codes[:2] == ["Ⅰ", "Ⅰ(4)"]


def test_a_graph_names_its_document_as_a_fact_and_not_as_a_line(plan_site: Site) -> None:
    page = plan_site.of("graph/shirakawa-implementation-plan-goal7", "en")
    assert "derived from 白河市 実施計画 基本目標別事業一覧" in page.text
    assert not page.to("whole document")
