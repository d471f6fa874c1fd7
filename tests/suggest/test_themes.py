"""Policy themes: the scheme, what is suggested, what people decide, and where it is shown."""

from __future__ import annotations

import csv
import importlib
import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from keikaku.audit.mappings import read_mappings
from keikaku.audit.suggestions.proposals import THEME, Link, suggestions
from keikaku.audit.suggestions.recorded import decided, record
from keikaku.audit.suggestions.word_list import word_list
from keikaku.ground import content
from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from keikaku.web.pages.search_index import search_files
from tests.conftest import Keikaku
from tests.pages.conftest import Site, site_of
from tests.support import ROOT, tsv

SKOS = "http://www.w3.org/2004/02/skos/core#"
SPACE = "https://w3id.org/keikaku/theme/"


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory, examples: Store) -> Store:
    """Return a store of the examples in which themes and goals were recorded; nobody writes to it."""
    store = Store(Path(shutil.copytree(examples.path, tmp_path_factory.mktemp("themes") / "store")))
    memory = store.load()
    record(suggestions(memory), store)
    record(suggestions(memory, about=["themes"]), store, about="themes")
    return store


@pytest.fixture(scope="module")
def site(themed: Store) -> Site:
    return site_of(themed)


def facts() -> ox.Store:
    store = ox.Store()
    for name in ("themes", "sdg"):
        store.bulk_load(path=content.folder("ontology") / f"{name}.ttl", format=ox.RdfFormat.TURTLE)
    return store


def objects(
    store: ox.Store, subject: ox.NamedNode, predicate: ox.NamedNode
) -> list[ox.NamedNode | ox.Literal]:
    found = [quad.object for quad in store.quads_for_pattern(subject, predicate, None)]
    return [one for one in found if isinstance(one, ox.NamedNode | ox.Literal)]


def test_every_theme_is_named_in_both_languages_and_leads_to_cofog_a_budget_title_and_goals() -> None:
    store = facts()
    named = ox.NamedNode(f"{SKOS}prefLabel")
    themes = {
        quad.subject
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{SKOS}inScheme"), ox.NamedNode(SPACE[:-1]))
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert 40 <= len(themes) <= 48
    labels = [objects(store, theme, named) for theme in themes]
    for theme in themes:
        broad = objects(store, theme, ox.NamedNode(f"{SKOS}broadMatch"))
        goals = objects(store, theme, ox.NamedNode(f"{SKOS}relatedMatch"))
        assert {re.sub(r".*keikaku/(\w+)/.*", r"\1", one.value) for one in broad} == {"cofog", "kan"}
        assert goals
        for one in (*broad, *goals):
            assert isinstance(one, ox.NamedNode)
            assert objects(store, one, named), one
    assert all(
        sorted(one.language or "" for one in of if isinstance(one, ox.Literal)) == ["en", "ja"]
        for of in labels
    )
    assert len({one.value for of in labels for one in of}) == 2 * len(themes)
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in store)


def test_every_theme_has_words_and_every_word_a_theme_that_is_there() -> None:
    known = {
        path.removeprefix("theme:") for path in re.findall(r"^theme:[\w-]+", themes_text(), re.MULTILINE)
    }
    spoken = {theme for word in word_list("theme-words") for theme in word.goals}
    assert spoken == known


def themes_text() -> str:
    return (content.folder("ontology") / "themes.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("label", "theme"),
    [
        ("除雪", "snow"),
        ("広報紙の刷新", "public-relations"),
        ("間伐面積", "forestry"),
        ("診療所", "medical-care"),
    ],
)
def test_measures_and_indicators_are_given_the_theme_that_they_are_called_after(
    themed: Store, label: str, theme: str
) -> None:
    found = [one for one in suggestions(themed.load(), about=["themes"]) if one.subject_label == label]
    best = max(found, key=lambda one: one.confidence)
    assert (best.predicate, best.object) == (THEME, SPACE + theme)
    assert best.words


def test_themes_and_goals_do_not_push_each_other_out(themed: Store) -> None:
    keys = recorded(themed)
    assert {predicate for _subject, predicate in keys} >= {"dcterms:subject", "skos:relatedMatch"}


