"""款, 項 and 目: from the columns of a printed table to lines of the town's budget, its page and the tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, URIRef

from keikaku.asking.opendata.rows import store_rows
from keikaku.graph.mint import mint
from keikaku.ground import content
from keikaku.ground.vocab import KEI
from keikaku.reading.series import read_series
from keikaku.reading.values.accounts import account, account_of
from keikaku.store.folder import Store
from keikaku.validation.own import as_graph
from tests.conftest import Keikaku
from tests.pages.conftest import site_of
from tests.reading.made import text

TOWN = "https://w3id.org/keikaku/id/99999"
KAN = "https://w3id.org/keikaku/kan/"
SETTINGS = """\
family: shuyo-jigyo
municipality: {code: "99999", name: 架空町, invented: true}
document: {title: 架空町 主要事業, recognise: [架空町 主要事業]}
plans:
  - {id: yosan, kind: 予算, title: 架空町 主要事業, start: 2025, end: 2025}
tables: {projects: {rows: Project}}
expect:
  Project: {min: 1, max: 9}
"""
TABLE = """\
架空町 主要事業

事業名\t会計\t款\t項\t目\tR7当初予算（千円）
図書館の運営事業\t一般会計\t10 教育費\t５ 社会教育費\t3 図書館費\t1,200
橋の点検事業\t一般会計\t08 土木費\t02 道路橋りょう費\t\t3,400
健診事業\t国民健康保険特別会計\t5 保健事業費\t1\t1\t560
まつり事業\t一般会計\t\t1\t1\t700
役場の管理事業\t一般会計\t2\t1\t5\t800
"""


def graph(folder: Path, settings: str = SETTINGS, table: str = TABLE) -> Graph:
    """Return what a document with a table says."""
    (folder / "plan.yml").write_text(settings, encoding="utf-8")
    series = read_series(folder / "plan.yml")
    return as_graph(mint(series.load(text(folder, table)), series))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return graph(tmp_path_factory.mktemp("accounts"))


def line(said: Graph, project: str) -> URIRef | None:
    """Return the line of the budget that a project's one amount stands in."""
    [budget] = said.objects(URIRef(f"{TOWN}/yosan/project/{project}"), KEI.budget)
    found = said.value(budget, KEI.budgetAccount)
    assert found == said.value(URIRef(f"{TOWN}/yosan/project/{project}"), KEI.budgetAccount)
    return found if isinstance(found, URIRef) else None


def way_up(said: Graph, one: URIRef | None) -> list[tuple[str, str]]:
    """Return numbers and names from a line of the budget up to its 款."""
    found = []
    while isinstance(one, URIRef):
        found.append((str(said.value(one, SKOS.notation)), str(said.value(one, SKOS.prefLabel))))
        above = said.value(one, SKOS.broader)
        assert (one, SKOS.topConceptOf, None) in said or above
        one = above if isinstance(above, URIRef) else None
    return found


def test_an_amount_stands_under_the_line_of_the_budget_that_its_row_prints(said: Graph) -> None:
    library = line(said, "図書館の運営事業")
    assert way_up(said, library) == [("10-5-3", "図書館費"), ("10-5", "社会教育費"), ("10", "教育費")]
    assert way_up(said, line(said, "橋の点検事業")) == [("8-2", "道路橋りょう費"), ("8", "土木費")]
    assert way_up(said, line(said, "役場の管理事業"))[0] == ("2-1-5", "2款1項5目")


def test_only_a_printed_name_tells_which_title_of_the_nation_it_is(said: Graph, tmp_path: Path) -> None:
    matches = {str(one): str(other) for one, other in said.subject_objects(SKOS.exactMatch)}
    assert matches == {
        f"{TOWN}/account/10教育費": f"{KAN}kyoiku",
        f"{TOWN}/account/8土木費": f"{KAN}doboku",
    }
    declared = graph(tmp_path, SETTINGS.replace("invented: true", "invented: true, national_titles: true"))
    assert (URIRef(f"{TOWN}/account/2"), SKOS.exactMatch, URIRef(f"{KAN}somu")) in declared
    assert len(set(declared.subject_objects(SKOS.exactMatch))) == 3  # none of 国民健康保険


def test_each_account_has_a_scheme_of_its_own(said: Graph) -> None:
    schemes = {
        str(one): str(said.value(one, SKOS.prefLabel))
        for one in set(said.objects(None, SKOS.inScheme))
        if TOWN in str(one)
    }
    assert schemes == {
        f"{TOWN}/accounts": "予算科目",
        f"{TOWN}/accounts-国民健康保険特別会計": "国民健康保険特別会計",
    }


