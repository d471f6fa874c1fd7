"""The configuration that is written for nginx and Apache, on nginx and Apache."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
import requests

from tests.publishing.conftest import BASE, LONG, Site
from tests.publishing.hosts import Host, carried
from tests.waiting import PATIENCE

ID, DOC = "/plans/id/07205/keikaku", "/plans/doc/07205/keikaku"
BRIDGE = quote("project/橋-1a2b3c")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
ACCEPTS = [
    (None, ".html"),
    ("", ".html"),
    ("*/*", ".html"),
    (BROWSER, ".html"),
    ("text/turtle", ".ttl"),
    ("TEXT/TURTLE", ".ttl"),
    ("application/ld+json", ".jsonld"),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', ".jsonld"),
    ("application/n-triples", ".nt"),
    ("text/turtle, */*;q=0.1", ".ttl"),
    ("*/*;q=0.1, text/turtle", ".ttl"),
    ("text/html;q=0.5, text/turtle", ".ttl"),
    ("text/html, text/turtle;q=0.9", ".html"),
    ("text/turtle;q=0.5, application/ld+json;q=0.9", ".jsonld"),
    ("text/turtle;q=0.9, application/ld+json;q=0.5", ".ttl"),
    ("application/rdf+xml, text/turtle;q=0.8, */*;q=0.1", ".ttl"),
    ("text/turtle;q=0, application/n-triples;q=0.2", ".nt"),
    ("text/turtle;q=0.05, application/ld+json;q=0.0", ".ttl"),
    ("text/turtle;charset=utf-8;q=0.7, text/html;q=0.6", ".ttl"),
    ("application/*", ".jsonld"),
    ("image/png", ".html"),
    ("text/turtlex", ".html"),
]
LANGUAGES = [
    (None, ".html"),
    ("ja", ".html"),
    ("ja-JP,ja;q=0.9,en;q=0.8", ".html"),
    ("en", ".en.html"),
    ("en-US,en;q=0.9", ".en.html"),
    ("en;q=0.3, ja;q=0.8", ".html"),
    ("de, en;q=0.7, ja;q=0.2", ".en.html"),
    ("fr", ".html"),
    ("*", ".html"),
    ("enx", ".html"),
]

pytestmark = pytest.mark.xdist_group("hosts")


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def host(request: pytest.FixtureRequest, small_site: Site) -> Iterator[Host]:
    with carried(request.param, small_site.folder, "/plans/") as one:
        yield one


@pytest.mark.parametrize(("accept", "suffix"), ACCEPTS)
def test_a_thing_leads_to_its_document_in_the_format_that_is_liked_best(
    host: Host, accept: str | None, suffix: str
) -> None:
    answer = host.get(ID, accept)
    assert answer.status_code == 303
    assert answer.headers["Location"].removeprefix(host.address) == DOC + suffix
    assert host.get(answer.headers["Location"].removeprefix(host.address)).status_code == 200


@pytest.mark.parametrize(("language", "suffix"), LANGUAGES)
def test_a_page_is_in_the_language_that_is_liked_best(host: Host, language: str | None, suffix: str) -> None:
    answer = host.get(ID, "text/html", language)
    assert answer.headers["Location"].removeprefix(host.address) == DOC + suffix


def test_what_an_answer_depends_on_is_named(host: Host) -> None:
    for path in (ID, DOC):
        named = {one.strip().lower() for one in host.get(path, "text/turtle").headers["Vary"].split(",")}
        assert {"accept", "accept-language"} <= named


@pytest.mark.parametrize(
    ("accept", "type_", "language"),
    [("text/html", "text/html", "en"), ("text/turtle", "text/turtle", "ja"), ("application/ld+json", "application/ld+json", "")],
)  # fmt: skip
def test_a_document_without_suffix_is_the_file_that_is_liked_best(
    host: Host, accept: str, type_: str, language: str
) -> None:
    answer = host.get(f"{DOC}/{BRIDGE}", accept, language)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].split(";")[0] == type_
    if type_ == "text/html":
        assert '<html lang="en"' in answer.text


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        (f"{DOC}/{BRIDGE}.ttl", "text/turtle; charset=utf-8"),
        (f"{DOC}/{BRIDGE}.jsonld", "application/ld+json; charset=utf-8"),
        (f"{DOC}/{BRIDGE}.nt", "application/n-triples; charset=utf-8"),
        ("/plans/index.html", "text/html; charset=utf-8"),
        ("/plans/.well-known/void", "text/turtle"),
        ("/plans/dumps/latest/keikaku.nq.gz", "application/gzip"),
        ("/plans/queries/plans.rq", "application/sparql-query; charset=utf-8"),
        ("/plans/open-data-list.csv", "text/csv; charset=utf-8"),
        ("/plans/assets/site.css", "text/css; charset=utf-8"),
    ],
)
def test_a_file_has_its_type(host: Host, path: str, type_: str) -> None:
    answer = host.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].lower().startswith(type_)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "path", ["index.html", "assets/site.css", "assets/page.js", "context.jsonld", "ns.ttl"]
)
def test_texts_are_sent_packed_to_whom_takes_that(host: Host, path: str) -> None:
    plain, packed = (host.get(f"/plans/{path}", encoding=one) for one in ("identity", "br;q=0.5, gzip"))
    assert (plain.status_code, packed.headers["Content-Encoding"]) == (200, "gzip")
    assert packed.content == plain.content
    assert int(packed.headers.get("Content-Length", packed.raw.tell())) < len(plain.content) / 2
    assert "accept-encoding" in packed.headers["Vary"].lower()


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_feed_reader_that_asks_again_takes_no_feed(host: Host, encoding: str) -> None:
    first = host.get("/plans/changes.atom", encoding=encoding)
    assert first.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    for asked, said in (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")):
        headers = {"Accept-Encoding": encoding, asked: first.headers[said]}
        again = requests.get(f"{host.address}/plans/changes.atom", headers=headers, timeout=PATIENCE)
        assert (again.status_code, again.content) == (304, b""), asked


def test_what_is_packed_already_is_sent_as_it_is(host: Host) -> None:
    assert "Content-Encoding" not in host.get("/plans/dumps/latest/keikaku.nq.gz", encoding="gzip").headers


def test_a_part_leads_to_its_place_on_the_page_of_its_whole(host: Host) -> None:
    answer = host.get(f"{ID}/{BRIDGE}/budget/2024", "text/html")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"{DOC}/{BRIDGE}.html#budget/2024")
    page = host.get(f"{DOC}/{BRIDGE}.html").text
    assert 'id="budget/2024"' in page
    turtle = host.get(f"{ID}/{BRIDGE}/budget/2024", "text/turtle").headers["Location"]
    assert turtle.endswith(f"{DOC}/{BRIDGE}.ttl")


@pytest.mark.parametrize("name", [LONG, "Web.en", "道路(市道)", "A%2FB"])
@pytest.mark.parametrize("part", ["", "/budget/2024"])
def test_a_thing_with_an_odd_name_leads_to_a_document_too(host: Host, name: str, part: str) -> None:
    path = f"{ID}/project/{quote(name, safe='%')}{part}"
    answer = host.get(path, "text/turtle")
    if host.name == "apache2" and "%2F" in name:
        assert (
            answer.status_code == 404
        )  # AllowEncodedSlashes is off unless the whole server's owner allows it
        return
    assert answer.status_code == 303
    found = host.get(answer.headers["Location"].removeprefix(host.address))
    assert found.status_code == 200
    assert f"{BASE}id/07205/keikaku/project/{name}>" in found.text


def test_the_start_page_is_in_the_language_that_is_liked_best(host: Host) -> None:
    assert '<html lang="ja"' in host.get("/plans/").text
    assert '<html lang="en"' in host.get("/plans/", language="en").text


@pytest.mark.parametrize("path", ["/plans/id/", "/plans/doc/none", "/plans/none.html", f"{DOC}x.ttl", "/plans/hosting/README.md"])  # fmt: skip
def test_what_is_not_there_is_not_found(host: Host, path: str) -> None:
    answer = host.get(path)
    assert answer.status_code == 404
    assert "text/html" in answer.headers["Content-Type"]
    assert "/plans/assets/site.css" in answer.text


def test_browsers_are_told_to_be_careful(host: Host) -> None:
    for path in (f"{DOC}.html", ID, "/plans/none.html"):
        headers = host.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "script-src 'self';" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert not any(char.isdigit() for char in headers.get("Server", ""))
    assert "'wasm-unsafe-eval'" in host.get("/plans/sparql.html").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    ["/plans/doc/../../apache.conf", "/plans/doc/%2e%2e/%2e%2e/%2e%2e/nginx.conf", "/plans/id/%0d%0aX-Y:1", "/plans/id//evil.example/"],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(host: Host, path: str) -> None:
    answer = requests.get(host.address + path, allow_redirects=False, timeout=PATIENCE)
    assert "X-Y" not in answer.headers
    assert "ServerRoot" not in answer.text
    assert "worker_processes" not in answer.text
    if answer.status_code == 303:
        assert answer.headers["Location"].removeprefix(host.address).startswith("/plans/doc/")
    else:
        assert answer.status_code in (400, 404)
