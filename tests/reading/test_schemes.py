"""Vocabularies in time: a newer SDG framework, a strategy of the nation and local indicators, added as files named in plan.yml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from keikaku.audit.suggestions.strategies import goals_in_force
from keikaku.audit.suggestions.subjects import Subject
from keikaku.graph.mint import mint
from keikaku.ground import content
from keikaku.ground.errors import SeriesError
from keikaku.ground.vocab import KEI, SDG
from keikaku.reading.records import Reading
from keikaku.reading.series import read_series
from keikaku.store.folder import Store
from keikaku.validation.own import as_graph
from tests.conftest import Keikaku
from tests.pages.conftest import site_of
from tests.pages.html import Page
from tests.reading.made import text

TOWN = "https://w3id.org/keikaku/id/99999"
FRAMEWORK = URIRef("https://w3id.org/keikaku/sdg/2025")
NATION = "https://w3id.org/keikaku/id/national-strategy/"
SETTINGS = """\
family: base
municipality: {code: "99999", name: 架空町, invented: true}
document: {title: 架空町の計画, recognise: [架空町の計画]}
schemes: [sdg-2025.ttl, next.ttl, local.csv]
plans:
  - {id: plan, kind: 個別計画, title: 架空町の計画, start: 2026, end: 2030, sdgs: "2025", national: next}
levels: {measure: {is: Measure, head: '施策 *(?P<number>[0-9]+) +(?P<label>.+)'}}
fields: {SDGs: {is: sdg}}
expect:
  Measure: {min: 1, max: 9}
"""
PRINT = "架空町の計画\n施策 1 緑を増やす\nSDGs：11.3、15.9.9\n施策 2 水を守る\nSDGs：6、6.4.1\n"
# Made up: the form of the strategy decided that day, and no name of it.
STRATEGY = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix kei: <https://w3id.org/keikaku/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix nation: <https://w3id.org/keikaku/id/national-strategy/> .

nation:next a skos:ConceptScheme , kei:NationalStrategy ;
    skos:prefLabel "作り話の総合戦略"@ja , "a made-up strategy"@en ;
    dcterms:issued "2025-12-23"^^xsd:date ;
    kei:startFiscalYear "2026"^^xsd:gYear ;
    kei:endFiscalYear "2030"^^xsd:gYear ;
    dcterms:replaces nation:dd .

<https://w3id.org/keikaku/id/national-strategy/next/1> a skos:Concept ;
    skos:notation "1" ; skos:prefLabel "作り話の目標その一"@ja ;
    skos:closeMatch <https://w3id.org/keikaku/id/national-strategy/dd/4> ;
    skos:topConceptOf nation:next ; skos:inScheme nation:next .

<https://w3id.org/keikaku/id/national-strategy/next/2> a skos:Concept ;
    skos:notation "2" ; skos:prefLabel "作り話の目標その二"@ja ;
    skos:topConceptOf nation:next ; skos:inScheme nation:next .
"""
LOCAL = "番号,名称,ターゲット,単位\nL1,一人当たりの公園の面積,11.7,㎡\nL2,水をためる家の数,6.4,戸\n"


def framework() -> str:
    """Return a made-up newer framework as Turtle: that of 2019 with two indicators more and without target 11.c and its own."""
    shipped, found = Graph().parse(content.folder("ontology") / "sdg.ttl"), Graph()
    gone = {SDG["11.c"], *shipped.subjects(SKOS.broader, SDG["11.c"])}
    for one, number in shipped.subject_objects(SKOS.notation):
        if one not in gone:
            found.add((one, SKOS.notation, number))
            found.add((one, SKOS.inScheme, FRAMEWORK))
    new = {"15.9.9": SDG["C150909"], "6.4.9": SDG["C060409"], "11.3.9": SDG["C110309"]}
    for code, one in new.items():
        found.add((one, RDF.type, URIRef("http://metadata.un.org/sdg/ontology#Indicator")))
        found.add((one, SKOS.notation, Literal(code)))
        found.add((one, SKOS.broader, SDG[code.rpartition(".")[0]]))
        found.add((one, SKOS.inScheme, FRAMEWORK))
    indicators = sum(str(one).startswith(f"{SDG}C") for one in set(found.subjects(SKOS.inScheme, FRAMEWORK)))
    found.add((FRAMEWORK, RDF.type, KEI.SdgFramework))
    found.add((FRAMEWORK, SKOS.prefLabel, Literal("作り話の枠組み", lang="ja")))
    found.add((FRAMEWORK, OWL.versionInfo, Literal("2025")))
    found.add((FRAMEWORK, KEI.indicatorCount, Literal(indicators)))
    return found.serialize(format="turtle")