def test_a_line_whose_title_is_lost_is_told_with_its_row_and_links_nothing(
    tmp_path: Path, said: Graph
) -> None:
    assert line(said, "まつり事業") is None
    (tmp_path / "plan.yml").write_text(SETTINGS, encoding="utf-8")
    reading = read_series(tmp_path / "plan.yml").load(text(tmp_path, TABLE))
    [told] = [one for one in reading.findings if one.rule == "value-of-no-kind"]
    assert "budgetAccount" in told.en
    assert told.lines == (7,)


def test_a_project_of_two_lines_says_both_and_its_money_none(tmp_path: Path) -> None:
    head = "架空町 主要事業\n\n事業名\t予算科目\tR7当初予算（千円）\n"
    found = graph(tmp_path, table=f"{head}図書館の運営事業\t3款1項2目\t1,200\n図書館の運営事業\t10-5-3\t\n")
    project = URIRef(f"{TOWN}/yosan/project/図書館の運営事業")
    lines = {str(one).rpartition("/")[2] for one in found.objects(project, KEI.budgetAccount)}
    budgets = list(found.objects(project, KEI.budget))
    assert lines == {"3-1-2", "10-5-3"}
    assert [found.value(one, KEI.budgetAccount) for one in budgets] == [None]


def test_what_is_printed_is_shown_on_the_page_and_written_into_the_tables(
    tmp_path: Path, keikaku: Keikaku
) -> None:
    (tmp_path / "plan.yml").write_text(SETTINGS, encoding="utf-8")
    document = text(tmp_path, TABLE).path
    assert "stored" in keikaku("build", document, "--store", tmp_path / "store").output
    rows = [row for name, row in store_rows(Store(tmp_path / "store")) if name == "money"]
    [library] = [row for row in rows if row["project"] == "図書館の運営事業"]
    assert (library["account_number"], library["kan"], library["kou"], library["moku"]) == (
        "10-5-3", "教育費", "社会教育費", "図書館費",
    )  # fmt: skip
    [unknown] = [row for row in rows if row["project"] == "まつり事業"]
    assert {unknown[name] for name in ("account_id", "account_number", "kan", "kou", "moku")} == {None}
    site = site_of(Store(tmp_path / "store"))
    project = re.sub(r"\s", "", site.of("99999/yosan/project/図書館の運営事業").text)
    assert "予算科目（款項目）10-5-3教育費›社会教育費›図書館費" in project
    title = re.sub(r"\s", "", site.of("99999/account/10教育費").text)
    assert "同じもの教育費4行" in title  # the nation's, by its name
    assert "10-5教育費›社会教育費" in title


@pytest.mark.parametrize(
    ("print_", "line_"),
    [
        ("３款１項２目", "3/1/2"),
        ("03-01-02", "3/1/2"),
        ("３．１．１０", "3/1/10"),
        ("第3款民生費第1項社会福祉費第2目老人福祉費", "3 民生費/1 社会福祉費/2 老人福祉費"),
        ("款:民生費　項:社会福祉費　目:老人福祉費", "民生費/社会福祉費/老人福祉費"),
        ("一般会計　3款1項", "3/1"),
        ("国民健康保険特別会計 5款1項1目", "国民健康保険特別会計:5/1/1"),
        ("需用費", None),
        ("01-03-01-02", None),
        ("3-0-1", None),
        ("030102", None),
    ],
)
def test_one_print_is_one_line_or_none(print_: str, line_: str | None) -> None:
    assert account(print_) == line_


def test_cells_of_number_and_name_make_one_line() -> None:
    assert account_of([("kan", "03"), ("kan", "民生費"), ("kou", "1")]) == "3 民生費/1"
    assert account_of([("kan", "3"), ("moku", "1")]) is None
    assert account_of([("kan", "12.5%")]) is None


def test_the_titles_of_the_nation_and_their_groups_are_those_of_the_themes() -> None:
    themes = Graph().parse(content.folder("ontology") / "themes.ttl")
    titles = sorted(
        (int(str(themes.value(one, SKOS.notation))), str(themes.value(one, SKOS.prefLabel)), one)
        for one in themes.subjects(SKOS.inScheme, URIRef(KAN[:-1]))
    )
    assert [number for number, _name, _one in titles] == list(range(1, 15))
    for _number, _name, title in titles:
        only = [
            theme
            for theme in themes.subjects(SKOS.broadMatch, title)
            if sum("/kan/" in str(one) for one in themes.objects(theme, SKOS.broadMatch)) == 1
        ]
        groups = {
            one for theme in only for one in themes.objects(theme, SKOS.broadMatch) if "/cofog/" in str(one)
        }
        assert set(themes.objects(title, SKOS.relatedMatch)) == groups