def recorded(store: Store) -> set[tuple[str, str]]:
    query = """SELECT ?s ?p WHERE { ?n <http://www.w3.org/2002/07/owl#annotatedSource> ?s ;
        <http://www.w3.org/2002/07/owl#annotatedProperty> ?p }"""
    answer = store.load(vocabularies=False).query(query)
    assert isinstance(answer, ox.QuerySolutions)
    short = {"http://purl.org/dc/terms/": "dcterms:", SKOS: "skos:"}
    found = set()
    for row in answer:
        iri = row["p"].value
        space = next(space for space in short if iri.startswith(space))
        found.add((row["s"].value, short[space] + iri.removeprefix(space)))
    return found


def test_a_theme_is_no_goal_in_the_audit(themed: Store) -> None:
    lines = [line for key in themed.documents if key.startswith("mappings") for line in themed.lines(key)]
    targets = {one.target for one in read_mappings(lines)}
    assert targets
    assert not [one for one in targets if one.startswith(SPACE)]


def test_a_rejected_theme_is_shown_nowhere_and_a_confirmed_one_as_confirmed(
    towns: Path, tmp_path: Path, keikaku: Keikaku
) -> None:
    table = tmp_path / "themes.tsv"
    assert keikaku("suggest", "--themes", "--record", "-o", table, "--store", towns).exit_code == 0
    text = table.read_text(encoding="utf-8")
    lines = text.splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("ext_decision"))
    rows = tsv("\n".join(lines[head:]))
    marks = {"snow": "confirmed", "forestry": "rejected"}
    changed = [
        marks.get(row["object_id"].partition(":")[2], "") + line
        for row, line in zip(rows, lines[head + 1 :], strict=True)
    ]
    table.write_text("\n".join([*lines[: head + 1], *changed]) + "\n", encoding="utf-8")
    done = keikaku("confirm", table, "--by", "k-sato", "--role", "planning", "--store", towns)
    assert done.exit_code == 0, done.output
    assert {theme.rpartition("/")[2] for _s, predicate, theme in decided(Store(towns))} == set(marks)
    pages = site_of(Store(towns))
    assert "除雪" in pages.page("theme/snow").text
    assert "確認" in pages.page("theme/snow").text
    assert "間伐面積" not in pages.page("theme/forestry").text


# ---------------------------------------------------------------- pages and search


def test_the_page_of_a_theme_shows_what_of_which_town_and_that_nobody_confirmed_it(site: Site) -> None:
    cases: tuple[tuple[Language, str], ...] = (("ja", "提案"), ("en", "suggested"))
    for language, said in cases:
        page = site.page("theme/snow", language)
        assert "架空町" in page.text
        assert "除雪" in page.text
        assert said in page.text
        assert "04.5" in page.text
    index = site.page("theme/index", "en").text
    assert "snow" in index


def test_the_page_of_a_measure_leads_to_its_theme(site: Site, themed: Store) -> None:
    (link,) = [one for one in suggestions(themed.load(), about=["themes"]) if one.subject_label == "除雪"]
    page = site.of(link.subject.partition("/id/")[2])
    assert any(one.href.endswith("theme/snow.html") for one in page.links)


def test_the_search_narrows_by_theme(themed: Store, site: Site) -> None:
    files = dict(search_files(site.dataset))
    index = json.loads(files["search/index.json"])
    (facet,) = [one for one in index["facets"] if one[0] == "theme"]
    assert facet[-1]["snow"] == ["雪対策", "snow"]
    assert b'"snow"' in b"".join(data for name, data in files.items() if name.startswith("search/s"))


# ---------------------------------------------------------------- how good it is


def test_the_documented_figures_are_the_measured_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "benchmarks")
        importlib.import_module("suggest").print_themes()
    printed = [line.split()[-3:] for line in capsys.readouterr().out.splitlines()]
    assert len(printed) == 4
    for page in ("suggestions.md", "suggestions.ja.md"):
        lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
        documented = [line.replace("*", "").replace("|", " ").split()[-3:] for line in lines]
        assert [figures for figures in printed if figures not in documented] == []
    precision = [float(figures[0]) for figures in printed]
    assert min(precision) >= 0.9


def test_every_label_names_a_theme_that_is_there() -> None:
    known = set(re.findall(r"^theme:([\w-]+)", themes_text(), re.MULTILINE))
    with (ROOT / "benchmarks" / "sdg" / "themes.csv").open(encoding="utf-8") as file:
        labelled = {theme for row in csv.DictReader(file) for theme in row["themes"].split()}
    assert labelled <= known


def test_links_are_told_by_words(themed: Store) -> None:
    links: list[Link] = suggestions(themed.load(), about=["themes"])
    assert all(one.matches and 0.5 <= one.confidence < 1 for one in links)
