"""Pages that tell of many things: the tree of a plan, goals, departments, municipalities, documents, the start page."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest

from keikaku.graph.nquads import KEI
from keikaku.graph.states import Status
from keikaku.graph.triples import RDF_TYPE
from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from keikaku.store.memory import is_vocabulary
from keikaku.web.pages.goals import GOALS
from keikaku.web.pages.tile_map import tiles
from tests.pages.conftest import Site, site_of
from tests.pages.html import Page, target
from tests.pages.odd import EVIL
from tests.support import plan_text

SHIRAKAWA = "07205/jisshi-keikaku"
DOCUMENT = "document/shirakawa-implementation-plan-goal7"


def pairs(site: Site, name: str) -> set[tuple[str, str]]:
    quads = site.dataset.memory.quads_for_pattern(None, ox.NamedNode(KEI + name), None, None)
    return {(quad.subject.value, quad.object.value) for quad in quads}  # type: ignore[union-attr]


# ---------------------------------------------------------------- plans


def test_the_tree_of_a_plan_holds_each_of_its_elements_once(plan_site: Site) -> None:
    for plan in plan_site.pages.sections[1].paths():
        if not re.fullmatch(r"doc/\d{5}/[^/]+", plan):
            continue
        iri = plan_site.dataset.addresses.named(plan.removeprefix("doc/"))
        members = {one for one, of in pairs(plan_site, "inPlan") if of == iri}
        page = plan_site.page(plan)
        linked = Counter(target(f"{plan}.html", link.href) for link in page.links)
        for one in members:
            path = plan_site.dataset.addresses.page(one) or ""
            assert linked[target("", f"{path}.html")] >= 1, one


def test_a_tree_hangs_a_project_below_its_measure(plan_site: Site) -> None:
    html = plan_site.pages.html(f"doc/{SHIRAKAWA}", "ja").decode()
    measure = html.index("市民との協働による地域づくり</a>")
    project = html.index("地域おこし協力隊活用事業</a>")
    after = html.index("人権尊重・男女共同参画社会の推進</a>")
    assert measure < project < after
    below = html[measure:project]
    assert below.count("<ul>") - below.count("</ul>") == 1


def test_a_plan_counts_what_it_holds_and_sums_its_budgets(plan_site: Site) -> None:
    page = plan_site.of(SHIRAKAWA)
    total = sum(int(yen) for budget, yen in pairs(plan_site, "totalAmount") if f"{SHIRAKAWA}/" in budget)
    assert total == 184_787_000
    assert "基本目標 1 施策 6 事業 33 事業費の合計 1億8,479万円" in page.text
    assert page.text.count(f"{total:,}") == 2  # in the row of the year, and at the foot
    assert "¥184.8 million" in plan_site.of(SHIRAKAWA, "en").text


def test_a_plan_lists_all_its_projects_with_department_and_line(plan_site: Site) -> None:
    page = plan_site.of(SHIRAKAWA)
    projects = page.text[page.text.index("事業の一覧") :]
    assert len(re.findall(r"\d+ [^行]*?課.*?\d+行", projects)) >= 25
    assert "地域おこし協力隊活用事業 企画政策課 16,759,000 22行" in re.sub(r"\s+", " ", projects)


def test_an_evaluation_sheet_shows_its_ratings_in_the_tree(example_site: Site) -> None:
    shown = example_site.of("99999/review-sheets").text
    assert "進捗の評価 C (やや遅い)" in shown  # as the sheets' own legend says it
    assert "やや遅れ" not in shown  # as the code list would
    assert "見直しの評価 ? (読取不能)" in shown  # nothing is left of it


# ---------------------------------------------------------------- the UN's goals


def shown_count(count: int, lost: bool, language: Language = "ja") -> str:
    """Return how a page shows how many declare a goal, where fields are lost or none is."""
    status = Status.UNREADABLE if lost else Status.ABSENT
    sign = f"{status.sign} {status.word(language)}"
    return f"{count} {sign}" if count and lost else str(count or sign)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_goal_lists_everything_that_declares_it(example_site: Site, language: Language) -> None:
    declared = pairs(example_site, "sdg")
    for goal in GOALS:
        page = example_site.page(f"sdg/{goal}", language)
        wanted = {one for one, of in declared if of == f"http://metadata.un.org/sdg/{goal}"}
        linked = {target(f"sdg/{goal}.html", link.href)[0] for link in page.links}
        suffix = ".html" if language == "ja" else ".en.html"
        for one in wanted:
            path = example_site.dataset.addresses.page(one) or ""
            assert target("", path.partition("#")[0])[0] + suffix in linked
        assert f"http://metadata.un.org/sdg/{goal}" in [link.href for link in page.links]
        lost = bool(pairs(example_site, "unreadableProperty"))
        assert (
            page.headings[1][1]
            .split(" ", 1)[1]
            .replace(" ", "")
            .endswith(shown_count(len(wanted), lost, language).replace(" ", ""))
        )


def test_a_declaration_stands_beside_its_line(plan_site: Site) -> None:
    page = plan_site.page("sdg/11")
    (line,) = page.to("177行")
    assert target("sdg/11.html", line.href) == ("doc/document/ami-evaluation-sheets-r6.html", "line=176,177")


def test_the_heat_map_counts_the_elements_of_each_plan(example_site: Site) -> None:
    page = example_site.page("coverage")
    plan_of = dict(pairs(example_site, "inPlan"))
    counts = Counter((plan_of[one], goal) for one, goal in pairs(example_site, "sdg"))
    plans = {plan for plan, _goal in counts}
    assert len(plans) == 2
    for plan in plans:
        lost = any(plan_of.get(one, one) == plan for one, _name in pairs(example_site, "unreadableProperty"))
        row = [shown_count(counts[plan, f"http://metadata.un.org/sdg/{goal}"], lost) for goal in GOALS]
        assert " ".join(row) in page.text


EVALUATED = "08443/evaluation-sheets"  # the SDG fields of a chapter and of three of its five sheets are lost


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_cannot_be_read_is_never_counted_as_none(plan_site: Site, language: Language) -> None:
    declared = Counter(target for _one, target in pairs(plan_site, "sdg"))
    assert declared == {f"http://metadata.un.org/sdg/{goal}": count for goal, count in ((11, 1), (17, 2))}
    row = [shown_count(declared[f"http://metadata.un.org/sdg/{goal}"], True, language) for goal in GOALS]
    coverage = plan_site.page("coverage", language).text
    assert coverage.count(" ".join(row)) == 2  # of the plan, and together
    for path in (EVALUATED, "08443"):
        text = plan_site.of(path, language).text
        assert " ".join(f"{goal} {cell}" for goal, cell in zip(GOALS, row, strict=True)) in text.replace(
            "SDG ", ""
        )
        assert Status.UNREADABLE.definition(language) in text
    for goal in GOALS:
        assert Status.UNREADABLE.word(language) in plan_site.page(f"sdg/{goal}", language).text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_plans_that_turn_to_the_sdgs_as_a_whole_are_told_from_those_that_say_nothing(
    plan_site: Site, language: Language
) -> None:
    states = {
        "03381/basic-concept": Status.GENERAL,
        "03381/basic-plan": Status.GENERAL,  # part of the one above
        "03213/late-basic-plan": Status.GENERAL,
        "07205/jisshi-keikaku": Status.ABSENT,
        EVALUATED: Status.DECLARED,
    }
    words = {status: status.word(language) for status in Status}
    coverage = plan_site.page("coverage", language)
    for status in (Status.GENERAL, Status.ABSENT):
        assert any(heading[1].startswith(f"{status.sign} {words[status]}") for heading in coverage.headings)
    for path, status in states.items():
        text = plan_site.of(path, language).text
        if status is not Status.DECLARED:
            assert f"{status.sign} {words[status]} {status.definition(language)}" in text


def test_darker_cells_stand_for_more(example_site: Site) -> None:
    html = example_site.pages.html("coverage", "ja").decode()
    cells = [(name, int(count or 0)) for name, count in re.findall(r'<td class="(none|h\d)">(\d*)', html)]
    assert {count for name, count in cells if name == "none"} == {0}
    assert max(cells, key=lambda cell: cell[1])[0] == "h5"
    shades = sorted({(count, name) for name, count in cells if count})
    assert [name for _count, name in shades] == sorted(name for _count, name in shades)


# ---------------------------------------------------------------- departments, strategies, municipalities


def test_a_department_sums_the_budgets_of_its_projects(plan_site: Site) -> None:
    name = "07205/department/企画政策課"
    iri = plan_site.dataset.addresses.named(name)
    projects = {one for one, of in pairs(plan_site, "department") if of == iri}
    budgets = {budget for one, budget in pairs(plan_site, "budget") if one in projects}
    total = sum(int(yen) for budget, yen in pairs(plan_site, "totalAmount") if budget in budgets)
    assert total == 82_103_000
    assert f"{total:,}" in plan_site.of(name).text
    assert f"企画政策課 {len(projects)} {total:,}" in plan_site.page("departments").text


def test_departments_say_whether_they_lead(plan_site: Site) -> None:
    page = plan_site.of("08443/department/秘書広聴課", "en")
    assert "What this is the lead department of" in page.text


def test_a_code_has_the_name_of_its_goal_where_the_plan_prints_it(odd_site: Site) -> None:
    text = odd_site.page("strategy/index").text
    assert "地方創生コード Ⅲ しごとをつくる" in text
    assert "地方創生コード Ⅳ 0件" in text


def test_a_strategy_of_the_nation_shows_its_goals_and_those_close_to_them(odd_site: Site) -> None:
    page = odd_site.page("strategy/mhs2", "en")
    assert "稼ぐ地域をつくるとともに、安心して働けるようにする" in page.text
    (before, *_more) = [link for link in page.links if "mhs1" in link.href]
    assert before.href.endswith("mhs1.en.html")
    (close, *_more) = [link for link in page.links if "mhs1" in link.href and "#" in link.href]
    to, anchor = target("strategy/mhs2.en.html", close.href)
    assert to == "strategy/mhs1.en.html"
    assert anchor in odd_site.page("strategy/mhs1", "en").ids


def test_a_goal_of_the_nation_names_what_is_linked_to_it(odd_site: Site) -> None:
    page = odd_site.page("strategy/mhs2")
    assert "確認済み <script>" in page.within("1")
    (link,) = [link for link in odd_site.of("99999/odd/measure/M").links if "strategy/mhs2" in link.href]
    assert target("doc/99999/odd/measure/M.html", link.href) == ("strategy/mhs2.html", "1")


def test_strategy_codes_are_listed_with_how_much_serves_them(plan_site: Site) -> None:
    assert "地方創生コード Ⅲ(4) 7件" in plan_site.page("strategy/index").text


def test_a_municipality_names_prefecture_plans_and_departments(plan_site: Site) -> None:
    page = plan_site.of("07205")
    assert "福島県" in page.text
    assert page.to("白河市総合計画 実施計画")
    assert page.to("企画政策課")
    assert "文書が名前を挙げている計画 第2期白河市みらい創造総合戦略" in page.text
    assert re.search(r"07205 白河市 福島県 \d+ 0 0 1 6 33 0 9", plan_site.page("municipalities").text)


# ---------------------------------------------------------------- documents


def test_a_document_lists_what_was_read_from_each_line(plan_site: Site) -> None:
    page = plan_site.of(DOCUMENT)
    assert "地域おこし協力隊活用事業" in page.within("line=21,22")
    assert "説明" in page.within("line=21,22")
    assert "事業費 2020" in page.within("line=21,24")
    (entry,) = [
        one for one in plan_site.dataset.store.documents.values() if one.source.startswith("shirakawa")
    ]
    assert entry.source_sha256 in page.text
    assert entry.source in page.text


def test_a_document_without_its_text_says_so(plan_site: Site) -> None:
    assert "本文は収録していません" in plan_site.of(DOCUMENT).text


def test_a_document_shows_its_text_where_it_is_given(plans: Store) -> None:
    lines = plan_text("shirakawa-implementation-plan-goal7").splitlines()
    site = site_of(plans, sources={"shirakawa-implementation-plan-goal7": lines})
    html = site.pages.html(f"doc/{DOCUMENT}", "en").decode()
    shown = re.findall(r'<pre class="text" lang="ja">(?:<span id="[^"]*">)*([^<]*)', html)
    assert len(shown) == len(lines)
    assert shown[21].startswith("1")
    assert "地域おこし協力隊活用事業" in shown[21]
    assert re.findall(r'<li class="read">\s*<span class="position">(\d+)<', html)[:3] == ["3", "5", "11"]
    assert "line=21,22" in Page(html.encode()).ids


def test_the_text_of_a_document_stays_text(odd_site: Site) -> None:
    page = odd_site.of("document/odd")
    assert "<b>一行目</b>" in page.text
    assert page.headings[0][1].endswith(EVIL)


def test_a_graph_says_what_made_it(plan_site: Site) -> None:
    page = plan_site.of("graph/shirakawa-implementation-plan-goal7", "en")
    assert "loader version" in page.text
    assert "build" in page.ids


# ---------------------------------------------------------------- start


def test_three_clicks_from_the_start_to_a_line(plan_site: Site) -> None:
    start = plan_site.page("index")
    (plan,) = start.to("白河市総合計画 実施計画")
    file, _anchor = target("index.html", plan.href)
    page = plan_site.page(file.removesuffix(".html"))
    project = page.to("1 地域おこし協力隊活用事業")[-1]
    file, _anchor = target(file, project.href)
    (line, *_more) = plan_site.page(file.removesuffix(".html")).to("22行")
    file, anchor = target(file, line.href)
    assert anchor == "line=21,22"
    assert anchor in plan_site.page(file.removesuffix(".html")).ids


def test_the_start_page_counts_the_dataset(plan_site: Site) -> None:
    page = plan_site.page("index")
    for word, name in (
        ("自治体", "Municipality"),
        ("施策", "Measure"),
        ("事業", "Project"),
        ("指標", "Indicator"),
    ):
        quads = plan_site.dataset.memory.quads_for_pattern(
            None, ox.NamedNode(RDF_TYPE), ox.NamedNode(KEI + name), None
        )
        told = (
            quad for quad in quads if not is_vocabulary(quad)
        )  # not those of which a list of mergers alone tells
        subjects = {quad.subject.value for quad in told}  # type: ignore[union-attr]
        count = sum(plan_site.dataset.addresses.local(one) is not None for one in subjects)
        assert count >= 5
        assert f"{word} {count} " in page.text


def test_the_start_page_sends_a_search_to_the_search_page(plan_site: Site) -> None:
    for language, action in (("ja", "search.html"), ("en", "search.en.html")):
        page = plan_site.page("index", language)  # type: ignore[arg-type]
        (form,) = [attributes for tag, attributes in page.tags if tag == "form"]
        assert (form["action"], form["method"]) == (action, "get")
        (field,) = [attributes for tag, attributes in page.tags if tag == "input"]
        assert field["name"] == "q"


def test_the_marks_of_readings_are_counted(plan_site: Site) -> None:
    doubtful = len({one for one, mark in pairs(plan_site, "readingConfidence") if mark.endswith("Doubtful")})
    assert doubtful
    assert re.search(rf"読み取りに疑い [^ ]+ {doubtful} ", plan_site.page("about").text)


def test_an_empty_store_has_pages(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(tmp_path_factory.mktemp("empty") / "store")
    with store.writing() as writer:
        writer.hold()
    site = site_of(store)
    for path in ("index", "plans", "coverage", "departments", "municipalities", "strategy/index", "about"):
        assert site.page(path, "en").headings
    assert "No plan declares SDGs" in site.page("coverage", "en").text


def test_the_map_counts_what_the_list_holds(plan_site: Site) -> None:
    page = plan_site.page("municipalities")
    drawn = {tile.name: (tile.held, tile.all) for tile in tiles(["岩手県", "岩手県", "福島県"])}
    assert len(drawn) == 47
    assert drawn["岩手県"] == (2, 33)
    assert sum(every for _held, every in drawn.values()) == 1741
    places = {(tile.x, tile.y) for tile in tiles(())}
    assert len(places) == 47
    assert {tile.step for tile in tiles(())} == {0}
    links = [link.href for link in page.links if link.href.startswith("#") and link.href != "#main"]
    assert links
    assert {href[1:] for href in links} <= set(page.ids)
    documents = plan_site.dataset.store.documents.values()
    assert any(entry.municipality == "03381" for entry in documents)


def test_the_list_says_what_is_read_and_reviewed(plan_site: Site) -> None:
    kinds = Counter((entry.municipality, entry.kind) for entry in plan_site.dataset.store.documents.values())
    towns = {code for code, _kind in kinds if code}
    html = plan_site.pages.html("municipalities", "ja").decode()
    found = [
        re.findall(r">([^<>]+)</td>", row) for row in re.findall(r"<tr>(<td>\d{5}.*?)</tr>", html, re.DOTALL)
    ]
    rows = {
        row[0]: [cell for cell in row[1:] if cell.strip().isdecimal()] for row in found if row[0] in towns
    }
    assert set(rows) == towns
    for code, row in rows.items():
        held = [kinds[code, kind] for kind in ("document", "accepted", "proposed")]
        assert [int(one) for one in row[:3]] == [sum(held), held[1], held[2]]