SHEETS = """\
family: jimu-jigyo-hyoka
municipality: {code: "99999", name: 架空町, invented: true}
document: {title: 架空町 事務事業評価シート, recognise: [架空町 事務事業評価シート]}
plans:
  - {id: hyoka, kind: 評価, title: 架空町 事務事業評価シート, start: 2024, end: 2024}
levels:
  project: {is: Project, head: '事業名\\s+(?P<label>.+)'}
expect:
  Project: {min: 1, max: 9}
"""


def sheet(boxes: str) -> str:
    """Return a sheet of one project with boxes for the line of the budget."""
    return f"架空町 事務事業評価シート\n\n事業名　図書館の運営事業\n\n{boxes}\n\n担当課\t教育課\n"


@pytest.mark.parametrize(
    "boxes",
    [
        "会計\t一般会計\t款\t10 教育費\t項\t5 社会教育費\t目\t3 図書館費",
        "予算科目\t会計\t一般\t款\t10\t教育費\t項\t5\t社会教育費\t目\t3\t図書館費",
        "款\t10\t教育費\n項\t5\t社会教育費\n目\t3\t図書館費",
        "会計\t款\t項\t目\n一般会計\t10 教育費\t5 社会教育費\t3 図書館費",
        "予算科目\t第10款教育費第5項社会教育費第3目図書館費\t会計\t一般会計",
    ],
)
def test_boxes_of_a_sheet_name_one_line_together(tmp_path: Path, boxes: str) -> None:
    said = graph(tmp_path, SHEETS, sheet(boxes))
    project = URIRef(f"{TOWN}/hyoka/project/図書館の運営事業")
    [found] = said.objects(project, KEI.budgetAccount)
    assert way_up(said, URIRef(str(found))) == [
        ("10-5-3", "図書館費"),
        ("10-5", "社会教育費"),
        ("10", "教育費"),
    ]


@pytest.mark.parametrize(
    "boxes", ["会計\t介護保険特別会計\t予算科目\t1-2-3", "予算科目\t1-2-3\t会計\t介護保険特別会計"]
)
def test_a_line_of_another_account_is_none_of_the_general_one(tmp_path: Path, boxes: str) -> None:
    said = graph(tmp_path, SHEETS, sheet(boxes))
    [found] = said.objects(URIRef(f"{TOWN}/hyoka/project/図書館の運営事業"), KEI.budgetAccount)
    assert str(found) == f"{TOWN}/account/介護保険特別会計-1-2-3"
    head = "架空町 主要事業\n\n事業名\t会計\t予算科目\tR7当初予算（千円）\n"
    said = graph(tmp_path, table=f"{head}図書館の運営事業\t介護保険特別会計\t1-2-3\t1,200\n")
    assert str(line(said, "図書館の運営事業")) == str(found)


@pytest.mark.parametrize("boxes", ["款\t10\t項\t\t目\t3", "会計\t一般会計\t款\t未定", "項\t5 社会教育費"])
def test_boxes_that_name_no_line_for_sure_are_told_and_link_nothing(tmp_path: Path, boxes: str) -> None:
    (tmp_path / "plan.yml").write_text(SHEETS, encoding="utf-8")
    reading = read_series(tmp_path / "plan.yml").load(text(tmp_path, sheet(boxes)))
    [told] = [one for one in reading.findings if one.rule == "value-of-no-kind"]
    assert "budgetAccount" in told.en
    assert told.lines == (5,)
    assert (None, KEI.budgetAccount, None) not in graph(tmp_path, SHEETS, sheet(boxes))


def lines_of(said: Graph) -> set[str]:
    """Return the lines of the budget that things of a document stand in."""
    return {str(one).rpartition("/")[2] for one in said.objects(None, KEI.budgetAccount)}


def test_a_draft_of_sheets_proposes_their_boxes(tmp_path: Path, keikaku: Keikaku) -> None:
    boxes = "会計\t介護保険特別会計\t款\t{0} 保険給付費\t項\t1 介護サービス等諸費\t目\t1 居宅介護給付費"
    lines = [
        f"事業名\t{name}\n{boxes.format(number)}\n\n\tR6決算（千円）\n事業費\t{number}00\n"
        for number, name in enumerate(["通所支援事業", "訪問支援事業", "短期入所支援事業"], 2)
    ]
    document = text(tmp_path, "令和6年度 架空町 事務事業評価シート\n\n" + "\n".join(lines)).path
    drafted = keikaku("draft", document, "--municipality", "99999 架空町", "--invented").output
    assert lines_of(graph(tmp_path, drafted, document.read_text(encoding="utf-8"))) == {
        "介護保険特別会計-2保険給付費-1介護サービス等諸費-1居宅介護給付費",
        "介護保険特別会計-3保険給付費-1介護サービス等諸費-1居宅介護給付費",
        "介護保険特別会計-4保険給付費-1介護サービス等諸費-1居宅介護給付費",
    }
