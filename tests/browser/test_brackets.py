"""The brackets that the SPARQL page puts into a query change nothing but the side from which it is read."""

from __future__ import annotations

import json
import shutil
import subprocess

import pyoxigraph as ox
import pytest

from tests.browser.driving import WEB
from tests.queries.support import examples, library, memory
from tests.support import ROOT, missing

START = (
    "PREFIX kei: <https://w3id.org/keikaku/ns#>\nPREFIX : <http://example.jp/> BASE <http://example.jp/b/>\n"
)
QUERIES = {
    "literals": "SELECT ?r ?s ?t { VALUES ?a { 5 } BIND(?a -1 -1 AS ?r) BIND(?a -6/3/2 AS ?s) BIND(-2-3-+1 AS ?t) }",
    "signs": "SELECT ?r ?s { VALUES ?a { 5 } BIND(1 +6/3/2-1 AS ?r) BIND(- ?a /2/ -5 - -?a AS ?s) }",
    "texts": 'SELECT ("1 - 2 - 3" AS ?x) (\'\'\'a "-" 1\n- 2 - 3\'\'\' AS ?y) ("\\u0022 - 1 - 1" AS ?z) (2-1-1 AS ?w) {}',
    "comments": "SELECT (9 # - 1 - 2\n - 3 # (\n - 2 AS ?x) {}",
    "paths": "SELECT (COUNT(*) - 1 - 1 AS ?n) { ?s ^kei:contributesTo/(kei:inPlan|!kei:sdg)*/a ?o }",
    "not in": "SELECT ?s { ?s kei:startFiscalYear ?y FILTER(5 - 2 - 1 NOT IN (1 - 1 - 1, -1) && !(3 - 1 - 1 = 0)) }",
    "subqueries": "SELECT ?n { { SELECT (SUM(?v - 1 - 1) / 2 / 2 AS ?n) { ?o kei:value ?v } HAVING(COUNT(*) - 1 - 1 > 0) } }",
    "groups": "SELECT ?k (COUNT(*) AS ?n) { ?o kei:value ?v } GROUP BY (?v - 1 - 1 AS ?k) ORDER BY DESC(0 - ?k - 1) LIMIT 5",
    "exists": "SELECT ?s { ?s a kei:Plan FILTER NOT EXISTS { ?s kei:endFiscalYear ?e FILTER(9 - 5 - 4 = 0) } }",
    "values": "SELECT * { VALUES (?a ?b) { (-1 UNDEF) (<x> :y) } BIND(IF(BOUND(?b), 1, ?a - 1 - 1) AS ?c) } VALUES ?a { -1 <x> }",
    "ask": "ASK { FILTER(10 - 3 - 2 = 5 && 100 / 10 / 2 = 5 && COALESCE(?x - 1 - 1, 8 / 2 / 2) = 2) }",
    "construct": "CONSTRUCT { ?s :left ?x ; :b [ :q (1 -2) ] . _:n :p \"-1\"@ja } WHERE { ?s a kei:Plan BIND(9 - 3 - 2 AS ?x) }",
    "describe": "DESCRIBE ?s { ?s a kei:Plan FILTER(4 - 3 - 1 = 0) }",
    "characters": 'SELECT ("\U00020bb7" AS ?x) (1-1-1 AS ?\u548c) { FILTER("\U00020bb7" != "" && 3-1-1 = 1) }',
    "brackets": "SELECT (((9) - (3)) - 2 - (4 - 3 - 1) AS ?x) (((1)) AS ?y) {}",
}  # fmt: skip


@pytest.fixture(scope="module")
def bracketed() -> dict[str, str]:
    """Return what the page makes of every query of the library, and of those above."""
    if not shutil.which("node") or not (ROOT / "web" / "node_modules" / "@traqula").is_dir():
        missing("node", WEB)
    script = f"""
        import {{ bracketed }} from {json.dumps((ROOT / "web/src/brackets.js").as_uri())};
        let text = "";
        for await (const chunk of process.stdin) text += chunk;
        console.log(JSON.stringify(JSON.parse(text).map(bracketed)));
    """
    names, texts = zip(*queries().items(), strict=True)
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return dict(zip(names, json.loads(done.stdout), strict=True))


def queries() -> dict[str, str]:
    own = {name: START + text for name, text in QUERIES.items()}
    return own | {name: query.bound(examples(query)) for name, query in library().items()}


def answer(text: str) -> list[str]:
    found = memory().query(text, use_default_graph_as_union=True)
    if isinstance(found, ox.QueryBoolean):
        return [str(bool(found))]
    if isinstance(found, ox.QueryTriples):  # blank nodes have other names each time
        return sorted(
            " ".join("_" if isinstance(one, ox.BlankNode) else str(one) for one in triple) for triple in found
        )
    return [" ".join(map(str, row)) for row in found]


def test_nothing_but_brackets_is_put_in(bracketed: dict[str, str]) -> None:
    def without(text: str) -> str:
        return text.replace("(", "").replace(")", "")

    assert {name: without(text) for name, text in bracketed.items()} == {
        name: without(text) for name, text in queries().items()
    }
    assert "BIND((?a -1) -1 AS ?r) BIND(?a -(6/3)/2 AS ?s) BIND((-2-3)-+1 AS ?t)" in bracketed["literals"]


@pytest.mark.parametrize("name", QUERIES)
def test_an_engine_that_reads_from_the_left_answers_both_alike(bracketed: dict[str, str], name: str) -> None:
    assert answer(bracketed[name]) == answer(START + QUERIES[name])
