"""The search, the vocabulary and the queries in Chromium: by keyboard, on a narrow screen, without complaint."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selenium.webdriver.common.keys import Keys

from keikaku.web.pages.layout import assets
from keikaku.web.pages.policy import policy
from keikaku.web.pages.search_index import search_files
from tests.browser.driving import Driver, Visitor, chromium, wait_for
from tests.pages.conftest import Site

pytestmark = pytest.mark.xdist_group("browser")
TYPES = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css", "json": "application/json", "svg": "image/svg+xml"}  # fmt: skip
MINE = ("search", "ns", "shapes", "queries/index", "queries/indicator-progress", "data")


def handler(site: Site) -> type[BaseHTTPRequestHandler]:
    """Return a host of the pages of a site that sends its content security policy."""
    fixed = {**dict(assets()), **dict(search_files(site.dataset))}

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = unquote(urlsplit(self.path).path)[1:]
            path, _dot, suffix = name.rpartition(".")
            body = fixed.get(name, b"")
            if suffix == "html":
                language, path = ("en", path.removesuffix(".en")) if path.endswith(".en") else ("ja", path)
                body = site.pages.html(path, "en" if language == "en" else "ja")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", TYPES.get(suffix, "text/plain"))
            self.send_header("Content-Security-Policy", policy(name))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has
            pass

    return Host


@pytest.fixture(scope="module")
def base(plan_site: Site) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler(plan_site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with chromium(tmp_path_factory.mktemp("profile")) as made:
        yield made


@pytest.fixture
def visitor(driver: Driver, base: str) -> Iterator[Visitor]:
    """Somebody on the site; afterwards nothing was complained of, and nothing asked for elsewhere."""
    made = Visitor(driver, base)
    made.plain()
    yield made
    assert made.complaints() == []
    assert [url for url in made.requested() if not url.startswith((base, "data:"))] == []


def results(visitor: Visitor) -> list[str]:
    return visitor.texts("#results a.name")


def asked(visitor: Visitor) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visitor.driver.current_url).query)


def focused(visitor: Visitor) -> str:
    return str(visitor.run("return document.activeElement.textContent || document.activeElement.id"))


def test_results_come_as_one_types(visitor: Visitor) -> None:
    visitor.open("search.html")
    visitor.one("#q").send_keys("金ヶ﨑")
    wait_for(lambda: results(visitor)[:1] == ["金ケ崎町"])
    assert visitor.text("#found").endswith("件")
    assert int(visitor.text("#found").removesuffix("件")) >= len(results(visitor))
    assert asked(visitor) == {"q": ["金ヶ﨑"]}
    assert visitor.texts("#results li:first-child mark") == ["金ケ崎"]
    visitor.one("#q").send_keys("存在しない")
    wait_for(lambda: results(visitor) == [])
    assert visitor.text("#found").startswith("見つかりませんでした")
    visitor.one("#q").clear()
    visitor.one("#q").send_keys(" ")
    wait_for(lambda: visitor.text("#found") == "")


def test_the_keyboard_alone_leads_to_a_page(visitor: Visitor) -> None:
    visitor.open("search.html", "?q=%E6%8E%A8%E9%80%B2")
    wait_for(lambda: len(results(visitor)) == 20)
    found = results(visitor)
    field = visitor.one("#q")
    field.send_keys(Keys.ARROW_DOWN)
    assert focused(visitor) == found[0]
    visitor.driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert focused(visitor) == found[1]
    visitor.driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
    visitor.driver.switch_to.active_element.send_keys(Keys.ARROW_UP)
    assert focused(visitor) == "q"
    field.send_keys(Keys.ENTER)
    wait_for(lambda: focused(visitor) == found[0])
    visitor.driver.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(lambda: found[0] in visitor.text("h1"))
    visitor.driver.back()
    wait_for(lambda: results(visitor) == found)


def test_filters_and_more(visitor: Visitor) -> None:
    visitor.open("search.html", "?q=%E6%8E%A8%E9%80%B2")
    wait_for(lambda: len(results(visitor)) == 20)
    total = int(visitor.text("#found").partition("件")[0])
    visitor.one("#more").click()
    wait_for(lambda: len(results(visitor)) == 40)
    assert focused(visitor) == results(visitor)[20]
    visitor.one("select[name=kind] option[value=Measure]").click()
    visitor.one("select[name=municipality] option[value='07205']").click()
    wait_for(lambda: 0 < len(results(visitor)) < 20)
    assert len(results(visitor)) < total
    assert asked(visitor) == {"q": ["推進"], "kind": ["Measure"], "municipality": ["07205"]}
    before = results(visitor)
    visitor.driver.refresh()
    wait_for(lambda: results(visitor) == before)
    visitor.one("a.switch").click()
    wait_for(lambda: results(visitor) == before)
    assert visitor.text("#found").endswith("found")


def test_facets_stand_in_the_address_and_come_back_from_it(visitor: Visitor) -> None:
    visitor.open("search.html", "?q=%E6%8E%A8%E9%80%B2&colour=red&sdg=99&status=behind&status=excellent")
    wait_for(lambda: len(visitor.all("#said li")) == 3)
    said = visitor.texts("#said li")
    assert [any(word in one for one in said) for word in ("colour", "99", "excellent")] == [True] * 3
    assert asked(visitor) == {"q": ["推進"], "status": ["behind"]}
    visitor.open("search.html", "?q=%E6%8E%A8%E9%80%B2")
    wait_for(lambda: results(visitor))
    before = results(visitor)
    visitor.one("#facets details:last-of-type summary").click()
    box = visitor.one("#facets details:last-of-type input")
    name, value = str(box.get_attribute("name")), str(box.get_attribute("value"))
    box.click()
    wait_for(lambda: asked(visitor).get(name) == [value] and visitor.one("#facets .chosen").is_displayed())
    chosen = results(visitor)
    visitor.driver.refresh()
    wait_for(lambda: results(visitor) == chosen)
    visitor.one("#facets > button").click()
    wait_for(lambda: results(visitor) == before)


def test_a_text_is_no_search(visitor: Visitor) -> None:
    visitor.open("search.html")
    visitor.run(
        "const q = document.getElementById('q'); q.value = '推進'.repeat(5000); q.dispatchEvent(new Event('input'))"
    )
    wait_for(lambda: "長すぎます（10000文字）" in visitor.text("#found"))
    assert results(visitor) == []
    assert len(visitor.driver.current_url) < 3000


def test_english_words_find_goals(visitor: Visitor) -> None:
    visitor.open("search.en.html", "?q=energy")
    wait_for(lambda: any("modern energy" in one for one in results(visitor)))
    link = visitor.one("#results a.name")
    assert link.get_attribute("href") == f"{visitor.base}sdg/7.en.html"


@pytest.mark.parametrize("path", MINE)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_people_can_use_it(visitor: Visitor, path: str, scheme: str) -> None:
    visitor.scheme(scheme)
    visitor.width(400 if scheme == "dark" else 1200)
    visitor.open(
        f"{path}.html" if scheme == "dark" else f"{path}.en.html", "?q=ICT" if path == "search" else ""
    )
    if path == "search":
        wait_for(lambda: results(visitor))
    assert visitor.obstacles() == []
    assert visitor.run("return document.documentElement.scrollWidth <= window.innerWidth")


def test_queries_are_narrowed_down_and_copied(visitor: Visitor) -> None:
    visitor.open("queries/index.html")
    count = len([one for one in visitor.all(".queries > li") if one.is_displayed()])
    visitor.one("#narrow-words").send_keys("ｓｄｇ 施策")
    wait_for(lambda: visitor.text("output") != "")
    shown = [one.text for one in visitor.all(".queries > li") if one.is_displayed()]
    assert 0 < len(shown) < count
    assert visitor.text("output") == f"{len(shown)} 件"
    assert all(section.find_elements("css selector", "li") for section in visitor.all("#queries section") if section.is_displayed())  # fmt: skip
    visitor.open("queries/plans.en.html")
    grant = {"origin": visitor.base, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    visitor.driver.execute_cdp_cmd("Browser.grantPermissions", grant)
    visitor.one(".copying button").click()
    wait_for(lambda: visitor.text(".copying button") == "Copied")
    script = "const done = arguments[0]; navigator.clipboard.readText().then(done, e => done(String(e)))"
    assert str(visitor.driver.execute_async_script(script)).startswith("PREFIX")


def test_an_anchor_opens_its_term(visitor: Visitor) -> None:
    visitor.open("ns.html")
    visitor.driver.get(f"{visitor.base}ns.html#ProgressA")
    wait_for(lambda: visitor.run("return document.querySelector(':target').id") == "ProgressA")
    assert visitor.one("#ProgressA").is_displayed()