@pytest.fixture(scope="module")
def newer() -> str:
    return framework()


def write(folder: Path, newer: str, settings: str = SETTINGS) -> Path:
    """Write a publisher's folder; return its plan.yml."""
    folder.mkdir(exist_ok=True)
    (folder.parent / "sdg-2025.ttl").write_text(newer, encoding="utf-8")  # shared by several series
    (folder / "next.ttl").write_text(STRATEGY, encoding="utf-8")
    (folder / "local.csv").write_text(LOCAL, encoding="utf-8")
    (folder / "plan.yml").write_text(settings, encoding="utf-8")
    return folder / "plan.yml"


def read(plan: Path, print_: str = PRINT) -> tuple[Reading, Graph]:
    series = read_series(plan)
    reading = series.load(text(plan.parent, print_))
    return reading, as_graph(mint(reading, series))


def told(reading: Reading) -> list[tuple[str, tuple[int, ...]]]:
    rules = {"sdg-not-in-version", "value-of-no-kind"}
    return [(one.rule, one.lines) for one in reading.findings if one.rule in rules]


def test_the_shipped_framework_says_its_version_and_how_much_it_has() -> None:
    sdg = Graph().parse(content.folder("ontology") / "sdg.ttl")
    scheme = URIRef("http://metadata.un.org/sdg")
    names = (OWL.versionInfo, KEI.goalCount, KEI.targetCount, KEI.indicatorCount)
    assert [str(sdg.value(scheme, name)) for name in names] == ["2019", "17", "169", "232"]


def test_links_are_of_the_version_that_the_plan_names(tmp_path: Path, newer: str) -> None:
    reading, graph = read(write(tmp_path / "town", newer))
    assert told(reading) == []
    plan = URIRef(f"{TOWN}/plan")
    assert set(graph.objects(plan, DCTERMS.conformsTo)) == {FRAMEWORK, URIRef(f"{NATION}next")}
    assert set(graph.objects(None, KEI.sdg)) == {SDG["11.3"], SDG["C150909"], SDG["6"], SDG["C060401"]}
    assert graph.value(SDG["C150909"], SKOS.broader) == SDG["15.9"]
    assert not set(graph.predicates(SDG["11"])) - {SKOS.inScheme}  # what is shipped is not said again


def test_a_plan_that_names_no_version_keeps_to_that_of_2019_whatever_is_added(
    tmp_path: Path, newer: str
) -> None:
    plan = write(tmp_path / "town", newer, SETTINGS.replace(', sdgs: "2025", national: next', ""))
    reading, graph = read(plan, PRINT.replace("6.4.1", "6.4.1、11.c"))
    assert told(reading) == [("value-of-no-kind", (3,))]  # 2019 has no 15.9.9
    assert SDG["11.c"] in set(graph.objects(None, KEI.sdg))
    assert not list(graph.objects(URIRef(f"{TOWN}/plan"), DCTERMS.conformsTo))


def test_a_code_that_the_version_lacks_is_told_with_its_line(tmp_path: Path, newer: str) -> None:
    reading, _graph = read(write(tmp_path / "town", newer), PRINT.replace("6、6.4.1", "6、11.c"))
    assert told(reading) == [("sdg-not-in-version", (5,))]
    [finding] = [one for one in reading.findings if one.rule == "sdg-not-in-version"]
    assert "11.c" in finding.ja
    assert "2025" in finding.en


