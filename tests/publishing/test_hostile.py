"""Strangers' text in every field and label: on no page does it become a link that runs, a script, or an attribute."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from keikaku import build
from keikaku.ground.errors import SeriesError
from keikaku.ground.hyperlinks import has_other_scheme, is_address
from keikaku.reading.series import read_series
from keikaku.store.folder import Store
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.audit.support import fixture_lines
from tests.publishing.conftest import BASE
from tests.serving.support import client_of, settings
from tests.support import ROOT, put, raises

pytestmark = pytest.mark.xdist_group("site")

EVIL = '"><script>alert(1)</script><a href="javascript:alert(1)" onclick="alert(1)" style="color:red">x</a>'
OTHERS = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " java\tscript:alert(1)",
    "\u0001javascript:alert(1)",
    "javascript://example.jp/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "blob:https://example.jp/1",
    "file:///etc/passwd",
]
WORDS = ["CC BY 4.0", "町の承諾: 2024年", "https://example.jp/計画", "mailto:kikaku@example.jp", ""]
LINKS = {
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "xlink:href",
    "data",
    "poster",
    "ping",
    "cite",
    "background",
}
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(@[a-z]+)?(?= <[^>]*> \.$)')
POLICY = "content-security-policy"


class Hostile(HTMLParser):
    """What of a page would run: links of other schemes, scripts, handlers, styles in attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.policies: list[str] = []
        self.inline: list[str] = []
        self.data: list[str] = []
        self._kind = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        wrong = [name for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        wrong += [name for name in LINKS & set(given) if has_other_scheme(given[name])]
        self.found += [f"<{tag} {name}={given[name]!r}>" for name in wrong]
        self._kind = {"script": "script", "style": "style"}.get(tag, "")
        if tag == "script" and ("src" in given or "json" in given.get("type", "")):
            self._kind = "data"
        if tag == "meta" and given.get("http-equiv"):
            assert given["http-equiv"].lower() == POLICY
            self.policies.append(given["content"])

    def handle_endtag(self, tag: str) -> None:
        self._kind = ""

    def handle_data(self, data: str) -> None:
        if self._kind in ("script", "style"):
            self.inline.append(data)
        elif self._kind == "data":
            self.data.append(data)


def judged(text: str, place: str) -> list[str]:
    """Return what is wrong with a page, whatever it was made of."""
    page = Hostile(text)
    [policy] = page.policies
    hashes = [f"'sha256-{b64encode(sha256(one.encode()).digest()).decode()}'" for one in page.inline]
    wrong = [*page.found, *(one for one in hashes if one not in policy)]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    for text in filter(None, page.data):
        wrong += [f"{name}: {one}" for name, one in addresses(json.loads(text)) if has_other_scheme(one)]
    return [f"{place}: {one}" for one in wrong]


def addresses(node: object) -> Iterator[tuple[str, str]]:
    """Yield what JSON-LD of schema.org says by address."""
    for name, value in node.items() if isinstance(node, dict) else enumerate(node):  # type: ignore[arg-type]
        if isinstance(value, dict | list):
            yield from addresses(value)
        elif name in ("license", "url", "sameAs", "contentUrl", "item", "isBasedOn") and isinstance(
            value, str
        ):
            yield name, value


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return the invented towns with something in every text, and addresses that run where addresses stand."""
    lines = {
        name: sorted({LITERAL.sub(_with_evil, line) for line in lines})
        for name, lines in fixture_lines().items()
    }
    dct, runs = "http://purl.org/dc/terms/", "<javascript:alert(2)>"
    for name, ones in lines.items():
        graph = f"<https://w3id.org/keikaku/id/graph/{name}>"
        subjects = sorted(
            {one.split(" ", 1)[0] for one in ones if "/ns#Measure>" in one or "SourceDocument>" in one}
        )
        for subject in [graph, *subjects]:
            ones.append(f'{subject} <{dct}license> "javascript:alert(3)" {graph} .')
            ones.append(f"{subject} <{dct}source> {runs} {graph} .")
            ones.append(f"{subject} <https://w3id.org/keikaku/ns#relatedPlan> {runs} {graph} .")
            ones.append(f"{subject} <http://www.w3.org/2000/01/rdf-schema#seeAlso> {runs} {graph} .")
        ones.sort()
    return put(Store(tmp_path_factory.mktemp("hostile") / "store"), lines)


def _with_evil(match: re.Match[str]) -> str:
    escaped = EVIL.replace('"', '\\"')
    return f'"{match[1]}{escaped}"{match[2] or ""}'


@pytest.mark.parametrize("field", ["source", "licence"])
@pytest.mark.parametrize("value", OTHERS)
def test_an_address_that_would_run_is_refused_with_its_place(tmp_path: Path, field: str, value: str) -> None:
    path = _copy(tmp_path)
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw["document"][field] = value
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(SeriesError) as refused:
        read_series(path)
    assert refused.value.values["key"] == f"document.{field}"
    assert int(str(refused.value.values["line"])) > 1


@pytest.mark.parametrize("value", WORDS)
def test_words_and_addresses_of_the_web_are_taken(tmp_path: Path, value: str) -> None:
    path = _copy(tmp_path)
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw["document"] |= {"source": value, "licence": value}
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    assert read_series(path).settings.document.licence == value


def _copy(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "measure-tables", folder / "town")) / "plan.yml"


@pytest.mark.parametrize("value", [*OTHERS, "CC BY 4.0", "https://example.jp/\n"])
def test_what_a_browser_would_run_is_no_address(value: str) -> None:
    assert not is_address(value)
    with raises("publishing.endpoint"):
        Publication(base=BASE, sparql=value)


def test_every_field_of_a_plan_file_stays_text(tmp_path: Path) -> None:
    path = _copy(tmp_path)
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    raw["municipality"]["name"] += EVIL
    raw["document"] |= {"title": EVIL, "source": EVIL, "licence": EVIL}
    for one in (*raw["plans"], *raw["furniture"], *raw.get("repairs", ()), *raw.get("doubts", ())):
        one |= {name: f"{one[name]}{EVIL}" for name in ("title", "because") if name in one}
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    store = Store(tmp_path / "store")
    build(tmp_path / "town", store)
    assert store.documents
    _published(store, tmp_path / "site")


def test_no_label_becomes_more_than_text_on_the_site(hostile: Store, tmp_path: Path) -> None:
    _published(hostile, tmp_path / "site")


def _published(store: Store, site: Path) -> None:
    publish(store, site, Publication(base=BASE))
    pages = sorted(site.rglob("*.html"))
    wrong = [one for page in pages for one in judged(page.read_text(encoding="utf-8"), page.name)]
    assert wrong == []
    assert any("&lt;script&gt;alert(1)" in page.read_text(encoding="utf-8") for page in pages)
    for name in ("catalog.ttl", "void.ttl"):
        triples = [one.triple for one in ox.parse(path=site / name, format=ox.RdfFormat.TURTLE)]
        assert [
            str(one.object)
            for one in triples
            if "javascript" in str(one.object) and isinstance(one.object, ox.NamedNode)
        ] == []


def test_no_label_becomes_more_than_text_on_the_server(hostile: Store) -> None:
    with client_of(settings(hostile.path)) as client:
        wrong: list[str] = []
        measures = [
            quad.subject.value for quad in hostile.load() if str(quad.object).endswith("/ns#Measure>")
        ]
        paths = ["", "plans", "data", "coverage", "sparql", "audit", f"search?q={EVIL}", f"nothing/{EVIL}"]
        paths += [one.replace("https://w3id.org/keikaku/id/", "id/") for one in sorted(set(measures))[:10]]
        for path in paths:
            for language in ("ja", "en"):
                headers = {"Accept": "text/html", "Accept-Language": language}
                answer = client.get(f"/{path}", headers=headers, follow_redirects=True)
                assert answer.headers["content-type"].startswith("text/html"), path
                assert "frame-ancestors 'none'" in answer.headers[POLICY]
                wrong += judged(answer.text, path)
        assert wrong == []
