"""Things and documents by HTTP: who asks for what gets it, or is told what there is."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from keikaku.store.folder import Store
from tests.serving.support import (
    BASE,
    HTML,
    JSON_LD,
    N_TRIPLES,
    PLAN,
    PROJECT,
    TURTLE,
    client_of,
    settings,
)

SUFFIXES = {HTML: ".html", TURTLE: ".ttl", JSON_LD: ".jsonld", N_TRIPLES: ".nt"}
ACCEPT = [
    ("", HTML),
    ("*/*", HTML),
    ("text/html", HTML),
    ("text/turtle", TURTLE),
    ("application/ld+json", JSON_LD),
    ("application/n-triples", N_TRIPLES),
    ("TEXT/TURTLE", TURTLE),
    ("text/*", HTML),
    ("application/*", JSON_LD),
    ("text/turtle, text/html", HTML),
    ("text/turtle;q=0.9, text/html;q=0.8", TURTLE),
    ("text/turtle;q=0.8, text/html;q=0.9", HTML),
    ("text/turtle;q=0.5, */*;q=0.1", TURTLE),
    ("text/html;q=0, */*", TURTLE),
    ("text/html;q=0, text/turtle;q=0, */*", JSON_LD),
    ("text/html;q=0.0, text/*;q=0.3", TURTLE),
    ("text/*;q=0.3, text/html;q=0.1", TURTLE),
    ("application/ld+json;q=1.0, text/turtle;q=0.999", JSON_LD),
    ("application/rdf+xml, text/turtle;q=0.1", TURTLE),
    ("application/rdf+xml, */*;q=0.1", HTML),
    ("application/xml, application/n-triples", N_TRIPLES),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', JSON_LD),
    ("text/turtle;charset=utf-8", TURTLE),
    ("text/turtle; charset=UTF-8; q=0.7, text/html;q=0.6", TURTLE),
    ("text/turtle;q=.9, text/html;q=.1", TURTLE),
    ("text/turtle ; q = 1", HTML),  # a weight that is none leaves nothing, and nothing means anything
    ("garbage", HTML),
    (",,,", HTML),
    ("text/turtle,,", TURTLE),
    ("text/turtle;q=2, application/n-triples", N_TRIPLES),
    ("*/*;q=0.1, application/n-triples;q=0.2", N_TRIPLES),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", HTML),
    ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),
    ("application/trig, application/n-quads, text/turtle;q=0.2", TURTLE),
    ("application/xhtml+xml, text/turtle", TURTLE),
    ("application/rdf+xml", None),
    ("application/pdf", None),
    ("application/json", None),
    ("image/*", None),
    ("text/turtle;q=0", None),
    ("text/html;q=0, text/turtle;q=0, application/*;q=0", None),
    ("*/*;q=0", None),
    ("text/csv, text/plain", None),
    ("text/turtle;level=1", None),
]


@pytest.mark.parametrize(("accept", "wanted"), ACCEPT)
def test_each_header_gets_the_form_that_it_asks_for(
    client: TestClient, accept: str, wanted: str | None
) -> None:
    thing = client.get(f"/id/{PROJECT}", headers={"Accept": accept})
    document = client.get(f"/doc/{PROJECT}", headers={"Accept": accept})
    assert "Accept" in thing.headers["vary"]
    assert "Accept, Accept-Language" in document.headers["vary"]
    if wanted is None:
        assert thing.status_code == document.status_code == 406
        assert all(f"/doc/{quote(PROJECT)}{suffix}" in document.text for suffix in SUFFIXES.values())
    else:
        assert thing.status_code == 303
        assert thing.headers["location"] == f"/doc/{quote(PROJECT)}{SUFFIXES[wanted]}"
        assert document.headers["content-type"].partition(";")[0] == wanted
        assert document.headers["content-location"] == thing.headers["location"]
        assert client.get(thing.headers["location"]).content == document.content


LANGUAGES = [
    ("", "ja"),
    ("ja", "ja"),
    ("en", "en"),
    ("en-GB,en;q=0.9", "en"),
    ("ja-JP, en;q=0.5", "ja"),
    ("en;q=0.4, ja;q=0.5", "ja"),
    ("fr", "ja"),
    ("fr, en;q=0.1", "en"),
    ("*", "ja"),
    ("ja;q=0, *", "en"),
]


@pytest.mark.parametrize(("header", "wanted"), LANGUAGES)
@pytest.mark.parametrize("address", [f"/doc/{PROJECT}", "/", "/sparql.html", "/queries/", "/sdg/11"])
def test_each_header_gets_its_language(client: TestClient, header: str, wanted: str, address: str) -> None:
    if address.endswith(".html"):  # an address with a language has that one
        wanted = "ja"
    page = client.get(address, headers={"Accept": "text/html", "Accept-Language": header})
    assert page.status_code == 200
    assert page.headers["content-language"] == wanted
    assert f'<html lang="{wanted}"' in page.text


def test_a_language_has_an_address(client: TestClient) -> None:
    english = client.get(f"/doc/{PROJECT}.en.html", headers={"Accept-Language": "ja"})
    assert english.headers["content-language"] == "en"
    assert english.headers["vary"] == "Accept-Encoding"


def test_the_rdf_is_what_the_store_holds(client: TestClient) -> None:
    parsed = {
        suffix: {
            str(quad.triple)
            for quad in ox.parse(client.get(f"/doc/{PROJECT}{suffix}").content, format=syntax)
        }
        for suffix, syntax in (
            (".ttl", ox.RdfFormat.TURTLE),
            (".nt", ox.RdfFormat.N_TRIPLES),
            (".jsonld", ox.RdfFormat.JSON_LD),
        )
    }
    assert parsed[".ttl"] == parsed[".nt"] == parsed[".jsonld"]
    assert any(f"<{BASE}id/{PROJECT}>" in triple for triple in parsed[".nt"])


def part_of_project(client: TestClient) -> str:
    """Return the local name of a part of the project: its budget of a year."""
    lines = client.get(f"/doc/{PROJECT}.nt").text.splitlines()
    iris = {line.split()[0][1:-1] for line in lines}
    return min(iri.removeprefix(f"{BASE}id/") for iri in iris if "/budget/" in iri)


def test_a_part_is_found_on_the_document_of_its_whole(client: TestClient) -> None:
    part = part_of_project(client)
    anchor = part.removeprefix(f"{PROJECT}/")
    there = client.get(f"/id/{part}")
    assert there.status_code == 303
    assert there.headers["location"] == f"/doc/{quote(PROJECT)}.html#{quote(anchor)}"
    page = client.get(there.headers["location"])
    assert f'id="{anchor}"' in page.text
    turtle = client.get(f"/id/{part}", headers={"Accept": TURTLE})
    assert turtle.headers["location"] == f"/doc/{quote(PROJECT)}.ttl#{quote(anchor)}"
    assert client.get(f"/doc/{part}").headers["location"] == there.headers["location"]
    assert client.get(f"/id/{PROJECT}/budget/1901").status_code == 404


@pytest.mark.parametrize(
    "address", [f"/doc/{PROJECT}", f"/doc/{PROJECT}.ttl", "/", "/assets/site.css", "/ns.ttl", "/openapi.json"]
)
def test_a_tag_spares_the_way(client: TestClient, address: str) -> None:
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    tag = plain.headers["etag"]
    assert tag == f'"{hashlib.sha256(plain.content).hexdigest()[:32]}"'
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"If-None-Match": known, "Accept-Encoding": "identity"})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "vary", "cache-control"):
            assert again.headers[name] == plain.headers[name]
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_compressed_bytes_have_a_tag_of_their_own(client: TestClient) -> None:
    plain = client.get(f"/doc/{PROJECT}.html", headers={"Accept-Encoding": "identity"})
    packed = client.get(f"/doc/{PROJECT}.html", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # the client unpacks
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (
        "content-encoding"
        not in client.get(f"/doc/{PROJECT}.html", headers={"Accept-Encoding": "gzip;q=0"}).headers
    )


@pytest.mark.parametrize(
    "address",
    [
        f"/id/{PROJECT}",
        f"/doc/{PROJECT}",
        f"/doc/{PLAN}.ttl",
        "/",
        "/nothing",
        "/audit",
        "/api/queries/plans",
    ],
)
def test_head_says_what_get_says(client: TestClient, address: str) -> None:
    got, head = client.get(address), client.head(address)
    assert head.status_code == got.status_code
    assert head.headers == got.headers
    assert head.content == b""


def test_links_lead_to_the_other_forms(client: TestClient) -> None:
    page = client.get(f"/doc/{PROJECT}", headers={"Accept": "text/html"})
    told = page.headers["link"]
    path = f"/doc/{quote(PROJECT)}"
    assert f'<{path}.ttl>; rel="alternate"; type="text/turtle"' in told
    assert f'<{path}.en.html>; rel="alternate"; type="text/html"; hreflang="en"' in told
    assert f'<{BASE}{path[1:]}.html>; rel="canonical"' in told
    assert f'<{BASE}id/{quote(PROJECT)}>; rel="describes"' in told
    assert client.get(f"/id/{PROJECT}").headers["link"] == f'<{path}.html>; rel="describedby"'


def test_headers_of_long_names_fit_into_a_proxys_buffer(own_store: Path) -> None:
    """Nginx takes 4 KiB and answers 502 to more; escaped, 66 characters of Japanese are 600 bytes."""
    name = "99999/mid-plan/indicator/" + "手" * 66
    thing = f"<https://w3id.org/keikaku/id/{name}>"
    line = f'{thing} <http://www.w3.org/2000/01/rdf-schema#label> "手"@ja <https://w3id.org/keikaku/id/graph/long> .'
    with Store(own_store).writing() as writer:
        about = dict.fromkeys(("source", "source_sha256", "loader", "loader_version", "software"), "-")
        writer.put(
            "long", [line], graph="https://w3id.org/keikaku/id/graph/long", municipality="99999", **about
        )
    with client_of(settings(own_store, base="https://data.city.example.jp/opendata/plans/")) as client:
        for answer in (
            client.get(f"/opendata/plans/id/{name}", headers={"Accept": TURTLE}),
            client.get(f"/opendata/plans/doc/{name}", headers={"Accept": TURTLE}),
        ):
            assert answer.status_code in (200, 303)
            assert sum(len(key) + len(value) + 4 for key, value in answer.headers.items()) < 4000
        assert 'rel="describes"' in answer.headers["link"]
        assert 'rel="canonical"' in answer.headers["link"]


# ---------------------------------------------------------------- what is not there


SPELLINGS = {
    "decomposed": unicodedata.normalize("NFD", PROJECT),
    "full width": PROJECT.replace("6d0f0d", "６ｄ０ｆ０ｄ"),
    "no hash": PROJECT.removesuffix("-6d0f0d"),
    "another plan": PROJECT.replace(PLAN, "99999/mid-plan"),
    "a typing error": PROJECT.replace("めぐり", "めくり"),
    "a suffix": f"{PROJECT}.html",
}


@pytest.mark.parametrize("name", SPELLINGS.values(), ids=list(SPELLINGS))
def test_another_spelling_leads_to_the_thing(client: TestClient, name: str) -> None:
    answer = client.get(f"/id/{name}", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json()["links"][0]["href"] == f"/doc/{quote(PROJECT)}"
    assert "工房めぐりの日" in answer.json()["links"][0]["title"]
    page = client.get(f"/id/{name}", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert page.status_code == 404
    assert f"/doc/{quote(PROJECT)}.en.html" in page.text
    text = client.get(f"/id/{name}", headers={"Accept": TURTLE})
    assert text.headers["content-type"].startswith("text/plain")
    assert quote(PROJECT) in text.text


def test_what_was_withdrawn_is_gone(store: Path, tmp_path: Path) -> None:
    listed = tmp_path / "withdrawn.txt"
    listed.write_text(
        f"# taken back in 2026\n{BASE}id/99999/old-plan  # replaced\nhttps://w3id.org/keikaku/id/88888\n{BASE}id/{PLAN}\n",
        encoding="utf-8",
    )
    with client_of(settings(store, withdrawn=listed)) as client:
        for local in ("99999/old-plan", "99999/old-plan/measure/緑化", "88888/any/thing"):
            for address in (f"/id/{local}", f"/doc/{local}", f"/doc/{local}.ttl", f"/doc/{local}.en.html"):
                answer = client.get(address, headers={"Accept-Language": "en"})
                assert answer.status_code == 410, address
                assert "withdrawn" in answer.text
        assert client.get("/id/99999/older-plan").status_code == 404
        assert client.get(f"/id/{PLAN}").status_code == 303  # what the store holds is not gone


def test_hash_iris_need_no_redirect(store: Path) -> None:
    with client_of(settings(store, style="hash")) as client:
        turtle = client.get(f"/doc/{PROJECT}", headers={"Accept": TURTLE})
        assert turtle.status_code == 200
        assert f"<{BASE}doc/{PROJECT}#it>" in client.get(f"/doc/{PROJECT}.nt").text
        assert f'<{BASE}doc/{quote(PROJECT)}#it>; rel="describes"' in turtle.headers["link"]
        assert client.get(f"/id/{PROJECT}").status_code == 404
        rows = client.get("/api/queries/plans").json()["rows"]
        assert f"{BASE}doc/{PLAN}#it" in {row["plan"] for row in rows}


def test_a_base_below_the_host(store: Path) -> None:
    base = "http://city.example/data/plans/"
    with client_of(settings(store, base=base)) as client:
        there = client.get(f"/data/plans/id/{PROJECT}")
        assert there.headers["location"] == f"/data/plans/doc/{quote(PROJECT)}.html"
        assert client.get(there.headers["location"]).status_code == 200
        assert client.get("/data/plans/").status_code == 200
        assert client.get("/data/plans/healthz").status_code == 200
        assert client.get("/data/plans/sparql?query=ASK%7B%7D").json()["boolean"] is True
        assert client.get(f"/id/{PROJECT}").status_code == 404
        assert client.get("/data/plansx/").status_code == 404


# ---------------------------------------------------------------- everything else that a site has


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/assets/site.css", "text/css"),
        ("/ns.ttl", "text/turtle"),
        ("/context.jsonld", "application/ld+json"),
        ("/queries/plans.rq", "application/sparql-query"),
        ("/void.ttl", "text/turtle"),
        ("/.well-known/void", "text/turtle"),
        ("/catalog.jsonld", "application/ld+json"),
        ("/dumps/latest/keikaku.nq.gz", "application/gzip"),
        ("/dumps/latest/SHA256SUMS", "text/plain"),
        ("/data/queries.json", "application/json"),
        ("/robots.txt", "text/plain"),
    ],
)
def test_what_a_site_has_besides_pages(client: TestClient, address: str, media_type: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type


def test_dumps_are_as_their_hashes_say(client: TestClient) -> None:
    listed = client.get("/dumps/latest/SHA256SUMS").text.splitlines()
    assert listed
    for line in listed:
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(client.get(f"/dumps/latest/{name}").content).hexdigest() == digest


def test_the_vocabulary_is_negotiated_too(client: TestClient) -> None:
    assert client.get("/ns", headers={"Accept": TURTLE}).content == client.get("/ns.ttl").content
    assert client.get("/ns", headers={"Accept": HTML}).headers["content-language"] == "ja"


def test_what_configures_hosts_is_not_served(client: TestClient) -> None:
    for address in ("/.htaccess", "/_redirects", "/hosting/nginx-http.conf", "/keikaku-site.json"):
        assert client.get(address).status_code == 404


def test_every_page_is_there(client: TestClient) -> None:
    """Whatever the sections name is answered; the sitemap names what search engines are to find."""
    addresses = [part.partition("<")[0] for part in client.get("/sitemap.xml").text.split("<loc>")[1:]]
    assert len(addresses) > 100
    for address in addresses[::7]:
        page = client.get(address.removeprefix(BASE.rstrip("/")))
        assert page.status_code == 200, address
        assert page.headers["content-type"].startswith("text/html")