def test_a_version_that_nothing_describes_is_an_error_of_plan_yml_at_its_line(
    tmp_path: Path, newer: str
) -> None:
    for old, new, key in (('"2025"', '"2031"', "plans.0.sdgs"), ("next}", "later}", "plans.0.national")):
        plan = write(tmp_path / "town", newer, SETTINGS.replace(old, new))
        with pytest.raises(SeriesError) as error:
            read_series(plan)
        assert (error.value.values["line"], error.value.values["key"]) == (6, key)
        assert ("2019, 2025" if key.endswith("sdgs") else "mhs1, mhs2, dd, next") in error.value.message("ja")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        ("next.ttl", '"2025-12-23"^^xsd:date ;', '"2025-12-23"^^xsd:date', 10, "Turtle"),
        ("next.ttl", '    dcterms:issued "2025-12-23"^^xsd:date ;\n', "", 7, "dcterms:issued"),
        ("next.ttl", '"2030"', '"2020"', 7, "2020"),
        ("next.ttl", "kei:NationalStrategy", "kei:StrategyGoal", 1, "0"),
        ("next.ttl", 'skos:notation "2"', 'skos:notation "1"', 20, "1"),
        ("local.csv", "L2,", "L1,", 3, "L1"),
        ("local.csv", "6.4", "6.44", 3, "6.44"),
        ("local.csv", "ターゲット", "関係", 1, "ターゲット"),
        ("sdg-2025.ttl", "kei:indicatorCount 23", "kei:indicatorCount 99", 0, "99"),
    ],
)
def test_a_file_that_lacks_something_is_told_with_its_line(
    tmp_path: Path, newer: str, file: str, old: str, new: str, line: int, words: str
) -> None:
    plan = write(tmp_path / "town", newer)
    path = next(one for one in (plan.parent / file, tmp_path / file) if one.is_file())
    said = path.read_text(encoding="utf-8")
    prefix = re.search(r"@prefix (\w+): <https://w3id.org/keikaku/ns#>", said)
    if prefix:
        old, new = (one.replace("kei:", f"{prefix[1]}:") for one in (old, new))
    assert old in said
    path.write_text(said.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SeriesError) as error:
        read_series(plan)
    assert Path(str(error.value.values["path"])).name == file
    assert error.value.values["line"] == line or not line
    assert words in error.value.message("en")


def test_a_file_that_changed_is_another_version_of_the_series(tmp_path: Path, newer: str) -> None:
    plan = write(tmp_path / "town", newer)
    before = read_series(plan).version
    (plan.parent / "local.csv").write_text(LOCAL + "L3,木の数,15.2,本\n", encoding="utf-8")
    assert read_series(plan).version != before


def test_a_store_knows_what_was_added_and_shows_it(tmp_path: Path, newer: str, keikaku: Keikaku) -> None:
    plan = write(tmp_path / "town", newer)
    document = text(plan.parent, PRINT).path
    done = keikaku("build", document, "--store", tmp_path / "store")
    assert "stored" in done.output, done.output
    memory = Store(tmp_path / "store").load()
    subject = Subject(f"{TOWN}/plan/measure/緑を増やす", "緑を増やす", f"{TOWN}/plan", ())
    assert goals_in_force(memory, subject) == {
        "place": f"{NATION}next/1"
    }  # by what it is close to, not by number
    site = site_of(Store(tmp_path / "store"))
    goals = shown(site.page("sdg/index"))
    assert "2019（指標232）" in goals
    assert re.search(r"作り話の枠組み2025（指標23[0-9]）：架空町の計画", goals)
    assert "L1一人当たりの公園の面積" in goals
    strategy = shown(site.page("strategy/next"))
    assert "決定2025-12-23" in strategy
    assert "前の戦略：デジタル田園都市国家構想総合戦略" in strategy
    assert "後の戦略：作り話の総合戦略" in shown(site.page("strategy/dd"))
    assert "作り話の総合戦略" in shown(site.of("99999/plan"))
    indicator = shown(site.of("99999/local-sdg-indicator/local/L1"))
    assert "㎡" in indicator


def shown(page: Page) -> str:
    return re.sub(r"\s", "", page.text)
