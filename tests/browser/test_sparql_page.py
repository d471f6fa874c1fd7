"""SPARQL in the reader's browser: the library's questions, own queries, errors, limits, addresses."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from keikaku.asking.questions import queries, run
from keikaku.graph.addresses import Addresses
from keikaku.ground.text.folding import key
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages.layout import Layout
from keikaku.web.site.publication import TITLE
from tests.browser.driving import Visitor, edited, wait_for

pytestmark = pytest.mark.xdist_group("site")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def dataset(store: Store, base: str) -> Dataset:
    return Dataset(store, Addresses(base, "https://w3id.org/keikaku/id/"))


def ask(visitor: Visitor, query: str) -> None:
    """Put a query into the editor and run it."""
    visitor.run("document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", query)
    visitor.one("#run").click()


def answered(visitor: Visitor) -> bool:
    """Tell whether what was asked has come to an end."""
    return visitor.one("#run").is_enabled() and bool(visitor.text("#status") + visitor.text("#failure"))


def opened(visitor: Visitor, page: str = "sparql.html", query: str = "") -> Visitor:
    visitor.open(page, query)
    edited(visitor)
    if query:
        wait_for(lambda: answered(visitor), 20)
    return visitor


def rows(visitor: Visitor) -> list[list[str]]:
    """Return the table that is shown."""
    found: list[list[str]] = visitor.run(
        "return [...document.querySelectorAll('#results tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
    )
    return found


def test_a_question_is_chosen_filled_in_and_answered_as_the_library_answers_it(
    visitor: Visitor, dataset: Dataset
) -> None:
    opened(visitor)
    Select(visitor.one("#question")).select_by_value("indicators-by-subject")
    word = visitor.one("#parameters input[name=word]")
    assert word.get_attribute("value") == "図書館"
    word.clear()
    word.send_keys("の数")
    visitor.one("#library button").click()
    wait_for(lambda: answered(visitor), 20)
    expected = run(dataset.memory, queries()["indicators-by-subject"], {"word": "の数"})
    plain = [[cell.value if cell else "" for cell in row] for row in expected]  # type: ignore[union-attr]
    column = expected.variables.index("indicatorLabel")
    assert [row[column] for row in rows(visitor)] == [row[column] for row in plain]
    assert len(plain) > 1
    assert "word=" in visitor.driver.current_url


def test_an_address_opens_a_question_and_its_things_are_links_with_names(visitor: Visitor) -> None:
    plan = f"{visitor.base}id/99999/basic-plan"
    opened(visitor, "sparql.html", f"?query=measures-without-project&plan={quote(plan)}")
    assert Select(visitor.one("#parameters select[name=plan]")).first_selected_option.text.endswith(
        "基本計画"
    )
    link = visitor.one("#results td a")
    name = link.text
    assert not name.startswith("http")
    link.click()
    assert name in visitor.one("h1").text


@pytest.mark.parametrize(
    ("suffix", "heads", "state"),
    [(".html", ("施策", "状態"), "記載なし"), (".en.html", ("measure", "status"), "absent")],
)
def test_columns_and_words_of_an_answer_are_in_the_language_of_the_page(
    visitor: Visitor, suffix: str, heads: tuple[str, str], state: str
) -> None:
    opened(visitor, f"sparql{suffix}", "?query=measures-without-sdg")
    wait_for(lambda: answered(visitor), 20)
    shown = [one.text for one in visitor.driver.find_elements(By.CSS_SELECTOR, "#results th")]
    assert set(heads) <= set(shown)
    assert state in visitor.text("#results")


@pytest.mark.parametrize(
    ("page", "names"), [("sparql.html", ["基本目標", "施策"]), ("sparql.en.html", ["goal", "measure"])]
)
def test_what_has_names_in_both_languages_is_shown_in_that_of_the_page(
    visitor: Visitor, page: str, names: list[str]
) -> None:
    query = "SELECT DISTINCT ?kind { VALUES ?kind { kei:Goal kei:Measure } ?one a ?kind } ORDER BY ?kind"
    ask(opened(visitor, page), f"PREFIX kei: <https://w3id.org/keikaku/ns#> {query}")
    wait_for(lambda: answered(visitor), 20)
    assert rows(visitor) == [[name] for name in names]


def test_a_choice_may_be_left_out_and_a_wrong_value_is_told(visitor: Visitor) -> None:
    opened(visitor, "sparql.en.html", "?query=lineage-up")
    field = visitor.one("#parameters input[name=element]")
    field.clear()
    field.send_keys("図書館> } DROP ALL #")
    visitor.one("#library button").click()
    assert "absolute IRI" in visitor.one("#failure").text
    assert visitor.driver.switch_to.active_element == field


def test_quotes_and_backslashes_in_a_value_stay_a_value(visitor: Visitor) -> None:
    opened(visitor, "sparql.html", f"?query=element-by-number&printed={quote(chr(92) + 'u0022 } #')}")
    assert visitor.one("#status").text == "該当するものはありません。"
    assert "BIND(CONCAT(" in visitor.run("return document.querySelector('.CodeMirror').CodeMirror.getValue()")


def test_an_own_query_is_typed_and_run_by_keyboard_alone(visitor: Visitor) -> None:
    opened(visitor)
    visitor.run("document.querySelector('.CodeMirror').CodeMirror.setValue('')")
    visitor.one("#question").send_keys(Keys.TAB)
    keys = ActionChains(visitor.driver)
    keys.send_keys("ASK WHERE { ?s ?p ?o }").key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL)
    keys.perform()
    wait_for(lambda: "true" in visitor.text("#status"), 20)
    ActionChains(visitor.driver).send_keys(Keys.TAB).perform()
    assert not visitor.run("return document.querySelector('.CodeMirror').contains(document.activeElement)")


def test_terms_are_offered_with_their_names(visitor: Visitor) -> None:
    opened(visitor)
    visitor.run(
        "const e = document.querySelector('.CodeMirror').CodeMirror;"
        "e.setValue('PREFIX kei: <https://w3id.org/keikaku/ns#>\\nSELECT * { ?s kei:contrib'); e.focus(); e.setCursor(1, 99)"
    )
    ActionChains(visitor.driver).key_down(Keys.CONTROL).send_keys(" ").key_up(Keys.CONTROL).perform()
    wait_for(lambda: "kei:contributesTo" in visitor.run("return document.querySelector('.CodeMirror').CodeMirror.getValue()")
             or any("kei:contributesTo" in text for text in visitor.texts(".CodeMirror-hint")))  # fmt: skip


def test_an_error_names_its_line_and_column_and_marks_them(visitor: Visitor) -> None:
    opened(visitor, "sparql.en.html")
    ask(visitor, "SELECT *\nWHERE { ?s ?p\n}")
    wait_for(lambda: visitor.text("#failure"), 20)
    assert "line 3, column" in visitor.one("#failure").text
    assert visitor.text(".failed-line").strip().endswith("}")
    ask(visitor, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    wait_for(lambda: "SERVICE" in visitor.text("#failure") or "service" in visitor.text("#failure"))


def test_a_query_without_end_is_stopped_and_the_next_one_runs(visitor: Visitor) -> None:
    opened(visitor)
    ask(visitor, ENDLESS)
    wait_for(lambda: "秒" in visitor.text("#status"), 20)
    visitor.run("window.alive = true")  # the page answers while the worker computes
    visitor.one("#stop").click()
    wait_for(lambda: visitor.text("#status") == "停止しました。")
    ask(visitor, "SELECT (1 AS ?one) {}")
    wait_for(lambda: rows(visitor) == [["1"]], 20)


def test_a_query_that_takes_too_long_is_ended_and_says_so(visitor: Visitor) -> None:
    opened(visitor, "sparql.en.html")
    assert "60 seconds" in visitor.text("#sparql > p:last-child")
    visitor.run("document.getElementById('sparql').dataset.seconds = 1")
    ask(visitor, ENDLESS)
    wait_for(lambda: "Stopped after 1 seconds" in visitor.text("#status"), 20)
    assert visitor.one("#run").is_enabled()


def test_long_answers_come_in_pages_and_files_hold_them_whole(visitor: Visitor) -> None:
    opened(visitor)
    ask(visitor, "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 1200")
    wait_for(lambda: len(rows(visitor)) == 500, 20)
    assert "1,200行のうち" in visitor.text("#status")
    visitor.one("#results > button").click()
    wait_for(lambda: len(rows(visitor)) == 1000)
    visitor.run(
        "URL.createObjectURL = blob => { blob.text().then(t => window.saved = t); return 'blob:none' };"
        "HTMLAnchorElement.prototype.click = () => {}"
    )
    visitor.one("#results .buttons button").click()
    wait_for(lambda: visitor.run("return window.saved"))
    assert len(visitor.run("return window.saved").split("\r\n")) > 1200


def test_triples_are_shown_and_back_and_forward_go_through_queries(visitor: Visitor) -> None:
    opened(visitor)
    ask(visitor, "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 7")
    wait_for(lambda: len(rows(visitor)) == 7, 20)
    ask(visitor, "SELECT (2 AS ?two) {}")
    wait_for(lambda: rows(visitor) == [["2"]])
    visitor.driver.back()
    value = "return document.querySelector('.CodeMirror').CodeMirror.getValue()"
    wait_for(lambda: "CONSTRUCT" in visitor.run(value))
    visitor.driver.forward()
    wait_for(lambda: "AS ?two" in visitor.run(value))
    visitor.one("a.switch").click()
    edited(visitor)
    assert "AS ?two" in visitor.run(value)
    assert visitor.run("return document.documentElement.lang") == "en"


def test_links_lead_where_the_publisher_put_the_pages(visitor: Visitor, dataset: Dataset) -> None:
    iris = sorted({iri for found in dataset.documents.values() for iri in found})
    opened(visitor)
    ask(visitor, f"SELECT ?s {{ VALUES ?s {{ {' '.join(f'<{iri}>' for iri in iris[::2][:500])} }} }}")
    wait_for(lambda: rows(visitor), 20)
    links = dict(
        visitor.run(
            "return [...document.querySelectorAll('#results td a')].map(a => [a.title, a.getAttribute('href')])"
        )
    )
    to = Layout(dataset, TITLE).linker("", "ja")
    assert len(links) > 300
    assert links == {iri: to(iri) for iri in links}


def test_only_addresses_of_the_web_and_of_mail_are_links(visitor: Visitor) -> None:
    opened(visitor)
    iris = [
        "https://example.jp/",
        "mailto:a@example.jp",
        "javascript:alert(1)",
        "data:text/html,x",
        "urn:x:y",
    ]
    ask(visitor, f"SELECT ?s {{ VALUES ?s {{ {' '.join(f'<{iri}>' for iri in iris)} }} }}")
    wait_for(lambda: len(rows(visitor)) == len(iris), 20)
    hrefs = "return [...document.querySelectorAll('#results td a')].map(a => a.getAttribute('href'))"
    assert sorted(visitor.run(hrefs)) == iris[:2]


@pytest.mark.parametrize(
    "text", ["金ヶ﨑町　ＳＤＧｓ", "①〜Ⅲ ゛ガﾞ", "Straße ΟΔΟΣ", "人與人\ufe00髙", "a\u200bb\tc－ー゠"]
)
def test_words_are_folded_as_the_store_folds_them(visitor: Visitor, text: str) -> None:
    opened(visitor, "sparql.html", f"?query=what-plans-say&word={quote(text)}")
    bound = visitor.run("return document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert f'VALUES ?word {{ "{key(text)}" }}'.replace("\t", "\\t") in bound
